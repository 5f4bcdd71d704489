"""The tables of the plan: what keeping, moving and adding posts would change, and for whom."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage import french, words
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import Decision, Interval, Proposal, Week
from jura_coverage.posts.add import site_euros
from jura_coverage.publish.tables.columns import Table
from jura_coverage.publish.tables.plan_columns import (
    CHOICE_COLUMNS,
    EQUITY_COLUMNS,
    KEEP_COLUMNS,
    MOVE_COLUMNS,
    SITE_COLUMNS,
    TIMELINE_COLUMNS,
    WEIGHTED_COLUMNS,
)

COUNTED = "chaque habitant compte en proportion des locaux mal desservis de sa commune."
NEARER = "habitants de plus à portée"
MOST = "plus d'habitants à portée"
KNOWN = (
    *CHOICE_COLUMNS, *EQUITY_COLUMNS, *KEEP_COLUMNS, *MOVE_COLUMNS, *SITE_COLUMNS,
    *TIMELINE_COLUMNS, *WEIGHTED_COLUMNS,
)  # fmt: skip
FIGURES = {
    **{f"residents_within_{limit}": f"habitants_{limit}_min" for limit in LIMITS},
    "mean_minutes": "minutes_moyennes",
    "worst_minutes": "minutes_maximales",
    "gini_minutes": "gini_minutes",
    "communes_flagged": "communes_signalees",
}
WEIGHTED = {
    **{f"residents_within_{limit}": f"habitants_ponderes_{limit}_min" for limit in LIMITS},
    "mean_minutes": "minutes_moyennes_ponderees",
    "worst_minutes": "minutes_maximales_mal_desservies",
    "gini_minutes": "gini_minutes_pondere",
}
DECIMALS = {
    column.name: {"weighted": 1, "minutes": 2, "index": 4}[column.kind]
    for column in (*EQUITY_COLUMNS, *WEIGHTED_COLUMNS)
    if column.kind in ("weighted", "minutes", "index")
}
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
    whole, by_epci = [each.whole for each in plans], [each.by_epci for each in plans]
    return [
        Table(name="plan", title="Plan", frame=choices(found), known=CHOICE_COLUMNS,
              meaning="Une ligne par choix : ce qu'il change, pour combien d'habitants, son coût."),
        Table(name="plan_garder", title="Plan - garder", frame=kept(found), known=KEEP_COLUMNS,
              meaning="Une ligne par structure : ce que sa fin coûterait aux habitants."),
        *(
            [Table(name="plan_echeancier", title="Plan - échéancier", frame=timeline,
                   known=TIMELINE_COLUMNS,
                   meaning="Une ligne par fin de convention : qui reste hors de portée si rien "
                   "n'est renouvelé.")]
            if len(timeline) else []
        ),
        Table(name="plan_lieux", title="Plan - lieux proposés", frame=sites(found),
              known=SITE_COLUMNS,
              meaning="Une ligne par lieu proposé pour un poste, un transfert ou une tournée."),
        Table(name="plan_transferts", title="Plan - effet des transferts", frame=_moved(found),
              known=MOVE_COLUMNS,
              meaning="Une ligne par intercommunalité que les transferts changent."),
        Table(name="plan_equite", title="Plan - équité",
              frame=_equity(whole, FIGURES), known=EQUITY_COLUMNS,
              meaning="Qui est près d'un conseiller, aujourd'hui et après chaque choix."),
        Table(name="plan_equite_epci", title="Plan - équité par EPCI",
              frame=_equity(by_epci, FIGURES), known=EQUITY_COLUMNS, frozen=2,
              meaning="La même chose dans chaque intercommunalité."),
        *(_weighted_tables(whole, by_epci) if plans[0].weights_known else []),
    ]  # fmt: skip


def _weighted_tables(whole: Sequence[pd.DataFrame], by_epci: Sequence[pd.DataFrame]) -> list[Table]:
    """Give equity among those with poor internet."""
    return [
        Table(name="plan_equite_ponderee", title="Plan - équité pondérée",
              frame=_equity(whole, WEIGHTED, weighted=True), known=WEIGHTED_COLUMNS,
              meaning=f"L'équité entre les mal desservis : {COUNTED}"),
        Table(name="plan_equite_ponderee_epci", title="Plan - équité pondérée par EPCI",
              frame=_equity(by_epci, WEIGHTED, weighted=True), known=WEIGHTED_COLUMNS, frozen=2,
              meaning=f"La même chose dans chaque intercommunalité : {COUNTED}"),
    ]  # fmt: skip


def choices(found: Decision) -> pd.DataFrame:
    """Give a row a choice: what it changes for how many, how sure that is, and what it costs."""
    add, move = found.add, found.move
    rounds = {"plus d'habitants desservis": found.widest_week, "plus d'habitants-jours": found.week}
    rows = [
        *_ends(found),
        *([_row("Déplacer", NEARER, len(move.moves), _transfers(found), likely=move.likely_gained,
                residents=move.residents_gained, gap=move.gap)]
          if move.moves else []),
        *(_added(found, MOST, plan) for plan in add.plans),
        *(_added(found, f"{MOST}, autre choix", plan)
          for plan in add.alternatives),
        _added(found, "moins de minutes en moyenne", *add.mean),
        _added(found, "plus long trajet le plus court", *add.worst),
        *(_row("Faire tourner", "habitants éloignés desservis", 1, _round(found, week), aim=aim,
               likely=week.likely_served, residents=week.residents_served, gap=week.gap)
          for aim, week in rounds.items() if week.stops),
    ]  # fmt: skip
    return _typed(pd.DataFrame(rows, columns=[column.name for column in CHOICE_COLUMNS]))


def kept(found: Decision) -> pd.DataFrame:
    """Give a row a host: what its end would cost."""
    hosts = found.keep.hosts
    return _typed(
        pd.DataFrame(
            {
                "structure": hosts["host"],
                "code_insee": hosts["insee"],
                "commune": hosts["insee"].map(found.base.result.communes["name"]),
                "postes": hosts["posts"],
                "habitants_perdus": hosts["residents_lost"],
                "habitants_perdus_bas": hosts["residents_lost_low"],
                "habitants_perdus_haut": hosts["residents_lost_high"],
                "habitants_perdus_un_poste": hosts["residents_lost_post"],
                "communes_perdues": hosts["communes_lost"],
                "communes_signalees_en_plus": hosts["communes_flagged"],
                "fin_convention": hosts["convention_end"],
                "renouvellement_euros": hosts["renewal_euros"],
            }
        )
    )


def sites(found: Decision) -> pd.DataFrame:
    """Give a row a commune that is proposed for something: a post, a transfer, a base or a stop."""
    base, plans, week = found.base, found.add.plans, found.widest_week
    first = {code: plan.posts for plan in reversed(plans) for code in plan.sites}
    proposed: list[tuple[str, str, str, int | None]] = [
        *((NEW, code, "", first[code]) for code in plans[-1].sites),
        *((RECEIVED, code, host, None) for host, code in found.move.moves),
        *([(BASE, week.base, "", None)] if week.base else []),
        *((STOP, code, "", None) for code in week.stops),
    ]
    codes = [code for _, code, _, _ in proposed]
    ways = base.to_sites[codes].to_numpy(dtype=float)
    near = (ways <= base.within_minutes) & ~base.served.to_numpy()[:, None]
    communes = base.result.communes
    table = pd.DataFrame(
        proposed, columns=["nature", "code_insee", "structure_qui_cede", "des_postes"]
    )
    new, code = table["nature"] == NEW, table["code_insee"]
    share = 100 * code.map(found.add.chosen["near_share"])
    table = table.assign(
        commune=code.map(communes["name"]),
        intercommunalite=code.map(communes["epci_name"]),
        habitants_rapproches=base.residents.to_numpy() @ near,
        part_scenarios_pct=share.round(1).where(new),
        cout_euros=code.map(site_euros(base, found.add.rule)).where(new),
    )
    return _typed(table[[column.name for column in SITE_COLUMNS]])


def site_shapes(found: Decision) -> gpd.GeoDataFrame:
    """Give the proposed communes with the points that trips to them lead to."""
    table = sites(found)
    communes = found.base.result.communes
    points = communes["origin"].reindex(table["code_insee"]).to_numpy()
    return gpd.GeoDataFrame(table, geometry=points, crs=communes.crs)


def _ends(found: Decision) -> list[dict[str, Any]]:
    """Give the worst end of one host, and of several together."""
    hosts = found.keep.hosts.set_index("host")
    rows = []
    for joint in found.keep.joint:
        ending = hosts.loc[list(joint.hosts)]
        alone = ending.iloc[0] if len(ending) == 1 else None
        rows.append(
            _row(
                "Garder", "habitants mis hors de portée", len(joint.hosts),
                french.enumeration(joint.hosts), aim="pire fin", residents=joint.residents_lost,
                likely=None if alone is None else Interval(
                    low=alone["residents_lost_low"], high=alone["residents_lost_high"]
                ),
                gap=joint.gap, euros=ending["renewal_euros"].sum(skipna=False),
            )
        )  # fmt: skip
    return rows


def _added(
    found: Decision, aim: str, plan: Proposal, minutes: float | None = None
) -> dict[str, Any]:
    return _row(
        "Ajouter", NEARER, plan.posts, words.named(found.base, plan.sites) or "aucun lieu",
        aim=aim, residents=plan.residents_gained, likely=plan.likely_gained, gap=plan.gap,
        euros=plan.cost_euros, minutes=minutes,
    )  # fmt: skip


def _row(
    question: str,
    effect: str,
    posts: int,
    choice: str,
    *,
    residents: int,
    likely: Interval | None,
    gap: float = 0.0,
    aim: str = MOST,
    euros: float | None = None,
    minutes: float | None = None,
) -> dict[str, Any]:
    return {
        "question": question,
        "objectif": aim,
        "postes": posts,
        "choix": choice,
        "effet": effect,
        "habitants": residents,
        "habitants_bas": likely.low if likely else None,
        "habitants_haut": likely.high if likely else None,
        "minutes": minutes,
        "ecart_optimum_pct": round(100 * gap, 2),
        "cout_euros": euros,
    }


def _transfers(found: Decision) -> str:
    return " ; ".join(
        f"{host} vers {words.named(found.base, (code,))}" for host, code in found.move.moves
    )


def _round(found: Decision, week: Week) -> str:
    base = words.named(found.base, (week.base,))
    return f"base : {base} ; arrêts : {words.named(found.base, week.stops)}"


def _timeline(found: Decision) -> pd.DataFrame:
    timeline = found.keep.timeline
    if timeline.empty:
        return pd.DataFrame(columns=[column.name for column in TIMELINE_COLUMNS])
    return _typed(
        pd.DataFrame(
            {
                "fin": timeline.index.astype(str),
                "structures": timeline["hosts"].map(french.enumeration).to_numpy(),
                "habitants_perdus": timeline["residents_lost"].to_numpy(),
                "communes_perdues": timeline["communes_lost"].to_numpy(),
            }
        )
    )


def _moved(found: Decision) -> pd.DataFrame:
    by_epci = found.move.by_epci
    return _typed(
        pd.DataFrame(
            {
                "intercommunalite": by_epci.index.astype(str),
                "habitants_gagnes": by_epci["residents_gained"].to_numpy(),
                "habitants_perdus": by_epci["residents_lost"].to_numpy(),
            }
        )
    )


def _equity(
    compared: Sequence[pd.DataFrame], figures: Mapping[str, str], *, weighted: bool = False
) -> pd.DataFrame:
    """Put comparisons with today together, today's once, the rows of one EPCI side by side.

    Parameters
    ----------
    compared
        Of :class:`jura_coverage.posts.Fairness`.
    figures
        Which of its columns to keep, and what to call them.
    weighted
        Keep the rows where residents count by their connectivity: what they hold is no number of
        residents, so they never share a column with the others.
    """
    names = {"epci": "intercommunalite", "plan": "repartition", **figures}
    table = pd.concat(compared).xs(weighted, level="weighted")
    table = table[~table.index.duplicated()].reset_index()
    table = table[[name for name in names if name in table]].rename(columns=names)
    if "intercommunalite" in table:
        table = table.sort_values("intercommunalite", kind="stable")
    return _typed(table.round(DECIMALS))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Make counts and euros whole numbers, which may be missing."""
    names = {column.name for column in KNOWN if column.kind in ("count", "euros")}
    whole = [name for name in table.columns if name in names]
    return table.assign(
        **{str(name): table[name].astype("Float64").round().astype("Int64") for name in whole}
    ).reset_index(drop=True)
