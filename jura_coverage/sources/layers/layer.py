"""One layer: its columns without geometry, the frames of its rows, and the shapes of some."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from jura_coverage.errors import DataError
from jura_coverage.remarks import Remark
from jura_coverage.sources import content

GREATEST_ROWS = 200_000
GREATEST_COLUMNS = 1_000
# What the most jagged commune of France takes is a hundredth of the first.
GREATEST_SHAPE_BYTES = 20_000_000
GREATEST_SHAPES_BYTES = 100_000_000
WGS_84 = 4326
NO_LAYER = "un contenu illisible ou aucune couche"


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A table of a file, none of which is in memory until it is asked for.

    Parameters
    ----------
    name
        As the file calls it.
    columns
        The columns without the geometry.
    crs
        Its coordinates' system; None if the file declares none.
    read
        Gives some columns of all rows, on one index.
    frames
        Gives the bounds of each row (`minx`, `miny`, `maxx`, `maxy`), missing where there are
        none, on the same index.
    draw
        Gives the shapes of some rows of that index, without heights, missing where there are none.
    remarks
        What was noticed of the file.
    keeps
        What must not go before the layer does.
    """

    name: str
    columns: tuple[str, ...]
    crs: CRS | None
    read: Callable[[Sequence[str]], pd.DataFrame]
    frames: Callable[[], pd.DataFrame]
    draw: Callable[[pd.Index], gpd.GeoSeries]
    remarks: tuple[Remark, ...] = ()
    keeps: object = None


def unusable(path: Path, found: str, expected: str) -> DataError:
    """Make the error for a file whose layers cannot be read."""
    action = "Exportez de nouveau les communes (par exemple depuis QGIS, au format GeoPackage)."
    return content.whole_file(path, found, expected, action)


def system(path: Path, named: str | int) -> CRS:
    """Give a coordinates' system by its EPSG code or its text (WKT), never by an address.

    Raises
    ------
    DataError
        If there is none, or if it is one of its own, which leads nowhere on the Earth.
    """
    try:
        crs = CRS.from_epsg(named) if isinstance(named, int) else CRS.from_wkt(named)
        Transformer.from_crs(crs, WGS_84)
    except ProjError as error:
        raise unusable(path, "un système de coordonnées inconnu", "WGS 84 ou Lambert-93") from error
    return crs


def flat(shapes: Iterable[object], index: pd.Index, crs: CRS | None) -> gpd.GeoSeries:
    """Make a column of shapes without heights; one that is empty or not finite is missing."""
    plane = shapely.force_2d(np.array([*shapes, None], object)[:-1])
    corners, owner = shapely.get_coordinates(plane, return_index=True)
    plane[owner[~np.isfinite(corners).all(axis=1)]] = None
    plane[shapely.is_empty(plane)] = None
    return gpd.GeoSeries(plane, index=index, crs=crs)
