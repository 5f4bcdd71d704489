"""The study: from a territory to its measures, its ways and its flags."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from jura_coverage import french, geography
from jura_coverage.errors import given_type
from jura_coverage.geography import departements
from jura_coverage.geography.services import ADVISORS, SERVICES, Service
from jura_coverage.measures import buildings as homes
from jura_coverage.measures import flags, internet, ways
from jura_coverage.measures.hamlets import Hamlets, hamlets
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.measures.travel import CrowFlyEstimate, TravelEngine
from jura_coverage.measures.ways import Ways
from jura_coverage.parameters import Parameters
from jura_coverage.remarks import ALL_COMMUNES, Remark, remarks
from jura_coverage.sources.catalogue import Source
from jura_coverage.study.buildings import compared
from jura_coverage.study.figures import Figures, add_up
from jura_coverage.territory import Territory


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a study found; only :func:`study` makes it.

    Parameters
    ----------
    territory
        The joined input.
    parameters
        Thresholds and definitions.
    ways
        Who is within reach of which place, and what measured it.
    communes
        The territory's communes with `premises_wired`, `premises_covered` (by the chosen
        definition), `premises_without` (the others), `share_without`, `minutes`, `place`, `host`,
        `minutes_second`, `place_second`, `host_second`, the same of other services under
        :meth:`jura_coverage.geography.services.Service.column`, `poor`, `far`, `situation` and
        `border_matters` (a place across the border could change it); where buildings are at hand,
        those of :func:`jura_coverage.measures.buildings.of_communes`.
    buildings
        The territory's buildings with their own `minutes` and whether they are `poor_far`; None if
        there are none.
    """

    territory: Territory
    parameters: Parameters
    ways: Ways
    communes: gpd.GeoDataFrame
    buildings: pd.DataFrame | None = None

    @property
    def engine(self) -> str:
        """What measured the minutes, in French, and how many of them it did not."""
        label = self.ways.engine.label
        if isinstance(self.ways.engine, CrowFlyEstimate):
            return label
        estimated, missing = map(french.percent, (self.pairs_estimated, self.pairs_missing))
        lacking = f", {missing} absents" if self.pairs_missing else ""
        said = f"{label} ; {estimated} des trajets vers les lieux estimés à vol d'oiseau{lacking}"
        if isinstance(self.ways.engine, TabledMinutes) and self.ways.engine.filled_by:
            return f"{said} ; trajets absents de la table : {self.ways.engine.filled_by}"
        return said

    @property
    def pairs_estimated(self) -> float:
        """The share (0 to 1) of trips to places that were estimated; of no trips, all."""
        return self.ways.shares[0]

    @property
    def pairs_missing(self) -> float:
        """The share (0 to 1) of trips to places that nothing tells."""
        return self.ways.shares[1]

    @property
    def is_measured(self) -> bool:
        """Whether roads measured any trip to a place."""
        return self.pairs_estimated + self.pairs_missing < 1

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the tables come from."""
        return self.territory.sources

    @property
    def advisors_months_before(self) -> tuple[int, int] | None:
        """Least and most months from the edition of the advisors to the last of broadband.

        Missing where either does not tell its day, or the advisors are the later ones; they
        differ where only the year of the advisors is known.
        """
        advisors, broadband = (
            [each.dated for each in self.sources if each.role == role and each.dated]
            for role in (ADVISORS.role, "broadband")
        )
        days = [each.end for each in broadband if each.end]
        return advisors[0].months_before(max(days)) if advisors and days else None

    @property
    def fingerprint(self) -> str:
        """Give twelve hexadecimal digits that change with any parameter and with the engine."""
        chosen = {**asdict(self.parameters), "travel": dict(self.ways.engine.identity)}
        del chosen["roads"]  # the engine tells what its tables hold, whatever their names
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:12]

    @cached_property
    def figures(self) -> Figures:
        """What all communes add up to."""
        places = self.territory.places
        return add_up(self.communes, places.loc[~places["neighbour"].astype(bool), "posts"])

    @cached_property
    def hamlets(self) -> Hamlets | None:
        """What buildings add up to by squares of one kilometre; None if there are none."""
        if self.buildings is None:
            return None
        return hamlets(self.buildings, epsg=geography.working_epsg(self.territory.departement))

    @cached_property
    def ways_beyond(self) -> Ways:
        """The ways from the communes of the belt to all places, whose posts they share."""
        beyond = self.territory.neighbours
        return ways.measure(
            self.ways.engine,
            gpd.GeoSeries(beyond["origin"], crs=self.communes.crs),
            self.ways.places,
            least_m=geography.least_distance_m(beyond.geometry),
            far_minutes=self.ways.far_minutes,
        )

    @property
    def residents(self) -> pd.Series:
        """Residents of each commune; a missing count adds nothing to any sum."""
        counted: pd.Series = self.communes["residents"].astype("Float64").fillna(0.0)
        return counted.astype(float)

    @property
    def minutes(self) -> pd.Series:
        """Minutes to the nearest place: infinite if nobody receives, missing if no way is known."""
        return self.ways.nearest_minutes

    @property
    def served(self) -> pd.Series:
        """Whether each commune is within reach of a place."""
        return self.minutes <= self.parameters.policy.far_minutes

    @property
    def located(self) -> pd.Series:
        """Whether ways can be measured from each commune: its point and its area are known."""
        return self.ways.located

    @property
    def far_uncounted(self) -> pd.Series:
        """Whether each commune is far, and its residents are not known: in no sum of gains."""
        unknown: pd.Series = self.communes["residents"].isna()
        return unknown & self.located & ~self.served

    @property
    def internet_known(self) -> bool:
        """Whether anything is known of the internet of any commune."""
        return bool(self.communes["poor"].notna().any())


def _chosen(given: object) -> Parameters:
    if isinstance(given, Parameters):
        return given
    if given is None:
        return Parameters()
    if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
        raise given_type(
            "Paramètres", given,
            "un dictionnaire comme {'far_minutes': 15}, ou ce que rend parameters.load(fichier)",
        )  # fmt: skip
    return Parameters().but(**given)


def study(
    territory: Territory,
    *,
    parameters: Parameters | Mapping[str, object] | None = None,
    engine: TravelEngine | None = None,
    minutes: pd.DataFrame | pd.Series | None = None,
) -> Result:
    """Measure a territory: who is poorly connected, who is far, who is flagged.

    Parameters
    ----------
    territory
        From :func:`jura_coverage.territory.joined`.
    parameters
        Thresholds and definitions; the defaults of :class:`Parameters` if None, and but for what
        a mapping names, such as ``{"far_minutes": 15}``.
    engine
        What measures minutes; if None the matrix and the tables of the parameters, else their
        estimate.
    minutes
        A matrix of minutes: a row an origin, by the INSEE code of its commune, and a column a
        place, by that of a commune or by its position (``"46.6746 5.5538"``); or a series by both.
        A place takes the minutes of the column that is nearest, as from a table of minutes, and
        trips that are not there are what the parameter ``missing_pairs`` says.

    Raises
    ------
    ParameterError
        If a mapping names what is no parameter, or a value out of range.
    DataError
        If the matrix or the tables of minutes are refused, see
        :func:`jura_coverage.territory.roads.measured`.
    GivenTypeError
        If one of them is of another type, or there are both an engine and a matrix.
    """
    if not isinstance(territory, Territory):
        raise given_type("Étude", territory, "un territoire, comme en rend territory.of")
    chosen = _chosen(parameters)
    if engine is not None and minutes is not None:
        raise given_type("Minutes", engine, "un moteur ou une matrice de minutes, et non les deux")
    if minutes is not None or (engine is None and chosen.roads.minutes):
        from jura_coverage.territory import roads  # a run by the estimate needs none of it

        found = roads.measured(territory, chosen, matrix=minutes)
        engine = found.engine
        territory = replace(
            territory,
            remarks=(*territory.remarks, *found.remarks),
            sources=(*territory.sources, *found.sources),
        )
    if tables := chosen.roads.minutes:  # what is published names no folders
        chosen = chosen.but(minutes=tuple(Path(each).name for each in tables))
    engine = CrowFlyEstimate.of(chosen) if engine is None else engine
    communes = territory.communes
    measured = {
        service: ways.measure(
            engine,
            gpd.GeoSeries(communes["origin"], crs=communes.crs),
            territory.receiving(service),
            least_m=geography.least_distance_m(communes.geometry),
            far_minutes=chosen.policy.far_minutes,
            known=service.role in territory.listed,
        )
        for service in SERVICES
    }
    columns = _columns(territory, chosen, measured)
    across = _across(
        territory, measured[ADVISORS], engine.estimate, far=columns["far"].fillna(False)
    )
    columns["border_matters"] = across.any(axis=1)
    said = [*_nobody(measured[ADVISORS]), *_border_remarks(territory, across)]
    buildings = _buildings(territory, chosen, measured[ADVISORS])
    if buildings is not None:
        columns = columns.join(
            homes.of_communes(
                buildings, buildings["poor_far"], columns, poor_share=chosen.policy.poor_share
            )
        )
        said += compared(buildings, communes.join(columns), definition=chosen.policy.definition)
    return Result(
        territory=replace(territory, remarks=(*territory.remarks, *said)),
        parameters=chosen,
        ways=measured[ADVISORS],
        communes=communes.join(columns),
        buildings=buildings,
    )


def _buildings(territory: Territory, parameters: Parameters, ways: Ways) -> pd.DataFrame | None:
    """Measure the buildings, each from where it stands; None if there are none."""
    if territory.buildings is None:
        return None
    minutes, policy = homes.minutes(territory.buildings, ways), parameters.policy
    poor_far = homes.poor_and_far(
        territory.buildings, minutes, definition=policy.definition, far_minutes=policy.far_minutes
    )
    return territory.buildings.assign(minutes=minutes, poor_far=poor_far)


def _columns(
    territory: Territory, parameters: Parameters, measured: dict[Service, Ways]
) -> pd.DataFrame:
    """Compute every measure of every commune, on the index of the communes."""
    communes, advisors = territory.communes, measured[ADVISORS]
    counted, definition = territory.counted, parameters.policy.definition
    covered = internet.premises_covered(communes, definition=definition)
    share_without = internet.share_without(
        counted["premises"], internet.premises_covered(counted, definition=definition)
    )
    poor = flags.is_poor(share_without, poor_share=parameters.policy.poor_share)
    far = flags.is_far(advisors.nearest_minutes, far_minutes=parameters.policy.far_minutes)
    return pd.DataFrame(
        {
            "premises_wired": internet.premises_covered(communes),
            "premises_covered": covered,
            "premises_without": internet.premises_without(communes["premises"], covered),
            "share_without": share_without,
            **{
                service.column(name): values
                for service, each in measured.items()
                for name, values in _next(territory, service, each).items()
            },
            "poor": poor,
            "far": far,
            "situation": flags.situation(poor, far),
        }
    )


def _next(territory: Territory, service: Service, measured: Ways) -> dict[str, pd.Series]:
    """Give the next places of a service, and the hosts there."""
    nexts, hosts = measured.next_places, territory.services[service.role]["host"]
    return {
        **{str(name): nexts[name] for name in nexts},
        "host": nexts["place"].map(hosts),
        "host_second": nexts["place_second"].map(hosts),
    }


def _across(
    territory: Territory, measured: Ways, estimate: CrowFlyEstimate, *, far: pd.Series
) -> pd.DataFrame:
    """Mark far communes that a place just across the border could bring near.

    Nothing but the estimate can tell: no table has trips to where nobody knows of a place.

    Returns
    -------
    DataFrame
        Booleans: a row a commune, a column each of :attr:`Territory.beyond`, whose nearest point
        is within reach.
    """
    beyond, away = territory.beyond, measured.origins[far]
    marked = pd.DataFrame(data=False, index=territory.communes.index, columns=beyond.index)
    for code, ground in beyond.items() if len(away) else ():
        line = shapely.shortest_line(away.to_numpy(), ground)
        crossings = gpd.GeoSeries(shapely.get_point(line, -1), index=away.index, crs=away.crs)
        minutes = ways.each_to_its_own(
            estimate, away, crossings, least_m=measured.least_m[away.index]
        )
        marked.loc[away.index, code] = minutes <= measured.far_minutes
    return marked


def _nobody(advisors: Ways) -> list[Remark]:
    """Say that all is far where no advisor receives."""
    return remarks(
        "warning",
        "D'après la liste des postes, personne ne reçoit le public ; sont donc éloignées",
        [ALL_COMMUNES] if advisors.nobody else [],
    )


def _border_remarks(territory: Territory, across: pd.DataFrame) -> list[Remark]:
    marked = territory.communes.loc[across.any(axis=1), "name"]
    codes = [str(code) for code in across if code and across[code].any()]
    names = f" ({french.enumeration([departements.name(code) for code in codes])})" if codes else ""
    which = "de départements voisins" if codes else "des départements voisins"
    return remarks(
        "border",
        f"Les conseillers {which}{names} ne sont pas connus, et "
        + french.count(
            len(marked),
            "commune éloignée à proximité du bord pourrait en avoir un plus proche",
            "communes éloignées à proximité du bord pourraient en avoir un plus proche",
        ),
        [f"{name} ({insee})" for insee, name in marked.items()],
    )
