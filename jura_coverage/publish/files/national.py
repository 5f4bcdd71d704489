"""The files of many départements together: a row a commune, and the key figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd

from jura_coverage import columns
from jura_coverage.publish import text
from jura_coverage.publish.files import geoparquet
from jura_coverage.publish.tables.communes import known, worded

TABLE, SUMMARY = "france.parquet", "summary.json"


def write(communes: gpd.GeoDataFrame, summary: Mapping[str, Any], folder: Path) -> None:
    """Write the table of communes with their boundaries in degrees, and the key figures.

    Parameters
    ----------
    communes
        Rows of :attr:`jura_coverage.study.Result.communes` of all départements, with
        `departement` and the columns of :data:`jura_coverage.columns.PROVENANCE`.
    summary
        From :func:`jura_coverage.study.national.summary`.
    folder
        Where :data:`TABLE` and :data:`SUMMARY` go.
    """
    rows = worded(communes)
    wanted = (columns.DEPARTEMENT, *known(columns.COMMUNES, rows))
    table = columns.table(rows, wanted).reset_index(drop=True)
    shapes = gpd.GeoDataFrame(table, geometry=communes.geometry.to_numpy(), crs=communes.crs)
    geoparquet.write(shapes, folder / TABLE, about=summary["france"])
    text.write_json(summary, folder / SUMMARY)
