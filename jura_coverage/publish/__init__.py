"""Maps, pages, sheets and files: they draw and write what a study found, and nothing else.

What is named here loads on first use: themes and templates serve tables and sheets too, which do
not need Folium.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jura_coverage.publish.map.page import CoverageMap, write_page
    from jura_coverage.publish.pages.check import write_check
    from jura_coverage.publish.pages.index import write_index

__all__ = ["CoverageMap", "write_check", "write_index", "write_page"]
MODULES = {
    "CoverageMap": "map.page", "write_page": "map.page", "write_check": "pages.check",
    "write_index": "pages.index",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in MODULES:
        return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
