"""One goal made least while the others are held: one point of the front, proven or with its gap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.errors import InfeasibleError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import centre, covering, enumeration, highs, levels, median
from jura_coverage.posts.solver.archive import Archive, Sites, filled, weighted
from jura_coverage.posts.solver.goals import BEYOND, SUM, WORST, Goals
from jura_coverage.posts.solver.problem import TOLERANCE, Request

# Below so small a part of what is left today, two plans leave the same of a goal that is no count.
RESOLUTION = 1e-6
# With more pairs of demand and site than this, sites are ruled out before the model is written.
MANY_PAIRS = 4_000
LONGEST_TRIED = 5


@dataclass(frozen=True, kw_only=True)
class Point:
    """A plan of the front.

    Parameters
    ----------
    sites
        Positions among the candidates, increasing.
    left
        What it leaves of each goal, in their order; less is better.
    gap
        By how much (share) the goal that was made least could be smaller; 0 where it is proven
        that no plan is better in one goal and as good in the others.
    """

    sites: Sites
    left: tuple[float, ...]
    gap: float


@dataclass(frozen=True, kw_only=True)
class Search:
    """The goal that is made least, those that are held, and the plans found so far.

    Parameters
    ----------
    goals
        What should be small.
    first
        The goal that is made least.
    held
        The others. A longest way is held by its rank among all ways that may be the longest.
    low, high
        Between which values each of them is held, in whole numbers of their units.
    archive
        Plans found so far.
    time_limit_s
        Seconds for branch and bound.
    """

    goals: Goals
    first: int
    held: tuple[int, ...]
    low: FloatArray
    high: FloatArray
    archive: Archive
    time_limit_s: float

    @cached_property
    def units(self) -> FloatArray:
        """What a held value counts: one, or what is told apart of a goal that is no count."""
        return np.array([
            1.0 if self.goals.goals[at].whole or self.goals.goals[at].kind == WORST
            else RESOLUTION * max(float(self.goals.tables[at][1].sum()), RESOLUTION)
            for at in self.held
        ])  # fmt: skip

    def values(self, left: FloatArray) -> FloatArray:
        """Give the held values (whole numbers, on the last axis) of what plans leave."""
        columns = []
        for at, unit in zip(self.held, self.units, strict=True):
            each = left[..., at] / unit
            if self.goals.goals[at].kind == WORST:
                each = np.searchsorted(self.goals.lengths, each * (1 - TOLERANCE)).astype(float)
            columns.append(np.round(each))
        return np.stack(columns, axis=-1)

    def best(self, most: FloatArray) -> int | None:
        """Find the plan of the archive that leaves least of the first goal within these values."""
        values = self.values(self.archive.left)
        fits = np.flatnonzero((values <= most).all(axis=1))
        if not len(fits):
            return None
        span = np.maximum(self.high - self.low, 1.0)
        spare = (values[fits] / span).sum(axis=1)
        return int(fits[np.lexsort((spare, self.archive.left[fits, self.first]))[0]])

    def solve(self, most: FloatArray) -> tuple[Point | None, FloatArray]:
        """Make the first goal least within these values of the held ones.

        Returns
        -------
        tuple
            The point, or None where no plan keeps within them; and its values.
        """
        known = self.best(most)
        sites = None if known is None else np.array(self.archive.plans[known], dtype=np.intp)
        kept = np.flatnonzero(self.goals.rules.allowed)
        gap = 0.0
        if sites is not None and self._many:
            kept, plans = self._possible(most, sites)
            if plans is not None:
                for plan in plans:
                    self.archive.add(plan, self.goals.left(np.array(plan, dtype=np.intp)))
                return self._answer(most, gap=0.0)
        found = levels.levels(self.goals, kept)
        model = levels.model(
            self.goals, found, prices=self._prices, held=self._limits(most),
            longest=self._longest(most),
        )  # fmt: skip
        try:
            better, gap = self._closed(model, found, sites)
        except InfeasibleError:
            if sites is not None:
                raise
            return None, self.low
        if better is not None:
            self.archive.add(tuple(better.tolist()), self.goals.left(better))
            self.archive.explore(tuple(better.tolist()))
        return self._answer(most, gap=gap)

    def _answer(self, most: FloatArray, *, gap: float) -> tuple[Point | None, FloatArray]:
        at = self.best(most)
        if at is None:
            return None, self.low
        left = self.archive.left[at]
        sites = np.array(self.archive.plans[at], dtype=np.intp)
        for site in sites:  # leave out those without which nothing is lost
            fewer = sites[sites != site]
            if self.goals.reaches_all(fewer) and (self.goals.left(fewer) <= left).all():
                sites = fewer
        point = Point(sites=tuple(int(site) for site in sites), left=tuple(left.tolist()), gap=gap)
        return point, np.minimum(self.values(left), most)

    def _closed(
        self, model: highs.Model, found: levels.Levels, sites: IntArray | None
    ) -> tuple[IntArray | None, float]:
        """Solve the model; give the sites where they are better, and the gap that is left."""
        number = len(found.kept)
        if sites is None:
            solved = highs.solve(model, time_limit_s=self.time_limit_s)
            better = found.kept[solved.variables[:number] > 0.5]
            return better, 0.0 if solved.proven else self._gap(better, solved.bound)
        start = found.reached(self.goals.costs, sites)
        relaxed = highs.relax(model)
        value = float(model.profit @ start)
        enough = value - TOLERANCE * (1.0 + abs(value))
        if relaxed.bound <= value + TOLERANCE * (1.0 + abs(value)):
            return None, 0.0
        never = relaxed.bound + np.minimum(relaxed.reduced, 0.0) < enough
        always = relaxed.bound - np.maximum(relaxed.reduced, 0.0) < enough
        model = replace(
            model,
            least=np.maximum(model.least, always.astype(float)),
            most=np.minimum(model.most, (~never).astype(float)),
        )
        solved = highs.solve(model, start=start, presolve=True, time_limit_s=self.time_limit_s)
        better = found.kept[solved.variables[:number] > 0.5]
        if solved.proven:
            return better, 0.0
        return better, self._gap(better, min(solved.bound, relaxed.bound))

    def _gap(self, sites: IntArray, saved: float) -> float:
        """Tell how much less of the first goal could be left if so much may be saved."""
        now = float(self.goals.tables[self.first][1].sum())
        left = float(self.goals.left(sites)[self.first])
        least = max(now - saved / float(self._prices[self.first]), 0.0)
        return max(left - least, 0.0) / left if left else 0.0

    @cached_property
    def _many(self) -> bool:
        table, nothing = self.goals.tables[self.first]
        sum_of_ways = self.goals.goals[self.first].kind == SUM
        return sum_of_ways and int((table < nothing[:, None]).sum()) > MANY_PAIRS

    @cached_property
    def _prices(self) -> FloatArray:
        """What a unit of each goal is worth: the held ones only decide between equals."""
        totals = np.array([max(float(nothing.sum()), 1.0) for _, nothing in self.goals.tables])
        whole = self.goals.goals[self.first].whole
        prices = np.zeros(len(totals))
        for at in self.held:
            if self.goals.goals[at].kind != WORST:
                prices[at] = 0.4 / len(self.held) / totals[at]
        prices[self.first] = 1.0 if whole else 1e5 / totals[self.first]
        return prices

    def _limits(self, most: FloatArray) -> FloatArray:
        limits = np.full(len(self.goals.goals), np.inf)
        for at, value, unit in zip(self.held, most, self.units, strict=True):
            if self.goals.goals[at].kind != WORST:
                limits[at] = (value + 0.5) * unit
        return limits

    def _longest(self, most: FloatArray) -> float:
        for at, value in zip(self.held, most, strict=True):
            if self.goals.goals[at].kind == WORST:
                return float(self.goals.lengths[int(value)])
        return np.inf

    def _possible(
        self, most: FloatArray, sites: IntArray
    ) -> tuple[IntArray, Sequence[Sites] | None]:
        """Rule out sites that no better plan can hold; list the plans left, if they are few."""
        limits, longest = self._limits(most), self._longest(most)
        which = [self.first, *(at for at in self.held if np.isfinite(limits[at]))]
        slopes = np.append(1.0, self._slopes(which[1:], limits, most))
        table, nothing = weighted(self.goals, which, slopes, longest=longest)
        least = float(self.goals.left(sites)[self.first])
        value = least + float(slopes[1:] @ limits[which[1:]])
        prices, bound, penalty = median.bounded(
            table, nothing, self.goals.rules, sites=sites, value=value
        )
        enough = value + TOLERANCE * (1.0 + abs(value))
        kept = np.flatnonzero(self.goals.rules.allowed & (bound + penalty <= enough))
        if bound >= value * (1 - TOLERANCE):
            return kept, ()
        plans = enumeration.plans_below(
            table, nothing, self.goals.rules, kept=kept, prices=prices, value=enough
        )
        return np.union1d(kept, sites), plans

    def _slopes(self, which: list[int], limits: FloatArray, most: FloatArray) -> FloatArray:
        """Price the held goals by the slope of the convex hull of what is known."""
        if not which:
            return np.zeros(0)
        fits = (self.values(self.archive.left) <= most)[:, [
            position for position, at in enumerate(self.held) if at not in which
        ]].all(axis=1)  # fmt: skip
        known = self.archive.left[fits]
        scale = np.array([max(float(nothing.sum()), 1.0) for _, nothing in self.goals.tables])
        held, first = known[:, which] / scale[which], known[:, self.first] / scale[self.first]
        hull = highs.relax(
            highs.Model(
                profit=np.append(1.0, -limits[which] / scale[which]),
                least=np.append(-np.inf, np.zeros(len(which))),
                most=np.full(1 + len(which), np.inf),
                rows=csr_array(np.hstack([np.ones((len(known), 1)), -held])),
                lower=np.full(len(known), -np.inf),
                upper=first,
                integer=np.zeros(1 + len(which), dtype=bool),
            )
        )
        slopes: FloatArray = hull.variables[1:] * scale[self.first] / scale[which]
        return slopes


def search(goals: Goals, *, request: Request, time_limit_s: float) -> Search:
    """Choose which goal to make least, bound the others, and fill the archive."""
    first = max(
        (at for at, goal in enumerate(goals.goals) if goal.kind != WORST),
        key=lambda at: (
            goals.goals[at].kind == SUM, not goals.goals[at].whole, goals.tables[at][1].sum()
        ),
    )  # fmt: skip
    held = tuple(at for at in range(len(goals.goals)) if at != first)
    least, limits = np.zeros(len(goals.goals)), np.array([np.inf])
    most = np.array([float(nothing.sum()) for _, nothing in goals.tables])
    for at in held:
        goal = goals.goals[at]
        if goal.kind == WORST:
            plan = centre.solve(
                goals.costs, goal.weights, request=request, existing=goals.existing,
                time_limit_s=time_limit_s,
            )  # fmt: skip
            least[at] = plan.bound
            most[at] = min(goals.existing[goals.timed].max(), goals.lengths[-1])
            limits = np.append(np.linspace(plan.objective, most[at], LONGEST_TRIED), np.inf)
        elif goal.kind == BEYOND:
            plan = covering.solve(
                csr_array((goals.costs <= goals.limit).astype(float)), goal.weights,
                request=request, served=goals.existing <= goals.limit, time_limit_s=time_limit_s,
            )  # fmt: skip
            least[at] = max(most[at] - plan.bound, 0.0)
    found = Search(
        goals=goals, first=first, held=held, low=np.zeros(len(held)), high=np.zeros(len(held)),
        archive=filled(goals, limits=limits), time_limit_s=time_limit_s,
    )  # fmt: skip
    return replace(found, low=found.values(least), high=found.values(most))
