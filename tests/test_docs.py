"""Documentation that does not drift: commands, options and functions it names exist, and back."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from pkgutil import resolve_name
from typing import get_origin

import pytest
from click.testing import CliRunner

import jura_coverage
from jura_coverage import french, posts, publish, sources, study, territory, words
from jura_coverage.command import cli
from jura_coverage.parameters import PARTS, Parameters, load
from jura_coverage.posts import Decision
from jura_coverage.posts.tariffs import FIRST, RENEWAL
from jura_coverage.posts.trials import LIKELY, TRIALS
from jura_coverage.publish.files import staging
from jura_coverage.publish.html import rendering
from jura_coverage.study import Result
from scripts import build_site, documentation
from tests.browser import Watched, faults
from tests.geographies import PROPORTIONAL
from tests.modules import MODULES, PACKAGE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

ROOT = Path(__file__).parents[1]
TEXTS = [*documentation.guides(), ROOT / "README.md"]
PROSE = {path.name: path.read_text(encoding="utf-8") for path in TEXTS}
FOR_CONTRIBUTORS = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
FILES = {
    "csv",
    "gpkg",
    "html",
    "js",
    "json",
    "py",
    "toml",
    "ts",
}  # what follows the name of a file, not of a module
# Not commands of ours: options of other programs that the guide quotes.
OTHERS = {"--help", "--nthreads"}
DEFAULTS = Parameters()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as pages."""
    folder = tmp_path_factory.mktemp("docs")
    documentation.publish(folder)
    return folder


def commands() -> set[str]:
    return set(cli.app.commands)


def named_in(text: str) -> set[str]:
    """Name the commands that a text calls: of two words, the first where both are none of ours."""
    called = re.findall(r"jura-coverage ([a-z]\w*(?: [a-z]\w*)?)", text)
    return {each if each in commands() else each.split()[0] for each in called}


def options() -> set[str]:
    """Name every option of every command."""
    commands = cli.app, *cli.app.commands.values()
    parameters = [each for command in commands for each in command.params]
    return {name for each in parameters for name in each.opts}


@pytest.mark.parametrize("name", sorted(PROSE))
def test_every_command_and_option_named_exists(name: str) -> None:
    assert named_in(PROSE[name]) <= commands()
    spelt = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PROSE[name])) - OTHERS
    assert spelt <= options()


def test_the_guide_names_every_command() -> None:
    assert commands() <= named_in(PROSE["guide.md"])


@pytest.mark.parametrize("name", sorted(PROSE))
def test_every_target_of_make_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)`", PROSE[name])) <= targets


@pytest.mark.parametrize("name", [path.name for path in documentation.guides()])
def test_every_function_named_exists(name: str) -> None:
    modules = "|".join(jura_coverage.__all__)
    named = re.findall(rf"`((?:{modules})(?:\.\w+)+)`", PROSE[name])
    assert named or name != "methode.md"
    for path in named:
        resolve_name(f"jura_coverage.{path}")


def resolves(path: str) -> bool:
    try:
        resolve_name(path)
    except (AttributeError, ImportError):
        return False
    return True


@pytest.mark.parametrize("path", FOR_CONTRIBUTORS, ids=lambda path: path.name)
def test_every_part_of_the_code_that_contributors_are_told_of_exists(path: Path) -> None:
    """It is named from a room or a module on; what begins with neither is not ours."""
    homes: dict[str, set[str]] = {}
    for module in MODULES:
        parts = module.relative_to(PACKAGE.parent).with_suffix("").parts
        for last, part in enumerate(parts, start=1):
            homes.setdefault(part, set()).add(".".join(parts[:last]))
    for name in re.findall(r"`((?:[a-z]\w*\.)+\w+)`", path.read_text(encoding="utf-8")):
        first, _, rest = name.partition(".")
        if first in homes and rest.split(".")[-1] not in FILES:
            assert any(resolves(f"{home}.{rest}") for home in homes[first]), name


@pytest.mark.parametrize("name", ["guide.md", "README.md"])
def test_the_parameter_file_shown_is_the_default_in_full(name: str, tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PROSE[name], re.DOTALL)
    path = tmp_path / "parametres.toml"
    path.write_text(block, encoding="utf-8")
    assert load(path) == Parameters()
    named = {part: set(inside) for part, inside in tomllib.loads(block).items()}
    assert named == {part: {field.name for field in fields(kind)} for part, kind in PARTS.items()}


def test_the_candidates_shown_are_read(jura: Result, tmp_path: Path) -> None:
    (block,) = re.findall(r"```\n(code_insee.*?)```", PROSE["guide.md"], re.DOTALL)
    path = tmp_path / "lieux.csv"
    path.write_text(block, encoding="utf-8")
    table = sources.read_candidates(path, departement="39").table
    assert table["insee"].isin(jura.communes.index).all()
    assert table["host_type"].tolist() == ["public", "private"]


@pytest.mark.usefixtures("shared")
def test_the_command_takes_the_candidates_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As printed, `add --candidates lieux.csv` asks for no number of posts."""
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```\n(code_insee.*?)```", PROSE["guide.md"], re.DOTALL)
    Path("lieux.csv").write_text(block, encoding="utf-8")
    assert "`jura-coverage add --candidates lieux.csv`" in PROSE["guide.md"]
    done = CliRunner().invoke(cli.app, ["add", "--candidates", "lieux.csv", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["plans"][-1]["posts"] == 2  # as many as there are candidates


def test_nothing_is_installed_from_where_it_is_not() -> None:
    """No distribution of this name is on any index: what is missing comes by make."""
    assert not [name for name, text in PROSE.items() if "pip install jura" in text]


def test_both_editions_are_fetched_before_they_are_compared() -> None:
    blocks = re.findall(r"```\n(.*?)```", PROSE["guide.md"], re.DOTALL)
    (block,) = (each for each in blocks if "jura-coverage compare" in each)
    *fetched, compared = block.strip().splitlines()
    editions = compared.removeprefix("jura-coverage compare ").split()
    assert fetched == [f"jura-coverage fetch --edition {edition}" for edition in editions]


@pytest.mark.parametrize("name", sorted(PROSE))
def test_no_table_is_broken(name: str) -> None:
    """A row that no row precedes is a head: the line below it must say so."""
    lines = ["", *PROSE[name].splitlines(), ""]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.startswith("|") and not above.startswith("|"):
            assert below.startswith(("|--", "| --")), line


def of_edition(name: str, parameters: Parameters = DEFAULTS) -> Result:
    return study.study(territory.of("39", files=territory.files("39", advisors=name)),
                       parameters=parameters)  # fmt: skip


@pytest.mark.usefixtures("shared")
def test_numbers_of_the_limits_are_those_of_the_run(jura_today: Result) -> None:
    said = PROSE["limites.md"].replace("\N{NO-BREAK SPACE}", " ")
    seats, decision = of_edition("2022"), posts.decide(jura_today)
    flagged = seats.communes["situation"] == "poor_and_far"
    across = int((flagged & seats.communes["border_matters"]).sum())
    assert f"{across} des {flagged.sum()} communes signalées" in said
    for result in (jura_today, of_edition("2023"), seats):
        found = result.figures
        residents = french.number(found.residents_flagged).replace("\N{NO-BREAK SPACE}", " ")
        assert re.search(rf"{found.communes_flagged} [a-zé ]*\({residents}", said)
    by_definition = words.other_policies(decision)
    assert by_definition[by_definition.index("Aux seuils") :].replace(
        "\N{NO-BREAK SPACE}", " ").rstrip(".") in said  # fmt: skip
    assert f"({jura_today.communes['copper'].sum()} locaux)" in said
    served = round(decision.widest_week.expected_gain, -3)
    assert f"{french.number(served)} habitants".replace("\N{NO-BREAK SPACE}", " ") in said


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("edition", ["2022", "2023", "2022-12"])
@pytest.mark.parametrize(
    ("minutes", "parameters"), [("par défaut", DEFAULTS), ("2 + 1,35 par km", PROPORTIONAL)]
)
def test_the_guide_compares_editions_and_estimates(
    edition: str, minutes: str, parameters: Parameters
) -> None:
    found = of_edition(edition, parameters).figures
    far, flagged = (
        f"{communes} ({french.number(residents)})"
        for communes, residents in ((found.communes_far, found.residents_far),
                                    (found.communes_flagged, found.residents_flagged))
    )  # fmt: skip
    row = f"| `{edition}` | {minutes} | {far} | {flagged}"
    assert f"{row} |".replace("\N{NO-BREAK SPACE}", " ") in PROSE["guide.md"]


def test_the_readme_says_what_is_found(jura_today: Result) -> None:
    found = jura_today.figures
    residents = french.number(found.residents_flagged).replace("\N{NO-BREAK SPACE}", " ")
    said = f"{found.communes_flagged} communes sur {found.communes}, {residents} habitants, "
    assert f"{said}{found.premises_flagged} locaux sans" in PROSE["README.md"]


def test_the_interval_quoted_is_that_of_the_command(jura_today: Result) -> None:
    dearest = posts.keep(jura_today).hosts.iloc[0]
    likely = posts.Interval(low=dearest["residents_lost_low"], high=dearest["residents_lost_high"])
    said = words.lost_on_average(dearest["residents_lost_mean"], likely)
    assert said.replace("\N{NO-BREAK SPACE}", " ") in PROSE["guide.md"]


def test_numbers_of_the_method_are_those_of_the_code() -> None:
    said = PROSE["methode.md"].replace("\N{NO-BREAK SPACE}", " ")
    for tariffs in (FIRST, RENEWAL):
        for tariff in tariffs.values():
            assert french.euros(tariff.euros).replace("\N{NO-BREAK SPACE}", " ") in said
            assert f"{tariff.months} mois" in said
    low, high = (french.shortest(100 * share, 0) for share in LIKELY)
    assert f"{low} à {high}\N{NO-BREAK SPACE}%".replace("\N{NO-BREAK SPACE}", " ") in said
    assert f"{french.number(TRIALS)} scénarios".replace("\N{NO-BREAK SPACE}", " ") in said
    assert f"{french.shortest(posts.NEAR_MINUTES, 0)} minutes au plus" in said
    assert f"{french.shortest(DEFAULTS.errors.position_m / 1000, 0)} km au plus" in said


def test_no_line_begins_with_french_punctuation() -> None:
    said = rendering.typeset("<p>Qui ; <code>x : y</code> : « lui » ?</p><pre>d ; e</pre>")
    assert said.replace("\N{NO-BREAK SPACE}", "_") == (
        "<p>Qui_; <code>x : y</code>_: «_lui_»_?</p><pre>d ; e</pre>"
    )


def public() -> Iterator[tuple[str, str]]:
    """Give the module and the name of all that a public module defines for others."""
    for module in jura_coverage.__all__:
        owner = getattr(jura_coverage, module)
        listed = getattr(owner, "__all__", None)
        for name, value in vars(owner).items():
            own = getattr(value, "__module__", "") == owner.__name__
            if not name.startswith("_") and callable(value) and (name in listed if listed else own):
                yield module, name


def test_every_public_function_is_in_the_reference_with_its_docstring(published: Path) -> None:
    pages = {path.stem: path.read_text("utf-8") for path in published.glob("api/*/*.html")}
    missing = [
        f"{module}.{name}" for module, name in public() if f'id="{name}"' not in pages[module]
    ]
    assert not missing
    values = [getattr(getattr(jura_coverage, module), name) for module, name in public()]
    assert all(value.__doc__ for value in values if get_origin(value) is None)  # an alias has none


def test_every_link_between_the_pages_leads_somewhere(published: Path) -> None:
    for source in documentation.guides():
        text = (published / f"{source.stem}.html").read_text(encoding="utf-8")
        for link in re.findall(r'href="([^"#:]+)"', text):
            assert (published / link).exists(), (source.name, link)


def test_every_link_inside_the_reference_leads_somewhere(published: Path) -> None:
    texts = {path.resolve(): path.read_text("utf-8") for path in published.rglob("*.html")}
    places = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in texts.items()}
    for path, text in texts.items():
        for page, place in re.findall(r'href="([^"#:]*)#([^"]+)"', text):
            assert place in places[(path.parent / page).resolve() if page else path], (path, place)


def test_a_link_without_a_place_is_undone() -> None:
    text = '<p id="a"></p><a href="#a">A</a> <a href="#b">B</a>'
    assert documentation.alive(text) == '<p id="a"></p><a href="#a">A</a> B'


def test_the_pages_open_offline_without_fault(published: Path, watched: Watched) -> None:
    for page in published.rglob("*.html"):
        policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert len(policy) == 1, page
        assert policy[0].startswith("default-src 'none'; ")
        assert "unsafe" not in policy[0]
    for name in (
        "guide",
        "methode",
        "limites",
        "tables",
        "programmes",
        "api/jura_coverage/measures",
    ):
        opened = watched.open(published / f"{name}.html")
        assert opened.title()
        if not name.startswith("api"):  # pdoc's own layout
            assert faults(opened) == []
    assert watched.requests == []
    assert watched.messages == []


def test_the_index_of_the_site_leads_to_everything(
    jura: Result, jura_decision: Decision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site as `make site` builds it, but for what other tests do: notebooks, PDF, the run."""
    monkeypatch.setattr("scripts.build_site.study.study", lambda *_, **__: jura)
    monkeypatch.setattr("scripts.build_site.posts.decide", lambda *_, **__: jura_decision)
    monkeypatch.setattr("scripts.notebooks.executed", lambda notebook, **_: notebook)
    monkeypatch.setattr("jura_coverage.publish.sheets.needed", lambda: "(essai)")
    folder = tmp_path / "site"
    with staging.staged(folder, of="site") as earlier:
        (earlier / "carnets").mkdir()
        (earlier / "carnets" / "99-old.html").write_text("old")
    (folder / "notes.txt").write_text("mine")
    build_site.main(folder, skin=Path("etat"))
    assert not (folder / "carnets" / "99-old.html").exists()
    assert (folder / "notes.txt").read_text() == "mine"
    links = re.findall(r'href="([^"#:]+)["#]', (folder / "index.html").read_text(encoding="utf-8"))
    assert len(links) > 20
    assert "plan.html" in links
    for link in links:
        assert (folder / link).is_file(), link
    for page in folder.rglob("*.html"):
        if "api" in page.relative_to(folder).parts:
            continue  # pdoc's own
        text = re.sub(r'srcdoc="[^"]*"', "", page.read_text(encoding="utf-8"))
        for link in re.findall(r'href="([^"#:]+)["#]', text):
            assert (page.parent / link).is_file(), (page.name, link)
        assert page.parent.name not in ("carnets", "docs") or 'href="../index.html"' in text
        assert "[éditeur à compléter]" in text, page.name
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_index_without_more_has_no_empty_heading(jura: Result, tmp_path: Path) -> None:
    publish.write_index(jura, tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Fiches de décision" not in text
