"""Cells of the tables of the annex."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.publish.html.texttable import Figure, TextTable
from jura_coverage.study.figures import Sum
from jura_coverage.words import people_cell


def table(
    *,
    title: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    words: tuple[int, ...] = (0,),
) -> TextTable:
    """Make a table of figures.

    Parameters
    ----------
    title, heads, rows
        As in :class:`jura_coverage.publish.html.texttable.TextTable`.
    words
        Which columns hold words instead, counted from the first or, below 0, from the last.

    Examples
    --------
    >>> table(title="", heads=("a", "b", "c"), rows=[("d", "1", "e")], words=(0, -1)).figures
    (False, True, False)
    """
    said = {position % len(heads) for position in words}
    return TextTable(
        title=title,
        heads=heads,
        rows=tuple(
            tuple(cell if position in said else Figure(cell) for position, cell in enumerate(row))
            for row in rows
        ),
    )


def numbers(row: Any, *names: str) -> tuple[str, ...]:
    """Write numbers of a row."""
    return tuple(french.number(row[name]) for name in names)


def people(row: Any, *names: str) -> tuple[str, ...]:
    """Write sums of residents of a row, each with what it leaves out."""
    return tuple(people_cell(Sum.of(row, name)) for name in names)


def labelled(each: pd.DataFrame) -> Sequence[tuple[Any, pd.Series]]:
    """Give the rows of a table with several indices, each with its labels."""
    return list(zip(each.index.tolist(), (row for _, row in each.iterrows()), strict=True))
