"""Bars, intervals, curves and grids."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.dates import DateFormatter, YearLocator
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from jura_coverage import french
from jura_coverage.publish import signs
from jura_coverage.publish.notebook.picture import Picture, empty, finish, plain

NOTHING = "Rien n'est connu."


def bars(values: pd.Series, *, title: str, unit: str, decimals: int = 0) -> Picture:
    """Draw a horizontal bar for each value, with its number.

    Parameters
    ----------
    values
        On an index of French labels; a missing one has no bar, and says so.
    title, unit
        French.
    decimals
        Of the numbers that are written.
    """
    figure, axes = empty(width=7.2, height=0.8 + 0.36 * max(len(values), 2))
    known = values.astype(float)
    shown = known[::-1]
    drawn = axes.barh(
        [plain(label) for label in shown.index], shown.fillna(0), color=signs.BLUES[3]
    )
    axes.bar_label(drawn, labels=[french.number(value, decimals) for value in shown], padding=3)
    axes.margins(x=0.16)
    axes.xaxis.set_visible(False)
    finish(axes, title)
    axes.spines["bottom"].set_visible(False)
    said = " ; ".join(
        f"{label} : {french.number(value, decimals)}" for label, value in known.items()
    )
    return Picture(figure=figure, text=f"{title} ({unit}). {said or NOTHING}")


def intervals(
    likely: pd.DataFrame, *, title: str, unit: str, values: pd.Series | None = None
) -> Picture:
    """Draw the interval of each row as a segment, and its value, if there is one, as a dot.

    Parameters
    ----------
    likely
        Two columns, the low and the high end, on an index of French labels.
    title, unit
        French.
    values
        On the same index; a value may lie outside of its interval.
    """
    figure, axes = empty(width=7.2, height=1.2 + 0.36 * max(len(likely), 2))
    low, high = (likely.iloc[:, column].to_numpy(float) for column in (0, 1))
    rows = np.arange(len(likely))[::-1]
    axes.hlines(rows, low, high, color=signs.BLUES[2], linewidth=5)
    said = [
        f"de {french.number(least)} à {french.number(most)}"
        for least, most in zip(low, high, strict=True)
    ]
    if values is not None:
        axes.plot(values.to_numpy(float), rows, "o", color=signs.BLUES[4])
        said = [
            f"{french.number(value)} ({each})" for value, each in zip(values, said, strict=True)
        ]
    axes.set_yticks(rows, [plain(label) for label in likely.index])
    axes.margins(y=0.5 / max(len(likely), 2))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: french.shortest(value, 1)))
    axes.set_xlabel(unit.capitalize())
    finish(axes, title)
    rows_said = " ; ".join(
        f"{label} : {each}" for label, each in zip(likely.index, said, strict=True)
    )
    return Picture(figure=figure, text=f"{title} ({unit}). {rows_said}")


def lines(
    series: Mapping[str, pd.Series],
    *,
    title: str,
    x: str,
    y: str,
    marks: Sequence[float] = (),
    dots: bool = False,
) -> Picture:
    """Draw one or several curves.

    Parameters
    ----------
    series
        By French name: values on an index of numbers, or all of them on days; a year of days is
        marked at its end, where the data of its last quarter stand.
    title, x, y
        French: the heading and what the axes measure.
    marks
        Values of x where a thin line stands, such as a threshold.
    dots
        Whether to draw every value by itself and nothing in between.
    """
    figure, axes = empty(width=7.2, height=4.0)
    styles = ("-", "--", ":", "-.")
    colours = (signs.BLUES[4], signs.ORANGES[3], signs.VIOLETS[1], signs.INK)
    dated = all(isinstance(values.index, pd.DatetimeIndex) for values in series.values())
    for position, (name, values) in enumerate(series.items()):
        axes.plot(
            values.index.to_numpy("datetime64[D]" if dated else float),
            values.to_numpy(float),
            linestyle="" if dots else styles[position % 4], marker="." if dots else "",
            color=colours[position % 4], label=plain(name), linewidth=2,
        )  # fmt: skip
    for mark in marks:
        axes.axvline(mark, color=signs.GREY, linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: french.shortest(value, 1)))
    if dated:
        axes.xaxis.set_major_locator(YearLocator(month=12, day=31))  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(DateFormatter("fin\n%Y"))  # type: ignore[no-untyped-call]
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: french.shortest(value, 2)))
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if len(series) > 1:
        axes.legend(frameon=False)
    finish(axes, title)
    ends = " ; ".join(
        f"{name} : de {french.shortest(float(values.iloc[0]), 1)} à "
        f"{french.shortest(float(values.iloc[-1]), 1)}"
        if values.notna().any()
        else f"{name} : {french.MISSING}"
        for name, values in series.items()
    )
    return Picture(
        figure=figure,
        text=f"{'Points' if dots else 'Courbe'}. {title}. {y} selon {x.lower()}. {ends}",
    )


def grid(table: pd.DataFrame, *, title: str, x: str, y: str) -> Picture:
    """Draw a table of counts as a grid, darker where there are more.

    Parameters
    ----------
    table
        Numbers, on French labels; a missing one is drawn white, as a dash.
    title, x, y
        French: the heading and what columns and rows are.
    """
    figure, axes = empty(width=7.2, height=0.9 + 0.45 * len(table))
    values = table.to_numpy(float)
    drawn = axes.imshow(values, cmap="Blues", aspect="auto")
    known = values[np.isfinite(values)]
    written = _readable(drawn.to_rgba(values))
    for row, column in [(i, j) for i in range(len(table)) for j in range(table.shape[1])]:
        axes.text(
            column, row,
            french.number(values[row, column]) if np.isfinite(values[row, column]) else "–",
            ha="center", va="center",
            color=str(written[row, column]),
        )  # fmt: skip
    axes.set_xticks(range(table.shape[1]), [plain(label) for label in table.columns])
    axes.set_yticks(range(len(table)), [plain(label) for label in table.index])
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    finish(axes, title)
    said = (
        f"de {french.number(known.min())} à {french.number(known.max())}"
        if len(known)
        else french.MISSING
    )
    return Picture(figure=figure, text=f"Grille. {title} : {said}. Table ci-dessous.")


def _readable(colours: NDArray[np.float64]) -> NDArray[np.str_]:
    """Choose black or white on each colour, whichever stands out more.

    Parameters
    ----------
    colours
        Red, green, blue and opacity (0 to 1) on the last axis, drawn on white.

    Returns
    -------
    ndarray of str
        Colours. The contrast as WCAG 2 defines it is 4.58 or more on any colour.
    """
    opacity = colours[..., 3:]
    shown = colours[..., :3] * opacity + 1 - opacity
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    luminance = linear @ (0.2126, 0.7152, 0.0722)
    return np.where((luminance + 0.05) ** 2 > 1.05 * 0.05, signs.BLACK, signs.PAPER)
