"""Decisions in words and as data: what is proposed, whom it serves, its cost, how sure it is."""

from typing import Any

import pandas as pd

from jura_coverage import decision, french, report
from jura_coverage.decision import Add, Decision, Ground, Keep, Move, Proposal, Week

NOT_CONSIDERED = (
    "Ce calcul ne tient pas compte de la charge de travail de chaque conseiller, de ses horaires, "
    "des publics qu'il suit, des locaux, de l'avis des structures, ni des conseillers des "
    "départements voisins quand ils ne sont pas connus."
)
PROGRAMME = (
    "Depuis mai 2025, aucune nouvelle convention n'est signée et les transferts ne sont admis que "
    "dans le département, par exception. Les coûts sont ceux d'une première convention de 2021 : "
    "50 000 € sur 24 mois pour un employeur public, 32 000 € sur 18 mois pour un employeur privé."
)
ASSUMED = (
    "Faute d'indication dans le tableau des structures, chaque poste est supposé occupé, à temps "
    "plein, fixe et ouvert au public, et la date de fin de convention n'est pas connue."
)
ALL_AT_ONCE = 3


def reach(base: Ground) -> str:
    """Say what "within reach" means."""
    return (
        f"À portée : {french.shortest(base.within_minutes, 2)} minutes au plus jusqu'à un "
        f"conseiller ({base.result.engine})."
    )


def certainty_of(gap: float) -> str:
    """Say how far from the optimum a plan may be."""
    return "optimum prouvé" if gap == 0 else f"à {french.percent(gap)} au plus de l'optimum"


def named(base: Ground, codes: tuple[str, ...]) -> str:
    """Name communes with their codes."""
    names = base.result.communes["name"]
    return french.enumeration([f"{names[code]} ({code})" for code in codes])


def keep_text(base: Ground, found: Keep) -> list[str]:
    """Explain what the end of posts would cost."""
    lines = ["Ce que coûterait la fin de chaque structure, les autres restant en place :"]
    for row in found.hosts.itertuples():
        posts = french.count(row.posts, "poste")
        if row.residents_lost == 0:
            effect = "aucun habitant ne perdrait son accès, un autre conseiller restant à portée"
        else:
            effect = (
                f"{french.count(row.residents_lost, 'habitant')} "
                f"({french.count(row.communes_lost, 'commune')}) ne seraient plus à portée ; "
                f"communes signalées en plus : {french.number(row.communes_flagged)}"
            )
        lines.append(f"- {row.host} ({posts}) : {effect}.")
    lines.append("Les pires fins simultanées :")
    lines += [
        f"- {french.enumeration(joint.hosts)} : "
        f"{french.count(joint.residents_lost, 'habitant')} hors de portée "
        f"({certainty_of(joint.gap)})."
        for joint in found.joint
    ]
    if found.timeline.empty:
        lines.append("Aucune fin de convention n'est connue : pas d'échéancier.")
    else:
        lines.append("Si rien n'est renouvelé :")
        lines += [
            f"- {end} : {french.enumeration(row['hosts'])} ; en tout "
            f"{french.count(row['residents_lost'], 'habitant')} hors de portée."
            for end, row in found.timeline.iterrows()
        ]
    return [*lines, reach(base), ASSUMED, NOT_CONSIDERED]


def add_text(base: Ground, found: Add) -> list[str]:
    """Explain where new posts would serve most."""
    lines = ["Où de nouveaux postes amèneraient le plus d'habitants à portée d'un conseiller :"]
    lines += [f"- {_proposal_text(base, plan)}" for plan in found.plans]
    last = found.plans[-1]
    others = [f"{named(base, plan.sites)}" for plan in found.alternatives[:ALL_AT_ONCE]]
    if others:
        lines.append(
            "Autres choix qui gagnent autant à 1 % près : " + " ; ou ".join(others) + "."
        )
    lines += [
        f"Avec {french.count(last.posts, 'poste')}, le trajet moyen serait le plus court "
        f"({french.minutes(found.mean[1])}) à : {named(base, found.mean[0].sites)} ; et le plus "
        f"long trajet le plus court ({french.minutes(found.worst[1])}) à : "
        f"{named(base, found.worst[0].sites)}.",
        "Certitude : part des scénarios (seuils, vitesse, détours et positions variés) où chaque "
        "lieu est choisi : "
        + ", ".join(
            f"{base.result.communes.at[code, 'name']} {french.percent(found.chosen_share[code], 0)}"
            for code in last.sites
        )
        + ". Une part faible veut dire que d'autres lieux proches conviennent aussi bien.",
    ]
    return [*lines, reach(base), PROGRAMME, NOT_CONSIDERED]


def move_text(base: Ground, found: Move) -> list[str]:
    """Explain the best transfers."""
    if not found.moves:
        lines = ["Aucun transfert ne rapprocherait plus d'habitants qu'il n'en éloigne."]
    else:
        lines = ["Les transferts qui amènent le plus d'habitants à portée, tout compte fait :"]
        lines += [
            f"- un poste de « {host} » vers {named(base, (code,))}." for host, code in found.moves
        ]
        lines.append(
            f"Ensemble : {french.count(found.residents_gained, 'habitant')} de plus à portée "
            f"({certainty_of(found.gap)})."
        )
        lines += [
            f"- {epci} : + {french.number(row['residents_gained'])}, "
            f"− {french.number(row['residents_lost'])} habitants."
            for epci, row in found.by_epci.iterrows()
        ]
    return [*lines, reach(base), PROGRAMME, ASSUMED, NOT_CONSIDERED]


def week_text(base: Ground, found: Week) -> list[str]:
    """Explain the round of an itinerant post."""
    return [
        f"Un poste itinérant basé à {named(base, (found.base,))}, un jour par semaine à chacun de "
        f"ces arrêts : {named(base, found.stops)}.",
        f"Il desservirait {french.count(found.residents_served, 'habitant')} aujourd'hui éloignés, "
        f"au moins un jour par semaine ({french.number(found.resident_days)} habitants-jours ; "
        "optimum prouvé).",
        reach(base),
        NOT_CONSIDERED,
    ]


def certainty_text(found: Decision) -> list[str]:
    """Explain how sure the flags are."""
    share = found.certainty.communes["flagged_share"]
    strongest = found.certainty.influence.abs().nlargest(2).index
    names = {
        "poor_share": "le seuil de mauvais internet", "far_minutes": "le seuil d'éloignement",
        "detour": "les détours de la route", "speed_kmh": "la vitesse",
        "definition": "la définition d'un bon internet",
    }  # fmt: skip
    always, often, ever = (int((share >= limit).sum()) for limit in (0.95, 0.5, 1e-9))
    return [
        f"Sur {french.number(len(found.certainty.flagged))} scénarios où les seuils, la "
        f"définition d'un bon internet, les trajets et les positions incertaines varient "
        f"ensemble : {french.count(always, 'commune')} signalées presque toujours (95 % des "
        f"scénarios et plus), {french.number(often)} au moins une fois sur deux, "
        f"{french.number(ever)} au moins une fois.",
        "Ce qui change le plus le résultat (corrélation des rangs de Spearman) : "
        + french.enumeration([names.get(name, f"la position de {name}") for name in strongest])
        + ".",
        f"Stabilité des 20 premières communes : "
        f"{french.percent(found.certainty.top_stability, 0)} en moyenne sont les mêmes.",
    ]


def equity_table(found: Add) -> pd.DataFrame:
    """Set today and the three plans side by side, with French headings and figures."""
    table = found.equity.xs(key=False, level="weighted")
    return pd.DataFrame(
        {
            **{
                f"≤ {limit} min": table[f"residents_within_{limit}"].map(french.number)
                for limit in (10, 15, 20, 30)
            },
            "Moyenne": table["mean_minutes"].map(french.minutes),
            "Moyenne pondérée": found.equity.xs(key=True, level="weighted")["mean_minutes"].map(
                french.minutes
            ),
            "Pire": table["worst_minutes"].map(french.minutes),
            "Gini": table["gini_minutes"].map(lambda value: french.number(value, 2)),
            "Communes signalées": table["communes_flagged"].map(french.number),
        }
    )


def _proposal_text(base: Ground, plan: Proposal) -> str:
    return (
        f"{french.count(plan.posts, 'poste')} : {named(base, plan.sites)} ; "
        f"{french.count(plan.residents_gained, 'habitant')} de plus à portée, environ "
        f"{french.number(plan.cost_euros)} € ({certainty_of(plan.gap)})."
    )


# --- data -------------------------------------------------------------------------------------


def keep_data(base: Ground, found: Keep) -> dict[str, Any]:
    """Give the same as data."""
    whole = ("posts", "residents_lost", "residents_lost_post", "communes_lost", "communes_flagged")
    return {
        **_provenance(base),
        "hosts": [
            {
                "host": row["host"],
                "insee": row["insee"],
                **{name: int(row[name]) for name in whole},
                "convention_end": row["convention_end"] or None,
            }
            for row in found.hosts.to_dict("records")
        ],
        "joint": [
            {"hosts": list(each.hosts), "residents_lost": each.residents_lost, "gap": each.gap}
            for each in found.joint
        ],
        "timeline": [
            {"end": str(end), "hosts": list(row["hosts"]),
             "residents_lost": int(row["residents_lost"])}
            for end, row in found.timeline.iterrows()
        ],
    }  # fmt: skip


def add_data(base: Ground, found: Add) -> dict[str, Any]:
    """Give the same as data."""
    return {
        **_provenance(base),
        "plans": [_proposal_data(plan) for plan in found.plans],
        "least_mean_minutes": {**_proposal_data(found.mean[0]), "minutes": found.mean[1]},
        "shortest_worst_minutes": {**_proposal_data(found.worst[0]), "minutes": found.worst[1]},
        "alternatives": [_proposal_data(plan) for plan in found.alternatives],
        "chosen_share": {
            str(code): round(float(share), 3)
            for code, share in found.chosen_share.items()
            if share > 0
        },
        "equity": [
            {"plan": plan, "weighted": bool(weighted), **_finite(row)}
            for (plan, weighted), row in found.equity.iterrows()
        ],
        "equity_by_epci": [
            {"plan": plan, "epci": epci, **_finite(row)}
            for (plan, epci), row in found.equity_by_epci.iterrows()
        ],
    }


def move_data(base: Ground, found: Move) -> dict[str, Any]:
    """Give the same as data."""
    return {
        **_provenance(base),
        "moves": [{"host": host, "insee": code} for host, code in found.moves],
        "residents_gained": found.residents_gained,
        "gap": found.gap,
        "by_epci": [
            {"epci": epci, **{name: int(value) for name, value in row.items()}}
            for epci, row in found.by_epci.iterrows()
        ],
    }


def week_data(base: Ground, found: Week) -> dict[str, Any]:
    """Give the same as data."""
    return {
        **_provenance(base),
        "base": found.base,
        "stops": list(found.stops),
        "residents_served": found.residents_served,
        "resident_days": found.resident_days,
        "gap": 0.0,
    }


def decision_data(found: Decision) -> dict[str, Any]:
    """Give all of them as data."""
    base = found.base
    return {
        "keep": keep_data(base, found.keep),
        "move": move_data(base, found.move),
        "add": add_data(base, found.add),
        "rounds": week_data(base, found.week),
        "certainty": {
            "scenarios": len(found.certainty.flagged),
            "top_stability": found.certainty.top_stability,
            "influence": _finite(found.certainty.influence),
            "communes": {
                str(code): _finite(row)
                for code, row in found.certainty.communes.iterrows()
                if row["flagged_share"] > 0
            },
        },
    }


def _provenance(base: Ground) -> dict[str, Any]:
    facts = report.summary(base.result)
    return {
        **{key: facts[key] for key in ("departement", "engine", "parameters_hash", "vintages")},
        "within_minutes": base.within_minutes,
        "assumed": ASSUMED,
        "tariffs_euros": decision.TARIFFS_EUROS,
    }


def _proposal_data(plan: Proposal) -> dict[str, Any]:
    return {
        "posts": plan.posts,
        "sites": list(plan.sites),
        "residents_gained": plan.residents_gained,
        "gap": plan.gap,
        "cost_euros": plan.cost_euros,
    }


def _finite(row: pd.Series) -> dict[str, float | None]:
    return {
        str(name): round(float(value), 4) if pd.notna(value) and abs(value) != float("inf") else None
        for name, value in row.items()
    }
