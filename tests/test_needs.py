"""Need: ages and incomes are read, averaged where communes merge, and a secret is no zero."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jura_coverage import columns, study, territory, words
from jura_coverage.errors import DataError
from jura_coverage.measures.needs import KNOWN, SECRET
from jura_coverage.publish import themes
from jura_coverage.publish.tables.communes import commune_table
from jura_coverage.sources import read_needs, role_of
from jura_coverage.study import Result
from jura_coverage.study.check import inspect
from jura_coverage.territory import Listed, Territory, build
from tests.beside import SHARED
from tests.browser import Watched
from tests.command import Command
from tests.geographies import row_of_squares

AGES = "code_insee,nom,part_65_plus_{year}\n39001,Abergement,18\n39002,Autre,33.3\n75056,Paris,17\n"
INCOMES = (
    "CODGEO;NBPERSMENFISC{year};MED{year};TP60{year}\n"
    "39001;865;24300;s\n39002;s;s;s\n39300;16000;nd;\n39013;3000;20810.5;\n"
)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("year", [2018, 2020, 2027])
def test_ages_of_any_edition_are_read(tmp_path: Path, year: int) -> None:
    """The year stands in the heading; per cent become shares; other départements are said."""
    reading = read_needs(written(tmp_path / "a.csv", AGES.format(year=year)), departement="39")
    assert reading.table.set_index("insee")["share_65_plus"].to_dict() == pytest.approx(
        {"39001": 0.18, "39002": 0.333}
    )
    assert reading.vintage == str(year)
    assert role_of(tmp_path / "a.csv") == "needs"
    assert [remark.kind for remark in reading.remarks] == ["set_aside"]


def test_a_secret_income_is_neither_zero_nor_missing(tmp_path: Path) -> None:
    reading = read_needs(written(tmp_path / "r.csv", INCOMES.format(year=21)), departement="39")
    table = reading.table.set_index("insee")
    assert table["income_status"].to_dict() == {
        "39001": KNOWN, "39002": SECRET, "39300": "", "39013": KNOWN,
    }  # fmt: skip
    assert table["median_income"].isna().tolist() == [False, True, True, False]
    assert table.at["39013", "median_income"] in (20810, 20811)  # a half of a euro is none
    assert reading.remarks == ()


def test_impossible_values_of_an_official_file_are_set_aside_and_said(tmp_path: Path) -> None:
    text = "CODGEO,MED21\n39001,12\n39002,-3\n39003,beaucoup\n39004,23000\n39004,24000\n"
    reading = read_needs(written(tmp_path / "r.csv", text), departement="39")
    assert reading.table["median_income"].dropna().tolist() == [23000]
    assert (reading.table["income_status"] == KNOWN).sum() == 1
    said = {remark.kind: remark.concerns for remark in reading.remarks}
    assert len(said["set_aside"]) == 3
    assert said["duplicate"] == ("39004",)


def test_a_city_is_read_whole_beside_its_arrondissements(tmp_path: Path) -> None:
    text = "CODGEO,MED21\n75101,35030\n75056,29730\n75120,23570\n"
    reading = read_needs(written(tmp_path / "r.csv", text), departement="75")
    assert reading.table["median_income"].tolist() == [29730]
    assert reading.remarks == ()  # that each of them is only a part goes without saying


@pytest.mark.parametrize(
    ("heading", "value"), [("CODGEO,MED21", 15_000), ("code_insee,part_65_plus_2020", 15)]
)
def test_arrondissements_do_not_add_up_to_the_need_of_their_city(
    tmp_path: Path, heading: str, value: int
) -> None:
    def table(*codes: str) -> Path:
        rows = "".join(f"{code},{value}\n" for code in codes)
        return written(tmp_path / "r.csv", f"{heading}\n{rows}")

    reading = read_needs(table("13201", "13216", "13001"), departement="13")
    assert reading.table["insee"].tolist() == ["13001"]
    (remark,) = reading.remarks
    assert remark.concerns == ("2 de Marseille (13055)",)
    assert "leur commune n'a pas de ligne" in remark.text
    with pytest.raises(DataError, match="une ligne de la commune entière"):
        read_needs(table("75101", "75120"), departement="75")


OWN = "code_insee,residents,share_65_plus,median_income\n"


def test_every_fault_of_our_own_table_is_told(tmp_path: Path, command: Command) -> None:
    rows = "39001,100,18,24300\n3902,x,0.2,24300\n39003,10,0.1,24\n39003,10,,S\n25056,1,0.1,\n"
    path = written(tmp_path / "besoins.csv", OWN + rows)
    ended = command("run", "--needs", path, "--out", tmp_path / "maps")
    assert ended.status == 1
    for place, found in (
        ("ligne 2, colonne « share_65_plus »", "« 18 »"),
        ("ligne 3, colonne « code_insee »", "« 3902 »"),
        ("ligne 3, colonne « residents »", "« x »"),
        ("ligne 4, colonne « median_income »", "« 24 »"),
        ("ligne 4, colonne « code_insee »", "« 39003 »"),
        ("ligne 6, colonne « code_insee »", "« 25056 »"),
    ):
        assert any(place in fault and found in fault for fault in ended.faults), (place, ended.err)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "code_insee,posts\n39001,1\n", "", "\0\0"])
def test_what_is_no_table_of_need_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="trouvé"):
        read_needs(written(tmp_path / "x.csv", text), departement="39")


CROSSWALK = pd.DataFrame(
    {"name_former": ["Dix", "Onze"], "change": "merged", "insee": "39002", "name": "Carré 2",
     "until": ["2025-01-01", "2016-01-01"]},
    index=pd.Index(["39010", "39011"], name="insee_former"),
)  # fmt: skip


def ages(*each: tuple[str, float | None, float | None]) -> pd.DataFrame:
    """Rows of ages: code of the file, residents, share."""
    table = pd.DataFrame(each, columns=["insee", "residents", "share_65_plus"])
    return table.astype({"residents": "Int64", "share_65_plus": "float64"})


def incomes(*each: tuple[str, float | None, int | None, str]) -> pd.DataFrame:
    """Rows of incomes: code of the file, residents, euros, what is known of them."""
    table = pd.DataFrame(each, columns=["insee", "residents", "median_income", "income_status"])
    return table.astype({"residents": "Int64", "median_income": "Int64"})


def joined(*tables: pd.DataFrame) -> Territory:
    """Two squares, the second of which two former communes have joined, one after the other."""
    needs = [Listed(table=each, file=f"dossier/{n}.csv") for n, each in enumerate(tables, start=1)]
    return build(row_of_squares(2), [], {}, CROSSWALK, departement="39", needs=needs)


def remarked(land: Territory) -> list[str]:
    said = [each.sentence() for each in land.remarks if "esoins" in each.text or "âge" in each.text]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "share"),
    [
        # 300 at 20 % and 100 at 40 % are 100 of 400.
        ([("39002", 300, 0.2), ("39010", 100, 0.4)], 0.25),
        # 200 at 50 % more, of a table from before the other merger: 200 of 600.
        ([("39002", 300, 0.2), ("39010", 100, 0.4), ("39011", 200, 0.5)], 1 / 3),
        # A part alone: its share is not that of the whole.
        ([("39010", 300, 0.2)], None),
        ([("39010", 300, 0.2), ("39011", 100, 0.4)], None),
        # A share or a weight that is not known leaves the whole unknown.
        ([("39002", 300, 0.2), ("39010", 100, None)], None),
        ([("39002", 300, 0.2), ("39010", None, 0.4)], None),
        # Where all parts have the same share, so has the whole, whoever lives in them.
        ([("39002", None, 0.2), ("39010", None, 0.2)], 0.2),
        ([("39002", 300, 0.2)], 0.2),
    ],
)
def test_shares_of_merged_communes_are_averaged_by_residents(
    parts: list[tuple[str, float | None, float | None]], share: float | None
) -> None:
    land = joined(ages(("39001", 5, 0.1), *parts))
    shares = land.communes["share_65_plus"]
    assert shares.tolist() == pytest.approx([0.1, share or np.nan], nan_ok=True)
    assert land.communes["income_status"].tolist() == ["", ""]
    said = " ".join(remarked(land))
    assert ("moyenne des anciennes" in said) == (len(parts) > 1 and share is not None)
    assert ("1 commune où l'âge des habitants est inconnu : Carré 2 (39002)" in said) == (
        share is None
    )


def test_an_average_that_nothing_weighs_is_unknown_and_said_with_its_range() -> None:
    land = joined(ages(("39001", None, 0.1), ("39002", None, 0.15), ("39010", None, 0.4)))
    assert "Carré 2 (39002) entre 15,0 % et 40,0 % (65 ans et plus)" in " ".join(remarked(land))


def test_a_weight_that_one_table_lacks_another_tells() -> None:
    unweighed = ages(("39002", None, 0.2), ("39010", None, 0.4))
    told = incomes(("39002", 300, 20000, KNOWN), ("39010", 100, 24000, KNOWN))
    merged = joined(unweighed, told).communes.loc["39002"]
    assert merged["share_65_plus"] == pytest.approx(0.25)
    assert (merged["median_income"], merged["income_status"]) == (21000, KNOWN)
    secret = incomes(("39002", 300, 20000, KNOWN), ("39010", 100, None, SECRET))
    hidden = joined(secret).communes.loc["39002"]
    assert hidden["income_status"] == SECRET
    assert pd.isna(hidden["median_income"])


def test_parts_are_weighed_by_one_table_and_never_by_a_mixture() -> None:
    """The second counts the whole of today under the code of a part: that is no part's weight."""
    unweighed = ages(("39002", None, 0.2), ("39010", None, 0.4))
    of_today, of_then = (
        incomes(("39002", 4000, 20000, KNOWN)),
        incomes(("39002", 300, 20000, KNOWN), ("39010", 100, 20000, KNOWN)),
    )
    land = joined(unweighed, of_today, of_then)
    assert land.communes.at["39002", "share_65_plus"] == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("given", "unknown", "said"),
    [
        # The given table is believed, and what it does not tell is not taken from another.
        ([("39001", None, 0.1)], ["39002"],
         "1 commune où l'âge des habitants est inconnu (1.csv, qui remplace 2.csv, ne le dit "
         "pas) : Carré 2 (39002)."),
        ([("39001", None, 0.1), ("39002", None, 0.2)], [], ""),
        # A column that tells nothing takes nobody's place.
        ([("39001", None, None)], [], ""),
    ],
)  # fmt: skip
def test_what_a_given_table_does_not_tell_is_counted(
    given: list[tuple[str, float | None, float | None]], unknown: list[str], said: str
) -> None:
    land = joined(ages(*given), ages(("39001", 9, 0.3), ("39002", 9, 0.3)))
    shares = land.communes["share_65_plus"]
    assert shares.index[shares.isna()].tolist() == unknown
    assert remarked(land) == ([said] if said else [])


@pytest.mark.slow
def test_the_first_table_that_tells_something_is_believed(tmp_path: Path) -> None:
    """A user's newer ages replace the embedded ones, whose incomes stay."""
    newer = written(tmp_path / "a.csv", AGES.format(year=2024))
    land = territory.of("39", files=territory.files("39", needs=[newer]))
    assert land.communes.loc["39001", "share_65_plus"] == 0.18
    assert land.communes["share_65_plus"].notna().sum() == 2
    assert (land.communes["income_status"] == SECRET).sum() > 50
    # Of the embedded table only what is still used of it is cited.
    cited = {each.vintage: each.attribution for each in land.sources if each.role == "needs"}
    assert list(cited) == ["2024", "2021 (revenus)"]
    assert "recensement" not in cited["2021 (revenus)"]
    found = inspect([newer], departement="39", today=pd.Timestamp("2026-11-28").date())
    assert found.usable
    assert any("l'âge des habitants est inconnu" in each.text for each in found.together)


@pytest.mark.slow
def test_a_table_that_is_replaced_as_a_whole_is_not_cited(tmp_path: Path) -> None:
    newer = [
        written(tmp_path / name, text.format(year=year))
        for name, text, year in (("a.csv", AGES, 2024), ("r.csv", INCOMES, 23))
    ]
    land = territory.of("39", files=territory.files("39", needs=newer))
    assert [each.vintage for each in land.sources if each.role == "needs"] == ["2024", "2023"]


def test_what_is_known_of_the_jura(jura: Result) -> None:
    communes = jura.communes
    assert communes["share_65_plus"].between(0.02, 0.6).all()
    secret = communes["income_status"] == SECRET
    assert communes.loc[~secret, "median_income"].between(10_000, 60_000).all()
    assert communes.loc[secret, "median_income"].isna().all()
    # Vaux-sur-Poligny, too small to be told, has joined Poligny.
    assert secret["39434"]
    table = commune_table(jura).set_index("code_insee")
    assert table.at["39434", "etat_niveau_de_vie"] == "secret statistique"
    assert table["niveau_de_vie_median_euros"].isna()["39434"]
    said = " ".join(words.explain_named(jura, "Poligny")).replace("\N{NO-BREAK SPACE}", " ")
    assert "65 ans et plus : 25,1 % des habitants. Niveau de vie médian : secret" in said


def test_the_embedded_table_is_what_the_published_ones_say(jura: Result) -> None:
    """Of every commune that has not merged; the others are averages."""
    field = SHARED / "field"
    if not field.exists():
        pytest.skip(f"no {field.name} beside the project")
    ages = pd.read_csv(field / "age-eloignement-communes-39.csv", dtype=str).set_index("code_insee")
    incomes = pd.read_csv(field / "filosofi-2021-communes-39.csv", dtype=str).set_index("CODGEO")
    alone = jura.communes.index.difference(["39576", "39434"])
    shares = ages.loc[alone, "part_65_plus_2020"].astype(float)
    found = jura.communes.loc[alone]
    assert (100 * found["share_65_plus"]).to_numpy() == pytest.approx(shares.to_numpy())
    assert found["median_income"].astype("string").fillna("s").tolist() == (
        incomes.loc[alone, "MED21"].tolist()
    )


def test_secret_and_missing_are_classes_of_their_own(jura: Result) -> None:
    unknown = jura.communes.index[:3]
    communes = jura.communes.copy()
    communes.loc[unknown, "median_income"] = pd.NA
    communes.loc[unknown, "income_status"] = ""
    theme = themes.income(replace(jura, communes=communes))
    *_, secret, missing = theme.classes
    assert secret.label == "secret statistique"
    assert (secret.colour, secret.pattern) != (missing.colour, missing.pattern)
    assert (theme.class_of[unknown] == len(theme.classes) - 1).all()
    held_back = communes["income_status"] == SECRET
    assert (theme.class_of[held_back] == len(theme.classes) - 2).all()


def test_a_value_on_a_break_is_in_the_higher_class(jura: Result) -> None:
    few = [0.15, 0.2, 0.3, np.nan]
    shares = pd.Series([*few, *[0.1] * (len(jura.communes) - 4)], index=jura.communes.index)
    theme = themes.elderly(replace(jura, communes=jura.communes.assign(share_65_plus=shares)))
    assert theme.class_of.iloc[:5].tolist() == [1, 2, 4, 5, 0]
    assert [each.label.replace("\N{NO-BREAK SPACE}", " ") for each in theme.classes][1] == (
        "15 % à moins de 20 %"
    )


def test_without_a_table_nothing_is_said_and_no_theme_is_shown() -> None:
    files = replace(territory.files("00"), needs=())
    result = study.study(territory.of("00", files=files))
    keys = {theme.key for theme in themes.themes(result)}
    assert not keys & {"65-ans", "niveau-de-vie", "france-services"}
    assert not any("65 ans" in said for said in words.reasons(result, result.communes.index[0]))
    table = commune_table(result)
    for column in (columns.SHARE_65_PLUS, columns.MEDIAN_INCOME):
        assert table[column.field].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("65-ans", "Quelle part des habitants a 65 ans et plus ?"),
        ("niveau-de-vie", "Quel est le niveau de vie médian ?"),
        ("france-services", "À combien de minutes est le plus proche espace France services ?"),
    ],
)
def test_the_page_shows_need_and_its_card_tells_it(
    watched: Watched, jura_page: Path, jura: Result, key: str, heading: str
) -> None:
    page = watched.open(jura_page, f"#theme={key}&commune=39434")
    plain = page.locator("#legend-title").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert " ".join(plain.split()) == heading
    card = page.locator("#card").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "secret statistique" in card
    assert "25,1 %" in card
    counts = page.locator("#legend tbody tr").evaluate_all(
        "rows => rows.map((row) => Number(row.dataset.count))"
    )
    assert sum(counts) == len(jura.communes)
    assert watched.messages == watched.requests == []
