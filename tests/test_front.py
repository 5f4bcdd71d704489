"""Pareto fronts against enumeration, and fronts that cannot be asked for."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.errors import SitingError, SolverError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver import epsilon, front, highs
from jura_coverage.posts.solver.goals import BEYOND, SUM, WORST, Goal
from jura_coverage.posts.solver.problem import Request
from tests.instances import Instance, allowed_sets, instances

KINDS = ("residents", "communes", "weighted", "mean", "worst")
CHOICES = [each for size in (2, 3) for each in combinations(KINDS, size)]


def goals(instance: Instance, names: tuple[str, ...], seed: int) -> list[Goal]:
    """Goals with weights of their own; everyone counts in the ways."""
    generator = np.random.default_rng(seed)
    number = len(instance.weights)
    residents = instance.weights + 1
    known = {
        "residents": Goal(kind=BEYOND, weights=residents),
        "communes": Goal(kind=BEYOND, weights=np.append(1.0, generator.integers(0, 2, number - 1))),
        "weighted": Goal(kind=BEYOND, weights=residents * generator.random(number)),
        "mean": Goal(kind=SUM, weights=residents),
        "worst": Goal(kind=WORST, weights=residents),
    }
    return [known[name] for name in names]


def left(instance: Instance, asked: list[Goal], limit: float, sites: tuple[int, ...]) -> FloatArray:
    """What a plan leaves, worked out from the ways alone."""
    ways = np.column_stack([instance.existing, instance.costs[:, list(sites)]]).min(axis=1)
    leaves = {
        BEYOND: lambda weights: weights[ways > limit].sum(),
        SUM: lambda weights: weights @ ways,
        WORST: lambda weights: ways[weights > 0].max(),
    }
    return np.array([leaves[goal.kind](goal.weights) for goal in asked])


def enumerated(instance: Instance, asked: list[Goal], limit: float) -> list[FloatArray]:
    """The values that no set of sites beats."""
    every = [
        left(instance, asked, limit, sites)
        for sites in allowed_sets(instance.request, instance.sites)
    ]
    known = np.unique(np.array([each for each in every if np.isfinite(each).all()]), axis=0)
    unbeaten: list[FloatArray] = []
    for each in known:  # in order of the first: only those before can beat one
        if not any((other <= each + 1e-9).all() for other in unbeaten):
            unbeaten.append(each)
    return unbeaten


@settings(max_examples=40, deadline=None)
@given(
    instance=instances(),
    limit=st.floats(3, 25),
    names=st.sampled_from(CHOICES),
    seed=st.integers(0, 99),
    ruled_out=st.booleans(),
)
def test_no_point_is_beaten_and_none_is_missing(
    instance: Instance, limit: float, names: tuple[str, ...], seed: int, ruled_out: bool
) -> None:
    asked = goals(instance, names, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(epsilon, "MANY_PAIRS", 0 if ruled_out else 4_000)
        found = front.solve(
            instance.costs, asked, request=instance.request, limit=limit, existing=instance.existing
        )
    expected = enumerated(instance, asked, limit)
    assert found.complete
    assert found.proven
    values = np.array([point.left for point in found.points])
    assert values == pytest.approx(np.array(expected), rel=1e-7, abs=1e-6)
    possible = set(allowed_sets(instance.request, instance.sites))
    for point in found.points:
        assert point.sites in possible
        assert left(instance, asked, limit, point.sites) == pytest.approx(np.array(point.left))


# Five squares in a row, 4 minutes apart; a post in one reaches its neighbours.
ROW = 4.0 * np.abs(np.arange(5)[:, None] - np.arange(5)[None, :])
RESIDENTS = np.array([100.0, 10, 10, 10, 60])
ALL_NEAR = Goal(kind=BEYOND, weights=RESIDENTS)
COMMUNES = Goal(kind=BEYOND, weights=np.ones(5))


def row(*asked: Goal, posts: int = 1, most_points: int | None = None) -> front.Front:
    return front.solve(ROW, asked, request=Request(posts=posts), limit=4, most_points=most_points)


def test_a_drawn_row_has_the_front_one_sees() -> None:
    """The second square reaches 120 residents; the middle one leaves nobody beyond 8 minutes."""
    found = row(ALL_NEAR, Goal(kind=WORST, weights=RESIDENTS))
    assert [(point.sites, point.left) for point in found.points] == [
        ((1,), (70, 12)),
        ((2,), (160, 8)),
    ]
    # Each of the three in the middle reaches three squares: more residents cost no commune.
    assert [point.left for point in row(ALL_NEAR, COMMUNES).points] == [(70, 2)]


def test_a_selection_is_spread_over_the_range_and_says_so() -> None:
    """The least and the most of the first objective are there, whatever else is left out."""
    generator = np.random.default_rng(3)
    where = generator.uniform(0, 40, (20, 2))
    costs = np.hypot(*(where[:, None, axis] - where[None, :, axis] for axis in (0, 1)))
    asked = [
        Goal(kind=BEYOND, weights=generator.integers(1, 99, 20).astype(float)),
        Goal(kind=SUM, weights=generator.integers(1, 99, 20).astype(float)),
    ]
    whole, some = (
        front.solve(costs, asked, request=Request(posts=3), limit=12, most_points=most)
        for most in (None, 3)
    )
    assert whole.complete
    assert len(whole.points) > 3
    assert not some.complete
    assert len(some.points) == 3
    every = [point.left for point in whole.points]
    shown = [point.left for point in some.points]
    assert (shown[0], shown[-1]) == (every[0], every[-1])
    assert set(shown) <= set(every)


def test_who_has_no_way_today_must_get_one() -> None:
    """The island is reached from its own site alone, so every plan with a mean holds that one."""
    costs = np.array([[0.0, 5, np.nan], [5, 0, np.nan], [np.nan, np.nan, 0]])
    everyone = np.array([100.0, 50, 1])
    asked = Goal(kind=BEYOND, weights=everyone), Goal(kind=SUM, weights=everyone)
    found = front.solve(costs, asked, request=Request(posts=2), limit=4)
    assert [(point.sites, point.left) for point in found.points] == [((0, 2), (50, 250))]
    with pytest.raises(SitingError, match="habitants sans trajet"):
        front.solve(costs, asked, request=Request(posts=1), limit=4)


def test_what_is_not_proven_says_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if time ran out at once: of the best plans nothing is known but what they are."""

    def relaxed(model: highs.Model, start: FloatArray | None = None) -> highs.Solution:
        none = np.zeros(len(model.most))
        most = float(model.profit.sum())
        return highs.Solution(
            variables=none if start is None else start, bound=most, proven=False, reduced=none
        )

    def stopped(model: highs.Model, **options: Any) -> highs.Solution:
        if options.get("start") is None:
            raise SolverError
        return relaxed(model, options["start"])

    asked = ALL_NEAR, Goal(kind=BEYOND, weights=RESIDENTS[::-1])
    proven = row(*asked)
    monkeypatch.setattr(highs, "relax", relaxed)
    monkeypatch.setattr(highs, "solve", stopped)
    found = row(*asked)
    assert proven.proven
    assert not found.proven
    assert not found.complete
    assert {point.left for point in found.points} <= {point.left for point in proven.points}


def test_impossible_fronts_are_refused_in_french() -> None:
    nobody = Goal(kind=BEYOND, weights=np.zeros(5))
    for asked, text in (
        ((ALL_NEAR,), "trouvé 1 objectif ; attendu deux ou trois"),
        ((ALL_NEAR, COMMUNES, ALL_NEAR, COMMUNES), "trouvé 4 objectifs"),
        ((ALL_NEAR, nobody), "poids sont nuls"),
    ):
        with pytest.raises(SitingError, match=text):
            row(*asked)
