"""Maps and pages: they draw what the measures found, and nothing else."""

from jura_coverage.maps.page import CoverageMap, write_page
from jura_coverage.maps.site import order_pictures, write_index

__all__ = ["CoverageMap", "order_pictures", "write_index", "write_page"]
