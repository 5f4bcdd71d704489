"""Pairs of a demand point and a place that are within reach of each other, never all pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:  # a study of today weighs no pairs and grows no tree: scipy is slow to load
    from scipy.sparse import csr_array
    from scipy.spatial import KDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]


# Demand points searched at a time: little memory is needed at once, and 16 bits number them.
BLOCK = 4096


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """A sparse travel relation: what is not listed is out of reach.

    A sparse matrix would not do: a cost of zero is a pair too.

    Parameters
    ----------
    start
        Where the pairs of each demand point begin in `place` and `cost`, and the end of the last.
    place
        Position of the place of each pair.
    cost
        Metres or minutes of each pair.
    places
        Number of places, those in no pair included.
    """

    start: IntArray
    place: NDArray[np.int32]
    cost: FloatArray
    places: int

    @property
    def demand(self) -> IntArray:
        """Position of the demand point of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def matrix(self, weight: Callable[[FloatArray], FloatArray | BoolArray]) -> "csr_array":
        """Weigh every pair by its cost, and leave out those that weigh nothing.

        Parameters
        ----------
        weight
            From costs to weights, none negative.

        Returns
        -------
        csr_array
            A row a demand point, a column a place.
        """
        from scipy.sparse import csr_array

        weights = weight(self.cost)
        kept = np.flatnonzero(weights)
        start = np.searchsorted(kept, self.start)
        table = (weights[kept].astype(float), self.place[kept], start)
        return csr_array(table, shape=(len(start) - 1, self.places))

    def reach(self, limit: float) -> "csr_array":
        """Mark with 1 the pairs that cost at most `limit`; the limit itself is within reach."""
        return self.matrix(lambda cost: cost <= limit)


def pairs_within(
    demand_m: FloatArray,
    places_m: FloatArray,
    *,
    radius_m: float,
    least_m: FloatArray | None = None,
) -> Pairs:
    """Find all pairs whose crow-fly distance is at most a radius, with two k-d trees.

    Parameters
    ----------
    demand_m, places_m
        Coordinates in metres, two columns. A missing coordinate makes no pair.
    radius_m
        Largest distance; it is itself within reach.
    least_m
        For each demand point the distance below which none is counted, see
        :func:`jura_coverage.geography.least_distance_m`.

    Examples
    --------
    >>> near = pairs_within(np.array([[0.0, 0.0], [9.0, 0.0]]), np.array([[3.0, 4.0]]), radius_m=5)
    >>> near.demand.tolist(), near.cost.tolist()
    ([0], [5.0])
    """
    columns, tree = _tree(places_m)
    numbers, found_places, costs = [np.zeros(1, dtype=np.intp)], [], []
    for first in range(0, len(demand_m), BLOCK):
        block = demand_m[first : first + BLOCK]
        rows, points = _tree(block)
        # Trees compare squares: search a little farther, then compare the distances themselves.
        found = points.sparse_distance_matrix(tree, radius_m * (1 + 1e-12), output_type="ndarray")
        demand, place = rows[found["i"]], columns[found["j"]]
        cost = np.ascontiguousarray(found["v"])
        if least_m is not None:
            cost = np.maximum(cost, least_m[first : first + BLOCK][demand])
        near = np.flatnonzero(cost <= radius_m)
        near = near[np.argsort(demand[near].astype(np.uint16), kind="stable")]  # sorted by digits
        numbers.append(np.bincount(demand[near], minlength=len(block)))
        found_places.append(place[near])
        costs.append(cost[near])
    return Pairs(
        start=np.cumsum(np.concatenate(numbers)),
        place=np.concatenate([np.zeros(0, dtype=np.int32), *found_places]),
        cost=np.concatenate([np.zeros(0), *costs]),
        places=len(places_m),
    )


def pairs_of(minutes: pd.DataFrame, *, limit: float) -> Pairs:
    """List the cells of a matrix that cost at most `limit`.

    Parameters
    ----------
    minutes
        A row a commune, a column a place; a missing value makes no pair.
    """
    cost = minutes.to_numpy(dtype=np.float64)
    near = cost <= limit
    return Pairs(
        start=np.concatenate([[0], np.cumsum(near.sum(axis=1))]),
        place=np.nonzero(near)[1].astype(np.int32),
        cost=cost[near],
        places=cost.shape[1],
    )


def stacked(parts: Sequence[Pairs]) -> Pairs:
    """Put the pairs of several blocks of demand points, to the same places, one below another."""
    if len(parts) == 1:
        return parts[0]
    ends = np.cumsum([0, *(len(each.place) for each in parts)])
    return Pairs(
        start=np.concatenate(
            [[0], *(each.start[1:] + end for each, end in zip(parts, ends, strict=False))]
        ),
        place=np.concatenate([each.place for each in parts]),
        cost=np.concatenate([each.cost for each in parts]),
        places=parts[0].places,
    )


def _tree(points_m: FloatArray) -> "tuple[NDArray[np.int32], KDTree]":
    """Build a tree of the points that have a position, and tell which they are."""
    from scipy.spatial import KDTree

    known = np.flatnonzero(np.isfinite(points_m).all(axis=1)).astype(np.int32)
    return known, KDTree(points_m[known])
