"""Maps and pages: they draw what the measures found, and nothing else."""

from jura_coverage.maps.page import CoverageMap, write_page
from jura_coverage.maps.site import write_check, write_index

__all__ = ["CoverageMap", "write_check", "write_index", "write_page"]
