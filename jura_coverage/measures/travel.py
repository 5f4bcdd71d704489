"""Minutes between communes and places, by an engine that can be exchanged."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.parameters import Estimate, Parameters

# Minutes by kilometres, each of the same shape: what all trips of a region share, what those from
# one commune share besides, and what each has alone.
Parts = tuple[FloatArray, FloatArray, FloatArray]


class TravelEngine(Protocol):
    """What measures the way to a place: an estimate, or a road engine."""

    @property
    def label(self) -> str:
        """Name the engine in French, with what a reader needs to judge its minutes."""

    @property
    def identity(self) -> Mapping[str, object]:
        """Give what its minutes depend on, ready for JSON: it enters the fingerprint."""

    @property
    def estimate(self) -> "CrowFlyEstimate":
        """Give what estimates trips that it cannot measure."""

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        """Tell which trips roads measured; the others are estimated by their distance.

        Parameters
        ----------
        origins, places
            As of :meth:`minutes`.

        Returns
        -------
        array
            A row an origin, a column a place.
        """

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        """Give the standard deviation of the error of estimated trips, in three independent parts.

        Parameters
        ----------
        kilometres
            By crow-fly, of any shape.

        Returns
        -------
        tuple of arrays
            Minutes, in the same shape: of what all trips of a region share, of what those from one
            commune share besides, and of each alone.
        """

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        """Give the minutes from every origin (rows) to every place (columns).

        Parameters
        ----------
        origins, places
            Points in the same projection in metres, each on its own index.
        least_m
            For each origin, the distance below which no trip is counted.

        Returns
        -------
        DataFrame
            Minutes; missing where there is no way or no point.
        """


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far estimated minutes of trips of some length are from those on roads.

    Parameters
    ----------
    up_to_km
        By crow-fly, included.
    region
        Standard deviation, in minutes, of what all trips of a region share.
    origin
        Standard deviation around that of what all trips from one commune share.
    trip
        Standard deviation of each trip around both.
    """

    up_to_km: float
    region: float
    origin: float
    trip: float


# In regions to which the estimate was not fitted: what scripts/fit_minutes.py finds.
SPREADS = (
    Spread(up_to_km=5, region=1.5, origin=0.9, trip=1.4),
    Spread(up_to_km=10, region=2.6, origin=1.4, trip=2.2),
    Spread(up_to_km=20, region=2.8, origin=2.0, trip=3.0),
    Spread(up_to_km=30, region=2.8, origin=3.4, trip=5.2),
)
# Of the variance of the error of a trip that roads measured: what all of a region share, since two
# engines differ by 3 % on average where their trips differ by 13 %, and what those from one commune
# share, taken to be as of the estimate.
SHARED_BY_REGION, SHARED_BY_ORIGIN = 0.05, 0.29


def spread_of(kilometres: FloatArray, spreads: tuple[Spread, ...]) -> Parts:
    """Give the spread of the class of each distance; beyond the last, of the last.

    Parameters
    ----------
    kilometres
        By crow-fly, of any shape.
    spreads
        The classes, by growing distance.
    """
    position = np.searchsorted([each.up_to_km for each in spreads[:-1]], kilometres)
    region, origin, trip = np.array([[each.region, each.origin, each.trip] for each in spreads]).T
    return region[position], origin[position], trip[position]


def road_spread_minutes(minutes: FloatArray, *, by_road: float) -> Parts:
    """Give the standard deviation of the error of trips that roads measured, as of the estimate.

    Parameters
    ----------
    minutes
        Of any shape.
    by_road
        The standard deviation of all three parts together, as a share of the minutes.

    Examples
    --------
    >>> parts = road_spread_minutes(np.array([20.0]), by_road=0.1)
    >>> round(float(np.linalg.norm(parts)), 6)
    2.0
    """
    shares = (SHARED_BY_REGION, SHARED_BY_ORIGIN, 1 - SHARED_BY_REGION - SHARED_BY_ORIGIN)
    region, origin, trip = (by_road * math.sqrt(share) * minutes for share in shares)
    return region, origin, trip


@dataclass(frozen=True, kw_only=True)
class CrowFlyEstimate:
    """Minutes that grow with the crow-fly distance, for want of roads.

    They are ``fixed_minutes + minutes_per_km * kilometres ** distance_exponent``.

    Parameters
    ----------
    fixed_minutes
        Minutes that every trip takes, however short.
    minutes_per_km
        Minutes of the first crow-fly kilometre; of each, where the exponent is 1.
    distance_exponent
        Below 1, the longer the trip, the faster its roads; with 1, minutes are proportional.
    """

    fixed_minutes: float = Estimate.fixed_minutes
    minutes_per_km: float = Estimate.minutes_per_km
    distance_exponent: float = Estimate.distance_exponent

    @classmethod
    def of(cls, parameters: Parameters) -> "CrowFlyEstimate":
        """Make the estimate that some parameters ask for."""
        return cls(**asdict(parameters.estimate))

    def of_kilometres(self, kilometres: FloatArray) -> FloatArray:
        """Give the minutes of a crow-fly distance.

        Examples
        --------
        >>> float(CrowFlyEstimate(minutes_per_km=3, distance_exponent=0.5).of_kilometres(16.0))
        14.0
        """
        return self.fixed_minutes + self.minutes_per_km * kilometres**self.distance_exponent

    @property
    def law(self) -> str:
        """Say in French how minutes grow; where they are not proportional, by a trip too.

        Examples
        --------
        >>> CrowFlyEstimate(fixed_minutes=2, minutes_per_km=3, distance_exponent=0.5).law
        "11 min pour 10 km à vol d'oiseau, soit 2 min + 3 min × km puissance 0,5"
        """
        fixed, slope, exponent = (
            french.shortest(number, decimals)
            for number, decimals in (
                (self.fixed_minutes, 2), (self.minutes_per_km, 3), (self.distance_exponent, 3),
            )
        )  # fmt: skip
        if self.distance_exponent == 1:
            return f"{fixed} min + {slope} min par km à vol d'oiseau"
        of_10_km = float(self.of_kilometres(np.array(10.0)))
        return (
            f"{french.shortest(of_10_km, 0)} min pour 10 km à vol d'oiseau, soit {fixed} min + "
            f"{slope} min × km puissance {exponent}"
        )

    @property
    def label(self) -> str:
        """Name the engine in French.

        See Also
        --------
        TravelEngine.label : the contract.
        """
        return f"estimation sans données routières, {self.law}"

    @property
    def identity(self) -> Mapping[str, object]:
        """Give the numbers of the estimate."""
        return {"engine": "crow_fly_estimate", **asdict(self)}

    @property
    def estimate(self) -> "CrowFlyEstimate":
        """Give itself: it measures nothing."""
        return self

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        """Tell that roads measured nothing."""
        return np.broadcast_to(np.False_, (len(origins), len(places)))

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        """Give those of the class of distance; beyond those measured, of the longest.

        See Also
        --------
        TravelEngine.spread_minutes : the contract.

        Examples
        --------
        >>> parts = CrowFlyEstimate().spread_minutes(np.array([5.0, 13.0, 80.0]))
        >>> [part.tolist() for part in parts]
        [[1.5, 2.8, 2.8], [0.9, 2.0, 3.4], [1.4, 3.0, 5.2]]
        """
        return spread_of(kilometres, SPREADS)

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        """Estimate the minutes from every origin (rows) to every place (columns).

        See Also
        --------
        TravelEngine.minutes : the contract.
        """
        metres = geography.crow_fly_m(origins, places, least_m=least_m)
        minutes = self.of_kilometres(metres.to_numpy() / 1000.0)
        return pd.DataFrame(minutes, index=metres.index, columns=metres.columns)
