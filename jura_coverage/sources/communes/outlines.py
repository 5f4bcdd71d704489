"""The embedded ground of the départements around one, where their communes are not at hand."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.sources.communes.table import LON_LAT

HEADINGS = ("departement", "ground")  # a code, and a surface in WKT, in degrees


def read_outlines(path: Path | str, *, departement: str) -> gpd.GeoSeries:
    """Read what :mod:`scripts.build_communes` writes.

    Returns
    -------
    GeoSeries
        By the code of the département, in metres.
    """
    cells = pd.read_csv(path, dtype=str).set_index(HEADINGS[0])[HEADINGS[1]]
    metres: gpd.GeoSeries = gpd.GeoSeries.from_wkt(cells, crs=LON_LAT).to_crs(
        geography.working_epsg(departement)
    )
    return metres
