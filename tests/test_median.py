"""p-median against brute force, and its properties."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.errors import SitingError
from jura_coverage.posts.solver import median
from jura_coverage.posts.solver.problem import Plan, Request
from tests.instances import Instance, allowed_sets, instances


def total(instance: Instance, sites: tuple[int, ...]) -> float:
    ways = np.column_stack([instance.existing, instance.costs[:, list(sites)]]).min(axis=1)
    counted = instance.weights > 0
    return float((instance.weights[counted] * ways[counted]).sum())


def solved(instance: Instance) -> Plan:
    return median.solve(
        instance.costs, instance.weights, request=instance.request, existing=instance.existing
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(instance=instances())
def test_the_optimum_is_that_of_brute_force(instance: Instance) -> None:
    plan = solved(instance)
    possible = list(allowed_sets(instance.request, instance.sites))
    best = min(total(instance, sites) for sites in possible)
    assert plan.objective == pytest.approx(best)
    assert plan.bound == pytest.approx(best)
    assert plan.sites in possible
    assert total(instance, plan.sites) == pytest.approx(plan.objective)


@settings(max_examples=40, deadline=None)
@given(instance=instances(limits=False), seed=st.integers(0, 99))
def test_more_posts_never_hurt_and_order_changes_nothing(instance: Instance, seed: int) -> None:
    posts = range(1, (instance.request.posts or 1) + 1)
    values = [
        solved(replace(instance, request=replace(instance.request, posts=number))).objective
        for number in posts
    ]
    assert all(more <= less + 1e-6 for less, more in pairwise(values))
    order = np.random.default_rng(seed).permutation(len(instance.weights))
    mixed = replace(
        instance,
        costs=instance.costs[order],
        weights=instance.weights[order],
        existing=instance.existing[order],
    )
    assert solved(mixed).objective == pytest.approx(values[-1])


def test_a_drawn_row_of_five_squares() -> None:
    # 4 km apart, 10 residents each, 90 in the last: one post stands there, two at the weighted
    # middles of the halves.
    ways = np.abs(np.arange(5)[:, None] - np.arange(5)[None, :]) * 4.0
    weights = np.array([10.0, 10, 10, 10, 90])
    one = median.solve(ways, weights, request=Request(posts=1))
    two = median.solve(ways, weights, request=Request(posts=2))
    assert (one.sites, one.objective) == ((4,), 10 * (16 + 12 + 8 + 4))
    assert (two.sites, two.objective) == ((1, 4), 10 * (4 + 0 + 4 + 4))


def test_a_resident_without_any_way_is_refused() -> None:
    ways = np.array([[1.0, np.nan], [2.0, 3.0]])
    with pytest.raises(SitingError, match="1 point"):
        median.solve(ways, np.ones(2), request=Request(posts=1))
    plan = median.solve(ways, np.ones(2), request=Request(posts=1), existing=np.array([9.0, 9.0]))
    assert (plan.sites, plan.objective) == ((0,), 3)
