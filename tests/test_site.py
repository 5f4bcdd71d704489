"""Pages that stand together: whose they are, where they lead, and how accessible."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jura_coverage import publish
from jura_coverage.errors import DataError, ParameterError
from jura_coverage.publish.html.site import INDEX, MAP, OWN, Site, Skin, read_skin
from jura_coverage.study import Result
from tests.browser import Watched, faults
from tests.command import Command
from tests.geographies import squares

if TYPE_CHECKING:  # the fast tests do without it
    from playwright.sync_api import Browser

FILLED = """heading = ["Préfet", "du Jura"]
publisher = "DDT du Jura <b>"
home = "https://example.org/"
contact = "mailto:ddt@example.org"
legal = "https://example.org/mentions"
privacy = "https://example.org/donnees"
conformity = "partiellement conforme"
"""


def skin(folder: Path, told: str, style: str = "") -> Path:
    folder.mkdir()
    (folder / "skin.toml").write_text(told, encoding="utf-8")
    (folder / "style.css").write_text(style, encoding="utf-8")
    return folder


def linked(page: Path) -> set[str]:
    """Give what the foot of a page leads to."""
    foot = re.search(r'<nav class="site".*?</nav>', page.read_text(encoding="utf-8"), re.S)
    return set(re.findall(r'href="([^"]+)"', foot[0] if foot else ""))


def written(result: Result, folder: Path, chosen: Skin) -> Path:
    """Write the pages of a run."""
    site = Site.of(INDEX, MAP, skin=chosen)
    folder.mkdir()
    publish.write_page(result, folder / MAP, site=site)
    publish.write_index(result, folder, site=site)
    publish.write_accessibility(folder, site)
    return folder


def test_each_page_leads_to_the_others_and_bears_its_publisher(
    tmp_path: Path,
) -> None:
    chosen = read_skin(skin(tmp_path / "nôtre", FILLED, ":root { --accent: #123456; }"))
    folder = written(squares(), tmp_path / "pages", chosen)
    own = {each.name for each in folder.glob("*.html")}
    for page in folder.glob("*.html"):
        told = {"https://example.org/", "mailto:ddt@example.org", chosen.legal, chosen.privacy}
        assert linked(page) == (own - {page.name}) | told
        text = page.read_text(encoding="utf-8")
        assert "DDT du Jura &lt;b&gt;" in text
        assert "#123456" in text
        assert "à compléter" not in text
    assert "partiellement conformes" in (folder / "accessibilite.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_is_not_filled_in_is_seen_and_said(command: Command, tmp_path: Path) -> None:
    ended = command("run", "--skin", "etat", "--out", tmp_path / "pages")
    assert ended.status == 0
    assert "à remplir avant de publier, publisher, home, contact, legal et privacy" in ended.said
    index = (tmp_path / "pages" / INDEX).read_text(encoding="utf-8")
    assert "[éditeur à compléter]" in index
    assert index.count("[à compléter]") == 4


def test_without_a_skin_pages_are_nobodys() -> None:
    assert read_skin(None) == Skin()
    assert not Skin().mentions
    assert not Skin().lacking


def test_our_own_skin_is_copied_to_be_filled_in(command: Command, tmp_path: Path) -> None:
    assert command("skin", "--out", tmp_path / "site").status == 0
    assert read_skin(tmp_path / "site") == read_skin(Path("etat"))
    assert {each.name for each in (tmp_path / "site").iterdir()} >= {"skin.toml", "style.css"}


@pytest.mark.parametrize(
    ("told", "style", "said"),
    [
        ("publisher = 3\nnom = 'a'\nhome = 'www.example.org'\n", "", [
            "« publisher » : trouvé « 3 » ; attendu un texte entre guillemets",
            "« nom » : trouvé « a » ; attendu l'un des noms heading",
            "« home » : trouvé « www.example.org » ; attendu une adresse",
        ]),
        ("home = 'javascript:alert(1)'\n", "", ["trouvé « javascript:alert(1) »"]),
        ("conformity = 'oui'\n", "", ["attendu « non conforme »"]),
        ("heading = 'Préfet'\n", "", ["des textes entre crochets"]),
        ("heading = [\n", "", ["une ligne qui n'est pas du TOML"]),
        ("", "@import 'a.css'; b { background: URL(x) } </style>", [
            "« url( »", "« @import »", "« < »",
        ]),
        ("#" * 200_000, "", ["plus de 100 ko"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_skin_is_told(
    told: str, style: str, said: list[str], tmp_path: Path
) -> None:
    with pytest.raises(DataError) as error:
        read_skin(skin(tmp_path / "nôtre", told, style))
    for each in said:
        assert each in str(error.value)


def test_a_skin_that_is_not_there_is_refused_before_anything_is_read(
    command: Command, tmp_path: Path
) -> None:
    ended = command("run", "--skin", "rose", "--out", tmp_path, "--communes", tmp_path / "none")
    assert ended.status != 0
    assert "trouvé « rose » ; attendu « etat », ou un dossier qui contient skin.toml" in ended.said
    with pytest.raises(DataError, match="illisible"):
        read_skin(tmp_path)
    with pytest.raises(ParameterError):
        read_skin(Path("..") / "etat")


def test_a_folder_of_that_name_goes_before_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    skin(tmp_path / "etat", "publisher = 'Nous'\n")
    assert read_skin(Path("etat")).publisher == "Nous"
    shutil.rmtree(tmp_path / "etat")
    assert read_skin(Path("etat")).heading
    assert (OWN / "etat" / "style.css").exists()


@pytest.mark.slow
def test_axe_finds_nothing_under_a_skin(watched: Watched, jura: Result, tmp_path: Path) -> None:
    folder = written(jura, tmp_path / "pages", read_skin(Path("etat")))
    for page in sorted(folder.glob("*.html")):
        opened = watched.open(page)
        assert faults(opened) == []
    assert watched.requests == []


@pytest.mark.slow
def test_without_javascript_finding_pictures_and_table_remain(
    browser: "Browser", command: Command, tmp_path: Path
) -> None:
    """And nothing is shown that would need it."""
    assert command("run", "--departement", "00", "--out", str(tmp_path / "maps")).status == 0
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "maps" / MAP).as_uri())
    assert "signalée" in page.inner_text("h1")
    useless = page.locator("button, input, select, .skip, #tableau").all()
    assert useless
    assert not any(each.is_visible() for each in useless)
    page.click("noscript a")
    assert page.url.endswith(INDEX)
    assert "signalée" in page.inner_text("h1")
    pictures = page.get_by_role("img").all()
    assert len(pictures) > 1
    assert all(each.is_visible() and each.get_attribute("alt") for each in pictures)
    table = page.get_by_role("link", name="Table des communes")
    assert (tmp_path / "maps" / str(table.get_attribute("href"))).is_file()
    context.close()
