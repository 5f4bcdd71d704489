"""Worlds: many cases of what may be true at once, drawn from the errors of what was measured."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.measures.trips import Trips

Kind = Literal["place", "site"]
# What each stream of random numbers is for: any subset of places, or of worlds from the first on,
# sees the same ones.
SHARED, PREMISES, ABSENCE, POSITION, TRIP, ORIGIN = range(6)
GOLDEN = (5**0.5 - 1) / 2
OF_KIND: dict[Kind, int] = {"place": 0, "site": 1}


@dataclass(frozen=True, kw_only=True)
class Worlds:
    """Places, or sites, as they may truly be.

    Parameters
    ----------
    trips
        To them, with their errors.
    kind
        Whether they are places of today or sites of new posts.
    number, seed
        How many worlds, and the seed: another one gives fresh worlds.
    """

    trips: Trips
    kind: Kind
    number: int
    seed: int

    @cached_property
    def shared(self) -> FloatArray:
        """What all trips share in each world: standard normal, spread evenly from the first on.

        It moves all communes at once, so that a poor draw would make every interval too short:
        steps of the golden ratio from a drawn start fill the shares of 0 to 1 without gaps.
        """
        from scipy.special import ndtri  # a run draws no worlds, and does without scipy

        start = np.random.default_rng([self.seed, SHARED]).uniform()
        normal: FloatArray = ndtri((start + np.arange(1, self.number + 1) * GOLDEN) % 1.0)
        return normal

    @cached_property
    def origin(self) -> FloatArray:
        """What all trips from one commune share, wherever they lead: worlds × communes."""
        stream = np.random.default_rng([self.seed, ORIGIN])
        return stream.standard_normal((self.number, len(self.trips.minutes)))

    def near(
        self, place: int, *, far_minutes: float, first: int | None = None
    ) -> tuple[IntArray, BoolArray]:
        """Tell who has a place within reach, whether anybody receives there or not.

        Parameters
        ----------
        place
            Its position.
        far_minutes
            Within reach means at most so many.
        first
            Only so many worlds, from the first on; all if None.

        Returns
        -------
        tuple of arrays
            Positions of the communes that it may reach, and worlds × those communes.
        """
        trips, number = self.trips, self.number if first is None else first
        communes = trips.may_reach(place, far_minutes=far_minutes)
        shift_m = self.shift_m(place)[:number]
        minutes, region, origin, trip = trips.to(place, communes, shift_m=shift_m)
        # Taken, not indexed: that would turn rows and columns round in memory, and sums be slow.
        true = self.origin[:number].take(communes, axis=1)
        true *= origin
        true += region * self.shared[:number, None]
        true += trip * self.trip(place, len(communes), first=number)
        true += minutes
        return communes, true <= far_minutes

    def shift_m(self, place: int) -> FloatArray:
        """Draw where a place is, in metres from its point: worlds × 2, one row if it is known."""
        radius_m = self.trips.radius_m[place]
        if not radius_m:
            return np.zeros((1, 2))
        away, angle = self._stream(place, POSITION).uniform(size=(self.number, 2)).T
        away, angle = radius_m * np.sqrt(away), 2 * np.pi * angle
        return np.column_stack([away * np.cos(angle), away * np.sin(angle)])

    def absent(self, place: int) -> BoolArray:
        """Draw whether nobody receives at a place in each world."""
        chance = self.trips.absent[place]
        drawn: BoolArray = self._stream(place, ABSENCE).uniform(size=self.number) < chance
        return drawn

    def trip(self, place: int, communes: int, *, first: int) -> FloatArray:
        """Draw the own error of the trips from so many communes: worlds × communes."""
        return self._stream(place, TRIP).standard_normal((first, communes))

    def _stream(self, place: int, purpose: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, purpose, OF_KIND[self.kind], place])


def premises_off(communes: int, *, error: int, worlds: int, seed: int) -> IntArray:
    """Draw by how many premises each count is off: worlds × communes.

    Parameters
    ----------
    communes, worlds, seed
        How many, and the seed.
    error
        By so many at most, each whole number as likely.
    """
    stream = np.random.default_rng([seed, PREMISES])
    return stream.integers(-error, error, size=(worlds, communes), endpoint=True, dtype=np.intp)
