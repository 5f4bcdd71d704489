"""A folder whose files are replaced together or not at all."""

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jura_coverage.errors import OutputError, reason


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Lend a folder whose files replace those of `folder` together, if nothing goes wrong.

    Parameters
    ----------
    folder
        Where the files shall stand; created if need be.

    Yields
    ------
    Path
        An empty folder on the same disk.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written; the earlier files are as they were.
    """
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".en-cours-", dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield staging
        with _uninterrupted():
            _publish(staging, folder)
    except BaseException as error:
        if not isinstance(error, _NotRestoredError):
            shutil.rmtree(folder if created else staging, ignore_errors=True)
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise _unwritable(Path(error.filename or folder), error) from error
        raise
    shutil.rmtree(staging, ignore_errors=True)


class _NotRestoredError(OutputError):
    """The swap failed, and so did its undoing: the earlier files must not be cleaned away."""


def _publish(staging: Path, folder: Path) -> None:
    """Swap the new files in; if one resists (open in a spreadsheet, say), swap all back."""
    new_files = sorted(path for path in staging.iterdir() if path.is_file())
    for taken in (folder / new.name for new in new_files):
        if taken.is_dir():  # a rename would take it away with all that it holds
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(taken))
    backup = staging / ".avant"
    backup.mkdir()
    done: list[Path] = []
    try:
        for new in new_files:
            target = folder / new.name
            if target.exists():
                target.replace(backup / new.name)
            done.append(target)
            new.replace(target)
    except OSError as error:
        try:
            for target in done:
                target.unlink(missing_ok=True)
            for old in backup.iterdir():
                old.replace(folder / old.name)
        except OSError:
            raise _NotRestoredError(
                f"{error.filename} : écriture impossible ({reason(error)}), et les résultats "
                f"précédents n'ont pas pu être remis en place. Reprenez-les dans {backup}."
            ) from error
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the files are swapped."""
    previous = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} : écriture impossible ({reason(error)}) ; attendu un endroit où écrire. "
        "Fermez le fichier s'il est ouvert dans un tableur, vérifiez vos droits et la place libre, "
        "ou choisissez un autre dossier avec --out. Les résultats précédents sont intacts."
    )
