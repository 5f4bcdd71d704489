"""Workbooks (xlsx) as text: bounded before they are parsed, and read to their real end."""

import datetime
import io
import warnings
import zipfile
import zlib
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from jura_coverage import french
from jura_coverage.errors import DataError
from jura_coverage.sources import content

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


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """Give the rows of the first sheet that hold anything, each with its number, all as wide.

    Raises
    ------
    DataError
        If it is unreadable, no workbook, or larger than any list of posts.
    """
    from xml.etree.ElementTree import ParseError

    from openpyxl.utils.exceptions import InvalidFileException

    raw = content.read_bytes(path, greatest=GREATEST_BYTES)
    try:
        _look_at(path, raw)
        # openpyxl warns of what styles lack, and even prints it, in English.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            rows = _first_sheet(path, raw)
    except DataError:
        raise
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError,
        TypeError, AttributeError, IndexError, OSError, EOFError, NotImplementedError,
        RuntimeError, OverflowError, AssertionError,
    ) as error:  # fmt: skip
        raise content.whole_file(
            path, "un classeur illisible", "un fichier xlsx",
            "Ouvrez-le dans votre tableur et enregistrez-le de nouveau en xlsx.",
        ) from error  # fmt: skip
    width = max((len(row) for _, row in rows), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in rows]


def _look_at(path: Path, raw: bytes) -> None:
    """Unpack each part once, a piece at a time, and refuse what would fill memory or time."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > GREATEST_MEMBERS:
            raise _too_much(path, f"{len(parts)} fichiers dans le classeur")
        if sum(part.file_size for part in parts) > GREATEST_UNPACKED_BYTES:
            raise content.too_large(path, GREATEST_UNPACKED_BYTES)
        for part in parts:
            most = next(most for start, most in GREATEST_ELEMENTS.items()
                        if part.filename.startswith(start))  # fmt: skip
            if archive.read(part).count(b"<") > most:
                raise _too_much(path, f"plus de {most} éléments dans « {part.filename} »")


def _first_sheet(path: Path, raw: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > GREATEST_SHEETS:
        raise _too_much(path, f"{len(book.worksheets)} feuilles")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a sheet says of its size may be of long ago
    found: list[tuple[int, list[str]]] = []
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > LAST_ROW:
            raise _too_much(path, f"une ligne après la {LAST_ROW}e")
        if len(row) > GREATEST_COLUMNS:
            raise _too_much(path, f"plus de {GREATEST_COLUMNS} colonnes (ligne {number})")
        texts = [_text(value) for value in row]
        if not any(texts):
            continue
        cells += len(texts)
        found.append((number, texts))
        if len(found) > GREATEST_ROWS or cells > GREATEST_CELLS:
            raise _too_much(path, f"plus de {GREATEST_ROWS} lignes ou {GREATEST_CELLS} cellules")
    return found


def _too_much(path: Path, found: str) -> DataError:
    return content.whole_file(
        path, found, "une liste de postes, une ligne par structure",
        "Supprimez les lignes, les colonnes et les feuilles inutiles, ou recopiez le tableau dans "
        "un classeur neuf.",
    )  # fmt: skip


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(french.legible(str(value)).split("\n")).strip()
