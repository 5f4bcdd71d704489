"""Keep, move, add, rounds in words: what is proposed, whom it serves, its cost, how sure it is."""

import pandas as pd

from jura_coverage import french
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import (
    TODAY,
    Add,
    Fairness,
    Front,
    Move,
    Moves,
    Proposal,
    Round,
    Rule,
    Serving,
    Week,
)
from jura_coverage.posts.robust import Kind
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.caveats import served_and_access
from jura_coverage.words.commune import UNTOLD_EPCI
from jura_coverage.words.effects import access_cell, four_measures
from jura_coverage.words.figures import people, people_cell
from jura_coverage.words.grounds import (
    FREE,
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
    BEST_MOVES,
    IF_AS_ESTIMATED,
    KINDS,
    NEAR,
    TRIED_AFRESH,
    certainty_of,
    counting,
    least_of,
    moved,
    moved_from,
    named,
    named_at,
    near,
    posts_asked,
    scenarios,
    spare,
)
from jura_coverage.words.terms import AT_LEAST, NO_POST

ALL_AT_ONCE = 3
# Where a larger share of the communes is as good as a site, none of them is named.
MANY = 0.5
A_DAY = "un jour par semaine au moins"
WIDEST = "Pour servir le plus de monde"
AS_GOOD = "D'autres communes, les plus peuplées d'abord, gagneraient autant à un centième près"


def moves(result: Result, found: Move) -> list[str]:
    """Name the best transfers and what they gain."""
    listed = [
        f"- « {place} » cède {'un poste' if posts == 1 else french.posts(posts)} "
        f"{named_at(result, (code,))}."
        for (place, code), posts in zip(found.best.moves, found.best.posts, strict=True)
    ]
    return [*([f"{BEST_MOVES} :", *listed] if listed else []), all_moves(result, found.best)]


def all_moves(result: Result, found: Moves) -> str:
    """Tell what all transfers gain together."""
    if result.territory.own_bases.empty:
        return f"{french.capital(NO_POST)} : aucun transfert possible."
    if not found.moves:
        known = " parmi les populations connues" if _lacking(result) else ""
        return f"Aucun transfert ne rapprocherait plus d'habitants qu'il n'en éloigne{known}."
    return (
        f"Ensemble, {moved(found)} : {on_average(found, as_estimated(found))} ; "
        f"{proof(found.kind, found.gap)}."
    )


def transfers(result: Result, found: Moves) -> str:
    """Name transfers in a clause, or say that there are none."""
    return (
        " ; ".join(
            f"{moved_from(place, posts)} vers {named(result, (code,))}"
            for (place, code), posts in zip(found.moves, found.posts, strict=True)
        )
        or "aucun transfert"
    )


def kinds_of_moves(result: Result, found: Move) -> list[str]:
    """Compare the transfers of each kind where they differ."""
    if len({frozenset(each.moves) for each in found.plans}) == 1:
        return []
    return [
        f"{french.capital(TRIED_AFRESH)} :",
        *(
            f"- {KINDS[each.kind]} : {transfers(result, each)} ; "
            f"{held(each, each.kind, each.worst_regret, each.gap)}."
            for each in found.plans
        ),
    ]


def net_gain(found: Moves) -> Sum:
    """Give the residents that all transfers bring within reach, less those that they take out."""
    return Sum(
        known=found.residents_gained,
        uncounted=found.residents_gained_uncounted,
        deducted=found.residents_lost_uncounted,
        in_part=found.residents_in_part,
    )


def _lacking(result: Result) -> bool:
    """Tell whether residents are not known of every commune."""
    return bool(result.communes["residents"].isna().any())


def move_text(result: Result, found: Move) -> list[str]:
    """Explain the best transfers."""
    answer = [
        *counting(found.weights), *moves(result, found), *kinds_of_moves(result, found),
    ]  # fmt: skip
    if not found.best.moves:
        likely = [LIKELY_TEXT] if any(each.moves for each in found.plans) else []
        told = [] if result.territory.own_bases.empty else [assumed(result)]
        return [*answer, *far_uncounted(result), *likely, reach(result), *told]
    by_epci = [
        f"- {epci or UNTOLD_EPCI} : {people(Sum.of(row, 'residents_gained'))} de plus à portée, "
        f"{people_cell(Sum.of(row, 'residents_lost'))} de moins"
        f" ; accès : {access_cell(found.change, str(epci))}."
        for epci, row in found.by_epci.iterrows()
    ]
    return [
        *answer, "Ce que les transferts changent dans chaque intercommunalité :", *by_epci,
        *far_uncounted(result), *four_measures(found.change, then=found.fairness.chosen),
        *equity(found.fairness), FREE,
        LIKELY_TEXT, served_and_access(result), reach(result), PROGRAMME, assumed(result),
        NOT_CONSIDERED,
    ]  # fmt: skip


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


def held(plan: Proposal | Moves | Round, kind: Kind, worst_regret: int, gap: float) -> str:
    """Say what a plan gains on average, what one may regret, and how far from the best it is."""
    return f"{on_average(plan)} ; {_at_worst(worst_regret)} ; {proof(kind, gap)}"


def _at_worst(regret: int) -> str:
    """Say what one may regret."""
    if not regret:
        return "dans aucun scénario un autre choix ne gagnerait davantage"
    return (
        "dans le pire scénario, le meilleur choix gagnerait jusqu'à "
        f"{french.count(regret, 'habitant')} de plus"
    )


def mean_gain(plan: Proposal | Moves | Round) -> str:
    r"""Say what a plan gains on average, or loses.

    Examples
    --------
    >>> from jura_coverage.posts import Interval
    >>> plan = Proposal(
    ...     posts=1, sites=("39001",), residents_gained=0, residents_gained_uncounted=0,
    ...     residents_in_part=False, expected_gain=-1286, gap=0.0, cost_euros=0,
    ...     likely_gained=Interval(low=-2000, high=3),
    ... )
    >>> mean_gain(plan)
    '1\xa0286\xa0habitants de moins à portée en moyenne'
    """
    # Where some who are lost are not known either, nobody knows which way it goes.
    least = plan.likely_gained.partial and not _gain(plan).deducted
    gain = plan.expected_gain
    said = f"{french.count(abs(gain), 'habitant')} de {'moins' if round(gain) < 0 else 'plus'}"
    return f"{AT_LEAST if least else ''}{said} à portée en moyenne"


def on_average(plan: Proposal | Moves | Round, *more: str) -> str:
    """Say what a plan gains on average, in most scenarios, and what more is to be said of it."""
    return f"{mean_gain(plan)} ({' ; '.join([scenarios(plan.likely_gained), *more])})"


def as_estimated(plan: Proposal | Moves | Round) -> str:
    """Say what a plan gains if all is as estimated."""
    return f"{IF_AS_ESTIMATED}, {people_cell(_gain(plan))}"


def _gain(plan: Proposal | Moves | Round) -> Sum:
    if isinstance(plan, Moves):
        return net_gain(plan)
    return Sum.of(vars(plan), "residents_served" if isinstance(plan, Round) else "residents_gained")


def proof(kind: Kind, gap: float) -> str:
    """Say how far a plan may be from the best of its kind."""
    return (least_of if kind == "regret" else certainty_of)(gap)


def gained(result: Result, plan: Proposal) -> str:
    """Say how many residents new posts bring within reach."""
    if plan.sites:
        return f"{people(Sum.of(vars(plan), 'residents_gained'))} de plus à portée"
    return f"aucun lieu n'amènerait d'habitant de plus à portée{_of_known(result)}"


def sites_of(result: Result, plan: Proposal) -> str:
    """Name the sites of new posts, or say that there are none."""
    return named(result, plan.sites) or f"aucun lieu{_of_known(result)}"


def _of_known(result: Result) -> str:
    """Say, where nothing is found for the far, that some of them are of unknown number."""
    return " parmi les populations connues" if result.far_uncounted.any() else ""


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


def rounds(result: Result, found: Week, widest: Week) -> list[str]:
    """Tell the base and the stops of an itinerant post, and whom they serve."""
    unknown, known = far_uncounted(result), _of_known(result)
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


def equity(found: Fairness) -> list[str]:
    """Compare who is near and who is far, today and after, connectivity-weighted and not."""
    plans = (TODAY, found.chosen)
    lines = [
        "Qui y gagne :",
        *(_equity_line(plan, found.figures(plan, weighted=False)) for plan in plans),
    ]
    if found.weights:
        lines.append(f"En comptant chaque habitant {found.weights.said} :")
        lines += [
            _equity_line(plan, found.figures(plan, weighted=True), noun=found.weights.noun)
            for plan in plans
        ]
    return lines


def _equity_line(plan: str, row: pd.Series, *, noun: str = "habitants") -> str:
    limits = french.enumeration([str(limit) for limit in LIMITS])
    within = [people_cell(Sum.of(row, f"residents_within_{limit}")) for limit in LIMITS]
    return (
        f"- {plan} : {noun} à {limits} minutes au plus, {french.enumeration(within)} ; trajet "
        f"moyen {french.minutes(row['mean_minutes'])}, le plus long "
        f"{french.minutes(row['worst_minutes'])} ; indice de Gini des minutes "
        f"{french.number(row['gini_minutes'], 2)} ; communes signalées : "
        f"{french.number(row['communes_flagged'])}."
    )
