"""Shapefiles, the only files that GDAL opens here: told by their first bytes, piece by piece."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from jura_coverage.remarks import remarks
from jura_coverage.sources import content
from jura_coverage.sources.encodings import first_wrong_byte
from jura_coverage.sources.hushed import hushed
from jura_coverage.sources.layers.layer import (
    GREATEST_COLUMNS,
    GREATEST_ROWS,
    GREATEST_SHAPE_BYTES,
    GREATEST_SHAPES_BYTES,
    NO_LAYER,
    Layer,
    flat,
    system,
    unusable,
)

MAGIC = bytes.fromhex("0000270a")
HEADER_BYTES = 100
GREATEST_BYTES = 1_000_000_000
GREATEST_INDEX_BYTES = HEADER_BYTES + 8 * GREATEST_ROWS
GREATEST_TABLE_BYTES = 300_000_000
# Where a table of attributes says its encoding, and what says nothing, or Windows in the West.
LANGUAGE_BYTE = 29
WESTERN = (0x00, 0x03, 0x57)


def layers(path: Path) -> list[Layer]:
    """Give the one layer of a shapefile.

    Raises
    ------
    DataError
        If it is none, lacks its other parts, or one of them is a link.
    """
    _look_at(path)
    from pyogrio import read_info

    encoding, noticed = _encoding(path)
    with _reading(path):
        facts = read_info(path.absolute(), encoding=encoding)
    columns = tuple(map(str, facts["fields"]))
    if len(columns) > GREATEST_COLUMNS or facts["features"] > GREATEST_ROWS:
        raise content.too_large(path, GREATEST_TABLE_BYTES)
    crs = _crs(path)
    return [
        Layer(
            name=path.stem, columns=columns, crs=crs, read=partial(_read, path, encoding),
            frames=partial(_frames, path), draw=partial(_draw, path, crs),
            remarks=tuple(remarks("repaired", noticed, [path.name] if noticed else [])),
        )
    ]  # fmt: skip


def _look_at(path: Path) -> None:
    """Refuse what is no shapefile, or has a part that is larger than those of any."""
    if path.stat().st_size > GREATEST_BYTES:
        raise content.too_large(path, GREATEST_BYTES)
    with content.opened(path) as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise unusable(path, NO_LAYER, "un shapefile")
    found = {each.suffix.lower(): each for each in _parts(path)}
    lacking = [ending for ending in (".shx", ".dbf") if ending not in found]
    if lacking:
        raise unusable(
            path, f"un shapefile sans son fichier {' ni son fichier '.join(lacking)}",
            "ses fichiers .shp, .shx et .dbf côte à côte",
        )  # fmt: skip
    if found[".dbf"].stat().st_size > GREATEST_TABLE_BYTES:
        raise content.too_large(found[".dbf"], GREATEST_TABLE_BYTES)
    if _record_bytes(found[".shx"]).max(initial=0) > GREATEST_SHAPE_BYTES:
        raise content.too_large(path, GREATEST_SHAPE_BYTES)


def _parts(path: Path) -> list[Path]:
    """List the files beside that GDAL might open, none of which is a link."""
    named = (each for each in path.parent.iterdir() if each.name.startswith(f"{path.stem}."))
    return [each for each in named if each != path and content.is_beside(each)]


def _record_bytes(index: Path) -> np.ndarray:
    """Give the length of each record, as the index of the shapefile tells it in words of two."""
    raw = content.read_bytes(index, greatest=GREATEST_INDEX_BYTES)[HEADER_BYTES:]
    return 2 * np.frombuffer(raw[: len(raw) // 8 * 8], ">i4").astype("int64")[1::2]


def _crs(path: Path) -> CRS | None:
    beside = path.with_suffix(".prj")
    if not content.is_beside(beside):
        return None
    text = content.read_bytes(beside, greatest=100_000).decode(errors="replace")
    return system(path, text)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say in French what GDAL cannot read; what it finds odd is checked by its values."""
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError
    from shapely.errors import GEOSException

    try:
        with hushed(), np.errstate(all="ignore"):
            yield
    except (
        DataSourceError, DataLayerError, FeatureError, FieldError, GEOSException, ValueError,
        UnicodeError, OverflowError, UnboundLocalError,  # the last, of pyogrio, by a broken .prj
    ) as error:  # fmt: skip
        raise unusable(path, "un contenu illisible", "un shapefile entier") from error


def _encoding(path: Path) -> tuple[str | None, str]:
    """Choose how to read the texts of a shapefile whose .cpg got lost, and what to say of it.

    Returns
    -------
    tuple of str or None, and str
        None where the file tells it, or where any will do; empty if there is nothing to say.
    """
    parts = {each.suffix.lower(): each for each in _parts(path)}
    if ".cpg" in parts:
        return None, ""
    raw = content.read_bytes(parts[".dbf"], greatest=GREATEST_TABLE_BYTES)
    rows = raw[int.from_bytes(raw[8:10], "little") :]
    if rows.isascii():
        return None, ""
    utf8 = first_wrong_byte(rows) is None
    if not utf8 and raw[LANGUAGE_BYTE] not in WESTERN:
        return None, ""
    chosen = "UTF-8" if utf8 else "cp1252"
    return chosen, f"Shapefile sans fichier .cpg, textes lus en {chosen}"


def _read(path: Path, encoding: str | None, columns: Sequence[str]) -> pd.DataFrame:
    from pyogrio import read_dataframe

    with _reading(path):
        table = read_dataframe(
            path.absolute(), columns=list(columns), read_geometry=False, encoding=encoding
        )
    return pd.DataFrame(table).reindex(columns=list(columns))


def _frames(path: Path) -> pd.DataFrame:
    from pyogrio import read_bounds

    with _reading(path):
        numbers, bounds = read_bounds(path.absolute())
    return pd.DataFrame(bounds.T, index=numbers, columns=["minx", "miny", "maxx", "maxy"])


def _draw(path: Path, crs: CRS | None, wanted: pd.Index) -> gpd.GeoSeries:
    from pyogrio import read_dataframe

    (index,) = (each for each in _parts(path) if each.suffix.lower() == ".shx")
    if _record_bytes(index)[wanted.to_numpy()].sum() > GREATEST_SHAPES_BYTES:
        raise content.too_large(path, GREATEST_SHAPES_BYTES)
    with _reading(path):
        table = read_dataframe(
            path.absolute(), columns=[], fids=wanted.to_numpy(), fid_as_index=True
        )
    return flat(table.geometry.to_numpy(), pd.Index(table.index), crs).reindex(wanted)
