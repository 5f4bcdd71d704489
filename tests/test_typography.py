"""What is read has the apostrophes of print, and no line that begins amiss."""

import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from jura_coverage import sources
from jura_coverage.command import cli
from jura_coverage.publish.files import workbook
from tests.browser import Watched, choose
from tests.command import Command
from tests.geographies import squares

# A typist's apostrophe; a breakable space before high punctuation or a unit, in a quotation, or
# inside a number.
AMISS = re.compile(r".{,20}(?:[^\W\d_]'\w| [;:!?»%€]|« |\d \d{3}(?!\d)|\d (?:km|min)\b).{,20}")
UNREAD = ("code", "pre", "script", "style")
HEARD = ("alt", "aria-label", "placeholder", "title")


class Read(HTMLParser):
    """What is read of a page, or heard of it, but for code."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.unread = 0
        self.texts: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        self.texts += [value for name, value in attrs if name in HEARD and value]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def amiss(text: str) -> list[str]:
    """List what is set as one types it; a file or an address may be."""
    return [found for found in AMISS.findall(text) if not re.search(r"\S*[/.]\S*'\S*", found)]


@pytest.mark.parametrize("name", ["", *cli.app.commands])
def test_help_is_set_as_print_has_it(name: str, command: Command) -> None:
    shown = command(*[name] * bool(name), "--help").out
    assert "’" in shown or name in ("", "fetch", "compare", "template")
    assert amiss(shown) == []


def test_errors_are_set_as_print_has_them_and_leave_paths_as_they_are(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "l'eau.csv"
    ended = command("run", "--communes", path, "--out", tmp_path / "out")
    assert str(path) in ended.err
    assert "l’orthographe" in ended.err
    assert amiss(ended.err.replace(str(path), "")) == []
    path.write_text("host,code_insee\nL'abri,99999\n", encoding="utf-8")
    assert amiss(command("check", path).out.replace(str(path), "")) == []


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_pages_are_set_as_print_has_them(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    for asked in (("plan",), ("sheets", "--all-communes", "--html-only"), ("run",)):
        ended = command(*asked, "--departement", "00", "--out", out / asked[0])
        assert ended.status == 0, ended.err
        assert amiss(ended.err) == []
    report = out / "rapport.html"
    command("check", "--departement", "00", tmp_path / "nothing.csv", "--html", report)
    pages = sorted(out.rglob("*.html"))
    assert len(pages) > 12
    for page in pages:
        assert amiss("\n".join(Read(page).texts)) == [], page.name


@pytest.mark.slow
def test_the_scripts_of_the_page_write_as_print_has_it(watched: Watched, jura_page: Path) -> None:
    """Names of communes and hosts too; the file that is downloaded keeps the official ones."""
    page = watched.open(jura_page)
    assert choose(page, "l'etoile") == "L’Étoile"
    assert choose(page, "l’étoile") == "L’Étoile"
    page.click("#table-open")
    page.click("#whatif summary")
    page.evaluate("document.querySelector('.leaflet-control-scale').remove()")  # Leaflet's own
    shown = page.inner_text("body")
    assert "L’Étoile\t" in shown
    assert amiss(shown) == []
    with page.expect_download() as waited:
        page.click("#download")
    assert "\nL'Étoile;" in Path(waited.value.path()).read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_a_picture_that_cannot_be_drawn_is_told_as_print_has_it(
    watched: Watched, jura_page: Path
) -> None:
    page = watched.open(jura_page)
    page.evaluate("() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }")
    page.evaluate("document.getElementById('picture-png').click()")
    page.wait_for_function("document.getElementById('picture-status').textContent")
    told = page.text_content("#picture-status")
    assert (
        told
        == "Le navigateur n’a pas pu dessiner l’image\N{NO-BREAK SPACE}: téléchargez-la en SVG."
    )


def test_a_workbook_explains_as_print_has_it_and_names_as_its_sources_do(tmp_path: Path) -> None:
    result = squares()
    result.communes.loc["39001", "name"] = "L'Étoile"
    workbook.write_workbook(result, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "L'Étoile" in [cell.value for cell in book["Communes"]["B"]]
    headings = [str(cell.value) for sheet in book for cell in sheet[1]]
    prose = [str(cell.value) for name in ("À lire", "Sources", "Paramètres", "Dictionnaire")
             for line in book[name].iter_rows() for cell in line]  # fmt: skip
    assert amiss("\n".join([*headings, *prose])) == []
    sources.template(tmp_path / "b.xlsx")
    help_sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Explications"]
    assert amiss("\n".join(str(cell.value) for line in help_sheet for cell in line)) == []
