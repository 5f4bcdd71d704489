"""Boundaries of every commune for one drawing: simplified together, each border stored once."""

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.publish.map import shape, topology

# Corners that hold less than the square of this are left out, along a shared border for both sides.
SIMPLIFIED_M = 500
# Of the grid of corners: half a pixel where a département fills the screen.
STEP_M = 100
# Overseas départements are drawn in frames of their own, all others (Corsica too) in one.
EUROPE = ""


def frames(
    polygons: gpd.GeoSeries,
    departements: pd.Series,
    *,
    simplified_m: float = SIMPLIFIED_M,
    step_m: float = STEP_M,
) -> dict[str, shape.Topology]:
    """Encode boundaries, in metres, once for Europe and once for each département overseas.

    Parameters
    ----------
    polygons
        Boundaries in any projection, none where unknown.
    departements
        The code of each one's département, on the same index.
    simplified_m, step_m
        The side of the square whose area a corner must hold to stay; the grid of corners.

    Returns
    -------
    dict
        By the département overseas, or `EUROPE`: a topology with the communes of this frame in the
        order of `polygons`, in metres east and north.
    """
    frame = departements.where(departements.str.startswith("97"), EUROPE)
    return {
        each: _topology(
            chosen.to_crs(geography.working_epsg(departements[chosen.index[0]])),
            simplified_m,
            step_m,
        )
        for each, chosen in polygons.groupby(frame)
    }


def _topology(polygons: gpd.GeoSeries, simplified_m: float, step_m: float) -> shape.Topology:
    simple = geography.simplified(polygons, metres=simplified_m)
    known = simple[simple.notna() & ~simple.is_empty]
    west, south, *_ = known.total_bounds.tolist() if len(known) else (0.0, 0.0)
    return topology.encoded(simple, {"scale": (step_m, step_m), "translate": (west, south)})
