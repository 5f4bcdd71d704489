"""The Pareto front: the plans that no other plan beats in every goal, each proven."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jura_coverage.errors import SitingError, SolverError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver.epsilon import Point, Search, search
from jura_coverage.posts.solver.goals import Goal, checked
from jura_coverage.posts.solver.problem import TOLERANCE, Request

Box = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, kw_only=True)
class Front:
    """Plans none of which beats another.

    Parameters
    ----------
    points
        By what they leave of the first goal, the least first.
    complete
        Whether it is proven that no other point exists; where not, they are a selection spread
        over the range.
    """

    points: tuple[Point, ...]
    complete: bool

    @property
    def proven(self) -> bool:
        """Whether each point is proven to be beaten by no plan."""
        return all(point.gap == 0 for point in self.points)


def solve(
    costs: FloatArray,
    goals: Sequence[Goal],
    *,
    request: Request,
    limit: float,
    existing: FloatArray | None = None,
    most_points: int | None = None,
    time_limit_s: float = 10.0,
) -> Front:
    """Find the plans that no other plan beats in two or three goals.

    One goal is made as small as it can be while the others are held at a value (ε-constraint);
    what each answer settles is taken out of the values that are left to be tried, until none is.

    Parameters
    ----------
    costs
        Minutes from each demand point (rows) to each site (columns); missing or infinite where
        there is no way.
    goals
        What should be small. Where a sum of ways or the longest way is among them, plans that
        leave somebody without any way are none: they have no mean and no longest way.
    request
        How many sites, and which.
    limit
        Minutes that are still within reach.
    existing
        The way to the nearest existing post, which stays; infinite where there is none.
    most_points
        Stop at so many points, spread over the range; all if None.
    time_limit_s
        Seconds for branch and bound, a point.

    Returns
    -------
    Front
        Counts are told apart exactly, sums of ways and weights that are no whole numbers by
        :data:`jura_coverage.posts.solver.epsilon.RESOLUTION` of what is left today.

    Raises
    ------
    SitingError
        If there are not two or three goals, one has no weight at all, the request cannot be met,
        or no plan gives everyone a way.

    Notes
    -----
    Mavrotas (2009), "Effective implementation of the ε-constraint method in multi-objective
    mathematical programming problems", Applied Mathematics and Computation 213(2); Kirlik and
    Sayın (2014), "A new algorithm for generating all nondominated solutions of multiobjective
    discrete optimization problems", European Journal of Operational Research 232(3).
    """
    rules = request.checked(costs.shape[1])
    asked = checked(costs, goals, rules=rules, limit=limit, existing=existing)
    found = search(asked, request=request, time_limit_s=time_limit_s)
    most = np.inf if most_points is None else most_points
    boxes, points = [(found.low, found.high)], list[Point]()
    certain = True
    for corner in _corners(found):
        certain &= _settle(found, corner, boxes, points)
    while boxes and len(unbeaten(points)) < most:
        certain &= _settle(found, _next(found, boxes, points, most), boxes, points)
    if not points:
        raise SitingError(
            "Front de Pareto : trouvé des habitants sans trajet dans tous les plans, dont ni la "
            "moyenne ni le plus long trajet n'existent ; attendu un trajet pour chacun. Demandez "
            "davantage de postes ou de candidats, ou des objectifs sans minutes."
        )
    best = sorted(unbeaten(points), key=lambda point: point.left)
    certain &= all(point.gap == 0 for point in best)
    return Front(points=tuple(best), complete=certain and not boxes)


def unbeaten(points: Sequence[Point]) -> list[Point]:
    """Leave out the points that another one beats, and all but the first of equal ones."""
    kept: list[Point] = []
    for point in points:
        if not any(_as_good(other, point) for other in kept):
            kept = [other for other in kept if not _as_good(point, other)]
            kept.append(point)
    return kept


def _as_good(one: Point, other: Point) -> bool:
    return all(
        mine <= theirs + TOLERANCE * (1 + abs(theirs))
        for mine, theirs in zip(one.left, other.left, strict=True)
    )


def _corners(found: Search) -> list[FloatArray]:
    """Hold nothing first, then one goal at its least."""
    corners = [found.high]
    for position, least in enumerate(found.low):
        corner = found.high.copy()
        corner[position] = least
        corners.append(corner)
    return corners


def _settle(found: Search, most: FloatArray, boxes: list[Box], points: list[Point]) -> bool:
    """Solve at these values, take out what the answer settles, and say whether time sufficed.

    Any plan whose values lie between those of the answer and these is as good as the answer at
    best; where there is no answer, none lies below these.
    """
    if not any(_inside(most, box) for box in boxes):
        return True
    try:
        point, values = found.solve(most)
        certain = True
    except SolverError:  # out of time, and no plan is known within these values
        point, values, certain = None, found.low, False
    if point is not None:
        points.append(point)
    boxes[:] = [part for box in boxes for part in _without(box, (values, most))]
    return certain


def _next(found: Search, boxes: list[Box], points: list[Point], most: float) -> FloatArray:
    """Choose where to solve next: at the known plan farthest from all points, if one is open."""
    left = found.archive.left
    values = found.values(left)
    opened = [at for at, each in enumerate(values) if any(_inside(each, box) for box in boxes)]
    if not opened:
        _, high = max(boxes, key=lambda box: float(np.prod(box[1] - box[0] + 1)))
        return high
    span = np.maximum(np.ptp(left, axis=0), TOLERANCE)
    taken = np.array([point.left for point in points])
    apart = np.abs((left[opened][:, None] - taken[None]) / span).max(axis=2).min(axis=1)
    chosen = opened[int(apart.argmax())]
    if len(left) > most:  # more than can be shown: the proof is easiest where the plan lies
        where: FloatArray = values[chosen]
        return where
    return _widened(found, chosen, values)


def _widened(found: Search, chosen: int, values: FloatArray) -> FloatArray:
    """Hold the goals as loosely as no better plan is known."""
    first = found.archive.left[:, found.first]
    better = first < first[chosen] - TOLERANCE * (1 + abs(first[chosen]))
    wide: FloatArray = values[chosen].copy()
    for position in range(len(wide)):
        others = np.arange(len(wide)) != position
        rivals = better & (values[:, others] <= wide[others]).all(axis=1)
        limit = (values[rivals, position] - 1).min(initial=np.inf)
        wide[position] = max(wide[position], min(limit, found.high[position]))
    return wide


def _inside(values: FloatArray, box: Box) -> bool:
    return bool((box[0] <= values).all() and (values <= box[1]).all())


def _without(box: Box, hole: Box) -> list[Box]:
    """Cut what lies in a hole out of a box; of what is left, no two parts overlap."""
    low, high = box[0].copy(), box[1].copy()
    if (hole[0] > high).any() or (hole[1] < low).any():
        return [box]
    parts: list[Box] = []
    for position in range(len(low)):
        if (below := hole[0][position] - 1) >= low[position]:
            part = high.copy()
            part[position] = below
            parts.append((low.copy(), part))
            low[position] = hole[0][position]
        if (above := hole[1][position] + 1) <= high[position]:
            part = low.copy()
            part[position] = above
            parts.append((part, high.copy()))
            high[position] = hole[1][position]
    return parts
