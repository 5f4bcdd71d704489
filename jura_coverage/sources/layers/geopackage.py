"""GeoPackages as what they are, SQLite files: their plain tables, and nothing that computes."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from jura_coverage.sources import content
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
from jura_coverage.sources.layers.wkb import decoded

MAGIC = b"SQLite format 3\0"
CATALOGUE = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys")
# A million steps of SQLite at a time; all of France takes one or two.
MOST_STEPS, STEPS_AT_A_TIME = 100, 1_000_000
GREATEST_HEAP_BYTES = 300_000_000
ROWS_AT_A_TIME = 1_000
ENVELOPE_BYTES = (0, 32, 48, 48, 64)


def layers(path: Path) -> list[Layer]:
    """List the layers of features, each a plain table.

    Raises
    ------
    DataError
        If it is no GeoPackage, is being written, or has a view in place of a table.
    """
    with content.opened(path) as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise unusable(path, NO_LAYER, "un GeoPackage")
    with _opened(path) as database:
        tables = {
            str(name): definition.upper().startswith("CREATE TABLE")
            for name, definition in _all(
                database, "SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view')"
            )
            if isinstance(definition, str)
        }
        for name in CATALOGUE:
            if name in tables and not tables[name]:
                raise _computed(path, name)
        if not all(name in tables for name in CATALOGUE):
            return []
        listed = _all(
            database,
            "SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id, "
            "s.definition FROM gpkg_contents c JOIN gpkg_geometry_columns g "
            "ON g.table_name = c.table_name LEFT JOIN gpkg_spatial_ref_sys s "
            "ON s.srs_id = g.srs_id WHERE c.data_type = 'features'",
        )
        found = []
        for *named, organisation, code, definition in listed:
            table, geometry = map(str, named)
            if table not in tables:
                continue
            if not tables[table]:
                raise _computed(path, table)
            columns = _columns(path, database, table)
            own = tuple(column for column in columns if column != geometry)
            crs = _crs(path, organisation, code, definition)
            found.append(
                Layer(
                    name=table, columns=own, crs=crs, read=partial(_read, path, table),
                    frames=partial(_frames, path, table, geometry),
                    draw=partial(_draw, path, table, geometry, crs),
                )
            )  # fmt: skip
    return found


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading alone: it is not locked, nothing beside it is read or written."""
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if content.is_beside(beside) and beside.stat().st_size:
            raise content.whole_file(
                path, f"des modifications en attente ({beside.name})", "un fichier enregistré",
                "Fermez-le dans QGIS, qui finit alors de l'écrire.",
            )  # fmt: skip
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    steps = iter(range(MOST_STEPS))
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute(f"PRAGMA hard_heap_limit = {GREATEST_HEAP_BYTES}")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, GREATEST_SHAPE_BYTES)
            database.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, GREATEST_COLUMNS)
            database.text_factory = lambda raw: raw.decode(errors="replace")
            database.set_progress_handler(lambda: next(steps, None) is None, STEPS_AT_A_TIME)
            yield database
    except (sqlite3.Error, MemoryError, OverflowError, UnicodeError) as error:
        raise unusable(
            path, "un contenu illisible, ou trop grand", "un GeoPackage entier"
        ) from error


def _all(database: sqlite3.Connection, question: str, *values: object) -> list[tuple[object, ...]]:
    """Give all rows, of a number that a file may have."""
    rows = database.execute(question, values).fetchmany(GREATEST_ROWS + 1)
    if len(rows) > GREATEST_ROWS:
        raise OverflowError
    return rows


def _columns(path: Path, database: sqlite3.Connection, table: str) -> list[str]:
    """Name the columns of a table, all of which are stored."""
    found = _all(database, "SELECT name, hidden FROM pragma_table_xinfo(?)", table)
    if any(hidden for _, hidden in found):
        raise _computed(path, table)
    return [str(name) for name, _ in found]


def _computed(path: Path, table: str) -> Exception:
    return unusable(
        path, f"une vue ou une table calculée à la place de la table « {table} »",
        "des tables seulement",
    )  # fmt: skip


def _crs(path: Path, organisation: object, code: object, definition: object) -> CRS | None:
    if str(organisation).upper() == "EPSG" and isinstance(code, int):
        return system(path, code)
    told = isinstance(definition, str) and definition.strip().lower() != "undefined"
    return system(path, str(definition)) if told else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read(path: Path, table: str, columns: Sequence[str]) -> pd.DataFrame:
    chosen = ", ".join(["rowid", *map(_quoted, columns)])
    with _opened(path) as database:
        rows = _all(database, f"SELECT {chosen} FROM {_quoted(table)}")  # noqa: S608 - quoted names
    index = pd.Index([row[0] for row in rows])
    values = {
        name: pd.Series([_text(row[place]) for row in rows], index=index, dtype="object")
        for place, name in enumerate(columns, start=1)
    }
    return pd.DataFrame(values, index=index)


def _text(value: object) -> object:
    """Take bytes for the text that they may be."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _frames(path: Path, table: str, geometry: str) -> pd.DataFrame:
    numbers: list[int] = []
    found = [np.empty((0, 4))]
    for part, shapes in _parts(path, table, geometry):
        numbers += part
        found.append(shapely.bounds(shapes))
    return pd.DataFrame(
        np.concatenate(found), index=pd.Index(numbers), columns=["minx", "miny", "maxx", "maxy"]
    )


def _draw(
    path: Path, table: str, geometry: str, crs: CRS | None, wanted: pd.Index
) -> gpd.GeoSeries:
    chosen = set(wanted)
    numbers: list[int] = []
    shapes: list[object] = []
    for part, drawn in _parts(path, table, geometry, chosen):
        numbers += part
        shapes += list(drawn)
    return flat(shapes, pd.Index(numbers), crs).reindex(wanted)


def _parts(
    path: Path, table: str, geometry: str, chosen: set[int] | None = None
) -> Iterator[tuple[list[int], np.ndarray]]:
    """Give the shapes of a layer in pieces; what is kept of them must stay within bounds."""
    question = f"SELECT rowid, {_quoted(geometry)} FROM {_quoted(table)}"  # noqa: S608
    size = 0
    with _opened(path) as database:
        rows = database.execute(question)
        while part := rows.fetchmany(ROWS_AT_A_TIME):
            kept = part if chosen is None else [row for row in part if row[0] in chosen]
            encoded = [_wkb(blob) for _, blob in kept]
            size += sum(map(len, filter(None, encoded))) if chosen is not None else 0
            if size > GREATEST_SHAPES_BYTES:
                raise content.too_large(path, GREATEST_SHAPES_BYTES)
            yield [number for number, _ in kept], decoded(encoded)


def _wkb(blob: object) -> bytes | None:
    """Take the header of a GeoPackage's geometry off."""
    if not isinstance(blob, bytes) or len(blob) < 8 or not blob.startswith(b"GP"):
        return None
    envelope = blob[3] >> 1 & 7
    return blob[8 + ENVELOPE_BYTES[envelope] :] if envelope < len(ENVELOPE_BYTES) else None
