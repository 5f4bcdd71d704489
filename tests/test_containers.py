"""A file is told by what it holds, whatever its name, layer, sheet, container or encoding."""

import gzip
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import Point, box

from jura_coverage import sources
from jura_coverage.errors import DataError
from jura_coverage.sources import (
    checks,
    read_advisors,
    read_broadband,
    read_candidates,
    read_communes,
    read_needs,
    read_weights,
)
from jura_coverage.sources.recognise import role_of
from jura_coverage.study.check import READERS
from tests.beside import SHARED
from tests.command import typed
from tests.containers import CONTAINERS, as_json, as_ods, rows_of, sheet, sheet_row, write_ods
from tests.edited_files import EMBEDDED
from tests.official_files import BEST, COPPER, MEDIATION, POSTS, written

OWN = EMBEDDED["advisors"].read_text(encoding="utf-8")
STRUCTURES = (
    "Raison sociale;Commune INSEE;Code commune INSEE;Code département;Type;"
    "Nombre de conseillers validés par le COSELEC\nA;Dole;39198;39;publique;2\n"
)
SERVICES = (
    "lib_fs,insee_dep,insee_com,lib_com,adresse,code_postal,latitude,longitude,format_fs\n"
    "A,39,39198,Dole,1 rue,39100,47.09,5.49,Bus\n"
)
LISTS = {
    "own": OWN, "posts": POSTS, "mediation": MEDIATION, "structures": STRUCTURES,
    "France services": SERVICES,
}  # fmt: skip


def listed(path: Path) -> sources.Reading[pd.DataFrame]:
    """Read a list as what it says it is: of advisors, or of other places."""
    return READERS[sources.role_of(path)](path, departement="39")


def said(reading: sources.Reading[pd.DataFrame]) -> str:
    return " | ".join(f"{each.text} : {', '.join(each.concerns)}" for each in reading.remarks)


@pytest.mark.slow
@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_the_same_in_every_container(tmp_path: Path, name: str, container: str) -> None:
    path = tmp_path / "liste.quelconque"
    CONTAINERS[container](path, rows_of(LISTS[name]))
    other = name == "France services"
    assert sources.role_of(path) == ("france_services" if other else "advisors")
    plain, found = listed(written(tmp_path, "liste.csv", LISTS[name])), listed(path)
    pd.testing.assert_frame_equal(
        found.table.reset_index(drop=True), plain.table.reset_index(drop=True)
    )
    assert found.publication == plain.publication


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("text", [BEST, COPPER.replace("\r", "")], ids=["ARCEP", "copper"])
def test_a_table_of_broadband_too(tmp_path: Path, text: str, container: str) -> None:
    path = tmp_path / "debit"
    CONTAINERS[container](path, rows_of(text))
    assert sources.role_of(path) == "broadband"
    plain = read_broadband(written(tmp_path, "debit.csv", text), departement="05").table
    pd.testing.assert_frame_equal(
        read_broadband(path, departement="05").table.reset_index(drop=True),
        plain.reset_index(drop=True),
    )


@pytest.mark.parametrize("epsg", [4326, 2154])
@pytest.mark.parametrize("name", ["lieux.geojson", "lieux.gpkg"])
def test_points_tell_the_positions(tmp_path: Path, name: str, epsg: int) -> None:
    table = gpd.GeoDataFrame(
        {"lib_fs": ["A", "B"], "insee_com": "39198", "lib_com": "Dole"},
        geometry=[Point(5.49, 47.093), None], crs=4326,
    ).to_crs(epsg)  # fmt: skip
    path = tmp_path / name
    table.to_file(path)
    assert sources.role_of(path) == "france_services"
    found = listed(path).table
    assert found["latitude"].round(6).tolist()[0] == 47.093
    assert found["longitude"].round(6).tolist()[0] == 5.49
    assert found["latitude"].isna().tolist() == [False, True]


def test_a_column_of_degrees_comes_before_the_point(tmp_path: Path) -> None:
    table = gpd.GeoDataFrame(
        {"lib_fs": ["A", "B"], "insee_com": "39198", "latitude": ["47,1", ""], "Long": [5.5, None]},
        geometry=[Point(5.49, 47.093)] * 2, crs=4326,
    )  # fmt: skip
    table.to_file(tmp_path / "lieux.geojson")
    found = listed(tmp_path / "lieux.geojson").table
    assert found[["latitude", "longitude"]].to_numpy().tolist() == [[47.1, 5.5], [47.093, 5.49]]


LOCAL = 'LOCAL_CS["x",LOCAL_DATUM["x",0],UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'
SYSTEMS = {
    "of its own": f"UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = '{LOCAL}'",
    "geocentric": "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4978",
    "undefined": "UPDATE gpkg_geometry_columns SET srs_id = 0",
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_points_in_a_system_that_leads_nowhere(tmp_path: Path, system: str) -> None:
    path = tmp_path / "lieux.gpkg"
    table = gpd.GeoDataFrame(
        {"lib_fs": ["A"], "insee_com": "39198"}, geometry=[Point(5, 47)], crs=4326
    )
    table.to_file(path)
    with closing(sqlite3.connect(path)) as base:
        base.execute(SYSTEMS[system])
        base.commit()
    if system == "of its own":
        with pytest.raises(DataError, match="système de coordonnées"):
            listed(path)
    else:
        assert listed(path).table["latitude"].isna().all()


def test_a_list_may_stand_in_an_object_and_name_what_it_is_not(tmp_path: Path) -> None:
    lone = [{"nom": "A", "commune": "Dole", "dispositif_programmes_nationaux": ["CNFS", "x"]}]
    path = written(tmp_path, "lieux.json", json.dumps({"total": 1, "lieux": lone}))
    assert read_advisors(path, departement="39").table["host"].tolist() == ["A"]
    others: tuple[object, ...] = ({"a": [], "b": []}, [1, "x", None], [], {"x": 1}, "texte")
    for other in others:
        path = written(tmp_path, "x.json", json.dumps(other))
        with pytest.raises(DataError, match="aucune ligne d'en-tête reconnue"):
            read_advisors(path, departement="39")


SQUARES = {
    f"39{number:03d}": box(5.5 + number / 100, 46.5, 5.51 + number / 100, 46.51)
    for number in (1, 2)
}
EDITIONS = {
    "since 2025": ("code_insee", "nom_officiel", "population", "codes_siren_des_epci"),
    "from 2020": ("INSEE_COM", "NOM", "POPULATION", "SIREN_EPCI"),
    "before 2020": ("INSEE_COM", "NOM_COM", "POPULATION", "CODE_EPCI"),
}


def admin_express(edition: str) -> gpd.GeoDataFrame:
    rows = [[code, f"Alièze {code}", 120, "200000001/200000002"] for code in SQUARES]
    return gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=list(EDITIONS[edition])),
        geometry=list(SQUARES.values()), crs=4326,
    )  # fmt: skip


def zipped(folder: Path, shapefile: Path, inside: str = "") -> Path:
    path = folder / "communes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(shapefile.parent.glob(f"{shapefile.stem}.*")):
            archive.write(part, f"{inside}{part.name}")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("container", ["gpkg", "geojson", "lambert", "shp", "zip"])
def test_admin_express_is_told_by_its_columns(tmp_path: Path, edition: str, container: str) -> None:
    table = admin_express(edition)
    if container in ("shp", "zip"):  # whose columns have ten signs
        table = table.rename(columns=lambda name: name[:10])
    path = tmp_path / f"extrait.{'geojson' if container == 'lambert' else container}"
    if container == "zip":
        table.to_crs(2154).to_file(tmp_path / "x.shp", encoding="UTF-8")
        path = zipped(tmp_path, tmp_path / "x.shp", "ADMIN-EXPRESS/1_DONNEES/")
    else:
        table.to_crs(4326 if container == "geojson" else 2154).to_file(path, encoding="UTF-8")
    assert sources.role_of(path) == "communes"
    found = read_communes(path, departement="39")
    assert found.table["name"].tolist() == ["Alièze 39001", "Alièze 39002"]
    assert found.table["epci"].tolist() == ["200000001"] * 2
    assert found.table["residents"].tolist() == [120, 120]
    assert found.table.geometry.area.sum() == pytest.approx(
        gpd.GeoSeries(list(SQUARES.values()), crs=4326).to_crs(2154).area.sum(), rel=1e-6
    )
    assert "IGN" in found.publication.attribution


@pytest.mark.slow
@pytest.mark.parametrize("container", ["gpkg", "shp", "zip", "geojson"])
@pytest.mark.parametrize("more", [{}, {"population": [120, 80]}])
def test_an_answer_of_geo_api_is_read_however_it_was_saved(
    tmp_path: Path, container: str, more: dict[str, list[int]]
) -> None:
    table = gpd.GeoDataFrame(
        {"code": list(SQUARES), "nom": ["Alièze", "Ancienne"], "codeEpci": "200000001",
         "type": ["commune-actuelle", "commune-deleguee"], **more},
        geometry=list(SQUARES.values()), crs=4326,
    )  # fmt: skip
    path = tmp_path / f"communes.{container}"
    if container == "zip":
        table.to_crs(2154).to_file(tmp_path / "x.shp", encoding="UTF-8")
        path = zipped(tmp_path, tmp_path / "x.shp")
    else:
        table.to_crs(4326 if container == "geojson" else 2154).to_file(path, encoding="UTF-8")
    assert sources.role_of(path) == "communes"
    found = read_communes(path, departement="39")
    assert found.table[["name", "epci"]].to_numpy().tolist() == [["Alièze", "200000001"]]
    assert found.table["residents"].fillna(-1).tolist() == more.get("population", [-1])[:1]
    assert "geo.api.gouv.fr" in found.publication.title
    centres = table.set_geometry(table.geometry.representative_point())
    centres.to_file(tmp_path / "centres.gpkg")
    with pytest.raises(DataError, match="des communes sans leurs limites"):
        read_communes(tmp_path / "centres.gpkg", departement="39")


# By the first, pyogrio reads a name that it never set; the others stop it or PROJ, or neither.
BROKEN = {
    "a name that is no text": (b"RGF_1993_Lambert", b"RGF_\xe9\xff\x9e_Lambert"),
    "cut in the middle": (b'PROJECTION["Lambert_Conformal_Conic"],', b""),
    "an ellipsoid without size": (b"6378137.0", b"x"),
    "a projection that is none": (b"Lambert_Conformal_Conic", b"Carte"),
    "letters alone": (b"PROJCS[", b"PROJ"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_system_of_coordinates_is_refused_in_a_sentence(tmp_path: Path, case: str) -> None:
    path = tmp_path / "COMMUNE.shp"
    admin_express("from 2020").to_crs(2154).to_file(path)
    told = path.with_suffix(".prj").read_bytes()
    assert BROKEN[case][0] in told
    path.with_suffix(".prj").write_bytes(told.replace(*BROKEN[case]))
    for given in (path, zipped(tmp_path, path)):
        with pytest.raises(DataError) as refused:
            read_communes(given, departement="39")
        (fault,) = refused.value.faults
        assert fault.file == str(given)
        assert fault.found in ("un contenu illisible", "un système de coordonnées inconnu")


def test_communes_are_told_from_layers_with_the_same_columns(tmp_path: Path) -> None:
    path = tmp_path / "tout.gpkg"
    whole = admin_express("since 2025")
    parts = whole.rename(columns={"codes_siren_des_epci": "code_insee_de_la_commune_de_rattach"})
    parts.to_file(path, layer="arrondissement_municipal")
    whole[["code_insee", "nom_officiel", "geometry"]].to_file(path, layer="autre")
    whole.to_file(path, layer="selection")
    assert read_communes(path, departement="39").table["epci"].tolist() == ["200000001"] * 2


@pytest.mark.parametrize(
    ("encoding", "lost", "words"),
    [
        ("UTF-8", True, "textes lus en UTF-8"), ("ISO-8859-1", True, "textes lus en cp1252"),
        ("UTF-8", False, ""), ("ISO-8859-1", False, ""),
    ],
)  # fmt: skip
def test_a_shapefile_keeps_its_accents(
    tmp_path: Path, encoding: str, lost: bool, words: str
) -> None:
    path = tmp_path / "COMMUNE.shp"
    admin_express("from 2020").to_file(path, encoding=encoding)
    if lost:
        path.with_suffix(".cpg").unlink()
        raw = bytearray(path.with_suffix(".dbf").read_bytes())
        raw[29] = 0  # nor does the table of attributes tell it
        path.with_suffix(".dbf").write_bytes(raw)
    found = read_communes(path, departement="39")
    assert found.table["name"].tolist() == ["Alièze 39001", "Alièze 39002"]
    assert words in said(found)
    assert (".cpg" in said(found)) == bool(words)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le, no mark"])
@pytest.mark.parametrize("name", ["ARCEP", "own", "posts"])
def test_unicode_text_of_excel_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    text = {"ARCEP": BEST, "own": OWN, "posts": POSTS}[name]
    reader, where = (read_broadband, "05") if name == "ARCEP" else (read_advisors, "39")
    tabbed = "".join("\t".join(row) + "\r\n" for row in rows_of(text))
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    path = written(tmp_path, "texte.txt", mark + tabbed, encoding.partition(",")[0])
    plain = reader(written(tmp_path, "texte.csv", text), departement=where)
    pd.testing.assert_frame_equal(reader(path, departement=where).table, plain.table)


@pytest.mark.parametrize("name", ["ARCEP", "own", "posts"])
def test_old_line_ends_of_a_macintosh_are_read(tmp_path: Path, name: str) -> None:
    text = {"ARCEP": BEST, "own": OWN, "posts": POSTS}[name]
    reader, where = (read_broadband, "05") if name == "ARCEP" else (read_advisors, "39")
    path = written(tmp_path, "mac.csv", text.replace("\n", "\r"))
    plain = reader(written(tmp_path, "texte.csv", text), departement=where)
    pd.testing.assert_frame_equal(reader(path, departement=where).table, plain.table)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_json_of_sixteen_bits_is_read(tmp_path: Path, encoding: str) -> None:
    as_json(tmp_path / "a.json", rows_of(MEDIATION))
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    path = written(tmp_path, "b", text, encoding)
    assert sources.role_of(path) == "advisors"
    plain = read_advisors(tmp_path / "a.json", departement="39")
    pd.testing.assert_frame_equal(read_advisors(path, departement="39").table, plain.table)


# Each is French in one encoding alone: small letters, capitals, a sign, quotes around plain words.
NAMES = ("Hôpital", "Médiathèque à Dole", "MÉDIATHÈQUE", "Rue de l’Est", "Salle “Jean Moulin”",
         "« Le Château »", "Forêt, où ça ?", "CRÊT", "Numéro 2 – œuvre")  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", NAMES)
def test_the_letters_tell_windows_from_macintosh(tmp_path: Path, name: str, encoding: str) -> None:
    text = f"Structure;Commune;Postes\r{name};Dole;1\r"
    found = read_advisors(written(tmp_path, "a.csv", text, encoding), departement="39")
    assert found.table["host"].tolist() == [name]
    spoken = {"cp1252": "cp1252", "mac_roman": "MacRoman (Macintosh)"}[encoding]
    assert f"Fichier lu en {spoken}, faute d'être en UTF-8 : a.csv" in said(found)


def test_bytes_without_french_are_no_text_of_a_macintosh(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Structure;Commune;Postes\n" + bytes(range(128, 256)) + b";Dole;1\n")
    with pytest.raises(DataError, match="n'est pas de l'UTF-8"):
        read_advisors(path, departement="39")


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_our_own_format_as_excel_in_french_writes_it(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = rows_of(OWN)
    place = {name: rows[0].index(name) for name in ("latitude", "longitude", "posts")}
    for row in rows[1:]:
        for name in ("latitude", "longitude"):
            row[place[name]] = row[place[name]].replace(".", ",")
        row[place["posts"]] += ",0"
    text = "\r\n".join(separator.join(row) for row in rows)
    found = read_advisors(written(tmp_path, "a.csv", text, encoding), departement="39")
    plain = read_advisors(written(tmp_path, "b.csv", OWN), departement="39")
    pd.testing.assert_frame_equal(found.table, plain.table)
    assert ("cp1252" in said(found)) == (encoding == "cp1252")


def test_a_thousand_is_not_one(tmp_path: Path) -> None:
    text = "host;code_insee;posts\nA;39198;1,000\n"
    with pytest.raises(DataError, match="« 1,000 »"):
        read_advisors(written(tmp_path, "a.csv", text), departement="39")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("nom,commune,code_insee,latitude,longitude,dispositif_programmes_nationaux\n"
         "A,Dole,39198,47.09,5.49,Conseillers numériques\n", "A"),
        ("nom;labels_nationaux;code_insee\nA;CNFS;39198\n", "A"),
        ("lib_france_services,lat,long\nA,47.09,5.49\n", "A"),
        ("host,code_insee,posts\nA,39198,1\n", "A"),
        ("Structure;Commune;Postes\nA;Dole;1\n", "A"),
    ],
)  # fmt: skip
def test_only_columns_that_are_used_are_required(tmp_path: Path, text: str, host: str) -> None:
    path = written(tmp_path, "liste.csv", text)
    table = listed(path).table
    assert table["host"].tolist() == [host]
    assert (table["insee"] != "").all() or (table["commune"] != "").all() or table["latitude"].all()


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("host,code_insee,posts,lat,lon\nA,39198,1,47.1,5.5\n", "lat", "latitude"),
        ("Structure;Commune;Postes;Fin convention\nA;Dole;1;\n", "Fin convention",
         "Fin de convention"),
    ],
)  # fmt: skip
def test_a_column_that_may_be_absent_is_not_misspelt(
    tmp_path: Path, text: str, wrong: str, right: str
) -> None:
    with pytest.raises(DataError, match=f"Renommez « {wrong} » en « {right} »"):
        read_advisors(written(tmp_path, "a.csv", text), departement="39")


@pytest.mark.parametrize(
    ("columns", "cells", "moves"),
    [
        ("format_fs", "Site principal", False), ("format_fs", "Antenne", False),
        ("format_fs", "Bus", True), ("format_fs", "Itinérante", True),
        ("format_fs", "Bus_équivalent", True), ("format_fs,itinerance", "Antenne,Oui", True),
        ("format_fs,itinerance", "Site principal,Non", False),
        ("dispositif_programmes_nationaux,itinerance", "CNFS,Itinérant", True),
        ("dispositif_programmes_nationaux,itinerance", "CNFS,Itinérant|Fixe", True),
        ("dispositif_programmes_nationaux,itinerance", "CNFS,Fixe", False),
    ],
)  # fmt: skip
def test_what_official_lists_call_itinerant(
    tmp_path: Path, columns: str, cells: str, moves: bool
) -> None:
    name, code = ("lib_fs", "insee_com") if "format_fs" in columns else ("nom", "code_insee")
    text = f"{name},{code},{columns}\nA,39198,{cells}\n"
    table = listed(written(tmp_path, "a.csv", text)).table
    assert table["itinerant"].tolist() == [moves]


def test_a_cell_longer_than_any_name_sets_its_row_aside(tmp_path: Path) -> None:
    long = "x" * (checks.LONGEST_TEXT + 1)
    text = MEDIATION + f"z,1,{long},Dole,39100,39198,1 rue,47,5,,,,2026-01-02,x,CNFS,\n"
    found = read_advisors(written(tmp_path, "lieux.csv", text), departement="39")
    assert len(found.table) == 5
    assert "au nom trop long" in said(found)
    assert "ligne 9" in said(found)


def test_what_an_officer_does_not_see_of_a_workbook_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Notes"])
    posts = book.create_sheet("Postes")
    for row in rows_of(POSTS):
        posts.append(row)
    posts.row_dimensions[2].hidden = True
    posts.column_dimensions["D"].hidden = True
    posts.column_dimensions["Z"].hidden = True  # nothing is read there
    other = book.create_sheet("2025")
    other.append(["Structure", "Commune", "Postes"])
    other.append(["Ancienne", "Dole", 9])
    path = tmp_path / "postes.xlsx"
    book.save(path)
    found = read_advisors(path, departement="39")
    assert found.table["host"].tolist() == ["Mairie", "Bus"]
    assert "1\xa0ligne masquée, comptée : ligne 2" in said(found)
    assert "1\xa0colonne masquée, lue : « Postes »" in said(found)
    assert "Seule la feuille « Postes » est lue, et non : « 2025 »" in said(found)
    # A sheet that is hidden gives way to one that is seen, however much more it holds.
    posts.sheet_state = "hidden"
    book.save(path)
    book.remove(other)
    book.save(tmp_path / "seule.xlsx")
    assert "Feuille masquée, lue : « Postes »" in said(
        read_advisors(tmp_path / "seule.xlsx", departement="39")
    )


def test_what_is_not_seen_in_libreoffice_is_said(tmp_path: Path) -> None:
    heading, *rows = rows_of(POSTS)
    filtered = sheet_row(rows[0], 'table:visibility="filter"')
    blank = '<table:table-row table:number-rows-repeated="3" table:visibility="collapse"/>'
    by_hand = sheet_row(rows[1], 'table:visibility="collapse"')
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    body = columns + sheet_row(heading) + filtered + blank + by_hand
    style = (
        '<style:style style:name="caché"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    path = tmp_path / "postes.ods"
    write_ods(path, sheet("Postes", body, 'table:style-name="caché"'), style)
    found = read_advisors(path, departement="39")
    assert found.table["posts"].tolist() == [2, 1]
    assert "2\xa0lignes masquées, comptées : ligne 2, ligne 6" in said(found)
    assert "colonne masquée, lue : « Postes »" in said(found)
    assert "Feuille masquée, lue : « Postes »" in said(found)


def test_numbers_and_dates_of_libreoffice_are_exact(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="2"><text:p>2,00</text:p>'
        "<office:annotation><text:p>Jean Dupont</text:p></office:annotation></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-12-31T00:00:00">'
        "<text:p>jeudi</text:p></table:table-cell>"
    )
    heading = sheet_row(["Structure", "Commune", "Postes", "Fin de convention"])
    first = sheet_row(["A", "Dole"]).replace(BLANK_END, cells)
    path = tmp_path / "postes.ods"
    write_ods(path, sheet("Postes", heading + first))
    row = read_advisors(path, departement="39").table.iloc[0]
    assert (row["host"], row["posts"], row["convention_end"]) == ("A", 2, "2026-12-31")


BLANK_END = '<table:table-cell table:number-columns-repeated="16000"/>'
FORMULA = "une formule dont le résultat n'est pas enregistré"
SPOILT = {
    "xlsx, not computed": ("=1+1", "xlsx", FORMULA),
    "xlsx, error": ("#REF!", "xlsx", "l'erreur de calcul « #REF! »"),
    "ods, not computed": ('<table:table-cell table:formula="of:=1+1"/>', "ods", FORMULA),
    "ods, error": ('<table:table-cell table:formula="of:=1/0" office:value-type="string">'
                   "<text:p>Err:502</text:p></table:table-cell>", "ods",
                   "l'erreur de calcul « Err:502 »"),
    "csv, error": ("#DIV/0!", "csv", "l'erreur de calcul « #DIV/0! »"),
    "ours, error": ("#N/A", "own.csv", "l'erreur de calcul « #N/A »"),
}  # fmt: skip


def spoilt(folder: Path, case: str, heading: str = "Postes") -> Path:
    """Write a list of posts whose third row has such a cell under a heading."""
    cell, container, _ = SPOILT[case]
    names = ["Structure", "Commune", "Postes", heading]
    if container == "own.csv":
        names = ["host", "code_insee", "posts", "posts" if heading == "Postes" else heading]
    names = list(dict.fromkeys(names))
    rows = [names, *([*("Mairie", "39198", "1", "1")[: len(names)]] for _ in range(2))]
    rows[2][-1] = cell
    path = folder / f"a.{container}"
    if container == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    elif container == "ods":
        last = sheet_row(rows[2][:-1]).replace(BLANK_END, cell)
        write_ods(path, sheet("Sheet", "".join(map(sheet_row, rows[:2])) + last))
    else:
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", SPOILT)
def test_a_cell_that_is_not_computed_is_named(tmp_path: Path, case: str) -> None:
    _, container, words = SPOILT[case]
    own = container.startswith("own")
    place = f"ligne 3, colonne « {'posts' if own else 'Postes'} »" if "csv" in container else (
        "feuille « Sheet », cellule C3 (colonne « Postes »)"
    )  # fmt: skip
    with pytest.raises(DataError) as refused:
        read_advisors(spoilt(tmp_path, case), departement="39")
    (fault,) = refused.value.faults
    assert (fault.place, fault.found) == (place, words)
    assert "enregistrez" in fault.action
    # A column that is not used may hold anything.
    assert len(read_advisors(spoilt(tmp_path, case, "Notes"), departement="39").table) == 2


def test_a_formula_that_gives_an_empty_text_is_computed(tmp_path: Path) -> None:
    path = spoilt(tmp_path, "xlsx, not computed", "Adresse")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    formula = re.search(rb'<c r="D3"[^>]*><f>[^<]*</f><v */?>(?:</v>)?</c>', parts[name])
    assert formula, parts[name]
    parts[name] = parts[name].replace(formula[0], b'<c r="D3" t="str"><f>1</f><v></v></c>')
    with zipfile.ZipFile(path, "w") as archive:
        for each, held in parts.items():
            archive.writestr(each, held)
    assert read_advisors(path, departement="39").table["address"].tolist() == ["1", ""]


def test_a_heading_that_is_not_computed_is_named(tmp_path: Path) -> None:
    path = spoilt(tmp_path, "xlsx, not computed", "=CONCATENATE(1)")
    with pytest.raises(DataError, match="feuille « Sheet », cellule D1 : trouvé une formule"):
        read_advisors(path, departement="39")


def test_a_spreadsheet_of_libreoffice_has_the_size_of_a_list(tmp_path: Path) -> None:
    path = tmp_path / "x.ods"
    heading = sheet_row(["Structure", "Commune", "Postes"])
    many = 'table:number-rows-repeated="1000000"'
    for body, words in (
        (heading + sheet_row(["x"], many), "un classeur neuf"),
        (heading + '<table:table-row><table:table-cell table:number-columns-repeated="9999999">'
         "<text:p>x</text:p></table:table-cell></table:table-row>", "illisible"),
        ("<table:table-row/>" * 400_000, "un classeur neuf"),
        (sheet_row(["x"], 'table:number-rows-repeated="-1"'), "un classeur illisible"),
    ):  # fmt: skip
        write_ods(path, sheet("A", body))
        with pytest.raises(DataError, match=words):
            read_advisors(path, departement="39")
    as_ods(path, [["x"]])
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("content.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    with pytest.raises(DataError, match="un classeur illisible"):
        read_advisors(path, departement="39")


def test_an_archive_of_shapefiles_is_bounded_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    from jura_coverage.sources.layers import archive as archives

    place = tmp_path / "temporaire"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    admin_express("from 2020").to_file(tmp_path / "x.shp")
    path = zipped(tmp_path, tmp_path / "x.shp", "../../")  # whatever folder a part names
    assert len(read_communes(path, departement="39").table) == 2
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(tmp_path / "x.dbf", "ailleurs/x.dbf")
    with pytest.raises(DataError, match="deux fichiers du même nom"):
        read_communes(path, departement="39")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError):
        read_communes(path, departement="39")
    monkeypatch.setattr(archives, "GREATEST_UNPACKED_BYTES", 100)
    path = zipped(tmp_path, tmp_path / "x.shp")
    with pytest.raises(DataError, match=r"communes\.zip : 1 problème"):
        read_communes(path, departement="39")
    assert not list(place.iterdir())


def packed(folder: Path, kind: str, file: Path) -> Path:
    """Pack a file alone, as gzip or with what a Mac and a publisher add to a zip."""
    path = folder / f"a.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(file.read_bytes()))
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, f"données/{file.name}")
        archive.writestr(f"__MACOSX/données/._{file.name}", b"\0\1")
        archive.writestr("LISEZMOI.txt", "Licence Ouverte")
        archive.writestr("licence.pdf", b"%PDF")
    return path


NEEDS = "code_insee,residents,share_65_plus,median_income\n39198,10,0.2,s\n"
DENSITY = "CODGEO;LIBGEO;DENS\n39198;Dole;2\n39300;Lons;5\n"
WRAPPED: dict[str, tuple[Callable[..., sources.Reading[pd.DataFrame]], str]] = {
    "ours": (read_advisors, OWN), "ARCEP": (read_broadband, BEST), "posts": (read_advisors, POSTS),
    "needs": (read_needs, NEEDS), "density": (read_candidates, DENSITY),
    "candidates": (read_candidates, "code_insee\n39198\n"),
    "weights": (read_weights, "code_insee,weight\n39198,2\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["gz", "zip"])
@pytest.mark.parametrize("name", WRAPPED)
def test_a_table_alone_in_its_packing_is_read(tmp_path: Path, name: str, kind: str) -> None:
    reader, text = WRAPPED[name]
    plain = written(tmp_path, "liste.csv", text)
    where = "05" if name == "ARCEP" else "39"
    pd.testing.assert_frame_equal(
        reader(packed(tmp_path, kind, plain), departement=where).table,
        reader(plain, departement=where).table,
    )


@pytest.mark.parametrize("kind", ["gz", "zip"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_whatever_container_the_table_is(tmp_path: Path, container: str, kind: str) -> None:
    plain = tmp_path / f"liste.{container}"
    CONTAINERS[container](plain, rows_of(POSTS))
    found = read_advisors(packed(tmp_path, kind, plain), departement="39").table
    pd.testing.assert_frame_equal(found, read_advisors(plain, departement="39").table)


@pytest.mark.parametrize(("name", "kind"), [("a.geojson", "gz"), ("a.geojson", "zip"),
                                            ("a.gpkg", "zip")])  # fmt: skip
def test_boundaries_alone_in_their_packing(tmp_path: Path, name: str, kind: str) -> None:
    admin_express("since 2025").to_file(tmp_path / name)
    path = packed(tmp_path, kind, tmp_path / name)
    assert sources.role_of(path) == "communes"
    assert len(read_communes(path, departement="39").table) == 2


def test_an_archive_of_several_tables_is_refused_by_their_names(tmp_path: Path) -> None:
    path = packed(tmp_path, "zip", written(tmp_path, "postes.csv", POSTS))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("lieux.xlsx", b"")
    with pytest.raises(DataError, match=r"2 tableaux \(données/postes\.csv, lieux\.xlsx\)"):
        read_advisors(path, departement="39")


def test_an_archive_in_an_archive_is_said(tmp_path: Path) -> None:
    inner = packed(tmp_path, "zip", written(tmp_path, "postes.csv", POSTS))
    path = tmp_path / "courriel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "postes.zip")
    with pytest.raises(DataError, match=r"une archive dans une archive \(postes\.zip\)"):
        read_advisors(path, departement="39")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n"])
def test_json_of_a_row_a_line_is_a_list(tmp_path: Path, ends: str) -> None:
    rows = rows_of(MEDIATION)
    as_json(tmp_path / "a.json", rows)
    listed = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    path = written(tmp_path, "a.jsonl", "".join(json.dumps(each) + ends for each in listed))
    assert sources.role_of(path) == "advisors"
    plain = read_advisors(tmp_path / "a.json", departement="39")
    pd.testing.assert_frame_equal(read_advisors(path, departement="39").table, plain.table)


def test_features_a_line_are_a_collection(tmp_path: Path) -> None:
    features = json.loads(admin_express("since 2025").to_json())["features"]
    path = written(tmp_path, "a.geojsonl", "\n".join(map(json.dumps, features)))
    assert sources.role_of(path) == "communes"
    assert len(read_communes(path, departement="39").table) == 2


CASES = {
    "11-conseillers-en-json/lieux.json": "advisors",
    "11-conseillers-en-json/lieux.geojson": "france_services",  # refused as advisors, who are none
    "13-admin-express-autrement/communes_39.gpkg": "communes",
    "13-admin-express-autrement/commune.geojson": "communes",
    "13-admin-express-autrement/lambert93.geojson": "communes",
    "10-shapefile-sans-cpg/COMMUNE.shp": "communes",
    "18-ligne-masquee/postes.xlsx": "advisors",
    "19-texte-unicode-et-mac/utf16/commune_meilleure_techno_thd.csv": "broadband",
    "19-texte-unicode-et-mac/mac/commune_meilleure_techno_thd.csv": "broadband",
}


@pytest.mark.parametrize("name", CASES)
def test_the_files_that_were_refused(name: str) -> None:
    path = SHARED.parent / "cases" / name
    if not path.exists():
        pytest.skip(f"no {path.name} beside the project")
    role = sources.role_of(path)
    assert role == CASES[name]
    found = READERS[role](path, departement="39")
    assert len(found.table) == found.rows
    if role == "communes":
        assert not found.table["name"].str.contains("Ã").any()


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "l'ancien format d'Excel (.xls)"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "un document PDF"),
        (b"\n<!DOCTYPE HTML><html><body>404</body></html>", "une page web"),
        (b"<html>\n<body>404, no table</body></html>", "une page web"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">', "une page web"),
        (b"<!-- <a,b> -->\n \n<!--c--><HTML lang=fr>", "une page web"),
        ("\ufeff<html><head>".encode("utf-16-le"), "une page web"),
        (b"", "un fichier vide"),
    ],
)
@pytest.mark.parametrize("name", ["postes.xls", "postes.csv", "postes.xlsx"])
def test_what_is_no_table_is_called_by_its_name(
    start: bytes, said: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(start)
    for read in (role_of, partial(read_advisors, departement="39")):
        with pytest.raises(DataError) as error:
            read(path)
        assert said in typed(str(error.value))
