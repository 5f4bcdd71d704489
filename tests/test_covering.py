"""MCLP against brute force, its properties, and requests that cannot be met."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, pairs_within
from jura_coverage.posts.solver import covering, interchange
from jura_coverage.posts.solver.choice import best_choice
from jura_coverage.posts.solver.lagrange import covering_bound
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.study import Result
from tests.instances import Instance, allowed_sets, instances

REACH = st.floats(3, 25)


def within(instance: Instance, limit: float) -> csr_array:
    return csr_array((instance.costs <= limit).astype(float))


def gained(instance: Instance, limit: float, sites: tuple[int, ...]) -> float:
    near = (instance.costs[:, list(sites)] <= limit).any(axis=1)
    return float(instance.weights[near & (instance.existing > limit)].sum())


def solved(instance: Instance, limit: float) -> Plan:
    return covering.solve(
        within(instance, limit),
        instance.weights,
        request=instance.request,
        served=instance.existing <= limit,
    )


@settings(max_examples=150, deadline=None)
@given(instance=instances(), limit=REACH)
def test_the_optimum_is_that_of_brute_force(instance: Instance, limit: float) -> None:
    plan = solved(instance, limit)
    possible = list(allowed_sets(instance.request, instance.sites))
    assert plan.objective == max(gained(instance, limit, sites) for sites in possible)
    assert plan.proven
    assert plan.sites in possible
    assert gained(instance, limit, plan.sites) == plan.objective


@settings(max_examples=60, deadline=None)
@given(instance=instances(), limit=REACH)
def test_the_relaxations_bound_every_plan(instance: Instance, limit: float) -> None:
    rules = instance.request.checked(instance.sites)
    weights = np.where(instance.existing <= limit, 0, instance.weights)
    problem = interchange.cover(within(instance, limit), weights)
    sites = interchange.greedy(problem, rules)
    best = max(
        gained(instance, limit, chosen) for chosen in allowed_sets(instance.request, instance.sites)
    )
    bound = covering_bound(problem, rules, sites=sites)
    assert bound >= best - 1e-6
    assert problem.value(sites) <= best
    if not rules.budgeted and not rules.grouped:
        assert problem.value(sites) >= (1 - 1 / np.e) * best
    assert problem.value(interchange.improve(problem, rules, sites)) >= problem.value(sites)
    plan = covering.approximate(
        within(instance, limit),
        instance.weights,
        request=instance.request,
        served=instance.existing <= limit,
    )
    assert plan.objective <= best <= plan.bound + 1e-6


@settings(max_examples=60, deadline=None)
@given(instance=instances(), seed=st.integers(0, 99))
def test_a_choice_of_additive_profits_is_bounded(instance: Instance, seed: int) -> None:
    rules = instance.request.checked(instance.sites)
    profit = np.random.default_rng(seed).normal(5, 10, instance.sites)
    choice = best_choice(profit, rules)
    possible = list(allowed_sets(instance.request, instance.sites))
    worth = np.array([profit[list(sites)].sum() for sites in possible])
    assert choice.bound >= worth.max() - 1e-9
    if not rules.budgeted:
        assert choice.bound == pytest.approx(worth.max())
        assert (choice.taken @ profit) == pytest.approx(worth.max())


@settings(max_examples=40, deadline=None)
@given(instance=instances(limits=False), limit=REACH, farther=st.floats(0, 10))
def test_more_posts_and_a_larger_radius_never_hurt(
    instance: Instance, limit: float, farther: float
) -> None:
    plans = covering.curve(
        within(instance, limit),
        instance.weights,
        request=instance.request,
        served=instance.existing <= limit,
    )
    values = [plan.objective for plan in plans]
    assert values == sorted(values)
    assert len(values) == instance.request.posts
    alone = replace(instance, existing=np.full(len(instance.weights), np.inf))
    assert solved(alone, limit + farther).objective >= solved(alone, limit).objective


@settings(max_examples=40, deadline=None)
@given(instance=instances(limits=False), limit=REACH, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(instance: Instance, limit: float, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(instance.weights))
    mixed = replace(
        instance,
        costs=instance.costs[order],
        weights=instance.weights[order],
        existing=instance.existing[order],
    )
    assert solved(mixed, limit).objective == solved(instance, limit).objective


def test_a_drawn_row_of_five_squares() -> None:
    # Squares 4 km apart, reach 4 km: the second reaches 1 to 3, then the fourth or fifth the rest.
    where = np.column_stack([4_000.0 * np.arange(5), np.zeros(5)])
    reach = pairs_within(where, where, radius_m=4_000).reach(4_000)
    weights = np.array([100.0, 10, 10, 10, 10])
    one = covering.solve(reach, weights, request=Request(posts=1))
    two = covering.solve(reach, weights, request=Request(posts=2))
    assert (one.sites, one.objective, one.gap) == ((1,), 120, 0)
    assert two.objective == 140
    # A post in square 1 leaves 30 residents; one more, in square 4, serves them all.
    served = np.array([True, True, False, False, False])
    more = covering.solve(reach, weights, request=Request(posts=3), served=served)
    assert (more.sites, more.objective) == ((3,), 30)


def real(jura: Result) -> tuple[FloatArray, FloatArray]:
    origins = jura.communes["origin"]
    where = np.array([[point.x, point.y] for point in origins])
    return where, jura.communes["residents"].to_numpy(dtype=np.float64)


def test_the_jura_is_solved_to_proven_optimality(jura: Result) -> None:
    where, weights = real(jura)
    reach = pairs_within(where, where, radius_m=10_000).reach(10_000)
    plan = covering.solve(reach, weights, request=Request(posts=12))
    quick = covering.approximate(reach, weights, request=Request(posts=12))
    assert plan.proven
    assert len(plan.sites) == 12
    assert quick.objective <= plan.objective <= quick.bound
    assert quick.gap < 0.03


@pytest.mark.slow
def test_out_of_time_the_gap_says_so(jura: Result) -> None:
    where, weights = real(jura)
    reach = pairs_within(where, where, radius_m=10_000).reach(10_000)
    hurried = covering.solve(reach, weights, request=Request(posts=18), time_limit_s=0.0)
    patient = covering.solve(reach, weights, request=Request(posts=18))
    assert not hurried.proven
    assert hurried.objective <= patient.objective <= hurried.bound
    assert hurried.gap < 0.02


def test_impossible_requests_are_refused_in_french() -> None:
    for request, text in (
        (Request(posts=4), "4.postes à placer pour 3.candidats"),
        (Request(posts=1, candidates=np.zeros(3, dtype=bool)), "liste vide"),
        (Request(posts=0), "au moins 1 poste"),
        (Request(), "trouvé ni l.un ni l.autre"),
        (
            Request(euros=np.full(3, 50_000.0), budget_euros=49_999.0),
            "moins que",
        ),
        (
            Request(posts=2, group=np.array([0, 0, 0]), room=np.array([1])),
            "n'en admet que 1",
        ),
    ):
        with pytest.raises(SitingError, match=text):
            covering.solve(csr_array(np.eye(3)), np.ones(3), request=request)


def test_a_budget_alone_buys_what_it_pays() -> None:
    request = Request(euros=np.array([50_000.0, 32_000, 32_000]), budget_euros=64_000.0)
    plan = covering.solve(csr_array(np.eye(3)), np.array([50.0, 30, 30]), request=request)
    assert (plan.sites, plan.objective) == ((1, 2), 60)


def test_a_gap_is_a_share_of_the_objective() -> None:
    assert Plan(sites=(0,), objective=100, bound=101).gap == pytest.approx(0.01)
    assert not Plan(sites=(0,), objective=0, bound=1).proven
    assert Plan(sites=(0,), objective=100, bound=100).proven
