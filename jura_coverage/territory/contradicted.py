"""What a row of advisors says of itself that cannot be: said, and counted as it stands."""

import geopandas as gpd

from jura_coverage.remarks import Remark, remarks

ENDED_BEFORE = "Conventions dites finir avant de commencer, dates à vérifier"
TOO_MANY = "Équivalents temps plein plus nombreux que les postes, comptés tels quels"


def remarked(places: gpd.GeoDataFrame) -> list[Remark]:
    """Say which rows contradict themselves, if any do.

    Parameters
    ----------
    places
        `host`, `convention_start` and `convention_end` (as 2026-12-31, empty if unknown), `posts`
        and `fte`.
    """
    start, end = places["convention_start"], places["convention_end"]
    backwards = (start != "") & (end != "") & (end < start)
    beyond = places["fte"].gt(places["posts"]).fillna(False).astype(bool)
    return [
        *remarks("warning", ENDED_BEFORE, places.loc[backwards, "host"]),
        *remarks("warning", TOO_MANY, places.loc[beyond, "host"]),
    ]
