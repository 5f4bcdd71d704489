"""Premises and lines of copper: tables of broadband side by side, one row a commune of today."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import DataError, Fault
from jura_coverage.measures.internet import last_closure
from jura_coverage.remarks import Remark
from jura_coverage.sources.checks import BROADBAND_COUNTS
from jura_coverage.territory.cities import over_arrondissements
from jura_coverage.territory.today import of_whole_communes

COPPER = ("copper_status", "copper_closure_date", "copper_closure_year")
INTEGERS = (*BROADBAND_COUNTS, "copper_closure_year")
TABLE = "la table du débit"


def premises_of(
    tables: Sequence[pd.DataFrame], communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame | None, list[Remark]]:
    """Give the premises and the copper of each commune of today that a table tells.

    Parameters
    ----------
    tables
        From :func:`jura_coverage.sources.read_broadband`, each with some of the columns.
    communes, crosswalk
        Communes of the département today, and former ones.

    Returns
    -------
    tuple of DataFrame, DataFrame or None, and list of Remark
        By code what the tables tell, missing or empty where none does; the counts of whole cities
        lent to their arrondissements, None if there are none; and what did not match.

    Raises
    ------
    DataError
        If two tables contradict each other.
    """
    told, lent, remarks = [], [], []
    for table in tables:
        of_parts, of_city, spread = over_arrondissements(
            table, communes, counts=BROADBAND_COUNTS, name=TABLE,
            unknown="le nombre de locaux de chacun reste inconnu",
        )  # fmt: skip
        rows, mapped = of_whole_communes(of_parts, communes, crosswalk, name=TABLE)
        told.append(_one_row_a_commune(rows))
        lent.append(of_city)
        remarks += [*spread, *mapped]
    of_cities = _side_by_side(lent)[[*BROADBAND_COUNTS]]
    return _side_by_side(told), of_cities if len(of_cities) else None, remarks


def _one_row_a_commune(broadband: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of communes that have merged since; a missing count stays missing."""
    rows = broadband.groupby("insee")
    counts = [name for name in BROADBAND_COUNTS if name in broadband]
    table = rows[counts].sum(min_count=1)
    table = table.mask(rows[counts].count().lt(rows.size(), axis=0))
    if "copper_status" in broadband:
        copper = last_closure(broadband[["insee", *COPPER]])
        table = table.join(copper.set_index("insee"))
    return table


def _side_by_side(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the columns of several tables together; a column that none has is missing throughout.

    Raises
    ------
    DataError
        If two tables count the same thing differently.
    """
    whole = pd.DataFrame(index=pd.Index([], name="insee", dtype="str"))
    for table in tables:
        both = whole.index.intersection(table.index)
        for name in whole.columns.intersection(table.columns):
            differs = (whole.loc[both, name] != table.loc[both, name]).fillna(False)
            if differs.any():
                raise _contradiction(name, both[differs])
        whole = whole.combine_first(table)
    blank = {name: pd.Series(pd.NA, index=whole.index, dtype="Int64") for name in INTEGERS}
    blank |= {name: pd.Series("", index=whole.index, dtype="str") for name in COPPER[:2]}
    return pd.DataFrame({name: whole.get(name, column) for name, column in blank.items()})


def _contradiction(name: str, codes: pd.Index) -> DataError:
    return DataError(
        [
            Fault(
                file="tables de débit",
                found=f"deux fichiers qui ne disent pas la même chose de « {name} » pour "
                f"{french.count(len(codes), 'commune')} ({', '.join(codes[:5])})",
                expected="des fichiers de la même édition",
                action="Donnez des fichiers d'une seule édition, ou un seul par sujet.",
            )
        ]
    )
