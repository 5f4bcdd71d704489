"""The national page as people use it, in a real Chromium with the network blocked."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jura_coverage import publish
from jura_coverage.publish import signs, themes
from jura_coverage.publish.html.site import INDEX, MAP, Site, Skin
from jura_coverage.publish.national import figures, write_page
from jura_coverage.study.nation import Nation
from tests import nations
from tests.browser import PHONE, ZOOMED, Watched, choose, counts, faults, printed, sized
from tests.command import typed

pytestmark = pytest.mark.slow

# The colour of the map where the keyboard points: in the middle of it.
MIDDLE = """() => {
    const canvas = document.getElementById("fills");
    const { width, height } = canvas;
    const read = new OffscreenCanvas(1, 1).getContext("2d");
    read.drawImage(canvas, Math.floor(width / 2), Math.floor(height / 2), 1, 1, 0, 0, 1, 1);
    return [...read.getImageData(0, 0, 1, 1).data];
}"""

# How the picture is shown at once after the wheel was turned away.
WHEEL = """() => {
    const map = document.getElementById("map");
    map.dispatchEvent(new WheelEvent("wheel", { deltaY: 400, cancelable: true }));
    return document.getElementById("sheet").style.transform;
}"""


@pytest.fixture(scope="module")
def nation() -> Nation:
    return nations.nation(nations.results())


@pytest.fixture(scope="module")
def folder(nation: Nation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, and the Jura's own beside it."""
    folder = tmp_path_factory.mktemp("nation")
    site = Site.of(INDEX, skin=Skin(heading=("Préfet", "de nulle part")))
    write_page(nation, folder, site=site)
    (folder / "39").mkdir()
    publish.write_page(nations.results()["39"], folder / "39" / MAP)
    return folder


@pytest.fixture
def page(watched: Watched, folder: Path) -> Iterator[Page]:
    """The page on a desktop; whatever it says to the console fails the test."""
    page = watched.open(folder / INDEX)
    drawn(page)
    yield page
    assert watched.messages == []
    assert watched.requests == []


def drawn(page: Page) -> None:
    expect(page.locator("#loading")).to_be_hidden()


def settled(page: Page) -> None:
    """Wait until the picture is drawn where it was moved."""
    expect(page.locator("#sheet")).not_to_have_attribute("style", re.compile("transform"))


def test_the_finding_comes_first_and_what_is_lacking_is_named(page: Page) -> None:
    assert typed(page.inner_text("h1")) == (
        "Au moins 1 commune signalée, 100 habitants (1 commune non comptée)"
    )
    assert "Sans résultat : Doubs (25)." in typed(page.inner_text(".top"))
    assert "de nulle part" in (page.text_content(".authority") or "")


@pytest.mark.parametrize("key", ["signalees", "filaire", "minutes", "cuivre"])
def test_a_legend_counts_what_python_counts(page: Page, nation: Nation, key: str) -> None:
    theme = next(each for each in themes.themes(nation) if each.key == key)
    page.locator(f"input[value={key}]").check()
    expected = [int((theme.class_of == position).sum()) for position in range(len(theme.classes))]
    assert counts(page, "#legend tr.class") == expected
    assert counts(page, "#legend tr.total") == [9]
    assert typed(page.inner_text("#legend-title")) == typed(theme.question)


def test_a_commune_has_the_colour_of_its_class_in_each_theme(page: Page, nation: Nation) -> None:
    """The first square of the Jura, at its advisor: it fills the middle of the map when found."""
    choose(page, "39001")
    for theme in themes.themes(nation)[:4]:
        page.locator(f"input[value={theme.key}]").check()
        each = theme.classes[theme.class_of["39001"]]
        *colour, opaque = page.evaluate(MIDDLE)
        assert opaque == 255
        inks = [each.colour]
        if each.pattern:
            inks.append(signs.PATTERNS[each.pattern].colour)
        low, high = (
            [of(parts) for parts in zip(*map(signs.rgb, inks), strict=True)] for of in (min, max)
        )
        # A stripe or a dot may lie there: then it is between both colours.
        assert all(a <= part <= b for a, part, b in zip(low, colour, high, strict=True)), theme.key


@pytest.mark.parametrize(
    ("wanted", "name", "where"),
    [
        ("carre 5", "Carré 5", "Jura (39) · Insee 39005"),
        ("ILE 2", "Île 2", "Mayotte (976) · Insee 97602"),
        ("25002", "Carré 2", "Doubs (25) · Insee 25002"),
    ],
)
def test_search_finds_without_accents_and_by_code(
    page: Page, wanted: str, name: str, where: str
) -> None:
    assert choose(page, wanted) == name
    assert page.inner_text("#card .where") == where


def test_communes_of_one_name_are_told_apart_the_most_populous_first(page: Page) -> None:
    found = page.locator("#matches small")
    page.fill("#search", "carré 2")
    assert found.all_inner_texts() == ["Doubs (25) · 25002, 25999", "Jura (39) · 39002, 39999"]
    page.fill("#search", "carré 1")
    assert found.all_inner_texts() == ["Jura (39) · 39001, 39999", "Doubs (25) · 25001, 25999"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#card .where") == "Doubs (25) · Insee 25001"


def test_a_postcode_finds_all_communes_that_have_it(page: Page) -> None:
    page.fill("#search", "97699")
    assert page.locator("#matches small").all_inner_texts() == [
        "Mayotte (976) · 97601, 97699", "Mayotte (976) · 97602, 97699"
    ]  # fmt: skip


def test_the_search_offers_postcodes_where_there_are_some(
    page: Page, nation: Nation, tmp_path: Path
) -> None:
    assert page.get_attribute("#search", "placeholder") == "Commune, code postal…"
    bare = replace(nation, studied=nation.studied.assign(postcodes=""), unstudied=None)
    write_page(bare, tmp_path, site=Site.of(INDEX, skin=Skin()))
    page.goto((tmp_path / INDEX).as_uri())
    assert page.get_attribute("#search", "placeholder") == "Commune, code Insee…"


def test_two_fingers_that_part_come_closer(browser: Browser, folder: Path) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto((folder / INDEX).as_uri())
    drawn(page)
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = context.new_cdp_session(page)

    def touch(kind: str, *apart: int) -> None:
        points = [{"x": x + each, "y": y, "id": number} for number, each in enumerate(apart)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", -20, 20)
    for apart in (30, 40, 60):
        touch("touchMove", -apart, apart)
    # Thrice as far apart as in the beginning.
    expect(page.locator("#sheet")).to_have_attribute("style", re.compile(r"scale\((3|2\.99\d+)\)"))
    touch("touchEnd")
    settled(page)
    assert page.locator("#card").is_hidden()
    context.close()


def test_a_card_leads_to_the_commune_on_the_page_of_its_departement(page: Page) -> None:
    page.locator("input[value=minutes]").check()
    choose(page, "39005")
    card = typed(page.inner_text("#card"))
    assert "Signalée : mal desservie et loin d'un conseiller" in card
    assert "10 sur 100" in card
    assert "conseiller à 23,6 min" in card  # 2 minutes and 16 km at 1.35 each
    page.click("#card .tools a")
    page.wait_for_selector("#card h2")
    assert page.url.endswith(f"/39/{MAP}{page.evaluate('location.hash')}")
    assert page.inner_text("#card h2") == "Carré 5"
    assert page.locator("input[value=minutes]").is_checked()


def test_of_a_departement_that_failed_nothing_is_said_to_be_good(page: Page) -> None:
    choose(page, "25001")
    card = typed(page.inner_text("#card"))
    assert "Donnée non disponible" in card
    assert "internet : non disponible" in card
    assert "temps vers un conseiller : non disponible" in card
    assert "Ce département n'a pas pu être calculé." in card
    assert page.locator("#card .tools a").count() == 0


def test_of_a_commune_without_boundary_the_card_says_why_the_map_lacks_it(
    watched: Watched, tmp_path: Path
) -> None:
    write_page(nations.without_boundary(nations.results(), "39004"), tmp_path)
    page = watched.open(tmp_path / INDEX)
    drawn(page)
    choose(page, "39004")
    assert "la carte ne la dessine pas" in typed(page.inner_text("#card .undrawn"))
    choose(page, "39003")
    assert page.locator("#card .undrawn").count() == 0
    assert watched.messages == []


def test_a_click_on_the_map_opens_what_lies_there_and_escape_closes_it(page: Page) -> None:
    choose(page, "39003")
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.inner_text("#tip").startswith("Carré 3, Jura (39)")
    page.mouse.down()
    page.mouse.up()
    assert page.inner_text("#card h2") == "Carré 3"
    page.mouse.click(box["x"] + 5, box["y"] + 5)  # nothing lies there
    expect(page.locator("#card")).to_be_hidden()


def test_a_drag_and_the_wheel_move_the_map_and_choose_nothing(page: Page) -> None:
    choose(page, "39003")
    page.keyboard.press("Escape")
    box = page.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    assert "translate(60px" in (page.locator("#sheet").get_attribute("style") or "")
    page.mouse.up()
    settled(page)
    expect(page.locator("#card")).to_be_hidden()
    assert "scale(0." in page.evaluate(WHEEL)
    settled(page)


def test_the_keyboard_goes_all_the_way(page: Page) -> None:
    """From the search to a card and back, over the map to a neighbour, and to a table's order."""
    page.locator("#search").focus()
    page.keyboard.type("carré 3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#map").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        if page.inner_text("#tip").startswith("Carré 4"):
            break
    assert "Carré 4, Jura (39)" in page.inner_text("#announcement")
    page.keyboard.press("Enter")
    assert page.inner_text("#card h2") == "Carré 4"
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("0")
    settled(page)


def test_a_table_holds_the_summary_and_sorts(page: Page, nation: Nation) -> None:
    told = {f"({each['code']})": each for each in nation.summary["departements"]}
    table = page.locator("#departements")
    for row in table.locator("tbody tr").all():
        name = row.locator("th").inner_text()
        values = [cell.get_attribute("data-value") for cell in row.locator("td.n").all()]
        known = told.get(name.split()[-1], {})
        expected = [known.get(each) for each in figures.SHOWN]
        assert [None if value == "" else json.loads(value or "") for value in values] == expected
    names = table.locator("tbody th")
    head = table.get_by_role("button", name="Communes", exact=True)
    head.click()  # the most first; of the one that failed nothing is known
    assert names.all_inner_texts() == ["Jura (39)", "Mayotte (976)", "Doubs (25)"]
    expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    head.click()
    assert names.all_inner_texts() == ["Mayotte (976)", "Jura (39)", "Doubs (25)"]
    table.get_by_role("button", name="Département").click()
    assert names.all_inner_texts() == ["Doubs (25)", "Jura (39)", "Mayotte (976)"]


def test_the_address_keeps_what_is_shown(page: Page) -> None:
    page.locator("input[value=minutes]").check()
    choose(page, "97601")
    page.reload()
    drawn(page)
    assert page.inner_text("#card h2") == "Île 1"
    assert page.locator("input[value=minutes]").is_checked()


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page) -> None:
    assert faults(page) == []
    choose(page, "39005")
    assert faults(page) == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED])
def test_everything_is_there_where_there_is_little_room(
    browser: Browser, folder: Path, size: tuple[int, int]
) -> None:
    page = sized(browser, folder / INDEX, size)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert choose(page, "39001") == "Carré 1"
    expect(page.locator("#legend tr.class").first).to_be_visible()
    page.context.close()


def test_it_prints_on_one_sheet(page: Page) -> None:
    for key in ("signalees", "deux"):
        page.locator(f"input[value={key}]").check()
        assert printed(page) == 1
    settled(page)


def test_without_scripts_the_figures_are_there(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / INDEX).as_uri())
    assert "demande JavaScript" in page.inner_text("noscript")
    assert page.locator("#map").is_hidden()
    assert page.locator("#departements tbody tr").count() == 3
    assert page.get_attribute("#departements tbody a", "href") == "39/index.html"
    context.close()
