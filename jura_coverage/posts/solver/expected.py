"""Expected gain: the sites that bring the most residents within reach on average over worlds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from jura_coverage.posts.solver import covering, interchange
from jura_coverage.posts.solver.lagrange import covering_prices, priced
from jura_coverage.posts.solver.problem import TOLERANCE, Plan, Request
from jura_coverage.posts.solver.worlds import Worlds

# What HiGHS proves in a second or so. Of more pairs the gap is bounded without branches, so that
# the same worlds give the same answer on any machine.
MOST_PAIRS = 20_000
# Steps of the Lagrangian bound: twice as many lower it by less than a thousandth.
STEPS = 150


def solve(
    worlds: Worlds, *, request: Request, start: tuple[int, ...] = (), time_limit_s: float = 60.0
) -> Plan:
    """Choose the sites of the greatest mean gain over a sample of worlds.

    Covering (MCLP) in which each commune of each world is a demand point: the sample average
    approximation of Kleywegt, Shapiro and Homem-de-Mello (2002), "The sample average approximation
    method for stochastic discrete optimization", SIAM Journal on Optimization 12(2). Up to
    :data:`MOST_PAIRS` pairs of a row and a site it is solved by :func:`covering.solve`, beyond by
    :func:`covering.approximate`.

    Parameters
    ----------
    worlds
        The sample.
    request
        How many sites, and which.
    start
        Sites of a plan to start from, within the request; of plans that gain as much, it is given.
    time_limit_s
        Seconds for branch and bound.

    Returns
    -------
    Plan
        Its objective is the mean gain on the sample, which is above the one to be expected of
        other worlds: see :func:`jura_coverage.posts.solver.outcome.out_of_sample`.

    Raises
    ------
    SitingError
        If the request cannot be met.
    """
    if worlds.reach.nnz <= MOST_PAIRS:
        plan = covering.solve(
            worlds.reach, worlds.weights, request=request, start=start, time_limit_s=time_limit_s
        )
    else:
        plan = covering.approximate(
            worlds.reach, worlds.weights, request=request, start=start, iterations=STEPS
        )
    if start and worlds.gains(start).sum() >= plan.objective * (1 - TOLERANCE):
        plan = replace(plan, sites=start)
    number = max(worlds.number, 1)
    return replace(plan, objective=plan.objective / number, bound=plan.bound / number)


def curve(
    worlds: Worlds,
    *,
    request: Request,
    others: Sequence[Plan] = (),
    time_limit_s: float = 60.0,
) -> tuple[Plan, ...]:
    """Solve for 1, 2, … and so on up to the posts of the request.

    Parameters
    ----------
    worlds, request
        As in :func:`solve`.
    others
        For each number of posts another plan, such as that of the middle assumptions: each starts
        from it or from the last one, whichever gains more.
    time_limit_s
        Seconds for each number of posts.
    """
    plans: list[Plan] = []
    for posts in range(1, request.checked(worlds.sites).posts + 1):
        known = [other.sites for other in (*others[posts - 1 : posts], *plans[-1:])]
        plan = solve(
            worlds,
            request=replace(request, posts=posts),
            start=max(known, key=lambda sites: worlds.gains(sites).sum(), default=()),
            time_limit_s=time_limit_s,
        )
        plans.append(plan)
    return tuple(plans)


def bounds(
    worlds: Worlds, *, requests: Sequence[Request], like: Request, sites: tuple[int, ...]
) -> tuple[float, ...]:
    """Bound the mean gain for several requests, by the prices that bound one of them.

    Parameters
    ----------
    worlds
        The sample.
    requests
        For each of them a bound, the tighter the nearer it is to `like`.
    like, sites
        A request, and a good plan for it.
    """
    problem, number = interchange.cover(worlds.reach, worlds.weights), max(worlds.number, 1)
    rules = like.checked(worlds.sites)
    _, prices = covering_prices(problem, rules, sites=np.array(sites, np.intp), iterations=STEPS)
    most = float(problem.weights.sum())
    return tuple(
        min(priced(problem, prices, each.checked(worlds.sites))[0], most) / number
        for each in requests
    )
