"""The belt: communes are marked where the département next door is not told, and only there."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from jura_coverage import sources, study, territory
from jura_coverage.geography import departements
from jura_coverage.sources import catalogue
from jura_coverage.territory import Listed, Territory, belt, build
from tests.geographies import (
    CRS,
    NO_CROSSWALK,
    PROPORTIONAL,
    SIDE_M,
    SOUTH_M,
    WEST_M,
    advisor_table,
    broadband_table,
    row_of_squares,
)

SQUARES = 9
EAST_M = WEST_M + SQUARES * SIDE_M
# The Doubs lies west of a row of squares, the Ain east of it.
GROUNDS = gpd.GeoSeries(
    {
        "25": box(WEST_M - SIDE_M, SOUTH_M, WEST_M, SOUTH_M + SIDE_M),
        "01": box(EAST_M, SOUTH_M, EAST_M + SIDE_M, SOUTH_M + SIDE_M),
    },
    crs=CRS,
)
ENDS = {"25": ["39001", "39002"], "01": ["39008", "39009"]}


def joined(*codes: str, grounds: gpd.GeoSeries | None = GROUNDS) -> Territory:
    """Nine squares with an advisor in the middle, in a list that has places elsewhere too."""
    communes = row_of_squares(SQUARES)
    table = advisor_table(["39005", *codes])
    return build(
        communes, [broadband_table(list(communes.index))],
        {"advisors": Listed(table=table, official=True)}, NO_CROSSWALK,
        departement="39", grounds=grounds,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("codes", "unknown"),
    [
        ((), ["25", "01"]),
        # One place anywhere in it, and the département is told.
        (("25388",), ["01"]),
        (("01004",), ["25"]),
        (("25388", "01004"), []),
        # The Nord is told, which says nothing of those next door.
        (("59350",), ["25", "01"]),
    ],
)
def test_communes_are_marked_on_the_side_that_is_not_told(
    codes: tuple[str, ...], unknown: list[str]
) -> None:
    # Beyond two squares from the middle is far, and two squares from the border is near it.
    result = study.study(joined(*codes), parameters=PROPORTIONAL.but(far_minutes=15.0))
    marked = result.communes["border_matters"]
    assert marked.index[marked].tolist() == sorted(code for each in unknown for code in ENDS[each])
    said = " ".join(each.sentence() for each in result.territory.remarks if each.kind == "border")
    for each in ENDS:
        assert (departements.name(each) in said) == (each in unknown)


def test_a_list_that_has_places_in_half_of_france_knows_all_of_it() -> None:
    real = sorted(departements.CODES - {departements.EXAMPLE, "25", "01", "39"})
    told = [f"{code}001"[:5] for code in real]
    assert joined(*told[: belt.NATIONAL - 2]).beyond.index.tolist() == ["25", "01"]
    assert joined(*told[: belt.NATIONAL]).beyond.empty


def test_where_nobody_knows_what_lies_across_the_whole_border_is_open() -> None:
    result = study.study(joined("25388", grounds=None), parameters=PROPORTIONAL)
    assert result.territory.beyond.index.tolist() == [belt.SOMEWHERE]
    far = result.communes["far"]
    assert result.communes.loc[far, "border_matters"].all()


def test_a_postcode_tells_the_departement_of_a_row_without_code() -> None:
    advisors = pd.DataFrame({"insee": ["", "39300"], "postcode": ["1000", "25000"]})
    communes = row_of_squares(2)
    left = belt.untold(advisors, communes, GROUNDS, departement="39")
    assert left.index.tolist() == ["25"]


@pytest.mark.slow
def test_the_default_edition_leaves_no_doubt_at_the_border_of_the_jura() -> None:
    land = territory.of("39", files=territory.files("39"))
    # The Haute-Savoie is 15 km away: too far for any of its advisors to be near.
    assert land.beyond.index.tolist() == ["74"]
    assert not study.study(land).communes["border_matters"].any()


@pytest.mark.slow
def test_the_embedded_ground_is_that_of_the_communes_around(national: Path) -> None:
    around = sources.read_communes(national, departement="39").neighbours
    path = catalogue.default("beyond", departement="39")
    drawn = sources.read_outlines(path, departement="39")
    whole = belt.outlines(around)
    assert drawn.index.tolist() == whole.index.tolist()
    for code, ground in drawn.items():
        true = whole[code].buffer(0)  # the collection as one surface
        assert ground.symmetric_difference(true).area < 0.02 * true.area
