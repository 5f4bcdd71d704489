"""Trials: what stays true of the flags and of each choice when every assumption varies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from jura_coverage import columns
from jura_coverage.measures import certainty as sampling
from jura_coverage.measures import internet
from jura_coverage.measures.certainty import Distances, Robustness
from jura_coverage.measures.pairs import FloatArray, IntArray, Pairs, pairs_of
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.posts.solver.problem import BoolArray
from jura_coverage.study import Result
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
    partial
        Whether it would be another if residents were known of every commune.
    """

    low: int
    high: int
    partial: bool = False

    @classmethod
    def of(cls, row: Mapping[Any, Any], name: str) -> "Interval":
        """Take an interval from a row that holds its parts after the name of the figure."""
        return cls(**{part: row[f"{name}_{part}"] for part in vars(cls(low=0, high=0))})


def certainty(result: Result, *, scenarios: int = 1000, seed: int = 0) -> Robustness:
    """Flag every commune in many scenarios, see :mod:`jura_coverage.measures.certainty`."""
    communes = result.communes
    chosen = result.parameters.ranges.definitions
    shares = {
        name: internet.share_without(
            communes["premises"], internet.premises_covered(communes, definition=name)
        )
        for name in internet.TECHNOLOGIES_COUNTED
        if name in chosen
    }
    return sampling.measure(
        pd.DataFrame(shares),
        distances=_distances(result, scenarios=scenarios, seed=seed),
        place_names=result.territory.places["host"].tolist(),
        estimate=CrowFlyEstimate.of(result.parameters),
    )


@dataclass(frozen=True, kw_only=True)
class Trials:
    """The scenarios in which choices are tried, on the ways that the engine of the run measured.

    Parameters
    ----------
    to_places
        Metres to the places of today, in every scenario.
    to_sites
        Metres from each commune (rows) to each commune as the site of a post (columns).
    reach_m
        Metres that are within reach in each scenario.
    sites
        INSEE codes of the communes.
    """

    to_places: Distances
    to_sites: FloatArray
    reach_m: FloatArray
    sites: pd.Index

    def near_any(self, places: IntArray) -> BoolArray:
        """Tell whether any of some places of today is within reach: scenarios × communes.

        Parameters
        ----------
        places
            Their positions.
        """
        near = np.zeros((len(self.reach_m), len(self.sites)), dtype=bool)
        for place in places[self._matter[places]].tolist():
            near |= self.to_places.to(place) <= self.reach_m[:, None]
        return near

    @cached_property
    def near_today(self) -> BoolArray:
        """Whether any place of today is within reach: scenarios × communes."""
        return self.near_any(np.arange(self.to_places.metres.shape[1]))

    @cached_property
    def _matter(self) -> BoolArray:
        """Whether each place may come within reach: those that stay out of it are left out."""
        nearest = np.fmin.reduce(self.to_places.metres, axis=0, initial=np.inf)
        matter: BoolArray = self.to_places.moves | (nearest <= self.reach_m.max())
        return matter

    def near_sites(self, codes: Sequence[str]) -> BoolArray:
        """Tell whether each site is within reach: scenarios × communes × sites."""
        chosen = self.sites.get_indexer(pd.Index(codes))
        near: BoolArray = self.to_sites[None][..., chosen] <= self.reach_m[:, None, None]
        return near

    @cached_property
    def nearest_m(self) -> FloatArray:
        """Metres to the nearest place of today: scenarios × communes."""
        return self.to_places.nearest()

    @cached_property
    def pairs(self) -> Pairs:
        """Communes and sites within the longest reach of any scenario, in metres."""
        longest = max(float(self.reach_m.max()), 0.0)
        return pairs_of(pd.DataFrame(self.to_sites), limit=longest)


def trials(result: Result, *, scenarios: int = TRIALS, seed: int = 0) -> Trials:
    """Draw the scenarios in which choices are tried; the same seed gives the same ones."""
    to_places = _distances(result, scenarios=scenarios, seed=seed)
    estimate = CrowFlyEstimate.of(result.parameters)
    return Trials(
        to_places=to_places,
        to_sites=_metres(result, result.ways.to_origins),
        reach_m=sampling.reach_m(to_places.scenarios, estimate=estimate),
        sites=result.communes.index,
    )


def likely(residents: pd.Series, counted: ArrayLike) -> Interval:
    """Add up residents in every scenario, and leave out the most extreme ones.

    Parameters
    ----------
    residents
        Of each commune; missing where not known.
    counted
        1 where a commune's residents are gained, -1 where lost: scenarios × communes.
    """
    change, unknown = np.asarray(counted), residents.isna().to_numpy()
    known = change @ residents.astype("Float64").fillna(0.0).to_numpy(dtype=np.float64)
    ends = np.quantile(known, LIKELY)
    partial = False
    for sign in (1, -1) if unknown.any() else ():  # as many residents as can be, where not known
        most = known + sign * columns.GREATEST_COUNT * ((change == sign) @ unknown)
        partial |= bool((np.quantile(most, LIKELY) != ends).any())
    low, high = ends
    return Interval(low=round(low), high=round(high), partial=partial)


def _distances(result: Result, *, scenarios: int, seed: int) -> Distances:
    """Draw scenarios for the places of a study; only an approximate position moves."""
    approximate = result.territory.places["position_source"] == FROM_COMMUNE
    ways = result.ways
    return Distances(
        metres=_metres(result, ways.to_places),
        origins_m=_coordinates(ways.origins),
        places_m=_coordinates(ways.places),
        least_m=ways.least_m.to_numpy(dtype=np.float64),
        scenarios=sampling.draw(
            result.parameters.ranges,
            position_radius_m=approximate.astype(float) * POSITION_RADIUS_M,
            scenarios=scenarios,
            seed=seed,
        ),
    )


def _metres(result: Result, minutes: pd.DataFrame) -> FloatArray:
    """Give the metres for which the estimate of the parameters takes as long."""
    estimate = CrowFlyEstimate.of(result.parameters)
    way = minutes.to_numpy(dtype=np.float64) - estimate.fixed_minutes
    return 1000.0 * estimate.kilometres(way)


def _coordinates(points: gpd.GeoSeries) -> FloatArray:
    """Give points as two columns of metres."""
    return np.column_stack([points.x, points.y])
