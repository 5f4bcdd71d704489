"""Who can be served: against enumeration, and on geographies one can draw."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver import capacity
from jura_coverage.posts.solver.problem import BoolArray, Request
from tests.instances import Instance, allowed_sets, instances


def subsets(number: int) -> Iterator[list[int]]:
    for size in range(number + 1):
        yield from (list(chosen) for chosen in combinations(range(number), size))


def cut(near: BoolArray, need: FloatArray, most: FloatArray) -> float:
    """The least cut (Ford and Fulkerson): some posts full, and all whom only the others reach."""
    return min(
        float(most[full].sum() + need[np.delete(near, full, axis=1).any(axis=1)].sum())
        for full in subsets(len(most))
    )


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0, 1))
def test_as_many_are_served_as_the_least_cut_lets_through(seed: int, share: float) -> None:
    generator = np.random.default_rng(seed)
    near = generator.random((6, 4)) < share
    need, most = generator.random(6) * 100, generator.random(4) * 100
    found = capacity.served(csr_array(near.astype(float)), need, capacity=most)
    assert found == pytest.approx(cut(near, need, most))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(instance=instances(), limit=st.floats(3, 25), each=st.floats(50, 3000))
def test_no_set_of_sites_serves_more(instance: Instance, limit: float, each: float) -> None:
    generator = np.random.default_rng(len(instance.weights))
    stays = generator.random((len(instance.weights), 2)) < 0.3
    most = generator.random(2) * 1000
    near = instance.costs <= limit
    found = capacity.solve(
        csr_array(near.astype(float)), instance.weights, request=instance.request, capacity=each,
        existing_reach=csr_array(stays.astype(float)), existing_capacity=most,
    )  # fmt: skip

    def served(sites: tuple[int, ...]) -> float:
        posts = np.hstack([near[:, list(sites)], stays])
        return cut(posts, instance.weights, np.append(np.full(len(sites), each), most))

    def reached(sites: tuple[int, ...]) -> float:
        posts = np.hstack([near[:, list(sites)], stays])
        return float(instance.weights[posts.any(axis=1)].sum())

    possible = list(allowed_sets(instance.request, instance.sites))
    best = max(map(served, possible))
    assert found.plan.proven
    assert found.plan.sites in possible
    assert found.plan.objective == pytest.approx(best)
    assert served(found.plan.sites) == pytest.approx(best)
    assert found.served_today == pytest.approx(served(()))
    as_much = [sites for sites in possible if served(sites) >= best * (1 - 1e-6)]
    assert reached(found.plan.sites) == pytest.approx(max(map(reached, as_much)))


# Five squares in a row, a post in one reaches its neighbours.
ROW = csr_array((np.abs(np.arange(5)[:, None] - np.arange(5)[None, :]) <= 1).astype(float))


def row(need: FloatArray, *, each: float, posts: int = 1) -> capacity.Capacitated:
    """A post in the first square stays and serves 50."""
    return capacity.solve(
        ROW, need, request=Request(posts=posts), capacity=each,
        existing_reach=csr_array(ROW[:, [0]]), existing_capacity=np.array([50.0]),
    )  # fmt: skip


def test_capacity_moves_the_post_from_where_most_are_near_to_where_most_are_served() -> None:
    """The second square has 300 near, but 50 are served; the fourth and its neighbours 90."""
    need = np.array([100.0, 100, 10, 40, 40])
    found = row(need, each=1_000)
    assert (found.served_today, found.plan.objective, found.full) == (50, 210, False)
    assert found.plan.sites == (1,)
    found = row(need, each=90)
    assert (found.plan.objective, found.full) == (140, True)
    assert found.plan.sites == (3,)  # as full as the second would be, and 90 more have a post near


def test_where_every_post_is_full_the_sites_bring_most_within_reach() -> None:
    found = row(np.full(5, 1_000.0), each=10, posts=2)
    assert (found.plan.objective, found.full, found.plan.proven) == (70, True, True)
    assert 3 in found.plan.sites
