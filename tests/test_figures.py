"""Sums over communes: one number in every output, and what is not known is nowhere zero."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage import french, posts, publish, study, territory, words
from jura_coverage.errors import SitingError
from jura_coverage.measures import flags, internet
from jura_coverage.parameters import Definition, Parameters
from jura_coverage.publish import notebook, sheets
from jura_coverage.publish.files import formats
from jura_coverage.publish.files.plain import write_summary
from jura_coverage.publish.sheets import outlook
from jura_coverage.publish.tables import all as tables
from jura_coverage.study import Result, groups
from jura_coverage.words import key_figures  # fmt: skip
from tests.browser import Watched
from tests.geographies import ESTIMATE, advisor_table, broadband_table, land, row_of_squares

DEFINITIONS: tuple[Definition, ...] = ("wired", "terrestrial", "all")
SQUARES = 8
CODES = [f"39{position + 1:03d}" for position in range(SQUARES)]
# Town halls are 4 km apart and the host is in the first: 18.2 minutes from the fourth, 23.6 from
# the fifth, which is far.
RESIDENTS = [100, 100, 100, 100, 100, None, 300, None]
NEAR = "200 habitants à portée (200 de moins)"
SERVED = "besoin servi : au moins 31 personnes par an (31 de moins)"
# Premises with fibre, with fixed 4G at best, with satellite at best, and with nothing.
BEST = {
    "39005": (90, 10, 0, 0),  # lacks wires
    "39006": (180, 10, 10, 0),  # a twentieth of it lacks anything terrestrial
    "39007": (84, 0, 10, 6),  # some lack even satellite
}
NO_INTERNET = "39008"


def run(
    definition: Definition = "wired",
    *,
    residents: list[int | None] = RESIDENTS,
    hosts: tuple[str, ...] = ("39001",),
    apart: bool = False,
) -> Result:
    """Eight squares in a row; the populations of two are unknown, and the internet of the last.

    The first is in the EPCI of the others, or in one of its own.
    """
    communes = row_of_squares(SQUARES)
    if apart:
        communes.loc["39001", ["epci", "epci_name"]] = ["200000000", "Communauté à part"]
    communes["residents"] = pd.array(residents, dtype="Int64")
    table = broadband_table(CODES)
    for code, counts in BEST.items():
        row = table["insee"] == code
        table.loc[row, ["ftth", "fixed_4g", "satellite"]] = counts[:3]
        table.loc[row, "premises"] = sum(counts)
    joined = land(communes, table[table["insee"] != NO_INTERNET], advisor_table(list(hosts)))
    parameters = Parameters().but(definition=definition)
    return study.study(joined, parameters=parameters, engine=ESTIMATE)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


# What is flagged, counted by hand: communes, known residents, premises; premises without and with.
BY_HAND = {
    "wired": (3, 400, 46, "sans bon accès filaire", 754, "un bon accès filaire"),
    "terrestrial": (
        2, 300, 26, "sans accès terrestre à 30 Mbit/s", 774,
        "un accès terrestre à 30 Mbit/s (filaire, 4G fixe ou radio)",
    ),
    "all": (
        1, 300, 6, "sans aucun accès, même par satellite", 794,
        "un accès quelconque, satellite compris",
    ),
}  # fmt: skip


# --- one number everywhere ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False], ids=["some known", "none known"])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_every_output_says_the_same(definition: Definition, known: bool, tmp_path: Path) -> None:
    """All squares are one EPCI, so that département, EPCI and sheet add up the same communes.

    Of 900 premises, the 100 of the last square are not known: 39001 to 39007 have 800.
    """
    result = run(definition, residents=RESIDENTS if known else [None] * SQUARES)
    communes, people, lacking, without, covered, meant = BY_HAND[definition]
    residents = people if known else None
    said = f"{people} habitants" if known else "population non disponible"
    noun = "commune" if communes == 1 else "communes"
    flagged = f"{communes} {noun}, {said}, {lacking} locaux {without}"
    # The last may be flagged; the sixth, of unknown population, is under the first two definitions.
    unsure = 2 if known and communes > 1 else 1
    left_out = "2 communes non comptées" if unsure == 2 else "1 commune non comptée"
    flagged = f"au moins {flagged} ({left_out})"
    good = f"{covered} sur 800 ({french.percent(covered / 800)}), 1 commune non comptée"

    write_summary(result, tmp_path / "summary.json")
    facts = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    names = ("communes_flagged", "residents_flagged", "premises_flagged")
    assert tuple(facts[name] for name in names) == (communes, residents, lacking)
    assert facts["residents"] == (800 if known else None)
    assert facts["uncounted"] == {
        "residents": 2 if known else 0, "premises": 1, "far": 2 if known else 0, "flagged": unsure,
    }  # fmt: skip
    assert "premises_flagged_unwired" not in facts

    publish.write_page(result, tmp_path / "carte.html")
    publish.write_index(result, tmp_path)
    page, index = (
        plain((tmp_path / name).read_text(encoding="utf-8"))
        for name in ("carte.html", "index.html")
    )
    header, rest = page.split("</header>", 1)
    heading = "communes signalées" if communes > 1 else "commune signalée"
    assert f"<h1>Au moins {communes} {heading}, {said} ({left_out})</h1>" in header
    assert 'class="old"' not in header  # no edition, no age
    for text in (rest, index):  # the rest is what is printed
        assert flagged in text
    for text in (rest, index):
        assert plain(good) in text
        assert f"Locaux avec {meant}" in text
    assert "deux fois sur trois" in index  # measured, and said

    formats.write(result, tmp_path, formats=("xlsx",))
    book = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")
    preface = {
        plain(str(label)): plain(str(value))
        for label, value in book["À lire"].iter_rows(min_row=3, max_col=2, values_only=True)
    }
    assert preface["Communes signalées"] == flagged
    assert preface[f"Locaux avec {meant}"] == plain(good)
    assert preface["Habitants"] == (
        "au moins 800 (2 communes non comptées)" if known else "non disponible"
    )
    heads, row = book["Intercommunalités"].iter_rows(values_only=True)
    epci = dict(zip(heads, row, strict=True))
    heads = ("Communes signalées", "Habitants signalés", "Locaux signalés")
    assert tuple(epci[head] for head in heads) == (communes, residents, lacking)
    assert epci["Communes sans population connue"] == (2 if known else 0)

    (area,) = sheets.every_epci(result)
    sheet = sheets.sheet(sheets.Shared(result=result), area)
    assert plain(sheet.verdict).startswith(f"Au moins {communes} commune")
    assert plain(sheet.verdict).endswith(f"sur {SQUARES} : {said} ({left_out}).")
    for cells in (row for row in sheet.tables[0].rows if row[0] != "Postes de conseiller"):
        assert cells[1] == cells[2], cells  # the EPCI is the département
    rows = {row[0]: row[1] for row in sheet.tables[0].rows}
    assert rows["Habitants de communes signalées"] == (
        f"au moins {residents}" if known else "non disponible"
    )
    assert (
        rows["Locaux mal desservis"] == f"au moins {lacking}"
    )  # those that lack it are all flagged


@pytest.mark.slow
def test_the_jura_has_one_number_of_premises() -> None:
    """70 of the premises in its terrestrially flagged communes lack wires, 39 any terrestrial."""
    result = study.study(
        territory.of("39", files=territory.files("39", advisors="2022")),
        parameters=Parameters().but(definition="terrestrial"),
    )
    assert study.summary(result)["premises_flagged"] == 39
    assert groups.by_epci(result)["premises_flagged"].sum() == 39
    assert "39 locaux sans accès terrestre" in plain(key_figures(result)[0][1])


counts = st.one_of(st.none(), st.integers(0, 500))


@pytest.mark.slow
@settings(max_examples=25)
@given(
    residents=st.lists(counts, min_size=SQUARES, max_size=SQUARES),
    lacking=st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=SQUARES, max_size=SQUARES),
    group=st.sets(st.sampled_from(CODES)),
)
def test_sums_are_those_of_what_is_known(
    residents: list[int | None], lacking: list[int | None], group: set[str]
) -> None:
    result = run(residents=residents)
    without = pd.Series(pd.array(lacking, dtype="Int64"), index=CODES)
    poor = (without >= 5).mask(without.isna())
    communes = result.communes.assign(
        premises=pd.array([100] * SQUARES, dtype="Int64"),
        premises_without=without,
        premises_covered=100 - without,
        poor=poor,
        situation=flags.situation(poor, result.communes["far"]),
    )
    found = groups.figures(replace(result, communes=communes), pd.Index(sorted(group)))

    here = [i for i, code in enumerate(CODES) if code in group]
    far = [i for i in here if i >= 4]
    flagged = [i for i in far if (lacking[i] or 0) >= 5]
    told = any(lacking[i] is not None for i in here)
    assert found.residents == added(residents, here, empty=None)
    assert found.residents_far == (added(residents, far) if here else None)
    assert found.residents_flagged == (added(residents, flagged) if told else None)
    assert found.premises_flagged == (added(lacking, flagged) if told else None)
    assert found.premises_without == added(lacking, here, empty=None)
    both = (found.premises_covered, found.premises_without, found.premises_counted)
    assert both == (None, None, None) or both[0] + both[1] == both[2]  # type: ignore[operator]


def added(values: list[int | None], chosen: list[int], *, empty: int | None = 0) -> int | None:
    """Add up the known ones of those chosen: nothing is known of a sum of unknown ones."""
    known = [value for i in chosen if (value := values[i]) is not None]
    return sum(known) if known else (None if chosen else empty)


def test_premises_without_decide_to_the_last_bit() -> None:
    """10 of 200 are 5 % and reach the threshold of 5 %, as they are and as a column."""
    result = run("terrestrial")
    assert result.communes.at["39006", "premises_without"] == 10
    assert result.communes.at["39006", "share_without"] == 0.05
    assert result.communes.at["39006", "poor"]
    assert pd.isna(result.communes.at[NO_INTERNET, "premises_without"])
    columns = internet.premises_without(
        result.communes["premises"], result.communes["premises_covered"]
    )
    pd.testing.assert_series_equal(columns, result.communes["premises_without"])


# --- unknown population ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unpeopled() -> Result:
    """The population of no square is known; a second host is nearest for nobody."""
    return run(residents=[None] * SQUARES, hosts=("39001", "39001"))


def test_a_file_without_populations_counts_nobody(tmp_path: Path) -> None:
    """Two communes of a GeoJSON that only names them, 53 km apart; the host is in one."""
    squares = {"39300": ("Essai A", 5.5), "39198": ("Essai B", 6.2)}
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west + x, 46.65 + y]
                                 for x, y in ((0, 0), (0.05, 0), (0.05, 0.05), (0, 0.05), (0, 0))]],
            },
        }
        for code, (name, west) in squares.items()
    ]  # fmt: skip
    communes, advisors = tmp_path / "communes.geojson", tmp_path / "a.csv"
    communes.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    advisors.write_text(
        "host,code_insee,posts,latitude,longitude\nMairie A,39300,1,,\n", encoding="utf-8"
    )
    result = study.study(
        territory.of("39", files=territory.files("39", communes=communes, advisors=advisors))
    )
    facts, said = study.summary(result), dict(key_figures(result))
    assert (facts["residents"], facts["residents_far"], facts["communes_far"]) == (None, None, 1)
    assert said["Habitants"] == "non disponible"
    far = said["À plus de 20\N{NO-BREAK SPACE}minutes d'un conseiller"]
    assert plain(far) == "1 commune, population non disponible"
    assert facts["residents_flagged"] == 0  # no commune is flagged, so nobody is, and that is known


def test_places_serve_an_unknown_number_or_nobody(unpeopled: Result) -> None:
    first, second = tables.hosts(unpeopled).to_dict("records")
    assert (first["communes_desservies"], second["communes_desservies"]) == (SQUARES, 0)
    assert pd.isna(first["habitants_desservis"])
    assert second["habitants_desservis"] == 0
    (area,) = sheets.every_epci(unpeopled)
    sheet = sheets.sheet(sheets.Shared(result=unpeopled), area)
    (places,) = (each for each in sheet.tables if each.title == "Conseillers les plus proches")
    assert [plain(row[-1]) for row in places.rows] == ["population non disponible", "0 habitant"]


def test_choices_on_communes_of_unknown_population_are_refused(unpeopled: Result) -> None:
    for choose in (posts.keep, posts.move, posts.week, posts.decide):
        with pytest.raises(SitingError, match="trouvé aucune population"):
            choose(unpeopled)
    with pytest.raises(SitingError, match="trouvé aucune population"):
        posts.add(unpeopled, posts.Rule(posts=1))


def test_whom_choices_do_not_count_is_said() -> None:
    """The fifth square alone is known to be far and peopled: one post more gains its 100."""
    result = run(residents=[100, None, 100, 100, 100, None, 0, None])
    found = posts.add(result, posts.Rule(posts=1))
    assert found.plans[0].residents_gained == 100
    said = " ".join(words.add_text(result, found))
    assert (
        "3\N{NO-BREAK SPACE}communes ne comptent dans aucun nombre d'habitants, faute de "
        "population connue : Carré 2 (39002), Carré 6 (39006), Carré 8 (39008)."
    ) in said
    # The internet of the last is not known, nor how much its residents would count.
    assert "sa commune (1\N{NO-BREAK SPACE}commune au poids inconnu ne compte pas) :" in said
    assert "limites" not in said


def test_an_epci_of_unknown_population_has_nobody_near_or_far() -> None:
    result = run(residents=[100, *[None] * 7], apart=True)
    assert posts.keep(result).hosts["residents_lost"].tolist() == [100]
    by_epci = posts.move(result, most=1).fairness.by_epci.reset_index()
    today = by_epci[(by_epci["plan"] == posts.TODAY) & ~by_epci["weighted"]]
    near = dict(zip(today["epci"], today["residents_within_20"], strict=True))
    assert near["Communauté à part"] == 100
    assert pd.isna(near["Communauté des carrés"])


@pytest.mark.slow
def test_sheets_count_nobody() -> None:
    """Without the host, five squares more would be out of reach: that is said, not how many."""
    result = run(residents=[100, *[None] * 7], apart=True)
    found = posts.decide(result, rule=posts.Rule(posts=1))
    shared = sheets.Shared(result=result, decision=found)
    unknown = sheets.every_epci(result)[:1] + sheets.every_commune(result)[1:]
    for area in unknown:
        sheet = sheets.sheet(shared, area)
        texts = (sheet.verdict, *sheet.reasons, *(each.note for each in sheet.tables))
        assert not any(re.search(r"\b0 habitant", plain(text)) for text in texts)
        assert dict(zip(("", "here", "all"), sheet.tables[0].rows[0], strict=True))["here"] == (
            "non disponible"
        )
    sheet = sheets.sheet(shared, unknown[0])
    (certain,) = (each for each in sheet.reasons if each.startswith("Certitude"))
    assert certain.endswith("; population non disponible.")
    (changes,) = (each for each in sheet.tables if each.title == outlook.TITLE)
    assert changes.rows[0][1] == "inconnu"  # some are near today


@pytest.mark.slow
def test_an_end_that_hits_communes_of_unknown_population_is_shown() -> None:
    """Each host is near to its own end of the row only; neither end is harmless."""
    result = run(residents=[100, *[None] * 7], hosts=("39001", "39008"), apart=True)
    found = posts.decide(result, rule=posts.Rule(posts=1))
    shared = sheets.Shared(result=result, decision=found)
    area = sheets.every_epci(result)[0]
    (changes,) = (each for each in sheets.sheet(shared, area).tables if each.title == outlook.TITLE)
    ends = {row[0]: row[1] for row in changes.rows if row[0].startswith("Si ")}
    assert set(ends.values()) == {"inconnu"}
    assert len(ends) == 2
    assert "n'éloignerait personne" not in changes.note
    assert changes.rows[0][1] == "inconnu"  # everyone is near today, however many they are


def test_a_commune_of_unknown_population_keeps_its_way(unpeopled: Result) -> None:
    sheet = sheets.sheet(sheets.Shared(result=unpeopled), sheets.Area(kind="commune", code="39004"))
    rows = {row[0]: row[1] for row in sheet.tables[0].rows}
    assert plain(rows["Trajet"]) == "18,2 min"
    assert rows["Habitants"] == "non disponible"


def test_estimates_count_nobody(unpeopled: Result) -> None:
    near = notebook.within(unpeopled, errors={"0": 0}, limits=[1, 20])
    assert near.loc[1, "0"] == 0  # no commune is that near
    assert near["0"].isna().tolist() == [False, True]
    (tried,) = notebook.sensitivity(unpeopled, errors={"0": 0}).to_dict("records")
    assert tried["Communes éloignées"] == 4
    assert pd.isna(tried["Habitants éloignés"])
    assert pd.isna(tried["Trajet moyen"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("residents", "card", "counted", "total"),
    [
        (
            [None] * SQUARES, "population non disponible",
            ("nombre inconnu d’habitants à portée", "accès non disponible", "aucun besoin connu"),
            None,
        ),
        (
            RESIDENTS, "300 habitants",
            (NEAR, "12,5 postes pour 10 000 habitants (autant)", SERVED), 800,
        ),
        (
            [*RESIDENTS[:6], 0, None], "0 habitant",
            (NEAR, "20 postes pour 10 000 habitants (autant)", SERVED), 500,
        ),
    ],
    ids=["none known", "some known", "known to be none"],
)  # fmt: skip
def test_the_page_counts_nobody(
    watched: Watched,
    tmp_path: Path,
    residents: list[int | None],
    card: str,
    counted: tuple[str, str, str],
    total: int | None,
) -> None:
    """The fifth to the seventh square are flagged, from 10 minutes on as well.

    Four squares are within 20 minutes and two within 10; 15.4 % of their residents are in need.
    """
    path = tmp_path / "carte.html"
    publish.write_page(run(residents=residents), path)
    page: Any = watched.open(path, "#commune=39007&simulation=minutes:10")
    spoken = plain(page.locator("#announcement").text_content())
    assert f". {card}, conseiller à" in spoken
    near, access, served = counted
    assert plain(page.inner_text("#simulation-counts")) == (
        f"{near}, au moins 3 communes signalées (autant), {access}, {served}."
    )
    legend = plain(page.inner_text("#legend tfoot"))
    assert legend.endswith("non disponible" if None in residents[:1] else f"au moins {total}")
    assert watched.messages == []
