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
    "une date comme 31/12/2026, en texte ou au format Date", "un nombre comme 0,5",
    "un montant en euros", "un SIRET, de 14 chiffres",
)  # fmt: skip
UNREADABLE = "Corrigez la cellule, ou laissez-la vide."
# The day first, with or without zeros, and perhaps midnight, which a date that became text has.
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?$")
_SPACES = re.compile(r"[\s€]")
# Opening hours as OpenStreetMap writes them, and nothing else that a cell may hold.
_HOURS = re.compile(
    r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|closed|open|[012]?\d:\d\d|\[-?\d\]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: [0-3]\d)?|[-,;:+ ])*"
)


def dates(cells: pd.Series, heading: str, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn 31/12/2026, 1.3.2026 or 2026-12-31 into the latter; a blank stays blank.

    A number is none, even that of a day in a spreadsheet: those of a Macintosh may be others.

    Examples
    --------
    >>> cells = pd.Series(["1/3/2026", "31-12-2026", "2026-12-31 00:00:00", "46387", ""])
    >>> read, faults = dates(cells, "Fin", file="a.csv")
    >>> read.tolist(), [fault.found for fault in faults]
    (['2026-03-01', '2026-12-31', '2026-12-31', '', ''], ['« 46387 »'])
    """
    iso = cells.map(_iso)
    read = pd.to_datetime(iso.where(cells != ""), format="%Y-%m-%d", errors="coerce")
    wrong = (cells != "") & read.isna()
    faults = cell_faults(cells[wrong], heading, A_DATE, file=file)
    return read.dt.strftime("%Y-%m-%d").fillna("").astype("str"), faults


def _iso(cell: str) -> str:
    """Write a date as 2026-12-31; as it is what is none, or has a day or a month of one digit."""
    told = _MIDNIGHT.sub("", cell)
    if met := _DAY_FIRST.fullmatch(told):
        day, _, month, year = met.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return told if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", told) else cell


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
