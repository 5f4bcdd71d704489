"""One model for all goals: sites, and for each demand point how near the next one is."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import highs
from jura_coverage.posts.solver.centre import smallest
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.goals import WORST, Goals


@dataclass(frozen=True, kw_only=True)
class Levels:
    """For each demand point the distances at which another site would leave less of some goal.

    A variable a level says whether a chosen site is that near; what is saved up to there adds
    up. So sums of ways need no variable a pair: Elloumi (2010), "A tighter formulation of the
    p-median problem", Journal of Combinatorial Optimization 19(1).

    Parameters
    ----------
    kept
        The sites that have a variable.
    pair_level, pair_site
        The level at which each pair of a demand point and a site stands, and the site.
    demand, cost
        Of each level its demand point, and the greatest cost.
    inner
        Whether the level before it is a nearer one of the same demand point.
    saved
        For each goal (rows) what each level saves.
    """

    kept: IntArray
    pair_level: IntArray
    pair_site: IntArray
    demand: IntArray
    cost: FloatArray
    inner: IntArray
    saved: FloatArray

    def reached(self, costs: FloatArray, sites: IntArray) -> FloatArray:
        """Give the variables the values of a plan."""
        nearest = costs[:, sites].min(axis=1, initial=np.inf)
        near = nearest[self.demand] <= self.cost
        return np.concatenate([np.isin(self.kept, sites), near]).astype(float)


def levels(goals: Goals, kept: IntArray) -> Levels:
    """Find the levels of each demand point among some sites."""
    summed = [table[:, kept] for table, _ in goals.tables]
    now = [nothing for _, nothing in goals.tables]
    counts = [goal.kind != WORST for goal in goals.goals]
    useful = np.zeros((len(goals.costs), len(kept)), dtype=bool)
    for table, nothing, counted in zip(summed, now, counts, strict=True):
        if counted:
            useful |= table < nothing[:, None]
    demand, site = np.nonzero(useful)
    order = np.lexsort((goals.costs[demand, kept[site]], demand))
    demand, site = demand[order], site[order]
    cost = goals.costs[demand, kept[site]]
    left = np.array([
        table[demand, site] if counted else np.zeros(len(demand))
        for table, counted in zip(summed, counts, strict=True)
    ])  # fmt: skip
    first = np.append(True, demand[1:] != demand[:-1])[: len(demand)]
    new = first | np.append(True, (left[:, 1:] != left[:, :-1]).any(axis=0))[: len(demand)]
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(demand))[: len(starts)] - 1
    last = np.append(first[starts][1:], True)[: len(starts)]
    farther = np.where(last, np.array(now)[:, demand[starts]], np.roll(left[:, starts], -1, axis=1))
    return Levels(
        kept=kept,
        pair_level=np.cumsum(new) - 1,
        pair_site=site,
        demand=demand[starts],
        cost=cost[ends],
        inner=np.flatnonzero(~first[starts]),
        saved=np.array(counts)[:, None] * (farther - left[:, starts]),
    )


def model(
    goals: Goals, found: Levels, *, prices: FloatArray, held: FloatArray, longest: float
) -> highs.Model:
    """Write the model: save most at these prices, and leave no more than is held of each goal.

    Parameters
    ----------
    goals, found
        The goals, and their levels.
    prices
        What a unit of each goal is worth.
    held
        What may be left of each goal; infinite where it does not matter.
    longest
        The longest way that is admitted.
    """
    sites, number = len(found.kept), len(found.demand)
    each = np.arange(number)
    reach = coo_array(
        (-np.ones(len(found.pair_site)), (found.pair_level, found.pair_site)), shape=(number, sites)
    )
    chain = coo_array(
        (
            np.concatenate([np.ones(number), -np.ones(len(found.inner))]),
            (np.append(each, found.inner), np.append(each, found.inner - 1)),
        ),
        shape=(number, number),
    )
    rule, most = rule_rows(goals.rules, found.kept)
    near = goals.must(longest)[:, found.kept]
    near = near[smallest(near)] if len(near) else near
    bounded = np.flatnonzero(np.isfinite(held))
    scale = np.array([1e4 / max(goals.tables[at][1].sum(), 1.0) for at in bounded])
    total = np.array([goals.tables[at][1].sum() for at in bounded])
    least = scale * (total - held[bounded])
    blocks = [
        hstack([reach, chain]),
        hstack([rule, csr_array((len(most), number))]),
        hstack([csr_array(near.astype(float)), csr_array((len(near), number))]),
        hstack(
            [csr_array((len(bounded), sites)), csr_array(scale[:, None] * found.saved[bounded])]
        ),
    ]
    return highs.Model(
        profit=np.concatenate([np.zeros(sites), prices @ found.saved]),
        least=np.zeros(sites + number),
        most=np.append(goals.rules.allowed[found.kept].astype(float), np.ones(number)),
        rows=csr_array(vstack([block for block in blocks if block.shape[0]])),
        lower=np.concatenate([
            np.full(number + len(most), -np.inf), np.ones(len(near)), least,
        ]),
        upper=np.concatenate([
            np.zeros(number), most, np.full(len(near) + len(bounded), np.inf),
        ]),
        integer=np.arange(sites + number) < sites,
    )  # fmt: skip
