"""A national budget of posts on this machine: wall time and CPU, and how sure the split is.

Usage: ``python benchmarks/france_posts.py COMMUNES PLACES``, both as in ``benchmarks/france.py``,
whose broadband table is invented and whose advisors are supposed.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.departements import supposed
from benchmarks.france import broadband_table

# What is asked, and the file that answers.
QUESTIONS = {"add": (400, "postes-a-ajouter.json"), "keep": (2400, "postes-a-garder.json")}
TOLD = ("posts_shared", "posts_now", "posts_kept", "expected_gain", "residents_lost_mean", "gap")


def main(communes: str, places: str) -> None:
    """Print a line for each question."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = [
            "--communes", communes,
            "--advisors", str(supposed(Path(places), folder / "lieux.csv")),
            "--broadband", str(broadband_table(Path(communes), folder / "debit.csv")),
        ]  # fmt: skip
        for question, (posts, answer) in QUESTIONS.items():
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            own = ["france", question, "--posts", str(posts), "--out", str(folder / question)]
            ended = subprocess.run(
                [sys.executable, "-m", "jura_coverage", *own, *options], check=False,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
            )  # fmt: skip
            after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            facts = json.loads((folder / question / answer).read_text(encoding="utf-8"))
            told = ", ".join(f"{name} {facts[name]}" for name in TOLD if name in facts)
            done = sum(" (" in line for line in ended.stderr.splitlines())
            print(
                f"{question} {posts}: {wall:.0f} s, {cpu:.0f} s of CPU, {done} départements "
                f"computed, failed {', '.join(facts['failed']) or 'none'}; {told}",
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
