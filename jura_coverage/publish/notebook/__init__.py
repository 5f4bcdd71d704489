"""Still pictures for notebooks, made by matplotlib (extra ``notebooks``), each with its text."""

from jura_coverage.publish.notebook.certainty import flags_by_policy, influence
from jura_coverage.publish.notebook.charts import bars, grid, intervals, lines
from jura_coverage.publish.notebook.estimate import sensitivity, within
from jura_coverage.publish.notebook.internet import (
    closures,
    fibre_history,
    fibre_series,
    technologies,
)
from jura_coverage.publish.notebook.markdown import literal
from jura_coverage.publish.notebook.picture import Picture
from jura_coverage.publish.notebook.posts import (
    added_costs,
    effects,
    fairness,
    front,
    joint_ends,
    kept,
    kept_costs,
    plans,
)
from jura_coverage.publish.notebook.still_map import theme_map, theme_table
from jura_coverage.publish.notebook.tables import (
    FrenchTable,
    headed,
    sources_table,
    table,
    threshold_grid,
)
from jura_coverage.publish.notebook.words import answer, lacking

__all__ = [
    "FrenchTable",
    "Picture",
    "added_costs",
    "answer",
    "bars",
    "closures",
    "effects",
    "fairness",
    "fibre_history",
    "fibre_series",
    "flags_by_policy",
    "front",
    "grid",
    "headed",
    "influence",
    "intervals",
    "joint_ends",
    "kept",
    "kept_costs",
    "lacking",
    "lines",
    "literal",
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
