"""Turns of phrase that every answer about posts uses."""

import pandas as pd

from jura_coverage import french, posts
from jura_coverage.posts import Add, Interval, Moves, Proposal, Weights, tariffs
from jura_coverage.posts.trials import LIKELY
from jura_coverage.study import Result
from jura_coverage.words.figures import NOT_KNOWN, UNKNOWN_NUMBER
from jura_coverage.words.terms import PLURAL

# The share of the scenarios in which a figure lies within its range.
MOST_SCENARIOS = french.percent(LIKELY[1] - LIKELY[0], 0)
BEST_MOVES = "Les transferts qui amènent en moyenne le plus d'habitants à portée, tout compte fait"
HOST_TYPES = {tariffs.PUBLIC: "public", tariffs.PRIVATE: "privé"}
CLOSE = f"{french.shortest(posts.NEAR_MINUTES, 0)} minutes"
NEAR = (
    "part des scénarios (trajets, positions et présences incertains) où le lieu, ou un autre à "
    f"{CLOSE} au plus, est choisi"
)


IF_AS_ESTIMATED = "si tout est comme estimé"
# For what each kind of plan for new posts is chosen.
KINDS = {
    "middle": f"le plus d'habitants {IF_AS_ESTIMATED}",
    "expected": "le plus d'habitants en moyenne",
    "regret": "le moins de regret au pire",
}
KINDS_IN_DAYS = {
    **KINDS,
    "middle": "le plus d'habitants × jours si tout est comme estimé",
    "expected": "le plus d'habitants × jours en moyenne",
}
TRIED_AFRESH = (
    "trois choix selon ce que l'on cherche, éprouvés dans des scénarios qui n'ont pas servi à les "
    "trouver, où l'ordre peut différer"
)


def between(interval: Interval) -> str:
    """Give an interval of residents; where they are not all known, that it is without these.

    Examples
    --------
    >>> between(Interval(low=0, high=3)), between(Interval(low=3, high=3))
    ('de 0 à 3', '3')
    >>> [between(Interval(low=0, high=high, partial=True)) for high in (3, 0)]
    ['de 0 à 3, sans les populations inconnues', 'inconnu']
    """
    return f"{_ends(interval)}{_without_unknown(interval)}"


def between_counted(interval: Interval, noun: str) -> str:
    """Give an interval with what it counts, in the singular below two.

    Examples
    --------
    >>> [between_counted(Interval(low=0, high=high), "commune") for high in (0, 1, 2)]
    ['0 commune', 'de 0 à 1 commune', 'de 0 à 2 communes']
    >>> [between_counted(Interval(low=0, high=high, partial=True), "habitant") for high in (3, 0)]
    ['de 0 à 3 habitants, sans les populations inconnues', "un nombre inconnu d'habitants"]
    """
    if _nothing_known(interval):
        return UNKNOWN_NUMBER  # of residents: whatever else is counted is known
    several = "s" if interval.high >= PLURAL else ""
    return f"{_ends(interval)} {noun}{several}{_without_unknown(interval)}"


def scenarios(interval: Interval) -> str:
    """Say in a clause between which numbers of residents a figure lies in the scenarios.

    Examples
    --------
    >>> scenarios(Interval(low=0, high=3, partial=True))
    'de 0 à 3 selon les scénarios, sans les populations inconnues'
    """
    return f"{_ends(interval)} selon les scénarios{_without_unknown(interval)}"


def _ends(interval: Interval) -> str:
    if _nothing_known(interval):
        return NOT_KNOWN
    low, high = french.number(interval.low), french.number(interval.high)
    return low if low == high else f"de {low} à {high}"


def _without_unknown(interval: Interval) -> str:
    partial = interval.partial and not _nothing_known(interval)
    return ", sans les populations inconnues" if partial else ""


def _nothing_known(interval: Interval) -> bool:
    """Tell whether an interval says nothing: any number is at least zero."""
    return interval.partial and interval.low == interval.high == 0


def certainty_of(gap: float) -> str:
    """Say how far from the optimum a plan may be."""
    return "optimum prouvé" if gap == 0 else f"à {_at_most(gap)} de l'optimum"


def least_of(gap: float) -> str:
    """Say how far from the least regret a plan may be."""
    if round(gap, 2) >= 1:
        return "sans preuve"
    return "prouvé" if gap == 0 else f"à {_at_most(gap)} du moindre possible"


def _at_most(share: float) -> str:
    said = french.percent(share)
    return said if said.startswith("moins") else f"{said} au plus"


def weighted(weights: Weights) -> str:
    """Say what a weighted resident counts for, as a clause."""
    return f"chaque habitant compte {weights.said}"


def counting(weights: Weights | None) -> list[str]:
    """Say that a choice was made with weights; its numbers of residents are without."""
    said = "Le choix est celui où {}. Les nombres d'habitants, eux, ne sont pas pondérés."
    return [said.format(weighted(weights))] if weights else []


def worst_of(gap: float) -> str:
    """Say how far from the worst case joint ends may be."""
    return "pire cas prouvé" if gap == 0 else f"à {french.percent(gap)} au plus du pire cas"


def named(result: Result, codes: tuple[str, ...]) -> str:
    """Name communes with their codes; nothing for none."""
    names = result.communes["name"]
    return french.enumeration([f"{names[code]} ({code})" for code in codes]) if codes else ""


def named_at(result: Result, codes: tuple[str, ...]) -> str:
    """Name communes with their codes after "à", which each has; nothing for none."""
    names = result.communes["name"]
    told = [f"{french.linked('à', names[code])} ({code})" for code in codes]
    return french.enumeration(told) if codes else ""


def spare(plan: Proposal) -> str:
    """Say that fewer sites suffice than there are posts, where it is so."""
    if len(plan.sites) >= plan.posts or not plan.sites:
        return ""
    enough = len(plan.sites)
    return f" ({french.number(enough)} {'suffit' if enough == 1 else 'suffisent'})"


def posts_asked(plan: Proposal) -> str:
    r"""Say how many new posts bring anybody within reach, and of how many if some bring nobody.

    Examples
    --------
    >>> plan = Proposal(
    ...     posts=5, sites=("39001", "39002"), residents_gained=300, residents_gained_uncounted=0,
    ...     residents_in_part=False,
    ...     expected_gain=200, likely_gained=Interval(low=0, high=300), gap=0.0,
    ...     cost_euros=100_000,
    ... )
    >>> posts_asked(plan)
    '2\xa0postes de plus, sur 5 envisagés'
    """
    useful = len(plan.sites)
    if useful in (0, plan.posts):
        return f"{french.count(plan.posts, 'poste')} de plus"
    return f"{french.count(useful, 'poste')} de plus, sur {french.number(plan.posts)} envisagés"


def moved(found: Moves) -> str:
    """Say how much of posts moves, and from how many places: a place may have but a share."""
    places = len({place for place, _ in found.moves})
    return f"{french.posts(sum(found.posts))} de {french.count(places, 'lieu', 'lieux')}"


def moved_from(place: str, posts: float) -> str:
    """Say which place gives up a post, or which part of one."""
    return place if posts == 1 else f"{place} ({french.posts(posts)})"


def if_ends(host: str) -> str:
    """Name the end of a host as a choice."""
    return f"Si « {host} » cesse"


def renewal(euros: float) -> str:
    """Give the cost of keeping all posts of a host."""
    return "coût inconnu" if pd.isna(euros) else french.euros(euros)


def near(found: Add, code: str) -> str:
    """Give the share of scenarios in which a site, or one close to it, is chosen."""
    return french.percent_reached(float(found.chosen["near_share"][code]))
