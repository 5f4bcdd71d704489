"""Workbooks (xlsx) as text: bounded before they are parsed, and read to their real end."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from jura_coverage.errors import DataError, Wording
from jura_coverage.sources import content, packed
from jura_coverage.sources.grid import UNCOMPUTED, Grid, Row, text
from jura_coverage.sources.hushed import hushed
from jura_coverage.sources.sheet_part import Part, looked_through

# A list of posts has a hundred rows of a dozen cells.
GREATEST_BYTES = 20_000_000
GREATEST_MEMBERS = 1_000
GREATEST_SHEETS = 100
GREATEST_UNPACKED_BYTES = 50_000_000
# Elements of a sheet, and of any other part, each of which becomes an object.
GREATEST_ELEMENTS = {"xl/worksheets/": 400_000, "": 50_000}
GREATEST_ROWS = 20_000
LAST_ROW = 1_048_576
GREATEST_COLUMNS = 1_000
GREATEST_CELLS = 2_000_000
# What the page says too of a workbook that is dropped on it.
UNREADABLE = Wording(
    found="un classeur illisible",
    expected="un fichier {kind}",
    action="Ouvrez-le dans votre tableur et enregistrez-le de nouveau en {kind}.",
)
TOO_MUCH = Wording(
    found="{much}",
    expected="une liste de postes, une ligne par structure",
    action="Supprimez les lignes, les colonnes et les feuilles inutiles, ou recopiez le tableau "
    "dans un classeur neuf.",
)


def sheets(path: Path) -> list[Grid]:
    """List the sheets of a workbook.

    Raises
    ------
    DataError
        If it is unreadable, no workbook, or larger than any list of posts.
    """
    raw = packed.unpacked(path, greatest=GREATEST_BYTES)
    with reading(path, "xlsx"):
        look_at(path, raw, GREATEST_ELEMENTS)
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        if len(book.worksheets) > GREATEST_SHEETS:
            raise too_much(path, f"{len(book.worksheets)} feuilles")
        return [_grid(path, raw, sheet) for sheet in book.worksheets]


def _grid(path: Path, raw: bytes, sheet: Any) -> Grid:
    part = cache(partial(_part, path, raw, sheet))
    return Grid(
        name=text(sheet.title), sheet=True, hidden=sheet.sheet_state != "visible",
        rows=partial(_rows, path, sheet, part), unseen=lambda: part().unseen,
    )  # fmt: skip


@contextmanager
def reading(path: Path, kind: str) -> Iterator[None]:
    """Say in French what of a workbook cannot be read."""
    from xml.etree.ElementTree import ParseError
    from xml.parsers.expat import ExpatError

    from openpyxl.utils.exceptions import InvalidFileException

    try:
        # openpyxl warns of what styles lack, and even prints it, in English.
        with hushed():
            yield
    except DataError:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, ExpatError, KeyError,
        ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, NotImplementedError,
        RuntimeError, OverflowError, AssertionError,
    ) as error:  # fmt: skip
        raise content.worded(path, UNREADABLE, kind=kind) from error


def look_at(path: Path, raw: bytes, greatest: Mapping[str, int]) -> None:
    """Unpack each part once, a piece at a time, and refuse what would fill memory or time.

    Parameters
    ----------
    path, raw
        The file, and what it holds.
    greatest
        How many elements a part may have whose name begins so; the first that fits counts.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > GREATEST_MEMBERS:
            raise too_much(path, f"{len(parts)} fichiers dans le classeur")
        if sum(part.file_size for part in parts) > GREATEST_UNPACKED_BYTES:
            raise content.too_large(path, GREATEST_UNPACKED_BYTES)
        for part in parts:
            most = next(most for start, most in greatest.items() if part.filename.startswith(start))
            if archive.read(part).count(b"<") > most:
                raise too_much(path, f"plus de {most} éléments dans « {part.filename} »")


def _rows(path: Path, sheet: Any, part: Callable[[], Part], most: int | None) -> list[Row]:
    with reading(path, "xlsx"):
        sheet.reset_dimensions()  # what a sheet says of its size may be of long ago
        numbered = enumerate(sheet.iter_rows(values_only=True), start=1)
        lacking = part().uncomputed
        rows = ((number, _told(row, lacking.get(number, ()))) for number, row in numbered)
        return list(islice(bounded(path, rows), most))


def _told(row: Sequence[Any], lacking: Iterable[int]) -> list[str]:
    """Write a row up to its last cell that holds anything; one that is only formatted does not."""
    beyond = row[GREATEST_COLUMNS:]
    cells = list(map(text, row[:GREATEST_COLUMNS] if beyond.count(None) == len(beyond) else row))
    for place in lacking:
        cells += [""] * (place + 1 - len(cells))
        cells[place] = UNCOMPUTED
    while cells and not cells[-1]:
        cells.pop()
    return cells


def bounded(path: Path, rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out rows without any text, and refuse more than a list of posts has."""
    found = cells = 0
    for number, row in rows:
        if number > LAST_ROW:
            raise too_much(path, f"une ligne après la {LAST_ROW}e")
        if len(row) > GREATEST_COLUMNS:
            raise too_much(path, f"plus de {GREATEST_COLUMNS} colonnes (ligne {number})")
        if not any(row):
            continue
        found, cells = found + 1, cells + len(row)
        if found > GREATEST_ROWS or cells > GREATEST_CELLS:
            raise too_much(path, f"plus de {GREATEST_ROWS} lignes ou {GREATEST_CELLS} cellules")
        yield number, row


def _part(path: Path, raw: bytes, sheet: Any) -> Part:
    with reading(path, "xlsx"), zipfile.ZipFile(io.BytesIO(raw)) as archive:
        # Nothing public says which part a sheet is while it is read a row at a time.
        return looked_through(archive.read(sheet._worksheet_path), most_columns=GREATEST_COLUMNS)


def too_much(path: Path, found: str) -> DataError:
    """Make the error for a workbook that is larger than a list of posts."""
    return content.worded(path, TOO_MUCH, much=found)
