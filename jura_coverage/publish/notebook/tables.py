"""Tables with French numbers, under each picture and at the head of a notebook."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from jura_coverage import french, words
from jura_coverage.columns import Column
from jura_coverage.measures import flags
from jura_coverage.study import Result


@dataclass(frozen=True, kw_only=True)
class FrenchTable:
    """A table that a notebook shows with French numbers.

    Parameters
    ----------
    rows
        Anything; numbers, booleans, days and missing values are written the French way.
    decimals
        Of numbers that are not whole.
    written
        How the numbers of a column are written instead, by its name, such as a share in percent.
    """

    rows: pd.DataFrame
    decimals: int = 1
    written: Mapping[str, Callable[[float], str]] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        values = self.rows.astype(object)
        cells = values.map(self._cell)
        for column, write in self.written.items():
            cells[column] = values[column].map(write)
        heads = [str(name) for name in cells.columns]
        figures = values.map(_is_figure).all()
        sides = ["right" if each else "left" for each in figures]
        rows = [
            [_tag("td", text, side) for text, side in zip(row, sides, strict=True)]
            for row in cells.to_numpy().tolist()
        ]
        head = [_tag("th", name, side, "col") for name, side in zip(heads, sides, strict=True)]
        if not isinstance(self.rows.index, pd.RangeIndex):
            name = self.rows.index.name
            head.insert(0, _tag("th", str(name), "left", "col") if name else "<td></td>")
            for row, label in zip(rows, self.rows.index, strict=True):
                said = self._cell(label) if isinstance(label, date) else str(label)
                row.insert(0, _tag("th", said, "left", "row"))
        body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        return f"<table><thead><tr>{''.join(head)}</tr></thead><tbody>{body}</tbody></table>"

    def _cell(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if pd.isna(value):
            return "–"
        if isinstance(value, (bool, np.bool_)):
            return "oui" if value else "non"
        if isinstance(value, date):
            return french.day(value.strftime("%Y-%m-%d"))
        return french.number(value, 0 if float(value).is_integer() else self.decimals)


def _is_figure(value: Any) -> bool:
    """Tell numbers, which stand to the right, from words; what is missing stands with either."""
    number = isinstance(value, Number) and not isinstance(value, (bool, np.bool_))
    return number or bool(pd.isna(value))


def _tag(name: str, text: str, side: str, scope: str = "") -> str:
    """Make a cell; Jupyter's own style would set words to the right."""
    scoped = f' scope="{scope}"' if scope else ""
    return f'<{name}{scoped} style="text-align:{side}">{escape(french.typeset(text))}</{name}>'


def table(
    rows: pd.DataFrame | pd.Series,
    *,
    decimals: int = 1,
    written: Mapping[str, Callable[[float], str]] | None = None,
) -> FrenchTable:
    """Show a table or a named column; see :class:`FrenchTable`."""
    frame = rows.to_frame() if isinstance(rows, pd.Series) else rows
    return FrenchTable(rows=frame, decimals=decimals, written=written or {})


def headed(rows: pd.DataFrame, known: Iterable[Column], **told: str) -> pd.DataFrame:
    """Put French headings over columns: those of every other output.

    Parameters
    ----------
    rows
        Columns by their names in code; those without a description keep them.
    known
        A table of :mod:`jura_coverage.columns`.
    **told
        Headings by name in code, where a notebook says another thing, or says it shorter.

    Examples
    --------
    >>> from jura_coverage import columns
    >>> rows = pd.DataFrame({"name": ["Dole"], "residents": [23775], "minutes": [2.0]})
    >>> headed(rows, columns.COMMUNES, minutes="Minutes").columns.tolist()
    ['Commune', 'Habitants', 'Minutes']
    """
    return rows.rename(columns={each.name: each.heading for each in known} | told)


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

    Returns
    -------
    DataFrame
        Missing everywhere if no commune has both measures.
    """
    share, minutes = result.communes["share_without"], result.minutes

    def flagged(poor_share: float, limit: float) -> float:
        poor = flags.is_poor(share, poor_share=poor_share)
        far = flags.is_far(minutes, far_minutes=limit)
        situation = flags.situation(poor, far)
        counted = float((situation == flags.POOR_AND_FAR).sum())
        return counted if (situation != flags.NO_DATA).any() else float("nan")

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
                "Table": words.ROLE_NAMES[source.role],
                "Contenu": source.title or source.file,
                "Édition": source.edition,
                "Licence": source.licence or "non précisée",
            }
            for source in result.sources
        ]
    ).set_index("Table")
