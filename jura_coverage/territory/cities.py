"""Paris, Lyon and Marseille, where their arrondissements are communes: what tells only the city."""

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import repair


def divided(communes: gpd.GeoDataFrame) -> set[str]:
    """Give the cities whose arrondissements stand among the communes in their place."""
    codes = set(communes.index.tolist())
    return {geography.whole_commune(code) for code in codes} - codes


def over_arrondissements(
    table: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    *,
    counts: Sequence[str],
    name: str,
    unknown: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame, list[Remark]]:
    """Lend the row of a whole city to those of its arrondissements that have none.

    Shares, medians, dates and states are those of the city, a mean; numbers of a city are not those
    of a part of it, and stay unknown.

    Parameters
    ----------
    table
        With `insee`; the index says the line of the file.
    communes
        Communes of the département today.
    counts
        The columns that are numbers.
    name
        What to call the table.
    unknown
        French clause: which numbers readers miss then, where the table has any.

    Returns
    -------
    tuple of two DataFrames and list of Remark
        The table, without the rows of divided cities; of the arrondissements that were lent a row,
        on their codes, the numbers of the whole city; and who was lent one.
    """
    of_city = table["insee"].isin(divided(communes))
    if not of_city.any():
        return table, pd.DataFrame(index=pd.Index([], name="insee", dtype="str")), []
    told = set(table["insee"])
    lent = {
        city: [code for code in communes.index
               if geography.whole_commune(code) == city and code not in told]
        for city in table.loc[of_city, "insee"]
    }  # fmt: skip
    rows = table[of_city].assign(insee=table.loc[of_city, "insee"].map(lent)).explode("insee")
    rows = rows[rows["insee"].notna()].astype({"insee": "str"})
    numbers = [each for each in counts if each in table]
    blank = rows.assign(**{each: pd.Series(pd.NA, rows.index, table[each].dtype)
                           for each in numbers})  # fmt: skip
    untold = unknown if numbers else ""
    return pd.concat([table[~of_city], blank]), rows.set_index("insee")[numbers], remarks(
        "missing" if untold else "assumed",
        f"Dans {name}, une ligne pour la ville entière, que reprennent ses arrondissements sans "
        f"ligne, comme moyenne{untold and f' ; {untold}'}",
        [f"{geography.CITIES[city]} ({city}), {french.count(len(codes), 'arrondissement')}"
         for city, codes in lent.items() if codes],
    )  # fmt: skip


def with_arrondissements(places: pd.DataFrame, everywhere: gpd.GeoDataFrame) -> pd.DataFrame:
    """Find the arrondissement of places that are told to be in a city that is divided.

    By their postcode, else by their position: such a place loses the code of the city, which is
    that of no commune here.

    Parameters
    ----------
    places
        With `insee`, `latitude` and perhaps `commune` and `postcode`.
    everywhere
        Communes of the département and its neighbours.
    """
    cities = divided(everywhere)
    if not cities:
        return places
    blank = pd.Series("", index=places.index, dtype="str")
    told = repair.arrondissements_told(
        places["insee"], communes=places.get("commune", blank),
        postcodes=places.get("postcode", blank),
    )  # fmt: skip
    known = told.where(told.isin(everywhere.index), places["insee"])
    return places.assign(insee=known.mask(known.isin(cities) & places["latitude"].notna(), ""))
