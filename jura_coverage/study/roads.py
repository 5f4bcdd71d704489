"""A département on roads: the engine that measures its trips, and what is doubtful of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures import doubtful, learned
from jura_coverage.parameters import Parameters
from jura_coverage.sources import roads
from jura_coverage.sources.roads import RoadEngine
from jura_coverage.sources.roads.engine import GREATEST_SNAP_M, LON_LAT
from jura_coverage.sources.roads.network import Tell, quiet
from jura_coverage.study.run import Result
from jura_coverage.territory import BELT_M, Territory


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a road engine makes of the points of a territory.

    Parameters
    ----------
    engine
        What measured.
    points
        Communes of the département and of the belt, and the places of every service; a row each:
        `name`, `is_commune`, `snap_m` to the nearest road (missing without a point) and `refused`,
        where that is too far.
    pairs, unknown
        How many trips there are between points that lie apart and on roads, and how many of those
        have no way.
    one_way, detours
        As of :mod:`jura_coverage.measures.doubtful`, with the labels of `points`.
    """

    engine: RoadEngine
    points: pd.DataFrame
    pairs: int
    unknown: int
    one_way: pd.DataFrame
    detours: pd.DataFrame


def engine_of(
    land: Territory,
    extracts: Sequence[Path],
    *,
    parameters: Parameters,
    cache: Path,
    tell: Tell = quiet,
) -> RoadEngine:
    """Give the engine that measures on the roads of a territory and of its belt.

    Parameters
    ----------
    land
        A territory.
    parameters
        Their estimate, or what the roads teach in its place, is for what roads cannot tell.
    extracts, cache, tell
        As in :func:`jura_coverage.sources.roads.network_of`.

    Raises
    ------
    DataError, EngineError, MissingExtraError
        As there.
    """
    ground = gpd.GeoSeries(
        [geography.united(land.communes.geometry).buffer(BELT_M)], crs=land.communes.crs
    )
    area = ground.to_crs(LON_LAT).iloc[0]
    network = roads.network_of(extracts, area, cache=cache, tell=tell)
    engine = RoadEngine(network=network)
    everyone = pd.concat([land.communes, land.neighbours])
    origins = gpd.GeoSeries(everyone["origin"], crs=land.communes.crs)
    least_m = geography.least_distance_m(gpd.GeoSeries(everyone.geometry, crs=origins.crs))
    minutes = engine.minutes(origins, origins, least_m=least_m).to_numpy()
    estimate = learned.estimate_of(parameters, minutes, origins, origins, least_m=least_m)
    return replace(engine, estimate=estimate)


def survey(result: Result) -> Survey:
    """Look at all trips between the points of a territory, in both directions.

    Parameters
    ----------
    result
        A study on roads.

    Raises
    ------
    TypeError
        If another engine measured it.
    """
    land, engine = result.territory, result.ways.engine
    if not isinstance(engine, RoadEngine):
        raise TypeError(f"measured by {type(engine).__name__}, not on roads")
    points = _points(land)
    answer = engine.answer(points.geometry, points.geometry)
    snap_m = answer.from_road_m
    apart = points[~points.geometry.duplicated() & (snap_m <= GREATEST_SNAP_M)]
    minutes, kilometres = (
        table.loc[apart.index, apart.index] for table in (answer.minutes, answer.kilometres)
    )
    crow_fly_m = geography.crow_fly_m(
        apart.geometry, apart.geometry, least_m=pd.Series(0.0, index=apart.index)
    )
    return Survey(
        engine=engine,
        points=pd.DataFrame(points.drop(columns=points.geometry.name)).assign(
            snap_m=snap_m, refused=snap_m > GREATEST_SNAP_M
        ),
        pairs=len(apart) * (len(apart) - 1),
        unknown=int(minutes.isna().to_numpy().sum()),
        one_way=doubtful.one_way(minutes),
        detours=doubtful.detours(kilometres, crow_fly_m / 1000),
    )


def _points(land: Territory) -> gpd.GeoDataFrame:
    """Give all that trips leave from or lead to; several may be in one position."""
    communes = [
        pd.DataFrame(
            {
                "name": [f"{name} ({insee})" for insee, name in each["name"].items()],
                "is_commune": True,
                "geometry": np.asarray(each["origin"], dtype=object),
            }
        )
        for each in (land.communes, land.neighbours)
    ]
    places = [
        pd.DataFrame(
            {
                "name": land.services[service.role]["host"].to_numpy(),
                "is_commune": False,
                "geometry": np.asarray(land.receiving(service), dtype=object),
            }
        )
        for service in SERVICES
    ]
    points = gpd.GeoDataFrame(
        pd.concat([*communes, *places], ignore_index=True), crs=land.communes.crs
    )
    known = points[points.geometry.notna() & ~points.geometry.is_empty]
    return known[~known[["name", "geometry"]].duplicated()].reset_index(drop=True)
