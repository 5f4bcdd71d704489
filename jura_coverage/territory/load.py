"""Read the files of a département, and join them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from jura_coverage import geography
from jura_coverage.errors import DataError, Fault, collecting, given_type
from jura_coverage.geography.services import ADVISORS, SERVICES
from jura_coverage.sources import (
    CommuneReading,
    Reading,
    catalogue,
    fetch,
    read_advisors,
    read_broadband,
    read_buildings,
    read_communes,
    read_crosswalk,
    read_needs,
    read_outlines,
    read_places,
)
from jura_coverage.territory.buildings import housed
from jura_coverage.territory.join import Listed, Locate, build
from jura_coverage.territory.land import Territory
from jura_coverage.territory.needs import taken

BELT_M = 30_000.0  # places and communes of other départements count up to here


Paths = Path | str | Iterable[Path | str]
AnyReading = TypeVar("AnyReading", bound=Reading[Any])


@dataclass(frozen=True, kw_only=True)
class Files:
    """The files of a run.

    Parameters
    ----------
    communes
        Path as the user gave it, or the embedded one.
    broadband
        Any number of tables, which are put side by side; empty if none is known.
    needs
        Tables of need, the user's before the embedded one; what several tell the first tells.
    services
        The table of each service that has one, by its role: ``advisors``.
    crosswalk
        Former communes of France.
    beyond
        The ground of the départements around; None if it is not embedded.
    buildings
        Both files of buildings, in any order; empty if there are none.
    """

    communes: Path
    broadband: tuple[Path, ...]
    needs: tuple[Path, ...]
    services: Mapping[str, Path]
    crosswalk: Path
    beyond: Path | None = None
    buildings: tuple[Path, ...] = ()


def files(
    departement: str,
    *,
    communes: Path | str | None = None,
    broadband: Paths = (),
    needs: Paths = (),
    buildings: Paths = (),
    **services: Path | str | None,
) -> Files:
    """Complete the user's files with the embedded ones; what is in neither is missing.

    Parameters
    ----------
    departement
        Its code.
    communes, broadband, needs, buildings
        The user's: of the last three one path, or any collection of them.
    **services
        The user's table of each service, by its role: ``advisors``; or the name of an embedded
        edition, such as ``"2022-12"``.

    Raises
    ------
    UnknownDepartementError
        If the département does not exist, or its communes are neither given nor embedded.
    UnknownEditionError
        If the table of a service is neither a file nor an embedded edition.
    """
    geography.working_epsg(departement)
    roles = [service.role for service in SERVICES]
    if strange := services.keys() - set(roles):
        raise given_type(
            "Fichiers", ", ".join(sorted(strange)), "l'un des rôles communes, broadband, needs, "
            f"buildings, {', '.join(roles)}",
        )  # fmt: skip
    for what, given in services.items():
        if given is not None and not isinstance(given, str | Path):
            raise given_type(what, given, "le chemin d'un fichier ou le nom d'une édition")
    embedded = {
        role: catalogue.default(role, departement=departement)
        for role in {each.role for each in catalogue.entries() if each.departement == departement}
    }
    known = {
        role: catalogue.chosen(role, given, departement=departement)
        if (given := services.get(role))
        else embedded.get(role)
        for role in roles
    }
    return Files(
        communes=Path(communes)
        if communes
        else catalogue.default("communes", departement=departement),
        broadband=_paths(broadband)
        or tuple(path for role, path in embedded.items() if role == "broadband"),
        needs=(*_paths(needs), *(path for role, path in embedded.items() if role == "needs")),
        services={role: path for role, path in known.items() if path},
        crosswalk=catalogue.default("crosswalk", departement=catalogue.FRANCE),
        beyond=embedded.get("beyond"),
        buildings=_paths(buildings),
    )


def _paths(given: Paths) -> tuple[Path, ...]:
    return tuple(map(Path, (given,) if isinstance(given, Path | str) else given))


@dataclass(frozen=True, kw_only=True)
class Readings:
    """The tables of a département as they were read, before they are joined.

    Parameters
    ----------
    departement
        Its code.
    files
        Where they were read.
    communes, broadband, needs, services
        What the readers gave; services by their roles, without those that have no table.
    crosswalk
        Former communes of France, see :func:`jura_coverage.sources.read_crosswalk`.
    belt_m
        How far beyond the border communes and places count.
    buildings
        What both files of buildings hold; None if there are none.
    """

    departement: str
    files: Files
    communes: CommuneReading
    broadband: tuple[Reading[pd.DataFrame], ...]
    needs: tuple[Reading[pd.DataFrame], ...]
    services: Mapping[str, Reading[pd.DataFrame]]
    crosswalk: pd.DataFrame
    belt_m: float
    buildings: Reading[pd.DataFrame] | None = None


def read(
    files: Files, *, departement: str, belt_m: float = BELT_M, arrondissements: bool = False
) -> Readings:
    """Read and check the files; the faults of all of them are raised together.

    Parameters
    ----------
    files
        See :func:`files`.
    departement
        Its code.
    belt_m
        How far beyond the border communes and places count.
    arrondissements
        Whether those of Paris, Lyon and Marseille are communes of their own.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    if not isinstance(files, Files):
        raise given_type("Fichiers", files, "ce que rend territory.files")
    faults: list[Fault] = []

    def checked(reader: Callable[..., AnyReading], path: Path, **options: Any) -> AnyReading | None:
        try:
            return reader(path, departement=departement, **options)
        except DataError as error:
            faults.extend(error.faults)
            return None

    communes = checked(read_communes, files.communes, belt_m=belt_m, apart=arrondissements)
    apart = communes is not None and geography.are_apart(
        [*communes.table.index, *communes.neighbours.index]
    )
    connections = [checked(read_broadband, path, apart=apart) for path in files.broadband]
    needs = [checked(read_needs, path, apart=apart) for path in files.needs]
    places = {
        role: checked(read_advisors if role == ADVISORS.role else read_places, path, apart=apart)
        for role, path in files.services.items()
    }
    buildings = None
    if files.buildings:
        with collecting(faults):
            buildings = read_buildings(files.buildings, departement=departement)
    if communes is None or faults:
        raise DataError(faults)
    return Readings(
        departement=departement, files=files, communes=communes,
        broadband=tuple(each for each in connections if each),
        needs=tuple(each for each in needs if each),
        services={role: each for role, each in places.items() if each},
        crosswalk=read_crosswalk(files.crosswalk), belt_m=belt_m,
        buildings=buildings,
    )  # fmt: skip


def joined(readings: Readings, *, locate: Locate | None = None) -> Territory:
    """Join tables that were read into a territory, which knows where each comes from.

    Parameters
    ----------
    readings
        From :func:`read`.
    locate
        What finds hosts without position, see :func:`jura_coverage.sources.geocoding.geocoder`.

    Raises
    ------
    DataError
        If the tables do not fit together, see :func:`build`.
    """
    files, communes = readings.files, readings.communes
    land = build(
        communes.table, [each.table for each in readings.broadband],
        {
            role: Listed(table=each.table, file=str(files.services[role]), official=each.official)
            for role, each in readings.services.items()
        },
        _concerning(readings.crosswalk, readings.departement), departement=readings.departement,
        needs=[
            Listed(table=each.table, file=str(path))
            for path, each in zip(files.needs, readings.needs, strict=True)
        ],
        neighbours=communes.neighbours,
        grounds=read_outlines(files.beyond, departement=readings.departement)
        if files.beyond
        else None,
        belt_m=readings.belt_m, locate=locate,
    )  # fmt: skip
    given: list[tuple[str, Path, Reading[Any]]] = [
        ("communes", files.communes, communes),
        *(
            ("broadband", path, each)
            for path, each in zip(files.broadband, readings.broadband, strict=True)
        ),
        *((role, files.services[role], each) for role, each in readings.services.items()),
    ]
    needs = [
        (path, each, measures)
        for path, each, measures in zip(
            files.needs, readings.needs, taken([each.table for each in readings.needs]), strict=True
        )
        if measures
    ]
    lived = readings.buildings
    homes = (
        housed(lived.table, land.communes, land.crosswalk, file=str(lived.beside[0]))
        if lived
        else None
    )
    readings_used = (
        *(each for _, _, each in given),
        *(each for _, each, _ in needs),
        *([lived] if lived else []),
    )
    noted = tuple(remark for each in readings_used for remark in each.remarks)
    return replace(
        land,
        buildings=homes.buildings if homes else None,
        remarks=(*noted, *land.remarks, *(homes.remarks if homes else ())),
        sources=(
            *(source(role, path, each) for role, path, each in given),
            *(source("needs", path, each).about(measures) for path, each, measures in needs),
            *([source("buildings", path, lived) for path in lived.beside] if lived else []),
        ),
    )


def of(
    departement: str, *, files: Files, locate: Locate | None = None, arrondissements: bool = False
) -> Territory:
    """Read the files of a département and join them: :func:`read`, then :func:`joined`.

    Parameters
    ----------
    departement
        Its code, such as ``"39"``.
    files
        See :func:`files`.
    locate
        As in :func:`joined`.
    arrondissements
        As in :func:`read`.
    """
    readings = read(files, departement=departement, arrondissements=arrondissements)
    return joined(readings, locate=locate)


def source(role: str, path: Path, reading: Reading[Any]) -> catalogue.Source:
    """Say where a table comes from; where it tells no edition, when it was downloaded."""
    dated = reading.dated or fetch.retrieved(path)
    return catalogue.source(role, path, dated=dated, **vars(reading.publication))


def _concerning(crosswalk: pd.DataFrame, departement: str) -> pd.DataFrame:
    """Keep the former communes of a département, and those whose successor is in it."""
    here = [codes.map(geography.departement_of) == departement
            for codes in (crosswalk.index.to_series(), crosswalk["insee"])]  # fmt: skip
    return crosswalk[here[0] | here[1]]
