"""Whatever a file holds, a reader gives a table that satisfies its schema, or one of our errors."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import box, mapping

from jura_coverage import sources
from jura_coverage.errors import JuraCoverageError
from jura_coverage.sources import catalogue, content, internet, needs, spreadsheet
from jura_coverage.sources.advisors import places, structures
from jura_coverage.sources.communes import registry
from jura_coverage.sources.internet import arcep, fibre_and_copper
from tests.mutated_files import Reader, attempt, satisfies
from tests.official_files import filled_in_template

pytestmark = pytest.mark.slow

SQUARE = box(5.5, 46.5, 5.51, 46.51)
API = json.dumps(
    [
        {"code": code, "nom": f"Carré {code}", "population": 12, "contour": mapping(SQUARE),
         "mairie": {"type": "Point", "coordinates": [5.505, 46.505]}}
        for code in ("39001", "39002")
    ]
)  # fmt: skip
HOSTILE = [
    "", " ", "=1+1", "<script>", "\x07", "é" * 50, "39001", "1004", "2A004", "75107", "99999",
    "-1", "1e308", "9" * 30, "NaN", "inf", "0,0", "46,5", "5.5", "all", "2026-06-30", "31/12/2026",
    "déjà fermé", "'; DROP", '"', "\u202e", "\ud7ff", "Conseillers numériques|x", "occupé",
    "٣٩٠٠١", "²", "0" * 5, "3" * 300,
]  # fmt: skip
cells = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8), st.integers().map(str))
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

DELIMITED: list[tuple[Reader, tuple[str, ...], str]] = [
    *((sources.read_broadband, each.headings, ";") for each in arcep.FORMATS),
    *((sources.read_broadband, each.headings, ";") for each in fibre_and_copper.FORMATS),
    (sources.read_broadband, tuple(internet.HEADINGS.values()), ","),
    *((sources.read_advisors, each.known, ",") for each in places.FORMATS),
    *((sources.read_advisors, each.known, ";") for each in structures.FORMATS),
    *((sources.read_advisors, each.headings, ";") for each in spreadsheet.FORMATS),
    (sources.read_advisors, ("host", "code_insee", "posts", "latitude", "longitude"), ","),
    *((sources.read_needs, each.headings, ";") for each in needs.FORMATS[1::16]),
    (sources.read_needs, tuple(needs.HEADINGS.values()), ","),
]
NAMES = [
    "commune_debit_filaire.csv", "commune_debit.csv", "x.csv", "x.csv.gz", "x.xlsx", "communes.csv",
    "communes.csv.lzma", "communes.json", "communes.geojson", "communes.gpkg", "communes.shp",
    "communes.zip", "x.ods", "x",
]  # fmt: skip


def check(reader: Reader, path: Path, departement: str | None = "39") -> None:
    """Read, and hold the result against its schema; only our own errors may come."""
    try:
        reading = reader(path, departement=departement)
    except JuraCoverageError:
        return
    satisfies(reader, reading, departement)


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_mutated_structure(tmp_path: Path, first: int) -> None:
    """The first of those that `make fuzz` reads."""
    for seed in range(first, first + 100):
        attempt(seed, tmp_path)


@quick
@given(content=st.binary(max_size=400), name=st.sampled_from(NAMES))
def test_arbitrary_bytes(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    for variant in (
        content,
        gzip.compress(content),
        b"\x1f\x8b" + content,
        b"PK\x03\x04" + content,
    ):
        path.write_bytes(variant)
        for reader in (sources.read_broadband, sources.read_advisors, sources.read_communes):
            check(reader, path)


@pytest.mark.parametrize(("reader", "headings", "separator"), DELIMITED)
@quick
@given(data=st.data())
def test_hostile_cells_and_shuffled_columns(
    tmp_path: Path, reader: Reader, headings: tuple[str, ...], separator: str, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(headings))
    plausible = {"code_insee": "39300", "type": "all", "date": "2026-06-30", "code_dep": "39",
                 "insee_com": "39300", "INSEE_COM": "39300"}  # fmt: skip
    rows = data.draw(
        st.lists(
            st.tuples(*(
                st.one_of(st.just(plausible.get(name, "1")), st.just("0"), cells) for name in order
            )),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([order, *rows])
    path = tmp_path / "commune_debit_filaire.csv"
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
    path.write_bytes(text.getvalue().encode(encoding, errors="replace"))
    check(reader, path, data.draw(st.sampled_from(["39", None])))


ORIGINALS: dict[str, tuple[Reader, bytes]] = {
    "communes.json": (sources.read_communes, API.encode()),
    "communes.gpkg": (
        sources.read_communes,
        catalogue.default("communes", departement="39").read_bytes(),
    ),
    "advisors.csv": (
        sources.read_advisors,
        catalogue.chosen("advisors", "2022", departement="39").read_bytes(),
    ),
    "broadband.csv": (
        sources.read_broadband,
        catalogue.default("broadband", departement="39").read_bytes(),
    ),
}


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "postes.xlsx"
    filled_in_template(path)
    return path.read_bytes()


@pytest.mark.parametrize("name", ORIGINALS)
@settings(quick, max_examples=25)
@given(data=st.data())
def test_cut_and_corrupted_files(tmp_path: Path, name: str, data: st.DataObject) -> None:
    reader, whole = ORIGINALS[name]
    damage(tmp_path / name, reader, whole, data)


@settings(quick, max_examples=40)
@given(data=st.data())
def test_cut_and_corrupted_workbooks(tmp_path: Path, workbook: bytes, data: st.DataObject) -> None:
    damage(tmp_path / "postes.xlsx", sources.read_advisors, workbook, data)


def damage(path: Path, reader: Reader, whole: bytes, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(whole)))
    content = bytearray(whole[:end] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 3))):
        if content:
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    check(reader, path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | cells,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3),
    max_leaves=8,
)


@settings(quick, max_examples=150)
@given(
    code=json_values, name=json_values, population=json_values, contour=json_values,
    coordinates=json_values, wrapped=st.booleans(),
)  # fmt: skip
def test_hostile_json(
    tmp_path: Path, code: Any, name: Any, population: Any, contour: Any, coordinates: Any,
    wrapped: bool,
) -> None:  # fmt: skip
    sound = json.loads(API)
    row = {"code": code, "nom": name, "population": population, "contour": contour,
           "mairie": {"type": "Point", "coordinates": coordinates}}  # fmt: skip
    shape = {"type": "Polygon", "coordinates": coordinates}
    rows: Any = [*sound, row, {**sound[0], "code": "39003", "contour": shape}]
    if wrapped:
        rows = {"features": [{"properties": each, "geometry": each["contour"]} for each in rows]}
    path = tmp_path / "communes.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    check(sources.read_communes, path)


@quick
@given(rows=st.lists(st.tuples(*[cells] * len(registry.COLUMNS)), min_size=1, max_size=3))
def test_hostile_registry_tables(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    sound = ("1", "39001", "COM", "Carré", "1", "120", "\\N", "\\N", SQUARE.wkb_hex, "\\N")
    text = io.StringIO()
    csv.writer(text).writerows([registry.COLUMNS, sound, *rows])
    path = tmp_path / "communes.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    check(sources.read_communes, path)


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        (sources.read_broadband, "x.csv.gz"),
        (sources.read_advisors, "x.csv.gz"),
        (sources.read_communes, "communes.csv.xz"),
    ],
)
def test_a_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader, name: str
) -> None:
    monkeypatch.setattr(content, "GREATEST_BYTES", 5_000_000)
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"0" * 50_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(JuraCoverageError, match="plus de 5 Mo"):
        reader(path, departement="39")


@pytest.mark.parametrize("cell", [b",", b";", b"0"])
def test_an_endless_line_is_refused(tmp_path: Path, cell: bytes) -> None:
    path = tmp_path / "x.csv.gz"
    for heading in (b"", ";".join(arcep.FORMATS[0].headings).encode() + b"\n"):
        path.write_bytes(gzip.compress(heading + cell * 20_000_000))
        with pytest.raises(JuraCoverageError):
            sources.read_broadband(path, departement="39")


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path, workbook: bytes) -> None:
    import zipfile

    path = tmp_path / "postes.xlsx"
    path.write_bytes(workbook)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 150_000_000)
    with pytest.raises(JuraCoverageError, match="plus de 50 Mo"):
        sources.read_advisors(path, departement="39")
