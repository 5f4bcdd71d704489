"""What is odd in tables of minutes: against the estimate, and one way against the other."""

from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures import doubtful
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.parameters import Parameters
from jura_coverage.remarks import Remark, remarks
from jura_coverage.territory import Territory, roads

# Between road and estimate two trips of three differ by a third at most; three times is no error of
# the estimate. Short trips tell nothing: their minutes are those of parking.
ODD_TIMES, LEAST_MINUTES = 3.0, 5.0
# Nobody drives faster, even in a straight line.
FASTEST_KM_H = 130.0


def compared(land: Territory, tables: Sequence[Path]) -> list[Remark]:
    """Compare tables of minutes with the estimate, and list the trips that cannot be.

    Parameters
    ----------
    land
        The territory that they are for.
    tables
        The files.

    Raises
    ------
    DataError
        Where a study would refuse them even if it were told what becomes of trips that are missing.
    """
    asked = Parameters().but(minutes=tuple(map(str, tables)), missing_pairs="missing")
    found = roads.measured(land, asked)
    engine, communes = found.engine, land.communes
    own = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    points = engine.points
    least_m = geography.least_distance_m(communes.geometry)
    rows = engine.names.index.get_indexer(communes.index)
    told, estimated = engine.told[rows], engine.estimated[rows]
    measured = ~np.isnan(told) & ~estimated
    metres = geography.crow_fly_m(own, points, least_m=least_m).to_numpy()
    guess = engine.estimate.of_kilometres(metres / 1000)
    names = [f"{name} ({insee})" for insee, name in communes["name"].items()]
    to = [engine.called(label) for label in points.index]

    def listed(odd: BoolArray, worst: FloatArray, told_of: Callable[[int, int], str]) -> list[str]:
        pairs = np.argwhere(odd)
        order = np.argsort(-worst[odd], kind="stable")
        return [f"{names[i]} → {to[j]} : {told_of(int(i), int(j))}" for i, j in pairs[order]]

    def against(i: int, j: int) -> str:
        return f"{french.minutes(told[i, j])}, {french.minutes(guess[i, j])} estimées"

    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.abs(np.log(told / guess))
        speed = metres / 1000 / (told / 60)
    long = measured & (np.maximum(told, guess) >= LEAST_MINUTES)
    fast = long & (speed > FASTEST_KM_H)
    odd = long & ~fast & (times > np.log(ODD_TIMES))
    return [
        *found.remarks,
        *_usual(told[measured], guess[measured], tables),
        *_missing(told, own, tables),
        *remarks(
            "warning", f"Trajets plus rapides que {FASTEST_KM_H:.0f} km/h en ligne droite",
            listed(fast, np.nan_to_num(speed, posinf=np.inf), against),
        ),
        *remarks(
            "warning",
            f"Trajets {ODD_TIMES:.0f} fois plus longs ou plus courts que l'estimation",
            listed(odd, np.nan_to_num(times, posinf=np.inf), against),
        ),
        *_both_ways(engine, communes),
    ]  # fmt: skip


def _usual(told: FloatArray, guess: FloatArray, tables: Sequence[Path]) -> list[Remark]:
    """Say how measured minutes are to the estimate on the whole."""
    if not told.size:
        return remarks(
            "warning", "Aucun trajet mesuré sur la route, tous sont estimés", _named(tables)
        )
    ratio = float(np.median(told / guess))
    return remarks(
        "warning",
        f"{french.count(told.size, 'trajet mesuré', 'trajets mesurés')}, en médiane "
        f"{french.number(ratio, 2)} fois l'estimation",
        _named(tables),
    )  # fmt: skip


def _missing(told: FloatArray, origins: gpd.GeoSeries, tables: Sequence[Path]) -> list[Remark]:
    """Say how many trips between the communes and the points of the tables are not told."""
    here = origins.x.notna().to_numpy()
    lacking = int(np.isnan(told[here]).sum())
    text = french.count(lacking, "trajet absent", "trajets absents")
    return remarks(
        "missing", f"{text} des {french.number(told[here].size)} vers les points des tables",
        _named(tables) if lacking else [],
    )  # fmt: skip


def _both_ways(engine: TabledMinutes, communes: gpd.GeoDataFrame) -> list[Remark]:
    """List pairs of communes whose two ways differ more than roads do, or one of which lacks."""
    codes = communes.index.intersection(engine.points.index)
    ways = pd.DataFrame(engine.told, index=engine.names.index, columns=engine.points.index)
    there = ways.loc[codes, codes].to_numpy()
    back, above = there.T, np.triu(np.ones(there.shape, dtype=bool), k=1)
    single = above & (np.isnan(there) != np.isnan(back))

    def pair(origin: str, place: str) -> str:
        return f"{engine.called(origin)} ↔ {engine.called(place)}"

    return [
        *remarks(
            "warning", "Trajets dont les deux sens diffèrent beaucoup",
            [f"{pair(row['origin'], row['place'])} : {french.minutes(row['minutes'])} et "
             f"{french.minutes(row['back'])}"
             for row in doubtful.one_way(ways.loc[codes, codes]).to_dict("records")],
        ),
        *remarks(
            "missing", "Trajets donnés dans un seul sens",
            [pair(codes[i], codes[j]) for i, j in np.argwhere(single)],
        ),
    ]  # fmt: skip


def _named(tables: Sequence[Path]) -> list[str]:
    return [path.name for path in tables]
