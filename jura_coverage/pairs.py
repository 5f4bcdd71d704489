"""Pairs of a demand point and a place that are within reach of each other, never all pairs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import KDTree

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """A sparse travel relation: what is not listed is out of reach.

    A sparse matrix would not do: a cost of zero is a pair too.

    Parameters
    ----------
    demand, place
        Positions of the two ends of each pair.
    cost
        Metres or minutes of each pair.
    shape
        Number of demand points and of places, those in no pair included.
    """

    demand: IntArray
    place: IntArray
    cost: FloatArray
    shape: tuple[int, int]

    def matrix(self, weight: Callable[[FloatArray], FloatArray]) -> csr_array:
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
        weights = np.asarray(weight(self.cost), dtype=float)
        table = csr_array((weights, (self.demand, self.place)), shape=self.shape)
        table.eliminate_zeros()
        return table

    def reach(self, limit: float) -> csr_array:
        """Mark with 1 the pairs that cost at most `limit`; the limit itself is within reach."""
        return self.matrix(lambda cost: (cost <= limit).astype(float))

    def with_cost(self, cost: FloatArray) -> "Pairs":
        """Give the same pairs another cost, such as minutes in place of metres."""
        return replace(self, cost=cost)


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
        :func:`jura_coverage.geo.least_distance_m`.

    Examples
    --------
    >>> near = pairs_within(np.array([[0.0, 0.0], [9.0, 0.0]]), np.array([[3.0, 4.0]]), radius_m=5)
    >>> near.demand.tolist(), near.cost.tolist()
    ([0], [5.0])
    """
    rows, points = _known(demand_m)
    columns, places = _known(places_m)
    # Two trees may differ from hypot() in the last bit: search a little farther, then measure.
    found = KDTree(points).sparse_distance_matrix(
        KDTree(places), radius_m * (1 + 1e-12), output_type="ndarray"
    )
    demand, place = rows[found["i"]], columns[found["j"]]
    across, along = (demand_m[demand] - places_m[place]).T
    cost = np.hypot(across, along)
    if least_m is not None:
        cost = np.maximum(cost, least_m[demand])
    near = cost <= radius_m
    return Pairs(
        demand=demand[near],
        place=place[near],
        cost=cost[near],
        shape=(len(demand_m), len(places_m)),
    )


def pairs_of(minutes: pd.DataFrame, *, limit: float) -> Pairs:
    """List the cells of a matrix that cost at most `limit`.

    Parameters
    ----------
    minutes
        A row a commune, a column a place; a missing value makes no pair.
    """
    cost = minutes.to_numpy(dtype=float)
    demand, place = np.nonzero(cost <= limit)
    return Pairs(demand=demand, place=place, cost=cost[demand, place], shape=cost.shape)


def _known(points_m: FloatArray) -> tuple[IntArray, FloatArray]:
    known = np.flatnonzero(np.isfinite(points_m).all(axis=1))
    return known, points_m[known]
