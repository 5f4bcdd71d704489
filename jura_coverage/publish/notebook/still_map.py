"""A theme of the map as a still picture, and as a table."""

import math
from typing import Any

import pandas as pd
from matplotlib.patches import Patch

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.publish import signs, themes
from jura_coverage.publish.notebook.picture import Picture, empty
from jura_coverage.study import Result

# How matplotlib draws: the letter of an angle, and the points from stripe to stripe where it stands
# once; they come as much closer as it is repeated.
LETTERS = {0: ("-", 12.0), 45: ("/", 12.0 * math.sqrt(2))}
DOT, DOT_POINTS = ".", 12.0
PIXEL_POINTS = 0.75
MARKERS = {"disc": "o", "plus": "P"}


def theme_map(result: Result, theme: themes.Theme) -> Picture:
    """Draw a theme of the map, with the places and the classes that occur.

    Parameters
    ----------
    result
        A run.
    theme
        One of :func:`jura_coverage.publish.themes.themes`.
    """
    figure, axes = empty(width=6.4, height=7.2)
    legend = []
    for position, each in enumerate(theme.classes):
        rows = result.communes[(theme.class_of == position).to_numpy()]
        if len(rows):
            style: dict[str, Any] = {
                "facecolor": each.colour,
                **patterned(each.pattern),
            }
            rows.plot(ax=axes, linewidth=0.3, **style)
            name = f"{each.label} ({french.count(len(rows), 'commune')})"
            legend.append(Patch(label=name, linewidth=0.3, **style))
    result.communes.boundary.plot(ax=axes, color=signs.GREY, linewidth=0.3)
    places = result.territory.meeting_points.dropna()
    if len(places):
        at_stop = result.territory.at_stops[places.index]
        for symbol, points in ((signs.STOP, places[at_stop]), (signs.PLACE, places[~at_stop])):
            if points.empty:
                continue
            points.plot(
                ax=axes, color=symbol.fill, edgecolor=symbol.ring, markersize=34, zorder=3,
                marker=MARKERS[symbol.shape],
            )  # fmt: skip
    west, south, east, north = result.communes.total_bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_axis_off()
    where = departements.name(result.territory.departement)
    axes.set_title(f"{theme.question}\n{where}", loc="left", fontsize=12, fontweight="bold")
    axes.legend(
        handles=legend, loc="upper left", bbox_to_anchor=(0, 0), frameon=False, fontsize=8.5
    )
    return Picture(figure=figure, text=f"Carte. {where}. {theme.question} {_tally(theme)}")


def patterned(pattern: signs.Pattern) -> dict[str, Any]:
    """Give a pattern in the letters of matplotlib, which draws it in the colour of the edge."""
    sign = signs.PATTERNS.get(pattern)
    if sign is None:
        return {"edgecolor": signs.GREY}
    if isinstance(sign, signs.Dots):
        return {"hatch": _repeated(DOT, DOT_POINTS, sign.spacing), "edgecolor": sign.colour}
    stripes = _repeated(*LETTERS[sign.angle], sign.spacing)
    colour = (*(level / 255 for level in signs.rgb(sign.colour)), sign.opacity)
    return {"hatch": stripes, "edgecolor": colour}


def _repeated(letter: str, points: float, spacing: float) -> str:
    """Repeat a letter until its marks lie as far apart as a spacing in pixels, or nearly."""
    return letter * round(points / (PIXEL_POINTS * spacing))


def theme_table(theme: themes.Theme) -> pd.DataFrame:
    """Give in words what the map of a theme shows: a row a class."""
    rows = pd.DataFrame(
        {"communes": theme.class_of, "quantity": theme.quantity.to_numpy()},
        index=theme.class_of.index,
    ).groupby("communes")["quantity"]
    table = pd.DataFrame(
        {"Communes": rows.size(), theme.quantity_label.capitalize(): rows.sum(min_count=1)}
    )
    labels = {position: each.label for position, each in enumerate(theme.classes)}
    table.index = pd.Index([labels[int(position)] for position in table.index], name="Classe")
    return table


def _tally(theme: themes.Theme) -> str:
    table = theme_table(theme)
    return " ; ".join(
        f"{label} : {french.count(number, 'commune')}"
        for label, number in table["Communes"].items()
    )
