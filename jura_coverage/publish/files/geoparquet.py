"""GeoParquet 1.1: communes with their boundaries, and what they come from in the metadata."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd

from jura_coverage import columns
from jura_coverage.publish import text
from jura_coverage.publish.files import plain


def write(shapes: gpd.GeoDataFrame, path: Path, *, about: Mapping[str, Any]) -> None:
    """Write communes; days are dates, and of that type where there are none.

    Parameters
    ----------
    shapes
        Columns of :data:`jura_coverage.columns.COMMUNES` under their fields, with a geometry.
    path
        Of the file.
    about
        Where they come from, ready for JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    geometry, written = io.BytesIO(), io.BytesIO()
    dates = [each.field for each in columns.COMMUNES if each.kind is columns.DATE]
    dated = plain.readable(shapes).assign(**{field: columns.days(shapes[field]) for field in dates})
    dated.to_parquet(geometry, index=False, schema_version="1.1.0")
    table = pq.read_table(geometry)
    schema = table.schema
    for field in dates:  # without any day, of no type yet
        schema = schema.set(schema.get_field_index(field), pa.field(field, pa.date32()))
    table = table.cast(schema)
    metadata = {**(table.schema.metadata or {}), b"jura_coverage": text.json_text(about).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), written, compression="zstd")
    path.write_bytes(written.getvalue())
