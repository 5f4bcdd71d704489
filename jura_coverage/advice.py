"""Decisions in words: what is proposed, whom it serves, its cost, how sure it is."""

import pandas as pd

from jura_coverage import decision, french, programme, report
from jura_coverage.decision import (
    Add,
    Decision,
    Fairness,
    Ground,
    Interval,
    Keep,
    Move,
    Proposal,
    Rule,
    Week,
)
from jura_coverage.equity import LIMITS
from jura_coverage.parameters import Ranges

HOST_TYPES = {programme.PUBLIC: "public", programme.PRIVATE: "privé"}
NOT_CONSIDERED = (
    "Ce calcul ne tient pas compte de la charge de travail de chaque conseiller, de ses horaires, "
    "des publics qu'il suit, des locaux, de l'avis des structures, de l'allongement des trajets en "
    "deçà du seuil, ni des conseillers des départements voisins quand ils ne sont pas connus."
)
PROGRAMME = (
    "Depuis mai 2025, aucune nouvelle convention n'est signée, un poste vacant depuis plus de six "
    "mois est rendu sans être réattribué, et les transferts ne sont admis que dans le "
    "département, par exception."
)
RENEWALS = (
    "Renouveler un poste pour trois ans coûte "
    + french.enumeration(
        [
            f"{french.euros(tariff.euros)} à l'État pour un employeur {HOST_TYPES[host_type]}"
            for host_type, tariff in programme.RENEWAL.items()
        ]
    )
    + " (tarifs de 2023, des ordres de grandeur)."
)
FREE = (
    "Un transfert ne crée pas de poste et n'appelle pas de subvention nouvelle ; ses frais "
    "(locaux, déménagement, trajets) ne sont pas comptés."
)
LIKELY = (
    f"Les fourchettes sont celles de 90\N{NO-BREAK SPACE}% des {decision.TRIALS} scénarios où les "
    "seuils, la vitesse, les détours et les positions incertaines varient ensemble. Un choix est "
    "optimal pour les hypothèses du milieu ; ailleurs il gagne souvent moins."
)
WEIGHTED = "En comptant chaque habitant en proportion des locaux mal desservis de sa commune"
ALL_AT_ONCE = 3
CLOSE = f"{french.shortest(decision.NEAR_MINUTES, 0)} minutes"
NEAR = (
    "part des scénarios (seuils, vitesse, détours et positions variés) où le lieu, ou un autre à "
    f"{CLOSE} au plus, est choisi"
)


def reach(base: Ground) -> str:
    """Say what "within reach" means."""
    return (
        f"À portée : {french.shortest(base.within_minutes, 2)} minutes au plus jusqu'à un "
        f"conseiller ({base.result.engine})."
    )


def costs(rule: Rule) -> str:
    """Say what the costs stand on."""
    tariffs = [
        f"{french.euros(tariff.euros)} sur {tariff.months} mois pour un employeur "
        f"{HOST_TYPES[host_type]}"
        for host_type, tariff in programme.FIRST.items()
    ]
    length = f", ramenés à {french.shortest(rule.months, 1)} mois" if rule.months else ""
    return (
        "Les coûts sont ceux d'une première convention de 2021 : "
        f"{french.enumeration(tariffs)}{length}. Là où le type d'employeur n'est pas donné, il "
        f"est supposé {HOST_TYPES[rule.host_type]}. Ce sont des ordres de grandeur."
    )


def between(interval: Interval) -> str:
    """Give an interval."""
    return f"de {french.number(interval.low)} à {french.number(interval.high)}"


def varied(ranges: Ranges) -> str:
    """Say between which values the assumptions vary."""
    low, high = ranges.poor_share
    numbers = {
        name: f"de {french.shortest(values[0], 2)} à {french.shortest(values[1], 2)}"
        for name, values in vars(ranges).items()
        if name != "definitions"
    }
    definitions = [report.COVERED[name] for name in ranges.definitions]
    return (
        f"Ce qui varie : le seuil de mauvais internet de {french.percent(low)} à "
        f"{french.percent(high)} des locaux, le seuil d'éloignement {numbers['far_minutes']} "
        f"minutes, les détours {numbers['detour']} fois le vol d'oiseau, la vitesse "
        f"{numbers['speed_kmh']} km/h, ce qui compte comme bon internet "
        f"({french.enumeration(definitions)}) et la position des structures dont seule la commune "
        "est connue."
    )


def assumed(base: Ground) -> str:
    """Say what had to be assumed of the posts because the table says nothing of it."""
    own = base.own_bases
    silent = {
        "occupés": (own["state"] == "").sum(),
        "à temps plein": own["fte"].isna().sum(),
        "ouverts au public": own["open_to_public"].isna().sum(),
        "fixes": own["itinerant"].isna().sum(),
    }
    sentences = []
    if supposed := [quality for quality, number in silent.items() if number]:
        sentences.append(
            "Là où le tableau des structures ne dit rien, les postes sont supposés "
            f"{french.enumeration(supposed)}."
        )
    unknown = int((own["convention_end"] == "").sum())
    if unknown:
        lines = french.count(unknown, "ligne")
        sentences.append(f"La fin de convention manque pour {lines} sur {len(own)} du tableau.")
    return " ".join(sentences) or "Le tableau des structures dit tout ce que le calcul demande."


def certainty_of(gap: float) -> str:
    """Say how far from the optimum a plan may be."""
    return "optimum prouvé" if gap == 0 else f"à {french.percent(gap)} au plus de l'optimum"


def worst_of(gap: float) -> str:
    """Say how far from the worst case joint ends may be."""
    return "pire cas prouvé" if gap == 0 else f"à {french.percent(gap)} au plus du pire cas"


def named(base: Ground, codes: tuple[str, ...]) -> str:
    """Name communes with their codes; nothing for none."""
    names = base.result.communes["name"]
    return french.enumeration([f"{names[code]} ({code})" for code in codes]) if codes else ""


def keep_text(base: Ground, found: Keep) -> list[str]:
    """Explain what the end of posts would cost."""
    lines = ["Ce que coûterait la fin de chaque structure, les autres restant en place :"]
    for row in found.hosts.to_dict("records"):
        posts = french.count(row["posts"], "poste")
        if row["residents_lost"] == 0:
            effect = "aucun habitant ne serait mis hors de portée"
        else:
            effect = (
                f"{french.count(row['residents_lost'], 'habitant')} "
                f"({french.count(row['communes_lost'], 'commune')}) ne seraient plus à portée ; "
                f"communes signalées en plus : {french.number(row['communes_flagged'])}"
            )
        lost = Interval(low=row["residents_lost_low"], high=row["residents_lost_high"])
        lines.append(
            f"- {row['host']} ({posts}) : {effect} (selon les scénarios, {between(lost)} "
            f"habitants) ; renouvellement : {renewal(row['renewal_euros'])}."
        )
    lines.append(
        "Les fins qui mettraient le plus d'habitants hors de portée, seules puis ensemble :"
    )
    lines += [
        f"- {french.enumeration(joint.hosts)} : "
        f"{french.count(joint.residents_lost, 'habitant')} hors de portée, communes signalées en "
        f"plus : {french.number(joint.communes_flagged)} ({worst_of(joint.gap)})."
        for joint in found.joint
    ]
    if found.timeline.empty:
        lines.append("Aucune fin de convention n'est connue : pas d'échéancier.")
    else:
        lines.append("Si rien n'est renouvelé :")
        lines += [
            f"- {french.day(str(end))} : {french.enumeration(row['hosts'])} ; en tout "
            f"{french.count(row['residents_lost'], 'habitant')} hors de portée, communes "
            f"signalées en plus : {french.number(row['communes_flagged'])}."
            for end, row in found.timeline.iterrows()
        ]
    return [*lines, LIKELY, RENEWALS, reach(base), assumed(base), NOT_CONSIDERED]


def renewal(euros: float) -> str:
    """Give the cost of keeping all posts of a host."""
    return "coût inconnu" if pd.isna(euros) else french.euros(euros)


def add_text(base: Ground, found: Add) -> list[str]:
    """Explain where new posts would serve most."""
    lines = ["Où de nouveaux postes amèneraient le plus d'habitants à portée d'un conseiller :"]
    lines += [f"- {_proposal_text(base, plan)}" for plan in found.plans]
    lines += choices(base, found)
    if sites := found.plans[-1].sites:
        shares = [f"{base.result.communes.at[code, 'name']} {near(found, code)}" for code in sites]
        lines.append(f"Certitude : {NEAR} : {', '.join(shares)}.")
    return [
        *lines, *equity(found.fairness),
        LIKELY, reach(base), PROGRAMME, costs(found.rule), assumed(base), NOT_CONSIDERED,
    ]  # fmt: skip


def choices(base: Ground, found: Add) -> list[str]:
    """Tell what other sites would do."""
    lines = []
    if found.rule.weighted:
        lines.append(
            "Les habitants comptent en proportion des locaux mal desservis de leur commune."
        )
    others = [named(base, plan.sites) for plan in found.alternatives[:ALL_AT_ONCE]]
    if others:
        same = "Autres choix qui gagnent autant à un centième près"
        lines.append(f"{same} : {' ; ou '.join(others)}.")
    if found.no_regret:
        sites = [f"{named(base, (code,))} {near(found, code)}" for code in found.no_regret]
        lines.append(
            f"Les lieux qui reviennent le plus dans les scénarios, eux ou un autre à {CLOSE} au "
            f"plus : {', '.join(sites)}."
        )
    posts = french.count(found.plans[-1].posts, "poste")
    mean, worst = found.mean, found.worst
    if mean[0].sites:
        lines.append(
            f"Avec {posts}, le trajet moyen le plus court ({french.minutes(mean[1])}) serait "
            f"obtenu à : {named(base, mean[0].sites)}."
        )
    if worst[0].sites:
        lines.append(
            f"Avec {posts}, le trajet de la commune la plus éloignée serait le plus court "
            f"({french.minutes(worst[1])}) à : {named(base, worst[0].sites)}."
        )
    return lines


def equity(found: Fairness) -> list[str]:
    """Compare who is near and who is far, today and after, connectivity-weighted and not."""
    plans = (decision.TODAY, found.chosen)
    return [
        "Qui y gagne :",
        *(_equity_line(plan, found.figures(plan, weighted=False)) for plan in plans),
        f"{WEIGHTED} :",
        *(_equity_line(plan, found.figures(plan, weighted=True)) for plan in plans),
    ]


def _equity_line(plan: str, row: pd.Series) -> str:
    limits = french.enumeration([str(limit) for limit in LIMITS])
    within = [french.number(row[f"residents_within_{limit}"]) for limit in LIMITS]
    flagged = french.count(row["communes_flagged"], "commune signalée", "communes signalées")
    return (
        f"- {plan} : habitants à {limits} minutes au plus, {french.enumeration(within)} ; trajet "
        f"moyen {french.minutes(row['mean_minutes'])}, le plus long "
        f"{french.minutes(row['worst_minutes'])} ; indice de Gini des minutes "
        f"{french.number(row['gini_minutes'], 2)} ; {flagged}."
    )


def near(found: Add, code: str) -> str:
    """Give the share of scenarios in which a site, or one close to it, is chosen."""
    return french.percent(float(found.chosen["near_share"][code]), 0)


def moves(base: Ground, found: Move) -> list[str]:
    """Name the best transfers and what they gain."""
    if not found.moves:
        return ["Aucun transfert ne rapprocherait plus d'habitants qu'il n'en éloigne."]
    return [
        "Les transferts qui amènent le plus d'habitants à portée, tout compte fait :",
        *(f"- un poste de « {host} » vers {named(base, (code,))}." for host, code in found.moves),
        f"Ensemble : {french.count(found.residents_gained, 'habitant')} de plus à portée "
        f"({certainty_of(found.gap)} ; {between(found.likely_gained)} selon les scénarios).",
    ]


def move_text(base: Ground, found: Move) -> list[str]:
    """Explain the best transfers."""
    by_epci = [
        f"- {epci} : {french.count(row['residents_gained'], 'habitant')} de plus à portée, "
        f"{french.number(row['residents_lost'])} de moins."
        for epci, row in found.by_epci.iterrows()
    ]
    return [
        *moves(base, found), *by_epci, *equity(found.fairness),
        FREE, LIKELY, reach(base), PROGRAMME, assumed(base),
        NOT_CONSIDERED,
    ]  # fmt: skip


def rounds(base: Ground, found: Week, widest: Week) -> list[str]:
    """Tell the base and the stops of an itinerant post, and whom they serve."""
    if not found.stops:
        return ["Personne n'est éloigné : aucune tournée à proposer."]
    return [
        f"Pour servir le plus de monde, un jour par semaine au moins : {_round(base, widest)} ; "
        f"{certainty_of(widest.gap)}.",
        f"Pour servir les mêmes habitants le plus de jours : {_round(base, found)} ; "
        f"{french.number(found.resident_days)} habitants-jours, {certainty_of(found.gap)}. Des "
        "arrêts voisins y servent les mêmes habitants plusieurs jours par semaine.",
    ]


def _round(base: Ground, found: Week) -> str:
    return (
        f"base à {named(base, (found.base,))}, un jour à chacun de ces arrêts : "
        f"{named(base, found.stops)} ; {french.count(found.residents_served, 'habitant')} "
        f"aujourd'hui éloignés desservis ({between(found.likely_served)} selon les scénarios)"
    )


def week_text(base: Ground, found: Week, widest: Week) -> list[str]:
    """Explain the rounds of an itinerant post."""
    return [
        *rounds(base, found, widest),
        *equity(widest.fairness),
        costs(Rule()), "Ses trajets ne sont pas comptés.", LIKELY, reach(base), assumed(base),
        NOT_CONSIDERED,
    ]  # fmt: skip


def certainty_text(found: Decision) -> list[str]:
    """Explain how sure the flags are."""
    share = found.certainty.communes["flagged_share"]
    number = french.number(len(found.certainty.flagged))
    strongest = found.certainty.influence.abs().nlargest(2).index
    names = {
        "poor_share": "le seuil de mauvais internet", "far_minutes": "le seuil d'éloignement",
        "detour": "les détours de la route", "speed_kmh": "la vitesse",
        "definition": "la définition d'un bon internet",
    }  # fmt: skip
    always, often, ever = (int((share >= limit).sum()) for limit in (0.95, 0.5, 1e-9))
    return [
        f"Sur {number} scénarios où les seuils, la définition d'un bon internet, les trajets et "
        "les positions incertaines varient ensemble, "
        f"{french.count(always, 'commune est signalée', 'communes sont signalées')} presque "
        f"toujours ({french.percent(0.95, 0)} des scénarios ou plus), {french.number(often)} au "
        f"moins une fois sur deux et {french.number(ever)} au moins une fois.",
        "Ce qui change le plus le résultat (corrélation des rangs de Spearman) : "
        + french.enumeration([names.get(name, f"la position de {name}") for name in strongest])
        + ".",
        "Des 20 communes les plus en difficulté d'un scénario, "
        f"{french.percent(found.certainty.top_stability, 0)} en moyenne sont parmi les 20 qui le "
        "sont le plus souvent.",
        varied(found.base.result.parameters.ranges),
    ]


def _proposal_text(base: Ground, plan: Proposal) -> str:
    if not plan.sites:
        return (
            f"{french.count(plan.posts, 'poste')} : aucun lieu n'amènerait d'habitant de plus à "
            "portée."
        )
    return (
        f"{french.count(plan.posts, 'poste')} : {named(base, plan.sites)} ; "
        f"{french.count(plan.residents_gained, 'habitant')} de plus à portée "
        f"({certainty_of(plan.gap)} ; {between(plan.likely_gained)} selon les scénarios), environ "
        f"{french.euros(plan.cost_euros)}."
    )
