"""MCLP: the sites that bring the most residents within reach (Church and ReVelle, 1974)."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack, identity, vstack

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import highs, interchange
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.interchange import Cover
from jura_coverage.posts.solver.lagrange import covering_bound
from jura_coverage.posts.solver.problem import TOLERANCE, BoolArray, Plan, Request, Rules

NEAR = 1e-7  # relative tolerance of what HiGHS answers


def solve(
    reach: csr_array,
    weights: FloatArray,
    *,
    request: Request,
    served: BoolArray | None = None,
    start: tuple[int, ...] = (),
    time_limit_s: float = 60.0,
) -> Plan:
    """Choose the sites that reach most, proven optimal or with the gap that is left.

    Greedy and interchange first, then the linear relaxation; reduced costs rule out sites and
    settle demand points, and branch and bound closes what is left.

    Parameters
    ----------
    reach
        A row a demand point, a column a site, stored where the way is at most the limit
        (:meth:`jura_coverage.measures.pairs.Pairs.reach`).
    weights
        Residents of each demand point, or any weight that is not negative.
    request
        How many sites, and which.
    served
        Demand that existing posts reach already; it is worth nothing more.
    start
        Sites of a plan to start from, within the request.
    time_limit_s
        Seconds for branch and bound.

    Returns
    -------
    Plan
        Its objective is the weight that was not served before. No site that reaches nothing new
        is chosen, so there may be fewer than asked for.

    Raises
    ------
    SitingError
        If the request cannot be met.
    """
    rules = request.checked(reach.shape[1])
    problem = _unserved(reach, weights, served)
    sites = _first(problem, rules, start)
    if problem.value(sites) >= problem.weights.sum() * (1 - TOLERANCE):
        return _plan(problem, sites, bound=problem.value(sites))
    relaxed = relaxation(problem, rules)
    bound = _rounded(problem, relaxed.bound)
    sites = interchange.shake(problem, rules, sites, enough=bound)
    value = problem.value(sites)
    if bound <= value * (1 + TOLERANCE):
        return _plan(problem, sites, bound=value)
    model, kept = _model(problem, rules, relaxed=relaxed, least=value)
    start_values = _started(problem, kept, sites)
    found = highs.solve(model, start=start_values, time_limit_s=time_limit_s)
    sites = max(sites, kept[found.variables[: len(kept)] > 0.5], key=problem.value)
    value = problem.value(sites)
    return _plan(problem, sites, bound=value if found.proven else min(bound, found.bound))


def curve(
    reach: csr_array,
    weights: FloatArray,
    *,
    request: Request,
    served: BoolArray | None = None,
    time_limit_s: float = 60.0,
) -> tuple[Plan, ...]:
    """Solve for 1, 2, … and so on up to the posts of the request; each starts from the last.

    Parameters
    ----------
    reach, weights, request, served
        As in :func:`solve`.
    time_limit_s
        Seconds for each number of posts.
    """
    plans: list[Plan] = []
    for posts in range(1, request.checked(reach.shape[1]).posts + 1):
        plan = solve(
            reach,
            weights,
            request=replace(request, posts=posts),
            served=served,
            start=plans[-1].sites if plans else (),
            time_limit_s=time_limit_s,
        )
        plans.append(plan)
    return tuple(plans)


def approximate(
    reach: csr_array,
    weights: FloatArray,
    *,
    request: Request,
    served: BoolArray | None = None,
    start: tuple[int, ...] = (),
    iterations: int = 300,
) -> Plan:
    """Choose sites by greedy and interchange, and bound what any plan could reach.

    For a whole country: 35,000 demand points and hundreds of sites take seconds.

    Parameters
    ----------
    reach, weights, request, served, start
        As in :func:`solve`.
    iterations
        Steps of the Lagrangian bound.
    """
    rules = request.checked(reach.shape[1])
    problem = _unserved(reach, weights, served)
    sites = _first(problem, rules, start)
    bound = covering_bound(problem, rules, sites=sites, iterations=iterations)
    return _plan(problem, sites, bound=_rounded(problem, bound))


def relaxation(problem: Cover, rules: Rules) -> highs.Solution:
    """Solve a covering problem as if sites could be chosen in part."""
    everything = np.arange(len(rules.allowed))
    none = np.zeros(len(problem.weights), dtype=bool)
    return highs.relax(_rows(problem, rules, everything, none))


def eligible(rules: Rules, relaxed: highs.Solution, *, least: float) -> BoolArray:
    """Mark the sites that may be in a plan worth `least`, by their reduced costs."""
    loss = np.minimum(relaxed.reduced[: len(rules.allowed)], 0.0)
    marked: BoolArray = rules.allowed & (relaxed.bound + loss >= least * (1 - NEAR) - NEAR)
    return marked


def required(rules: Rules, relaxed: highs.Solution, *, least: float) -> BoolArray:
    """Mark the demand that every plan worth `least` must reach."""
    worth = np.maximum(relaxed.reduced[len(rules.allowed) :], 0.0)
    marked: BoolArray = relaxed.bound - worth < least * (1 - NEAR) - NEAR
    return marked


def _unserved(reach: csr_array, weights: FloatArray, served: BoolArray | None) -> Cover:
    left = np.asarray(weights, dtype=float)
    return interchange.cover(reach, left if served is None else np.where(served, 0.0, left))


def _first(problem: Cover, rules: Rules, start: tuple[int, ...]) -> IntArray:
    """Improve the greedy plans and the one that is given."""
    plans = [np.empty(0, dtype=np.intp)]  # is filled up greedily first
    if start:
        plans.append(np.array(start, dtype=np.intp))
    if rules.budgeted:
        plans.append(interchange.greedy(problem, rules, per_euro=True))
    improved = [interchange.improve(problem, rules, plan) for plan in plans]
    return max(improved, key=problem.value)


def _plan(problem: Cover, sites: IntArray, *, bound: float) -> Plan:
    """Leave out the sites without which nothing is lost, one by one."""
    value = problem.value(sites)
    for site in sites:
        fewer = sites[sites != site]
        if problem.value(fewer) >= value:
            sites = fewer
    return Plan(sites=tuple(int(site) for site in sites), objective=value, bound=max(bound, value))


def _rounded(problem: Cover, bound: float) -> float:
    """Lower a bound to the next whole number where all weights are whole."""
    whole = (problem.weights == np.round(problem.weights)).all()
    return float(np.floor(bound * (1 + NEAR) + NEAR)) if whole else bound


def _model(
    problem: Cover, rules: Rules, *, relaxed: highs.Solution, least: float
) -> tuple[highs.Model, IntArray]:
    """Write the model without what cannot be in a plan worth `least`."""
    kept = np.flatnonzero(eligible(rules, relaxed, least=least))
    must = required(rules, relaxed, least=least)
    return _rows(problem, rules, kept, must), kept


def _rows(problem: Cover, rules: Rules, kept: IntArray, must: BoolArray) -> highs.Model:
    """One variable a site, then one a demand point: reached only if one of its sites is chosen."""
    demand = len(problem.weights)
    rule, limit = rule_rows(rules, kept)
    near = problem.sites_of[:, kept]
    needed = np.flatnonzero(~_implied(near, must))
    served = hstack([near[needed], -identity(demand, format="csr")[needed]])
    chosen = hstack([rule, csr_array((rule.shape[0], demand))])
    return highs.Model(
        profit=np.concatenate([np.zeros(len(kept)), problem.weights]),
        least=np.concatenate([np.zeros(len(kept)), must.astype(float)]),
        most=np.concatenate([rules.allowed[kept].astype(float), np.ones(demand)]),
        rows=csr_array(vstack([served, chosen])),
        lower=np.concatenate([np.zeros(len(needed)), np.full(len(limit), -np.inf)]),
        upper=np.concatenate([np.full(len(needed), np.inf), limit]),
        integer=np.arange(len(kept) + demand) < len(kept),
    )


def _implied(near: csr_array, must: BoolArray) -> BoolArray:
    """Mark the demand that is reached whenever some demand that must be reached is."""
    reached = np.flatnonzero(must)
    common = (near[reached] @ near.T).toarray()
    own = np.diff(near.indptr)[reached]
    contains = common >= own[:, None]
    contains[np.arange(len(reached)), reached] = False
    # Of two that must be reached and have the same sites, the first stays.
    twin = contains[:, reached] & contains[:, reached].T
    contains[:, reached] &= ~(twin & (np.arange(len(reached))[:, None] > np.arange(len(reached))))
    implied: BoolArray = contains.any(axis=0)
    return implied


def _started(problem: Cover, kept: IntArray, sites: IntArray) -> FloatArray:
    """Give the variables of the model the values of a plan."""
    return np.concatenate([np.isin(kept, sites), problem.reached(sites)]).astype(float)
