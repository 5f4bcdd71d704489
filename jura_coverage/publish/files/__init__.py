"""Files for other programs: spreadsheets, QGIS, databases and scripts."""

from jura_coverage.publish.files.formats import FORMATS, available, chosen, missing, write

__all__ = ["FORMATS", "available", "chosen", "missing", "write"]
