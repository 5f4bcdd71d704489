"""What is odd in tables of minutes: against the estimate, as the crow flies, and both ways."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures import doubtful
from jura_coverage.measures.learned import LearnedEstimate
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from jura_coverage.remarks import Remark, remarks
from jura_coverage.territory import Territory, roads

DETOUR = f"plus de {doubtful.DETOUR_RATIO:.0f} fois la distance à vol d'oiseau"
# In the middle of the trips that decide who is far.
DECIDING_KM = 12.5


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
    points, general = engine.points, CrowFlyEstimate.of(asked)
    least_m = geography.least_distance_m(communes.geometry)
    rows = engine.names.index.get_indexer(communes.index)
    told, estimated = engine.told[rows], engine.estimated[rows]
    measured = ~np.isnan(told) & ~estimated
    away_km = geography.crow_fly_m(own, points, least_m=least_m) / 1000
    kilometres = away_km.to_numpy()
    guess = general.of_kilometres(kilometres)
    fast, odd = (measured & each for each in doubtful.impossible(told, kilometres, guess))

    def listed(which: BoolArray, worst: FloatArray) -> list[str]:
        pairs = np.argwhere(which)
        order = np.argsort(-worst[which], kind="stable")
        return [
            f"{engine.called(communes.index[i])} → {engine.called(points.index[j])} : "
            f"{french.minutes(told[i, j])}, {french.minutes(guess[i, j])} estimées"
            for i, j in pairs[order]
        ]

    with np.errstate(divide="ignore"):
        speed, times = kilometres / told, np.abs(np.log(told / guess))
    return [
        *found.remarks,
        *_usual(told[measured], guess[measured], tables),
        *remarks("assumed", taught(engine.estimate), _named(tables)),
        *_missing(told, own, tables),
        *remarks(
            "warning",
            f"Trajets plus rapides que {doubtful.FASTEST_KM_H:.0f} km/h en ligne droite",
            listed(fast, speed),
        ),
        *remarks(
            "warning",
            f"Trajets {doubtful.ODD_TIMES:.0f} fois plus longs ou plus courts que l'estimation",
            listed(odd, times),
        ),
        *_detours(engine, pd.DataFrame(engine.kilometres[rows], communes.index, points.index),
                  away_km),
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


def taught(estimate: CrowFlyEstimate) -> str:
    """Say what measured trips taught, as lines of a parameter file, or that they are too few."""
    if not isinstance(estimate, LearnedEstimate):
        return roads.TOO_FEW
    away = np.array(DECIDING_KM)
    spread, usual = (
        float(np.linalg.norm(each.spread_minutes(away))) for each in (estimate, CrowFlyEstimate())
    )
    return (
        f"{french.capital(estimate.label)}, à {french.minutes(spread)} près deux fois sur trois "
        f"pour {french.shortest(DECIDING_KM, 1)} km ; pour la garder dans un fichier de "
        f"paramètres : estimate = {{ minutes_per_km = {estimate.minutes_per_km:g}, "
        f"distance_exponent = {estimate.distance_exponent:g} }} et errors = {{ travel = "
        f"{spread / usual:.2f} }}"
    )


def _detours(
    engine: TabledMinutes, kilometres: pd.DataFrame, away_km: pd.DataFrame
) -> list[Remark]:
    """List the trips whose roads are much longer than the crow flies."""
    return remarks(
        "warning",
        f"Trajets de {DETOUR}",
        [f"{engine.called(row['origin'])} → {engine.called(row['place'])} : "
         f"{french.number(row['kilometres'], 1)} km, {french.number(row['crow_fly_km'], 1)} km à "
         "vol d'oiseau"
         for row in doubtful.detours(kilometres, away_km).to_dict("records")],
    )  # fmt: skip


def _missing(told: FloatArray, origins: gpd.GeoSeries, tables: Sequence[Path]) -> list[Remark]:
    """Say how many trips between the communes and the points of the tables are not told."""
    here = origins.x.notna().to_numpy()
    lacking = int(np.isnan(told[here]).sum())
    text = french.count(lacking, "trajet absent", "trajets absents")
    return remarks(
        "missing",
        f"{text} des {french.number(told[here].size)} vers les points des tables ; toute commande "
        "qui en a besoin les refuse, sauf si --missing-pairs dit ce qu'il en advient (estimate ou "
        "missing)",
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
