"""Still pictures: geographies one can draw, and what an SVG reader sees."""

from xml.etree import ElementTree

import pandas as pd

from jura_coverage.publish import pictures, signs, themes
from jura_coverage.study import Result
from tests.geographies import squares

SVG = "{http://www.w3.org/2000/svg}"
CODES = ["39001", "39002", "39003"]


def parsed(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


def test_squares_become_squares() -> None:
    drawn = pictures.drawing(squares())
    inner = pictures.HEIGHT - 2 * pictures.MARGIN  # units for the 4 km of height
    assert drawn.width == 3 * inner + 2 * pictures.MARGIN
    assert drawn.outlines[0].count("M") == 1
    assert drawn.outlines[1].count("M") == 2  # the outline and the hole
    steps = [int(step) for step in drawn.outlines[0].split("l")[1].rstrip("z").split()]
    assert {abs(step) for step in steps} == {0, inner}
    middle = pictures.MARGIN + inner // 2
    assert drawn.places == [(signs.PLACE, [(middle, middle)])]


def test_a_commune_without_data_is_dotted() -> None:
    result = squares()
    for theme in themes.themes(result):
        text = pictures.picture(pictures.drawing(result), theme)
        fills = [path.get("fill") for path in parsed(text).iter(f"{SVG}path")]
        # The second square has no broadband, but it has an advisor.
        assert ("url(#missing)" in fills) == (theme.key != "minutes")


def test_every_commune_is_drawn_once(jura: Result) -> None:
    drawn = pictures.drawing(jura)
    assert len(drawn.outlines) == 492
    assert all(outline.startswith("M") for outline in drawn.outlines)
    theme = themes.situation(jura)
    document = pictures.picture(drawn, theme)
    paths = [
        path for path in parsed(document).iter(f"{SVG}path") if "url" not in str(path.get("fill"))
    ]
    drawn_rings = sum(str(path.get("d")).count("M") for path in paths)
    assert drawn_rings == sum(outline.count("M") for outline in drawn.outlines)


def test_no_gap_opens_between_neighbours() -> None:
    """Both sides of a border are simplified alike: the squares still share their corners."""
    drawn = pictures.drawing(squares())
    right_of_first = {corner[0] for corner in corners(drawn.outlines[0])}
    left_of_second = {corner[0] for corner in corners(drawn.outlines[1])}
    assert max(right_of_first) == min(left_of_second)


def corners(outline: str) -> list[tuple[int, int]]:
    start, steps = outline.split("z")[0].removeprefix("M").split("l")
    numbers = [int(number) for number in steps.split()]
    table = pd.DataFrame({"x": numbers[::2], "y": numbers[1::2]}).cumsum()
    x, y = (int(number) for number in start.split())
    return [(x, y), *((x + dx, y + dy) for dx, dy in table.itertuples(index=False))]
