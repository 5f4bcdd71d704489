"""Rounds: the base and the weekly stops of an itinerant post."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import WITHIN_MINUTES, BoolArray, Plan, Request


@dataclass(frozen=True, kw_only=True)
class Round:
    """The week of an itinerant post: one day at each stop.

    Parameters
    ----------
    base, stops
        Positions among the sites.
    resident_days
        Residents within reach of each stop, added up over the week.
    residents
        Residents within reach of a stop at least.
    gap
        How far (share) the objective of the best round could lie above this one's.
    """

    base: int
    stops: tuple[int, ...]
    resident_days: float
    residents: float
    gap: float


def most_days(
    to_sites: FloatArray,
    between_sites: FloatArray,
    weights: FloatArray,
    *,
    bases: BoolArray | None = None,
    stops: int = 5,
    travel_minutes: float = 30.0,
    within_minutes: float = WITHIN_MINUTES,
) -> Round:
    """Choose the base and the weekly stops that serve residents on the most days, one day each.

    A commune is served in proportion to the days on which a stop is within its reach. The
    residents reached by each stop then simply add up, so that for each base the stops that reach
    most are the best: exact. Stops close to each other serve the same residents on several days.

    Parameters
    ----------
    to_sites
        Minutes from each demand point (rows) to each site.
    between_sites
        Minutes from each site as a base (rows) to each site as a stop.
    weights
        Residents of each demand point, or those who have no post within reach.
    bases
        Whether each site may be the base; all if None.
    stops
        Most stops, each at another site; the base may be one of them.
    travel_minutes
        From the base to a stop, at most.
    within_minutes
        Within reach of a stop means at most so many.

    Raises
    ------
    SitingError
        If no stop or no base is possible.
    """
    possible = _possible(between_sites, bases, stops)
    near, residents = to_sites <= within_minutes, np.asarray(weights, dtype=float)
    worth = np.where(between_sites <= travel_minutes, residents @ near, 0.0)
    base = int(np.where(possible, _best_apart(worth, stops), -1.0).argmax())
    order = np.argsort(-worth[base], kind="stable")[:stops]
    chosen = np.sort(order[worth[base][order] > 0])
    return _round(base, chosen, near, weights, gap=0.0)


def most_residents(
    to_sites: FloatArray,
    between_sites: FloatArray,
    weights: FloatArray,
    *,
    bases: BoolArray | None = None,
    stops: int = 5,
    travel_minutes: float = 30.0,
    within_minutes: float = WITHIN_MINUTES,
    time_limit_s: float = 60.0,
) -> Round:
    """Choose the base and the weekly stops that serve the most residents, on a day at least.

    Covering (MCLP) once a base, the most promising first, until no base left could reach more:
    none reaches more than all its possible stops together, nor than the best of them apart.

    Parameters
    ----------
    to_sites, between_sites, weights, bases, stops, travel_minutes, within_minutes
        As in :func:`most_days`.
    time_limit_s
        Seconds for each base, after which the best found so far is given, with its gap.

    Raises
    ------
    SitingError
        If no stop or no base is possible.
    """
    possible = _possible(between_sites, bases, stops)
    near, residents = to_sites <= within_minutes, np.asarray(weights, dtype=float)
    reach, is_open = csr_array(near.astype(float)), between_sites <= travel_minutes
    anywhere = (is_open.astype(np.float32) @ near.T.astype(np.float32) > 0) @ residents
    apart = _best_apart(np.where(is_open, residents @ near, 0.0), stops)
    promise = np.where(possible, np.minimum(anywhere, apart), 0.0)
    base, best, bound = int(possible.argmax()), Plan(sites=(), objective=0.0, bound=0.0), 0.0
    for other in np.argsort(-promise, kind="stable"):
        if promise[other] <= best.objective:
            break
        request = Request(posts=min(stops, int(is_open[other].sum())), candidates=is_open[other])
        plan = covering.solve(reach, residents, request=request, time_limit_s=time_limit_s)
        bound = max(bound, plan.bound)
        if plan.objective > best.objective:
            base, best = int(other), plan
    gap = replace(best, bound=max(bound, best.bound)).gap
    return _round(base, np.array(best.sites, dtype=np.intp), near, weights, gap=gap)


def _possible(between_sites: FloatArray, bases: BoolArray | None, stops: int) -> BoolArray:
    possible = np.ones(len(between_sites), dtype=bool) if bases is None else bases
    if stops < 1 or not possible.any():
        raise SitingError(
            f"Tournée : trouvé {french.count(stops, 'arrêt')} et "
            f"{french.count(int(possible.sum()), 'base possible', 'bases possibles')} ; attendu "
            "au moins un arrêt et une base."
        )
    return possible


def _best_apart(worth: FloatArray, stops: int) -> FloatArray:
    """Add up the best stops of each base, whoever they serve twice."""
    best: FloatArray = -np.sort(-worth, axis=1)[:, :stops].sum(axis=1)
    return best


def _round(
    base: int, stops: IntArray, near: BoolArray, weights: FloatArray, *, gap: float
) -> Round:
    days = near[:, stops].sum(axis=1)
    residents = np.asarray(weights, dtype=float)
    return Round(
        base=base,
        stops=tuple(int(stop) for stop in stops),
        resident_days=float(residents @ days),
        residents=float(residents[days > 0].sum()),
        gap=gap,
    )
