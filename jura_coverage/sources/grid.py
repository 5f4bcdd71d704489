"""A table in a container, before one knows where its headings stand."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jura_coverage import french

Row = tuple[int, list[str]]
# Stands for a formula whose result the file does not hold; no text of a file is this.
UNCOMPUTED = "\0"


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
    sheet
        Whether it is one, whose cells have an address.
    hidden
        Whether the sheet is.
    unseen
        Tells what of it is hidden.
    """

    name: str
    rows: Callable[[int | None], list[Row]]
    sheet: bool = False
    hidden: bool = False
    unseen: Callable[[], Unseen] = Unseen

    def cell(self, row: int, place: int, heading: str = "") -> str:
        """Say in French where a cell stands, under its heading if it has one."""
        if not self.sheet:
            return f"ligne {row}, colonne « {heading} »"
        address = f"feuille « {self.name} », cellule {letters(place)}{row}"
        return address + (f" (colonne « {heading} »)" if heading else "")


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


def letters(place: int) -> str:
    """Name a column by its place from 0, as spreadsheets do.

    Examples
    --------
    >>> [letters(place) for place in (0, 25, 26, 701, 702, 16383)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']
    """
    left, letter = divmod(place, 26)
    return (letters(left - 1) if left else "") + chr(ord("A") + letter)


def place_of(name: str) -> int:
    """Give the place from 0 of a column that a cell's address begins with.

    Examples
    --------
    >>> [place_of(name) for name in ("A1", "Z9", "AA10", "XFD1048576")]
    [0, 25, 26, 16383]
    """
    place = 0
    for letter in name.rstrip("0123456789"):
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
