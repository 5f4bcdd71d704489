"""All exports of the Jura, and the sheets of its EPCI as PDF, each as a cold process.

Usage: ``python benchmarks/takeaway.py [repetitions]``. Prints medians against their targets, and
the processor's time beside: on a busy machine the wall tells of its neighbours too.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from jura_coverage.command.cli import process; process()"]
TARGETS_S = {"export": 5.0, "sheets": 20.0}


def seconds(name: str, folder: Path) -> tuple[float, float]:
    """Run a command into an empty folder and give its wall time and its processor time."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [*COMMAND, name, "--out", str(folder / name)], check=True, capture_output=True, cwd=ROOT
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def main(repetitions: int = 3) -> None:
    """Print a line for each command."""
    for name, target in TARGETS_S.items():
        times = []
        for _ in range(repetitions + 1):  # once unmeasured: compiled files, disk cache
            with tempfile.TemporaryDirectory() as out:
                times.append(seconds(name, Path(out)))
                files = [path for path in (Path(out) / name).iterdir() if path.is_file()]
        kinds = ", ".join(
            f"{sum(path.suffix == kind for path in files)} {kind}"
            for kind in sorted({path.suffix for path in files})
        )
        wall, used = (statistics.median(each) for each in zip(*times[1:], strict=True))
        print(
            f"jura-coverage {name}: {wall:.2f} s (target: at most {target:.0f} s), processor "
            f"{used:.2f} s, load {os.getloadavg()[0]:.1f} of {os.cpu_count()}; {kinds}"
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
