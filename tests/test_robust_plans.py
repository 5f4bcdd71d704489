"""Plans over many worlds against brute force, and bounds that hold whatever the time."""

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver import best_gains, expected, least_regret, many_rounds, transfers
from jura_coverage.posts.solver.outcome import as_good, out_of_sample
from jura_coverage.posts.solver.problem import BoolArray, Request
from jura_coverage.posts.solver.worlds import Worlds, worlds_of
from tests.instances import Instance, allowed_sets, instances

Sites = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """An instance in several worlds."""

    near: BoolArray  # worlds × demand points × sites
    served: BoolArray  # worlds × demand points
    weights: FloatArray
    request: Request

    @property
    def worlds(self) -> Worlds:
        return worlds_of(self.near, self.served, self.weights, candidates=self.request.candidates)

    @property
    def possible(self) -> list[Sites]:
        return list(allowed_sets(self.request, self.near.shape[2]))

    def gains(self, sites: Sites) -> FloatArray:
        return (self.near[:, :, list(sites)].any(axis=2) & ~self.served) @ self.weights

    def regrets(self) -> dict[Sites, float]:
        """The worst regret of every possible plan."""
        gains = {sites: self.gains(sites) for sites in self.possible}
        best = np.max(list(gains.values()), axis=0)
        return {sites: float((best - gained).max()) for sites, gained in gains.items()}


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Up to 12 sites and 30 worlds: every trip of every world is 5 km longer or shorter, or so."""
    instance: Instance = draw(instances())
    generator = np.random.default_rng(draw(st.integers(0, 99)))
    worlds, limit = draw(st.integers(1, 30)), draw(st.floats(3, 25))
    shared = generator.normal(0, 2, (worlds, 1, 1))
    near = instance.costs + shared + generator.normal(0, 4, (worlds, *instance.costs.shape))
    existing = instance.existing + generator.normal(0, 4, (worlds, len(instance.weights)))
    return Drawn(
        near=near <= limit,
        served=existing <= limit,
        weights=instance.weights,
        request=instance.request,
    )


@settings(max_examples=80, deadline=None)
@given(drawn=drawn())
def test_the_greatest_mean_gain_is_that_of_brute_force(drawn: Drawn) -> None:
    plan = expected.solve(drawn.worlds, request=drawn.request)
    best = max(drawn.gains(sites).mean() for sites in drawn.possible)
    assert plan.objective == pytest.approx(best, rel=1e-12)
    assert plan.proven
    assert plan.sites in drawn.possible
    assert drawn.gains(plan.sites).mean() == pytest.approx(best, rel=1e-12)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(drawn=drawn())
def test_the_least_worst_regret_is_that_of_brute_force(drawn: Drawn) -> None:
    plan = least_regret.solve(drawn.worlds, request=drawn.request)
    regrets = drawn.regrets()
    assert plan.objective == min(regrets.values())
    assert plan.proven
    assert regrets[plan.sites] == plan.objective


@pytest.mark.slow
@pytest.mark.parametrize("most_pairs", [0, 20_000])
@settings(max_examples=30, deadline=None)
@given(drawn=drawn())
def test_bounds_hold_without_time_and_without_branches(most_pairs: int, drawn: Drawn) -> None:
    regrets, means = drawn.regrets(), [drawn.gains(sites).mean() for sites in drawn.possible]
    with pytest.MonkeyPatch.context() as patch:
        for solver in (expected, least_regret):
            patch.setattr(solver, "MOST_PAIRS", most_pairs)
        mean = expected.solve(drawn.worlds, request=drawn.request, time_limit_s=0.0)
        worst = least_regret.solve(drawn.worlds, request=drawn.request, time_limit_s=0.0)
    assert drawn.gains(mean.sites).mean() == pytest.approx(mean.objective, rel=1e-12)
    assert mean.objective <= max(means) * (1 + 1e-9) <= mean.bound * (1 + 2e-9) + 1e-6
    assert regrets[worst.sites] <= worst.objective
    assert worst.bound <= min(regrets.values()) + 1e-6


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(drawn=drawn())
def test_outcomes_are_those_of_brute_force(drawn: Drawn) -> None:
    plans = drawn.possible[-3:]
    outcomes = out_of_sample(plans, drawn.worlds, request=drawn.request)
    regrets = drawn.regrets()
    for sites, outcome in zip(plans, outcomes, strict=True):
        gains = np.sort(drawn.gains(sites))
        assert outcome.expected_gain == pytest.approx(gains.mean())
        assert gains[0] <= outcome.low <= outcome.high <= gains[-1]
        assert outcome.proven
        assert outcome.worst_regret == regrets[sites]


@settings(max_examples=30, deadline=None)
@given(drawn=drawn())
def test_best_gains_lie_between_their_bounds(drawn: Drawn) -> None:
    bounds = best_gains.before_solving(drawn.worlds, request=drawn.request)
    best = np.max([drawn.gains(sites) for sites in drawn.possible], axis=0)
    assert (bounds.low <= best).all()
    assert (best <= bounds.high).all()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(drawn=drawn())
def test_curves_start_from_fewer_posts(drawn: Drawn) -> None:
    means = expected.curve(drawn.worlds, request=drawn.request)
    worst = least_regret.curve(drawn.worlds, request=drawn.request, others=means)
    assert len(means) == len(worst) == drawn.request.checked(drawn.worlds.sites).posts
    gains = [plan.objective for plan in means]
    assert gains == sorted(gains)
    assert worst[-1].objective == min(drawn.regrets().values())


@pytest.mark.slow
@pytest.mark.parametrize("most_sites", [0, 12])
@pytest.mark.parametrize("by_day", [False, True])
@settings(max_examples=25, deadline=None)
@given(drawn=drawn(), stops=st.integers(1, 3), seed=st.integers(0, 99))
def test_rounds_over_worlds_are_those_of_brute_force(
    most_sites: int, by_day: bool, drawn: Drawn, stops: int, seed: int
) -> None:
    sites = drawn.near.shape[2]
    is_open = np.random.default_rng(seed).random((sites, sites)) < 0.6
    worlds = worlds_of(drawn.near, drawn.served, drawn.weights)
    near = drawn.near & ~drawn.served[:, :, None]

    def served(at: Sites) -> FloatArray:
        days = near[:, :, list(at)].sum(axis=2)
        gained: FloatArray = (days if by_day else days > 0) @ drawn.weights
        return gained

    gains = {
        at: served(at)
        for number in range(stops + 1)
        for at in combinations(range(sites), number)
        if is_open[:, list(at)].all(axis=1).any()
    }
    best = np.max(list(gains.values()), axis=0)
    regrets = {at: float((best - each).max()) for at, each in gains.items()}
    most = max(float(each.mean()) for each in gains.values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_rounds, "MOST_SITES", most_sites)
        rounds = many_rounds.Rounds(
            worlds=many_rounds.in_days(worlds) if by_day else worlds, is_open=is_open, stops=stops
        )
        mean, regret = rounds.solve()
        low, high = rounds.best
    for plan in (mean, regret):
        assert is_open[rounds.base(plan.sites), list(plan.sites)].all()
        assert len(plan.sites) <= stops
    assert gains[mean.sites].mean() == pytest.approx(mean.objective)
    assert regrets[regret.sites] <= regret.objective + 1e-6
    if most_sites:
        assert (mean.objective, regret.objective) == pytest.approx((most, min(regrets.values())))
        assert mean.proven
        assert regret.proven
    # Where not every round is tried, the bounds hold.
    assert mean.objective <= most + 1e-6 <= mean.bound + 2e-6
    assert regret.bound <= min(regrets.values()) + 1e-6
    assert (low <= best + 1e-6).all()
    assert (best <= high + 1e-6).all()


def test_a_plan_of_the_middle_a_mean_and_a_regret_differ() -> None:
    # Three sites, each for one commune, in three worlds: the first is worth 40 everywhere, the
    # second 100 in one world, the third 60 in the two others. One post: on average the first
    # gains 40, the second 100 / 3 and the third 40 too; where the second would gain 100, the
    # first regrets 60 and the third 100.
    near = np.zeros((3, 3, 3), dtype=bool)
    near[:, 0, 0] = near[0, 1, 1] = near[1:, 2, 2] = True
    worlds = worlds_of(near, np.zeros((3, 3), dtype=bool), np.array([40.0, 100.0, 60.0]))
    one = Request(posts=1)
    assert expected.solve(worlds, request=one).objective == pytest.approx(40)
    least = least_regret.solve(worlds, request=one)
    assert (least.sites, least.objective, least.proven) == ((0,), 60, True)
    # Plans that are tried in worlds of their own regret what they do not gain there.
    outcomes = out_of_sample([(0,), (1,), (2,)], worlds, request=one)
    assert [outcome.worst_regret for outcome in outcomes] == [60, 60, 100]
    assert [outcome.expected_gain for outcome in outcomes] == pytest.approx([40, 100 / 3, 40])


def test_worlds_in_which_nobody_can_be_gained() -> None:
    near, served = np.ones((4, 2, 3), dtype=bool), np.ones((4, 2), dtype=bool)
    for worlds in (
        worlds_of(near, served, np.ones(2)),
        worlds_of(~near, ~served, np.ones(2)),
        worlds_of(near, ~served, np.zeros(2)),
    ):
        request = Request(posts=2)
        for plan in (
            *expected.curve(worlds, request=request),
            *least_regret.curve(worlds, request=request),
        ):
            assert (plan.sites, plan.objective, plan.gap) == ((), 0, 0)
        (outcome,) = out_of_sample([()], worlds, request=request)
        assert (outcome.expected_gain, outcome.worst_regret) == (0, 0)


def test_one_site_and_more_posts_than_useful_sites() -> None:
    near = np.array([[[True, False, False], [False, False, False]]])
    worlds = worlds_of(near, np.zeros((1, 2), dtype=bool), np.array([7.0, 5.0]))
    for posts in (1, 3):
        request = Request(posts=posts)
        mean = expected.solve(worlds, request=request)
        worst = least_regret.solve(worlds, request=request)
        assert (mean.sites, mean.objective) == ((0,), 7)
        assert (worst.sites, worst.objective, worst.gap) == ((0,), 0, 0)
    only = worlds_of(near[:, :, :1], np.zeros((1, 2), dtype=bool), np.array([7.0, 5.0]))
    assert least_regret.solve(only, request=Request(posts=1)).sites == (0,)


def test_worlds_may_come_one_after_the_other() -> None:
    generator = np.random.default_rng(1)
    near, served = generator.random((5, 8, 4)) < 0.4, generator.random((5, 8)) < 0.5
    weights = generator.integers(0, 9, 8).astype(float)
    at_once, one_by_one = worlds_of(near, served, weights), worlds_of(
        iter(near), iter(served), weights
    )  # fmt: skip
    assert (at_once.margins((1,)) == one_by_one.margins((1,))).all()
    with pytest.raises(ValueError, match="no world"):
        out_of_sample([()], worlds_of([], [], weights), request=Request(posts=1))


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), places=st.integers(1, 3), sites=st.integers(2, 5))
def test_transfers_over_worlds_are_those_of_brute_force(seed: int, places: int, sites: int) -> None:
    generator = np.random.default_rng(seed)
    near = generator.random((6, 9, sites + places)) < 0.35  # the sites, then the places
    weights = generator.integers(0, 1000, 9).astype(float)
    posts = generator.integers(1, 3, places)
    most = min(2, sites, int(posts.sum()))
    asked = transfers.pooled(Request(posts=most), posts, sites=sites)
    today = tuple(range(sites, sites + places))
    # What some place keeps within reach whatever moves is left out of all gains alike.
    worlds = transfers.worlds(near, np.zeros((6, 9), dtype=bool), weights, posts=posts, most=most)
    mean = expected.solve(worlds, request=asked, start=today)
    worst = least_regret.solve(worlds, request=asked, starts=[today])

    def reached(leaving: Sites, arriving: Sites) -> FloatArray:
        left = posts - np.bincount(np.array(leaving, dtype=int), minlength=places)
        there = [*arriving, *(sites + np.flatnonzero(left > 0))]
        gained: FloatArray = near[:, :, there].any(axis=2) @ weights
        return gained

    possible = [
        reached(leaving, arriving)
        for number in range(most + 1)
        for leaving in combinations_with_replacement(range(places), number)
        if (np.bincount(np.array(leaving, dtype=int), minlength=places) <= posts).all()
        for arriving in combinations(range(sites), number)
    ]
    best, before = np.max(possible, axis=0), reached((), ())
    most_gained = max(each.mean() for each in possible) - before.mean()
    assert mean.objective - worlds.gains(today).mean() == pytest.approx(most_gained)
    assert worst.objective == min((best - each).max() for each in possible)
    for plan in (mean, worst):
        arriving, moved = transfers.fewest(
            plan.sites, worlds, posts=posts, sites=sites, on_average=plan is mean
        )
        leaving = tuple(np.repeat(np.arange(places), moved).tolist())
        assert len(leaving) == len(arriving) <= most
        assert (moved <= posts).all()
        # What stays beside what the plan counts on can only add to it; nothing moves for nothing.
        gained = reached(leaving, tuple(arriving.tolist())) - before
        counted_on = worlds.gains(plan.sites) - worlds.gains(today)
        if plan is worst:
            assert (gained >= counted_on - 1e-6).all()
            assert len(arriving) == 0 or (gained > 0).any()
        else:
            assert gained.mean() >= counted_on.mean() - 1e-6
            assert len(arriving) == 0 or gained.mean() > 0


def test_each_world_chooses_for_itself() -> None:
    # 4 km apart; half of the people live in the last square, nobody is served today.
    where = 4_000.0 * np.arange(5)
    metres = np.abs(where[:, None] - where[None, :])
    near, nobody = np.stack([metres <= 3_000, metres <= 8_000]), np.zeros((2, 5), dtype=bool)
    two = worlds_of(near, nobody, np.array([1.0, 1, 1, 0, 100]))
    # Within 3 km only the last square itself; within 8 km the third reaches everyone.
    chosen = best_gains.chosen_anew(two, request=Request(posts=1))
    assert [np.flatnonzero(plan).tolist() for plan in chosen] == [[4], [2]]


@settings(max_examples=30, deadline=None)
@given(drawn=drawn())
def test_sites_that_may_stand_in_for_another_are_those_of_brute_force(drawn: Drawn) -> None:
    plan = expected.solve(drawn.worlds, request=drawn.request)
    means = {frozenset(sites): drawn.gains(sites).mean() for sites in drawn.possible}
    least = 0.9 * float(drawn.gains(plan.sites).mean())
    found = as_good(plan.sites, drawn.worlds, request=drawn.request, within=0.1)
    for site, others in zip(plan.sites, found, strict=True):
        kept = frozenset(plan.sites) - {site}
        assert set(others) == {
            other
            for other in set(range(drawn.worlds.sites)) - set(plan.sites)
            if means.get(kept | {other}, -1.0) >= least - 1e-9
        }
