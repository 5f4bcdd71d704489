"""The answers about posts in short: what to do, what the programme allows, how sure it is."""

from collections.abc import Mapping, Sequence

from jura_coverage import french
from jura_coverage.posts import Interval, Keep, Moves, Proposal, Round
from jura_coverage.posts.robust import Kind
from jura_coverage.posts.trials import LIKELY
from jura_coverage.words.ends import NO_END, NOTHING_ENDS, costs_nobody, end_of
from jura_coverage.words.gains import as_estimated, on_average
from jura_coverage.words.grounds import GIVEN_BACK, NO_NEW, SINCE, WITHIN

# What is said of each choice before what it gains.
KEEP_RULE = f"{SINCE}, {GIVEN_BACK}."
MOVE_RULE = f"{SINCE}, {WITHIN}."
ADD_RULE = (
    f"{SINCE}, {NO_NEW} : ce choix suppose que le programme rouvre, ou qu'un autre financeur paie."
)
MOST_NAMED = 8
# The share of the scenarios in which a figure lies above the lower end of its range.
NEARLY_ALL = french.percent(1 - LIKELY[0], 0)


def first_to_keep(found: Keep) -> str:
    """Name the host to keep before all others, if there is one."""
    if found.hosts.empty:
        return ""
    host = f"« {found.hosts.at[0, 'host']} »"
    if len(found.hosts) == 1:
        return f"{host}, la seule structure"
    return f"{host} d'abord" if costs_somebody(found) else "Aucune structure avant une autre"


def at_its_end(found: Keep) -> str:
    """Say what its end would cost, or that nothing can end."""
    if found.hosts.empty:
        return NOTHING_ENDS
    if not costs_somebody(found):
        return NO_END
    return f"À sa fin, {end_of(found.hosts.iloc[0].to_dict())}."


def costs_somebody(found: Keep) -> bool:
    """Tell whether an end costs somebody: the dearest does if any."""
    return not all(costs_nobody(row) for row in found.hosts.head(1).to_dict("records"))


def surely_missed(found: Keep) -> str:
    """Name the hosts whose end would put somebody out of reach in nearly all scenarios."""
    missed = [
        f"« {row['host']} »"
        for row in found.hosts.to_dict("records")
        if Interval.of(row, "residents_lost").low > 0
    ]
    if not missed:
        return f"Aucune fin n'éloignerait des habitants dans {NEARLY_ALL} des scénarios."
    whose = "de celle-ci" if len(missed) == 1 else "de chacune de celles-ci"
    left = len(missed) - MOST_NAMED
    others = [french.count(left, "autre")] if left > 0 else []
    return (
        f"Dans {NEARLY_ALL} des scénarios au moins, la fin {whose} éloignerait des habitants : "
        f"{french.enumeration([*missed[:MOST_NAMED], *others])}."
    )


def gain_and_cost(plan: Proposal | Moves | Round) -> str:
    """Say what a plan gains, on average first, and what it costs."""
    euros = f", environ {french.euros(plan.cost_euros)}" if isinstance(plan, Proposal) else ""
    return f"{french.capital(on_average(plan, as_estimated(plan)))}{euros}."


def why_they_differ(plans: Mapping[Kind, Proposal | Moves | Round], what: Sequence[object]) -> str:
    """Say why the choice that gains most as estimated is not the one that is proposed.

    Parameters
    ----------
    plans
        One of each kind.
    what
        What each of them is, in the same order: where these are alike, so are the plans.
    """
    middle, best, least = what
    gains = {kind: french.count(plan.expected_gain, "habitant") for kind, plan in plans.items()}
    if middle == best == least:
        return "Les trois façons de choisir mènent au même choix."
    if middle == best:
        return (
            "Le meilleur choix si tout est comme estimé l'est aussi en moyenne, "
            f"{gains['expected']} ; viser le pire scénario en amène {gains['regret']}."
        )
    rest = "" if best == least else f", et {gains['regret']} pour celui qui vise le pire scénario"
    return (
        "Compter que tout est comme estimé fait choisir des lieux juste à portée de plusieurs "
        "communes, qu'ils manquent dès qu'un trajet dure un peu plus : ce choix-là amène en "
        f"moyenne {gains['middle']} à portée, contre {gains['expected']} pour celui qui est "
        f"proposé{rest}."
    )
