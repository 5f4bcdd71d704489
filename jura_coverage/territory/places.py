"""Advisors to places: which count for a département, and where each stands on the map."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault, Wording
from jura_coverage.geography import among
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks
from jura_coverage.territory import identity
from jura_coverage.territory.named import positions, proposals

# More than any département has; choices about posts compare each with each.
MOST_PLACES = 5_000
OUTSIDE_M = 1000.0  # a position farther than this outside its commune is not believed
_A_PLACE = "le code Insee d'une commune actuelle ou ancienne, ou une position"
_PLACE_IT = "Corrigez le code ou ajoutez la latitude et la longitude."
AT_NO_ORIGIN = Wording(
    found="le code {cell}, d'une commune dont ni les limites ni la mairie ne sont connues, et "
    "aucune position",
    expected=_A_PLACE, action=_PLACE_IT,
)  # fmt: skip
OF_NO_COMMUNE = Wording(
    found="le code {cell}, qui n'est celui d'aucune commune, et aucune position",
    expected=_A_PLACE, action=_PLACE_IT,
)  # fmt: skip
OF_A_CITY = Wording(
    found="le code {cell}, de la ville entière, sans rien qui dise l'arrondissement",
    expected="le code de l'arrondissement, un code postal comme 75012, ou une position",
    action="Donnez l'un des trois.",
)
UNRECOGNISED = Wording(
    found="la commune {cell}, qui n'est pas reconnue{proposals}, ni code ni position",
    expected=_A_PLACE, action=_PLACE_IT,
)  # fmt: skip
TOO_MANY = Wording(
    found="{places} lieux dans le département et autour",
    expected="{most} lieux au plus",
    action="Vérifiez que c'est le bon fichier : une ligne par structure ou par lieu.",
)
UNPLACED = "{structures} sans position connue, à la mairie par défaut"
ASTRAY = "Positions à plus d'un kilomètre de la commune indiquée, lieux mis à sa mairie"
TOO_FAR = "{places} à plus de {distance} des communes connues du département, mis de côté"
FROM_POSITION = "position"
FROM_COMMUNE = "commune"
# What the source may say of a place besides; empty where it does not.
DETAILS = {
    "itinerant": pd.NA, "convention_start": "", "convention_end": "", "updated": "",
    "host_type": "", "state": "", "fte": float("nan"), "open_to_public": pd.NA,
    "opening_hours": "", "address": "", "convention_euros": float("nan"),
}  # fmt: skip


def no_places(crs: CRS) -> gpd.GeoDataFrame:
    """Give the table of places where no advisor is known."""
    columns = ["host", "insee", "commune", "posts", "position_source", "neighbour", "stops",
               "convention_kinds", *DETAILS, "organisation", "name"]  # fmt: skip
    empty = pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
    return gpd.GeoDataFrame(
        empty.astype({"posts": "float64", "neighbour": bool}), geometry=[], crs=crs
    )


def placed(
    advisors: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    departement: str,
    belt_m: float,
    file: str,
    official: bool,
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Put hosts on the map, each where it is, else at its commune's origin, and keep the near ones.

    Parameters
    ----------
    advisors
        Hosts with codes of today.
    communes, everywhere
        Communes of the département, and those with their neighbours, in metres.
    departement
        A host whose code or position is there counts as its own.
    belt_m
        Hosts of other départements count up to here from the border.
    file
        The file to name if a host can be placed nowhere.
    official
        Whether such a host is set aside and said.

    Raises
    ------
    DataError
        If a host of the département has no position and fits no commune, in the user's own file.
    """
    code = advisors["insee"]
    positioned = advisors["latitude"].notna() & advisors["longitude"].notna()
    known = among(code, everywhere.index[everywhere["origin"].notna()])
    nowhere = ~positioned & ~known
    abroad = ~code.map(geography.departement_of).isin(["", departement])
    lost = nowhere & ~abroad
    if lost.any() and not official:
        raise DataError(_nowhere_faults(advisors[lost], communes, file=file))
    origin = gpd.GeoSeries(code.map(everywhere["origin"]).astype(object), crs=communes.crs)
    position = positions(advisors, communes.crs).where(positioned, origin)
    away_m = _away_m(position, code, everywhere)
    astray = positioned & (away_m > OUTSIDE_M)
    position, positioned = position.where(~astray, origin), positioned & ~astray
    near = _within(position, communes, belt_m)
    here = among(code, communes.index) | (code == "") & _within(position, communes, 0)
    kept = (here | near) & ~nowhere
    if kept.sum() > MOST_PLACES:
        met = {"places": french.number(int(kept.sum())), "most": french.number(MOST_PLACES)}
        raise DataError([TOO_MANY.fault(file=file, **met)])
    far = ~kept & ~lost
    chosen = advisors[kept]
    spelt = chosen.get("commune", pd.Series("", index=chosen.index, dtype="str"))
    where = chosen["insee"].map(everywhere["name"]).fillna(spelt)
    none = pd.Series([()] * len(chosen), index=chosen.index)
    table = gpd.GeoDataFrame(
        {
            "host": chosen["host"],
            "insee": chosen["insee"],
            "commune": where,
            "posts": chosen["posts"],
            "position_source": positioned[kept].map({True: FROM_POSITION, False: FROM_COMMUNE}),
            "neighbour": ~here[kept],
            "stops": chosen.get("stops", none),
            "convention_kinds": chosen.get("convention_kinds", none),
            **{name: chosen.get(name, blank) for name, blank in DETAILS.items()},
            **identity.names(chosen, here=here[kept], where=where),
        },
        geometry=position[kept],
        crs=communes.crs,
    ).reset_index(drop=True)
    unplaced = chosen.loc[~(positioned | astray)[kept], "host"]
    return table, [
        *identity.repeated(chosen[here[kept]], official=official),
        *remarks(
            "position",
            UNPLACED.format(structures=french.count(len(unplaced), "structure")),
            unplaced,
        ),
        *remarks(
            "position",
            ASTRAY,
            [
                f"{host} ({french.number(metres / 1000, 1)} km)"
                for host, metres in zip(
                    chosen.loc[astray[kept], "host"], away_m[astray & kept], strict=True
                )
            ],
        ),
        *remarks(
            "set_aside",
            TOO_FAR.format(
                places=french.count(int(far.sum()), "lieu", "lieux"),
                distance=f"{french.shortest(belt_m / 1000, 1)}{french.NO_BREAK_SPACE}km",
            ),
            # Thousands of a national list; remarks are published: no folders of ours.
            ([Path(file).name] if far.any() else []) if official else advisors.loc[far, "host"],
        ),
        *remarks(
            "set_aside",
            "Lieux sans position et sans commune reconnue, mis de côté",
            advisors.loc[lost, "host"],
        ),
        *_beyond_remarks(chosen[~here[kept]], departement=departement, belt_m=belt_m),
    ]


def _beyond_remarks(beyond: pd.DataFrame, *, departement: str, belt_m: float) -> list[Remark]:
    """Say which places count although they lie in no commune of the table.

    Where that table is of a part of the département only, some are of the département all the same.
    """
    own = beyond["insee"].map(geography.departement_of).eq(departement)
    if "postcode" in beyond:
        posted = beyond["postcode"].map(geography.departements_of_postcode)
        mailed = posted.map(lambda codes: departement in codes).astype(bool)
        own |= (beyond["insee"] == "") & mailed
    limit = f"{french.shortest(belt_m / 1000, 1)}{french.NO_BREAK_SPACE}km au plus"
    return [
        *remarks(
            "border",
            french.count(
                int((~own).sum()),
                f"lieu d'un autre département, compté parce qu'il est à {limit}",
                f"lieux d'autres départements, comptés parce qu'ils sont à {limit}",
            ),
            dict.fromkeys(beyond.loc[~own, "host"]),
        ),
        *remarks(
            "border",
            french.count(
                int(own.sum()),
                f"lieu du département {departement} hors des communes de la table, compté parce "
                f"qu'il est à {limit}",
                f"lieux du département {departement} hors des communes de la table, comptés parce "
                f"qu'ils sont à {limit}",
            ),
            dict.fromkeys(beyond.loc[own, "host"]),
        ),
    ]


def _away_m(points: gpd.GeoSeries, codes: pd.Series, everywhere: gpd.GeoDataFrame) -> pd.Series:
    """Measure how far points lie outside the communes of their codes; missing if one is unknown."""
    shapes = gpd.GeoSeries(codes.map(everywhere.geometry), crs=everywhere.crs)
    metres: pd.Series = points.distance(shapes, align=False)
    return metres


def _within(points: gpd.GeoSeries, communes: gpd.GeoDataFrame, metres: float) -> pd.Series:
    """Tell which points lie in a commune or no farther from one."""
    there = points.notna() & ~points.is_empty
    shapes = communes.geometry.dropna()
    found, _ = shapes.sindex.query(points[there], predicate="dwithin", distance=metres)
    hit = pd.Series(data=False, index=points.index)
    hit.loc[points[there].index[np.unique(found)]] = True
    return hit


def _nowhere_faults(
    advisors: pd.DataFrame, communes: gpd.GeoDataFrame, *, file: str
) -> list[Fault]:
    return [
        (
            AT_NO_ORIGIN if row.insee in communes.index
            else OF_A_CITY if row.insee in geography.CITIES
            else OF_NO_COMMUNE if row.insee else UNRECOGNISED
        ).fault(
            file=file, place=checks.IN_THE_ROW.format(line=line, host=row.host), row=line,
            cell=checks.quoted(row.insee or row.commune),
            proposals="" if row.insee else proposals(row.commune, communes),
        )
        for line, row in advisors.iterrows()
    ]  # fmt: skip
