"""What lies around the département: no hole, no gap, and the neighbours by their names."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jura_coverage import geography, study
from jura_coverage.publish.map.around import around
from jura_coverage.publish.map.topology import LON_LAT
from jura_coverage.study import Result
from jura_coverage.territory import join
from tests.geographies import (
    NO_CROSSWALK,
    PROPORTIONAL,
    advised,
    advisor_table,
    broadband_table,
    row_of_squares,
    squares,
)


def between(*, grounds: gpd.GeoSeries | None) -> Result:
    """Three squares in a row, perhaps with neighbours."""
    communes = row_of_squares(3)
    land = join.build(
        communes, [broadband_table(list(communes.index))], advised(advisor_table(["39001"])),
        NO_CROSSWALK, departement="39", grounds=grounds,
    )  # fmt: skip
    return study.study(land, parameters=PROPORTIONAL)


@pytest.fixture
def belt() -> gpd.GeoSeries:
    """A neighbour below the row, and one below that; the first leaves a strip of 500 m open."""
    west, south, east, _ = row_of_squares(3).total_bounds
    near = shapely.box(west, south - 20_000, east, south - 500)
    far = shapely.box(west, south - 40_000, east, south - 20_000)
    return gpd.GeoSeries({"01": near, "71": far}, crs=row_of_squares(3).crs)


def metres(points: list[tuple[float, float]], crs: object) -> gpd.GeoSeries:
    degrees = [shapely.Point(longitude, latitude) for latitude, longitude in points]
    return gpd.GeoSeries(degrees, crs=LON_LAT).to_crs(crs)


def test_neighbours_are_named_on_their_ground_and_their_border_is_a_line(
    belt: gpd.GeoSeries,
) -> None:
    found = around(between(grounds=belt))
    assert found["names"] == ["Ain", "Saône-et-Loire"]
    near, far = found["at"]
    # Both parts of the first lie within a belt of 9 km; the second begins beyond, within 22 km.
    assert metres(near, belt.crs).within(belt["01"]).tolist() == [True, True]
    assert metres(far, belt.crs).within(belt["71"]).tolist() == [True]
    holes, ground = found["topology"]["communes"]
    assert holes == []
    # The strip between communes and neighbour is closed: all is one ring.
    ((ring,),) = ground
    assert len(found["topology"]["arcs"]) == len(ring) + 1  # the border of the two


# West, south, width and height on a grid so narrow that most drawn squares meet somehow.
SQUARES = st.tuples(*[st.integers(0, 4)] * 2, *[st.integers(1, 3)] * 2)


@given(st.lists(SQUARES, min_size=1, max_size=6))
def test_ground_is_united_whether_communes_meet_or_lie_upon_each_other(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    communes = gpd.GeoSeries([shapely.box(x, y, x + w, y + h) for x, y, w, h in drawn])
    squares = {(x + i, y + j) for x, y, w, h in drawn for i in range(w) for j in range(h)}
    ground = geography.united(communes)
    assert ground.is_valid
    assert ground.area == pytest.approx(len(squares))
    middles = [shapely.Point(x + 0.5, y + 0.5) for x, y in squares]
    assert shapely.contains(ground, middles).all()


def test_nobody_is_named_where_no_ground_is_told() -> None:
    found = around(between(grounds=None))
    assert (found["names"], found["at"]) == ([], [])
    assert [len(polygons) for polygons in found["topology"]["communes"]] == [0, 1]


def test_a_hole_is_drawn_as_what_nobody_knows() -> None:
    """The square in the middle has one, of 4 km²: no commune of the table fills it."""
    holes, ground = around(squares())["topology"]["communes"]
    assert len(holes) == 1
    assert [len(rings) for rings in ground] == [1]  # below it there is none


def test_a_neighbour_fills_the_hole_in_which_it_lies() -> None:
    land = squares().territory
    west, south, *_ = land.communes.geometry.iloc[1].bounds
    inside = shapely.box(west + 1000, south + 1000, west + 3000, south + 3000)
    again = join.build(
        land.communes[row_of_squares(3).columns], [broadband_table(list(land.communes.index))],
        advised(advisor_table(["39001"])), NO_CROSSWALK, departement="39",
        grounds=gpd.GeoSeries({"01": inside}, crs=land.communes.crs),
    )  # fmt: skip
    holes, _ = around(study.study(again, parameters=PROPORTIONAL))["topology"]["communes"]
    assert holes == []
