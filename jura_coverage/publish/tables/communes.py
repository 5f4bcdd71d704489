"""The table of communes, with French headings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import columns, words
from jura_coverage.measures import flags, internet
from jura_coverage.study import Result

if TYPE_CHECKING:  # certainty loads more than a run of today needs
    from jura_coverage.posts import Certainty


COPPER_STATES = {
    internet.CLOSED: words.CLOSED_AS_LISTED,
    internet.PLANNED: "date fixée",
    internet.UNPLANNED: words.UNDATED,
}

OPTIONAL = (*columns.CERTAINTY, *columns.BUILDINGS)


def commune_table(result: Result, *, certainty: "Certainty | None" = None) -> pd.DataFrame:
    """Give a row a commune with French headings; an empty cell is a missing value.

    Parameters
    ----------
    result
        A run.
    certainty
        Adds how sure each flag is, and under how many other choices it holds.
    """
    rows = said(result, certainty)
    return columns.table(rows, known(columns.COMMUNES, rows))


def known(wanted: Iterable[columns.Column], rows: pd.DataFrame) -> list[columns.Column]:
    """Leave out the columns that only a plan or buildings tell, where rows are without them."""
    return [column for column in wanted if column not in OPTIONAL or column.name in rows]


def provenance_columns(result: Result) -> dict[str, str]:
    """Give what tables without a place for their provenance say in every row."""
    values = provenance(result)
    return {column.field: values[column.name] for column in columns.PROVENANCE}


def _copper_states(communes: pd.DataFrame) -> pd.Series:
    """Say what the list says: it dates closed networks too, and gives a year without a date."""
    states = communes["copper_status"].map(COPPER_STATES).fillna("")
    unplanned = (communes["copper_status"] == internet.UNPLANNED).fillna(False)
    return states.mask(unplanned, words.undated(communes["copper_closure_year"]))


def provenance(result: Result) -> dict[str, str]:
    """Give what the rows of a table may come from, by the names of their columns."""
    return {
        "engine": result.engine,
        "editions": words.editions_line(result.sources),
        "fingerprint": result.fingerprint,
    }


def said(result: Result, certainty: "Certainty | None" = None) -> pd.DataFrame:
    """Give the measures of each commune, and in words what code holds as codes and numbers.

    Parameters
    ----------
    result
        A run.
    certainty
        Adds the columns that only a plan tells.

    Returns
    -------
    DataFrame
        On INSEE codes, a column for each name of :data:`jura_coverage.columns.COMMUNES`.
    """
    communes = pd.DataFrame(result.communes)
    if certainty is not None:
        names = [column.name for column in columns.CERTAINTY]
        communes = communes.join(certainty.communes[names])
        communes["standing"] = communes["standing"].map(words.STANDINGS)
    return worded(communes.assign(**provenance(result)))


def worded(communes: pd.DataFrame) -> pd.DataFrame:
    """Say in words what code holds as codes and numbers.

    Parameters
    ----------
    communes
        Rows of :attr:`jura_coverage.study.Result.communes`, with the columns of
        :data:`jura_coverage.columns.PROVENANCE`.
    """
    flagged = (communes["situation"] == flags.POOR_AND_FAR).astype("boolean")
    return communes.assign(
        insee=communes.index,
        flagged=flagged.mask(communes["situation"] == flags.NO_DATA),
        situation=communes["situation"].map(words.SITUATION_NAMES),
        copper_status=_copper_states(communes),
        income_said=[
            words.income(euros, state)
            for euros, state in zip(
                communes["median_income"], communes["income_status"], strict=True
            )
        ],
        income_status=communes["income_status"].map(words.INCOME_STATES),
        origin_source=communes["origin_source"].map(words.ORIGIN_NAMES),
    )
