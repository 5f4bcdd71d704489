"""Trips: how long those to each place are, and by how much that may be wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts, road_spread_minutes

# Beyond so many standard deviations an error is not looked for: 3 in 100,000 are greater.
GREATEST = 4.0


@dataclass(frozen=True, kw_only=True)
class Trips:
    """Trips from communes to places that differ from the true ones.

    In truth a trip takes ``minutes + region * Z + origin * O + trip * E``: Z is shared
    by all trips, O by those from one commune, E is each trip's own, all standard normal and
    independent of each other and of all else.

    Parameters
    ----------
    minutes
        Communes × places, as the engine of the run measured them; missing where there is no way.
    origins_m, places_m
        Coordinates in metres, two columns; missing at a place where nobody receives.
    least_m
        Crow-fly distance of each commune below which none is counted.
    radius_m
        Each place is anywhere within this radius of its point, every point as likely; 0 where its
        position is known.
    absent
        The chance (0 to 1) that nobody receives at each place.
    measured
        Which of the minutes roads measured; the others are estimated.
    travel
        How many times their spread estimated minutes are spread.
    by_road
        By which share of themselves measured minutes are spread, see
        :func:`jura_coverage.measures.travel.road_spread_minutes`.
    spread_minutes
        Of estimated minutes: the three standard deviations by crow-fly kilometres, see
        :meth:`jura_coverage.measures.travel.TravelEngine.spread_minutes`.
    estimate
        By which minutes change with the distance where a place is elsewhere.
    """

    minutes: FloatArray
    origins_m: FloatArray
    places_m: FloatArray
    least_m: FloatArray
    radius_m: FloatArray
    absent: FloatArray
    measured: BoolArray
    travel: float
    by_road: float
    spread_minutes: Callable[[FloatArray], Parts]
    estimate: CrowFlyEstimate

    def to(
        self, place: int, communes: IntArray, *, shift_m: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Measure the trips to a place that is moved, in the engine's own proportion.

        Parameters
        ----------
        place, communes
            Positions; trips from these communes only.
        shift_m
            How far it is moved: a row a case, two columns of metres.

        Returns
        -------
        tuple of arrays
            Minutes, and the standard deviations of what all trips share, of what those from a
            commune share and of each trip's own, all in minutes: cases × communes.
        """
        moved_km = self._kilometres(self.places_m[place] + shift_m, communes)
        here_km = self._kilometres(self.places_m[[place]], communes)
        stretch = self.estimate.of_kilometres(moved_km) / self.estimate.of_kilometres(here_km)
        minutes = stretch * self.minutes[communes, place]
        return minutes, *self._spread(place, communes, moved_km, minutes)

    def may_reach(self, place: int, *, far_minutes: float) -> IntArray:
        """Find the communes for which a place may be within reach.

        Parameters
        ----------
        place
            Its position.
        far_minutes
            Within reach means at most so many.
        """
        everyone = np.arange(len(self.minutes))
        here_km = self._kilometres(self.places_m[[place]], everyone)[0]
        near_km = np.maximum(here_km - self.radius_m[place] / 1000, self.least_m / 1000)
        stretch = self.estimate.of_kilometres(near_km) / self.estimate.of_kilometres(here_km)
        ends_km = np.array([near_km, here_km + self.radius_m[place] / 1000])
        minutes = self.minutes[:, place]
        ends = minutes * self.estimate.of_kilometres(ends_km) / self.estimate.of_kilometres(here_km)
        spread = np.linalg.norm(self._spread(place, everyone, ends_km, ends), axis=0).max(axis=0)
        least = stretch * minutes - GREATEST * spread
        return np.flatnonzero(least <= far_minutes)

    def _spread(
        self, place: int, communes: IntArray, kilometres: FloatArray, minutes: FloatArray
    ) -> Parts:
        """Give the standard deviations of trips to a place: cases × communes."""
        by_road = self.measured[communes, place]
        region, origin, trip = (self.travel * part for part in self.spread_minutes(kilometres))
        if not by_road.any():
            return region, origin, trip
        parts = road_spread_minutes(minutes, by_road=self.by_road)
        estimated = (region, origin, trip)
        region, origin, trip = map(np.where, (by_road,) * 3, parts, estimated)
        return region, origin, trip

    def _kilometres(self, points_m: FloatArray, communes: IntArray) -> FloatArray:
        """Measure crow-fly from each point (rows) to each commune (columns)."""
        east, north = (self.origins_m[communes, axis] - points_m[:, [axis]] for axis in (0, 1))
        floored: FloatArray = np.maximum(np.hypot(east, north), self.least_m[communes]) / 1000
        return floored
