"""One description of every column: a new one is found in every output, and none is told twice."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from jura_coverage import columns, study, territory
from jura_coverage.columns import Column, Kind
from jura_coverage.measures import equity
from jura_coverage.publish.files import formats, plain
from jura_coverage.publish.tables import communes
from jura_coverage.sources import checks
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
    "sources": columns.SOURCES,
    "parameters": columns.PARAMETERS,
    "remarks": columns.REMARKS,
    "dictionary": columns.DICTIONARY,
}


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def in_the_workbook(folder: Path) -> tuple[str, Any]:
    """Give the format and the value of the first cell below the heading."""
    sheet = openpyxl.load_workbook(folder / "couverture-00.xlsx")["Communes"]
    (place,) = [cell.column for cell in sheet[1] if cell.value == "Puits"]
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


@pytest.mark.parametrize(
    ("kind", "known", "text", "value", "cell", "unit"),
    WELLS,
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_new_column_is_in_every_output(
    kind: Kind, known: Any, text: str, value: Any, cell: Any, unit: str,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """One entry and one measure: no writer, reader or format is told of it."""
    (wells,) = columns.of(
        columns.COMPUTED, kind, ("wells", "puits", "Puits", "Puits de la commune.")
    )
    first, *others = columns.COMMUNES
    monkeypatch.setattr(columns, "COMMUNES", (first, wells, *others))
    result = study.study(territory.of("00", files=territory.files("00")))
    result = replace(result, communes=result.communes.assign(wells=known))

    plain.write_communes_csv(result, tmp_path / "communes.csv")
    formats.write(result, tmp_path, formats=tuple(formats.FORMATS))

    for name in ("communes.csv", "communes-00.csv"):
        assert {row["puits"] for row in read_csv(tmp_path / name)} == {text}
    number_format, written = in_the_workbook(tmp_path)
    assert written == pytest.approx(cell) if isinstance(cell, float) else written == cell
    assert number_format.startswith(kind.number_format)
    day = kind is columns.DATE
    assert pq.read_table(tmp_path / "communes-00.parquet")["puits"][0].as_py() == value
    layer = gpd.read_file(tmp_path / "couverture-00.gpkg", layer="communes")["puits"]
    assert (layer[0].date() if day else layer[0]) == value
    shown = gpd.read_file(tmp_path / "communes-00.geojson")["puits"]
    assert (pd.Timestamp(shown[0]).date() if day else shown[0]) == value
    told = [row for row in read_csv(tmp_path / "dictionnaire-00.csv") if row["colonne"] == "puits"]
    assert [
        (row["libelle"], row["unite"], row["signification"], row["origine"]) for row in told
    ] == [("Puits", unit, "Puits de la commune.", "calcul")]


def test_a_column_without_values_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """A description whose measure was forgotten is no column of empty cells."""
    (wells,) = columns.of(columns.COMPUTED, columns.COUNT, ("wells", "puits", "Puits", "Puits."))
    monkeypatch.setattr(columns, "COMMUNES", (*columns.COMMUNES, wells))
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


def test_the_page_shows_the_columns_that_are_meant_for_it(
    watched: Watched, jura_page: Path
) -> None:
    page = watched.open(jura_page)
    page.click("#table-open")
    heads = page.locator("#table-box thead th").all_inner_texts()
    assert [head.strip() for head in heads] == [each.short or each.heading for each in columns.PAGE]
    with page.expect_download() as download:
        page.click("#download")
    first, *_ = read_csv(Path(download.value.path()))
    assert list(first) == [column.field for column in columns.PAGE_FILE]
