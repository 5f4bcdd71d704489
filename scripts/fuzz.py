"""Read many mutated files: `python -m scripts.fuzz 0 100000`, from a seed to before another.

Two processes read; this one watches how long each takes over a file and how much memory it has.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

LONGEST_S = 10.0
MOST_BYTES = 1_000_000_000
LOOK_EVERY_S = 0.2


def read_all(seeds: range, progress: Connection) -> None:
    """Read the files of some seeds, and tell what became of each before the next begins."""
    from tests.mutated_files import attempt

    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            try:
                ended = attempt(seed, Path(folder))
            except Exception as error:  # noqa: BLE001 - finding these is what this is for
                ended = f"foreign: {type(error).__name__}: {error}"[:300]
            progress.send((seed, ended))


def resident_bytes(process: int) -> int:
    """Give the memory that a process has now; 0 once it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Reading:
    """A process that reads a range of seeds, begun anew after each that it did not survive."""

    def __init__(self, seeds: range) -> None:
        self.left = seeds
        self.greatest_bytes = 0
        self.begin()

    def begin(self) -> None:
        """Start a process for the seeds that are left."""
        self.progress, theirs = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(
            target=read_all, args=(self.left, theirs), daemon=True
        )
        self.process.start()
        theirs.close()
        # The first file waits for the imports too.
        self.since = time.monotonic() + LONGEST_S

    def look(self) -> list[tuple[int, str]]:
        """Give what has ended since the last look, and end what takes too much."""
        found: list[tuple[int, str]] = []
        broken = ""
        try:
            while self.progress.poll():
                seed, ended = self.progress.recv()
                found.append((seed, ended))
                self.left = self.left[1:]
                self.since = time.monotonic()
        except EOFError:
            broken = f"foreign: the process ended ({self.process.exitcode})"
        size = resident_bytes(self.process.pid or 0)
        self.greatest_bytes = max(self.greatest_bytes, size)
        if size > MOST_BYTES:
            broken = "over memory"
        elif time.monotonic() - self.since > LONGEST_S:
            broken = "hang"
        if broken and self.left:
            self.process.kill()
            self.process.join()
            found.append((self.left[0], broken))
            self.left = self.left[1:]
            if self.left:
                self.begin()
        return found


def main() -> int:
    """Print each seed that ended badly, and the figures; 1 if there was any."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("first", type=int)
    asked.add_argument("end", type=int)
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    begun = time.monotonic()
    readings = [
        Reading(range(given.first + own, given.end, given.processes))
        for own in range(min(given.processes, given.end - given.first))
    ]
    ends: Counter[str] = Counter()
    while any(each.left for each in readings):
        time.sleep(LOOK_EVERY_S)
        for seed, ended in (pair for each in readings for pair in each.look()):
            kind = ended.partition(":")[0]
            ends[kind] += 1
            if not ended.endswith((", read", ", refused")):
                print(f"seed {seed}: {ended}", flush=True)
    bad = sum(ends[kind] for kind in ("foreign", "hang", "over memory"))
    for kind, number in sorted(ends.items()):
        print(f"{kind}: {number}")
    megabytes = max(each.greatest_bytes for each in readings) // 1_000_000
    print(
        f"{ends.total()} files in {time.monotonic() - begun:.0f} s; foreign exceptions "
        f"{ends['foreign']}, hangs over {LONGEST_S:.0f} s {ends['hang']}, over "
        f"{MOST_BYTES // 1_000_000} MB {ends['over memory']}; most memory {megabytes} MB"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
