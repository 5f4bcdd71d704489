"""The ground of every decision: ways, residents and posts of one result."""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.measures import access
from jura_coverage.study import Result


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all decisions stand on: ways, residents and posts of one result.

    Parameters
    ----------
    result
        A run.
    to_places
        Minutes from each commune (rows) to each place of today (columns).
    to_sites
        Minutes from each commune (rows) to each commune as the site of a post (columns).
    within_minutes
        Within reach means at most so many.
    """

    result: Result
    to_places: pd.DataFrame
    to_sites: pd.DataFrame
    within_minutes: float

    @property
    def residents(self) -> pd.Series:
        """Residents of each commune; a missing count adds nothing to any sum."""
        counted: pd.Series = self.result.communes["residents"].astype("Float64").fillna(0.0)
        return counted.astype(float)

    @property
    def own_places(self) -> gpd.GeoDataFrame:
        """Places of the département; those of its neighbours are nobody's decision here.

        The stops of an itinerant post are places too, without `posts` of their own.
        """
        places = self.result.territory.places
        return places[~places["neighbour"].astype(bool)]

    @property
    def own_bases(self) -> gpd.GeoDataFrame:
        """Places of the département that have posts, without the stops of itinerant ones."""
        own = self.own_places
        return own[own["base"] == own.index]

    @cached_property
    def nearest(self) -> pd.Series:
        """Minutes to the nearest place of today, infinite where there is none."""
        return access.nearest_minutes(self.to_places).fillna(np.inf)

    @property
    def served(self) -> pd.Series:
        """Whether each commune is within reach today."""
        return self.nearest <= self.within_minutes

    @property
    def internet_known(self) -> bool:
        """Whether anything is known of the internet of any commune."""
        return bool(self.result.communes["poor"].notna().any())

    @cached_property
    def weights(self) -> pd.Series:
        """Share (0 to 1) of premises with poor internet, the weight of connectivity."""
        shares: pd.Series = self.result.communes["share_without"].fillna(0.0)
        return shares


def ground(result: Result) -> Ground:
    """Measure all ways between communes once."""
    communes = result.communes
    origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    least_m = geography.least_distance_m(communes.geometry)
    engine = result.travel
    return Ground(
        result=result,
        to_places=engine.minutes(origins, result.territory.meeting_points, least_m=least_m),
        to_sites=engine.minutes(origins, origins, least_m=least_m),
        within_minutes=result.parameters.far_minutes,
    )
