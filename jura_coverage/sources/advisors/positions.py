"""Positions of our own tables of posts that are wrong as a whole: told once, not once a column."""

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import Fault, Wording
from jura_coverage.sources import checks

SWAPPED = Wording(
    found="une latitude et une longitude qui semblent inversées",
    expected="chacune dans sa colonne",
    action="Échangez les deux cellules.",
)
AT_ZERO = Wording(
    found="la position 0, 0",
    expected="une position en France, ou deux cellules vides",
    action=f"{french.capital(checks.BOTH_EMPTY)}.",
)


def impossible(
    table: pd.DataFrame, departement: str | None, *, file: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Find rows whose two degrees are each other's, or nothing.

    Parameters
    ----------
    table
        With `host`, `latitude` and `longitude` in degrees; the index says the line of the file.
    departement
        In whose part of France the two are, once they are exchanged; None for any.
    file
        The file as the user named it.

    Returns
    -------
    tuple of DataFrame and list of Fault
        The table without these positions, whose columns need no other word, and a fault a row.
    """
    latitude, longitude = table["latitude"], table["longitude"]
    west, south, east, north = checks.position_bounds(departement)
    swapped = latitude.between(west, east) & longitude.between(south, north)
    nowhere = (latitude == 0) & (longitude == 0)
    wrong = swapped | nowhere
    return table.assign(latitude=latitude.mask(wrong), longitude=longitude.mask(wrong)), [
        *checks.row_faults(table, swapped, SWAPPED, file=file),
        *checks.row_faults(table, nowhere, AT_ZERO, file=file),
    ]
