"""The borders of all communes as the national page holds them: together, each once, in metres."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from jura_coverage import geography
from jura_coverage.publish import national as published
from jura_coverage.publish.map.shape import Topology
from jura_coverage.sources.communes import registry

LAMBERT_93 = 2154
# Four squares of ten kilometres, around one corner, somewhere in the Jura.
WEST, SOUTH, SIDE = 900_000, 6_600_000, 10_000
SQUARES: list[BaseGeometry] = [
    box(WEST + x, SOUTH + y, WEST + x + SIDE, SOUTH + y + SIDE)
    for x in (0, SIDE)
    for y in (0, SIDE)
]


def encoded(shapes: Sequence[BaseGeometry | None]) -> Topology:
    """Encode communes of one département."""
    (frame,) = published.frames(
        gpd.GeoSeries(shapes, crs=LAMBERT_93), pd.Series(["39"] * len(shapes))
    ).values()
    return frame


def numbers(text: str) -> list[int]:
    """Read an encoded polyline, by what Google's page says of it."""
    found, value, bits = [], 0, 0
    for character in text:
        part = ord(character) - 63
        value |= (part & 31) << bits
        bits += 5
        if part < 32:
            found.append(~(value >> 1) if value & 1 else value >> 1)
            value, bits = 0, 0
    return found


def drawn(frame: Topology) -> list[shapely.MultiPolygon]:
    """Draw every commune of a frame again, in metres."""
    west, south = frame["transform"]["translate"]
    across, up = frame["transform"]["scale"]
    lines = []
    for text in frame["arcs"]:
        steps = numbers(text)
        east, north = accumulate(steps[::2]), accumulate(steps[1::2])
        lines.append(
            [(west + x * across, south + y * up) for x, y in zip(east, north, strict=True)]
        )
    return [
        shapely.MultiPolygon(
            [
                Polygon(rings[0], rings[1:])
                for rings in (
                    [
                        [
                            at
                            for arc in ring
                            for at in (lines[arc] if arc >= 0 else lines[~arc][::-1])
                        ]
                        for ring in polygon
                    ]
                    for polygon in polygons
                )
            ]
        )
        for polygons in frame["communes"]
    ]


def test_communes_are_drawn_where_they_are() -> None:
    # Every corner of the squares lies on the grid of hundred metres, so nothing moves.
    for shape, square in zip(drawn(encoded(SQUARES)), SQUARES, strict=True):
        assert shape.equals(square)


def test_a_border_is_stored_once() -> None:
    # Two sides outside of each square, in one arc; four borders between them.
    frame = encoded(SQUARES)
    assert len(frame["arcs"]) == 4 + 4
    used = Counter(
        arc if arc >= 0 else ~arc
        for polygons in frame["communes"]
        for polygon in polygons
        for ring in polygon
        for arc in ring
    )
    assert sorted(used.values()) == [1] * 4 + [2] * 4


def test_an_enclave_and_the_hole_around_it_are_one_arc() -> None:
    inner = affinity.scale(SQUARES[0], 0.5, 0.5)
    frame = encoded([SQUARES[0].difference(inner), inner])
    assert len(frame["arcs"]) == 2
    around, enclave = drawn(frame)
    assert (around.area, enclave.area) == (SIDE**2 * 3 / 4, SIDE**2 / 4)


def test_a_commune_without_boundary_keeps_its_place() -> None:
    first, unknown, second = drawn(encoded([SQUARES[0], None, SQUARES[1]]))
    assert first.equals(SQUARES[0])
    assert unknown.is_empty
    assert second.equals(SQUARES[1])


def test_a_corner_too_small_to_be_seen_leaves_both_sides_of_the_border() -> None:
    x, y = WEST + SIDE, SOUTH + SIDE / 2
    # A tooth of a hectare in a border: a twenty-fifth of the square that a corner must hold.
    tooth = Polygon([(x, y - 100), (x + 100, y), (x, y + 100)])
    left, right = drawn(encoded([SQUARES[0].union(tooth), SQUARES[2].difference(tooth)]))
    assert left.equals(SQUARES[0])
    assert right.equals(SQUARES[2])


def test_overseas_has_frames_of_its_own() -> None:
    corsica = affinity.translate(SQUARES[0], 300_000, -450_000)
    degrees = gpd.GeoSeries([SQUARES[0], corsica], crs=LAMBERT_93).to_crs(4326)
    # On La Réunion, in degrees: a square of a tenth of one.
    everywhere = pd.concat([degrees, gpd.GeoSeries([box(55.4, -21.2, 55.5, -21.1)], crs=4326)])
    frames = published.frames(everywhere.set_axis(range(3)), pd.Series(["39", "2A", "974"]))
    assert {each: len(frame["communes"]) for each, frame in frames.items()} == {
        published.EUROPE: 2,
        "974": 1,
    }
    # A degree of longitude is 111.3 km times the cosine of 21.15 degrees; the grid, 100 m.
    (island,) = drawn(frames["974"])
    assert island.area == pytest.approx(10_380 * 11_070, rel=0.03)


@pytest.mark.slow
def test_all_of_france_keeps_its_ground(national: Path) -> None:
    everything = registry.table_of(national, ["code", "type", "geometry"])
    communes = everything[everything["type"] == registry.COMMUNE].reset_index(drop=True)
    shapes = registry.points_or_polygons(communes["geometry"])
    departements = communes["code"].map(geography.departement_of)
    frames = published.frames(shapes, departements)
    assert sum(len(frame["communes"]) for frame in frames.values()) == len(communes)
    drawn_shapes = drawn(frames[published.EUROPE])
    europe = ~departements.str.startswith("97")
    known = shapes[europe].notna().tolist()
    assert [not shape.is_empty for shape in drawn_shapes] == known
    # What one commune loses at a border its neighbour gains: only coasts and frontiers may differ.
    ground = shapes[europe].to_crs(LAMBERT_93).area.sum()
    assert sum(shape.area for shape in drawn_shapes) == pytest.approx(ground, rel=0.001)
