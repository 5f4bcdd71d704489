"""Files made to harm who opens them, and what must be true of each."""

import io
import lzma
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import shapely

from tests.edited_files import EMBEDDED

NESTED_HEADERS = 100_000  # GEOS ends the process at as many
SHEET = "xl/worksheets/sheet1.xml"
TABLE_END = "</sheetData>"


def with_sql(folder: Path, *statements: str) -> Path:
    """Write the embedded communes with their database changed; a view takes a table's place."""
    path = folder / "limites.gpkg"
    path.write_bytes(EMBEDDED["communes"].read_bytes())
    with closing(sqlite3.connect(path)) as base:
        base.create_function("ST_IsEmpty", 1, lambda _: 1)
        for name, kind in base.execute("SELECT name, type FROM sqlite_master").fetchall():
            if kind == "trigger":
                base.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            base.execute(statement)
        base.commit()
    return path


def nested_surface() -> bytes:
    """Give well-known binary whose surfaces are of surfaces of surfaces…"""
    point = struct.pack("<BIdd", 1, 1, 5.5, 46.5)
    return struct.pack("<BII", 1, 6, 1) * NESTED_HEADERS + point


def in_geopackage(shape: bytes) -> bytes:
    """Put the header of a GeoPackage before well-known binary."""
    return b"GP\0\x01" + struct.pack("<i", 4326) + shape


def surface(*corners: tuple[float, ...]) -> bytes:
    """Give a ring as well-known binary, with heights where corners have three numbers."""
    axes = len(corners[0])
    kind = 3 if axes == 2 else 1003
    numbers = [number for corner in corners for number in corner]
    return struct.pack(f"<BIII{len(numbers)}d", 1, kind, 1, len(corners), *numbers)


def registry(folder: Path, shape: bytes) -> Path:
    """Write the table of the registry package with this boundary for its second commune."""
    heading = (
        "id,code,type,nom,type_nom,population_municipale,commune_parent_id,epci_id,geometry,"
        "mairie_localisation"
    )
    square = shapely.box(5.5, 46.5, 5.51, 46.51).wkb_hex
    rows = [
        rf"1,39001,COM,Carré,1,120,\N,\N,{square},\N",
        rf"2,39002,COM,Creux,1,120,\N,\N,{shape.hex()},\N",
    ]
    path = folder / "communes.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def workbook(folder: Path, original: bytes, **parts: tuple[str, str]) -> Path:
    """Write a workbook with text of some parts replaced; keys are names, values old and new."""
    path = folder / "postes.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(original)) as before,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            text = before.read(name)
            if name in parts:
                old, new = (each.encode() for each in parts[name])
                if old not in text:
                    raise ValueError(name)
                text = text.replace(old, new)
            after.writestr(name, text)
    return path


def asking_for_memory() -> bytes:
    """Give the beginning of an archive that asks for a dictionary of 4 GB."""
    return b"]\0\0\0\xff" + b"\xff" * 8 + bytes(100)


def lists_within_lists(count: int) -> bytes:
    """Give JSON of empty lists, each of which takes twenty times its three bytes."""
    return lzma.compress(b"[" + b"[]," * count + b"[]]", preset=1)
