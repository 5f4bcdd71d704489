"""Measures on geographies that one can draw, checked by hand, and their properties."""

from itertools import permutations
from typing import ClassVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from jura_coverage import geography, study
from jura_coverage.measures import access, internet
from jura_coverage.measures.flags import POOR_AND_FAR, is_far, is_poor, situation
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from tests.geographies import (
    ESTIMATE,
    SIDE_M,
    advisor_table,
    broadband_table,
    land,
    no_spread,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]


def measured(unwired: int = 10, hosts: tuple[str, ...] = ("39001",)) -> pd.DataFrame:
    territory = land(
        row_of_squares(), broadband_table(CODES, unwired=unwired), advisor_table(list(hosts))
    )
    return pd.DataFrame(study.study(territory, engine=ESTIMATE).communes)


def test_minutes_along_a_row_of_squares() -> None:
    # At home half the root of 16 km² = 2 km counts; then 4, 8, 12 and 16 km at 1.35 min + 2.
    expected = [2 + 1.35 * kilometres for kilometres in (2, 4, 8, 12, 16)]
    assert measured()["minutes"].tolist() == pytest.approx(expected)


def test_longer_trips_are_faster_below_an_exponent_of_one() -> None:
    estimate = CrowFlyEstimate(fixed_minutes=2, minutes_per_km=3, distance_exponent=0.5)
    territory = land(row_of_squares(), broadband_table(CODES), advisor_table(["39001"]))
    minutes = study.study(territory, engine=estimate).communes["minutes"]
    # The roots of 4 and 16 km are 2 and 4.
    assert minutes.iloc[[1, 4]].tolist() == pytest.approx([2 + 3 * 2, 2 + 3 * 4])


ESTIMATES = st.builds(
    CrowFlyEstimate,
    fixed_minutes=st.floats(0, 60),
    minutes_per_km=st.floats(0.01, 60),
    distance_exponent=st.floats(0.1, 1.5),
)
KILOMETRES = st.floats(0.1, 200)


@given(estimate=ESTIMATES, kilometres=KILOMETRES, more=KILOMETRES)
def test_a_longer_way_takes_longer(
    estimate: CrowFlyEstimate, kilometres: float, more: float
) -> None:
    near, far = estimate.of_kilometres(np.array([kilometres, kilometres + more]))
    assert estimate.fixed_minutes < near < far


@given(slope=st.floats(0.01, 60), kilometres=st.floats(0, 200))
def test_an_exponent_of_one_is_proportion_to_the_bit(slope: float, kilometres: float) -> None:
    estimate = CrowFlyEstimate(fixed_minutes=0, minutes_per_km=slope, distance_exponent=1)
    assert estimate.of_kilometres(np.array([kilometres])).tolist() == [slope * kilometres]


def test_flags_along_a_row_of_squares() -> None:
    # 10 of 100 premises lack a line everywhere; only the last square is beyond 20 minutes (23.6).
    assert measured()["situation"].tolist() == ["poor_only"] * 4 + ["poor_and_far"]
    assert measured(unwired=4)["situation"].tolist() == ["neither"] * 4 + ["far_only"]


def test_twenty_minutes_is_near_and_five_percent_is_poor() -> None:
    assert is_far(pd.Series([20.0, 20.001]), far_minutes=20).tolist() == [False, True]
    share = internet.share_without(pd.Series([200, 200]), pd.Series([190, 191]))
    assert is_poor(share, poor_share=0.05).tolist() == [True, False]


def test_second_nearest_is_the_other_host() -> None:
    table = measured(hosts=("39001", "39005"))
    assert table["place"].tolist() == [0, 0, 0, 1, 1]
    assert table["place_second"].tolist() == [1, 1, 1, 0, 0]
    assert (table["minutes_second"] >= table["minutes"]).all()


def test_a_commune_without_broadband_is_kept_without_class() -> None:
    territory = land(row_of_squares(), broadband_table(CODES[:4]), advisor_table(["39001"]))
    table = study.study(territory).communes
    assert table["situation"].tolist() == ["neither"] * 4 + ["no_data"]
    assert table.loc["39005", "share_without":"share_without"].isna().all()
    assert any("39005" in name for remark in territory.remarks for name in remark.concerns)


def test_a_commune_without_premises_is_no_data_and_not_zero() -> None:
    rows = broadband_table(CODES)
    rows.loc[rows["insee"] == "39003", ["premises", "ftth"]] = 0
    table = study.study(
        land(row_of_squares(), rows, advisor_table(["39001"])),
        parameters=Parameters(),
        engine=CrowFlyEstimate(),
    ).communes
    assert table.loc["39003", "situation"] == "no_data"


def test_without_a_host_there_are_no_minutes() -> None:
    nobody = pd.DataFrame(index=CODES)
    assert access.nearest_minutes(nobody).isna().all()
    assert access.nearest_place(nobody).isna().all()


def test_satellite_counts_only_when_asked() -> None:
    only_satellite = pd.DataFrame([[0] * 7 + [50]], columns=list(internet.TECHNOLOGIES))
    assert internet.premises_covered(only_satellite).tolist() == [0]
    assert internet.premises_covered(only_satellite, definition="terrestrial").tolist() == [0]
    assert internet.premises_covered(only_satellite, definition="all").tolist() == [50]


def test_an_origin_is_the_town_hall_if_it_can_be_believed() -> None:
    square = box(0, 0, 1000, 1000)
    halls = [Point(500, 500), Point(1000, 1999), Point(1000, 2001), None, Point()]
    polygons = gpd.GeoSeries([square] * len(halls), crs=2154)
    points, source = geography.origins(polygons, gpd.GeoSeries(halls, crs=2154))
    assert source.tolist() == [
        "town_hall",
        "town_hall",  # 999 m outside
        "town_hall_outside",  # 1,001 m outside
        "town_hall_missing",
        "town_hall_missing",
    ]
    assert points[0] == halls[0]
    assert points[1] == halls[1]
    assert all(square.contains(point) for point in points[2:])


matrices = st.integers(1, 6).flatmap(
    lambda places: st.lists(
        st.lists(st.floats(0, 300), min_size=places, max_size=places), min_size=1, max_size=8
    )
)


@given(matrices)
def test_nearest_equals_brute_force(rows: list[list[float]]) -> None:
    minutes = pd.DataFrame(rows)
    assert access.nearest_minutes(minutes).tolist() == [min(row) for row in rows]
    assert access.nearest_place(minutes).tolist() == [row.index(min(row)) for row in rows]


@given(matrices, st.floats(0, 300))
def test_one_more_post_never_raises_minutes(rows: list[list[float]], constant: float) -> None:
    minutes = pd.DataFrame(rows)
    more = minutes.assign(new=constant)
    assert (access.nearest_minutes(more) <= access.nearest_minutes(minutes)).all()


@pytest.mark.slow
def test_the_order_of_rows_changes_nothing() -> None:
    """Each order of four squares is tried, not some of five."""
    rows = broadband_table(CODES[:4], unwired=10)
    tables = [
        study.study(
            land(row_of_squares(4), rows.iloc[list(order)], advisor_table(["39002", "39004"]))
        ).communes
        for order in permutations(range(4))
    ]
    assert len(tables) == 24
    for table in tables[1:]:
        pd.testing.assert_frame_equal(table, tables[0])


@given(st.floats(0.01, 0.99), st.floats(1, 60), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_stricter_thresholds_never_flag_more(
    poor_share: float, far_minutes: float, shares: list[float]
) -> None:
    values = pd.Series(shares)
    minutes = 60 * values
    loose, strict = (
        situation(
            is_poor(values, poor_share=factor * poor_share),
            is_far(minutes, far_minutes=factor * far_minutes),
        ).eq(POOR_AND_FAR)
        for factor in (1, 1.01)
    )
    assert not (strict & ~loose).any()


def test_no_measure_touches_its_input() -> None:
    communes = row_of_squares()
    rows, hosts = broadband_table(CODES), advisor_table(["39001"])
    before = [table.copy(deep=True) for table in (communes, rows, hosts)]
    territory = land(communes, rows, hosts)
    columns = list(territory.communes.columns)
    study.study(territory)
    for table, copy in zip((communes, rows, hosts), before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(copy))
    assert list(territory.communes.columns) == columns


def test_least_distance_is_half_the_side_of_a_square() -> None:
    assert geography.least_distance_m(row_of_squares().geometry).tolist() == [SIDE_M / 2] * 5


def test_another_engine_takes_the_place_of_the_estimate() -> None:
    class Constant:
        label = "dix minutes partout"
        identity: ClassVar = {"engine": "constant"}
        spread_minutes = staticmethod(no_spread)
        measured, estimate = ESTIMATE.measured, ESTIMATE

        def minutes(
            self,
            origins: gpd.GeoSeries,
            places: gpd.GeoSeries,
            *,
            least_m: pd.Series,  # noqa: ARG002 - part of the contract
        ) -> pd.DataFrame:
            return pd.DataFrame(10.0, index=origins.index, columns=places.index)

    territory = land(row_of_squares(), broadband_table(CODES), advisor_table(["39001"]))
    table = study.study(territory, parameters=Parameters(), engine=Constant()).communes
    assert np.array_equal(table["minutes"], [10.0] * 5)
