"""Needs to communes: several tables, of former communes too, to a row a commune of today."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage.measures import needs
from jura_coverage.remarks import Remark, remarks

NOTHING_KNOWN: dict[str, tuple[Any, Any]] = {
    "share_65_plus": (float("nan"), "float64"),
    "median_income": (pd.NA, "Int64"),
    "income_status": ("", "str"),
}


def needs_of(
    tables: Sequence[pd.DataFrame], communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> tuple[pd.DataFrame, list[Remark]]:
    """Give the needs of each commune of today.

    Parameters
    ----------
    tables
        From :func:`jura_coverage.sources.read_needs`, with codes of today, and in `former` those
        of the file. What several tell is taken from the first.
    communes, crosswalk
        Communes of the département today, and former ones.

    Returns
    -------
    tuple of DataFrame and list of Remark
        On the communes the columns of :data:`NOTHING_KNOWN`; and which are averages.
    """
    found = pd.DataFrame(index=communes.index)
    averages: set[str] = set()
    for table in tables:
        rows = table[table["insee"].isin(communes.index)].drop(
            columns=found.columns.intersection(table.columns)
        )
        merged = rows.loc[rows["insee"] != rows["former"], "insee"].unique()
        whole = [code for code in merged if _is_whole(code, rows, crosswalk)]
        rows = rows[rows["insee"].isin(whole) | ~rows["insee"].isin(merged)]
        if rows["insee"].duplicated().any():
            rows = rows.fillna({"residents": _counted(rows, tables)})
        averages.update(whole)
        found = found.join(needs.by_commune(rows, communes.index))
    columns = {
        name: found.get(name, pd.Series(blank, index=communes.index)).astype(dtype)
        for name, (blank, dtype) in NOTHING_KNOWN.items()
    }
    columns["income_status"] = columns["income_status"].fillna("")
    return pd.DataFrame(columns), remarks(
        "merger",
        "Besoins de communes fusionnées depuis, en moyenne des anciennes pondérée par leurs "
        "habitants",
        [f"{communes.at[code, 'name']} ({code})" for code in sorted(averages)],
    )


def _counted(rows: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> pd.Series:
    """Give the residents of rows whose table tells none, as another table tells them."""
    known = pd.concat([table.set_index("former")["residents"] for table in tables]).dropna()
    return rows["former"].map(known[~known.index.duplicated()])


def _is_whole(today: str, rows: pd.DataFrame, crosswalk: pd.DataFrame) -> bool:
    """Tell whether the rows of a commune are all of it, not some of its former communes only."""
    present = set(rows.loc[rows["insee"] == today, "former"])
    return today in present or set(crosswalk.index[crosswalk["insee"] == today]) <= present
