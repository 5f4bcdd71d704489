"""The files of many départements together: communes and key figures, and posts shared out."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from jura_coverage import columns
from jura_coverage.publish import text
from jura_coverage.publish.files import geoparquet, plain
from jura_coverage.publish.files.workbook import write_tables
from jura_coverage.publish.tables.about import dictionary
from jura_coverage.publish.tables.communes import known, worded
from jura_coverage.publish.tables.table import Table

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


def write_shared(table: Table, data: Mapping[str, Any], folder: Path, *, name: str) -> None:
    """Write how posts are shared out between départements, as CSV, as a workbook and as JSON.

    Parameters
    ----------
    table, data
        From :mod:`jura_coverage.publish.tables.sharing`.
    folder
        Where the files go.
    name
        What they are called, without suffix.
    """
    plain.write_csv(plain.readable(table.frame), folder / f"{name}.csv")
    told = replace(
        table, name="dictionnaire", title="Dictionnaire", frame=dictionary([], [table]),
        known=columns.DICTIONARY, frozen=1,
    )  # fmt: skip
    write_tables([table, told], folder / f"{name}.xlsx", title=table.title)
    text.write_json(data, folder / f"{name}.json")
