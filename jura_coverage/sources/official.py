"""Official delimited files: bytes to recognised cells, and codes and positions put right.

What the State publishes is not the user's to correct. So, unlike our own formats, these may be
compressed, in cp1252, and hold other départements; a row that cannot be used is set aside and
said. What concerns the file as a whole is a fault here too.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, content, delimited
from jura_coverage.sources.reading import Reading

GREATEST_HEADING = 100_000
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Spellings of single editions.
ALIASES = {"elig_4fg": "elig_4gf", "output usager": "output_usager"}

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
    """

    path: Path
    cells: pd.DataFrame
    remarks: tuple[Remark, ...] = ()

    def column(self, heading: str) -> pd.Series:
        """Give the cells of a column, blank throughout if the file lacks it."""
        blank = pd.Series("", index=self.cells.index, dtype="str")
        column: pd.Series = self.cells.get(heading, blank)
        return column


@dataclass(frozen=True, kw_only=True)
class Format(Generic[AnyReading]):
    """An official format.

    Parameters
    ----------
    headings
        The columns that it must have and by which it is recognised.
    read
        Makes a reading of what was opened, for a département or (None) for all of France.
    optional
        The columns that it may have besides and that are used; all others are left unread.
    """

    headings: tuple[str, ...]
    read: Callable[[OfficialCells, str | None], AnyReading]
    optional: tuple[str, ...] = ()


def recognise(
    path: Path, formats: Sequence[Format[AnyReading]], *, own: Collection[str]
) -> tuple[Format[AnyReading], OfficialCells] | None:
    """Find the official format of a file by its headings, and read its cells.

    Parameters
    ----------
    path
        A file, perhaps compressed.
    formats
        Those that it may have.
    own
        The headings of our own format.

    Returns
    -------
    tuple of Format and OfficialCells, or None
        None if the file looks like our own format, or like none: then the strict reader, which
        explains itself better, shall have it.

    Raises
    ------
    DataError
        If the file is of an official format but damaged, or too large.
    """
    raw = content.unpacked(path)
    encoding = encoding_of(raw)
    if not encoding:
        return None
    families = [own, *(each.headings for each in formats)]
    likeness, order, separator, junk = _nearest(_opening(raw, encoding), families)
    if likeness <= 0 or order == 0:
        return None
    chosen = formats[order - 1]
    lines = delimited.lines(path, raw, encoding)
    heading = list(islice(lines, junk + 1))[-1]
    known = (*chosen.headings, *chosen.optional)
    renamed = [_official(name, known) for name in _split(heading, separator)]
    cells = delimited.parse_cells(
        chain([f"{separator.join(renamed)}\n"], lines),
        path=path, required=chosen.headings, separator=separator,
        kept=known,
    )  # fmt: skip
    cells.index += junk
    found = []
    if encoding == "cp1252":
        found = remarks("repaired", f"Fichier lu en {encoding}, faute d'être en UTF-8", [path.name])
    return chosen, OfficialCells(path=path, cells=cells, remarks=tuple(found))


def likeness(path: Path, families: Sequence[Collection[str]]) -> int:
    """Tell how much the headings of a file are like the nearest of some formats."""
    if not path.is_file():
        return 0
    raw = content.unpacked(path)
    encoding = encoding_of(raw)
    return _nearest(_opening(raw, encoding), families)[0] if encoding else 0


def headings(path: Path) -> list[str]:
    """Give the headings of a file, split at the separator that is most likely; none if no text."""
    raw = content.unpacked(path)
    encoding = encoding_of(raw)
    line = french.legible(_heading(_opening(raw, encoding))) if encoding else ""
    return _split(line, max(delimited.SEPARATOR_NAMES, key=line.count)) if line else []


def _nearest(text: str, families: Sequence[Collection[str]]) -> tuple[int, int, str, int]:
    """Find the format whose headings are most like those of a text.

    Returns
    -------
    tuple of int, int, str and int
        How like, which format, the separator, and how many lines stand before the headings.
    """
    # The beta of 2020 has a line of junk before its headings.
    candidates = [
        (_likeness(_split(line, separator), headings), order, separator, junk)
        for junk, line in enumerate((_heading(text), _heading(text.partition("\n")[2])))
        for separator in delimited.SEPARATOR_NAMES
        for order, headings in enumerate(families)
    ]
    return max(candidates, key=lambda candidate: candidate[0])


def encoding_of(raw: bytes) -> str:
    """Name the encoding of a text, UTF-8 or else cp1252; empty if it is no text."""
    if not raw.strip() or b"\0" in raw:
        return ""
    if delimited.first_wrong_byte(raw) is None:
        return "utf-8-sig"
    return "" if _NOT_CP1252.search(raw) else "cp1252"


def _opening(raw: bytes, encoding: str) -> str:
    """Decode what the headings stand in."""
    return raw[: 2 * GREATEST_HEADING].decode(encoding, errors="ignore")


def _heading(text: str) -> str:
    return text[:GREATEST_HEADING].partition("\n")[0]


def _split(line: str, separator: str) -> list[str]:
    names = line.strip().split(separator, delimited.GREATEST_COLUMNS)
    return [name.strip().strip('"').strip() for name in names]


def _official(name: str, headings: Iterable[str]) -> str:
    """Spell a heading as the format does."""
    name = ALIASES.get(name, name)
    folded = french.fold(name)
    spelt = next((each for each in headings if french.fold(each) == folded), name)
    return f'"{spelt}"'


@lru_cache(maxsize=4096)  # each heading is compared with those of every format
def _folded(heading: str) -> str:
    return french.fold(heading)


def _likeness(heading: Iterable[str], headings: Collection[str]) -> int:
    """Count what fits less what lacks; nothing below half."""
    present = {_folded(ALIASES.get(name, name)) for name in heading}
    fitting = sum(_folded(name) in present for name in headings)
    return 2 * fitting - len(headings)


OPEN_POST = "un poste occupé et ouvert au public au moins"


def nothing_usable(path: Path, expected: str) -> DataError:
    """Make the error for a file of a known format without a row to use."""
    return DataError(
        [
            Fault(
                file=str(path),
                found="aucune ligne utilisable",
                expected=expected,
                action="Vérifiez que c'est le bon fichier, et qu'il est entier.",
            )
        ]
    )


def of_departement(
    opened: OfficialCells, codes: pd.Series, departement: str | None
) -> tuple[pd.Series, list[Remark]]:
    """Keep the rows of a département, say how many were set aside, and refuse to keep none.

    Parameters
    ----------
    opened
        The file.
    codes
        What :func:`jura_coverage.sources.repair.commune_codes` made of its codes.
    departement
        Which to keep; None for all.

    Returns
    -------
    tuple of Series and list of Remark
        The codes of the rows to keep.

    Raises
    ------
    DataError
        If no row is of this département.
    """
    usable = codes.str.fullmatch(checks.INSEE_PATTERN)
    here = usable & (codes.map(geography.departement_of) == departement) if departement else usable
    if not here.any():
        raise DataError(
            [
                Fault(
                    file=str(opened.path),
                    found="aucune ligne " + (f"du département {departement}" if departement else
                                             "dont le code Insee soit utilisable"),
                    expected="des communes "
                    + (f"du département {departement}" if departement else "de France"),
                    action="Vérifiez le fichier, ou choisissez le bon département avec "
                    "--departement.",
                )
            ]
        )  # fmt: skip
    elsewhere = int((usable & ~here).sum())
    return codes[here], remarks(
        "set_aside",
        french.count(
            elsewhere,
            "ligne d'un autre département, mise de côté",
            "lignes d'autres départements, mises de côté",
        ),
        [opened.path.name] if elsewhere else [],
    )
