"""The map of a sheet: an area among its neighbours, as SVG that is read without colour too."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from jura_coverage import geography
from jura_coverage.measures import flags
from jura_coverage.publish import pictures, signs, themes
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.signs import svg
from jura_coverage.study import Result

HEIGHT = 1000  # units of the drawing; printed about 90 mm high
RATIO = 1.19  # of the width to the height
AROUND = 0.06  # of the window, on each side
LEAST_M = 12_000.0  # a small commune is shown among its neighbours
FONT, LETTER = 26, 12.5  # height of a letter, and its mean width
LABELS = 22
SCALE = 2  # units to a pixel of signs


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name on the map, at its place in units, and whether the sheet is about it."""

    text: str
    x: int
    y: int
    inside: bool


@dataclass(frozen=True, kw_only=True)
class Window:
    """What part of the land is drawn: from the corner `west`, `north`, so many metres a unit."""

    west: float
    north: float
    metres: float

    def placed(self, metres_east_north: np.ndarray) -> np.ndarray:
        """Turn metres east and north into whole units across and down."""
        across = (metres_east_north[:, 0] - self.west) / self.metres
        down = (self.north - metres_east_north[:, 1]) / self.metres
        return np.column_stack([across, down]).round().astype(int)


def simplified(result: Result, *, metres: float = 30.0) -> gpd.GeoSeries:
    """Simplify the boundaries once for all sheets, neighbours together so that no gap opens."""
    return geography.simplified(result.communes.geometry, metres=metres)


def extract(result: Result, shapes: gpd.GeoSeries, codes: pd.Index) -> str:
    """Draw some communes, what surrounds them, the advisors and a scale.

    Parameters
    ----------
    result
        A run.
    shapes
        What :func:`simplified` gives.
    codes
        INSEE codes of the communes that the sheet is about.

    Returns
    -------
    str
        An SVG document; empty if no boundary of these communes is known.
    """
    if shapes[codes].isna().all():
        return ""
    window = _window(shapes[codes])
    size = HEIGHT * window.metres
    frame = shapely.box(window.west, window.north - size, window.west + RATIO * size, window.north)
    near = shapes[shapes.intersects(frame)]
    theme = themes.situation(result)
    groups = []
    for inside in (False, True):
        for position, sign in enumerate(signs.SITUATIONS.values()):
            own = near.index[
                (theme.class_of[near.index] == position) & (near.index.isin(codes) == inside)
            ]
            path = "".join(pictures.outlines(near[own].to_numpy(), placed=window.placed))
            if path:
                groups.append(
                    {
                        "path": path,
                        "colour": sign.colour,
                        "sign": sign.pattern,
                        "inside": inside,
                    }
                )
    border = pictures.outlines(np.array([geography.united(shapes[codes])]), placed=window.placed)[0]
    places = result.territory.meeting_points.dropna()
    inside = places[places.within(frame)]
    kilometres = _round_below(size / 4 / 1000)
    return rendered(
        "extract.svg.j2",
        width=round(RATIO * HEIGHT),
        height=HEIGHT,
        font=FONT,
        groups=groups,
        border=border,
        places=pictures.drawn(
            pictures.marked(result.territory, inside, placed=window.placed), scale=SCALE
        ),
        patterns=svg.patterns((sign.pattern for sign in signs.SITUATIONS.values()), scale=SCALE),
        signs=signs,
        labels=_labels(result, codes, window, near=near.index),
        kilometres=f"{kilometres:g}",
        bar=round(kilometres * 1000 / window.metres),
    )


def _window(shapes: gpd.GeoSeries) -> Window:
    west, south, east, north = shapes.total_bounds
    size = max((east - west) / RATIO, north - south, LEAST_M) * (1 + 2 * AROUND)
    return Window(
        west=(west + east) / 2 - RATIO * size / 2,
        north=(south + north) / 2 + size / 2,
        metres=size / HEIGHT,
    )


def _placed_points(points: gpd.GeoSeries, window: Window) -> np.ndarray:
    return window.placed(points.get_coordinates().to_numpy())


def _labels(result: Result, codes: pd.Index, window: Window, *, near: pd.Index) -> Sequence[Label]:
    """Name the flagged communes and the largest, as many as fit without touching each other.

    Around a single commune its neighbours are named.
    """
    named = near if len(codes) == 1 else codes
    communes = result.communes.loc[named[result.located[named]]]
    order = communes.assign(
        inside=communes.index.isin(codes),
        first=communes["situation"].eq(flags.POOR_AND_FAR) & communes.index.isin(codes),
    ).sort_values(["inside", "first", "residents"], ascending=False, kind="stable")
    # The largest town tells where one is, flagged or not.
    largest = order[order["inside"]].nlargest(1, "residents")
    order = pd.concat([largest, order]).loc[lambda rows: ~rows.index.duplicated()]
    points = _placed_points(gpd.GeoSeries(order["origin"], crs=communes.crs), window)
    taken: list[tuple[float, float, float, float]] = []
    found: list[Label] = []
    for name, inside, (x, y) in zip(order["name"], order["inside"], points, strict=True):
        if not (0 <= x <= RATIO * HEIGHT and FONT < y < HEIGHT):
            continue
        half = len(name) * LETTER / 2
        centre = min(max(x, half + 8), RATIO * HEIGHT - half - 8)
        box = (centre - half, y - FONT * 1.5, centre + half, y + FONT * 0.2)
        if len(found) < LABELS and not any(_touch(box, other) for other in taken):
            taken.append(box)
            found.append(
                Label(text=name, x=round(centre), y=int(y) - FONT // 2, inside=bool(inside))
            )
    return found


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_below(kilometres: float) -> float:
    """Give the largest of 1, 2, 5, 10 … that is not above a length.

    Examples
    --------
    >>> _round_below(7.3), _round_below(23), _round_below(1.9)
    (5.0, 20.0, 1.0)
    """
    power = 10.0 ** np.floor(np.log10(kilometres))
    return float(max(step for step in (1, 2, 5) if step * power <= kilometres) * power)
