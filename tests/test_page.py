"""The page as people use it, in a real Chromium with the network blocked."""

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from jura_coverage import french, publish, study, territory
from jura_coverage.posts import Decision
from jura_coverage.publish import pictures, signs
from jura_coverage.publish.html.site import INDEX, MAP, Site, read_skin
from jura_coverage.study import Result
from tests.browser import (
    DESKTOP,
    HOSTILE,
    PHONE,
    ZOOMED,
    Watched,
    choose,
    download,
    faults,
    printed,
    sized,
    violations,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def page(watched: Watched, jura_page: Path) -> Iterator[Page]:
    """The map of the Jura on a desktop; whatever it says to the console fails the test."""
    yield watched.open(jura_page)
    assert watched.messages == []
    assert watched.requests == []


# --- search -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("st claude", "Saint-Claude"),
        ("les rousses", "Les Rousses"),
        ("ROUSSES", "Les Rousses"),
        ("39478", "Saint-Claude"),
        ("hauts de bienne", "Hauts de Bienne"),
        ("l etoile", "L’Étoile"),
        ("foncine-le-h", "Foncine-le-Haut"),
        ("morez", "Hauts de Bienne"),  # merged in 2016
        ("lezat", "Hauts de Bienne"),
    ],
)
def test_search_finds(page: Page, typed: str, name: str) -> None:
    assert choose(page, typed) == name


def test_search_proposes_every_chatel(page: Page) -> None:
    page.fill("#search", "chatel")
    names = [text.split("\n")[0] for text in page.locator("#matches li").all_inner_texts()]
    assert {"Châtelneuf", "Châtel-de-Joux", "Chatelay", "Le Chateley", "La Châtelaine"} <= set(
        names
    )
    page.fill("#search", "zzz")
    expect(page.locator("#search-status")).to_have_text("Aucun résultat")


def test_a_postcode_proposes_all_that_share_it_and_they_alone_are_in_the_table(
    page: Page, jura: Result
) -> None:
    codes = jura.communes["postcodes"].str.split()
    posted = codes.map(lambda each: "39110" in each)
    found = jura.communes.loc[posted | (jura.communes.index == "39110"), "name"]
    own = found.str.replace("'", "’")
    # Of La Poste's office at Salins, and one that has these digits as its Insee code.
    assert {"Salins-les-Bains", "Marnoz", "La Charme"} <= set(own)
    page.fill("#search", "39110")
    names = [text.split("\n")[0] for text in page.locator("#matches li").all_inner_texts()]
    assert sorted(names) == sorted(own)
    expect(page.locator("#table-status")).to_have_text(f"{len(own)}\N{NO-BREAK SPACE}communes")
    status = page.locator("#search-status")
    expect(status).to_contain_text("choisissez dans la liste")
    expect(status).not_to_have_class(re.compile("sr-only"))
    for _ in own:
        page.press("#search", "ArrowDown")
    last = page.locator("#matches li").last
    expect(last).to_be_in_viewport()
    expect(page.get_by_role("option", name="La Charme")).to_contain_text("39230 · Insee 39110")
    page.press("#search", "Enter")
    expect(page.locator("#card h2")).to_have_text(names[-1])


def test_a_former_name_and_a_name_with_errors_say_what_is_meant(page: Page) -> None:
    page.fill("#search", "saint-germain-les-arlay")
    assert "aujourd’hui" in page.inner_text("#matches li >> nth=0")
    page.fill("#search", "fonsine le hatu")
    status = page.locator("#search-status")
    expect(status).to_have_text(re.compile(r"Aucun nom exact.*«\s?Foncine-le-Haut"))
    page.keyboard.press("Enter")
    assert page.inner_text("#card h2") == "Foncine-le-Haut"
    expect(status).to_be_visible()  # the guess is still said


def test_an_intercommunality_is_found_and_alone_in_the_table(page: Page, jura: Result) -> None:
    own = jura.communes[jura.communes["epci_name"].str.contains("Grand Dole")]
    page.fill("#search", "grand dole")
    page.locator("#matches li", has_text="intercommunalité").click()
    expect(page.locator("#show-epci")).to_be_checked()
    said = french.count(len(own), "commune")
    assert page.inner_text("#table-status") == said
    expect(page.locator("#announcement")).to_contain_text(f"{said}, seules dans le tableau")


def test_a_host_is_found(page: Page) -> None:
    page.fill("#search", "grand dole")
    page.locator("#matches li", has_text="structure").click()
    assert "Qui en dépend" in page.inner_text("#card")


# --- keyboard, card, table --------------------------------------------------------------------


def test_everything_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("foncine")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#card h2") == "Foncine-le-Bas"  # previewed
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.inner_text("#card h2") == "Foncine-le-Haut"
    assert "Commune signalée" in page.inner_text("#card .verdict")
    page.keyboard.press("Tab")  # the themes: one stop, arrows inside
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[value=filaire]")).to_be_checked()
    assert "Quelle part des locaux" in page.inner_text("#legend h2")

    # The map is a stop, its hundred hosts are none: search and the list below lead to them.
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.leaflet-marker-pane')") is None

    page.locator("#table-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#table-box tbody tr")).to_have_count(492)
    page.fill("#search", "foncine")
    expect(page.locator("#table-box tbody tr")).to_have_count(2)
    page.fill("#search", "")
    page.get_by_role("button", name="Conseiller", exact=True).focus()
    page.keyboard.press("Enter")
    first = page.locator("#table-box tbody tr").first
    assert first.locator("th").inner_text() == "Foncine-le-Haut"  # the farthest first
    assert page.locator("th[aria-sort=descending]").inner_text() == "Conseiller"
    page.locator("#download").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "tableau-39.csv"


def test_the_card_tells_what_python_knows(page: Page, jura: Result) -> None:
    choose(page, "39228")
    commune = jura.communes.loc["39228"]
    card = re.sub(r"\s+", " ", page.inner_text("#card"))
    for text in (
        f"39228 · {commune['epci_name']}",
        french.number(commune["residents"]),
        french.number(commune["premises"]),
        french.percent(commune["share_without"]),
        french.minutes(commune["minutes"]),
        french.minutes(commune["minutes_second"]),
        jura.territory.places.at[commune["place"], "host"],
        "date non fixée (2030 au plus tard)",
    ):
        assert re.sub(r"\s+", " ", text) in card
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()


def test_the_card_sets_values_beside_their_thresholds(page: Page, jura: Result) -> None:
    """In the order in which one asks: what, why, what would change it, then all the rest."""
    choose(page, "39228")
    commune = jura.communes.loc["39228"]
    card = re.sub(r"\s+", " ", page.inner_text("#card"))
    told = [
        "Foncine-le-Haut",
        "Commune signalée",
        f"{french.number(commune['premises_without'])} sur "
        f"{french.number(commune['premises'])} ; seuil 5 %",
        f"{french.minutes(commune['minutes'])} jusqu’au conseiller le plus proche, à ",
        "seuil 20 min",
        "Elle ne serait plus signalée avec un ",
        "Habitants",
        "Copier le lien",
        "Locaux par meilleure technologie",
    ]
    at = [card.index(re.sub(r"\s+", " ", text)) for text in told]
    assert at == sorted(at)


def test_the_card_says_what_the_theme_shows(page: Page) -> None:
    choose(page, "39001")
    assert page.locator("#card .themed").count() == 0  # the flags begin the card
    page.check("input[value=cuivre]")
    assert page.inner_text("#card .themed").strip() == "en 2029"
    page.check("input[value=deux]")
    assert page.inner_text("#card dt >> nth=0") == "Les deux à la fois"


def test_a_line_leads_to_the_advisor_and_both_are_in_view(page: Page, jura: Result) -> None:
    choose(page, "39228")
    line = page.locator(".leaflet-ways-pane path")
    box, card = line.bounding_box(), page.locator("#card").bounding_box()
    frame = page.locator(".frame").bounding_box()
    assert box
    assert card
    assert frame
    assert frame["x"] < box["x"] < box["x"] + box["width"] < card["x"]
    assert frame["y"] < box["y"] < box["y"] + box["height"] < frame["y"] + frame["height"]
    page.get_by_role("button", name="Tout le département").click()
    small = line.bounding_box()
    assert small
    assert small["height"] < box["height"]
    page.keyboard.press("Escape")
    assert page.locator(".leaflet-ways-pane path").get_attribute("d") == "M0 0"


def test_the_link_of_a_card_is_copied(page: Page) -> None:
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', "
        "{ value: { writeText: async (text) => { globalThis.copied = text; } } })"
    )
    choose(page, "39228")
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("button", name="Lien copié")).to_be_focused()
    assert page.evaluate("copied") == page.url
    assert "commune=39228" in page.url


def test_one_commune_prints_with_its_card_on_one_page(page: Page) -> None:
    choose(page, "39228")
    page.evaluate("globalThis.print = () => {}")
    page.get_by_role("button", name="Imprimer cette commune").click()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.get_by_role("button", name="Imprimer cette commune").click()
    page.emulate_media(media="print")
    page.evaluate("globalThis.dispatchEvent(new Event('beforeprint'))")
    assert "Elle ne serait plus signalée" in page.inner_text("body")
    line = page.locator(".leaflet-ways-pane path").bounding_box()
    card = page.locator("#card").bounding_box()
    assert line
    assert card
    assert line["y"] + line["height"] < card["y"]
    page.evaluate("globalThis.dispatchEvent(new Event('afterprint'))")
    page.evaluate("globalThis.dispatchEvent(new Event('beforeprint'))")  # then all of it again
    assert "Elle ne serait plus signalée" not in page.inner_text("body")


# --- hosts ------------------------------------------------------------------------------------


def test_a_host_tells_who_depends_on_it(page: Page, jura: Result) -> None:
    """By keyboard, from the table of hosts and back to it; a symbol on the map shows the same."""
    row = page.get_by_role("button", name="Communauté d’agglomération du Grand Dole")
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    places = jura.territory.places
    (place,) = places.index[places["host"] == "Communauté d'agglomération du Grand Dole"]
    near = jura.communes[jura.communes["place"] == place]
    flagged = near["situation"].eq("poor_and_far").sum()
    card = page.inner_text("#card")
    said = f"pour {french.count(len(near), 'commune')}, "
    assert said + french.count(near["residents"].sum(), "habitant") in card
    assert f"dont {flagged}\N{NO-BREAK SPACE}communes signalées" in card
    assert "2\N{NO-BREAK SPACE}postes" in card
    for link in page.locator("#card a").all():
        assert link.get_attribute("rel") == "noopener noreferrer"
    assert "47.09045,5.4889" in (page.locator("#card a").first.get_attribute("href") or "")
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    expect(page.locator("#card")).to_be_hidden()
    symbol = page.locator('.leaflet-marker-pane path:not([d="M0 0"])').first.element_handle()
    symbol.wait_for_element_state("stable")  # the map may still move to where the card led
    symbol.click(force=True)
    assert "Qui en dépend" in page.inner_text("#card")
    choose(page, "39228")
    assert page.inner_text("#card h2") == "Foncine-le-Haut"


def test_the_card_of_a_host_is_in_the_address_and_back_closes_it(page: Page) -> None:
    host = "Communauté d’agglomération du Grand Dole"
    card, title = page.locator("#card"), page.locator("#card h2")
    page.get_by_role("button", name=host).click()
    expect(title).to_have_text(host)
    page.go_back()
    expect(card).to_be_hidden()
    page.go_forward()
    expect(title).to_have_text(host)
    choose(page, "39228")  # in place of the host: no step of its own
    expect(title).to_have_text("Foncine-le-Haut")
    page.get_by_role("button", name=host).click()
    page.reload()
    expect(title).to_have_text(host)
    page.evaluate("location.hash = 'structure=Nulle part, Dole'")
    expect(page.locator("#left-out")).to_contain_text(
        "structure «\N{NO-BREAK SPACE}Nulle part, Dole"
    )
    expect(card).to_be_hidden()


def test_the_card_tells_the_day_on_which_copper_closes(page: Page) -> None:
    choose(page, "39001")  # 2029-01-31 in the table
    assert "fermeture le 31 janvier 2029" in page.inner_text("#card")


def test_a_row_is_marked_also_if_the_table_opens_later(page: Page) -> None:
    choose(page, "39478")
    page.click("#table-open")
    assert page.locator("#table-box tr.selected th").inner_text() == "Saint-Claude"


def test_closing_the_card_gives_the_keyboard_back(page: Page) -> None:
    choose(page, "39228")
    page.locator("#card .close").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()
    page.click("#table-open")
    button = page.locator("#table-box tbody button").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#card .close").focus()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.parametrize("size", [DESKTOP, (1024, 768), (768, 1024), PHONE], ids=str)
def test_the_chosen_commune_is_beside_its_card(
    browser: Browser, jura_page: Path, size: tuple[int, int]
) -> None:
    page = sized(browser, jura_page, size)
    choose(page, "39227")
    commune = page.locator(".leaflet-selection-pane path").bounding_box()
    card = page.locator("#card").bounding_box()
    assert commune
    assert card
    apart = commune["x"] + commune["width"] <= card["x"] + 2
    above = commune["y"] + commune["height"] <= card["y"] + 2
    assert apart or above
    page.context.close()


def test_hosts_have_a_name_for_those_who_hear_the_page(page: Page) -> None:
    for marker in page.locator(".leaflet-marker-pane path").all():
        assert marker.get_attribute("role") == "img"
        assert "poste" in (marker.get_attribute("aria-label") or "")


def test_no_name_covers_a_host(page: Page) -> None:
    names = [label.bounding_box() for label in page.locator(".name-label").all()]
    for marker in page.locator(".leaflet-marker-pane path").all():
        box = marker.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for name in names:
            assert name
            inside = (
                name["x"] < x < name["x"] + name["width"]
                and name["y"] < y < name["y"] + name["height"]
            )
            assert not inside


def test_hover_shows_a_commune_and_leaves_the_chosen_one(page: Page) -> None:
    choose(page, "39478")
    page.evaluate("location.hash = 'theme=signalees&commune=39478'")  # back to the whole view
    page.locator("path.leaflet-interactive").nth(300).hover(force=True)
    assert page.inner_text("#card h2") != "Saint-Claude"
    page.locator("header h1").hover()
    assert page.inner_text("#card h2") == "Saint-Claude"


def test_a_click_on_the_map_marks_the_row_and_the_reverse(page: Page) -> None:
    page.click("#table-open")
    page.locator("path.leaflet-interactive").nth(200).click(force=True)
    name = page.inner_text("#card h2")
    assert page.locator("#table-box tr.selected th").inner_text() == name
    page.locator("#table-box tbody button").nth(3).click()
    assert page.inner_text("#card h2") == page.locator("#table-box tbody th").nth(3).inner_text()
    assert page.locator(".leaflet-selection-pane path").count() == 1


def test_flagged_only(page: Page) -> None:
    page.check("#flagged-only")
    assert page.inner_text("#table-status") == "86\N{NO-BREAK SPACE}communes"
    page.click("#table-open")
    expect(page.locator("#table-box tbody tr")).to_have_count(86)


@pytest.mark.parametrize("column", range(8))
def test_every_column_sorts_both_ways(page: Page, column: int) -> None:
    page.click("#table-open")
    button = page.locator("#table-box thead button").nth(column)

    def codes() -> list[str]:
        return page.locator("#table-box tbody td:nth-child(2)").all_inner_texts()

    button.click()
    button.click()
    once = codes()
    button.click()
    assert len(set(once)) == 492
    assert codes() != once


def test_the_download_is_the_table(page: Page, jura: Result) -> None:
    with page.expect_download() as download:
        page.click("#download")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # or Excel would not see UTF-8
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 492
    by_code = {row["code_insee"]: row for row in rows}
    written = float(by_code["39228"]["minutes_conseiller"].replace(",", "."))
    assert written == pytest.approx(jura.communes.at["39228", "minutes"], abs=0.005)
    assert by_code["39228"]["empreinte_parametres"] == jura.fingerprint


def test_a_part_of_the_table_is_a_file_of_another_name(page: Page) -> None:
    page.fill("#search", "chatel")
    name, rows = download(page)
    assert name == "tableau-39-extrait.csv"
    assert 0 < len(rows) < 492


def test_borders_of_intercommunalities_show(page: Page) -> None:
    page.check("#show-epci")
    assert page.locator(".leaflet-borders-pane path").count() == 1
    page.uncheck("#show-epci")
    assert page.locator(".leaflet-borders-pane path").count() == 0
    page.uncheck("#show-names")
    assert page.locator(".name-label").count() == 0


# --- address ----------------------------------------------------------------------------------


def test_the_address_survives_a_reload(page: Page) -> None:
    choose(page, "39228")
    page.check("input[value=minutes]")
    expect(page).to_have_url(re.compile(r"carte=1\d"))
    before = page.url
    page.reload()
    expect(page.locator("input[value=minutes]")).to_be_checked()
    assert page.inner_text("#card h2") == "Foncine-le-Haut"
    assert page.url == before


@pytest.mark.parametrize(
    "fragment", ["#carte=x/y", "#theme=%00&commune=nowhere", "#carte=1/2/3/4", "#carte=99/91/400"]
)
def test_a_strange_address_does_no_harm(watched: Watched, jura_page: Path, fragment: str) -> None:
    page = watched.open(jura_page, fragment)
    assert page.locator("path.leaflet-interactive").count() >= 492
    assert watched.messages == []


def test_the_map_shows_in_a_notebook(watched: Watched, jura: Result, tmp_path: Path) -> None:
    cell = publish.CoverageMap(jura)._repr_html_()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><title>n</title>{cell}", encoding="utf-8")
    frame = watched.open(notebook).frame_locator("iframe")
    expect(frame.locator(".leaflet-overlay-pane path.leaflet-interactive")).to_have_count(492)
    frame.locator("#search").fill("39228")
    frame.locator("#search").press("Enter")
    expect(frame.locator("#card h2")).to_have_text("Foncine-le-Haut")
    assert watched.messages == []
    assert watched.requests == []


# --- background, print ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "host"), [("ign", "data.geopf.fr"), ("osm", "tile.openstreetmap.org")]
)
def test_without_network_the_background_says_so(
    watched: Watched, jura_page: Path, key: str, host: str
) -> None:
    page = watched.open(jura_page)
    assert watched.requests == []
    page.select_option("#background", key)
    expect(page.locator("#tiles-status")).to_contain_text("indisponible")
    assert watched.requests
    assert all(url.startswith(f"https://{host}/") for url in watched.requests)
    assert page.locator("path.leaflet-interactive").count() >= 492
    page.select_option("#background", "")
    expect(page.locator("#tiles-status")).to_be_hidden()


def test_print_is_one_page_with_the_whole_departement(page: Page) -> None:
    choose(page, "39478")  # zoomed in: paper shows everything all the same
    expect(page).to_have_url(re.compile(r"carte=1\d"))
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    page.evaluate("globalThis.dispatchEvent(new Event('beforeprint'))")
    frame = page.locator(".frame").bounding_box()
    box = page.locator(".leaflet-overlay-pane svg g").bounding_box()
    assert frame
    assert box
    assert box["x"] >= frame["x"] - 1
    assert box["y"] >= frame["y"] - 1
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    text = page.inner_text("body")
    assert re.search(r"Imprimé le \d+ \w+ \d{4}", text.replace("\u202f", " "))
    assert "Licence Ouverte 2.0" in text
    page.evaluate("globalThis.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.inner_text("#card h2") == "Saint-Claude"


@pytest.mark.parametrize("height", [700, 1080, 1400])
def test_paper_has_its_own_height_whatever_the_screen(page: Page, height: int) -> None:
    """Browsers tell of the print before they lay out for paper: 172 mm at 96 dots an inch."""
    page.set_viewport_size({"width": 1600, "height": height})
    page.evaluate("globalThis.dispatchEvent(new Event('beforeprint'))")
    frame = page.locator(".frame").bounding_box()
    assert frame
    assert frame["height"] == pytest.approx(172 * 96 / 25.4, abs=1)
    page.evaluate("globalThis.dispatchEvent(new Event('afterprint'))")
    after = page.locator(".frame").bounding_box()
    assert after
    assert after["height"] != pytest.approx(frame["height"], abs=1)


# --- accessibility, layout --------------------------------------------------------------------


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", ["plain", "card", "host", "table", "search", "grid"])
def test_axe_finds_nothing(
    browser: Browser, jura_page: Path, size: tuple[int, int], state: str
) -> None:
    page = sized(browser, jura_page, size)
    if state == "card":
        choose(page, "39228")
    elif state == "host":
        page.locator("#hosts button").first.click()
    elif state == "table":
        page.check("#flagged-only")
        page.click("#table-open")
    elif state == "search":
        page.fill("#search", "saint")
        page.keyboard.press("ArrowDown")
    elif state == "grid":
        page.check("input[value=deux]")
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["360 px", "200 %"])
def test_nothing_sticks_out(browser: Browser, jura_page: Path, size: tuple[int, int]) -> None:
    page = sized(browser, jura_page, size)
    choose(page, "39228")
    page.click("#table-open")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    card = page.locator("#card").bounding_box()
    assert card
    assert card["width"] <= size[0]
    page.context.close()


def test_zooming_the_page_is_allowed(page: Page) -> None:
    content = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "maximum-scale" not in content
    assert "user-scalable" not in content


# --- safety -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map whose hosts, communes and EPCI all bear a hostile name."""
    result = study.study(territory.of("39", files=territory.files("39", advisors="2022")))
    result.communes["name"] = HOSTILE
    result.communes["epci_name"] = HOSTILE
    result.territory.places["host"] = HOSTILE
    path = tmp_path_factory.mktemp("hostile") / "carte.html"
    publish.write_page(result, path)
    return path


def test_hostile_names_are_shown_as_text(watched: Watched, hostile_page: Path) -> None:
    page = watched.open(hostile_page)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    assert choose(page, "39228") == HOSTILE
    page.click("#table-open")
    assert page.locator("#table-box tbody th").first.inner_text() == HOSTILE
    page.evaluate("location.hash = 'theme=signalees'")  # back to the whole view
    page.locator(".leaflet-marker-pane path").first.hover(force=True)
    assert HOSTILE in page.locator(".place-tip").inner_text()
    assert page.locator("img").count() == 0
    with page.expect_download() as download:
        page.click("#download")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["commune"] for row in rows} == {HOSTILE}
    assert watched.messages == []
    assert watched.requests == []


def test_a_base_that_receives_nobody_is_hollow(watched: Watched, tmp_path: Path) -> None:
    roster = tmp_path / "postes.csv"
    roster.write_text(
        "host,code_insee,posts,latitude,longitude,stops\nBus,39300,1,,,39198:2 | 39478:0.5\n",
        encoding="utf-8",
    )
    result = study.study(territory.of("39", files=territory.files("39", advisors=roster)))
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    markers = page.locator("path[role=img]")
    said = {
        (markers.nth(i).get_attribute("aria-label") or "").replace("\xa0", " "):
        markers.nth(i).get_attribute("fill")
        for i in range(markers.count())
    }  # fmt: skip
    assert {label.partition("), ")[0].partition(" (")[0]: fill for label, fill in said.items()} == {
        "Bus, Lons-le-Saunier, 1 poste itinérant, sans accueil ici": signs.PAPER,
        "Bus, Dole, poste itinérant, 2 jours par semaine": signs.INK,
        "Bus, Saint-Claude, poste itinérant, 0,5 jour par semaine": signs.INK,
    }
    assert watched.messages == []


def test_a_place_of_sixty_posts_hides_no_other(watched: Watched, tmp_path: Path) -> None:
    hosts = tmp_path / "postes.csv"
    hosts.write_text(
        "host,code_insee,posts,latitude,longitude\nUn,39300,1,,\nHuit,39198,8,,\n"
        "Soixante,39478,60,,\n",
        encoding="utf-8",
    )
    files = territory.files("39", advisors=hosts)
    publish.write_page(study.study(territory.of("39", files=files)), tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    wide = {}
    for name in ("Un", "Huit", "Soixante"):
        box = page.locator(f"path[role=img][aria-label^='{name},']").bounding_box()
        assert box
        wide[name] = round(box["width"])
    assert wide["Un"] < wide["Huit"] == wide["Soixante"] < 40
    expect(page.locator("#advisors-of").locator("..")).to_contain_text("postes, jusqu’à 8")


def test_no_script_runs_that_the_policy_does_not_name(
    watched: Watched, jura_page: Path, tmp_path: Path
) -> None:
    text = jura_page.read_text(encoding="utf-8")
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0])
    assert "unsafe" not in policy
    changed = tmp_path / "carte.html"
    changed.write_text(
        text.replace("</body>", "<script>document.title = 'run'</script></body>"), encoding="utf-8"
    )
    page = watched.open(changed)
    assert page.title().endswith(" · Internet et conseillers numériques dans le Jura")
    assert any("Content Security Policy" in message for message in watched.messages)


# --- index ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jura_site(jura: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish.write_index(jura, folder)
    publish.write_page(jura, folder / "carte.html")
    return folder


def test_the_index_shows_a_picture_of_each_map(watched: Watched, jura_site: Path) -> None:
    page = watched.open(jura_site / "index.html")
    images = page.locator("img")
    assert images.count() == 8
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalHeight") == pictures.HEIGHT // 2
        assert image.get_attribute("alt")
    assert "86 communes" in (images.first.get_attribute("alt") or "").replace("\xa0", " ")
    assert faults(page) == []
    page.click("a[href='carte.html#theme=minutes']")
    expect(page.locator("input[value=minutes]")).to_be_checked()
    assert watched.messages == []
    assert watched.requests == []


def test_the_index_prints_on_two_pages(
    watched: Watched, jura: Result, jura_decision: Decision, tmp_path: Path
) -> None:
    """With every theme that a report adds, and what a site has besides."""
    more = {"Carnets": [("carnets/00-lire.html", "Comment lire ces carnets ?")] * 12}
    site = Site.of(INDEX, MAP, skin=read_skin(Path("etat")))
    publish.write_index(jura, tmp_path, decision=jura_decision, more=more, site=site)
    page = watched.open(tmp_path / "index.html")
    assert page.locator(".maps > li").count() > 8
    assert printed(page) == 2


def test_pictures_are_the_same_to_the_byte(jura: Result, jura_site: Path, tmp_path: Path) -> None:
    publish.write_index(jura, tmp_path)
    for file in sorted(tmp_path.iterdir()):
        assert file.read_bytes() == (jura_site / file.name).read_bytes()
