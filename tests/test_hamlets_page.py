"""Hamlets on the page, in a real Chromium: under their theme, and under no other."""

from pathlib import Path

import pytest

from jura_coverage import columns
from jura_coverage.publish import write_page
from tests.browser import Watched
from tests.geographies import row_of_squares
from tests.housing import standing, studied

pytestmark = pytest.mark.slow

SHAPES = ".leaflet-hamlets-pane path"


def test_hamlets_are_drawn_under_their_theme_alone(watched: Watched, tmp_path: Path) -> None:
    """Three squares of the grid have three premises and more; the fourth has two."""
    result = studied(
        standing(
            ("39005", 16, 3, "fixed_4g"), ("39004", 12, 5, "ftth"), ("39001", 0, 9, "ftth"),
            ("39002", 4, 2, "ftth"),
        )
    )  # fmt: skip
    path = tmp_path / "carte.html"
    write_page(result, path)
    page = watched.open(path)
    assert page.locator(SHAPES).count() == 0
    page.locator("input[value=immeubles]").check()
    colours = [shape.get_attribute("fill") for shape in page.locator(SHAPES).all()]
    assert len(colours) == 3
    assert len(set(colours)) == 2  # one of them is poor and far as a whole, two not at all
    communes = page.locator(".leaflet-overlay-pane path.leaflet-interactive")
    assert {each.get_attribute("fill-opacity") for each in communes.all()} == {"0.35"}
    page.locator("input[value=minutes]").check()
    assert page.locator(SHAPES).count() == 0
    assert {each.get_attribute("fill-opacity") for each in communes.all()} == {"1"}
    assert communes.count() == len(row_of_squares(5))
    said = {}
    for name, address in (("published", ""), ("tried", "&simulation=minutes:19")):
        page.evaluate(f"location.hash = 'commune=39005{address}'")
        card = page.locator("#card dl")
        card.wait_for()
        said[name] = [line.replace("\xa0", " ") for line in card.inner_text().splitlines()]
    assert said["published"][said["published"].index("Locaux mal desservis et éloignés") + 1] == "3"
    # What is tried moves advisors or thresholds: nobody counted buildings anew.
    assert not [line for line in said["tried"] if "éloignés" in line or "confirmée" in line]
    assert not watched.requests
    assert not watched.messages


def test_a_card_tells_once_what_its_theme_sorts(watched: Watched, tmp_path: Path) -> None:
    """All 3 premises are poor and far: their share, with the sign of its class, and no class."""
    path = tmp_path / "carte.html"
    write_page(studied(standing(("39005", 16, 3, "fixed_4g"), ("39001", 0, 9, "ftth"))), path)
    page = watched.open(path, "#theme=immeubles&commune=39005")
    page.locator("#card dl").wait_for()
    heading = columns.BUILDINGS[1].short
    assert page.inner_text("#card dt >> nth=0") == heading
    assert page.locator("#card dt").all_inner_texts().count(heading) == 1
    assert page.inner_text("#card .themed").replace("\xa0", " ").strip() == "100 %"
    assert page.locator("#card .themed .swatch").count() == 1
