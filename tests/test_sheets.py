"""Decision sheets: what they say, one page each, tagged PDF, and what happens without Pango."""

import base64
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pypdf
import pytest

from jura_coverage import words
from jura_coverage.errors import MissingExtraError, UnknownCommuneError
from jura_coverage.measures import flags
from jura_coverage.posts import Decision
from jura_coverage.publish import sheets
from jura_coverage.publish.sheets import extract, outlook, pdf
from jura_coverage.publish.sheets.page import drawn, html
from jura_coverage.study import Result, groups
from jura_coverage.words import editions
from tests.browser import Watched, faults, printed
from tests.command import Command, typed
from tests.geographies import squares

pytestmark = pytest.mark.slow

needs_pango = pytest.mark.skipif(bool(sheets.needed()), reason=f"without PDF: {sheets.needed()}")


@pytest.fixture(scope="module")
def for_sheets(jura: Result, jura_decision: Decision) -> sheets.Shared:
    """What the sheets of the embedded Jura share."""
    return sheets.Shared(result=jura, decision=jura_decision)


@pytest.fixture(scope="module")
def epci_sheets(
    jura: Result, jura_decision: Decision, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """All sheets of EPCI, and those of three communes."""
    folder = tmp_path_factory.mktemp("fiches")
    communes = [sheets.find(jura, name) for name in ("39228", "Dole", "Lons-le-Saunier")]
    wanted = [*sheets.every_epci(jura), *communes]
    sheets.write(jura, wanted, folder, decision=jura_decision, pdf=not sheets.needed())
    return folder


def text_of(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_there_is_a_sheet_for_each_epci_and_commune(jura: Result) -> None:
    assert len(sheets.every_epci(jura)) == 14
    assert len(sheets.every_commune(jura)) == 492


@pytest.mark.parametrize(
    ("wanted", "kind", "code"),
    [
        ("39228", "commune", "39228"),
        ("foncine le haut", "commune", "39228"),
        ("200010650", "epci", "200010650"),
        ("val d'amour", "epci", "243900420"),
        ("ecla", "epci", "200071116"),
        ("Lons", "commune", "39300"),
        ("grand dole", "epci", "200010650"),
        ("Dole", "commune", "39198"),
    ],
)
def test_a_name_or_a_code_is_found(jura: Result, wanted: str, kind: str, code: str) -> None:
    area = sheets.find(jura, wanted)
    assert (area.kind, area.code) == (kind, code)


@pytest.mark.parametrize(
    ("wanted", "proposed"),
    [
        ("Besançon", "ni le code Insee ni le nom"),
        ("communauté", "convient à 14 intercommunalités"),
        ("", "ni le code Insee ni le nom"),
        ("Paris", "Vouliez-vous dire Damparis (39189) ?"),
        ("Dampar", "Vouliez-vous dire Damparis (39189) ?"),
        ("Amour", "Saint-Amour (39475)"),
        ("Étoil", "L'Étoile (39217)"),
    ],
)
def test_a_part_of_a_name_is_proposed_and_never_taken(
    jura: Result, wanted: str, proposed: str
) -> None:
    """Paris is not Damparis: whoever asks for the one is not given the other."""
    with pytest.raises(UnknownCommuneError, match=re.escape(proposed)):
        sheets.find(jura, wanted)


def test_a_sheet_says_what_the_run_found(jura: Result, for_sheets: sheets.Shared) -> None:
    said = sheets.sheet(for_sheets, sheets.find(jura, "39228"))
    assert said.flagged
    assert said.verdict.startswith("Cette commune est signalée")
    figures = {row[0]: row[1] for row in said.tables[0].rows}
    assert figures["Trajet"].startswith("46,9")
    assert figures["Habitants"] == "1\N{NO-BREAK SPACE}112"
    whole = {row[0]: row[2] for row in said.tables[0].rows}
    assert whole["Habitants de communes signalées"] == "38\N{NO-BREAK SPACE}234"
    assert whole["Postes de conseiller"] == "13"


def test_flagged_communes_are_listed_or_counted(jura: Result, for_sheets: sheets.Shared) -> None:
    counts = groups.by_epci(jura)["communes_flagged"].to_dict()
    for area in sheets.every_epci(jura):
        said = sheets.sheet(for_sheets, area, lines=0)
        flagged = int(counts[area.code])
        listed = said.tables[1]
        assert len(listed.rows) == min(1, flagged)
        assert said.flagged == bool(flagged)
        if flagged > 1:
            assert listed.note.startswith(f"Et {flagged - 1}")


def test_the_surest_flags_are_never_cut(jura: Result, for_sheets: sheets.Shared) -> None:
    """Whatever room there is, no commune left out is surer than one that is listed."""
    assert for_sheets.decision
    sure = for_sheets.decision.certainty.communes["certainty"]
    flagged = jura.communes[jura.communes["situation"] == flags.POOR_AND_FAR]
    for area in sheets.every_epci(jura):
        listed = sheets.sheet(for_sheets, area).tables[1]
        assert listed.title == "Communes signalées, des plus sûres aux moins sûres"
        names = [row[0] for row in listed.rows]
        here = flagged[flagged["epci"] == area.code].set_index("name")
        shares = sure[flagged.index[flagged["epci"] == area.code]].set_axis(here.index)
        assert list(shares[names]) == sorted(shares, reverse=True)[: len(names)]
        residents = here.loc[names, "residents"]
        equal = [
            residents[first] >= residents[second]
            for first, second in pairwise(names)
            if shares[first] == shares[second]
        ]
        assert all(equal)


def test_without_a_decision_flagged_communes_go_by_population(jura: Result) -> None:
    for_sheets = sheets.Shared(result=jura)
    residents = jura.communes.set_index("name")["residents"]
    for area in sheets.every_epci(jura):
        listed = sheets.sheet(for_sheets, area).tables[1]
        assert listed.title.endswith("des plus peuplées aux moins peuplées")
        shown = [int(residents[row[0]]) for row in listed.rows]
        assert shown == sorted(shown, reverse=True)


def test_a_sheet_says_how_sure_its_flag_is(for_sheets: sheets.Shared) -> None:
    """Its certainty is that of the decision, and what other thresholds say stands apart."""
    assert for_sheets.decision
    sure = for_sheets.decision.certainty.communes.loc["39228"]
    said = sheets.sheet(for_sheets, sheets.Area(kind="commune", code="39228"))
    (sentence,) = [reason for reason in said.reasons if reason.startswith("Certitude")]
    assert f"{100 * sure['certainty'] // 1:.0f}" in sentence
    assert words.STANDINGS[str(sure["standing"])] in sentence
    assert f"signalée sous {sure['policies_flagged']:.0f} sur 18 choix" in sentence


def test_a_sheet_says_what_each_choice_would_change(for_sheets: sheets.Shared) -> None:
    """The ends and plans of the decision, counted again from the sheets of all EPCI."""
    found = for_sheets.decision
    assert found
    totals: dict[object, int] = {}
    for area in sheets.every_epci(for_sheets.result):
        codes = for_sheets.result.communes.index[for_sheets.result.communes["epci"] == area.code]
        for change in for_sheets.changes:
            near = outlook._near_here(for_sheets, change, codes).known
            assert near is not None
            far = int(for_sheets.result.communes.loc[codes, "residents"].sum()) - near
            totals[change.name] = totals.get(change.name, 0) + far
    today = totals["Aujourd'hui"]
    assert today == 95_992
    lost = found.keep.hosts.set_index("host")["residents_lost"].to_dict()
    assert {host: totals[host] - today for host in lost} == lost
    plan = found.add.plans[-1]
    assert today - totals[f"Avec {plan.posts}\N{NO-BREAK SPACE}postes de plus"] == (
        plan.residents_gained
    )
    moved = [total for name, total in totals.items() if str(name).startswith("Après")]
    assert today - moved[0] == found.move.best.residents_gained
    assert (
        today - totals["Avec un poste itinérant, un jour par semaine"]
        == found.widest_week.residents_served
    )


def test_the_changes_of_a_commune_stand_on_its_sheet(for_sheets: sheets.Shared) -> None:
    """Foncine-le-Haut has 46.9 minutes to Ravilloles, and 47.4 to Saint-Claude if that ends."""
    said = sheets.sheet(for_sheets, sheets.Area(kind="commune", code="39228"))
    (table,) = [table for table in said.tables if table.title == outlook.TITLE]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Aujourd'hui"][:2] == ("46,9\N{NO-BREAK SPACE}min", "oui")
    ended = [cells for name, cells in rows.items() if name.startswith("Si")]
    assert ended == [("47,4\N{NO-BREAK SPACE}min", "oui", "")]


def test_a_sheet_says_which_posts_are_given_up(jura: Result, for_sheets: sheets.Shared) -> None:
    """Each transfer is said once by the EPCI of its host, and once by the commune."""
    assert for_sheets.decision
    moves = for_sheets.decision.move.best.moves
    posts = jura.territory.places.set_index("name")["posts"]
    members = jura.communes.groupby("epci").groups
    by_epci = [outlook.changes_for_epci(for_sheets, members[each.code])
               for each in sheets.every_epci(jura)]  # fmt: skip
    by_commune = [outlook.changes_for_commune(for_sheets, code) for code in jura.communes.index]
    for tables in (by_epci, by_commune):
        notes = [table.note.replace("\N{NO-BREAK SPACE}", " ") for (table,) in tables]
        said = [note for note in notes if "cède" in note]
        givers = Counter(host for host, _ in moves)
        assert len(said) == len(givers)
        for host, given in givers.items():
            words = f"« {host} » cède {given} poste{'s' if given > 1 else ''} sur {posts[host]:g}."
            assert sum(words in note for note in said) == 1


def test_without_a_decision_a_sheet_keeps_to_today() -> None:
    for_sheets = sheets.Shared(result=squares())
    for area in (*sheets.every_epci(squares()), *sheets.every_commune(squares())):
        said = sheets.sheet(for_sheets, area)
        assert not any("Certitude" in reason for reason in said.reasons)
        assert outlook.TITLE not in [table.title for table in said.tables]


def test_copper_adds_up(jura: Result, for_sheets: sheets.Shared) -> None:
    for area in sheets.every_epci(jura):
        said = sheets.sheet(for_sheets, area)
        copper = said.tables[-1]
        assert sum(int(row[1]) for row in copper.rows) == len(said.communes)


def test_copper_counts_no_communes_where_there_is_one(for_sheets: sheets.Shared) -> None:
    copper = sheets.sheet(for_sheets, sheets.Area(kind="commune", code="39228")).tables[-1]
    assert copper.heads == ("Quand", "Locaux sans fibre")
    assert {len(row) for row in copper.rows} == {2}


def test_missing_data_is_said() -> None:
    result = sheets.Shared(result=squares())  # the second of three has no broadband
    said = sheets.sheet(result, sheets.Area(kind="commune", code="39002"))
    assert "une donnée manque" in said.verdict
    figures = {row[0]: row[1] for row in said.tables[0].rows}
    assert figures["Part mal desservie"] == "non disponible"
    assert "1 commune : une donnée manque" in " ".join(
        sheets.sheet(result, sheets.Area(kind="epci", code="200000001")).reasons
    ).replace("\N{NO-BREAK SPACE}", " ")


def test_the_map_shows_the_area_in_its_frame() -> None:
    result = squares()
    shapes = extract.simplified(result)
    svg = extract.extract(result, shapes, pd.Index(["39001"]))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Carré 1" in texts
    assert "Carré 2" in texts, "its neighbour is named too"
    assert "Carré 5" not in texts
    # The window is wider than 12 km, and the bar at most a quarter of its height.
    assert "2\N{NO-BREAK SPACE}km" in texts


def test_names_on_the_map_do_not_touch(jura: Result) -> None:
    codes = jura.communes.index[jura.communes["epci"] == "200071595"]
    shapes = extract.simplified(jura)
    window = extract._window(shapes[codes])
    labels = extract._labels(jura, codes, window, near=codes)
    assert 5 < len(labels) <= extract.LABELS
    for one in labels:
        for other in labels:
            apart = abs(one.y - other.y) >= extract.FONT
            beside = abs(one.x - other.x) >= (len(one.text) + len(other.text)) * extract.LETTER / 2
            assert one is other or apart or beside


@needs_pango
def test_every_pdf_is_one_tagged_page_with_title_and_language(epci_sheets: Path) -> None:
    files = sorted(epci_sheets.glob("*.pdf"))
    assert len(files) == 17
    for path in files:
        reader = pypdf.PdfReader(path)
        root: Any = reader.trailer["/Root"]
        assert len(reader.pages) == 1, path.name
        assert root["/Lang"] == "fr"
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert str(reader.metadata.title).startswith("Fiche\N{NO-BREAK SPACE}: ")
        assert "pdfuaid" in str(root["/Metadata"].get_data())


@needs_pango
def test_a_pdf_is_the_same_whatever_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten years later: no date, identifier or embedded typeface carries the hour."""
    result, clock = squares(), time.time
    written = []
    for years in (0, 10):
        monkeypatch.setattr(time, "time", lambda years=years: clock() + years * 366 * 86_400)
        pdf._font_faces.cache_clear()
        folder = tmp_path / str(years)
        folder.mkdir()
        sheets.write(result, sheets.every_epci(result)[:1], folder)
        written += [path.read_bytes() for path in folder.glob("*.pdf")]
    assert len(written) == 2
    assert written[0] == written[1]
    assert b"CreationDate" not in written[0]


def elements(node: object) -> list[dict[str, object]]:
    """Flatten the structure tree of a PDF."""
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        return [found for child in node for found in elements(child)]
    if isinstance(node, dict) and ("/S" in node or "/K" in node):
        return [node, *elements(node.get("/K", []))]
    return []


@needs_pango
def test_the_map_has_an_alternative_text_and_headings_are_tagged(epci_sheets: Path) -> None:
    reader = pypdf.PdfReader(epci_sheets / "fiche-39228.pdf")
    root: Any = reader.trailer["/Root"]
    found = elements(root["/StructTreeRoot"])
    kinds = [str(element.get("/S")) for element in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    alternatives = [str(e.get("/Alt", "")) for e in found if e.get("/S") == "/Figure"]
    assert any("Carte\N{NO-BREAK SPACE}: Foncine-le-Haut" in text for text in alternatives)
    assert all(alternatives)


@needs_pango
def test_fonts_are_embedded(epci_sheets: Path) -> None:
    reader = pypdf.PdfReader(epci_sheets / "fiche-39228.pdf")
    resources: Any = reader.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        described = font.get_object()["/DescendantFonts"][0].get_object()
        assert "Source-Sans-3" in described["/BaseFont"]
        descriptor = described["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@needs_pango
def test_sources_and_fingerprint_stand_on_every_sheet(epci_sheets: Path, jura: Result) -> None:
    for suffix in ("html", "pdf"):
        for path in epci_sheets.glob(f"fiche-*.{suffix}"):
            read = text_of(path) if suffix == "pdf" else path.read_text(encoding="utf-8")
            text = " ".join(read.split())  # whatever its lines
            assert jura.fingerprint in text
            assert "dans toute commune du département" in text
            for _, edition in editions(jura.sources):
                assert edition in text


def test_a_sheet_opens_offline_without_fault(epci_sheets: Path, watched: Watched) -> None:
    for name in ("fiche-39228.html", "fiche-200071595.html", "fiches.html"):
        opened = watched.open(epci_sheets / name)
        assert opened.title()
        broken = "() => [...document.images].filter(each => !each.naturalWidth).length"
        assert opened.evaluate(broken) == 0
        assert faults(opened) == []
    assert watched.requests == []
    assert watched.messages == []


def test_a_browser_prints_a_sheet_on_one_page(epci_sheets: Path, watched: Watched) -> None:
    for path in epci_sheets.glob("fiche-*.html"):
        assert printed(watched.open(path)) == 1, path.name


def test_hostile_names_are_inert(tmp_path: Path) -> None:
    result = squares()
    hostile = "</style><script>alert(1)</script>"
    result.communes.loc["39001", ["name", "epci_name"]] = hostile
    area = sheets.Area(kind="commune", code="39001")
    for_sheets = sheets.Shared(result=result)
    text = html(for_sheets, drawn(for_sheets, area))
    assert "<script" not in text
    for encoded in re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", text):
        assert "<script" not in base64.b64decode(encoded).decode()


@pytest.mark.usefixtures("shared")
def test_the_index_keeps_the_other_sheets_that_stand_there(
    command: Command, tmp_path: Path
) -> None:
    """Made anew with the data of today, so that no two sheets of a folder disagree."""
    out = tmp_path / "fiches"

    def named() -> tuple[set[str], set[str]]:
        index = (out / "fiches.html").read_text(encoding="utf-8")
        standing = {path.name for path in out.glob("fiche-*.html")}
        return set(re.findall(r"fiche-\w+\.html", index)), standing

    for options, expected in (
        (["00101", "--html-only"], {"00101"}),
        (["000000002", "--html-only"], {"00101", "000000002"}),
        (["00105", "--html-only", "--far-minutes", "10"], {"00101", "000000002", "00105"}),
    ):
        assert command("sheets", "--departement=00", *options, "--out", out).status == 0
        files = {f"fiche-{code}.html" for code in expected}
        assert named() == (files, files)
    old, new = (out / f"fiche-{code}.html" for code in ("00101", "00105"))
    assert all("10 minutes" in typed(path.read_text(encoding="utf-8")) for path in (old, new))


@pytest.mark.usefixtures("shared")
@pytest.mark.skipif(bool(sheets.needed()), reason="no Pango")
def test_a_pdf_whose_page_is_the_same_is_not_made_again(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(shared: sheets.Shared, drawn: list[Any], folder: Path) -> None:
        made.extend(each.said.area.code for each in drawn)
        pdf.write_pdfs(shared, drawn, folder)

    monkeypatch.setattr("jura_coverage.publish.sheets.files.write_pdfs", counted)
    out = tmp_path / "fiches"
    for name, options in (
        ("00101", []), ("00105", []), ("00105", []), ("00105", ["--far-minutes=10"]),
    ):  # fmt: skip
        assert command("sheets", "--departement=00", name, *options, "--out", out).status == 0
    assert made == ["00101", "00105", "00105", "00105", "00101"]
    assert (out / "fiche-00101.pdf").exists()


@pytest.mark.usefixtures("shared")
def test_without_weasyprint_the_html_is_written(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    ended = command("sheets", "Dole", "grand dole", "--out", tmp_path / "fiches")
    assert ended.status == 0
    written = {path.name for path in (tmp_path / "fiches").glob("[!.]*")}
    assert written == {
        "fiche-39198.html", "fiche-200010650.html", "fiches.html", "accessibilite.html",
    }  # fmt: skip
    assert "make extras" in ended.said
    with pytest.raises(MissingExtraError, match="WeasyPrint"):
        pdf.write_pdfs(sheets.Shared(result=squares()), [], tmp_path)


def test_without_pango_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in sheets.needed()


@pytest.mark.usefixtures("shared")
def test_an_unknown_name_leaves_nothing(command: Command, tmp_path: Path) -> None:
    ended = command("sheets", "Besançon", "--out", tmp_path / "fiches")
    assert (ended.status, ended.out) == (1, "")
    assert "ni le nom d'une commune, ni ceux d'une intercommunalité, du" in ended.said
    assert not list(tmp_path.iterdir())
