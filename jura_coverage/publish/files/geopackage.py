"""The GeoPackage: communes, hosts, plain tables, and the styles that QGIS draws them with."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from pyogrio.raw import write

from jura_coverage import columns
from jura_coverage.columns import Column, days
from jura_coverage.measures.hamlets import Hamlets
from jura_coverage.posts import Decision
from jura_coverage.publish import themes
from jura_coverage.publish.files import plain
from jura_coverage.publish.files.qgis import categorised, marker, proposed
from jura_coverage.publish.tables import about, plan
from jura_coverage.publish.tables.all import (
    HAMLETS,
    all_tables,
    commune_shapes,
    hamlet_shapes,
    host_shapes,
)
from jura_coverage.publish.tables.table import Table
from jura_coverage.study import Result

# A file written twice from the same data is the same: it does not carry the hour.
NO_DATE = "1980-01-01T00:00:00.000Z"
# Office computers have QGIS of several years ago.
OLD_ENOUGH = "1.2"
SITES = "plan_lieux"
FULL_BYTES = 2**20
STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
CONTENTS_ROW = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles pour QGIS.', ?)"
)
STYLE_ROW = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) "
    "VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', ?)"
)


def write_geopackage(result: Result, path: Path, *, decision: Decision | None = None) -> None:
    """Write the communes with a class for each theme, the hosts, and where the figures come from.

    A decision adds its themes, and the sites that it proposes; buildings add hamlets. QGIS finds a
    style for each theme of the map; the flags are shown first.
    """
    drawn = themes.themes(result, decision)
    described = _layers(result, decision, drawn)
    fresh = path.with_suffix(".fresh")
    with _refused_as_files_are(path):
        for table in (*described, *about.tables(result, decision, described)):
            _add(replace(table, frame=plain.readable(table.frame)), path)
        with closing(sqlite3.connect(path)) as database:
            with database:
                _add_styles(database, drawn, sites=decision is not None)
                database.execute("UPDATE gpkg_contents SET last_change = ?", (NO_DATE,))
            # How often GDAL noted the hour depends on the clock; a copy does not count it.
            database.execute("VACUUM INTO ?", (str(fresh),))
        fresh.replace(path)


@contextmanager
def _refused_as_files_are(path: Path) -> Iterator[None]:
    """Give what two libraries say of a disk, in English and each its own way, as the system does.

    Neither tells why: without a mebibyte left, the disk is full.
    """
    try:
        yield
    except (sqlite3.Error, DataLayerError, DataSourceError, FeatureError) as error:
        full = shutil.disk_usage(path.parent).free < FULL_BYTES
        why = errno.ENOSPC if full else errno.EIO
        raise OSError(why, os.strerror(why), str(path)) from error


def _layers(
    result: Result, decision: Decision | None, drawn: Sequence[themes.Theme]
) -> list[Table]:
    """Give the tables of data, those that are drawn with their geometry, communes with classes."""
    shaped = {
        "communes": _classed(result, decision, drawn),
        "structures": host_shapes(result),
    }
    homes = [each for each in drawn if each.key == themes.BUILDINGS]
    for theme in homes:
        shaped[HAMLETS] = _classed_hamlets(result, theme)
    if decision:
        shaped[SITES] = plan.site_shapes(decision)
    classes = {"communes": drawn, HAMLETS: homes}
    return [
        replace(
            table,
            frame=shaped.get(table.name, table.frame),
            known=(*table.known, *map(_class_column, classes.get(table.name, []))),
        )
        for table in all_tables(result, decision)
    ]


def _classed_hamlets(result: Result, theme: themes.Theme) -> gpd.GeoDataFrame:
    """Give the squares with the label of their class in the theme of buildings."""
    found = cast("Hamlets", result.hamlets)
    class_of = themes.hamlet_classes(result, found.cells["share_poor_far"])
    labels = [theme.classes[number].label for number in class_of]
    return hamlet_shapes(found).assign(**{class_column(theme): labels})


def _classed(
    result: Result, decision: Decision | None, drawn: Sequence[themes.Theme]
) -> gpd.GeoDataFrame:
    """Give the communes with the label of their class in each theme."""
    labels = {
        class_column(theme): [theme.classes[number].label for number in theme.class_of]
        for theme in drawn
    }
    return commune_shapes(result, decision).assign(**labels)


def _class_column(theme: themes.Theme) -> Column:
    name = class_column(theme)
    return Column(
        name=name, field=name, heading=theme.title, meaning=theme.question, kind=columns.TEXT,
        origin=columns.COMPUTED,
    )  # fmt: skip


def class_column(theme: themes.Theme) -> str:
    """Name the column that holds the label of a commune's class."""
    return f"classe_{theme.key}"


def _add(table: Table, path: Path) -> None:
    """Add a layer, or a table without geometry, with its description.

    :func:`pyogrio.write_dataframe` knows no days without an hour, so the arrays are made here.
    """
    fields = [
        (column.field, *_values(table.frame[column.field], column)) for column in table.columns
    ]
    shapes = table.frame.geometry if isinstance(table.frame, gpd.GeoDataFrame) else None
    names, values, masks = zip(*fields, strict=True)
    write(
        path,
        None if shapes is None else shapely.to_wkb(shapes.to_numpy()),
        values,
        names,
        masks,
        layer=table.name,
        driver="GPKG",
        DESCRIPTION=table.meaning,
        **({} if path.exists() else {"dataset_options": {"VERSION": OLD_ENOUGH}}),
        **({} if shapes is None else _geometry_options(table.name, shapes)),
    )


def _geometry_options(name: str, shapes: gpd.GeoSeries) -> dict[str, Any]:
    kind = {"communes": "MultiPolygon", HAMLETS: "Polygon"}.get(name, "Point")
    return {
        "geometry_type": kind,
        "promote_to_multi": kind.startswith("Multi"),
        "crs": shapes.crs.to_string(),
        "GEOMETRY_NAME": "geom",
    }


def _values(series: pd.Series, column: Column) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Give the values of a column, and which of them are missing."""
    missing = series.isna().to_numpy()
    if column.kind is columns.DATE:
        known = days(series)
        return known.to_numpy(dtype="datetime64[D]"), known.isna().to_numpy()
    if column.kind.is_text:
        return series.astype(object).where(~missing, None).to_numpy(), missing
    if pd.api.types.is_integer_dtype(series):
        return series.fillna(0).to_numpy(dtype=np.int64), missing
    return series.to_numpy(dtype=np.float64, na_value=np.nan), missing


def _add_styles(
    database: sqlite3.Connection, drawn: Sequence[themes.Theme], *, sites: bool
) -> None:
    database.execute(STYLES_TABLE)
    database.execute(CONTENTS_ROW, (NO_DATE,))
    rows = [
        ("communes", theme.title, categorised(theme, column=class_column(theme)),
         position == 0, theme.question, NO_DATE)
        for position, theme in enumerate(drawn)
    ]  # fmt: skip
    rows += [
        (HAMLETS, theme.title, categorised(theme, column=class_column(theme)), True,
         theme.question, NO_DATE)
        for theme in drawn if theme.key == themes.BUILDINGS
    ]  # fmt: skip
    rows.append(("structures", "Structures d'accueil", marker(), True, "", NO_DATE))
    if sites:
        style = proposed("nature", plan.NATURES)
        rows.append((SITES, "Lieux proposés", style, True, "Que propose le plan, et où ?", NO_DATE))
    database.executemany(STYLE_ROW, rows)
