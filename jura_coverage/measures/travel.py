"""Minutes between communes and places, by an engine that can be exchanged."""

from dataclasses import dataclass
from typing import Protocol

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography


class TravelEngine(Protocol):
    """What measures the way to a place: an estimate, or a road engine."""

    @property
    def label(self) -> str:
        """Name the engine in French, with what a reader needs to judge its minutes."""

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
class LinearEstimate:
    """Minutes that grow in proportion to the crow-fly distance, for want of roads.

    An estimate: its mean error is 3 to 4 minutes on mountain trips.

    Parameters
    ----------
    fixed_minutes
        Minutes that every trip takes, however short.
    detour
        Road kilometres for each crow-fly kilometre (1.1 in plains, 1.6 in mountains).
    speed_kmh
        Mean speed on the road.
    """

    fixed_minutes: float = 2.0
    detour: float = 1.35
    speed_kmh: float = 60.0

    @property
    def minutes_per_km(self) -> float:
        """Minutes for each crow-fly kilometre."""
        return self.detour * 60.0 / self.speed_kmh

    @property
    def label(self) -> str:
        """Name the engine in French."""
        return (
            f"estimation sans données routières : {french.shortest(self.fixed_minutes, 2)} min "
            f"+ {french.shortest(self.minutes_per_km, 3)} min par km à vol d'oiseau"
        )

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        """Estimate the minutes from every origin (rows) to every place (columns).

        See Also
        --------
        TravelEngine.minutes : the contract.
        """
        kilometres = geography.crow_fly_m(origins, places, least_m=least_m) / 1000.0
        return self.fixed_minutes + self.minutes_per_km * kilometres
