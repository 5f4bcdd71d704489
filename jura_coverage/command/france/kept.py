"""What is done already, so that a command that was killed goes on where it was."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jura_coverage
from jura_coverage.command.france.work import Done, Task

FOLDER = ".france-en-cours"
POSTS = ".postes-en-cours"  # of what is asked about posts
UNDER_WAY = "-en-cours"


class Kept:
    """Results of départements in a folder, each under the hash of all that it was made of.

    Parameters
    ----------
    out
        The folder of the results; what is kept stands in one inside it.
    folder
        Its name.
    """

    def __init__(self, out: Path, *, folder: str = FOLDER) -> None:
        self.folder = out / folder

    def path(self, task: Task) -> Path:
        """Say where the files of a task are, if it is done."""
        return self.folder / f"{task.departement}-{key(task)}"

    def has(self, task: Task) -> bool:
        """Tell whether a task is done."""
        return self.path(task).is_dir()

    def keep(self, task: Task, done: Done) -> None:
        """Write the files of a task; they are there as a whole, or not at all."""
        path = self.path(task)
        beginning = path.with_name(f"{path.name}{UNDER_WAY}")
        shutil.rmtree(beginning, ignore_errors=True)
        beginning.mkdir(parents=True)
        for name, data in done.files.items():
            (beginning / name).write_bytes(data)
        beginning.replace(path)

    def drop(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def key(task: Task) -> str:
    """Give the hash of what a task is made of: files, parameters, and what computes them."""
    made_of = {"program": _program(), "work": type(task).__name__, **_told(vars(task))}
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


def _told(value: Any) -> Any:
    """Say a value so that it can be hashed: a file by its name and what is in it."""
    if isinstance(value, Path):
        return [str(value), _file(value.absolute())]
    if isinstance(value, Mapping):
        return {name: _told(each) for name, each in sorted(value.items())}
    if is_dataclass(value) and not isinstance(value, type):
        return _told(asdict(value))
    if isinstance(value, tuple | list):
        return [_told(each) for each in value]
    return value


@cache
def _file(path: Path) -> list[Any]:
    """Tell a file by its bytes, and what stands beside it, which may be read too, by its looks."""
    if not path.is_file():
        return []
    beside = sorted(
        (each.name, status.st_size, status.st_mtime_ns)
        for each in path.parent.iterdir()
        if each.is_file() and (status := each.stat())
    )
    return [_digest([path]), beside]


@cache
def _program() -> str:
    """Give the hash of this package, with the tables that it carries."""
    package = Path(jura_coverage.__file__).parent
    return _digest(sorted(each for each in package.rglob("*") if each.suffix != ".pyc"))


def _digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()
