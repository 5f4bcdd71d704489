"""One table that is exported."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage.columns import Column


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table that is exported.

    Parameters
    ----------
    name
        For programs: a layer, or a table of the dictionary.
    title
        For readers: a sheet of the workbook, in French, at most 31 characters.
    frame
        The values, each column under its field; perhaps with a geometry.
    meaning
        What it holds: one French sentence.
    known
        What its columns are, in any order.
    frozen
        How many columns stay in sight.
    """

    name: str
    title: str
    meaning: str
    frame: pd.DataFrame
    known: tuple[Column, ...]
    frozen: int = 1

    @property
    def columns(self) -> list[Column]:
        """Describe the columns of the frame in their order."""
        known = {column.field: column for column in self.known}
        return [known[field] for field in self.frame.columns if field != "geometry"]
