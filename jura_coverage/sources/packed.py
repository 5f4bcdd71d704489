"""What a file is packed in: gzip, xz, lzma, or a zip of one table; unpacked within bounds."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from jura_coverage.errors import DataError
from jura_coverage.sources import content

# Tables pack to a tenth of their size; what packs to less than this is made of nothing.
GREATEST_RATIO = 250
RATIO_FROM_BYTES = 10_000_000
# Enough for the strongest preset; a header may ask for gigabytes.
GREATEST_DICTIONARY = 100_000_000
ZIP = b"PK\x03\x04"
# Members that are a table alone; what else is in a zip with one tells about it.
TABLES = (".csv", ".tsv", ".json", ".geojson", ".xlsx", ".ods")
ARCHIVES = (".zip", ".gz", ".xz", ".lzma", ".7z", ".rar", ".tar", ".bz2", ".tgz")
# Parts of workbooks, and layers: a zip that has any is more than a wrapping.
_WORKBOOK, _LAYERS = {"[Content_Types].xml", "content.xml"}, (".shp", ".gpkg")
_NAMES_SHOWN = 5
_CHUNK = 1 << 20
_BEGINNING = 1000
_XZ = b"\xfd7zXZ"
_UNPACKING = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError, RuntimeError,
    NotImplementedError,
)  # fmt: skip


def unpacked(path: Path, *, greatest: int | None = None) -> bytes:
    """Read a plain file, unpacked if it is packed; what that gives is not looked at.

    Parameters
    ----------
    path
        The file.
    greatest
        How many bytes it may have as it lies there, see :func:`content.read_bytes`.

    Raises
    ------
    DataError
        As :func:`content.read_bytes`, or if it is damaged, packed too strongly for a table, or a
        zip of several tables.
    """
    raw = content.read_bytes(path, greatest=greatest)
    unpack = _unpacker(path, raw)
    if unpack is None:
        return raw
    most = min(content.GREATEST_BYTES, max(RATIO_FROM_BYTES, GREATEST_RATIO * len(raw)))
    whole = BytesIO()
    try:
        for part in unpack(raw):
            whole.write(part)
            if whole.tell() > most:
                raise content.too_large(path, most)
    except _UNPACKING as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(path) from error
    return whole.getvalue()


def beginning(path: Path) -> bytes:
    """Read what a plain file begins with, unpacked as :func:`unpacked` does.

    Raises
    ------
    DataError
        As :func:`unpacked`.
    """
    with content.opened(path) as file:
        start = file.read(_BEGINNING)
    unpack = _unpacker(path, start)
    if unpack is None:
        return start
    try:
        return next(unpack(content.read_bytes(path)), b"")[:_BEGINNING]
    except _UNPACKING as error:
        if isinstance(error, DataError):
            raise
        raise _damaged(path) from error


def has_layers(path: Path) -> bool:
    """Tell whether a file is a zip that holds shapefiles or GeoPackages."""
    return any(_is(name, *_LAYERS) for name in _names(path))


def _unpacker(path: Path, start: bytes) -> Callable[[bytes], Iterator[bytes]] | None:
    """Choose what unpacks a file that begins so; None if it is not packed."""
    if start.startswith(ZIP):
        table = _only_table(path)
        return (lambda raw: _unzipped(raw, table)) if table else None
    return next((unpack for magic, unpack in _UNPACKERS.items() if start.startswith(magic)), None)


def _only_table(path: Path) -> str:
    """Name the table that a zip wraps; empty if it is something else than a wrapping.

    Raises
    ------
    DataError
        If it holds several, or none but what is packed again.
    """
    names = _names(path)
    if _WORKBOOK & {*names} or any(_is(name, *_LAYERS) for name in names):
        return ""
    tables = [name for name in names if _is(name, *TABLES)]
    tables = tables or [name for name in names if _is(name, ".txt")]
    packed = [name for name in names if _is(name, *ARCHIVES)]
    if packed and not tables:
        raise content.whole_file(
            path, f"une archive dans une archive ({packed[0]})", "une archive d'un seul tableau",
            "Décompressez-la, et donnez ce qu'elle contient.",
        )  # fmt: skip
    if len(tables) > 1:
        shown = ", ".join(tables[:_NAMES_SHOWN]) + (" …" if len(tables) > _NAMES_SHOWN else "")
        raise content.whole_file(
            path, f"une archive de {len(tables)} tableaux ({shown})", "une archive d'un seul",
            "Décompressez-la, et donnez celui de ses fichiers qu'il faut.",
        )  # fmt: skip
    return tables[0] if tables else ""


def _names(path: Path) -> list[str]:
    """List the members of a zip but for what a Mac hides in it; none of anything else."""
    try:
        with content.opened(path) as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []
    return [name for name in names if not name.startswith("__MACOSX/")]


def _is(name: str, *endings: str) -> bool:
    own = PurePosixPath(name).name
    return own.lower().endswith(endings) and not own.startswith(".")


def _damaged(path: Path) -> DataError:
    return content.whole_file(
        path, "une compression abîmée ou interrompue", "un fichier compressé entier",
        "Téléchargez-le de nouveau.",
    )  # fmt: skip


def _unzipped(raw: bytes, member: str) -> Iterator[bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as archive, archive.open(member) as stream:
        while part := stream.read(_CHUNK):
            yield part


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
