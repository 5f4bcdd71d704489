"""Spreadsheets of LibreOffice (ods) as text, within the bounds of a workbook."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from jura_coverage.sources import packed, workbook
from jura_coverage.sources.grid import UNCOMPUTED, Grid, Row, Unseen, text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PART = "content.xml"
GREATEST_ELEMENTS = {PART: 400_000, "": 50_000}
_TABLE, _OFFICE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("table", "office", "text", "style")
)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBERS = ("float", "percentage", "currency")
_UNSEEN = ("collapse", "filter")


def is_one(path: Path) -> bool:
    """Tell a spreadsheet of LibreOffice from other workbooks, by the part that holds its cells."""
    raw = packed.unpacked(path, greatest=workbook.GREATEST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def sheets(path: Path) -> list[Grid]:
    """List the sheets.

    Raises
    ------
    DataError
        If it is unreadable, or larger than any list of posts.
    """
    from xml.etree import ElementTree

    raw = packed.unpacked(path, greatest=workbook.GREATEST_BYTES)
    with workbook.reading(path, "ods"):
        workbook.look_at(path, raw, GREATEST_ELEMENTS)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            part = archive.read(PART)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise ValueError
        # Entities are refused above, and the number of elements is bounded.
        root = ElementTree.fromstring(part)  # noqa: S314
        tables = list(root.iter(f"{_TABLE}table"))
        if len(tables) > workbook.GREATEST_SHEETS:
            raise workbook.too_much(path, f"{len(tables)} feuilles")
        hidden = {
            style.get(f"{_STYLE}name")
            for style in root.iter(f"{_STYLE}style")
            for each in style.iter(f"{_STYLE}table-properties")
            if each.get(f"{_TABLE}display") == "false"
        }
        return [
            Grid(
                name=text(table.get(f"{_TABLE}name")), sheet=True,
                hidden=table.get(f"{_TABLE}style-name") in hidden,
                rows=partial(_rows, path, table), unseen=partial(_unseen, path, table),
            )
            for table in tables
        ]  # fmt: skip


def _rows(path: Path, table: "Element", most: int | None) -> list[Row]:
    with workbook.reading(path, "ods"):
        return list(islice(workbook.bounded(path, _repeated(table)), most))


def _repeated(table: "Element") -> Iterator[Row]:
    """Give each row as often as it stands there; those without text as one."""
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        times = _times(row, "rows")
        cells = list(_cells(row))
        for again in range(times if any(cells) else 0):
            yield number + again, cells
        number += times


def _cells(row: "Element") -> Iterator[str]:
    """Give the texts of a row without the blank ones at its end, which fill the sheet."""
    blank = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times, told = _times(cell, "columns"), _told(cell)
        if not told:
            blank += times
            continue
        # One more than there may be is refused.
        yield from [""] * min(blank, workbook.GREATEST_COLUMNS)
        yield from [told] * min(times, workbook.GREATEST_COLUMNS + 1)
        blank = 0


def _told(cell: "Element") -> str:
    """Give the value of a cell where it is exact, else what it shows, without its comments."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in _NUMBERS:
        return text(float(cell.get(f"{_OFFICE}value", "")))
    if kind == "date":
        return text(cell.get(f"{_OFFICE}date-value", "")[:10])
    if kind == "boolean":
        return text(cell.get(f"{_OFFICE}boolean-value") == "true")
    shown = text(" ".join("".join(each.itertext()) for each in cell.findall(f"{_TEXT}p")))
    lacking = kind is None and not shown and cell.get(f"{_TABLE}formula") is not None
    return UNCOMPUTED if lacking else shown


def _times(element: "Element", what: str) -> int:
    times = int(element.get(f"{_TABLE}number-{what}-repeated", 1))
    if not 1 <= times <= workbook.LAST_ROW:
        raise ValueError
    return times


def _unseen(path: Path, table: "Element") -> Unseen:
    """Find the rows and columns that are hidden, by hand or by a filter."""
    found: dict[str, set[int]] = {"row": set(), "column": set()}
    with workbook.reading(path, "ods"):
        for kind, first, most in (
            ("row", 1, workbook.LAST_ROW), ("column", 0, workbook.GREATEST_COLUMNS)
        ):  # fmt: skip
            place = first
            for element in table.iter(f"{_TABLE}table-{kind}"):
                times = _times(element, f"{kind}s")
                if element.get(f"{_TABLE}visibility") in _UNSEEN:
                    found[kind].update(range(place, min(place + times, most + 1)))
                place += times
    return Unseen(rows=frozenset(found["row"]), columns=frozenset(found["column"]))
