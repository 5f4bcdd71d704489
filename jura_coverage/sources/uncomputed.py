"""Cells whose value a spreadsheet has not computed, or could not: no text of theirs is data."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from jura_coverage.errors import FAULTS_COUNTED, Fault, Wording
from jura_coverage.sources import checks
from jura_coverage.sources.grid import UNCOMPUTED

# What spreadsheets show in place of a result, in English and in French.
ERRORS = (
    UNCOMPUTED, "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!",
    "#CALC!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#CALCUL!",
)  # fmt: skip
NOT_COMPUTED = Wording(
    found="une formule dont le résultat n'est pas enregistré",
    expected="une valeur",
    action="Ouvrez le fichier dans votre tableur, enregistrez-le, puis donnez-le de nouveau.",
)
NOT_COMPUTABLE = Wording(
    found="l'erreur de calcul {cell}",
    expected="une valeur",
    action="Corrigez la formule ou remplacez-la par sa valeur, puis enregistrez le fichier.",
)
_ERROR = re.compile(rf"{'|'.join(map(re.escape, ERRORS))}|Err ?: ?[0-9]{{3}}")
_STARTS = ("#", "Err", UNCOMPUTED)  # few cells have one: the others need no look


def faults(path: Path, cells: pd.DataFrame, place: Callable[[Any, str], str]) -> list[Fault]:
    """List the cells of columns that are used whose value is none.

    Parameters
    ----------
    path, cells
        The file, and its text; the index says the row.
    place
        What to call a cell, by its row and its heading.
    """
    return [
        fault(path, place(row, str(name)), cell, row=row)
        for name, column in cells.items()
        for row, cell in islice(_wrong(column), FAULTS_COUNTED + 1)
    ]


def _wrong(column: pd.Series) -> Iterator[tuple[Any, str]]:
    for row, cell in zip(column.index.tolist(), column.tolist(), strict=True):
        if cell.startswith(_STARTS) and _ERROR.fullmatch(cell):
            yield row, cell


def fault(path: Path, place: str, cell: str, *, row: Any) -> Fault:
    """Make the fault of one such cell."""
    wording = NOT_COMPUTED if cell == UNCOMPUTED else NOT_COMPUTABLE
    return wording.fault(file=str(path), place=place, row=row, cell=checks.quoted(cell))
