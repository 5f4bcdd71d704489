"""Layers of a GeoPackage, a GeoJSON or a shapefile: tables whose rows have a geometry.

A file is data: it names no address and no other file that is opened, and what it holds is read as
one thing only, by what it begins with.
"""

from collections.abc import Callable
from pathlib import Path

from jura_coverage.sources import content
from jura_coverage.sources.layers import geojson, geopackage, shapefile
from jura_coverage.sources.layers.layer import NO_LAYER, Layer, unusable

__all__ = ["FORMATS", "KNOWN", "Layer", "layers_of", "unusable"]

KNOWN = "un GeoPackage, un GeoJSON ou un shapefile"
FORMATS: dict[str, Callable[[Path], list[Layer]]] = {
    ".gpkg": geopackage.layers,
    ".geojson": geojson.layers,
    ".json": geojson.layers,
    ".shp": shapefile.layers,
}


def layers_of(path: Path) -> list[Layer]:
    """List the layers of a file, in its order.

    Raises
    ------
    DataError
        If it is missing, unreadable, of another format, or has no layer.
    """
    content.require_plain(path)
    find = FORMATS.get(path.suffix.lower())
    if find is None:
        kind = f"« {path.suffix} »" if path.suffix else "sans extension"
        raise unusable(path, f"un fichier {kind}", KNOWN)
    found = find(path)
    if not found:
        raise unusable(path, NO_LAYER, KNOWN)
    return found
