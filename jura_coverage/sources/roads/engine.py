"""Minutes on roads: a travel engine that asks OSRM, free of traffic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts
from jura_coverage.sources.roads.network import Network

LON_LAT = "EPSG:4326"
# A point farther than this from every road is on no road of the network.
GREATEST_SNAP_M = 3_000.0
CONVENTION = "en voiture, sans bouchon, du point de départ de la commune au lieu"
# Answers of OSRM are objects of Python: so many fit into memory at a time.
TRIPS_AT_A_TIME = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What OSRM answers: a row an origin, a column a place.

    Parameters
    ----------
    minutes, kilometres
        Of the quickest way; missing where there is none, or an end is too far from any road.
    from_road_m, to_road_m
        How far each origin and each place is from the road it was taken to; missing without point.
    """

    minutes: pd.DataFrame
    kilometres: pd.DataFrame
    from_road_m: pd.Series
    to_road_m: pd.Series


@dataclass(frozen=True, kw_only=True)
class RoadEngine:
    """A travel engine that measures on a network.

    A trip is as long as it is: the least distance of estimates is not for roads, on which one is at
    once where one is.

    Parameters
    ----------
    network
        See :func:`jura_coverage.sources.roads.network_of`.
    estimate
        What estimates trips to places that nobody knows.
    """

    network: Network
    estimate: CrowFlyEstimate = field(default_factory=CrowFlyEstimate)

    convention = CONVENTION

    @property
    def name(self) -> str:
        """What measures, in French."""
        return self.network.engine

    @property
    def network_date(self) -> date:
        """Of which day the oldest roads are."""
        return self.network.dated

    @property
    def label(self) -> str:
        """Name the engine in French.

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.label : the contract.
        """
        day = french.day(self.network.dated.isoformat())
        return f"{self.name}, réseau du {day}, {self.convention}"

    @property
    def identity(self) -> Mapping[str, object]:
        """Give the network, which stands for extracts, area and versions."""
        return {"engine": self.name, "network": self.network.key}

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        """Tell that roads measured every trip."""
        return np.broadcast_to(np.True_, (len(origins), len(places)))

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        """Give those of the estimate.

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.spread_minutes : the contract.
        """
        return self.estimate.spread_minutes(kilometres)

    def minutes(
        self,
        origins: gpd.GeoSeries,
        places: gpd.GeoSeries,
        *,
        least_m: pd.Series,  # noqa: ARG002 - of estimates alone
    ) -> pd.DataFrame:
        """Give the minutes from every origin (rows) to every place (columns).

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.minutes : the contract.
        """
        return self.answer(origins, places).minutes

    def answer(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> Answer:
        """Measure the trips from every origin to every place.

        Parameters
        ----------
        origins, places
            Points in any projection, each on its own index; a missing one has no way.
        """
        here, there = _lon_lat(origins), _lon_lat(places)
        left, right = np.flatnonzero(~np.isnan(here[:, 0])), np.flatnonzero(~np.isnan(there[:, 0]))
        minutes = np.full((len(origins), len(places)), np.nan)
        kilometres = minutes.copy()
        from_m, to_m = np.full(len(origins), np.nan), np.full(len(places), np.nan)
        block = max(TRIPS_AT_A_TIME // max(len(right), 1), 1)
        for first in range(0, len(left) if len(right) else 0, block):
            rows = left[first : first + block]
            said = self._asked(here[rows], there[right])
            cells = np.ix_(rows, right)
            minutes[cells] = _numbers(said["durations"]) / 60
            kilometres[cells] = _numbers(said["distances"]) / 1000
            from_m[rows] = [each["distance"] for each in said["sources"]]
            to_m[right] = [each["distance"] for each in said["destinations"]]
        off = (from_m > GREATEST_SNAP_M)[:, None] | (to_m > GREATEST_SNAP_M)
        minutes[off] = kilometres[off] = np.nan
        return Answer(
            minutes=pd.DataFrame(minutes, index=origins.index, columns=places.index),
            kilometres=pd.DataFrame(kilometres, index=origins.index, columns=places.index),
            from_road_m=pd.Series(from_m, index=origins.index, name="snap_m"),
            to_road_m=pd.Series(to_m, index=places.index, name="snap_m"),
        )

    def _asked(self, origins: FloatArray, places: FloatArray) -> Any:
        import osrm

        return self._osrm.Table(
            osrm.TableParameters(
                coordinates=[*map(tuple, origins.tolist()), *map(tuple, places.tolist())],
                sources=list(range(len(origins))),
                destinations=list(range(len(origins), len(origins) + len(places))),
                annotations=["duration", "distance"],
                generate_hints=False,
            )
        )

    @cached_property
    def _osrm(self) -> Any:
        import osrm

        return osrm.OSRM(
            storage_config=str(self.network.graph), algorithm="CH", use_shared_memory=False,
            max_locations_distance_table=-1,
        )  # fmt: skip


def _lon_lat(points: gpd.GeoSeries) -> FloatArray:
    degrees = points.to_crs(LON_LAT)
    return np.column_stack([degrees.x, degrees.y]).astype(float)


def _numbers(rows: Any) -> FloatArray:
    """Take a table from OSRM; no way is missing."""
    return np.array([list(row) for row in rows], dtype=float)
