"""Posts shared out between départements, against all splits of small ones, and by properties."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage import study
from jura_coverage.errors import SitingError
from jura_coverage.parameters import Parameters
from jura_coverage.posts import Rule, Trials, add, keep, shares, trials
from jura_coverage.posts.solver.split import Curve, Split, longer, split
from jura_coverage.study import Result
from tests.geographies import (
    NO_ERRORS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

# 2 + 1.35 × 4 = 7.4 minutes to the next square, 12.8 to the one after.
ONE_SQUARE = PROPORTIONAL.but(far_minutes=8)
AS_ESTIMATED = replace(ONE_SQUARE, errors=NO_ERRORS)
# Squares in a row: who lives in each, and how many posts each host has, by its square.
Row = tuple[tuple[int, ...], dict[int, float]]
ROWS: tuple[Row, ...] = (
    ((100, 100, 100, 100, 100), {1: 1}),
    ((10, 300, 20, 5, 400, 7), {0: 1, 3: 2}),
    ((50, 60, 70), {}),
)
HOSTED: tuple[Row, ...] = (
    ((100, 100, 100, 100, 100), {0: 1, 2: 1, 4: 1}),
    ((10, 300, 20, 5, 400, 7), {0: 1, 3: 2, 5: 1}),
    ((50, 60, 70, 900), {0: 0.5, 1: 0.5, 3: 2}),
)


def drawn(
    residents: Sequence[int], hosts: Mapping[int, float], *, parameters: Parameters = AS_ESTIMATED
) -> Result:
    """Squares in a row, of which some have a host; reach is the next square."""
    communes = row_of_squares(len(residents))
    communes["residents"] = pd.array(residents, dtype="Int64")
    codes = communes.index.tolist()
    table = advisor_table([codes[at] for at in hosts]).assign(posts=list(hosts.values()))
    joined = land(communes, broadband_table(codes, unwired=10), table if hosts else None)
    return study.study(joined, parameters=parameters)


@cache
def certain(rows: str, at: int) -> tuple[Result, Trials]:
    """Give one of the rows, where everything is as estimated, and its worlds."""
    result = drawn(*{"new": ROWS, "hosted": HOSTED}[rows][at])
    return result, trials(result, number=2)


@cache
def gains_of(at: int, *, upto: int, most: int) -> shares.Gains:
    result, tried = certain("new", at)
    return shares.gains(result, Rule(), upto=upto, most=most, tried=tried)


@cache
def losses_of(at: int, *, upto: int) -> shares.Losses:
    result, tried = certain("hosted", at)
    return shares.losses(result, upto=upto, tried=tried)


def near(squares: Iterable[int], *, of: int) -> set[int]:
    """Name the squares from which one of some is the same or the next."""
    return {one for one in range(of) if any(abs(one - other) <= 1 for other in squares)}


def gained(residents: Sequence[int], hosts: Mapping[int, float], sites: Iterable[int]) -> int:
    number = len(residents)
    return sum(residents[at] for at in near(sites, of=number) - near(hosts, of=number))


def lost(residents: Sequence[int], hosts: Mapping[int, float], stay: Iterable[int]) -> int:
    number = len(residents)
    return sum(residents[at] for at in near(hosts, of=number) - near(stay, of=number))


def told_until_known(
    told: Callable[[int, int], shares.Gains | shares.Losses], *, of: int, least: int, most: int
) -> tuple[list[shares.Gains | shares.Losses], Split]:
    """Ask each of some for as many posts as the split needs, as the command does."""
    found = [told(at, 1) for at in range(of)]
    while True:
        curves = [each.curve for each in found]
        shared = split(curves, least=least, most=most)
        wanted = longer(curves, shared)
        if not wanted:
            return found, shared
        for at, upto in wanted.items():
            found[at] = told(at, upto)


@st.composite
def curves(draw: st.DrawFn) -> list[Curve]:
    """Curves of any shape, rising and falling, with bounds above them."""
    made = []
    for _ in range(draw(st.integers(1, 4))):
        found = draw(st.lists(st.integers(-20, 20), min_size=1, max_size=5))
        above = draw(st.lists(st.integers(0, 9), min_size=len(found), max_size=len(found)))
        made.append(
            Curve(
                found=tuple(map(float, found)),
                bounds=tuple(float(one + more) for one, more in zip(found, above, strict=True)),
                first=draw(st.integers(0, len(found) - 1)),
            )
        )
    return made


def all_splits(given: Sequence[Curve], *, least: int, most: int) -> list[tuple[int, ...]]:
    ranges = [range(each.first, each.last + 1) for each in given]
    return [each for each in product(*ranges) if least <= sum(each) <= most]


@settings(max_examples=200, deadline=None)
@given(given=curves(), least=st.integers(0, 8), more=st.integers(0, 8))
def test_the_split_is_that_of_brute_force(given: list[Curve], least: int, more: int) -> None:
    """Whatever the curves look like: the best worth, the best bound, the quotas and the sum."""
    most = least + more
    possible = all_splits(given, least=least, most=most)
    if not possible:
        with pytest.raises(ValueError, match="no split"):
            split(given, least=least, most=most)
        return
    shared = split(given, least=least, most=most)
    worths = {
        each: sum(curve.found[posts] for curve, posts in zip(given, each, strict=True))
        for each in possible
    }
    assert shared.worth == max(worths.values())
    assert worths[shared.posts] == shared.worth
    assert sum(shared.posts) == min(
        sum(each) for each, worth in worths.items() if worth == shared.worth
    )
    assert shared.bound == max(
        sum(curve.bounds[posts] for curve, posts in zip(given, each, strict=True))
        for each in possible
    )
    assert shared.gap >= 0


@settings(max_examples=60, deadline=None)
@given(given=curves(), most=st.integers(0, 12))
def test_more_posts_are_worth_no_less(given: list[Curve], most: int) -> None:
    free = [replace(each, first=0) for each in given]
    assert split(free, most=most + 1).worth >= split(free, most=most).worth
    assert split(free, most=most + 1).bound >= split(free, most=most).bound


@settings(max_examples=100, deadline=None)
@given(
    found=st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=6), min_size=1, max_size=4),
    most=st.integers(0, 12),
)
def test_curves_are_told_until_the_split_is_known(found: list[list[int]], most: int) -> None:
    """Where bounds are tight, curves that begin short end with the split of the whole ones."""
    whole = [tuple(map(float, each)) for each in found]
    best = split([Curve(found=each, bounds=each) for each in whole], most=most)
    told = [1] * len(whole)
    while True:
        short = [
            Curve(found=each[: upto + 1], bounds=each)
            for each, upto in zip(whole, told, strict=True)
        ]
        shared = split(short, most=most)
        wanted = longer(short, shared)
        assert all(upto > short[at].last for at, upto in wanted.items())
        if not wanted:
            break
        for at, upto in wanted.items():
            told[at] = upto
    assert shared.worth == best.worth
    assert shared.gap == 0


@pytest.mark.slow
@pytest.mark.parametrize("budget", range(1, 8))
def test_new_posts_are_shared_out_as_brute_force_does(budget: int) -> None:
    """All sets of squares of all three rows, of at most so many in all."""
    best_of = [
        [
            max(
                gained(residents, hosts, sites)
                for number in range(posts + 1)
                for sites in combinations(range(len(residents)), number)
            )
            for posts in range(len(residents) + 1)
        ]
        for residents, hosts in ROWS
    ]
    best = max(
        sum(worth[posts] for worth, posts in zip(best_of, each, strict=True))
        for each in product(*(range(len(worth)) for worth in best_of))
        if sum(each) <= budget
    )
    found, shared = told_until_known(
        lambda at, upto: gains_of(at, upto=upto, most=budget),
        of=len(ROWS), least=0, most=budget,
    )  # fmt: skip
    assert shared.worth == best
    assert shared.gap == 0
    told = 0
    for (residents, hosts), each, posts in zip(ROWS, found, shared.posts, strict=True):
        assert isinstance(each, shares.Gains)
        if posts:
            plan = each.plans[posts - 1]
            assert len(plan.sites) <= posts
            assert gained(residents, hosts, [int(code) - 39001 for code in plan.sites]) == (
                plan.expected_gain
            )
            told += plan.expected_gain
    assert told == best


@pytest.mark.slow
@pytest.mark.parametrize("budget", range(9))
def test_posts_are_kept_as_brute_force_does(budget: int) -> None:
    """All sets of hosts of all three rows that so many posts suffice for, whole ones in each."""
    least_of = []
    for residents, hosts in HOSTED:
        whole = shares.whole_posts(sum(hosts.values()))
        sets = [
            stay for number in range(len(hosts) + 1) for stay in combinations(hosts, number)
        ]  # fmt: skip
        least_of.append(
            [
                min(
                    lost(residents, hosts, stay)
                    for stay in sets
                    if sum(hosts[at] for at in stay) <= whole - fewer
                )
                for fewer in range(whole + 1)
            ]
        )
    now = sum(len(each) - 1 for each in least_of)
    assert now == 10
    least = min(
        sum(worth[fewer] for worth, fewer in zip(least_of, each, strict=True))
        for each in product(*(range(len(worth)) for worth in least_of))
        if sum(each) >= now - budget
    )
    found, shared = told_until_known(
        lambda at, upto: losses_of(at, upto=upto),
        of=len(HOSTED), least=now - budget, most=now,
    )  # fmt: skip
    assert shared.worth == -least
    kept = 0.0
    for (residents, hosts), each, fewer in zip(HOSTED, found, shared.posts, strict=True):
        assert isinstance(each, shares.Losses)
        ended = {int(name.removeprefix("Structure ")) - 39001 for name in each.ends[fewer].hosts}
        assert each.ends[fewer].mean == lost(residents, hosts, hosts.keys() - ended)
        assert each.ended[fewer] == sum(hosts[at] for at in ended)
        kept += each.posts - each.ended[fewer]
    assert kept <= budget


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS)
def test_bounds_hold_for_posts_that_no_plan_was_looked_for(row: Row) -> None:
    result = drawn(*row, parameters=ONE_SQUARE)
    tried = trials(result, number=40)
    most = len(row[0])
    short = shares.gains(result, Rule(), upto=1, most=most, tried=tried).curve
    whole = shares.gains(result, Rule(), upto=most, most=most, tried=tried).curve
    assert short.last == 1
    assert short.found == whole.found[:2]
    assert len(short.bounds) == len(whole.bounds) == most + 1
    assert list(short.bounds) == sorted(short.bounds)
    for above, found in zip(short.bounds, whole.found, strict=True):
        assert above >= found - 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("row", HOSTED)
def test_bounds_hold_for_ends_that_were_not_looked_for(row: Row) -> None:
    result = drawn(*row, parameters=ONE_SQUARE)
    tried = trials(result, number=40)
    short = shares.losses(result, upto=1, tried=tried).curve
    whole = shares.losses(result, upto=100, tried=tried).curve
    assert list(short.bounds) == sorted(short.bounds, reverse=True)
    assert whole.ended
    for above, found in zip(short.bounds, whole.found, strict=True):
        assert above >= found - 1e-6


def test_a_share_is_what_add_proposes() -> None:
    """Where the travel is not sure: the same plans with the same figures, whatever comes after."""
    result = drawn(*ROWS[1], parameters=ONE_SQUARE)
    tried = trials(result, number=60)
    found = shares.gains(result, Rule(), upto=3, most=5, tried=tried)
    assert found.plans == add(result, Rule(posts=3), tried=tried).plans
    assert found.names == {
        code: f"Carré {int(code) - 39000}" for plan in found.plans for code in plan.sites
    }
    # Every square has poor internet: whoever was far was flagged.
    assert found.exposed == tuple(plan.expected_gain for plan in found.plans)


def test_the_end_of_one_host_costs_what_keep_says() -> None:
    result = drawn(*HOSTED[0], parameters=ONE_SQUARE)
    tried = trials(result, number=60)
    found = shares.losses(result, upto=1, tried=tried)
    told = keep(result, tried=tried).hosts.set_index("host")["residents_lost_mean"]
    (host,) = found.ends[1].hosts
    assert found.ends[1].mean == told[host]
    assert found.ends[0].hosts == ()
    assert found.ends[0].mean == 0


def test_quotas_bound_a_share() -> None:
    result = drawn(*ROWS[0])
    tried = trials(result, number=2)
    most = shares.gains(result, Rule(), upto=9, least=1, most=2, tried=tried).curve
    assert (most.first, most.last, most.ended) == (1, 2, True)
    none = shares.gains(result, Rule(), upto=9, most=0, tried=tried)
    assert (none.curve.last, none.plans) == (0, ())
    with pytest.raises(SitingError, match="5 au plus, autant que de lieux possibles"):
        shares.gains(result, Rule(), upto=9, least=6, most=9, tried=tried)
    hosted = drawn(*HOSTED[0])
    kept = shares.losses(hosted, upto=9, least=1, most=2, tried=trials(hosted, number=2)).curve
    assert (kept.first, kept.last, kept.ended) == (1, 2, True)


def test_without_a_host_nothing_is_lost() -> None:
    result = drawn(*ROWS[2])
    found = shares.losses(result, upto=5, tried=trials(result, number=2))
    assert (found.posts, found.most, found.curve.last) == (0, 0, 0)
