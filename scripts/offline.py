"""Gather wheels for machines without internet: ours, and each that the lock names.

Usage: ``python -m scripts.offline [--python 3.13 …] [--platform windows …] FOLDER``. The folder
goes onto a stick as it is; its ``LISEZMOI.txt`` says how to install from it. Pip would ask which
packages a platform needs of the machine that it runs on: here each line of the lock is asked of
the platform that it is for.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.locks import entries

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
README = "LISEZMOI.txt"
TOLD = """\
jura_coverage, sans internet
============================

Ce dossier contient tout ce qu'il faut pour installer jura_coverage avec Python {pythons}
({platforms}). Rien n'est téléchargé.

Windows : ouvrez PowerShell dans ce dossier, puis

    py -m venv "$HOME\\jura"
    & "$HOME\\jura\\Scripts\\python" -m pip install --no-index --find-links roues jura-coverage
    & "$HOME\\jura\\Scripts\\jura-coverage" run --out "$HOME\\Documents\\jura"

macOS, Linux : ouvrez un terminal dans ce dossier, puis

    python3 -m venv ~/jura
    ~/jura/bin/python -m pip install --no-index --find-links roues jura-coverage
    ~/jura/bin/jura-coverage run --out ~/jura-cartes

Aucun droit d'administrateur n'est nécessaire. Si « py » n'est pas trouvé, installez Python depuis
le portail logiciel de votre service ou le Microsoft Store.
"""


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Machines that take the same wheels.

    Parameters
    ----------
    name
        For readers.
    tags
        Of the wheels that they take, as pip names them.
    environment
        What they answer where a line of the lock asks.
    """

    name: str
    tags: tuple[str, ...]
    environment: dict[str, str]


PLATFORMS = {
    "windows": Platform(
        name="Windows 64 bits", tags=("win_amd64",),
        environment={"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
                     "platform_machine": "AMD64"},
    ),
    "macos": Platform(
        name="macOS 14 ou plus récent, puce Apple", tags=("macosx_14_0_arm64",),
        environment={"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix",
                     "platform_machine": "arm64"},
    ),
    "linux": Platform(
        name="Linux 64 bits (x86)",
        tags=tuple(f"manylinux{each}_x86_64" for each in ("_2_28", "_2_27", "_2_24", "_2_17",
                                                          "2014", "_2_12", "2010", "_2_5", "1")),
        environment={"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
                     "platform_machine": "x86_64"},
    ),
}  # fmt: skip


def needed(lock: str, platform: Platform, python: str) -> Iterator[str]:
    """Give the lines of a lock that a platform needs, without their conditions.

    Parameters
    ----------
    lock
        Text of a lock: a requirement a paragraph, its hashes on lines of their own.
    platform, python
        For which machine, and which version of Python, such as ``"3.13"``.
    """
    answers = platform.environment | {
        "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    for wanted, paragraph in entries(lock):
        if wanted.marker is None or wanted.marker.evaluate(answers):
            hashes = paragraph.partition("\\\n")[2]
            yield f"{wanted.name}{wanted.specifier} \\\n{hashes}"


def gather(folder: Path, *, pythons: Sequence[str], platforms: Sequence[str]) -> None:
    """Put the wheels into a folder, and say there how to use them.

    Parameters
    ----------
    folder
        Created if need be; wheels that are there already are not fetched again.
    pythons, platforms
        For which versions, and which of :data:`PLATFORMS`.
    """
    wheels = folder / "roues"
    wheels.mkdir(parents=True, exist_ok=True)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
    for name in platforms:
        for python in pythons:
            _download(PLATFORMS[name], python, wheels)
    told = TOLD.format(
        pythons=", ".join(pythons), platforms=", ".join(PLATFORMS[each].name for each in platforms)
    )
    # With the mark by which Notepad knows UTF-8.
    (folder / README).write_text(told, encoding="utf-8-sig", newline="\r\n")


def _download(platform: Platform, python: str, wheels: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "requirements.lock"
        wanted = needed(LOCK.read_text(encoding="utf-8"), platform, python)
        lock.write_text("\n".join(wanted) + "\n", encoding="utf-8")
        _pip(
            "download", "--no-deps", "--only-binary", ":all:", "--require-hashes",
            "--implementation", "cp", "--python-version", python,
            *(part for tag in platform.tags for part in ("--platform", tag)),
            "--dest", wheels, "--requirement", lock,
        )  # fmt: skip


def _pip(*words: str | Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", *words, *quiet], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", nargs="+", default=["3.12", "3.13", "3.14"], dest="pythons")
    parser.add_argument("--platform", nargs="+", default=[*PLATFORMS], choices=[*PLATFORMS])
    given = parser.parse_args()
    gather(given.folder, pythons=given.pythons, platforms=given.platform)
    print(given.folder)
