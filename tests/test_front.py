"""Pareto fronts against enumeration, and fronts that cannot be asked for."""

import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage import french, posts, study, words
from jura_coverage.errors import ParameterError, SitingError, SolverError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.objectives import apart
from jura_coverage.posts.solver import enumeration, epsilon, highs
from jura_coverage.posts.solver import front as solver
from jura_coverage.posts.solver.goals import BEYOND, SUM, WORST, Goal
from jura_coverage.posts.solver.problem import Request
from jura_coverage.publish.pages.plan import front, maps
from tests.command import Command
from tests.geographies import PROPORTIONAL, advisor_table, broadband_table, land, row_of_squares
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


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    instance=instances(),
    limit=st.floats(3, 25),
    names=st.sampled_from(CHOICES),
    seed=st.integers(0, 99),
    ruled_out=st.booleans(),
    listed=st.booleans(),
)
def test_no_point_is_beaten_and_none_is_missing(
    instance: Instance,
    limit: float,
    names: tuple[str, ...],
    seed: int,
    ruled_out: bool,
    listed: bool,
) -> None:
    asked = goals(instance, names, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(epsilon, "MANY_PAIRS", 0 if ruled_out else 4_000)
        patch.setattr(enumeration, "MOST_LOOKED", 10_000 if listed else 0)
        found = solver.solve(
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


def row(*asked: Goal, posts: int = 1, most_points: int | None = None) -> solver.Front:
    return solver.solve(ROW, asked, request=Request(posts=posts), limit=4, most_points=most_points)


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
        solver.solve(costs, asked, request=Request(posts=3), limit=12, most_points=most)
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
    found = solver.solve(costs, asked, request=Request(posts=2), limit=4)
    assert [(point.sites, point.left) for point in found.points] == [((0, 2), (50, 250))]
    with pytest.raises(SitingError, match="habitants sans trajet"):
        solver.solve(costs, asked, request=Request(posts=1), limit=4)


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


# Eight squares of 4 km in a row with a host in the first; a post reaches the next square. Far are
# 3 to 5 with 50 residents each, 6 and 7 with 10, and 8, where nobody is old, with 5.
CODES = [f"3900{number}" for number in range(1, 9)]
LIVING = [100, 100, 50, 50, 50, 10, 10, 5]
NEXT = PROPORTIONAL.but(far_minutes=8.0)
OLD = posts.Weights(
    each={"39006": 0.5, "39007": 0.5}, noun="habitants de 65 ans et plus", share="part",
    said="selon la part de 65 ans et plus", called="âgées", having="qui ont des habitants âgés",
)  # fmt: skip


def row_of_eight(*, known: bool = True) -> study.Result:
    communes = row_of_squares(8)
    communes["residents"] = pd.array(LIVING, dtype="Int64")
    broadband = broadband_table(CODES if known else [], unwired=10)
    return study.study(land(communes, broadband, advisor_table(["39001"])), parameters=NEXT)


@pytest.fixture(scope="module")
def eight() -> posts.Decision:
    return posts.decide(row_of_eight(), rule=posts.Rule(posts=1, weights=OLD))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # The farther the post, the fewer it reaches, and the less far is the last square:
        # 4 squares of 4 km take 2 + 1.35 × 16 minutes.
        (
            "residents_near,worst_minutes",
            {"39004": (350, 23.6), "39005": (310, 18.2), "39006": (270, 12.8)},
        ),
        ("worst_minutes,residents_near",
         {"39006": (12.8, 270), "39005": (18.2, 310), "39004": (23.6, 350)}),
        # Half of the 20 residents of 6 and 7 are old: near to them is far from the others.
        ("residents_near,residents_weighted",
         {"39004": (350, 0), "39005": (310, 5), "39006": (270, 10)}),
        # Of six far squares any post in the row's middle reaches three: residents decide.
        ("residents_near,communes_flagged", {"39004": (350, 3)}),
        ("premises_flagged,residents_flagged", {"39004": (30, 25)}),
    ],
)  # fmt: skip
def test_objectives_are_those_of_the_drawn_row(
    eight: posts.Decision, names: str, expected: dict[str, tuple[float, ...]]
) -> None:
    found = posts.pareto(eight.result, eight.add, posts.named(names.split(",")))
    assert found.complete
    assert [each.sites for each in found.choices] == [(site,) for site in expected]
    for choice, values in zip(found.choices, expected.values(), strict=True):
        assert choice.gap == 0
        assert list(choice.figures) == names.split(",")
        assert tuple(choice.figures.values()) == pytest.approx(values)


@pytest.mark.slow
def test_one_gives_up_residents_for_the_last_square(eight: posts.Decision) -> None:
    objectives = posts.named(["residents_near", "worst_minutes"])
    found = posts.pareto(eight.result, eight.add, objectives)
    said = [each.replace(french.NO_BREAK_SPACE, " ") for each in words.trades(found)]
    assert said == [
        "Le plus d'habitants à portée, 350 : 23 min 36 s pour le plus long trajet.",
        "Pour 10 min 48 s de moins pour le plus long trajet : 80 habitants de moins à portée.",
    ]


def test_minutes_that_differ_by_less_than_a_second_are_alike() -> None:
    """As if the last square of one plan were half a second nearer than that of the other."""
    objectives = posts.named(["residents_near", "worst_minutes"])
    choices = [
        posts.Choice(
            sites=(site,), figures={"residents_near": near, "worst_minutes": minutes}, gap=0.0
        )
        for site, near, minutes in (
            ("39004", 350.0, 12.004), ("39005", 310.0, 12.003), ("39006", 270.0, 11.9),
            ("39007", 270.0, 11.901),
        )
    ]  # fmt: skip
    assert [each.sites for each in apart(choices, objectives)] == [
        ("39004",), ("39006",),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_report_draws_what_its_table_tells(eight: posts.Decision) -> None:
    """Residents upwards, minutes to the right: the plan of most residents is at the top right."""
    objectives = posts.named(["residents_near", "worst_minutes"])
    found = replace(eight, objectives=objectives)
    table = front.front_table(found)
    assert [row[1] for row in table.rows] == [f"Carré {site} (3900{site})" for site in (4, 5, 6)]
    (drawing,) = front.drawings(found.pareto)
    circles = re.findall(r'class="around" cx="(\d+)" cy="(\d+)"', drawing)
    placed = [tuple(map(int, each)) for each in circles]
    assert len(placed) == len(table.rows)
    assert placed == sorted(placed, key=lambda at: (-at[0], at[1]))
    # Each point leads to the posts of its plan, and to the scenario that opens them.
    assert re.findall(r'href="#choix-(\d)"', drawing) == ["1", "2", "3"]
    points = front.points(found, maps.ground(found.result))
    assert [each.sites for each in points] == [(row[1],) for row in table.rows]
    assert [each.scenario for each in points] == [f"ajout:3900{site}" for site in (4, 5, 6)]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("residents_near", "trouvé « residents_near » ; attendu deux ou trois objectifs"),
        ("", "trouvé aucun objectif ; attendu deux ou trois"),
        ("mean_minutes,mean_minutes", "trouvé « mean_minutes » et « mean_minutes » ; attendu"),
        ("mean_minute,worst_minutes,abc", "Vouliez-vous dire « mean_minutes » ?"),
    ],
)
def test_objectives_that_are_none_are_told(names: str, said: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(said)):
        posts.named(names.split(",") if names else [])


def test_what_nothing_is_known_of_is_no_objective() -> None:
    """Both faults at once; a row without internet has no flags, and no weights were given."""
    result = row_of_eight(known=False)
    found = posts.add(result, posts.Rule(posts=1))
    with pytest.raises(SitingError) as error:
        posts.pareto(result, found, posts.named(["communes_flagged", "residents_weighted"]))
    first, second = str(error.value).splitlines()
    assert "« communes_flagged » sans rien savoir d'internet" in first
    assert "« residents_weighted » sans poids" in second


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_a_front_is_answered_where_it_is_asked_for(command: Command) -> None:
    asked = ("add", "--departement", "00", "--posts", 2, "--pareto", "residents_near, mean_minutes")
    data = json.loads(command(*asked, "--json").out)["pareto"]
    assert data["complete"]
    assert data["objectives"] == [
        {"name": "residents_near", "noun": "habitants à portée", "better": "more"},
        {"name": "mean_minutes", "noun": "minutes en moyenne", "better": "less"},
    ]
    told = command(*asked).out
    assert "front de Pareto" in told
    for plan in data["plans"]:
        assert set(plan) == {"sites", "figures", "gap"}
        assert all(f"({site})" in told for site in plan["sites"])
    refused = command("add", "--departement", "00", "--pareto", "residents_near")
    assert refused.status == 1
    assert "deux ou trois objectifs" in refused.said
