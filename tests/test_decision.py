"""Decisions on geographies one can draw, on the Jura by brute force, and on the command line."""

import json
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jura_coverage import advice, answers, decision, maps, pipeline
from jura_coverage.decision import Decision, Ground, Rule
from jura_coverage.errors import DataError, SitingError
from jura_coverage.maps import themes
from jura_coverage.maps.plan import write_plan
from jura_coverage.parameters import Parameters
from jura_coverage.pipeline import Result
from jura_coverage.read import read_advisors
from jura_coverage.travel import LinearEstimate
from tests import test_bad_input
from tests.conftest import Watched
from tests.geographies import advisor_table, broadband_table, land, row_of_squares
from tests.test_bad_input import Command
from tests.test_map import counts
from tests.test_page import HOSTILE, violations

command = test_bad_input.command

CODES = ["39001", "39002", "39003", "39004", "39005"]
# 2 + 1.35 × 4 = 7.4 minutes to the next square, 12.8 to the one after.
ONE_SQUARE = Parameters(far_minutes=8)


def drawn(*hosts: str, posts: int = 1, **details: Any) -> Ground:
    """Five squares of 100 residents, a host in each of these; reach is the next square."""
    communes = row_of_squares()
    table = advisor_table(list(hosts)).assign(**details)
    table["posts"] = pd.array([posts] * len(hosts), dtype="Int64")
    joined = land(communes, broadband_table(CODES, unwired=10), table)
    engine = LinearEstimate()
    measures = pipeline.measure(joined, parameters=ONE_SQUARE, engine=engine)
    return decision.ground(
        Result(
            territory=joined, communes=joined.communes.join(measures), parameters=ONE_SQUARE,
            travel=engine, sources=(),
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def decided(jura: Result) -> Decision:
    return decision.decide(jura)


def test_keep_counts_who_has_no_other_host() -> None:
    # Squares 1 to 3 are near the host in 2, squares 2 to 4 near the one in 3.
    found = decision.keep(drawn("39002", "39003"))
    lost = found.hosts.set_index("insee")
    assert lost["residents_lost"].to_dict() == {"39002": 100, "39003": 100}
    assert lost["communes_flagged"].tolist() == [1, 1]
    assert [each.residents_lost for each in found.joint] == [100, 400]
    assert found.timeline.empty


def test_one_of_two_posts_costs_nobody_their_reach() -> None:
    (row,) = decision.keep(drawn("39003", posts=2)).hosts.to_dict("records")
    assert (row["residents_lost"], row["residents_lost_post"]) == (300, 0)


def test_the_timeline_follows_the_ends_of_conventions() -> None:
    base = drawn("39002", "39003", convention_end=["2027-06-30", "2026-12-31"])
    timeline = decision.keep(base).timeline
    assert timeline.index.tolist() == ["2026-12-31", "2027-06-30"]
    assert timeline["residents_lost"].tolist() == [100, 400]


def test_add_serves_the_far_end() -> None:
    # The host in square 1 serves 1 and 2; only a post in square 4 reaches 3, 4 and 5.
    found = decision.add(drawn("39001"), Rule(posts=2), scenarios=10)
    assert [(plan.posts, plan.sites, plan.residents_gained) for plan in found.plans] == [
        (1, ("39004",), 300), (2, ("39004",), 300),
    ]  # fmt: skip
    assert all(plan.gap == 0 for plan in found.plans)


def test_a_post_removed_and_added_again_returns_to_the_start() -> None:
    lost = decision.keep(drawn("39001", "39004")).hosts.set_index("insee")["residents_lost"]
    again = decision.add(drawn("39001"), Rule(posts=1), scenarios=10).plans[0]
    assert again.sites == ("39004",)
    assert again.residents_gained == lost["39004"]


def test_everybody_near_needs_no_post_and_no_round() -> None:
    base = drawn("39002", "39004")
    found = decision.add(base, Rule(posts=1), scenarios=10)
    assert found.plans[0].sites == ()
    assert "aucun lieu" in " ".join(advice.add_text(base, found))
    week = decision.week(base)
    assert answers.week_data(base, week)["base"] is None
    assert "Personne" in advice.week_text(base, week)[0]


def test_move_takes_the_post_that_nobody_misses() -> None:
    # The post in 1 serves 1 and 2, which the one in 2 also serves: to 5 it gains 4 and 5.
    found = decision.move(drawn("39001", "39002"), most=1)
    ((host, site),) = found.moves
    assert (host, found.residents_gained) == ("Structure 39001", 200)
    assert site in ("39004", "39005")


def test_a_round_stops_where_most_far_residents_are() -> None:
    found = decision.week(drawn("39001"), stops=1)
    assert (found.stops, found.residents_served, found.resident_days) == (("39004",), 300, 300)


def test_an_itinerant_post_is_spread_over_its_stops() -> None:
    fixed, moving = drawn("39001"), drawn("39001", stops=["39001:1 | 39005:1"])
    assert (decision.catchment(fixed) > 0).tolist() == [True, True, False, False, False]
    assert (decision.catchment(moving) > 0).tolist() == [True, True, False, True, True]
    served = (decision.catchment(moving) * moving.residents).sum()
    assert served == pytest.approx(1)


def test_what_the_table_leaves_empty_is_said() -> None:
    assert "à temps plein" in advice.assumed(drawn("39001"))
    known = drawn("39001", fte=[0.5], state=["occupied"], open_to_public=[True],
                  itinerant=[False], convention_end=["2026-12-31"])  # fmt: skip
    assert "supposés" not in advice.assumed(known)


def test_the_jura_by_brute_force(decided: Decision) -> None:
    base = decided.base
    places = base.result.territory.places
    near = (base.to_places <= 20).T.groupby(places["host"]).any().T

    def lost(ended: Sequence[Any]) -> float:
        left = near.drop(columns=list(ended)).any(axis=1)
        return float(base.residents[near.any(axis=1) & ~left].sum())

    alone = decided.keep.hosts.set_index("host")["residents_lost"]
    assert {host: lost((host,)) for host in near} == alone.to_dict()
    for joint in decided.keep.joint:
        worst = max(lost(ended) for ended in combinations(near, len(joint.hosts)))
        assert joint.residents_lost == worst == lost(joint.hosts)
    gains = base.residents[~base.served] @ (base.to_sites[~base.served] <= 20)
    assert decided.add.plans[0].residents_gained == gains.max()


@pytest.fixture(scope="module")
def site(decided: Decision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    maps.write_page(decided.base.result, folder / "carte.html", decision=decided)
    write_plan(decided, folder / "plan.html")
    return folder


@pytest.mark.parametrize("key", ["robustesse", "desserte", "propositions"])
def test_the_legend_counts_what_python_counts(
    watched: Watched, site: Path, decided: Decision, key: str
) -> None:
    page = watched.open(site / "carte.html", f"#theme={key}")
    (theme,) = [each for each in themes.themes(decided.base.result, decided) if each.key == key]
    expected = [int((theme.class_of == position).sum()) for position in range(len(theme.classes))]
    assert counts(page, "#legend tr.class") == expected
    assert sum(expected) == 492
    assert watched.messages == []


def test_the_report_is_quiet_and_accessible(watched: Watched, site: Path) -> None:
    page = watched.open(site / "plan.html")
    assert page.locator("tbody tr").count() > 9
    assert violations(page) == []
    assert watched.messages == []
    assert watched.requests == []


def test_hostile_names_are_text_in_the_report(watched: Watched, tmp_path: Path) -> None:
    result = pipeline.run("39", files=pipeline.files("39"))
    result.territory.places["host"] = HOSTILE
    result.communes["name"] = HOSTILE
    write_plan(decision.decide(result), tmp_path / "plan.html")
    page = watched.open(tmp_path / "plan.html")
    assert page.locator("img, script").count() == 0
    assert HOSTILE in page.locator("tbody th").first.inner_text().replace("\xa0", " ")


def test_keep_and_add_answer_as_data(command: Command) -> None:
    kept = json.loads(command("keep", "--json").out)
    assert len(kept["hosts"]) == 9
    assert {"host", "insee", "posts", "residents_lost"} <= set(kept["hosts"][0])
    assert [len(each["hosts"]) for each in kept["joint"]] == [1, 2, 3]
    added = json.loads(command("add", "--posts", "3", "--json").out)
    assert [plan["posts"] for plan in added["plans"]] == [1, 2, 3]
    assert {"posts", "sites", "residents_gained", "gap"} <= set(added["plans"][0])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("add --posts 999", "999 postes à placer pour 492 candidats"),
        ("add --least-residents 9999999", "Aucune commune candidate"),
        ("add --budget 100", "moins que le coût d'un poste"),
        ("add --host-type x", "attendu « public » ou « private »"),
        ("move --transfers 0", "attendu au moins 1 transfert"),
        ("move --transfers 99", "99 transferts à proposer pour 13 postes"),
        ("rounds --stops 0", "attendu au moins un arrêt et une base"),
    ],
)
def test_an_impossible_request_is_told(arguments: str, sentence: str, command: Command) -> None:
    ended = command(*arguments.split())
    assert ended.status == 1
    assert sentence in ended.said.replace("\xa0", " ")
    assert ended.out == ""


def test_nothing_can_end_where_nothing_is() -> None:
    base = drawn("39001")
    base.result.territory.places["neighbour"] = True
    with pytest.raises(SitingError):
        decision.keep(base)


def test_the_roster_is_read_and_its_faults_are_told(tmp_path: Path) -> None:
    file = tmp_path / "postes.csv"
    heading = "host,code_insee,posts,latitude,longitude,state,fte,convention_end,stops\n"
    file.write_text(
        heading + "A,39300,2,,,occupied,0.5,31/12/2026,39300:1 | 39016:2\nB,39300,1,,,vacant,,,\n",
        encoding="utf-8",
    )
    reading = read_advisors(file, departement="39")
    (row,) = reading.table.to_dict("records")  # the vacant post is set aside, and said
    assert (row["fte"], row["convention_end"]) == (0.5, "2026-12-31")
    assert [remark.concerns for remark in reading.remarks] == [("B",)]
    file.write_text(heading + "A,39300,1,,,lost,much,demain,Dole\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_advisors(file, departement="39")
    assert len(raised.value.faults) == 4
