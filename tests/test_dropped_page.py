"""Lists that the reader drops on the page: the same figures as a run with them, and no harm."""

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from jura_coverage import publish, study, territory, words
from jura_coverage.study import Result
from jura_coverage.territory import identity
from tests.browser import (
    DESKTOP,
    HOSTILE,
    PHONE,
    ZOOMED,
    Watched,
    choose,
    download,
    sized,
    violations,
)
from tests.command import typed
from tests.geographies import PROPORTIONAL
from tests.simulated import OWN, give

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

HEADINGS = ["Structure", "Commune", "Code Insee", "Postes", "État", "Fin de convention"]
SPREADSHEET = ";".join(HEADINGS)
GOOD = f"{SPREADSHEET}\nMédiathèque;Dole;39198;1;;\nMairie;Saint-Claude;;0,5;occupé;31/12/2026\n"


@pytest.fixture
def page(watched: Watched, jura_page: Path) -> Iterator[Page]:
    """The map of the Jura with the panel of lists open; what it says or asks for fails the test."""
    page = watched.open(jura_page)
    page.click("#lists summary")
    yield page
    assert watched.messages == []
    assert watched.requests == []


def workbook(*sheets: list[list[Any]], hidden: int | None = None) -> bytes:
    """Write rows as sheets, perhaps one of them hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Feuille {number}")
        sheet.sheet_state = "hidden" if number == hidden else "visible"
        for row in rows:
            sheet.append(row)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


# --- the same as a run ------------------------------------------------------------------------

TEN: dict[str, str | bytes] = {
    "own.csv": f"{OWN},opening_hours\nA,39198,2,,,Mo-Fr 09:00-12:30\nB,39300,0.5,46.6745,5.5536,\n",
    # Across the border, once within reach and once too far; a place in no commune's code.
    "positions.csv": f"{OWN}\nA,39198,1,47.05,5.45\nB,,1,46.205,5.225\nC,,1,45.76,4.83\n"
    "D,,1,46.38,5.86\n",
    # 15 km from the commune that its code tells: at the town hall of that.
    "astray.csv": f"{OWN}\nA,39198,1,46.96,5.49\nB,39478,1,46.388,5.863\n",
    "stops.csv": f"{OWN},fte,itinerant,stops\nA,39016,1,,,\"0,8\",yes,39016:1 | 39397:2 | 39228:2\n"
    "B,39300,1,,,,,39475:5\n",
    "names.csv": f"{SPREADSHEET}\nA;DOLE;;1;;\nB;st claude;;1;;\nC;Morez;;1;;\nD;l'étoile;;2;;\n",
    # Codes of communes that have merged: Morez is Hauts de Bienne, L'Aubépin is Les Trois-Châteaux.
    "former.csv": f"{SPREADSHEET}\nA;;39368;1;;\nB;;39023;1;;\n",
    "states.csv": f"{SPREADSHEET};Accueil du public;ETP\nA;Dole;;1;vacant;;;\nB;Arbois;;1;;;non;\n"
    "C;Champagnole;;2;occupé;;oui;1,5\n",
    "ansi.csv": f"{SPREADSHEET};Mode;Étapes et jours\nMédiathèque;Arinthod;;1;;;itinérant;"
    '"Orgelet (mardi) ; Aromas (2 jours) ; Nulle Part"\n',
    "dates.xlsx": workbook(
        [["Les postes du Jura"], [], HEADINGS, ["A", "Dole", 39198, 1.5, None, date(2026, 12, 31)],
         ["B", None, 39478.0, 1, "rendu", None], ["C", "Orgelet", "39397", "2", "", "01/02/2027"]],
    ),
    "sheets.xlsx": workbook(
        [HEADINGS, ["Caché", "Dole", 39198, 1, None, None]], [["Notes"], ["rien"]],
        [[*HEADINGS, "Latitude", "Longitude"],
         ["A", "Foncine-le-Haut", 39228, 1, None, None, 46.66, 6.07]],
        hidden=0,
    ),
}  # fmt: skip


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("name", TEN)
def test_the_page_finds_what_a_run_finds(
    page: Page, jura: Result, tmp_path: Path, name: str
) -> None:
    told = TEN[name]
    encoding = "cp1252" if name == "ansi.csv" else "utf-8"
    raw = told.encode(encoding) if isinstance(told, str) else told
    path = tmp_path / name
    path.write_bytes(raw)
    files = territory.files("39", advisors=path)
    expected = study.study(territory.of("39", files=files), parameters=PROPORTIONAL)
    give(page, raw, name)
    _, rows = download(page)
    table = pd.DataFrame(rows).set_index("code_insee").loc[expected.communes.index]
    situations = expected.communes["situation"].map(words.SITUATION_NAMES)
    assert table["situation"].to_dict() == situations.to_dict()
    minutes = pd.to_numeric(table["minutes_conseiller"].str.replace(",", "."))
    # Two decimals in the file, and town halls rounded to the decimetre.
    assert ((minutes - expected.communes["minutes"]).abs() <= 0.0052).all()
    hosts = [row.split("\t")[:4] for row in typed(page.inner_text("#hosts")).splitlines()]
    places = expected.territory.places
    ordered = pd.concat([places[~places["neighbour"]], places[places["neighbour"]]])
    assert hosts == [
        [
            place.host,
            (place.commune + (" (hors du département)" if place.neighbour else "")).strip(),
            typed(words.presence(place.posts, place.days)),
            typed(words.opening_hours(place.opening_hours)) or "horaires non connus",
        ]
        for place in ordered.itertuples()
    ]


def test_the_whole_page_follows_and_comes_back(page: Page) -> None:
    before = download(page)[1]
    choose(page, "39228")
    minutes = page.inner_text("#card dl")
    report = give(page, GOOD)
    assert "2\xa0lignes lues" in report
    assert "rien n’est envoyé" in report
    banner = page.inner_text("#simulation").replace("\xa0", " ")
    assert "Votre liste : postes du fichier « postes.csv » (1,5 poste), non publiés." in banner
    assert "habitants à portée" in banner
    assert page.is_hidden("#simulation-told")
    assert page.inner_text("#card dl") != minutes
    assert "Médiathèque" in page.inner_text("#hosts")
    name, rows = download(page)
    assert name == "tableau-39-liste.csv"
    for part in ("#card", "#legend"):
        expect(page.locator(f"{part} .simulated")).to_have_text("Votre liste")
    assert "postes.csv" in rows[0]["editions"]
    page.click('#card button:has-text("Ajouter un poste ici")')
    assert page.is_visible("#simulation-told")  # with the list for what is compared
    expect(page.locator("#legend .simulated")).to_have_text("Votre liste, simulation")
    assert "simulation=ajout:39228" in page.url
    assert "postes" not in page.url  # a link cannot take the list along, and tells nothing of it
    page.go_back()
    expect(page.locator("#simulation-told")).to_be_hidden()
    expect(page.locator("#own-list")).to_be_visible()
    page.click("#own-list-back")
    assert download(page)[1] == before
    assert page.is_hidden("#simulation")
    assert "Médiathèque" not in page.inner_text("#hosts")


def test_a_stop_that_is_not_recognised_is_said_with_what_it_may_be(page: Page) -> None:
    give(page, "host,code_insee,posts,itinerant,stops\nBus,39300,1,yes,39368:2 | 39999:1\n")
    expect(page.locator("#lists")).to_contain_text("Bus, « 39999 »")
    give(
        page,
        "Structure;Commune;Code Insee;Postes;Mode;Étapes et jours\n"
        "Bus;;39300;1;itinérant;Les Planches-en-Montagn (mardi)\n",
    )
    told = page.locator("#lists").filter(has_text="Bus, « Les Planches-en-Montagn » (peut-être ")
    expect(told).to_contain_text("Les Planches-en-Montagne (39424)")


def test_stops_of_a_list_have_their_sign_and_its_meaning(page: Page) -> None:
    """A bus receives at two stops, not at its base; the library receives where it stands."""
    stop = page.locator("#stop-sign")
    expect(stop).to_be_hidden()
    shown = page.locator("#advisors-of")
    expect(shown).to_be_visible()
    give(
        page,
        "host,code_insee,posts,itinerant,stops\n"
        "Bus,39300,1,yes,39368:2 | 39130:1\nMédiathèque,39198,1,,\n",
    )
    expect(stop).to_be_visible()
    expect(shown).to_be_hidden()  # it dates the published posts
    # A cross of twelve corners at each stop; discs, the base hollow, have arcs.
    marks = page.locator(".leaflet-marker-pane path")
    corners = [str(each.get_attribute("d")) for each in marks.all()]
    assert sorted("a" in line for line in corners) == [False, False, True, True]
    page.click("#own-list-back")
    expect(stop).to_be_hidden()
    expect(shown).to_be_visible()


def test_a_list_prints_on_one_page_and_says_so(page: Page) -> None:
    give(page, GOOD)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    expect(page.locator("#own-list")).to_be_visible()
    expect(page.locator("#published")).to_be_visible()
    expect(page.locator("#lists")).to_be_hidden()


@pytest.mark.usefixtures("shared")
def test_a_list_that_knows_no_neighbours_says_so(
    watched: Watched, jura_today: Result, tmp_path: Path
) -> None:
    """What the published list counts across the border is no difference between the posts here."""
    publish.write_page(jura_today, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html")
    page.click("#lists summary")
    beyond = int(jura_today.territory.places["neighbour"].sum())
    give(page, GOOD)
    told = page.inner_text("#own-list-unlike").replace("\xa0", " ")
    assert f"{beyond} lieux hors du département" in told
    page.select_option("#picture-format", "a4")  # its badge has the least room
    with page.expect_download() as waited:
        page.click("#picture-svg")
    texts = re.findall("<text[^>]*>([^<]*)", Path(waited.value.path()).read_text(encoding="utf-8"))
    assert told in " ".join(texts).replace("\xa0", " ")  # whole, for whoever gets the picture
    give(page, f"{OWN}\nA,39198,1,,\nB,,1,46.205,5.225\n")
    assert page.inner_text("#own-list-unlike") == ""


def test_rows_alike_are_said_with_what_they_count(page: Page) -> None:
    """Of four rows two say the same; the fourth ends another day."""
    rows = "A;Dole;;1;;\nB;Dole;;1;;\nA;Dole;;1;;\nA;Dole;;1;;31/12/2026\n"
    report = typed(give(page, f"{SPREADSHEET}\n{rows}"))
    assert f"{identity.REPEATED} : A (lignes 2 et 4, 2 postes)." in report


def test_a_drop_is_read_wherever_it_falls(page: Page) -> None:
    for content, title in ((GOOD, "2\xa0lignes lues"), ("Dole\nArbois\n", "2\xa0communes")):
        transfer = page.evaluate_handle(
            """content => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([content], "liste.csv"));
                return transfer;
            }""",
            content,
        )
        page.dispatch_event(".frame", "drop", {"dataTransfer": transfer})
        expect(page.locator("#list-report h3")).to_contain_text(title)


def test_columns_of_other_names_are_asked_for(page: Page) -> None:
    give(page, "Employeur,Nombre de postes,Commune d'exercice\nMJC,2,Dole\nASEP,x,Arbois\n")
    assert page.input_value("#column-posts") == "Nombre de postes"  # it may be meant
    assert page.input_value("#column-commune") == "Commune d'exercice"
    page.select_option("#column-host", "Employeur")
    page.click("#list-report form button")
    found = page.inner_text(".faults li").replace("\xa0", " ")
    assert found.startswith("ligne 3, colonne « Nombre de postes » : trouvé « x »")
    give(page, "Employeur,Nombre de postes,Commune d'exercice\nMJC,2,Dole\n")
    page.select_option("#column-host", "Employeur")
    page.click("#list-report form button")
    expect(page.locator("#own-list-name")).to_contain_text("2\xa0postes")


def test_a_national_list_is_for_the_command(page: Page) -> None:
    report = give(
        page, "lib_fs,insee_dep,insee_com,lib_com,adresse,code_postal\nA,39,39198,Dole,,\n"
    )
    assert "jura-coverage run --advisors" in report


def test_candidates_are_ranked_by_what_a_post_there_brings(page: Page) -> None:
    report = give(page, "Foncine-le-Haut\n39198\nSaint-Clade\n", "communes.txt", role="candidates")
    assert "2\xa0communes candidates" in report
    assert "peut-être Saint-Claude (39478)" in report
    items = page.locator("#list-report ol li").all_inner_texts()
    assert [text.split("\n")[0] for text in items] == ["Foncine-le-Haut", "Dole"]
    marks = page.locator(".candidate")
    assert marks.all_inner_texts() == ["1", "2"]  # as in the list
    marks.nth(1).click()
    expect(page.locator("#card h2")).to_have_text("Dole")
    page.click("#list-report ol button >> nth=0")
    expect(page.locator("#card h2")).to_have_text("Foncine-le-Haut")
    page.click('#card button:has-text("Ajouter un poste ici")')
    gained = items[0].split("\n")[1].replace("habitants de plus à portée", "").strip()
    assert f"habitants à portée ({gained} de plus)" in page.inner_text("#simulation-counts")
    give(page, GOOD)  # its report takes the place of the candidates
    expect(marks).to_have_count(0)


# --- harm -------------------------------------------------------------------------------------


def zipped(**parts: str | bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return whole.getvalue()


def with_sheet(sheet: str | bytes) -> bytes:
    """Write a workbook of one sheet by hand."""
    return zipped(
        **{
            "xl__workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="a"/></sheets>'
            "</workbook>",
            "xl___rels__workbook.xml.rels": '<Relationships><Relationship Id="a" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl__worksheets__sheet1.xml": sheet,
        }
    )


def inline(text: str) -> str:
    return f"<c t='inlineStr'><is><t>{text}</t></is></c>"


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
UNCOMPUTED = (
    "<worksheet><sheetData><row r='1'>"
    + "".join(map(inline, HEADINGS))
    + "</row><row r='2'><c><f>1+1</f></c></row></sheetData></worksheet>"
)
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "huge.csv": (b"x" * 5_000_001, "plus de 5 Mo"),
    "rows.csv": (f"{OWN}\n" + "A,39198,1,,\n" * 20_001, "plus de 20 000 lignes"),
    "bomb.xlsx": (with_sheet(b" " * 40_000_000), "trop grand une fois décompressé"),
    "laughs.xlsx": (with_sheet(LAUGHS), "un classeur illisible"),
    "formula.xlsx": (with_sheet(UNCOMPUTED), "cellule A2 (colonne « Structure »)"),
    "other.zip": (zipped(x="y"), "un classeur illisible"),
    "cut.xlsx": (workbook([HEADINGS])[:500], "un classeur illisible"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "un ancien classeur (xls)"),
    "page.pdf": (b"%PDF-1.7\n", "un PDF"),
    "list.json": ('[{"nom": "A"}]', "un fichier JSON"),
    "packed.csv.gz": (b"\x1f\x8b\x08" + b"\0" * 20, "un fichier compressé"),
    "empty.csv": ("", "un fichier vide"),
    "lost.csv": (f"{SPREADSHEET}\nA;Saint-Clade;;1;;\n", "peut-être Saint-Claude (39478)"),
}


def test_what_cannot_be_read_is_told_and_changes_nothing(page: Page) -> None:
    before = page.inner_text("#hosts")
    for name, (content, said) in REFUSED.items():
        report = give(page, content, name).replace("\xa0", " ")
        assert "1 problème" in report, name
        assert said in report, name
    assert page.inner_text("#hosts") == before
    assert page.is_hidden("#simulation")


def test_hostile_text_stays_text(page: Page) -> None:
    quoted = HOSTILE.replace('"', '""')
    name = "<img src=x onerror=alert(1)>.csv"
    give(page, f'{SPREADSHEET}\n"{quoted}";Dole;;1;;\n', name)
    assert HOSTILE in page.inner_text("#hosts")
    assert name in page.inner_text("#simulation")
    give(page, f'{SPREADSHEET}\n"{quoted}";"{quoted}";;"{quoted}";;\n', name)
    assert "onerror" in page.inner_text(".faults")
    assert page.locator("img[src=x]").count() == 0


def mutated(seed: int) -> tuple[str, bytes]:
    """Damage a list, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing secret
    cells = ["", "=1+1", HOSTILE, "1004", "39198", "-1", "9" * 30, "0,5", "\u202e", '"', "\0", "é"]
    rows = [[*HEADINGS, "Latitude", "Longitude", "Étapes et jours"]]
    rows += [
        [f"Structure {i}", random.choice(["Dole", "Morez", "?"]), "", "1", "", "", "46.7", "5.5",
         random.choice(["", "Dole (lundi) ; Arbois : 2", HOSTILE])]
        for i in range(random.randrange(4))
    ]  # fmt: skip
    for _ in range(random.randrange(3)):
        row = random.choice(rows)
        row[random.randrange(len(row))] = random.choice(cells)
    kind = seed % 4
    if kind == 0:
        part = "".join(f"<row>{''.join(map(inline, row))}</row>" for row in rows)
        raw = bytearray(f"<worksheet><sheetData>{part}</sheetData></worksheet>".encode())
    else:
        text = "\n".join(random.choice(";,\t").join(row) for row in rows)
        raw = bytearray(text.encode(random.choice(["utf-8", "utf-16", "mac_roman"]), "replace"))
    for _ in range(random.randrange(4)):
        start = random.randrange(len(raw) + 1)
        raw[start : start + random.randrange(4)] = random.randbytes(random.randrange(4))
    if kind == 0:
        raw = bytearray(with_sheet(bytes(raw)))
    if kind == 1:
        del raw[random.randrange(len(raw) + 1) :]
    return f"liste-{seed}.{'xlsx' if kind == 0 else 'csv'}", bytes(raw)


def test_a_thousand_damaged_lists_do_no_harm(page: Page, watched: Watched) -> None:
    """Each has its report; that nothing throws, runs or is asked for, the fixture sees."""
    given = [(name, base64.b64encode(raw).decode()) for name, raw in map(mutated, range(1000))]
    silent = page.evaluate(
        """async given => {
            const input = document.getElementById("list-posts");
            const silent = [];
            for (const [name, content] of given) {
                const raw = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([raw], name));
                input.files = transfer.files;
                input.dispatchEvent(new Event("change"));
                const told = () => document.querySelector("#list-report h3")?.textContent ?? "";
                for (let turn = 0; turn < 500 && !told().startsWith(name); turn++) {
                    await new Promise((resolve) => setTimeout(resolve, 1));
                }
                if (!told().startsWith(name)) silent.push(name);
            }
            return silent;
        }""",
        given,
    )
    assert silent == []
    # Chromium styles its own words about XML that is none, which the page's policy blocks.
    blocked = "Applying inline style violates"
    watched.messages[:] = [each for each in watched.messages if not each.startswith(blocked)]


# --- for everyone -----------------------------------------------------------------------------


def test_by_keyboard(watched: Watched, jura_page: Path) -> None:
    page = watched.open(jura_page)
    # Asked for early: a key that follows at once may open the dialog before anybody heeds it.
    page.on("filechooser", lambda _: None)
    page.locator("#lists summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#list-posts")).to_be_focused()
    with page.expect_file_chooser() as waited:
        page.keyboard.press("Space")
    waited.value.set_files({"name": "a.csv", "mimeType": "text/csv", "buffer": GOOD.encode()})
    expect(page.locator("#list-report")).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("Votre liste")
    page.locator("#own-list-back").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()
    assert watched.messages == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "200 %"])
def test_axe_finds_nothing(browser: Browser, jura_page: Path, size: tuple[int, int]) -> None:
    page = sized(browser, jura_page, size)
    page.click("#lists summary")
    for content, role in (
        (GOOD, "posts"), (f"{OWN}\n,1,,,\n", "posts"), ("a,b\n1,2\n", "posts"),
        ("Dole\nNulle Part\n", "candidates"),
    ):  # fmt: skip
        give(page, content, role=role)
        assert violations(page) == [], content
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()
