"""Extracts of OpenStreetMap: what a car needs of them, clipped and merged into one file.

Each file is read as a stream, several times; what is kept of it meanwhile are sets of identifiers,
a bit or so for each.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from jura_coverage import french
from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import content

# A way with one of these may be one that a car takes (a ferry has the second).
KEYS = ("highway", "route")
RESTRICTION = "restriction"  # what the type of a relation begins with that forbids a turn
HEADER = b"OSMHeader"  # stands in the first bytes of every extract
HEADER_WITHIN = 64
DATED = "osmosis_replication_timestamp"  # in the header, where the publisher writes it
AN_EXTRACT = "un extrait d'OpenStreetMap (.osm.pbf)"
AGAIN = "Téléchargez-le de nouveau (« jura-coverage fetch --roads »)."
NODES_AT_A_TIME = 100_000


@dataclass(frozen=True, kw_only=True)
class Clipped:
    """What was kept of some extracts.

    Parameters
    ----------
    dated
        The day that the oldest of them shows.
    ways
        How many ways were kept.
    """

    dated: date
    ways: int


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """What one extract gives: its day and its ways inside; the ground that its roads cover."""

    dated: date | None
    ways: int
    bounds: tuple[float, float, float, float] | None


def clip(paths: Sequence[Path], area: shapely.Geometry, target: Path) -> Clipped:
    """Write the roads that touch an area, of all extracts, to one file.

    A way is kept whole, with the tags of its points, and so are the turns that are forbidden there.
    Of what several extracts have, the latest version is kept.

    Parameters
    ----------
    paths
        Extracts, each sorted as their publishers do.
    area
        In degrees (WGS 84).
    target
        Where to write; no file may be there.

    Raises
    ------
    DataError
        With what is wrong with each extract: missing, none, cut short, or without a road in the
        area.
    """
    import osmium

    wanted = osmium.IdTracker()
    shapely.prepare(area)
    faults: list[Fault] = []
    kept: list[_Kept] = []
    for path in paths:
        try:
            _require_extract(path)
            with _readable(path):
                found = _choose(path, area, wanted)
            faults += _unfit(path, found)
            kept.append(found)
        except DataError as error:
            faults += error.faults
    days = [each.dated for each in kept if each.dated]
    if faults or not days:
        raise DataError(faults)
    _write(paths, wanted, target)
    return Clipped(dated=min(days), ways=sum(each.ways for each in kept))


def _require_extract(path: Path) -> None:
    with content.opened(path) as file:
        start = file.read(HEADER_WITHIN)
    if not start:
        raise content.whole_file(path, "un fichier vide", AN_EXTRACT, AGAIN)
    if HEADER not in start:
        raise content.whole_file(path, "un fichier d'un autre format", AN_EXTRACT, AGAIN)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say in French that an extract cannot be read to its end."""
    try:
        yield
    except RuntimeError as error:  # what osmium raises, whatever is wrong
        raise content.whole_file(
            path, "un extrait abîmé ou interrompu", "un extrait entier", AGAIN
        ) from error


def _choose(path: Path, area: shapely.Geometry, wanted: Any) -> _Kept:
    """Add what an extract has in the area to what is wanted."""
    import osmium
    from osmium.osm import NODE, RELATION, WAY

    def ways() -> Any:
        return osmium.FileProcessor(path, WAY).with_filter(osmium.filter.KeyFilter(*KEYS))

    roads, newest = osmium.IdTracker(), None
    for way in ways():
        roads.add_references(way)
        newest = max(newest, way.timestamp) if newest else way.timestamp
    nodes = osmium.FileProcessor(path, NODE).with_filter(roads.id_filter())
    inside, bounds = _inside(nodes, area)
    number = 0
    for way in ways().with_filter(inside.contains_filter()):
        wanted.add_way(way.id)
        wanted.add_references(way)
        number += 1
    turns = osmium.FileProcessor(path, RELATION).with_filter(osmium.filter.KeyFilter("type"))
    for relation in turns.with_filter(wanted.contains_filter()):
        if relation.tags["type"].startswith(RESTRICTION):
            wanted.add_relation(relation.id)
    return _Kept(dated=_dated(path, newest), ways=number, bounds=bounds)


def _inside(
    nodes: Any, area: shapely.Geometry
) -> tuple[Any, tuple[float, float, float, float] | None]:
    """Find which nodes lie in the area, and which ground all of them cover."""
    import osmium

    inside, corners = osmium.IdTracker(), []
    spelt = ((node.id, node.lon, node.lat) for node in nodes)
    while some := list(islice(spelt, NODES_AT_A_TIME)):
        numbers = np.array([each[0] for each in some])
        points = np.array([each[1:] for each in some])
        corners += [points.min(axis=0), points.max(axis=0)]
        for number in numbers[shapely.contains_xy(area, points)].tolist():
            inside.add_node(number)
    if not corners:
        return inside, None
    (west, south), (east, north) = np.min(corners, axis=0), np.max(corners, axis=0)
    return inside, (float(west), float(south), float(east), float(north))


def _dated(path: Path, newest: datetime | None) -> date | None:
    """Give the day of an extract: its header's, or else that of the latest change of a road."""
    import osmium

    with osmium.io.Reader(path) as reader:
        told = reader.header().get(DATED)
    try:
        return datetime.fromisoformat(told).date()
    except ValueError:
        known = newest is not None and newest.year > 2004  # the year of the first edits
        return newest.date() if newest and known else None


def _unfit(path: Path, found: _Kept) -> list[Fault]:
    """Say why an extract is of no use."""
    if not found.bounds:
        where = "aucune route"
    elif not found.ways:
        west, south, east, north = (french.number(each, 2) for each in found.bounds)
        where = (
            "aucune route dans le département ni autour (les siennes vont de "
            f"{south} à {north} de latitude et de {west} à {east} de longitude)"
        )
    elif not found.dated:
        return [
            Fault(
                file=str(path), found="ni date d'extraction, ni date de ses routes",
                expected="un extrait qui dise de quand il est", action=AGAIN,
            )
        ]  # fmt: skip
    else:
        return []
    return [
        Fault(
            file=str(path), found=where, expected="un extrait de la région du département",
            action="Vérifiez que c'est le bon extrait et qu'il est entier, ou choisissez le "
            "département avec --departement.",
        )
    ]  # fmt: skip


def _write(paths: Sequence[Path], wanted: Any, target: Path) -> None:
    """Write what is wanted of all extracts, each object once.

    Raises
    ------
    DataError
        If an extract is not sorted.
    """
    import osmium

    streams = [osmium.FileProcessor(each).with_filter(wanted.id_filter()) for each in paths]
    last = (-1, -1)
    with osmium.SimpleWriter(target) as writer:
        for same in osmium.zip_processors(*streams):
            newest = max((each for each in same if each), key=lambda each: each.version)
            place = ("nwr".index(newest.type_str()), newest.id)
            if place <= last:
                raise content.whole_file(
                    paths[0] if len(paths) == 1 else Path(", ".join(map(str, paths))),
                    "des objets qui ne sont pas triés", "des extraits triés", AGAIN,
                )  # fmt: skip
            last = place
            writer.add(newest)
