"""Access to advisors, from a matrix of minutes: how far the nearest is, and which it is."""

import numpy as np
import pandas as pd

from jura_coverage.measures.pairs import FloatArray, IntArray


def nearest_minutes(minutes: pd.DataFrame, *, rank: int = 1) -> pd.Series:
    """Give the minutes from each commune to its nearest place.

    Parameters
    ----------
    minutes
        A row a commune, a column a place; missing where there is no way.
    rank
        1 for the nearest, 2 for the second nearest, and so on.

    Returns
    -------
    Series
        Minutes on the index of `minutes`; missing where fewer than `rank` places can be reached.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [5.0, 9.0], "b": [7.0, None]}, index=["39001", "39002"])
    >>> nearest_minutes(table).tolist(), nearest_minutes(table, rank=2).tolist()
    ([5.0, 9.0], [7.0, nan])
    """
    if minutes.shape[1] < rank:
        return pd.Series(np.nan, index=minutes.index, name="minutes")
    _, least = _nearest(minutes, rank)
    return pd.Series(least, index=minutes.index, name="minutes")


def nearest_place(minutes: pd.DataFrame, *, rank: int = 1) -> pd.Series:
    """Give the column of the nearest place; of two equally near, the first.

    Parameters
    ----------
    minutes, rank
        As in :func:`nearest_minutes`.

    Returns
    -------
    Series
        Column labels of `minutes`, on its index; missing where there is no such place.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [5.0, 9.0], "b": [5.0, 3.0]}, index=["39001", "39002"])
    >>> nearest_place(table).tolist()
    ['a', 'b']
    """
    if minutes.shape[1] < rank:
        return pd.Series(pd.NA, index=minutes.index, name="place", dtype=object)
    position, least = _nearest(minutes, rank)
    place = pd.Series(minutes.columns[position], index=minutes.index, name="place")
    return place.where(np.isfinite(least))


def _nearest(minutes: pd.DataFrame, rank: int) -> tuple[IntArray, FloatArray]:
    """Give for each row the position of the value of a rank, and the value, missing if none."""
    left = minutes.to_numpy(dtype=float, copy=True)
    left[np.isnan(left)] = np.inf
    rows = np.arange(len(left))
    for _ in range(rank - 1):
        left[rows, left.argmin(axis=1)] = np.inf
    position = left.argmin(axis=1)
    least = left[rows, position]
    return position, np.where(np.isfinite(least), least, np.nan)
