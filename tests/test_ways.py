"""Ways are measured once: in blocks as at once, by any engine, and every interval follows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jura_coverage import posts, study
from jura_coverage.measures import access, pairs, ways
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts
from jura_coverage.parameters import Parameters
from jura_coverage.study import Result
from tests.geographies import (
    ESTIMATE,
    NO_ERRORS,
    advisor_table,
    broadband_table,
    land,
    no_spread,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]
CRS = "EPSG:2154"


@dataclass(frozen=True)
class Slow:
    """Roads on which everything takes so many times as long."""

    times: float = 2.0

    @property
    def label(self) -> str:
        return "routes lentes"

    @property
    def identity(self) -> Mapping[str, object]:
        return {"engine": "slow", "times": self.times}

    @property
    def estimate(self) -> CrowFlyEstimate:
        return ESTIMATE

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        return ESTIMATE.measured(origins, places)

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        return no_spread(kilometres)

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        return self.times * ESTIMATE.minutes(origins, places, least_m=least_m)


def positioned(
    engine: Slow | None = None, *, hosts: tuple[str, ...] = ("39001",), exponent: float = 1.0
) -> Result:
    """Five squares in a row whose posts stand where they are said to be."""
    territory = land(
        row_of_squares(), broadband_table(CODES, unwired=10), advisor_table(list(hosts))
    )
    places = territory.places.assign(position_source="position")
    return study.study(
        replace(territory, services={**territory.services, "advisors": places}),
        parameters=Parameters().but(errors=NO_ERRORS, distance_exponent=exponent),
        engine=engine or ESTIMATE,
    )


points = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12)


@pytest.mark.slow
@given(points, points, st.integers(1, 5))
def test_blocks_find_what_the_whole_table_holds(
    origins: list[tuple[int, int]], places: list[tuple[int, int]], block: int
) -> None:
    """On a grid many places are equally near: of those the first, in every block."""
    from_ = gpd.GeoSeries.from_xy(*(1000.0 * np.array(origins).T), crs=CRS)
    to = gpd.GeoSeries.from_xy(*(1000.0 * np.array(places).T), crs=CRS)
    least = pd.Series(1500.0, index=from_.index)
    whole = CrowFlyEstimate().minutes(from_, to, least_m=least)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "MOST_WAYS", block * len(to))
        found = ways.measure(CrowFlyEstimate(), from_, to, least_m=least, far_minutes=8)
    for rank, suffix in ((1, ""), (2, "_second")):
        assert found.next_places[f"minutes{suffix}"].equals(
            access.nearest_minutes(whole, rank=rank).rename(f"minutes{suffix}")
        )
        place = access.nearest_place(whole, rank=rank).astype(object)
        assert (
            found.next_places[f"place{suffix}"]
            .astype(object)
            .equals(place.rename(f"place{suffix}"))
        )
    listed = set(zip(found.near.demand, found.near.place, found.near.cost, strict=True))
    rows, columns = np.nonzero(whole.to_numpy() <= 8)
    assert listed == set(zip(rows, columns, whole.to_numpy()[rows, columns], strict=True))


@dataclass(frozen=True)
class Counting(Slow):
    """Counts how many trips it is asked for at once."""

    asked: list[int] = field(default_factory=list)

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        self.asked.append(len(origins) * len(places))
        return super().minutes(origins, places, least_m=least_m)


def test_however_many_communes_few_ways_are_measured_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seventy communes and two places, then a place of its own for each."""
    monkeypatch.setattr(ways, "MOST_WAYS", 400)
    from_ = gpd.GeoSeries.from_xy(np.arange(70) * 1000.0, np.zeros(70), crs=CRS)
    least = pd.Series(500.0, index=from_.index)
    engine = Counting()
    ways.measure(engine, from_, from_.iloc[:2], least_m=least, far_minutes=8)
    ways.each_to_its_own(engine, from_, from_, least_m=least)
    assert len(engine.asked) > 2
    assert max(engine.asked) <= 400


@given(points, st.integers(1, 40))
def test_minutes_to_its_own_place_are_those_of_the_whole_table(
    origins: list[tuple[int, int]], most: int
) -> None:
    from_ = gpd.GeoSeries.from_xy(*(1000.0 * np.array(origins).T), crs=CRS)
    to = from_.translate(3000.0, 4000.0)
    least = pd.Series(1500.0, index=from_.index)
    whole = CrowFlyEstimate().minutes(from_, to, least_m=least)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ways, "MOST_WAYS", 64 * most)
        found = ways.each_to_its_own(CrowFlyEstimate(), from_, to, least_m=least)
    assert found.tolist() == np.diag(whole).tolist()


def test_owners_are_near_where_one_of_their_places_is() -> None:
    # 20 minutes reach 13.3 km: three squares on either side.
    found = positioned(hosts=("39001", "39005")).ways
    near = found.near_owners(pd.Series({0: "a", 1: "a"}))
    assert near["a"].all()
    assert found.near_owners(pd.Series({0: "a", 1: "b"})).to_numpy().tolist() == [
        [True, False], [True, True], [True, True], [True, True], [False, True],
    ]  # fmt: skip
    assert found.near_owners(pd.Series({1: "b"})).columns.tolist() == ["b"]


@pytest.mark.slow
@pytest.mark.parametrize("exponent", [1.0, 0.7])
def test_where_nothing_varies_intervals_are_the_figures_of_the_engine_of_the_run(
    exponent: float,
) -> None:
    """At twice the minutes a post reaches its own square and the next: 9.4 and 14.8 minutes."""
    result = positioned(Slow(), exponent=exponent)
    assert result.communes["minutes"].tolist() == pytest.approx([9.4, 14.8, 25.6, 36.4, 47.2])
    (row,) = posts.keep(result).hosts.to_dict("records")
    assert row["residents_lost"] == row["residents_lost_low"] == row["residents_lost_high"] == 200
    plan = posts.add(result, posts.Rule(posts=1), tried=posts.trials(result, number=5)).plans[0]
    assert plan.residents_gained == plan.likely_gained.low == plan.likely_gained.high == 300
    share = posts.certainty(result).communes["certainty"]
    assert share.tolist() == pytest.approx([0, 0, 1, 1, 1])


def test_the_engine_is_part_of_the_fingerprint() -> None:
    assert positioned().fingerprint == positioned().fingerprint
    prints = {positioned(engine).fingerprint for engine in (None, Slow(), Slow(times=3.0))}
    assert len(prints) == 3


def test_stacked_pairs_are_those_of_the_whole() -> None:
    table = pd.DataFrame([[1.0, 9.0], [2.0, 3.0], [8.0, 8.0], [np.nan, 4.0]])
    whole = pairs.pairs_of(table, limit=5)
    parts = pairs.stacked([pairs.pairs_of(table[:1], limit=5), pairs.pairs_of(table[1:], limit=5)])
    assert parts.start.tolist() == whole.start.tolist()
    assert parts.demand.tolist() == whole.demand.tolist() == [0, 1, 1, 3]
    assert parts.place.tolist() == whole.place.tolist()
    assert parts.cost.tolist() == whole.cost.tolist()


def test_a_plan_measures_no_way_twice() -> None:
    """Five communes to two places, and to each other as sites; to no place nothing is measured."""
    engine = Counting()
    result = positioned(engine, hosts=("39001", "39005"))
    posts.decide(result, rule=posts.Rule(posts=1))
    assert (len(result.communes), len(result.territory.places)) == (5, 2)
    assert sorted(filter(None, engine.asked)) == [5 * 2, 5 * 5]
