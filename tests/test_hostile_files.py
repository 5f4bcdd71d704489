"""A file is data: it asks for no address, opens no other file, and takes no more than a table."""

import errno
import gzip
import json
import os
import socket
import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from jura_coverage import parameters, sources
from jura_coverage.errors import DataError, JuraCoverageError, ParameterError
from jura_coverage.french import legible
from jura_coverage.sources import delimited, packed
from jura_coverage.sources import workbook as workbooks
from jura_coverage.sources.layers import geojson
from tests.command import Command
from tests.edited_files import EMBEDDED, cells, edited
from tests.hostile_files import (
    SHEET,
    TABLE_END,
    asking_for_memory,
    in_geopackage,
    nested_surface,
    registry,
    surface,
    with_sql,
    workbook,
)
from tests.official_files import BEST, filled_in_template

SECOND = "UPDATE communes SET {} WHERE rowid = 2"


def refused(path: Path, reader: Callable[..., object] = sources.read_communes) -> str:
    """Read a file for the Jura, which must be refused in French, without any warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(JuraCoverageError) as found:
            reader(path, departement="39")
    return str(found.value)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine that listens, and what was asked there."""
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    requests.append(connection.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], requests
        server.shutdown(socket.SHUT_RDWR)


def test_no_file_makes_a_request(tmp_path: Path, asked: tuple[int, list[bytes]]) -> None:
    port, requests = asked
    address = f"http://127.0.0.1:{port}/x"
    feature: dict[str, object] = {"type": "Feature", "properties": {}, "geometry": None}
    link = {"type": "link", "properties": {"href": address, "type": "ogcwkt"}}
    contents = {
        "wfs.gpkg": f"<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>",
        "vrt.shp": f"<OGRVRTDataSource><OGRVRTLayer name='communes'><SrcDataSource>/vsicurl/"
        f"{address}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "link.geojson": json.dumps(
            {"type": "FeatureCollection", "crs": link, "features": [feature]}
        ),
    }
    for name, text in contents.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert "attendu" in refused(path)
    assert requests == []


def test_no_other_file_is_read(tmp_path: Path) -> None:
    """Neither one that a file names, nor one that a link beside it leads to."""
    virtual = tmp_path / "virtuel.gpkg"
    virtual.write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='communes'><SrcDataSource>"
        f"{EMBEDDED['communes']}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    assert "illisible" in refused(virtual)
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    communes = gpd.read_file(EMBEDDED["communes"])[["insee", "name", "geometry"]]
    communes.to_file(elsewhere / "x.shp", encoding="utf-8")
    for part in elsewhere.iterdir():
        beside = tmp_path / part.name
        beside.symlink_to(part) if part.suffix == ".dbf" else beside.write_bytes(part.read_bytes())
    assert "lien symbolique" in refused(tmp_path / "x.shp")


VIEW = "ALTER TABLE communes RENAME TO base", "CREATE VIEW communes AS SELECT * FROM base"
ENDLESS = (
    VIEW[0],
    "CREATE VIEW communes AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT * FROM base, (SELECT count(*) FROM c)",
)
LISTED = (
    "ALTER TABLE gpkg_contents RENAME TO listed",
    (
        "CREATE VIEW gpkg_contents AS WITH RECURSIVE c(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT * FROM listed, c"
    ),
)
COMPUTED = ("ALTER TABLE communes ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))",)


@pytest.mark.parametrize("statements", [VIEW, ENDLESS, LISTED, COMPUTED])
def test_a_geopackage_is_plain_tables(statements: tuple[str, ...], tmp_path: Path) -> None:
    assert "une vue ou une table calculée" in refused(with_sql(tmp_path, *statements))


def test_a_geopackage_that_is_being_written_is_not_read_half(tmp_path: Path) -> None:
    path = with_sql(tmp_path)
    path.with_name(f"{path.name}-wal").write_bytes(b"a page to come")
    assert "Fermez-le dans QGIS" in refused(path)


@pytest.mark.parametrize(
    ("value", "shown"), [("'beaucoup'", "beaucoup"), ("12.5", "12.5"), ("9e999", "inf")]
)
def test_residents_that_are_no_whole_number_are_a_fault(
    value: str, shown: str, tmp_path: Path
) -> None:
    path = with_sql(tmp_path, SECOND.format(f"residents = {value}"))
    said = refused(path)
    assert f"entité 2, colonne « residents » : trouvé « {shown} » ; attendu un nombre" in said


@pytest.mark.parametrize("kind", ["TEXT", "REAL"])
def test_whole_residents_are_read_however_they_are_kept(kind: str, tmp_path: Path) -> None:
    statements = (
        f"ALTER TABLE communes ADD COLUMN again {kind}",
        "UPDATE communes SET again = residents",
        "ALTER TABLE communes DROP COLUMN residents",
        "ALTER TABLE communes RENAME COLUMN again TO residents",
    )
    found = sources.read_communes(with_sql(tmp_path, *statements), departement="39").table
    kept = sources.read_communes(EMBEDDED["communes"], departement="39").table
    assert found["residents"].tolist() == kept["residents"].tolist()


SQUARE = ((5.5, 46.5), (5.51, 46.5), (5.51, 46.51), (5.5, 46.5))
SHAPES: dict[str, tuple[bytes, str]] = {
    "nested": (nested_surface(), "aucune géométrie lisible"),
    "endless": (struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF), "aucune géométrie lisible"),
    "not finite": (surface(*SQUARE[:2], (float("inf"), 46.51), SQUARE[0]), "coordonnées infinies"),
    "not a number": (surface(*SQUARE[:2], (5.5, float("nan")), SQUARE[0]), "coordonnées infinies"),
    "a line": (shapely.LineString(SQUARE).wkb, "aucune géométrie lisible"),
    "a point": (shapely.Point(SQUARE[0]).wkb, "n'est pas une surface"),
    "in Lambert-93": (shapely.box(9e5, 6.6e6, 9.1e5, 6.7e6).wkb, "hors de France"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_shape_that_is_no_boundary_is_told_in_french(case: str, tmp_path: Path) -> None:
    shape, words = SHAPES[case]
    blob = in_geopackage(shape).hex()
    path = with_sql(tmp_path, SECOND.format(f"geom = x'{blob}'"))
    said = refused(path)
    assert "1 problème\n" in said
    assert "entité 2, commune 39002" in said
    assert words in said


def test_heights_are_left_out(tmp_path: Path) -> None:
    blob = in_geopackage(surface(*((*corner, 300.0) for corner in SQUARE))).hex()
    path = with_sql(tmp_path, SECOND.format(f"geom = x'{blob}'"))
    found = sources.read_communes(path, departement="39").table
    assert not found.geometry.has_z.any()


def test_a_nested_shape_of_the_registry_is_a_commune_without_boundary(tmp_path: Path) -> None:
    found = sources.read_communes(registry(tmp_path, nested_surface()), departement="39")
    assert found.table.geometry.isna().tolist() == [False, True]


@pytest.mark.slow
@pytest.mark.parametrize(
    "crs", ["EPSG:2154", "urn:ogc:def:crs:EPSG::2154", "http://x/2154", {"a": 1}]
)
def test_a_geojson_names_its_projection_or_is_refused(crs: object, tmp_path: Path) -> None:
    shapes = gpd.read_file(EMBEDDED["communes"]).to_crs(2154)
    told = json.loads(shapes.to_json(to_wgs84=False))
    told["crs"] = {"type": "name", "properties": {"name": crs}}
    path = tmp_path / "communes.geojson"
    path.write_text(json.dumps(told), encoding="utf-8")
    if "2154" in str(crs) and "http" not in str(crs):
        found = sources.read_communes(path, departement="39").table
        assert found.geometry.area.sum() == pytest.approx(shapes.geometry.area.sum())
    else:
        assert "système de coordonnées" in refused(path)


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("modele") / "postes.xlsx"
    filled_in_template(path)
    return path.read_bytes()


@pytest.mark.parametrize("stated", ["A1", "A1:F3", "A1:P2", "A1:XFD1048576"])
def test_a_workbook_is_read_to_its_real_end(stated: str, posts: bytes, tmp_path: Path) -> None:
    before, after = '<dimension ref="A1:S3" />', f'<dimension ref="{stated}"/>'
    path = workbook(tmp_path, posts, **{SHEET: (before, after)})
    found = sources.read_advisors(path, departement="39").table
    assert found["posts"].tolist() == [1, 2]  # of the two rows of the template


ROW = "<row r='9'>{}</row>" + TABLE_END
SHEETS = {
    "elements": ROW.format("<c/>" * workbooks.GREATEST_ELEMENTS["xl/worksheets/"]),
    "columns": ROW.format("<c r='XFD9'><v>1</v></c>"),
    "a formula beyond": ROW.format("<c r='XFD9'><f>A1</f></c>"),
    "rows": "<row><c><v>1</v></c></row>" * (workbooks.GREATEST_ROWS + 1) + TABLE_END,
    "a row beyond the last": "<row r='999999999999'><c r='A9'><v>1</v></c></row>" + TABLE_END,
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SHEETS)
def test_a_workbook_has_the_size_of_a_list(case: str, posts: bytes, tmp_path: Path) -> None:
    path = workbook(tmp_path, posts, **{SHEET: (TABLE_END, SHEETS[case])})
    assert "un classeur neuf" in refused(path, sources.read_advisors)


def test_a_cell_that_is_only_formatted_does_not_count(posts: bytes, tmp_path: Path) -> None:
    cells = "".join(f"<row r='{row}'><c r='XFD{row}' s='1'/></row>" for row in range(9, 200))
    path = workbook(tmp_path, posts, **{SHEET: (TABLE_END, cells + TABLE_END)})
    assert sources.read_advisors(path, departement="39").table["posts"].tolist() == [1, 2]


def test_a_style_sheet_of_a_workbook_has_the_size_of_one(posts: bytes, tmp_path: Path) -> None:
    fonts = "<font/>" * workbooks.GREATEST_ELEMENTS[""] + "</fonts>"
    path = workbook(tmp_path, posts, **{"xl/styles.xml": ("</fonts>", fonts)})
    assert "éléments dans « xl/styles.xml »" in refused(path, sources.read_advisors)


def test_what_styles_lack_is_not_told_in_english(
    posts: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path, posts, **{"xl/styles.xml": ('xfId="0"', 'xfId="827382"')})
    assert "un classeur illisible" in refused(path, sources.read_advisors)
    assert capsys.readouterr() == ("", "")


def test_an_archive_asks_for_no_more_memory_than_a_table(tmp_path: Path) -> None:
    path = tmp_path / "communes.csv.lzma"
    path.write_bytes(asking_for_memory())
    assert "compression abîmée" in refused(path)


def test_an_archive_of_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "RATIO_FROM_BYTES", 1000)
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(BEST.encode() + b";" * 2_000_000))
    assert "une fois décompressé" in refused(path, sources.read_broadband)


def test_json_that_would_fill_the_memory_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geojson, "GREATEST_COST", 150_000)
    path = tmp_path / "communes.json"
    path.write_bytes(b"[" + b"[]," * 1000 + b"[]]")  # a thousand lists and commas cost 150 bytes
    assert "plus de" in refused(path)


@pytest.mark.parametrize("text", ["[" * 10_000, r'[{"nom": "Ville \ud83d"}]', "[1e999, NaN]"])
def test_json_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "communes.json"
    path.write_text(text, encoding="utf-8")
    assert "ce n'est pas du JSON" in refused(path)


def test_a_table_has_the_size_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    path.write_text(BEST + BEST.splitlines()[1] + "\n", encoding="utf-8")
    monkeypatch.setattr(delimited, "GREATEST_ROWS", 4)
    assert "plus de 4 lignes" in refused(path, sources.read_broadband)
    monkeypatch.setattr(delimited, "GREATEST_CELLS", 20)
    assert "plus de 20 cellules" in refused(path, sources.read_broadband)


@pytest.mark.parametrize("name", ["h{}", "h"])
def test_a_hundred_thousand_headings_are_not_compared(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    headings = ",".join(name.format(number) for number in range(100_000))
    path.write_text(f"host,code_insee,posts,latitude,longitude,{headings}\n1\n", encoding="utf-8")
    assert "plus de 1000 colonnes" in refused(path, sources.read_advisors)


def test_a_name_is_no_longer_than_a_name(tmp_path: Path) -> None:
    for role, reader, column in (
        ("advisors", sources.read_advisors, "host"),
        ("communes", sources.read_communes, "name"),
    ):
        path = edited(role, tmp_path, cells(2, **{column: "x" * 301}))
        said = refused(path, reader)
        assert "300 caractères au plus" in said
        assert len(said) < 1000  # the cell itself is not told whole


def test_what_has_no_sign_is_shown_as_one(tmp_path: Path) -> None:
    odd = "Relais\x1b[31m \u202eelôD\x00"[:-1]
    shown = "Relais␛[31m �elôD"
    assert legible(odd) == shown
    assert legible("\ud83d") == "�"
    hosts = sources.read_advisors(
        edited("advisors", tmp_path, cells(2, host=odd)), departement="39"
    ).table
    assert shown in hosts["host"].tolist()
    communes = sources.read_communes(
        edited("communes", tmp_path, cells(2, name=odd)), departement="39"
    ).table
    assert communes.at["39002", "name"] == shown


def test_a_line_break_in_a_cell_starts_no_line_elsewhere(tmp_path: Path) -> None:
    path = edited("advisors", tmp_path, cells(2, host="Relais\nErreur. Rien"))
    hosts = sources.read_advisors(path, departement="39").table["host"]
    assert "Relais Erreur. Rien" in hosts.tolist()


TOML = {
    "digits": "far_minutes = " + "9" * 5000,
    "digits within a line": "far_minutes = " + "9" * 900,
    "nested": "far_minutes = " + "[\n" * 5000,
    "nested tables": "ranges = " + "{a=" * 300,
    "dotted": ".".join("a" * 20_000) + " = 1",
    "a word of Python": "__dataclass_self__ = 1",
    "self": "self = 1",
    "size": "# x\n" * 10_000,
    "a deep value": "far_minutes = " + "[" * 200 + "]" * 200,
    "a control": "far_minutes = \x1b",
    "a long name": "n" * 900 + " = 1",
}


@pytest.mark.parametrize("case", TOML)
def test_a_parameter_file_is_refused_in_a_sentence(case: str, tmp_path: Path) -> None:
    path = tmp_path / "parametres.toml"
    path.write_text(TOML[case] + "\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="attendu") as found:
        parameters.load(path)
    assert len(str(found.value)) < 700


@pytest.mark.parametrize("reader", [sources.read_communes, sources.read_advisors,
                                    sources.read_broadband])  # fmt: skip
def test_what_is_no_plain_file_is_not_waited_for(
    reader: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "x.csv")
    assert "ni un fichier ni un dossier" in refused(tmp_path / "x.csv", reader)
    assert "trouvé un dossier" in refused(tmp_path, reader)
    with pytest.raises(ParameterError, match="autre chose qu'un fichier"):
        parameters.load(tmp_path / "x.csv")

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path = tmp_path / "ferme.csv"
    path.write_text("x\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", forbidden)
    assert "un fichier illisible (accès refusé)" in refused(path, reader)


def test_faults_without_number_are_not_all_told(tmp_path: Path) -> None:
    heading = ",".join(pd.read_csv(EMBEDDED["broadband"], nrows=0).columns)
    path = tmp_path / "x.csv"
    row = ",".join("x" for _ in heading.split(","))
    path.write_text("\n".join([heading, *[row] * 1200]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as found:
        sources.read_broadband(path, departement="39")
    assert "plus de 1000 problèmes" in str(found.value)
    assert "… et plus de 980 autres." in str(found.value)


BARE = [
    {"code": code, "nom": f"Carré {code}", "population": residents,
     "contour": shape and shapely.geometry.mapping(shape)}
    for code, residents, shape in (
        ("39300", 1000, shapely.box(5.5, 46.65, 5.55, 46.7)),
        ("39198", None, shapely.box(5.55, 46.65, 5.6, 46.7)),
        ("39478", 1000, None),
    )
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_a_bare_commune_that_check_accepts_ends_well_everywhere(
    tmp_path: Path, command: Command
) -> None:
    communes, hosts = tmp_path / "communes.json", tmp_path / "a.csv"
    communes.write_text(json.dumps(BARE), encoding="utf-8")
    hosts.write_text(
        "host,code_insee,posts,latitude,longitude\nMairie,39300,1,,\n", encoding="utf-8"
    )
    assert command("check", communes, hosts).status == 0
    for words in (
        ("run",), ("plan",), ("export", "--formats", "csv,geojson,gpkg,xlsx"),
        ("sheets", "--html-only", "--all-communes"),
    ):  # fmt: skip
        out = tmp_path / words[0]
        ended = command(*words, "--communes", communes, "--advisors", hosts, "--out", out)
        assert ended.status == 0, ended.err
        assert "impossible" not in ended.err
    sheet = (tmp_path / "sheets" / "fiche-39478.html").read_text(encoding="utf-8")
    assert "Carte non disponible" in sheet
