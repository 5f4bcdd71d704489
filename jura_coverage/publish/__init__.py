"""Maps, pages, sheets and files: they draw and write what a study found, and nothing else.

What is named here loads on first use: themes and templates serve tables and sheets too, which do
not need Folium.
"""

from typing import TYPE_CHECKING

from jura_coverage import lazily

if TYPE_CHECKING:
    from jura_coverage.publish.map.page import CoverageMap, write_page
    from jura_coverage.publish.pages.accessibility import write_accessibility
    from jura_coverage.publish.pages.check import write_check
    from jura_coverage.publish.pages.index import write_index

__all__ = ["CoverageMap", "write_accessibility", "write_check", "write_index", "write_page"]
__getattr__ = lazily(
    __name__,
    {
        "CoverageMap": "map.page",
        "write_accessibility": "pages.accessibility",
        "write_check": "pages.check",
        "write_index": "pages.index",
        "write_page": "map.page",
    },
)


def __dir__() -> list[str]:
    return __all__
