"""Places that may be one: of like names near each other, or of any names at one position."""

import difflib

import geopandas as gpd

from jura_coverage import french
from jura_coverage.remarks import Remark, remarks
from jura_coverage.territory.places import FROM_POSITION

SAME_POSITION_M = 1.0
NEAR_M = 100.0
LIKE = 0.8
TEXT = "Lieux qui n'en font peut-être qu'un"


def doubles(places: gpd.GeoDataFrame) -> list[str]:
    """Name the pairs of places that may be one; a place without position is compared with none.

    Parameters
    ----------
    places
        `host`, `position_source` and points, in metres.
    """
    there = places[places["position_source"] == FROM_POSITION]
    first, second = there.sindex.query(there.geometry, predicate="dwithin", distance=NEAR_M)
    points, names = there.geometry, there["host"].tolist()
    return [
        f"{names[one]} / {names[other]}"
        for one, other in zip(first, second, strict=True)
        if one < other
        and (
            points.iloc[one].distance(points.iloc[other]) <= SAME_POSITION_M
            or alike(names[one], names[other])
        )
    ]


def remarked(places: gpd.GeoDataFrame) -> list[Remark]:
    """Say which places may be one, if any may; rows alike in everything are said elsewhere."""
    copies = places.drop(columns=["name", "base"]).duplicated()
    return remarks("duplicate", TEXT, doubles(places[~copies]))


def alike(one: str, other: str) -> bool:
    """Tell whether two names may be spellings of one."""
    return difflib.SequenceMatcher(None, french.fold(one), french.fold(other)).ratio() >= LIKE
