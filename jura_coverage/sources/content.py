"""The bytes of a file: of a plain file only, never more than a table holds, unpacked if packed."""

import difflib
import gzip
import lzma
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from jura_coverage.errors import DataError, Fault, MissingFileError, reason

# More than any table of communes or places; beyond it a file is a bomb or a mistake.
GREATEST_BYTES = 150_000_000
# Tables pack to a tenth of their size; what packs to less than this is made of nothing.
GREATEST_RATIO = 250
RATIO_FROM_BYTES = 10_000_000
# Enough for the strongest preset; a header may ask for gigabytes.
GREATEST_DICTIONARY = 100_000_000
ANOTHER_FILE = "Vérifiez que c'est le bon fichier, ou téléchargez-le de nouveau."
_CHUNK = 1 << 20
_BEGINNING = 1000
_UNPACKING = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)
_XZ = b"\xfd7zXZ"


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
def opened(path: Path) -> Iterator[BinaryIO]:
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


def unpacked(path: Path) -> bytes:
    """Read a plain file, decompressed if it is gzip, xz or lzma; what that gives is not looked at.

    Raises
    ------
    DataError
        As :func:`read_bytes`, or if its compression is damaged, or too strong for a table.
    """
    raw = read_bytes(path)
    unpack = next((unpack for magic, unpack in _UNPACKERS.items() if raw.startswith(magic)), None)
    if unpack is None:
        return raw
    most = min(GREATEST_BYTES, max(RATIO_FROM_BYTES, GREATEST_RATIO * len(raw)))
    whole = BytesIO()
    try:
        for part in unpack(raw):
            whole.write(part)
            if whole.tell() > most:
                raise too_large(path, most)
    except _UNPACKING as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(path) from error
    return whole.getvalue()


def beginning(path: Path) -> bytes:
    """Read what a plain file begins with, decompressed as :func:`unpacked` does.

    Raises
    ------
    DataError
        As :func:`unpacked`.
    """
    with opened(path) as file:
        start = file.read(_BEGINNING)
    unpack = next((unpack for magic, unpack in _UNPACKERS.items() if start.startswith(magic)), None)
    if unpack is None:
        return start
    try:
        return next(unpack(read_bytes(path)), b"")[:_BEGINNING]
    except _UNPACKING as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(path) from error


def _damaged(path: Path) -> DataError:
    return whole_file(
        path, "une compression abîmée ou interrompue", "un fichier compressé entier",
        "Téléchargez-le de nouveau.",
    )  # fmt: skip


def _gunzipped(raw: bytes) -> Iterator[bytes]:
    with gzip.open(BytesIO(raw)) as stream:
        while part := stream.read(_CHUNK):
            yield part


def _lzma_unpacked(raw: bytes) -> Iterator[bytes]:
    """Give the parts of what may be several streams, one after the other."""
    rest = raw
    while rest:
        stream = lzma.LZMADecompressor(memlimit=GREATEST_DICTIONARY)
        part = stream.decompress(rest, _CHUNK)
        while part or not (stream.eof or stream.needs_input):
            yield part
            part = b"" if stream.eof else stream.decompress(b"", _CHUNK)
        if not stream.eof:
            raise EOFError
        rest = stream.unused_data.lstrip(b"\0") if raw.startswith(_XZ) else b""


_UNPACKERS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"\x1f\x8b": _gunzipped,
    _XZ: _lzma_unpacked,
    b"]\0\0": _lzma_unpacked,
}


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
