"""The territory: one row a commune, its broadband, and the places where one meets an advisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.geography.services import ADVISORS, SERVICES, Service
from jura_coverage.remarks import Remark
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.checks import BROADBAND_COUNTS
from jura_coverage.territory import identity


@dataclass(frozen=True, kw_only=True)
class Territory:
    """A département as the measures see it.

    Parameters
    ----------
    departement
        Its code.
    communes
        Index ``insee``: `name`, `epci`, `epci_name`, `postcodes` (separated by spaces),
        `residents`, `residents_in_part` (whether they are those of some arrondissements), `origin`
        (points), `origin_source`, premises by technology, copper closure, `share_65_plus`,
        `median_income` and `income_status`, polygons; in metres. What no table tells is missing.
    services
        By role, where the public goes to each service, perhaps nowhere: for advisors where they
        work, those of the belt around the département included: `host`, `insee`,
        `commune` (its name, as the source spells it where it is not at hand), `posts`,
        `position_source`, `neighbour`, points, what the source says of the posts, what
        :func:`jura_coverage.territory.identity.names` and
        :func:`jura_coverage.territory.stops.at_stops` add; in metres.
    listed
        The roles of the services of which a table tells the places: if it has none, nobody
        receives, and without it nobody knows.
    neighbours
        Communes of the belt like `communes`, without broadband; empty if they are not at hand.
    remarks
        What did not match, was mapped, replaced or is missing.
    crosswalk
        Former communes, as :func:`jura_coverage.sources.read_crosswalk` gives them.
    around
        The ground of the départements of the belt, by code; empty if nobody told it.
    beyond
        The ground across the border where advisors may work that nobody told us of, by the code
        of its département, see :func:`jura_coverage.territory.belt.untold`.
    sources
        Where the tables come from.
    buildings
        As :func:`jura_coverage.territory.buildings.housed` gives them; None if nobody told them.
    lent
        Of arrondissements of which no table counts the premises, those of their whole city, on
        their codes; None if there are none.
    """

    departement: str
    communes: gpd.GeoDataFrame
    services: Mapping[str, gpd.GeoDataFrame]
    listed: frozenset[str]
    neighbours: gpd.GeoDataFrame
    remarks: tuple[Remark, ...]
    crosswalk: pd.DataFrame
    around: gpd.GeoSeries
    beyond: gpd.GeoSeries
    sources: tuple[Source, ...] = ()
    buildings: pd.DataFrame | None = None
    lent: pd.DataFrame | None = None

    @property
    def counted(self) -> pd.DataFrame:
        """The counts of premises that shares are made of: those of a city for a part of it."""
        counts: pd.DataFrame = self.communes[[*BROADBAND_COUNTS]]
        if self.lent is None:
            return counts
        lacking = self.lent.index[self.communes.loc[self.lent.index, "premises"].isna()]
        known: pd.DataFrame = counts.copy()
        known.loc[lacking, self.lent.columns] = self.lent.loc[lacking]
        return known

    @property
    def divided(self) -> bool:
        """Whether arrondissements are communes of their own, here or beyond the border."""
        return geography.are_apart([*self.communes.index, *self.neighbours.index])

    @property
    def places(self) -> gpd.GeoDataFrame:
        """Where advisors work."""
        return self.services[ADVISORS.role]

    @property
    def told(self) -> tuple[Service, ...]:
        """Services to speak of: those that have places, and those that one cannot do without."""
        return tuple(each for each in SERVICES if each.missing or len(self.services[each.role]))

    @property
    def own_places(self) -> gpd.GeoDataFrame:
        """Places of the département; those of its neighbours are nobody's decision here.

        The stops of an itinerant post are places too, without `posts` of their own.
        """
        return self.places[~self.places["neighbour"].astype(bool)]

    @cached_property
    def own_bases(self) -> gpd.GeoDataFrame:
        """Places of the département that have posts, without the stops of itinerant ones."""
        return bases(self.places)

    @cached_property
    def number_of_places(self) -> int:
        """How many places of the département have posts, each counted once."""
        return identity.places(self.own_bases).nunique()

    @property
    def bases_beyond(self) -> gpd.GeoDataFrame:
        """Places of the belt that have posts."""
        bases = self.places["base"] == self.places.index
        return self.places[bases & self.places["neighbour"].astype(bool)]

    @property
    def meeting_points(self) -> gpd.GeoSeries:
        """Where the public can meet an advisor; missing at places where nobody receives."""
        return self.receiving(ADVISORS)

    @property
    def at_stops(self) -> pd.Series:
        """Whether an itinerant post receives at each place, on some days of the week alone."""
        stops: pd.Series = self.places["days"].gt(0)
        return stops

    def receiving(self, service: Service) -> gpd.GeoSeries:
        """Give where a service receives the public; missing at places where nobody does."""
        places = self.services[service.role]
        return gpd.GeoSeries(places.geometry.where(places["fte_open"] > 0))


def bases(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the places of the département that have posts, without the stops of itinerant ones."""
    own = places[~places["neighbour"].astype(bool)]
    return own[own["base"] == own.index]
