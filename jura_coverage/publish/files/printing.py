"""How a table fits on paper: widths of columns, heights of rows, and pages beside each other."""

import math
from itertools import pairwise
from typing import Any

import pandas as pd

from jura_coverage.columns import Column
from jura_coverage.publish.tables.table import Table

# On every office computer, or a font of the same widths: what is measured here holds there.
FONT = {"font_name": "Arial", "font_size": 10}
POINTS_PER_CHARACTER, PADDING_POINTS = 5.6, 3.75  # 7 and 5 pixels, and some room for rounding
LINE_POINTS, ROW_PADDING, ARROW_POINTS = 13, 2, 14  # the arrows of the filters lie below headings
MOST_LINES = 31  # a row is at most 409 points high
A4, A4_POINTS = 9, 842
LEAST_PERCENT = 60  # ten points are six then
MARGINS_INCHES = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
# Excel's own limit; a longer text would make it repair the file.
CELL_LENGTH = 32_767
# Letters of Arial, in digits; other capitals take 1.3, all else 1: within 5 % of the real width.
WIDE = {
    **dict.fromkeys("ijl'|’", 0.41),
    **dict.fromkeys(" ,.:;!/ftI\N{NO-BREAK SPACE}", 0.51),
    **dict.fromkeys("r()-\N{MIDDLE DOT}", 0.61),
    **dict.fromkeys("cksvxyzJ", 0.9),
    **dict.fromkeys("mMwW%@", 1.7),
}


def widths(table: Table) -> list[int]:
    """Give the width of each column that shows most values whole, in characters."""
    return [_width(table.frame[column.field], column) for column in table.columns]


def _width(values: pd.Series, column: Column) -> int:
    word = max(map(len, column.heading.split())) + 3  # headings are bold, and wrap between words
    least = max(column.kind.least_width, word)
    if not column.kind.is_text:
        return least
    own = int(values.dropna().astype(str).str.len().max()) if values.notna().any() else 0
    wanted = max(own + 3, len(column.heading) // 2 + 3)
    return max(least, min(wanted, column.width))


def heading_points(table: Table, widths: list[int]) -> int:
    """Give the height of the row of headings."""
    lines = [
        _lines(column.heading, width - 2)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    return LINE_POINTS * max(lines) + ARROW_POINTS


def row_points(table: Table, widths: list[int]) -> list[int]:
    """Give the height of each row, as high as its longest text: LibreOffice makes no room."""
    lines = [1] * len(table.frame)
    for column, width in zip(table.columns, widths, strict=True):
        if column.kind.is_text:
            for row, value in enumerate(table.frame[column.field]):
                lines[row] = max(lines[row], _lines(value, width - 2))
    return [LINE_POINTS * number + ROW_PADDING for number in lines]


def text_points(text: str, width: int) -> int:
    """Give the height of a cell that holds a text."""
    return LINE_POINTS * _lines(text, width - 2) + ROW_PADDING


def _lines(value: Any, room: float) -> int:
    """Count the lines of a text that wraps between words, and within those that are too long."""
    text = "" if pd.isna(value) else str(value)[:CELL_LENGTH]
    lines, left = 1, room
    for word in text.split(" "):
        wide = _digits_wide(word)
        if wide > left:  # a word that no line holds is cut, from the next line on
            lines += max(1, math.ceil(wide / room))
            left = room
        left -= wide + _digits_wide(" ")
    return min(lines, MOST_LINES)


def _digits_wide(text: str) -> float:
    """Measure a text in Arial, in digits, which columns are measured in."""
    return sum(WIDE.get(letter, 1.3 if letter.isupper() else 1.0) for letter in text)


def breaks(table: Table, widths: list[int]) -> list[int]:
    """Give the positions of the columns that begin a page, so that each can be read on A4."""
    room = 100 * _room_points() / LEAST_PERCENT
    repeated = _points(widths[: table.frozen])
    starts, taken = [], repeated
    for position in range(table.frozen, len(widths)):
        points = _points(widths[position : position + 1])
        if repeated < taken and taken + points > room:
            starts.append(position)
            taken = repeated
        taken += points
    return starts


def scale_percent(table: Table, widths: list[int]) -> int:
    """Give the scale at which the widest page beside others, with what it repeats, fits on A4."""
    starts = [table.frozen, *breaks(table, widths), len(widths)]
    repeated = widths[: table.frozen]
    pages = [[*repeated, *widths[start:end]] for start, end in pairwise(starts)]
    return min(100, int(100 * _room_points() / max(map(_points, pages))))


def _points(widths: list[int]) -> float:
    return POINTS_PER_CHARACTER * sum(widths) + PADDING_POINTS * len(widths)


def _room_points() -> float:
    return A4_POINTS - 72 * (MARGINS_INCHES["left"] + MARGINS_INCHES["right"])
