"""All of France on one page: what it draws."""

from jura_coverage.publish.national.geometry import EUROPE, frames
from jura_coverage.publish.national.page import write_page

__all__ = ["EUROPE", "frames", "write_page"]
