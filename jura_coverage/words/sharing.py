"""Posts shared out between départements, in words: how many each gets, and what that brings."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.posts import Proposal
from jura_coverage.posts.shares import Gains, Losses, SharedPosts
from jura_coverage.words.ends import told_of_ends
from jura_coverage.words.gains import as_estimated, mean_gain, on_average
from jura_coverage.words.grounds import LIKELY_TEXT, NOT_CONSIDERED, PROGRAMME, RENEWALS, wishes
from jura_coverage.words.phrases import certainty_of, least_of
from jura_coverage.words.terms import AT_LEAST, PLURAL

IN_FLAGGED = "en commune signalée"
_ACROSS = (
    "Chaque département est calculé à part{} : ce que {} n'est pas compté. La somme est donc un "
    "minimum, et l'écart au mieux est celui des partages comptés ainsi."
)
NEW_ACROSS = _ACROSS.format("", "gagneraient les habitants d'un département voisin")
KEPT_ACROSS = _ACROSS.format(
    ", les postes des voisins étant tenus pour gardés", "perdraient leurs habitants"
)
WHOLE = "Le partage donne à chaque département un nombre entier de postes."
RANGES = "Les fourchettes des départements ne s'additionnent pas."


def gained_in_all(shared: SharedPosts[Gains]) -> int:
    """Add up the residents whom all new posts would gain on average."""
    return sum(plan.expected_gain for plan in _plans(shared))


def exposed_in_all(shared: SharedPosts[Gains]) -> int | None:
    """Add up those of them in flagged communes; missing where nothing is known of internet."""
    known = [
        found.exposed[posts - 1]
        for _, posts, found in shared.each
        if posts and found.exposed[posts - 1] is not None
    ]
    return sum(filter(None, known)) if known or not any(shared.split.posts) else None


def lost_in_all(shared: SharedPosts[Losses]) -> int:
    """Add up the residents whom all ends would put out of reach on average, as far as known."""
    means = [found.ends[posts].mean for _, posts, found in shared.each]
    return sum(round(mean) for mean in means if not math.isnan(mean))


def new_posts_text(shared: SharedPosts[Gains], *, asked: str, reach: Iterable[str]) -> list[str]:
    """Explain how new posts are shared out.

    Parameters
    ----------
    shared
        What was found.
    asked, reach
        French: what was asked for, and what within reach means, in the départements.
    """
    plans = _plans(shared)
    least = AT_LEAST if any(plan.likely_gained.partial for plan in plans) else ""
    given = sum(shared.split.posts)
    lines = [
        f"- {_named(code)} : {french.count(posts, 'poste')}, {_sites(found, posts)} ; "
        f"{_gain(found, posts)}."
        for code, posts, found in shared.each
        if posts
    ]
    none = [_named(code) for code, posts, _ in shared.each if not posts]
    spare = shared.asked - given
    return [
        asked,
        f"Le partage qui amène en moyenne le plus d'habitants à portée d'un conseiller : "
        f"{french.count(given, 'poste')}, {least}"
        f"{french.count(gained_in_all(shared), 'habitant')} de plus"
        f"{_of_whom(exposed_in_all(shared))} ; {certainty_of(shared.split.gap)}.",
        *([f"{french.capital(french.count(spare, 'poste'))} n'y amènerai"
           f"{'ent' if spare >= PLURAL else 't'} personne de plus."] if spare else []),
        *lines,
        *([f"Sans nouveau poste : {french.enumeration(none)}."] if none else []),
        WHOLE, NEW_ACROSS, RANGES, LIKELY_TEXT, *reach, PROGRAMME, NOT_CONSIDERED,
    ]  # fmt: skip


def kept_posts_text(shared: SharedPosts[Losses], *, asked: str, reach: Iterable[str]) -> list[str]:
    """Explain which posts are kept; the arguments are those of :func:`new_posts_text`."""
    now, ended = (
        sum(found.posts for found in shared.found.values()),
        sum(found.ended[posts] for _, posts, found in shared.each),
    )
    lines = [
        f"- {_named(code)} : {french.posts(found.posts - found.ended[posts])} sur "
        f"{french.shortest(found.posts, french.POST_DECIMALS)} ; "
        f"{_cease(found, posts)} ; {_loss(found, posts)}."
        for code, posts, found in shared.each
        if found.ends[posts].hosts
    ]
    whole = [_named(code) for code, posts, found in shared.each if not found.ends[posts].hosts]
    lost = lost_in_all(shared)
    return [
        asked,
        "Le partage qui met en moyenne le moins d'habitants hors de portée d'un conseiller : "
        f"{french.posts(now - ended)} sur {french.shortest(now, french.POST_DECIMALS)}, "
        f"{french.count(lost, 'habitant')} hors de portée ; {least_of(shared.split.gap)}.",
        *lines,
        *([f"Sans aucune fin : {french.enumeration(whole)}."] if whole else []),
        WHOLE, KEPT_ACROSS, RANGES, LIKELY_TEXT, RENEWALS, *reach, NOT_CONSIDERED,
    ]  # fmt: skip


def sites_named(found: Gains, posts: int) -> str:
    """Name the communes of so many new posts with their codes; nothing for none."""
    sites = found.plans[posts - 1].sites if posts else ()
    return french.enumeration([f"{found.names[code]} ({code})" for code in sites]) if sites else ""


def shared_posts_asked(
    posts: int, *, departements: int, kept: bool, quotas: Iterable[str], rules: Iterable[str]
) -> str:
    """Say how many posts are to be shared out, and under which rules.

    Parameters
    ----------
    posts, departements
        How many posts, and between how many départements.
    kept
        Whether they are those of today that are kept, or new ones.
    quotas, rules
        French clauses: what départements get at least or at most, and where posts may go.
    """
    what = "gardés" if kept else "de plus"
    shared = f"{french.count(posts, 'poste')} {what}"
    between = f"partagés entre {french.count(departements, 'département')}"
    return f"Demande : {', '.join([shared, between, *quotas, *rules])}."


def wishes_of(rule: Mapping[str, Any]) -> list[str]:
    """Say in clauses where posts may go and how residents count, as options have it.

    Parameters
    ----------
    rule
        Values of the options about new posts, by name; those that are not there were not asked.
    """
    candidates, weights = rule.get("candidates"), rule.get("weights")
    told = [f"lieux possibles : {candidates.name}"] if candidates else []
    if rule.get("largest_of_epci"):
        told.append("seulement les plus peuplées de leur intercommunalité")
    told += wishes(
        least_residents=rule.get("least_residents", 0), per_epci=rule.get("per_epci"),
        budget_euros=None,
    )  # fmt: skip
    return [*told, *([f"poids des habitants : {weights.name}"] if weights else [])]


def _plans(shared: SharedPosts[Gains]) -> list[Proposal]:
    return [found.plans[posts - 1] for _, posts, found in shared.each if posts]


def _named(code: str) -> str:
    return f"{departements.name(code)} ({code})"


def _of_whom(exposed: int | None) -> str:
    return "" if exposed is None else f", dont {french.number(exposed)} {IN_FLAGGED}"


def _sites(found: Gains, posts: int) -> str:
    return sites_named(found, posts) or "nulle part utile"


def _gain(found: Gains, posts: int) -> str:
    plan = found.plans[posts - 1]
    if not plan.sites:
        return mean_gain(plan)
    told = f"{on_average(plan, as_estimated(plan))}{_of_whom(found.exposed[posts - 1])}"
    return f"{told} ; {certainty_of(found.curve.gap(posts))}"


def _cease(found: Losses, posts: int) -> str:
    hosts = found.ends[posts].hosts
    return f"{'cesse' if len(hosts) == 1 else 'cessent'} {french.enumeration(hosts)}"


def _loss(found: Losses, posts: int) -> str:
    ends = found.ends[posts]
    told = told_of_ends(vars(ends), ends.mean, ends.likely)
    return f"{told} ; {least_of(found.curve.gap(posts))}"
