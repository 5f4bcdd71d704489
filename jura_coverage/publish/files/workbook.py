"""The workbook: real tables that can be sorted, filtered and printed, and where they come from."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range

from jura_coverage import columns, french, words
from jura_coverage.columns import Column, Kind
from jura_coverage.posts import Decision
from jura_coverage.publish import signs
from jura_coverage.publish.files import printing
from jura_coverage.publish.tables import about
from jura_coverage.publish.tables.all import all_tables
from jura_coverage.publish.tables.table import Table
from jura_coverage.study import Result

# As wide as an indent, which LibreOffice forgets where a number follows one of another format.
INDENT = "_ _ _ "
PREFACE_WIDTHS = (46, 68)
NO_DATE = datetime(1980, 1, 1)
HAIRLINE = 7


def sheets(result: Result, decision: Decision | None = None) -> list[Table]:
    """Give the sheets of a run, in their order."""
    shown = all_tables(result, decision)
    return [*shown, *about.tables(result, decision, shown)]


def write_workbook(result: Result, path: Path, *, decision: Decision | None = None) -> None:
    """Write every sheet, after one that says what the workbook holds and what it does not say."""
    with _book(path, title=_title(result)) as book:
        shown = sheets(result, decision)
        _write_preface(book, result, decision, shown)
        _write_sheets(book, shown, footer=_footer(result))


def write_tables(tables: Sequence[Table], path: Path, *, title: str) -> None:
    """Write some tables, a sheet each."""
    with _book(path, title=title) as book:
        _write_sheets(book, tables, footer="&L&A&RPage &P sur &N")


@contextmanager
def _book(path: Path, *, title: str) -> Iterator[Any]:
    """Lend a workbook that is written to a path in the end."""
    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_format_properties": dict(printing.FONT),  # XlsxWriter adds to what it is given
        "in_memory": True,
    }  # fmt: skip
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": title, "created": NO_DATE})
        yield book
    path.write_bytes(written.getvalue())


def _write_sheets(book: Any, shown: Sequence[Table], *, footer: str) -> None:
    kinds = dict.fromkeys(column.kind for sheet in shown for column in sheet.columns)
    styles = {kind: _styles(book, kind) for kind in kinds}
    for sheet in shown:
        _write_sheet(book, sheet, styles=styles, footer=footer)


def _styles(book: Any, kind: Kind) -> tuple[Any, Any]:
    """Make the formats of a heading and of the cells below it; both align, neither touches."""
    left = kind.is_text
    aligned = {"valign": "top", "align": "left" if left else "right"}
    head = book.add_format({**aligned, "indent": 1, "bold": True, "text_wrap": True})
    cell = book.add_format(
        {
            **aligned,
            "indent": int(left),
            "num_format": kind.number_format + ("" if left else INDENT),
            "bottom": HAIRLINE,
            "bottom_color": signs.CELL_LINE,
            "quote_prefix": left,
            "text_wrap": left,
        }
    )
    return head, cell


def _title(result: Result) -> str:
    return french.typeset(
        "Internet et conseillers numériques, "
        f"département {result.territory.departement} : communes et intercommunalités"
    )


def _footer(result: Result) -> str:
    return f"&L&A&CParamètres {result.fingerprint}&RPage &P sur &N"


def _write_preface(
    book: Any, result: Result, decision: Decision | None, shown: Sequence[Table]
) -> None:
    sheet = book.add_worksheet("À lire")
    large = book.add_format({"bold": True, "font_size": 15})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for position, width in enumerate(PREFACE_WIDTHS):
        sheet.set_column(position, position, width, wrapped)
    sheet.write_string(0, 0, _title(result), large)
    certainty = words.certainty_figure(decision) if decision else []
    pairs = [
        *((label, value, bold) for label, value in (*words.key_figures(result), *certainty)),
        *((f"Feuille « {each.title} »", each.meaning, wrapped) for each in shown),
    ]
    for row, (label, value, style) in enumerate(pairs, start=2):
        sheet.write_string(row, 0, french.typeset(label), wrapped)
        sheet.write_string(row, 1, french.legible(french.typeset(value)), style)
        points = map(printing.text_points, (label, value), PREFACE_WIDTHS)
        sheet.set_row(row, max(points))
    texts = [
        words.thresholds(result.parameters),
        words.minutes_by(result),
        *words.to_know(result),
        *(_about_plan(decision) if decision else []),
        "Les éditions et les licences sont dans « Sources », le sens de chaque colonne dans "
        "« Dictionnaire ».",
    ]
    for row, said in enumerate(texts, start=3 + len(pairs)):
        sheet.merge_range(row, 0, row, 1, french.legible(french.typeset(said)), wrapped)
        sheet.set_row(row, printing.text_points(said, sum(PREFACE_WIDTHS)))
    sheet.set_paper(printing.A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(_footer(result))


def _about_plan(decision: Decision) -> list[str]:
    """Say what the sheets of the plan stand on."""
    return [
        words.reach(decision.result), words.LIKELY_TEXT, words.PROGRAMME,
        words.costs(decision.add.rule), words.RENEWALS, words.FREE,
        words.assumed(decision.result), words.NOT_CONSIDERED,
    ]  # fmt: skip


def _write_sheet(
    book: Any, sheet: Table, *, styles: Mapping[Kind, tuple[Any, Any]], footer: str
) -> None:
    page = book.add_worksheet(sheet.title)
    last_row, last_column = max(len(sheet.frame), 1), len(sheet.columns) - 1
    heads = [
        dict(zip(("header_format", "format"), styles[column.kind], strict=True))
        for column in sheet.columns
    ]
    page.add_table(
        0, 0, last_row, last_column,
        {
            "name": f"T_{book.worksheets_objs.index(page)}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": french.typeset(column.heading), **head}
                for column, head in zip(sheet.columns, heads, strict=True)
            ],
        },
    )  # fmt: skip
    for position, column in enumerate(sheet.columns):
        for row, value in enumerate(sheet.frame[column.field], start=1):
            _write_cell(page, row, position, value, column, styles[column.kind][1])
    # Codes are text that looks like numbers: no mark in the corner of each.
    page.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})
    page.freeze_panes(1, sheet.frozen)
    _set_up_pages(page, sheet, footer=footer)


def _set_up_pages(page: Any, sheet: Table, *, footer: str) -> None:
    """Make room for what is written, and spread it over pages of A4 that can be read."""
    widths = printing.widths(sheet)
    for position, width in enumerate(widths):
        page.set_column(position, position, width)
    page.set_row(0, printing.heading_points(sheet, widths))
    for row, points in enumerate(printing.row_points(sheet, widths), start=1):
        page.set_row(row, points)
    page.repeat_rows(0)
    page.repeat_columns(0, sheet.frozen - 1)
    page.set_landscape()
    page.set_paper(printing.A4)
    page.set_margins(**printing.MARGINS_INCHES)
    page.set_print_scale(printing.scale_percent(sheet, widths))
    page.set_v_pagebreaks(printing.breaks(sheet, widths))
    page.print_across()
    page.set_footer(footer)


def _write_cell(page: Any, row: int, position: int, value: Any, column: Column, style: Any) -> None:
    """Write a value as what it is; a missing one is an empty cell, and text stays text."""
    if pd.isna(value) or value == "":
        page.write_blank(row, position, None, style)
    elif column.kind.is_text:
        # A name is written as its source has it, to be looked up; what explains, as print has it.
        said = french.typeset(str(value)) if column.origin == columns.ABOUT else str(value)
        page.write_string(row, position, french.legible(said)[: printing.CELL_LENGTH], style)
    elif column.kind is columns.DATE:
        page.write_datetime(row, position, date.fromisoformat(value), style)
    else:
        page.write_number(row, position, float(value), style)
