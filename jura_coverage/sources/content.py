"""The bytes of a file: of a plain file only, and never more than a table holds."""

import difflib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any

from jura_coverage.errors import DataError, Fault, MissingFileError, Wording, reason

# More than any table of communes or places; beyond it a file is a bomb or a mistake.
GREATEST_BYTES = 150_000_000
ANOTHER_FILE = "Vérifiez que c'est le bon fichier, ou téléchargez-le de nouveau."


def read_bytes(path: Path, *, greatest: int | None = None) -> bytes:
    """Read a plain file that is there and not larger than it may be.

    Parameters
    ----------
    path
        The file.
    greatest
        How many bytes it may have; None for :data:`GREATEST_BYTES`.

    Raises
    ------
    DataError
        If it is missing, no plain file, cannot be opened, or is too large.
    """
    most = GREATEST_BYTES if greatest is None else greatest
    with opened(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise too_large(path, most)
    return content


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a plain file for reading, and say in French why it cannot be read.

    Raises
    ------
    DataError
        If it is missing, no plain file, or cannot be read.
    """
    require_plain(path)
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        if isinstance(error, DataError):
            raise
        raise _unreadable(path, reason(error)) from error


def require_plain(path: Path) -> None:
    """Refuse what is no plain file: a folder, or a pipe that would be waited for.

    Raises
    ------
    DataError
        If it is missing, cannot be looked at, or is something else.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise missing(path) from error
    except OSError as error:
        raise _unreadable(path, reason(error)) from error
    if stat.S_ISDIR(mode):
        raise _no_file(path, "un dossier")
    if not stat.S_ISREG(mode):
        raise _no_file(path, "ni un fichier ni un dossier (tube, périphérique…)")


def is_beside(path: Path) -> bool:
    """Tell whether a file that goes with another one is there.

    Raises
    ------
    DataError
        If it is a symbolic link: nobody named where that leads.
    """
    if path.is_symlink():
        raise whole_file(
            path, "un lien symbolique à côté du fichier donné", "un fichier du même dossier",
            "Remplacez le lien par le fichier, ou retirez-le.",
        )  # fmt: skip
    return path.is_file()


def missing(path: Path) -> MissingFileError:
    """Make the error for a file that does not exist."""
    try:
        neighbours = [file.name for file in path.parent.iterdir()]
    except (OSError, ValueError):
        neighbours = []
    near = difflib.get_close_matches(path.name, neighbours, n=1)
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
    return MissingFileError(
        [
            Fault(
                file=str(path),
                found="aucun fichier à cet endroit",
                expected="un fichier existant",
                action=f"Vérifiez le chemin et l'orthographe.{hint}",
            )
        ]
    )


def too_large(path: Path, greatest: int) -> DataError:
    """Make the error for a file that would fill the memory."""
    return whole_file(
        path,
        f"plus de {greatest // 1_000_000} Mo (une fois décompressé)",
        "une table de communes ou de lieux",
        ANOTHER_FILE,
    )


def worded(path: Path, wording: Wording, **met: Any) -> DataError:
    """Make the error for a fault that concerns a file as a whole and that the page words too."""
    return DataError([wording.fault(file=str(path), **met)])


def whole_file(path: Path, found: str, expected: str, action: str) -> DataError:
    """Make the error for a fault that concerns a file as a whole."""
    return DataError([Fault(file=str(path), found=found, expected=expected, action=action)])


def _unreadable(path: Path, why: str) -> MissingFileError:
    return _no_file(path, f"un fichier illisible ({why})")


def _no_file(path: Path, found: str) -> MissingFileError:
    return MissingFileError(
        [
            Fault(
                file=str(path),
                found=found,
                expected="un fichier que vous pouvez ouvrir",
                action="Vérifiez le chemin et vos droits de lecture.",
            )
        ]
    )
