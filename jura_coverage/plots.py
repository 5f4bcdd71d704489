"""Still pictures for notebooks, made by matplotlib (extra ``notebooks``), each with its text."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from jura_coverage import classify, departements, french, report
from jura_coverage.maps import themes
from jura_coverage.pipeline import Result

DOTS_PER_INCH = 110
INK, GREY = "#1b1f24", "#6d7883"
HATCHES = {"": "", "hatched": "////", "missing": "...."}
# What stands to the right in a table.
FIGURE = r"–|[-−]?\d[\d\s]*(?:,\d+)?(?:\s[%€])?"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure that a notebook shows with an alternative text.

    Parameters
    ----------
    figure
        Of matplotlib.
    text
        What it shows, in French, for those who do not see it.
    """

    figure: Figure
    text: str

    def png(self) -> bytes:
        """Draw the picture; the same figure gives the same bytes."""
        buffer = io.BytesIO()
        self.figure.savefig(
            buffer, dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None}
        )
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, str]]]:
        return {"image/png": self.png()}, {"image/png": {"alt": self.text}}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that a notebook shows with French numbers.

    Parameters
    ----------
    rows
        Anything; numbers, booleans and missing values are written the French way.
    decimals
        Of numbers that are not whole.
    """

    rows: pd.DataFrame
    decimals: int = 1

    def _repr_html_(self) -> str:
        cells = self.rows.astype(object).map(self._cell)
        heads = [str(name) for name in cells.columns]
        sides = ["right" if cells.iloc[:, place].str.fullmatch(FIGURE).all() else "left"
                 for place in range(len(heads))]  # fmt: skip
        rows = [
            [_tag("td", text, side) for text, side in zip(row, sides, strict=True)]
            for row in cells.to_numpy().tolist()
        ]
        head = [_tag("th", name, side, "col") for name, side in zip(heads, sides, strict=True)]
        if not isinstance(self.rows.index, pd.RangeIndex):
            name = self.rows.index.name
            head.insert(0, _tag("th", str(name), "left", "col") if name else "<td></td>")
            for row, label in zip(rows, self.rows.index, strict=True):
                row.insert(0, _tag("th", str(label), "left", "row"))
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        return f"<table><thead><tr>{''.join(head)}</tr></thead><tbody>{body}</tbody></table>"

    def _cell(self, value: Any) -> str:
        if isinstance(value, str):
            return french.unbroken(value)
        if pd.isna(value):
            return "–"
        if isinstance(value, (bool, np.bool_)):
            return "oui" if value else "non"
        return french.number(float(value), 0 if float(value).is_integer() else self.decimals)


def _tag(name: str, text: str, side: str, scope: str = "") -> str:
    """Make a cell; Jupyter's own style would set words to the right."""
    scoped = f' scope="{scope}"' if scope else ""
    return f'<{name}{scoped} style="text-align:{side}">{escape(text)}</{name}>'


def table(rows: pd.DataFrame | pd.Series, *, decimals: int = 1) -> Table:
    """Show a table or a named column; see :class:`Table`."""
    frame = rows.to_frame() if isinstance(rows, pd.Series) else rows
    return Table(rows=frame, decimals=decimals)


def theme_map(result: Result, theme: themes.Theme) -> Picture:
    """Draw a theme of the map, with the places and the classes that occur.

    Parameters
    ----------
    result
        A run.
    theme
        One of :func:`jura_coverage.maps.themes.themes`.
    """
    figure, axes = _empty(width=6.4, height=7.2)
    legend = []
    for position, each in enumerate(theme.classes):
        rows = result.communes[(theme.class_of == position).to_numpy()]
        if len(rows):
            style: dict[str, Any] = {
                "facecolor": each.colour,
                "hatch": HATCHES[each.pattern],
                "edgecolor": "#ffffff" if each.pattern == "hatched" else GREY,
            }
            rows.plot(ax=axes, linewidth=0.3, **style)
            name = f"{each.label} ({french.count(len(rows), 'commune')})"
            legend.append(Patch(label=name, linewidth=0.3, **style))
    result.communes.boundary.plot(ax=axes, color=GREY, linewidth=0.3)
    places = result.territory.meeting_points.dropna()
    if len(places):
        places.plot(ax=axes, color=INK, edgecolor="white", markersize=34, zorder=3)
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


def theme_table(theme: themes.Theme) -> pd.DataFrame:
    """Give in words what the map of a theme shows: a row a class."""
    rows = pd.DataFrame(
        {"communes": theme.class_of, "quantity": theme.quantity.to_numpy()},
        index=theme.class_of.index,
    ).groupby("communes")["quantity"]
    table = pd.DataFrame({"Communes": rows.size(), theme.quantity_label.capitalize(): rows.sum()})
    labels = {position: each.label for position, each in enumerate(theme.classes)}
    table.index = pd.Index([labels[int(position)] for position in table.index], name="Classe")
    return table


def bars(values: pd.Series, *, title: str, unit: str, decimals: int = 0) -> Picture:
    """Draw a horizontal bar for each value, with its number.

    Parameters
    ----------
    values
        On an index of French labels.
    title, unit
        French.
    decimals
        Of the numbers that are written.
    """
    figure, axes = _empty(width=7.2, height=0.8 + 0.36 * max(len(values), 2))
    shown = values[::-1]
    drawn = axes.barh([str(label) for label in shown.index], shown.to_numpy(float), color="#3d8bb5")
    axes.bar_label(drawn, labels=[french.number(value, decimals) for value in shown], padding=3)
    axes.margins(x=0.16)
    axes.xaxis.set_visible(False)
    _finish(axes, title)
    axes.spines["bottom"].set_visible(False)
    said = " ; ".join(
        f"{label} : {french.number(value, decimals)}" for label, value in values.items()
    )
    return Picture(figure=figure, text=f"{title} ({unit}). {said}")


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
    figure, axes = _empty(width=7.2, height=1.2 + 0.36 * max(len(likely), 2))
    low, high = (likely.iloc[:, column].to_numpy(float) for column in (0, 1))
    rows = np.arange(len(likely))[::-1]
    axes.hlines(rows, low, high, color="#84b9d6", linewidth=5)
    said = [
        f"de {french.number(least)} à {french.number(most)}"
        for least, most in zip(low, high, strict=True)
    ]
    if values is not None:
        axes.plot(values.to_numpy(float), rows, "o", color="#1d5478")
        said = [
            f"{french.number(value)} ({each})" for value, each in zip(values, said, strict=True)
        ]
    axes.set_yticks(rows, [str(label) for label in likely.index])
    axes.margins(y=0.5 / max(len(likely), 2))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: french.shortest(value, 1)))
    axes.set_xlabel(unit.capitalize())
    _finish(axes, title)
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
        By French name: values on an index of numbers.
    title, x, y
        French: the heading and what the axes measure.
    marks
        Values of x where a thin line stands, such as a threshold.
    dots
        Whether to draw every value by itself and nothing in between.
    """
    figure, axes = _empty(width=7.2, height=4.0)
    styles = ("-", "--", ":", "-.")
    colours = ("#1d5478", "#cc8214", "#6d4c8d", INK)
    for position, (name, values) in enumerate(series.items()):
        axes.plot(
            values.index.to_numpy(float), values.to_numpy(float),
            linestyle="" if dots else styles[position % 4], marker="." if dots else "",
            color=colours[position % 4], label=name, linewidth=2,
        )  # fmt: skip
    for mark in marks:
        axes.axvline(mark, color=GREY, linewidth=0.8)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: french.shortest(value, 1)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", ",")))
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if len(series) > 1:
        axes.legend(frameon=False)
    _finish(axes, title)
    ends = " ; ".join(
        f"{name} : de {french.shortest(float(values.iloc[0]), 1)} à "
        f"{french.shortest(float(values.iloc[-1]), 1)}"
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
        Numbers, on French labels.
    title, x, y
        French: the heading and what columns and rows are.
    """
    figure, axes = _empty(width=7.2, height=0.9 + 0.45 * len(table))
    values = table.to_numpy(float)
    axes.imshow(values, cmap="Blues", aspect="auto")
    dark = values > values.max() * 0.55
    for row, column in [(i, j) for i in range(len(table)) for j in range(table.shape[1])]:
        axes.text(
            column, row, french.number(values[row, column]), ha="center", va="center",
            color="white" if dark[row, column] else INK,
        )  # fmt: skip
    axes.set_xticks(range(table.shape[1]), [str(label) for label in table.columns])
    axes.set_yticks(range(len(table)), [str(label) for label in table.index])
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    _finish(axes, title)
    low, high = french.number(values.min()), french.number(values.max())
    return Picture(figure=figure, text=f"Grille. {title} : de {low} à {high}. Table ci-dessous.")


def threshold_grid(
    result: Result, *, poor_shares: Sequence[float], far_minutes: Sequence[float]
) -> pd.DataFrame:
    """Count the flagged communes under other thresholds.

    Parameters
    ----------
    result
        A run.
    poor_shares, far_minutes
        Thresholds; a column and a row for each.
    """
    share, minutes = result.communes["share_without"], result.communes["minutes"]

    def flagged(poor_share: float, limit: float) -> int:
        chosen = classify.Thresholds(poor_share=poor_share, far_minutes=limit)
        poor = classify.is_poor(share, thresholds=chosen)
        far = classify.is_far(minutes, thresholds=chosen)
        return int((classify.situation(poor, far) == classify.POOR_AND_FAR).sum())

    return pd.DataFrame(
        {
            french.percent(poor_share, 0): [flagged(poor_share, limit) for limit in far_minutes]
            for poor_share in poor_shares
        },
        index=pd.Index([french.shortest(limit, 1) for limit in far_minutes], name="Minutes"),
    )


def sources_table(result: Result) -> pd.DataFrame:
    """Give the input tables with their editions and licences, for the head of a notebook."""
    return pd.DataFrame(
        [
            {
                "Table": report.ROLE_NAMES[source.role],
                "Contenu": source.title or source.file,
                "Édition": source.edition,
                "Licence": source.licence or "non précisée",
            }
            for source in result.sources
        ]
    ).set_index("Table")


def _empty(*, width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height))
    return figure, figure.add_subplot()


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)


def _tally(theme: themes.Theme) -> str:
    table = theme_table(theme)
    return " ; ".join(
        f"{label} : {french.count(number, 'commune')}"
        for label, number in table["Communes"].items()
    )
