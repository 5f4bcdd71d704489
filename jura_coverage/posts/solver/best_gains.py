"""Best gains: what the best plan of each world would gain there, as exactly as is needed."""

from dataclasses import dataclass, replace

import numpy as np

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import BoolArray, Request
from jura_coverage.posts.solver.worlds import Worlds

# Steps of the Lagrangian bound of one world: more would cost more than they save.
STEPS = 30
# How often each post of each world is put where it gains most beside the others: the first time is
# the greedy plan.
PASSES = 3


@dataclass(frozen=True, kw_only=True)
class BestGains:
    """Between which numbers the best gain of each world lies.

    Parameters
    ----------
    low
        What some plan is known to gain.
    high
        What no plan exceeds.
    bounded, solved
        Whether the bounds of each world were computed by :func:`covering.approximate` and, later,
        by :func:`covering.solve`.
    """

    low: FloatArray
    high: FloatArray
    bounded: BoolArray
    solved: BoolArray


@dataclass(frozen=True, kw_only=True)
class Regret:
    """The world in which a plan falls short the most.

    Parameters
    ----------
    world
        Its position.
    residents
        What the plan gains less than the best one of that world, or more than it does where that
        is not proven.
    best
        What was found about the best gains.
    """

    world: int
    residents: float
    best: BestGains


def chosen_anew(worlds: Worlds, *, request: Request) -> BoolArray:
    """Choose sites for each world as if it were the only one, in all worlds at once.

    Parameters
    ----------
    worlds, request
        The worlds, and what plans are possible.

    Returns
    -------
    array
        Whether each site is chosen: worlds × sites. Good plans, not proven ones.

    Examples
    --------
    >>> from jura_coverage.posts.solver.worlds import worlds_of
    >>> near = np.array([[[True, False], [False, True]], [[True, True], [False, True]]])
    >>> both = worlds_of(near, np.zeros((2, 2), dtype=bool), np.array([10.0, 5.0]))
    >>> chosen_anew(both, request=Request(posts=1)).tolist()
    [[True, False], [False, True]]
    """
    rules = request.checked(worlds.sites)
    every = np.arange(worlds.number)
    chosen = np.zeros((worlds.number, worlds.sites), dtype=bool)
    sites = np.full((rules.posts, worlds.number), -1)
    for _ in range(PASSES):
        for post in sites:
            there = post >= 0
            chosen[every[there], post[there]] = False
            worth = worlds.margins_of(chosen)
            worth[~np.array([rules.addable(plan) for plan in chosen])] = 0.0
            post[:] = np.where(worth.max(axis=1) > 0, worth.argmax(axis=1), -1)
            there = post >= 0
            chosen[every[there], post[there]] = True
    return chosen


def before_solving(worlds: Worlds, *, request: Request) -> BestGains:
    """Bound the best gain of each world, in all worlds at once.

    Parameters
    ----------
    worlds, request
        The worlds, and what plans are possible.
    """
    rules = request.checked(worlds.sites)
    possible = rules.addable(np.zeros(worlds.sites, dtype=bool))
    apart = np.where(possible, worlds.margins(()), 0.0)
    low = worlds.gains_of(chosen_anew(worlds, request=request))
    most = -np.sort(-apart, axis=1)[:, : rules.posts].sum(axis=1)
    none = np.zeros(worlds.number, dtype=bool)
    return BestGains(
        low=low, high=np.maximum(low, np.minimum(worlds.most, most)), bounded=none, solved=none
    )


def worst_regret(
    worlds: Worlds,
    gains: FloatArray,
    *,
    best: BestGains,
    request: Request,
    time_limit_s: float = 60.0,
) -> Regret:
    """Find the worst regret of a plan, solving only worlds that could be the worst.

    Parameters
    ----------
    worlds
        In which it is tried.
    gains
        What it gains in each.
    best
        What is known of the best gains.
    request
        What plans are possible.
    time_limit_s
        Seconds for each world that is solved.
    """
    low, high = np.maximum(best.low, gains), np.maximum(best.high, gains)
    bounded, solved = best.bounded.copy(), best.solved.copy()
    while True:
        world = int((high - gains).argmax())
        if solved[world] or high[world] <= low[world]:
            break
        alone = worlds.only(np.array([world]))
        if bounded[world]:
            plan = covering.solve(
                alone.reach, alone.weights, request=request, time_limit_s=time_limit_s
            )
            solved[world] = True
        else:
            plan = covering.approximate(
                alone.reach, alone.weights, request=request, iterations=STEPS
            )
            bounded[world] = True
        low[world] = max(low[world], plan.objective)
        high[world] = max(min(high[world], plan.bound), low[world])
    found = replace(best, low=low, high=high, bounded=bounded, solved=solved)
    return Regret(world=world, residents=float(high[world] - gains[world]), best=found)
