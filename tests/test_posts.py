"""Keep, move and rounds against brute force, on the Jura, and what cannot be asked."""

from itertools import combinations, combinations_with_replacement

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts import loss
from jura_coverage.posts.solver import rounds, transfers
from jura_coverage.posts.solver.problem import Request
from jura_coverage.study import Result

SEEDS = st.integers(0, 2**32 - 1)


def town(seed: int, places: int) -> tuple[pd.DataFrame, pd.Series]:
    """Minutes of up to 15 communes to some places, and their residents."""
    generator = np.random.default_rng(seed)
    communes = int(generator.integers(1, 15))
    where = generator.uniform(0, 50, (communes, 2)), generator.uniform(0, 50, (places, 2))
    minutes = np.hypot(*(where[0][:, None, axis] - where[1][None, :, axis] for axis in (0, 1)))
    return pd.DataFrame(minutes), pd.Series(generator.integers(0, 1000, communes))


def within(minutes: FloatArray, residents: pd.Series) -> float:
    return float(residents.to_numpy()[(minutes <= 20).any(axis=1)].sum())


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, places=st.integers(1, 8), data=st.data())
def test_the_worst_joint_end_is_that_of_brute_force(
    seed: int, places: int, data: st.DataObject
) -> None:
    minutes, residents = town(seed, places)
    ends = data.draw(st.integers(1, places))
    plan = loss.worst_joint(minutes <= 20, residents, together=ends)
    losses = {
        hosts: residents[loss.lost(minutes <= 20, ended=hosts)].sum()
        for hosts in combinations(range(places), ends)
    }
    assert plan.objective == max(losses.values())
    assert plan.proven
    assert losses[plan.sites] == plan.objective


def test_out_of_time_an_answer_comes_with_its_gap() -> None:
    # Without a moment for the solver, any feasible answer stands, and its bound holds.
    generator = np.random.default_rng(0)
    ways = pd.DataFrame(generator.uniform(5, 60, (400, 40)))
    residents = pd.Series(generator.integers(1, 1000, 400))
    hasty = loss.worst_joint(ways <= 20, residents, together=12, time_limit_s=0)
    lost = residents[loss.lost(ways <= 20, ended=hasty.sites)].sum()
    assert len(hasty.sites) == 12
    assert lost == hasty.objective <= hasty.bound <= residents.sum()
    moved = transfers.solve(
        ways.to_numpy(), generator.uniform(5, 60, (400, 100)), residents.to_numpy(dtype=float),
        posts=np.ones(40, dtype=np.intp), request=Request(posts=10), time_limit_s=0,
    )  # fmt: skip
    assert 0 <= moved.gained <= moved.bound <= residents.sum()


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, places=st.integers(2, 8))
def test_ending_and_adding_the_same_post_returns_to_the_start(seed: int, places: int) -> None:
    minutes, residents = town(seed, places)
    table = loss.lost_alone(minutes <= 20, residents, posts=pd.Series(1, index=minutes.columns))
    for host in minutes.columns:
        less = minutes.drop(columns=host)
        lost = within(minutes.to_numpy(), residents) - within(less.to_numpy(), residents)
        assert table.loc[host, "residents_lost"] == lost
        again = less.assign(again=minutes[host])
        assert within(again.to_numpy(), residents) == within(minutes.to_numpy(), residents)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, places=st.integers(1, 3), sites=st.integers(2, 6), data=st.data())
def test_the_best_transfers_are_those_of_brute_force(
    seed: int, places: int, sites: int, data: st.DataObject
) -> None:
    minutes, residents = town(seed, places + sites)
    to_places, to_sites = minutes.to_numpy()[:, :places], minutes.to_numpy()[:, places:]
    number = np.array(data.draw(st.lists(st.integers(1, 2), min_size=places, max_size=places)))
    most = data.draw(st.integers(1, min(2, sites, int(number.sum()))))
    found = transfers.solve(
        to_places,
        to_sites,
        residents.to_numpy(dtype=np.float64),
        posts=number,
        request=Request(posts=most),
    )

    def after(leaving: tuple[int, ...], arriving: tuple[int, ...]) -> float:
        left = number - np.bincount(np.array(leaving, dtype=int), minlength=places)
        stay = to_places[:, left > 0]
        return within(np.hstack([stay, to_sites[:, list(arriving)]]), residents)

    today = after((), ())
    best = max(
        after(leaving, arriving)
        for moves in range(most + 1)
        for leaving in combinations_with_replacement(range(places), moves)
        if (np.bincount(np.array(leaving, dtype=int), minlength=places) <= number).all()
        for arriving in combinations(range(sites), moves)
    )
    assert found.gained == best - today
    assert found.bound == found.gained
    assert len(found.places) == len(found.sites) <= most
    assert after(found.places, found.sites) == best


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, sites=st.integers(1, 8), stops=st.integers(1, 4))
def test_the_best_round_is_that_of_brute_force(seed: int, sites: int, stops: int) -> None:
    minutes, residents = town(seed, sites)
    between = np.random.default_rng(seed + 1).uniform(0, 60, (sites, sites))
    np.fill_diagonal(between, 0)
    far = residents.to_numpy(dtype=np.float64)
    days, widest = (
        choose(minutes.to_numpy(), between, far, stops=stops)
        for choose in (rounds.most_days, rounds.most_residents)
    )

    def served(chosen: tuple[int, ...]) -> tuple[float, float]:
        near = (minutes.iloc[:, list(chosen)] <= 20).sum(axis=1)
        return float((near * residents).sum()), float(residents[near > 0].sum())

    rounds_possible = [
        served(chosen)
        for base in range(sites)
        for size in range(min(stops, sites) + 1)
        for chosen in combinations(range(sites), size)
        if all(between[base, stop] <= 30 for stop in chosen)
    ]
    assert days.resident_days == max(days for days, _ in rounds_possible)
    assert widest.residents == max(people for _, people in rounds_possible)
    for found in (days, widest):
        assert served(found.stops) == (found.resident_days, found.residents)
        assert found.gap == 0
        assert len(found.stops) <= stops
        assert all(between[found.base, stop] <= 30 for stop in found.stops)


def test_a_timeline_follows_the_ends_of_conventions() -> None:
    # Host a alone reaches the first commune, a and b the second, c the third; d has no end.
    minutes = pd.DataFrame(
        {"a": [5.0, 5, 90], "b": [90.0, 20, 90], "c": [90.0, 90, 5], "d": [90.0, 90, 90]},
        index=["39001", "39002", "39003"],
    )
    residents = pd.Series([100, 200, 400], index=minutes.index)
    ends = pd.Series({"a": "2026-06-30", "b": "2026-12-31", "c": "2026-12-31", "d": None})
    table = loss.timeline(minutes <= 20, residents, ends=ends)
    assert table.index.tolist() == ["2026-06-30", "2026-12-31"]
    assert table["residents_lost"].tolist() == [100, 700]
    assert table["hosts"].tolist() == [("a",), ("b", "c")]
    nothing = loss.timeline(minutes <= 20, residents, ends=ends.iloc[3:])
    assert nothing.empty


def test_one_of_two_posts_loses_nobody() -> None:
    minutes = pd.DataFrame({"a": [5.0, 90], "b": [90.0, 20]}, index=["39001", "39002"])
    table = loss.lost_alone(
        minutes <= 20,
        pd.Series([100, 200], index=minutes.index),
        posts=pd.Series({"a": 2, "b": 1}),
        poor=pd.Series([True, False], index=minutes.index, dtype="boolean"),
    )
    assert table["residents_lost"].tolist() == [100, 200]
    assert table["residents_lost_post"].tolist() == [0, 200]
    assert table["communes_flagged"].tolist() == [1, 0]


def test_hosts_that_are_near_nobody_only_make_up_the_number() -> None:
    near = pd.DataFrame(
        {"idle": [False] * 3, "a": [True, True, True], "b": [False, True, True],
         "other": [False] * 3, "c": [False, False, True]},
        index=["39001", "39002", "39003"],
    )  # fmt: skip
    residents = pd.Series([100, 200, 400], index=near.index)
    # Whoever has more hosts than end is not lost.
    found = [loss.worst_joint(near, residents, together=number) for number in (1, 2, 3, 4, 5)]
    assert [plan.objective for plan in found] == [100, 300, 700, 700, 700]
    assert [len(set(plan.sites)) for plan in found] == [1, 2, 3, 4, 5]
    assert set(found[1].sites) == {1, 2}
    alone = loss.lost_alone(near, residents, posts=pd.Series(1, index=near.columns))
    assert alone["residents_lost"].to_dict() == {"idle": 0, "a": 100, "b": 0, "other": 0, "c": 0}


def test_gains_and_losses_are_counted_where_people_live() -> None:
    residents = pd.Series([100, 200, 400])
    table = transfers.gains_and_losses(
        pd.Series([10.0, 30, 20]),
        pd.Series([30.0, 20, 20]),
        residents,
        group=pd.Series(["x", "y", None]),
    )
    assert table["residents_gained"].to_dict() == {"": 0, "x": 0, "y": 200}
    assert table["residents_lost"].to_dict() == {"": 0, "x": 100, "y": 0}


def test_the_hosts_of_the_jura(jura: Result) -> None:
    near, residents = jura.ways.to_places <= 20, jura.communes["residents"].astype(float)
    number = jura.territory.places["posts"].astype(int)
    alone = loss.lost_alone(near, residents, posts=number, poor=jura.communes["poor"])
    # 161,981 residents are within 20 minutes today: 257,973 less the 95,992 who are far.
    every_host = loss.worst_joint(near, residents, together=9)
    assert every_host.objective == 161_981
    one = loss.worst_joint(near, residents, together=1)
    assert one.objective == alone["residents_lost"].max()
    two = loss.worst_joint(near, residents, together=2)
    assert two.objective >= one.objective


def test_impossible_requests_are_refused_in_french() -> None:
    table = np.zeros((1, 2))
    with pytest.raises(SitingError, match=r"3.postes à placer pour 2.candidats"):
        loss.worst_joint(pd.DataFrame(table, dtype=bool), pd.Series([1]), together=3)
    with pytest.raises(SitingError, match=r"2.transferts à proposer pour 1.poste"):
        transfers.solve(
            table[:, :1], table, np.ones(1), posts=np.array([1]), request=Request(posts=2)
        )
    with pytest.raises(SitingError, match="au moins un arrêt et une base"):
        rounds.most_days(table, np.zeros((2, 2)), np.ones(1), stops=0)
