"""What if, in the page: the same figures as Python with those thresholds and those posts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from jura_coverage import publish, study, territory, words
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from jura_coverage.posts import Decision, Situation, effects
from jura_coverage.publish.map import address
from jura_coverage.study import Result
from jura_coverage.territory import Files
from tests.browser import (
    DESKTOP,
    HOSTILE,
    PHONE,
    Watched,
    choose,
    download,
    sized,
    violations,
)
from tests.geographies import (
    ESTIMATE,
    PROPORTIONAL,
    broadband_table,
    land,
    no_spread,
    row_of_squares,
)
from tests.simulated import (
    GO,
    assert_as_python,
    counted,
    plain,
    proposals,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

# Foncine-le-Haut, the farthest; the posts of Beaufort-Orbagna, alone in the south-west, and of
# Saint-Claude; Moirans-en-Montagne.
ADDED, CLOSED, MOVED, TOWARDS = "39228", "39043", "39478", "39333"
ALL = f"part:1,minutes:22.5,ajout:{ADDED},ferme:{CLOSED}.1,vers:{MOVED}.1:{TOWARDS}"


def files(departement: str, *, advisors: Path | str = "2022") -> Files:
    """Complete with the nine hosts, as the fixtures have them."""
    return territory.files(departement, advisors=advisors)


@pytest.fixture(scope="module")
def decided_page(
    jura: Result, jura_decision: Decision, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The map of the Jura with the themes of a decision."""
    path = tmp_path_factory.mktemp("decided") / "carte.html"
    publish.write_page(jura, path, jura_decision)
    return path


@pytest.fixture
def page(watched: Watched, decided_page: Path) -> Iterator[Page]:
    """That map on a desktop; whatever it says to the console or asks for fails the test."""
    yield watched.open(decided_page)
    assert watched.messages == []
    assert watched.requests == []


def advisors(
    folder: Path,
    *,
    add: str = "",
    close: str = "",
    move: tuple[str, str] = ("", ""),
    fewer: tuple[str, str] = ("", ""),
) -> Path:
    """Write the embedded advisors with the first host of a commune closed or moved, or one more.

    Or the first host has one post only, and the other is in another commune.
    """
    embedded = files("39").services["advisors"]
    table = pd.read_csv(embedded, dtype=str, keep_default_na=False)
    first = ~table["code_insee"].duplicated()
    leaves = first & (table["code_insee"] == move[0])
    assert leaves.any() or not move[0]
    table.loc[leaves, ["code_insee", "latitude", "longitude"]] = [move[1], "", ""]
    table.loc[leaves, "commune"] = ""
    closes = first & (table["code_insee"] == close)
    assert closes.any() or not close
    table = table[~closes]
    if fewer[0]:
        halves = first & (table["code_insee"] == fewer[0])
        assert table.loc[halves, "posts"].tolist() == ["2"]
        table.loc[halves, "posts"] = "1"
    if added := add or fewer[1]:
        more = {"host": "Poste de plus", "code_insee": added, "posts": "1"}
        table = pd.concat([table, pd.DataFrame([more])]).fillna("")
    path = folder / "conseillers.csv"
    table.to_csv(path, index=False)
    return path


# --- the figures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("simulation", "parameters", "posts"),
    [
        ("part:4.6,minutes:15", {"poor_share": 0.046, "far_minutes": 15.0}, {}),
        ("minutes:30", {"far_minutes": 30.0}, {}),
        ("part:1", {"poor_share": 0.01}, {}),
        ("part:20,minutes:5.5", {"poor_share": 0.2, "far_minutes": 5.5}, {}),
        (f"ajout:{ADDED}", {}, {"add": ADDED}),
        (f"ferme:{CLOSED}.1", {}, {"close": CLOSED}),
        (f"vers:{MOVED}.1:{TOWARDS}", {}, {"move": (MOVED, TOWARDS)}),
        (f"vers:39300.1:{TOWARDS}:1", {}, {"fewer": ("39300", TOWARDS)}),
        (
            ALL,
            {"poor_share": 0.01, "far_minutes": 22.5},
            {"add": ADDED, "close": CLOSED, "move": (MOVED, TOWARDS)},
        ),
    ],
    ids=[
        "4.6 % 15 min",
        "30 min",
        "1 %",
        "20 % 5.5 min",
        "added",
        "closed",
        "moved",
        "one of two",
        "all",
    ],
)
def test_the_page_finds_what_python_finds(
    watched: Watched,
    jura: Result,
    jura_page: Path,
    tmp_path: Path,
    simulation: str,
    parameters: dict[str, Any],
    posts: dict[str, Any],
) -> None:
    expected = study.study(
        territory.of("39", files=files("39", advisors=advisors(tmp_path, **posts))),
        parameters=PROPORTIONAL.but(**parameters),
    )
    page = watched.open(jura_page, f"#simulation={simulation}")
    assert_as_python(page, expected)
    was, now = (effects(each, Situation.today(each)) for each in (jura, expected))
    assert plain(page.inner_text("#simulation-counts")) == counted(was, now)
    header = plain(page.inner_text("header"))
    assert plain(words.finding(jura)) in header  # as published
    assert "hors simulation" in header
    assert watched.messages == []
    assert watched.requests == []


def test_each_proposal_of_a_plan_opens_as_a_scenario(
    watched: Watched, decided_page: Path, jura_decision: Decision
) -> None:
    page = watched.open(decided_page)
    for number, (simulation, change) in enumerate(proposals(jura_decision)):
        page.evaluate(GO, address.fragment(simulation, name=f"Choix n° {number}"))
        assert plain(page.inner_text("#simulation-name")) == f"« Choix n° {number} »"
        said = plain(page.inner_text("#simulation-counts"))
        assert said == counted(change.before, change.after), simulation
        expect(page.locator("#left-out")).to_be_hidden()
    assert watched.messages == []


def test_a_base_takes_its_stops_along(watched: Watched, tmp_path: Path) -> None:
    head = "host,code_insee,posts,latitude,longitude,stops\n"
    fixed = "Fixe,39478,1,46.392273,5.864058,\n"
    roster = tmp_path / "postes.csv"

    def run(rows: str) -> Result:
        roster.write_text(head + rows + fixed, encoding="utf-8")
        return study.study(territory.of("39", files=files("39", advisors=roster)))

    closed, moved = run(""), run(f"Bus,{TOWARDS},1,,,\n")
    publish.write_page(run("Bus,39300,1,,,39198:2 | 39441:0.5\n"), tmp_path / "carte.html")
    assert_as_python(watched.open(tmp_path / "carte.html", "#simulation=ferme:39300.1"), closed)
    page = watched.open(tmp_path / "carte.html", f"#simulation=vers:39300.1:{TOWARDS}")
    page.reload()
    assert_as_python(page, moved)
    # The base went, its two stops closed, and the post came to its new commune.
    labels = page.eval_on_selector_all(
        "path[role=img]", "paths => paths.map(path => path.getAttribute('aria-label'))"
    )
    assert sum("fermé dans la simulation" in label for label in labels) == 2
    assert sum("parti d’ici" in label for label in labels) == 1
    assert sum("déplacé ici" in label for label in labels) == 1
    assert watched.messages == []


def test_a_stop_says_where_its_base_is(watched: Watched, tmp_path: Path) -> None:
    roster = tmp_path / "postes.csv"
    roster.write_text(
        "host,code_insee,posts,latitude,longitude,stops\nBus,39300,1,,,39198:2\n", encoding="utf-8"
    )
    result = study.study(territory.of("39", files=files("39", advisors=roster)))
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    choose(page, "39198")
    assert "à sa base, Lons-le-Saunier" in page.inner_text("#card .whatif")
    assert page.locator("#card [data-key]").count() == 1  # a post can be added, this one not closed
    choose(page, "39300")
    page.get_by_role("button", name="Fermer : Bus").click()
    choose(page, "39198")
    assert "fait étape" not in page.inner_text("#card .whatif")


def test_published_thresholds_off_the_steps_are_shown(watched: Watched, tmp_path: Path) -> None:
    odd = PROPORTIONAL.but(poor_share=0.5, far_minutes=73.3)
    publish.write_page(
        study.study(territory.of("39", files=files("39")), parameters=odd), tmp_path / "carte.html"
    )
    page = watched.open(tmp_path / "carte.html")
    page.click("#whatif summary")
    assert plain(page.inner_text("#whatif-share-value")) == "50 %"
    assert plain(page.inner_text("#whatif-minutes-value")) == "73,3 min"
    # Half of all premises leaves fewer classes than 5 %: they come back, patterns with them.
    page.evaluate("location.hash = 'simulation=part:5,minutes:20'")
    nine = study.study(territory.of("39", files=files("39")), parameters=PROPORTIONAL)
    assert_as_python(page, nine)
    assert watched.messages == []


def test_a_first_post_where_there_is_none(watched: Watched, tmp_path: Path) -> None:
    """Three squares of 4 km without any advisor: 1.35 minutes a kilometre, and 2."""
    territory = land(
        row_of_squares(3), broadband_table(["39001", "39002", "39003"], unwired=5), None
    )
    result = study.study(territory, engine=ESTIMATE)
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html", "#simulation=ajout:39001,minutes:10")
    _, rows = download(page)
    # Half of 4 km at least, then 4 and 8 km.
    assert [row["minutes_conseiller"] for row in rows] == ["4,7", "7,4", "12,8"]
    assert [row["situation"] for row in rows] == [
        *2 * ["mal desservie, conseiller proche"],
        "signalée : mal desservie et loin d'un conseiller",
    ]
    assert watched.messages == []


class Roads:
    """An engine that is no estimate by distance."""

    label = "routes"
    identity: ClassVar = {"engine": "roads"}
    spread_minutes = staticmethod(no_spread)
    measured, estimate = ESTIMATE.measured, ESTIMATE

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        return CrowFlyEstimate().minutes(origins, places, least_m=least_m)


def test_minutes_of_any_engine_are_simulated(watched: Watched, tmp_path: Path) -> None:
    nine = territory.of("39", files=files("39"))
    publish.write_page(study.study(nine, engine=Roads()), tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html", "#simulation=minutes:30")
    expected = study.study(nine, engine=Roads(), parameters=Parameters().but(far_minutes=30.0))
    assert_as_python(page, expected)
    assert watched.messages == []


def test_themes_of_today_say_that_they_do_not_follow(watched: Watched, decided_page: Path) -> None:
    page = watched.open(decided_page)
    today: dict[str, str] = {}
    for key in ("cuivre", "robustesse", "desserte", "propositions"):
        page.check(f"input[value={key}]")
        today[key] = page.inner_text("#legend")
    page.evaluate(f"location.hash = 'simulation={ALL}'")
    for key, text in today.items():
        page.check(f"input[value={key}]")
        now = page.inner_text("#legend")
        warned = "Ce thème ne suit pas la simulation. " in now
        assert warned == (key != "cuivre")
        assert now.replace("Ce thème ne suit pas la simulation. ", "") == text


# --- the page ---------------------------------------------------------------------------------

SHOWN = """() => [
  document.querySelector("#legend").innerHTML,
  document.querySelector("#themes").innerHTML,
  document.querySelector("#table-box tbody").innerText,
  document.querySelector("#card").innerHTML,
  ...["#simulation", "#published", "#whatif-signs", "#whatif-reset"].map((each) =>
    String(document.querySelector(each).hidden)),
  ...["#whatif-share", "#whatif-minutes"].map((each) => document.querySelector(each).value),
  document.querySelector("#whatif-changes").innerHTML,
  [...document.querySelectorAll("path.leaflet-interactive")].map((path) => path.outerHTML).join(),
  document.querySelector(".frame").getBoundingClientRect().height,
]"""


@pytest.mark.parametrize("how", ["banner", "panel", "one by one", "address"])
def test_undone_the_page_is_as_published(page: Page, how: str) -> None:
    page.click("#table-open")
    choose(page, "39300")
    page.click("#whatif summary")
    page.evaluate("location.hash = 'carte=9/46.7/5.7&theme=minutes&commune=39300'")
    page.wait_for_function("document.querySelector('input[value=minutes]').checked")
    page.mouse.move(5, 5)
    published, csv_published = page.evaluate(SHOWN), download(page)
    page.evaluate(
        f"location.hash = 'carte=9/46.7/5.7&theme=minutes&commune=39300&simulation={ALL}'"
    )
    expect(page.locator("#simulation")).to_be_visible()
    now = page.evaluate(SHOWN)
    assert all(was != changed for was, changed in zip(published[2:], now[2:], strict=True))
    if how == "banner":
        page.click("#simulation-reset")
        expect(page.locator("#search")).to_be_focused()
    elif how == "panel":
        page.click("#whatif-reset")
        expect(page.locator("#whatif > summary")).to_be_focused()
    elif how == "one by one":
        for left in range(5, 0, -1):
            expect(page.locator("#whatif-changes li")).to_have_count(left)
            page.locator("#whatif-changes button").nth(left // 2).click()
            focused = page.evaluate("document.activeElement.matches('#whatif *')")
            assert focused
    else:
        page.evaluate("location.hash = 'carte=9/46.7/5.7&theme=minutes&commune=39300'")
    expect(page.locator("#simulation")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("simulation"))
    page.mouse.move(5, 5)
    assert page.evaluate(SHOWN) == published
    assert download(page) == csv_published


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is looked for, which is about to show, has the keyboard."""
    expect(page.locator(selector).first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_everything_by_keyboard(page: Page) -> None:
    said = page.locator("#announcement")
    page.mouse.move(800, 500)  # a mouse at rest over the map takes nothing away
    page.focus("#search")
    page.keyboard.type(ADDED)
    page.keyboard.press("Enter")
    tab_to(page, "[data-key=add]")
    page.keyboard.press("Enter")
    expect(page.locator("#simulation")).to_be_visible()
    expect(page.get_by_role("button", name="Retirer ce poste")).to_be_focused()
    expect(said).to_contain_text("communes signalées")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ajouter un poste ici")).to_be_focused()
    expect(page.locator("#simulation")).to_be_hidden()
    expect(said).to_have_text("Chiffres publiés.")

    page.focus("#search")
    page.keyboard.press("Control+a")
    page.keyboard.type(MOVED)
    page.keyboard.press("Enter")
    tab_to(page, "[data-key^=close]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-key^=close]")).to_be_focused()
    assert "Rouvrir" in page.locator("[data-key^=close]").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Déplacer…
    expect(page.locator("[data-key=stay]")).to_be_focused()
    expect(said).to_contain_text("choisissez la commune d’arrivée")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    expect(said).to_have_text("Déplacement abandonné.")
    tab_to(page, "[data-key^=move]")
    page.keyboard.press("Enter")
    page.locator("#whatif > summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "#whatif-minutes")  # a post on its way waits for the thresholds
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.focus("#search")
    page.keyboard.press("Control+a")
    page.keyboard.type(TOWARDS)
    page.keyboard.press("Enter")
    tab_to(page, "[data-key=here]")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_be_focused()
    expect(page.locator("#simulation-changes")).to_contain_text("vers Moirans-en-Montagne")

    page.focus("#search")
    tab_to(page, "#whatif-share")
    page.keyboard.press("ArrowRight")
    slider = page.locator("#whatif-share")
    assert plain(slider.get_attribute("aria-valuetext") or "") == "5,1 %"
    expect(slider).to_be_focused()
    tab_to(page, "#whatif-changes button")
    page.keyboard.press("Enter")
    assert plain(slider.get_attribute("aria-valuetext") or "") == "5 %"
    expect(page.locator("#whatif-changes button")).to_be_focused()  # the next change
    expect(page).to_have_url(re.compile(f"simulation=vers:{MOVED}.1:{TOWARDS}$"))


def test_only_the_chosen_commune_can_be_changed(page: Page) -> None:
    page.locator("path.leaflet-interactive").nth(300).hover(force=True)
    expect(page.locator("#card")).to_be_visible()
    assert page.locator("#card .whatif").count() == 0
    page.locator("path.leaflet-interactive").nth(300).click(force=True)
    assert page.locator("#card .whatif").count() == 1


def test_the_card_of_a_post_that_is_taken_back_goes(page: Page) -> None:
    choose(page, ADDED)
    page.get_by_role("button", name="Ajouter un poste ici").click()
    page.locator(".leaflet-marker-pane path[aria-label^='Poste ajouté']").click(force=True)
    card = page.locator("#card")
    expect(card.locator(".where")).to_contain_text("ajouté dans la simulation")
    assert "Le lieu le plus proche pour" in card.inner_text()
    page.click("#simulation-reset")
    expect(card).to_be_hidden()


def test_the_simulation_survives_a_reload(watched: Watched, decided_page: Path) -> None:
    page = watched.open(decided_page, f"#theme=deux&commune={ADDED}&simulation={ALL}")
    page.wait_for_timeout(400)  # until the address is written
    before = page.url, page.inner_text("#legend"), page.inner_text("#card")
    assert f"simulation={ALL}" in before[0]
    page.reload()
    assert (page.url, page.inner_text("#legend"), page.inner_text("#card")) == before
    assert watched.messages == []


# The page's own listener was there first: it has run when this one is called.


def strange_addresses(communes: list[str]) -> dict[str, tuple[str, bool]]:
    """Give addresses by name: what stands after # and whether some of it is without effect."""
    everywhere = ",".join(f"ajout:{code}" for code in communes)
    return {
        "a post more in every commune": (f"simulation={everywhere}", False),
        "the same, and nonsense": (f"simulation={everywhere},zut", True),
        "an unknown name": ("zut=1", True),
        "an unknown theme and commune": ("theme=__proto__&commune=99999", True),
        "a view in space": ("carte=1/2/3&carte=99/91/400", False),
        "a view that is none": ("carte=NaN/Infinity/", True),
        "no text": ("%00%E0%A4%A&%=%&&==", True),
        "a script": ('simulation=<script>throw 1</script>&theme="><img src=x onerror=throw>', True),
        "selectors": ("commune=39300'] *{}//&simulation=vers:39300.1:*", True),
        "much": ("simulation=" + ",".join(f"part:{i},ajout:{i}" for i in range(20_000)), True),
        "long": ("theme=" + "x" * 500_000, True),
        "a known one": (f"theme=minutes&commune=39300&simulation={ALL}", False),
    }


def test_whatever_stands_in_the_address_leaves_a_map(page: Page, jura: Result) -> None:
    """Exceptions are among the messages of which the page's fixture wants none."""
    size = page.locator(".frame").bounding_box()
    assert size
    for name, (strange, lost) in strange_addresses(jura.communes.index.tolist()).items():
        page.evaluate(GO, strange)
        frame, said = (page.locator(each).bounding_box() for each in (".frame", "#left-out"))
        assert frame, name
        assert frame["width"] == size["width"]
        assert frame["height"] >= size["height"] - 140, name  # figures, changes, what is lost
        assert frame["y"] + frame["height"] <= DESKTOP[1], name
        assert (said is not None) == lost, name
        assert not said or said["height"] < 80, name  # a few lines
        drawn_size = page.locator(".leaflet-container").bounding_box()
        assert drawn_size == frame, name
        assert page.locator(".leaflet-overlay-pane path.leaflet-interactive").count() == 492, name


CHANGED = """async () => {
  const communes = [...document.querySelectorAll(".leaflet-overlay-pane path.leaflet-interactive")];
  const looks = () => communes.map((path) => path.getAttribute("fill"));
  const places = () => [...document.querySelectorAll(".leaflet-marker-pane path")];
  const cells = [...document.querySelectorAll("#table-box td")];
  const texts = () => cells.map((cell) => cell.textContent);
  const slider = document.getElementById("whatif-minutes");
  const move = () => {
    slider.value = Number(slider.value) + 1;
    slider.dispatchEvent(new Event("input"));
  };
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  move(); // from what is published: the banner goes up, and the map has less room
  await painted();
  await painted();
  const [before, there, written] = [looks(), places(), texts()];
  const touched = new Set();
  const observer = new MutationObserver((all) => all.forEach(({ target }) => touched.add(target)));
  for (const each of [...communes, ...cells]) {
    observer.observe(each, { attributes: true, childList: true });
  }
  move();
  await painted();
  const [after, now, said] = [looks(), places(), texts()];
  const differing = (one, other) => one.filter((each, i) => each !== other[i]).length;
  return {
    styled: communes.filter((each) => touched.has(each)).length,
    looks: differing(before, after),
    written: cells.filter((each) => touched.has(each)).length,
    texts: differing(written, said),
    places: there.length - differing(there, now),
  };
}"""


def test_a_step_of_a_slider_touches_only_what_it_changes(page: Page, jura: Result) -> None:
    page.click("#table-open")
    page.click("#whatif summary")
    found = page.evaluate(CHANGED)
    assert found["styled"] == found["looks"] > 0
    assert found["written"] == found["texts"] > 0
    addresses = {(point.x, point.y) for point in jura.territory.places.geometry}
    assert found["places"] == len(addresses)  # the very same signs


def test_the_download_says_that_it_is_a_simulation(page: Page, jura: Result) -> None:
    page.evaluate(f"location.hash = 'simulation=minutes:25,ajout:{ADDED}'")
    expect(page.locator("#simulation")).to_be_visible()
    name, rows = download(page)
    assert name == "tableau-39-simulation.csv"
    assert {plain(row["empreinte_parametres"]) for row in rows} == {
        f"simulation d'après {jura.fingerprint} : Conseiller éloigné au-delà de 25 "
        "minutes ; poste ajouté : Foncine-le-Haut."
    }
    (row,) = [row for row in rows if row["code_insee"] == ADDED]
    assert row["conseiller_le_plus_proche"] == "Poste ajouté"
    assert "(simulation)" in page.inner_text("#table-status")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_a_simulation(
    browser: Browser, decided_page: Path, size: tuple[int, int]
) -> None:
    page = sized(browser, decided_page, size)
    page.click("#whatif summary")
    assert violations(page) == []
    page.evaluate(f"location.hash = 'simulation={ALL}'")
    expect(page.locator("#simulation")).to_be_visible()
    choose(page, "39300")
    page.locator("[data-key^=move]").first.click()
    choose(page, TOWARDS)
    expect(page.locator("[data-key=here]")).to_be_visible()
    page.check("#flagged-only")
    page.click("#table-open")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()


def test_a_long_simulation_prints_on_one_page(page: Page, jura: Result) -> None:
    more = ",".join(f"ajout:{code}" for code in jura.communes.index)
    page.evaluate(f"location.hash = 'simulation={ALL},{more}'")
    expect(page.locator("#simulation")).to_be_visible()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    expect(page.locator("#simulation-counts")).to_be_visible()
    expect(page.locator("#published")).to_be_visible()
    expect(page.locator("#whatif")).to_be_hidden()


@pytest.mark.parametrize("link", ["Aller au tableau des communes", "Passer le tableau"])
def test_links_within_the_page_leave_the_simulation(page: Page, link: str) -> None:
    page.evaluate(f"location.hash = 'theme=minutes&simulation=ajout:{ADDED}'")
    expect(page.locator("#simulation")).to_be_visible()
    page.click("#table-open")
    page.get_by_role("link", name=link).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    expect(page.locator("#simulation")).to_be_visible()
    expect(page.locator("input[value=minutes]")).to_be_checked()
    assert f"simulation=ajout:{ADDED}" in page.url


def test_a_move_under_way_is_seen_and_can_be_given_up(page: Page) -> None:
    choose(page, "39300")
    page.locator("[data-key^=move]").first.click()
    moving = page.locator("#moving")
    expect(moving).to_contain_text(
        "ECLA et son campus numérique, 1\N{NO-BREAK SPACE}poste sur\N{NO-BREAK SPACE}2"
    )
    page.keyboard.press("Escape")  # closes the card only
    expect(page.locator("#card")).to_be_hidden()
    expect(moving).to_be_visible()
    choose(page, ADDED)
    page.locator("[data-key=add]").press("Enter")
    expect(page.locator("[data-key=add]")).to_be_focused()
    page.keyboard.press("Enter")  # undoes what it did
    expect(page.locator("#simulation")).to_be_hidden()
    expect(moving).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(moving).to_be_hidden()
    choose(page, "39300")
    page.locator("[data-key^=move]").first.click()
    page.get_by_role("button", name="Ne pas déplacer", exact=True).click()
    expect(moving).to_be_hidden()
    expect(page.locator("#card")).to_be_focused()


def test_it_works_in_a_notebook(watched: Watched, jura: Result, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    cell = publish.CoverageMap(jura)._repr_html_()
    notebook.write_text(f"<!DOCTYPE html><title>n</title>{cell}", encoding="utf-8")
    frame = watched.open(notebook).frame_locator("iframe")
    frame.locator("#search").fill(ADDED)
    frame.locator("#search").press("Enter")
    frame.get_by_role("button", name="Ajouter un poste ici").click()
    expect(frame.locator("#simulation")).to_be_visible()
    expect(frame.locator("#card dd b").first).to_have_text(re.compile(r"\d,\d\smin"))
    watched.page.wait_for_timeout(400)  # until an address would have been written
    assert watched.messages == []
    assert watched.requests == []


def test_hostile_names_stay_text(watched: Watched, tmp_path: Path) -> None:
    result = study.study(territory.of("39", files=files("39")))
    result.communes["name"] = HOSTILE
    result.territory.places["host"] = HOSTILE
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html", f"#simulation={ALL}")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    assert HOSTILE in page.inner_text("#simulation")
    page.click("#whatif summary")
    assert HOSTILE in page.inner_text("#whatif-changes")
    choose(page, "39300")
    assert HOSTILE in page.locator("#card [data-key^=close]").first.inner_text()
    assert page.locator("img").count() == 0
    _, rows = download(page)
    assert HOSTILE in rows[0]["empreinte_parametres"]
    assert watched.messages == []


def test_the_page_with_a_decision_is_one_small_file(decided_page: Path) -> None:
    assert decided_page.stat().st_size <= 600_000
