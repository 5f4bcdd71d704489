"""New posts in words: where, whom they serve, their cost, what else would do."""

from jura_coverage import french
from jura_coverage.posts import Add, Front, Proposal, Serving
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.caveats import served_and_access
from jura_coverage.words.effects import equity, four_measures
from jura_coverage.words.figures import people
from jura_coverage.words.gains import among_known, as_estimated, held, on_average
from jura_coverage.words.grounds import (
    LIKELY_TEXT,
    NOT_CONSIDERED,
    PROGRAMME,
    asked,
    assumed,
    costs,
    far_uncounted,
    no_sites,
    reach,
)
from jura_coverage.words.pareto import pareto_text
from jura_coverage.words.phrases import (
    KINDS,
    NEAR,
    TRIED_AFRESH,
    certainty_of,
    named,
    near,
    posts_asked,
    spare,
)

ALL_AT_ONCE = 3
# Where a larger share of the communes is as good as a site, none of them is named.
MANY = 0.5
AS_GOOD = "D'autres communes, les plus peuplées d'abord, gagneraient autant à un centième près"


def add_text(result: Result, found: Add, front: Front | None = None) -> list[str]:
    """Explain where new posts would serve most, and the front if one was asked for."""
    lines = [
        asked(found.rule),
        "Où de nouveaux postes amèneraient le plus d'habitants à portée d'un conseiller :",
    ]
    lines += [f"- {_proposal_text(result, plan)}" for plan in found.plans]
    lines += [*far_uncounted(result), *no_sites(result, found.rule)]
    lines += [*kinds(result, found), *_alternatives(result, found), *choices(result, found)]
    if sites := found.plans[-1].sites:
        shares = [f"{result.communes.at[code, 'name']} {near(found, code)}" for code in sites]
        lines.append(f"{french.capital(NEAR)} : {', '.join(shares)}.")
    if front:
        lines += pareto_text(result, found, front)
    if found.plans[-1].sites:
        lines += four_measures(found.change, then=f"avec {posts_asked(found.plans[-1])}")
        lines += equity(found.fairness)
    return [
        *lines, LIKELY_TEXT, served_and_access(result), reach(result), PROGRAMME,
        costs(found.rule), assumed(result), NOT_CONSIDERED,
    ]  # fmt: skip


def _proposal_text(result: Result, plan: Proposal) -> str:
    if not plan.sites:
        return f"{french.count(plan.posts, 'poste')} : {gained(result, plan)}."
    return (
        f"{french.count(plan.posts, 'poste')}{spare(plan)} : {named(result, plan.sites)} ; "
        f"{on_average(plan, as_estimated(plan))}, environ {french.euros(plan.cost_euros)} ; "
        f"{certainty_of(plan.gap)}."
    )


def kinds(result: Result, found: Add) -> list[str]:
    """Compare the plans that hold with that if all is as estimated, for the most posts."""
    last = found.of_most_posts
    if not any(each.plan.sites for each in last):
        return []
    return [
        f"Avec {french.count(last[0].plan.posts, 'poste')} au plus, {TRIED_AFRESH} :",
        *(
            f"- {KINDS[each.kind]} : {sites_of(result, each.plan)} ; "
            f"{held(each.plan, each.kind, each.worst_regret, each.plan.gap)}."
            for each in last
        ),
    ]


def gained(result: Result, plan: Proposal) -> str:
    """Say how many residents new posts bring within reach."""
    if plan.sites:
        return f"{people(Sum.of(vars(plan), 'residents_gained'))} de plus à portée"
    return f"aucun lieu n'amènerait d'habitant de plus à portée{among_known(result)}"


def sites_of(result: Result, plan: Proposal) -> str:
    """Name the sites of new posts, or say that there are none."""
    return named(result, plan.sites) or f"aucun lieu{among_known(result)}"


def choices(result: Result, found: Add) -> list[str]:
    """Tell what other aims would choose."""
    lines = []
    posts = french.count(found.plans[-1].posts, "poste")
    mean, worst = found.mean, found.worst
    if mean[0].sites:
        lines.append(
            f"Avec {posts} au plus, le trajet moyen le plus court ({french.minutes(mean[1])}) "
            f"serait obtenu à : {named(result, mean[0].sites)}."
        )
    if worst[0].sites:
        lines.append(
            f"Avec {posts} au plus, le trajet de la commune la plus éloignée serait le plus court "
            f"({french.minutes(worst[1])}) à : {named(result, worst[0].sites)}."
        )
    return [*lines, *([_serving(result, found.serving)] if found.serving else [])]


def _serving(result: Result, found: Serving) -> str:
    """Tell where new posts would serve most of the need."""
    after, posts = found.change.after, french.count(found.plan.posts, "poste")
    full = (
        " Tous les nouveaux postes y seraient pleins ; de tous les lieux où ils le seraient, ce "
        "sont ceux qui amènent le plus de besoin à portée."
        if found.full
        else ""
    )
    return (
        f"Avec {posts} au plus, le plus de besoin servi "
        f"({french.count(after.need_served, 'personne')} par an sur {french.number(after.need)}) "
        f"serait obtenu à : {sites_of(result, found.plan)} ({certainty_of(found.plan.gap)}).{full}"
    )


def _alternatives(result: Result, found: Add) -> list[str]:
    """Name for each site the communes that are as good; in one line those where most are."""
    others = {site: codes for site, codes in found.alternatives.items() if codes}
    anywhere = tuple(
        site for site, codes in others.items() if len(codes) > MANY * len(result.communes)
    )
    lines = [
        f"- pour {named(result, (site,))} : {instead_of(result, codes)}."
        for site, codes in others.items()
        if site not in anywhere
    ]
    if anywhere:
        lines.append(f"- pour {named(result, anywhere)} : la plupart des communes.")
    return [f"{AS_GOOD} :", *lines] if lines else []


def instead_of(result: Result, codes: tuple[str, ...]) -> str:
    """Name the first of the communes that are as good, and count the others; nothing for none."""
    if not codes:
        return ""
    first = [named(result, (code,)) for code in codes[:ALL_AT_ONCE]]
    left = len(codes) - len(first)
    return french.enumeration([*first, *([french.count(left, "autre")] if left else [])])
