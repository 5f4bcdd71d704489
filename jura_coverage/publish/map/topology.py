"""Boundaries as the pages hold them: whole steps on a grid, each border stored once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from jura_coverage.publish.map import shape

# Steps across the département: about 10 m each for the Jura, below what the screen shows.
STEPS = 10_000
LON_LAT = "EPSG:4326"
# Of a character, whether another follows; the bits of a number are below.
MORE = 32
MOST_STEPS = 2**20  # in either direction
LEAST_CORNERS = 3  # what has fewer has no inside

Line = tuple[int, ...]


def topology(polygons: gpd.GeoSeries) -> shape.Topology:
    """Encode boundaries in degrees.

    Parameters
    ----------
    polygons
        Commune boundaries in any projection.

    Returns
    -------
    Topology
        ``transform``, ``arcs`` and ``communes``: the polygons of each in the order of `polygons`,
        none where a commune has no boundary.
    """
    degrees = polygons.to_crs(LON_LAT)
    return encoded(degrees, grid(degrees, steps=STEPS))


def grid(shapes: gpd.GeoSeries, *, steps: int) -> shape.Transform:
    """Lay so many steps across shapes, to the east and to the north."""
    west, south, east, north = shapes.total_bounds.tolist()
    return {
        "scale": ((east - west) / (steps - 1), (north - south) / (steps - 1)),
        "translate": (west, south),
    }


def encoded(polygons: gpd.GeoSeries, transform: shape.Transform) -> shape.Topology:
    """Put boundaries on a grid, and store what two of them share once.

    Parameters
    ----------
    polygons
        Boundaries, none where unknown.
    transform
        The grid, in their units.

    Returns
    -------
    Topology
        As :func:`topology` gives it. A ring that the grid makes a point or a line is left out.
    """
    parts, polygon_of = shapely.get_parts(polygons.to_numpy(), return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    places, ring_of = shapely.get_coordinates(rings, return_index=True)
    stepped = on_grid(places, transform)
    moved = np.diff(stepped, axis=0, prepend=-1).any(axis=1)
    moved |= np.diff(ring_of, prepend=-1) > 0
    stepped, ring_of = stepped[moved], ring_of[moved]
    corners, corner_of = np.unique(stepped @ [MOST_STEPS, 1], return_inverse=True)
    ends = _meeting(corner_of, ring_of, len(corners))
    arcs: dict[Line, int] = {}
    communes: list[list[list[list[int]]]] = [[] for _ in polygons]
    last = -1
    for ring, part in zip(_split(corner_of, ring_of, len(rings)), part_of.tolist(), strict=True):
        if len(set(ring)) < LEAST_CORNERS:
            continue
        drawn = communes[polygon_of[part]]
        if part != last:
            drawn.append([])
            last = part
        drawn[-1].append([_reference(line, arcs) for line in _cut(ring, ends)])
    where = np.column_stack(np.divmod(corners, MOST_STEPS))
    return {
        "transform": transform,
        "arcs": [line_text(where[[*line]]) for line in arcs],
        "communes": communes,
    }


def on_grid(places: NDArray[np.float64], transform: shape.Transform) -> NDArray[np.int64]:
    """Give the steps from the corner of the grid to each place."""
    steps = (places - transform["translate"]) / transform["scale"]
    return np.rint(steps).astype(np.int64)


def line_text(stepped: NDArray[np.int64]) -> str:
    """Write a line on the grid: the first place, then the steps from each to the next."""
    return steps_text(np.diff(stepped, axis=0, prepend=[[0, 0]]).ravel().tolist())


def _meeting(corner_of: NDArray[np.int64], ring_of: NDArray[np.int64], corners: int) -> list[bool]:
    """Tell at which corners other than two borders meet: there an arc ends."""
    within = ring_of[1:] == ring_of[:-1]
    sides = np.sort(np.column_stack([corner_of[:-1], corner_of[1:]])[within], axis=1)
    borders = np.unique(sides @ [corners, 1])
    touched = np.concatenate(np.divmod(borders, corners))
    ends: list[bool] = (np.bincount(touched, minlength=corners) != 2).tolist()
    return ends


def _split(corner_of: NDArray[np.int64], ring_of: NDArray[np.int64], rings: int) -> Iterator[Line]:
    bounds = np.searchsorted(ring_of, np.arange(rings + 1)).tolist()
    whole = tuple(corner_of.tolist())
    for start, end in pairwise(bounds):
        yield whole[start:end]


def _cut(ring: Line, ends: Sequence[bool]) -> Iterator[Line]:
    """Cut a closed ring where borders meet; one without such a corner starts at its smallest."""
    open_ring = ring[:-1]
    cuts = [place for place, corner in enumerate(open_ring) if ends[corner]]
    first, *others = cuts or [open_ring.index(min(open_ring))]
    turned = (*open_ring[first:], *open_ring[: first + 1])
    for start, end in pairwise([0, *(place - first for place in others), len(open_ring)]):
        yield turned[start : end + 1]


def _reference(line: Line, arcs: dict[Line, int]) -> int:
    """Give an arc's number, kept once for both directions: backwards it is ``~number``."""
    backwards = line[::-1]
    if backwards in arcs:
        return ~arcs[backwards]
    return arcs.setdefault(line, len(arcs))


def steps_text(steps: Iterable[int]) -> str:
    """Write whole numbers as Google's encoded polylines do: one character for a step up to 15.

    A negative number has its bits turned over, and the last bit tells so; then each five bits, the
    low ones first, are a character from ``?`` on, 32 more where another follows.

    >>> steps_text([0, -1, 15, -16, 16])
    '?@]^_@'
    >>> steps_text([-17998321])  # the example that Google gives
    '`~oia@'
    """
    return "".join(map(_step_text, steps))


@cache  # most steps are short, and were written before
def _step_text(step: int) -> str:
    rest = ~(step << 1) if step < 0 else step << 1
    written = ""
    while rest >= MORE:
        written += chr(63 + rest % MORE + MORE)
        rest //= MORE
    return written + chr(63 + rest)


def bounds(
    polygons: gpd.GeoSeries,
) -> tuple[shape.LatitudeLongitude, shape.LatitudeLongitude]:
    """Give the south-west and north-east corners, latitude first, as Leaflet wants them."""
    west, south, east, north = polygons.to_crs(LON_LAT).total_bounds.round(5).tolist()
    return (south, west), (north, east)
