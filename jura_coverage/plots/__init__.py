"""Still pictures for notebooks, made by matplotlib (extra ``notebooks``), each with its text."""

from jura_coverage.plots.certainty import flags_by_definition, influence
from jura_coverage.plots.charts import bars, grid, intervals, lines
from jura_coverage.plots.estimate import sensitivity, within
from jura_coverage.plots.internet import closures, fibre_history, fibre_series, technologies
from jura_coverage.plots.picture import Picture
from jura_coverage.plots.posts import (
    added_costs,
    ends,
    fairness,
    joint_ends,
    kept_costs,
    plans,
)
from jura_coverage.plots.still_map import theme_map, theme_table
from jura_coverage.plots.tables import Table, sources_table, table, threshold_grid
from jura_coverage.plots.words import answer, beyond, lacking

__all__ = [
    "Picture",
    "Table",
    "added_costs",
    "answer",
    "bars",
    "beyond",
    "closures",
    "ends",
    "fairness",
    "fibre_history",
    "fibre_series",
    "flags_by_definition",
    "grid",
    "influence",
    "intervals",
    "joint_ends",
    "kept_costs",
    "lacking",
    "lines",
    "plans",
    "sensitivity",
    "sources_table",
    "table",
    "technologies",
    "theme_map",
    "theme_table",
    "threshold_grid",
    "within",
]
