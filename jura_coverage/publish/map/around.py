"""What lies around the département: the ground of its neighbours and their names, drawn pale."""

from itertools import combinations

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jura_coverage import geography
from jura_coverage.geography import departements
from jura_coverage.publish.map import shape, topology
from jura_coverage.study import Result

TOLERANCE_M = 500.0  # a pixel or two, where the whole département is shown
STEPS = 1_000  # across what is drawn: 150 m each for the Jura
CLOSED_M = 1_000.0  # gaps between the tables of neighbours that are narrower than twice that close
SPECK_M2 = TOLERANCE_M**2
# Names stand as near as this to the département, or further off where there is room for them.
NAMED_WITHIN_M = (9_000.0, 22_000.0)


def around(result: Result) -> shape.Around:
    """Give the ground below and around the communes, coarse and without a gap.

    Returns
    -------
    Around
        Its shapes are the holes within the département, which no commune known and no neighbour
        fills; and the ground of all, the département's own below it. Neighbours are none where
        nobody told their ground.
    """
    known = result.communes.geometry.dropna()
    own = geography.united(known)
    whole = shapely.union_all([_filled(part) for part in _parts(own)])
    grounds = [
        shapely.union_all([_filled(part) for part in _parts(shapely.union_all([each]))])
        for each in result.territory.around
    ]
    holes = whole.difference(own).difference(shapely.union_all(grounds))
    # Closed beyond the borders of communes, which have more corners: below these no gap shows.
    below = shapely.union_all([whole, *grounds]).buffer(CLOSED_M).buffer(-CLOSED_M / 2)
    seen = [hole for hole in _parts(holes) if hole.area >= SPECK_M2]
    shapes = [
        shapely.MultiPolygon(seen) if seen else None,
        shapely.MultiPolygon([_filled(part) for part in _parts(below.simplify(TOLERANCE_M))]),
    ]
    drawn = topology.topology(gpd.GeoSeries(shapes, crs=known.crs), steps=STEPS)
    borders = gpd.GeoSeries(_borders(grounds), crs=known.crs).to_crs(topology.LON_LAT)
    drawn["arcs"] += [_arc(line, drawn["transform"]) for line in borders]
    return {
        "topology": drawn,
        "names": [departements.name(code) for code in result.territory.around.index],
        "at": [_where_named(ground, known) for ground in grounds],
    }


def _parts(ground: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(ground) if isinstance(part, shapely.Polygon)]


def _filled(part: shapely.Polygon) -> shapely.Polygon:
    return shapely.Polygon(part.exterior)


def _borders(grounds: list[BaseGeometry]) -> list[BaseGeometry]:
    """Give the lines along which two grounds meet."""
    met = [
        shapely.line_merge(one.intersection(other.boundary))
        for one, other in combinations(grounds, 2)
    ]
    lines = [part for each in met for part in shapely.get_parts(each)]
    return [line.simplify(TOLERANCE_M) for line in lines if line.length >= TOLERANCE_M]


def _arc(line: BaseGeometry, transform: shape.Transform) -> str:
    """Write a line of degrees as the arcs of a topology are written."""
    degrees = shapely.get_coordinates(line)
    whole = (degrees - transform["translate"]) / transform["scale"]
    steps = np.diff(whole.round().astype(int), axis=0, prepend=[[0, 0]])
    return topology.steps_text(steps.ravel().tolist())


def _where_named(ground: BaseGeometry, communes: gpd.GeoSeries) -> list[shape.LatitudeLongitude]:
    """Give the middles of what lies near, of the nearer part first."""
    west, south, east, north = communes.total_bounds
    near = [
        ground.intersection(shapely.box(west - far, south - far, east + far, north + far))
        for far in NAMED_WITHIN_M
    ]
    middles = [
        shapely.get_point(shapely.maximum_inscribed_circle(each, tolerance=TOLERANCE_M), 0)
        for each in near
        if each.area > 0
    ]
    degrees = gpd.GeoSeries(middles, crs=communes.crs).to_crs(topology.LON_LAT)
    return [(round(point.y, 3), round(point.x, 3)) for point in degrees]
