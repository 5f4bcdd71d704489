"""Extracts of OpenStreetMap: what a car needs of them, clipped and merged into one file.

Each file is read as a stream, several times. What is kept of it meanwhile are the positions of its
points, 16 bytes each, and what is written. No set of identifiers of points is held as bits: those
of today reach 13 billion, so that such a set has 1.6 GB, whatever the number of points.
"""

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from jura_coverage import french
from jura_coverage.errors import DataError, EngineError, Fault
from jura_coverage.sources import content

# A way with one of these may be one that a car takes (a ferry has the second).
KEYS = ("highway", "route")
RESTRICTION = "restriction"  # what the type of a relation begins with that forbids a turn
HEADER = b"OSMHeader"  # stands in the first bytes of every extract
HEADER_WITHIN = 64
DATED = "osmosis_replication_timestamp"  # in the header, where the publisher writes it
AN_EXTRACT = "un extrait d'OpenStreetMap (.osm.pbf)"
AGAIN = "Téléchargez-le de nouveau (« jura-coverage fetch --roads »)."
AT_A_TIME = 20_000  # objects of Python, so that they are few
PER_DEGREE = 10_000_000  # positions are whole numbers of these
NOWHERE = 2**31 - 1  # the position of a point that an extract does not have

IntArray = npt.NDArray[np.int64]


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
class _Found:
    """What one extract has in the area.

    Parameters
    ----------
    path
        The extract.
    dated
        Its day; None if it does not tell.
    ways, turns
        Identifiers of its ways, and of the relations that forbid a turn there.
    points
        Of these ways: a row each, with identifier, longitude and latitude (of ``PER_DEGREE``).
    bounds
        The ground that all its roads cover: west, south, east, north, in degrees; None without.
    """

    path: Path
    dated: date | None
    ways: frozenset[int]
    turns: frozenset[int]
    points: IntArray
    bounds: tuple[float, ...] | None


def clip(paths: Sequence[Path], area: shapely.Geometry, target: Path) -> Clipped:
    """Write the roads that touch an area, of all extracts, to one file.

    A way is kept whole, with the tags of its points, and so are the turns that are forbidden there.
    What several extracts have is taken from the latest of them.

    Parameters
    ----------
    paths
        Extracts.
    area
        In degrees (WGS 84).
    target
        Where to write; no file may be there.

    Raises
    ------
    DataError
        With what is wrong with each extract: missing, none, cut short, or without a road in the
        area.
    EngineError
        If the file cannot be written.
    """
    shapely.prepare(area)
    faults: list[Fault] = []
    kept: list[tuple[date, _Found]] = []
    for path in paths:
        try:
            _require_extract(path)
            with _readable(path):
                found = _found(path, area)
        except DataError as error:
            faults += error.faults
            continue
        faults += _unfit(found)
        if found.dated:
            kept.append((found.dated, found))
    if faults:
        raise DataError(faults)
    kept.sort(key=lambda each: each[0], reverse=True)
    ways = _write([found for _, found in kept], target)
    return Clipped(dated=kept[-1][0], ways=ways)


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


def _found(path: Path, area: shapely.Geometry) -> _Found:
    """Look for what an extract has in an area, which is prepared."""
    import osmium
    from osmium.osm import NODE, RELATION, WAY

    located = osmium.FileProcessor(path, NODE | WAY).with_locations()
    roads = located.with_filter(osmium.filter.EntityFilter(WAY))
    told = (
        (way.id, way.timestamp, [(each.ref, each.x, each.y) for each in way.nodes])
        for way in roads.with_filter(osmium.filter.KeyFilter(*KEYS))
    )
    ways: list[int] = []
    points, corners = [np.empty((0, 3), np.int64)], []
    newest: datetime | None = None
    while some := list(islice(told, AT_A_TIME)):
        newest = max([each[1] for each in some] + ([newest] if newest else []))
        here = np.array([point for each in some for point in each[2]], np.int64).reshape(-1, 3)
        of = np.repeat(np.arange(len(some)), [len(each[2]) for each in some])
        known = here[:, 1] != NOWHERE
        here, of = here[known], of[known]
        corners += [edge(here[:, 1:], axis=0) for edge in (np.min, np.max) if len(here)]
        touching = np.unique(of[shapely.contains_xy(area, here[:, 1:] / PER_DEGREE)])
        ways += [some[number][0] for number in touching.tolist()]
        points.append(_each_once([here[np.isin(of, touching)]]))
    chosen = frozenset(ways)
    types = osmium.FileProcessor(path, RELATION).with_filter(osmium.filter.KeyFilter("type"))
    turns = frozenset(
        each.id
        for each in types
        if each.tags["type"].startswith(RESTRICTION)
        and any(member.type == "w" and member.ref in chosen for member in each.members)
    )
    return _Found(
        path=path, dated=_dated(path, newest), ways=chosen, turns=turns,
        points=_each_once(points), bounds=_bounds(corners),
    )  # fmt: skip


def _bounds(corners: Sequence[IntArray]) -> tuple[float, ...] | None:
    if not corners:
        return None
    ends = np.concatenate([np.min(corners, axis=0), np.max(corners, axis=0)])
    return tuple((ends / PER_DEGREE).tolist())


def _each_once(points: Sequence[IntArray]) -> IntArray:
    """Sort points by their identifiers; of those in several tables, the first one is kept."""
    joined = np.concatenate(points)
    return joined[np.unique(joined[:, 0], return_index=True)[1]]


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


def _unfit(found: _Found) -> list[Fault]:
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
                file=str(found.path), found="ni date d'extraction, ni date de ses routes",
                expected="un extrait qui dise de quand il est", action=AGAIN,
            )
        ]  # fmt: skip
    else:
        return []
    return [
        Fault(
            file=str(found.path), found=where, expected="un extrait de la région du département",
            action="Vérifiez que c'est le bon extrait et qu'il est entier, ou choisissez le "
            "département avec --departement.",
        )
    ]  # fmt: skip


def _write(found: Sequence[_Found], target: Path) -> int:
    """Write what was found, each object as the first extract has it, and count the ways."""
    import osmium
    from osmium.osm import NODE, RELATION, WAY
    from osmium.osm.mutable import Node

    points = _each_once([each.points for each in found])
    tags: dict[int, dict[str, str]] = {}
    known: set[int] = set()
    for each in found:
        own = set(each.points[:, 0].tolist()) - known
        nodes = osmium.FileProcessor(each.path, NODE).with_filter(osmium.filter.EmptyTagFilter())
        tags |= {node.id: dict(node.tags) for node in nodes if node.id in own}
        known |= own
    with _writing(target) as writer:
        for first in range(0, len(points), AT_A_TIME):
            for number, x, y in points[first : first + AT_A_TIME].tolist():
                position = (x / PER_DEGREE, y / PER_DEGREE)
                writer.add_node(Node(id=number, location=position, tags=tags.get(number)))
        ways = _copy(writer, WAY, KEYS, {each.path: each.ways for each in found})
        _copy(writer, RELATION, ("type",), {each.path: each.turns for each in found})
    return ways


@contextmanager
def _writing(target: Path) -> Iterator[Any]:
    """Lend a writer, and say in French that it cannot write."""
    import osmium

    writer = osmium.SimpleWriter(target)
    try:
        yield writer
        writer.close()
    except RuntimeError as error:
        # A writer that has failed would end Python when it is disposed of: it never is.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(writer))
        raise EngineError(
            f"{target.parent} : les routes découpées n'y tiennent pas ({error}). Vérifiez la place "
            "libre, ou choisissez un autre dossier avec --cache."
        ) from error


def _copy(
    writer: Any, kind: Any, keys: Iterable[str], chosen: Mapping[Path, frozenset[int]]
) -> int:
    """Copy what was chosen of each extract, each object once, and count it."""
    import osmium

    written: set[int] = set()
    for path, numbers in chosen.items():
        left = numbers - written
        for each in osmium.FileProcessor(path, kind).with_filter(osmium.filter.KeyFilter(*keys)):
            if each.id in left:
                writer.add(each)
        written |= left
    return len(written)
