"""Tables that a user writes: what the page says, what the template holds, what the reader takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from jura_coverage import sources
from jura_coverage.columns.own import OWN_TABLES
from jura_coverage.errors import ParameterError
from jura_coverage.sources import advisors, internet, needs, official, weights
from jura_coverage.sources.advisors import candidates
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
    sources.template(tmp_path / "mine.csv", name)
    reading = READERS[name](tmp_path / "mine.csv", departement="39")
    assert reading.rows == len(reading.table) == 1
    assert not reading.remarks
    assert sources.role_of(tmp_path / "mine.csv") == name


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
    known = FORMATS[name]
    assert said - {"commune"} == {*known.headings, *known.optional} - {*official.SPELT}
    assert OWN_TABLES[name].required == {*known.needed}


@pytest.mark.parametrize("name", OWN_TABLES)
def test_a_table_does_without_what_is_not_required(name: str, tmp_path: Path) -> None:
    table, path = OWN_TABLES[name], tmp_path / "mine.csv"
    sources.template(path, name)
    kept = [cell for cell in table.cells if cell[0] in table.required]
    rows = (",".join(cell[0] for cell in kept), ",".join(cell[2] for cell in kept))
    path.write_text("\n".join(rows))
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


def test_a_name_of_no_template_is_refused(command: Command, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="minuts"):
        sources.template(tmp_path / "a.csv", "minuts")
    ended = command("template", "minuts", "--out", tmp_path / "a.csv")
    assert ended.status == 1
    assert "minutes" in ended.said
    assert not list(tmp_path.iterdir())
