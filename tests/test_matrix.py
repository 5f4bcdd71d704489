"""The minutes that a page carries: what is written of them, and which side of thresholds they keep.

What the page reads of it is in ``tests/js/matrix.test.js``, by the same vectors.
"""

import base64
import json
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from jura_coverage import study
from jura_coverage.measures import access, flags
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import MissingPairs
from jura_coverage.publish import scales
from jura_coverage.publish.map import matrix, payload, shape
from tests.geographies import (
    CRS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)
from tests.shapes import faults

VECTORS = json.loads((Path(__file__).parent / "vectors" / "matrix.json").read_text("utf-8"))
CODES = ["39001", "39002", "39003", "39004"]
Told = list[list[float | None]]


def tabled(
    told: Told, points: gpd.GeoSeries, *, missing_pairs: MissingPairs,
    estimate: CrowFlyEstimate,
) -> TabledMinutes:  # fmt: skip
    minutes = np.array(told, dtype=float)
    return TabledMinutes(
        label="table", identity={}, name="table", convention="en voiture",
        network_date=date(2026, 11, 1), files="minutes.csv",
        names=pd.Series(CODES[: len(minutes)], index=CODES[: len(minutes)]), points=points,
        told=minutes, kilometres=np.full(minutes.shape, np.nan),
        estimated=np.zeros(minutes.shape, dtype=bool),
        missing_pairs=missing_pairs, estimate=estimate,
    )  # fmt: skip


# --- what is written --------------------------------------------------------------------------


@pytest.mark.parametrize("case", VECTORS["levels"], ids=lambda case: case["why"][:50])
def test_levels_are_those_that_the_page_finds(case: dict[str, Any]) -> None:
    assert matrix.levels(case["steps"], case["also"]).tolist() == case["values"]


def test_what_is_written_is_what_the_page_reads() -> None:
    case = VECTORS["packed"]
    like = np.array(case["rows_like"]), np.array(case["points_like"])
    written = matrix.packed(
        np.array(case["numbers"]), np.array(case["estimated"], dtype=bool), like=like
    )
    assert [*zlib.decompress(base64.b64decode(written), wbits=-15)] == case["bytes"]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["why"][:50])
def test_python_finds_what_the_page_finds_in_a_table(case: dict[str, Any]) -> None:
    ground = VECTORS["ground"]
    halls = gpd.GeoSeries([Point(east, 0) for east in ground["east"]], index=CODES, crs=CRS)
    estimate = CrowFlyEstimate(
        fixed_minutes=ground["fixed_minutes"], minutes_per_km=ground["minutes_per_km"],
        distance_exponent=ground["distance_exponent"],
    )  # fmt: skip
    engine = tabled(ground["told"], halls, missing_pairs=case["missing_pairs"], estimate=estimate)
    stay = [at for i, at in enumerate(ground["places"]) if i not in case["closed"]]
    places = halls.iloc[[*stay, *case["added"]]].reset_index(drop=True)
    trips = engine.minutes(halls, places, least_m=pd.Series(ground["least"], index=CODES))
    minutes = access.nearest_minutes(trips)
    far = flags.is_far(minutes, far_minutes=ground["far_minutes"])
    for found, name in (
        (minutes, "minutes"), (access.nearest_minutes(trips, rank=2), "second"), (far, "far"),
    ):  # fmt: skip
        assert [None if pd.isna(each) else each for each in found] == case[name], name


# --- no rounding crosses a threshold ----------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "factors"), [(matrix.FINE, (0.5, 0.75, 1, 1.5)), (matrix.COARSE, (1,))]
)
def test_rounded_up_minutes_stay_on_their_side_of_all_that_is_tried(
    steps: tuple[shape.Steps, ...], factors: tuple[float, ...]
) -> None:
    """Beyond a threshold or not: each half minute from 5 to 60, and where a class or zone ends."""
    known = matrix.levels([*steps, (120, 1)], [])
    breaks = np.array([half / 2 * factor for half in range(10, 121) for factor in factors])
    around = np.concatenate([breaks, np.nextafter(breaks, 0), np.nextafter(breaks, 200)])
    minutes = np.concatenate([around, np.random.default_rng(1).uniform(0, 119, 2000)])
    rounded = known[matrix.numbered(minutes, known) - 1]
    assert (rounded >= minutes).all()
    assert ((rounded[:, None] > breaks) == (minutes[:, None] > breaks)).all()


def test_a_published_threshold_off_the_steps_is_a_step_too() -> None:
    odd = PROPORTIONAL.but(far_minutes=73.3)
    known = matrix.levels([*matrix.FINE, (120, 1)], matrix._breaks(odd))
    assert set(scales.MINUTES.breaks(odd)) <= {*known.tolist()}


# --- of a result ------------------------------------------------------------------------------


def of_squares(told: Told, *, missing_pairs: MissingPairs) -> shape.Matrix:
    squares = row_of_squares(len(told))
    halls = gpd.GeoSeries(squares["origin"], crs=CRS)
    joined = land(squares, broadband_table(CODES[: len(told)]), advisor_table(CODES[:1]))
    result = study.study(
        joined, parameters=PROPORTIONAL,
        engine=tabled(told, halls, missing_pairs=missing_pairs, estimate=CrowFlyEstimate()),
    )  # fmt: skip
    data = payload.payload(result)
    assert faults(json.loads(json.dumps(data)), shape.Payload) == []
    return data["travel"]["matrix"]


def unpacked(found: shape.Matrix) -> Told:
    """Read it as one would by hand, cell by cell."""
    raw = [*zlib.decompress(base64.b64decode(found["trips"]), wbits=-15)]
    known = matrix.levels(found["steps"], found["also"])
    rows, columns = found["rows_like"], found["points_like"]
    cells = len(rows) * len(columns)
    numbers: dict[tuple[int, int], int] = {}

    def number(row: int, column: int) -> int:
        if row < 0 or column < 0:
            return 0
        if (row, column) not in numbers:
            at = row * len(columns) + column
            left = raw[at] + 256 * raw[cells + at]
            above, beside = rows[row], columns[column]
            numbers[row, column] = (
                (-(left + 1) // 2 if left % 2 else left // 2)
                + number(above, column) + number(row, beside) - number(above, beside)
            )  # fmt: skip
        return numbers[row, column]

    every = [[number(row, column) for column in range(len(columns))] for row in range(len(rows))]
    return [[float(known[each - 1]) if each else None for each in line] for line in every]


def test_what_is_told_is_carried_and_what_is_not_is_left_to_the_page() -> None:
    told: Told = [[3.01, 8, None], [9.25, 3, 70.3], [None, 100.2, 3]]
    found = of_squares(told, missing_pairs="estimate")
    assert found["missing_pairs"] == "estimate"
    assert unpacked(found) == [[3.125, 8, None], [9.25, 3, 70.5], [None, 101, 3]]
    # A run with this table is refused nothing, and its page is made: it tells of the one place.
    refused = of_squares(
        [[3, None, None], [9, None, None], [7, None, None]], missing_pairs="refuse"
    )
    assert unpacked(refused) == [[3, None, None], [9, None, None], [7, None, None]]


def test_noise_that_packs_badly_is_rounded_more_and_stays_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matrix, "MOST_CHARACTERS", 10)
    found = of_squares([[3.01, 8.1], [9.25, 3]], missing_pairs="refuse")
    assert found["steps"] == [(60, 0.5), (60, 1)]
    assert unpacked(found) == [[3.5, 8.5], [9.5, 3]]


def test_the_belt_is_told_only_as_far_as_it_shares_posts() -> None:
    """A commune beyond the border at 200 minutes is at 90: out of reach of all that is tried."""
    squares = row_of_squares(3)
    beyond = squares[2:].set_axis(pd.Index(["25001"], name="insee"))
    joined = land(squares[:2], broadband_table(CODES[:2]), advisor_table(CODES[:1]))
    halls = gpd.GeoSeries(squares["origin"][:2], crs=CRS)
    engine = replace(
        tabled([[3, 5], [5, 3]], halls, missing_pairs="missing", estimate=CrowFlyEstimate()),
        names=pd.Series(["a", "b", "c"], index=[*CODES[:2], "25001"]),
        told=np.array([[3, 5], [5, 3], [200, 12.4]]), estimated=np.zeros((3, 2), dtype=bool),
    )  # fmt: skip
    result = study.study(replace(joined, neighbours=beyond), parameters=PROPORTIONAL, engine=engine)
    found = payload.payload(result)["travel"]["matrix"]
    assert unpacked(found) == [[3, 5], [5, 3], [90, 12.5]]


def test_a_commune_without_a_point_has_trips_from_it_as_told_and_none_to_it() -> None:
    squares = row_of_squares(3)
    halls = gpd.GeoSeries(squares["origin"], crs=CRS)
    squares.loc[CODES[1], "origin"] = None
    joined = land(squares, broadband_table(CODES[:3]), advisor_table(CODES[:1]))
    engine = tabled(
        [[3, 5, 9], [5.5, 3, 4], [9.5, 4, 3]], halls, missing_pairs="missing",
        estimate=CrowFlyEstimate(),
    )  # fmt: skip
    result = study.study(joined, parameters=PROPORTIONAL, engine=engine)
    found = payload.payload(result)["travel"]["matrix"]
    assert unpacked(found) == [[3, None, 9], [5.5, None, 4], [9.5, None, 3]]
    assert result.communes["minutes"].tolist() == [3, 5.5, 9.5]
