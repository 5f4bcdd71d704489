"""The workbook: real tables that can be sorted, filtered and printed, and where they come from."""

import textwrap
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from jura_coverage import advice, french, report
from jura_coverage.decision import Decision
from jura_coverage.export import about, tables
from jura_coverage.export.columns import Column, Kind, Table
from jura_coverage.pipeline import Result

# Excel shows separators in the reader's language.
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "weighted": "#,##0.0",
    "percent": '0.0" %"',
    "minutes": "0.0",
    "date": "dd/mm/yyyy",
    "year": "0",
    "euros": '#,##0" €"',
    "index": "0.00",
}
WIDTHS: dict[Kind, int] = {
    "text": 16, "count": 11, "weighted": 11, "percent": 11, "minutes": 12, "date": 12, "year": 12,
    "euros": 12, "index": 9,
}  # fmt: skip
LONGEST, LONGEST_WIDE, PREFACE_WIDTH = 46, 28, 114
NO_DATE = datetime(1980, 1, 1)
A3, A4 = 8, 9
HAIRLINE = 7
LINE_POINTS, MOST_LINES = 15, 27  # a row is at most 409 points high
# Excel's own limit; a longer text would make it repair the file.
CELL_LENGTH = 32_767


def sheets(result: Result, decision: Decision | None = None) -> list[Table]:
    """Give the sheets of a run, in their order."""
    shown = tables.all_tables(result, decision)
    return [*shown, *about.tables(result, decision, shown)]


def write_workbook(result: Result, path: Path, *, decision: Decision | None = None) -> None:
    """Write every sheet, after one that says what the workbook holds and what it does not say."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": _title(result), "created": NO_DATE})
        _write_preface(book, result, decision)
        formats = {
            kind: book.add_format(
                {
                    "num_format": pattern,
                    "valign": "top",
                    "bottom": HAIRLINE,
                    "bottom_color": "#b9c1c9",
                    "quote_prefix": kind == "text",
                    "text_wrap": kind == "text",
                    "indent": int(kind == "text"),
                }
            )
            for kind, pattern in NUMBER_FORMATS.items()
        }
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in sheets(result, decision):
            _write_sheet(book, sheet, formats=formats, head=head, footer=_footer(result))


def _title(result: Result) -> str:
    return (
        "Internet et conseillers numériques, "
        f"département {result.territory.departement} : communes et intercommunalités"
    )


def _footer(result: Result) -> str:
    return f"&L&A&CParamètres {result.parameters.fingerprint()}&RPage &P sur &N"


def _write_preface(book: Any, result: Result, decision: Decision | None) -> None:
    sheet = book.add_worksheet("À lire")
    large = book.add_format({"bold": True, "font_size": 15})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, LONGEST, wrapped)
    sheet.set_column(1, 1, PREFACE_WIDTH - LONGEST, wrapped)
    sheet.write_string(0, 0, _title(result), large)
    row = 2
    for label, value in report.key_figures(result):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, value, bold)
        row += 1
    texts = [
        report.thresholds(result.parameters),
        f"Minutes : {result.engine}.",
        *about.LIMITS,
        *(_about_plan(decision) if decision else []),
        "Les éditions et les licences sont dans « Sources », le sens de chaque colonne dans "
        "« Dictionnaire ».",
    ]
    for position, text in enumerate(texts, start=row + 1):
        sheet.merge_range(position, 0, position, 1, french.unbroken(text), wrapped)
        sheet.set_row(position, LINE_POINTS * _lines(text, PREFACE_WIDTH))
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_footer(result))


def _about_plan(decision: Decision) -> list[str]:
    """Say what the sheets of the plan stand on."""
    return [
        advice.reach(decision.base), advice.LIKELY, advice.PROGRAMME,
        advice.costs(decision.add.rule), advice.RENEWALS, advice.FREE,
        advice.assumed(decision.base), advice.NOT_CONSIDERED,
    ]  # fmt: skip


def _write_sheet(
    book: Any, sheet: Table, *, formats: dict[Kind, Any], head: Any, footer: str
) -> None:
    page = book.add_worksheet(sheet.title)
    last_row, last_column = max(len(sheet.frame), 1), len(sheet.columns) - 1
    page.add_table(
        0, 0, last_row, last_column,
        {
            "name": f"T_{book.worksheets_objs.index(page)}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.label, "header_format": head, "format": formats[column.kind]}
                for column in sheet.columns
            ],
        },
    )  # fmt: skip
    longest = LONGEST_WIDE if sheet.wide else LONGEST
    lines = [1] * len(sheet.frame)
    for position, column in enumerate(sheet.columns):
        values = sheet.frame.iloc[:, position]
        width = _width(values, column, longest=longest)
        page.set_column(position, position, width)
        for row, value in enumerate(values, start=1):
            _write_cell(page, row, position, value, column, formats)
            if column.kind == "text":
                lines[row - 1] = max(lines[row - 1], _lines(value, width))
    for row, number in enumerate(lines, start=1):
        if number > 1:  # LibreOffice makes no room by itself
            page.set_row(row, LINE_POINTS * number)
    page.set_row(0, 48)
    page.freeze_panes(1, sheet.frozen)
    page.repeat_rows(0)
    page.repeat_columns(0, sheet.frozen - 1)
    page.set_landscape()
    page.set_paper(A3 if sheet.wide else A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(2 if sheet.wide else 1, 0)  # on one, thirty columns could not be read
    page.set_footer(footer)


def _write_cell(
    page: Any, row: int, position: int, value: Any, column: Column, formats: dict[Kind, Any]
) -> None:
    """Write a value as what it is; a missing one is an empty cell, and text stays text."""
    style = formats[column.kind]
    if pd.isna(value) or value == "":
        page.write_blank(row, position, None, style)
    elif column.kind == "text":
        page.write_string(row, position, str(value)[:CELL_LENGTH], style)
    elif column.kind == "date":
        page.write_datetime(row, position, date.fromisoformat(value), style)
    else:
        page.write_number(row, position, float(value), style)


def _width(values: pd.Series, column: Column, *, longest: int) -> int:
    """Give the width that shows most values whole, in characters; longer ones wrap."""
    word = max(map(len, column.label.split())) + 2  # headings are bold, and wrap between words
    least = max(WIDTHS[column.kind], word)
    if column.kind != "text":
        return least
    own = int(values.dropna().astype(str).str.len().max()) if values.notna().any() else 0
    return max(10, word, min(max(own + 2, len(column.label) // 2 + 3), longest))


def _lines(value: Any, width: int) -> int:
    """Count the lines of a text that wraps between words."""
    text = "" if pd.isna(value) else str(value)[:CELL_LENGTH]
    return min(max(1, len(textwrap.wrap(text, width - 1))), MOST_LINES)
