"""Why a commune is flagged or not, in words."""

import pandas as pd

from jura_coverage import columns, french, geography, territory
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.geography.services import ADVISORS, Service
from jura_coverage.parameters import Parameters
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART
from jura_coverage.study.find import find_commune, postcode_too
from jura_coverage.words.buildings import of_commune_by_buildings
from jura_coverage.words.caveats import OFFICIAL
from jura_coverage.words.provenance import advisors_of, calculated, editions_line, minutes_by
from jura_coverage.words.terms import (
    ACROSS,
    FINDINGS,
    LACKING,
    NO_POST,
    NO_WAY,
    NOT_AVAILABLE,
    OF_WHOLE_CITY,
    ORIGIN_NAMES,
    PLURAL,
    TECHNOLOGY_NAMES,
    far_minutes,
    income,
    poor_share,
    residents,
    thresholds,
)


def explain_named(result: Result, wanted: str) -> list[str]:
    """Explain the commune that a user means, be it one of today or a former one.

    Parameters
    ----------
    result, wanted
        As in :func:`find_commune`.

    Raises
    ------
    UnknownCommuneError
        As :func:`find_commune`, or if the commune has left the département.
    """
    former = territory.former_commune(result.territory, wanted)
    if former is None:
        insee = find_commune(result, wanted)
        doubt = postcode_too(result, wanted) if insee == wanted.strip() else ""
        return [*([doubt] if doubt else []), *explain(result, insee)]
    today = (
        f"{former['name_former']} ({former.name}) est une ancienne commune ; commune actuelle : "
        f"{former['name']} ({former['insee']})"
    )
    if former["insee"] not in result.communes.index:
        raise UnknownCommuneError(f"{today}, hors du département {result.territory.departement}.")
    doubt = postcode_too(result, wanted) if former.name == wanted.strip() else ""
    return [*([doubt] if doubt else []), f"{today}.", *explain(result, former["insee"])]


def explain(result: Result, insee: str) -> list[str]:
    """Say why a commune is or is not flagged, with every figure that led there.

    Parameters
    ----------
    result
        A run.
    insee
        A code of the index of ``result.communes``.

    Returns
    -------
    list of str
        French paragraphs.
    """
    commune = result.communes.loc[insee]
    parameters = result.parameters
    return [
        f"{commune['name']} ({insee}) {FINDINGS[commune['situation']]}",
        f"{french.capital(belonging(insee, commune['epci_name']))}, "
        f"{residents(commune['residents'], in_part=commune[IN_PART])}.",
        *reasons(result, insee),
        thresholds(parameters),
        f"{minutes_by(result)} {OFFICIAL}",
        *([dated] if (dated := advisors_of(result)) else []),
        f"Éditions : {editions_line(result.sources)}. {calculated(result)}.",
    ]


def reasons(result: Result, insee: str) -> tuple[str, ...]:
    """Tell a commune's internet, ways to services, buildings and need, beside thresholds."""
    commune = result.communes.loc[insee]
    ways = (_explain_way(result, commune, service) for service in result.territory.told)
    return (
        _explain_internet(commune, result.parameters),
        *ways,
        *of_commune_by_buildings(commune, result.parameters),
        *_explain_need(result, commune),
    )


def _explain_internet(commune: pd.Series, parameters: Parameters) -> str:
    if pd.isna(commune["share_without"]):
        return f"Internet : {NOT_AVAILABLE} pour cette commune."
    lacking = commune["premises_without"]
    sign = "atteint" if commune["poor"] else "est sous"
    beside = f"cela {sign} le seuil de {poor_share(parameters)}"
    if pd.isna(lacking):
        return (
            f"Internet : {french.percent(commune['share_without'], 2)} des locaux "
            f"{LACKING[parameters.policy.definition]}, {OF_WHOLE_CITY} ; {beside}."
        )
    technologies = ", ".join(
        f"{name} {french.number(commune[technology])}"
        for technology, name in TECHNOLOGY_NAMES.items()
        if pd.notna(commune[technology]) and commune[technology] > 0
    )
    return (
        f"Internet : {french.count(lacking, 'local', 'locaux')} sur "
        f"{french.number(commune['premises'])} ({french.percent(commune['share_without'], 2)}) "
        f"{'est' if lacking < PLURAL else 'sont'} {LACKING[parameters.policy.definition]} ; "
        f"{beside}. "
        f"Meilleure technologie des locaux : {technologies}."
    )


def _explain_need(result: Result, commune: pd.Series) -> tuple[str, ...]:
    """Tell ages and incomes, where a table of the run does."""
    if not any(source.role == "needs" for source in result.sources):
        return ()
    share = commune["share_65_plus"]
    ages = f"{french.percent(share)} des habitants" if pd.notna(share) else NOT_AVAILABLE
    living = income(commune["median_income"], commune["income_status"])
    return (
        f"{columns.SHARE_65_PLUS.heading} : {ages}. {columns.MEDIAN_INCOME.heading} : {living}.",
    )


def _explain_way(result: Result, commune: pd.Series, service: Service) -> str:
    name = french.capital(service.noun)
    minutes, host = (commune[service.column(each)] for each in ("minutes", "host"))
    if service is ADVISORS and result.ways.nobody:
        return f"{name} : {NO_POST}, la commune est donc éloignée."
    if pd.isna(minutes):
        return f"{name} : {NO_WAY} pour cette commune."
    insee = result.territory.services[service.role].at[commune[service.column("place")], "insee"]
    where = f" ({result.communes.at[insee, 'name']})" if insee in result.communes.index else ""
    nearest = f"{name} : le plus proche est « {host} »{where}, à"
    if service is not ADVISORS:
        return f"{nearest} {french.minutes(minutes)}."
    return f"{nearest} {_against_threshold(commune, result.parameters)}"


def _against_threshold(commune: pd.Series, parameters: Parameters) -> str:
    """Go on about the nearest advisor: on which side of the threshold, and who is next."""
    side = "au-delà" if commune["far"] else "en deçà"
    second = (
        f" Le suivant : « {commune['host_second']} », à "
        f"{french.minutes(commune['minutes_second'])}."
        if pd.notna(commune["place_second"])
        else ""
    )
    return (
        f"{_beside(commune, parameters)}, {side} du seuil de {far_minutes(parameters)}. "
        f"Départ : {ORIGIN_NAMES[commune['origin_source']]}.{second}"
        + (f" {ACROSS}" if commune["border_matters"] else "")
    )


def _beside(commune: pd.Series, parameters: Parameters) -> str:
    """Write minutes so that rounding does not put them on the threshold they are beside."""
    value = commune["minutes"]
    decimals = 1 if round(value, 1) != parameters.policy.far_minutes else 3
    return f"{french.number(value, decimals)}{french.NO_BREAK_SPACE}min"


UNTOLD_EPCI = "intercommunalité non renseignée"


def belonging(insee: str, epci_name: str) -> str:
    """Name the EPCI of a commune, or say that it has none, or that the file does not tell.

    Examples
    --------
    >>> belonging("39300", "ECLA"), belonging("39300", ""), belonging("29155", "")
    ('ECLA', 'intercommunalité non renseignée', 'hors intercommunalité')
    """
    outside = insee in geography.WITHOUT_EPCI
    return epci_name or ("hors intercommunalité" if outside else UNTOLD_EPCI)
