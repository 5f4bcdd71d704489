"""The network of a département: built once of some extracts, and kept whole in the cache."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from jura_coverage import french
from jura_coverage.errors import DataError, EngineError, Fault, JuraCoverageError
from jura_coverage.sources import content, copies
from jura_coverage.sources.fetch import unwritable
from jura_coverage.sources.roads import extracts, libraries

FOLDER = "networks"  # of the cache
ROADS, GRAPH, FACTS = "roads.osm.pbf", "roads.osrm", "network.json"
PROFILE = "car.lua"
CLIPPING = 2  # to be raised when what is kept of extracts changes
LONGEST_WAIT_S = 3600.0  # for another process that builds the same
LINES_TOLD = 3
MOMENT = re.compile(r"^\[[\d:T-]+\] ")  # what lines of OSRM begin with

Tell = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class Network:
    """A network that OSRM can load.

    Parameters
    ----------
    folder
        Where it lies.
    key
        Twelve hexadecimal digits that change with the extracts, the area and the versions.
    engine
        What built it, for readers: ``"OSRM 26.10.0, car.lua"``.
    dated
        The day that the oldest of its extracts shows.
    extracts
        Their names.
    ways
        How many ways it has.
    """

    folder: Path
    key: str
    engine: str
    dated: date
    extracts: tuple[str, ...]
    ways: int

    @property
    def graph(self) -> Path:
        """What the names of OSRM's files begin with."""
        return self.folder / GRAPH


def quiet(said: str) -> None:
    """Tell nobody."""


def network_of(
    paths: Sequence[Path], area: shapely.Geometry, *, cache: Path, tell: Tell = quiet
) -> Network:
    """Give the network of an area, built now if the cache does not have it.

    It is built aside and moved into place when it is whole, so that a build that is killed leaves
    nothing that could be taken for a network; of two that build the same, the second waits.

    Parameters
    ----------
    paths
        Extracts of OpenStreetMap.
    area
        In degrees (WGS 84).
    cache
        See :func:`jura_coverage.sources.fetch.cache_folder`.
    tell
        Told in French what is being done, where it takes long.

    Raises
    ------
    DataError
        If an extract cannot be used, with what is wrong with each.
    EngineError
        If OSRM stops, or the cache cannot be written.
    """
    libraries.require()
    facts = _asked(paths, area)
    key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]
    target = cache / FOLDER / key
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with copies.alone(target, wait_s=LONGEST_WAIT_S):
            if (kept := _kept(target)) is None:
                with _aside(target) as folder:
                    _build(paths, area, folder, tell=tell)
                    shutil.rmtree(target, ignore_errors=True)
                    folder.rename(target)
                kept = _kept(target)
    except JuraCoverageError:  # of which some are of the system's errors too
        raise
    except OSError as error:
        raise EngineError(unwritable(target.parent, error)) from error
    if kept is None:
        raise EngineError(
            f"{target} : le réseau n'est plus là où il vient d'être écrit. Vérifiez que le disque "
            "n'est pas plein, ou choisissez un autre dossier avec --cache."
        )
    return kept


def _asked(paths: Sequence[Path], area: shapely.Geometry) -> dict[str, object]:
    """Give what a network depends on."""
    faults: list[Fault] = []
    found = []
    for path in paths:
        try:
            with content.opened(path) as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return {
        "extracts": sorted(set(found)),
        "area": hashlib.sha256(shapely.to_wkb(area)).hexdigest(),
        "versions": libraries.versions(),
        "clipping": CLIPPING,
    }


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Lend a folder beside, without those that builds which were killed have left."""
    start = f".{target.name}-"
    for left in target.parent.glob(f"{start}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=start, dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build(paths: Sequence[Path], area: shapely.Geometry, folder: Path, *, tell: Tell) -> None:
    names = french.enumeration([path.name for path in paths])
    tell(f"Routes : découpe de {names}, une minute pour une région…")
    clipped = extracts.clip(paths, area, folder / ROADS)
    import osrm

    home = Path(osrm.__file__).parent
    profile = home / "share" / "profiles" / PROFILE
    number = french.count(clipped.ways, "tronçon")
    tell(f"Routes : construction du réseau, {number} ; il servira ensuite sans attendre…")
    _run(home / "bin" / "osrm-extract", "--profile", str(profile), ROADS, folder=folder)
    _run(home / "bin" / "osrm-contract", GRAPH, folder=folder)
    (folder / ROADS).unlink()
    version = libraries.versions()[libraries.PACKAGES["osrm"]]
    facts = {
        "engine": f"OSRM {version}, {PROFILE}",
        "dated": clipped.dated.isoformat(),
        "extracts": [path.name for path in paths],
        "ways": clipped.ways,
        "sizes": {path.name: path.stat().st_size for path in sorted(folder.iterdir())},
    }
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    (folder / FACTS).write_text(text + "\n", encoding="utf-8")


def _run(program: Path, *arguments: str, folder: Path) -> None:
    """Run a program of OSRM in a folder.

    Raises
    ------
    EngineError
        If it stops with an error, with the last that it said.
    """
    done = subprocess.run(  # noqa: S603 - a program of the package, no shell
        [program, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    if done.returncode:
        lines = [MOMENT.sub("", each) for each in done.stdout.decode(errors="replace").splitlines()]
        said = [each.removeprefix("[error] ") for each in lines if not each.startswith("[info]")]
        why = " ; ".join(said[-LINES_TOLD:]) or "sans dire pourquoi"
        raise EngineError(
            f"{program.name} s'est arrêté (code {done.returncode}) : {why}. Vérifiez la place "
            "libre du disque et la mémoire, puis relancez."
        )


def _kept(folder: Path) -> Network | None:
    """Give the network that lies in a folder; None if there is none, or something of it is gone."""
    try:
        facts: Mapping[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        if any((folder / name).stat().st_size != size for name, size in facts["sizes"].items()):
            return None
        return Network(
            folder=folder, key=folder.name, engine=str(facts["engine"]),
            dated=date.fromisoformat(facts["dated"]), extracts=tuple(facts["extracts"]),
            ways=int(facts["ways"]),
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
