"""One command at a time in a folder: a lock that the system opens when its holder ends."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jura_coverage.errors import OutputError

NAME = "verrou"
ON_WINDOWS = sys.platform == "win32"
TRIES = 100
HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
UNKNOWN_THERE = {errno.ENOSYS, errno.ENOLCK, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}

if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(work: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is made if need be, and goes once it is empty.

    Parameters
    ----------
    work
        A folder for what is under way; the lock is a file in it. Whoever holds the lock knows that
        all else there is of a command that was killed.

    Raises
    ------
    OutputError
        If another command that lives holds it, or the disk knows no locks.
    """
    path = work / NAME
    file = _taken(path)
    try:
        yield
    finally:
        if not ON_WINDOWS:  # else another could take the one that is about to go
            path.unlink(missing_ok=True)
        os.close(file)
        with suppress(OSError):  # Windows removes no open file, so another may have taken it
            if ON_WINDOWS:
                path.unlink(missing_ok=True)
            work.rmdir()


def _taken(path: Path) -> int:
    """Open and lock the file, again if its holder removed it in between."""
    for _ in range(TRIES):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent.is_symlink():  # what it leads to is not ours
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path.parent))
        with suppress(FileNotFoundError):
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                _lock(file, path)
                if os.path.samestat(os.fstat(file), path.stat()):
                    return file
            except BaseException:
                os.close(file)
                raise
            os.close(file)
    raise _unlockable(path)  # some shares give a file another number each time


def _lock(file: int, path: Path) -> None:
    try:
        _try(file)
    except OSError as error:
        if error.errno in UNKNOWN_THERE:
            raise _unlockable(path) from error
        if error.errno not in HELD:
            raise
        raise OutputError(
            f"{path.parents[1]} : une autre commande jura-coverage y écrit en ce moment. Attendez "
            "qu'elle finisse, ou choisissez un autre dossier avec --out. Rien n'y a été changé."
        ) from error


def _unlockable(path: Path) -> OutputError:
    """Refuse a disk where two commands at once could mix, and leave nothing of ours there."""
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()
    return OutputError(
        f"{path.parents[1]} : ce disque ne sait pas réserver un dossier à une seule commande, ce "
        "qui arrive sur un partage réseau. Écrivez dans un dossier de cet ordinateur avec --out, "
        "puis copiez-le. Rien n'y a été changé."
    )
