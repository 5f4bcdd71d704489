"""Files of every format with their structure mutated, each the same for the same seed."""

import copy
import csv
import gzip
import io
import json
import lzma
import re
import sqlite3
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import shapely
from shapely.geometry import box, mapping

from jura_coverage import parameters, sources
from jura_coverage.errors import JuraCoverageError
from jura_coverage.sources import checks, internet, needs
from jura_coverage.sources.advisors import dashboard, permanences, places, structures
from jura_coverage.sources.communes import registry
from jura_coverage.sources.internet import arcep, fibre_and_copper
from jura_coverage.sources.spreadsheet import HEADINGS
from tests.containers import CONTAINERS, as_ods
from tests.hostile_files import in_geopackage, nested_surface

Reader = Callable[..., sources.Reading[Any]]
SCHEMAS = {
    sources.read_broadband: checks.broadband,
    sources.read_advisors: checks.advisors,
    sources.read_communes: checks.communes,
    sources.read_needs: checks.needs,
}
LAND = gpd.GeoDataFrame(
    {
        "insee": ["39001", "39002", "39003"],
        "name": ["Un", "Deux", "Trois"],
        "epci": "200000001",
        "epci_name": "Communauté",
        "residents": [10, 20, 30],
        "origin_lon": [5.505, 5.515, 5.525],
        "origin_lat": 46.505,
        "origin_source": "town_hall",
    },
    geometry=[box(5.5 + x / 100, 46.5, 5.51 + x / 100, 46.51) for x in range(3)],
    crs=4326,
)
API = [
    {"code": code, "nom": name, "population": residents, "contour": mapping(shape),
     "codeEpci": "200000001", "epci": {"code": "200000001", "nom": "Communauté"},
     "mairie": {"type": "Point", "coordinates": [5.505, 46.505]}}
    for code, name, residents, shape in zip(
        LAND["insee"], LAND["name"], [10, 20, 30], LAND.geometry, strict=True
    )
]  # fmt: skip
TABLES: list[tuple[Reader, tuple[str, ...], str]] = [
    *((sources.read_broadband, each.headings, ";") for each in arcep.FORMATS),
    *((sources.read_broadband, each.headings, ";") for each in fibre_and_copper.FORMATS),
    (sources.read_broadband, tuple(internet.HEADINGS.values()), ","),
    *((sources.read_advisors, each.known, ",") for each in (*places.FORMATS, permanences.FORMAT)),
    *((sources.read_advisors, each.known, ";") for each in structures.FORMATS),
    *((sources.read_advisors, each.known, ",") for each in dashboard.FORMATS),
    (sources.read_advisors, tuple(HEADINGS.values()), ";"),
    (sources.read_advisors, ("host", "code_insee", "posts", "latitude", "longitude"), ","),
    (sources.read_communes, registry.COLUMNS, ","),
    # Formats of different years are one but for their headings.
    *((sources.read_needs, each.known, ",") for each in needs.FORMATS[1::9]),
    (sources.read_needs, tuple(needs.HEADINGS.values()), ","),
]
PLAUSIBLE = {"type": "all", "date": "2026-06-30", "latitude": "46.5", "longitude": "5.5",
             "geometry": LAND.geometry[0].wkb_hex, "id": "1", "code": "39001",
             "Structure": "Mairie", "Nom": "Mairie", "Statut": "Occupé"}  # fmt: skip
CELLS = (
    "", " ", "0", "1", "-1", "12.5", "39001", "1004", "2A004", "75107", "nan", "inf", "9" * 400,
    "é" * 500, "x" * 20_000, "\x1b[31m", "\u202e", "\ufffe", '"', "a\nb", ",;\t|", "=1+1", "None",
    "31/12/2026", "2026-02-31", "rendu", "Lundi (2 j) ; x : 9", "\\N",
    nested_surface().hex()[:3000],
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 12.5, 10**30, 1e308, "", "x", "x" * 5000, "\x00", "\ud83d", "39004", [], {},
    [[[]]], {"type": "Point"}, {"type": "Polygon", "coordinates": [[[0, 0]]]}, [[1e308, 2]] * 4,
)  # fmt: skip
SQL_VALUES = (
    "NULL", "'x'", "12.5", "-1", "9e999", "x''", "zeroblob(1000)", "1e300", "'39001'",
    "replace(hex(zeroblob(5000)), '00', 'é')",
)  # fmt: skip
COLUMNS = ("fid", "geom", *LAND.columns[:-1])
CATALOGUE = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")
MOST_REPEATED = 100  # what is longer is not repeated again
KEYS = ("definition", "poor_share", "policy", "ranges", "self", "__init__", "é")
TOML_VALUES = ("1", "0.1", "nan", "[1, 2]", "[]", '"wired"', "{a = 1}", "1979-05-27", "true",
               "0x" + "f" * 900, "[" * 200 + "]" * 200, "'''\n'''", "9" * 990)  # fmt: skip


def attempt(seed: int, folder: Path) -> str:
    """Write the file of a seed and read it; give the name of what became of it.

    Raises
    ------
    AssertionError
        If what was read does not satisfy its schema.
    Exception
        Whatever a reader lets through that is no error of ours.
    """
    random = Random(seed)  # noqa: S311 - the same file for the same seed
    kind = random.choice(list(KINDS))
    reader, path = KINDS[kind](random, folder)
    try:
        if reader is None:
            parameters.load(path)
        else:
            satisfies(reader, reader(path, departement="39"))
    except JuraCoverageError as error:
        str(error).encode()  # what is said can be said
        return f"{kind}, refused"
    return f"{kind}, read"


def satisfies(
    reader: Reader, reading: sources.Reading[Any], departement: str | None = "39"
) -> None:
    """Hold what was read against its schema."""
    table = reading.table
    if isinstance(table, gpd.GeoDataFrame):
        assert table.index.is_unique
        known = table.geometry.dropna()
        assert known.is_valid.all()
        assert known.geom_type.isin(["Polygon", "MultiPolygon"]).all()
        assert not shapely.has_z(known.to_numpy()).any()
        table = table.drop(columns="geometry").reset_index()
    scope = departement
    if reader is sources.read_advisors:
        # National lists keep the places of other départements, and may tell shares of a post.
        scope, table = None, table.assign(posts=np.ceil(table["posts"]))
    assert not checks.faults(table, SCHEMAS[reader](scope), file="x", headings={})
    assert len(table) > 0


def _changed(random: Random, whole: Any) -> Any:
    """Change some nodes of nested lists and mappings: put, take, repeat, wrap, rename, nest."""
    whole = copy.deepcopy(whole)
    for _ in range(random.randint(1, 4)):
        node = whole
        while True:
            inner = [each for each in (node.values() if isinstance(node, dict) else node)
                     if isinstance(each, dict | list) and each]  # fmt: skip
            if not inner or random.random() < 0.3:
                break
            node = random.choice(inner)
        if not node:
            break
        key = random.choice(list(node)) if isinstance(node, dict) else random.randrange(len(node))
        value = random.choice((*VALUES, [node[key]], {"a": node[key]}, [node[key]] * 50))
        match random.randrange(4):
            case 0:
                del node[key]
            case 1 if isinstance(node, dict):
                node[random.choice(("crs", "geometry", "type", "code", "x" * 300))] = value
            case 2 if isinstance(node, list):
                node.insert(key, copy.deepcopy(node[key]))
            case _:
                node[key] = copy.deepcopy(value)
    return whole


def _json(random: Random, folder: Path) -> tuple[Reader, Path]:
    own = json.loads(LAND.to_json())
    told = _changed(random, random.choice((API, own, own | {"crs": {"type": "name"}})))
    text = json.dumps(told, ensure_ascii=random.random() < 0.5)
    path = folder / random.choice(("communes.json", "communes.geojson"))
    path.write_bytes(_packed(random, text.encode("utf-8", "surrogatepass")))
    return sources.read_communes, path


def _packed(random: Random, content: bytes) -> bytes:
    """Compress, cut or damage bytes, mostly not."""
    chance = random.random()
    if chance < 0.05:
        content = gzip.compress(content)
    elif chance < 0.1:
        content = lzma.compress(content, preset=0)
    if random.random() < 0.1:
        content = content[: random.randint(0, len(content))]
    if random.random() < 0.1 and content:
        place = random.randrange(len(content))
        content = content[:place] + random.randbytes(3) + content[place + 3 :]
    return content


@cache
def _geopackage() -> bytes:
    buffer = io.BytesIO()
    LAND.to_file(buffer, driver="GPKG", layer="communes")
    return buffer.getvalue()


def _database(random: Random, folder: Path) -> tuple[Reader, Path]:
    path = folder / "communes.gpkg"
    path.write_bytes(_geopackage())
    for beside in folder.glob("communes.gpkg-*"):
        beside.unlink()
    with closing(sqlite3.connect(path)) as base:
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY", "ST_IsEmpty"):
            base.create_function(name, 1, lambda _: 0)
        for _ in range(random.randint(1, 3)):
            with suppress(sqlite3.Error):
                base.execute(_statement(random))
                base.commit()
    path.write_bytes(_packed(random, path.read_bytes()) if random.random() < 0.3
                     else path.read_bytes())  # fmt: skip
    return sources.read_communes, path


def _statement(random: Random) -> str:
    """Change values, columns, tables or the catalogue of a GeoPackage."""
    column, other = random.choice(COLUMNS), random.choice(COLUMNS)
    shape = random.choice(
        (nested_surface()[:5000], LAND.geometry[0].wkb, shapely.Point(5, 46).wkb,
         shapely.LineString([(5, 46), (6, 47)]).wkb, shapely.force_3d(LAND.geometry[0]).wkb,
         shapely.MultiPolygon(list(LAND.geometry[:2])).wkb, random.randbytes(60))
    )  # fmt: skip
    blob = bytearray(in_geopackage(shape))
    if random.random() < 0.5:
        blob[random.randrange(len(blob))] = random.randrange(256)
    value = random.choice((*SQL_VALUES, f"x'{blob.hex()}'"))
    catalogued = random.choice(CATALOGUE)
    return random.choice(
        (
            f"UPDATE communes SET {column} = {value} WHERE fid = 2",
            f"UPDATE communes SET geom = x'{blob.hex()}'",
            f"ALTER TABLE communes DROP COLUMN {column}",
            f"ALTER TABLE communes RENAME COLUMN {column} TO {other}_x",
            f"ALTER TABLE communes ADD COLUMN more AS ({column} || {other})",
            f"INSERT INTO communes SELECT fid + 100, geom, {', '.join(COLUMNS[2:])} FROM communes",
            "DELETE FROM communes",
            "DROP TABLE communes",
            "ALTER TABLE communes RENAME TO commune",
            f"CREATE TABLE again AS SELECT * FROM {catalogued}",
            f"DELETE FROM {catalogued}",
            "UPDATE gpkg_geometry_columns SET srs_id = 0",
            f"UPDATE gpkg_geometry_columns SET column_name = '{column}'",
            f"UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = {value}",
            "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4978",
            f"UPDATE gpkg_contents SET table_name = '{random.choice(CATALOGUE)}'",
        )
    )  # fmt: skip


def _mutated_rows(random: Random, headings: tuple[str, ...]) -> list[list[str]]:
    """Give headings and rows of a format, some of which are changed, gone or repeated."""
    names = list(headings)
    rows = [[PLAUSIBLE.get(name, "39001" if "nsee" in name.lower() else "1") for name in names]
            for _ in range(random.randint(0, 4))]  # fmt: skip
    for _ in range(random.randint(0, 4)):
        place = random.randrange(len(names))
        match random.randrange(7):
            case 0:
                names[place] = random.choice((*CELLS, *headings))
            case 1:
                names.insert(place, random.choice((*CELLS, *headings)))
            case 2 if rows:
                random.choice(rows).insert(0, random.choice(CELLS))
            case 3 if 0 < len(rows) < MOST_REPEATED:
                rows += [list(random.choice(rows))] * random.choice((1, 50))
            case 4 if len(names) < MOST_REPEATED:
                names *= random.choice((2, 300))
            case _ if rows and (row := random.choice(rows)):
                row[random.randrange(len(row))] = random.choice(CELLS)
    return [names, *rows]


def _text(random: Random, rows: list[list[str]], separator: str) -> bytes:
    """Write rows as delimited text, mostly with its own separator, encoding and line ends."""
    text = io.StringIO()
    other = random.choice(",;\t|") if random.random() < 0.1 else separator
    ends = "\r" if random.random() < 0.1 else "\r\n"
    csv.writer(text, delimiter=other, lineterminator=ends).writerows(rows)
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"))
    return _packed(random, text.getvalue().encode(encoding, errors="replace"))


def _table(random: Random, folder: Path) -> tuple[Reader, Path]:
    reader, headings, separator = random.choice(TABLES)
    path = folder / ("communes.csv" if reader is sources.read_communes else "commune_debit.csv")
    path.write_bytes(_text(random, _mutated_rows(random, headings), separator))
    return reader, path


def _contained(random: Random, folder: Path) -> tuple[Reader, Path]:
    """Write a list or a table of broadband in another container than delimited text."""
    reader, headings, _ = random.choice(TABLES[:-1])
    rows = _mutated_rows(random, headings)
    legible = [
        [re.sub(r"[\0-\x1f\ufffe]", "", cell) for cell in row[:MOST_REPEATED]] for row in rows
    ]
    width = max(map(len, legible))
    path = folder / random.choice(("liste", "liste.json", "liste.csv"))
    write = CONTAINERS[random.choice(list(CONTAINERS))]
    write(path, [[*row, *[""] * (width - len(row))] for row in legible])
    path.write_bytes(_packed(random, path.read_bytes()))
    return reader, path


def _exports(random: Random, folder: Path) -> tuple[Reader, Path]:
    """Write the exports of the dashboard side by side, each with its faults."""
    beside = folder / "exports"
    beside.mkdir(exist_ok=True)
    for name, each in dashboard.EXPORTS.items():
        rows = _mutated_rows(random, each.headings)
        (beside / f"{name}.csv").write_bytes(_text(random, rows, ","))
    return sources.read_advisors, beside / f"{random.choice(list(dashboard.EXPORTS))}.csv"


@cache
def _opendocument() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "postes.ods"
        as_ods(path, [list(HEADINGS.values()), ["Mairie", "Dole", "39198", "", "", "1"]])
        with zipfile.ZipFile(path) as archive:
            return archive.read("content.xml").decode()


def _sheets_of_libreoffice(random: Random, folder: Path) -> tuple[Reader, Path]:
    path = folder / "postes.ods"
    text = _opendocument()
    for _ in range(random.randint(1, 3)):
        text = _changed_markup(random, text)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", text)
    return sources.read_advisors, path


@cache
def _shapefile() -> dict[str, bytes]:
    """Give the parts of a shapefile of communes as older editions of Admin Express name them."""
    with tempfile.TemporaryDirectory() as folder:
        table = LAND.rename(
            columns={"insee": "INSEE_COM", "name": "NOM_COM", "epci": "CODE_EPCI",
                     "residents": "POPULATION"}
        )  # fmt: skip
        table[["INSEE_COM", "NOM_COM", "CODE_EPCI", "POPULATION", "geometry"]].to_file(
            Path(folder) / "COMMUNE.shp", encoding="UTF-8"
        )
        return {each.suffix: each.read_bytes() for each in Path(folder).iterdir()}


def _archive(random: Random, folder: Path) -> tuple[Reader, Path]:
    parts = [(f"x/COMMUNE{ending}", content) for ending, content in _shapefile().items()]
    for _ in range(random.randint(1, 2)):
        place = random.randrange(len(parts))
        name, content = parts[place]
        match random.randrange(4):
            case 0:
                del parts[place]
            case 1:
                parts[place] = (name, _packed(random, content)[: random.randint(0, 400)])
            case 2:
                parts.append(
                    (random.choice((f"../{name}", name.upper(), "y/COMMUNE.shp")), content)
                )
            case _ if content:
                at = random.randrange(len(content))
                parts[place] = (name, content[:at] + random.randbytes(4) + content[at + 4 :])
        if not parts:
            break
    path = folder / "communes.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, content in parts:
            archive.writestr(name, content)
    path.write_bytes(_packed(random, path.read_bytes()) if random.random() < 0.2
                     else path.read_bytes())  # fmt: skip
    return sources.read_communes, path


@cache
def _workbook() -> dict[str, str]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(HEADINGS.values()))
    sheet.append(["Mairie", "Dole", "39198", "", "", 1, "public", 0.5, "oui", "occupé"])
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _sheets(random: Random, folder: Path) -> tuple[Reader, Path]:
    parts = dict(_workbook())
    for _ in range(random.randint(1, 3)):
        name = random.choice((*parts, *["xl/worksheets/sheet1.xml"] * 8))
        if random.random() < 1 / 6:
            parts.pop(name, None)
        elif parts.get(name):
            parts[name] = _changed_markup(random, parts[name])
    path = folder / "postes.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    if random.random() < 0.1:
        path.write_bytes(_packed(random, path.read_bytes()))
    return sources.read_advisors, path


def _changed_markup(random: Random, text: str) -> str:
    """Take, repeat or change one piece of XML."""
    pieces = re.findall(r"<[^>]*>|[^<]+", text)
    if not pieces:
        return text
    place = random.randrange(len(pieces))
    match random.randrange(5):
        case 0:
            del pieces[place]
        case 1:
            pieces.insert(place, random.choice(pieces) * random.choice((1, 3, 20_000)))
        case 2:
            pieces[place] = re.sub(r'"[^"]*"', f'"{random.randint(-9, 10**12)}"', pieces[place])
        case 3:
            pieces[place] = random.choice(("x", "1e400", "&#0;", "<c r='XFD1'/>", "<!DOCTYPE a>"))
        case _:
            pieces[place] = re.sub(r'"[^"]*"', '"x"', pieces[place])
    return "".join(pieces)


def _toml(random: Random, folder: Path) -> tuple[None, Path]:
    path = folder / "parametres.toml"
    lines = [
        random.choice(("{} = {}", "[{}]", "{0}.{0} = {1}", "{} {}", "[[{}]]", "{}.x = {}"))
        .format(random.choice(KEYS), random.choice(TOML_VALUES))
        for _ in range(random.randint(0, 5))
    ]  # fmt: skip
    path.write_bytes(_packed(random, "\n".join(lines).encode()))
    return None, path


KINDS: dict[str, Callable[[Random, Path], tuple[Reader | None, Path]]] = {
    "JSON": _json, "GeoPackage": _database, "table": _table, "workbook": _sheets, "TOML": _toml,
    "list": _contained, "exports": _exports, "ods": _sheets_of_libreoffice, "archive": _archive,
}  # fmt: skip
