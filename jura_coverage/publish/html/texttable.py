"""A table to read: words to the left, figures to the right."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import pandas as pd

Number = TypeVar("Number", int | None, float | None, float)


class Figure(str):
    """The text of a cell that is a figure, which stands to the right; other cells are words."""

    __slots__ = ()


def figure(write: Callable[[Number], str], value: Number) -> str:
    """Write a figure for a cell; one that is missing is words.

    Examples
    --------
    >>> [isinstance(figure(str, value), Figure) for value in (3, 4.5, None, float("nan"))]
    [True, True, False, False]
    """
    return write(value) if pd.isna(value) else Figure(write(value))


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """A table to read, on a page or a sheet.

    Parameters
    ----------
    title, heads, rows
        French text; the first cell of a row is its heading.
    note
        What follows the table, such as how many rows are not shown.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @cached_property
    def figures(self) -> tuple[bool, ...]:
        """Tell of each column whether it holds figures, which stand to the right."""
        return tuple(
            any(isinstance(row[position], Figure) for row in self.rows)
            for position in range(len(self.heads))
        )
