"""Exported files read back: geometry, codes and figures are the same; nothing runs by itself."""

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.cell import range_boundaries

from jura_coverage import french, posts, study, territory, words
from jura_coverage.columns import COMMUNES
from jura_coverage.command import cli
from jura_coverage.errors import MissingExtraError, ParameterError
from jura_coverage.parameters import Parameters
from jura_coverage.posts import TODAY, Decision, tariffs
from jura_coverage.posts.proposals import LEARNT
from jura_coverage.publish import sheets, themes
from jura_coverage.publish.files import formats
from jura_coverage.publish.tables import about, plan, settings
from jura_coverage.publish.tables.table import Table
from jura_coverage.sources import catalogue, editions
from jura_coverage.study import Result, groups
from tests.command import Command, typed
from tests.geographies import NO_ERRORS, squares
from tests.programs import drawn_by_qgis, told

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def exported(
    jura: Result, jura_decision: Decision, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Every format of the embedded Jura."""
    folder = tmp_path_factory.mktemp("exports")
    formats.write(jura, folder, formats=tuple(formats.FORMATS), decision=jura_decision)
    return folder


def same_shapes(read: gpd.GeoDataFrame, result: Result, *, tolerance_m: float) -> None:
    """Check that boundaries did not move by more than a tolerance."""
    there = read.to_crs(result.communes.crs).geometry.set_axis(result.communes.index)
    assert there.is_valid.all()
    apart = there.hausdorff_distance(result.communes.geometry, align=False)
    assert apart.max() <= tolerance_m


def same_figures(read: pd.DataFrame, result: Result) -> None:
    """Check codes as text, residents, minutes and flags against the run."""
    land = result.communes
    assert read["code_insee"].tolist() == land.index.tolist()
    assert read["commune"].tolist() == land["name"].tolist()
    assert read["habitants"].tolist() == land["residents"].tolist()
    assert read["minutes_conseiller"].tolist() == pytest.approx(land["minutes"].tolist(), abs=0.006)
    flags = (read["signalee"] == "oui").tolist()
    assert flags == (land["situation"] == "poor_and_far").tolist()


def test_the_geopackage_reads_back_equal(jura: Result, exported: Path) -> None:
    path = exported / "couverture-39.gpkg"
    communes = gpd.read_file(path, layer="communes")
    same_figures(communes, jura)
    same_shapes(communes, jura, tolerance_m=0.001)
    hosts = gpd.read_file(path, layer="structures")
    assert hosts["postes"].sum() == 13
    assert hosts.distance(jura.territory.places.geometry).max() == 0
    parameters = gpd.read_file(path, layer="parametres").set_index("parametre")["valeur"]
    assert parameters["empreinte_parametres"] == jura.fingerprint
    sources = gpd.read_file(path, layer="sources")
    told = [source.vintage for source in jura.sources if source.role != "crosswalk"]
    assert sources["edition"].tolist()[: len(told)] == told
    assert {"2e trimestre 2026", "2022"} <= set(told)


def test_geojson_and_geoparquet_read_back_equal(jura: Result, exported: Path) -> None:
    path = exported / "communes-39.geojson"
    communes = gpd.read_file(path)
    same_figures(communes, jura)
    same_shapes(communes, jura, tolerance_m=0.2)  # seven decimals of a degree
    said = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    assert said["parameters_hash"] == jura.fingerprint
    path = exported / "communes-39.parquet"
    same_figures(gpd.read_parquet(path), jura)
    same_shapes(gpd.read_parquet(path), jura, tolerance_m=0)
    metadata = pq.read_schema(path).metadata
    assert json.loads(metadata[b"jura_coverage"])["engine"] == jura.engine
    assert json.loads(metadata[b"geo"])["version"] == "1.1.0"


def test_the_csv_has_a_dictionary_of_its_columns(jura: Result, exported: Path) -> None:
    with (exported / "communes-39.csv").open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file, delimiter=";"))
    known = pd.read_csv(exported / "dictionnaire-39.csv", sep=";", encoding="utf-8-sig")
    assert heads == known.loc[known["table"] == "communes", "colonne"].tolist()
    assert known["signification"].notna().all()
    assert set(known["empreinte_parametres"]) == {jura.fingerprint}


def test_copper_is_said_as_the_list_says_it(jura: Result, exported: Path) -> None:
    """Two communes are closed though their date lies ahead; where no date is fixed, none stands."""
    status = jura.communes["copper_status"]
    read = pd.read_csv(exported / "communes-39.csv", sep=";", encoding="utf-8-sig", dtype=str)
    state, date = read["etat_cuivre"], read["fermeture_cuivre"]
    assert (state.str.startswith("déjà fermé")).tolist() == (status == "closed").tolist()
    assert state.str.startswith("déjà fermé").sum() == 2
    assert date[state == "date fixée"].notna().all()
    assert set(state[status.to_numpy() == "unplanned"]) == {"date non fixée (2030 au plus tard)"}
    assert date[state.str.startswith("date non fixée")].isna().all()
    for other in (
        gpd.read_parquet(exported / "communes-39.parquet"),
        gpd.read_file(exported / "communes-39.geojson"),
        gpd.read_file(exported / "couverture-39.gpkg", layer="communes"),
    ):
        assert other["etat_cuivre"].tolist() == state.tolist()
    known = gpd.read_file(exported / "couverture-39.gpkg", layer="dictionnaire")
    origin = known[known["table"] == "communes"].set_index("colonne")["origine"]
    for each in ("etat_cuivre", "fermeture_cuivre", "annee_fermeture_cuivre"):
        assert origin[each] == "ministère de l'Économie, fermeture du cuivre, 20 octobre 2025"


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ({"title": "Réseau", "attribution": "Ministère ; Orange", "subject": "copper",
          "dated": editions.of_year(2026)}, "Réseau : Ministère ; Orange, édition 2026"),
        ({"title": "Locaux", "dated": editions.of_year(2024)}, "Accès à internet, édition 2024"),
        # What a text happens to say makes no source of it.
        ({"title": "Locaux, cuivre compris", "attribution": "A ; le cuivre"},
         "Accès à internet, édition non précisée (fichier a.csv)"),
        ({"parts": (catalogue.Part(attribution="A"),
                    catalogue.Part(attribution="M ; O", subject="copper"))}, "M ; O"),
    ],
)  # fmt: skip
def test_copper_of_another_file_names_that_file(said: dict[str, Any], origin: str) -> None:
    """The ministry's list says so itself; a table of one's own names nobody."""
    source = catalogue.Source(role="broadband", file="a.csv", sha256="", **said)
    table = Table(
        name="communes", title="Communes", meaning="", known=COMMUNES,
        frame=pd.DataFrame({"etat_cuivre": ["date fixée"]}),
    )  # fmt: skip
    assert about.dictionary((source,), [table])["origine"].item() == origin


def test_every_column_of_every_table_is_described(jura: Result, exported: Path) -> None:
    """In the workbook and in the GeoPackage, each column has its line, and each line its column."""
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    known = pd.DataFrame(rows(book["Dictionnaire"])[1:], columns=["table", "column", "label",
                         "unit", "meaning", "origin"])  # fmt: skip
    assert known["meaning"].notna().all()
    described = known["label"].map(typed).groupby(known["table"], sort=False).agg(list)
    heads = [list(rows(sheet)[0]) for sheet in book.worksheets[1:]]
    assert heads == described.tolist()
    path = exported / "couverture-39.gpkg"
    layers = gpd.list_layers(path)["name"]
    dictionary = gpd.read_file(path, layer="dictionnaire")
    assert (dictionary["signification"].str.len() > 0).all()
    told = dictionary.groupby("table")["colonne"].agg(list)
    assert set(layers) == set(told.index) | {"layer_styles"}
    assert {"sources", "parametres", "remarques", "dictionnaire"} <= set(told.index)
    for name in told.index:
        columns = gpd.read_file(path, layer=name, rows=1).columns.drop("geometry", errors="ignore")
        assert columns.tolist() == told[name]


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    """Give the rows of a sheet, its headings as one types them."""
    heads, *cells = sheet.iter_rows(values_only=True)
    return [tuple(map(typed, heads)), *cells]


def test_the_workbook_reads_back_equal(jura: Result, exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    assert book.sheetnames == [
        "À lire", "Communes", "Intercommunalités", "Structures et postes", "Plan",
        "Plan - garder", "Plan - lieux proposés", "Plan - effet des transferts",
        "Plan - quatre mesures", "Plan - accès par EPCI", "Plan - équité",
        "Plan - équité par EPCI", "Plan - équité pondérée", "Plan - équité pondérée par EPCI",
        "Sources", "Paramètres", "Remarques", "Dictionnaire",
    ]  # fmt: skip
    heads, *cells = rows(book["Communes"])
    labels = {column.heading: column.field for column in COMMUNES}
    read = pd.DataFrame(cells, columns=[labels[head] for head in heads])
    same_figures(read, jura)
    assert all(isinstance(code, str) for code in read["code_insee"])
    assert isinstance(read["fermeture_cuivre"].dropna().iloc[0], datetime)
    years = jura.communes["copper_closure_year"]
    assert read["annee_fermeture_cuivre"].sum() == years.sum()
    assert read["annee_fermeture_cuivre"].isna().sum() == years.isna().sum()
    fingerprint = jura.fingerprint
    assert fingerprint in [row[2] for row in rows(book["Paramètres"])]


def test_the_workbook_has_the_four_measures_of_every_choice(
    jura: Result, jura_decision: Decision, exported: Path
) -> None:
    measures = read_sheet(exported, "Plan - quatre mesures").set_index("Choix")
    today = measures.loc[TODAY]
    near = jura.communes["residents"][jura.served]
    assert today["Habitants à portée"] == near.sum()
    assert today["Communes signalées"] == jura.figures.communes_flagged
    # Every new post helps at most 600 people more, and no end helps more than before.
    served = measures["Besoin servi par an"] - today["Besoin servi par an"]
    added = jura_decision.add
    assert 0 < served[added.fairness.chosen] <= added.plans[-1].posts * 600
    assert (served[served.index.str.startswith("Si «")] <= 0).all()
    access = read_sheet(exported, "Plan - accès par EPCI")
    assert set(access["Choix"]) == set(measures.index)
    by_epci = access[access["Choix"] == TODAY].set_index("Intercommunalité")
    people = jura.residents.groupby(jura.communes["epci_name"]).sum()
    mean = (by_epci["Postes pour 10 000 habitants"] * people).sum() / people.sum()
    assert mean == pytest.approx(today["Postes pour 10 000 habitants"], abs=0.001)


def test_sheets_are_real_tables_ready_to_print(exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    for name in book.sheetnames[1:]:
        sheet = book[name]
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        assert table.autoFilter is not None
        assert sheet.freeze_panes not in (None, "A1")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.right is not None
        assert "Page" in str(footer.right.text)


def test_every_page_fits_on_a4_and_can_be_read(exported: Path) -> None:
    """Columns that are printed together, with those repeated at the left, are no wider than it.

    A digit of Arial at 10 points has 7 pixels, of which an inch has 96; text of 6 points is the
    least for paper.
    """
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    for sheet in book.worksheets[1:]:
        scale = (sheet.page_setup.scale or 100) / 100
        assert 10 * scale >= 6
        room = 72 * (297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right)
        widths = sheet.column_dimensions.values()  # neighbours that are as wide share an entry
        spans = [(each.width, each.min or 0, each.max or 0) for each in widths]
        wide = [width for width, first, last in spans for _ in range(first, last + 1)]
        assert len(wide) == sheet.max_column
        assert sheet.print_title_cols is not None
        repeated = range_boundaries(sheet.print_title_cols)[2]
        starts = [repeated, *(each.id for each in sheet.col_breaks.brk), len(wide)]
        for start, end in pairwise(starts):
            page = [*wide[:repeated], *wide[start:end]]
            assert 7 * 72 / 96 * sum(page) * scale <= room, sheet.title
    communes = book["Communes"]
    assert communes.print_title_cols == "$A:$B"
    firsts = [communes.cell(1, each.id + 1).value for each in communes.col_breaks.brk]
    assert firsts == [
        "Locaux mal desservis",
        "France services le plus proche",
        "État du cuivre",
    ]


def test_headings_stand_over_what_they_name(exported: Path) -> None:
    """Figures and their headings at the right, text and its headings at the left, none touching."""
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    for sheet in book.worksheets[1:]:
        for head, cell in zip(sheet[1], sheet[2], strict=True):
            assert head.alignment.horizontal == cell.alignment.horizontal
            assert head.alignment.indent == 1
            if cell.alignment.horizontal == "right":
                assert cell.number_format.endswith("_ _ _ ")  # as wide as an indent
            else:
                assert cell.alignment.indent == 1


def test_shares_have_one_decimal_in_every_file(jura_decision: Decision, exported: Path) -> None:
    """As the certainty of a flag, in every file and as it is shown."""
    read = pd.read_csv(exported / "communes-39.csv", sep=";", encoding="utf-8-sig", dtype=str)
    sure = jura_decision.certainty.communes["certainty"]
    said = [f"{100 * each:.1f}".replace(".", ",") for each in sure]
    assert read["certitude_signalement_pct"].tolist() == said
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    known = rows(book["Dictionnaire"])
    shares = {(row[0], row[2]) for row in known if row[3] == "pour cent"}
    for table in ("Communes", "Intercommunalités", "Plan", "Plan - lieux proposés"):
        heads = {cell.value: at for at, cell in enumerate(book[table][1], start=1)}
        for label in heads.keys() & {label for _, label in shares}:
            assert book[table].cell(2, heads[label]).number_format.startswith('0.0" %"')
    sites = gpd.read_file(exported / "couverture-39.gpkg", layer="plan_lieux")
    chosen = sites["part_scenarios_pct"].dropna() / 100 * LEARNT
    assert chosen.to_numpy() == pytest.approx(chosen.round().to_numpy())


def read_sheet(folder: Path, name: str) -> pd.DataFrame:
    (book,) = folder.glob("couverture-*.xlsx")
    heads, *cells = rows(openpyxl.load_workbook(book)[name])
    return pd.DataFrame(cells, columns=heads)


def test_the_plan_reads_back_equal(jura_decision: Decision, exported: Path) -> None:
    """Residents, intervals, gaps and costs of every choice, as the decision gave them."""
    found = jura_decision
    read = read_sheet(exported, "Plan")
    keep = read[read["Question"] == "Garder"]
    assert keep["Habitants"].tolist() == [joint.residents_lost for joint in found.keep.joint]
    add = read[(read["Question"] == "Ajouter") & (read["Objectif"] == words.KINDS["expected"])]
    assert add["Habitants, en moyenne"].tolist() == [each.expected_gain for each in found.add.plans]
    assert add["Habitants"].tolist() == [each.residents_gained for each in found.add.plans]
    assert add["Fourchette, de"].tolist() == [each.likely_gained.low for each in found.add.plans]
    assert add["Fourchette, à"].tolist() == [each.likely_gained.high for each in found.add.plans]
    assert add["Coût"].tolist() == [each.cost_euros for each in found.add.plans]
    move = read[read["Question"] == "Déplacer"]
    moves = [each for each in found.move.plans if each.moves]
    assert move["Habitants"].tolist() == [each.residents_gained for each in moves]
    assert move["Regret au pire, au plus"].tolist() == [each.worst_regret for each in moves]
    rounds = read[read["Question"] == "Faire tourner"]
    weeks = [*found.widest_week.plans, *found.week.plans]
    assert rounds["Regret au pire, au plus"].tolist() == [each.worst_regret for each in weeks]
    served = [each.expected_gain for each in found.widest_week.plans]
    days = [each.expected_days for each in found.week.plans]
    assert rounds["Habitants, en moyenne"].tolist() == served + days
    assert read["Écart à l'optimum, au plus"].notna().all()
    hosts = read_sheet(exported, "Plan - garder")
    assert hosts["Si tout est comme estimé"].tolist() == (
        found.keep.hosts["residents_lost"].astype(int).tolist()
    )
    assert all(isinstance(code, str) for code in hosts["Code Insee"])


def test_equity_stands_before_and_after(jura_decision: Decision, exported: Path) -> None:
    """Today is the first row of each group, and residents near add up over the EPCI."""
    whole = read_sheet(exported, "Plan - équité")
    assert whole["Répartition"].iloc[0] == posts.TODAY
    assert whole["Répartition"].is_unique
    assert whole["À 20 min au plus"].iloc[0] == 257_973 - 95_992
    assert whole["Communes signalées"].iloc[0] == 86
    each = read_sheet(exported, "Plan - équité par EPCI")
    now = each[each["Répartition"] == posts.TODAY]
    assert now["Intercommunalité"].is_unique
    assert now["À 20 min au plus"].sum() == 257_973 - 95_992
    last = jura_decision.add.fairness.chosen
    assert last in set(each["Répartition"])


def test_weighted_figures_stand_apart(jura: Result, exported: Path) -> None:
    """Residents near today times the poor share of their commune, added up by hand."""
    land = jura.communes
    weights = (land["residents"] * land["share_without"])[land["minutes"] <= 20]
    path = exported / "couverture-39.gpkg"
    whole = gpd.read_file(path, layer="plan_equite_ponderee").iloc[0]
    assert whole["repartition"] == posts.TODAY
    assert whole["habitants_ponderes_20_min"] == pytest.approx(weights.sum(), abs=0.051)
    each = gpd.read_file(path, layer="plan_equite_ponderee_epci")
    now = each[each["repartition"] == posts.TODAY].set_index("intercommunalite")
    by_epci = weights.groupby(land["epci_name"]).sum().reindex(now.index, fill_value=0)
    assert now["habitants_ponderes_20_min"].to_numpy() == pytest.approx(by_epci, abs=0.051)
    poor = land[land["share_without"] > 0]
    assert whole["minutes_maximales_mal_desservies"] == pytest.approx(
        poor["minutes"].max(), abs=0.01
    )


def test_nothing_is_weighted_by_what_is_not_known(tmp_path: Path) -> None:
    """Without broadband no commune has a weight, and no flag a certainty."""
    result = study.study(territory.of("00", files=replace(territory.files("00"), broadband=())))
    formats.write(result, tmp_path, formats=("gpkg",), decision=posts.decide(result))
    path = tmp_path / "couverture-00.gpkg"
    layers = set(gpd.list_layers(path)["name"])
    assert "plan_equite" in layers
    assert not any("ponderee" in name for name in layers)
    communes = gpd.read_file(path, layer="communes")
    assert communes[["certitude_signalement_pct", "choix_ou_signalee"]].isna().all(axis=None)
    assert (communes["solidite_signalement"] == "").all()
    assert (communes["etat_cuivre"] == "").all()


def test_what_is_weighted_is_not_called_residents(exported: Path) -> None:
    """No column holds both: every unit of residents is a number, every weight says so."""
    known = gpd.read_file(exported / "couverture-39.gpkg", layer="dictionnaire")
    communes = known["colonne"].str.endswith("_communes_non_comptees")
    weighted = known["colonne"].str.startswith("habitants_ponderes") & ~communes
    assert weighted.any()
    assert known.loc[weighted, "unite"].str.contains("×").all()
    assert not known.loc[~weighted, "unite"].fillna("").str.contains("×").any()
    assert "pondere" not in set(known["colonne"])


def test_bounds_are_told_as_the_quantiles_that_they_are(exported: Path) -> None:
    """Between the 5 % and the 95 % quantile lie 90 % of the scenarios, below each end 5 %."""
    known = gpd.read_file(exported / "couverture-39.gpkg", layer="dictionnaire")
    low = known[known["colonne"].isin(["habitants_bas", "habitants_perdus_bas"])]
    high = known[known["colonne"].isin(["habitants_haut", "habitants_perdus_haut"])]
    assert len(low) == len(high) == 2
    assert (
        low["signification"].str.contains("dans 5 % des scénarios, le nombre est plus petit").all()
    )
    assert (
        high["signification"].str.contains("dans 5 % des scénarios, le nombre est plus grand").all()
    )
    assert high["signification"].str.contains("dans 90 %, il est entre les deux").all()


def test_proposed_sites_stand_where_trips_to_them_lead(
    jura: Result, jura_decision: Decision, exported: Path
) -> None:
    sites = gpd.read_file(exported / "couverture-39.gpkg", layer="plan_lieux")
    new = sites[sites["nature"] == plan.NEW].set_index("code_insee")
    assert set(new.index) == set(jura_decision.add.plans[-1].sites)
    origins = gpd.GeoSeries(jura.communes["origin"], crs=jura.communes.crs)
    assert new.distance(origins[new.index]).max() == 0
    # A site alone brings no more residents near than all of the plan together, nor less than 0.
    assert new["habitants_rapproches"].between(1, 75_592).all()
    received = sites.loc[sites["nature"] == plan.RECEIVED, "code_insee"].tolist()
    assert received == [code for _, code in jura_decision.move.best.moves]


def test_certainty_stands_beside_every_flag(
    jura: Result, jura_decision: Decision, exported: Path
) -> None:
    sure = jura_decision.certainty.communes
    csv_file = pd.read_csv(
        exported / "communes-39.csv", sep=";", decimal=",", encoding="utf-8-sig",
        dtype={"code_insee": str},
    )  # fmt: skip
    for read in (
        csv_file,
        gpd.read_parquet(exported / "communes-39.parquet"),
        gpd.read_file(exported / "communes-39.geojson"),
        gpd.read_file(exported / "couverture-39.gpkg", layer="communes"),
    ):
        shares = read.set_index("code_insee")["certitude_signalement_pct"]
        assert shares.to_numpy() == pytest.approx(100 * sure["certainty"], abs=0.051)
        standing = read["solidite_signalement"].fillna("").tolist()
        assert standing == [words.STANDINGS[each] for each in sure["standing"]]
        assert read["choix_ou_signalee"].tolist() == sure["policies_flagged"].tolist()


def test_missing_values_stay_missing(tmp_path: Path) -> None:
    """The second of three squares has no broadband."""
    result = squares()
    formats.write(result, tmp_path, formats=("xlsx", "gpkg", "parquet", "geojson", "csv"))
    for read in (
        gpd.read_file(tmp_path / "couverture-39.gpkg", layer="communes"),
        gpd.read_file(tmp_path / "communes-39.geojson"),
        gpd.read_parquet(tmp_path / "communes-39.parquet"),
    ):
        assert read["locaux"].isna().tolist() == [False, True, False]
        assert read["habitants"].tolist() == [100, 100, 100]
    sheet = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")["Communes"]
    column = rows(sheet)[0].index("Locaux")
    assert [row[column] for row in rows(sheet)[1:]] == [100, None, 100]


def test_costs_name_their_source(exported: Path) -> None:
    """The tariffs are those of the programme, by convention, as the library holds them."""
    book = openpyxl.load_workbook(exported / "couverture-39.xlsx")
    (row,) = (row for row in rows(book["Sources"]) if row[0] == "Coûts des postes")
    title = row[1].replace(french.NO_BREAK_SPACE, " ")
    for convention in (*tariffs.FIRST.values(), *tariffs.RENEWAL.values()):
        amount = french.euros(convention.euros).replace(french.NO_BREAK_SPACE, " ")
        assert f"{amount} sur {convention.months} mois" in title
    assert row[2] == "2021 (première convention) et 2023 (renouvellement)"
    known = gpd.read_file(exported / "couverture-39.gpkg", layer="dictionnaire")
    agreed = known["colonne"] == "conventionne_euros"  # of the convention that runs, not a tariff
    costs = known[(known["unite"] == "euros") & ~agreed]
    assert set(costs["origine"][costs["table"] != "communes"]) == {about.TARIFFS}
    assert costs["table"].tolist().count("communes") == 1  # a standard of living
    assert about.TARIFFS in title


def test_two_exports_are_the_same_to_the_byte(
    jura: Result, jura_decision: Decision, exported: Path, tmp_path: Path
) -> None:
    formats.write(jura, tmp_path, formats=tuple(formats.FORMATS), decision=jura_decision)
    for path in sorted(exported.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_no_cell_from_data_starts_a_formula(tmp_path: Path) -> None:
    result = squares()
    formula = '=HYPERLINK("http://x")'
    places = result.territory.places.assign(host=formula, organisation=formula, name=formula)
    hostile = study.study(
        replace(result.territory, services={**result.territory.services, "advisors": places})
    )
    found = posts.decide(hostile, rule=posts.Rule(posts=1))
    formats.write(hostile, tmp_path, formats=("xlsx", "csv"), decision=found)
    book = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert any(cell.value == formula for cell in cells)
    names = [cell.value for cell in book["Plan - garder"]["A"]]
    assert names == ["Structure d’accueil", formula]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}  # no "f"
    quoted = [cell for cell in cells if str(cell.value).startswith("=")]
    assert all(cell.quotePrefix for cell in quoted)


def test_groups_add_up_to_the_departement(jura: Result) -> None:
    whole, epci = jura.figures, groups.by_epci(jura)
    facts = study.summary(jura)
    assert len(epci) == 14
    assert whole.residents == facts["residents"] == epci["residents"].sum()
    assert whole.communes_flagged == 86 == epci["communes_flagged"].sum()
    assert whole.residents_far == 95_992 == epci["residents_far"].sum()
    assert whole.posts == 13 == epci["posts"].sum()
    assert whole.minutes_max == epci["minutes_max"].max()


def test_a_group_can_be_added_up_by_hand() -> None:
    """Three squares of 100 residents, one host in the first; the second has no broadband."""
    result = squares()
    both = groups.figures(result, pd.Index(["39001", "39002"]))
    minutes = result.communes["minutes"]
    assert both.minutes == pytest.approx((minutes["39001"] + minutes["39002"]) / 2)
    assert (both.residents, both.premises, both.communes_no_data, both.posts) == (200, 100, 1, 1)
    assert groups.figures(result, pd.Index(["39003"])).posts == 0


@pytest.mark.usefixtures("shared")
def test_the_plan_that_is_asked_for_is_exported(command: Command, tmp_path: Path) -> None:
    """150,000 euros pay three posts of 50,000; the parameters say what was asked."""
    out = tmp_path / "exports"
    given = ("--departement", "00", "--formats", "xlsx", "--budget", "150000")
    assert command("export", *given, "--out", out).status == 0
    read = read_sheet(out, "Plan")
    plans = read[(read["Question"] == "Ajouter") & (read["Objectif"] == words.KINDS["expected"])]
    assert plans["Postes"].tolist() == [1, 2, 3]
    assert plans["Coût"].tolist() == [50_000, 100_000, 150_000]
    asked = read_sheet(out, "Paramètres").set_index("Paramètre")["Valeur"]
    assert asked["--budget"].replace(french.NO_BREAK_SPACE, " ") == "150 000"
    assert asked["--posts"] == "autant que le budget en paie"


def test_parameters_are_said_in_french(jura: Result, exported: Path) -> None:
    """Their keys are what users type; what they mean and their values are French."""
    read = read_sheet(exported, "Paramètres").set_index("Paramètre")
    value = read["Valeur"]
    assert value["policy.poor_share"] == "5"
    assert read["Libellé"]["policy.poor_share"].endswith("(% des locaux)")
    assert value["estimate.minutes_per_km"] == "1,35"
    assert value["ranges.poor_share"] == "de 0,6 à 1,6"
    assert value["errors.part_time_absent"] == "10"
    covered = words.COVERED
    assert value["policy.definition"] == covered["wired"]
    assert typed(value["ranges.definitions"]) == f"{covered['wired']} ; {covered['terrestrial']}"
    assert value["--candidates"] == "toutes les communes"
    assert value["--per-epci"] == value["--budget"] == "non limité"
    assert value["--weights"] == "non"
    assert typed(value["--months"]) == "celle de la convention : 24 (public) et 18 (privé)"
    said = " ".join(value.astype(str))
    for foreign in ("null", "false", "true", "wired", "terrestrial", "None", "{", "[", '"'):
        assert foreign not in said
    assert not re.search(r"[0-9]\.[0-9]", said)
    layer = gpd.read_file(exported / "couverture-39.gpkg", layer="parametres")
    assert layer["valeur"].map(french.typeset).tolist() == value.tolist()
    embedded = pq.read_schema(exported / "communes-39.parquet").metadata[b"jura_coverage"]
    assert json.loads(embedded)["parameters"] == asdict(jura.parameters) | {
        "ranges": {"poor_share": [0.6, 1.6], "far_minutes": [0.75, 1.25],
                   "definitions": ["wired", "terrestrial"]},
        "roads": {"minutes": [], "missing_pairs": "refuse"},
    }  # fmt: skip


def test_every_parameter_and_option_has_its_words() -> None:
    """A new one without a French name would stop the export."""
    given = Parameters()
    names = {f"{part}.{name}" for part, inside in asdict(given).items() for name in inside}
    assert {each.typed for each, _ in settings.of_parameters(given)} == names
    hosted = posts.Rule(candidates={"39013": "public", "39300": ""}, months=36.0, per_epci=1)
    rule = {each.typed: value for each, value in settings.of_rule(hosted)}
    export_command = cli.app.commands["export"]
    assert set(rule) <= {name for each in export_command.params for name in each.opts}
    assert len(rule) == len(vars(hosted))
    assert rule["--candidates"].replace(french.NO_BREAK_SPACE, " ") == "2 communes : 39013, 39300"
    assert (rule["--months"], rule["--per-epci"]) == ("36", "1")
    assert rule["--posts"] == f"{posts.USUAL_POSTS} au plus"


def test_no_remark_is_lost_or_cut(jura: Result, exported: Path) -> None:
    """Every commune concerned is named once, and every row holds what a printed row can."""
    read = read_sheet(exported, "Remarques")
    said = jura.territory.remarks
    texts = [french.typeset(remark.text) for remark in said]
    assert read["Remarque"].unique().tolist() == texts
    for remark, text in zip(said, texts, strict=True):
        here = read[read["Remarque"] == text]
        listed = " ; ".join(map(typed, here["Concerne"])).split(" ; ")
        assert listed == list(map(typed, remark.concerns))
        assert here["Nombre"].sum() == len(remark.concerns)
    assert len(read) > len(said)  # 201 communes do not fit in one
    sheet = openpyxl.load_workbook(exported / "couverture-39.xlsx")["Remarques"]
    for row, text in enumerate(read["Concerne"], start=2):
        # A letter of Arial takes more than 0.8 of a digit in such lists.
        lines = 0.8 * len(text) / sheet.column_dimensions["C"].width
        assert (sheet.row_dimensions[row].height or 15) >= 12 * lines


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("name", ["export", "sheets"])
def test_a_plan_that_cannot_be_leaves_nothing(name: str, command: Command, tmp_path: Path) -> None:
    ended = command(name, "--budget", "10", "--out", tmp_path / "out")
    assert (ended.status, ended.out) == (1, "")
    assert "10" in ended.said
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("shared")
def test_without_any_host_the_rest_is_exported(command: Command, tmp_path: Path) -> None:
    """No one can plan posts where none is known; the exports say so and hold the rest."""
    communes = gpd.read_file(catalogue.default("communes", departement="39")).head(12)
    communes["insee"] = "48" + communes["insee"].str[2:]
    path = tmp_path / "communes.gpkg"
    communes.to_file(path)
    out = tmp_path / "exports"
    ended = command("export", "--departement", "48", "--communes", path, "--out", out)
    assert ended.status == 0
    assert "Plan et certitude laissés de côté" in ended.said
    book = openpyxl.load_workbook(out / "couverture-48.xlsx")
    assert "Communes" in book.sheetnames
    assert "Plan" not in book.sheetnames
    ended = command(
        "sheets", "--departement", "48", "--communes", path, "--html-only", "--out", out
    )
    assert ended.status == 0
    assert "Plan et certitude laissés de côté" in ended.said


def test_a_plan_that_proposes_nothing_is_exported(tmp_path: Path) -> None:
    """Three squares, all within reach of one host: no site would bring anybody nearer."""
    result = squares(parameters=Parameters(errors=NO_ERRORS))
    found = posts.decide(result, rule=posts.Rule(posts=1))
    assert not found.add.plans[-1].sites
    formats.write(result, tmp_path, formats=tuple(formats.FORMATS), decision=found)
    assert len(gpd.read_file(tmp_path / "couverture-39.gpkg", layer="plan_lieux")) == 0
    every = [*sheets.every_epci(result), *sheets.every_commune(result)]
    sheets.write(result, every, tmp_path, decision=found, pdf=False)


@pytest.mark.parametrize("wanted", ["xlsx,pdf", "", ","])
def test_an_unknown_format_is_told(wanted: str, command: Command, tmp_path: Path) -> None:
    ended = command("export", "--formats", wanted, "--out", tmp_path / "exports")
    assert ended.status == 1
    assert "xlsx, gpkg, parquet, geojson, csv" in ended.said
    assert not list(tmp_path.iterdir())
    with pytest.raises(ParameterError):
        formats.chosen(wanted)


@pytest.mark.usefixtures("shared")
def test_an_absent_library_is_told(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="pyarrow"):
        formats.chosen("parquet")
    invented = ("export", "--departement", "00", "--out", tmp_path / "exports")
    ended = command(*invented, "--formats", "csv,parquet")
    assert (ended.status, ended.out) == (1, "")
    assert "make extras" in ended.said
    ended = command(*invented)
    assert ended.status == 0
    assert "Format parquet laissé de côté" in ended.said
    assert "make extras" in ended.said
    assert not list((tmp_path / "exports").glob("*.parquet"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice found")
def test_libreoffice_opens_the_workbook(jura: Result, exported: Path, tmp_path: Path) -> None:
    """It converts what it read; a file that needs repair is refused in headless mode."""
    told(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path,
         exported / "couverture-39.xlsx"],
        HOME=str(tmp_path), PATH="/usr/bin:/bin",
    )  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")
    heads, *cells = rows(book["Communes"])
    assert [row[0] for row in cells] == jura.communes.index.tolist()
    residents = heads.index("Habitants")
    assert sum(row[residents] for row in cells) == 257_973


def test_a_real_qgis_draws_the_geopackage(
    jura: Result, jura_decision: Decision, exported: Path, tmp_path: Path
) -> None:
    said = drawn_by_qgis(
        exported / "couverture-39.gpkg", tmp_path, ("plan_lieux", "structures", "communes")
    )
    theme = themes.situation(jura, jura_decision.certainty)
    assert said["communes"]["renderer"] == "categorizedSymbol"
    assert said["communes"]["crs"] == "EPSG:2154"
    assert said["communes"]["styles"] == 1 + sum(
        map(len, (themes.THEMES, themes.MORE_THEMES, themes.DECISION_THEMES))
    )
    assert said["plan_lieux"]["renderer"] == "categorizedSymbol"
    assert set(said["plan_lieux"]["categories"]) == set(plan.NATURES)
    patterns = {each.label: 2 if each.pattern else 1 for each in theme.classes}
    assert said["communes"]["categories"] == patterns
    assert set(said["communes"]["values"]) <= set(patterns)
    values = said["communes"]["values"]
    assert sum(values.get(each.label, 0) for each in theme.classes[:2]) == 86
    colours = {each.colour for each in theme.classes[:-1]}
    assert colours <= set(said["colours"])


def test_days_are_days_in_databases(jura: Result, exported: Path, tmp_path: Path) -> None:
    """In every table of the dictionary; a missing one is null, also where none is known."""
    path = exported / "couverture-39.gpkg"
    known = gpd.read_file(path, layer="dictionnaire")
    dates = known[known["unite"] == "date"]
    assert {"fermeture_cuivre", "fin_convention"} <= set(dates["colonne"])
    with closing(sqlite3.connect(path)) as database:
        for table, column in zip(dates["table"], dates["colonne"], strict=True):
            declared = {row[1]: row[2] for row in database.execute(f"PRAGMA table_info({table})")}
            assert declared[column] == "DATE"
        stored = database.execute("SELECT fermeture_cuivre FROM communes ORDER BY fid").fetchall()
    said = jura.communes["copper_closure_date"]
    assert [day or "" for (day,) in stored] == said.tolist()
    result = squares()
    formats.write(result, tmp_path, formats=("parquet",))
    for file in (exported / "communes-39.parquet", tmp_path / "communes-39.parquet"):
        assert str(pq.read_schema(file).field("fermeture_cuivre").type) == "date32[day]"


def test_layers_say_what_they_hold(exported: Path) -> None:
    with closing(sqlite3.connect(exported / "couverture-39.gpkg")) as database:
        said = dict(database.execute("SELECT table_name, description FROM gpkg_contents"))
    assert all(text.endswith(".") for text in said.values())
    assert said["communes"].startswith("Une ligne par commune")
    assert len(set(said.values())) == len(said)


def test_the_database_names_every_style_once(exported: Path) -> None:
    with closing(sqlite3.connect(exported / "couverture-39.gpkg")) as database:
        found = database.execute(
            "SELECT f_table_name, styleName, useAsDefault FROM layer_styles"
        ).fetchall()
    drawn = 1 + sum(map(len, (themes.THEMES, themes.MORE_THEMES, themes.DECISION_THEMES)))
    assert len({(table, name) for table, name, _ in found}) == len(found) == drawn + 2
    assert sum(default for table, _, default in found if table == "communes") == 1


def test_tables_that_are_missing_leave_empty_columns(tmp_path: Path) -> None:
    """Only the communes are known: no broadband, no advisor."""
    communes = gpd.read_file(catalogue.default("communes", departement="39")).head(12)
    communes["insee"] = "48" + communes["insee"].str[2:]
    path = tmp_path / "communes.gpkg"
    communes.to_file(path)
    result = study.study(territory.of("48", files=territory.files("48", communes=path)))
    out = tmp_path / "exports"
    out.mkdir()
    formats.write(result, out, formats=tuple(formats.FORMATS))
    read = gpd.read_file(out / "couverture-48.gpkg", layer="communes")
    assert read["minutes_conseiller"].isna().all()
    assert read["locaux"].isna().all()
    assert set(read["classe_signalees"]) == {"sans donnée"}
    assert len(gpd.read_file(out / "couverture-48.gpkg", layer="structures")) == 0
    book = openpyxl.load_workbook(out / "couverture-48.xlsx")
    assert len(rows(book["Communes"])) == 13
    known = gpd.read_file(out / "couverture-48.gpkg", layer="dictionnaire")
    origins = known[known["table"] == "communes"].set_index("colonne")["origine"]
    assert origins["habitants"] == "Communes, édition non précisée (fichier communes.gpkg)"
    assert origins["locaux"] == "Accès à internet : aucune table donnée"
    counts = {concerned: count for _, count, concerned in rows(book["Remarques"])[1:]}
    assert counts["toutes les communes"] is None  # their number stands in the remark
    assert all(
        count == len(typed(concerned).split(" ; "))
        for concerned, count in counts.items()
        if count is not None
    )
    shown = [*sheets.every_epci(result), *sheets.every_commune(result)[:1]]
    sheets.write(result, shown, out, pdf=False)
    assert "non disponible" in (out / f"fiche-{shown[-1].code}.html").read_text(encoding="utf-8")
