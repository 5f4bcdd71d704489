"""Ties: of plans that gain as much, the one that is best in all else, always the same."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering, interchange
from jura_coverage.posts.solver.problem import TOLERANCE, BoolArray, Plan, Request, Rules

MOST_STEPS = 5_000
MINUTES_DECIMALS = 6  # of the mean: less is rounding
Key = tuple[float, float, float, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """By what plans of the same gain are told apart.

    Parameters
    ----------
    minutes
        From each commune (rows) to each site; infinite or missing where there is no way.
    nearest
        Minutes from each commune to its nearest post of today.
    weights
        Of each commune in the mean minutes.
    flagged
        Whether each commune is flagged today.
    far_minutes
        A flag is lifted where a post is at most so many minutes away.
    residents
        Of the commune of each site.
    """

    minutes: FloatArray
    nearest: FloatArray
    weights: FloatArray
    flagged: BoolArray
    far_minutes: float
    residents: FloatArray

    def best(self, kept: tuple[int, ...], last: IntArray) -> Key:
        """Give the least key of the plans that complete some sites by one of several others.

        It holds the mean minutes, the flags lifted and the residents of the communes of the sites,
        both with a minus, and the sites.
        """
        nearest = np.fmin.reduce(self.minutes[:, list(kept)], axis=1, initial=np.inf)
        after = np.fmin(np.fmin(nearest, self.nearest)[:, None], self.minutes[:, last])
        counts = np.where(self.weights > 0, self.weights, np.nan)[:, None]
        mean = np.nansum(counts * after, axis=0) / max(self.weights.sum(), TOLERANCE)
        mean = np.round(mean, MINUTES_DECIMALS)
        flags = (self.flagged[:, None] & (after <= self.far_minutes)).sum(axis=0)
        size = self.residents[list(kept)].sum() + self.residents[last]
        first = np.lexsort((last, -size, -flags, mean))[0]
        sites = tuple(sorted((*kept, int(last[first]))))
        return float(mean[first]), -float(flags[first]), -float(size[first]), sites


def settled(
    reach: csr_array,
    weights: FloatArray,
    *,
    request: Request,
    plan: Plan,
    criteria: Criteria,
    served: BoolArray | None = None,
    most_steps: int = MOST_STEPS,
) -> tuple[Plan, bool]:
    """Choose among the plans that gain as much with as many sites.

    Least mean minutes first, then most flags lifted, then the larger communes (the sum of their
    residents), then the sites that come first. Sites are exchanged, then all plans of that gain
    are gone through, as far as `most_steps` allow.

    Parameters
    ----------
    reach, weights, request, served
        As in :func:`jura_coverage.posts.solver.covering.solve`.
    plan
        What it found.
    criteria
        What counts beside the gain.
    most_steps
        How many sets of some of the sites are looked at, at most.

    Returns
    -------
    tuple of Plan and bool
        The plan, and whether all plans were gone through: then none that gains as much is better.
    """
    if not plan.sites:
        return plan, True
    left = np.asarray(weights, dtype=float)
    problem = interchange.cover(reach, left if served is None else np.where(served, 0.0, left))
    rules = replace(request.checked(reach.shape[1]), posts=len(plan.sites))
    enough = plan.objective * (1 - TOLERANCE)
    relaxed = covering.relaxation(problem, rules)
    must = np.flatnonzero(covering.required(rules, relaxed, least=enough))
    rules = replace(rules, allowed=covering.eligible(rules, relaxed, least=enough))
    best = criteria.best(plan.sites[:-1], np.array(plan.sites[-1:]))
    improved = True
    while improved:
        improved = False
        for site in best[3]:
            kept = tuple(other for other in best[3] if other != site)
            last = np.flatnonzero(_margins(problem, rules, kept) >= enough - _value(problem, kept))
            if (key := criteria.best(kept, last)) < best:
                best, improved = key, True
                break
    steps = 0
    stack: list[tuple[tuple[int, ...], BoolArray]] = [((), rules.allowed)]
    while stack and steps < most_steps:
        kept, allowed = stack.pop()
        margins = np.where(allowed, _margins(problem, rules, kept), -np.inf)
        missing = enough - _value(problem, kept)
        more = len(plan.sites) - len(kept)
        steps += 1
        if more == 1:
            last = np.flatnonzero(margins >= missing)
            best = min(best, criteria.best(kept, last)) if len(last) else best
            continue
        # A site is worth a try if it and the best others, apart, gain what is missing; where
        # demand must be reached and is not, only the sites near it.
        others = np.sort(margins)[::-1][: more - 1].sum()
        tried = np.flatnonzero(margins + others >= missing)
        unreached = must[~problem.reached(np.array(kept, dtype=np.intp))[must]]
        if len(unreached):
            near = problem.sites_of[unreached][:, tried]
            tried = tried[near[[int(near.sum(axis=1).argmin())]].toarray()[0] > 0]
        for other in tried.tolist():
            stack.append(((*kept, other), allowed))
            allowed = allowed & (np.arange(len(allowed)) != other)  # each set once
    value = _value(problem, best[3])
    return Plan(sites=best[3], objective=value, bound=max(plan.bound, value)), not stack


def _value(problem: interchange.Cover, sites: tuple[int, ...]) -> float:
    return problem.value(np.array(sites, dtype=np.intp))


def _margins(problem: interchange.Cover, rules: Rules, kept: tuple[int, ...]) -> FloatArray:
    """Give what each site adds to some; -inf where it may not be added."""
    sites = np.array(kept, dtype=np.intp)
    left = np.where(problem.reached(sites), 0.0, problem.weights)
    chosen = np.zeros(len(rules.allowed), dtype=bool)
    chosen[sites] = True
    return np.where(rules.addable(chosen), problem.demand_of @ left, -np.inf)
