"""Values travel as values: no code reads a code, an edition or a number out of a sentence."""

import ast
import subprocess
import sys
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage import parameters, study, territory
from jura_coverage.measures import flags
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.publish import notebook, sheets
from jura_coverage.publish.html.texttable import Figure, TextTable
from jura_coverage.sources import catalogue, editions
from jura_coverage.study import Result, compare
from tests.geographies import advised, advisor_table, broadband_table, row_of_squares
from tests.modules import MODULES, parsed

# French that is made for readers, by the names that it has.
PROSE = {"attribution", "concerns", "edition", "sentence", "text", "title", "verdict", "vintage"}
TAKES_APART = {
    "endswith", "findall", "fullmatch", "match", "partition", "removeprefix", "removesuffix",
    "replace", "rpartition", "rsplit", "search", "split", "startswith",
}  # fmt: skip
CODES = [f"39{number:03d}" for number in range(1, 6)]
ODD = "Le Val (ancien) → (39001) ; 3 Lacs (39002)"


def prose(node: ast.AST) -> bool:
    """Tell whether an expression has to do with a text for readers."""
    return any(isinstance(each, ast.Attribute) and each.attr in PROSE for each in ast.walk(node))


def taken_apart(tree: ast.AST) -> list[int]:
    """Give the lines where a text for readers is searched or cut."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            cut = node.func.attr in TAKES_APART
            if cut and any(map(prose, (node.func.value, *node.args))):
                found.append(node.lineno)
        elif isinstance(node, ast.Compare) and isinstance(node.left, (ast.Constant, ast.JoinedStr)):
            searched = zip(node.ops, node.comparators, strict=True)
            if any(isinstance(how, ast.In | ast.NotIn) and prose(text) for how, text in searched):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "code",
    [
        "source.attribution.split(' ; ')", "'cuivre' in source.title.lower()",
        "vintage = reading.vintage.removeprefix('le ')", "'→' in ''.join(remark.concerns)",
        "re.search('20', source.edition)",
    ],
)  # fmt: skip
def test_the_check_finds_what_was_done_before(code: str) -> None:
    assert taken_apart(ast.parse(code)) == [1]


def test_no_module_takes_a_text_for_readers_apart() -> None:
    modules = [path for path in MODULES if "read" not in path.parts]
    assert len(modules) > 50
    found = {path.name: taken_apart(parsed(path)) for path in modules}
    assert {name: lines for name, lines in found.items() if lines} == {}


def run(table: pd.DataFrame, communes: gpd.GeoDataFrame) -> Result:
    crosswalk = pd.DataFrame(
        {
            "name_former": [ODD],
            "change": ["merged"],
            "insee": ["39005"],
            "name": [ODD],
            "until": ["2016-01-01"],
        },
        index=pd.Index(["39805"], name="insee_former"),
    )
    land = territory.build(
        communes, [table], advised(advisor_table(["39001"])), crosswalk, departement="39"
    )
    chosen, _engine = parameters.Parameters(), CrowFlyEstimate()
    return study.study(land, parameters=chosen)


def test_a_merger_is_known_by_its_codes_whatever_the_names() -> None:
    communes = row_of_squares()
    communes["name"] = [ODD] * len(communes)
    whole = broadband_table(CODES)
    parts = whole[whole["insee"] == "39005"].assign(insee="39805", premises=900)
    found = compare.compare(
        run(whole, communes), run(pd.concat([whole, parts], ignore_index=True), communes)
    )
    change = found.communes["change"]
    assert change.index[change == "merged"].tolist() == ["39005"]


def test_what_is_published_of_a_merger_is_its_french() -> None:
    whole = broadband_table(CODES)
    parts = whole[whole["insee"] == "39005"].assign(insee="39805")
    land = run(pd.concat([whole, parts], ignore_index=True), row_of_squares()).territory
    (remark,) = [each for each in land.remarks if each.mergers]
    assert [(each.former, each.today) for each in remark.mergers] == [("39805", "39005")]
    assert set(remark.data()) == {"kind", "text", "concerns"}


def test_the_words_of_an_edition_are_never_read() -> None:
    odd = editions.named("téléchargée le 1999-01-01, 3e trimestre 2001", end=date(2026, 6, 30))
    assert odd is not None
    assert odd.end == date(2026, 6, 30)
    silent = editions.named("2e trimestre 2026")
    assert silent is not None
    assert silent.end is None  # nobody told the day, and no one guesses it


def test_the_default_edition_is_the_one_that_is_named_whatever_its_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = catalogue.default("advisors", departement="39")
    entry = next(each for each in catalogue.entries() if each.path == path)
    older = replace(entry, file="z", edition="z", describes=date(2021, 12, 31))
    newer = replace(entry, file="a", edition="a", describes=date(2099, 12, 31))
    monkeypatch.setattr(catalogue, "entries", lambda: (older, newer, entry))
    assert catalogue.default("advisors", departement="39") == path


def test_a_share_stands_at_the_day_that_its_edition_describes(jura: Result) -> None:
    named = editions.named("d'hier (2001-T1)", end=date(2026, 3, 31))
    sources = tuple(
        replace(each, dated=named) if each.role == "broadband" else each for each in jura.sources
    )
    told = (
        notebook.fibre_history(replace(jura, territory=replace(jura.territory, sources=sources)))
        .iloc[:, 1]
        .dropna()
    )
    assert told.index.tolist() == [pd.Timestamp(2026, 3, 31)]


def test_a_name_that_begins_with_a_digit_is_no_figure(jura: Result) -> None:
    table = TextTable(title="", heads=("", "a", "b"), rows=(("1", "3 Lacs", Figure("12")),))
    assert table.figures == (False, False, True)
    html = notebook.table(pd.DataFrame({"a": ["2022", "39"], "b": [1, 2]}))._repr_html_()
    assert html.count("text-align:right") == 3


def test_the_verdict_does_not_depend_on_the_name(jura: Result) -> None:
    code = jura.communes.index[jura.communes["situation"] == flags.POOR_AND_FAR][0]
    communes = jura.communes.copy()
    communes["name"] = f"Hameau ({code}) de ({code}) l'Eau"
    shared = sheets.Shared(result=replace(jura, communes=communes))
    area = sheets.Area(kind="commune", code=code)
    assert sheets.sheet(shared, area).verdict.startswith("Cette commune est signalée : ")


@pytest.mark.slow
def test_importing_the_catalogue_looks_for_no_file() -> None:
    code = (
        "from jura_coverage.sources import catalogue as c; "
        "print(c.folder.cache_info().currsize, c.entries.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
