"""Rounds: the base and the weekly stops of an itinerant post."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, identity, vstack

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.pairs import FloatArray, IntArray
from jura_coverage.siting import highs, interchange
from jura_coverage.siting.problem import WITHIN_MINUTES, BoolArray, Request


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
    near = to_sites <= within_minutes
    worth = np.asarray(weights, dtype=float) @ near
    open_worth = np.where(between_sites <= travel_minutes, worth, 0.0)
    stops = min(stops, len(worth))
    best = -np.sort(-open_worth, axis=1)[:, :stops].sum(axis=1)
    base = int(np.where(possible, best, -1.0).argmax())
    order = np.argsort(-open_worth[base], kind="stable")[:stops]
    chosen = np.sort(order[open_worth[base][order] > 0])
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

    Covering (MCLP) with one more choice, the base, without which no stop is open. Greedy and
    interchange from every base give a start, branch and bound closes the gap.

    Parameters
    ----------
    to_sites, between_sites, weights, bases, stops, travel_minutes, within_minutes
        As in :func:`most_days`.
    time_limit_s
        Seconds after which the best found so far is given, with its gap.

    Raises
    ------
    SitingError
        If no stop or no base is possible.
    """
    possible = _possible(between_sites, bases, stops)
    near = to_sites <= within_minutes
    problem = interchange.cover(csr_array(near.astype(float)), np.asarray(weights, dtype=float))
    worth = np.asarray(weights, dtype=float) @ near > 0
    starts = _unlike(np.flatnonzero(possible), (between_sites <= travel_minutes) & worth)
    if not len(starts):
        return _round(int(possible.argmax()), np.empty(0, dtype=np.intp), near, weights, gap=0.0)
    plans = {}
    for base in starts:
        allowed = worth & (between_sites[base] <= travel_minutes)
        rules = Request(posts=min(stops, int(allowed.sum())), candidates=allowed)
        plans[base] = interchange.improve(
            problem, rules.checked(len(worth)), np.empty(0, dtype=np.intp)
        )
    base = max(plans, key=lambda base: problem.value(plans[base]))
    sites = np.flatnonzero(worth)
    model = _model(problem, sites, (between_sites[starts] <= travel_minutes)[:, sites], stops)
    start = [starts == base, np.isin(sites, plans[base]), problem.reached(plans[base])]
    found = highs.solve(model, start=np.concatenate(start).astype(float), time_limit_s=time_limit_s)
    chosen = sites[found.variables[len(starts) : len(starts) + len(sites)] > 0.5]
    base = int(starts[found.variables[: len(starts)].argmax()])
    value = problem.value(chosen)
    gap = 0.0 if found.proven else max(0.0, found.bound - value) / value
    return _round(base, chosen, near, weights, gap=gap)


def _possible(between_sites: FloatArray, bases: BoolArray | None, stops: int) -> BoolArray:
    possible = np.ones(len(between_sites), dtype=bool) if bases is None else bases
    if stops < 1 or not possible.any():
        raise SitingError(
            f"Tournée : trouvé {french.count(stops, 'arrêt')} et "
            f"{french.count(int(possible.sum()), 'base possible', 'bases possibles')} ; attendu "
            "au moins un arrêt et une base."
        )
    return possible


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


def _unlike(bases: IntArray, open_stops: BoolArray) -> IntArray:
    """Leave out the bases whose stops another base has too, and those without any."""
    bases = bases[open_stops[bases].any(axis=1)]
    number = open_stops[bases].astype(np.float32)
    within = number @ number.T >= number.sum(axis=1)[:, None]
    later = np.arange(len(bases))[:, None] >= np.arange(len(bases))
    np.fill_diagonal(within, val=False)
    unlike: IntArray = bases[~(within & ~(within.T & ~later)).any(axis=1)]
    return unlike


def _model(
    problem: interchange.Cover, sites: IntArray, open_stops: BoolArray, stops: int
) -> highs.Model:
    """One variable a base, then one a stop, open only from the base, then one a demand point."""
    bases, number, points = len(open_stops), len(sites), len(problem.weights)

    def nothing(rows: int, columns: int) -> csr_array:
        return csr_array((rows, columns))

    def one(columns: int) -> csr_array:
        return csr_array(np.ones((1, columns)))

    rows = [
        [nothing(points, bases), problem.sites_of[:, sites], -identity(points, format="csr")],
        [csr_array(open_stops.T.astype(float)), -identity(number, format="csr"),
         nothing(number, points)],
        [nothing(1, bases), one(number), nothing(1, points)],
        [one(bases), nothing(1, number), nothing(1, points)],
    ]  # fmt: skip
    size, linked = bases + number + points, points + number
    return highs.Model(
        profit=np.concatenate([np.zeros(bases + number), problem.weights]),
        least=np.zeros(size),
        most=np.ones(size),
        rows=csr_array(vstack([hstack(row) for row in rows])),
        lower=np.concatenate([np.zeros(linked), [-np.inf, -np.inf]]),
        upper=np.concatenate([np.full(linked, np.inf), [float(stops), 1.0]]),
        integer=np.arange(size) < bases + number,
    )
