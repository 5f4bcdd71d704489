"""Tables of any container: to recognised cells, and of the département.

What the State publishes is not the user's to correct. So, unlike our own formats, these may hold
other départements; a row that cannot be used is set aside and said. What concerns the file as a
whole is a fault here too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Generic, TypeVar

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault, Wording
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import (
    checks,
    content,
    delimited,
    encodings,
    packed,
    remembered,
    uncomputed,
)
from jura_coverage.sources.grid import UNCOMPUTED, Grid
from jura_coverage.sources.grids import grids_of
from jura_coverage.sources.reading import Reading

# What our own tables may call the name of a commune, which is held against its code.
SPELT = ("commune", "nom")
GREATEST_HEADING = 100_000
HEADING_WITHIN = 20  # rows of a sheet, with whatever title stands above
# Spellings of single editions, folded.
ALIASES = {
    "elig 4fg": "elig 4gf", "lib france services": "lib fs", "lat": "latitude",
    "lon": "longitude", "long": "longitude",
}  # fmt: skip

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


def recognise(
    path: Path | str, formats: Sequence[Format[AnyReading]]
) -> tuple[Format[AnyReading], OfficialCells]:
    """Find the format of a file by its headings, and read its cells.

    Parameters
    ----------
    path
        Delimited text, perhaps compressed, or any container of :mod:`jura_coverage.sources.grids`.
    formats
        Those that it may have. The first is our own: text that is like it, or like none, is read
        strictly, which explains itself better.

    Returns
    -------
    tuple of Format and OfficialCells

    Raises
    ------
    DataError
        If the file is damaged, too large, or lacks what its format needs.
    """
    path = Path(path)
    grids = grids_of(path)
    if grids is not None:
        return _from_grids(path, grids, formats)
    raw = encodings.plain(packed.unpacked(path))
    encoding = encodings.encoding_of(raw)
    own = formats[0]
    like, order, separator, junk = (
        _nearest(_opening(raw, encoding), formats) if encoding else (0, 0, "", 0)
    )
    if like <= 0 or order == 0:
        cells, noticed = delimited.own_cells(path, check=partial(own.faults, path))
        _refuse_errors(path, cells[[name for name in cells if name in own.known]])
        return own, OfficialCells(path=path, cells=cells, remarks=noticed)
    chosen = formats[order]
    lines = delimited.lines(path, raw, encoding)
    heading = list(islice(lines, junk + 1))[-1]
    renamed = [f'"{_official(name, chosen.known)}"' for name in _split(heading, separator)]
    cells = delimited.parse_cells(
        chain([f"{separator.join(renamed)}\n"], lines),
        path=path, check=partial(chosen.faults, path), separator=separator, kept=chosen.known,
        above=junk,
    )  # fmt: skip
    if chosen.own:
        _refuse_errors(path, cells)
    return chosen, OfficialCells(
        path=path, cells=cells, remarks=encodings.encoding_remarks(path, encoding)
    )


def read(
    path: Path | str,
    formats: Sequence[Format[AnyReading]],
    departement: str | None,
    *,
    apart: bool = False,
) -> AnyReading:
    """Read a file in the format of some that it has, see :func:`recognise`.

    Parameters
    ----------
    path, formats
        As in :func:`recognise`.
    departement
        Which is asked for; None for all of France.
    apart
        Whether arrondissements of Paris, Lyon and Marseille are communes of their own, and not
        folded into their city.
    """
    chosen, opened = remembered.parsed(
        path, partial(recognise, path, formats), by=tuple(map(id, formats))
    )
    # Each reader gets a table of its own, be the cells shared.
    own = replace(opened, cells=opened.cells.copy(deep=False), apart=apart)
    return chosen.read(own, departement)


def _refuse_errors(path: Path, cells: pd.DataFrame) -> None:
    """Refuse what a spreadsheet that became text could not compute."""
    checks.refuse(uncomputed.faults(path, cells, "ligne {}, colonne « {} »".format))


def _from_grids(
    path: Path, grids: Sequence[Grid], formats: Sequence[Format[AnyReading]]
) -> tuple[Format[AnyReading], OfficialCells]:
    found = _nearest_grid(grids, formats)
    if found is None:
        raise content.whole_file(
            path, "aucune ligne d'en-tête reconnue" + (
                f" dans ses {french.number(len(grids))} feuilles" if len(grids) > 1 else ""
            ),
            f"les colonnes d'un format connu, comme {french.enumeration(formats[0].needed)}",
            "Gardez les noms de colonnes d'origine ; pour les postes, partez du modèle que "
            "« jura-coverage template » écrit.",
        )  # fmt: skip
    grid, start, chosen = found
    rows = grid.rows(None)
    spelt = [_official(name, chosen.known) for name in dict(rows)[start]]
    places = [place for place, name in enumerate(spelt) if name in chosen.known]
    blind = [uncomputed.fault(path, grid.cell(start, place), name, row=start)
             for place, name in enumerate(spelt) if name == UNCOMPUTED]  # fmt: skip
    checks.refuse([*blind, *chosen.faults(path, spelt)])
    body = [(number, row) for number, row in rows if number > start]
    cells = pd.DataFrame(
        [[row[place] if place < len(row) else "" for place in places] for _, row in body],
        index=[number for number, _ in body], columns=[spelt[place] for place in places],
        dtype="str",
    )  # fmt: skip
    where = dict(zip(cells.columns, places, strict=True))
    checks.refuse(
        uncomputed.faults(path, cells, lambda row, name: grid.cell(row, where[name], name))
    )
    told = cells[(cells != "").any(axis=1)]
    if told.empty:
        raise nothing_usable(path, A_ROW)
    return chosen, OfficialCells(
        path=path, cells=told, remarks=tuple(_sheet_remarks(grid, grids, told, spelt, formats))
    )


def _nearest_grid(
    grids: Sequence[Grid], formats: Sequence[Format[AnyReading]]
) -> tuple[Grid, int, Format[AnyReading]] | None:
    """Find the sheet, the row and the format that are most alike; what is seen comes first."""
    found = [
        (_likeness(present, each), not grid.hidden, grid, number, each)
        for grid in grids
        for number, row in grid.rows(HEADING_WITHIN)
        for present in [_present(row)]
        for each in formats
    ]
    best = max(found, key=lambda each: each[:2], default=None)
    return (best[2], best[3], best[4]) if best and best[0] > 0 else None


def _sheet_remarks(
    grid: Grid, grids: Sequence[Grid], cells: pd.DataFrame, heading: Sequence[str],
    formats: Sequence[Format[AnyReading]],
) -> list[Remark]:  # fmt: skip
    """Say what an officer does not see in a sheet, and which other sheet is like it."""
    unseen = grid.unseen()
    rows = [f"ligne {line}" for line in cells.index if line in unseen.rows]
    columns = [name for place, name in enumerate(heading) if place in unseen.columns]
    used = [f"« {name} »" for name in columns if name in cells]
    like = [f"« {each.name} »" for each in grids
            if each is not grid and _nearest_grid([each], formats)]  # fmt: skip
    return [
        *remarks("warning", HIDDEN_SHEET, [f"« {grid.name} »"] if grid.hidden else []),
        *remarks(
            "warning",
            french.count(len(rows), *HIDDEN_ROWS),
            rows,
        ),
        *remarks(
            "warning", french.count(len(used), *HIDDEN_COLUMNS),
            used,
        ),
        *remarks("set_aside", ONE_SHEET.format(sheet=grid.name), like),
    ]  # fmt: skip


def openings(path: Path, *, whole: bool = True) -> list[frozenset[str]]:
    """Give, folded, what may be the headings of a file: the first rows that hold anything.

    Parameters
    ----------
    path
        The file.
    whole
        Whether all of a text must be one, or only what it begins with is looked at.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    grids = grids_of(path)
    if grids is not None:
        return [_present(row) for grid in grids for _, row in grid.rows(HEADING_WITHIN)]
    raw = packed.unpacked(path) if whole else packed.beginning(path)
    lines = encodings.plain(raw)
    encoding = encodings.encoding_of(lines if whole else lines[: lines.rfind(b"\n") + 1] or lines)
    if not encoding:
        return []
    return [present for _, _, present in _text_openings(_opening(lines, encoding))]


def likeness(found: Sequence[frozenset[str]], formats: Sequence[Format[AnyReading]]) -> int:
    """Tell how much what :func:`openings` gave is like the headings of the nearest format."""
    return max((_likeness(present, each) for present in found for each in formats), default=0)


def headings(path: Path) -> list[str]:
    """Give the headings of a file, split at the separator that is most likely; none if no text."""
    grids = grids_of(path)
    if grids is not None:
        return next((row for grid in grids for _, row in grid.rows(1)), [])
    raw = encodings.plain(packed.unpacked(path))
    encoding = encodings.encoding_of(raw)
    line = french.legible(_heading(_opening(raw, encoding))) if encoding else ""
    return _split(line, max(delimited.SEPARATOR_NAMES, key=line.count)) if line else []


def _nearest(text: str, formats: Sequence[Format[AnyReading]]) -> tuple[int, int, str, int]:
    """Find the format whose headings are most like those of a text.

    Returns
    -------
    tuple of int, int, str and int
        How like, which format, the separator, and how many lines stand before the headings.
    """
    candidates = [
        (_likeness(present, each), order, separator, junk)
        for junk, separator, present in _text_openings(text)
        for order, each in enumerate(formats)
    ]
    return max(candidates, key=lambda candidate: candidate[0])


def _text_openings(text: str) -> list[tuple[int, str, frozenset[str]]]:
    """Split what may be the headings of a text: lines before them, separator, and they, folded."""
    # The beta of 2020 has a line of junk before its headings.
    return [
        (junk, separator, _present(_split(line, separator)))
        for junk, line in enumerate((_heading(text), _heading(text.partition("\n")[2])))
        for separator in delimited.SEPARATOR_NAMES
    ]


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
    folded = _folded(name)
    return next((each for each in headings if _folded(each) == folded), name)


@lru_cache(maxsize=4096)  # each heading is compared with those of every format
def _folded(heading: str) -> str:
    folded = french.fold(heading)
    return ALIASES.get(folded, folded)


def _present(heading: Iterable[str]) -> frozenset[str]:
    """Fold the headings of a file, as they are compared."""
    return frozenset(map(_folded, heading))


def _likeness(present: frozenset[str], known: Format[AnyReading]) -> int:
    """Count the headings that fit; those that lack count against it if the format needs any."""
    fitting = sum(_folded(name) in present for name in known.headings)
    if all(_folded(name) in present for name in known.needed):
        return fitting
    return 2 * fitting - len(known.headings)


NOTHING_USABLE = Wording(
    found="aucune ligne utilisable",
    expected="{what}",
    action="Vérifiez que c'est le bon fichier, et qu'il est entier.",
)
HIDDEN_SHEET = "Feuille masquée, lue"
HIDDEN_ROWS = ("ligne masquée, comptée", "lignes masquées, comptées")
HIDDEN_COLUMNS = ("colonne masquée, lue", "colonnes masquées, lues")
ONE_SHEET = "Seule la feuille « {sheet} » est lue, et non"
A_ROW = "une ligne au moins sous l'en-tête"


def nothing_usable(path: Path, expected: str) -> DataError:
    """Make the error for a file of a known format without a row to use."""
    return content.worded(path, NOTHING_USABLE, what=expected)


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
