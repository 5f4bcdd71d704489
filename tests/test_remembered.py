"""What a process keeps of a file that it reads for many départements: until the file changes."""

from pathlib import Path

import pytest

from jura_coverage import sources
from jura_coverage.errors import DataError
from jura_coverage.sources import remembered
from tests.official_files import BEST


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_kept", None)
    remembered.begin()


def test_a_file_is_parsed_once_until_it_changes(tmp_path: Path) -> None:
    path, times = tmp_path / "a.csv", []

    def parse() -> str:
        times.append(1)
        return path.read_text(encoding="utf-8")

    path.write_text("one", encoding="utf-8")
    assert [remembered.parsed(path, parse, by="x") for _ in range(3)] == ["one"] * 3
    assert len(times) == 1
    path.write_text("other", encoding="utf-8")
    assert remembered.parsed(path, parse, by="x") == "other"
    assert remembered.parsed(path, parse, by="y") == "other"  # parsed otherwise
    assert len(times) == 3


def test_no_more_files_are_kept_than_a_run_has(tmp_path: Path) -> None:
    for number in range(3 * remembered.MOST):
        path = tmp_path / f"{number}.csv"
        path.touch()
        remembered.parsed(path, str, by="x")
    assert remembered._kept is not None
    assert len(remembered._kept) == remembered.MOST


def test_the_second_departement_reads_what_the_first_did(tmp_path: Path) -> None:
    """And nothing of what the first reader made of its rows."""
    path = tmp_path / "x.csv"
    path.write_text(BEST, encoding="utf-8")
    first, second = (sources.read_broadband(path, departement="78") for _ in range(2))
    assert first.table.equals(second.table)
    assert first.remarks == second.remarks


def test_a_fault_is_told_each_time(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("code_insee;nbr\n39001;\x00", encoding="utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(DataError) as refused:
            sources.read_broadband(path, departement="39")
        told.append(str(refused.value))
    assert told[0] == told[1]
