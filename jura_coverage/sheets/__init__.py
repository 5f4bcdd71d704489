"""Decision sheets: one page a commune and an EPCI, for screen and paper."""

from jura_coverage.sheets.content import Area, Sheet, every_commune, every_epci, find, sheet
from jura_coverage.sheets.files import write
from jura_coverage.sheets.page import html
from jura_coverage.sheets.pdf import needed

__all__ = [
    "Area",
    "Sheet",
    "every_commune",
    "every_epci",
    "find",
    "html",
    "needed",
    "sheet",
    "write",
]
