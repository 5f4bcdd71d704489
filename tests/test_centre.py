"""p-centre against brute force, and its properties."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.errors import SitingError
from jura_coverage.posts.solver import centre
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.study import Result
from tests.instances import Instance, allowed_sets, instances


def longest(instance: Instance, sites: tuple[int, ...]) -> float:
    ways = np.column_stack([instance.existing, instance.costs[:, list(sites)]]).min(axis=1)
    return float(ways[instance.weights > 0].max(initial=0))


def solved(instance: Instance) -> Plan:
    return centre.solve(
        instance.costs, instance.weights, request=instance.request, existing=instance.existing
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(instance=instances())
def test_the_optimum_is_that_of_brute_force(instance: Instance) -> None:
    plan = solved(instance)
    possible = list(allowed_sets(instance.request, instance.sites))
    assert plan.objective == min(longest(instance, sites) for sites in possible)
    assert plan.proven
    assert plan.sites in possible
    assert longest(instance, plan.sites) == plan.objective


@settings(max_examples=40, deadline=None)
@given(instance=instances(limits=False), seed=st.integers(0, 99))
def test_more_posts_never_hurt_and_order_changes_nothing(instance: Instance, seed: int) -> None:
    posts = range(1, (instance.request.posts or 1) + 1)
    values = [
        solved(replace(instance, request=replace(instance.request, posts=number))).objective
        for number in posts
    ]
    assert all(more <= less for less, more in pairwise(values))
    order = np.random.default_rng(seed).permutation(len(instance.weights))
    mixed = replace(
        instance,
        costs=instance.costs[order],
        weights=instance.weights[order],
        existing=instance.existing[order],
    )
    assert solved(mixed).objective == values[-1]


def test_a_drawn_row_of_five_squares() -> None:
    ways = np.abs(np.arange(5)[:, None] - np.arange(5)[None, :]) * 4.0
    one = centre.solve(ways, np.ones(5), request=Request(posts=1))
    two = centre.solve(ways, np.ones(5), request=Request(posts=2))
    assert (one.sites, one.objective) == ((2,), 8)
    assert two.objective == 4
    nobody_last = centre.solve(ways, np.array([1.0, 1, 1, 1, 0]), request=Request(posts=2))
    assert nobody_last.objective == 4


def test_a_place_that_no_plan_reaches_is_refused() -> None:
    ways = np.array([[1.0, np.nan], [np.nan, 3.0]])
    with pytest.raises(SitingError, match="Aucun plan"):
        centre.solve(ways, np.ones(2), request=Request(posts=1))
    assert centre.solve(ways, np.ones(2), request=Request(posts=2)).objective == 3


def test_the_jura_is_solved_to_proven_optimality(jura: Result) -> None:
    where = np.array([[point.x, point.y] for point in jura.communes["origin"]])
    ways = np.hypot(*(where[:, None, axis] - where[None, :, axis] for axis in (0, 1)))
    plan = centre.solve(ways, np.ones(len(ways)), request=Request(posts=5))
    assert plan.proven
    assert ways[:, list(plan.sites)].min(axis=1).max() == plan.objective
