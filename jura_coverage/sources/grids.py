"""The tables of any container but delimited text: sheets, lists in JSON, layers."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage.sources import content, opendocument, workbook
from jura_coverage.sources.containers import kind_of
from jura_coverage.sources.grid import Grid, Row, text
from jura_coverage.sources.layers import Layer, geojson, layers_of
from jura_coverage.sources.layers.layer import GREATEST_COLUMNS, GREATEST_ROWS

# What columns of degrees are called, in the order that official lists prefer.
POSITION = (("latitude", "lat"), ("longitude", "long", "lon"))
_DEGREES = "EPSG:4326"


def grids_of(path: Path) -> list[Grid] | None:
    """List the tables of a file; None if it is delimited text.

    Raises
    ------
    DataError
        If it is missing, damaged, or larger than any table.
    """
    kind = kind_of(path)
    if kind == "text":
        return None
    if kind == "workbook":
        return opendocument.sheets(path) if opendocument.is_one(path) else workbook.sheets(path)
    if kind == "json":
        answer = geojson.parsed(path)
        listed = _list_in(answer)
        if listed is not None:
            return [Grid(name="", rows=lambda most: list(islice(_of_mappings(path, listed), most)))]
        return [_of_layer(each) for each in geojson.layers(path)]
    return [_of_layer(each) for each in layers_of(path)]


def _list_in(answer: Any) -> list[Mapping[str, Any]] | None:
    """Find the list of mappings that JSON is, or that alone it holds; None in a GeoJSON."""
    if isinstance(answer, dict) and "features" not in answer:
        lists = [each for each in answer.values() if isinstance(each, list)]
        answer = lists[0] if len(lists) == 1 else []
    return list(map(geojson.mapping, answer)) if isinstance(answer, list) else None


def _of_mappings(path: Path, listed: list[Mapping[str, Any]]) -> Iterator[Row]:
    """Give the keys as headings, and a row an item, numbered from 1."""
    names = list(dict.fromkeys(name for each in listed for name in each))
    if len(names) > GREATEST_COLUMNS or len(listed) > GREATEST_ROWS:
        raise content.too_large(path, geojson.GREATEST_BYTES)
    yield 0, [text(name) for name in names]
    for number, each in enumerate(listed, start=1):
        cells = [text(each.get(name)) for name in names]
        if any(cells):
            yield number, cells


def _of_layer(layer: Layer) -> Grid:
    return Grid(name=layer.name, rows=lambda most: list(islice(_of_rows(layer), most)))


def _of_rows(layer: Layer) -> Iterator[Row]:
    """Give the columns of a layer, and the degrees of its points where its columns lack them."""
    table = layer.read(layer.columns).reset_index(drop=True)
    frames = layer.frames().reset_index(drop=True)
    points = (frames["minx"] == frames["maxx"]) & (frames["miny"] == frames["maxy"])
    if layer.crs and points.any():
        there = gpd.points_from_xy(frames["minx"], frames["miny"], crs=layer.crs)
        degrees = gpd.GeoSeries(there, index=frames.index).where(points).to_crs(_DEGREES)
        columns = {name.lower(): name for name in layer.columns}
        for names, told in zip(POSITION, (degrees.y, degrees.x), strict=True):
            column = next((columns[name] for name in names if name in columns), names[0])
            own = table.get(column, pd.Series(None, index=table.index, dtype="object"))
            table[column] = own.astype("object").where(own.map(text) != "", told)
    yield 0, [text(name) for name in table.columns]
    for number, row in enumerate(table.itertuples(index=False, name=None), start=1):
        cells = list(map(text, row))
        if any(cells):
            yield number, cells
