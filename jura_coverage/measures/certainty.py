"""Certainty: the probability that a commune is flagged in truth, at the thresholds chosen."""

import numpy as np
import pandas as pd

from jura_coverage.measures import flags, internet
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.trips import Trips

# From this probability on, a flag is called sure; below, fragile.
SURE = 0.95
# Points of each integral over what trips share, and of that over a disc.
NODES, POINTS = 16, 48


def is_far(trips: Trips, *, far_minutes: float) -> FloatArray:
    """Give the probability that no place is within reach of each commune.

    Given what all trips share, and what those from the commune share besides, places are
    independent: the probability is the product over places that each is out of reach, then the
    integral over both (Gauss-Hermite).

    Parameters
    ----------
    trips
        To every place.
    far_minutes
        Within reach means at most so many.

    Returns
    -------
    array
        From 0 to 1, one a commune; 1 where there is no way at all.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    all_share, own_share = (each.reshape(-1, 1, 1) for each in np.meshgrid(nodes, nodes))
    weight = np.outer(weights, weights).ravel() / weights.sum() ** 2
    beyond = np.ones((len(weight), len(trips.minutes)))
    for place in range(trips.minutes.shape[1]):
        communes = trips.may_reach(place, far_minutes=far_minutes)
        radius_m = trips.radius_m[place]
        shift_m = radius_m * _disc() if radius_m else np.zeros((1, 2))
        minutes, region, origin, trip = trips.to(place, communes, shift_m=shift_m)
        margin = minutes + all_share * region + own_share * origin - far_minutes
        away = _positive(margin, trip).mean(axis=1)
        absent = trips.absent[place]
        beyond[:, communes] *= absent + (1 - absent) * away
    return weight @ beyond


def is_poor(premises: pd.Series, covered: pd.Series, *, poor_share: float, error: int) -> pd.Series:
    """Give the probability that internet is poor if counts of premises covered may be off.

    Parameters
    ----------
    premises, covered
        Premises of each commune, and those that good internet reaches.
    poor_share
        Threshold (0 to 1).
    error
        Counts are off by so many at most, each whole number as likely.

    Returns
    -------
    Series
        From 0 to 1; missing where a count is.

    Examples
    --------
    >>> is_poor(pd.Series([200]), pd.Series([190]), poor_share=0.05, error=1).round(3).tolist()
    [0.667]
    """
    poor = [
        flags.is_poor(share_without(premises, covered, off=off), poor_share=poor_share)
        for off in range(-error, error + 1)
    ]
    return pd.concat(poor, axis=1).astype("Float64").mean(axis=1, skipna=False).astype(float)


def share_without(premises: pd.Series, covered: pd.Series, *, off: pd.Series | int) -> pd.Series:
    """Give the share of premises without good internet if counts of those covered are off.

    Parameters
    ----------
    premises, covered
        Premises of each commune, and those that good internet reaches.
    off
        By how many more are covered.
    """
    most, moved = premises.astype(float), covered.astype(float) + off
    return internet.share_without(most, moved.clip(lower=0, upper=most))


def _positive(margin: FloatArray, spread: FloatArray) -> FloatArray:
    """Give the probability that a margin with a normal error of this spread is above zero."""
    from scipy.special import ndtr  # a run of today does without scipy

    spread = np.broadcast_to(spread, margin.shape)
    known = np.divide(margin, spread, out=np.copysign(np.inf, margin), where=spread > 0)
    known[(spread == 0) & (margin == 0)] = -np.inf  # the threshold itself is within reach
    chance: FloatArray = ndtr(known)
    return chance


def _disc() -> FloatArray:
    """Give points that share a disc of radius 1 evenly: a spiral by the golden angle."""
    number = np.arange(POINTS)
    away, angle = np.sqrt((number + 0.5) / POINTS), number * np.pi * (3 - np.sqrt(5))
    return np.column_stack([away * np.cos(angle), away * np.sin(angle)])
