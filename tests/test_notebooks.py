"""Notebooks run alone, offline, for three départements, and their pages open without a fault."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import jupytext
import pandas as pd
import pytest
from jupytext.config import load_jupytext_config
from pandas.testing import assert_frame_equal
from playwright.sync_api import expect

from jura_coverage import french, posts, study, territory
from jura_coverage.errors import SitingError
from jura_coverage.measures import flags
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.posts import Decision
from jura_coverage.publish.notebook import FrenchTable, Picture, added_costs, kept_costs
from jura_coverage.sources import catalogue
from jura_coverage.study import Result
from scripts import notebooks
from tests import kernels
from tests.beside import SAMPLES
from tests.browser import Watched, faults
from tests.command import call

SOURCES = notebooks.sources()
NAMES = [source.stem for source in SOURCES]
MOST_LINES = 120
COLD = "01-donnees"
COMMUNES = {"07-ailleurs": 30}  # on the map; the embedded Jura elsewhere
ELSEWHERE = 12  # communes of another département: enough for every question, and soon answered
FIRST_THEMES = {
    "01-donnees": "Internet filaire", "02-internet": "Internet filaire",
    "03-conseillers": "Temps vers un conseiller", "04-signalees": "Les deux à la fois",
    "05-certitude": "Certitude du signalement", "06-postes": "Postes proposés",
}  # fmt: skip
# What the notebooks about certainty and posts may not compute themselves.
BELOW = {
    "access", "certainty", "measures", "pairs", "plan", "policies", "siting", "solver", "supply",
    "travel", "trials", "trips", "ways", "worlds",
}  # fmt: skip
SAMPLE = "mci_commune_meilleure_techno_thd_head_T2-2026.csv"
# Warnings of the kernel's own libraries, not of ours.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default::DeprecationWarning", "default::ResourceWarning"),
]


class Executed(dict[str, Any]):
    """Notebooks by name, each executed when it is first asked for."""

    def __init__(self, folder: Path, kernel: str) -> None:
        self.folder = folder
        self.kernel = kernel

    def __missing__(self, name: str) -> Any:
        source = notebooks.read(notebooks.FOLDER / f"{name}.py")
        # One starts from nothing, as each does for the site.
        kernel = "python3" if name == COLD else self.kernel
        self[name] = notebooks.executed(source, folder=self.folder, kernel=kernel)
        return self[name]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, decisions: Path) -> Iterator[Executed]:
    """Every notebook, executed for the Jura, in a folder where nothing lies."""
    described = tmp_path_factory.mktemp("jupyter")
    warm = kernels.warm(described, decisions=decisions)
    with pytest.MonkeyPatch.context() as patch, warm as kernel:
        patch.setenv("JUPYTER_PATH", str(described))
        yield Executed(tmp_path_factory.mktemp("kernels"), kernel)


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
    first, *_ = notebook.cells
    assert re.match(r"# .*\?\n", first.source)  # the title is a question
    headings = [cell.source for cell in notebook.cells if cell.source.startswith("## ")]
    assert headings[-1].startswith("## Limites")
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
    assert "posts" in imported  # the room that decides
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


def test_every_choice_comes_with_its_interval(ran: Executed) -> None:
    shown = sections(ran["06-postes"])
    for verb in ("Garder", "Déplacer", "Ajouter", "Tourner", "Coût"):
        (text,) = (each for heading, each in shown.items() if heading.startswith(f"## {verb}"))
        assert "selon les scénarios" in text or ("5 %" in text and "95 %" in text), verb
    assert "communes sont signalées" in str(sections(ran["05-certitude"]))


def test_the_notebook_of_official_files_is_about_no_real_place(ran: Executed) -> None:
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
def test_every_picture_has_a_text_and_a_table_follows(ran: Executed, name: str) -> None:
    cells = [cell for cell in ran[name].cells if cell.cell_type == "code"]
    for position, cell in enumerate(cells):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert output.metadata["image/png"]["alt"]
                (following,) = cells[position + 1].outputs
                html = following.data["text/html"]
                assert "<table" in html
                # Its own: a map's classes, not what the next heading lists.
                is_map = output.metadata["image/png"]["alt"].startswith("Carte.")
                assert is_map == (">Classe</th>" in html)
    assert any("srcdoc" in str(output) for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_of_a_table_has_a_french_name(ran: Executed, name: str) -> None:
    """Ours begin with a capital, a figure or a sign; the names of our columns do not."""
    for cell in ran[name].cells:
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html", "")
            if html.startswith("<table><thead>"):
                heads = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", html.split("</thead>")[0])
                assert heads
                assert all(re.match(r"[A-ZÀ-Ý\d€]", head) for head in heads)


def test_the_answers_are_the_figures_of_a_run(ran: Executed, jura_today: Result) -> None:
    found = jura_today.figures
    answer = str(ran["04-signalees"].cells[2].outputs).replace("\\xa0", "\N{NO-BREAK SPACE}")
    assert f"{found.communes_flagged}\N{NO-BREAK SPACE}communes signalées" in answer
    assert french.count(found.residents_flagged, "habitant") in answer
    far = str(ran["03-conseillers"].cells[2].outputs).replace("\\xa0", "\N{NO-BREAK SPACE}")
    assert french.count(found.residents_far, "habitant") in far


@pytest.mark.parametrize("name", NAMES)
def test_the_page_opens_offline_with_its_map(
    ran: Executed, name: str, watched: Watched, tmp_path: Path
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
    assert faults(opened) == []


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """The files of two other départements."""
    return {code: recoded(code, tmp_path_factory.mktemp(code)) for code in ("48", "2A")}


def recoded(code: str, folder: Path) -> dict[str, Path]:
    """Give another département some communes of the Jura, one of them without broadband."""
    embedded = {
        role: catalogue.default(role, departement="39") for role in ("communes", "broadband")
    } | {"advisors": catalogue.chosen("advisors", "2022", departement="39")}
    communes = gpd.read_file(embedded["communes"]).head(ELSEWHERE)
    old = communes["insee"].tolist()
    communes["insee"] = [code + each[2:] for each in old]
    communes.to_file(folder / "communes.gpkg")
    broadband = pd.read_csv(embedded["broadband"], dtype=str)
    broadband = broadband[broadband["code_insee"].isin(old[1:])]
    broadband["code_insee"] = code + broadband["code_insee"].str[2:]
    broadband.to_csv(folder / "debit.csv", index=False)
    advisors = pd.read_csv(embedded["advisors"], dtype=str).head(2)
    advisors["code_insee"] = communes["insee"].iloc[[3, 9]].tolist()
    advisors[["latitude", "longitude"]] = ""
    advisors.to_csv(folder / "conseillers.csv", index=False)
    return {
        "communes": folder / "communes.gpkg",
        "broadband": folder / "debit.csv",
        "advisors": folder / "conseillers.csv",
    }


@pytest.fixture(scope="module")
def vacant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The only post of a département, which is vacant."""
    path = tmp_path_factory.mktemp("vacant") / "postes.csv"
    path.write_text(
        "host,code_insee,posts,latitude,longitude,state\nA,48001,1,,,vacant\n", encoding="utf-8"
    )
    return path


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_where_all_posts_are_vacant_notebooks_run(
    source: Path, elsewhere: dict[str, dict[str, Path]], vacant: Path
) -> None:
    names = run_here(source, cell_of_parameters("48", {**elsewhere["48"], "advisors": vacant}))
    if source.stem == "06-postes":
        assert "Aucun poste occupé et ouvert au public : aucune fin à envisager." in answer_of(
            names
        )


def run_here(source: Path, parameters: str) -> dict[str, Any]:
    """Run the cells in this process: a kernel for each would take longer and show no more.

    What each cell shows, as text, is in the list ``shown``.
    """
    names: dict[str, Any] = {}
    shown: list[str] = []
    for cell in notebooks.read(source, parameters=parameters).cells:
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, str(source), "exec"), names)  # noqa: S102 - our own
            if isinstance(last, ast.Expr):
                code = compile(ast.Expression(last.value), str(source), "eval")
                shown.append(as_text(eval(code, names)))  # noqa: S307 - our own
        else:
            shown.append(cell.source)
    return {**names, "shown": shown}


def as_text(output: Any) -> str:
    """Give the text of what a cell shows: a picture's is its alternative."""
    if isinstance(output, Picture):
        assert output.png()
        return output.text
    text = output._repr_html_() if isinstance(output, FrenchTable) else getattr(output, "data", "")
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def counted_zero(answer: str) -> bool:
    """Tell whether a zero stands in an answer, but in a path or a command."""
    return bool(re.search(r"(?<![\d,.])0(?![\d,.])", re.sub(r"`[^`]*`", "", answer)))


def answer_of(names: dict[str, Any]) -> str:
    (answer,) = (text for text in names["shown"] if text.startswith("**Réponse.**"))
    return str(answer)


def cell_of_parameters(code: str, files: dict[str, Path]) -> str:
    """Write what replaces the parameters: a département and its files, as the notebook says."""
    given = ", ".join(
        f"{role!r}: "
        + (f"[Path({str(path)!r})]" if role == "broadband" else f"Path({str(path)!r})")
        for role, path in files.items()
    )
    return f"DEPARTEMENT = {code!r}\nfrom pathlib import Path\nFICHIERS = {{{given}}}"


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("code", ["2A"])
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_notebook_runs_for_another_departement(
    source: Path, code: str, elsewhere: dict[str, dict[str, Path]]
) -> None:
    names = run_here(source, cell_of_parameters(code, elsewhere[code]))
    assert names["result"].territory.departement == code
    assert len(names["result"].communes) == ELSEWHERE
    # What is said of the invented département is not said of another.
    assert not any("neuf carrés" in text for text in names["shown"])


@pytest.fixture(scope="module")
def on_roads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A parameter file with a table of minutes for the invented département, as if measured."""
    folder = tmp_path_factory.mktemp("roads")
    table = folder / "m.csv"
    assert call("minutes", "--departement", "00", "--out", table).status == 0
    trips = pd.read_csv(table, dtype={"origin": str, "place": str})
    trips.assign(estimated=0).to_csv(table, index=False)
    told = 'engine = "Moteur de test"\nnetwork_date = 2026-11-01\nconvention = "en voiture"\n'
    (folder / "m.csv.toml").write_text(told, encoding="utf-8")
    chosen = folder / "parametres.toml"
    chosen.write_text('[roads]\nminutes = ["m.csv"]\n', encoding="utf-8")
    return chosen


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_notebook_runs_on_a_table_of_minutes(source: Path, on_roads: Path) -> None:
    chosen = f"{cell_of_parameters('00', {})}\nPARAMETRES = Path({str(on_roads)!r})\n"
    names = run_here(source, f"{chosen}POSTES, TRANSFERTS = 2, 1")  # there are two posts
    assert isinstance(names["result"].ways.engine, TabledMinutes)
    assert not any("minutes sont des estimations" in text for text in names["shown"])


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_without_a_table_of_internet_no_answer_is_zero(
    source: Path, elsewhere: dict[str, dict[str, Path]]
) -> None:
    files = {role: path for role, path in elsewhere["2A"].items() if role != "broadband"}
    names = run_here(source, cell_of_parameters("2A", files))
    answer = answer_of(names)
    assert not counted_zero(answer), answer
    if source.stem in ("02-internet", "04-signalees", "05-certitude"):
        assert "Non disponible : la table de l'accès à internet manque." in answer
    said = " ".join(names["shown"])
    assert not re.search(r"Signalées : 0|signalées? : 0 commune|Fibre : 0", said, re.IGNORECASE)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_without_advisors_an_answer_says_so_or_there_is_none(
    source: Path, elsewhere: dict[str, dict[str, Path]]
) -> None:
    files = {role: path for role, path in elsewhere["48"].items() if role != "advisors"}
    chosen = cell_of_parameters("48", files)
    if source.stem in ("05-certitude", "06-postes"):
        with pytest.raises(SitingError, match="Aucune structure"):
            run_here(source, chosen)
        return
    answer = answer_of(run_here(source, chosen))
    assert not counted_zero(answer), answer
    if source.stem in ("03-conseillers", "04-signalees"):
        assert "Non disponible : la table des conseillers manque." in answer


NAMES_THAT_ACT = (
    "<script>window.ran=1</script>", '"><img src=x onerror=window.ran=1>', "[a](javascript:run)",
    "![a](http://a.example/b.png)", "</p><iframe srcdoc='<p>in</p>'></iframe>", "# $x^2$ __a__ `b`",
)  # fmt: skip


def test_names_in_a_page_are_read_and_nothing_of_them_runs(
    ran: Executed, elsewhere: dict[str, dict[str, Path]], watched: Watched, tmp_path: Path
) -> None:
    advisors = pd.read_csv(elsewhere["48"]["advisors"], dtype=str)
    rows = [advisors.iloc[position % 2].copy() for position in range(len(NAMES_THAT_ACT))]
    named = pd.DataFrame(rows).assign(host=NAMES_THAT_ACT)
    named.to_csv(tmp_path / "conseillers.csv", index=False)
    chosen = cell_of_parameters("48", {**elsewhere["48"], "advisors": tmp_path / "conseillers.csv"})
    source = notebooks.read(notebooks.FOLDER / "06-postes.py", parameters=chosen)
    found = notebooks.executed(source, folder=tmp_path, kernel=ran.kernel)
    path = tmp_path / "06.html"
    path.write_text(notebooks.page(found), encoding="utf-8")
    page = watched.open(path)
    page.frames[1].wait_for_selector(".leaflet-container path")
    assert [frame.evaluate("window.ran") for frame in page.frames] == [None, None]
    assert watched.messages == watched.requests == []
    said = page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    assert [name for name in NAMES_THAT_ACT if name not in said] == []
    assert page.locator("a[href^='javascript'], em, main script, img[onerror]").count() == 0


def test_no_script_of_a_page_runs_that_its_maps_do_not_bring(
    ran: Executed, watched: Watched, tmp_path: Path
) -> None:
    text = notebooks.page(ran["08-publier"])
    assert "unsafe" not in text.split("<style>")[0]
    path = tmp_path / "page.html"
    added = "<script>document.title = 'run'</script><p style='color:red'>a</p></main>"
    path.write_text(text.replace("</main>", added), encoding="utf-8")
    assert watched.open(path).title().endswith("?")
    assert len(watched.messages) == 2  # the browser refuses the script and the style
    assert all("Content Security Policy" in message for message in watched.messages)


@pytest.fixture(scope="module")
def real(national: Path, supposed: Path) -> dict[str, dict[str, Path]]:
    """Real boundaries, places that the State publishes, and the one row of broadband at hand."""
    sample = SAMPLES / SAMPLE
    if not sample.exists():
        pytest.skip(f"no {SAMPLE} beside the project")
    both = {"communes": national, "advisors": supposed}
    return {"48": both, "2A": {**both, "broadband": sample}}


# Without broadband each is tried above already: here, of the Lozère, those about nothing else.
ON_REAL_COMMUNES = [
    *((source, "2A") for source in SOURCES),
    *((source, "48") for source in SOURCES if source.stem in ("02-internet", "04-signalees")),
]


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("source", "code"), ON_REAL_COMMUNES, ids=lambda each: getattr(each, "stem", each)
)
def test_a_notebook_runs_on_real_communes(
    source: Path, code: str, real: dict[str, dict[str, Path]]
) -> None:
    """The Lozère without broadband; in Corse-du-Sud only Zoza has some: 92 of 96 have fibre."""
    names = run_here(source, cell_of_parameters(code, real[code]))
    communes = names["result"].communes
    assert len(communes) == {"48": 152, "2A": 124}[code]
    assert communes["minutes"].notna().all()
    known = communes["share_without"].notna()
    assert communes.index[known].tolist() == {"48": [], "2A": ["2A363"]}[code]
    assert (communes["situation"] == flags.NO_DATA).equals(~known)
    answer = answer_of(names)
    if source.stem == "02-internet" and code == "2A":
        assert "4 locaux (4,2 %)" in answer
        assert "95,8 % des locaux ont la fibre" in answer
    if code == "48":
        assert not counted_zero(answer), answer


def test_the_series_of_fibre_is_shown_in_full_and_named(ran: Executed) -> None:
    shown = next(
        text
        for heading, text in sections(ran["02-internet"]).items()
        if "La fibre au fil" in heading
    )
    entry = next(each for each in catalogue.entries() if each.role == "fibre_series")
    assert entry.title in shown
    assert "Baromètre des résultats de l" in shown
    quarters = pd.read_csv(entry.path)
    written = pd.to_datetime(quarters["quarter_end"]).dt.strftime("%d/%m/%Y")
    assert all(day in shown for day in [*written, "30/06/2026"])
    assert not re.search(r">\d{4}-\d{2}-\d{2}<", shown)


@pytest.mark.usefixtures("shared")
def test_certainty_is_that_of_every_other_output(jura_today: Result) -> None:
    names = run_here(notebooks.FOLDER / "05-certitude.py", "")
    expected = posts.certainty(jura_today)
    assert_frame_equal(names["found"].communes, expected.communes)
    assert (names["found"].flagged == expected.flagged).all()


def test_keeping_and_adding_are_not_shown_as_one_price(
    ran: Executed, jura_decision: Decision
) -> None:
    kept, added = kept_costs(jura_decision.keep), added_costs(
        jura_decision.result, jura_decision.add
    )  # fmt: skip
    # 50 000 € for 24 months, and 42 500 € for 36 months: a public host's post a year.
    assert added["€ par an"].iloc[0] == pytest.approx(25_000)
    alone = kept.loc["Communauté de communes Porte du Jura"]
    assert alone["€ par an"] == round(42_500 / 3)
    assert alone.iloc[0] == pytest.approx(42_500 / 3 / alone["Habitants"])
    shown = sections(ran["06-postes"])["## Coût : ce que l'État paie par habitant et par an"]
    assert shown.count("image/png") == 2 * shown.count("'alt'") == 4  # data and metadata
    assert "ne se comparent pas" in shown


def test_the_answer_about_posts_is_what_each_choice_gains_on_average(ran: Executed) -> None:
    answer = str(ran["06-postes"].cells[2].outputs).replace("\\xa0", " ")
    for choice in (
        r"à transférer",
        r"postes de plus",
        r"un jour par semaine seulement à chaque arrêt",
    ):
        assert re.search(rf"{choice} : [0-9 ]+ habitants de plus à portée en moyenne \(de ", answer)


def test_the_folder_of_what_is_published_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    chosen = f'DEPARTEMENT = "00"\nDOSSIER = {str(folder)!r}'  # what is invented is small
    names = run_here(notebooks.FOLDER / "08-publier.py", chosen)
    assert str(folder) in answer_of(names)
    assert (folder / "cartes" / "carte.html").exists()
    assert ("Pas de fiches en PDF" in answer_of(names)) != any(folder.rglob("*.pdf"))


def test_pipeline_takes_the_files_of_the_parameter_cell(
    elsewhere: dict[str, dict[str, Path]],
) -> None:
    files = elsewhere["48"]
    chosen = territory.files(
        "48", communes=files["communes"], broadband=[files["broadband"]], advisors=files["advisors"]
    )
    assert study.study(territory.of("48", files=chosen)).communes["premises"].isna().sum() == 1
