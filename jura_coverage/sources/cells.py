"""Cells of tables of posts: dates, known words and parts of a post, each with its faults."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import FAULTS_COUNTED, Fault
from jura_coverage.sources import checks

MOST_FTE = 1000
# What the convention of a post may be called where a table is ours.
CONVENTIONS = {"": (), **{kind: (kind,) for kind in ("initiale", "renouvellement")}}
_EUROS = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"  # more digits are no amount
A_DATE, AN_FTE, AN_AMOUNT, A_SIRET = (
    "une date comme 31/12/2026", "un nombre comme 0,5", "un montant en euros",
    "un SIRET, de 14 chiffres",
)  # fmt: skip
UNREADABLE = "Corrigez la cellule, ou laissez-la vide."
_SPACES = re.compile(r"[\s€]")
# Opening hours as OpenStreetMap writes them, and nothing else that a cell may hold.
_HOURS = re.compile(
    r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|closed|open|[012]?\d:\d\d|\[-?\d\]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: [0-3]\d)?|[-,;:+ ])*"
)


def dates(cells: pd.Series, heading: str, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn 31/12/2026 or 2026-12-31 into the latter; a blank stays blank."""
    french_order = cells.str.replace(r"^(\d\d)/(\d\d)/(\d{4})$", r"\3-\2-\1", regex=True)
    read = pd.to_datetime(french_order.where(cells != ""), format="%Y-%m-%d", errors="coerce")
    wrong = (cells != "") & read.isna()
    faults = cell_faults(cells[wrong], heading, A_DATE, file=file)
    return read.dt.strftime("%Y-%m-%d").fillna("").astype("str"), faults


def full_time_equivalents(
    cells: pd.Series, heading: str, *, file: str
) -> tuple[pd.Series, list[Fault]]:
    """Turn 0,8 or 0.8 into a number; a blank is missing."""
    fte = pd.to_numeric(cells.str.replace(",", ".", regex=False), errors="coerce")
    unlikely = (cells != "") & ~fte.between(0, MOST_FTE)
    return fte, cell_faults(cells[unlikely], heading, AN_FTE, file=file)


def euros(cells: pd.Series, heading: str, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn 50 000,00 or 50000 € into a number; a blank is missing.

    Examples
    --------
    >>> amounts, faults = euros(pd.Series(["50 000,50", "", "9" * 400]), "Montant", file="a.csv")
    >>> amounts.tolist(), [fault.place for fault in faults]
    ([50000.5, nan, nan], ['ligne 2, colonne « Montant »'])
    """
    plain = cells.str.replace(_SPACES, "", regex=True)
    read = plain.str.fullmatch(_EUROS)
    points = plain.where(read).str.replace(",", ".", regex=False)
    faults = cell_faults(cells[(plain != "") & ~read], heading, AN_AMOUNT, file=file)
    return pd.to_numeric(points).astype("float64"), faults


def sirets(cells: pd.Series, heading: str, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Take the spaces out of SIRETs; a blank stays blank."""
    read = cells.str.replace(r"\s", "", regex=True)
    wrong = (read != "") & ~read.str.fullmatch("[0-9]{14}")
    return read, cell_faults(cells[wrong], heading, A_SIRET, file=file)


def are_hours(cells: pd.Series) -> pd.Series:
    """Tell which cells hold opening hours and nothing else, or are blank.

    Examples
    --------
    >>> are_hours(pd.Series(["Mo-Fr 09:00-12:00; PH off", "au 06 12 34 56 78"])).tolist()
    [True, False]
    """
    return cells.str.fullmatch(_HOURS)


def choices(
    cells: pd.Series, known: dict[str, Any], heading: str, *, file: str
) -> tuple[pd.Series, list[Fault]]:
    """Turn known words, with or without accents and capitals, into what they mean."""
    meaning = {french.fold(word): value for word, value in known.items()}
    folded = cells.map(french.fold)
    faults = cell_faults(cells[~folded.isin(list(meaning))], heading, one_of(known), file=file)
    return folded.map(meaning), faults


def one_of(known: Iterable[str]) -> str:
    """Say which words are known.

    Examples
    --------
    >>> one_of(["", "oui", "non"])
    '« oui » ou « non »'
    """
    return french.enumeration([f"« {word} »" for word in known if word], before_last="ou")


def cell_faults(cells: pd.Series, heading: str, expected: str, *, file: str) -> list[Fault]:
    """Tell of each of these cells, whose index says the line, what was expected there."""
    return [
        Fault(
            file=file,
            place=f"ligne {line}, colonne « {heading} »",
            row=line,
            found=checks.quoted(cell),
            expected=expected,
            action=UNREADABLE,
        )
        for line, cell in cells.iloc[: FAULTS_COUNTED + 1].items()
    ]
