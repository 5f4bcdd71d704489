"""GeoJSON, and JSON in general: bounded before it is parsed, and never by an address."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from jura_coverage.sources import content, encodings, packed
from jura_coverage.sources.layers.layer import (
    GREATEST_COLUMNS,
    GREATEST_ROWS,
    WGS_84,
    Layer,
    flat,
    system,
    unusable,
)

GREATEST_BYTES = 100_000_000
# What Python makes of the shortest list, mapping, text or number, at most, in bytes.
COSTS = {b"[": 90, b"{": 250, b",": 60}
GREATEST_COST = 600_000_000
_MARK = b"\xef\xbb\xbf"
_NAMED = re.compile(r"(?:urn:ogc:def:crs:)?(OGC|EPSG):(?:[0-9.]*:)?(CRS84|[0-9]{4,6})")


def parsed(path: Path) -> Any:
    """Give what a file of JSON holds.

    Raises
    ------
    DataError
        If it is unreadable, no JSON, holds halves of characters or numbers that are none, is
        nested deeper than any table, or would fill the memory.
    """
    import pydantic_core  # a run of GeoPackages and tables does without

    raw = encodings.as_utf_8(packed.unpacked(path))
    cost = sum(raw.count(sign) * each for sign, each in COSTS.items())
    if len(raw) > GREATEST_BYTES or cost > GREATEST_COST:
        raise content.too_large(path, GREATEST_BYTES)
    read, plain = partial(pydantic_core.from_json, allow_inf_nan=False), raw.removeprefix(_MARK)
    rows = _rows(plain)
    try:
        return _together([read(row) for row in rows]) if rows else read(plain)
    except ValueError as error:
        raise content.whole_file(
            path, "un contenu illisible (ce n'est pas du JSON, ou un caractère y est coupé)",
            "un fichier entier", "Téléchargez le fichier de nouveau.",
        ) from error  # fmt: skip


def _rows(raw: bytes) -> list[bytes]:
    """Part JSON Lines, a mapping a line; none of what is one value."""
    rows = [line for line in map(bytes.strip, raw.splitlines()) if line]
    several = len(rows) > 1 and all(row.startswith(b"{") and row.endswith(b"}") for row in rows)
    return rows if several else []


def _together(items: list[Any]) -> Any:
    """Give lines as the one value that they would be: a list, or the features of a collection."""
    drawn = all(mapping(each).get("type") == "Feature" for each in items)
    return {"type": "FeatureCollection", "features": items} if drawn else items


def layers(path: Path) -> list[Layer]:
    """Give the one layer of a FeatureCollection; none of JSON of another kind."""
    answer = parsed(path)
    features = mapping(answer).get("features")
    if not isinstance(features, list):
        return []
    if len(features) > GREATEST_ROWS:
        raise content.too_large(path, GREATEST_BYTES)
    crs = crs_of(path, answer)
    rows = [mapping(mapping(feature).get("properties")) for feature in features]
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(names) > GREATEST_COLUMNS:
        raise content.too_large(path, GREATEST_BYTES)
    index = pd.RangeIndex(len(rows))
    shapes = flat([drawn(mapping(each).get("geometry")) for each in features], index, crs)
    return [
        Layer(
            name=path.stem, columns=names, crs=crs,
            read=lambda columns: pd.DataFrame(
                {name: pd.Series([row.get(name) for row in rows], dtype="object")
                 for name in columns},
                index=index,
            ),
            frames=lambda: shapes.bounds,
            draw=lambda wanted: shapes.reindex(wanted),
        )
    ]  # fmt: skip


def crs_of(path: Path, answer: Any) -> CRS:
    """Give the coordinates' system of a FeatureCollection: degrees, or the one that it names.

    Raises
    ------
    DataError
        If it is told by a link, which is not followed, or by a name that is none.
    """
    told = mapping(answer).get("crs")
    if told is None:
        return CRS.from_epsg(WGS_84)
    name = mapping(mapping(told).get("properties")).get("name")
    named = _NAMED.fullmatch(name) if isinstance(name, str) else None
    if mapping(told).get("type") != "name" or named is None:
        raise unusable(
            path, "un système de coordonnées donné par un lien ou sous un nom inconnu",
            "des degrés (WGS 84), ou un code EPSG",
        )  # fmt: skip
    return system(path, WGS_84 if named[2] == "CRS84" else int(named[2]))


def mapping(value: object) -> Mapping[str, Any]:
    """Give a mapping, or an empty one in place of something else."""
    return value if isinstance(value, dict) else {}


def drawn(geometry: object) -> BaseGeometry | None:
    """Make a shape of GeoJSON, or nothing of what is none."""
    if not isinstance(geometry, dict):
        return None
    try:
        return shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
