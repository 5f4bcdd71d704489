"""The whole command as a cold process, against the script that a planner would write.

Usage: ``python benchmarks/end_to_end.py [repetitions]``. The two alternate in one run, so that
whatever else the machine does falls on both; medians and their ratio are printed.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET_RATIO = 1.3
# Both run as in the environment that `make run` makes: what only tests and exports install is
# hidden, since pandas loads it wherever it finds it.
AS_INSTALLED = "import sys; sys.modules['hypothesis'] = sys.modules['pyarrow'] = None; "
OURS = AS_INSTALLED + "from jura_coverage.command.cli import process; process()"
PLANNER = AS_INSTALLED + "import runpy; runpy.run_path(sys.argv.pop(1), run_name='__main__')"


def seconds(command: list[str]) -> float:
    """Run a command and give its wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def main(repetitions: int = 7) -> None:
    """Print the medians and the ratio."""
    with tempfile.TemporaryDirectory() as out:
        ours = [sys.executable, "-c", OURS, "run", "--out", out]
        script = str(ROOT / "benchmarks" / "planner_script.py")
        planner = [sys.executable, "-c", PLANNER, script, "data", out]
        for command in (ours, planner):  # once unmeasured: compiled files, disk cache
            seconds(command)
        pairs = [(seconds(ours), seconds(planner)) for _ in range(repetitions)]
    ours_s, planner_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(ours / planner for ours, planner in pairs)
    print(f"jura-coverage run : {ours_s:.2f} s (median of {repetitions})")
    print(f"planner's script  : {planner_s:.2f} s")
    print(f"ratio             : {ratio:.2f} (target: at most {TARGET_RATIO})")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
