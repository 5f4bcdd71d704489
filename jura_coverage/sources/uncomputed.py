"""Cells whose value a spreadsheet has not computed, or could not: no text of theirs is data."""

from collections.abc import Callable
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
_OF_LIBREOFFICE = r"Err ?: ?[0-9]{3}"


def faults(path: Path, cells: pd.DataFrame, place: Callable[[Any, str], str]) -> list[Fault]:
    """List the cells of columns that are used whose value is none.

    Parameters
    ----------
    path, cells
        The file, and its text; the index says the row.
    place
        What to call a cell, by its row and its heading.
    """
    found = []
    for name, column in cells.items():
        wrong = column[column.isin(ERRORS) | column.str.fullmatch(_OF_LIBREOFFICE)]
        found += [
            fault(path, place(row, str(name)), cell, row=row)
            for row, cell in wrong.iloc[: FAULTS_COUNTED + 1].items()
        ]
    return found


def fault(path: Path, place: str, cell: str, *, row: Any) -> Fault:
    """Make the fault of one such cell."""
    wording = NOT_COMPUTED if cell == UNCOMPUTED else NOT_COMPUTABLE
    return wording.fault(file=str(path), place=place, row=row, cell=checks.quoted(cell))
