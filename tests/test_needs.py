"""Need: ages and incomes are read, averaged where communes merge, and a secret is no zero."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
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
from jura_coverage.territory.needs import needs_of
from tests.beside import SHARED
from tests.browser import Watched
from tests.command import Command

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


COMMUNES = gpd.GeoDataFrame({"name": ["A", "B"]}, index=pd.Index(["39001", "39002"], name="insee"))
CROSSWALK = pd.DataFrame({"insee": ["39002"] * 2}, index=["39010", "39011"])


def rows(*each: tuple[str | float | None, ...]) -> pd.DataFrame:
    """Rows of ages: code of the file, code of today, residents, share."""
    table = pd.DataFrame(each, columns=["former", "insee", "residents", "share_65_plus"])
    return table.astype({"residents": "Int64", "share_65_plus": "float64"})


@pytest.mark.parametrize(
    ("parts", "share"),
    [
        # 300 at 20 % and 100 at 40 % are 100 of 400.
        ([("39002", 300, 0.2), ("39010", 100, 0.4)], 0.25),
        # Both former communes and no other: all of it.
        ([("39010", 300, 0.2), ("39011", 100, 0.4)], 0.25),
        # One of two is a part, whose share is not that of the whole.
        ([("39010", 300, 0.2)], None),
        # A share or a weight that is not known leaves the whole unknown.
        ([("39002", 300, 0.2), ("39010", 100, None)], None),
        ([("39002", 300, 0.2), ("39010", None, 0.4)], None),
        ([("39002", 300, 0.2)], 0.2),
    ],
)
def test_shares_of_merged_communes_are_averaged_by_residents(
    parts: list[tuple[str, float | None, float | None]], share: float | None
) -> None:
    table = rows(("39001", "39001", 5, 0.1), *((code, "39002", *rest) for code, *rest in parts))
    found, said = needs_of([table], COMMUNES, CROSSWALK)
    assert found["share_65_plus"].tolist() == pytest.approx([0.1, share or np.nan], nan_ok=True)
    assert found["income_status"].tolist() == ["", ""]
    merged = len(parts) > 1
    assert [remark.concerns for remark in said] == ([("B (39002)",)] if merged else [])


def test_a_weight_that_one_table_lacks_another_tells() -> None:
    ages = rows(("39002", "39002", None, 0.2), ("39010", "39002", None, 0.4))
    incomes = rows(("39002", "39002", 300, None), ("39010", "39002", 100, None)).drop(
        columns="share_65_plus"
    )
    told = pd.array([20000, 24000], dtype="Int64")
    incomes = incomes.assign(median_income=told, income_status=[KNOWN] * 2)
    found, _ = needs_of([ages, incomes], COMMUNES, CROSSWALK)
    merged = found.loc[["39002"]].iloc[0].to_dict()
    assert merged == {
        "share_65_plus": pytest.approx(0.25), "median_income": 21000, "income_status": KNOWN,
    }  # fmt: skip
    hidden = incomes.assign(income_status=[KNOWN, SECRET]).assign(
        median_income=pd.array([20000, None], dtype="Int64")
    )
    found, _ = needs_of([hidden], COMMUNES, CROSSWALK)
    assert found.at["39002", "income_status"] == SECRET
    assert found["median_income"].isna().all()


def test_the_first_table_that_tells_something_is_believed(tmp_path: Path) -> None:
    """A user's newer ages replace the embedded ones, whose incomes stay."""
    ages = written(tmp_path / "a.csv", AGES.format(year=2024))
    land = territory.of("39", files=territory.files("39", needs=[ages]))
    assert land.communes.loc["39001", "share_65_plus"] == 0.18
    assert land.communes["share_65_plus"].notna().sum() == 2
    assert (land.communes["income_status"] == SECRET).sum() > 50
    assert next(each.vintage for each in land.sources if each.role == "needs") == "2024"
    assert inspect([ages], departement="39", today=pd.Timestamp("2026-11-28").date()).usable


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
