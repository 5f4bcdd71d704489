"""How the page draws: edges, names and signs that are seen on whatever lies below, in Chromium."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from jura_coverage import publish
from jura_coverage.measures import flags
from jura_coverage.publish import signs, themes
from jura_coverage.study import Result
from tests.browser import DESKTOP, choose, sized
from tests.geographies import squares

pytestmark = pytest.mark.slow

FORCED: list[dict[str, Any]] = [
    {"forced_colors": "active"},
    {"forced_colors": "active", "color_scheme": "dark"},
]


@pytest.fixture(scope="module")
def page(browser: Browser, jura_page: Path) -> Iterator[Page]:
    """The map of the Jura on a desktop, whose media each test chooses anew."""
    opened = sized(browser, jura_page, DESKTOP)
    yield opened
    opened.context.close()


def seen_as(page: Page, media: dict[str, Any]) -> None:
    page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **media})


def pixels(content: bytes) -> np.ndarray:
    """Give rows of red, green and blue."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


# A ground of each colour below the one before, with a name on it.
NAMES_ON = """(colours) => {
  const all = document.createElement("div");
  all.id = "grounds";
  all.style.cssText = "position:absolute;z-index:3000;left:0;top:0;width:120px";
  for (const colour of colours) {
    const [ground, name] = [document.createElement("div"), document.createElement("span")];
    ground.style.cssText = "position:relative;height:36px;forced-color-adjust:none";
    ground.style.background = colour;
    name.style.cssText = "left:60px;top:18px;forced-color-adjust:auto";
    name.className = "name-label";
    name.textContent = "Hautes de Bienne";
    ground.append(name);
    all.append(ground);
  }
  document.body.append(all);
  return getComputedStyle(all.querySelector(".name-label")).color.match(/\\d+/g).map(Number);
}"""


@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}], ids=str)
def test_names_are_read_on_every_class(page: Page, jura: Result, media: dict[str, Any]) -> None:
    """Letters look as on paper, and so does what lies within a pixel of them: no ground shows."""
    seen_as(page, media)
    colours = sorted({each.colour for theme in themes.themes(jura) for each in theme.classes})
    grounds = [signs.PAPER, *colours]
    ink, *_ = page.evaluate(NAMES_ON, grounds)
    shown = pixels(page.locator("#grounds").screenshot())
    page.evaluate("document.getElementById('grounds').remove()")
    on_paper, *on_classes = np.split(shown.astype(int), len(grounds))
    letters = np.abs(on_paper - ink).max(axis=2) < 30
    assert letters.sum() > 60
    assert np.abs(np.median(on_paper[14:22, 40:80]) - ink) > 150
    steps = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    close = np.logical_or.reduce([np.roll(letters, step, axis=(0, 1)) for step in steps])
    for colour, on_class in zip(colours, on_classes, strict=True):
        assert np.abs(on_class - on_paper)[close].max() < 40, colour


@pytest.mark.parametrize("media", FORCED, ids=str)
def test_forced_colours_leave_the_signs_of_the_map(page: Page, media: dict[str, Any]) -> None:
    """Strips of themes, the square of two measures, samples and the map look as without them."""
    looked = {}
    for name, chosen in (("free", {}), ("forced", media)):
        seen_as(page, chosen)
        page.check("input[value=deux]")
        looked[name] = page.evaluate(
            """() => [".strip i", "#legend .grid td:not(.corner)", ".dots i"].map((each) =>
              [...document.querySelectorAll(each)]
                .map((sign) => getComputedStyle(sign).backgroundColor))"""
        )
        cells = page.locator("#legend .grid tbody td").all()
        assert len(cells) == 9
        looked[name].append([pixels(cell.screenshot())[4, 4].tolist() for cell in cells])
    assert looked["free"] == looked["forced"]
    assert len({tuple(each) for each in looked["forced"][-1]}) == 9
    # There the browser itself lays a plain ground below text: a rim would hide the letters.
    rims = page.locator(".name-label").evaluate_all(
        "(all) => all.map((each) => getComputedStyle(each).webkitTextStrokeWidth)"
    )
    assert set(rims) == {"0px"}


def test_the_class_that_is_flagged_has_the_same_sign_in_every_theme(
    page: Page, jura: Result
) -> None:
    """Poor and far is hatched wherever it is shown, in the square as among the flags."""
    seen_as(page, {})
    page.check("input[value=deux]")
    assert page.locator("#legend .grid .swatch").count() == 1
    fills = {}
    for theme in ("signalees", "deux"):
        page.check(f"input[value={theme}]")
        drawn = page.locator(".leaflet-overlay-pane path").evaluate_all(
            "(all) => all.map((each) => each.getAttribute('fill'))"
        )
        name = f"url(#pattern-{theme}-hatched)"
        assert (
            page.evaluate(
                "(id) => document.getElementById(id).firstChild.getAttribute('fill')", name[5:-1]
            )
            == signs.FLAGGED
        )
        fills[theme] = [fill == name for fill in drawn]
    assert fills["signalees"] == fills["deux"]
    assert sum(fills["deux"]) == (jura.communes["situation"] == flags.POOR_AND_FAR).sum()


def test_edges_within_a_block_stand_out(page: Page) -> None:
    """Communes of the darkest class have light edges, those of light ones have dark ones."""
    page.check("input[value=deux]")
    edges = page.locator(".leaflet-overlay-pane path").evaluate_all(
        "(all) => all.map((each) => [each.getAttribute('fill'), each.getAttribute('stroke')])"
    )
    of = dict(edges)
    assert of["url(#pattern-deux-hatched)"] == signs.PAPER
    assert of[signs.BIVARIATE[0]] == signs.GREY


def test_neighbours_lie_pale_below_the_communes_and_have_their_names(page: Page) -> None:
    """Where a background is chosen it shows them itself, and better."""
    seen_as(page, {})
    grounds = page.locator(".leaflet-around-pane path")
    assert grounds.first.get_attribute("fill") == signs.GROUND
    names = page.locator(".name-label.pale").all_inner_texts()
    assert {"Ain", "Doubs", "Saône-et-Loire"} <= {name.replace("’", "'") for name in names}
    assert set(names).isdisjoint(page.locator(".name-label:not(.pale)").all_inner_texts())
    page.select_option("#background", "ign")
    assert not grounds.first.is_visible()
    page.select_option("#background", "")
    assert grounds.first.is_visible()


def test_a_hole_of_the_table_is_dotted_as_what_is_not_known(
    browser: Browser, tmp_path: Path
) -> None:
    publish.write_page(squares(), tmp_path / "carte.html")
    page = sized(browser, tmp_path / "carte.html", DESKTOP)
    fills = page.locator(".leaflet-around-pane path").evaluate_all(
        "(all) => all.map((each) => each.getAttribute('fill'))"
    )
    assert fills == [signs.GROUND, "none", "url(#pattern-signalees-missing)"]
    page.context.close()


def test_the_theme_of_changes_shows_what_the_banner_counts(page: Page) -> None:
    """Nothing is tried, nothing changes; a post takes flags away, as the banner says."""
    page.check("input[value=changement]")
    counts = "#legend tbody tr"
    shown = [int(each or 0) for each in attributes(page, counts)]
    assert shown == [0, 0, 0, 0, sum(shown), 0]
    choose(page, "39228")
    page.locator("#card [data-key=add]").click()
    flagged, no_more, *others = [int(each or 0) for each in attributes(page, counts)]
    assert flagged + no_more + sum(others) == sum(shown)
    assert f"({no_more} de moins)" in page.inner_text("#simulation").replace("\u00a0", " ")
    assert no_more > 0
    assert flagged == 0


def attributes(page: Page, rows: str) -> list[str | None]:
    return [row.get_attribute("data-count") for row in page.locator(rows).all()]
