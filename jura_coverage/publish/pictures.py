"""Still pictures of the maps as SVG: sharp on screen, paper and slides, and small."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from markupsafe import Markup

from jura_coverage import geography
from jura_coverage.publish import signs, themes
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.signs import Symbol, svg
from jura_coverage.study import Result
from jura_coverage.territory import Territory

HEIGHT = 1440  # units of the drawing; a picture is shown at a third of that or so
MARGIN = 12
SCALE = 2  # units to a pixel of signs
# Borders are drawn to half a unit: what is finer cannot be seen.
TOLERANCE = 0.5

Placed = Callable[[np.ndarray], np.ndarray]
Marked = tuple[Symbol, list[tuple[int, int]]]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What all pictures of a département share.

    Parameters
    ----------
    width, height
        In units.
    outlines
        For each commune the ``d`` of an SVG path.
    places
        Symbols, and positions in units of the places that each marks.
    placed
        Turns rows of metres east and north into rows of whole units across and down.
    """

    width: int
    height: int
    outlines: list[str]
    places: list[Marked]
    placed: Placed


def drawing(result: Result, *, height: int = HEIGHT) -> Drawing:
    """Project and simplify the boundaries, neighbours together so that no gap opens.

    Parameters
    ----------
    result
        A run.
    height
        Of the drawing, in units.
    """
    polygons = result.communes.geometry
    west, south, east, north = polygons.total_bounds
    metres = (north - south) / (height - 2 * MARGIN)  # to a unit

    def placed(metres_east_north: np.ndarray) -> np.ndarray:
        across = (metres_east_north[:, 0] - west) / metres + MARGIN
        down = (north - metres_east_north[:, 1]) / metres + MARGIN
        return np.column_stack([across, down]).round().astype(int)

    simple = geography.simplified(polygons, metres=TOLERANCE * metres).to_numpy()
    return Drawing(
        width=round((east - west) / metres + 2 * MARGIN),
        height=height,
        outlines=outlines(simple, placed=placed),
        places=marked(result.territory, result.territory.meeting_points.dropna(), placed=placed),
        placed=placed,
    )


def marked(territory: Territory, points: gpd.GeoSeries, *, placed: Placed) -> list[Marked]:
    """Tell which symbols mark places: where a fixed post receives too, itinerant ones have none.

    Parameters
    ----------
    territory
        Whose places they are.
    points
        Of some places, none missing.
    placed
        Turns rows of metres east and north into rows of whole units across and down.
    """
    at_stop = territory.at_stops[points.index].to_numpy()
    fixed, stops = (
        {(int(x), int(y)) for x, y in placed(points[own].get_coordinates().to_numpy())}
        for own in (~at_stop, at_stop)
    )
    both = ((signs.STOP, sorted(stops - fixed)), (signs.PLACE, sorted(fixed)))
    return [(symbol, centres) for symbol, centres in both if centres]


def drawn(places: Sequence[Marked], *, scale: float) -> Markup:
    """Draw places, as :func:`marked` gives them."""
    return Markup("\n").join(
        svg.symbols(symbol, centres, scale=scale) for symbol, centres in places
    )


def picture(shared: Drawing, theme: themes.Theme) -> str:
    """Draw one theme as an SVG document, a path a class."""
    paths = [
        "".join(
            outline
            for outline, own in zip(shared.outlines, theme.class_of, strict=True)
            if own == position
        )
        for position in range(len(theme.classes))
    ]
    return rendered(
        "picture.svg.j2",
        width=shared.width,
        height=shared.height,
        title=theme.title,
        classes=[
            {"path": path, "colour": each.colour, "pattern": each.pattern}
            for path, each in zip(paths, theme.classes, strict=True)
            if path
        ],
        patterns=svg.patterns(dict.fromkeys(each.pattern for each in theme.classes), scale=SCALE),
        places=drawn(shared.places, scale=SCALE),
        line=signs.GREY,
    )


def outlines(polygons: np.ndarray, *, placed: Placed) -> list[str]:
    """Write each polygon as the ``d`` of an SVG path.

    Parameters
    ----------
    polygons
        Polygons, with any number of parts and holes.
    placed
        Turns rows of metres east and north into rows of whole units across and down.
    """
    rings, polygon_of = _rings(polygons)
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    ends = np.searchsorted(ring_of, np.arange(len(rings)), side="right")
    found = [""] * len(polygons)
    for ring, polygon in zip(np.split(placed(corners), ends[:-1]), polygon_of, strict=False):
        found[polygon] += _path(ring)
    return found


def _rings(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take polygons apart into rings, and say which polygon each belongs to."""
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    return rings, part_owner[ring_owner]


def _path(corners: np.ndarray) -> str:
    """Write a closed ring in steps from corner to corner, which is shorter than positions."""
    steps = np.diff(corners, axis=0)
    steps = steps[np.any(steps != 0, axis=1)][:-1]
    moves = " ".join(map(str, steps.ravel().tolist()))
    return f"M{corners[0, 0]} {corners[0, 1]}l{moves}z" if moves else ""
