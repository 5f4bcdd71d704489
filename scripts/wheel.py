"""Install the wheel as a user would, and run its commands from a folder that knows nothing of us.

Usage: ``python -m scripts.wheel LOCK``. An empty environment gets the versions of the lock, as far
as the package needs them, and the wheel, not the checkout; then each command must end well, with
nothing but what it is asked for on its standard output.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from scripts.locks import entries

ROOT = Path(__file__).parents[1]
NEEDED = ROOT / "requirements.lock"  # whose names are those that the package needs
SMALL = ("--departement", "00")  # the invented one, where answers about posts take no time
GIVES_PATHS: Sequence[Sequence[str]] = (
    ("template", "--out", "postes.xlsx"),
    ("run", "--out", "cartes"),
    ("plan", "--out", "plan", *SMALL),
    ("export", "--formats", "csv,xlsx,gpkg,geojson", "--out", "exports", *SMALL),
    ("sheets", "--html-only", "--out", "fiches", *SMALL),
)
GIVES_DATA: Sequence[Sequence[str]] = (("keep", "--json"), ("add", "--json", *SMALL))
TELLS: Sequence[Sequence[str]] = (("explain", "Lons-le-Saunier"), ("check", "cartes/communes.csv"))


def install(lock: Path, environment: Path) -> Path:
    """Make an environment of the wheel and of the versions of a lock; give its command's path."""
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    needed = {each.name for each, _ in entries(NEEDED.read_text(encoding="utf-8"))}
    versions = [text for each, text in entries(lock.read_text("utf-8")) if each.name in needed]
    wanted = environment / "requirements.lock"
    wanted.write_text("\n".join(versions) + "\n", encoding="utf-8")
    quiet = ("--quiet", "--disable-pip-version-check")
    pip = (scripts / "python", "-m", "pip")
    own = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation")
    subprocess.run([*own, "--wheel-dir", environment, ROOT, *quiet], check=True)
    (wheel,) = environment.glob("*.whl")
    # Python compiles what the commands import.
    binary = ("--no-deps", "--no-compile", "--only-binary", ":all:", *quiet)
    subprocess.run(
        [*pip, "install", "--require-hashes", "--requirement", wanted, *binary], check=True
    )
    subprocess.run([*pip, "install", wheel, *binary], check=True)
    subprocess.run([*pip, "check"], check=True)
    return scripts / "jura-coverage"


def attempt(command: Path, folder: Path) -> None:
    """Run commands in a folder, and stop at what does not end as it should."""
    # Nothing of this checkout is found by the way, and nothing of the user's is read.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def said(*words: str) -> str:
        ended = subprocess.run(
            [command, *words], cwd=folder, env=plain, capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        if ended.returncode:
            raise SystemExit(f"{' '.join(words)}: {ended.returncode}\n{ended.stderr}")
        return ended.stdout

    print(said("--version").strip())
    for words in GIVES_PATHS:
        lacking = [line for line in said(*words).splitlines() if not (folder / line).is_file()]
        if lacking:
            raise SystemExit(f"{' '.join(words)}: no files are {lacking}")
    for words in GIVES_DATA:
        json.loads(said(*words))
    for words in TELLS:
        said(*words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ailleurs"
        folder.mkdir()
        attempt(install(given.lock, Path(name) / "environment"), folder)
