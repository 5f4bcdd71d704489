"""The official files are read as they are, and what is wrong with them is said."""

import gzip
import json
import lzma
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import box, mapping

from jura_coverage import study, territory, words
from jura_coverage.errors import DataError
from jura_coverage.measures import internet
from jura_coverage.sources import (
    Reading,
    catalogue,
    checks,
    read_advisors,
    read_broadband,
    read_candidates,
    read_communes,
    read_needs,
    read_places,
    read_weights,
    template,
)
from jura_coverage.sources.advisors.table import COLUMNS
from tests.beside import SAMPLES
from tests.command import Command
from tests.containers import CONTAINERS, rows_of
from tests.official_files import (
    BEST,
    COPPER,
    EXPORTS,
    MEDIATION,
    OVERLAPPING,
    POSTS,
    SPEEDS,
    exports,
    filled_in_template,
    written,
)

pytestmark = pytest.mark.usefixtures("embedded")


def best(path: Path, departement: str = "05") -> Reading[pd.DataFrame]:
    return read_broadband(path, departement=departement)


def said(reading: Reading[pd.DataFrame], kind: str) -> str:
    return " | ".join(
        f"{remark.text} : {', '.join(remark.concerns)}"
        for remark in reading.remarks
        if remark.kind == kind
    )


def test_a_national_table_is_reduced_to_the_departement(tmp_path: Path) -> None:
    reading = best(written(tmp_path, "commune_meilleure_techno_thd.csv", BEST))
    assert reading.table["insee"].tolist() == ["05157"]
    row = reading.table.iloc[0]
    assert row[["premises", "ftth", "copper", "copper_slow", "fixed_4g"]].tolist() == [
        465, 445, 0, 0, 14,
    ]  # fmt: skip
    assert (reading.rows, reading.vintage) == (4, "2e trimestre 2026")
    assert "3\N{NO-BREAK SPACE}lignes d'autres départements" in said(reading, "set_aside")
    assert "Arcep" in reading.publication.attribution


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, lambda content: content])
def test_the_same_plain_or_compressed(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "commune_meilleure_techno_thd.csv.gz"
    path.write_bytes(pack(BEST.encode()))
    assert best(path, "75").table["premises"].tolist() == [1665813]


def test_slow_and_fast_copper_are_kept_apart(tmp_path: Path) -> None:
    slow = BEST.replace("465;all;465;445;0;0;0;0;14;0;6", "465;all;465;400;0;5;0;40;14;0;6")
    table = best(written(tmp_path, "x.csv", slow)).table
    assert table[["copper", "copper_slow"]].iloc[0].tolist() == [5, 40]
    # Only copper at 30 Mbit/s counts as wired.
    assert internet.premises_covered(table).tolist() == [405]


def test_the_2020_editions_are_read(tmp_path: Path) -> None:
    beta = "Données bêta;;;\n" + BEST.replace("elig_4gf", "elig_4fg")
    reading = best(written(tmp_path, "x.csv", beta))
    assert reading.table["fixed_4g"].tolist() == [14]
    assert reading.table.index.tolist() == [6]  # the line of the file


def test_cp1252_is_read_and_said(tmp_path: Path) -> None:
    reading = best(written(tmp_path, "x.csv", BEST, "cp1252"), "78")
    assert "cp1252" in said(reading, "repaired")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("465;all", "465;pro"), "type"),
        (("0;6;2026-06-30", "0;7;2026-06-30"), "nbr_elig_8"),
        (("05157;Saint-Véran;05;93;465;all;465", "05157;Saint-Véran;05;93;460;all;465"), "nbr"),
        (("05157;Saint-Véran;05;93;465", "05157;Saint-Véran;05;93;beaucoup"), "beaucoup"),
        (("elig_sat;", ""), "elig_sat"),
        (("\n05157;Saint-Véran;05;93;465;all", "\n05157;Sai"), "cellules"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, change: tuple[str, str], word: str) -> None:
    with pytest.raises(DataError, match=word):
        best(written(tmp_path, "x.csv", BEST.replace(*change)))


def test_two_editions_in_one_file_are_refused(tmp_path: Path) -> None:
    line = BEST.splitlines()[-1].replace("05157", "05158").replace("06-30", "03-31")
    with pytest.raises(DataError, match="2 éditions"):
        best(written(tmp_path, "x.csv", BEST + line + "\n"))


def test_another_departement_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="aucune ligne du département 39"):
        best(written(tmp_path, "x.csv", BEST), "39")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("commune_debit_filaire.csv", "wired_30mbps"),
        ("commune_debit_terrestre.csv", "terrestrial_30mbps"),
        ("commune_debit.csv", "any_30mbps"),
    ],
)
def test_speed_tables_give_premises_at_30_mbps(tmp_path: Path, name: str, column: str) -> None:
    reading = best(written(tmp_path, name, SPEEDS))
    assert reading.table[column].tolist() == [459]
    assert ("satellite" in said(reading, "warning")) == (name == "commune_debit.csv")


def test_a_speed_table_that_does_not_say_what_it_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="commune_debit_filaire"):
        best(written(tmp_path, "debits.csv", SPEEDS))


def test_overlapping_technologies_give_fibre_only(tmp_path: Path) -> None:
    reading = best(written(tmp_path, "commune_techno.csv", OVERLAPPING))
    assert list(reading.table.columns) == ["insee", "premises", "ftth"]
    assert "recouvrent" in said(reading, "warning")


def test_a_wired_speed_table_is_as_good_as_the_best_technologies(tmp_path: Path) -> None:
    table = best(written(tmp_path, "commune_debit_filaire.csv", SPEEDS)).table
    table[list(internet.TECHNOLOGIES)] = pd.NA
    assert internet.premises_covered(table).tolist() == [459]


def test_a_lost_zero_is_given_back_where_the_postcode_says_so_and_else_told_with_its_structure(
    tmp_path: Path,
) -> None:
    """A national list of which some rows kept their zeros: 4174 could be nothing but a code of 04,
    but only a postcode of 04 tells that the code is not a digit short elsewhere."""
    heading = MEDIATION.splitlines()[0]
    programme = "Conseillers numériques"
    rows = [
        f"{name},1,{name},X,{postcode},{code},1 rue,,,,,,2026-01-02,Aide,{programme},"
        for name, postcode, code in (
            ("Gardé", "01500", "01004"), ("Rendu", "4200", "4174"), ("Perdu", "", "5001"),
            ("Contredit", "39100", "5002"), ("Entier", "39100", "39198"),
        )
    ]  # fmt: skip
    path = written(tmp_path, "lieux.csv", "\n".join([heading, *rows, ""]))
    reading = read_advisors(path, departement="39")
    codes = reading.table.set_index("host")["insee"].to_dict()
    assert codes == {
        "Gardé": "01004", "Rendu": "04174", "Perdu": "", "Contredit": "", "Entier": "39198",
    }  # fmt: skip
    assert "Perdu, « 5001 » (ligne 4)" in said(reading, "set_aside")
    assert "Contredit, « 5002 » (ligne 5)" in said(reading, "set_aside")


def test_a_workbook_of_numbers_and_texts_gets_its_zeros_back_by_the_departement_of_the_run(
    tmp_path: Path,
) -> None:
    """A spreadsheet turns codes that one types into numbers, and leaves those that were pasted."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Structure", "Commune", "Code Insee", "Postes"])
    for row in (["A", "", 4174, 1], ["B", "", "04070", 1], ["C", "", 4193, 2]):
        sheet.append(row)
    book.save(tmp_path / "postes.xlsx")
    reading = read_advisors(tmp_path / "postes.xlsx", departement="04")
    assert reading.table["insee"].tolist() == ["04174", "04070", "04193"]
    assert said(reading, "repaired").endswith(" : 04174, 04193")
    with pytest.raises(DataError) as error:
        read_advisors(tmp_path / "postes.xlsx", departement="39")
    assert [fault.place.split(",")[1] for fault in error.value.faults] == [
        f" structure « {host} »" for host in "ABC"
    ]


def test_copper_gets_its_zeros_back_and_its_doubles_merged(tmp_path: Path) -> None:
    reading = best(written(tmp_path, "cuivre.csv", COPPER))
    assert reading.table.drop(columns="copper_closure_date").to_numpy().tolist() == [
        ["05157", "unplanned", 2030]
    ]
    assert "05157" in said(reading, "repaired")
    assert "1\N{NO-BREAK SPACE}ligne en double" in said(reading, "duplicate")
    assert "« ABC » (ligne 7)" in said(reading, "set_aside")


def test_copper_of_paris_closes_with_its_last_arrondissement(tmp_path: Path) -> None:
    reading = best(written(tmp_path, "cuivre.csv", COPPER), "75")
    assert reading.table["insee"].tolist() == ["75056"]
    assert reading.table["copper_status"].tolist() == ["unplanned"]
    assert "des autres, et peut y être plus tardive : 18 de Paris (75056)" in said(
        reading, "missing"
    )


@pytest.mark.parametrize(
    ("departement", "codes", "absent"),
    [
        ("13", ["13216", "13001"], "15 de Marseille (13055)"),
        ("69", [f"6938{number}" for number in range(1, 10)], ""),
        ("69", ["69381", "69123"], ""),  # the city has its own row
    ],
)
def test_copper_of_a_city_in_part_is_said(
    tmp_path: Path, departement: str, codes: list[str], absent: str
) -> None:
    rows = [f"{code};2028-01-31;\n" for code in codes]
    path = written(
        tmp_path, "c.csv", "".join(["code_insee;fermeture_technique;output_usager\n", *rows])
    )
    reading = best(path, departement)
    assert reading.table["copper_closure_year"].eq(2028).all()
    assert [each.concerns for each in reading.remarks if each.kind == "missing"] == (
        [(absent,)] if absent else []
    )


@pytest.mark.parametrize(("code", "known"), [("69123", True), ("69385", False)])
def test_premises_of_an_arrondissement_are_not_those_of_its_city(
    tmp_path: Path, code: str, known: bool
) -> None:
    rows = "".join(f"{each},Lyon,69,100,all,2025-06-30\n" for each in (code, "69001"))
    path = written(tmp_path, "commune.csv", f"code_insee,nom_com,code_dep,nbr,type,date\n{rows}")
    reading = best(path, "69")
    premises = reading.table.set_index("insee")["premises"]
    assert premises.notna().to_dict() == {"69123": known, "69001": True}
    assert [each.concerns for each in reading.remarks if each.kind == "missing"] == (
        [] if known else [("8 de Lyon (69123)",)]
    )


def test_a_code_that_may_mean_something_else_is_not_repaired(tmp_path: Path) -> None:
    # Another code kept its zero: the file did not lose them all.
    kept = COPPER.replace("78334", "01004")
    with pytest.raises(DataError, match="aucune ligne du département 05"):
        best(written(tmp_path, "cuivre.csv", kept))


def test_cartefibre_arrondissements_add_up(tmp_path: Path) -> None:
    rows = [f"75{number},Paris,75,{number}.000000000,90.000000000\n" for number in range(101, 121)]
    heading = "INSEE_COM,NOM_COM,INSEE_DEP,Locaux,ftth\n"
    table = best(written(tmp_path, "a_T2-2026.csv", heading + "".join(rows)), "75").table
    assert table.to_numpy().tolist() == [["75056", 20 * (101 + 120) / 2, 20 * 90]]
    # Without one of them nobody knows the whole.
    reading = best(written(tmp_path, "b_T2-2026.csv", heading + "".join(rows[1:])), "75")
    assert reading.table[["cartefibre_premises", "cartefibre_ftth"]].isna().all(axis=None)
    assert "le total est inconnu : 1 de Paris (75056)" in said(reading, "missing")


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_the_official_samples(sample: Path) -> None:
    if not re.search("mci_|cartefibre_commune|cuivre", sample.name):
        pytest.skip("mobile, not read by this package; or buildings, which are read by two files")
    reading = read_broadband(sample, departement=None)
    assert not checks.faults(reading.table, checks.broadband(None), file=sample.name, headings={})
    assert len(reading.table) > 0


def test_the_samples_are_there() -> None:
    if not SAMPLES.exists():
        pytest.skip(f"no {SAMPLES}: the official samples are tested where they are")


@pytest.mark.slow
def test_several_tables_are_put_side_by_side(tmp_path: Path) -> None:
    row = BEST.splitlines()[-1].replace("05157", "39300").replace(";05;93;", ";39;27;")
    speeds = SPEEDS.replace("05157", "39300").replace(";05;93;", ";39;27;")
    files = territory.files(
        "39",
        broadband=[
            written(
                tmp_path, "commune_meilleure_techno_thd.csv", f"{BEST.splitlines()[0]}\n{row}\n"
            ),
            written(tmp_path, "commune_debit_terrestre.csv", speeds),
        ],
    )
    land = territory.of("39", files=files)
    sources = land.sources
    assert land.communes.loc["39300", ["premises", "ftth", "terrestrial_30mbps"]].tolist() == [
        465, 445, 459,
    ]  # fmt: skip
    assert [source.role for source in sources] == [
        "communes", "broadband", "broadband", "advisors", "france_services", "needs",
    ]  # fmt: skip


def test_tables_of_two_editions_contradict_each_other(tmp_path: Path) -> None:
    row = BEST.splitlines()[-1].replace("05157", "39300").replace(";05;93;", ";39;27;")
    other = SPEEDS.replace("05157;Saint-Véran;05;93;465", "39300;Lons;39;27;470")
    files = territory.files(
        "39",
        broadband=[
            written(tmp_path, "x.csv", f"{BEST.splitlines()[0]}\n{row}\n"),
            written(tmp_path, "commune_debit_filaire.csv", other),
        ],
    )
    with pytest.raises(DataError, match=r"premises.*39300"):
        territory.of("39", files=files)


def test_the_national_map_gives_its_advisors_and_nobodys_name(tmp_path: Path) -> None:
    reading = read_advisors(written(tmp_path, "lieux.csv", MEDIATION), departement="39")
    table = reading.table.set_index("host")
    assert list(table.index) == ["Médiathèque", "Inversée", "Nulle part", "Code postal", "Loin"]
    assert table.at["Inversée", "latitude"] == 47.09
    assert table.at["Inversée", "itinerant"]
    assert table["latitude"].isna()["Nulle part"]
    assert "Fermée" in said(reading, "closed")
    assert "jean@exemple.fr" not in table.to_csv()
    assert "0384000000" not in table.to_csv()
    assert reading.vintage == "02/01/2026"


@pytest.mark.slow
def test_a_postcode_in_place_of_the_code_is_recognised_by_the_name(tmp_path: Path) -> None:
    files = territory.files("39", advisors=written(tmp_path, "lieux.csv", MEDIATION))
    land = territory.of("39", files=files)
    assert land.places.set_index("host").at["Code postal", "insee"] == "39300"
    assert "Loin" not in set(land.places["host"])


def test_what_is_published_names_files_without_their_folders(tmp_path: Path) -> None:
    files = territory.files(
        "39",
        advisors=written(tmp_path, "lieux.csv", MEDIATION, "cp1252"),
        broadband=[written(tmp_path, "b.csv", BEST.replace("05157", "39300"))],
    )
    result = study.study(territory.of("39", files=files))
    far = [each.concerns for each in result.territory.remarks if "à plus de" in each.text]
    assert far == [("lieux.csv",)]
    remarks = [remark.data() for remark in result.territory.remarks]
    published = [*remarks, *(source.data() for source in result.sources)]
    assert str(tmp_path) not in json.dumps(published, ensure_ascii=False)


@pytest.mark.slow
def test_a_place_of_a_national_list_that_fits_nowhere_is_set_aside(tmp_path: Path) -> None:
    lost = MEDIATION.replace("Lons-le-Saunier,39000,39000", "Lonce,39000,39000")
    land = territory.of(
        "39", files=territory.files("39", advisors=written(tmp_path, "lieux.csv", lost))
    )
    assert "Code postal" not in set(land.places["host"])
    texts = [remark.text for remark in land.remarks if "Code postal" in remark.concerns]
    assert texts == ["Lieux sans position et sans commune reconnue, mis de côté"]


def test_version_0_of_the_national_map(tmp_path: Path) -> None:
    text = (
        "id,nom,pivot,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services,"
        "labels_nationaux\n"
        "a,Médiathèque,1,Dole,39100,39198,1 rue,47.09,5.49,2023-01-02,x;y,CNFS;France Services\n"
        "b,Autre,1,Dole,39100,39198,1 rue,47.09,5.49,2023-01-02,x;y,Aidants Connect\n"
    )
    reading = read_advisors(written(tmp_path, "lieux.csv", text), departement="39")
    assert reading.table["host"].tolist() == ["Médiathèque"]


def test_closed_places_are_told_by_either_apostrophe(tmp_path: Path) -> None:
    # The standard writes the straight one, the database of the programme long wrote the other.
    curly = "lieu n\N{RIGHT SINGLE QUOTATION MARK}accueille"
    typographic = MEDIATION.replace("lieu n'accueille", curly)
    assert typographic != MEDIATION
    reading = read_advisors(written(tmp_path, "lieux.csv", typographic), departement="39")
    assert "Fermée" in said(reading, "closed")


def test_headings_that_the_standards_example_spells_otherwise(tmp_path: Path) -> None:
    text = MEDIATION.replace(",itinerance,", ",Itinerance,")
    reading = read_advisors(written(tmp_path, "lieux.csv", text), departement="39")
    assert reading.table.set_index("host").at["Inversée", "itinerant"]


def test_a_geopackage_of_an_unknown_version_is_read_without_a_warning(tmp_path: Path) -> None:
    whole = catalogue.default("communes", departement="39").read_bytes()
    odd = tmp_path / "communes.gpkg"
    odd.write_bytes(whole[:60] + bytes.fromhex("00c428a0") + whole[64:])  # SQLite's user_version
    assert len(read_communes(odd, departement="39").table) == 492


@pytest.mark.parametrize("separator", [";", ","])
def test_decisions_for_one_structure_add_up(tmp_path: Path, separator: str) -> None:
    rows = [
        ["Raison sociale", "Commune INSEE", "Code département", "Code commune INSEE",
         "Nombre de conseillers validés par le COSELEC"],
        ["Ain Mairie", "Ambérieu", "1", "1004", "2"],
        ["Ain Mairie", "Ambérieu", "1", "1004", "1"],
        ["Vide", "Dole", "39", "39198", ""],
    ]  # fmt: skip
    text = "\n".join(separator.join(row) for row in rows)
    reading = read_advisors(written(tmp_path, "structures.csv", text), departement="01")
    assert reading.table[["host", "insee", "posts"]].to_numpy().tolist() == [
        ["Ain Mairie", "01004", 3]
    ]
    assert "ligne 4" in said(reading, "set_aside")


@pytest.mark.parametrize("label", ["", "France Services", "Point relais CAF|Pix"])
@pytest.mark.parametrize("heading", ["dispositif_programmes_nationaux", "labels_nationaux"])
def test_a_list_of_places_without_any_advisor_is_sent_to_where_it_is_of_use(
    tmp_path: Path, heading: str, label: str
) -> None:
    path = written(
        tmp_path,
        "lieux.csv",
        "id,nom,pivot,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services,"
        f"{heading}\na,Médiathèque,1,Dole,39100,39198,1 rue,47.09,5.49,2026-01-02,Aide,{label}\n",
    )
    with pytest.raises(DataError) as caught:
        read_advisors(path, departement="39")
    (fault,) = caught.value.faults
    assert f"aucun n'est dit avoir de conseiller (colonne « {heading} »)" in fault.found
    assert "--france-services" in fault.action
    assert "--candidates" in fault.action
    assert read_places(path, departement="39").table["insee"].tolist() == ["39198"]
    assert read_candidates(path, departement="39").table["insee"].tolist() == ["39198"]


NUMBERS = {  # SIRET: what its first digit tells of the employer
    "20007159500132": "public", "13000548100010": "public", "200 071 595 00132": "public",
    "35600000010244": "", "81834594400016": "", "00000000000000": "", "": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Structure;Commune;Code Insee;Postes;État;Fin de convention;SIRET", "{};;39198;1;;;{}"),
        ("nom;commune;latitude;longitude;structureId;date_maj;nb_aidants;pivot",
         "{};Dole;47.09;5.49;;2022-12-01;1;{}"),
        ("nom;services;commune;code_insee;latitude;longitude;labels_nationaux;pivot;date_maj;id",
         "{};x;Dole;39198;47.09;5.49;CNFS;{};2026-01-02;1"),
    ],
)  # fmt: skip
def test_a_siret_tells_which_employers_are_public(tmp_path: Path, heading: str, row: str) -> None:
    rows = [row.format(f"Structure {number}", siret) for number, siret in enumerate(NUMBERS)]
    path = written(tmp_path, "a.csv", "\n".join([heading, *rows]))
    table = read_advisors(path, departement="39").table
    assert table["host_type"].tolist() == list(NUMBERS.values())


def test_what_a_table_says_of_an_employer_goes_before_its_siret(tmp_path: Path) -> None:
    text = (
        "Structure;Commune;Code Insee;Postes;État;Employeur;SIRET\nA;;39198;1;;privé;20007159500132"
    )
    table = read_advisors(written(tmp_path, "a.csv", text), departement="39").table
    assert table["host_type"].tolist() == ["private"]


CONVENTIONS = {  # the template's headings, and those of our own format
    "Structure;Commune;Code Insee;Postes;État;Fin de convention;Convention;Montant conventionné": (
        "{host};Dole;39198;1;;;{kind};{euros}"
    ),
    "host;code_insee;posts;convention;convention_euros": "{host};39198;1;{kind};{euros}",
}


@pytest.mark.parametrize("heading", CONVENTIONS)
def test_our_tables_tell_conventions_too(tmp_path: Path, heading: str) -> None:
    rows = (("A", "Initiale", "50 000"), ("B", "renouvellement", "42500,50 €"), ("C", "", ""))
    told = [CONVENTIONS[heading].format(host=host, kind=kind, euros=euros)
            for host, kind, euros in rows]  # fmt: skip
    table = read_advisors(
        written(tmp_path, "a.csv", "\n".join([heading, *told])), departement="39"
    ).table
    assert table["convention_kinds"].tolist() == [("initiale",), ("renouvellement",), ()]
    assert table["convention_euros"].fillna(-1).tolist() == [50_000, 42_500.5, -1]

    wrong = CONVENTIONS[heading].format(host="D", kind="M. Untel", euros="beaucoup")
    with pytest.raises(DataError) as caught:
        read_advisors(written(tmp_path, "a.csv", f"{heading}\n{wrong}"), departement="39")
    found = {fault.found: fault.expected for fault in caught.value.faults}
    assert found == {
        "« M. Untel »": "« initiale » ou « renouvellement »", "« beaucoup »": "un montant en euros",
    }  # fmt: skip


def test_the_examples_of_the_template_are_no_posts(tmp_path: Path) -> None:
    path = tmp_path / "postes.xlsx"
    template(path)
    with pytest.raises(DataError, match=r"lignes d'exemple.*Remplacez les exemples"):
        read_advisors(path, departement="39")
    book = openpyxl.load_workbook(path)
    book["Postes"].append(["Mairie", "Dole", "39198", "", "", 1])
    book.save(path)
    reading = read_advisors(path, departement="39")
    assert reading.table["host"].tolist() == ["Mairie"]
    assert "Exemple de médiathèque" in said(reading, "set_aside")


def test_a_heading_alone_is_not_the_examples(tmp_path: Path) -> None:
    path = written(tmp_path, "postes.csv", f"{POSTS.splitlines()[0]}\n")
    with pytest.raises(DataError) as caught:
        read_advisors(path, departement="39")
    assert "exemple" not in str(caught.value)


def test_the_template_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "postes.xlsx"
    filled_in_template(path)
    reading = read_advisors(path, departement="39")
    assert reading.table["posts"].tolist() == [1, 2]
    assert reading.table["convention_end"].tolist() == ["2026-02-28", "2026-08-31"]
    assert reading.table["itinerant"].tolist() == [False, True]
    assert reading.table["convention_kinds"].tolist() == [("renouvellement",), ()]
    assert reading.table["convention_euros"].fillna(-1).tolist() == [42_500, -1]
    assert list(reading.table.columns) == list(COLUMNS)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_spreadsheet_saved_as_csv(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "postes.csv", POSTS, encoding)
    reading = read_advisors(path, departement="39")
    assert reading.table["host"].tolist() == ["Mairie", "Bus"]
    assert "Partie" in said(reading, "set_aside")
    assert "Vide" in said(reading, "set_aside")
    land = territory.of("39", files=territory.files("39", advisors=path))
    assert land.places["insee"].tolist() == ["39198", "39397"]


def test_what_a_spreadsheet_says_of_posts_besides(tmp_path: Path) -> None:
    lines = POSTS.strip().split("\n")
    more = ["Employeur;ETP;Accueil du public", "public;0,8;oui", "privé;;", ";;", ";;"]
    text = "\n".join(f"{line};{extra}" for line, extra in zip(lines, more, strict=True))
    (first, second) = read_advisors(
        written(tmp_path, "postes.csv", text), departement="39"
    ).table.to_dict("records")
    assert (first["host_type"], first["fte"], first["open_to_public"]) == ("public", 0.8, True)
    assert (second["host_type"], pd.isna(second["fte"])) == ("private", True)
    reading = read_advisors(
        written(tmp_path, "postes.csv", text.replace(";oui", ";non")), departement="39"
    )
    assert reading.table["host"].tolist() == ["Bus"]
    assert "Mairie" in said(reading, "set_aside")
    wrong = text.replace("0,8", "plein").replace("privé", "mixte")
    with pytest.raises(DataError, match="plein") as caught:
        read_advisors(written(tmp_path, "postes.csv", wrong), departement="39")
    assert "« public » ou « privé »" in str(caught.value)


def test_every_fault_of_a_spreadsheet_is_told(tmp_path: Path) -> None:
    bad = POSTS.replace("31/12/2026", "bientôt").replace(";2;", ";deux;").replace("rendu", "perdu")
    with pytest.raises(DataError) as caught:
        read_advisors(written(tmp_path, "postes.csv", bad), departement="39")
    text = str(caught.value)
    for word in ("bientôt", "deux", "perdu"):
        assert f"« {word} »" in text


def test_a_name_with_a_typing_error_gets_proposals(tmp_path: Path) -> None:
    path = written(tmp_path, "postes.csv", POSTS.replace("Mairie;Dole;", "Mairie;Orgellet;"))
    with pytest.raises(DataError, match=r"« Orgellet ».*peut-être Orgelet \(39397\)"):
        territory.of("39", files=territory.files("39", advisors=path))


SQUARES = {
    f"39{number:03d}": box(5.5 + number / 100, 46.5, 5.51 + number / 100, 46.51)
    for number in (1, 2)
}


def answer(**more: object) -> list[dict[str, object]]:
    return [
        {
            "code": code, "nom": f"Carré {code}", "codeEpci": "200000001", "population": 120,
            "mairie": {"type": "Point", "coordinates": [square.centroid.x, square.centroid.y]},
            "contour": mapping(square), **more,
        }
        for code, square in SQUARES.items()
    ]  # fmt: skip


def test_geo_api_in_both_shapes(tmp_path: Path) -> None:
    bare = written(tmp_path, "communes.json", json.dumps(answer()))
    features = [
        {"type": "Feature", "geometry": row.pop("contour"), "properties": row} for row in answer()
    ]
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    for path in (bare, written(tmp_path, "communes.geojson", collection)):
        table = read_communes(path, departement="39").table
        assert table.index.tolist() == ["39001", "39002"]
        assert table["residents"].tolist() == [120, 120]
        assert table["origin_source"].tolist() == ["town_hall"] * 2
        assert table.crs.to_epsg() == 2154


def test_geo_api_without_boundaries_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "communes.json", json.dumps(answer(contour=None)))
    with pytest.raises(DataError, match="contour"):
        read_communes(path, departement="39")


@pytest.mark.parametrize("edition", ["before", "since 2025"])
def test_admin_express(tmp_path: Path, edition: str) -> None:
    old = edition == "before"
    names = ["ID", "INSEE_COM", "NOM", "POPULATION", "SIREN_EPCI"] if old else [
        "cleabs", "code_insee", "nom_officiel", "population", "codes_siren_des_epci",
    ]  # fmt: skip
    rows = [[code, code, f"Carré {code}", 120, "200000001/200000002"] for code in SQUARES]
    table = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=names), geometry=list(SQUARES.values()), crs=4326
    )
    key = "ID_COM" if old else "cleabs_de_la_commune"
    seats = gpd.GeoDataFrame(
        {key: list(SQUARES)}, geometry=[square.centroid for square in SQUARES.values()], crs=4326
    )
    package = tmp_path / "ADMIN-EXPRESS_2026-02-16.gpkg"
    table.to_crs(2154).to_file(package, layer="COMMUNE" if old else "commune")
    seats.to_file(package, layer="CHFLIEU_COMMUNE" if old else "chef_lieu_de_commune")
    reading = read_communes(package, departement="39")
    assert reading.table["epci"].tolist() == ["200000001"] * 2
    assert reading.table["origin_source"].tolist() == ["town_hall"] * 2
    assert reading.vintage == "16/02/2026"
    if old:
        shapefile = tmp_path / "COMMUNE.shp"
        table.to_file(shapefile)
        seen = read_communes(shapefile, departement="39").table
        assert seen["origin_source"].tolist() == ["town_hall_missing"] * 2


def test_the_command_writes_the_template(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    assert command("template", "--out", path).status == 0
    assert openpyxl.load_workbook(path)["Postes"]["A1"].value == "Structure"


def test_the_template_never_replaces_a_file(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "postes.xlsx"
    filled_in_template(path)
    before = path.read_bytes()
    ended = command("template", "--out", path)
    assert ended.status == 1
    assert path.read_bytes() == before
    assert f"{path} existe déjà" in ended.said
    assert "autre nom" in ended.said
    assert [each.name for each in tmp_path.iterdir()] == ["postes.xlsx"]


@pytest.mark.parametrize("name", ["postes.csv", "postes.xls", "postes"])
def test_the_template_is_a_workbook_by_its_name(
    command: Command, tmp_path: Path, name: str
) -> None:
    ended = command("template", "--out", tmp_path / name)
    assert ended.status == 1
    assert ".xlsx" in ended.said
    assert not list(tmp_path.iterdir())


def test_without_broadband_access_is_still_measured(tmp_path: Path) -> None:
    communes = written(tmp_path, "communes.json", json.dumps(answer()).replace("39", "25"))
    advisors = written(tmp_path, "a.csv", "host,code_insee,posts,latitude,longitude\nM,25001,1,,\n")
    result = study.study(
        territory.of("25", files=territory.files("25", communes=communes, advisors=advisors))
    )
    assert result.communes["minutes"].notna().all()
    assert (result.communes["situation"] == "no_data").all()
    facts = study.summary(result)
    assert facts["communes_flagged"] is None
    assert facts["communes_far"] == 0
    assert dict(words.key_figures(result))["Communes signalées"] == "non disponible"


def test_without_advisors_broadband_is_still_shown(tmp_path: Path) -> None:
    communes = written(tmp_path, "communes.json", json.dumps(answer()).replace("39", "05"))
    row = BEST.replace("05157", "05001")
    result = study.study(
        territory.of(
            "05",
            files=territory.files(
                "05", communes=communes, broadband=[written(tmp_path, "b.csv", row)]
            ),
        )
    )
    assert result.communes.at["05001", "poor"] == False  # noqa: E712 - a nullable boolean
    assert result.communes["minutes"].isna().all()
    facts = study.summary(result)
    assert facts["communes_far"] is None
    assert facts["premises"] == 465
    texts = [remark.text for remark in result.territory.remarks if remark.kind == "missing"]
    assert any("Aucune table de conseillers" in text for text in texts)


def test_former_communes_of_any_departement_are_mapped(tmp_path: Path) -> None:
    # Antorpe, once in the Jura, and Saint-Vit in the Doubs, which it joined.
    rows = [row | {"code": "25527", "nom": "Saint-Vit"} for row in answer()[:1]]
    communes = written(tmp_path, "communes.json", json.dumps(rows))
    advisors = written(tmp_path, "lieux.csv", MEDIATION.replace("13201", "39012"))
    land = territory.of("25", files=territory.files("25", communes=communes, advisors=advisors))
    assert "39012" in land.crosswalk.index
    assert land.places.loc[land.places["host"] == "Loin", "insee"].tolist() == ["25527"]
    merged = [remark for remark in land.remarks if remark.kind == "merger"]
    assert "Antorpe (39012) → Saint-Vit (25527)" in merged[0].concerns


LIST = (
    "Raison sociale;Commune INSEE;Département;Nombre de conseillers validés par le COSELEC;Type;"
    "SIRET;Code département;Code commune INSEE;Code postal\n"
)
PREFECTS = (
    "SIRET structure;Dénomination;Type;Statut;Code postal;Code commune;Code département;Nombre de "
    "conseillers validés par le COSELEC;Raison sociale;Nom commune INSEE;Code commune INSEE\n"
)


@pytest.mark.parametrize(
    ("text", "places", "words"),
    [
        (  # two decisions for two départements, at one seat in a third
            LIST + "A;Arbois;Doubs;2;privée;1;25;39013;25000\nA;Arbois;Côte-d'Or;1;privée;1;21;"
            "39013;21000\nB;Dole;Jura;1;publique;2;39;39198;39100\n",
            [("B", "39198", 1, "public")], ("A : 2\xa0postes, Doubs (siège : Arbois (39013))",),
        ),
        (  # only the name or the postcode tells the département; a seat of another is no code
            LIST + "A;Paris;Jura;2;publique;1;;75056;\nB;Lons;;1;privée;2;;75056;39000\n",
            [("A", "", 2, "public"), ("B", "", 1, "private")], ("A : 2\xa0postes, Jura", "B : 1"),
        ),
        (  # columns that name three départements are said
            LIST + "A;Dole;Doubs;1;;1;39;39198;21000\n", [("A", "39198", 1, "")],
            ("se contredisent", "A (39)"),
        ),
        (  # one SIRET spelt twice adds up; fourteen zeros are none
            LIST + "A;Dole;Jura;1;;7;39;39198;39100\nA (39);Dole;Jura;1;;7;39;39198;39100\n"
            "B;Dole;Jura;1;;00;39;39198;39100\nC;Dole;Jura;1;;00;39;39198;39100\n",
            [("A", "39198", 2, ""), ("B", "39198", 1, ""), ("C", "39198", 1, "")],
            ("1\xa0décision de plus",),
        ),
        (  # the prefects' export: what the SIRET leaves blank, and what was given up
            PREFECTS + "1;A;publique;VALIDATION_COSELEC;39000;39300;39;2;A SA;Lons;39300\n"
            "2;B;privée;VALIDATION_COSELEC;39200;39478;39;1;;;\n"
            "3;C;privée;ABANDON;39100;39198;39;4;C;Dole;39198\n",
            [("A SA", "39300", 2, "public"), ("B", "39478", 1, "private")], ("C (abandon)",),
        ),
        (  # the applicant's commune says where the post is, not the seat's
            PREFECTS + "1;A;publique;;39000;39300;39;2;A SA;Arbois;39013\n",
            [("A SA", "39300", 2, "public")], (),
        ),
        (  # a cell that is no number, or longer than any name, sets its row aside
            LIST + f"A;Dole;Jura;beaucoup;;1;39;39198;\n{'B' * 301};Dole;Jura;1;;2;39;39198;\n"
            "C;Dole;Jura;1;;3;39;39198;\n",
            [("C", "39198", 1, "")], ("ligne 2, ligne 3",),
        ),
    ],
)  # fmt: skip
def test_a_post_counts_where_its_row_says(
    tmp_path: Path, text: str, places: list[tuple[str, str, int, str]], words: tuple[str, ...]
) -> None:
    reading = read_advisors(written(tmp_path, "structures.csv", text), departement="39")
    table = reading.table[["host", "insee", "posts", "host_type"]]
    assert list(table.itertuples(index=False, name=None)) == places
    told = " | ".join(f"{each.text} : {', '.join(each.concerns)}" for each in reading.remarks)
    assert all(word in told for word in words)


@pytest.mark.slow
def test_a_commune_that_insee_found_by_its_name_is_that_of_the_row(tmp_path: Path) -> None:
    text = LIST + "A;Dole;Jura;2;publique;1;39;97411;39100\n"
    files = territory.files("39", advisors=written(tmp_path, "structures.csv", text))
    land = territory.of("39", files=files)
    assert land.places[["insee", "posts"]].to_numpy().tolist() == [["39198", 2]]


@pytest.mark.slow
@pytest.mark.parametrize("named", EXPORTS)
def test_the_exports_of_the_dashboard_are_joined(tmp_path: Path, named: str) -> None:
    exports(tmp_path, autre="x,y\n1,2\n")
    path = tmp_path / named
    reading = read_advisors(path, departement="39")
    found = reading.table.sort_values(["host", "convention_end"])
    columns = ["host", "insee", "commune", "posts", "state", "host_type", "convention_end",
               "convention_kinds", "convention_euros"]  # fmt: skip
    # The place gives a code, which the structure does not.
    assert found[columns].to_numpy().tolist() == [
        ["Association B", "39300", "Orgelet", 1, "occupied", "private", "", ("initiale",), 32_000],
        ["Mairie A", "", "Dole", 1, "occupied", "public", "2026-12-31", ("initiale",),
         50_000],
        ["Mairie A", "", "Dole", 1, "occupied", "public", "2027-06-30", ("renouvellement",),
         42_500],
    ]  # fmt: skip
    assert reading.rows == 8
    for kind, sentence in (
        ("warning", "Initiale 2, Renouvellement 1 ; 92\xa0500\xa0€ conventionnés et 25\xa0000\xa0€ "
         "versés pour 2 postes sur 3"),
        ("warning", "Postes de coordinateur, comptés comme les autres : Mairie A (1\xa0poste)"),
        ("unmatched", "Inconnue (1\xa0poste)"), ("unmatched", "sans poste : Sans poste"),
        ("set_aside", "Postes vacants, non comptés : Association B (1\xa0poste)"),
        ("set_aside", "Postes rendus, non comptés : Partie C"),
        ("set_aside", "Postes d'un autre département, mis de côté : ligne 9"),
        ("duplicate", "Postes qui figurent plusieurs fois"),
        ("missing", "ligne 8, colonne « Fin de convention »"),
    ):  # fmt: skip
        assert sentence in said(reading, kind)
    told = said(reading, "warning")
    assert all(f"{name}" in told for name in EXPORTS if name != named)
    land = territory.of("39", files=territory.files("39", advisors=path))
    assert sorted(land.places["insee"]) == ["39198", "39198", "39300"]


@pytest.mark.parametrize(
    ("second", "kinds", "euros"),
    [
        ("Renouvellement,31/12/2026,,Non,42500,0", ("initiale", "renouvellement"), 92_500),
        ("Initiale,31/12/2026,,Non,,", ("initiale",), float("nan")),
        (",31/12/2026,,Non,42500,0", (), 92_500),
    ],
)
def test_conventions_that_end_together_are_told_where_each_is_known(
    tmp_path: Path, second: str, kinds: tuple[str, ...], euros: float
) -> None:
    heading, first, *_ = EXPORTS["postes.csv"].splitlines()
    rows = [heading, first, f"2,7,Mairie A,39,Occupé,Non,{second}", ""]
    exports(tmp_path, "structures.csv", postes="\n".join(rows))
    (row,) = read_advisors(tmp_path / "postes.csv", departement="39").table.to_dict("records")
    assert (row["posts"], row["convention_kinds"]) == (2, kinds)
    assert row["convention_euros"] == pytest.approx(euros, nan_ok=True)


MIXTURES = {
    "ods and xlsx": ("ods", "xlsx", "csv"), "json and csv": ("json", "csv", "xlsx"),
    "all packed": ("csv.gz", "xlsx.zip", "ods.zip"),
}  # fmt: skip


def contained(folder: Path, name: str, kind: str) -> Path:
    """Write an export in a container, perhaps packed."""
    container, _, packing = kind.partition(".")
    path = folder / f"{name}.{container}"
    if container == "csv":
        written(folder, path.name, EXPORTS[f"{name}.csv"])
    else:
        CONTAINERS[container](path, rows_of(EXPORTS[f"{name}.csv"]))
    whole = folder / f"{path.name}.{packing}"
    if not packing:
        return path
    if packing == "gz":
        whole.write_bytes(gzip.compress(path.read_bytes()))
    else:
        with zipfile.ZipFile(whole, "w") as archive:
            archive.write(path, path.name)
    path.unlink()
    return whole


@pytest.mark.parametrize("mixture", MIXTURES)
def test_exports_are_joined_whatever_each_is_saved_as(tmp_path: Path, mixture: str) -> None:
    posts, structures, places = MIXTURES[mixture]
    (tmp_path / "autre.xlsx").write_bytes(b"PK\3\4 abime")  # what cannot be read is none of them
    (tmp_path / "~$postes.xlsx").write_bytes(b"x" * 165)
    contained(tmp_path, "structures", structures)
    contained(tmp_path, "lieux", places)
    reading = read_advisors(contained(tmp_path, "postes", posts), departement="39")
    (tmp_path / "csv").mkdir()
    exports(tmp_path / "csv")
    plain = read_advisors(tmp_path / "csv" / "postes.csv", departement="39")
    key = ["host", "convention_end"]
    pd.testing.assert_frame_equal(
        reading.table.sort_values(key, ignore_index=True),
        plain.table.sort_values(key, ignore_index=True),
    )
    assert len(reading.beside) == 2


def test_exports_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    exports(tmp_path, "postes.csv")
    with pytest.raises(DataError, match="sans ceux qui vont avec"):
        read_advisors(tmp_path / "postes.csv", departement="39")
    exports(tmp_path, "structures.csv", anciennes=EXPORTS["structures.csv"])
    with pytest.raises(DataError, match=r"anciennes\.csv, structures\.csv"):
        read_advisors(tmp_path / "postes.csv", departement="39")
    (tmp_path / "postes.csv").unlink()
    (tmp_path / "anciennes.csv").unlink()
    with pytest.raises(DataError, match="l'export des postes"):
        read_advisors(tmp_path / "structures.csv", departement="39")


def test_a_structure_of_two_communes_is_no_ones_place(tmp_path: Path) -> None:
    twice = EXPORTS["structures.csv"] + "Mairie A,Commune,39270,Orgelet,,5,\n"
    exports(tmp_path, "postes.csv", structures=twice)
    reading = read_advisors(tmp_path / "postes.csv", departement="39")
    assert reading.table["host"].tolist() == ["Association B"]
    assert "Mairie A (2\xa0postes)" in said(reading, "unmatched")


Reader = Callable[..., Reading[pd.DataFrame]]
DISTRICTS = [("13", "13202", "13055"), ("69", "69385", "69123"), ("75", "75112", "75056")]


@pytest.mark.parametrize(("departement", "district", "city"), DISTRICTS)
@pytest.mark.parametrize(
    ("reader", "heading", "row"),
    [
        (read_advisors, "host,code_insee,posts", "A,{},1"),
        (read_advisors, "Structure;Code Insee;Postes", "A;{};1"),
        (read_candidates, "code_insee", "{}"),
    ],
)
def test_a_place_in_an_arrondissement_is_in_its_city(
    tmp_path: Path, reader: Reader, heading: str, row: str, departement: str, district: str,
    city: str,
) -> None:  # fmt: skip
    path = written(tmp_path, "a.csv", f"{heading}\n{row.format(district)}\n")
    found = reader(path, departement=departement)
    assert found.table["insee"].tolist() == [city]
    assert ["arrondissement" in each.text for each in found.remarks].count(True) == 1


OWN_TABLES: list[tuple[Reader, str, str]] = [
    (read_broadband, "code_insee,premises,best_ftth,best_coax,best_copper,best_thd_radio,"
     "best_fixed_4g,best_hd_radio,best_satellite,terrestrial_30mbps,terrestrial_1gbps,"
     "cartefibre_ftth,cartefibre_premises", "{},1" + ",0" * 11),
    (read_needs, "code_insee,residents,share_65_plus,median_income", "{},10,0.2,20000"),
    (read_weights, "code_insee,weight", "{},2"),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "heading", "row"), OWN_TABLES)
def test_arrondissements_make_up_their_city_only_together_and_alone(
    tmp_path: Path, reader: Reader, heading: str, row: str
) -> None:
    """A sum of some of them is not the whole, and beside the whole each would count twice."""
    lyon = [f"6938{number}" for number in range(1, 10)]
    for codes, read in (
        (lyon, ["69123"] * 9), (lyon[1:], lyon[1:]), ([*lyon, "69123"], [*lyon, "69123"])
    ):  # fmt: skip
        text = "\n".join([heading, *map(row.format, codes)])
        found = reader(written(tmp_path, "a.csv", text), departement="69")
        assert found.table["insee"].tolist() == read


@pytest.mark.parametrize(
    ("cell", "posts"),
    [("0,5", 0.5), ("0.25", 0.25), ("0,333", 0.333), ("1,5", 1.5), ("2,00", 2), ("3", 3)],
)
@pytest.mark.parametrize("heading", ["host;code_insee;posts", "Structure;Code Insee;Postes"])
def test_a_post_may_be_shared(tmp_path: Path, heading: str, cell: str, posts: float) -> None:
    path = written(tmp_path, "a.csv", f"{heading}\nA;39198;{cell}\n")
    assert read_advisors(path, departement="39").table["posts"].tolist() == [posts]


@pytest.mark.parametrize("cell", ["0", "-0,5", "1,000", "0,5 ETP", ",5", "1e3", "0,001"])
@pytest.mark.parametrize("heading", ["host;code_insee;posts", "Structure;Code Insee;Postes"])
def test_what_is_no_number_of_posts_is_told(tmp_path: Path, heading: str, cell: str) -> None:
    path = written(tmp_path, "a.csv", f"{heading}\nA;39198;{cell}\n")
    with pytest.raises(DataError, match="0,5"):
        read_advisors(path, departement="39")
