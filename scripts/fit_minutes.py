"""Fit the estimate of minutes to real trips, and say how wrong it is where it was not fitted.

Usage: ``python -m scripts.fit_minutes [FOLDER]``. The folder, by default ``../shared/data``, holds
``field`` (pairs of the Gironde and of Alsace) and ``roads`` (minutes between villages of Andorra
and Liechtenstein, by OSRM). Each region weighs as much as any other, however many trips it has.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pyproj import Geod
from scipy.optimize import least_squares

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate

DATA = Path(__file__).parents[2] / "shared" / "data"
GIRONDE = Path("field", "metric-osrm-2495-couples-gironde-2019.csv")
ALSACE = Path("field", "osrm-858-communes-alsace-10-hopitaux-2015.csv.gz")
ROADS = Path("roads", "expected-osrm-26.10.json")
VILLAGES = {"andorra": "andorra-fixed-roads", "liechtenstein": "liechtenstein-latest-roads"}
# Trips as long as this are fitted: far begins at half of it, and neighbours count up to there.
FITTED_KM = 30.0
CLASSES_KM = ("0-5", "5-10", "10-20", "20-30")
# Between which distances trips are about as long as the threshold of "far".
DECIDING_KM = "5-20"
BEYOND_KM = "30-60"
# What no trip tells (any of 0 to 4 fits as well), see docs/decisions/minutes-by-distance.md.
FIXED_MINUTES = 2.0
# Fixed minutes, minutes of the first km, exponent: no longer trip is slower by the kilometre.
LEAST, START, MOST = (0.0, 0.01, 0.1), (2.0, 2.0, 0.8), (60.0, 60.0, 1.0)
GLOBE = Geod(ellps="WGS84")


def main(folder: Path = DATA) -> None:
    """Print the fits and their errors."""
    measured = trips(folder)
    near = measured[measured["kilometres"] < FITTED_KM]
    print(f"\nAll three numbers: {written(fitted(near))}")
    shown("By fixed minutes", by_fixed_minutes(measured))
    shown("Minutes for 10 km of each region's own estimate", of_10_km(near))
    chosen = fitted(near, fixed_minutes=FIXED_MINUTES)
    print(f"\nWith {FIXED_MINUTES:g} fixed minutes: {written(chosen)}")
    others = of_the_others(near, fixed_minutes=FIXED_MINUTES)
    found, shares = by_class(near, others), origin_shares(near, others)
    shown("Left out of the fit: minutes too many, around that, in absolute value", found)
    shown("Of the variance around that: share of the commune that trips leave", shares)
    shown("Spread of what trips of a region, and from a commune, share, and of each", spreads(
        found, share=pooled(shares)
    ))  # fmt: skip


def trips(folder: Path) -> pd.DataFrame:
    """Read all trips whose minutes are known.

    Returns
    -------
    DataFrame
        `region`, `origin` (a commune or village), `kilometres` by crow-fly, `minutes`; a row a
        trip.

    Raises
    ------
    FileNotFoundError
        If a file is not in the folder.
    """
    gironde = pd.read_csv(folder / GIRONDE)  # metres in Lambert 93
    alsace = pd.read_csv(folder / ALSACE).dropna(subset=["lon", "lat"])  # within 0.9 km
    across, along = gironde["X1"] - gironde["X2"], gironde["Y1"] - gironde["Y2"]
    tables = [
        _table(
            "gironde",
            gironde[["X1", "Y1"]].apply(tuple, axis=1),  # each pair leaves a point of its own
            np.hypot(across, along) / 1000,
            gironde["metric_heures_creuses_min"],
        ),
        _table(
            "alsace",
            alsace["code_insee"],
            kilometres(*alsace[["lon", "lat", "lon_d", "lat_d"]].to_numpy().T),
            alsace["osrm_min"],
        ),
    ]
    expected = json.loads((folder / ROADS).read_text(encoding="utf-8"))
    for region, name in VILLAGES.items():
        points = np.array(expected[name]["lonlat"])
        one, other = np.nonzero(~np.eye(len(points), dtype=bool))
        minutes = np.array(expected[name]["minutes"])[one, other]
        tables.append(_table(region, one, kilometres(*points[one].T, *points[other].T), minutes))
    return pd.concat(tables, ignore_index=True)


def _table(region: str, origin: ArrayLike, away: ArrayLike, minutes: ArrayLike) -> pd.DataFrame:
    columns = {"origin": origin, "kilometres": away, "minutes": minutes}
    return pd.DataFrame({name: np.asarray(each) for name, each in columns.items()}).assign(
        region=region
    )


def kilometres(
    longitude: FloatArray, latitude: FloatArray, to_longitude: FloatArray, to_latitude: FloatArray
) -> FloatArray:
    """Measure along the ellipsoid."""
    _there, _back, metres = GLOBE.inv(longitude, latitude, to_longitude, to_latitude)
    return np.asarray(metres) / 1000


def fitted(trips: pd.DataFrame, *, fixed_minutes: float | None = None) -> CrowFlyEstimate:
    """Fit the estimate by least squares, every region weighing as much.

    Parameters
    ----------
    trips
        `region`, `kilometres`, `minutes`.
    fixed_minutes
        Held where given, else fitted.
    """
    held = [] if fixed_minutes is None else [fixed_minutes]
    count = trips.groupby("region")["minutes"].transform("size")
    weight = 1 / np.sqrt(count.to_numpy())

    def residuals(free: FloatArray) -> FloatArray:
        off: FloatArray = weight * errors(trips, estimate_of([*held, *free])).to_numpy()
        return off

    least, start, most = (each[len(held) :] for each in (LEAST, START, MOST))
    found = least_squares(residuals, start, bounds=(least, most), xtol=1e-12, ftol=1e-12)
    return estimate_of([*held, *found.x.tolist()])


def estimate_of(numbers: list[float]) -> CrowFlyEstimate:
    """Make the estimate of three numbers."""
    fixed, slope, exponent = numbers
    return CrowFlyEstimate(fixed_minutes=fixed, minutes_per_km=slope, distance_exponent=exponent)


def errors(trips: pd.DataFrame, estimate: CrowFlyEstimate) -> pd.Series:
    """Give the minutes that an estimate has too many for each trip."""
    minutes = pd.Series(estimate.of_kilometres(trips["kilometres"].to_numpy()), index=trips.index)
    return minutes - trips["minutes"]


def within(trips: pd.DataFrame, kilometres: str) -> pd.DataFrame:
    """Keep the trips of a class such as ``5-10``, its end included."""
    start, end = map(int, kilometres.split("-"))
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
        for group in (*CLASSES_KM, DECIDING_KM):
            if (off := errors(within(own, group), estimate)).empty:
                continue
            rows[region, group] = [off.mean(), off.std(), off.abs().mean(), len(off)]
    index = pd.MultiIndex.from_tuples(rows, names=["region", "km"])
    return pd.DataFrame([*rows.values()], index=index, columns=["bias", "sd", "mae", "trips"])


def of_the_others(
    trips: pd.DataFrame, *, fixed_minutes: float | None = None
) -> dict[str, CrowFlyEstimate]:
    """Give for each region the estimate that all others give."""
    return {
        region: fitted(trips[trips["region"] != region], fixed_minutes=fixed_minutes)
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
        from which several trips leave; a row a region that has any.
    """
    rows = {}
    for region, estimate in estimates.items():
        own = trips[trips["region"] == region]
        several = own[own.groupby("origin")["minutes"].transform("size") > 1]
        if several.empty:
            continue
        ends = [0, *(int(group.split("-")[1]) for group in CLASSES_KM)]
        alike = errors(several, estimate).groupby(pd.cut(several["kilometres"], ends))
        off = (alike.obj - alike.transform("mean")) / alike.transform("std")
        communes = off.groupby(several["origin"])
        count, mean = communes.count(), communes.mean()
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
    mean = squares.groupby("km").mean().loc[[*CLASSES_KM]]
    return (mean**0.5).assign(region=lambda table: table["region"].cummax())


def by_fixed_minutes(trips: pd.DataFrame) -> pd.DataFrame:
    """Fit with each of several fixed minutes: as well as any, and how it goes on beyond."""
    near = trips[trips["kilometres"] < FITTED_KM]
    rows = []
    for fixed in range(5):
        estimate = fitted(near, fixed_minutes=float(fixed))
        squared = (errors(near, estimate) ** 2).groupby(near["region"]).mean()
        beyond = within(trips, BEYOND_KM)
        bias = errors(beyond, estimate).groupby(beyond["region"]).mean()
        fit = {"fixed": fixed, "per_km": estimate.minutes_per_km}
        fit |= {"exponent": estimate.distance_exponent, "rms": np.sqrt(squared.mean())}
        rows.append(fit | {f"{region} {BEYOND_KM} km": each for region, each in bias.items()})
    return pd.DataFrame(rows).set_index("fixed")


def of_10_km(trips: pd.DataFrame) -> pd.Series:
    """Give the minutes for 10 km of the estimate fitted to each region alone."""
    minutes = {}
    for region, own in trips.groupby("region", sort=False):
        estimate = fitted(own, fixed_minutes=FIXED_MINUTES)
        minutes[region] = float(estimate.of_kilometres(np.array(10.0)))
    return pd.Series(minutes, name="minutes")


def written(estimate: CrowFlyEstimate) -> str:
    """Write the numbers of an estimate."""
    return (
        f"{estimate.fixed_minutes:.2f} + {estimate.minutes_per_km:.3f} "
        f"km ** {estimate.distance_exponent:.3f}"
    )


def shown(title: str, table: pd.DataFrame | pd.Series) -> None:
    """Print a table under its title."""
    print(f"\n{title}\n{table.round(2).to_string()}")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
