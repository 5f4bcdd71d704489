"""Tables that a user writes: what the page says, what the template holds, what the reader takes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage import sources
from jura_coverage.columns.own import OWN_TABLES
from jura_coverage.errors import ParameterError
from jura_coverage.sources import advisors, communes, internet, needs, official, weights
from jura_coverage.sources.advisors import candidates
from jura_coverage.sources.communes import table
from jura_coverage.sources.minutes import parts
from jura_coverage.sources.templates import NAMES
from scripts import own_tables
from tests.command import Command

READERS: dict[str, Callable[..., Any]] = {
    name: getattr(sources, f"read_{name}") for name in OWN_TABLES
}
FORMATS = {
    "advisors": advisors.OWN, "broadband": internet.OWN, "needs": needs.OWN,
    "weights": weights.FORMATS[0], "candidates": candidates.OWN,
}  # fmt: skip


def test_the_page_is_what_the_code_says() -> None:
    assert own_tables.PAGE.read_text(encoding="utf-8") == own_tables.page()


@pytest.mark.parametrize("name", OWN_TABLES)
def test_a_template_is_read_back_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"mine{OWN_TABLES[name].suffix}"
    sources.template(path, name)
    reading = READERS[name](path, departement="39")
    assert reading.rows == len(reading.table) == 1
    assert not reading.remarks
    assert sources.role_of(path) == name


@pytest.mark.parametrize("name", FORMATS)
def test_a_workbook_loses_no_column_of_a_template(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    sources.template(path, name)
    text = path.read_text(encoding="utf-8")
    if name == "advisors":  # what its row leaves blank
        text = text.replace(",,,Lons", ",46.67,5.55,Lons").replace(
            "39016:2,,", "39016:2,21390001900019,"
        )
        assert "21390001900019" in text
    path.write_text(text, encoding="utf-8")
    cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    cells.to_excel(tmp_path / "mine.xlsx", index=False)
    of_text, of_book = (
        READERS[name](tmp_path / each, departement="39").table for each in ("mine.csv", "mine.xlsx")
    )
    pd.testing.assert_frame_equal(of_text, of_book)


@pytest.mark.parametrize("name", OWN_TABLES)
def test_the_columns_said_are_those_that_are_read(name: str) -> None:
    said = {heading for heading, *_ in OWN_TABLES[name].cells}
    if name == "minutes":
        assert said == {*parts.REQUIRED, *parts.OPTIONAL}
        assert OWN_TABLES[name].required == {*parts.REQUIRED}
        return
    if name == "communes":
        assert said == {*table.COLUMNS, table.POSTCODES, *communes.ORIGIN_COLUMNS}
        assert OWN_TABLES[name].required == {*table.COLUMNS}
        return
    known = FORMATS[name]
    assert said - {"commune"} == {*known.headings, *known.optional} - {*official.SPELT}
    assert OWN_TABLES[name].required == {*known.needed}


@pytest.mark.parametrize("name", OWN_TABLES)
def test_a_table_does_without_what_is_not_required(name: str, tmp_path: Path) -> None:
    own = OWN_TABLES[name]
    path = tmp_path / f"mine{own.suffix}"
    sources.template(path, name)
    bare = replace(own, cells=tuple(cell for cell in own.cells if cell[0] in own.required))
    path.write_text(bare.text, encoding="utf-8")
    assert READERS[name](path, departement="39").rows == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_command_writes_each_template_once(
    name: str, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = command("template", name)
    assert ended.status == 0
    written = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert {*ended.out.split()} == {*written}
    again = command("template", name)
    assert again.status == 1
    assert "existe déjà" in again.said
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == written


def test_the_communes_of_a_template_make_a_territory(tmp_path: Path) -> None:
    """One square of 0.01 degrees, its town hall in the middle."""
    path = tmp_path / "communes.geojson"
    sources.template(path, "communes")
    table = sources.read_communes(path, departement="39").table
    assert table["residents"].to_dict() == {"39300": 1000}
    assert table["origin_source"].tolist() == ["town_hall"]
    origin = gpd.GeoSeries(table["origin"], crs=table.crs).to_crs(4326)["39300"]
    assert (round(origin.x, 6), round(origin.y, 6)) == (5.555, 46.675)


def test_a_name_of_no_template_is_refused(command: Command, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="minuts"):
        sources.template(tmp_path / "a.csv", "minuts")
    ended = command("template", "minuts", "--out", tmp_path / "a.csv")
    assert ended.status == 1
    assert "minutes" in ended.said
    assert not list(tmp_path.iterdir())
