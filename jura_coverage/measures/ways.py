"""Ways: who is within reach of which place, and which places are next, measured once."""

import math
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage.measures import access
from jura_coverage.measures.pairs import Pairs, pairs_of, stacked
from jura_coverage.measures.travel import CrowFlyEstimate, TravelEngine

# Ways measured at a time: all those of a country at once would not fit into memory.
MOST_WAYS = 1 << 22


@dataclass(frozen=True, kw_only=True)
class Ways:
    """The ways from communes to the places where advisors receive.

    Parameters
    ----------
    engine
        What measured the minutes.
    origins, places
        Points in metres, each on its own index; a place where nobody receives has no point.
    least_m
        For each origin, the distance in metres below which no trip is counted.
    far_minutes
        Within reach means at most so many.
    next_places
        On the index of `origins`: `minutes` and `place` (a label of `places`) of the nearest place,
        `minutes_second` and `place_second` of the next; missing where there is none.
    near
        The pairs within reach, in the order of `origins` and `places`, with their minutes.
    nobody
        Whether it is known that nobody receives, and so that all is far.
    at_once
        All minutes, where they were measured at once, as those of a département are: whoever needs
        them all measures nothing again. None where they would not fit into memory.
    """

    engine: TravelEngine
    origins: gpd.GeoSeries
    places: gpd.GeoSeries
    least_m: pd.Series
    far_minutes: float
    next_places: pd.DataFrame
    near: Pairs
    nobody: bool = False
    at_once: pd.DataFrame | None = None

    @property
    def located(self) -> pd.Series:
        """Whether ways can be measured from each origin: its point and its area are known."""
        known: pd.Series = self.origins.x.notna() & self.least_m.notna()
        return known

    @property
    def nearest_minutes(self) -> pd.Series:
        """Minutes to the nearest place: infinite if nobody receives, missing if no way is known."""
        minutes: pd.Series = self.next_places["minutes"]
        return minutes.mask(self.located, np.inf) if self.nobody else minutes

    @cached_property
    def to_places(self) -> pd.DataFrame:
        """Minutes from each origin (rows) to each place (columns): all pairs of a département."""
        if self.at_once is not None:
            return self.at_once
        return self.engine.minutes(self.origins, self.places, least_m=self.least_m)

    @cached_property
    def to_origins(self) -> pd.DataFrame:
        """Minutes from each origin (rows) to each origin as the site of a post (columns)."""
        return self.engine.minutes(self.origins, self.origins, least_m=self.least_m)

    @cached_property
    def shares(self) -> tuple[float, float]:
        """Which shares (0 to 1) of the trips to places are estimated, and which are missing."""
        there = self.places[self.places.x.notna()]
        here = self.origins[self.origins.x.notna()]
        trips = len(here) * len(there)
        if not trips or isinstance(self.engine, CrowFlyEstimate):
            return 1.0, 0.0
        told = int(self.to_places.loc[here.index, there.index].notna().to_numpy().sum())
        measured = int(self.engine.measured(here, there).sum())
        return (told - measured) / trips, 1 - told / trips

    def near_owners(self, owner: pd.Series) -> pd.DataFrame:
        """Tell whose places are within reach.

        Parameters
        ----------
        owner
            The host of some places, or the place whose post works there, on labels of `places`.

        Returns
        -------
        DataFrame
            Booleans; a row an origin, a column an owner in the order of the places.
        """
        codes, owners = pd.factorize(owner.reindex(self.places.index))
        of_pair = codes[self.near.place]
        within = np.zeros((len(self.origins), len(owners)), dtype=bool)
        within[self.near.demand[of_pair >= 0], of_pair[of_pair >= 0]] = True
        return pd.DataFrame(within, index=self.origins.index, columns=owners)


def each_to_its_own(
    engine: TravelEngine, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
) -> pd.Series:
    """Measure the minutes from each origin to the place in the same position, and no other.

    Parameters
    ----------
    engine, origins, places, least_m
        As in :class:`Ways`; as many places as origins.
    """
    block = math.isqrt(MOST_WAYS) // 8  # what is measured in vain grows with it
    parts = [
        np.diag(engine.minutes(origins.iloc[some], places.iloc[some], least_m=least_m.iloc[some]))
        for some in (slice(first, first + block) for first in range(0, len(origins), block))
    ]
    return pd.Series(np.concatenate([np.zeros(0), *parts]), index=origins.index, name="minutes")


def measure(
    engine: TravelEngine,
    origins: gpd.GeoSeries,
    places: gpd.GeoSeries,
    *,
    least_m: pd.Series,
    far_minutes: float,
    known: bool = True,
) -> Ways:
    """Measure every way once, and keep what is within reach and the next two places.

    Parameters
    ----------
    engine, origins, places, least_m, far_minutes
        As in :class:`Ways`.
    known
        Whether `places` are all there are: where none receives, nobody does.
    """
    nexts, nears = [], []
    block = max(MOST_WAYS // max(len(places), 1), 1)
    for first in range(0, max(len(origins), 1), block):
        some = slice(first, first + block)
        minutes = engine.minutes(origins.iloc[some], places, least_m=least_m.iloc[some])
        nexts.append(
            pd.DataFrame(
                {
                    "minutes": access.nearest_minutes(minutes),
                    "place": access.nearest_place(minutes),
                    "minutes_second": access.nearest_minutes(minutes, rank=2),
                    "place_second": access.nearest_place(minutes, rank=2),
                }
            )
        )
        nears.append(pairs_of(minutes, limit=far_minutes))
    return Ways(
        engine=engine,
        origins=origins,
        places=places,
        least_m=least_m,
        far_minutes=far_minutes,
        next_places=nexts[0] if len(nexts) == 1 else pd.concat(nexts),
        near=stacked(nears),
        nobody=known and not places.x.notna().any(),
        at_once=minutes if len(nexts) == 1 else None,
    )
