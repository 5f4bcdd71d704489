"""One row a commune of today: what official tables list besides is folded into it or set aside."""

import geopandas as gpd
import pandas as pd
import shapely

from jura_coverage import french, geography
from jura_coverage.remarks import Remark, remarks

# What geo.api.gouv.fr, Etalab's files and INSEE's code officiel call a former commune.
PARTS = frozenset(map(french.fold, (
    "commune-deleguee", "commune-associee", "commune déléguée", "commune associée", "COMD", "COMA",
)))  # fmt: skip


def is_part(kind: pd.Series) -> pd.Series:
    """Tell by its type which row is a delegated or associated commune.

    Parameters
    ----------
    kind
        Text as it stands in the file, empty where there is none.
    """
    return kind.map(french.fold).isin(PARTS)


def one_row_a_commune(
    table: gpd.GeoDataFrame, *, file: str, apart: bool
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Keep the row of each commune, whatever the order of the rows.

    The row of Paris, Lyon or Marseille goes before those of its arrondissements; where it lacks,
    they are put together. A delegated or associated commune is part of another one, even if it
    bears its code. Of other rows of one code the largest is the commune, since it holds the others.

    Where arrondissements are to be apart, the row of their city goes instead, if all are there.

    Parameters
    ----------
    table
        What :func:`jura_coverage.sources.communes.table.commune_table` made, with usable codes.
    file
        What to call the file.
    apart
        Whether arrondissements are communes of their own; of the EPCI of their city, where they
        have none.

    Returns
    -------
    tuple of GeoDataFrame and list of Remark
        The communes without the column `part`, with `residents_in_part` instead, and what became
        of the other rows.
    """
    parts = table[table["part"]]
    each = _largest_of_each(table[~table["part"]])
    cities = _complete(each["insee"]) if apart else frozenset()
    divided = each[each["insee"].isin(cities)]
    rows = _with_epci(each[~each["insee"].isin(cities)], divided)
    city = rows["insee"].map(geography.whole_commune)
    district = (city != rows["insee"]) & ~city.isin(cities)
    whole = rows[~district]
    told = district & city.isin(whole["insee"])
    spare = rows[district & ~told]
    communes = pd.concat([whole, _together(spare)]) if len(spare) else whole
    twice = table[~table["part"]].index.difference(each.index)
    lacking = geography.arrondissements_lacking(spare["insee"])
    in_part = communes["insee"].isin(lacking.keys())
    return communes.drop(columns="part").assign(residents_in_part=in_part), [
        *remarks(
            "set_aside",
            f"{file}, communes déléguées ou associées, mises de côté, car elles font partie d'une "
            "commune d'aujourd'hui",
            _named(parts),
        ),
        *remarks(
            "set_aside",
            f"{file}, arrondissements mis de côté, car la ligne de leur commune les comprend",
            _named(rows[told]),
        ),
        *remarks(
            "set_aside",
            f"{file}, communes mises de côté, car leurs arrondissements sont comptés à part",
            _named(divided),
        ),
        *remarks(
            "merger",
            f"{file}, arrondissements réunis dans leur commune, qui n'a pas de ligne",
            _named(spare),
        ),
        *remarks(
            "warning",
            f"{file}, arrondissements absents, dont ni les limites ni la population ne sont "
            "comptées",
            geography.arrondissements_named(lacking),
        ),
        *remarks(
            "missing",
            f"{file}, arrondissements sans limites connues, dont la carte et les trajets de leur "
            "commune ne tiennent pas compte",
            _named(spare[spare.geometry.isna()]),
        ),
        *remarks(
            "set_aside",
            f"{file}, lignes en double, mises de côté (la plus étendue est gardée)",
            _named(table.loc[twice]),
        ),
    ]  # fmt: skip


def _complete(codes: pd.Series) -> frozenset[str]:
    """Give the cities all of whose arrondissements are there."""
    city = codes.map(geography.whole_commune)
    return frozenset(city[city != codes]) - geography.arrondissements_lacking(codes).keys()


def _with_epci(rows: gpd.GeoDataFrame, divided: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give arrondissements that have no EPCI that of their city."""
    city = rows["insee"].map(geography.whole_commune)
    orphan = city.isin(divided["insee"]) & (rows["epci"] == "")
    if not orphan.any():
        return rows
    told = divided.set_index("insee")[["epci", "epci_name"]].reindex(city[orphan])
    rows = rows.copy()
    rows.loc[orphan, told.columns] = told.to_numpy()
    return rows


def _largest_of_each(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep one row a code; of equal ones the last by what else they say."""
    if not table["insee"].duplicated().any():
        return table
    ranked = pd.DataFrame(
        {
            "area": shapely.area(table.geometry.to_numpy()),
            "residents": table["residents"].astype("float64"),
            "said": table["name"] + table["epci"] + table["epci_name"],
            "drawn": shapely.to_wkt(table.geometry.to_numpy()),
            "hall": shapely.to_wkt(table["town_hall"].to_numpy()),
        },
        index=table.index,
    ).fillna({"area": -1.0, "residents": -1.0, "drawn": "", "hall": ""})
    best = ranked.sort_values(list(ranked.columns)).index
    return table.loc[table.index.isin(best[~table.loc[best, "insee"].duplicated(keep="last")])]


def _together(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make a commune of its arrondissements; its residents are known if those of all are."""
    made = []
    for code, rows in districts.groupby(districts["insee"].map(geography.whole_commune)):
        first = rows.iloc[0]
        same = {name: first[name] if rows[name].eq(first[name]).all() else ""
                for name in ("epci", "epci_name")}  # fmt: skip
        drawn = rows.geometry.dropna()
        made.append({
            "insee": code, "name": geography.CITIES[str(code)], **same, "part": False,
            "postcodes": " ".join(sorted(set(" ".join(rows["postcodes"]).split()))),
            "residents": rows["residents"].sum(skipna=False), "town_hall": None,
            "geometry": shapely.union_all(drawn.to_numpy()) if len(drawn) else None,
        })  # fmt: skip
    labels = districts.index[: len(made)]  # free, since their rows go
    table = gpd.GeoDataFrame(made, index=labels, crs=districts.crs)
    return table.astype(districts.drop(columns=["geometry", "town_hall"]).dtypes.to_dict())


def _named(rows: gpd.GeoDataFrame) -> list[str]:
    return sorted(
        f"{name} ({code})" for name, code in zip(rows["name"], rows["insee"], strict=True)
    )
