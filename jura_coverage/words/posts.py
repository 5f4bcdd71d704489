"""Keep, move, add, rounds in words: what is proposed, whom it serves, its cost, how sure it is."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import (
    TODAY,
    Add,
    Fairness,
    Interval,
    Keep,
    Move,
    Proposal,
    Rule,
    Week,
)
from jura_coverage.study import Result
from jura_coverage.words.commune import UNTOLD_EPCI
from jura_coverage.words.grounds import (
    FREE,
    LIKELY_TEXT,
    NOT_CONSIDERED,
    PROGRAMME,
    RENEWALS,
    asked,
    assumed,
    costs,
    reach,
)
from jura_coverage.words.phrases import (
    BEST_MOVES,
    CLOSE,
    NEAR,
    between,
    certainty_of,
    counting,
    named,
    near,
    renewal,
    spare,
    unweighted,
    worst_of,
)

ALL_AT_ONCE = 3


def keep_text(result: Result, found: Keep) -> list[str]:
    """Explain what the end of posts would cost."""
    lines = [
        *counting(found.weights),
        "Ce que coûterait la fin de chaque structure, les autres restant en place :",
    ]
    for row in found.hosts.to_dict("records"):
        posts = french.posts(row["posts"])
        if row["places"] > 1:
            posts += f", {french.count(row['places'], 'lieu', 'lieux')}"
        lines.append(
            f"- {row['host']} ({posts}) : {_end(row)} ; renouvellement : "
            f"{renewal(row['renewal_euros'])}."
        )
    several = found.hosts.loc[found.hosts["places"] > 1, "host"]
    if len(several):
        lines.append("Ce que coûterait la fin d'un seul lieu d'une structure qui en a plusieurs :")
        lines += [
            f"- {row['place']} ({french.posts(row['posts'])}) : {_end(row)}."
            for row in found.places[found.places["host"].isin(several)].to_dict("records")
        ]
    lines.append(
        "Les fins qui mettraient le plus d'habitants hors de portée, seules puis ensemble :"
    )
    lines += [
        f"- {french.enumeration(joint.hosts)} : "
        f"{_lost(joint.residents_lost, joint.communes_flagged)} ({worst_of(joint.gap)})."
        for joint in found.joint
    ]
    if found.timeline.empty:
        lines.append("Aucune fin de convention n'est connue : pas d'échéancier.")
    else:
        lines.append("Si rien n'est renouvelé :")
        lines += [
            f"- {french.day(str(end))} : {french.enumeration(row['hosts'])} ; en tout "
            f"{_lost(row['residents_lost'], row['communes_flagged'])}."
            for end, row in found.timeline.iterrows()
        ]
    return [*lines, LIKELY_TEXT, RENEWALS, reach(result), assumed(result), NOT_CONSIDERED]


def _end(row: Mapping[Hashable, Any]) -> str:
    """Say what the end of a structure or of a place would cost."""
    if row["residents_lost"] == 0:
        effect = "aucun habitant ne serait mis hors de portée"
    else:
        effect = (
            f"{french.count(row['residents_lost'], 'habitant')} "
            f"({french.count(row['communes_lost'], 'commune')}) ne seraient plus à portée ; "
            f"communes signalées en plus : {french.number(row['communes_flagged'])}"
        )
    lost = Interval(low=row["residents_lost_low"], high=row["residents_lost_high"])
    return f"{effect} (selon les scénarios, {between(lost)} habitants)"


def _lost(residents: int, flagged: float | None) -> str:
    return (
        f"{french.count(residents, 'habitant')} hors de portée, communes signalées en plus : "
        f"{french.number(flagged)}"
    )


def moves(result: Result, found: Move) -> list[str]:
    """Name the best transfers and what they gain."""
    if not found.moves:
        return ["Aucun transfert ne rapprocherait plus d'habitants qu'il n'en éloigne."]
    return [
        f"{BEST_MOVES} :",
        *(
            f"- {'un poste' if posts == 1 else french.posts(posts)} de « {place} » vers "
            f"{named(result, (code,))}."
            for (place, code), posts in zip(found.moves, found.posts, strict=True)
        ),
        f"Ensemble : {french.count(found.residents_gained, 'habitant')} de plus à portée "
        f"({certainty_of(found.gap)} ; {between(found.likely_gained)} selon les scénarios).",
    ]


def move_text(result: Result, found: Move) -> list[str]:
    """Explain the best transfers."""
    by_epci = [
        f"- {epci or UNTOLD_EPCI} : {french.count(row['residents_gained'], 'habitant')} de plus "
        f"à portée, {french.number(row['residents_lost'])} de moins."
        for epci, row in found.by_epci.iterrows()
    ]
    return [
        *counting(found.weights), *moves(result, found), *by_epci, *equity(found.fairness),
        FREE, LIKELY_TEXT, reach(result), PROGRAMME, assumed(result),
        NOT_CONSIDERED,
    ]  # fmt: skip


def add_text(result: Result, found: Add) -> list[str]:
    """Explain where new posts would serve most."""
    lines = [
        asked(found.rule),
        "Où de nouveaux postes amèneraient le plus d'habitants à portée d'un conseiller :",
    ]
    lines += [f"- {_proposal_text(result, plan)}" for plan in found.plans]
    lines += choices(result, found)
    if sites := found.plans[-1].sites:
        shares = [f"{result.communes.at[code, 'name']} {near(found, code)}" for code in sites]
        lines.append(f"Certitude : {NEAR} : {', '.join(shares)}.")
    return [
        *lines, *equity(found.fairness),
        LIKELY_TEXT, reach(result), PROGRAMME, costs(found.rule), assumed(result), NOT_CONSIDERED,
    ]  # fmt: skip


def _proposal_text(result: Result, plan: Proposal) -> str:
    if not plan.sites:
        return (
            f"{french.count(plan.posts, 'poste')} : aucun lieu n'amènerait d'habitant de plus à "
            "portée."
        )
    return (
        f"{french.count(plan.posts, 'poste')}{spare(plan)} : {named(result, plan.sites)} ; "
        f"{french.count(plan.residents_gained, 'habitant')} de plus à portée "
        f"({certainty_of(plan.gap)} ; {between(plan.likely_gained)} selon les scénarios), environ "
        f"{french.euros(plan.cost_euros)}."
    )


def choices(result: Result, found: Add) -> list[str]:
    """Tell what other sites would do."""
    lines = []
    others = [named(result, plan.sites) for plan in found.alternatives[:ALL_AT_ONCE]]
    if others:
        same = "Autres choix qui gagnent autant à un centième près"
        lines.append(f"{same} : {' ; ou '.join(others)}.")
    if found.no_regret:
        sites = [f"{named(result, (code,))} {near(found, code)}" for code in found.no_regret]
        lines.append(
            f"Les lieux qui reviennent le plus dans les scénarios, eux ou un autre à {CLOSE} au "
            f"plus : {', '.join(sites)}."
        )
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
    return lines


def rounds(result: Result, found: Week, widest: Week) -> list[str]:
    """Tell the base and the stops of an itinerant post, and whom they serve."""
    if not found.stops:
        return ["Personne n'est éloigné : aucune tournée à proposer."]
    return [
        f"Pour servir le plus de monde, un jour par semaine au moins : {_round(result, widest)} ; "
        f"{certainty_of(widest.gap)}.",
        f"Pour servir les habitants le plus de jours possible : {_round(result, found)} ; "
        f"{french.number(found.resident_days)} habitants-jours, {certainty_of(found.gap)}. Des "
        "arrêts voisins y servent les mêmes habitants plusieurs jours par semaine.",
    ]


def _round(result: Result, found: Week) -> str:
    return (
        f"base à {named(result, (found.base,))}, un jour à chacun de ces arrêts : "
        f"{named(result, found.stops)} ; {french.count(found.residents_served, 'habitant')} "
        f"aujourd'hui éloignés desservis ({between(found.likely_served)} selon les scénarios)"
    )


def week_text(result: Result, found: Week, widest: Week) -> list[str]:
    """Explain the rounds of an itinerant post."""
    return [
        *counting(found.weights), *rounds(result, found, widest),
        *equity(widest.fairness),
        costs(Rule()), "Ses trajets ne sont pas comptés.", LIKELY_TEXT, reach(result),
        assumed(result), NOT_CONSIDERED,
    ]  # fmt: skip


def equity(found: Fairness) -> list[str]:
    """Compare who is near and who is far, today and after, connectivity-weighted and not."""
    plans = (TODAY, found.chosen)
    lines = [
        "Qui y gagne :",
        *(_equity_line(plan, found.figures(plan, weighted=False)) for plan in plans),
    ]
    if found.weights:
        lines.append(f"En comptant chaque habitant {found.weights.said}{unweighted(found)} :")
        lines += [_equity_line(plan, found.figures(plan, weighted=True)) for plan in plans]
    return lines


def _equity_line(plan: str, row: pd.Series) -> str:
    limits = french.enumeration([str(limit) for limit in LIMITS])
    within = [french.number(row[f"residents_within_{limit}"]) for limit in LIMITS]
    return (
        f"- {plan} : habitants à {limits} minutes au plus, {french.enumeration(within)} ; trajet "
        f"moyen {french.minutes(row['mean_minutes'])}, le plus long "
        f"{french.minutes(row['worst_minutes'])} ; indice de Gini des minutes "
        f"{french.number(row['gini_minutes'], 2)} ; communes signalées : "
        f"{french.number(row['communes_flagged'])}."
    )
