"""The plan: all answers at once, for the report and the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jura_coverage.posts.add import Add, add
from jura_coverage.posts.certainty import Certainty, certainty
from jura_coverage.posts.influence import influence
from jura_coverage.posts.keep import Keep, keep
from jura_coverage.posts.move import Move, move
from jura_coverage.posts.objectives import USUAL, Front, Objective, named, pareto
from jura_coverage.posts.proposals import Rule
from jura_coverage.posts.situation import Situation, access
from jura_coverage.posts.trials import trials
from jura_coverage.posts.week import Week, week
from jura_coverage.study import Result


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    result: Result
    keep: Keep
    move: Move
    add: Add
    week: Week
    widest_week: Week
    certainty: Certainty
    access: pd.Series
    objectives: tuple[Objective, ...]

    @cached_property
    def pareto(self) -> Front:
        """The plans between the objectives; computed where they are asked for."""
        return pareto(self.result, self.add, self.objectives)

    @cached_property
    def influence(self) -> pd.DataFrame:
        """What the number of flagged communes hangs on; computed where it is asked for."""
        return influence(self.result)


def decide(
    result: Result,
    *,
    rule: Rule | None = None,
    transfers_most: int | None = None,
    objectives: Sequence[Objective] = (),
) -> Decision:
    """Answer every question about posts.

    Parameters
    ----------
    result
        A study.
    rule
        Where new posts may go, and how many.
    transfers_most
        How many posts may move.
    objectives
        Of the front of new posts, from :func:`jura_coverage.posts.objectives.named`; residents
        within reach and mean minutes if none.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    tried, asked = trials(result), rule or Rule()
    kept = keep(result, weights=asked.weights, tried=tried)
    added = add(result, asked, tried=tried)  # draws the most worlds, of which others take some
    return Decision(
        result=result,
        keep=kept,
        move=move(result, most=transfers_most, weights=asked.weights, tried=tried),
        add=added,
        week=week(result, weights=asked.weights, tried=tried),
        widest_week=week(result, widest=True, weights=asked.weights, tried=tried),
        certainty=certainty(result, tried=tried),
        access=access(result, Situation.today(result)),
        objectives=tuple(objectives) or named(USUAL),
    )
