"""Decisions on geographies one can draw, on the Jura by brute force, and on the command line."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely import Point

from jura_coverage import french, publish, study, territory, words
from jura_coverage.errors import DataError, SitingError, UnknownCommuneError
from jura_coverage.measures import supply
from jura_coverage.measures.worlds import Worlds
from jura_coverage.parameters import Parameters
from jura_coverage.posts import (
    Add,
    Decision,
    Interval,
    Rule,
    Situation,
    Weights,
    access,
    add,
    decide,
    internet,
    keep,
    move,
    week,
)
from jura_coverage.posts.trials import trials
from jura_coverage.publish import notebook, themes
from jura_coverage.publish.html.site import MAP, PLAN, Site, Skin
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.publish.tables import decisions
from jura_coverage.sources import read_advisors
from jura_coverage.study import Result
from jura_coverage.territory.places import FROM_POSITION
from tests.browser import DESKTOP, HOSTILE, PHONE, ZOOMED, Watched, counts, violations
from tests.command import Command, typed
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

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

CODES = ["39001", "39002", "39003", "39004", "39005"]
# 2 + 1.35 × 4 = 7.4 minutes to the next square, 12.8 to the one after.
ONE_SQUARE = PROPORTIONAL.but(far_minutes=8)
AS_ESTIMATED = replace(ONE_SQUARE, errors=NO_ERRORS)


# 40 % of the residents of square 5 are old; of the others nothing is known.
OLD = Weights(
    each={"39005": 0.4}, noun="habitants de 65 ans et plus", share="part de 65 ans et plus",
    said="selon la part de 65 ans et plus", called="âgées", having="qui ont des habitants âgés",
)  # fmt: skip


def drawn(
    *hosts: str, posts: int = 1, parameters: Parameters = ONE_SQUARE, **details: Any
) -> Result:
    """Five squares of 100 residents, a host in each of these; reach is the next square."""
    communes = row_of_squares()
    table = advisor_table(list(hosts)).assign(**details)
    table["posts"] = pd.array([posts] * len(hosts), dtype="Int64")
    joined = land(communes, broadband_table(CODES, unwired=10), table)
    return study.study(joined, parameters=parameters)


def positioned(result: Result) -> Result:
    """Say that every position is known, so that none moves in the scenarios."""
    result.territory.places["position_source"] = FROM_POSITION
    return result


def tried_add(result: Result, rule: Rule, *, scenarios: int) -> Add:
    """Add posts, tried in a few scenarios."""
    return add(result, rule, tried=trials(result, number=scenarios))


@pytest.fixture(scope="module")
def decided(jura_decision: Decision) -> Decision:
    return jura_decision


def test_keep_counts_who_has_no_other_host() -> None:
    # Squares 1 to 3 are near the host in 2, squares 2 to 4 near the one in 3.
    found = keep(drawn("39002", "39003"))
    lost = found.hosts.set_index("insee")
    assert lost["residents_lost"].to_dict() == {"39002": 100, "39003": 100}
    assert lost["communes_flagged"].tolist() == [1, 1]
    assert [each.residents_lost for each in found.joint] == [100, 400]
    assert found.timeline.empty


def test_one_of_two_posts_costs_nobody_their_reach() -> None:
    (row,) = keep(drawn("39003", posts=2)).hosts.to_dict("records")
    assert (row["residents_lost"], row["residents_lost_post"]) == (300, 0)


def test_the_timeline_follows_the_ends_of_conventions() -> None:
    result = drawn("39002", "39003", convention_end=["2027-06-30", "2026-12-31"])
    timeline = keep(result).timeline
    assert timeline.index.tolist() == ["2026-12-31", "2027-06-30"]
    assert timeline["residents_lost"].tolist() == [100, 400]


def test_lines_of_one_host_end_one_after_the_other() -> None:
    # One host with a place in 1 and one in 4: squares 1 and 2 lose the first, then all are lost.
    result = drawn(
        "39001", "39004", host="Structure", siret=["35600000010244", "35600000011496"],
        convention_end=["2026-06-30", "2027-06-30"],
    )  # fmt: skip
    found = keep(result)
    (row,) = found.hosts.to_dict("records")
    assert (row["residents_lost"], row["residents_lost_post"]) == (500, 300)
    assert found.timeline["residents_lost"].tolist() == [200, 500]
    assert found.timeline["communes_flagged"].tolist() == [2, 5]
    assert found.timeline["hosts"].tolist() == [("Structure",), ("Structure",)]


def test_what_a_neighbour_serves_cannot_be_lost() -> None:
    result = drawn("39001", "39002")
    result.territory.places["neighbour"] = [True, False]
    (row,) = keep(result).hosts.to_dict("records")
    # Square 3 only: the place across the border serves 1 and 2.
    assert (row["residents_lost"], row["communes_lost"], row["communes_flagged"]) == (100, 1, 1)
    assert keep(result).joint[0].communes_flagged == 1


def test_every_choice_says_who_is_near_before_and_after() -> None:
    result = drawn("39001", "39002")
    moved = move(result, most=1).fairness
    # Ten per cent of the premises are poorly connected, so a weighted resident counts a tenth.
    near = moved.by_plan["residents_within_10"]
    assert near.to_dict() == {
        ("aujourd'hui", False): 300, ("aujourd'hui", True): pytest.approx(30),
        ("après les transferts", False): 500, ("après les transferts", True): pytest.approx(50),
    }  # fmt: skip
    assert moved.by_plan["communes_flagged"].tolist() == [2, 2, 0, 0]
    assert moved.by_epci.index.unique("epci").tolist() == ["Communauté des carrés"]
    added = tried_add(result, Rule(posts=2), scenarios=5).fairness.by_plan
    assert added.loc[(french.count(1, "poste"), False), "residents_within_10"] == 500
    rounds = week(result, stops=1).fairness.by_plan
    assert rounds.loc[("avec la tournée, un jour par semaine", False), "residents_within_10"] == 500


def test_add_serves_the_far_end() -> None:
    # The host in square 1 serves 1 and 2; only a post in square 4 reaches 3, 4 and 5.
    found = tried_add(drawn("39001", parameters=AS_ESTIMATED), Rule(posts=2), scenarios=10)
    assert [(plan.posts, plan.sites, plan.residents_gained) for plan in found.plans] == [
        (1, ("39004",), 300), (2, ("39004",), 300),
    ]  # fmt: skip
    assert all(plan.gap == 0 for plan in found.plans)


def test_two_posts_that_never_miss_hold_better_than_one_at_the_edge_of_reach() -> None:
    """A post in 4 has 3 and 5 just within reach: each is missed in about half of the worlds."""
    found = tried_add(drawn("39001"), Rule(posts=2), scenarios=100)
    middle, mean, regret = found.of_most_posts
    assert [each.kind for each in (middle, mean, regret)] == ["middle", "expected", "regret"]
    assert middle.plan.sites == ("39004",)
    assert len(mean.plan.sites) == 2
    assert mean.plan.expected_gain > middle.plan.expected_gain
    assert max(mean.worst_regret, regret.worst_regret) < middle.worst_regret
    assert found.plans[-1] == mean.plan  # is what is proposed


def test_without_errors_the_plans_of_every_kind_gain_the_same() -> None:
    found = tried_add(drawn("39001", parameters=AS_ESTIMATED),
                      Rule(posts=2), scenarios=5)  # fmt: skip
    assert {each.plan.expected_gain for each in found.robust} == {300}
    assert {each.worst_regret for each in found.robust} == {0}


def test_a_post_removed_and_added_again_returns_to_the_start() -> None:
    lost = keep(drawn("39001", "39004")).hosts.set_index("insee")["residents_lost"]
    again = tried_add(drawn("39001"), Rule(posts=1), scenarios=10).plans[0]
    assert again.sites == ("39004",)
    assert again.residents_gained == lost["39004"]


def test_everybody_near_needs_no_post_and_no_round() -> None:
    result = drawn("39002", "39004", parameters=AS_ESTIMATED)
    found = tried_add(result, Rule(posts=1), scenarios=10)
    assert found.plans[0].sites == ()
    assert "aucun lieu" in " ".join(words.add_text(result, found))
    weeks = [week(result, widest=widest) for widest in (False, True)]
    assert decisions.week_data(result, *weeks)["base"] is None
    told = words.week_text(result, *weeks)
    assert "Personne" in told[0]
    moved = words.move_text(result, move(result, most=1, tried=trials(result, number=5)))
    assert "Aucun transfert" in moved[0]
    # Nothing is compared, and nothing paid, where there is no choice.
    for said in ("avec la tournée", "après les transferts", "Les coûts", "ne sont pas comptés"):
        assert not [line for line in (*told, *moved) if said in line]


def test_a_gap_and_a_regret_are_of_what_a_round_is_for() -> None:
    # Far are 3, 4 and 5: a stop in 4 serves all of them, in 3 or 5 two, in 2 one. Half of the days
    # nobody comes: half is served on average; at worst none, where the third best and the fourth
    # stop would have served three.
    half = replace(AS_ESTIMATED, errors=replace(NO_ERRORS, part_time_absent=0.5))
    result = drawn("39001", parameters=half)
    weeks = [week(result, stops=2, widest=widest) for widest in (False, True)]
    days = weeks[0]
    assert days.resident_days == 500
    assert days.expected_days == pytest.approx(250, rel=0.1)
    assert days.likely_days == Interval(low=0, high=500)
    data = decisions.week_data(result, *weeks)
    assert (data["aim_unit"], data["worst_regret"]) == ("resident_days", 300)
    assert data["widest"]["aim_unit"] == "residents"
    text = words.week_text(result, *weeks)[1].replace("\xa0", " ")
    told = f"{days.expected_days} habitants × jours par semaine en moyenne (de 0 à 500 selon les "
    assert told in text
    assert "si tout est comme estimé, 500) ; optimum prouvé" in text


def test_a_round_serves_whom_errors_may_put_out_of_reach() -> None:
    """Squares 1, 3 and 5 are just near a post: in about half of the worlds they are not."""
    result = drawn("39002", "39004")
    found = week(result, stops=1, widest=True)
    assert found.plans[0].stops == ()  # as estimated, nobody is far
    assert found.stops
    assert (found.residents_served, found.expected_gain > 0) == (0, True)
    assert not [line for line in words.week_text(result, found, found) if "Personne" in line]


def test_what_is_too_little_for_a_round_is_named() -> None:
    with pytest.raises(SitingError, match="--travel-minutes"):
        week(drawn("39001"), travel_minutes=1)  # a trip takes two minutes at least
    nowhere = drawn("39001", parameters=AS_ESTIMATED.but(far_minutes=1))
    found = week(nowhere, widest=True)
    assert found.stops == ()
    assert (
        words.week_text(nowhere, found, found)[0] == "Aucun arrêt ne servirait un habitant éloigné."
    )


def test_move_takes_the_post_that_nobody_misses() -> None:
    # The post in 1 serves 1 and 2, which the one in 2 also serves: to 5 it gains 4 and 5.
    found = move(drawn("39001", "39002"), most=1)
    ((host, site),) = found.best.moves
    assert (host, found.best.residents_gained) == ("Structure 39001", 200)
    assert site in ("39004", "39005")


def test_transfers_hang_on_the_seed_alone_and_none_is_made_for_nothing() -> None:
    result = drawn("39001", "39002", "39004")
    plans = [move(result, most=2, tried=trials(result, number=60)).plans for _ in range(2)]
    assert plans[0] == plans[1]
    assert [each.kind for each in plans[0]] == ["middle", "expected", "regret"]
    for each in plans[0]:
        assert each.likely_gained.low <= each.expected_gain <= each.likely_gained.high
        assert each.worst_regret >= 0
    # Posts in all squares but one, which is near two of them: nobody can be gained, but lost.
    everywhere = drawn("39001", "39002", "39003", "39004", parameters=AS_ESTIMATED)
    for each in move(everywhere, most=2, tried=trials(everywhere, number=3)).plans:
        assert (each.moves, each.expected_gain, each.worst_regret) == ((), 0, 0)


@pytest.mark.parametrize(
    ("absent", "low", "high"), [(0, 300, 300), (0.5, 0, 300), (0.01, 300, 300), (0.98, 0, 0)]
)
def test_the_stop_of_a_round_is_absent_as_often_as_any_part_of_a_post(
    absent: float, low: int, high: int
) -> None:
    """A range leaves out 5 % at each end: it hangs on absence alone where nothing else varies."""
    sometimes = replace(AS_ESTIMATED, errors=replace(NO_ERRORS, part_time_absent=absent))
    found = week(drawn("39001", parameters=sometimes), stops=1, widest=True)
    assert (found.stops, found.likely_gained) == (("39004",), Interval(low=low, high=high))


@pytest.mark.parametrize("stops", [0, 6])
def test_a_week_has_five_days_and_a_stop_on_each_at_most(stops: int) -> None:
    with pytest.raises(SitingError, match=f"{stops}.arrêt.*de 1 à 5.*--stops"):
        week(drawn("39001"), stops=stops)


def test_a_round_stops_where_most_far_residents_are() -> None:
    found = week(drawn("39001"), stops=1)
    assert (found.stops, found.residents_served, found.resident_days) == (("39004",), 300, 300)


def shared(result: Result, *, method: Callable[..., pd.Series] = supply.e2sfca) -> pd.Series:
    return access(result, Situation.today(result), method=method)


def test_an_itinerant_post_is_spread_over_its_stops() -> None:
    fixed, moving = drawn("39001"), drawn("39001", stops=[(("39001", 1.0), ("39005", 1.0))])
    assert (shared(fixed) > 0).tolist() == [True, True, False, False, False]
    assert (shared(moving) > 0).tolist() == [True, True, False, True, True]
    served = (shared(moving) * moving.residents).sum()
    assert served == pytest.approx(1)


def at_the_border(neighbours: int, **details: Any) -> Result:
    """Squares 1 to 3, a post in 3; the squares after them are of the next département."""
    row = row_of_squares(3 + neighbours)
    row.index = pd.Index([*row.index[:3], *(f"25{code[2:]}" for code in row.index[3:])],
                         name="insee")  # fmt: skip
    joined = territory.build(
        row[:3], [broadband_table(CODES[:3])], advised(advisor_table(["39003"]).assign(**details)),
        NO_CROSSWALK, departement="39", neighbours=row[3:],
    )  # fmt: skip
    return study.study(joined, parameters=ONE_SQUARE)


@pytest.mark.parametrize(
    ("method", "left"),
    # At 4.7 minutes a resident weighs 0.68, at 7.4 minutes 0.22; balanced, each counts once.
    [(supply.e2sfca, (0.68 + 0.22) / (0.68 + 0.22 + 0.22)), (supply.bfca, 2 / 3)],
)
def test_residents_of_the_belt_compete(method: Callable[..., pd.Series], left: float) -> None:
    alone, across = (shared(at_the_border(beyond), method=method) for beyond in (0, 2))
    assert across.index.tolist() == CODES[:3]
    assert alone["39001"] == across["39001"] == 0
    assert (across / alone)[["39002", "39003"]].tolist() == pytest.approx([left, left])
    # Nobody competes from beyond reach: a third square across changes nothing.
    pd.testing.assert_series_equal(shared(at_the_border(3), method=method), across)


def test_a_stop_across_the_border_serves_there_and_here() -> None:
    # All its days in square 4 of the neighbours: 3 is the only square of ours within reach.
    moved = shared(at_the_border(2, stops=[(("25004", 5.0),)]))
    assert (moved > 0).tolist() == [False, False, True]
    # Squares 3, 4 and 5 share it, weighing 0.22, 0.68 and 0.22.
    assert moved["39003"] == pytest.approx(0.22 / (100 * (0.22 + 0.68 + 0.22)))


def test_the_stops_of_an_itinerant_post_end_and_move_with_it() -> None:
    # Based in 1 without receiving there, it stops in 2 and 4: all five squares are near a stop.
    week = (("39002", 1.0), ("39004", 1.0))
    result = drawn("39001", "39002", stops=[week, ()])
    assert result.minutes.max() < 8
    lost = keep(result).hosts.set_index("insee")["residents_lost"]
    assert lost.to_dict() == {"39001": 200, "39002": 0}  # squares 4 and 5 have no other
    place = result.communes["place"].map(result.territory.places["insee"])
    assert place[["39004", "39005"]].tolist() == ["39004", "39004"]
    # Nothing is gained where all are near; moved to 4 the fixed post gains as little.
    assert move(result, most=1).best.residents_gained == 0


def test_what_the_table_leaves_empty_is_said() -> None:
    assert "à temps plein" in words.assumed(drawn("39001"))
    known = drawn("39001", fte=[0.5], state=["occupied"], open_to_public=[True],
                  itinerant=[False], convention_end=["2026-12-31"])  # fmt: skip
    assert "supposés" not in words.assumed(known)


def test_where_nothing_varies_the_intervals_are_the_figures() -> None:
    result = positioned(drawn("39001", "39002", parameters=AS_ESTIMATED))
    for row in keep(result).hosts.to_dict("records"):
        lost = row["residents_lost"]
        assert (row["residents_lost_low"], row["residents_lost_high"]) == (lost, lost)
    moved = move(result, most=1)
    assert moved.best.likely_gained == Interval(low=200, high=200)
    round_ = week(result, stops=1)
    added = tried_add(result, Rule(posts=2), scenarios=5).plans
    for figure, likely in [
        (round_.residents_served, round_.likely_gained),
        *((plan.residents_gained, plan.likely_gained) for plan in added),
    ]:
        assert (likely.low, likely.high) == (figure, figure)


def test_the_seed_of_the_parameters_is_that_of_every_draw() -> None:
    """The same gives the same to the byte, another one other worlds and another fingerprint."""

    def told(seed: int) -> tuple[str, str]:
        result = drawn("39001", "39002", parameters=ONE_SQUARE.but(seed=seed))
        found = add(result, Rule(posts=1))
        return result.fingerprint, json.dumps(decisions.add_data(result, found, None)["plans"])

    assert told(3) == told(3)
    assert all(one != other for one, other in zip(told(3), told(4), strict=True))


def test_what_a_plan_gains_in_each_world_by_brute_force() -> None:
    result = drawn("39001", "39002")
    plan = tried_add(result, Rule(posts=1), scenarios=40).plans[0]
    tried = trials(result, number=40)
    origins, places = result.communes["origin"], result.territory.places
    gains = []
    for world in range(40):

        def near(each: Worlds, point: Point, index: int, world: int = world) -> list[bool]:
            """Tell from the numbers drawn which communes have a place or a site within reach."""
            km = [max(origin.distance(point), 2_000.0) / 1000 for origin in origins]
            region, origin, trip = result.ways.engine.spread_minutes(np.array(km))
            reached = each.trips.may_reach(index, far_minutes=8)
            own = np.full(5, np.inf)  # what cannot reach it
            own[reached] = each.trip(index, len(reached), first=40)[world]
            wrong = region * each.shared[world] + origin * each.origin[world] + trip * own
            return [bool(each <= 8) for each in 2 + 1.35 * np.array(km) + wrong]

        today = np.zeros(5, dtype=bool)
        for place, point in enumerate(places.geometry):
            along, across = tried.places.shift_m(place)[world]
            here = near(tried.places, Point(point.x + along, point.y + across), place)
            today |= np.array(here) & ~tried.places.absent(place)[world]
        (site,) = origins.index.get_indexer(pd.Index(plan.sites))
        new = np.array(near(tried.sites, origins.iloc[site], int(site)))
        gains.append(100 * int((new & ~today).sum()))
    low, high = (round(each) for each in np.quantile(gains, [0.05, 0.95]))
    assert plan.likely_gained == Interval(low=low, high=high)
    assert low < high


def test_a_renewal_costs_what_the_programme_pays_that_type_of_host() -> None:
    result = drawn("39001", "39003", "39005", posts=2, host_type=["public", "private", ""])
    euros = keep(result).hosts.set_index("insee")["renewal_euros"]
    assert euros[["39001", "39003"]].tolist() == [2 * 42_500, 2 * 44_000]
    assert pd.isna(euros["39005"])
    text = " ".join(words.keep_text(result, keep(result))).replace("\xa0", " ")
    assert "renouvellement : 88 000 €" in text
    assert "coût inconnu" in text


@pytest.mark.parametrize("hosts", [4, 1])
def test_what_costs_nobody_is_one_line(hosts: int, tmp_path: Path) -> None:
    """Four hosts in one square, of which no three together lose it; and one whose end does."""
    names = [f"Mairie {number}" for number in range(hosts)]
    result = drawn(*["39003"] * hosts, host=names, parameters=AS_ESTIMATED, host_type="public")
    found = decide(result, rule=Rule(posts=1))
    said = [line.replace("\xa0", " ") for line in words.keep_text(result, found.keep)]
    write_plan(found, tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    named = [line for line in said if "Mairie" in line]
    assert len(named) == 1
    nobody = "Aucun habitant ne serait mis hors de portée, selon les scénarios non plus"
    if hosts == 1:
        # Told as the end of the only one, and not again as the worst of all.
        assert "300 habitants" in named[0]
        assert "« Mairie 0 », la seule structure" in page.replace("\xa0", " ")
        return
    assert named[0].startswith(f"- {nobody} si l'une de ces 4 structures cessait : Mairie 0, ")
    # The need of 500 residents is served by any of them; the renewal of each is told once.
    assert named[0].count("renouvellement : 42 500 €") == 1
    assert "Même 3 structures qui cesseraient ensemble" in said[2]
    assert not any("0 habitant" in line for line in said[:4])
    assert "Aucune structure avant une autre" in page
    assert nobody in page
    assert "0 habitant ne serait" not in page.replace("\xa0", " ")


def test_nobody_is_lost_where_all_are_served_across_the_border_and_no_flag_is_unknown() -> None:
    """A host of ours in each square, and one across that serves all: zero, and not unknown."""
    result = drawn("39002", "39003", parameters=AS_ESTIMATED.but(far_minutes=60))
    result.territory.places.loc[result.territory.places["insee"] == "39002", "neighbour"] = True
    found = keep(study.study(result.territory, parameters=result.parameters))
    assert found.hosts["communes_flagged"].tolist() == [0]
    assert [each.communes_flagged for each in found.joint] == [0]


def test_what_the_source_tells_of_conventions_is_said_and_else_left_out() -> None:
    result = drawn(
        "39001", "39001", "39003", "39005", host=["A", "A", "B", "C"], host_type="public",
        convention_kinds=[("renouvellement",), ("initiale",), ("initiale",), ()],
        convention_euros=[42_500, 50_000, float("nan"), float("nan")],
    )  # fmt: skip
    found = keep(result)
    hosts = {each["host"]: each for each in decisions.keep_data(result, found)["hosts"]}
    told = {name: (each["convention_kinds"], each["convention_euros"])
            for name, each in hosts.items()}  # fmt: skip
    assert told == {
        "A": (["initiale", "renouvellement"], 92_500), "B": (["initiale"], None), "C": ([], None),
    }  # fmt: skip
    lines = {
        line[2]: line.replace("\xa0", " ")
        for line in words.keep_text(result, found)
        if line.startswith("- ") and " ; renouvellement : " in line
    }
    said = " ; convention : initiale et renouvellement, 92 500 € conventionnés ; renouvellement : "
    assert said in lines["A"]
    assert " ; convention : initiale ; renouvellement : 42 500 €." in lines["B"]
    assert "convention :" not in lines["C"]
    table = notebook.kept(found)
    assert table["Conventions"].to_dict() == {
        "A": "initiale, renouvellement", "B": "initiale", "C": "",
    }  # fmt: skip
    assert table["Montant conventionné (€)"].fillna(0).to_dict() == {"A": 92_500, "B": 0, "C": 0}
    assert "Conventions" not in notebook.kept(keep(drawn("39001")))


def test_the_report_shows_conventions_where_they_are_known(tmp_path: Path) -> None:
    for kinds, shown in (((), False), (("initiale",), True)):
        result = drawn("39001", "39003", convention_kinds=[kinds, ()])
        write_plan(decide(result, rule=Rule(posts=1)), tmp_path / "plan.html")
        text = (tmp_path / "plan.html").read_text(encoding="utf-8")
        assert (">Convention</th>" in text) == ("initiale<" in text) == shown


def test_a_budget_pays_each_candidate_at_the_tariff_of_its_host() -> None:
    # Far are 3, 4 and 5: a public host in 4 reaches all, a private one in 3 reaches 3 and 4.
    result = drawn("39001")
    both = {"39003": "private", "39004": "public"}
    rich = tried_add(result, Rule(posts=1, candidates=both, budget_euros=50_000), scenarios=5)
    assert [(plan.sites, plan.cost_euros) for plan in rich.plans] == [(("39004",), 50_000)]
    poor = tried_add(result, Rule(posts=1, candidates=both, budget_euros=49_999), scenarios=5)
    assert [(plan.sites, plan.cost_euros) for plan in poor.plans] == [(("39003",), 32_000)]
    # A year of a public host costs 25,000 €, half of what 24 months do.
    short = Rule(posts=1, candidates=both, budget_euros=25_000, months=12)
    assert tried_add(result, short, scenarios=5).plans[0].cost_euros == 25_000
    unnamed = Rule(posts=1, candidates={"39004": ""}, host_type="private")
    assert tried_add(result, unnamed, scenarios=5).plans[0].cost_euros == 32_000


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule(), "Demande : jusqu'à 5 postes de plus, dans toute commune du département."),
        (
            Rule(posts=1, candidates={"39001": "", "39002": ""}, least_residents=500),
            "Demande : 1 poste de plus, dans toute commune de la liste (2 communes), d'au moins "
            "500 habitants.",
        ),
        (
            Rule(posts=2, largest_of_epci=True, per_epci=1, weights=OLD),
            "Demande : 2 postes de plus, dans la commune la plus peuplée de chaque "
            "intercommunalité, au plus 1 par intercommunalité, chaque habitant comptant selon la "
            "part de 65 ans et plus.",
        ),
        (
            Rule(posts=None, budget_euros=90_000),
            "Demande : autant de postes que le budget en paie, dans toute commune du "
            "département, pour 90 000 € au plus.",
        ),
    ],
)
def test_what_was_asked_is_said(rule: Rule, sentence: str) -> None:
    assert words.asked(rule).replace("\xa0", " ") == sentence


def test_a_candidate_that_is_no_commune_is_named() -> None:
    with pytest.raises(UnknownCommuneError, match="39999"):
        add(drawn("39001"), Rule(candidates={"39004": "", "39999": ""}))


def test_sites_that_are_as_good_are_candidates() -> None:
    # Far are 3, 4 and 5: a post in 4 reaches all, one in 3 or 5 two of them; nobody else may.
    listed = {"39003": "", "39004": "", "39005": ""}
    found = tried_add(drawn("39001", parameters=AS_ESTIMATED),
                      Rule(posts=1, candidates=listed), scenarios=5)  # fmt: skip
    assert found.alternatives == {"39004": ()}
    assert found.chosen["chosen_share"].to_dict() == {
        "39001": 0, "39002": 0, "39003": 0, "39004": 1, "39005": 0,
    }  # fmt: skip


def test_what_most_communes_would_do_as_well_is_said_in_one_line() -> None:
    result = drawn("39001")
    found = tried_add(result, Rule(posts=1), scenarios=5)
    for_sites = {"39004": ("39003",), "39002": tuple(CODES[2:]), "39001": tuple(CODES[1:])}
    text = [line.replace("\xa0", " ") for line in
            words.add_text(result, replace(found, alternatives=for_sites))]  # fmt: skip
    assert [line for line in text if line.startswith("- pour ")] == [
        "- pour Carré 4 (39004) : Carré 3 (39003).",
        "- pour Carré 2 (39002) et Carré 1 (39001) : la plupart des communes.",
    ]


def test_posts_that_are_not_needed_are_said() -> None:
    # A post in 4 reaches 3, 4 and 5: all who are far.
    found = tried_add(drawn("39001", parameters=AS_ESTIMATED), Rule(posts=3), scenarios=10)
    assert [len(plan.sites) for plan in found.plans] == [1, 1, 1]
    assert [words.spare(plan) for plan in found.plans] == ["", " (1 suffit)", " (1 suffit)"]


def test_nothing_known_of_internet_weighs_nobody() -> None:
    result = drawn("39001")
    result.communes["poor"] = pd.array([pd.NA] * len(CODES), dtype="boolean")
    with pytest.raises(SitingError, match="--broadband"):
        internet(result)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_is_a_number_not_below_zero(weight: float) -> None:
    with pytest.raises(SitingError, match="39005"):
        replace(OLD, each={"39004": 1.0, "39005": weight})


def test_any_weights_choose_sites_and_are_told() -> None:
    # Far are 3, 4 and 5, each with 100 residents; only those of 5 count, which 4 and 5 reach.
    result = drawn("39001")
    found = tried_add(result, Rule(posts=1, weights=OLD), scenarios=5)
    assert set(found.plans[0].sites) <= {"39004", "39005"}
    assert found.fairness.weights == OLD
    after = found.fairness.figures(found.fairness.chosen, weighted=True)
    assert after["residents_within_20"] == pytest.approx(0.4 * result.residents["39005"])
    assert any("selon la part de 65 ans et plus" in line for line in words.add_text(result, found))


def test_the_jura_by_brute_force(decided: Decision) -> None:
    result = decided.result
    places = result.territory.places
    near = (result.ways.to_places <= 20).T.groupby(places["host"]).any().T

    def lost(ended: Sequence[Any]) -> float:
        left = near.drop(columns=list(ended)).any(axis=1)
        return float(result.residents[near.any(axis=1) & ~left].sum())

    alone = decided.keep.hosts.set_index("host")["residents_lost"]
    assert {host: lost((host,)) for host in near} == alone.to_dict()
    for joint in decided.keep.joint:
        worst = max(lost(ended) for ended in combinations(near, len(joint.hosts)))
        assert joint.residents_lost == worst == lost(joint.hosts)
    gains = result.residents[~result.served] @ (result.ways.to_origins[~result.served] <= 20)
    assert decided.add.robust[0].plan.residents_gained == gains.max()


@pytest.fixture(scope="module")
def site(decided: Decision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    publish.write_page(decided.result, folder / "carte.html", decision=decided)
    write_plan(decided, folder / "plan.html", site=Site.of(MAP, PLAN, skin=Skin()))
    return folder


@pytest.mark.parametrize("key", ["signalees", "robustesse", "desserte", "propositions"])
def test_the_legend_counts_what_python_counts(
    watched: Watched, site: Path, decided: Decision, key: str
) -> None:
    page = watched.open(site / "carte.html", f"#theme={key}")
    (theme,) = [each for each in themes.themes(decided.result, decided) if each.key == key]
    expected = [int((theme.class_of == position).sum()) for position in range(len(theme.classes))]
    assert counts(page, "#legend tr.class") == expected
    assert sum(expected) == 492
    ((label, value),) = words.certainty_figure(decided)
    assert f"{label} : {value}".replace("\xa0", " ") in page.inner_text("header").replace(
        "\xa0", " "
    )
    assert watched.messages == []


def test_the_title_says_what_was_found_and_how_sure(
    watched: Watched, site: Path, decided: Decision
) -> None:
    """Also before anything is read: in the tab, and in what a search engine shows."""
    page = watched.open(site / "carte.html")
    standing = decided.certainty.communes["standing"].value_counts()
    said = f"{french.count(standing.get('sure', 0), 'sûre')}, {standing.get('fragile', 0)}"
    heading = page.inner_text("h1")
    assert said in heading
    assert page.title().startswith(
        f"{french.typeset(words.finding_how_sure(decided.result, decided.certainty))} · "
    )
    assert page.inner_text(".old").endswith(words.RENEW)  # of 2022, beside data of 2026


def test_a_flag_that_is_not_sure_is_lighter_until_something_is_tried(
    watched: Watched, site: Path, decided: Decision
) -> None:
    """Nobody knows how sure the flags of a simulation are: they are drawn alike, and it says so."""
    certainty = decided.certainty
    theme = themes.situation(decided.result, certainty)
    sure, fragile = (int((theme.class_of == position).sum()) for position in (0, 1))
    assert (sure, fragile) == (certainty.count("sure"), certainty.count("fragile"))
    page = watched.open(site / "carte.html")
    fills = "paths => paths.map(path => path.getAttribute('fill'))"
    drawn = page.eval_on_selector_all("path.leaflet-interactive[fill-opacity]", fills)
    assert drawn.count("url(#pattern-signalees-hatched)") == sure
    assert drawn.count("url(#pattern-signalees-fragile)") == fragile > 0
    page.evaluate("location.hash = 'simulation=minutes:19'")
    page.locator("#legend .simulated").wait_for()
    assert page.locator("#legend tr.class").count() == 5
    tried = page.eval_on_selector_all("path.leaflet-interactive[fill-opacity]", fills)
    assert "url(#pattern-signalees-fragile)" not in tried
    assert french.typeset(words.UNSURE_IF_TRIED) in page.inner_text("#legend")
    assert watched.messages == []


def test_the_report_is_quiet_accessible_and_no_wider_than_any_window(
    watched: Watched, site: Path
) -> None:
    page = watched.open(site / "plan.html")
    assert page.locator("tbody tr").count() > 9
    assert "jusqu’à 5 postes de plus, dans toute commune" in page.inner_text("main").replace(
        "\xa0", " "
    )
    for width, height in (DESKTOP, PHONE, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    assert watched.messages == []
    assert watched.requests == []


def test_a_point_of_the_front_shows_where_its_posts_are(
    watched: Watched, site: Path, decided: Decision
) -> None:
    """By keyboard and by mouse; the first is shown from the start, and Back undoes."""
    page = watched.open(site / "plan.html")
    shown, points = page.locator(".points > li:visible"), page.locator(".front svg a")
    assert points.count() == len(decided.pareto.choices) > 2

    def told(number: int) -> list[str]:
        sites = decided.pareto.choices[number - 1].sites
        names = decided.result.communes["name"]
        return [f"Choix {number}", *(f"{names[code]} ({code})" for code in sites)]

    def read() -> list[str]:
        assert shown.count() == 1
        lines = shown.inner_text().replace("\xa0", " ").splitlines()
        return [line for line in lines if line][: len(told(1))]

    assert read() == told(1)
    points.nth(1).focus()
    page.keyboard.press("Enter")
    assert read() == told(2)
    assert violations(page) == []
    points.nth(2).click()
    assert read() == told(3)
    page.go_back()
    assert read() == told(2)
    page.emulate_media(media="print")
    assert shown.count() == points.count()


def test_a_proposal_opens_as_the_scenario_that_the_report_measures(
    watched: Watched, site: Path
) -> None:
    page = watched.open(site / "plan.html")
    said = {}
    for key in ("garder", "deplacer", "ajouter", "tournee"):
        bars = page.locator(f"#{key} .beside .bars").first.locator("dd")
        near, flagged, *_ = (each.rpartition("puis ")[2] for each in bars.all_inner_texts())
        name = page.locator(f"#{key} .beside h3").first.inner_text()
        address = page.locator(f"#{key} .open a").first.get_attribute("href")
        # The page shortens a long name.
        named, reached = f"Simulation « {name[:20]}", f" » : {near} habitants à portée"
        said[named, reached, f", {flagged} commune"] = address
    for texts, address in said.items():
        page.goto("about:blank")
        page.goto(f"{site.as_uri()}/{address}")
        shown = " ".join(page.locator("#simulation").inner_text().split())
        assert [text for text in texts if " ".join(text.split()) not in shown] == [], shown


def test_hostile_names_are_text_in_the_report(watched: Watched, tmp_path: Path) -> None:
    result = study.study(territory.of("00", files=territory.files("00")))
    result.territory.places[["host", "organisation", "name"]] = HOSTILE
    result.communes["name"] = HOSTILE
    write_plan(decide(result), tmp_path / "plan.html")
    page = watched.open(tmp_path / "plan.html")
    assert page.locator("img, script").count() == 0
    assert HOSTILE in page.locator("tbody th").first.inner_text().replace("\xa0", " ")


@pytest.mark.usefixtures("shared")
def test_keep_and_add_answer_as_data(command: Command) -> None:
    kept = json.loads(command("keep", "--advisors", "2022", "--json").out)
    assert len(kept["hosts"]) == 9
    assert {"host", "insee", "posts", "residents_lost"} <= set(kept["hosts"][0])
    assert {each["renewal_euros"] for each in kept["hosts"]} == {
        42_500, 2 * 42_500, 44_000, 2 * 44_000,
    }  # fmt: skip
    assert [len(each["hosts"]) for each in kept["joint"]] == [1, 2, 3]
    added = json.loads(command("add", "--posts", "3", "--json").out)
    assert added["pareto"] is None
    assert [plan["posts"] for plan in added["plans"][::3]] == [1, 2, 3]  # of three kinds each
    assert [plan["kind"] for plan in added["plans"][:3]] == ["middle", "expected", "regret"]
    assert {
        "posts",
        "sites",
        "residents_gained",
        "expected_gain",
        "interval",
        "worst_regret",
        "gap",
    } <= set(added["plans"][0])


def test_the_command_says_which_ends_are_past(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "postes.csv"
    lines = [
        "Structure;Commune;Code Insee;Postes;État;Fin de convention",
        "Ancienne;Dole;39198;1;;31/01/2020",
        "Lointaine;Saint-Claude;39478;1;;31/12/2099",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    said = command("keep", "--advisors", path).told
    assert "échéances sont passées : 31/01/2020. Vérifiez" in said
    path.write_text("\n".join([lines[0], lines[2]]), encoding="utf-8")
    said = command("keep", "--advisors", path).told
    assert "31/12/2099" in said
    assert "passées" not in said


def test_a_place_is_one_however_many_conventions_end_there(
    command: Command, tmp_path: Path
) -> None:
    """At Dole two posts end on two days; the other host is at Saint-Claude and at Arbois."""
    path = tmp_path / "postes.csv"
    lines = [
        "Structure;Commune;Code Insee;Postes;État;Fin de convention;SIRET",
        "Une;Dole;39198;1;;31/01/2099;",
        "Une;Dole;39198;1;;31/12/2099;",
        "Deux;Saint-Claude;39478;1;;31/12/2099;26390001500018",
        "Deux;Arbois;39013;1;;31/12/2099;26390001500026",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    ended = command("keep", "--advisors", path)
    said = ended.told
    assert "- Une (2 postes) : " in said
    assert "- Deux (2 postes, 2 lieux) : " in said
    single = said.split("d'un seul lieu d'une structure qui en a plusieurs :\n")[1]
    assert [line.split(" (")[0] for line in single.splitlines()[:2]] == ["- Deux", "- Deux"]
    assert "- 31/01/2099 : Une ; " in said  # each end is one of its own all the same
    kept = json.loads(command("keep", "--advisors", path, "--json").out)
    assert {each["host"]: each["places"] for each in kept["hosts"]} == {"Une": 1, "Deux": 2}
    assert sorted(each["posts"] for each in kept["places"]) == [1, 1, 2]


@pytest.mark.usefixtures("shared")
def test_the_plan_answers_as_data(command: Command, tmp_path: Path) -> None:
    asked = ("--departement", "00", "--posts", 2, "--json", "--out", tmp_path / "p")
    data = json.loads(command("plan", *asked).out)
    assert set(data) == {"keep", "move", "add", "rounds", "certainty"}
    assert data == json.loads((tmp_path / "p" / "plan.json").read_text(encoding="utf-8"))
    assert [plan["posts"] for plan in data["add"]["plans"][::3]] == [1, 2]
    low, high = data["keep"]["hosts"][0]["residents_lost_likely"]
    assert 0 <= low <= high


def listed(folder: Path, text: str) -> Path:
    path = folder / "candidats.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("shared")
def test_candidates_of_a_file_and_their_tariffs(command: Command, tmp_path: Path) -> None:
    file = listed(tmp_path, "code_insee,legal_status\n39258,private\n39292,public\n")
    ended = command("add", "--posts", 2, "--candidates", file, "--json")
    plans = json.loads(ended.out)["plans"]
    assert plans == json.loads(command("add", "--candidates", file, "--json").out)["plans"]
    assert plans[3]["sites"] == ["39258", "39292"]  # of two posts, if all is as estimated
    assert json.loads(ended.out)["asked"]["candidates"] == {"39258": "private", "39292": "public"}
    assert plans[3]["cost_euros"] == 32_000 + 50_000


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    "text",
    [
        "commune,legal_status\nDOLE,public\nst claude,\nSaint-Clade,\nBesançon,\n",
        "Structure;Commune;Code Insee;Postes;Employeur\nA;Dole;;1;public\nB;Saint-Claude;;1;\n"
        "C;Saint-Clade;;1;\n",
    ],
)
def test_candidates_are_found_by_the_names_of_their_communes(
    text: str, command: Command, tmp_path: Path
) -> None:
    """As in lists of advisors: a name that is none is said, with what it may mean."""
    ended = command("add", "--posts", 1, "--candidates", listed(tmp_path, text), "--json")
    assert json.loads(ended.out)["asked"]["candidates"] == {"39198": "public", "39478": ""}
    assert "« Saint-Clade » (peut-être Saint-Claude (39478)" in typed(ended.err)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("code_insee\n", ("candidats.csv", "aucune ligne")),
        ("code_insee\n39999\n", ("sans commune correspondante : 39999", "aucune ligne utilisable")),
        ("code_insee\n1004\n75056\n", ("ligne 2", "zéro initial", "ligne 3", "département 39")),
        ("code_insee\n39300\n39300\n", ("ligne 2", "ligne 3", "une seule fois")),
        ("code_insee,legal_status\n39300,mixte\n", ("« mixte »", "« public » ou « private »")),
        ("commune\nNulle Part\n", ("« Nulle Part »", "aucune ligne utilisable", "le nom d'une")),
    ],
)
def test_a_wrong_list_of_candidates_is_refused(
    text: str, sentences: tuple[str, ...], command: Command, tmp_path: Path
) -> None:
    ended = command("add", "--posts", 1, "--candidates", listed(tmp_path, text))
    assert ended.status == 1
    for sentence in sentences:
        assert sentence in ended.said.replace("\xa0", " ")


@pytest.mark.usefixtures("shared")
def test_candidates_are_known_without_a_file(
    command: Command, jura: Result, tmp_path: Path
) -> None:
    """Communes with a France services place, and centres: each of its own sort, each of ours."""

    def asked(*arguments: object) -> set[str]:
        ended = command("add", "--posts", 1, "--json", *arguments)
        assert ended.status == 0, ended.err
        return set(json.loads(ended.out)["asked"]["candidates"])

    places = jura.territory.services["france_services"]
    hosting = asked("--candidates", "france-services")
    assert hosting == set(places.loc[~places["neighbour"].astype(bool), "insee"])
    towns = asked("--candidates", "towns")
    # Lons-le-Saunier, Dole, Saint-Claude, Champagnole, Arbois; not the suburb nor the village.
    assert {"39300", "39198", "39478", "39097", "39013"} <= towns < set(jura.communes.index)
    assert not {"39032", "39002"} & towns
    grid = listed(tmp_path, "CODGEO;LIBGEO;DENS\n39300;Lons;2\n39032;Avignon;4\n39002;A;7\n")
    assert asked("--candidates", grid) == {"39300"}


@pytest.mark.usefixtures("shared")
def test_a_code_of_no_commune_is_said_and_left_out(command: Command, tmp_path: Path) -> None:
    file = listed(tmp_path, "code_insee\n39999\n39258\n")
    ended = command("add", "--posts", 1, "--candidates", file, "--json")
    assert json.loads(ended.out)["asked"]["candidates"] == {"39258": ""}
    assert "sans commune correspondante : 39999 (ligne 2)" in typed(ended.err)


def test_candidates_that_are_not_known_say_what_to_give(command: Command) -> None:
    for name, option in (("france-services", "--france-services"), ("towns", "grille.csv")):
        ended = command("add", "--departement", "00", "--candidates", name)
        assert ended.status == 1
        assert option in ended.said
        assert f"--candidates {name} : trouvé aucun" in ended.said


@pytest.mark.usefixtures("shared")
def test_a_former_commune_of_the_list_stands_for_the_one_of_today(
    command: Command, tmp_path: Path, jura: Result
) -> None:
    crosswalk = jura.territory.crosswalk
    former, today = next(
        (code, row["insee"])
        for code, row in crosswalk.iterrows()
        if row["insee"] in jura.communes.index and code not in jura.communes.index
        and not jura.communes.at[row["insee"], "minutes"] <= 20
    )  # fmt: skip
    ended = command(
        "add",
        "--advisors",
        "2022",
        "--posts",
        1,
        "--json",
        "--candidates",
        listed(tmp_path, f"code_insee\n{former}\n"),
    )
    assert json.loads(ended.out)["plans"][0]["sites"] == [today]
    assert str(former) in ended.err


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("add --posts 999", "999 postes à placer pour 492 candidats"),
        ("add --least-residents 9999999", "Aucune commune candidate"),
        ("add --budget 100", "moins que le coût d'un poste"),
        ("add --host-type x", "attendu « public » ou « private »"),
        ("move --transfers 99 --advisors 2022", "attendu 13 au plus, pour 13 postes à 9 lieux"),
        # Sixteen posts, of which some are shared: each share moves as a whole.
        ("move --transfers 99", "attendu 21 au plus, pour 16 postes à 20 lieux"),
    ],
)
def test_an_impossible_request_is_told(arguments: str, sentence: str, command: Command) -> None:
    ended = command(*arguments.split())
    assert ended.status == 1
    assert sentence in ended.said.replace("\xa0", " ")
    assert ended.out == ""


def test_nothing_can_end_where_nothing_is() -> None:
    result = drawn("39001")
    result.territory.places["neighbour"] = True
    found = keep(result)
    assert found.hosts.empty
    assert found.places.empty
    assert found.joint == ()


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


def test_what_a_row_says_to_be_inferred_is_said_and_nothing_else_of_it(tmp_path: Path) -> None:
    file = tmp_path / "postes.csv"
    heading = "host,code_insee,posts,latitude,longitude,inferred,note,stops\n"
    file.write_text(heading + "A,39300,2,,,posts | place,0384000000,\n", encoding="utf-8")
    reading = read_advisors(file, departement="39")
    assert [(remark.kind, remark.concerns) for remark in reading.remarks] == [
        ("assumed", ("A",)), ("assumed", ("A",)),
    ]  # fmt: skip
    assert "0384000000" not in str(reading.remarks) + reading.table.to_csv()
    # Free text is no such word, and no day is no stop.
    file.write_text(heading + "A,39300,2,,,par Jean,,39300:0\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"(?s)stops.*inferred"):
        read_advisors(file, departement="39")
