"""Good plans for several goals at once, quickly: interchange by weighted sums, then by exchange."""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import median
from jura_coverage.posts.solver.goals import WORST, Goals
from jura_coverage.posts.solver.problem import TOLERANCE

Sites = tuple[int, ...]


@dataclass
class Archive:
    """The plans found so far that no other one beats; it grows.

    Parameters
    ----------
    goals
        What should be small.
    """

    goals: Goals
    plans: list[Sites] = field(default_factory=list)
    left: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        self.left = np.zeros((0, len(self.goals.goals)))

    def add(self, sites: Sites, left: FloatArray) -> bool:
        """Keep a plan unless another is as good everywhere; forget those that it beats."""
        slack = TOLERANCE * (1 + np.abs(left))
        if (self.left <= left + slack).all(axis=1).any():
            return False
        if not self.goals.reaches_all(np.array(sites, dtype=np.intp)):
            return False
        stays = ~(left <= self.left + slack).all(axis=1)
        self.plans = [plan for plan, stay in zip(self.plans, stays, strict=True) if stay]
        self.plans.append(sites)
        self.left = np.vstack([self.left[stays], left])
        return True

    def explore(self, sites: Sites) -> None:
        """Keep what a plan becomes by one site more, or by one in the place of another."""
        chosen = np.zeros(len(self.goals.rules.allowed), dtype=bool)
        for dropped in (None, *sites):
            kept = np.array([site for site in sites if site != dropped], dtype=np.intp)
            chosen[:] = False
            chosen[kept] = True
            others = np.flatnonzero(self.goals.rules.addable(chosen))
            if not len(others):
                continue
            left = self.goals.left_beside(kept, others).T
            for position in _unbeaten(left):
                plan = tuple(sorted([*kept.tolist(), int(others[position])]))
                self.add(plan, left[position])


def filled(goals: Goals, *, limits: FloatArray, steps: int = 8, explored: int = 40) -> Archive:
    """Fill an archive by interchange on weighted sums of the goals, then by single exchanges.

    Paquete, Chiarandini and Stützle (2004), "Pareto local optimum sets in the biobjective
    traveling salesman problem", in "Metaheuristics for Multiobjective Optimisation".

    Parameters
    ----------
    goals
        What should be small.
    limits
        Longest ways to try, where the longest way is a goal; infinite for none.
    steps
        Into how many parts the weight of each goal is cut.
    explored
        How many plans are changed site by site.
    """
    archive, none = Archive(goals), np.empty(0, dtype=np.intp)
    summed = [at for at, goal in enumerate(goals.goals) if goal.kind != WORST]
    scales = [1 / max(goals.tables[at][1].sum(), TOLERANCE) for at in summed]
    parts = [each for each in product(range(steps + 1), repeat=len(summed)) if sum(each) == steps]
    for longest in limits:
        for part in parts:
            shares = [share + 0.01 for share in part]
            prices = np.multiply(shares, scales)
            table, nothing = weighted(goals, summed, prices, longest=longest)
            sites = median.improved(table, nothing, goals.rules, none)
            archive.add(tuple(sites.tolist()), goals.left(sites))
    done: set[Sites] = set()
    while len(done) < explored and (new := [plan for plan in archive.plans if plan not in done]):
        for plan in new[: explored - len(done)]:
            done.add(plan)
            archive.explore(plan)
    return archive


def weighted(
    goals: Goals, which: list[int], prices: FloatArray, *, longest: float
) -> tuple[FloatArray, FloatArray]:
    """Add up some goals at a price each, where nobody's way may exceed a longest one.

    Returns
    -------
    tuple of arrays
        What each demand point pays with each site, and without any; more than anything else
        where the way is too long.
    """
    table, nothing = np.zeros(goals.costs.shape), np.zeros(len(goals.costs))
    for at, price in zip(which, prices, strict=True):
        table += price * goals.tables[at][0]
        nothing += price * goals.tables[at][1]
    if np.isfinite(longest):
        refused = 2 * nothing.sum() + 1
        far = goals.timed & (goals.existing > longest)
        nothing[far] = refused
        table[far] = np.where(goals.costs[far] > longest, refused, table[far])
    return table, nothing


def _unbeaten(left: FloatArray) -> IntArray:
    """List the rows that no other row beats."""
    order = np.lexsort(left.T[::-1])
    kept: list[int] = []
    while len(order):
        first = order[0]
        kept.append(int(first))
        order = order[~(left[first] <= left[order]).all(axis=1)]
    return np.array(kept, dtype=np.intp)
