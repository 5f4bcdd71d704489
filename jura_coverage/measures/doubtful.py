"""Trips on roads to look at: impossible ones, detours, and those much longer one way."""

import numpy as np
import pandas as pd

from jura_coverage.measures.pairs import BoolArray, FloatArray

# Slip roads and one-way streets make minutes of difference between both ways, not half of a trip.
ONE_WAY_RATIO, ONE_WAY_MINUTES = 1.25, 5.0
DETOUR_RATIO = 2.0
# Between road and estimate two trips of three differ by a third at most; three times is no error of
# the estimate. Short trips tell nothing: their minutes are those of parking.
ODD_TIMES, LEAST_MINUTES = 3.0, 5.0
# Nobody drives faster, even in a straight line.
FASTEST_KM_H = 130.0
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
        On roads from each origin (rows) to each place (columns); missing where there is no way. Of
        two directions, which lie between labels of both, the shorter counts: :func:`one_way` finds
        the others.
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
    origins, places = kilometres.index, kilometres.columns
    back = kilometres.T.reindex(index=origins, columns=places)
    shorter, crow = np.fmin(kilometres.to_numpy(), back.to_numpy()), crow_fly_km.to_numpy()
    # Both directions of a pair are in the table: the one whose origin stands first is named.
    again = origins.isin(places)[:, None] & (origins.get_indexer(places) >= 0)
    again &= origins.get_indexer(places) < np.arange(len(origins))[:, None]
    row, column = np.nonzero((shorter > DETOUR_RATIO * crow) & (crow >= LEAST_KM) & ~again)
    found = pd.DataFrame(
        {
            "origin": origins[row],
            "place": places[column],
            "kilometres": shorter[row, column],
            "crow_fly_km": crow[row, column],
            "ratio": shorter[row, column] / crow[row, column],
        }
    )
    return found.iloc[(-found["ratio"]).argsort(kind="stable")].reset_index(drop=True)


def impossible(
    minutes: FloatArray, kilometres: FloatArray, estimated: FloatArray
) -> tuple[BoolArray, BoolArray]:
    """Find trips that are too fast, and others several times longer or shorter than estimated.

    Parameters
    ----------
    minutes, kilometres, estimated
        What is told of each trip, how far it is by crow-fly, and the minutes that an estimate
        gives; all of one shape. Of a missing value nothing is found.

    Examples
    --------
    >>> told, away, guess = np.array([[9, 4, 60, 2], [9, 9, 9, 3], [17, 17, 17, 7]], dtype=float)
    >>> [each.tolist() for each in impossible(told, away, guess)]
    [[False, True, False, False], [False, False, True, True]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.abs(np.log(minutes / estimated))
        speed = kilometres / (minutes / 60)
    long = np.maximum(minutes, estimated) >= LEAST_MINUTES
    fast = long & (speed > FASTEST_KM_H)
    return fast, long & ~fast & (times > np.log(ODD_TIMES))
