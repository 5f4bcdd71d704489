"""Boundaries of any département without holes or overlaps, each part given to whose it is."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, box, mapping

from jura_coverage.geography import coverage
from jura_coverage.sources import catalogue, read_communes
from tests.geographies import CRS, SOUTH_M, WEST_M, row_of_squares

NO_MERGER = pd.Series(dtype=str)
SIDE = 3


def chessboard(without: int | None = None) -> gpd.GeoSeries:
    """Nine squares of 1 km, three in a row; one may lack."""
    shapes = [
        box(
            WEST_M + 1000 * x, SOUTH_M + 1000 * y, WEST_M + 1000 * (x + 1), SOUTH_M + 1000 * (y + 1)
        )
        for y in range(SIDE)
        for x in range(SIDE)
    ]
    codes = [f"39{number:03d}" for number in range(1, 10)]
    whole = gpd.GeoSeries(shapes, index=codes, crs=CRS)
    return whole if without is None else whole.drop(codes[without])


def mended(
    polygons: gpd.GeoSeries, merged: pd.Series = NO_MERGER, departement: str = "39"
) -> coverage.Mended:
    return coverage.mended(polygons, departement=departement, merged=lambda: merged)


def is_whole(polygons: gpd.GeoSeries) -> bool:
    """Nothing overlaps, neighbours have the same corners, and nothing is left out between them."""
    shapes = polygons.to_numpy()
    whole = shapely.union_all(shapes)
    holes = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    return bool(shapely.coverage_is_valid(shapes)) and not holes


def test_what_has_no_hole_stays_as_it_is() -> None:
    board = chessboard()
    found = mended(board)
    assert (found.filled, found.parted) == ((), ())
    assert found.polygons.geom_equals_exact(board, 0).all()


def test_a_hole_goes_to_the_longest_border() -> None:
    # The square in the middle lacks; that below it reaches up on one side of it too.
    board = chessboard(without=4)
    arm = box(WEST_M + 1000, SOUTH_M + 1000, WEST_M + 1100, SOUTH_M + 2000)
    board["39002"] = board["39002"].union(arm)
    found = mended(board)
    assert [code for code, _ in found.filled] == ["39002"]
    assert found.filled[0][1] == pytest.approx(900_000)
    assert is_whole(found.polygons)
    assert found.polygons.area.sum() == pytest.approx(9e6)


@pytest.mark.parametrize("latest", ["39004", "39008"])
def test_a_hole_goes_to_the_latest_merger_beside_it(latest: str) -> None:
    # 39001 merged later still, but has no more than a corner of the hole.
    merged = pd.Series({latest: "2025-01-01", "39006": "2019-01-01", "39001": "2026-01-01"})
    found = mended(chessboard(without=4), merged)
    assert [code for code, _ in found.filled] == [latest]
    assert found.polygons[latest].area == pytest.approx(2e6)
    assert is_whole(found.polygons)


def test_an_enclave_is_no_hole() -> None:
    # Othe, of Meurthe-et-Moselle, lies within the Meuse.
    (_, othe) = coverage.ENCLAVES["55"]
    here = gpd.GeoSeries([Point(othe)], crs=4326).to_crs(CRS).iloc[0]
    ring = gpd.GeoSeries([here.buffer(3000).difference(here.buffer(900))], ["55001"], crs=CRS)
    assert mended(ring, departement="55").filled == ()
    assert [code for code, _ in mended(ring, departement="39").filled] == ["55001"]


def test_where_a_boundary_is_missing_a_hole_may_be_that_commune() -> None:
    board = chessboard()
    board["39005"] = None
    found = mended(board)
    assert found.filled == ()
    assert found.polygons.isna().tolist() == board.isna().tolist()


def test_an_overlap_is_one_commune_s_only() -> None:
    board = chessboard()
    left, bottom, right, top = board["39002"].bounds
    board["39002"] = box(left, bottom, right + 200, top)  # over 39003
    found = mended(board)
    ((keeps, loses, area),) = found.parted
    assert {keeps, loses} == {"39002", "39003"}
    assert area == pytest.approx(200_000)
    assert is_whole(found.polygons)
    assert found.polygons.area.sum() == pytest.approx(9e6)


def test_a_commune_drawn_over_another_does_not_vanish() -> None:
    board = row_of_squares(2).geometry
    inner = board["39001"].buffer(-1000, join_style="mitre")
    found = mended(pd.concat([board, gpd.GeoSeries([inner], ["39009"], crs=CRS)]))
    assert found.polygons["39009"].area == pytest.approx(inner.area)
    assert found.polygons["39001"].area == pytest.approx(board["39001"].area - inner.area)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_lacks_or_overlaps_the_whole_is_the_same(seed: int) -> None:
    draw = np.random.default_rng(seed)
    board = chessboard()
    for code in draw.choice(board.index, 3, replace=False):
        board[code] = board[code].buffer(draw.choice([-30, -5, 4, 25]), join_style="mitre")
    hull = shapely.union_all(board.to_numpy()).convex_hull
    found = mended(board)
    assert shapely.coverage_is_valid(found.polygons.to_numpy())
    assert found.polygons.is_valid.all()
    assert shapely.union_all(found.polygons.to_numpy()).area <= hull.area + 1
    overlaps = found.polygons.area.sum() - shapely.union_all(found.polygons.to_numpy()).area
    assert abs(overlaps) < 1
    again = mended(found.polygons)
    assert (again.filled, again.parted) == ((), ())


def test_the_embedded_jura_has_no_hole() -> None:
    table = gpd.read_file(catalogue.default("communes", departement="39")).set_index("insee")
    shapes = table.geometry.to_crs(CRS)
    found = mended(shapes)
    assert (found.filled, found.parted) == ((), ())
    assert shapely.coverage_is_valid(shapes.to_numpy())
    assert shapely.coverage_is_valid(table.geometry.to_numpy())
    # What was a commune of its own until 2025: Sainte-Agnès and Vaux-sur-Poligny are there again.
    assert shapes["39576"].area / 1e6 == pytest.approx(15.46 + 4.18, abs=0.01)
    assert shapes["39434"].area / 1e6 == pytest.approx(51.11 + 1.29, abs=0.01)
    lacked = gpd.GeoSeries(gpd.points_from_xy([5.4762, 5.7297], [46.6138, 46.8211]), crs=4326)
    owners = [table.index[table.contains(point)].tolist() for point in lacked]
    assert owners == [["39576"], ["39434"]]


def test_a_hole_and_an_overlap_of_a_file_are_said_in_km2(tmp_path: Path) -> None:
    board = chessboard(without=4)
    left, bottom, right, top = board["39002"].bounds
    board["39002"] = box(left, bottom, right + 200, top)
    rows = [
        {"code": code, "nom": f"Carré {code}", "population": 1, "contour": mapping(shape)}
        for code, shape in board.to_crs(4326).items()
    ]
    path = tmp_path / "communes.json"
    path.write_text(json.dumps(rows), "utf-8")
    reading = read_communes(path, departement="39")
    told = {each.text: each.concerns for each in reading.remarks if each.kind == "repaired"}
    hole, overlap = told.values()
    assert [each.replace("\xa0", " ").endswith(", 1,00 km²") for each in hole] == [True]
    assert [each.replace("\xa0", " ").endswith(", 0,20 km²") for each in overlap] == [True]
    assert reading.table.area.sum() == pytest.approx(9e6, rel=1e-6)
    assert np.isfinite(reading.table.area).all()
