"""The certainty of flags against plain simulations, its worlds, and other policies."""

from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage import posts, study, words
from jura_coverage.errors import ParameterError
from jura_coverage.measures import certainty, flags, policies
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import Parts
from jura_coverage.measures.trips import Trips
from jura_coverage.measures.worlds import Worlds, premises_off
from jura_coverage.parameters import Errors, Parameters, Ranges, load
from jura_coverage.posts.influence import CHOICES, ERRORS
from jura_coverage.posts.trials import trials
from jura_coverage.publish import themes
from jura_coverage.study import Result
from tests.geographies import (
    ESTIMATE,
    NO_ERRORS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]
NOTHING_ELSE = Ranges(poor_share=(1, 1), far_minutes=(1, 1), definitions=("wired",))


def spread(kilometres: FloatArray) -> Parts:
    """Errors of 2 minutes shared by all, of 3 by a commune and of 6 of each trip: of 7 together."""
    region, origin, trip = (np.full_like(kilometres, minutes) for minutes in (2.0, 3.0, 6.0))
    return region, origin, trip


def trips(
    origins_km: list[float],
    places_km: list[float],
    *,
    radius_m: list[float] | None = None,
    absent: list[float] | None = None,
    travel: float = 1.0,
) -> Trips:
    """Communes and places along a road, at 2 + 1.35 minutes by kilometre, none below 1 km."""
    origins, places = (
        np.column_stack([1000 * np.array(each), np.zeros(len(each))])
        for each in (origins_km, places_km)
    )
    away = np.maximum(np.abs(origins[:, None, 0] - places[None, :, 0]), 1000)
    return Trips(
        minutes=ESTIMATE.of_kilometres(away / 1000),
        origins_m=origins,
        places_m=places,
        least_m=np.full(len(origins), 1000.0),
        radius_m=np.array(radius_m or [0.0] * len(places)),
        absent=np.array(absent or [0.0] * len(places)),
        measured=np.zeros(away.shape, dtype=bool),
        travel=travel,
        by_road=0.0,
        spread_minutes=spread,
        estimate=ESTIMATE,
    )


def squares(parameters: Parameters, *hosts: str, unwired: int = 10, posts: float = 1) -> Result:
    """Five squares in a row, none of whose hosts tells its position."""
    table = advisor_table(list(hosts)).assign(posts=float(posts))
    joined = land(row_of_squares(), broadband_table(CODES, unwired=unwired), table)
    return study.study(joined, parameters=parameters)


def test_one_trip_is_far_as_often_as_its_error_says() -> None:
    # 10 km take 15.5 minutes, wrong by 7: within 22.5 minutes but for one standard deviation.
    (far,) = certainty.is_far(trips([0], [10]), far_minutes=22.5)
    assert far == pytest.approx(NormalDist().cdf(-1), abs=1e-6)
    # Twice the error: half a deviation. Nobody there in one case of four: far in those too.
    (far,) = certainty.is_far(trips([0], [10], travel=2), far_minutes=22.5)
    assert far == pytest.approx(NormalDist().cdf(-0.5), abs=1e-6)
    (far,) = certainty.is_far(trips([0], [10], absent=[0.25]), far_minutes=22.5)
    assert far == pytest.approx(0.25 + 0.75 * NormalDist().cdf(-1), abs=1e-6)


def test_places_in_one_town_are_far_together_as_far_as_their_trips_are_wrong_together() -> None:
    """Two places at the threshold: each is far once in two, both as an orthant of two normals."""
    # 13 of 49 of the variance is shared: 1/4 + asin(13/49) / 2 pi.
    (far,) = certainty.is_far(trips([0], [10, 10]), far_minutes=15.5)
    assert far == pytest.approx(0.25 + np.arcsin(13 / 49) / (2 * np.pi), abs=1e-6)


def test_without_errors_far_is_what_the_threshold_says() -> None:
    # 15.5 minutes: the threshold itself is near.
    for limit, expected in ((15.4, 1), (15.5, 0), (15.6, 0)):
        every = trips([0, 50], [10], travel=0)
        assert certainty.is_far(every, far_minutes=limit).tolist() == pytest.approx([expected, 1])


@settings(max_examples=25)
@given(
    origins=st.lists(st.floats(0, 40), min_size=1, max_size=5),
    places=st.lists(
        st.tuples(st.floats(0, 40), st.sampled_from([0.0, 2000.0]), st.sampled_from([0.0, 0.3])),
        min_size=1, max_size=6,
    ),
    travel=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 999),
)  # fmt: skip
def test_the_exact_probability_is_that_of_a_plain_simulation(
    origins: list[float],
    places: list[tuple[float, float, float]],
    travel: float,
    seed: int,
) -> None:
    where, radius_m, absent = (list(each) for each in zip(*places, strict=True))
    every = trips(origins, where, radius_m=radius_m, absent=absent, travel=travel)
    random, number = np.random.default_rng(seed), 4000
    near = np.zeros((number, len(origins)), dtype=bool)
    shared = random.standard_normal((number, 1))
    left = random.standard_normal((number, len(origins)))
    for km, radius, chance in places:
        away, angle = radius * np.sqrt(random.random(number)), 2 * np.pi * random.random(number)
        east, north = 1000 * km + away * np.cos(angle), away * np.sin(angle)
        metres = np.hypot(1000 * np.array(origins) - east[:, None], north[:, None])
        minutes = 2 + 1.35 * np.maximum(metres, 1000) / 1000
        own = random.standard_normal(minutes.shape)
        there = random.random((number, 1)) >= chance
        near |= there & (minutes + travel * (2 * shared + 3 * left + 6 * own) <= 18)
    exact, found = certainty.is_far(every, far_minutes=18), 1 - near.mean(axis=0)
    noise = 5 * np.sqrt(np.maximum(found * (1 - found), 1 / number) / number)
    # Without an error of travel, a disc is cut by the threshold: each of its 48 points counts 2 %.
    assert (np.abs(exact - found) <= noise + (0.005 if travel else 0.03)).all()


def test_a_premise_more_or_less_decides_where_the_share_is_at_its_threshold() -> None:
    premises, covered = pd.Series([200, 200, 200, None, 0]), pd.Series([190, 191, 192, 190, 0])
    poor = certainty.is_poor(premises, covered, poor_share=0.05, error=1)
    assert poor[:3].tolist() == pytest.approx([2 / 3, 1 / 3, 0])
    assert poor[3:].isna().all()
    # No more are covered than there are.
    assert certainty.is_poor(
        pd.Series([10]), pd.Series([10]), poor_share=0.1, error=3
    ).tolist() == pytest.approx([3 / 7])


def test_certainty_is_poor_times_far_and_flags_below_95_percent_are_fragile() -> None:
    # 10 of 100 premises lack good internet everywhere: surely poor at 5 %, one more or less.
    result = squares(PROPORTIONAL.but(position_m=0.0), "39001")
    found = posts.certainty(result)
    sure = found.communes["certainty"]
    # 12 km take 18.2 minutes and 16 km 23.6, wrong by the square root of 2.8², 2.0² and 3.0².
    spread_minutes = np.linalg.norm([2.8, 2.0, 3.0])
    for code, minutes in (("39004", 18.2), ("39005", 23.6)):
        expected = NormalDist().cdf((minutes - 20) / spread_minutes)
        assert sure[code] == pytest.approx(expected, abs=1e-6)
    assert found.communes["standing"].tolist() == ["", "", "", "", posts.FRAGILE]
    assert (found.count(posts.SURE), found.count(posts.FRAGILE)) == (0, 1)
    # Beyond 10 minutes, 12.8 are 0.6 deviations, 18.2 are 1.8: 96 %.
    closer = posts.certainty(squares(PROPORTIONAL.but(position_m=0.0, far_minutes=10.0), "39001"))
    assert closer.communes["standing"].tolist() == [
        "", "", posts.FRAGILE, posts.SURE, posts.SURE,
    ]  # fmt: skip
    # At the threshold of the share itself, one premise of three cases lifts the flag.
    shared = posts.certainty(squares(PROPORTIONAL.but(position_m=0.0), "39001", unwired=5))
    assert shared.communes["certainty"].tolist() == pytest.approx((2 / 3 * sure).tolist())


def test_a_commune_without_data_has_no_certainty_and_keeps_its_row() -> None:
    broadband = broadband_table([code for code in CODES if code != "39004"], unwired=10)
    result = study.study(land(row_of_squares(), broadband, advisor_table(["39001"])))
    found = posts.certainty(result)
    assert found.communes.index.equals(result.communes.index)
    missing = found.communes[["certainty", "policies_flagged"]].isna().all(axis=1)
    assert missing.tolist() == [False, False, False, True, False]
    assert not found.flagged[:, 3].any()


def test_without_errors_every_flag_is_sure_and_every_world_the_same() -> None:
    result = squares(replace(PROPORTIONAL, errors=NO_ERRORS), "39001")
    found = posts.certainty(result)
    assert found.communes["certainty"].tolist() == pytest.approx([0, 0, 0, 0, 1])
    assert found.communes_likely == posts.Interval(low=1, high=1)
    assert found.residents_likely == posts.Interval(low=100, high=100)
    said = words.headline(found).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "1 commune signalée : 1 sûre, 0 fragile."
    assert [sign.label for sign in themes.situation(result, found).classes[:2]] == [
        "Signalée, sûre", "Signalée, fragile",
    ]  # fmt: skip
    assert themes.situation(result, found).class_of.tolist() == [2, 2, 2, 2, 0]
    heading = words.finding_how_sure(result, found).replace("\N{NO-BREAK SPACE}", " ")
    assert heading == "1 commune signalée, 100 habitants : 1 sûre, 0 fragile"
    assert words.unknown(result).startswith("Aucune erreur")


@settings(max_examples=20)
@given(seed=st.integers(0, 999), number=st.integers(2, 30), more=st.integers(0, 30))
def test_any_subset_sees_the_same_worlds_and_another_seed_fresh_ones(
    seed: int, number: int, more: int
) -> None:
    every = trips([0, 5, 12], [3, 9], radius_m=[0, 2000.0], absent=[0.5, 0.0])
    few = Worlds(trips=every, kind="place", number=number, seed=seed)
    many = Worlds(trips=every, kind="place", number=number + more, seed=seed)
    for place in (1, 0):
        communes, near = many.near(place, far_minutes=12)
        assert communes.tolist() == [0, 1, 2]
        assert (near[:number] == few.near(place, far_minutes=12)[1]).all()
        assert (near[:number] == many.near(place, far_minutes=12, first=number)[1]).all()
    shift_m = many.shift_m(1)
    assert (np.hypot(*shift_m.T) <= 2000).all()
    assert not many.shift_m(0).any()
    others = replace(many, seed=seed + 1), replace(many, kind="site")
    for other in others:
        assert (other.shift_m(1) != shift_m).all()
    assert (many.origin[:number] == few.origin).all()
    for shared in ("shared", "origin"):  # with sites too
        assert (getattr(others[1], shared) == getattr(many, shared)).all()
        assert (getattr(others[0], shared) != getattr(many, shared)).all()


def test_counts_of_premises_are_off_by_each_number_alike() -> None:
    off = premises_off(200, error=2, worlds=500, seed=0)
    numbers, times = np.unique(off, return_counts=True)
    assert numbers.tolist() == [-2, -1, 0, 1, 2]
    assert times / off.size == pytest.approx(np.full(5, 0.2), abs=0.01)


def test_worlds_are_flagged_as_often_as_the_certainty_says() -> None:
    result = squares(PROPORTIONAL, "39001", "39003", posts=0.5, unwired=5)
    tried = trials(result, number=4000)
    exact = posts.certainty(result, tried=tried).communes["certainty"].to_numpy()
    noise = 5 * np.sqrt(np.maximum(exact * (1 - exact), 1e-3) / 4000)
    assert (np.abs(tried.flagged.mean(axis=0) - exact) <= noise).all()
    with pytest.raises(ParameterError, match="au moins 2"):
        trials(result, number=1)


def test_ends_cost_on_average_what_each_world_loses_and_stand_in_that_order() -> None:
    """Two hosts near to each other in the middle may both be out of reach of somebody in truth."""
    result = squares(PROPORTIONAL, "39001", "39003", "39005")
    tried = trials(result, number=200)
    found = posts.keep(result, tried=tried)
    hosts = result.territory.places["organisation"].tolist()
    near = {name: tried.near_any(np.array([place])) for place, name in enumerate(hosts)}
    number = sum(each.astype(int) for each in near.values())
    means = {name: 100 * (here & (number == 1)).sum(axis=1).mean() for name, here in near.items()}
    told = found.hosts.set_index("host")["residents_lost_mean"]
    assert told.to_dict() == pytest.approx(means)
    assert told.is_monotonic_decreasing
    for joint in found.joint:
        gone = ~np.any([here for name, here in near.items() if name not in joint.hosts], axis=0)
        lost = 100 * (gone & tried.near_today).sum(axis=1)
        assert joint.mean == pytest.approx(lost.mean())
        assert (joint.likely.low, joint.likely.high) == tuple(
            np.round(np.quantile(lost, (0.05, 0.95)))
        )


def test_each_policy_is_what_the_study_finds() -> None:
    """Beside the certainty and never in it: errors play no part."""
    result = squares(PROPORTIONAL, "39001", unwired=8)
    found = posts.certainty(result)
    assert len(found.policies) == 18
    flagged = np.zeros(5, dtype=int)
    for policy, counted in zip(found.policies, found.by_policy.to_dict("records"), strict=True):
        again = study.study(result.territory, parameters=replace(PROPORTIONAL, policy=policy))
        here = again.communes["situation"] == flags.POOR_AND_FAR
        assert counted == {
            "communes_flagged": here.sum(), "residents_flagged": 100 * here.sum(),
            "residents_flagged_uncounted": 0, "residents_in_part": False,
        }  # fmt: skip
        flagged += here.to_numpy(dtype=int)
    assert found.communes["policies_flagged"].tolist() == flagged.tolist()


def test_ranges_follow_what_is_chosen() -> None:
    chosen = Parameters().but(far_minutes=30.0, definition="all")
    assert policies.span(chosen, "far_minutes") == (22.5, 37.5)
    assert policies.definitions(chosen) == ("all", "wired", "terrestrial")
    wide = Parameters().but(poor_share=0.8, ranges=Ranges(poor_share=(0.5, 3)))
    assert policies.span(wide, "poor_share") == (0.4, 1.0)  # no share is above the whole
    alone = policies.grid(replace(chosen, ranges=NOTHING_ELSE))
    assert [each.definition for each in alone] == ["all", "wired"]


@pytest.mark.slow
def test_what_alone_varies_explains_everything() -> None:
    alone = replace(PROPORTIONAL, ranges=NOTHING_ELSE, errors=NO_ERRORS)
    assert posts.influence(squares(alone, "39001")).isna().all(axis=None)
    assert words.strongest(posts.influence(squares(alone, "39001"))) == []
    varied = {
        "far_minutes": replace(alone, ranges=replace(NOTHING_ELSE, far_minutes=(0.5, 1.5))),
        "definition": replace(
            alone, ranges=replace(NOTHING_ELSE, definitions=("wired", "terrestrial"))
        ),
        "region": replace(alone, errors=replace(NO_ERRORS, travel=1.0)),
    }
    for name, parameters in varied.items():
        found = posts.influence(squares(parameters, "39001"), points=64)
        assert found.index.tolist() == [*CHOICES, *ERRORS]
        others = found["total"].drop(list({name, "origin", "trip"} if name == "region" else {name}))
        assert others.to_numpy() == pytest.approx(0, abs=1e-6)
        if name != "region":
            assert found.loc[[name]].to_numpy() == pytest.approx(1, abs=0.2)
        first, total = (found[name].to_numpy() for name in ("first", "total"))
        assert (total >= first - 0.2).all()


@pytest.mark.slow
@pytest.mark.parametrize("far_minutes", [8.0, 20.0, 30.0])
def test_intervals_hold_the_figure_whatever_threshold_is_chosen(
    far_minutes: float, jura_today: Result
) -> None:
    parameters = jura_today.parameters.but(far_minutes=far_minutes)
    result = study.study(jura_today.territory, parameters=parameters)
    found, whole = posts.certainty(result), result.figures
    for figure, likely in (
        (whole.communes_flagged, found.communes_likely),
        (whole.residents_flagged, found.residents_likely),
    ):
        assert figure is not None
        assert likely.low <= figure <= likely.high
    expected = float(found.communes["certainty"].sum())
    assert found.flagged.sum(axis=1).mean() == pytest.approx(expected, rel=0.15)


def test_refused_parameters_are_all_named_with_the_part_that_is_meant() -> None:
    wrong: dict[str, Any] = {
        "policy": {"far_minute": 3, "fixed_minutes": 1},
        "ranges": {"far_minutes": [15, 25], "poor_share": [2, 1], "definitions": []},
        "errors": {"premises": 1.5},
    }
    with pytest.raises(ParameterError) as raised:
        load(**wrong)
    said = str(raised.value).replace("\xa0", " ")
    for expected in (
        "« ranges.far_minutes » (donné en option) : trouvé « 15 » ; attendu un nombre d'au plus 10 "
        "(tant de fois la valeur choisie)",
        "trouvé « [2, 1] » ; attendu deux nombres croissants",
        "attendu une liste comme [",
        "« premises » (donné en option) : trouvé « 1.5 » ; attendu un nombre entier",
        "Vouliez-vous dire « far_minutes » ?",
        "Mettez cette ligne sous [estimate].",
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("far_minutes = 20", "Mettez cette ligne sous [policy]."),
        ("need_share = 0.2", "Mettez cette ligne sous [capacity]."),
        ("far_minutes = [15, 25]", "Mettez cette ligne sous [ranges]."),
        ("[polices]\nx = 1", "Vouliez-vous dire [policy] ?"),
        ("[errors]\nminute_per_km = 2", "Vouliez-vous dire « minutes_per_km », sous [estimate] ?"),
        ("policy = 3", "une partie [policy] suivie de lignes comme « far_minutes = 20 »"),
        ("detour = 1.3", "Retirez cette ligne."),
    ],
)
def test_a_line_in_the_wrong_part_is_told_where_it_goes(
    line: str, action: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("toml") / "parametres.toml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ParameterError) as raised:
        load(path, far_minutes=10.0)
    assert action in str(raised.value)


def test_options_prevail_within_their_part() -> None:
    assert load(far_minutes=8.0, minutes_per_km=3.0) == Parameters().but(
        far_minutes=8.0, minutes_per_km=3.0
    )
    assert Parameters().but(errors=Errors(travel=0)).errors.travel == 0
