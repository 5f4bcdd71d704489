"""Minutes from tables: what something else measured, and what becomes of the trips it left out."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import compress

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from jura_coverage import french
from jura_coverage.errors import DataError, Fault
from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts
from jura_coverage.parameters import MissingPairs

# A place so near to a point of a table is that point: roads begin no nearer.
SAME_M = 100.0
# One farther than this from the point of any commune is no place that a table tells anything of.
NEAREST_M = 3_000.0
UNKNOWN = -1
NAMED = 3
NO_ROW = ("commune sans aucun trajet", "communes sans aucun trajet")
NO_COLUMN = ("lieu où ne mène aucun trajet", "lieux où ne mène aucun trajet")
EVERY_TRIP = "les minutes de chaque commune à chaque lieu"
COMPLETE = (
    "Complétez la table (« jura-coverage minutes » en écrit une où rien ne manque), ou dites ce "
    "qu'il advient de ces trajets : --missing-pairs estimate (estimés, et dits comme tels) ou "
    "missing (tenus pour impossibles)."
)


@dataclass(frozen=True, kw_only=True)
class TabledMinutes:
    """A travel engine that reads minutes from a table, by communes and by positions.

    Minutes belong to points, not to names. Origins are communes, by their codes. A place is the
    point of the table within :data:`SAME_M` of it; else the nearest commune of the table lends it
    its minutes, up to :data:`NEAREST_M`; beyond, no trip to it is told.

    Parameters
    ----------
    label, identity
        As of :class:`jura_coverage.measures.travel.TravelEngine`.
    name, convention
        French: what measured the minutes, and what of which trip.
    network_date
        Of which day the oldest roads are; None where none were used, or nothing tells it.
    files
        The tables, to name if something is wrong.
    names
        Of the communes that trips leave from, by their codes.
    points
        What trips lead to, in metres; communes by their codes, positions by other labels.
    told
        Minutes, a row an origin and a column a point; missing where no table tells any.
    kilometres
        On roads, in the same shape; missing where no table tells them.
    estimated
        Which of the minutes are estimates all the same, in the same shape.
    missing_pairs
        What becomes of trips that are not told, see :class:`jura_coverage.parameters.Roads`.
    estimate
        What estimates them where that is asked, and trips to places that nobody knows.
    """

    label: str
    identity: Mapping[str, object]
    name: str
    convention: str
    network_date: date | None
    files: str
    names: pd.Series
    points: gpd.GeoSeries
    told: FloatArray
    kilometres: FloatArray
    estimated: BoolArray
    missing_pairs: MissingPairs
    estimate: CrowFlyEstimate

    @property
    def filled_by(self) -> str:
        """Name in French what estimates trips that are not told; empty where nothing does."""
        return self.estimate.label if self.missing_pairs == "estimate" else ""

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        """Give those of the estimate.

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.spread_minutes : the contract.
        """
        return self.estimate.spread_minutes(kilometres)

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        """Tell which trips the table has, and not as estimates.

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.measured : the contract.
        """
        rows, columns = self._looked_up(origins, places)
        found = ~np.isnan(_taken(self.told, rows, columns))
        return found & ~self.estimated[np.ix_(rows, columns)]

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        """Give the minutes from every origin (rows) to every place (columns).

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.minutes : the contract.

        Raises
        ------
        DataError
            If trips are not told, and such are refused; it names the first of them.
        """
        told = _taken(self.told, *self._looked_up(origins, places))
        if self.missing_pairs == "estimate":
            crow = self.estimate.minutes(origins, places, least_m=least_m).to_numpy()
            told = np.where(np.isnan(told), crow, told)
        elif self.missing_pairs == "refuse":
            here, there = (each.x.notna().to_numpy() for each in (origins, places))
            self._refuse(
                pd.DataFrame(np.isnan(told), index=origins.index, columns=places.index).loc[
                    here, there
                ]
            )
        return pd.DataFrame(told, index=origins.index, columns=places.index)

    def kilometres_between(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> FloatArray:
        """Give the kilometres on roads that go with :meth:`minutes`; missing where not told."""
        return _taken(self.kilometres, *self._looked_up(origins, places))

    def lent_m(self, places: gpd.GeoSeries) -> pd.Series:
        """Give how far the commune is that lends each place its minutes; missing if none does."""
        columns = self._columns(places)
        metres = places.distance(
            gpd.GeoSeries(self.points.to_numpy()[columns], index=places.index, crs=places.crs)
        )
        lent: pd.Series = metres.where((columns != UNKNOWN) & (metres > SAME_M))
        return lent

    def told_at_all(self, communes: pd.Index, places: gpd.GeoSeries) -> tuple[BoolArray, BoolArray]:
        """Tell from which communes any trip is told, and to which places."""
        found = ~np.isnan(self.told)
        from_, to = np.append(found.any(axis=1), False), np.append(found.any(axis=0), False)
        return from_[self.names.index.get_indexer(communes)], to[self._columns(places)]

    def _refuse(self, untold: pd.DataFrame) -> None:
        """Say which trips are not told: from whole communes, to whole places, and the others."""
        lacks = untold.to_numpy()
        if not lacks.any():
            return
        no_row, no_column = lacks.all(axis=1), lacks.all(axis=0)
        if no_row.all():
            no_column[:] = False
        origins, places = (
            [self.called(label) for label in labels] for labels in (untold.index, untold.columns)
        )
        pairs = np.argwhere(lacks & ~no_row[:, None] & ~no_column)
        some = [f"{origins[here]} → {places[there]}" for here, there in pairs[:NAMED]]
        found = (
            lacking(int(no_row.sum()), NO_ROW, [*compress(origins, no_row)]),
            lacking(int(no_column.sum()), NO_COLUMN, [*compress(places, no_column)]),
            lacking(len(pairs), ("autre trajet absent", "autres trajets absents"), some),
        )
        raise DataError(
            [
                Fault(
                    file=self.files, found=each,
                    expected=EVERY_TRIP, action=COMPLETE,
                )
                for each in found
                if each
            ]
        )  # fmt: skip

    def called(self, label: Hashable) -> str:
        """Call a commune by its name and code, a place by its own label or number."""
        if isinstance(label, str) and label in self.names.index:
            return f"{self.names[label]} ({label})"
        return f"lieu nº {label + 1}" if isinstance(label, int) else str(label)

    def _looked_up(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries
    ) -> tuple[IntArray, IntArray]:
        return self.names.index.get_indexer(origins.index), self._columns(places)

    def _columns(self, places: gpd.GeoSeries) -> IntArray:
        """Find the point that stands for each place."""
        own, columns = _nearest(places, self.points, most_m=SAME_M), self._communes
        lent = columns[_nearest(places, self.points.iloc[columns[:-1]], most_m=NEAREST_M)]
        return np.where(own == UNKNOWN, lent, own)

    @cached_property
    def _communes(self) -> IntArray:
        """Positions of the communes among the points; last, of none of them."""
        codes = self.points.index.isin(self.names.index)
        return np.append(np.flatnonzero(codes), UNKNOWN)


def _taken(values: FloatArray, rows: IntArray, columns: IntArray) -> FloatArray:
    """Take cells of a table by their positions; missing where one is :data:`UNKNOWN`."""
    found: FloatArray = values[np.ix_(rows, columns)]
    found[rows == UNKNOWN] = np.nan
    found[:, columns == UNKNOWN] = np.nan
    return found


def lacking(number: int, words: tuple[str, str], names: Sequence[str]) -> str:
    r"""Say how many are lacking, and the first of them; empty if none are.

    Examples
    --------
    >>> lacking(4, ("lieu absent", "lieux absents"), ["Dole", "Lons", "Poligny", "Arbois"])
    '4\xa0lieux absents (Dole, Lons, Poligny …)'
    """
    shown = ", ".join(names[:NAMED]) + (" …" if number > NAMED else "")
    return f"{french.count(number, *words)} ({shown})" if number else ""


def _nearest(places: gpd.GeoSeries, points: gpd.GeoSeries, *, most_m: float) -> IntArray:
    """Find the position of the nearest point to each place, within a distance; the first of two."""
    found = np.full(len(places), UNKNOWN, dtype=np.intp)
    tree = shapely.STRtree(points.to_numpy())
    place, point = tree.query_nearest(places.to_numpy(), max_distance=most_m, all_matches=True)
    found[place[::-1]] = point[::-1]
    return found
