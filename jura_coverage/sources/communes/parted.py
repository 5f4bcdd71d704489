"""The national table of communes, unpacked and parted by département once for many readings.

What is kept stands in the cache, named after the hash of the file. It is what the file says, not
yet judged, so the same reader makes the same of it: texts of all rows, frames of their boundaries,
and the boundaries département by département. A copy that is absent, damaged or cannot be written
is none: the file itself is read.
"""

import io
import json
import os
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from jura_coverage.sources import copies
from jura_coverage.sources.communes.table import LON_LAT
from jura_coverage.sources.layers import Layer
from jura_coverage.sources.layers.layer import flat
from jura_coverage.sources.layers.wkb import decoded

FOLDER = "communes-nationales"
# Rises when what is kept of a file changes, so that files are parted anew.
PARTING = 1
GREATEST_COPIES = 3
# What is smaller is read as fast as its copy would be.
LEAST_BYTES = 1_000_000
LEFT_OVER_S = 86_400
CODE, GEOMETRY = "code", "geometry"
UNDER_WAY, PARTED = ".en-cours", ".zip"
_FRAMES = ("minx", "miny", "maxx", "maxy")
_NO_SHAPE = -1
# A copy that stands damaged, or in whose place something else does.
_UNUSABLE = (
    OSError, EOFError, ValueError, LookupError, TypeError, RuntimeError, struct.error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip


def layer_of(path: Path, *, table: Callable[[], pd.DataFrame]) -> Layer:
    """Give the table as a layer, from its copy where there is one; else part it and keep that.

    Parameters
    ----------
    path
        The file.
    table
        Reads all of it: texts, missing where null, with :data:`CODE` and, in hexadecimal WKB,
        :data:`GEOMETRY`.

    Returns
    -------
    Layer
        In degrees, on the index of `table`, whose errors it raises.
    """
    kept = _place(path)
    if kept:
        with suppress(*_UNUSABLE):
            return _kept(kept, table)
    whole = table()
    encoded = pd.Series(list(map(encoded_of, whole[GEOMETRY])), index=whole.index, dtype=object)
    shapes = _drawn(encoded)
    layer = Layer(
        name="", columns=_texts(whole.columns), crs=shapes.crs, read=lambda names: whole[[*names]],
        frames=lambda: shapes.bounds, draw=lambda index: shapes[index],
    )  # fmt: skip
    # An index of its own would not come back, nor would a file that was replaced meanwhile.
    if kept and whole.index.equals(pd.RangeIndex(len(whole))) and kept == _place(path):
        with suppress(OSError):
            _keep(kept, whole, encoded, shapes.bounds)
    return layer


def encoded_of(hexadecimal: object) -> bytes | None:
    """Decode hexadecimal text, None where it is none; GEOS would do it seven times slower."""
    try:
        return bytes.fromhex(hexadecimal) if isinstance(hexadecimal, str) else None
    except ValueError:
        return None


def _place(path: Path) -> Path | None:
    """Say where the copy of a file is, by what the file holds; None if it is to have none."""
    from jura_coverage.sources.fetch import cache_folder  # it imports the readers

    try:
        if path.stat().st_size < LEAST_BYTES:
            return None
        return cache_folder() / FOLDER / f"{PARTING}-{copies.digest(path)}{PARTED}"
    except (OSError, RuntimeError):  # no home, hence no folder
        return None


def _texts(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if name != GEOMETRY)


def _drawn(encoded: pd.Series) -> gpd.GeoSeries:
    return flat(decoded(list(encoded)), encoded.index, CRS.from_user_input(LON_LAT))


def _parts(codes: pd.Series) -> np.ndarray:
    """Give each row the number of its part; rows are of one if their codes begin alike."""
    return pd.factorize(codes.fillna("").str[:2])[0]


def _kept(place: Path, table: Callable[[], pd.DataFrame]) -> Layer:
    """Open a copy; what stands in it damaged is refused, or, if a boundary, read from the file."""
    with zipfile.ZipFile(place) as archive:
        told = json.loads(archive.read("texts.json"))
        bounds = _array(archive.read("frames.npy"), (len(told[CODE]), len(_FRAMES)))
    texts = pd.DataFrame(told, dtype="str")
    frames = pd.DataFrame(bounds, columns=list(_FRAMES))
    parts = _parts(texts[CODE])
    with suppress(OSError):
        os.utime(place)

    def draw(index: pd.Index) -> gpd.GeoSeries:
        try:
            encoded = _boundaries(place, parts, index)
        except _UNUSABLE:
            encoded = table().loc[index, GEOMETRY].map(encoded_of).astype(object)
        return _drawn(encoded)

    return Layer(
        name="", columns=tuple(texts.columns), crs=CRS.from_user_input(LON_LAT),
        read=lambda names: texts[[*names]], frames=lambda: frames, draw=draw,
    )  # fmt: skip


def _boundaries(place: Path, parts: np.ndarray, index: pd.Index) -> pd.Series:
    """Give the boundaries of some rows as WKB, None where they have none."""
    found: dict[int, bytes | None] = {}
    wanted = index.to_numpy()
    with zipfile.ZipFile(place) as archive:
        for part in np.unique(parts[wanted]):
            rows = np.flatnonzero(parts == part)
            lengths = _array(archive.read(f"{part}.npy"), (len(rows),))
            whole = archive.read(f"{part}.wkb")
            ends = np.cumsum(np.maximum(lengths, 0))
            for row, length, end in zip(
                rows.tolist(), lengths.tolist(), ends.tolist(), strict=True
            ):
                found[row] = None if length == _NO_SHAPE else whole[end - length : end]
    return pd.Series([found[row] for row in wanted.tolist()], index=index, dtype=object)


def _array(raw: bytes, shape: tuple[int, ...]) -> np.ndarray:
    array: np.ndarray = np.load(io.BytesIO(raw), allow_pickle=False)
    if array.shape != shape:
        raise ValueError
    return array


def _keep(place: Path, whole: pd.DataFrame, encoded: pd.Series, bounds: pd.DataFrame) -> None:
    """Write a copy beside its place, put it there in one step, and drop old ones."""
    place.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=place.parent, suffix=UNDER_WAY)
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            texts = {
                each: [None if pd.isna(cell) else cell for cell in whole[each]]
                for each in _texts(whole.columns)
            }
            archive.writestr("texts.json", json.dumps(texts, ensure_ascii=False))
            archive.writestr("frames.npy", _saved(bounds.to_numpy()))
            for part, shapes in encoded.groupby(_parts(whole[CODE])):
                lengths = [_NO_SHAPE if each is None else len(each) for each in shapes]
                archive.writestr(f"{part}.npy", _saved(np.array(lengths, dtype="int64")))
                archive.writestr(f"{part}.wkb", b"".join(filter(None, shapes)))
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    _drop_old(place.parent)


def _saved(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


def _drop_old(folder: Path) -> None:
    """Leave the copies that were last used, and nothing that was never finished."""
    used = sorted(folder.glob(f"*{PARTED}"), key=lambda each: each.stat().st_mtime, reverse=True)
    ended = time.time() - LEFT_OVER_S
    left = [each for each in folder.glob(f"*{UNDER_WAY}") if each.stat().st_mtime < ended]
    for each in (*used[GREATEST_COPIES:], *left):
        with suppress(OSError):
            each.unlink()
