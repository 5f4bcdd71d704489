"""Pictures that the page gives: the map as shown, as PNG and SVG, in a real Chromium."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from jura_coverage import french, publish, study
from jura_coverage.posts import FRAGILE, Decision
from jura_coverage.publish import signs, themes
from jura_coverage.study import Result
from tests.browser import HOSTILE, Watched, choose
from tests.geographies import PROPORTIONAL, advisor_table, broadband_table, land, row_of_squares

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
PIXELS = {"16x9": {(1920, 1080)}, "a4": {(1654, 2339), (2339, 1654)}}
LIST = "host,code_insee,posts\nMédiathèque,39198,2\nMairie,39478,1\n"
# Of the drawn square of a commune, from the left and from the top, the corner where its border, its
# host and its name, above that and wider in some fonts, are not.
CORNER = ((0.15, 0.6), (0.4, 0.85))


@pytest.fixture
def page(watched: Watched, jura_page: Path) -> Iterator[Page]:
    """The map of the Jura on a desktop; whatever it says to the console or asks for fails."""
    yield watched.open(jura_page)
    assert watched.messages == []
    assert watched.requests == []


@pytest.fixture(scope="module")
def row() -> Result:
    """Five squares in a row, an advisor in the first; the last two have poor internet."""
    communes = row_of_squares()
    poor = broadband_table(list(communes.index))
    poor.loc[poor.index[3:], ["ftth", "fixed_4g"]] = [50, 50]
    territory = land(communes, poor, advisor_table(["39001"]))
    return study.study(territory, parameters=PROPORTIONAL.but(far_minutes=15))


@pytest.fixture(scope="module")
def row_page(row: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("row") / "carte.html"
    publish.write_page(row, path)
    return path


def given(page: Page, kind: str, size: str = "16x9") -> tuple[str, bytes]:
    """Ask for a picture by the mouse; give its name and what is in it."""
    page.select_option("#picture-format", size)
    with page.expect_download() as waited:
        page.click(f"#picture-{kind}")
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


def parsed(document: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


def pixels(content: bytes) -> np.ndarray:
    """Give rows of red, green and blue."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def drawing(page: Page, size: str = "16x9") -> ElementTree.Element:
    return parsed(given(page, "svg", size)[1])


def texts(root: ElementTree.Element) -> list[str]:
    """Give what is written, each text once: names have a rim, which is the same text."""
    return [str(each.text) for each in root.iter(f"{SVG}text") if not each.get("stroke")]


def whole(root: ElementTree.Element) -> str:
    """Give all that is written, whatever its lines."""
    return re.sub(r"\s+", " ", " ".join(texts(root)))


def communes(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Give the shape of each commune that is named in it."""
    return {
        str(title.text): path
        for path in root.iter(f"{SVG}path")
        if (title := path.find(f"{SVG}title")) is not None
    }


def title(root: ElementTree.Element) -> str:
    return str(root.findtext(f"{SVG}title"))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# --- what is in a picture ---------------------------------------------------------------------


@pytest.mark.parametrize("size", PIXELS)
def test_a_picture_is_the_map_with_all_that_explains_it(
    page: Page, jura: Result, size: str
) -> None:
    name, document = given(page, "svg", size)
    assert re.fullmatch(rf"carte-39-signalees-{size}-\d{{4}}-\d\d-\d\d\.svg", name)
    root = parsed(document)
    # The Jura has no two communes of one name.
    assert set(communes(root)) == set(map(french.typeset, jura.communes["name"]))
    assert title(root) == page.inner_text("h1")
    written = whole(root)
    assert plain(page.inner_text("h1")) in written
    for text in (
        "Internet et conseillers numériques dans le Jura",
        plain(page.inner_text("#legend h2")),
        plain(page.inner_text("#advisors-of")).rstrip("."),
        "Structure d’accueil",
        "Dole",
        "Saint-Claude",
        "2e trimestre 2026",
        "Licence Ouverte 2.0",
        jura.fingerprint,
        " km",
    ):
        assert text in written
    assert re.search(r"Image du \d+ \w+ \d{4}", written)
    for row in page.locator("#legend tbody tr").all():
        label = plain(row.locator("th").inner_text())
        assert label in written
        assert label in plain(str(root.findtext(f"{SVG}desc")))
        for cell in row.locator("td").all_inner_texts():
            assert plain(cell) in map(plain, texts(root))


def test_a_picture_stands_alone(page: Page) -> None:
    """Any program reads it: no style sheet, HTML, pattern or font of ours, no odd baseline."""
    document = given(page, "svg")[1].decode()
    root = parsed(document.encode())
    names = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert names == {"svg", "title", "desc", "clipPath", "rect", "g", "path", "text"}
    attributes = {name for each in root.iter() for name in each.keys()}  # noqa: SIM118 - XML
    assert not attributes & {"class", "style", "dominant-baseline", "paint-order", "href"}
    assert "var(" not in document
    assert "'" not in "".join(root.itertext())
    assert re.findall(r"https?://[^\"]+", document) == ["http://www.w3.org/2000/svg"]
    assert re.findall(r"url\([^)]+\)", document) == ["url(#room)"]
    assert {each.get("id") for each in root.iter()} == {None, "title", "desc", "room"}


@pytest.mark.parametrize("size", PIXELS)
def test_pixels_have_the_colours_of_the_classes(
    watched: Watched, row_page: Path, row: Result, size: str
) -> None:
    """Squares from west to east: the first three calm, the last two flagged, on white."""
    page = watched.open(row_page)
    root = drawing(page, size)
    content = pixels(given(page, "png", size)[1])
    high, wide, _ = content.shape
    assert (wide, high) in PIXELS[size]
    assert wide > high  # a row lies, on paper too
    scale = wide / float(str(root.get("viewBox")).split()[2])
    found, striped = [], []
    drawn = communes(root)
    for name in row.communes["name"]:
        corners = np.array(re.findall(r"([\d.]+) ([\d.]+)", str(drawn[name].get("d"))), dtype=float)
        low, side = corners.min(axis=0), np.ptp(corners, axis=0)
        assert side[0] == pytest.approx(side[1], rel=0.05)
        (left, top), (right, bottom) = (scale * (low + np.array(part) * side) for part in CORNER)
        inside = content[int(top) : int(bottom), int(left) : int(right)].reshape(-1, 3)
        ((colour, times),) = Counter(map(tuple, inside.tolist())).most_common(1)
        found.append(colour)
        striped.append(1 - times / len(inside))
    calm, flagged = signs.rgb(signs.CALM), signs.rgb(signs.FLAGGED)
    # Minutes of 4.7, 7.4, 12.8, 18.2 and 23.6: the last two are beyond 15, and poor.
    assert found == [calm, calm, calm, flagged, flagged]
    hatch = signs.PATTERNS["hatched"]
    assert isinstance(hatch, signs.Hatch)
    part = hatch.width / hatch.spacing
    # Pixels at the edges of stripes are of both colours.
    assert striped == pytest.approx([0, 0, 0, 1.3 * part, 1.3 * part], abs=0.4 * part)
    assert tuple(content[3, 3]) == signs.rgb(signs.PAPER)
    assert watched.messages == []
    assert watched.requests == []


def test_a_departement_that_is_high_stands_on_paper(page: Page) -> None:
    content = pixels(given(page, "png", "a4")[1])
    assert content.shape == (2339, 1654, 3)
    reds = (content == signs.rgb(signs.FLAGGED)).all(axis=2)
    assert reds.any()


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_a_picture_is_light_whatever_the_page(
    watched: Watched, row_page: Path, media: dict[str, Any]
) -> None:
    page = watched.open(row_page)
    light = given(page, "png")[1], given(page, "svg")[1]
    page.emulate_media(**media)
    assert (given(page, "png")[1], given(page, "svg")[1]) == light


def test_a_background_stays_out_of_the_picture(watched: Watched, row_page: Path) -> None:
    """Its rights are others', and what would show through it does not."""
    page = watched.open(row_page)
    without = given(page, "svg")[1]
    page.select_option("#background", "osm")
    expect(page.locator("#tiles-status")).to_be_visible()
    asked = len(watched.requests)
    assert given(page, "svg")[1] == without
    assert given(page, "png")[1]
    assert len(watched.requests) == asked


# --- what is shown ----------------------------------------------------------------------------


def far(jura: Result) -> str:
    return french.count(jura.communes["far"].sum(), "commune") + " à plus de 20 minutes d’un"


def poor(jura: Result) -> str:
    return french.count(
        jura.communes["poor"].sum(), "commune mal desservie", "communes mal desservies"
    )


@pytest.mark.parametrize(("theme", "said"), [("minutes", far), ("filaire", poor)])
def test_the_title_states_what_the_theme_finds(
    page: Page, jura: Result, theme: str, said: Callable[[Result], str]
) -> None:
    page.check(f"input[value={theme}]")
    name, document = given(page, "svg")
    assert name.startswith(f"carte-39-{theme}-16x9-")
    assert plain(title(parsed(document))).startswith(plain(said(jura)))


def test_a_theme_may_say_itself_what_it_finds(jura: Result, jura_decision: Decision) -> None:
    shown = {theme.key: theme.finding for theme in themes.themes(jura, jura_decision)}
    certainty = jura_decision.certainty
    assert f"{certainty.count(FRAGILE)}\N{NO-BREAK SPACE}fragiles" in shown["robustesse"]
    plan = jura_decision.add.plans[-1]
    gain = french.count(plan.expected_gain, "habitant")
    posts = french.count(plan.posts, "poste")
    assert shown["propositions"] == f"{posts} de plus : {gain} de plus à portée en moyenne"
    assert {key for key, finding in shown.items() if finding} == {"robustesse", "propositions"}


def test_the_theme_of_two_measures_has_its_square(page: Page) -> None:
    page.check("input[value=deux]")
    root = drawing(page, "a4")
    assert title(root) == page.inner_text("h1")
    for cell in page.locator("#legend td[data-count]").all():
        for text in cell.inner_text().split("\n"):
            assert text in texts(root)
    fills = {
        each.get("fill"): str(each.get("stroke")) for each in root.iter(f"{SVG}rect")
    }  # fmt: skip
    assert set(signs.BIVARIATE) <= set(fills)
    for axis in page.locator("#legend .axes span").all_inner_texts():
        assert axis in texts(root)


def test_a_simulation_is_never_taken_for_what_is_published(page: Page) -> None:
    published = given(page, "svg")
    choose(page, "39228")
    page.locator("#card [data-key=add]").click()
    page.click("#whatif > summary")
    page.click("#scenarios > summary")
    page.fill("#scenario-name", "Un poste à Foncine")
    page.click("#scenario-save")
    name, document = given(page, "svg")
    assert "-simulation-un-poste-a-foncine-" in name
    root = parsed(document)
    written = whole(root)
    assert "Simulation « Un poste à Foncine »" in written
    assert "Poste ajouté : Foncine-le-Haut." in written
    assert "Poste ajouté ou arrivé" in written
    assert plain(page.inner_text("#simulation-counts")) in written
    flagged = page.locator("#legend tbody tr").first.get_attribute("data-count")
    assert title(root).startswith(f"{flagged}\N{NO-BREAK SPACE}communes signalées (")
    assert "de moins)" in title(root)
    page.click("#simulation-reset")
    page.keyboard.press("Escape")
    page.evaluate("location.hash = 'theme=signalees'")
    assert given(page, "svg") == published


def test_a_dropped_list_is_told(page: Page) -> None:
    page.click("#lists summary")
    page.set_input_files(
        "#list-posts", {"name": "postes.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    expect(page.locator("#own-list")).to_be_visible()
    name, document = given(page, "svg")
    assert "-signalees-liste-" in name
    written = whole(parsed(document))
    assert "Simulation : postes du fichier « postes.csv » (3 postes), non publiés" in written
    assert plain(page.inner_text("#own-list-counts")) in written
    assert plain(page.inner_text("#advisors-of")) not in written  # the list is not of then
    choose(page, "39228")
    page.locator("#card [data-key=add]").click()
    name, document = given(page, "svg")
    assert "-signalees-liste-simulation-" in name
    assert "Poste ajouté : Foncine-le-Haut." in whole(parsed(document))


def test_a_closer_view_is_the_part_that_is_shown(page: Page) -> None:
    """With the chosen commune, its name and the way to its advisor."""
    choose(page, "39228")
    root = drawing(page)
    written = whole(root)
    assert "Extrait : le titre et la légende portent sur tout le département" in written
    assert "Foncine-le-Haut" in texts(root)
    assert "Dole" not in texts(root)  # 70 km away
    assert "Vers son conseiller le plus proche" in written
    page.keyboard.press("Escape")
    page.evaluate("location.hash = 'theme=signalees'")
    assert "Extrait" not in whole(drawing(page))


def test_what_lies_on_the_map_is_drawn_and_explained(page: Page) -> None:
    page.check("#show-epci")
    shown = whole(drawing(page))
    assert "Limite d’intercommunalité" in shown
    for box in ("#show-epci", "#show-places", "#show-names"):
        page.uncheck(box)
    root = drawing(page)
    assert "intercommunalité" not in " ".join(texts(root)).replace("DGCL, intercommunalités", "")
    assert "Structure d’accueil" not in texts(root)
    assert "Dole" not in texts(root)


# --- how it looks and is used -----------------------------------------------------------------


def boxes(page: Page, document: bytes, folder: Path) -> list[tuple[str, list[float]]]:
    """Let the browser open a drawing, and tell where each text stands."""
    path = folder / "image.svg"
    path.write_bytes(document)
    page.goto(path.as_uri())
    found = page.evaluate(
        "[...document.querySelectorAll('text:not([stroke])')].map((each) => {"
        "const {left, top, right, bottom} = each.getBoundingClientRect();"
        "return [each.textContent, [left, top, right, bottom]]; })"
    )
    return [(text, box) for text, box in found if text.strip()]


@pytest.mark.parametrize("size", PIXELS)
@pytest.mark.parametrize("state", ["deux", "cuivre", "all", "commune"])
def test_no_text_covers_another_or_leaves_the_picture(
    browser: Browser, jura_page: Path, tmp_path: Path, state: str, size: str
) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 1200})
    page = context.new_page()
    page.goto(jura_page.as_uri() + ("" if state in ("all", "commune") else f"#theme={state}"))
    if state == "all":
        page.check("#show-others")
        page.check("#show-epci")
    elif state == "commune":
        choose(page, "39228")
        page.locator("#card [data-key=add]").click()
    document = given(page, "svg", size)[1]
    root = parsed(document)
    wide, high = (float(str(root.get(name))) for name in ("width", "height"))
    placed = boxes(page, document, tmp_path)
    for text, (left, top, right, bottom) in placed:
        assert 0 < left < right < wide, text
        assert 0 < top < bottom < high, text
    for (text, one), (other, two) in combinations(placed, 2):
        # Lines of one paragraph touch: letters are lower than their lines are high.
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] + 4 or two[3] <= one[1] + 4
        assert apart, (text, other)
    context.close()


def test_hostile_names_are_text(watched: Watched, tmp_path: Path) -> None:
    communes_of = row_of_squares()
    communes_of["name"] = HOSTILE
    codes = list(communes_of.index)
    result = study.study(land(communes_of, broadband_table(codes), advisor_table(["39001"])))
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.evaluate("document.querySelector('#show-names').click()")
    choose(page, "39003")
    page.locator("#card [data-key=add]").click()
    page.click("#whatif > summary")
    page.click("#scenarios > summary")
    page.fill("#scenario-name", HOSTILE)
    page.click("#scenario-save")
    name, document = given(page, "svg")
    assert re.fullmatch(r"[\w-]+\.svg", name)
    root = parsed(document)
    assert len(communes(root)) == 1  # they share a name
    assert f"Poste ajouté : {HOSTILE}" in whole(root).replace("\xa0", " ")
    assert HOSTILE in str(root.findtext(f"{SVG}desc"))
    page.goto("about:blank")
    path = tmp_path / "image.svg"
    path.write_bytes(document)
    page.goto(path.as_uri())
    assert page.locator("script, img, image").count() == 0
    assert watched.messages == []
    assert watched.requests == []


def test_a_picture_by_keyboard(watched: Watched, row_page: Path) -> None:
    page = watched.open(row_page)
    page.locator("#print").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Format")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Image PNG")).to_be_focused()
    with page.expect_download() as waited:
        page.keyboard.press("Enter")
    assert "-a4-" in waited.value.suggested_filename
    status = page.get_by_role("status").filter(has_text="Image téléchargée")
    expect(status).to_contain_text(waited.value.suggested_filename)
