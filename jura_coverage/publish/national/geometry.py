"""Boundaries of every commune for one drawing: simplified together, each border stored once."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from jura_coverage import geography
from jura_coverage.publish.map import shape, topology

# Corners that hold less than the square of this are left out, along a shared border for both sides.
SIMPLIFIED_M = 500
# Of the grid of corners: half a pixel where a département fills the screen.
STEP_M = 100
# Overseas départements are drawn in frames of their own, all others (Corsica too) in one.
EUROPE = ""

Corner = tuple[int, int]
Line = tuple[Corner, ...]


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
    shapes = polygons.to_numpy()
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    simple = shapely.coverage_simplify(shapes[known], simplified_m)
    parts, commune = shapely.get_parts(simple, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    west, south, *_ = shapely.total_bounds(rings) if len(rings) else (0.0, 0.0)
    stepped = np.rint((corners - (west, south)) / step_m).astype(np.int64)
    lines = [_without_repeats(each) for each in _split(stepped, ring, len(rings))]
    meeting = _meeting(lines)
    arcs: dict[Line, int] = {}
    communes: list[list[list[list[int]]]] = [[] for _ in known]
    places = np.flatnonzero(known)[commune]
    last = -1
    for line, of in zip(lines, part, strict=True):
        # A ring that the grid has made a point or a line has no inside to be seen.
        if len(set(line)) < 3:
            continue
        drawn = communes[places[of]]
        if of != last:
            drawn.append([])
            last = of
        drawn[-1].append([_reference(each, arcs) for each in _cut(line, meeting)])
    return {
        "transform": {"scale": (step_m, step_m), "translate": (float(west), float(south))},
        "arcs": [topology.steps_text(_steps(each)) for each in arcs],
        "communes": communes,
    }


def _split(
    corners: NDArray[np.int64], ring: NDArray[np.int64], rings: int
) -> Iterator[list[Corner]]:
    ends = np.searchsorted(ring, np.arange(rings + 1))
    whole = list(zip(*corners.T.tolist(), strict=True))
    for start, end in pairwise(ends.tolist()):
        yield whole[start:end]


def _without_repeats(line: Sequence[Corner]) -> Line:
    return (*line[:1], *(after for before, after in pairwise(line) if after != before))


def _meeting(rings: Sequence[Line]) -> set[Corner]:
    """Find the corners at which other than two borders meet: there an arc ends."""
    beside: dict[Corner, set[Corner]] = {}
    for ring in rings:
        for before, after in pairwise(ring):
            beside.setdefault(before, set()).add(after)
            beside.setdefault(after, set()).add(before)
    return {corner for corner, others in beside.items() if len(others) != 2}


def _cut(ring: Line, meeting: set[Corner]) -> Iterator[Line]:
    """Cut a closed ring where borders meet; one without such a corner starts at its smallest."""
    open_ring = ring[:-1]
    cuts = [place for place, corner in enumerate(open_ring) if corner in meeting]
    cuts = cuts or [open_ring.index(min(open_ring))]
    turned = open_ring[cuts[0] :] + open_ring[: cuts[0]] + (open_ring[cuts[0]],)
    places = [place - cuts[0] for place in cuts] + [len(open_ring)]
    for start, end in pairwise(places):
        yield turned[start : end + 1]


def _reference(line: Line, arcs: dict[Line, int]) -> int:
    """Give an arc's number, kept once for both directions: backwards it is ``~number``."""
    backwards = line[::-1]
    if backwards in arcs:
        return ~arcs[backwards]
    return arcs.setdefault(line, len(arcs))


def _steps(line: Line) -> Iterator[int]:
    at = (0, 0)
    for east, north in line:
        yield east - at[0]
        yield north - at[1]
        at = (east, north)
