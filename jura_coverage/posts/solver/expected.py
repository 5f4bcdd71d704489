"""Expected gain: the sites that bring the most residents within reach on average over worlds."""

from dataclasses import replace

from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.worlds import Worlds

# What HiGHS proves in a second or so. Of more pairs the gap is bounded without branches, so that
# the same worlds give the same answer on any machine.
MOST_PAIRS = 20_000


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
        Sites of a plan to start from, within the request.
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
        plan = covering.approximate(worlds.reach, worlds.weights, request=request, start=start)
    number = max(worlds.number, 1)
    return replace(plan, objective=plan.objective / number, bound=plan.bound / number)


def curve(worlds: Worlds, *, request: Request, time_limit_s: float = 60.0) -> tuple[Plan, ...]:
    """Solve for 1, 2, … and so on up to the posts of the request; each starts from the last.

    Parameters
    ----------
    worlds, request
        As in :func:`solve`.
    time_limit_s
        Seconds for each number of posts.
    """
    plans: list[Plan] = []
    for posts in range(1, request.checked(worlds.sites).posts + 1):
        start = plans[-1].sites if plans else ()
        fewer = replace(request, posts=posts)
        plans.append(solve(worlds, request=fewer, start=start, time_limit_s=time_limit_s))
    return tuple(plans)
