"""What the part of a sheet (xlsx) says besides values: what is hidden, and what is not computed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from jura_coverage.sources.grid import Unseen, place_of


@dataclass(kw_only=True)
class Part:
    """A sheet's own part, looked through once from its beginning to its end.

    Parameters
    ----------
    most_columns
        Columns beyond count as one more.
    rows, columns
        What is hidden, by hand or by a filter: numbers of rows, and places of columns from 0.
    uncomputed
        Places of the formulas without a result, by the numbers of their rows.
    """

    most_columns: int
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    uncomputed: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _row: int = 0
    _place: int = -1
    _formula: bool = False
    _result: bool = False
    _inside: str = ""

    @property
    def unseen(self) -> Unseen:
        """What an officer does not see of the sheet."""
        return Unseen(rows=frozenset(self.rows), columns=frozenset(self.columns))

    def begin(self, name: str, told: dict[str, str]) -> None:
        """Take an element that begins, and its attributes."""
        self._inside, hidden = name.rpartition(":")[2], told.get("hidden") in ("1", "true")
        if self._inside == "row":
            self._row, self._place = int(told.get("r", self._row + 1)), -1
            self.rows.update([self._row] if hidden else [])
        elif self._inside == "col" and hidden:
            first, end = (min(int(told[edge]), self.most_columns + 1) for edge in ("min", "max"))
            self.columns.update(range(first - 1, end))
        elif self._inside == "c":
            self._place = place_of(told["r"]) if "r" in told else self._place + 1
            self._formula, self._result = False, told.get("t") == "str"  # perhaps an empty text
        elif self._inside == "f":
            self._formula = True

    def data(self, _: str) -> None:
        """Take text inside an element."""
        self._result |= self._inside == "v"

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._inside = ""
        if name.rpartition(":")[2] == "c" and self._formula and not self._result:
            self.uncomputed[self._row].add(min(self._place, self.most_columns))


def looked_through(raw: bytes, *, most_columns: int) -> Part:
    """Look through the part of a sheet.

    Raises
    ------
    ExpatError, ValueError, KeyError
        If it is not what a spreadsheet writes.
    """
    from xml.parsers import expat

    found = Part(most_columns=most_columns)
    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = found.begin
    parser.CharacterDataHandler = found.data
    parser.EndElementHandler = found.end
    parser.Parse(raw, True)
    return found
