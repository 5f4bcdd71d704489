"""Fit the estimate of minutes to real trips, and say how wrong it is where it was not fitted.

Usage: ``python -m scripts.fit_minutes [FOLDER]``. The folder, by default ``../shared/data``, holds
``field`` (pairs of the Gironde and of Alsace) and ``roads`` (minutes between villages of Andorra
and Liechtenstein, by OSRM). Each region weighs as much as any other, however many trips it has.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pyproj import Geod

from jura_coverage.measures.fitting import (
    FITTED_KM,
    FIXED_MINUTES,
    by_class,
    errors,
    fitted,
    of_the_others,
    origin_shares,
    pooled,
    spreads,
    within,
)
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate

DATA = Path(__file__).parents[2] / "shared" / "data"
GIRONDE = Path("field", "metric-osrm-2495-couples-gironde-2019.csv")
ALSACE = Path("field", "osrm-858-communes-alsace-10-hopitaux-2015.csv.gz")
ROADS = Path("roads", "expected-osrm-26.10.json")
VILLAGES = {"andorra": "andorra-fixed-roads", "liechtenstein": "liechtenstein-latest-roads"}
BEYOND_KM = (30, 60)
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


def by_fixed_minutes(trips: pd.DataFrame) -> pd.DataFrame:
    """Fit with each of several fixed minutes: as well as any, and how it goes on beyond."""
    near, (start, end) = trips[trips["kilometres"] < FITTED_KM], BEYOND_KM
    rows = []
    for fixed in range(5):
        estimate = fitted(near, fixed_minutes=float(fixed))
        squared = (errors(near, estimate) ** 2).groupby(near["region"]).mean()
        beyond = within(trips, BEYOND_KM)
        bias = errors(beyond, estimate).groupby(beyond["region"]).mean()
        fit = {"fixed": fixed, "per_km": estimate.minutes_per_km}
        fit |= {"exponent": estimate.distance_exponent, "rms": np.sqrt(squared.mean())}
        rows.append(fit | {f"{region} {start}-{end} km": each for region, each in bias.items()})
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
