"""Notebooks run alone, offline, for three départements, and their pages open without a fault."""

import ast
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import jupytext
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from jupytext.config import load_jupytext_config
from playwright.sync_api import expect

from jura_coverage import catalogue, pipeline, plots
from jura_coverage.maps import themes
from jura_coverage.pipeline import Result
from scripts import notebooks
from tests.conftest import Watched

SOURCES = notebooks.sources()
NAMES = [source.stem for source in SOURCES]
MOST_LINES = 120
COMMUNES = {"07-ailleurs": 30}  # on the map; the embedded Jura elsewhere
FIRST_THEMES = {
    "01-donnees": "Internet filaire", "02-internet": "Internet filaire",
    "03-conseillers": "Temps vers un conseiller", "04-signalees": "Les deux à la fois",
    "05-certitude": "Certitude du signalement", "06-postes": "Postes proposés",
}  # fmt: skip
# What the notebooks about certainty and posts may not compute themselves.
BELOW = {"access", "pairs", "placing", "posts", "robustness", "siting", "supply", "travel"}
# Warnings of the kernel's own libraries, not of ours.
pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning", "default::ResourceWarning")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every notebook, executed for the Jura, in a folder where nothing lies."""
    folder = tmp_path_factory.mktemp("kernels")
    return {
        source.stem: notebooks.executed(notebooks.read(source), folder=folder) for source in SOURCES
    }


def code_lines(notebook: Any) -> int:
    return sum(
        1
        for cell in notebook.cells
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if line.strip() and not line.strip().startswith("#")
    )


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_notebook_is_thin_and_in_the_agreed_form(source: Path) -> None:
    notebook = notebooks.read(source)
    first, *_, last = notebook.cells
    assert re.match(r"# .*\?\n", first.source)  # the title is a question
    assert last.source.startswith("## Limites")
    (chosen,) = (c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    assert re.match(r'DEPARTEMENT = "\w+"\n', chosen.source)  # as text
    assert "**Réponse.**" in notebook.cells[2].source
    assert "## Sources et éditions" in notebook.cells[3].source
    assert code_lines(notebook) <= MOST_LINES
    tree = ast.parse(source.read_text(encoding="utf-8"))
    defined = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert not defined  # they belong in the library


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_opening_and_saving_in_jupyter_changes_nothing(source: Path) -> None:
    """What Jupyter saves through jupytext is the source: nothing to keep in step by hand."""
    settings = load_jupytext_config(str(source))
    opened = jupytext.read(source, config=settings)
    saved = jupytext.writes(opened, fmt="py:percent", config=settings)
    assert saved == source.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["05-certitude", "06-postes"])
def test_decisions_are_those_of_the_library(name: str) -> None:
    tree = ast.parse((notebooks.FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    imported = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jura_coverage")
        for part in (*(node.module or "").split("."), *(alias.name for alias in node.names))
    }
    assert "decision" in imported
    assert not imported & BELOW


def sections(notebook: Any) -> dict[str, str]:
    """Give what the cells under each heading show."""
    shown: dict[str, str] = {}
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading = cell.source.splitlines()[0]
        shown[heading] = shown.get(heading, "") + str(cell.get("outputs", cell.source))
    return {heading: text.replace("\\xa0", " ") for heading, text in shown.items()}


def test_every_choice_comes_with_its_interval(ran: dict[str, Any]) -> None:
    shown = sections(ran["06-postes"])
    for verb in ("Garder", "Déplacer", "Ajouter", "Tourner", "Coût"):
        (text,) = (each for heading, each in shown.items() if heading.startswith(f"## {verb}"))
        assert "selon les scénarios" in text or ("5 %" in text and "95 %" in text), verb
    assert "Rang bas" in str(sections(ran["05-certitude"]))


def test_the_notebook_of_official_files_is_about_no_real_place(ran: dict[str, Any]) -> None:
    """Its figures are those of tests/test_example.py."""
    answer = str(ran["07-ailleurs"].cells[2].outputs).replace("\\xa0", " ")
    assert "Département inventé" in answer
    assert "9 communes, 1 800 habitants, 90 locaux" in answer


def test_the_list_of_notebooks_is_complete() -> None:
    listed = re.findall(r"^# \| (\d\d) \| (.*) \|$", SOURCES[0].read_text(encoding="utf-8"), re.M)
    titles = [notebooks.read(source).cells[0].source.splitlines()[0] for source in SOURCES]
    assert listed == [
        (source.stem[:2], title.removeprefix("# "))
        for source, title in zip(SOURCES, titles, strict=True)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_a_text_and_a_table_follows(ran: dict[str, Any], name: str) -> None:
    cells = [cell for cell in ran[name].cells if cell.cell_type == "code"]
    for position, cell in enumerate(cells):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert output.metadata["image/png"]["alt"]
                (following,) = cells[position + 1].outputs
                assert "<table" in following.data["text/html"]
    assert any("srcdoc" in str(output) for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_a_table_has_a_french_name(ran: dict[str, Any], name: str) -> None:
    """Ours begin with a capital, a figure or a sign; the names of our columns do not."""
    for cell in ran[name].cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if html.startswith("<table><thead>"):
                heads = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", html.split("</thead>")[0])
                assert heads
                assert all(re.match(r"[A-ZÀ-Ý\d€]", head) for head in heads)


def test_the_answers_are_the_figures_of_the_design(ran: dict[str, Any]) -> None:
    answer = str(ran["04-signalees"].cells[2].outputs).replace("\\xa0", " ")
    assert "86 communes signalées" in answer
    assert "37 981 habitants" in answer
    assert "96 144 habitants" in str(ran["03-conseillers"].cells[2].outputs).replace("\\xa0", " ")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_opens_offline_with_its_map(
    ran: dict[str, Any], name: str, watched: Watched, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.html"
    path.write_text(notebooks.page(ran[name]), encoding="utf-8")
    opened = watched.open(path)
    frames = [frame for frame in opened.frames if frame != opened.main_frame]
    assert frames
    for frame in frames:
        frame.wait_for_selector(".leaflet-container path")
        assert frame.locator(".leaflet-container path").count() >= COMMUNES.get(name, 492)
        theme = FIRST_THEMES.get(name, "Communes signalées")
        expect(frame.get_by_role("radio", name=theme)).to_be_checked()
    code = opened.locator("details.code").first
    expect(code.locator("pre")).to_be_hidden()
    code.get_by_text("Code").click()
    expect(code.locator("pre")).to_be_visible()
    assert opened.title().endswith("?")
    assert watched.messages == []
    assert watched.requests == []
    faults = Axe().run(opened, options={"iframes": False}).response["violations"]
    assert not faults, [(fault["id"], fault["nodes"][0]["html"]) for fault in faults]


def recoded(code: str, folder: Path) -> dict[str, Path]:
    """Give another département thirty communes of the Jura, one of them without broadband."""
    embedded = {
        role: catalogue.default(role, departement="39")
        for role in ("communes", "broadband", "advisors")
    }
    communes = gpd.read_file(embedded["communes"]).head(30)
    old = communes["insee"].tolist()
    communes["insee"] = [code + each[2:] for each in old]
    communes.to_file(folder / "communes.gpkg")
    broadband = pd.read_csv(embedded["broadband"], dtype=str)
    broadband = broadband[broadband["code_insee"].isin(old[1:])]
    broadband["code_insee"] = code + broadband["code_insee"].str[2:]
    broadband.to_csv(folder / "debit.csv", index=False)
    advisors = pd.read_csv(embedded["advisors"], dtype=str).head(2)
    advisors["code_insee"] = communes["insee"].iloc[[3, 20]].tolist()
    advisors[["latitude", "longitude"]] = ""
    advisors.to_csv(folder / "conseillers.csv", index=False)
    return {
        "communes": folder / "communes.gpkg",
        "broadband": folder / "debit.csv",
        "advisors": folder / "conseillers.csv",
    }


def run_here(source: Path, parameters: str) -> dict[str, Any]:
    """Run the cells in this process: a kernel for each would take longer and show no more."""
    names: dict[str, Any] = {}
    for cell in notebooks.read(source, parameters=parameters).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, str(source), "exec"), names)  # noqa: S102 - our own
    return names


@pytest.mark.parametrize("code", ["48", "2A"])
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_notebook_runs_for_another_departement(source: Path, code: str, tmp_path: Path) -> None:
    files = recoded(code, tmp_path)
    chosen = (
        f"DEPARTEMENT = {code!r}\n"
        "from pathlib import Path as _Path\n"
        f"FICHIERS = {{'communes': _Path({str(files['communes'])!r}), "
        f"'broadband': [_Path({str(files['broadband'])!r})], "
        f"'advisors': _Path({str(files['advisors'])!r})}}"
    )
    names = run_here(source, chosen)
    assert names["result"].territory.departement == code
    assert len(names["result"].communes) == 30


def test_the_threshold_grid_agrees_with_the_run(jura: Result) -> None:
    grid = plots.threshold_grid(jura, poor_shares=[0.05], far_minutes=[20])
    assert grid.to_numpy().tolist() == [[86]]


def test_a_picture_is_the_same_twice(jura: Result) -> None:
    theme = themes.situation(jura)
    first, second = (plots.theme_map(jura, theme) for _ in range(2))
    assert first.png() == second.png()
    assert "86" in first.text


@pytest.mark.parametrize("code", ["48", "2A"])
def test_the_notebook_of_official_files_runs_on_real_ones(
    code: str, national: Path, france_services: Path
) -> None:
    """Real boundaries, and places that the State publishes; no table of broadband is at hand."""
    chosen = (
        f"DEPARTEMENT = {code!r}\nfrom pathlib import Path as _Path\n"
        f"FICHIERS = {{'communes': _Path({str(national)!r}), "
        f"'advisors': _Path({str(france_services)!r})}}"
    )
    names = run_here(notebooks.FOLDER / "07-ailleurs.py", chosen)
    result = names["result"]
    assert len(result.communes) == {"48": 152, "2A": 124}[code]
    assert result.communes["minutes"].notna().all()
    assert result.communes["share_without"].isna().all()
    assert (result.communes["situation"] == "no_data").all()


def test_a_picture_of_intervals_says_them() -> None:
    likely = pd.DataFrame({"low": [1000, 0], "high": [3000, 5]}, index=["A", "B"])
    picture = plots.intervals(
        likely, title="Essai", unit="habitants", values=pd.Series([2000, 9], index=["A", "B"])
    )
    said = picture.text.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Essai (habitants). A : 2 000 (de 1 000 à 3 000) ; B : 9 (de 0 à 5)"
    assert picture.png().startswith(b"\x89PNG")
    alone = plots.intervals(likely, title="Essai", unit="rang").text
    assert alone.endswith("B : de 0 à 5")


def test_dots_are_no_curve() -> None:
    series = {"a": pd.Series([1.0, 3.0], index=[0, 2])}
    for dots, word in ((False, "Courbe"), (True, "Points")):
        picture = plots.lines(series, title="T", x="X", y="Y", dots=dots)
        (drawn,) = picture.figure.axes[0].lines
        assert (drawn.get_linestyle() == "None") == dots
        assert picture.text == f"{word}. T. Y selon x. a : de 1 à 3"


def test_words_stand_to_the_left_and_figures_to_the_right() -> None:
    rows = pd.DataFrame({"n": [1234.5, None], "part": ["5\N{NO-BREAK SPACE}%", "–"],
                         "mot": ["2 mairies", "2026-T2"]})  # fmt: skip
    html = plots.table(rows)._repr_html_()
    assert html.count("text-align:right") == 6  # two columns with their heads
    assert html.count("<th ") == 3  # numbers that only count the rows are not shown
    named = plots.table(rows.set_axis(["x", "y"]).rename_axis("Ligne"))._repr_html_()
    assert '<th scope="col" style="text-align:left">Ligne</th>' in named
    assert named.count('scope="row"') == 2


def test_tables_are_french() -> None:
    table = plots.table(pd.DataFrame({"a": [1234.5, None], "b": ["<x>", True]}))
    html = table._repr_html_().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 234,5" in html
    assert "–" in html
    assert "&lt;x&gt;" in html
    assert "oui" in html


def test_pipeline_takes_the_files_of_the_parameter_cell(tmp_path: Path) -> None:
    files = recoded("48", tmp_path)
    chosen = pipeline.files(
        "48", communes=files["communes"], broadband=[files["broadband"]], advisors=files["advisors"]
    )
    assert pipeline.run("48", files=chosen).communes["premises"].isna().sum() == 1
