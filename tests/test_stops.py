"""The stops of itinerant posts: recognised, said where they are not, the neighbours' too."""

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage import territory
from jura_coverage.territory import Territory
from tests.geographies import advisor_table, broadband_table, row_of_squares

CROSSWALK = pd.DataFrame(
    {
        "name_former": ["Vieux-Bourg", "Ailleurs"],
        "insee": ["39002", "25999"],
        "name": ["Carré 2", "Loin"],
    },
    index=pd.Index(["39900", "25900"], name="insee_former"),
)


def squares(neighbours: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Squares 1 to 3 of the département; those after them are of the next one."""
    row = row_of_squares(3 + neighbours)
    codes = [code if position < 3 else f"25{code[2:]}" for position, code in enumerate(row.index)]
    row.index = pd.Index(codes, name="insee")
    return row[:3], row[3:]


def moving(text: str, *, neighbours: int = 2, itinerant: bool = True) -> Territory:
    """One post in square 1 with these stops."""
    communes, beyond = squares(neighbours)
    advisors = advisor_table(["39001"]).assign(stops=text, itinerant=itinerant)
    table = broadband_table(list(communes.index))
    return territory.build(
        communes, [table], advisors, CROSSWALK, departement="39", neighbours=beyond
    )


def week(land: Territory) -> dict[str, float]:
    return dict(zip(land.stops["stop"], land.stops["days"], strict=True))


def said(land: Territory, kind: str) -> str:
    return " | ".join(
        f"{remark.text} : {', '.join(remark.concerns)}"
        for remark in land.remarks
        if remark.kind == kind
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("39001:1 | 39003:2,5", {"39001": 1, "39003": 2.5}),
        ("Carré 1 (mardi) ; Carré 2 (lundi et jeudi)", {"39001": 1, "39002": 2}),
        ("Carré 1 (mardi, vendredi), Carré 2 (jeudis)\nCARRE 3", {"39001": 2, "39002": 1,
                                                                "39003": 1}),
        ("39900:2", {"39002": 2}),  # a former commune, by code
        ("vieux bourg (mercredi)", {"39002": 1}),  # and by name
        ("25004:1 | Carré 5 (lundi)", {"25004": 1, "25005": 1}),  # across the border
    ],
)  # fmt: skip
def test_stops_are_recognised(text: str, found: dict[str, float]) -> None:
    land = moving(text)
    assert week(land) == found
    assert said(land, "unmatched") == ""


def test_a_stop_that_is_not_recognised_is_said_with_what_may_be_meant() -> None:
    land = moving("Carré 2 (lundi) ; Caré 3 (mardi) ; 25999:1 ; 39001:0")
    assert week(land) == {"39002": 1}
    text = said(land, "unmatched")
    assert "Structure 39001 : « Caré 3 (mardi) » (peut-être " in text
    assert "Carré 3 (39003)" in text
    assert "« 25999:1 »" in text
    assert "« 39001:0 »" in text


def test_a_stop_across_the_border_is_said() -> None:
    assert "Structure 39001 : Carré 4 (25004)" in said(moving("25004:1"), "border")
    unknown = moving("39002:1 | 25004:1", neighbours=0)
    assert week(unknown) == {"39002": 1}
    assert "« 25004:1 »" in said(unknown, "unmatched")


def test_a_name_on_both_sides_of_the_border_is_the_one_of_the_departement() -> None:
    communes, beyond = squares(2)
    beyond["name"] = ["Carré 2", "Carré 2"]
    advisors = advisor_table(["39001"]).assign(stops="Carré 2", itinerant=True)
    land = territory.build(
        communes, [broadband_table(list(communes.index))], advisors, CROSSWALK,
        departement="39", neighbours=beyond,
    )  # fmt: skip
    assert week(land) == {"39002": 1}


@pytest.mark.parametrize(("text", "itinerant", "told"), [
    ("", True, True), ("Nulle part", True, True), ("Nulle part", False, True),
    ("39002:1", True, False), ("", False, False),
])  # fmt: skip
def test_an_itinerant_post_without_known_stop_counts_as_fixed_and_is_said(
    text: str, itinerant: bool, told: bool
) -> None:
    land = moving(text, itinerant=itinerant)
    assert ("comptés comme fixes : Structure 39001" in said(land, "warning")) == told
