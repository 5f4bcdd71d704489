"""Itinerant posts in words: base, stops, and whom they serve."""

from jura_coverage import french
from jura_coverage.posts import Round, Rule, Week
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.caveats import served_and_access
from jura_coverage.words.effects import equity, four_measures
from jura_coverage.words.figures import people_cell
from jura_coverage.words.gains import among_known, as_estimated, held, on_average
from jura_coverage.words.grounds import (
    LIKELY_TEXT,
    NOT_CONSIDERED,
    assumed,
    costs,
    far_uncounted,
    reach,
)
from jura_coverage.words.phrases import (
    IF_AS_ESTIMATED,
    KINDS,
    TRIED_AFRESH,
    certainty_of,
    counting,
    named,
    named_at,
    scenarios,
)
from jura_coverage.words.terms import AT_LEAST

A_DAY = "un jour par semaine au moins"
WIDEST = "Pour servir le plus de monde"


def rounds(result: Result, found: Week, widest: Week) -> list[str]:
    """Tell the base and the stops of an itinerant post, and whom they serve."""
    unknown, known = far_uncounted(result), among_known(result)
    if not widest.stops:
        if result.residents[~result.served & result.located].any():
            return [f"Aucun arrêt ne servirait un habitant éloigné{known}.", *unknown]
        return [f"Personne n'est éloigné{known} : aucune tournée à proposer.", *unknown]
    return [
        f"{WIDEST}, {A_DAY} : {_round(result, widest)} ; {certainty_of(widest.gap)}.",
        f"Pour servir les habitants le plus de jours possible : {_round(result, found)} ; "
        f"{_days(found)} ; {certainty_of(found.gap)}. Un habitant y compte une fois par jour où un "
        "arrêt est à sa portée : des arrêts voisins servent les mêmes plusieurs jours par semaine.",
        *unknown,
    ]


def kinds_of_rounds(result: Result, widest: Week) -> list[str]:
    """Compare the rounds of each kind that serve most people, where they differ."""
    if len({each.stops for each in widest.plans}) == 1:
        return []
    return [
        f"{WIDEST}, {TRIED_AFRESH} :",
        *(
            f"- {KINDS[each.kind]} : {stops_from(result, each)} ; "
            f"{held(each, each.kind, each.worst_regret, each.gap)}."
            for each in widest.plans
        ),
    ]


def stops_from(result: Result, found: Round) -> str:
    """Name the base and the stops of a round in a clause, or say that there is none."""
    if not found.stops:
        return "aucune tournée"
    stops = stops_word(found)
    return f"base {named_at(result, (found.base,))}, {stops} {named_at(result, found.stops)}"


def stops_word(found: Round) -> str:
    """Say "arrêt" of one stop, and "arrêts" of several."""
    return "arrêts" if len(found.stops) > 1 else "arrêt"


def resident_days(found: Round) -> Sum:
    """Give the sum of residents and days of a round."""
    return Sum(
        known=found.resident_days,
        uncounted=found.residents_served_uncounted,
        in_part=found.residents_in_part,
    )


def _days(found: Week) -> str:
    """Say how many residents a round serves, each as often as it has a stop near."""
    least = AT_LEAST if found.likely_days.partial else ""
    return (
        f"{least}{french.count(found.expected_days, 'habitant × jour', 'habitants × jours')} "
        "par semaine en moyenne "
        f"({scenarios(found.likely_days)} ; {IF_AS_ESTIMATED}, "
        f"{people_cell(resident_days(found))})"
    )


def _round(result: Result, found: Week) -> str:
    stops = "chacun de ces arrêts" if len(found.stops) > 1 else "un arrêt"
    return (
        f"base {named_at(result, (found.base,))}, un jour à {stops} : "
        f"{named(result, found.stops)} ; {on_average(found, as_estimated(found))}"
    )


def week_text(result: Result, found: Week, widest: Week) -> list[str]:
    """Explain the rounds of an itinerant post."""
    answer = [*counting(found.weights), *rounds(result, found, widest)]
    if not widest.stops:
        return [*answer, reach(result), assumed(result)]
    return [
        *answer, *kinds_of_rounds(result, widest),
        *four_measures(widest.change, then=widest.fairness.chosen), *equity(widest.fairness),
        costs(Rule()), "Ses trajets ne sont pas comptés.", LIKELY_TEXT, served_and_access(result),
        reach(result), assumed(result), NOT_CONSIDERED,
    ]  # fmt: skip
