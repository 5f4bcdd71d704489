"""What the public meets at each place: closed posts, and itinerant ones spread over their stops."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage import study, words
from jura_coverage.publish import pictures, sheets, signs
from jura_coverage.sources.advisors.days import days
from jura_coverage.sources.advisors.stops import Stops, stops
from jura_coverage.territory import Territory, presence
from tests.command import typed
from tests.geographies import advisor_table, broadband_table, land, row_of_squares

CODES = ["39001", "39002", "39003", "39004", "39005"]


def test_vacant_and_closed_posts_offer_nothing() -> None:
    posts = pd.Series([1, 2, 1, 1, 1], dtype="Int64")
    offered = presence.open_fte(
        posts,
        fte=pd.Series([0.5, None, None, 1.0, 1.0]),
        state=pd.Series(["occupied", "", "vacant", "returned", None]),
        open_to_public=pd.Series([True, None, True, True, False], dtype="boolean"),
    )
    assert offered.tolist() == [0.5, 2.0, 0.0, 0.0, 0.0]
    assert presence.open_fte(posts).tolist() == [1, 2, 1, 1, 1]


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_spreading_an_itinerant_post_keeps_its_hours(days: list[int]) -> None:
    spread = presence.spread_over_stops(
        pd.Series([0.8] + [0.0] * (len(days) - 1) + [1.0]),
        base=pd.Series([0] * len(days) + [len(days)]),
        days=pd.Series([*days, None], dtype=float),
    )
    assert spread.sum() == pytest.approx(1.8)
    assert spread[0] == pytest.approx(0.8 * days[0] / sum(days))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ()),
        ("39397:1 | 39016:2,5", (("39397", 1.0), ("39016", 2.5))),
        ("Orgelet (mardi) ; Arinthod (lundi et jeudi matin)", (("Orgelet", 1), ("Arinthod", 1.5))),
        ("Orgelet, Aromas", (("Orgelet", 1), ("Aromas", 1))),
        ("Orgelet : mardi, jeudi ; Aromas", (("Orgelet", 2), ("Aromas", 1))),
        ("Orgelet, Mardi matin, Mars, 39016,2", (("Orgelet", 0.5), ("Mars", 1), ("39016", 2))),
        ("Orgelet (mardi, jeudi)\nAromas : 2 jours", (("Orgelet", 2), ("Aromas", 2))),
        ("Orgelet (le matin) | Aromas (9 h à 12 h)", (("Orgelet", 0.5), ("Aromas", 0.5))),
        ("Orgelet (mardi) / Arinthod (jeudi)", (("Orgelet", 1), ("Arinthod", 1))),
        ("Orgelet (mardi) et Arinthod (jeudi, vendredi)", (("Orgelet", 1), ("Arinthod", 2))),
        ("Orgelet : mardi. Arinthod : jeudi.", (("Orgelet", 1), ("Arinthod", 1))),
        ("Orgelet mardi matin / Les Rousses jeudi", (("Orgelet", 0.5), ("Les Rousses", 1))),
        ("Orgelet - mardi et jeudi, Aromas le lundi", (("Orgelet", 2), ("Aromas", 1))),
        ("le mardi à Orgelet, le jeudi à Aromas", (("Orgelet", 1), ("Aromas", 1))),
        ("Mardi matin : Orgelet ; jeudi : Aromas", (("Orgelet", 0.5), ("Aromas", 1))),
        ("Orgelet (mardi ; jeudi)", (("Orgelet", 2),)),
        ("Orgelet 0,5 ; St. Lupicin 2 j", (("Orgelet", 0.5), ("St. Lupicin", 2))),
        ("39397, 2A004 (mardi)", (("39397", 1), ("2A004", 1))),
        ("Vaux sur Poligny et Demigny", (("Vaux sur Poligny", 1), ("Demigny", 1))),
    ],
)
def test_a_cell_tells_communes_and_days(cell: str, expected: Stops) -> None:
    assert stops(pd.Series([cell]))[0] == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("mardi 9h-12h", 0.5),
        ("mardi de 9h à 12h et de 14 h à 17 h 30", 1),
        ("mardi 9:00-17:00", 1),
        ("3 matinées", 1.5),
        ("1 j 1/2", 1.5),
        ("mardi et jeudi hors vacances scolaires", 2),
        # What nothing here counts is no week: a month, an exception, a choice, another number.
        *(
            (unclear, None)
            for unclear in (
                "mardi en mars", "de mars à juin", "mardi à partir de mai", "lundi ou mardi",
                "tous les jours sauf mardi", "du lundi au jeudi sauf mardi", "lundi - vendredi",
                "2e mardi", "1er mardi", "premier mardi", "mardis pairs", "2 à 3 jours",
                "mardi 3 h", "mardi 1/2", "50 %", "fermé",
            )
        ),
    ],
)  # fmt: skip
def test_days_are_counted_only_where_all_that_changes_them_is_understood(
    when: str, expected: float | None
) -> None:
    assert days(when) == expected


def with_stops(*week: tuple[str, float]) -> Territory:
    """Five squares in a row, with one itinerant post based in the first."""
    table = advisor_table(["39001"])
    table["itinerant"] = pd.array([True], dtype="boolean")
    table["stops"] = pd.Series([week], index=table.index)
    return land(row_of_squares(), broadband_table(CODES), table)


def test_each_stop_is_a_place_with_its_share_of_the_post() -> None:
    places = with_stops(("39001", 1), ("Carré 4", 3)).places
    assert places["insee"].tolist() == ["39001", "39004"]
    assert places["fte_open"].tolist() == [0.25, 0.75]
    assert places["base"].tolist() == [0, 0]
    assert places["posts"].tolist() == [1, 0]


def test_a_stop_has_a_sign_of_its_own_where_no_fixed_post_receives() -> None:
    table = advisor_table(["39001", "39004"])
    table["itinerant"] = pd.array([True, False], dtype="boolean")
    table["stops"] = pd.Series([(("39004", 1), ("39005", 2)), ()], index=table.index)
    territory = land(row_of_squares(), broadband_table(CODES), table)
    places = territory.places
    assert places["insee"].tolist() == ["39001", "39004", "39004", "39005"]
    assert territory.at_stops.tolist() == [False, False, True, True]
    # All stand at the origins of their communes: to the right of the stop is nobody, left the post.
    marked = pictures.marked(
        territory,
        territory.meeting_points.dropna(),
        placed=lambda metres: metres - metres.min(axis=0),
    )
    (stop, stops), (place, fixed) = marked
    assert (stop, place) == (signs.STOP, signs.PLACE)
    assert fixed == [(0, 0)]
    assert [x > 0 for x, _ in stops] == [True]


@pytest.mark.parametrize(
    ("week", "commune", "said"),
    [
        ((("39004", 1),), "39004", "poste itinérant, 1 jour par semaine"),
        ((("39001", 1), ("39004", 2)), "39004", "poste itinérant, 2 jours par semaine"),
        ((("39001", 1), ("39004", 2)), "39001", "poste itinérant, 1 jour par semaine"),
    ],
)
def test_a_sheet_and_an_explanation_say_how_often_a_stop_is(
    week: tuple[tuple[str, float], ...], commune: str, said: str
) -> None:
    """From the tables of a run, whose values are no numbers of Python."""
    result = study.study(with_stops(*week))
    area = sheets.find(result, commune)
    (table,) = (
        each
        for each in sheets.sheet(sheets.Shared(result=result), area).tables
        if "Présence" in each.heads
    )
    assert said in typed(str(table.rows[0]))
    assert words.explain(result, commune)


def test_nobody_is_met_at_a_base_where_the_post_does_not_stop() -> None:
    territory = with_stops(("39005", 2))
    assert territory.places["fte_open"].tolist() == [0, 1]
    assert territory.meeting_points.isna().tolist() == [True, False]


def test_a_stop_named_twice_adds_its_days() -> None:
    places = with_stops(("39004", 1), ("carre 4", 1), ("39005", 2)).places
    assert places["days"].tolist() == [0, 2, 2]


def test_an_unknown_stop_is_said_with_what_it_may_mean() -> None:
    territory = with_stops(("Carée 4", 1))
    (remark,) = [each for each in territory.remarks if each.kind == "unmatched"]
    assert "« Carée 4 »" in remark.concerns[0]
    assert "Carré 4 (39004)" in remark.concerns[0]
    # Without any stop that is known the post is met at its base.
    assert territory.places["fte_open"].tolist() == [1]


def test_an_itinerant_post_without_stops_counts_at_its_base_and_is_said() -> None:
    territory = with_stops()
    assert territory.places["fte_open"].tolist() == [1]
    assert "comptés comme fixes" in " ".join(each.text for each in territory.remarks)
