"""Layers of a GeoPackage, a GeoJSON or shapefiles: tables whose rows have a geometry.

A file is data: it names no address and no other file that is opened, and what it holds is read as
one thing only, by what it begins with.
"""

from collections.abc import Callable
from pathlib import Path

from jura_coverage.sources.containers import Kind, kind_of
from jura_coverage.sources.layers import archive, geojson, geopackage, shapefile
from jura_coverage.sources.layers.layer import NO_LAYER, Layer, unusable

__all__ = ["FORMATS", "Layer", "layers_of", "unusable"]

KNOWN = "un GeoPackage, un GeoJSON ou un shapefile (seul ou dans un zip)"
FORMATS: dict[Kind, Callable[[Path], list[Layer]]] = {
    "archive": archive.layers,
    "geopackage": geopackage.layers,
    "json": geojson.layers,
    "shapefile": shapefile.layers,
}
NAMED = (".gpkg", ".geojson", ".json", ".shp", ".zip")


def layers_of(path: Path) -> list[Layer]:
    """List the layers of a file, in its order.

    Raises
    ------
    DataError
        If it is missing, unreadable, of another format, or has no layer.
    """
    find = FORMATS.get(kind_of(path))
    if find is None and path.suffix.lower() not in NAMED:
        kind = f"« {path.suffix} »" if path.suffix else "sans extension"
        raise unusable(path, f"un fichier {kind}", KNOWN)
    found = find(path) if find else []
    if not found:
        raise unusable(path, NO_LAYER, KNOWN)
    return found
