"""The same table in every container that lists come in."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
    )
)  # fmt: skip
Rows = Sequence[Sequence[str]]


def rows_of(text: str) -> list[list[str]]:
    """Split delimited text at the separator that its heading has most of."""
    heading = text.partition("\n")[0]
    return list(csv.reader(io.StringIO(text), delimiter=max(",;\t", key=heading.count)))


def as_json(path: Path, rows: Rows) -> None:
    """Write a list of mappings; what a CSV joins by bars is a list."""
    heading, *body = rows
    listed = [
        {
            name: cell.split("|") if "|" in cell else cell or None
            for name, cell in zip(heading, row, strict=True)
        }
        for row in body
    ]
    path.write_text(json.dumps(listed), encoding="utf-8")


def as_geojson(path: Path, rows: Rows) -> None:
    """Write a feature a row, without shapes."""
    heading, *body = rows
    features = [
        {"type": "Feature", "geometry": None,
         "properties": dict(zip(heading, row, strict=True))} for row in body
    ]  # fmt: skip
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )


def as_xlsx(path: Path, rows: Rows) -> None:
    """Write the second sheet of a workbook, under a title; the first has notes."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["À lire", "Commune : celle du lieu"])
    sheet = book.create_sheet("Liste")
    for row in (["Liste des lieux"], [], *rows):
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())


def as_ods(path: Path, rows: Rows) -> None:
    """Write the second sheet of a spreadsheet of LibreOffice; the first has notes."""
    body = "".join(sheet_row(row) for row in rows)
    write_ods(path, f"{sheet('Notes', sheet_row(['À lire']))}{sheet('Liste', body)}")


def write_ods(path: Path, tables: str, styles: str = "") -> None:
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)


def sheet(name: str, body: str, attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{body}</table:table>'


def sheet_row(row: Sequence[str], attributes: str = "") -> str:
    """Give a row whose blank cells at the end stand as one, as LibreOffice writes it."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>" if cell else "<table:table-cell/>" for cell in row
    )  # fmt: skip
    end = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row {attributes}>{cells}{end}</table:table-row>"


CONTAINERS: dict[str, Callable[[Path, Rows], None]] = {
    "json": as_json, "geojson": as_geojson, "xlsx": as_xlsx, "ods": as_ods,
}  # fmt: skip
