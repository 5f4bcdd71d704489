"""Decision sheets: one page a commune and an EPCI, for screen and paper."""

from jura_coverage.publish.sheets.content import every_commune, every_epci, find, sheet
from jura_coverage.publish.sheets.files import write
from jura_coverage.publish.sheets.model import Area, Sheet
from jura_coverage.publish.sheets.page import drawn, file_stem, html
from jura_coverage.publish.sheets.pdf import needed
from jura_coverage.publish.sheets.shared import Shared

__all__ = [
    "Area",
    "Shared",
    "Sheet",
    "drawn",
    "every_commune",
    "every_epci",
    "file_stem",
    "find",
    "html",
    "needed",
    "sheet",
    "write",
]
