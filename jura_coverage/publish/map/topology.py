"""The shared geometry of all themes: boundaries as TopoJSON, each border stored once."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import geopandas as gpd
from topojson.core.topology import Topology

from jura_coverage.publish.map import shape

# Steps across the département: about 10 m each for the Jura, below what the screen shows.
STEPS = 10_000
LON_LAT = "EPSG:4326"
# Of a character, whether another follows; the bits of a number are below.
MORE = 32


def topology(polygons: gpd.GeoSeries) -> shape.Topology:
    """Encode boundaries as TopoJSON.

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
    known = polygons.notna() & ~polygons.is_empty
    shapes = polygons[known].to_crs(LON_LAT).set_axis(range(int(known.sum())))
    # The attribute, not to_dict(): that one copies every coordinate first.
    encoded = Topology(shapes, prequantize=STEPS, shared_coords=False).output
    geometries = iter(encoded["objects"]["data"]["geometries"])
    return {
        "transform": encoded["transform"],
        "arcs": [steps_text(step for point in arc for step in point) for arc in encoded["arcs"]],
        "communes": [_polygons(next(geometries)) if each else [] for each in known],
    }


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


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Give the polygons of a commune, be it one or several."""
    arcs: list[Any] = geometry["arcs"]
    return arcs if geometry["type"] == "MultiPolygon" else [arcs]


def bounds(
    polygons: gpd.GeoSeries,
) -> tuple[shape.LatitudeLongitude, shape.LatitudeLongitude]:
    """Give the south-west and north-east corners, latitude first, as Leaflet wants them."""
    west, south, east, north = polygons.to_crs(LON_LAT).total_bounds.round(5).tolist()
    return (south, west), (north, east)
