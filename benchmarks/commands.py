"""Every command in a process of its own: wall time, CPU and peak memory, cold, medians of runs.

Usage: ``python benchmarks/commands.py COMMUNES PLACES [RUNS]``, with COMMUNES and PLACES as in
``benchmarks/france.py``. For the Jura from the embedded files, and for Pas-de-Calais, the
département of most communes, from national ones; an advisor is supposed at each France services
place, and its broadband is invented. Of national files, what reading one département takes of CPU
is told file by file; ends with 1 if all together take longer than they may. `fetch` and `roads`,
which wait for the network or need extracts, have no line.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.departements import supposed
from benchmarks.france import broadband_table
from jura_coverage.sources import read_advisors, read_broadband, read_communes
from jura_coverage.territory import BELT_M

JURA, LARGE = "39", "62"
TOWNS = {JURA: "Lons-le-Saunier", LARGE: "Arras"}
# What reading national files may take of CPU for one département, in seconds.
MOST_READING_S = 3.0


def commands(departement: str, options: Sequence[str], table: Path) -> Iterator[list[str]]:
    """Give the words of every command for a département."""
    own = ["--departement", departement, *options]
    town = TOWNS[departement]
    for words in (["run"], ["explain", town], ["keep"], ["move"], ["add"], ["rounds"], ["plan"],
                  ["minutes"], ["export"], ["sheets", town, "--html-only"]):  # fmt: skip
        yield [*words, *own]
    yield ["check", str(table), "--departement", departement]


def alike() -> Iterator[list[str]]:
    """Give the words of the commands that are about no département."""
    yield ["--version"]
    yield ["--help"]
    yield ["template", "--out", "postes.xlsx"]
    yield ["skin"]
    yield ["compare", "2022-12", "2023"]


# In a small process: a child begins with the peak of who starts it.
MEASURE = """
import json, os, subprocess, sys, time
start = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([time.perf_counter() - start, used.ru_utime + used.ru_stime,
                  used.ru_maxrss * unit / 1e6]))
sys.exit(child.returncode)
"""


def once(words: Sequence[str], folder: Path) -> list[float]:
    """Run a command in an empty folder: its wall time and CPU in seconds, its peak in MB."""
    with tempfile.TemporaryDirectory(dir=folder) as empty:
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, sys.executable, "-m", "jura_coverage", *words],
            cwd=empty, check=True, capture_output=True, text=True,
        )  # fmt: skip
    found: list[float] = json.loads(done.stdout)
    return found


def tell(words: Sequence[str], label: str, folder: Path, *, runs: int) -> None:
    """Print the medians of a command."""
    found = zip(*(once(words, folder) for _ in range(runs)), strict=True)
    wall, cpu, peak = map(statistics.median, found)
    print(f"{label:32} {wall:6.2f} s {cpu:6.2f} s CPU {peak:6.0f} MB", flush=True)


def reading(label: str, read: Callable[[], object], *, runs: int) -> float:
    """Print and give the median CPU of reading a file, in seconds."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        read()
        taken.append(time.process_time() - start)
    median = statistics.median(taken)
    print(f"reading {label:24} {median:6.2f} s CPU", flush=True)
    return median


def main(communes: str, places: str, runs: str = "3") -> None:
    """Print a line a command, and a line a national file."""
    with tempfile.TemporaryDirectory() as name:
        folder, number = Path(name), int(runs)
        advisors = supposed(Path(places), folder / "lieux.csv")
        broadband = broadband_table(Path(communes), folder / "commune_meilleure_techno_thd.csv")
        nation = ["--communes", str(Path(communes).resolve()), "--advisors", str(advisors),
                  "--broadband", str(broadband)]  # fmt: skip
        for words in alike():
            tell(words, words[0], folder, runs=number)
        for departement, options in ((JURA, []), (LARGE, nation)):
            for words in commands(departement, options, advisors):
                tell(words, f"{departement} {words[0]}", folder, runs=number)
        read: dict[str, Callable[[], object]] = {
            "communes": lambda: read_communes(Path(communes), departement=LARGE, belt_m=BELT_M),
            "broadband": lambda: read_broadband(broadband, departement=LARGE),
            "advisors": lambda: read_advisors(advisors, departement=LARGE),
        }
        whole = sum(reading(label, each, runs=number) for label, each in read.items())
        print(f"all of {LARGE} read in {whole:.2f} s of CPU (at most {MOST_READING_S})")
        sys.exit(whole > MOST_READING_S)


if __name__ == "__main__":
    main(*sys.argv[1:])
