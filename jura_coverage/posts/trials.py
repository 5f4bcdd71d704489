"""Trials: what becomes of each choice in many worlds, at the thresholds chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jura_coverage import columns, french
from jura_coverage.errors import ParameterError, whole_number
from jura_coverage.measures import certainty, flags, internet, worlds
from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.measures.trips import Trips
from jura_coverage.measures.worlds import Worlds
from jura_coverage.study import Result
from jura_coverage.territory.places import FROM_COMMUNE

TRIALS = 1000
# Between these shares of the worlds a figure is called likely.
LIKELY = (0.05, 0.95)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Between which numbers a figure lies in 90 % of the worlds.

    Parameters
    ----------
    low, high
        Whole numbers.
    partial
        Whether it would be another if all residents of every commune were known.
    """

    low: int
    high: int
    partial: bool = False

    @classmethod
    def of(cls, row: Mapping[Any, Any], name: str) -> "Interval":
        """Take an interval from a row that holds its parts after the name of the figure."""
        return cls(**{part: row[f"{name}_{part}"] for part in vars(cls(low=0, high=0))})


@dataclass(frozen=True, kw_only=True)
class Trials:
    """The worlds in which choices are tried; thresholds and definition are those chosen.

    Parameters
    ----------
    places, sites
        Of today, and each commune as the site of a post; at a site, `absent` is for less than one.
    far_minutes
        Within reach means at most so many.
    codes
        INSEE codes of the communes.
    poor
        Whether internet is poor: worlds × communes; nowhere where that is not known.
    """

    places: Worlds
    sites: Worlds
    far_minutes: float
    codes: pd.Index
    poor: BoolArray

    @cached_property
    def others(self) -> "Trials":
        """As many worlds with the same errors: a choice is made for these, tried in those."""
        seed = self.places.seed + 1
        return replace(
            self, places=replace(self.places, seed=seed), sites=replace(self.sites, seed=seed)
        )

    def near_any(self, places: IntArray, *, first: int | None = None) -> BoolArray:
        """Tell whether any of some places of today is within reach: worlds × communes.

        Parameters
        ----------
        places
            Their positions.
        first
            Only so many worlds, from the first on; all if None.
        """
        number = self._number(first)
        gone = np.setdiff1d(np.arange(self.places.trips.minutes.shape[1]), places)
        if len(gone) < len(places):  # few end, and most stay
            left = self._times_near[:number].copy()
            for place in gone.tolist():
                communes, here = self._near(self.places, place, number)
                left[:, communes] -= here
            return left > 0
        near = np.zeros((number, len(self.codes)), dtype=bool)
        for place in places.tolist():
            communes, here = self._near(self.places, place, number)
            near[:, communes] |= here
        return near

    @cached_property
    def near_today(self) -> BoolArray:
        """Whether any place of today is within reach: worlds × communes."""
        return self._times_near > 0

    @cached_property
    def _times_near(self) -> NDArray[np.int16]:
        """How many places of today are within reach: worlds × communes."""
        times = np.zeros((self.places.number, len(self.codes)), dtype=np.int16)
        for place in range(self.places.trips.minutes.shape[1]):
            communes, here = self._near(self.places, place, self.places.number)
            times[:, communes] += here
        return times

    @property
    def flagged(self) -> BoolArray:
        """Whether each commune is flagged today: worlds × communes."""
        flagged: BoolArray = self.poor & ~self.near_today
        return flagged

    def near_sites(
        self, codes: Sequence[str], *, part_time: ArrayLike = False, first: int | None = None
    ) -> BoolArray:
        """Tell whether each site is within reach: worlds × communes × sites.

        Parameters
        ----------
        codes
            Of the sites.
        part_time
            Whether each of them, or all, has less than one post: somebody may not be there.
        first
            Only so many worlds, from the first on; all if None.
        """
        number = self._number(first)
        near = np.zeros((len(codes), number, len(self.codes)), dtype=bool)
        sites = self.codes.get_indexer(pd.Index(codes)).tolist()
        less = np.broadcast_to(np.asarray(part_time), len(sites))
        for reached, site, is_less in zip(near, sites, less, strict=True):
            communes, here = self._near(self.sites, site, number)
            reached[:, communes] = here
            if is_less:
                reached[self.sites.absent(site)[:number]] = False
        return np.moveaxis(near, 0, 2)

    def _number(self, first: int | None) -> int:
        return self.places.number if first is None else min(first, self.places.number)

    def _near(self, of: Worlds, place: int, number: int) -> tuple[IntArray, BoolArray]:
        """Who has a place or a site within reach: kept, since choices ask it again and again."""
        known = self._known.get((of.kind, place))
        if known is None or len(known[1]) < number:
            communes, near = of.near(place, far_minutes=self.far_minutes, first=number)
            if of is self.places:
                near &= ~of.absent(place)[:number, None]
            known = self._known[of.kind, place] = communes, near
        return known[0], known[1][:number]

    @cached_property
    def _known(self) -> dict[tuple[str, int], tuple[IntArray, BoolArray]]:
        return {}


def trials(result: Result, *, number: int = TRIALS, seed: int | None = None) -> Trials:
    """Draw the worlds in which choices are tried.

    Parameters
    ----------
    result
        A study.
    number, seed
        How many, and the seed: the same gives the same worlds, another one fresh ones; that of
        the parameters if None.

    Raises
    ------
    ParameterError
        If fewer than 2 worlds are asked for, or the seed is negative.
    """
    number = whole_number("Tirages", number)
    seed = None if seed is None else whole_number("Graine des tirages", seed)
    if number < 2:
        raise ParameterError(f"Tirages : trouvé {number} ; attendu au moins 2.")
    if seed is not None and seed < 0:
        raise ParameterError(f"Graine des tirages : trouvé {seed} ; attendu 0 ou plus.")
    communes, chosen = result.communes, result.parameters
    counted = result.territory.counted
    covered = internet.premises_covered(counted, definition=chosen.policy.definition)
    seed = chosen.errors.seed if seed is None else seed
    off = worlds.premises_off(len(communes), error=chosen.errors.premises, worlds=number, seed=seed)
    poor = {
        each: flags.is_poor(
            certainty.share_without(counted["premises"], covered, off=each),
            poor_share=chosen.policy.poor_share,
        ).fillna(False).to_numpy(dtype=bool)
        for each in range(-chosen.errors.premises, chosen.errors.premises + 1)
    }  # fmt: skip
    return Trials(
        places=Worlds(trips=trips(result), kind="place", number=number, seed=seed),
        sites=Worlds(trips=_to_sites(result), kind="site", number=number, seed=seed),
        far_minutes=chosen.policy.far_minutes,
        codes=communes.index,
        poor=np.select([off == each for each in poor], list(poor.values()), default=False),
    )


def likely(
    residents: pd.Series, counted: ArrayLike, *, in_part: pd.Series | None = None
) -> Interval:
    """Add up residents in every world, and leave out the most extreme ones.

    Parameters
    ----------
    residents
        Of each commune; missing where not known.
    counted
        How many times a commune's residents are gained, below 0 where lost: worlds × communes.
    in_part
        Where residents are those of a part of the commune; nowhere if None.
    """
    changes = np.asarray(counted)
    some = changes.any(axis=0)
    change, each = changes[:, some], residents[some]
    lacking = each.isna() if in_part is None else each.isna() | in_part[each.index]
    unknown = lacking.to_numpy()
    known = change @ each.astype("Float64").fillna(0.0).to_numpy(dtype=np.float64)
    ends = np.quantile(known, LIKELY)
    partial = False
    for sign in (1, -1) if unknown.any() else ():  # as many residents as can be, where not known
        most = known + columns.GREATEST_COUNT * (np.where(change * sign > 0, change, 0) @ unknown)
        partial |= bool((np.quantile(most, LIKELY) != ends).any())
    low, high = ends
    return Interval(low=round(low), high=round(high), partial=partial)


def trips(result: Result) -> Trips:
    """Give the trips to the places of a study with their errors."""
    places, errors = result.territory.places, result.parameters.errors
    approximate = places["position_source"].eq(FROM_COMMUNE).to_numpy()
    part_time = places["posts"].astype(float).round(french.POST_DECIMALS).lt(1).to_numpy()
    return _trips(
        result,
        result.ways.to_places,
        result.ways.places,
        radius_m=np.where(approximate, errors.position_m, 0.0),
        absent=np.where(part_time, errors.part_time_absent, 0.0),
    )


def _to_sites(result: Result) -> Trips:
    """Give the trips to the communes as sites: one chooses the place, so that it is known."""
    sites = result.ways.origins
    absent = np.full(len(sites), result.parameters.errors.part_time_absent)
    return _trips(
        result, result.ways.to_origins, sites, radius_m=np.zeros(len(sites)), absent=absent
    )


def _trips(
    result: Result,
    minutes: pd.DataFrame,
    points: gpd.GeoSeries,
    *,
    radius_m: FloatArray,
    absent: FloatArray,
) -> Trips:
    ways = result.ways
    return Trips(
        minutes=minutes.to_numpy(dtype=np.float64),
        origins_m=_coordinates(ways.origins),
        places_m=_coordinates(points),
        least_m=ways.least_m.to_numpy(dtype=np.float64),
        radius_m=radius_m,
        absent=absent,
        measured=ways.engine.measured(ways.origins, points),
        travel=result.parameters.errors.travel,
        by_road=result.parameters.errors.by_road,
        spread_minutes=ways.engine.spread_minutes,
        estimate=ways.engine.estimate,
    )


def _coordinates(points: gpd.GeoSeries) -> FloatArray:
    """Give points as two columns of metres."""
    return np.column_stack([points.x, points.y])
