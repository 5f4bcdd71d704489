"""Boundaries without holes or overlaps: what lacks or is there twice goes to one commune."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from jura_coverage.geography.geometry import without_slivers

LEAST_M2 = 1.0  # less is noise of the coordinates
TOUCHING_M = 0.01
GRID_M = 0.001
BORDER_SHARE = 0.1  # of a hole's outline: who has less does not own it

# Where a département surrounds land of another one, or of Spain (Llívia): a point in each, in
# degrees, from Admin Express.
ENCLAVES = {
    "02": ((3.0448, 49.2269), (2.992, 49.2179), (2.9987, 49.1907)),  # Vauciennes, Ivors
    "14": ((-0.9247, 49.2315),),  # Cerisy-la-Forêt
    "26": ((4.9594, 44.3631),),  # Valréas, Visan, Grillon, Richerenches
    "55": ((5.4656, 49.4137), (5.4469, 49.4929)),  # Grand-Failly, Othe
    "60": ((2.9858, 49.2016),),  # Coyolles
    "62": ((3.0347, 50.1423),),  # Boursies, Doignies, Mœuvres
    "64": ((-0.1113, 43.2759), (-0.0759, 43.3431)),  # Luquet, Gardères; Escaunets and its two
    "66": ((1.9739, 42.473),),  # Llívia
    "71": ((5.444, 46.8535), (5.4547, 46.8526), (5.445, 46.847)),  # Chêne-Sec
    "85": ((-0.8923, 46.9682),),  # Mauléon
}


@dataclass(frozen=True, kw_only=True)
class Mended:
    """Boundaries after they were put right.

    Parameters
    ----------
    polygons
        On the index of what was given; missing ones stay missing, and one that lay wholly in
        another is too.
    filled
        For each hole the commune that it went to, and its square metres.
    parted
        For each overlap the commune that kept it, the one that lost it, and its square metres.
    """

    polygons: gpd.GeoSeries
    filled: tuple[tuple[str, float], ...]
    parted: tuple[tuple[str, str, float], ...]


def mended(polygons: gpd.GeoSeries, *, departement: str, merged: Callable[[], pd.Series]) -> Mended:
    """Part what overlaps, then fill the holes that are no enclave.

    An overlap goes to the commune that has the longer border with it, or whose better half it is.
    A hole goes to the commune that last took in another one, whose boundary the source may not
    have, if that is beside; else to the one that has the longest border with it.

    Parameters
    ----------
    polygons
        The communes of a département, in metres, by code.
    departement
        Whose :data:`ENCLAVES` are no holes.
    merged
        Gives, by code of today, a text that sorts as the day on which a commune last took in
        another; asked only where there is a hole.
    """
    known = polygons.dropna()
    shapes = known.to_numpy().copy()
    parted = [(known.index[keeps], known.index[loses], area)
              for keeps, loses, area in _part_overlaps(shapes)]  # fmt: skip
    # Where a boundary is missing, a hole may be that commune.
    holes = [] if polygons.isna().any() else _holes(shapes, departement, known.crs)
    filled = []
    if holes:
        days = merged().reindex(known.index, fill_value="")
        filled = [(known.index[owner], area) for owner, area in _fill(shapes, holes, days)]
    shapes[shapely.is_empty(shapes)] = None  # lay wholly in another one
    there = shapely.is_geometry(shapes)
    if parted or filled:  # what arithmetic moved by less than a hair meets its neighbours again
        shapes[there] = shapely.coverage_clean(  # type: ignore[attr-defined]  # newer than the stubs
            shapes[there], snapping_distance=GRID_M, gap_width=TOUCHING_M
        )
    return Mended(
        polygons=gpd.GeoSeries(shapes, index=known.index, crs=known.crs).reindex(polygons.index),
        filled=tuple(filled), parted=tuple(parted),
    )  # fmt: skip


def _part_overlaps(shapes: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Give what is in two shapes to one of them, in place."""
    crossed = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    if not len(crossed):
        return
    # What lies within another one is crossed, the other one is not.
    one, other = shapely.STRtree(shapes).query(shapes[crossed], predicate="intersects")
    pairs = np.sort(np.column_stack([crossed[one], other]), axis=1)
    for first, second in np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0):
        shared = without_slivers(shapely.intersection(shapes[first], shapes[second]))
        if shared.area <= LEAST_M2:
            continue
        rest = {
            each: _surface(shapely.difference(shapes[each], shared)) for each in (first, second)
        }
        keeps, loses = sorted(
            (first, second),
            key=lambda each: (rest[each].area < shared.area, _border(shared, rest[each])),
            reverse=True,
        )
        shapes[loses] = rest[loses]
        yield keeps, loses, shared.area


def _holes(shapes: np.ndarray, departement: str, crs: object) -> list[BaseGeometry]:
    """Find what the communes together surround, but for enclaves."""
    rings = [
        shapely.Polygon(ring)
        for part in shapely.get_parts(shapely.union_all(shapes))
        for ring in part.interiors
    ]
    there = gpd.GeoSeries(
        shapely.points(ENCLAVES.get(departement, np.empty((0, 2)))), crs=4326
    ).to_crs(crs)
    return [
        hole
        for hole in rings
        if hole.area > LEAST_M2 and not shapely.contains(hole, there.to_numpy()).any()
    ]


def _fill(
    shapes: np.ndarray, holes: list[BaseGeometry], merged: pd.Series
) -> Iterator[tuple[int, float]]:
    """Give each hole to a shape beside it, in place."""
    tree = shapely.STRtree(shapes)
    for hole in holes:
        beside = tree.query(hole, predicate="dwithin", distance=TOUCHING_M)
        borders = {each: _border(hole, shapes[each]) for each in beside}
        least = BORDER_SHARE * hole.length

        ranks = {
            each: (str(merged.iloc[each]) if border >= least else "", border)
            for each, border in borders.items()
        }
        owner = max(ranks, key=lambda each: ranks[each])
        shapes[owner] = _surface(shapely.union(shapes[owner], hole))
        yield owner, hole.area


def _border(area: BaseGeometry, beside: BaseGeometry) -> float:
    """Measure how much of the outline of an area runs along another one, in metres."""
    return float(area.boundary.intersection(beside.buffer(TOUCHING_M)).length)


def _surface(shape: BaseGeometry) -> BaseGeometry:
    """Leave out the lines and crumbs that arithmetic leaves."""
    parts = shapely.get_parts(without_slivers(shapely.set_precision(shape, GRID_M)))
    return shapely.union_all(parts[shapely.area(parts) > LEAST_M2])
