"""Tables joined on the communes of today: none lost, and what did not match said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from jura_coverage.geography.services import ADVISORS, SERVICES, Service
from jura_coverage.remarks import ALL_COMMUNES, Remark
from jura_coverage.territory import belt, contradicted, doubles, lacking, stops
from jura_coverage.territory.land import Territory, bases
from jura_coverage.territory.named import by_name, coded
from jura_coverage.territory.needs import needs_of
from jura_coverage.territory.places import no_places, placed
from jura_coverage.territory.premises import premises_of
from jura_coverage.territory.today import of_today

# Advisors in, the same with more positions out, and what to say of it.
Locate = Callable[[pd.DataFrame], tuple[pd.DataFrame, list[Remark]]]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The table of a service or of needs as it was read.

    Parameters
    ----------
    table
        As :func:`jura_coverage.sources.read_advisors` gives it, perhaps of all France; or
        :func:`jura_coverage.sources.read_needs`.
    file
        The file to name, as if a host can be placed nowhere.
    official
        Whether such a host is set aside, since the user cannot correct it.
    """

    table: pd.DataFrame
    file: str = "conseillers"
    official: bool = False


def build(
    communes: gpd.GeoDataFrame,
    broadband: Sequence[pd.DataFrame],
    services: Mapping[str, Listed],
    crosswalk: pd.DataFrame,
    *,
    departement: str,
    needs: Sequence[Listed] = (),
    neighbours: gpd.GeoDataFrame | None = None,
    grounds: gpd.GeoSeries | None = None,
    belt_m: float = 30_000.0,
    locate: Locate | None = None,
) -> Territory:
    """Join the tables on the communes of today.

    Parameters
    ----------
    communes, crosswalk, neighbours
        What the readers of :mod:`jura_coverage.sources` give; None for a table that is not there.
    broadband
        Any number of tables, each with some of the columns.
    services
        The tables of services that have one, by role.
    departement
        Code of the département.
    needs
        Any number of tables, the first to tell something before the others.
    grounds
        Of the départements around, by code, where `neighbours` are not at hand; None if unknown.
    belt_m
        Places of other départements count up to here from the border.
    locate
        Finds positions of hosts that have none, see
        :func:`jura_coverage.sources.geocoding.geocoder`; None leaves them at their commune's
        origin.

    Raises
    ------
    DataError
        If a host of the département has no position and no code or name that fits a commune, or
        if two broadband tables contradict each other.
    """
    premises, lent, said_of_premises = premises_of(broadband, communes, crosswalk)
    needed, said_of_needs, unsure = needs_of(
        [each.table for each in needs], communes, crosswalk,
        files=[Path(each.file).name for each in needs],
    )  # fmt: skip
    joined = communes.join(premises).join(needed)
    everywhere = communes if neighbours is None else pd.concat([communes, neighbours])
    meant = by_name(communes, everywhere, crosswalk)
    places = {}
    said_of_places: list[Remark] = []
    for service in SERVICES:
        if listed := services.get(service.role):
            places[service.role], said = _where_it_is(
                service, listed, communes, crosswalk, everywhere=everywhere, meant=meant,
                departement=departement, belt_m=belt_m, locate=locate,
            )  # fmt: skip
        else:
            places[service.role] = _nowhere(communes.crs).copy()
            said = _missing(service)
        said_of_places += said
    own = bases(places[ADVISORS.role])
    if neighbours is not None and len(neighbours):
        grounds = belt.outlines(neighbours)
    advised = services.get(ADVISORS.role)
    land = Territory(
        departement=departement,
        communes=joined,
        services=places,
        listed=frozenset(services),
        neighbours=communes[:0] if neighbours is None else neighbours,
        remarks=(
            # Tables of one edition leave the same things unmatched.
            *dict.fromkeys([*said_of_premises, *said_of_needs, *said_of_places]),
            *doubles.remarked(own),
            *contradicted.remarked(own),
            *unsure,
            *lacking.of_origins(communes),
        ),
        crosswalk=crosswalk,
        around=gpd.GeoSeries([], crs=communes.crs) if grounds is None else grounds,
        beyond=belt.untold(
            advised.table if advised else None,
            communes,
            grounds,
            departement=departement,
        ),
        lent=lent,
    )
    return replace(land, remarks=(*land.remarks, *lacking.of_tables(joined, land.counted)))


def _where_it_is(
    service: Service,
    listed: Listed,
    communes: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    meant: pd.Series,
    departement: str,
    belt_m: float,
    locate: Locate | None,
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Put the places of a service on the map, its stops included, and say what befell them."""
    named, name_remarks = coded(
        listed.table, communes, everywhere=everywhere, meant=meant, departement=departement,
        official=listed.official,
    )  # fmt: skip
    rows, merger_remarks = of_today(named, communes, crosswalk, name=service.table)
    rows, located = locate(rows) if locate else (rows, [])
    places, place_remarks = placed(
        rows, communes, everywhere=everywhere, departement=departement, belt_m=belt_m,
        file=listed.file, official=listed.official,
    )  # fmt: skip
    # That neighbours count, or a row twice, needs saying where they decide what is flagged.
    besides = () if service.missing else ("border", "duplicate")
    table, stop_remarks = stops.at_stops(places, communes, everywhere=everywhere, meant=meant)
    return table, [
        *located, *name_remarks, *merger_remarks,
        *(each for each in place_remarks if each.kind not in besides), *stop_remarks,
    ]  # fmt: skip


@cache
def _nowhere(crs: CRS) -> gpd.GeoDataFrame:
    """Give the table of a service that no table tells of: the same for all, so made once."""
    nobody = no_places(crs)
    communes = gpd.GeoDataFrame({"name": [], "origin": []}, geometry=[], crs=crs)
    meant = pd.Series(dtype="str")
    table, _ = stops.at_stops(nobody, communes, everywhere=communes, meant=meant)
    return table


def _missing(service: Service) -> list[Remark]:
    if not service.missing:
        return []
    return [Remark(kind="missing", text=service.missing, concerns=(ALL_COMMUNES,))]
