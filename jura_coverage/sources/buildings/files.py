"""Which of the two files of buildings a file is, told by its headings."""

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import content, delimited

BUILDINGS = ("imb_id", "imb_x", "imb_y", "imb_code_insee", "imb_nbr_logloc")
OFFERS = ("imb_id", "code_techno", "classe_debit_descendant")
# Which no other file that is read has.
TELLING = {"buildings": {"imb_x", "imb_nbr_logloc"}, "offers": {"code_techno", "code_operateur"}}
NAMES = {"buildings": "base_imb_<département>.csv.gz", "offers": "actuel_<département>.csv.gz"}
SEPARATOR = ";"
GZIP = b"\x1f\x8b"
_LONGEST_HEADING = 5_000
_DAMAGED = (OSError, EOFError, zlib.error)


def is_packed(path: Path) -> bool:
    """Tell whether a file is packed with gzip, whatever its name.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    with content.opened(path) as file:
        return file.read(len(GZIP)) == GZIP


def headings(path: Path) -> list[str]:
    """Give the headings of a file, packed or not; none if what it holds is no text.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    try:
        packed = is_packed(path)
        with content.opened(path) as file:
            line = (gzip.GzipFile(fileobj=file) if packed else file).readline(_LONGEST_HEADING)
    except _DAMAGED as error:
        if isinstance(error, DataError):
            raise
        return []
    text = line.decode("utf-8-sig", errors="replace")
    return [cell.strip(' "\r\n') for cell in text.split(SEPARATOR)]


def kind_of(path: Path) -> str:
    """Tell which of the two a file is, a key of :data:`NAMES`; empty if none.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    found = {*headings(path)}
    return next((kind for kind, telling in TELLING.items() if telling & found), "")


def is_buildings(path: Path) -> bool:
    """Tell whether a file is one of the two.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    return bool(kind_of(path))


def both(paths: Sequence[Path]) -> tuple[Path, Path]:
    """Give the file of buildings and that of offers.

    Raises
    ------
    DataError
        If there is not one of each, or a column is missing.
    """
    kinds = {path: kind_of(path) for path in paths}
    faults = [_strange(path) for path, kind in kinds.items() if not kind]
    for kind, name in NAMES.items():
        mine = [path for path in paths if kinds[path] == kind]
        if len(mine) > 1:
            faults.append(_several(mine[1], name))
        if not mine and not faults:
            faults.append(_lacking(paths[0], name))
    for path, kind in kinds.items():
        needed = {"buildings": BUILDINGS, "offers": OFFERS}.get(kind, ())
        faults += delimited.heading_faults(path, headings(path), needed)
    if faults:
        raise DataError(faults)
    buildings, offers = (next(path for path in paths if kinds[path] == kind) for kind in NAMES)
    return buildings, offers


def _lacking(path: Path, name: str) -> Fault:
    return Fault(
        file=str(path),
        found="un seul des deux fichiers des immeubles",
        expected=f"avec lui, du même trimestre, {name}",
        action="Téléchargez aussi l'autre fichier de l'Arcep, et donnez les deux "
        "(--buildings FICHIER --buildings FICHIER).",
    )


def _several(path: Path, name: str) -> Fault:
    return Fault(
        file=str(path),
        found=f"un deuxième fichier comme {name}",
        expected="un fichier d'immeubles et un d'offres, d'un seul département",
        action="Gardez celui du département et du trimestre que vous étudiez.",
    )


def _strange(path: Path) -> Fault:
    return Fault(
        file=str(path),
        found="un fichier qui n'est ni celui des immeubles ni celui de leurs offres",
        expected=f"{NAMES['buildings']} ou {NAMES['offers']}, tels que l'Arcep les publie",
        action="Décompressez une archive zip, et laissez aux colonnes leurs noms d'origine.",
    )
