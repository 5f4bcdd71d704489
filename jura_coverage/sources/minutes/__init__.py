"""Tables of minutes: trips that something else measured, and beside them what measured them.

They have a row for each trip, up to millions, and so are read whole columns at a time.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jura_coverage import geography
from jura_coverage.errors import DataError, Fault, collecting
from jura_coverage.sources import content, editions
from jura_coverage.sources.minutes import matrix
from jura_coverage.sources.minutes.about import OPENSTREETMAP, About, beside, read_about, undated
from jura_coverage.sources.minutes.parts import is_minutes
from jura_coverage.sources.minutes.table import ESTIMATED, POSITION_DECIMALS, read_table
from jura_coverage.sources.reading import Publication, Reading

DEPARTURES_NAMED = 3

__all__ = [
    "OPENSTREETMAP",
    "POSITION_DECIMALS",
    "About",
    "MinutesReading",
    "beside",
    "is_minutes",
    "matrix",
    "read_matrix",
    "read_minutes",
]


@dataclass(frozen=True, kw_only=True)
class MinutesReading(Reading[pd.DataFrame]):
    """A table of minutes, and what measured them.

    Parameters
    ----------
    about
        What the file beside it tells.
    """

    about: About


def read_minutes(path: Path | str, *, departement: str | None) -> MinutesReading:
    """Read trips with their minutes, and what measured them from the file beside.

    Parameters
    ----------
    path
        Delimited text, perhaps packed, or Parquet, with the columns of
        :data:`jura_coverage.columns.TABLE_OF_MINUTES`; beside it a file of the same name and
        ``.toml`` with the keys of :class:`About`.
    departement
        Trips must leave from at least one of its communes; None for any.

    Returns
    -------
    MinutesReading
        `origin` and `place`, categories of text; `minutes`, `kilometres` and `snap_m`, missing
        where unknown; `estimated`, booleans. The index says the row of the file.

    Raises
    ------
    DataError
        With every fault of the table and of the file beside it.
    MissingExtraError
        If the file is Parquet, and what reads that is not installed.
    """
    path = Path(path)
    content.require_plain(path)
    faults: list[Fault] = []
    about = found = None
    with collecting(faults):
        about = read_about(beside(path))
    with collecting(faults):
        found = read_table(path)
    if found is not None:
        table, wrong = found
        faults += wrong or _elsewhere(table, departement, file=str(path))
        if about and not about.network_date and not table[ESTIMATED].all():
            faults.append(undated(beside(path)))
    if found is None or about is None or faults:
        raise DataError(faults)
    return MinutesReading(
        table=table, rows=len(table), about=about,
        dated=editions.of_day(about.network_date) if about.network_date else None,
        beside=(beside(path),),
        publication=Publication(
            title=f"{about.engine} ({about.convention})", attribution=about.attribution,
            licence=about.licence,
        ),
    )  # fmt: skip


def read_matrix(minutes: pd.DataFrame | pd.Series) -> MinutesReading:
    """Take minutes that a program has at hand as :func:`read_minutes` those of a file.

    Parameters
    ----------
    minutes
        A row an origin and a column a place, both as in a table of minutes; or a series by origin
        and place. What is missing is not told.

    Raises
    ------
    DataError
        With every fault of the matrix.
    """
    table = matrix.trips_of(minutes)
    return MinutesReading(
        table=table, rows=len(table), about=matrix.ABOUT,
        publication=Publication(title=f"{matrix.NAME} ({matrix.ABOUT.convention})"),
    )  # fmt: skip


def _elsewhere(table: pd.DataFrame, departement: str | None, *, file: str) -> list[Fault]:
    """Refuse a table none of whose trips leaves from a département."""
    codes = table["origin"].cat.categories
    if departement is None or departement in set(map(geography.departement_of, codes)):
        return []
    few = ", ".join(codes[:DEPARTURES_NAMED]) + " …" * (len(codes) > DEPARTURES_NAMED)
    return [
        Fault(
            file=file,
            found=f"aucun trajet qui parte du département {departement} (départs : {few})",
            expected=f"des trajets depuis des communes du département {departement}",
            action="Vérifiez que c'est la bonne table, ou choisissez le département avec "
            "--departement.",
        )
    ]  # fmt: skip
