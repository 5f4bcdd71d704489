"""What a file is a container of, told by what it begins with and never by its name alone."""

from pathlib import Path
from typing import Literal

from jura_coverage.sources import encodings, packed

Kind = Literal["archive", "geopackage", "json", "shapefile", "text", "workbook"]
_MAGIC: dict[bytes, Kind] = {
    b"SQLite format 3\0": "geopackage",
    bytes.fromhex("0000270a"): "shapefile",
}
_MARK = b"\xef\xbb\xbf"
_OPENING = 100
_JSON_NAMES = (".json", ".geojson")


def kind_of(path: Path) -> Kind:
    """Tell what to read a file as; whether it can be is for the reader to say.

    Raises
    ------
    DataError
        If it is missing, no plain file, or its compression is damaged.
    """
    start = packed.beginning(path)
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    if start.startswith(packed.ZIP):
        return "archive" if packed.has_layers(path) else "workbook"
    text = encodings.as_utf_8(start[:_OPENING]).removeprefix(_MARK).lstrip()
    named = path.suffix.lower() in _JSON_NAMES
    return "json" if text.startswith((b"[", b"{")) or named else "text"
