"""What lies around the département: the ground of its neighbours and their names, drawn pale."""

from collections.abc import Sequence
from itertools import combinations

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from jura_coverage import geography
from jura_coverage.geography import departements
from jura_coverage.publish.map import shape, topology
from jura_coverage.study import Result

TOLERANCE_M = 500.0  # a pixel or two, where the whole département is shown
STEPS = 1_000  # across what is drawn: 150 m each for the Jura
CLOSED_M = 1_000.0  # gaps between the tables of neighbours that are narrower than twice that close
CORNER = 2  # steps in which a buffer turns a quarter: it is simplified after
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
    wide = shapely.union_all([whole, *grounds]).buffer(CLOSED_M, quad_segs=CORNER)
    below = wide.buffer(-CLOSED_M / 2, quad_segs=CORNER).simplify(TOLERANCE_M)
    seen = [hole for hole in _parts(holes) if hole.area >= SPECK_M2]
    shapes = [shapely.MultiPolygon(seen), shapely.MultiPolygon(list(map(_filled, _parts(below))))]
    return {
        "topology": _drawn(
            gpd.GeoSeries(shapes, crs=known.crs), gpd.GeoSeries(_borders(grounds), crs=known.crs)
        ),
        "names": [departements.name(code) for code in result.territory.around.index],
        "at": _where_named(grounds, known),
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


def _drawn(grounds: gpd.GeoSeries, lines: gpd.GeoSeries) -> shape.Topology:
    """Encode grounds, and lines by themselves behind their arcs."""
    degrees, lines = grounds.to_crs(topology.LON_LAT), lines.to_crs(topology.LON_LAT)
    drawn = topology.encoded(degrees, topology.grid(degrees, steps=STEPS))
    places = [shapely.get_coordinates(line) for line in lines]
    on_grid = [topology.on_grid(each, drawn["transform"]) for each in places]
    return {**drawn, "arcs": [*drawn["arcs"], *map(topology.line_text, on_grid)]}


def _where_named(
    grounds: Sequence[BaseGeometry], communes: gpd.GeoSeries
) -> list[list[shape.LatitudeLongitude]]:
    """Give for each ground the middles of what lies near, of the nearer part first."""
    west, south, east, north = communes.total_bounds
    near = [
        (number, part)
        for number, ground in enumerate(grounds)
        for far in NAMED_WITHIN_M
        if (part := ground & shapely.box(west - far, south - far, east + far, north + far)).area
    ]
    circles = shapely.maximum_inscribed_circle([part for _, part in near], tolerance=TOLERANCE_M)
    middles = gpd.GeoSeries(shapely.get_point(circles, 0), crs=communes.crs)
    found: list[list[shape.LatitudeLongitude]] = [[] for _ in grounds]
    for (number, _), point in zip(near, middles.to_crs(topology.LON_LAT), strict=True):
        found[number].append((round(point.y, 3), round(point.x, 3)))
    return found
