"""The library off the main thread, and twice at once: the same answers, and nothing left behind."""

import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jura_coverage import posts, publish, sources, study, territory
from jura_coverage.posts import Rule
from jura_coverage.publish.files import staging
from jura_coverage.sources.hushed import hushed
from tests.geographies import advisor_table, broadband_table, land, row_of_squares

CODES = [f"39{each:03d}" for each in range(1, 13)]
WAIT_S = 60.0  # of a test that hangs


def at_once(work: Callable[[int], bytes]) -> list[bytes]:
    """Do the same in two threads, which begin together."""
    start = threading.Barrier(2)

    def begun(number: int) -> bytes:
        start.wait(WAIT_S)
        return work(number)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(begun, (1, 2)))


@pytest.mark.slow
def test_two_threads_decide_as_one(tmp_path: Path) -> None:
    ground = land(row_of_squares(12), broadband_table(CODES, unwired=10), advisor_table(CODES[:2]))

    def work(number: int) -> bytes:
        path = tmp_path / f"{number}.html"
        result = study.study(ground, parameters={"far_minutes": 9})
        publish.write_page(result, path, posts.decide(result, rule=Rule(posts=2)))
        return path.read_bytes()

    alone = work(0)
    assert at_once(work) == [alone, alone]


def test_two_threads_read_a_workbook_as_one(tmp_path: Path) -> None:
    path = tmp_path / "postes.xlsx"
    sources.template(path)
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Postes"]["A2"] = "Médiathèque"
    book.save(path)
    said, filters = sys.stdout, warnings.filters[:]

    def work(_: int) -> bytes:
        reading = sources.read_advisors(path, departement="39")
        told: str = reading.table.to_csv()
        return told.encode()

    assert at_once(work) == [work(0)] * 2
    assert sys.stdout is said
    assert warnings.filters == filters


def test_whoever_hushes_first_does_not_hush_for_good() -> None:
    """Two that hush at once, and end in the order in which they came, put back what there was."""
    said = sys.stdout
    first, second, ended = threading.Event(), threading.Event(), threading.Event()

    def early() -> None:
        with hushed():
            first.set()
            second.wait(0.2)  # in vain, where one waits for the other
        ended.set()

    def late() -> None:
        first.wait(WAIT_S)
        with hushed():
            second.set()
            ended.wait(WAIT_S)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(early), pool.submit(late)]:
            each.result()
    assert sys.stdout is said


def test_files_are_swapped_off_the_main_thread(tmp_path: Path) -> None:
    def work(number: int) -> bytes:
        folder = tmp_path / str(number)
        with staging.staged(folder, of="cartes") as stage:
            (stage / "a.txt").write_text("a")
        return (folder / "a.txt").read_bytes()

    assert at_once(work) == [b"a", b"a"]


@pytest.mark.slow
def test_two_threads_read_and_study_the_jura_as_one() -> None:
    files = territory.files("39")

    def work(_: int) -> bytes:
        result = study.study(territory.of("39", files=files))
        told: str = result.communes.to_csv() + repr(posts.keep(result).joint)
        return told.encode()

    alone = work(0)
    assert at_once(work) == [alone, alone]
