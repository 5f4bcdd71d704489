"""Plain files: the key figures, and tables as French Excel opens them."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from jura_coverage import french, study
from jura_coverage.publish import text
from jura_coverage.publish.tables.communes import commune_table
from jura_coverage.study import Result

if TYPE_CHECKING:  # scenarios load more than a run of today needs
    from jura_coverage.posts import Certainty

Rows = TypeVar("Rows", bound=pd.DataFrame)

BYTE_ORDER_MARK = "\ufeff"
# A cell that begins like this would be run by a spreadsheet; some read the wide signs too.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def write_summary(result: Result, path: Path) -> None:
    """Write the key figures as JSON."""
    text.write_json(study.summary(result), path)


def write_communes_csv(result: Result, path: Path, *, certainty: "Certainty | None" = None) -> None:
    """Write the table of communes, see :func:`commune_table`."""
    write_csv(commune_table(result, certainty=certainty), path)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as French Excel opens it: semicolons, decimal commas, UTF-8, no formula."""
    inert = table.assign(**{name: table[name].map(_inert) for name in _texts(table)})
    rows = inert.to_csv(sep=";", decimal=",", lineterminator="\r\n", index=False)
    text.write_text(BYTE_ORDER_MARK + rows, path)  # Excel takes it for UTF-8 by that


def readable(table: Rows) -> Rows:
    """Give a table, with its geometry if it has one, whose text every format can hold."""
    return table.assign(**{name: _shown(table[name]) for name in _texts(table)})


def _texts(table: pd.DataFrame) -> pd.Index:
    return table.select_dtypes(include=["object", "str", "category"]).columns


def _shown(cells: pd.Series) -> pd.Series:
    readable = cells.map(lambda cell: french.legible(cell) if isinstance(cell, str) else cell)
    # Where all are missing, pandas would make numbers of them.
    return readable if cells.dtype == "category" else readable.astype(cells.dtype)


def _inert(cell: object) -> object:
    """Keep text from being run as a formula."""
    starts = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if starts else cell
