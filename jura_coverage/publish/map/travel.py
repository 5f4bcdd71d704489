"""What the page needs to find minutes by itself: the estimate, or what another engine told."""

import math

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.geography.services import ADVISORS
from jura_coverage.measures.travel import SPREADS, CrowFlyEstimate
from jura_coverage.publish.map import shape
from jura_coverage.publish.map.numbers import rounded, whole_values
from jura_coverage.study import Result


def travel(result: Result) -> shape.Travel:
    """Give the estimate, where trips begin and end, and the minutes that something else told.

    Metres are counted from the least coordinates of communes and places, to be short.
    """
    engine = result.ways.engine
    estimate = engine.estimate
    communes, belt = result.communes, result.territory.neighbours
    origins, around = (gpd.GeoSeries(each["origin"], crs=communes.crs) for each in (communes, belt))
    places = result.territory.meeting_points
    west, south = (
        min(filter(math.isfinite, [*of(origins), *of(places), *of(around)]), default=0.0)
        for of in (_eastings, _northings)
    )
    told: shape.Travel = {
        "fixed_minutes": estimate.fixed_minutes,
        "minutes_per_km": estimate.minutes_per_km,
        "distance_exponent": estimate.distance_exponent,
        "poor_share": result.parameters.policy.poor_share,
        "far_minutes": result.parameters.policy.far_minutes,
        "errors": _errors(estimate),
        "east": rounded(_eastings(origins) - west, 1),
        "north": rounded(_northings(origins) - south, 1),
        "least": rounded(geography.least_distance_m(communes.geometry), 1),
        "places_east": rounded(_eastings(places) - west, 1),
        "places_north": rounded(_northings(places) - south, 1),
        "west": west,
        "south": south,
        "listed": ADVISORS.role in result.territory.listed,
        "belt": {
            "east": rounded(_eastings(around) - west, 1),
            "north": rounded(_northings(around) - south, 1),
            "least": rounded(geography.least_distance_m(belt.geometry), 1),
            "residents": whole_values(belt["residents"]),
        },
    }
    if not isinstance(engine, CrowFlyEstimate):
        from jura_coverage.publish.map.matrix import matrix  # a page by the estimate needs none

        told["matrix"] = matrix(result, west=west, south=south)
    return told


def _errors(engine: CrowFlyEstimate) -> list[tuple[float, int]]:
    """Give by how many minutes trips may be off, two times out of three, by their length."""
    kilometres = np.array([each.up_to_km for each in SPREADS])
    errors = np.linalg.norm(engine.spread_minutes(kilometres), axis=0)
    most = engine.of_kilometres(kilometres)
    return [
        (round(float(minutes), 2), round(float(error)))
        for minutes, error in zip(most, errors, strict=True)
    ]


def _eastings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.x)


def _northings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.y)
