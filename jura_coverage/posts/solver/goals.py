"""Goals of new posts: what a plan leaves undone, each a number that should be small."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.problem import BoolArray, Rules

Kind = Literal["beyond", "sum", "worst"]
BEYOND: Kind = "beyond"
SUM: Kind = "sum"
WORST: Kind = "worst"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """Something that a plan should leave as small as it can.

    Parameters
    ----------
    kind
        ``beyond``: the weight of the demand beyond the limit; ``sum``: the sum of weight × way;
        ``worst``: the longest way of any demand that has a weight.
    weights
        Of each demand point, none negative.
    """

    kind: Kind
    weights: FloatArray

    @cached_property
    def whole(self) -> bool:
        """Whether what is left undone is always a whole number."""
        return self.kind == BEYOND and bool((self.weights == np.round(self.weights)).all())


@dataclass(frozen=True, kw_only=True)
class Goals:
    """Goals on one geography, with what each plan leaves of them.

    A way longer than that to the nearest existing post is as long as that one.

    Parameters
    ----------
    costs
        From each demand point (rows) to each site (columns), infinite where there is no way.
    existing
        To the nearest existing post, infinite where there is none.
    goals
        What should be small.
    limit
        The cost that is still within reach.
    rules
        What may be chosen.
    """

    costs: FloatArray
    existing: FloatArray
    goals: tuple[Goal, ...]
    limit: float
    rules: Rules

    @cached_property
    def ways(self) -> FloatArray:
        """The way to the nearer of an existing post and a site."""
        return np.minimum(self.costs, self.existing[:, None])

    @cached_property
    def stranded(self) -> BoolArray:
        """Demand that has no way today and must get one: else no mean and no worst exists."""
        timed = np.zeros(len(self.existing), dtype=bool)
        for goal in self.goals:
            if goal.kind != BEYOND:
                timed |= goal.weights > 0
        stranded: BoolArray = timed & np.isinf(self.existing)
        return stranded

    @cached_property
    def tables(self) -> tuple[tuple[FloatArray, FloatArray], ...]:
        """For each goal what each demand point leaves with each site, and without any."""
        return tuple(self._table(goal) for goal in self.goals)

    @cached_property
    def lengths(self) -> FloatArray:
        """The ways that may be the longest one, increasing."""
        counted = self.timed
        ways = self.ways[counted][:, self.rules.allowed]
        lengths = np.unique(np.append(ways, self.existing[counted]))
        return lengths[np.isfinite(lengths)]

    def left(self, sites: IntArray) -> FloatArray:
        """Give what a plan leaves of each goal."""
        return self.left_beside(sites)[:, 0]

    def left_beside(self, sites: IntArray, others: IntArray | None = None) -> FloatArray:
        """Give what is left of each goal (rows) by some sites and each of some others (columns)."""
        rows = []
        for goal, (table, nothing, same) in zip(self.goals, self._changing, strict=True):
            known = np.minimum(table[:, sites].min(axis=1, initial=np.inf), nothing)
            after = known[:, None]
            if others is not None:
                after = np.minimum(after, table[:, others])
            if goal.kind == WORST:
                rows.append(after.max(axis=0, initial=same))
            else:
                rows.append(same + after.sum(axis=0))
        return np.array(rows)

    def reaches_all(self, sites: IntArray) -> bool:
        """Whether nobody who counts stays without any way."""
        near: BoolArray = np.isfinite(self.costs[self.stranded][:, sites]).any(axis=1)
        return bool(near.all())

    def must(self, longest: float) -> BoolArray:
        """List for whom some site is needed (rows) within a longest way, and which would do."""
        needed = self.stranded | (self.timed & (self.existing > longest))
        limit = np.where(self.timed[needed], longest, np.inf)
        near: BoolArray = (self.costs[needed] <= limit[:, None]) & np.isfinite(self.costs[needed])
        return near

    @cached_property
    def timed(self) -> BoolArray:
        """Demand whose way may be the longest."""
        counted = [goal.weights > 0 for goal in self.goals if goal.kind == WORST]
        timed: BoolArray = (
            np.any(counted, axis=0) if counted else np.zeros(len(self.existing), bool)
        )
        return timed

    @cached_property
    def _changing(self) -> tuple[tuple[FloatArray, FloatArray, float], ...]:
        """The rows of each table in which some site leaves less, and what all others leave."""
        parts = []
        for goal, (table, nothing) in zip(self.goals, self.tables, strict=True):
            rows = (table < nothing[:, None]).any(axis=1)
            same = nothing[~rows]
            constant = same.max(initial=0.0) if goal.kind == WORST else same.sum()
            parts.append((table[rows], nothing[rows], float(constant)))
        return tuple(parts)

    def _table(self, goal: Goal) -> tuple[FloatArray, FloatArray]:
        if goal.kind == BEYOND:
            far, far_now = self.ways > self.limit, self.existing > self.limit
            return far * goal.weights[:, None], far_now * goal.weights
        counted = goal.weights > 0
        worth = np.where(counted, goal.weights if goal.kind == SUM else 1.0, 0.0)
        # Who has no way pays more than any way costs; plans that leave it so are left out.
        known = np.where(np.isfinite(self.ways), self.ways, 0.0)
        none = 2 * known.max(initial=0.0) + 1
        ways = np.where(np.isfinite(self.ways), self.ways, none)
        now = np.where(np.isfinite(self.existing), self.existing, none)
        return ways * worth[:, None], now * worth


def checked(
    costs: FloatArray,
    goals: Sequence[Goal],
    *,
    rules: Rules,
    limit: float,
    existing: FloatArray | None,
) -> Goals:
    """Check goals, and put them on a geography.

    Parameters
    ----------
    costs, existing
        As in :class:`Goals`, or missing where there is no way.
    goals, rules, limit
        As in :class:`Goals`.

    Raises
    ------
    SitingError
        If there are not two or three goals, or a goal has no weight at all.
    """
    if not 2 <= len(goals) <= 3:
        raise SitingError(
            f"Front de Pareto : trouvé {len(goals)} objectif{'s' if len(goals) > 1 else ''} ; "
            "attendu deux ou trois, à comparer entre eux. Ajoutez ou retirez des objectifs."
        )
    if not all((goal.weights > 0).any() for goal in goals):
        raise SitingError(
            "Front de Pareto : trouvé un objectif dont tous les poids sont nuls ; attendu un poids "
            "au-dessus de 0 quelque part. Choisissez un autre objectif ou d'autres poids."
        )
    nearest = np.full(len(costs), np.inf) if existing is None else existing
    return Goals(
        costs=np.where(np.isnan(costs), np.inf, costs),
        existing=np.where(np.isnan(nearest), np.inf, nearest),
        goals=tuple(goals),
        limit=limit,
        rules=rules,
    )
