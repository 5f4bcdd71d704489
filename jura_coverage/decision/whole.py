"""All answers at once, for the report and the map."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage import pairs, supply
from jura_coverage.decision.base import Ground, ground
from jura_coverage.decision.ends import Keep, keep
from jura_coverage.decision.moves import Move, Week, move, week
from jura_coverage.decision.scenarios import certainty
from jura_coverage.decision.sites import Add, Rule, add
from jura_coverage.pipeline import Result
from jura_coverage.robustness import Robustness


def catchment(base: Ground) -> pd.Series:
    """Give the posts for each resident by E2SFCA, decaying in three zones up to the threshold."""
    limit = base.within_minutes
    decay = supply.step_decay(limits=[limit / 2, 0.75 * limit, limit], weights=[1.0, 0.68, 0.22])
    return supply.e2sfca(
        base.residents,
        base.result.territory.places["fte_open"],
        pairs=pairs.pairs_of(base.to_places, limit=limit),
        decay=decay,
    )


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    base: Ground
    keep: Keep
    move: Move
    add: Add
    week: Week
    widest_week: Week
    certainty: Robustness
    catchment: pd.Series


def decide(result: Result, *, rule: Rule | None = None, transfers_most: int = 3) -> Decision:
    """Answer every question about posts.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    base = ground(result)
    return Decision(
        base=base,
        keep=keep(base),
        move=move(base, most=min(transfers_most, int(base.own_bases["posts"].fillna(1).sum()))),
        add=add(base, rule or Rule()),
        week=week(base),
        widest_week=week(base, widest=True),
        certainty=certainty(base),
        catchment=catchment(base),
    )
