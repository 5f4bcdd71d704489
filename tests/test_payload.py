"""The payload has the shape that the page's scripts are checked against."""

import json
from types import NoneType
from typing import Any, Literal

import pandas as pd
import pytest

from jura_coverage import french, study, territory
from jura_coverage.posts import Decision, Weights
from jura_coverage.publish.map import payload, shape, shown
from jura_coverage.publish.map.page import embedded_json
from jura_coverage.study import Result
from scripts import payload_types
from tests.geographies import (
    NO_CROSSWALK,
    PROPORTIONAL,
    advised,
    advisor_table,
    broadband_table,
    row_of_squares,
)
from tests.shapes import faults

CODES = ["39001", "39002", "39003"]


def as_read(data: shape.Payload) -> Any:
    return json.loads(embedded_json(data))


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ([1, None, 2.5], list[int | None]),
        (["a", 1, 2], tuple[str, int]),
        (True, int),
        (None, str),
        ("dashed", Literal["", "hatched"]),
        ({"label": "a"}, shape.Technology),
    ],
)
def test_another_shape_is_noticed(value: Any, hint: Any) -> None:
    assert faults(value, hint)
    assert not faults(None, NoneType)


@pytest.mark.slow
def test_the_payload_of_the_jura_has_the_shape(jura: Result, jura_decision: Decision) -> None:
    assert faults(as_read(payload.payload(jura)), shape.Payload) == []
    assert faults(as_read(payload.payload(jura, jura_decision)), shape.Payload) == []


def test_every_list_has_a_value_for_each_commune_or_place(jura: Result) -> None:
    data = payload.payload(jura)
    communes, places = len(jura.communes), len(jura.territory.places)
    numbered = {
        "epci_names", "copper_dates", "best", "income_secret", "residents_in_part", "of_city",
        "without_boundary",
    }  # fmt: skip
    columns: dict[str, Any] = dict(data["communes"])
    assert {len(columns[name]) for name in columns.keys() - numbered} == {communes}
    assert {len(each) for each in data["communes"]["best"]} == {communes}
    assert {len(each["of"]) for each in data["themes"]} == {communes}
    assert {len(each) for each in data["quantities"]} == {communes}
    assert len(data["topology"]["communes"]) == communes
    of_places: dict[str, Any] = dict(data["places"])
    assert {len(each) for each in of_places.values()} == {places}
    for name in ("east", "north", "least"):
        assert len(data["travel"][name]) == communes
    assert len(data["travel"]["places_east"]) == len(data["travel"]["places_north"]) == places


def test_each_postcode_leads_to_the_communes_that_have_it() -> None:
    told = pd.Series(["39140 39210", "", "39210"], index=CODES)
    assert shown.postcodes(told) == [("39140", [0]), ("39210", [0, 2])]


def test_the_sheet_of_an_epci_stands_beside_its_name(jura: Result) -> None:
    code, name = jura.communes.loc["39198", ["epci", "epci_name"]]
    data = payload.payload(jura, sheets={code: "fiches/dole.html"})
    named = dict(zip(data["communes"]["epci_names"], data["sheets"], strict=True))
    assert named.pop(name) == "fiches/dole.html"
    assert set(named.values()) == {""}


def test_the_page_gets_who_shares_posts_from_beyond_and_where_weighted_need_is() -> None:
    """Of 500 residents 150 are in need: by 300 times 1 and 100 times 3; one weight is unknown."""
    row = row_of_squares()
    row.index = pd.Index([*CODES, "25004", "25005"], name="insee")
    row["residents"] = pd.array([300, 100, 100, 70, None], dtype="Int64")
    joined = territory.build(
        row[:3], [broadband_table(CODES)], advised(advisor_table(CODES[:1])), NO_CROSSWALK,
        departement="39", neighbours=row[3:],
    )  # fmt: skip
    result = study.study(joined, parameters=PROPORTIONAL.but(need_share=0.3, people_a_year=500.0))
    weights = Weights(
        each={"39001": 1.0, "39002": 3.0}, noun="", share="", said="", called="", having=""
    )
    data = payload.payload(result)
    travel, plain = data["travel"], data["capacity"]
    assert travel["east"] == [0, 4000, 8000]
    assert travel["belt"] == {
        "east": [12000, 16000], "north": [0, 0], "least": [2000, 2000], "residents": [70, None]
    }  # fmt: skip
    assert plain == {"people_a_year": 500, "need_share": 0.3, "need": None}
    assert payload.capacity(result, weights)["need"] == [75, 75, None]


def test_what_the_page_writes_of_a_commune_is_what_every_output_writes(jura: Result) -> None:
    """Vectors show that the page writes as Python does; here, that it gets what it needs for it."""
    given = payload.payload(jura)["communes"]
    shares = [
        None if without is None or not premises else without / premises
        for without, premises in zip(given["premises_without"], given["premises"], strict=True)
    ]
    written = {
        "minutes": [french.minutes(value) for value in given["minutes"]],
        "minutes_second": [french.minutes(value) for value in given["minutes_second"]],
        "share_without": [french.percent(value) for value in shares],
    }
    for name, texts in written.items():
        write = french.percent if name == "share_without" else french.minutes
        assert texts == [write(value) for value in jura.communes[name]], name


@pytest.mark.parametrize("page", payload_types.SHAPES)
def test_the_scripts_are_checked_against_this_shape(page: str) -> None:
    written = payload_types.FILES[page].read_text(encoding="utf-8")
    assert written == payload_types.typescript(page), "run python -m scripts.payload_types"
