"""What a file is a container of, told by what it begins with and never by its name alone."""

import re
from pathlib import Path
from typing import Literal

from jura_coverage.errors import Wording
from jura_coverage.sources import content, encodings, packed

Kind = Literal["archive", "geopackage", "json", "shapefile", "text", "workbook"]
_MAGIC: dict[bytes, Kind] = {
    b"SQLite format 3\0": "geopackage",
    bytes.fromhex("0000270a"): "shapefile",
}
# What no table is, by what it begins with.
_OTHERS = {
    bytes.fromhex("d0cf11e0a1b11ae1"): Wording(
        found="un classeur à l'ancien format d'Excel (.xls), ou protégé par un mot de passe",
        expected="un classeur xlsx ou ods sans mot de passe, ou un CSV",
        action="Ouvrez-le dans votre tableur et enregistrez-le au format xlsx.",
    ),
    b"%PDF": Wording(
        found="un document PDF", expected="un tableau",
        action="Demandez le tableur ou le CSV dont il est fait.",
    ),
}  # fmt: skip
WEB_PAGE = Wording(
    found="une page web",
    expected="un tableau",
    action="Téléchargez le fichier lui-même : c'est souvent un message d'erreur qui est "
    "enregistré à sa place.",
)
# Whatever stands before it: blanks, what says that it is XML, comments.
_IS_WEB_PAGE = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARK = b"\xef\xbb\xbf"
_JSON_NAMES = (".json", ".geojson")


def kind_of(path: Path) -> Kind:
    """Tell what to read a file as; whether it can be is for the reader to say.

    Raises
    ------
    DataError
        If it is missing, no plain file, nothing that holds a table, or its compression is damaged.
    """
    start = packed.beginning(path)
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    for magic, wording in _OTHERS.items():
        if start.lstrip()[: len(magic)].lower() == magic.lower():
            raise content.worded(path, wording)
    if start.startswith(packed.ZIP):
        return "archive" if packed.has_layers(path) else "workbook"
    text = encodings.as_utf_8(start).removeprefix(_MARK).lstrip()
    if _IS_WEB_PAGE.match(text):
        raise content.worded(path, WEB_PAGE)
    named = path.suffix.lower() in _JSON_NAMES
    return "json" if text.startswith((b"[", b"{")) or named else "text"
