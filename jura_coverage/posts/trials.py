"""Certainty: what stays true of the flags and of each choice when every assumption varies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from jura_coverage import geography
from jura_coverage.measures import certainty as robustness
from jura_coverage.measures import internet
from jura_coverage.measures.certainty import Robustness, Scenarios, draw, measure
from jura_coverage.measures.pairs import FloatArray, Pairs, pairs_within
from jura_coverage.posts.base import Ground
from jura_coverage.posts.solver.problem import BoolArray
from jura_coverage.territory.places import FROM_COMMUNE

# A host known by its commune only is somewhere within this radius of the town hall.
POSITION_RADIUS_M = 2_000.0
TRIALS = 200
# Between these shares of the scenarios a figure is called likely.
LIKELY = (0.05, 0.95)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Between which numbers a figure lies in 90 % of the scenarios.

    Parameters
    ----------
    low, high
        Whole numbers.
    """

    low: int
    high: int


def certainty(base: Ground, *, scenarios: int = 1000, seed: int = 0) -> Robustness:
    """Flag every commune in many scenarios, see :mod:`jura_coverage.measures.certainty`."""
    communes, places = base.result.communes, base.result.territory.places
    chosen = base.result.parameters.ranges.definitions
    shares = {
        name: internet.share_without(
            communes["premises"], internet.premises_covered(communes, definition=name)
        )
        for name in internet.TECHNOLOGIES_COUNTED
        if name in chosen
    }
    return measure(
        pd.DataFrame(shares),
        origins_m=_coordinates(communes["origin"]),
        places_m=_coordinates(base.result.territory.meeting_points),
        place_names=places["host"].tolist(),
        least_m=geography.least_distance_m(communes.geometry),
        fixed_minutes=base.result.parameters.fixed_minutes,
        scenarios=_drawn(base, scenarios=scenarios, seed=seed),
    )


@dataclass(frozen=True, kw_only=True)
class Trials:
    """The scenarios in which choices are tried; travel is the estimate, whatever the engine.

    Parameters
    ----------
    drawn
        Assumptions and moves of places.
    reach_m
        Crow-fly metres that are within reach in each scenario.
    origins_m, places_m, least_m
        Coordinates of communes and places, and the least distance of each commune.
    sites
        INSEE codes of the communes.
    """

    drawn: Scenarios
    reach_m: FloatArray
    origins_m: FloatArray
    places_m: FloatArray
    least_m: FloatArray
    sites: pd.Index

    @cached_property
    def near_places(self) -> BoolArray:
        """Whether each place of today is within reach: scenarios × communes × places."""
        return self._near(self.places_m[None] + self.drawn.shift_m)

    def near_sites(self, codes: Sequence[str]) -> BoolArray:
        """Tell whether each site is within reach: scenarios × communes × sites."""
        chosen = self.sites.get_indexer(pd.Index(codes))
        return self._near(self.origins_m[chosen][None])

    @cached_property
    def nearest_m(self) -> FloatArray:
        """Metres to the nearest place of today: scenarios × communes."""
        return robustness.nearest_m(
            self.origins_m, self.places_m, least_m=pd.Series(self.least_m), scenarios=self.drawn
        )

    @cached_property
    def pairs(self) -> Pairs:
        """Communes and sites within the longest reach of any scenario, in metres."""
        longest = max(float(self.reach_m.max()), 0.0)
        return pairs_within(self.origins_m, self.origins_m, radius_m=longest, least_m=self.least_m)

    def _near(self, points_m: FloatArray) -> BoolArray:
        """Compare with the reach; points are (scenarios or 1) × places × 2."""
        shape = (len(self.reach_m), len(self.origins_m), points_m.shape[1])
        near = np.empty(shape, dtype=bool)
        for place in range(shape[2]):
            away = self.origins_m[None] - points_m[:, None, place]
            distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), self.least_m)
            near[..., place] = distance <= self.reach_m[:, None]
        return near


def trials(base: Ground, *, scenarios: int = TRIALS, seed: int = 0) -> Trials:
    """Draw the scenarios in which choices are tried; the same seed gives the same ones."""
    communes = base.result.communes
    drawn = _drawn(base, scenarios=scenarios, seed=seed)
    return Trials(
        drawn=drawn,
        reach_m=robustness.reach_m(drawn, fixed_minutes=base.result.parameters.fixed_minutes),
        origins_m=_coordinates(communes["origin"]),
        places_m=_coordinates(base.result.territory.meeting_points),
        least_m=geography.least_distance_m(communes.geometry).to_numpy(),
        sites=communes.index,
    )


def likely(residents: pd.Series, counted: ArrayLike) -> Interval:
    """Add up residents in every scenario, and leave out the most extreme ones.

    Parameters
    ----------
    residents
        Of each commune.
    counted
        1 where a commune's residents are gained, -1 where lost: scenarios × communes.
    """
    low, high = np.quantile(np.asarray(counted) @ residents.to_numpy(), LIKELY)
    return Interval(low=round(low), high=round(high))


def _drawn(base: Ground, *, scenarios: int, seed: int) -> Scenarios:
    """Draw scenarios for the places of a result; only an approximate position moves."""
    approximate = base.result.territory.places["position_source"] == FROM_COMMUNE
    return draw(
        base.result.parameters.ranges,
        position_radius_m=approximate.astype(float) * POSITION_RADIUS_M,
        scenarios=scenarios,
        seed=seed,
    )


def _coordinates(points: pd.Series) -> FloatArray:
    """Give points as two columns of metres."""
    series = gpd.GeoSeries(points)
    return np.column_stack([series.x, series.y])
