"""What a choice about posts brings about, on squares where one can count it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jura_coverage import posts, study, territory, words
from jura_coverage.errors import SitingError
from jura_coverage.parameters import Capacity, Parameters
from jura_coverage.posts import Situation, Weights, access, changed, effects
from jura_coverage.posts.capacitated import capacitated
from jura_coverage.posts.effects import need
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.trials import trials
from jura_coverage.publish.tables import decisions
from jura_coverage.study import Result
from tests.geographies import (
    NO_CROSSWALK,
    NO_ERRORS,
    PROPORTIONAL,
    advised,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

CODES = ["39001", "39002", "39003", "39004", "39005"]
# Reach is the next square (7.4 minutes). A resident weighs 0.68 in the square of a post, where no
# way is shorter than 4.7 minutes, and 0.22 in the next. Half of the residents are in need. All is
# as estimated, so that the best choice on average is the one that is best by head.
HALF = Capacity(people_a_year=120.0, need_share=0.5)
PARAMETERS = replace(PROPORTIONAL.but(far_minutes=8, capacity=HALF), errors=NO_ERRORS)


def squares(*hosts: str, parameters: Parameters = PARAMETERS, **details: Any) -> Result:
    """Five poor squares of 100 residents, the first two an EPCI of their own; a post in some."""
    communes = row_of_squares()
    communes["epci_name"] = ["Ouest", "Ouest", "Est", "Est", "Est"]
    table = advisor_table(list(hosts)).assign(**details)
    joined = land(communes, broadband_table(CODES, unwired=10), table)
    return study.study(joined, parameters=parameters)


def ended(result: Result, *codes: str) -> Situation:
    """End the posts in some communes."""
    return Situation.today(result).without(result.territory.places["insee"].isin(codes).to_numpy())


def weighted(each: Mapping[str, float]) -> Weights:
    return Weights(each=each, noun="", share="", said="", called="", having="")


def test_the_four_measures_of_two_posts() -> None:
    """The post in 1 has 1 and 2 near, 100 in need; that in 4 has 3, 4 and 5 near, 150 in need."""
    result = squares("39001", "39004")
    found = effects(result, Situation.today(result))
    assert (found.residents_near.known, found.communes_flagged) == (500, 0)
    assert (found.need, found.need_near, found.need_served) == (250, 250, 100 + 120)
    assert (found.capacity, found.full) == (240, False)
    assert found.share_served == pytest.approx(0.88)
    # Two posts for 500 residents, all of whom have one near; one of them in each EPCI.
    assert found.access == pytest.approx(40)
    assert found.access_by_epci.to_dict() == pytest.approx({"Ouest": 50, "Est": 100 / 3})


def test_an_end_takes_all_access_where_no_other_post_is_near() -> None:
    result = squares("39001", "39004")
    found = changed(result, ended(result, "39004"))
    assert (found.after.residents_near.known, found.after.communes_flagged) == (200, 3)
    assert (found.after.need, found.after.need_near, found.after.need_served) == (250, 100, 100)
    assert (found.loses_most, found.most_lost) == ("Est", 1)
    assert found.access_lost.to_dict() == pytest.approx({"Ouest": 0, "Est": 1})


def test_a_transfer_that_leaves_nobody_out_of_reach_may_take_most_of_the_access() -> None:
    """One of the posts in 1 and 2 moves to 5: 1 and 2 keep the other one near."""
    result = squares("39001", "39002", "39004")
    found = changed(result, ended(result, "39001").opened({"39005": 1.0}))
    assert found.before.residents_near == found.after.residents_near
    # What 1 had itself (0.68 of one shared by 0.9) is gone, the half of the post in 2 is left.
    at_1, at_2 = 0.9 / 0.9, (0.68 + 0.22) / (0.68 + 2 * 0.22)
    assert found.loses_most == "Ouest"
    assert found.most_lost == pytest.approx(at_1 / (at_1 + at_2))
    assert found.access_lost["Est"] < 0


def test_nothing_changed_is_nothing_lost() -> None:
    result = squares("39002")
    found = changed(result, Situation.today(result))
    assert (found.before.need_served, found.loses_most, found.most_lost) == (120, None, 0)
    assert found.before.full


def test_a_day_a_week_helps_a_fifth_as_many() -> None:
    result = squares("39001")
    found = changed(result, Situation.today(result).opened({"39004": 0.2}))
    assert (found.before.need_served, found.after.need_served) == (100, 100 + 24)
    assert found.after.residents_near.known == 500


def test_who_is_near_two_posts_leaves_room_to_others() -> None:
    """Both posts have square 2 near, and two squares that no other has."""
    result = squares("39001", "39003")
    assert effects(result, Situation.today(result)).need_served == 200  # 250 less square 5
    result = squares("39001", "39003", parameters=PARAMETERS.but(people_a_year=70.0))
    found = effects(result, Situation.today(result))
    assert (found.need_near, found.need_served, found.full) == (200, 140, True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_posts_are_conserved_wherever_they_are(seed: int) -> None:
    generator = np.random.default_rng(seed)
    result = squares(*CODES)
    situation = Situation(
        at_places=generator.random(5) * (generator.random(5) < 0.5),
        at_sites=dict(zip(CODES[:3], generator.random(3), strict=True)),
    )
    shared = access(result, situation) * result.residents
    assert shared.sum() == pytest.approx(situation.fte.sum())
    found = effects(result, situation)
    assert found.access * 500 / 10_000 == pytest.approx(situation.fte.sum())


def test_the_belt_shares_posts_but_its_need_is_nobodys_here() -> None:
    """A post in 3; squares 4 and 5 and a post in 4 are of the next département."""
    row = row_of_squares()
    row.index = pd.Index([*CODES[:3], "25004", "25005"], name="insee")
    joined = territory.build(
        row[:3], [broadband_table(CODES[:3])], advised(advisor_table(["39003", "25004"])),
        NO_CROSSWALK, departement="39", neighbours=row[3:],
    )  # fmt: skip
    result = study.study(joined, parameters=PARAMETERS)
    found = changed(result, Situation.today(result).opened({"39001": 0.5}))
    assert (found.before.need, found.before.need_near, found.before.need_served) == (150, 100, 100)
    assert (found.before.capacity, found.before.full) == (120, False)
    assert (found.after.need_near, found.after.need_served) == (150, 150)
    # Of the post in 3, squares 2, 3 and 4 have 0.22, 0.68 and 0.22; of that in 4, 3, 4 and 5.
    total = 0.22 + 0.68 + 0.22
    assert found.before.access * 300 / 10_000 == pytest.approx((0.22 + 0.68 + 0.22) / total)
    assert found.after.access * 300 / 10_000 == pytest.approx(0.5 + (0.22 + 0.68 + 0.22) / total)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("each", "expected"),
    [
        (dict.fromkeys(CODES, 1.0), [50, 50, 50, 50, 50]),
        # 8 of 16 times 250 would be more than live in 1: 150 are left for 8 that weigh as much.
        ({"39001": 8.0, "39002": 4.0, "39003": 4.0}, [100, 75, 75, 0, 0]),
        # First 1 is full, then what is left is too much for 2.
        ({"39001": 90.0, "39002": 9.0, "39003": 1.0}, [100, 100, 50, 0, 0]),
        # Fewer live where anybody counts than are in need in all.
        ({"39001": 1.0}, [100, 0, 0, 0, 0]),
        ({"39001": 0.0}, [0, 0, 0, 0, 0]),
    ],
)
def test_weights_say_where_need_is_not_how_much(
    each: dict[str, float], expected: list[float]
) -> None:
    found = need(squares("39001"), weighted(each))
    assert found.tolist() == pytest.approx(expected)


def test_what_is_not_known_is_counted() -> None:
    result = squares("39001")
    found = effects(result, Situation.today(result), weights=weighted({"39001": 1.0}))
    assert found.need_uncounted == 4
    result.communes["residents"] = pd.array([None, 100, 100, 100, 100], dtype="Int64")
    result.communes["poor"] = pd.array([None] * 5, dtype="boolean")
    found = effects(result, Situation.today(result))
    assert (found.residents_near.known, found.residents_near.uncounted) == (100, 1)
    assert (found.communes_flagged, found.need, found.need_uncounted) == (None, 200, 1)


def test_without_any_need_no_share_of_it_is_served() -> None:
    result = squares("39001")
    found = effects(result, Situation.today(result), weights=weighted({"39001": 0.0}))
    assert (found.need, found.need_served) == (0, 0)
    assert np.isnan(found.share_served)


def moved(result: Result) -> posts.Move:
    """Move one post, tried in few worlds."""
    return posts.move(result, most=1, tried=trials(result, number=2))


@pytest.mark.slow
def test_keep_tells_who_would_lose_access_and_help() -> None:
    result = squares("39001", "39004")
    found = posts.keep(result, tried=trials(result, number=2))
    columns = ["insee", "access_lost_epci", "access_lost", "need_served_lost"]
    for table in (found.hosts, found.places):
        assert set(table[columns].itertuples(index=False, name=None)) == {
            ("39001", "Ouest", 1.0, 100), ("39004", "Est", 1.0, 120),
        }  # fmt: skip
    said = " ".join(words.keep_text(result, found)).replace("\xa0", " ")
    assert "accès : 100 % de moins pour « Est » ; besoin servi : 120 personnes par an" in said
    data = decisions.keep_data(result, found)
    assert data["capacity"]["before"]["need_served"] == 220
    for host in data["hosts"]:
        after = host["capacity"]
        assert after["after"]["need_served"] == 220 - host["need_served_lost"]
        left = {each["epci"]: each["after"] for each in after["access"]}
        assert left[host["access_lost_epci"]] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "details",
    [
        {"posts": pd.array([2, 1], dtype="Int64")},
        {"posts": pd.array([0.5, 1], dtype="Float64")},
        {"stops": [(("39001", 1.0), ("39002", 1.0)), ()]},
    ],
    ids=["one of two", "a share", "an itinerant one"],
)
def test_what_moves_arrives(details: dict[str, Any]) -> None:
    change = moved(squares("39001", "39002", **details)).change
    assert change.after.residents_near.known == 500
    assert change.after.access == pytest.approx(change.before.access)
    assert change.after.capacity == change.before.capacity


def test_a_vacant_post_is_filled_where_it_goes() -> None:
    change = moved(squares("39001", "39002", state=["vacant", ""])).change
    assert (change.before.capacity, change.after.capacity) == (120, 240)
    assert change.loses_most is None


def test_a_transfer_says_whose_access_falls_though_nobody_is_out_of_reach() -> None:
    result = squares("39001", "39002")
    found = moved(result)
    assert found.best.residents_gained == 200  # 4 and 5; what 1 had near, 2 has too
    said = " ".join(words.move_text(result, found)).replace("\xa0", " ")
    # As above: 1 of 1 + 0.9 / 1.12.
    assert "1 intercommunalité en perd : « Ouest » (55 % de moins)" in said
    assert "habitants à portée : 300, puis 500." in said
    # 0.22 of 1.12 before; after, besides, a post of its own: more than five times as much.
    gained = "Est : 200 habitants de plus à portée, 0 de moins ; accès : 5"
    assert re.search(rf"{gained}\d\d % de plus", said)
    told = decisions.move_data(result, found)["capacity"]
    assert told["people_a_year"] == 120
    assert (told["loses_most"], told["full"]) == ("Ouest", True)
    assert [each["epci"] for each in told["access"]] == ["Est", "Ouest"]


def test_new_posts_and_a_round_tell_what_they_serve() -> None:
    result = squares("39001", parameters=replace(PARAMETERS, errors=NO_ERRORS))
    few = trials(result, number=2)
    added = posts.add(result, posts.Rule(posts=1), tried=few).change
    assert (added.before.need_served, added.after.need_served) == (100, 220)
    round_ = posts.week(result, stops=1, tried=few).change
    assert (round_.before.need_served, round_.after.need_served) == (100, 124)


def test_new_posts_go_where_they_help_most() -> None:
    """With the post in 1, one in 4 has 150 more in need near, one in 3 but 100 (and 50 of 2)."""
    result = squares("39001", parameters=replace(PARAMETERS, errors=NO_ERRORS))
    few = trials(result, number=2)
    found = posts.add(result, posts.Rule(posts=1, capacitated=True), tried=few)
    assert found.serving is not None
    assert (found.serving.plan.sites, found.serving.plan.gap) == (("39004",), 0)
    assert (found.serving.change.after.need_served, found.serving.full) == (220, True)
    said = " ".join(words.choices(result, found)).replace("\xa0", " ")
    assert "le plus de besoin servi (220 personnes par an sur 250)" in said
    assert "Tous les nouveaux postes y seraient pleins" in said
    told = decisions.add_data(result, found, None)["capacitated"]
    assert (told["sites"], told["need_served"], told["gap"]) == (["39004"], 220, 0)


def test_nobody_in_need_is_no_place_for_a_post() -> None:
    result = squares("39001")
    with pytest.raises(SitingError, match="aucun besoin dans le département"):
        capacitated(result, result.communes.index, request=Request(posts=1),
                    weights=weighted({"39001": 0.0}))  # fmt: skip
