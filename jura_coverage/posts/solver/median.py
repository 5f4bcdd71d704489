"""p-median: the sites that make the mean way shortest (Hakimi, 1964)."""

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import highs
from jura_coverage.posts.solver.choice import best_choice, rule_rows
from jura_coverage.posts.solver.problem import TOLERANCE, BoolArray, Plan, Request, Rules

ROUNDS = 4  # of bounding and improving


def solve(
    costs: FloatArray,
    weights: FloatArray,
    *,
    request: Request,
    existing: FloatArray | None = None,
    starts: int = 4,
    seed: int = 0,
    time_limit_s: float = 60.0,
) -> Plan:
    """Choose the sites that make the sum of weight × way least, with a proof or the gap left.

    Interchange from several starts gives a plan and a Lagrangian relaxation a bound; what the
    two rule out is left out of the model that closes the gap.

    Parameters
    ----------
    costs
        Minutes (or metres) from each demand point (rows) to each site (columns); missing or
        infinite where there is no way.
    weights
        Residents of each demand point.
    request
        How many sites, and which.
    existing
        The way to the nearest existing post, which stays; infinite where there is none.
    starts, seed
        Number of random starts beside the greedy one, and the seed of their random numbers.
    time_limit_s
        Seconds for branch and bound.

    Returns
    -------
    Plan
        Its objective is the sum; divide by the sum of the weights for the mean. Less is better:
        the bound lies below.

    Raises
    ------
    SitingError
        If the request cannot be met, or a resident has no way to some site that may be chosen
        and no existing post either: no mean can be told then.

    Notes
    -----
    Resende and Werneck (2007), "A fast swap-based local search procedure for location problems",
    Annals of Operations Research 150; Beasley (1993), "Lagrangean heuristics for location
    problems", European Journal of Operational Research 65(3).
    """
    rules = request.checked(costs.shape[1])
    table, nothing = _weighted(costs, weights, rules, existing)
    sites = _best_of_starts(table, nothing, rules, starts=starts, seed=seed)
    for _ in range(ROUNDS):
        value = total(table, nothing, sites)
        prices, bound, penalty = bounded(table, nothing, rules, sites=sites)
        # The sites that the bound likes best are a good start too.
        likely = _fitting(rules, np.argsort(penalty, kind="stable"))
        better = improved(table, nothing, rules, likely)
        if bound >= value * (1 - TOLERANCE) or total(table, nothing, better) >= value:
            break
        sites = better
    value = total(table, nothing, sites)
    if bound < value * (1 - TOLERANCE):
        better, bound = _close(
            table, nothing, rules, value=value, sites=sites, prices=prices, bound=bound,
            penalty=penalty, time_limit_s=time_limit_s,
        )  # fmt: skip
        sites = min(sites, better, key=lambda chosen: total(table, nothing, chosen))
        value = total(table, nothing, sites)
    return Plan(
        sites=tuple(int(site) for site in np.sort(sites)),
        objective=value,
        bound=min(bound, value),
    )


def _weighted(
    costs: FloatArray, weights: FloatArray, rules: Rules, existing: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Multiply by the weights; nobody goes farther than to the existing posts."""
    counted = np.asarray(weights) > 0
    worth = np.asarray(weights, dtype=float)[counted]
    nearest = np.full(len(worth), np.inf) if existing is None else existing[counted]
    nearest = np.where(np.isnan(nearest), np.inf, nearest)
    ways = np.where(np.isnan(costs[counted]), np.inf, costs[counted])
    ways = np.minimum(ways, nearest[:, None])
    without = ~np.isfinite(ways[:, rules.allowed]).all(axis=1)
    if without.any():
        raise SitingError(
            f"Temps moyen impossible à calculer : trouvé {int(without.sum())} point(s) de demande "
            "sans trajet vers un candidat ni vers un poste existant ; attendu un temps pour chaque "
            "couple. Retirez ces candidats ou complétez les temps."
        )
    ways = np.where(rules.allowed, ways, ways[:, rules.allowed].max(axis=1, initial=0)[:, None])
    # Without existing posts, to choose nothing must cost more than anything else.
    far = 2 * ways.max(axis=1, initial=0) + 1
    return ways * worth[:, None], np.where(np.isfinite(nearest), nearest, far) * worth


def total(table: FloatArray, nothing: FloatArray, sites: IntArray) -> float:
    """Add up what each demand point pays to its cheapest chosen site."""
    return float(table[:, sites].min(axis=1).sum() if len(sites) else nothing.sum())


def _best_of_starts(
    table: FloatArray, nothing: FloatArray, rules: Rules, *, starts: int, seed: int
) -> IntArray:
    generator = np.random.default_rng(seed)
    plans = [improved(table, nothing, rules, np.empty(0, dtype=np.intp))]
    for _ in range(starts):
        sites = _fitting(rules, generator.permutation(table.shape[1]))
        plans.append(improved(table, nothing, rules, sites))
    return min(plans, key=lambda plan: total(table, nothing, plan))


def _fitting(rules: Rules, order: IntArray) -> IntArray:
    """Choose the first sites of an order, passing over those that the rules do not admit."""
    chosen = np.zeros(len(order), dtype=bool)
    addable = rules.addable(chosen)
    for site in order:
        if addable[site]:
            chosen[site] = True
            addable = rules.addable(chosen)
    return np.flatnonzero(chosen)


def improved(table: FloatArray, nothing: FloatArray, rules: Rules, sites: IntArray) -> IntArray:
    """Add sites greedily, then make the best exchange as long as there is one."""
    chosen = np.zeros(table.shape[1], dtype=bool)
    chosen[sites] = True
    while True:
        first, second, nearest = _two_nearest(table, nothing, np.flatnonzero(chosen))
        saved = np.maximum(first[:, None] - table, 0.0)
        total = saved.sum(axis=0)
        least = TOLERANCE * (first.sum() + 1.0)
        gain = np.where(rules.addable(chosen), total, 0.0)
        if gain.max() > least:
            chosen[gain.argmax()] = True
            continue
        now = np.flatnonzero(chosen)
        # If its site goes, a demand point turns to the new site or to its second nearest.
        moved = first[:, None] - np.minimum(second[:, None], table) - saved
        mine = csr_array(
            (np.ones(len(nearest)), (nearest, np.arange(len(nearest)))),
            shape=(max(len(now), 1), len(nearest)),
        )
        exchange = total + mine @ moved
        for position, site in enumerate(now):
            chosen[site] = False
            exchange[position, ~rules.addable(chosen)] = -np.inf
            chosen[site] = True
        if not len(now) or exchange.max() <= least:
            return now
        old, new = np.unravel_index(exchange.argmax(), exchange.shape)
        chosen[now[old]] = False
        chosen[new] = True


def _two_nearest(
    table: FloatArray, nothing: FloatArray, sites: IntArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Give the ways to the nearest and the second nearest chosen site, and which is nearest."""
    nearest = np.zeros(len(nothing), dtype=np.intp)
    if not len(sites):
        return nothing, nothing, nearest
    ways = table[:, sites]
    nearest = ways.argmin(axis=1)
    if len(sites) == 1:
        return ways[:, 0], nothing, nearest
    two = np.partition(ways, 1, axis=1)
    return two[:, 0], two[:, 1], nearest


def bounded(
    table: FloatArray,
    nothing: FloatArray,
    rules: Rules,
    *,
    sites: IntArray,
    value: float | None = None,
    iterations: int = 400,
) -> tuple[FloatArray, float, FloatArray]:
    """Let each demand point pay a price for being served, and raise the bound by its slope.

    Parameters
    ----------
    table, nothing
        Weight × way to each site, and where no site is chosen.
    rules
        What may be chosen.
    sites
        A good plan, from which the prices start.
    value
        Plans of a greater sum do not matter; that of `sites` if None.
    iterations
        Steps at most.

    Returns
    -------
    tuple
        The prices, the bound that they give, and by how much it grows when a site is forced in.
    """
    value = total(table, nothing, sites) if value is None else value
    # The right price lies between the ways to the nearest and to the second nearest site; each
    # moves in steps of that size, or the residents of the towns would drown all others.
    first, second, _ = _two_nearest(table, nothing, sites)
    prices, size = (first + second) / 2, second + TOLERANCE * (1.0 + second.sum())
    # A site is forgotten as soon as no plan as good as the known one can hold it.
    kept = np.flatnonzero(rules.allowed)
    near = table[:, kept]
    profit, penalty = np.zeros((2, table.shape[1]))
    best, best_prices, direction = -np.inf, prices, np.zeros_like(prices)
    scale, stalled = 1.0, 0
    for iteration in range(iterations):
        saved = np.maximum(prices[:, None] - near, 0.0)
        profit[:] = 0.0
        profit[kept] = saved.sum(axis=0)
        choice = best_choice(profit, rules)
        bound = float(prices.sum()) - choice.bound
        stalled = 0 if bound > best + 1e-6 * abs(best) else stalled + 1
        if bound > best:
            best, best_prices, penalty = bound, prices, np.maximum(-choice.reduced, 0.0)
        if best >= value * (1 - TOLERANCE) or scale < 1e-4:
            break
        if stalled >= 10:
            scale, stalled, prices = scale * 0.6, 0, best_prices
            direction[:] = 0.0
        direction = 1.0 - (saved > 0) @ choice.taken[kept] + 0.3 * direction
        length = float(size * direction @ direction)
        if length == 0:
            break
        step = scale * (value - bound) / length
        prices = np.clip(prices + step * size * direction, 0.0, nothing)
        if iteration % 20 == 19:
            inside = best + penalty[kept] <= value * (1 + TOLERANCE)
            kept, near = kept[inside], near[:, inside]
    return best_prices, best, penalty


def _close(
    table: FloatArray,
    nothing: FloatArray,
    rules: Rules,
    *,
    value: float,
    sites: IntArray,
    prices: FloatArray,
    bound: float,
    penalty: FloatArray,
    time_limit_s: float,
) -> tuple[IntArray, float]:
    """Solve what the bound has not ruled out; give the sites and the bound that is then proven."""
    enough = value + TOLERANCE * (abs(value) + 1.0)
    kept = np.flatnonzero(rules.allowed & (bound + penalty <= enough))
    near = table[:, kept]
    possible = bound + penalty[kept] + np.maximum(near - prices[:, None], 0.0) <= enough
    possible &= near < nothing[:, None]
    model = _model(near, nothing, rules, kept, possible)
    start = _started(near, nothing, kept, possible, sites)
    found = highs.solve(model, start=start, time_limit_s=time_limit_s)
    better = kept[found.variables[: len(kept)] > 0.5]
    proven = min(value, total(table, nothing, better))
    return better, proven if found.proven else max(bound, -found.bound)


def _model(
    near: FloatArray, nothing: FloatArray, rules: Rules, kept: IntArray, possible: BoolArray
) -> highs.Model:
    """One variable a site, one a way that may be used, one a demand point that stays as it is."""
    demand, site = np.nonzero(possible)
    ways, points = len(demand), len(nothing)
    rule, limit = rule_rows(rules, kept)
    ones, each = np.ones(ways), np.arange(ways)
    served = coo_array((ones, (demand, each)), shape=(points, ways))
    used = coo_array((ones, (each, each)), shape=(ways, ways))
    open_site = coo_array((-ones, (each, site)), shape=(ways, len(kept)))
    stay = coo_array((np.ones(points), (np.arange(points),) * 2), shape=(points, points))
    rows = vstack(
        [
            hstack([csr_array((points, len(kept))), served, stay]),
            hstack([open_site, used, csr_array((ways, points))]),
            hstack([rule, csr_array((len(limit), ways + points))]),
        ]
    )
    columns = len(kept) + ways + points
    return highs.Model(
        profit=-np.concatenate([np.zeros(len(kept)), near[demand, site], nothing]),
        least=np.zeros(columns),
        most=np.ones(columns),
        rows=csr_array(rows),
        lower=np.concatenate([np.ones(points), np.full(ways + len(limit), -np.inf)]),
        upper=np.concatenate([np.ones(points), np.zeros(ways), limit]),
        integer=np.arange(columns) < len(kept),
    )


def _started(
    near: FloatArray, nothing: FloatArray, kept: IntArray, possible: BoolArray, sites: IntArray
) -> FloatArray:
    """Give the variables of the model the values of a plan."""
    chosen = np.isin(kept, sites)
    ways = np.where(possible & chosen, near, np.inf)
    nearest = ways.argmin(axis=1)
    moves = ways[np.arange(len(ways)), nearest] < nothing
    uses = np.zeros_like(possible)
    uses[np.flatnonzero(moves), nearest[moves]] = True
    return np.concatenate([chosen, uses[possible], ~moves]).astype(float)
