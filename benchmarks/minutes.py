"""A table of minutes for all of France: time and peak memory of reading it.

Usage: ``python benchmarks/minutes.py``. The table is made here: each of 34,875 communes to 20 of
2,845 places, as CSV and as Parquet. Each reading is a process of its own, so that its peak is its
own. Processor time is what a loaded machine tells best.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

COMMUNES, PLACES, NEAREST = 34_875, 2_845, 20
GREATEST_S = 3.0
READING = """
import json, resource, sys, time
from pathlib import Path
from jura_coverage.sources import read_minutes
start, clock = time.process_time(), time.perf_counter()
rows = len(read_minutes(Path(sys.argv[1]), departement=None).table)
used, seconds = time.process_time() - start, time.perf_counter() - clock
unit = 1 if sys.platform == "darwin" else 1024
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(json.dumps({"rows": rows, "used": used, "seconds": seconds, "peak_mb": peak / 1e6}))
"""
BESIDE = 'engine = "drawn"\nnetwork_date = 2026-11-01\nconvention = "none"\n'


def table() -> pd.DataFrame:
    """Draw the trips."""
    generator = np.random.default_rng(0)
    codes = [f"{number // 999 + 1:02d}{number % 999 + 1:03d}" for number in range(COMMUNES)]
    positions = [
        f"{latitude:.6f} {longitude:.6f}"
        for latitude, longitude in zip(
            generator.uniform(42, 51, PLACES), generator.uniform(-4, 8, PLACES), strict=True
        )
    ]
    first = generator.integers(0, PLACES, COMMUNES)[:, None] + np.arange(NEAREST)
    return pd.DataFrame(
        {
            "origin": np.repeat(codes, NEAREST),
            "place": np.array(positions)[first.ravel() % PLACES],
            "minutes": generator.uniform(1, 90, COMMUNES * NEAREST),
        }
    )


def main() -> int:
    """Write the table in both formats, read each, and say whether both were fast enough."""
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        drawn = table()
        for name in ("minutes.csv", "minutes.parquet"):
            path = Path(folder, name)
            path.with_name(f"{name}.toml").write_text(BESIDE, encoding="utf-8")
            if path.suffix == ".csv":
                drawn.to_csv(path, index=False)
            else:
                drawn.to_parquet(path, index=False)
            command = [sys.executable, "-c", READING, str(path)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(run.stdout)
            slow |= found["used"] > GREATEST_S
            print(
                f"{name}: {found['rows']:,} rows, {found['used']:.2f} s of processor, "
                f"{found['seconds']:.2f} s, {found['peak_mb']:.0f} MB"
            )
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
