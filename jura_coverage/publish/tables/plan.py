"""The tables of the plan: what keeping, moving and adding posts would change, and for whom."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.columns import Column
from jura_coverage.measures.equity import LIMITS, BoolArray
from jura_coverage.posts import (  # fmt: skip
    TODAY,
    Add,
    Change,
    Decision,
    Effects,
    Interval,
    Move,
    Moves,
    Proposal,
    Round,
    Week,
    Weights,
)
from jura_coverage.posts.add import LEAST_MEAN, SHORTEST_WORST
from jura_coverage.posts.proposals import site_euros
from jura_coverage.publish.tables.table import Table
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum, sums

EACH_EPCI = "La même chose dans chaque intercommunalité"
NEARER = "habitants de plus à portée"
MOST_SERVED = "plus de besoin servi"
SITES = columns.sites(near=words.CLOSE)
EQUITY = columns.equity(LIMITS)
NEW, RECEIVED, BASE, STOP = NATURES = (
    "poste à ajouter",
    "poste à transférer ici",
    "base d'un poste itinérant",
    "arrêt d'un poste itinérant",
)


def tables(found: Decision) -> list[Table]:
    """Give the tables of the plan: all choices first, then each question's details."""
    timeline = _timeline(found)
    plans = [found.add.fairness, found.move.fairness, found.widest_week.fairness]
    whole, by_epci = [each.by_plan for each in plans], [each.by_epci for each in plans]
    return [
        Table(name="plan", title="Plan", frame=choices(found), known=columns.CHOICES,
              meaning="Une ligne par choix : ce qu'il change, pour combien d'habitants, son coût."),
        Table(name="plan_garder", title="Plan - garder", frame=kept(found), known=columns.KEPT,
              meaning="Une ligne par structure : ce que sa fin coûterait aux habitants."),
        *(
            [Table(name="plan_echeancier", title="Plan - échéancier", frame=timeline,
                   known=columns.TIMELINE,
                   meaning="Une ligne par fin de convention : qui reste hors de portée si rien "
                   "n'est renouvelé.")]
            if len(timeline) else []
        ),
        Table(name="plan_lieux", title="Plan - lieux proposés", frame=sites(found),
              known=SITES,
              meaning="Une ligne par lieu proposé pour un poste, un transfert ou une tournée."),
        Table(name="plan_transferts", title="Plan - effet des transferts", frame=_moved(found),
              known=columns.MOVED,
              meaning="Une ligne par intercommunalité que les transferts changent."),
        Table(name="plan_mesures", title="Plan - quatre mesures", frame=_effects(found),
              known=columns.EFFECTS,
              meaning="Une ligne par choix : habitants à portée, communes signalées, accès, besoin "
              "servi."),
        Table(name="plan_acces", title="Plan - accès par EPCI", frame=_access(found),
              known=columns.ACCESS_BY_EPCI, frozen=2,
              meaning="L'accès des habitants de chaque intercommunalité, aujourd'hui et après "
              "chaque choix."),
        Table(name="plan_equite", title="Plan - équité",
              frame=_equity(whole, EQUITY), known=EQUITY,
              meaning="Qui est près d'un conseiller, aujourd'hui et après chaque choix."),
        Table(name="plan_equite_epci", title="Plan - équité par EPCI",
              frame=_equity(by_epci, EQUITY), known=EQUITY, frozen=2,
              meaning=f"{EACH_EPCI}."),
        *(_weighted_tables(whole, by_epci, plans[0].weights) if plans[0].weights else []),
    ]  # fmt: skip


def _weighted_tables(
    whole: Sequence[pd.DataFrame], by_epci: Sequence[pd.DataFrame], weights: Weights
) -> list[Table]:
    """Give equity where residents do not all count as much."""
    known = columns.weighted_equity(
        LIMITS, share=weights.share, called=weights.called, having=weights.having
    )
    return [
        Table(name="plan_equite_ponderee", title="Plan - équité pondérée",
              frame=_equity(whole, known, weighted=True), known=known,
              meaning=f"L'équité pondérée : {words.weighted(weights)}."),
        Table(name="plan_equite_ponderee_epci", title="Plan - équité pondérée par EPCI",
              frame=_equity(by_epci, known, weighted=True), known=known, frozen=2,
              meaning=f"{EACH_EPCI} : {words.weighted(weights)}."),
    ]  # fmt: skip


def choices(found: Decision) -> pd.DataFrame:
    """Give a row a choice: what it changes for how many, how sure that is, and what it costs."""
    add = found.add
    rows = [
        *_ends(found),
        *(_moved_row(found, each) for each in found.move.plans if each.moves),
        *(_added(found, words.KINDS[each.kind], each.plan, regret=each.worst_regret)
          for each in add.robust if each.kind == "expected" or each in add.of_most_posts),
        _added(found, LEAST_MEAN, *add.mean),
        _added(found, SHORTEST_WORST, *add.worst),
        *([_added(found, MOST_SERVED, add.serving.plan)] if add.serving else []),
        *(_served_row(found, each) for each in found.widest_week.plans if each.stops),
        *(_days_row(found, each) for each in found.week.plans if each.stops),
    ]  # fmt: skip
    names = [column.name for column in columns.CHOICES]
    return columns.table(pd.DataFrame(rows, columns=names), columns.CHOICES)


def kept(found: Decision) -> pd.DataFrame:
    """Give a row a host: what its end would cost."""
    hosts, communes = found.keep.hosts.reset_index(drop=True), found.result.communes
    told = hosts.assign(
        name=hosts["insee"].map(communes["name"]),
        convention_kinds=hosts["convention_kinds"].map(", ".join),
    )
    return columns.table(told, columns.KEPT)


def sites(found: Decision) -> pd.DataFrame:
    """Give a row a commune that is proposed for something: a post, a transfer, a base or a stop."""
    result, plans, week = found.result, found.add.plans, found.widest_week
    first = {code: plan.posts for plan in reversed(plans) for code in plan.sites}
    proposed: list[tuple[str, str, str, int | None]] = [
        *((NEW, code, "", first[code]) for code in plans[-1].sites),
        *((RECEIVED, code, host, None) for host, code in found.move.best.moves),
        *([(BASE, week.base, "", None)] if week.base else []),
        *((STOP, code, "", None) for code in week.stops),
    ]
    codes = [code for _, code, _, _ in proposed]
    ways = result.ways.to_origins[codes].to_numpy(dtype=float)
    near = (ways <= result.parameters.policy.far_minutes) & ~result.served.to_numpy()[:, None]
    communes = result.communes
    table = pd.DataFrame(proposed, columns=["nature", "insee", "host", "posts"])
    new, code = table["nature"] == NEW, table["insee"]
    table = table.assign(
        name=code.map(communes["name"]),
        epci_name=code.map(communes["epci_name"]),
        **_nearer(result, near),
        near_share=code.map(found.add.chosen["near_share"]).where(new),
        alternatives=code.map(_others(found)).where(new),
        cost_euros=code.map(site_euros(result, found.add.rule)).where(new),
    )
    return columns.table(table, SITES)


def _others(found: Decision) -> dict[str, str]:
    """Name for each site of new posts the communes that are as good."""
    return {
        site: words.instead_of(found.result, codes)
        for site, codes in found.add.alternatives.items()
    }


def _nearer(result: Result, near: BoolArray) -> pd.DataFrame:
    """Add up the residents near each site, communes × sites."""

    def nearer(residents: pd.Series) -> pd.DataFrame:
        return pd.DataFrame({"residents_nearer": residents.to_numpy() @ near})

    return sums(result.communes["residents"], nearer, in_part=result.communes[IN_PART])


def site_shapes(found: Decision) -> gpd.GeoDataFrame:
    """Give the proposed communes with the points that trips to them lead to."""
    table = sites(found)
    communes = found.result.communes
    points = communes["origin"].reindex(table["code_insee"]).to_numpy()
    return gpd.GeoDataFrame(table, geometry=points, crs=communes.crs)


def _ends(found: Decision) -> list[dict[str, Any]]:
    """Give the worst end of one host, and of several together."""
    hosts = found.keep.hosts.set_index("host")
    rows = []
    for joint in found.keep.joint:
        ending = hosts.loc[list(joint.hosts)]
        rows.append(
            _row(
                "Garder", "habitants mis hors de portée", len(joint.hosts),
                french.enumeration(joint.hosts), aim="pire fin",
                residents=Sum.of(vars(joint), "residents_lost"),
                likely=joint.likely,
                expected=None if pd.isna(joint.mean) else round(joint.mean),
                gap=joint.gap, euros=ending["renewal_euros"].sum(skipna=False),
            )
        )  # fmt: skip
    return rows


def _moved_row(found: Decision, plan: Moves) -> dict[str, Any]:
    return _row(
        "Déplacer", NEARER, sum(plan.posts), words.transfers(found.result, plan),
        aim=words.KINDS[plan.kind], residents=words.net_gain(plan), likely=plan.likely_gained,
        expected=plan.expected_gain, regret=plan.worst_regret, gap=plan.gap,
    )  # fmt: skip


def _served_row(found: Decision, plan: Round) -> dict[str, Any]:
    return _row(
        "Faire tourner", "habitants éloignés desservis", 1, words.stops_from(found.result, plan),
        aim=words.KINDS[plan.kind], residents=Sum.of(vars(plan), "residents_served"),
        likely=plan.likely_gained, expected=plan.expected_gain, regret=plan.worst_regret,
        gap=plan.gap,
    )  # fmt: skip


def _days_row(found: Decision, plan: Round) -> dict[str, Any]:
    return _row(
        "Faire tourner", "habitants éloignés × jours par semaine", 1,
        words.stops_from(found.result, plan), aim=words.KINDS_IN_DAYS[plan.kind],
        residents=words.resident_days(plan), likely=plan.likely_days, expected=plan.expected_days,
        regret=plan.worst_regret, gap=plan.gap,
    )  # fmt: skip


def _added(
    found: Decision,
    aim: str,
    plan: Proposal,
    minutes: float | None = None,
    *,
    regret: int | None = None,
) -> dict[str, Any]:
    return _row(
        "Ajouter", NEARER, plan.posts, words.sites_of(found.result, plan),
        aim=aim, residents=Sum.of(vars(plan), "residents_gained"), likely=plan.likely_gained,
        expected=plan.expected_gain, regret=regret, gap=plan.gap,
        euros=plan.cost_euros, minutes=minutes,
    )  # fmt: skip


def _row(
    question: str,
    effect: str,
    posts: float,
    choice: str,
    *,
    residents: Sum,
    likely: Interval | None,
    expected: int | None = None,
    regret: int | None = None,
    gap: float = 0.0,
    aim: str,
    euros: float | None = None,
    minutes: float | None = None,
) -> dict[str, Any]:
    return {
        "question": question,
        "aim": aim,
        "posts": posts,
        "choice": choice,
        "effect": effect,
        "residents": residents.known,
        "residents_uncounted": residents.uncounted + residents.deducted,
        "residents_expected": expected,
        "residents_low": likely.low if likely else None,
        "residents_high": likely.high if likely else None,
        "worst_regret": regret,
        "residents_partial": likely.partial if likely else None,
        "minutes": minutes,
        "gap": gap,
        "cost_euros": euros,
    }


def _timeline(found: Decision) -> pd.DataFrame:
    timeline = found.keep.timeline.reset_index(names="end")
    values = timeline.assign(
        end=timeline["end"].astype(str), hosts=timeline["hosts"].map(french.enumeration)
    )
    return columns.table(values, columns.TIMELINE)


def _moved(found: Decision) -> pd.DataFrame:
    by_epci = found.move.by_epci.rename_axis("epci_name").reset_index()
    return columns.table(by_epci.astype({"epci_name": "str"}), columns.MOVED)


def _changes(found: Decision) -> dict[str, Change]:
    """Name what each choice changes: the end of each host, then the plans."""
    plans: list[Move | Add | Week] = [found.move, found.add]
    plans += [found.widest_week] if found.widest_week.stops else []
    return {
        **{words.if_ends(host): change for host, change in found.keep.changes.items()},
        **{each.fairness.chosen: each.change for each in plans},
    }


def _effects(found: Decision) -> pd.DataFrame:
    """Give the four measures today and after each choice."""
    rows = [
        _measures(TODAY, found.keep.today),
        *(
            _measures(name, each.after)
            | {"loses_most": each.loses_most or "", "most_lost": each.most_lost}
            for name, each in _changes(found).items()
        ),
    ]
    return columns.table(pd.DataFrame(rows), columns.EFFECTS)


def _measures(plan: str, found: Effects) -> dict[str, Any]:
    near = found.residents_near
    return {
        **vars(found),
        "plan": plan,
        "residents_near": near.known,
        "residents_near_uncounted": near.uncounted,
        "share_served": found.share_served,
        "loses_most": "",
        "most_lost": None,
    }


def _access(found: Decision) -> pd.DataFrame:
    """Give the access of each EPCI today and after each choice."""
    after = {name: each.after.access_by_epci for name, each in _changes(found).items()}
    access = pd.DataFrame({TODAY: found.keep.today.access_by_epci, **after})
    rows = access.rename_axis("epci").melt(var_name="plan", value_name="access", ignore_index=False)
    return columns.table(
        rows.reset_index().sort_values("epci", kind="stable", ignore_index=True),
        columns.ACCESS_BY_EPCI,
    )


def _equity(
    compared: Sequence[pd.DataFrame], known: tuple[Column, ...], *, weighted: bool = False
) -> pd.DataFrame:
    """Put comparisons with today together, today's once, the rows of one EPCI side by side.

    Parameters
    ----------
    compared
        Of :class:`jura_coverage.posts.Fairness`.
    known
        Which of its columns to keep.
    weighted
        Keep the rows where residents count by their connectivity: what they hold is no number of
        residents, so they never share a column with the others.
    """
    table = pd.concat(compared).xs(weighted, level="weighted")
    table = table[~table.index.duplicated()].reset_index()
    if "epci" in table:
        table = table.sort_values("epci", kind="stable", ignore_index=True)
    return columns.table(table, [column for column in known if column.name in table])
