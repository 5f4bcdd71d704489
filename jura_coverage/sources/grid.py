"""A table in a container, before one knows where its headings stand."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jura_coverage import french

Row = tuple[int, list[str]]


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What an officer does not see of a sheet: numbers of rows, and places of columns from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Rows of text.

    Parameters
    ----------
    name
        As the file calls it; empty if it holds no other.
    rows
        Gives the first of those that hold anything, or all (None), each with its number, perhaps
        of different widths.
    hidden
        Whether the sheet is.
    unseen
        Tells what of it is hidden.
    """

    name: str
    rows: Callable[[int | None], list[Row]]
    hidden: bool = False
    unseen: Callable[[], Unseen] = Unseen


def text(value: Any) -> str:
    """Write a cell as text on one line, as a CSV of it would; a list as its schema joins it.

    Examples
    --------
    >>> [text(value) for value in (None, 3.0, 47.093, True, ["a", "b"], {"a": 1})]
    ['', '3', '47.093', 'oui', 'a|b', '']
    """
    if value is None or isinstance(value, dict) or value != value:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list | tuple):
        return "|".join(filter(None, map(text, value)))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(french.legible(str(value)).split("\n")).strip()
