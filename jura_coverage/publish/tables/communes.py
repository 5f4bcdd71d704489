"""The table of communes, with French headings."""

from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import columns
from jura_coverage.measures import internet
from jura_coverage.publish.files.plain import _provenance, _said
from jura_coverage.study import Result

if TYPE_CHECKING:  # scenarios load more than a run of today needs
    from jura_coverage.measures.certainty import Robustness


COPPER_STATES = {
    internet.CLOSED: "déjà fermé, selon la liste officielle",
    internet.PLANNED: "date fixée",
    internet.UNPLANNED: "date non fixée",
}


def commune_table(result: Result, *, certainty: "Robustness | None" = None) -> pd.DataFrame:
    """Give a row a commune with French headings; an empty cell is a missing value.

    Parameters
    ----------
    result
        A run.
    certainty
        Adds in which share of the scenarios each commune is flagged, and its rank.
    """
    unknown = columns.CERTAINTY if certainty is None else ()
    shown = [column for column in columns.COMMUNES if column not in unknown]
    return columns.table(_said(result, certainty), shown)


def provenance_columns(result: Result) -> dict[str, str]:
    """Give what tables without a place for their provenance say in every row."""
    said = _provenance(result)
    return {column.field: said[column.name] for column in columns.PROVENANCE}


def _copper_states(communes: pd.DataFrame) -> pd.Series:
    """Say what the list says: it dates closed networks too, and gives a year without a date."""
    states = communes["copper_status"].map(COPPER_STATES).fillna("")
    year = communes["copper_closure_year"].astype("string")
    bounded = (communes["copper_status"] == internet.UNPLANNED).fillna(False) & year.notna()
    return states.mask(bounded, states + " (" + year.fillna("") + " au plus tard)")
