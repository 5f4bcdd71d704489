"""Shapefiles and GeoPackages in a zip: unpacked within bounds, then read as any other."""

import shutil
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from jura_coverage.errors import DataError
from jura_coverage.sources import content
from jura_coverage.sources.layers import geopackage, shapefile
from jura_coverage.sources.layers.layer import Layer, unusable

ENDINGS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg")
READERS = {".shp": shapefile.layers, ".gpkg": geopackage.layers}
GREATEST_MEMBERS = 1_000
GREATEST_UNPACKED_BYTES = 1_000_000_000
_CHUNK = 1 << 20

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class _Unpacked:
    """A folder that goes when nothing speaks of it any more."""

    folder: Path

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def layers(path: Path) -> list[Layer]:
    """List the layers of an archive, in the order of its files' names.

    Raises
    ------
    DataError
        If it is damaged, unpacks to more than any table, or holds two parts of one name.
    """
    unpacked = _Unpacked(folder=Path(tempfile.mkdtemp(prefix="jura-coverage-")))
    _unpack(path, unpacked.folder)
    return [
        replace(
            layer, read=_named(path, layer.read), frames=_named(path, layer.frames),
            draw=_named(path, layer.draw), keeps=unpacked,
        )
        for part in sorted(unpacked.folder.iterdir())
        if part.suffix in READERS
        for layer in _named(path, READERS[part.suffix])(part)
    ]  # fmt: skip


def _unpack(path: Path, folder: Path) -> None:
    """Write the parts of layers side by side, whatever folders they were packed from."""
    size = 0
    try:
        with content.opened(path) as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > GREATEST_MEMBERS:
                raise content.too_large(path, GREATEST_UNPACKED_BYTES)
            for part in parts:
                name = PurePosixPath(part.filename.replace("\\", "/")).name
                ending = PurePosixPath(name).suffix.lower()
                if ending not in ENDINGS or "\0" in name or name.startswith("."):
                    continue
                target = folder / f"{PurePosixPath(name).stem}{ending}"
                if target.exists():
                    raise unusable(path, "deux fichiers du même nom", "un shapefile par nom")
                with archive.open(part) as packed, target.open("xb") as whole:
                    while some := packed.read(_CHUNK):
                        size += len(some)
                        if size > GREATEST_UNPACKED_BYTES:
                            raise content.too_large(path, GREATEST_UNPACKED_BYTES)
                        whole.write(some)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError,
        NotImplementedError,
    ) as error:  # fmt: skip
        if isinstance(error, DataError):
            raise
        raise unusable(path, "une archive abîmée ou chiffrée", "une archive zip entière") from error


def _named(path: Path, call: Callable[..., Answer]) -> Callable[..., Answer]:
    """Make a call name the archive in its faults, and not what was unpacked of it."""

    def named(*arguments: Any) -> Answer:
        try:
            return call(*arguments)
        except DataError as error:
            raise DataError([replace(each, file=str(path)) for each in error.faults]) from error

    return named
