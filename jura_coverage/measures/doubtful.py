"""Trips on roads to look at: much longer one way than the other, or than the crow flies."""

import numpy as np
import pandas as pd

# Slip roads and one-way streets make minutes of difference between both ways, not half of a trip.
ONE_WAY_RATIO, ONE_WAY_MINUTES = 1.25, 5.0
DETOUR_RATIO = 2.0
# Below, the way to the next road is most of a trip.
LEAST_KM = 1.0


def one_way(minutes: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs of points between which one direction takes much longer than the other.

    Parameters
    ----------
    minutes
        From each point (rows) to each (columns), on the same index; missing where there is no way.

    Returns
    -------
    DataFrame
        `origin` and `place`, labels of the longer direction, its `minutes`, and those `back`; the
        greatest differences first.

    Examples
    --------
    >>> points = ["a", "b", "c"]
    >>> there = pd.DataFrame([[0, 20, 9], [8, 0, 30], [5, 30, 0]], points, points, dtype=float)
    >>> one_way(there).to_numpy().tolist()
    [['a', 'b', 20.0, 8.0]]
    """
    there = minutes.to_numpy()
    back = there.T
    row, column = np.nonzero((there > ONE_WAY_RATIO * back) & (there - back > ONE_WAY_MINUTES))
    found = pd.DataFrame(
        {
            "origin": minutes.index[row],
            "place": minutes.index[column],
            "minutes": there[row, column],
            "back": back[row, column],
        }
    )
    order = (found["back"] - found["minutes"]).argsort(kind="stable")
    return found.iloc[order].reset_index(drop=True)


def detours(kilometres: pd.DataFrame, crow_fly_km: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs of points between which roads are more than twice as long as the crow flies.

    Parameters
    ----------
    kilometres
        On roads from each point (rows) to each (columns), on the same index; missing where there is
        no way. Of two directions the shorter counts: :func:`one_way` finds the others.
    crow_fly_km
        The same by crow-fly; nothing is said of less than :data:`LEAST_KM`.

    Returns
    -------
    DataFrame
        `origin`, `place`, `kilometres`, `crow_fly_km` and their `ratio`; the greatest first.

    Examples
    --------
    >>> points = ["a", "b", "c"]
    >>> road = pd.DataFrame([[0, 9, 3], [7, 0, 8], [3, 8, 0]], points, points, dtype=float)
    >>> crow = pd.DataFrame([[0, 3, .5], [3, 0, 6], [.5, 6, 0]], points, points, dtype=float)
    >>> detours(road, crow)[["origin", "place", "kilometres"]].to_numpy().tolist()
    [['a', 'b', 7.0]]
    """
    road, crow = kilometres.to_numpy(), crow_fly_km.to_numpy()
    shorter = np.triu(np.fmin(road, road.T), k=1)
    row, column = np.nonzero((shorter > DETOUR_RATIO * crow) & (crow >= LEAST_KM))
    found = pd.DataFrame(
        {
            "origin": kilometres.index[row],
            "place": kilometres.index[column],
            "kilometres": shorter[row, column],
            "crow_fly_km": crow[row, column],
            "ratio": shorter[row, column] / crow[row, column],
        }
    )
    return found.iloc[(-found["ratio"]).argsort(kind="stable")].reset_index(drop=True)
