"""What the national page is given: each commune once, as its département's page has it."""

import base64
import json
import zlib
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from jura_coverage import columns, words
from jura_coverage.geography import departements
from jura_coverage.publish import text, themes
from jura_coverage.publish.html.rendering import typeset
from jura_coverage.publish.national import figures, page, shape
from jura_coverage.publish.national.payload import packed, payload
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.editions import of_quarter
from jura_coverage.study import Result
from jura_coverage.study.nation import MANY_ENGINES, Nation
from tests import nations
from tests.command import typed
from tests.shapes import faults


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return nations.results()


@pytest.fixture(scope="module")
def nation(results: dict[str, Result]) -> Nation:
    return nations.nation(results)


@pytest.fixture(scope="module")
def data(nation: Nation) -> shape.Payload:
    return payload(nation)


def lacking(nation: Nation, failed: dict[str, str]) -> Nation:
    """Say that nothing was found of other départements."""
    return replace(nation, summary={**nation.summary, "failed": failed})


def as_read(data: shape.Payload) -> Any:
    return json.loads(zlib.decompress(base64.b64decode(packed(data))))


def test_the_payload_has_the_shape_and_is_unpacked_whole(data: shape.Payload) -> None:
    assert faults(as_read(data), shape.Payload) == []
    assert as_read(data) == json.loads(text.json_text(data))


def test_every_list_has_a_value_for_each_commune(data: shape.Payload) -> None:
    communes: dict[str, Any] = dict(data["communes"])
    named = {"residents_in_part", "without_boundary", "income_secret", "of_city"}
    assert {len(communes[name]) for name in communes.keys() - named} == {5 + 2 + 2}
    assert {len(each["of"]) for each in data["themes"]} == {9}
    assert {len(each) for each in data["quantities"]} == {9}
    assert communes["insee"] == sorted(communes["insee"])


def test_each_frame_says_where_its_communes_begin(data: shape.Payload) -> None:
    drawn = {
        each["name"]: (each["first"], len(each["topology"]["communes"])) for each in data["frames"]
    }
    assert drawn == {"": (0, 2 + 5), "Mayotte": (7, 2)}
    assert [each["page"] for each in data["departements"]] == [
        "", "39/carte.html", "976/carte.html"
    ]  # fmt: skip


def test_a_commune_is_in_the_class_that_the_page_of_its_departement_gives_it(
    results: dict[str, Result], nation: Nation
) -> None:
    together = {theme.key: theme for theme in themes.themes(nation)}
    for code, result in results.items():
        for alone in themes.themes(result):
            whole = together[alone.key]
            labels = [
                whole.classes[position].label for position in whole.class_of[alone.class_of.index]
            ]
            assert labels == [alone.classes[position].label for position in alone.class_of], (
                code, alone.key,
            )  # fmt: skip


def test_what_was_not_found_is_without_data_in_every_theme(nation: Nation) -> None:
    for theme in themes.themes(nation):
        lacking = theme.class_of[nation.communes["departement"] == nations.FAILED]
        assert set(lacking) == {len(theme.classes) - 1}, theme.key


def test_only_what_was_found_is_counted(nation: Nation) -> None:
    """One of the Jura's five is flagged; of Mayotte's second nobody knows; no Doubs is there."""
    assert nation.figures.communes == 7
    assert nation.figures.communes_flagged == 1
    assert typed(words.finding(nation)) == (
        "Au moins 1 commune signalée, 100 habitants (1 commune non comptée)"
    )
    told = words.not_found(nation)
    assert "Sans résultat : Doubs (25)." in told
    assert "ses communes" in told
    assert words.not_found(lacking(nation, {})) == ""


@pytest.mark.parametrize(
    ("failed", "title"),
    [
        ({"25": ""}, "Internet et conseillers numériques dans 3 départements"),
        ({}, "Internet et conseillers numériques dans 2 départements"),
        (dict.fromkeys(departements.CODES, ""), "Internet et conseillers numériques en France"),
    ],
)  # fmt: skip
def test_the_title_says_of_what_the_page_is(
    nation: Nation, failed: dict[str, str], title: str
) -> None:
    assert typed(words.nation_title(lacking(nation, failed))) == title


def test_the_tables_hold_the_figures_of_the_summary(nation: Nation) -> None:
    told = {each["code"]: each for each in nation.summary["departements"]}
    rows = {row.name: row for row in figures.of_departements(nation)}
    assert list(rows) == ["Doubs (25)", "Jura (39)", "Mayotte (976)"]
    for code, name in (("39", "Jura (39)"), ("976", "Mayotte (976)")):
        values = {
            column.name: cell.value
            for column, cell in zip(figures.COLUMNS, rows[name].cells, strict=True)
        }
        assert values == {each: told[code][each] for each in figures.SHOWN}
        assert rows[name].address == f"{code}/index.html"
    assert {cell.value for cell in rows["Doubs (25)"].cells} == {None}
    assert rows["Doubs (25)"].address == ""
    assert [row.name for row in figures.of_regions(nation)] == [
        "Mayotte",
        "Bourgogne-Franche-Comté",
    ]


def test_a_figure_that_leaves_communes_out_is_the_least_that_it_can_be(nation: Nation) -> None:
    cells = dict(zip(figures.SHOWN, figures.of_all(nation).cells, strict=True))
    assert typed(cells["communes"].said) == "7"
    assert typed(cells["communes_flagged"].said) == "au moins 1"
    assert typed(cells["share_without"].said) == "10,0 %"  # ten of a hundred premises in each


def test_sources_are_cited_as_each_departement_cites_them(nation: Nation) -> None:
    source = Source(role="broadband", file="table.csv", sha256="0", dated=of_quarter(2026, 2))
    told = {**nation.summary, "sources": [source.data()]}
    (read,) = replace(nation, summary=told).sources
    assert words.source_line(read) == words.source_line(source)


def test_departements_measured_otherwise_are_not_said_to_be_measured_alike(nation: Nation) -> None:
    assert nation.engine == nation.studied["engine"].iloc[0]
    engines = pd.Series(["roads", *["crow flies"] * 6], index=nation.studied.index)
    assert replace(nation, studied=nation.studied.assign(engine=engines)).engine == MANY_ENGINES


def test_without_boundaries_of_what_failed_the_page_holds_the_rest(
    results: dict[str, Result],
) -> None:
    data = payload(nations.nation(results, unstudied=False))
    assert data["communes"]["insee"] == [
        "39001",
        "39002",
        "39003",
        "39004",
        "39005",
        "97601",
        "97602",
    ]


def test_communes_that_no_map_draws_are_told(results: dict[str, Result], nation: Nation) -> None:
    bare = nations.without_boundary(results, "39004")
    assert payload(bare)["communes"]["without_boundary"] == [bare.communes.index.get_loc("39004")]
    said = words.not_drawn(bare)
    assert typed(said).startswith("1 commune sans limites connues n'est pas dessinée")
    assert typeset(said) in page.html(bare)
    assert payload(nation)["communes"]["without_boundary"] == []
    assert words.not_drawn(nation) == ""


def test_other_scales_are_told_where_there_are_some(
    results: dict[str, Result], nation: Nation
) -> None:
    said = typeset(words.OTHER_SCALES)
    assert said in page.html(nation)  # which has Mayotte
    assert said not in page.html(nations.nation({"39": results["39"]}))


def test_the_page_says_without_a_script_what_it_is_about(nation: Nation) -> None:
    html = page.html(nation)
    assert html == page.html(nation)  # two builds are alike
    for said in (
        words.finding(nation),
        words.not_found(nation),
        words.thresholds(nation.parameters),
    ):
        assert typeset(said) in html
    assert '<a href="39/index.html">Jura (39)</a>' in html
    for column in figures.COLUMNS:
        assert column in columns.EPCI
        assert typeset(column.heading) in html
