"""Every plan whose sum of weight × way a bound does not rule out, where these are few."""

import numpy as np

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.problem import TOLERANCE, Rules

# Among more sites there are too many plans to begin with.
MOST_SITES = 80
# Plans, whole or in part, that are looked at before one gives up.
MOST_LOOKED = 10_000


def plans_below(
    table: FloatArray,
    nothing: FloatArray,
    rules: Rules,
    *,
    kept: IntArray,
    prices: FloatArray,
    value: float,
) -> list[tuple[int, ...]] | None:
    """List the plans of at most a value, adding sites one by one.

    With each demand point at its price, what a plan saves on the prices bounds its sum, and what
    more sites save on top is at most what each saves alone.

    Parameters
    ----------
    table, nothing
        Weight × way to each site, and where no site is chosen.
    rules
        What may be chosen.
    kept
        The sites that such a plan may hold.
    prices
        Of the demand points, as :func:`jura_coverage.posts.solver.median.bounded` finds them.
    value
        The greatest sum.

    Returns
    -------
    list of tuples, or None
        Sites, increasing; None where there are more than :data:`MOST_SITES` or
        more than :data:`MOST_LOOKED` would have to be looked at.
    """
    if len(kept) > MOST_SITES:
        return None
    saved = np.maximum(prices[:, None] - table[:, kept], 0.0)
    counted = saved.any(axis=1)
    saved = saved[counted]
    least = float(prices.sum()) - value
    found: list[tuple[int, ...]] = []
    parts: list[tuple[tuple[int, ...], FloatArray, IntArray]] = [
        ((), np.zeros(len(saved)), np.arange(len(kept)))
    ]
    looked = 0
    while parts:
        chosen, known, others = parts.pop()
        sure, left = float(known.sum()), rules.posts - len(chosen)
        gains = np.maximum(saved[:, others] - known[:, None], 0.0).sum(axis=0)
        order = np.argsort(-gains, kind="stable")
        others, total = others[order], np.append(0.0, np.cumsum(gains[order]))
        # With each of them and, at best, the next ones.
        ends = np.minimum(np.arange(len(others)) + left, len(others))
        worth = np.flatnonzero(sure + total[ends] - total[:-1] >= least)
        looked += len(worth)
        if looked > MOST_LOOKED:
            return None
        if sure >= least:
            found += _below(table, nothing, rules, [chosen], kept=kept, value=value)
        if left == 1:
            plans = [(*chosen, int(others[at])) for at in worth]
            found += _below(table, nothing, rules, plans, kept=kept, value=value)
        else:
            parts += [
                ((*chosen, int(others[at])), np.maximum(known, saved[:, others[at]]),
                 others[at + 1 :])
                for at in worth
            ]  # fmt: skip
    return found


def _below(
    table: FloatArray,
    nothing: FloatArray,
    rules: Rules,
    plans: list[tuple[int, ...]],
    *,
    kept: IntArray,
    value: float,
) -> list[tuple[int, ...]]:
    """Keep the plans that the rules admit and whose sum is at most a value."""
    fitting = []
    for plan in plans:
        sites = np.sort(kept[list(plan)])
        full = np.bincount(rules.group[sites], minlength=len(rules.room)) > rules.room
        if full.any() or rules.euros[sites].sum() > rules.budget_euros + TOLERANCE:
            continue
        if np.minimum(table[:, sites].min(axis=1, initial=np.inf), nothing).sum() <= value:
            fitting.append(tuple(sites.tolist()))
    return fitting
