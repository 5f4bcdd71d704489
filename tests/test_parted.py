"""A national table of communes reads alike from the file and from its parted copy."""

import lzma
import multiprocessing
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jura_coverage.errors import DataError
from jura_coverage.sources import CommuneReading, read_communes
from jura_coverage.sources.communes import parted, registry

NULL = "\\N"
DEPARTEMENTS = ("01", "39", "71")
ALL = (*DEPARTEMENTS, None)
HEADING = ",".join(registry.COLUMNS)
# Two squares of each in a row from west to east, so that each département has a neighbour.
CODES = ("71001", "71002", "39001", "39002", "01001", "01002")


def square(number: int) -> str:
    """A tenth of a degree wide, the first in the west."""
    west = 5.0 + number / 10
    return str(shapely.box(west, 46.5, west + 0.1, 46.6).wkb_hex)


def rows_of(codes: tuple[str, ...] = CODES) -> list[list[str]]:
    """A row a commune, of ten times as many residents as its number from the west."""
    return [
        [str(number), code, "COM", f"Carré {number}", "1", str(10 * number + 10), NULL, NULL,
         square(number), str(shapely.Point(5.05 + number / 10, 46.55).wkb_hex)]
        for number, code in enumerate(codes)
    ]  # fmt: skip


def written(path: Path, rows: list[list[str]]) -> Path:
    text = "\n".join([HEADING, *(",".join(row) for row in rows)]) + "\n"
    path.write_bytes(
        lzma.compress(text.encode(), format=lzma.FORMAT_ALONE)
        if path.suffix == ".lzma"
        else text.encode()
    )
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, into which small files go too."""
    monkeypatch.setenv("JURA_COVERAGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(parted, "LEAST_BYTES", 0)
    return tmp_path / "cache" / parted.FOLDER


def copies_in(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def table_told(table: gpd.GeoDataFrame) -> tuple[object, ...]:
    cells = [
        shapely.to_wkb(cell) if isinstance(cell, shapely.Geometry) else repr(cell)
        for name in table.columns
        for cell in table[name]
    ]
    return [str(kind) for kind in table.dtypes], list(table.index), table.crs, cells


def told(path: Path, departement: str | None) -> object:
    """All that a reading tells, or all of its faults."""
    try:
        found = read_communes(path, departement=departement)
    except DataError as error:
        return str(error), error.faults
    return (
        table_told(found.table), table_told(found.neighbours), found.rows, found.remarks,
        found.publication, found.dated,
    )  # fmt: skip


def from_file(path: Path, departement: str | None) -> object:
    """What is told where nothing may be kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parted, "LEAST_BYTES", 10**9)
        return told(path, departement)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str | None, object]:
    """What the file of :func:`rows_of` tells of each département, and of all."""
    path = written(tmp_path_factory.mktemp("plain") / "communes.csv", rows_of())
    return {code: from_file(path, code) for code in ALL}


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, the file itself is not to be read."""

    def refuse(*_: object) -> pd.DataFrame:
        pytest.fail("read once more")

    return lambda: monkeypatch.setattr(registry, "table_of", refuse)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["communes.csv", "communes.csv.lzma"])
def test_a_copy_serves_every_departement(
    tmp_path: Path, cache: Path, unread: Callable[[], None], name: str
) -> None:
    path = written(tmp_path / name, rows_of())
    expected = {code: from_file(path, code) for code in ALL}
    assert not copies_in(cache)
    told(path, "39")
    assert len(copies_in(cache)) == 1
    unread()
    assert {code: told(path, code) for code in ALL} == expected


def test_the_copy_tells_communes_neighbours_and_residents(tmp_path: Path, cache: Path) -> None:
    path = written(tmp_path / "communes.csv", rows_of())
    for found in [read_communes(path, departement="39") for _ in range(2)]:
        assert isinstance(found, CommuneReading)
        assert found.table["residents"].to_dict() == {"39001": 30, "39002": 40}
        assert set(found.neighbours.index) == {"71001", "71002", "01001", "01002"}
        assert found.rows == len(CODES)
    assert copies_in(cache)


CELLS = st.sampled_from(["", NULL, "zz", "12", "-3", "1,5", "é", "COM", "COMD", "39003", "2"])


@pytest.mark.slow
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 7), st.sampled_from(registry.COLUMNS), CELLS), max_size=6
    ),
    shape=st.sampled_from([square(2), square(2)[:40], "00", "POINT", "\N{SNOWMAN}"]),
)
def test_whatever_a_cell_holds_both_tell_the_same(
    tmp_path: Path, cache: Path, changes: list[tuple[int, str, str]], shape: str
) -> None:
    """Faults with their rows too: a population of « zz » in row 5 is row 5 of the copy."""
    rows = rows_of((*CODES, "39003", "39004"))
    rows[6][registry.COLUMNS.index("geometry")] = shape
    for row, column, cell in changes:
        rows[row][registry.COLUMNS.index(column)] = f'"{cell}"' if "," in cell else cell
    path = written(tmp_path / "communes.csv", rows)
    for code in ALL:
        first, second = told(path, code), told(path, code)
        assert first == second == from_file(path, code)
    assert copies_in(cache)


def test_a_fault_has_the_row_of_the_file(
    tmp_path: Path, cache: Path, unread: Callable[[], None]
) -> None:
    rows = rows_of()
    rows[3][registry.COLUMNS.index("population_municipale")] = "quarante"
    path = written(tmp_path / "communes.csv", rows)
    told(path, "01")
    unread()
    with pytest.raises(DataError, match="ligne 5"):
        read_communes(path, departement="39")
    assert copies_in(cache)


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-200])


def emptied(copy: Path) -> None:
    copy.write_bytes(b"")


def other(copy: Path) -> None:
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("texts.json", "[" * 100_000)


def short(copy: Path) -> None:
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("texts.json", '{"code": ["39001"]}')
        archive.writestr("frames.npy", b"")


def changed(member: str) -> Callable[[Path], None]:
    """Change one byte in the middle of a member, as a failing disk would."""

    def change(copy: Path) -> None:
        with zipfile.ZipFile(copy) as archive:
            whole, inside = bytearray(copy.read_bytes()), archive.read(member)
        whole[whole.index(inside) + len(inside) // 2] ^= 1
        copy.write_bytes(whole)

    return change


def folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


MEMBERS = ("texts.json", "frames.npy", "0.npy", "0.wkb", "1.npy", "1.wkb")


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [cut, emptied, other, short, folder, *map(changed, MEMBERS)],
    ids=["cut", "emptied", "other", "short", "folder", *MEMBERS],
)
def test_a_damaged_copy_is_none(
    tmp_path: Path,
    cache: Path,
    expected: dict[str | None, object],
    damage: Callable[[Path], None],
) -> None:
    path = written(tmp_path / "communes.csv", rows_of())
    told(path, "39")
    (copy,) = copies_in(cache)
    damage(copy)
    assert {code: told(path, code) for code in ALL} == expected


def test_a_copy_that_goes_while_it_is_read_is_missed_by_nobody(tmp_path: Path, cache: Path) -> None:
    path = written(tmp_path / "communes.csv", rows_of())
    told(path, "39")
    layer = parted.layer_of(path, table=lambda: registry.table_of(path, registry.COLUMNS))
    shutil.rmtree(cache)
    drawn = layer.draw(pd.Index([2]))
    assert drawn[2].wkb_hex == square(2)


def test_another_content_has_another_copy(tmp_path: Path, cache: Path) -> None:
    path = written(tmp_path / "communes.csv", rows_of())
    told(path, "39")
    stamp = path.stat()
    rows = rows_of()
    rows[2][registry.COLUMNS.index("population_municipale")] = "31"  # as long, one more
    written(path, rows)
    assert path.stat().st_size == stamp.st_size
    assert read_communes(path, departement="39").table.at["39001", "residents"] == 31


def test_where_nothing_can_be_written_the_file_is_read(tmp_path: Path, cache: Path) -> None:
    cache.parent.write_text("no folder")
    path = written(tmp_path / "communes.csv", rows_of())
    assert told(path, "39") == from_file(path, "39")


def test_old_copies_go(tmp_path: Path, cache: Path) -> None:
    for number in range(parted.GREATEST_COPIES + 2):
        rows = rows_of()
        rows[0][3] = f"Carré {number}"
        told(written(tmp_path / "communes.csv", rows), "39")
    assert len(copies_in(cache)) == parted.GREATEST_COPIES


def both(path: Path, code: str, folder: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JURA_COVERAGE_CACHE", folder)
        patch.setattr(parted, "LEAST_BYTES", 0)
        return told(path, code)


@pytest.mark.slow
def test_two_processes_at_once(tmp_path: Path, cache: Path) -> None:
    path = written(tmp_path / "communes.csv", rows_of())
    asked = [(path, code, str(cache.parent)) for code in DEPARTEMENTS * 2]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(both, asked, chunksize=1)
    assert found == [from_file(path, code) for _, code, _ in asked]
    assert len(copies_in(cache)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("departement", ["15", "2A"])
def test_the_real_table_reads_alike(national: Path, departement: str) -> None:
    """Islands, an only commune, communes without boundaries."""
    told(national, departement)
    assert told(national, departement) == from_file(national, departement)
