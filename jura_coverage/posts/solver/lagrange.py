"""A bound on what any plan can cover, for problems too large to solve outright."""

import numpy as np

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.choice import BestChoice, best_choice
from jura_coverage.posts.solver.interchange import Cover
from jura_coverage.posts.solver.problem import TOLERANCE, Rules


def covering_bound(
    problem: Cover, rules: Rules, *, sites: IntArray, iterations: int = 300
) -> float:
    """Bound the weight that a plan can reach, see :func:`covering_prices`."""
    return covering_prices(problem, rules, sites=sites, iterations=iterations)[0]


def covering_prices(
    problem: Cover, rules: Rules, *, sites: IntArray, iterations: int
) -> tuple[float, FloatArray]:
    """Bound the weight that a plan can reach, by Lagrangian relaxation.

    A demand point may be served without a site near it, at a price that each site near it
    earns; the prices are moved by subgradient steps until the relaxed profit is as low as it
    goes. Galvão and ReVelle (1996), "A Lagrangean heuristic for the maximal covering location
    problem", European Journal of Operational Research 88(1).

    Parameters
    ----------
    problem, rules
        What is to be reached, and what may be chosen.
    sites
        A good plan: the better it is, the better the steps.
    iterations
        Steps at most; each costs two products with the cover.

    Returns
    -------
    tuple
        The bound, and a price of each demand point with which :func:`priced` gives it.
    """
    weights = problem.weights
    known = problem.value(sites)
    chosen = np.zeros(len(rules.allowed))
    chosen[sites] = 1.0
    times = problem.sites_of @ chosen
    # What nobody reaches pays its whole weight; what several sites reach is worth little to each.
    prices = np.where(times > 0, weights / (2.0 * np.maximum(times, 1.0)), weights)
    best, best_prices = np.inf, prices
    direction = np.zeros_like(weights)
    scale, stalled = 1.0, 0
    for _ in range(iterations):
        value, choice = priced(problem, prices, rules)
        stalled = 0 if value < best * (1 - 1e-5) else stalled + 1
        if value < best:
            best, best_prices = value, prices
        if stalled >= 8:
            scale, stalled, prices = scale * 0.6, 0, best_prices
            direction[:] = 0.0
        slope = problem.sites_of @ choice.taken - 1.0
        slope[(prices <= 0) & (slope > 0)] = 0.0
        slope[(prices >= weights) & (slope < 0)] = 0.0
        direction = slope + 0.7 * direction
        # A product of such long vectors would be spread over threads: slower where they are few.
        length = float((weights * direction**2).sum())
        if length == 0 or best - known <= TOLERANCE * known or scale < 1e-3:
            break
        # Prices move in proportion to the weights, or the towns would hold back all others.
        step = scale * (value - known) / length
        prices = np.clip(prices - step * weights * direction, 0.0, weights)
    return max(min(best, float(weights.sum())), known), best_prices


def priced(problem: Cover, prices: FloatArray, rules: Rules) -> tuple[float, BestChoice]:
    """Bound the weight that a plan can reach, whatever prices served demand pays.

    Parameters
    ----------
    problem, rules
        As in :func:`covering_prices`; the prices that bound one number of posts well bound others.
    prices
        Of each demand point, from 0 to its weight.

    Returns
    -------
    tuple
        The bound, and the sites that would earn most.
    """
    choice = best_choice(problem.demand_of @ prices, rules)
    return float((problem.weights - prices).sum()) + choice.bound, choice
