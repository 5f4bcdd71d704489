"""p-centre: the sites that make the longest way shortest (Hakimi, 1964)."""

import numpy as np
from scipy.sparse import csr_array, vstack

from jura_coverage.errors import InfeasibleError, SitingError, SolverError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import highs
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.interchange import cover, improve
from jura_coverage.posts.solver.problem import BoolArray, Plan, Request, Rules


def solve(
    costs: FloatArray,
    weights: FloatArray,
    *,
    request: Request,
    existing: FloatArray | None = None,
    time_limit_s: float = 60.0,
) -> Plan:
    """Choose the sites that make the longest way of any resident shortest.

    The longest way is one of the costs: halve the list of them until it is known which, asking
    each time whether the request can bring everyone within it (Minieka, 1970).

    Parameters
    ----------
    costs
        Minutes (or metres) from each demand point (rows) to each site (columns); missing or
        infinite where there is no way.
    weights
        Residents of each demand point; those without any do not count.
    request
        How many sites, and which.
    existing
        The way to the nearest existing post, which stays; infinite where there is none.
    time_limit_s
        Seconds for each question; one that stays open is taken for a no, and the bound says so.

    Returns
    -------
    Plan
        Its objective is the longest way. Less is better: the bound lies below.

    Raises
    ------
    SitingError
        If the request cannot be met, or no plan within it reaches everyone.
    """
    rules = request.checked(costs.shape[1])
    counted = np.asarray(weights) > 0
    ways = np.where(np.isnan(costs[counted]), np.inf, costs[counted])
    nearest = np.full(len(ways), np.inf) if existing is None else existing[counted]
    nearest = np.where(np.isnan(nearest), np.inf, nearest)
    best = np.minimum(ways[:, rules.allowed].min(axis=1), nearest)
    least = float(best.max(initial=0.0))
    # Nobody's longest way is below the best that the worst placed can get.
    lengths = np.unique(np.append(ways[:, rules.allowed], nearest))
    lengths = lengths[np.isfinite(lengths) & (lengths >= least)]
    refused, low, high = -1, 0, len(lengths)
    plan: IntArray | None = None
    while low < high:
        middle = (low + high) // 2
        sites, certain = _reaching(ways, nearest, rules, lengths[middle], time_limit_s)
        if sites is not None:
            plan = sites
            length = _longest(ways, nearest, sites)
            high = int(np.searchsorted(lengths, length))
        else:
            refused = middle if certain else refused
            low = middle + 1
    if plan is None and len(ways):
        raise SitingError(
            "Aucun plan n'atteint tous les habitants : trouvé des communes sans trajet vers un "
            "nombre suffisant de candidats ; attendu davantage de postes ou de candidats."
        )
    sites = np.empty(0, dtype=np.intp) if plan is None else plan
    return Plan(
        sites=tuple(int(site) for site in sites),
        objective=_longest(ways, nearest, sites),
        bound=float(lengths[refused + 1]) if len(lengths) else 0.0,
    )


def _longest(ways: FloatArray, nearest: FloatArray, sites: IntArray) -> float:
    shortest = np.minimum(ways[:, sites].min(axis=1, initial=np.inf), nearest)
    return float(shortest.max(initial=0.0))


def _reaching(
    ways: FloatArray, nearest: FloatArray, rules: Rules, limit: float, time_limit_s: float
) -> tuple[IntArray | None, bool]:
    """Find sites that bring everyone within the limit, and say whether the answer is certain."""
    near = ways[nearest > limit] <= limit
    if not len(near):
        return np.empty(0, dtype=np.intp), True
    table = csr_array(near.astype(float))
    problem = cover(table, np.ones(len(near)))
    sites = improve(problem, rules, np.empty(0, dtype=np.intp), passes=5)
    if near[:, sites].any(axis=1).all():
        return sites, True
    kept = np.flatnonzero(rules.allowed)
    near = near[:, kept]
    while True:
        size = near.shape
        near = near[smallest(near)]
        if not rules.grouped and not rules.budgeted:
            useful = smallest(~near.T)  # a site that reaches no more than another is not needed
            near, kept = near[:, useful], kept[useful]
        if near.shape == size:
            break
    rule, most = rule_rows(rules, kept)
    model = highs.Model(
        profit=np.zeros(len(kept)),
        least=np.zeros(len(kept)),
        most=np.ones(len(kept)),
        rows=csr_array(vstack([csr_array(near.astype(float)), rule])),
        lower=np.concatenate([np.ones(len(near)), np.full(len(most), -np.inf)]),
        upper=np.concatenate([np.full(len(near), np.inf), most]),
        integer=np.ones(len(kept), dtype=bool),
    )
    try:
        found = highs.solve(model, time_limit_s=time_limit_s)
    except InfeasibleError:
        return None, True
    except SolverError:  # out of time
        return None, False
    return kept[found.variables > 0.5], True


def smallest(rows: BoolArray) -> IntArray:
    """List the rows that contain no other row; of equal rows, the first."""
    packed = np.packbits(rows, axis=1)
    spare = -packed.shape[1] % 8
    padded = np.ascontiguousarray(np.pad(packed, ((0, 0), (0, spare))))
    words = padded.view(np.uint64)  # 64 columns compared at once
    exceeds = np.zeros((len(rows), len(rows)), dtype=bool)  # whether a row has more than another
    for word in words.T:
        exceeds |= (word[:, None] & ~word) != 0
    within = ~exceeds
    later = np.arange(len(rows))[:, None] >= np.arange(len(rows))
    within &= ~(within.T & later)
    return np.flatnonzero(~within.any(axis=0))
