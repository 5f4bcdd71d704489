"""The minutes that an engine tells, packed for the page: from communes to all that it can try."""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from jura_coverage import geography, words
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.measures.tabled import NEAREST_M, NO_COLUMN, SAME_M, TabledMinutes
from jura_coverage.measures.travel import TravelEngine
from jura_coverage.parameters import MissingPairs, Parameters
from jura_coverage.publish import scales
from jura_coverage.publish.map import shape
from jura_coverage.study import Result
from jura_coverage.territory.roads import LENT

# Up to how many minutes which steps: all thresholds that the page tries, half minutes up to an
# hour, and their parts and multiples at which a scale or a zone of access ends, fall on a step.
# Minutes are rounded up to one, and so stay on their side of each.
FINE: tuple[shape.Steps, ...] = ((45, 0.125), (90, 0.25))
# What is left of them where the fine ones would take too much: the thresholds alone.
COARSE: tuple[shape.Steps, ...] = ((60, 0.5),)
MOST_CHARACTERS = 240_000
# Decimals of metres, as everywhere in the payload.
METRE_DECIMALS = 1
NONE = -1
# From any point to one without coordinates.
NOWHERE_M = 1e9


def matrix(result: Result, *, west: float, south: float) -> shape.Matrix:
    """Give the minutes that the engine of a run tells, and what becomes of those it does not.

    Parameters
    ----------
    result
        Whose engine is no estimate.
    west, south
        From where metres are counted.
    """
    engine, land = result.ways.engine, result.territory
    # What a table does not tell is not filled here: the page does what was asked for.
    told: TravelEngine = engine
    missing_pairs: MissingPairs = "missing"
    if isinstance(engine, TabledMinutes):
        told, missing_pairs = replace(engine, missing_pairs="missing"), engine.missing_pairs
    origins, belt = result.ways.origins, land.neighbours
    rows = gpd.GeoSeries(pd.concat([origins, belt["origin"]]), crs=origins.crs)
    least_m = pd.concat([result.ways.least_m, geography.least_distance_m(belt.geometry)])
    others = _others(result)
    points = gpd.GeoSeries(pd.concat([origins, others]), crs=origins.crs)
    minutes = told.minutes(rows, points, least_m=least_m).to_numpy(dtype=float, copy=True)
    estimated = ~np.isnan(minutes) & ~told.measured(rows, points)
    # Nobody reads how far from the belt something is, only whether it is within reach.
    minutes[len(origins) :] = np.minimum(minutes[len(origins) :], FINE[-1][0])
    also = _breaks(result.parameters)
    like = _neighbours(rows), _neighbours(points)
    for steps in (FINE, COARSE):
        used = _whole_beyond(steps, minutes)
        trips = packed(numbered(minutes, levels(used, also)), estimated, like=like)
        if len(trips) <= MOST_CHARACTERS:
            break
    return {
        "east": (others.x - west).round(METRE_DECIMALS).tolist(),
        "north": (others.y - south).round(METRE_DECIMALS).tolist(),
        "steps": used,
        "also": also,
        "rows_like": like[0].tolist(),
        "points_like": like[1].tolist(),
        "trips": trips,
        "missing_pairs": missing_pairs,
        "by_road": result.parameters.errors.by_road,
        "same_m": SAME_M,
        "nearest_m": NEAREST_M,
        "said": cast(
            "shape.MatrixWords",
            {
                **words.MATRIX,
                "refused": asdict(words.UNTOLD),
                "untold": list(NO_COLUMN),
                "lent": LENT,
            },
        ),
    }


def _others(result: Result) -> gpd.GeoSeries:
    """Give the places where any service receives, each point once, but those of the communes."""
    land, crs = result.territory, result.communes.crs
    points = pd.concat([land.receiving(service) for service in SERVICES], ignore_index=True)
    known = gpd.GeoSeries(points[points.notna()], crs=crs)
    known = known[known.x.notna()]
    everything = gpd.GeoSeries(pd.concat([result.ways.origins, known]), crs=crs)
    tenths = pd.DataFrame({"x": everything.x, "y": everything.y}).round(METRE_DECIMALS)
    again = tenths.duplicated().to_numpy()[len(result.communes) :]
    return gpd.GeoSeries(known[~again].reset_index(drop=True), crs=crs)


def _breaks(parameters: Parameters) -> list[float]:
    """Give the minutes at which something of the published threshold ends: off the steps too."""
    far_minutes = parameters.policy.far_minutes
    return sorted({*scales.MINUTES.breaks(parameters), far_minutes / 2, 0.75 * far_minutes})


def _whole_beyond(steps: Sequence[shape.Steps], minutes: FloatArray) -> list[shape.Steps]:
    most = float(np.nan_to_num(minutes).max(initial=0.0))
    return [*steps, (max(float(np.ceil(most)), steps[-1][0]), 1.0)]


def levels(steps: Sequence[shape.Steps], also: Sequence[float]) -> FloatArray:
    """Give all minutes that a trip may have on the page, growing.

    Parameters
    ----------
    steps
        Up to how many minutes, and by which step; growing.
    also
        Minutes beside these.

    Examples
    --------
    >>> levels([(1, 0.5), (3, 1)], [2.25]).tolist()
    [0.0, 0.5, 1.0, 2.0, 2.25, 3.0]
    """
    values, last = [np.zeros(1), np.array(also, dtype=float)], 0.0
    for up_to, step in steps:
        values.append(np.arange(last, up_to + step / 2, step))
        last = up_to
    return np.unique(np.concatenate(values))


def numbered(minutes: FloatArray, known: FloatArray) -> IntArray:
    """Give the number, from 1 on, of the level that minutes are rounded up to; 0 where missing.

    Examples
    --------
    >>> numbered(np.array([0.0, 0.5, 0.51, np.nan]), np.array([0.0, 0.5, 1.0])).tolist()
    [1, 2, 3, 0]
    """
    numbers = np.searchsorted(known, np.nan_to_num(minutes)) + 1
    return np.where(np.isnan(minutes), 0, numbers)


def _neighbours(points: gpd.GeoSeries) -> IntArray:
    """Find for each point the one before it on the shortest tree of all; none for the first."""
    here = np.column_stack([points.x, points.y])
    metres = np.hypot(*(here[:, None] - here).transpose(2, 0, 1))
    # Where two points are one there is a way too, and there is one to where nobody knows.
    tree = minimum_spanning_tree(np.nan_to_num(metres, nan=NOWHERE_M) + 1)
    _, before = breadth_first_order(tree, 0, directed=False)
    return np.maximum(before.astype(np.intp), NONE)


def packed(numbers: IntArray, estimated: BoolArray, *, like: tuple[IntArray, IntArray]) -> str:
    """Write numbers of trips as text: what is left of each after a guess, compressed.

    From one village to the next all trips grow by about as much, whatever they lead to: a trip is
    guessed from those of the point beside either end, and the guess is off by little.

    Parameters
    ----------
    numbers, estimated
        Of each trip, a row an origin and a column a point; and which are estimates.
    like
        For each row and for each column the one beside it, from the first to ever others;
        :data:`NONE` for the first.

    Returns
    -------
    str
        Base64 of raw deflate: of all trips, row by row, first the low and then the high byte of
        what is left, turned positive (0, -1, 1, -2 become 0, 1, 2, 3), then 1 for estimates.
    """
    rows, columns = like
    has_row, has_column = (rows != NONE)[:, None], (columns != NONE)[None, :]
    guess = (
        np.where(has_row, numbers[rows], 0)
        + np.where(has_column, numbers[:, columns], 0)
        - np.where(has_row & has_column, numbers[np.ix_(rows, columns)], 0)
    )
    left = numbers - guess
    positive = np.where(left < 0, -2 * left - 1, 2 * left)
    planes = [positive % 256, positive // 256, estimated]
    raw = b"".join(plane.astype(np.uint8).tobytes() for plane in planes)
    squeezed = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    return base64.b64encode(squeezed.compress(raw) + squeezed.flush()).decode("ascii")
