"""What a choice about posts brings about, in words: four measures and who gains, today and then."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from jura_coverage import columns, french
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import TODAY, Change, Effects, Fairness
from jura_coverage.posts.effects import TOLERANCE
from jura_coverage.study.figures import Sum
from jura_coverage.words.commune import UNTOLD_EPCI
from jura_coverage.words.figures import people_cell, uncounted
from jura_coverage.words.phrases import IF_AS_ESTIMATED

FOUR = f"Quatre mesures {IF_AS_ESTIMATED}"
# The measures of which outputs for readers have room for a cell.
EFFECT_HEADS = {
    column.name: column.heading
    for column in columns.EFFECTS
    if column.name in ("residents_near", "communes_flagged", "access", "need_served")
}
NO_NEED = "aucun besoin connu"


def measured(found: Effects) -> dict[str, str]:
    """Write the four measures, by their names in :data:`EFFECT_HEADS`."""
    return {
        "residents_near": people_cell(found.residents_near),
        "communes_flagged": french.number(found.communes_flagged),
        "access": french.number(found.access, 2),
        "need_served": f"{french.number(found.need_served)} ({french.percent(found.share_served)})"
        if found.need
        else NO_NEED,
    }


def four_measures(change: Change, *, then: str) -> list[str]:
    """Tell what a choice changes, in a line each.

    Parameters
    ----------
    change
        What it changes.
    then
        French: after what.
    """
    before, after = measured(change.before), measured(change.after)
    told = {
        "access": f" ; {losing(change)}",
        "need_served": _of_need(change.after),
    }
    return [
        f"{FOUR}, aujourd'hui puis {then} :",
        *(
            f"- {_started(head)} : {before[name]}, puis {after[name]}{told.get(name, '')}."
            for name, head in EFFECT_HEADS.items()
        ),
    ]


def losing(change: Change) -> str:
    """Say how many EPCI lose access, and which loses most of its own, as a clause."""
    if change.loses_most is None:
        return "aucune intercommunalité n'en perd"
    number = french.count(
        len(change.losing), "intercommunalité en perd", "intercommunalités en perdent"
    )
    most = change.loses_most or UNTOLD_EPCI
    above_all = ", surtout" if len(change.losing) > 1 else " :"
    return f"{number}{above_all} « {most} » ({_by(change.most_lost)})"


def losing_cell(change: Change) -> str:
    """Name the EPCI that loses most of its access in a cell."""
    if change.loses_most is None:
        return "aucune"
    return f"{change.loses_most or UNTOLD_EPCI} : {_by(change.most_lost)}"


def access_cell(change: Change, epci: str) -> str:
    """Say by how much the access of an EPCI changes; where it has none today, what it gets."""
    lost = change.access_lost[epci]
    if pd.notna(lost):
        return _by(lost)
    access = change.access_by_epci["after"][epci]
    return f"nul aujourd'hui, puis {french.number(access, 2)}"


def _by(lost: float) -> str:
    """Say by which share something falls or grows."""
    if abs(lost) <= TOLERANCE:
        return "inchangé"
    if lost > 0:
        return f"{french.percent(lost, 0)} de moins"
    return f"{french.number(-100 * lost)}{french.NO_BREAK_SPACE}% de plus"  # may be above 100 %


def ending(row: Mapping[Hashable, Any]) -> list[str]:
    """Say what the end of a host or of a place takes of access and of help, as clauses."""
    said = []
    if pd.notna(row["access_lost_epci"]):
        epci = row["access_lost_epci"] or UNTOLD_EPCI
        said.append(f"accès : {_by(row['access_lost'])} pour « {epci} »")
    if row["need_served_lost"]:
        helped = french.count(row["need_served_lost"], "personne")
        said.append(f"besoin servi : {helped} par an de moins")
    return said


def _of_need(after: Effects) -> str:
    """Say of how many in need, and whether posts could help more."""
    if not after.need:
        return ""
    said = f", sur {french.count(after.need, 'personne')} dont {french.number(after.need_near)} "
    said += "à portée"
    if after.need_uncounted:
        said += f" ({uncounted(after.need_uncounted)})"
    return f"{said} ; tous les postes seraient pleins" if after.full and after.capacity else said


def _started(head: str) -> str:
    return head[0].lower() + head[1:]


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
