"""Which commune a row means: by its code, its name, its postcode or its position."""

import difflib

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from jura_coverage import french, geography
from jura_coverage.geography import among
from jura_coverage.remarks import Remark, remarks
from jura_coverage.territory.cities import with_arrondissements

PERHAPS = " (peut-être {communes})"
NAMED = "Communes reconnues à leur nom, faute d'un code Insee utilisable"


def by_name(
    communes: gpd.GeoDataFrame, everywhere: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> pd.Series:
    """Tell which commune of today a name means, when folded by :func:`french.fold`.

    The département's own communes come first, then the former ones (by name or code), then the
    neighbours. A name that several bear means none of them.
    """
    own, all_of_them = (
        pd.Series(names.index, index=names.map(french.fold))
        for names in (communes["name"], everywhere["name"])
    )
    today = crosswalk.loc[among(crosswalk["insee"], everywhere.index), ["name_former", "insee"]]
    former, codes = (
        pd.Series(today["insee"].to_numpy(), index=names.map(french.fold))
        for names in (today["name_former"], today.index)
    )
    ranked = (own, former, codes, all_of_them)
    once = [names[~names.index.duplicated(keep=False)] for names in ranked]
    return pd.concat(once).groupby(level=0, sort=False).first()


def coded(
    table: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    meant: pd.Series,
    departement: str,
    official: bool,
) -> tuple[pd.DataFrame, list[Remark]]:
    """Find the communes of rows by their positions, and by names and postcodes."""
    placed = _coded_by_position(with_arrondissements(table, everywhere), everywhere)
    return _with_codes(placed, communes, meant=meant, departement=departement, official=official)


def _coded_by_position(advisors: pd.DataFrame, everywhere: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give hosts without code that of the commune which their position lies in, if it is at hand.

    Parameters
    ----------
    advisors
        With positions in degrees.
    everywhere
        Communes of the département and its neighbours, in metres.
    """
    blind = advisors[(advisors["insee"] == "") & advisors["latitude"].notna()]
    if blind.empty:
        return advisors
    shapes = everywhere.geometry.dropna()
    found, within = shapes.sindex.query(positions(blind, everywhere.crs), predicate="intersects")
    codes = pd.Series(shapes.index[within], index=blind.index[found])
    first = codes[~codes.index.duplicated()]  # on a border, whichever comes first
    return advisors.assign(insee=advisors["insee"].mask(advisors.index.isin(first.index), first))


def positions(table: pd.DataFrame, crs: CRS) -> gpd.GeoSeries:
    """Give the positions of rows in metres, missing where there is none."""
    degrees = gpd.GeoSeries(
        gpd.points_from_xy(table["longitude"], table["latitude"]),
        index=table.index, crs="EPSG:4326",
    )  # fmt: skip
    return degrees.where(table["latitude"].notna() & table["longitude"].notna()).to_crs(crs)


def _with_codes(
    advisors: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    *,
    meant: pd.Series,
    departement: str,
    official: bool,
) -> tuple[pd.DataFrame, list[Remark]]:
    """Give a code to hosts that have only the name of their commune, or a code that is none.

    Parameters
    ----------
    advisors
        With a column `commune`, the name as the file spells it, or without.
    communes
        Communes of the département.
    meant
        Codes by folded name, see :func:`by_name`.
    departement
        A code of another département is not questioned.
    official
        Whether the list may hold all of France: then a name does not count against a postcode of
        another département, and it does for a position that lies in no commune at hand.

    Returns
    -------
    tuple of DataFrame and list of Remark
        The table with its codes; a name that fits no commune is said, with the closest ones.
    """
    if "commune" not in advisors:
        return advisors, []
    code, name = advisors["insee"], advisors["commune"]
    named = name.map(french.fold).map(meant)
    known = among(code, communes.index) | among(code.map(french.fold), meant.index)  # or was one
    if ((name == "") | known).all():
        return advisors, []
    nameable = advisors["latitude"].isna()
    if official and "postcode" in advisors:
        posted = advisors["postcode"].map(geography.departements_of_postcode)
        here = posted.map(lambda codes: departement in codes)
        nameable = here | nameable & (advisors["postcode"] == "")
    local = (code == "") & nameable | code.map(geography.departement_of).eq(departement)
    doubtful = local & ~known & (name != "")
    found = doubtful & among(named, communes.index)
    lost = doubtful & ~found & (code == "")
    return advisors.assign(insee=code.mask(found, named)), [
        *remarks(
            "repaired",
            NAMED,
            [
                f"{who}, {communes.at[today, 'name']} ({today})"
                for who, today in zip(_who(advisors)[found], named[found], strict=True)
            ],
        ),
        *remarks(
            "unmatched",
            f"Noms de communes qui ne sont pas reconnus dans le département {departement}",
            [f"« {wanted} »{proposals(wanted, communes)}" for wanted in name[lost].unique()],
        ),
    ]


def contradictions(
    table: pd.DataFrame, today: pd.Series, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> list[Remark]:
    """Say which rows name one commune and give the code of another.

    Parameters
    ----------
    table
        With a column `commune`, the name as the file spells it; the index says the line.
    today
        The code that counts for each row.
    communes, crosswalk
        Communes of the département today, and former ones.
    """
    spelt = table["commune"].map(french.fold)
    other = among(today, communes.index) & (spelt != today.map(communes["name"].map(french.fold)))
    if not other.any():
        return []
    named = spelt.map(by_name(communes, communes, crosswalk))
    contrary = other & among(named, communes.index) & (named != today)
    return remarks(
        "warning",
        "Nom et code de commune qui se contredisent (un code postal n'est pas un code Insee), le "
        "code comptant",
        [
            f"{who}, {spelt} et {given} ({communes.at[code, 'name']})"
            for who, spelt, given, code in zip(
                _who(table)[contrary], table["commune"][contrary], table["insee"][contrary],
                today[contrary], strict=True,
            )
        ],
    )  # fmt: skip


def _who(table: pd.DataFrame) -> pd.Series:
    """Say whom each row is about: its host, else its line."""
    if "host" in table:
        return table["host"]
    return pd.Series(table.index, index=table.index).map("ligne {}".format)


def proposals(wanted: str, communes: gpd.GeoDataFrame) -> str:
    """Name the communes that a name may mean."""
    folded = communes["name"].map(french.fold)
    near = difflib.get_close_matches(french.fold(wanted), folded.tolist(), n=3, cutoff=0.6)
    meant = [f"{communes.at[code, 'name']} ({code})" for code in folded.index[folded.isin(near)]]
    if not meant:
        return ""
    return PERHAPS.format(communes=french.enumeration(meant, before_last="ou"))
