"""The shared geometry of all themes: boundaries as TopoJSON, each border stored once."""

from typing import Any

import geopandas as gpd
from topojson.core.topology import Topology

# Steps across the département: about 10 m each for the Jura, below what the screen shows.
STEPS = 10_000
LON_LAT = "EPSG:4326"


def topology(polygons: gpd.GeoSeries) -> dict[str, Any]:
    """Encode boundaries as TopoJSON.

    Parameters
    ----------
    polygons
        Commune boundaries in any projection.

    Returns
    -------
    dict
        ``transform``, ``arcs`` and ``communes``: the geometries in the order of `polygons`, without
        arcs where a commune has none.
    """
    known = polygons.notna() & ~polygons.is_empty
    shapes = polygons[known].to_crs(LON_LAT).set_axis(range(int(known.sum())))
    # The attribute, not to_dict(): that one copies every coordinate first.
    encoded = Topology(shapes, prequantize=STEPS, shared_coords=False).output
    geometries = iter(encoded["objects"]["data"]["geometries"])
    nothing = {"type": "Polygon", "arcs": []}
    in_order = [next(geometries) if each else nothing for each in known]
    return {
        "transform": encoded["transform"],
        "arcs": encoded["arcs"],
        "communes": [{"type": shape["type"], "arcs": shape["arcs"]} for shape in in_order],
    }


def bounds(polygons: gpd.GeoSeries) -> list[list[float]]:
    """Give the south-west and north-east corners, latitude first, as Leaflet wants them."""
    west, south, east, north = polygons.to_crs(LON_LAT).total_bounds.round(5).tolist()
    return [[south, west], [north, east]]
