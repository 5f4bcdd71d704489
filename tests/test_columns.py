"""One description of every column: a new one is found in every output, and none is told twice."""

import csv
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, get_args

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from jura_coverage import columns, study, territory
from jura_coverage.columns import Column, Kind
from jura_coverage.measures import equity
from jura_coverage.publish import write_page
from jura_coverage.publish.files import formats, plain
from jura_coverage.publish.map import numbers, shape
from jura_coverage.publish.tables import communes
from jura_coverage.sources import checks
from jura_coverage.study import Result
from tests.browser import Watched

TABLES = {
    "communes": columns.COMMUNES,
    "epci": columns.EPCI,
    "hosts": columns.HOSTS,
    "choices": columns.CHOICES,
    "kept": columns.KEPT,
    "timeline": columns.TIMELINE,
    "sites": columns.sites(near="15 minutes"),
    "moved": columns.MOVED,
    "equity": columns.equity(equity.LIMITS),
    "weighted": columns.weighted_equity(
        equity.LIMITS, share="part de 65 ans et plus", called="âgées", having="qui en ont"
    ),
    "new posts of départements": columns.NEW_POSTS,
    "kept posts of départements": columns.KEPT_POSTS,
    "sources": columns.SOURCES,
    "parameters": columns.PARAMETERS,
    "remarks": columns.REMARKS,
    "dictionary": columns.DICTIONARY,
}


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def in_the_workbook(folder: Path, heading: str) -> tuple[str, Any]:
    """Give the format and the value of the first cell below a heading."""
    sheet = openpyxl.load_workbook(folder / "couverture-00.xlsx")["Communes"]
    (place,) = [cell.column for cell in sheet[1] if cell.value == heading]
    cell = sheet.cell(2, place)
    return cell.number_format, cell.value


# What code holds, and what the CSV, the other files and the workbook must say of it.
WELLS: tuple[tuple[Kind, Any, str, Any, Any, str], ...] = (
    (columns.COUNT, 1234, "1234", 1234, 1234, "nombre"),
    (columns.SHARE, 0.12345678, "12,346", 12.346, 12.346, "pour cent"),
    (columns.MINUTES, 7.126, "7,13", 7.13, 7.13, "minutes"),
    (columns.FLAG, True, "oui", "oui", "oui", ""),
    (columns.TEXT, "profond", "profond", "profond", "profond", ""),
    (columns.DATE, "2029-01-31", "2029-01-31", date(2029, 1, 31), datetime(2029, 1, 31), "date"),
)


def wells(kind: Kind) -> Column:
    """Describe a new column of a kind."""
    told = (f"wells_{kind.name}", f"puits_{kind.name}", f"Puits {kind.name}", "Puits d'ici.")
    (column,) = columns.of(columns.COMPUTED, kind, told)
    return column


@pytest.fixture(scope="module")
def with_wells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is written of the invented département with a new column of each kind."""
    folder = tmp_path_factory.mktemp("wells")
    first, *others = columns.COMMUNES
    new = [wells(kind) for kind, *_ in WELLS]
    result = study.study(territory.of("00", files=territory.files("00")))
    known = {wells(kind).name: value for kind, value, *_ in WELLS}
    result = replace(result, communes=result.communes.assign(**known))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "COMMUNES", (first, *new, *others))
        plain.write_communes_csv(result, folder / "communes.csv")
        formats.write(result, folder, formats=tuple(formats.FORMATS))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "known", "text", "value", "cell", "unit"),
    WELLS,
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_new_column_is_in_every_output(
    kind: Kind, known: Any, text: str, value: Any, cell: Any, unit: str, with_wells: Path
) -> None:
    """One entry and one measure: no writer, reader or format is told of it."""
    field, heading = wells(kind).field, wells(kind).heading
    for name in ("communes.csv", "communes-00.csv"):
        assert {row[field] for row in read_csv(with_wells / name)} == {text}
    number_format, written = in_the_workbook(with_wells, heading)
    assert written == pytest.approx(cell) if isinstance(cell, float) else written == cell
    assert number_format.startswith(kind.number_format)
    day = kind is columns.DATE
    assert pq.read_table(with_wells / "communes-00.parquet")[field][0].as_py() == value
    layer = gpd.read_file(with_wells / "couverture-00.gpkg", layer="communes")[field]
    assert (layer[0].date() if day else layer[0]) == value
    shown = gpd.read_file(with_wells / "communes-00.geojson")[field]
    assert (pd.Timestamp(shown[0]).date() if day else shown[0]) == value
    told = [row for row in read_csv(with_wells / "dictionnaire-00.csv") if row["colonne"] == field]
    assert [
        (row["libelle"], row["unite"], row["signification"], row["origine"]) for row in told
    ] == [(heading, unit, "Puits d'ici.", "calcul")]


def test_a_column_without_values_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """A description whose measure was forgotten is no column of empty cells."""
    monkeypatch.setattr(columns, "COMMUNES", (*columns.COMMUNES, wells(columns.COUNT)))
    with pytest.raises(KeyError, match="wells"):
        communes.commune_table(study.study(territory.of("00", files=territory.files("00"))))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_tells_each_column_once_and_whole(table: tuple[Column, ...]) -> None:
    described: tuple[Callable[[Column], str], ...] = (
        lambda column: column.name, lambda column: column.field, lambda column: column.heading,
    )  # fmt: skip
    for each in described:
        told = [each(column) for column in table]
        assert all(told)
        assert len(set(told)) == len(told)
    for column in table:
        assert column.meaning.endswith(".")
        assert column.field.isascii()


def test_what_is_read_has_a_description() -> None:
    """Each column of the tables that are checked, with a type and, for counts, with bounds."""
    for schema in (checks.communes("39"), checks.broadband("39"), checks.advisors("39")):
        for cells in schema:
            column = cells.column
            assert column.heading
            assert column.meaning.endswith(".")
            assert (column.bounds is not None) == (column.kind.dtype in ("Int64", "float64"))


@pytest.mark.parametrize(
    "values",
    [pd.Series([0.5], name="residents"), pd.Series([1], name="residents"), None],
)
def test_a_reader_that_fits_no_description_is_our_fault(values: pd.Series | None) -> None:
    """It is no fault of the file, and is never told as one."""
    text = {name: ["39300"] for name in ("insee", "name", "epci", "epci_name")}
    table = pd.DataFrame(text if values is None else {**text, "residents": values})
    with pytest.raises(TypeError, match="residents"):
        checks.faults(table, checks.communes("39"), file="a.csv", headings={})
    whole = table.assign(residents=pd.array([1], dtype="Int64"))
    assert checks.faults(whole, checks.communes("39"), file="a.csv", headings={}) == []
    missing = whole.assign(epci=None)
    with pytest.raises(TypeError, match="epci"):
        checks.faults(missing, checks.communes("39"), file="a.csv", headings={})


def on_the_page(watched: Watched, path: Path) -> tuple[list[str], list[str], list[dict[str, str]]]:
    """Open a page's table, and give its headings, its first row, and the file saved from it."""
    page = watched.open(path)
    page.click("#table-open")
    heads = page.locator("#table-box thead th").all_inner_texts()
    cells = page.locator("#table-box tbody tr").first.locator("th, td").all_inner_texts()
    with page.expect_download() as download:
        page.click("#download")
    rows = read_csv(Path(download.value.path()))
    assert watched.messages == []
    return [head.strip() for head in heads], cells, rows


@pytest.mark.slow
def test_the_page_writes_its_columns_as_other_files_do(
    watched: Watched, jura_page: Path, jura: Result, tmp_path: Path
) -> None:
    heads, _, rows = on_the_page(watched, jura_page)
    assert heads == [each.short or each.heading for each in columns.PAGE]
    fields = [column.field for column in (*columns.PAGE, *columns.PAGE_FILE_ONLY)]
    assert list(rows[0]) == fields
    plain.write_communes_csv(jura, tmp_path / "communes.csv")
    exported = read_csv(tmp_path / "communes.csv")
    wanted = [{field: row[field] for field in fields} for row in exported]
    assert sorted(rows, key=itemgetter("code_insee")) == wanted


# What the page's table says of the wells; its file must say what `communes.csv` does.
ON_SCREEN = {
    "count": "1 234", "share": "12,3 %", "minutes": "7,1 min", "flag": "oui", "text": "profond",
    "date": "31/01/2029", "weighted": "7,1", "year": "2029", "euros": "42 500 €", "index": "0,12",
    "degrees": "5,67812", "posts": "0,33", "kilometres": "12,3 km", "metres": "1 250 m",
}  # fmt: skip
MORE_WELLS = (
    (columns.WEIGHTED, 7.126), (columns.YEAR, 2029), (columns.EUROS, 42500),
    (columns.INDEX, 0.123456), (columns.DEGREES, 5.678123456), (columns.POST, 1 / 3),
    (columns.KILOMETRES, 12.34), (columns.METRES, 1250.0),
)  # fmt: skip


@pytest.mark.slow
def test_a_new_column_of_each_kind_is_in_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, watched: Watched
) -> None:
    """No template, script or payload is told of it."""
    known = dict((*(each[:2] for each in WELLS), *MORE_WELLS))
    new = tuple(map(wells, known))
    monkeypatch.setattr(columns, "COMMUNES", (*columns.COMMUNES, *new))
    monkeypatch.setattr(columns, "PAGE", (*columns.PAGE, *new))
    result = study.study(territory.of("00", files=territory.files("00")))
    count, index = len(result.communes), result.communes.index
    values = {}
    for column, (kind, value) in zip(new, known.items(), strict=True):
        dtype = "str" if kind.is_text and kind is not columns.FLAG else kind.dtype
        values[column.name] = pd.Series([*[value] * (count - 1), None], index=index, dtype=dtype)
    result = replace(result, communes=result.communes.assign(**values))
    write_page(result, tmp_path / "carte.html")
    plain.write_communes_csv(result, tmp_path / "communes.csv")

    heads, cells, rows = on_the_page(watched, tmp_path / "carte.html")
    assert heads[-len(new) :] == [column.heading for column in new]
    shown = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in cells[-len(new) :]]
    assert shown == [ON_SCREEN[kind.name] for kind in known]
    exported = {row["code_insee"]: row for row in read_csv(tmp_path / "communes.csv")}
    assert {row["code_insee"] for row in rows} == set(exported)
    for column in new:
        assert "" in {row[column.field] for row in exported.values()}
        for row in rows:
            assert row[column.field] == exported[row["code_insee"]][column.field]


def test_the_page_knows_every_kind() -> None:
    kinds = {
        each.name for each in vars(sys.modules[Kind.__module__]).values() if isinstance(each, Kind)
    }
    assert set(get_args(shape.Kind)) == kinds == set(ON_SCREEN)


def test_a_number_of_the_page_keeps_the_text_that_it_has_elsewhere() -> None:
    """Rounded first, 7.050000001 and 7.0512345 would be halves, and fall to the even side."""
    minutes = pd.Series([7.050000001, 7.0512345, 7.1234567, None], dtype="float64")
    (column,) = columns.of(columns.COMPUTED, columns.MINUTES, ("a", "a", "A", "A."))
    given = numbers.shortened(minutes, decimals=columns.MINUTES.decimals)
    assert given == [7.050000001, 7.051, 7.123, None]
    assert columns.written(pd.Series(given, dtype="float64"), column).equals(
        columns.written(minutes, column)
    )
