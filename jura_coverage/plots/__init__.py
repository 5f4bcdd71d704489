"""Still pictures for notebooks, made by matplotlib (extra ``notebooks``), each with its text."""

from jura_coverage.plots.charts import bars, grid, intervals, lines
from jura_coverage.plots.picture import Picture
from jura_coverage.plots.still_map import theme_map, theme_table
from jura_coverage.plots.tables import Table, sources_table, table, threshold_grid

__all__ = [
    "Picture",
    "Table",
    "bars",
    "grid",
    "intervals",
    "lines",
    "sources_table",
    "table",
    "theme_map",
    "theme_table",
    "threshold_grid",
]
