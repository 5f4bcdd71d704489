"""What a file is a container of, told by what it begins with and never by its name alone."""

import zipfile
from pathlib import Path
from typing import Literal

from jura_coverage.sources import content

Kind = Literal["archive", "geopackage", "json", "shapefile", "text", "workbook"]
_MAGIC: dict[bytes, Kind] = {
    b"SQLite format 3\0": "geopackage",
    bytes.fromhex("0000270a"): "shapefile",
}
_ZIP = b"PK\x03\x04"
_MARK = b"\xef\xbb\xbf"
_JSON_NAMES = (".json", ".geojson")


def kind_of(path: Path) -> Kind:
    """Tell what to read a file as; whether it can be is for the reader to say.

    Raises
    ------
    DataError
        If it is missing, no plain file, or its compression is damaged.
    """
    start = content.beginning(path)
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    if start.startswith(_ZIP):
        return "archive" if _has_shapefile(path) else "workbook"
    text = start.removeprefix(_MARK).lstrip()
    named = path.suffix.lower() in _JSON_NAMES
    return "json" if text.startswith((b"[", b"{")) or named else "text"


def _has_shapefile(path: Path) -> bool:
    """Tell an archive of shapefiles from a workbook, which has no part of that name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(".shp") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
