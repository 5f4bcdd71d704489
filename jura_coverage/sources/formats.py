"""What a format of tables is: the headings that tell it, and what reads the cells below them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd

from jura_coverage.errors import Fault
from jura_coverage.remarks import Remark
from jura_coverage.sources import delimited
from jura_coverage.sources.reading import Reading

AnyReading = TypeVar("AnyReading", bound=Reading[pd.DataFrame])


@dataclass(frozen=True, kw_only=True)
class OfficialCells:
    """The cells of an official file.

    Parameters
    ----------
    path
        The file as the user named it.
    cells
        Stripped text under the official headings; the index says the line.
    remarks
        What was noticed while reading.
    apart
        Whether arrondissements are to be communes of their own.
    """

    path: Path
    cells: pd.DataFrame
    remarks: tuple[Remark, ...] = ()
    apart: bool = False

    def column(self, *headings: str) -> pd.Series:
        """Give the cells of the first of some columns, blank throughout if the file lacks all."""
        blank = pd.Series("", index=self.cells.index, dtype="str")
        found = (self.cells[heading] for heading in headings if heading in self.cells)
        column: pd.Series = next(found, blank)
        return column


@dataclass(frozen=True, kw_only=True)
class Format(Generic[AnyReading]):
    """A format of tables, official or our own.

    Parameters
    ----------
    headings
        The columns by which it is recognised.
    read
        Makes a reading of what was opened, for a département or (None) for all of France.
    required
        Those of them that it cannot do without; None for all.
    optional
        The columns that it may have besides and that are used; all others are left unread.
    own
        Whether the user writes it, who is told of a heading that may be meant for another.
    """

    headings: tuple[str, ...]
    read: Callable[[OfficialCells, str | None], AnyReading]
    required: tuple[str, ...] | None = None
    optional: tuple[str, ...] = ()
    own: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return self.headings if self.required is None else self.required

    @property
    def known(self) -> tuple[str, ...]:
        """All columns that are used."""
        return (*self.headings, *self.optional)

    def faults(self, path: Path, heading: Sequence[str]) -> list[Fault]:
        """List what is wrong with the headings of a file."""
        usual = self.headings if self.own else ()
        return delimited.heading_faults(path, heading, self.needed, usual=usual)
