"""Ties between plans that gain as much, against brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.solver.ties import Criteria, settled
from tests.instances import Instance, allowed_sets, instances

Sites = tuple[int, ...]


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(instance=instances(), limit=st.floats(3, 25), seed=st.integers(0, 99))
def test_ties_are_settled_as_by_brute_force(instance: Instance, limit: float, seed: int) -> None:
    # Few different minutes, and weights of some communes only, so that plans are often alike.
    generator = np.random.default_rng(seed)
    costs = np.round(instance.costs / 10) * 10
    weights = np.maximum(generator.integers(-2, 3, len(costs)), 0).astype(np.float64)
    criteria = Criteria(
        minutes=costs,
        nearest=np.full(len(costs), 100.0),
        weights=weights,
        flagged=generator.random(len(costs)) < 0.5,
        far_minutes=15.0,
        residents=generator.integers(1, 3, instance.sites).astype(float),
    )
    reach = csr_array((costs <= limit).astype(float))
    plan = covering.solve(reach, weights, request=instance.request)
    best, complete = settled(reach, weights, request=instance.request, plan=plan, criteria=criteria)
    assert complete

    def key(sites: Sites) -> tuple[float, float, float, Sites]:
        after = np.minimum(costs[:, list(sites)].min(axis=1, initial=np.inf), 100.0)
        return (
            round(float(weights @ after) / max(weights.sum(), 1.0), 6),
            -float((criteria.flagged & (after <= 15)).sum()),
            -float(criteria.residents[list(sites)].sum()),
            sites,
        )

    tied = [
        sites
        for sites in allowed_sets(instance.request, instance.sites)
        if len(sites) == len(plan.sites)
        and weights[(costs[:, list(sites)] <= limit).any(axis=1)].sum() == plan.objective
    ]
    assert best.sites == min(tied, key=key)
    assert best.objective == plan.objective
    hurried, complete = settled(
        reach, weights, request=instance.request, plan=plan, criteria=criteria, most_steps=0
    )
    assert hurried.sites in tied
    assert key(hurried.sites) <= key(plan.sites)
    assert complete == (not plan.sites)


def test_trips_without_a_way_do_not_decide() -> None:
    # Two sites that both reach the first commune; nobody reaches the third, the second has a
    # shorter way from the second site.
    minutes = np.array([[5.0, 5.0], [40.0, 30.0], [np.nan, np.inf]])
    criteria = Criteria(
        minutes=minutes,
        nearest=np.array([50.0, 50.0, 60.0]),
        weights=np.ones(3),
        flagged=np.zeros(3, dtype=bool),
        far_minutes=20.0,
        residents=np.ones(2),
    )
    reach, request = csr_array((minutes <= 20).astype(float)), Request(posts=1)
    plan = replace(covering.solve(reach, np.ones(3), request=request), sites=(0,))
    best, complete = settled(reach, np.ones(3), request=request, plan=plan, criteria=criteria)
    assert (best.sites, complete) == ((1,), True)


@pytest.mark.parametrize(
    ("second", "flagged", "residents", "site"),
    [
        # Both sites reach the first commune in 5 minutes and the second in 30; nobody lives in the
        # third, 30 minutes from the first site.
        ((5.0, 29.0, 30.0), True, (9.0, 1.0), 1),  # a minute less
        ((5.0, 30.0, 10.0), True, (9.0, 1.0), 1),  # as many minutes, a flag lifted
        ((5.0, 30.0, 10.0), False, (9.0, 1.0), 0),  # no flag: the larger commune
        ((5.0, 30.0, 30.0), True, (1.0, 9.0), 1),  # the larger commune
        ((5.0, 30.0, 30.0), True, (1.0, 1.0), 0),  # all alike: the first
        ((5.0, 31.0, 10.0), True, (1.0, 9.0), 0),  # minutes come before all else
    ],
)
def test_each_criterion_decides_where_those_before_it_do_not(
    second: tuple[float, ...], flagged: bool, residents: tuple[float, ...], site: int
) -> None:
    minutes = np.column_stack([(5.0, 30.0, 30.0), second])
    criteria = Criteria(
        minutes=minutes,
        nearest=np.full(3, 60.0),
        weights=np.array([1.0, 1.0, 0.0]),
        flagged=np.array([False, False, flagged]),
        far_minutes=20.0,
        residents=np.array(residents),
    )
    reach, request = csr_array((minutes[:2] <= 20).astype(float)), Request(posts=1)
    plan = covering.solve(reach, np.ones(2), request=request)
    for first in (0, 1):
        start = replace(plan, sites=(first,))
        best, _ = settled(reach, np.ones(2), request=request, plan=start, criteria=criteria)
        assert best.sites == (site,)
