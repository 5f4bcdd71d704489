"""Supply on geographies one can draw, its properties, and PySAL access on the same input."""

import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.errors import ParameterError
from jura_coverage.measures import supply
from jura_coverage.measures.pairs import FloatArray, pairs_of, pairs_within

SIDE_M = 4000.0
WITHIN_10_KM = supply.step_decay(limits=[10_000], weights=[1])


def row_m(count: int = 5) -> FloatArray:
    """Town halls of square communes of 4 km side by side."""
    return np.column_stack([SIDE_M * np.arange(count), np.zeros(count)])


def residents_of(*counts: int) -> pd.Series:
    return pd.Series(counts, index=[f"39{number:03d}" for number in range(1, len(counts) + 1)])


@st.composite
def towns(draw: st.DrawFn) -> tuple[pd.Series, pd.Series, FloatArray, FloatArray]:
    """Residents, posts, and where both are."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    communes, places = draw(st.integers(1, 30)), draw(st.integers(1, 8))
    residents = pd.Series(generator.integers(1, 5000, communes).astype(float))
    fte = pd.Series(generator.choice([0.5, 1.0, 2.0], places))
    where, posts = (generator.uniform(0, 40_000, (size, 2)) for size in (communes, places))
    return residents, fte, where, posts


DECAYS = st.sampled_from(
    [
        WITHIN_10_KM,
        supply.step_decay(limits=[5_000, 12_000], weights=[1, 0.4]),
        supply.gaussian_decay(width=6_000),
    ]
)
METHODS = pytest.mark.parametrize("method", [supply.e2sfca, supply.bfca])


@METHODS
def test_one_post_is_shared_by_those_who_reach_it(method: type) -> None:
    # From the first square 4 and 8 km are within reach, 12 and 16 are not: 1 post for 300.
    pairs = pairs_within(row_m(), row_m(1), radius_m=30_000)
    access = method(
        residents_of(100, 100, 100, 100, 100), pd.Series([1.0]), pairs=pairs, decay=WITHIN_10_KM
    )
    assert access.tolist() == pytest.approx([1 / 300] * 3 + [0, 0])
    assert access.index.tolist() == ["39001", "39002", "39003", "39004", "39005"]


def test_balanced_counts_a_resident_between_two_posts_once() -> None:
    # Posts in squares 1 and 3, 5 km of reach: the middle square reaches both, the others one.
    pairs = pairs_within(row_m(3), row_m(3)[[0, 2]], radius_m=5_000)
    residents, fte = residents_of(100, 100, 100), pd.Series([1.0, 1.0])
    decay = supply.step_decay(limits=[5_000], weights=[1])
    enhanced = supply.e2sfca(residents, fte, pairs=pairs, decay=decay)
    balanced = supply.bfca(residents, fte, pairs=pairs, decay=decay)
    assert enhanced.tolist() == pytest.approx([1 / 200, 2 / 200, 1 / 200])
    assert balanced.tolist() == pytest.approx([1 / 150, 1 / 150, 1 / 150])


def test_weighted_demand_takes_more_of_the_post() -> None:
    pairs = pairs_within(row_m(2), row_m(1), radius_m=5_000)
    weights = pd.Series([1.0, 3.0], index=["39001", "39002"])
    access = supply.e2sfca(
        residents_of(100, 100), pd.Series([1.0]), pairs=pairs, decay=WITHIN_10_KM, weights=weights
    )
    assert access.tolist() == pytest.approx([1 / 400, 1 / 400])


@METHODS
@settings(max_examples=60, deadline=None)
@given(drawn=towns(), decay=DECAYS, radius_m=st.floats(1_000, 60_000))
def test_supply_is_conserved(method, drawn, decay, radius_m) -> None:  # type: ignore[no-untyped-def]
    residents, fte, where, posts = drawn
    pairs = pairs_within(where, posts, radius_m=radius_m)
    reached = np.unique(pairs.place[decay(pairs.cost) > 0])
    access = method(residents, fte, pairs=pairs, decay=decay)
    assert (residents * access).sum() == pytest.approx(fte.iloc[reached].sum())
    assert (access >= 0).all()
    assert access.index.equals(residents.index)


@METHODS
@settings(max_examples=40, deadline=None)
@given(drawn=towns(), decay=DECAYS, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(method, drawn, decay, seed) -> None:  # type: ignore[no-untyped-def]
    residents, fte, where, posts = drawn
    order = np.random.default_rng(seed).permutation(len(residents))
    plain = method(residents, fte, pairs=pairs_within(where, posts, radius_m=20_000), decay=decay)
    mixed = method(
        residents.iloc[order],
        fte,
        pairs=pairs_within(where[order], posts, radius_m=20_000),
        decay=decay,
    )
    pd.testing.assert_series_equal(mixed.sort_index(), plain)


@settings(max_examples=25, deadline=None)
@given(drawn=towns(), decay=DECAYS)
def test_pysal_access_finds_the_same(drawn, decay) -> None:  # type: ignore[no-untyped-def]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from access.fca import two_stage_fca
    residents, fte, where, posts = drawn
    pairs = pairs_within(where, posts, radius_m=15_000)
    ours = supply.e2sfca(residents, fte, pairs=pairs, decay=decay)
    if not len(pairs.cost) or not (decay(pairs.cost) > 0).any():
        assert not ours.any()
        return
    trips = pd.DataFrame({"origin": pairs.demand, "dest": pairs.place, "cost": pairs.cost})
    trips = trips[decay(pairs.cost) > 0]  # it divides by zero otherwise
    theirs = two_stage_fca(
        residents.rename_axis("geoid").rename("demand").reset_index(),
        fte.rename_axis("geoid").rename("supply").to_frame(),
        trips,
        max_cost=15_000,
        weight_fn=lambda cost: float(decay(np.array([cost]))[0]),
    )
    # It drops the rows of communes that reach nothing.
    assert ours[theirs.index].to_numpy() == pytest.approx(theirs.to_numpy(), rel=0, abs=1e-9)
    assert not ours.drop(theirs.index).any()


@settings(max_examples=40, deadline=None)
@given(drawn=towns(), radius_m=st.floats(0, 60_000))
def test_pairs_are_those_of_the_whole_matrix(drawn, radius_m) -> None:  # type: ignore[no-untyped-def]
    _, _, where, posts = drawn
    matrix = np.hypot(*(where[:, None, axis] - posts[None, :, axis] for axis in (0, 1)))
    pairs = pairs_within(where, posts, radius_m=radius_m)
    whole = pairs_of(pd.DataFrame(matrix), limit=radius_m)
    assert set(zip(pairs.demand, pairs.place, strict=True)) == set(
        zip(whole.demand, whole.place, strict=True)
    )


def test_the_radius_is_within_reach_and_a_point_without_position_is_not() -> None:
    points = np.array([[0.0, 0.0], [np.nan, 0.0], [4_000.0, 0.0]])
    pairs = pairs_within(points, row_m(1), radius_m=4_000)
    assert sorted(pairs.demand.tolist()) == [0, 2]
    assert pairs.reach(4_000).sum() == 2
    assert pairs.reach(3_999).sum() == 1
    floored = pairs_within(row_m(1), row_m(1), radius_m=4_000, least_m=np.array([2_000.0]))
    assert floored.cost.tolist() == [2_000]
    assert len(pairs_within(row_m(1), row_m(1), radius_m=1_000, least_m=np.array([2e3])).cost) == 0


def test_refusals_say_what_was_expected() -> None:
    with pytest.raises(ParameterError, match="limites croissantes"):
        supply.step_decay(limits=[20, 10], weights=[1, 1])
    with pytest.raises(ParameterError, match="au moins 0"):
        supply.step_decay(limits=[20], weights=[-1])
    with pytest.raises(ParameterError, match="plus de 0"):
        supply.gaussian_decay(width=0)


def test_importing_the_package_does_not_load_scipy() -> None:
    code = "import sys, jura_coverage; raise SystemExit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_place_at_all_gives_zero_everywhere() -> None:
    pairs = pairs_within(row_m(2), np.empty((0, 2)), radius_m=10_000)
    access = supply.bfca(
        residents_of(1, 2), pd.Series([], dtype=float), pairs=pairs, decay=WITHIN_10_KM
    )
    assert access.tolist() == [0, 0]


def test_more_points_than_a_block_give_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    where = np.random.default_rng(0).uniform(0, 40_000, (50, 2))
    whole = pairs_within(where, where[:9], radius_m=9_000)
    monkeypatch.setattr("jura_coverage.measures.pairs.BLOCK", 7)
    blocks = pairs_within(where, where[:9], radius_m=9_000)
    tables = [pairs.matrix(lambda cost: cost + 1).toarray() for pairs in (whole, blocks)]
    assert (tables[0] == tables[1]).all()
