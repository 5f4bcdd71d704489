"""Fit the estimate of minutes to real trips, and say how wrong it is where it was not fitted.

A trip is a row with its `region`, its `origin`, its `kilometres` by crow-fly and its `minutes`.
Regions weigh alike, however many trips they have.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate

# Trips as long as this are fitted: far begins at half of it, and neighbours count up to there.
FITTED_KM = 30.0
ENDS_KM = (0, 5, 10, 20, 30)
CLASSES_KM = {f"{start}-{end}": (start, end) for start, end in pairwise(ENDS_KM)}
# Between which distances trips are about as long as the threshold of "far".
DECIDING_KM = "5-20"
DECIDING_ENDS_KM = (5, 20)
# Fixed minutes, minutes of the first km, exponent: no longer trip is slower by the kilometre.
LEAST, START, MOST = (0.0, 0.01, 0.1), (2.0, 2.0, 0.8), (60.0, 60.0, 1.0)
# What no trip tells (any of 0 to 4 fits as well), see docs/decisions/minutes-by-distance.md.
FIXED_MINUTES = 2.0
# Fewer communes tell nothing of how they differ.
LEAST_ORIGINS = 3
# Where a few trips may be quite wrong, errors far above so many minutes are not squared.
MILD_MINUTES = 3.0


def fitted(
    trips: pd.DataFrame, *, fixed_minutes: float | None = None, robust: bool = False
) -> CrowFlyEstimate:
    """Fit the estimate, every region weighing as much.

    Parameters
    ----------
    trips
        `region`, `kilometres`, `minutes`.
    fixed_minutes
        Held where given, else fitted.
    robust
        Whether a few trips may be quite wrong: then great errors are not squared (soft L1).
    """
    from scipy.optimize import least_squares  # a run of today does without scipy

    held = [] if fixed_minutes is None else [fixed_minutes]
    count = trips.groupby("region")["minutes"].transform("size")
    weight = np.sqrt(len(trips) / trips["region"].nunique() / count.to_numpy(dtype=np.float64))

    def residuals(free: FloatArray) -> FloatArray:
        off: FloatArray = weight * errors(trips, estimate_of([*held, *free])).to_numpy()
        return off

    least, start, most = (each[len(held) :] for each in (LEAST, START, MOST))
    found = least_squares(
        residuals, start, bounds=(least, most), loss="soft_l1" if robust else "linear",
        f_scale=MILD_MINUTES, xtol=1e-12, ftol=1e-12,
    )  # fmt: skip
    return estimate_of([*held, *found.x.tolist()])


def estimate_of(numbers: list[float]) -> CrowFlyEstimate:
    """Make the estimate of three numbers."""
    fixed, slope, exponent = numbers
    return CrowFlyEstimate(fixed_minutes=fixed, minutes_per_km=slope, distance_exponent=exponent)


def errors(trips: pd.DataFrame, estimate: CrowFlyEstimate) -> pd.Series:
    """Give the minutes that an estimate has too many for each trip."""
    minutes = pd.Series(estimate.of_kilometres(trips["kilometres"].to_numpy()), index=trips.index)
    return minutes - trips["minutes"]


def within(trips: pd.DataFrame, ends_km: tuple[float, float]) -> pd.DataFrame:
    """Keep the trips of so many kilometres, the most included."""
    start, end = ends_km
    return trips[trips["kilometres"].between(start, end, inclusive="right")]


def by_class(trips: pd.DataFrame, estimates: Mapping[str, CrowFlyEstimate]) -> pd.DataFrame:
    """Describe the errors of the estimate of each region, by distance.

    Returns
    -------
    DataFrame
        `bias` (minutes too many), `sd` (around the bias), `mae` (in absolute value) and `trips`; a
        row a region and class in kilometres, the deciding one last.
    """
    rows = {}
    for region, estimate in estimates.items():
        own = trips[trips["region"] == region]
        for group, ends_km in {**CLASSES_KM, DECIDING_KM: DECIDING_ENDS_KM}.items():
            if (off := errors(within(own, ends_km), estimate)).empty:
                continue
            rows[region, group] = [off.mean(), off.std(), off.abs().mean(), len(off)]
    index = pd.MultiIndex.from_tuples(rows, names=["region", "km"])
    return pd.DataFrame([*rows.values()], index=index, columns=["bias", "sd", "mae", "trips"])


def of_the_others(
    trips: pd.DataFrame, *, fixed_minutes: float | None = None, robust: bool = False
) -> dict[str, CrowFlyEstimate]:
    """Give for each region the estimate that all others give."""
    return {
        region: fitted(trips[trips["region"] != region], fixed_minutes=fixed_minutes, robust=robust)
        for region in trips["region"].unique()
    }


def origin_shares(trips: pd.DataFrame, estimates: Mapping[str, CrowFlyEstimate]) -> pd.DataFrame:
    """Give the share of the variance of errors that trips from one commune have in common.

    Errors are taken in standard deviations around the bias of their class of distance; then
    variance is parted between and within communes (one-way random effects, method of moments).

    Returns
    -------
    DataFrame
        `share` (below 0 where trips from one commune differ more than others) and `communes`, those
        from which several trips leave; a row a region that has enough of them.
    """
    rows = {}
    for region, estimate in estimates.items():
        own = trips[trips["region"] == region]
        several = own[own.groupby("origin")["minutes"].transform("size") > 1]
        alike = errors(several, estimate).groupby(pd.cut(several["kilometres"], ENDS_KM))
        deviation = alike.transform("std")
        off = (alike.obj - alike.transform("mean")) / deviation.where(deviation > 0)
        communes = off.dropna().groupby(several["origin"])
        count, mean = communes.count(), communes.mean()
        if len(count) < LEAST_ORIGINS or count.sum() == len(count):
            continue
        inside = (off - communes.transform("mean")).pow(2).sum() / (count.sum() - len(count))
        outside = (count * (mean - off.mean()) ** 2).sum() / (len(count) - 1)
        usual = (count.sum() - (count**2).sum() / count.sum()) / (len(count) - 1)
        between = (outside - inside) / usual
        rows[region] = {"share": between / (between + inside), "communes": len(count)}
    return pd.DataFrame.from_dict(rows, orient="index")


def pooled(shares: pd.DataFrame) -> float:
    """Give one share for all: every commune weighs as much, since a region of few tells little."""
    return float(np.average(shares["share"], weights=shares["communes"]))


def spreads(found: pd.DataFrame, *, share: float) -> pd.DataFrame:
    """Give the standard deviations of all regions together.

    Parameters
    ----------
    found
        As of :func:`by_class`.
    share
        Of the variance within a region, what trips from one commune have in common.

    Returns
    -------
    DataFrame
        `region`, of what all trips of a region share (no less than of shorter trips: mountains have
        no long ones), `origin`, of what those from one commune share around it, and `trip`, of each
        around both; a row a class.
    """
    within = found["sd"] ** 2
    squares = pd.DataFrame(
        {"region": found["bias"] ** 2, "origin": share * within, "trip": (1 - share) * within}
    )
    mean = squares.groupby("km").mean().reindex([*CLASSES_KM])
    return (mean**0.5).assign(region=lambda table: table["region"].cummax())
