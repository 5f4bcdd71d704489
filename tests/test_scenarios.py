"""Scenarios in the page: kept, opened, handed on, compared, undone; and any address."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from jura_coverage import publish, study, territory
from jura_coverage.study import Result
from tests.browser import DESKTOP, PHONE, Watched, choose, sized, violations

pytestmark = pytest.mark.slow

# Foncine-le-Haut, which gets a post; Lons-le-Saunier, whose first host has two; Dole.
ADDED, TWO, DOLE = "39228", "39300", "39198"


@pytest.fixture
def page(watched: Watched, jura_page: Path) -> Iterator[Page]:
    """The map on a desktop, its panels open; what it says or asks for fails the test."""
    yield unfolded(watched.open(jura_page))
    assert watched.messages == []
    assert watched.requests == []


def unfolded(page: Page) -> Page:
    page.click("#whatif > summary")
    page.click("#scenarios > summary")
    return page


def simulation(page: Page) -> str:
    """Give what the address says of the simulation."""
    asked = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('simulation')")
    return str(asked or "")


def act(page: Page, insee: str, key: str) -> None:
    choose(page, insee)
    page.locator(f"#card [data-key^={key}]").first.click()


def save(page: Page, name: str) -> None:
    page.fill("#scenario-name", name)
    page.click("#scenario-save")


def load(page: Page, text: str, *, name: str = "scenario.json") -> None:
    page.set_input_files(
        "#scenario-file",
        {"name": name, "mimeType": "application/json", "buffer": text.encode()},
    )


def downloaded(page: Page) -> str:
    with page.expect_download() as waited:
        page.click("#scenario-download")
    return Path(waited.value.path()).read_text(encoding="utf-8")


def test_a_scenario_is_kept_compared_and_opened_again(page: Page) -> None:
    status, shown = page.locator("#scenario-status"), page.locator("#simulation-name")
    act(page, ADDED, "add")
    save(page, "Un poste à Foncine")
    expect(status).to_contain_text("enregistré")
    expect(shown).to_contain_text("Un poste à Foncine")
    act(page, TWO, "close")
    expect(shown).to_be_empty()  # it is another scenario now
    save(page, "Sans le second poste")
    expect(page.locator("#scenario-list li")).to_have_count(2)

    page.select_option("#scenario-compare", label="Un poste à Foncine")
    rows = page.locator("#comparison tbody tr")
    expect(rows).to_have_count(4)
    banner = page.inner_text("#simulation-counts")
    for row in rows.all():
        assert row.locator("td").nth(1).inner_text() in banner
    assert rows.nth(3).locator("td").nth(2).inner_text().startswith("600")  # a post helps as many
    page.select_option("#scenario-compare", label="chiffres publiés")
    expect(page.locator("#comparison-body")).to_contain_text("Foncine-le-Haut")

    page.reload()
    unfolded(page)
    expect(shown).to_contain_text("Sans le second poste")
    expect(page.locator("#scenario-name")).to_have_value("Sans le second poste")
    page.get_by_role("button", name="Ouvrir : Un poste à Foncine").click()
    expect(status).to_contain_text("ouvert")
    assert simulation(page) == f"ajout:{ADDED}"
    expect(shown).to_contain_text("Un poste à Foncine")

    page.select_option("#scenario-compare", label="Un poste à Foncine")
    expect(page.locator("#comparison")).to_be_visible()
    page.get_by_role("button", name="Supprimer : Un poste à Foncine").click()
    expect(page.locator("#scenario-list li")).to_have_count(1)
    expect(page.locator("#comparison")).to_be_hidden()
    expect(page.locator("#scenario-compare")).to_have_value("")
    expect(page.locator("#scenario-restore")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#scenario-list li")).to_have_count(2)


def test_a_name_that_is_taken_is_asked_for_twice(page: Page) -> None:
    status = page.locator("#scenario-status")
    save(page, "Essai")
    expect(status).to_contain_text("Rien n’est changé")
    act(page, ADDED, "add")
    save(page, " ")
    expect(status).to_contain_text("nom")
    expect(page.locator("#scenario-name")).to_be_focused()
    save(page, "Essai")
    act(page, DOLE, "add")
    save(page, "Essai")  # the same scenario, changed since
    expect(status).to_contain_text("enregistré")
    page.reload()
    unfolded(page)
    page.click("#simulation-reset")
    page.evaluate(f"location.hash = 'nom=Autre&simulation=ajout:{TWO}'")
    expect(page.locator("#simulation-name")).to_contain_text("Autre")
    save(page, "Essai")
    expect(status).to_contain_text("existe déjà")
    page.click("#scenario-save")
    expect(status).to_contain_text("enregistré")
    page.get_by_role("button", name="Ouvrir : Essai").click()
    assert simulation(page) == f"ajout:{TWO}"


def test_back_undoes_and_forward_does_again(page: Page) -> None:
    act(page, TWO, "close")
    act(page, TWO, "close")
    both, one = f"ferme:{TWO}.1", f"ferme:{TWO}.1:1"
    assert simulation(page) == both
    page.focus("#whatif-minutes")
    for _ in range(5):
        page.keyboard.press("ArrowRight")  # five steps of a slider are one of the history
    expect(page).to_have_url(re.compile(f"minutes:22.5,{both}$"))
    page.mouse.wheel(0, -300)  # a look around is none
    for expected in (both, one, ""):
        page.go_back()
        expect(page.locator("#whatif-changes li")).to_have_count(
            len([each for each in [expected] if each])
        )
        assert simulation(page) == expected
    expect(page.locator("#announcement")).to_have_text("Chiffres publiés.")
    for expected in (one, both, f"minutes:22.5,{both}"):
        page.go_forward()
        page.wait_for_function(
            "expected => document.querySelector('#whatif-changes').children.length ==="
            " expected.split(',').length",
            arg=expected,
        )
        assert simulation(page) == expected


def test_what_waits_to_be_written_never_replaces_a_newer_address(page: Page) -> None:
    """A slider's step is written after a while; meanwhile somebody opens another address."""
    slide = """([minutes, address]) => {
      const slider = document.querySelector("#whatif-minutes");
      slider.value = minutes;
      slider.dispatchEvent(new Event("input"));
      location.hash = address;
    }"""
    page.evaluate(slide, ["60", f"simulation=ajout:{ADDED}"])
    page.wait_for_timeout(500)  # longer than the page waits
    assert simulation(page) == f"ajout:{ADDED}"
    expect(page.locator("#whatif-changes li")).to_have_count(1)


def test_rapid_addresses_leave_no_stale_state(page: Page) -> None:
    host = "Communauté d'agglomération du Grand Dole"
    page.evaluate(
        """([added, dole, host]) => {
          const cards = ["", "&commune=" + added, "&structure=" + encodeURIComponent(host)];
          const slider = document.querySelector("#whatif-minutes");
          for (let i = 0; i < 60; i++) {
            const simulation = "simulation=ajout:" + (i % 2 ? added : dole);
            location.hash = "theme=minutes&" + simulation + cards[i % 3];
            slider.value = String(i);
            slider.dispatchEvent(new Event("input"));
            if (i % 7 === 0) history.back();
          }
          location.hash = "theme=filaire&commune=" + added + "&simulation=ajout:" + added;
        }""",
        [ADDED, DOLE, f"{host}, Dole"],
    )
    page.wait_for_timeout(800)
    state = """() => [
      new URLSearchParams(location.hash.slice(1)).get("simulation"),
      document.querySelector("#whatif-changes").children.length,
      document.querySelector("#simulation-changes").textContent,
      document.querySelector("input[name=theme]:checked").value,
      new URLSearchParams(location.hash.slice(1)).get("theme"),
      ["structure", "commune"].map((each) => new URLSearchParams(location.hash.slice(1)).get(each)),
      document.querySelector("#card").hidden ? "" : document.querySelector("#card h2").textContent,
    ]"""
    found, changes, said, theme, asked, carded, card = page.evaluate(state)
    shown = host.replace("'", "’")
    expected = {(f"{host}, Dole", None): shown, (None, ADDED): "Foncine-le-Haut", (None, None): ""}
    assert card == expected[tuple(carded)]
    assert theme == asked
    assert changes == 1
    named = {f"ajout:{ADDED}": "Foncine-le-Haut", f"ajout:{DOLE}": "Dole"}
    assert named[found] in said


def test_a_file_is_handed_on_and_opened(page: Page, jura: Result) -> None:
    act(page, TWO, "close")
    page.fill("#scenario-name", "Un poste de moins")
    file = json.loads(downloaded(page))
    assert file["fingerprint"] == jura.fingerprint
    assert file["changes"]["closed"] == [
        {"insee": TWO, "host": "ECLA et son campus numérique", "nth": 1, "posts": 1}
    ]
    page.click("#simulation-reset")
    expect(page.locator("#simulation")).to_be_hidden()
    load(page, json.dumps(file))
    expect(page.locator("#scenario-status")).to_have_text("Scénario « Un poste de moins » ouvert.")
    assert simulation(page) == f"ferme:{TWO}.1:1"
    # Made elsewhere, of hosts and communes that are not here.
    file["fingerprint"] = "autre"
    file["changes"]["closed"][0]["host"] = "Partie"
    file["changes"]["added"] = [{"insee": "75056", "posts": 1}, {"insee": ADDED, "posts": 1}]
    load(page, json.dumps(file))
    expect(page.locator("#scenario-status")).to_contain_text("d’autres données")
    expect(page.locator("#left-out")).to_contain_text("75056")
    expect(page.locator("#left-out")).to_contain_text("fermeture de « Partie » (Lons-le-Saunier)")
    assert simulation(page) == f"ajout:{ADDED}"


def test_a_file_that_is_none_of_ours_changes_nothing(page: Page) -> None:
    act(page, ADDED, "add")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for text in (
        "", "\0" * 1000, "[" * 100_000, "<svg onload=alert(1)>",
        '{"format":"jura-coverage scenario"}',
        '{"__proto__":{"format":"jura-coverage scenario","version":1}}', "9" * 2_000_000,
    ):  # fmt: skip
        page.evaluate("document.querySelector('#scenario-status').textContent = ''")
        load(page, text, name="<img src=x onerror=alert(1)>.json")
        expect(page.locator("#scenario-status")).to_contain_text(
            "<img src=x onerror=alert(1)>.json"
        )
        assert page.inner_text("#scenario-status").count(".") <= 3  # one sentence, and two names
        assert simulation(page) == f"ajout:{ADDED}"
    assert page.locator("img").count() == 0


def test_a_name_stays_text_wherever_it_is_shown(page: Page) -> None:
    name = '<img src=x onerror=alert(1)>"&#'
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    act(page, ADDED, "add")
    save(page, name)
    page.select_option("#scenario-compare", label=name)
    page.reload()
    unfolded(page)
    for selector in ("#simulation-name", "#scenario-list"):
        expect(page.locator(selector)).to_contain_text(name)
    assert page.locator("img").count() == 0


def test_a_link_says_what_it_lost(page: Page) -> None:
    asked = f"ferme:{TWO}.7,ajout:75056,part:99,ajout:{ADDED}"
    page.evaluate(f"location.hash = 'donnees=autre&simulation={asked}'")
    said = page.locator("#left-out")
    expect(said).to_be_visible()
    for part in ("d’autres données", "Lons-le-Saunier", "75056", "99"):
        expect(said).to_contain_text(part)
    assert simulation(page).endswith(f"ajout:{ADDED}")


def test_a_page_opened_from_disk_offers_the_file(page: Page) -> None:
    act(page, ADDED, "add")
    page.click("#scenario-copy")
    expect(page.locator("#scenario-status")).to_contain_text("Envoyez le fichier")
    expect(page.locator("#scenario-download")).to_be_focused()


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http"])
def test_a_link_is_copied_and_leads_back(
    browser: Browser, jura_page: Path, *, secure: bool
) -> None:
    """Where the browser refuses to copy, as without https, the link stands there."""
    site = f"{'https' if secure else 'http'}://carte.test/carte.html"
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"] if secure else []
    )
    context.route("**/*", lambda route: route.fulfill(path=jura_page, content_type="text/html"))
    page = context.new_page()
    page.goto(site)
    unfolded(page)
    act(page, ADDED, "add")
    page.click("#scenario-copy")
    if secure:
        expect(page.locator("#scenario-status")).to_have_text("Lien copié.")
        link = page.evaluate("navigator.clipboard.readText()")
    else:
        expect(page.locator("#scenario-status")).to_contain_text("copiez le lien")
        expect(page.locator("#scenario-link")).to_be_focused()
        link = page.input_value("#scenario-link")
    assert link.startswith(site)
    other = context.new_page()
    other.goto(link)
    assert simulation(other) == f"ajout:{ADDED}"
    expect(other.locator("#simulation")).to_be_visible()
    expect(other.locator("#left-out")).to_be_hidden()
    context.close()


REFUSED = """for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_where_the_browser_keeps_nothing_the_file_is_offered(
    watched: Watched, jura_page: Path
) -> None:
    watched.page.add_init_script(REFUSED)
    page = unfolded(watched.open(jura_page))
    act(page, ADDED, "add")
    save(page, "Essai")
    expect(page.locator("#scenario-status")).to_contain_text("téléchargez")
    assert json.loads(downloaded(page))["name"] == "Essai"
    assert watched.messages == []


def test_in_a_notebook_scenarios_are_files(watched: Watched, jura: Result, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    cell = publish.CoverageMap(jura)._repr_html_()
    notebook.write_text(f"<!DOCTYPE html><title>n</title>{cell}", encoding="utf-8")
    frame = watched.open(notebook).frame_locator("iframe")
    frame.locator("#whatif > summary").click()
    frame.locator("#scenarios > summary").click()
    frame.locator("#scenario-file").set_input_files(
        {"name": "s.json", "mimeType": "application/json", "buffer": FILE.encode()}
    )
    expect(frame.locator("#simulation-changes")).to_contain_text("Foncine-le-Haut")
    frame.locator("#scenario-copy").click()
    expect(frame.locator("#scenario-status")).to_contain_text("Envoyez le fichier")
    assert watched.messages == []


FILE = json.dumps(
    {
        "format": "jura-coverage scenario", "version": 1, "name": "Essai", "departement": "39",
        "fingerprint": "",
        "changes": {
            "poor_share": None, "far_minutes": None,
            "added": [{"insee": ADDED, "posts": 1}], "closed": [], "moved": [],
        },
    }
)  # fmt: skip


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_where_scenarios_are_compared(
    browser: Browser, jura_page: Path, size: tuple[int, int]
) -> None:
    page = unfolded(sized(browser, jura_page, size))
    load(page, FILE)
    expect(page.locator("#simulation")).to_be_visible()
    page.click("#scenario-save")
    page.select_option("#scenario-compare", label="chiffres publiés")
    expect(page.locator("#comparison")).to_be_visible()
    page.click("#scenario-compared a")
    expect(page.locator("#comparison")).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.click("#comparison-close")
    expect(page.locator("#comparison")).to_be_hidden()
    page.context.close()


def test_a_comparison_prints_on_a_page_of_its_own(page: Page, tmp_path: Path) -> None:
    act(page, ADDED, "add")
    page.select_option("#scenario-compare", label="chiffres publiés")
    page.pdf(path=tmp_path / "p.pdf", prefer_css_page_size=True, print_background=True)
    first, second = (each.extract_text() for each in PdfReader(tmp_path / "p.pdf").pages)
    assert "Sources" in first
    assert "Comparaison" not in first
    assert "Comparaison" in second
    assert "Foncine-le-Haut" in second


# Random addresses, the same each time: parts of good ones, cut and mixed, and what no address has.
RANDOM = """([codes, many]) => {
  let state = 7;
  const next = (most) => (state = (state * 48271) % 2147483647) % most;
  const of = (list) => list[next(list.length)];
  const odd = [
    "", "NaN", "-1", "1e9", "%00", "%E0%A4", "<script>", "__proto__", "\\u202e", "9".repeat(400),
  ];
  const number = () => of([...odd, "1", "0.5", "2", "20", "99", String(next(700) / 10)]);
  const code = () => of([of(codes), of(codes), of(codes), of(odd)]);
  const part = () => of([
    () => "part:" + number(),
    () => "minutes:" + number(),
    () => "ajout:" + code() + of(["", ":" + number()]),
    () => "ferme:" + code() + "." + next(4) + of(["", ":" + number()]),
    () => "vers:" + code() + "." + next(4) + ":" + code() + of(["", ":" + number()]),
    () => of(odd),
  ])();
  const simulation = () => Array.from({ length: next(5) }, part).join(of([",", ",,", ":"]));
  const field = () => of([
    () => "simulation=" + simulation(),
    () => "theme=" + of(["signalees", "minutes", "deux", ...odd]),
    () => "commune=" + code(),
    () => "carte=" + [number(), number(), number()].join("/"),
    () => "nom=" + of(odd),
    () => "donnees=" + of(odd),
    () => of(odd) + "=" + of(odd),
  ])();
  for (let i = 0; i < many; i++) {
    const asked = Array.from({ length: 1 + next(4) }, field).join("&");
    // The event at once: nobody waits for what is drawn in between.
    history.replaceState(null, "", "#" + asked);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
}"""


def test_no_random_address_does_harm(watched: Watched, tmp_path: Path) -> None:
    """Of the invented département, which is small, for each to take no time."""
    result = study.study(territory.of("00", files=territory.files("00")))
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.evaluate(RANDOM, [result.communes.index.tolist(), 5000])
    last = result.communes.index[-1]
    page.evaluate(f"location.hash = 'simulation=ajout:{last}'")
    expect(page.locator("#simulation-changes")).to_contain_text(result.communes["name"].iloc[-1])
    expect(page.locator("#whatif-changes li")).to_have_count(1)
    assert watched.messages == []
    assert watched.requests == []
