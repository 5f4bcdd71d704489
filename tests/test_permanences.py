"""Advisors where the public meets them: their list, their shares, and whose places they are."""

import html
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jura_coverage import publish, study, territory, words
from jura_coverage.parameters import Errors
from jura_coverage.posts import keep, move
from jura_coverage.posts.trials import trials
from jura_coverage.sources import editions, read_advisors
from jura_coverage.sources.advisors import permanences
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.editions import Edition
from jura_coverage.study import Result
from jura_coverage.territory import Territory
from jura_coverage.territory.identity import organisations
from scripts import build_advisors
from tests import beside
from tests.command import typed
from tests.geographies import (
    NO_ERRORS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)
from tests.official_files import PERMANENCES, written

pytestmark = pytest.mark.usefixtures("embedded")

NOWHERE = float("nan")
CODES = [f"39{number:03d}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Territory:
    """The Jura with the permanences of the excerpt."""
    path = written(tmp_path_factory.mktemp("list"), "permanences.csv", PERMANENCES)
    return territory.of("39", files=territory.files("39", advisors=path))


def test_an_advisor_counts_a_share_at_each_of_their_places(tmp_path: Path) -> None:
    reading = read_advisors(written(tmp_path, "permanences.csv", PERMANENCES), departement="39")
    # A1 at two places; A2 at one, with A3 who is at two; a place without anybody is no place.
    assert reading.table["posts"].tolist() == [0.5, 0.5, 1.5, 1, 0.5, 1, 1]
    assert reading.vintage == "01/12/2022"
    text = reading.table.to_csv() + str(reading.remarks)
    assert "A1" not in text
    assert "06 12" not in text
    assert "ligne 9" in text


@pytest.mark.parametrize(
    ("heading", "cells", "posts"),
    [
        ("nb_aidants", ("1", "2"), [1, 2]),  # nobody says who is where
        ("nb_aidants,aidants", ("1,A1", "2,A1;A2"), [0.5, 1.5]),
        ("nb_aidants,postes", ("1,0.5", '2,"1,5"'), [0.5, 1.5]),  # an edition of ours
        ("nb_aidants,aidants", ("9,A1", "2,"), [1, 2]),
    ],
)
def test_posts_are_told_by_shares_else_by_pseudonyms_else_by_number(
    tmp_path: Path, heading: str, cells: tuple[str, str], posts: list[float]
) -> None:
    fixed = ",".join(permanences.FORMAT.headings[:10])  # those of numbers and pseudonyms are last
    rows = [f"Mairie {cell[0]},,Dole,39100,,47.09,5.49,,,2022-12-01,{cell}" for cell in cells]
    path = written(tmp_path, "p.csv", "\n".join([f"{fixed},{heading}", *rows]) + "\n")
    assert read_advisors(path, departement="39").table["posts"].tolist() == posts


def test_a_commune_is_found_by_position_else_by_name_and_postcode(listed: Territory) -> None:
    own = listed.own_places.set_index("name")
    assert own["insee"].to_dict() == {
        "LA POSTE (Dole)": "39198",  # the commune's centre
        "LA POSTE (Orchamps)": "39396",
        "Mairie": "39300",
        "Médiathèque": "39475",  # Saint-Amour, without position
    }
    # Coligny is 4 km beyond the border, Marseille far away, and so is that Saint-Claude.
    assert listed.bases_beyond["commune"].tolist() == ["COLIGNY"]
    # The list has places in the Ain and the Bouches-du-Rhône; who else is around the Jura is not.
    assert listed.beyond.index.tolist() == ["21", "25", "70", "71", "74"]


def test_hours_are_kept_and_said_in_french(listed: Territory) -> None:
    said = listed.own_places.set_index("insee")["opening_hours"].map(words.opening_hours)
    assert said.str.replace("\N{NO-BREAK SPACE}", " ").to_dict() == {
        "39198": "lundi au vendredi 9 h-12 h, 13 h 30-17 h", "39396": "samedi 9 h-12 h",
        "39300": "", "39475": "",
    }  # fmt: skip


def test_two_post_offices_are_one_organisation_and_five_ccas_are_five() -> None:
    table = pd.DataFrame(
        {
            "host": ["La Poste", "LA POSTE", *["CCAS"] * 5, "Médiathèque", "Bibliothèque"],
            "insee": ["39001", "39002", *CODES, "39001", "39002"],
            "siret": ["35600000010244", "356 000 000 11496", "", *["0" * 14] * 4, "", ""],
            "publisher_id": [*[""] * 7, "s1", "s1"],
        }
    )
    assert organisations(table).tolist() == [0, 0, 2, 3, 4, 5, 6, 7, 7]


def test_what_shares_either_name_with_another_is_one_with_it() -> None:
    # The second has the SIREN of the first, and the publisher's name of the third.
    siret = ["35600000010244", "35600000011496", ""]
    table = pd.DataFrame(
        {"host": list("abc"), "insee": CODES[:3], "siret": siret, "publisher_id": ["", "s", "s"]}
    )
    assert organisations(table).tolist() == [0, 0, 0]


def plain(text: str) -> str:
    return typed(html.unescape(text))


def in_a_row(*codes: str, errors: Errors = NO_ERRORS, **details: Any) -> Result:
    """Five squares of 100 residents, a place in each of these; reach is the next square, surely."""
    table = advisor_table(list(codes)).assign(**details)
    joined = land(row_of_squares(), broadband_table(CODES, unwired=10), table)
    chosen = replace(PROPORTIONAL.but(far_minutes=8), errors=errors)
    return study.study(joined, parameters=chosen)


def test_the_end_of_an_organisation_and_of_each_of_its_places() -> None:
    # Each place has two squares to itself, and both have the one in the middle.
    result = in_a_row(
        "39002", "39004", host="La Poste", posts=0.5, siret=["35600000010244", "35600000011496"]
    )
    found = keep(result, tried=trials(result, number=5))
    (host,) = found.hosts.to_dict("records")
    assert (host["host"], host["places"], host["posts"]) == ("La Poste", 2, 1)
    # The one post is shared: it cannot end at one place alone.
    assert (host["residents_lost"], host["residents_lost_post"]) == (500, 500)
    assert found.places["place"].tolist() == ["La Poste (Carré 2)", "La Poste (Carré 4)"]
    assert found.places[["posts", "residents_lost"]].to_numpy().tolist() == [[0.5, 200]] * 2
    said = "\n".join(words.keep_text(result, found)).replace("\N{NO-BREAK SPACE}", " ")
    assert "La Poste (1 poste, 2 lieux)" in said
    assert "La Poste (Carré 4) (0,5 poste)" in said


@pytest.mark.parametrize(
    ("posts", "most", "moved", "gained", "said"),
    [
        (0.5, 1, [0.5], 100, "cède 0,5 poste à"),  # from the end to the next square
        (1.5, 1, [1], 300, "cède un poste à"),  # half a post stays
    ],
)
def test_a_share_of_a_post_moves_as_a_whole(
    posts: float, most: int, moved: list[float], gained: int, said: str
) -> None:
    result = in_a_row("39001", posts=posts)
    found = move(result, most=most, tried=trials(result, number=5))
    if_as_estimated = found.plans[0]
    assert (sorted(if_as_estimated.posts), if_as_estimated.residents_gained) == (moved, gained)
    assert said in "\n".join(words.moves(result, found)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("absent", "moved", "gained"), [(0, {0.5, 1}, 300), (1, {1}, 100)])
def test_a_share_that_moves_is_absent_as_often_as_any(
    absent: float, moved: set[float], gained: int
) -> None:
    # Both are in 1, with 1 and 2 near: one of them moves to 4, for 3 to 5, and the other stays. If
    # half a post is never there, the whole one moves, which gains these three and loses the two.
    result = in_a_row(
        "39001", "39001", posts=[1, 0.5], host=["Entier", "Part"],
        errors=replace(NO_ERRORS, part_time_absent=absent),
    )  # fmt: skip
    best = move(result, most=1, tried=trials(result, number=5)).best
    assert (set(best.posts) <= moved, best.expected_gain) == (True, gained)


def test_two_names_at_one_position_are_said_to_be_perhaps_one_by_whoever_counts_them() -> None:
    # The second stands where the first does, the third 50 m away under a like name, the fourth
    # too under another; of the last two nobody knows the position.
    table = advisor_table(["39001"] * 4 + ["39002"] * 2).assign(
        host=["Mairie", "France services", "La mairie", "Médiathèque", "Gare", "École"],
        latitude=[46.5, 46.5, 46.50045, 46.50045, NOWHERE, NOWHERE],
        longitude=[5.6] * 4 + [NOWHERE, NOWHERE],
    )
    pairs = ("Mairie / France services", "Mairie / La mairie", "La mairie / Médiathèque")
    result = study.study(land(row_of_squares(), broadband_table(CODES), table))
    (remark,) = [each for each in result.territory.remarks if each.kind == "duplicate"]
    assert remark.concerns == pairs
    assert f"{pairs[0]}, {pairs[1]} et {pairs[2]}" in words.assumed(result)


@pytest.mark.slow
def test_sixteen_advisors_receive_at_twenty_places() -> None:
    land = territory.of("39", files=territory.files("39", advisors="2022-12"))
    result = study.study(land)
    assert result.figures.posts == 16
    bases = land.own_bases
    assert bases["fte_open"].tolist() == bases["posts"].tolist()  # what E2SFCA shares out
    assert {round(posts, 2) for posts in bases["posts"]} == {0.25, 0.33, 1, 2}
    assert dict(words.key_figures(result))["Conseillers numériques"].replace("\xa0", " ") == (
        "16 postes, 12 structures, 20 lieux, et 107 à proximité"
    )


@pytest.mark.skipif(not beside.PERMANENCES.exists(), reason="no national list beside the project")
def test_the_embedded_edition_is_what_the_script_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = territory.files("39", advisors="2022-12").services["advisors"]
    monkeypatch.setattr(build_advisors, "FOLDER", tmp_path)
    build_advisors.main(str(beside.PERMANENCES), "39", "2022-12")
    assert (tmp_path / embedded.name).read_bytes() == embedded.read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("edition", "months", "said"),
    [
        # Until the end of June 2026, which is the day of the embedded table of broadband.
        # Of an edition that tells only its year, the day may be its first or its last.
        ("2022", (42, 54), "2022, 3 à 4 ans avant les données d'internet"),
        ("2022-12", (43, 43), "décembre 2022, 3 ans et 7 mois avant les données d'internet"),
        ("2023", (34, 34), "septembre 2023, 2 ans et 10 mois avant les données d'internet"),
    ],
)
def test_outputs_say_of_when_the_advisors_are(
    edition: str, months: tuple[int, int], said: str, tmp_path: Path
) -> None:
    result = study.study(territory.of("39", files=territory.files("39", advisors=edition)))
    publish.write_page(result, tmp_path / "carte.html")
    publish.write_index(result, tmp_path)
    page, index = (
        plain((tmp_path / name).read_text("utf-8")) for name in ("carte.html", "index.html")
    )
    assert page.count(f"Conseillers de {said}.") == 2  # beside the title, and in the legend
    assert said in index
    assert plain(dict(words.key_figures(result))["Édition des conseillers"]) == said
    for text in (words.reach(result), "\n".join(words.explain(result, "39397"))):
        assert f"Conseillers de {said}." in plain(text)
    assert study.summary(result)["advisors_months_before_broadband"] == months


JUNE = editions.of_quarter(2026, 2)


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (editions.of_day(date(2026, 6, 29)), "Conseillers du 29/06/2026."),  # a day before
        (editions.of_day(date(2026, 7, 31)), "Conseillers du 31/07/2026."),  # a month after
        (editions.downloaded(date(2025, 6, 30)),
         "Conseillers téléchargés le 30/06/2025, 1 an avant les données d'internet."),
        (editions.named("avril 2026", end=date(2026, 4, 30)),
         "Conseillers d'avril 2026, 2 mois avant les données d'internet."),
        (editions.named("inventée"), "Conseillers : édition inventée."),
        (None, "Conseillers : édition non précisée (fichier a.csv)."),
    ],
)  # fmt: skip
def test_an_edition_is_said_as_its_kind_asks(dated: Edition | None, said: str) -> None:
    result = in_a_row("39001")
    sources = tuple(
        Source(role=role, file="a.csv", sha256="", dated=each)
        for role, each in (("advisors", dated), ("broadband", JUNE))
    )
    of_then = replace(result, territory=replace(result.territory, sources=sources))
    assert plain(words.advisors_of(of_then)) == said
