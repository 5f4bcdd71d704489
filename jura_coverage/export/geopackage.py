"""The GeoPackage: communes, hosts, plain tables, and the styles that QGIS draws them with."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from jura_coverage.decision import Decision
from jura_coverage.export import about, plan, tables
from jura_coverage.export.columns import Column
from jura_coverage.export.qgis import categorised, marker, proposed
from jura_coverage.maps import themes
from jura_coverage.pipeline import Result

# A file written twice from the same data is the same: it does not carry the hour.
NO_DATE = "1980-01-01T00:00:00.000Z"
# Office computers have QGIS of several years ago.
OLD_ENOUGH = "1.2"
SITES = "plan_lieux"
STYLES_TABLE = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)
"""
CONTENTS_ROW = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)"
)
STYLE_ROW = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) "
    "VALUES ('', '', ?, 'geom', ?, ?, '', ?, ?, '', ?)"
)


def write_geopackage(result: Result, path: Path, *, decision: Decision | None = None) -> None:
    """Write the communes with a class for each theme, the hosts, and where the figures come from.

    A decision adds its themes, and the sites that it proposes. QGIS finds a style for each theme
    of the map; the flags are shown first.
    """
    drawn = themes.themes(result, decision)
    shapes = tables.commune_shapes(result, decision)
    for theme in drawn:
        labels = [each.label for each in theme.classes]
        position = theme.class_of.to_numpy()
        shapes[class_column(theme)] = [labels[number] for number in position]
    layers = {"communes": shapes, "structures": tables.host_shapes(result)}
    if decision:
        layers[SITES] = plan.site_shapes(decision)
    for name, layer in layers.items():
        _add(layer, path, layer=name)
    described = [
        replace(table, frame=shapes, known=(*table.known, *map(_class_column, drawn)))
        if table.name == "communes" else table
        for table in tables.all_tables(result, decision)
    ]  # fmt: skip
    for table in described:
        if table.name not in layers:
            _add(table.frame, path, layer=table.name)
    for table in about.tables(result, decision, described):
        _add(table.frame, path, layer=table.name)
    with closing(sqlite3.connect(path)) as database, database:
        _add_styles(database, drawn, sites=decision is not None)
        database.execute("UPDATE gpkg_contents SET last_change = ?", (NO_DATE,))


def _class_column(theme: themes.Theme) -> Column:
    return Column(name=class_column(theme), label=theme.title, meaning=theme.question)


def class_column(theme: themes.Theme) -> str:
    """Name the column that holds the label of a commune's class."""
    return f"classe_{theme.key}"


def _add(table: pd.DataFrame, path: Path, *, layer: str) -> None:
    extra = {"GEOMETRY_NAME": "geom"} if isinstance(table, gpd.GeoDataFrame) else {}
    options = {} if path.exists() else {"dataset_options": {"VERSION": OLD_ENOUGH}}
    pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", **options, **extra)


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
    rows.append(("structures", "Structures d'accueil", marker(), True, "", NO_DATE))
    if sites:
        style = proposed("nature", plan.NATURES)
        rows.append((SITES, "Lieux proposés", style, True, "Que propose le plan, et où ?", NO_DATE))
    database.executemany(STYLE_ROW, rows)
