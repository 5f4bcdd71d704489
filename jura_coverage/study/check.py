"""The data report: what each file holds, what was done to it, and what its figures depend on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jura_coverage import french, sources, territory
from jura_coverage.errors import DataError, Fault, UnknownDepartementError, collecting
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.editions import DAYS_A_MONTH, STALE_MONTHS, Edition
from jura_coverage.study.check_minutes import compared


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What was found in one file.

    Parameters
    ----------
    file
        As the user named it.
    role
        As :func:`jura_coverage.sources.role_of` tells it; empty if it was not recognised.
    title, vintage, age
        What kind of file it is, its edition, and how old that is, in French.
    rows, used
        Rows of the file, and rows of the table that was made of them.
    remarks
        What was repaired or set aside.
    within
        The file with which it was read, whose report is that of both; empty if none.
    refused
        Why the file cannot be used, in French; empty if it can.
    """

    file: str
    role: str = ""
    title: str = ""
    vintage: str = ""
    age: str = ""
    rows: int = 0
    used: int = 0
    remarks: tuple[Remark, ...] = ()
    within: str = ""
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What was found in all files, alone and together.

    Parameters
    ----------
    departement
        Its code.
    files
        One report a file.
    together
        What the join and the places show; empty if a file was refused or no boundaries are at hand.
    embedded
        The embedded tables of the join, which stand in wherever no file was given.
    refused
        Why the files cannot be joined, in French, where no file alone is to blame.
    joined
        Whether the files were joined with each other and with embedded ones.
    """

    departement: str
    files: tuple[FileReport, ...]
    together: tuple[Remark, ...] = ()
    embedded: tuple[Source, ...] = ()
    refused: tuple[str, ...] = ()
    joined: bool = True

    @property
    def usable(self) -> bool:
        """Whether every file can be used, and all of them together."""
        return not (self.refused or any(each.refused for each in self.files))


READERS: dict[str, Callable[..., sources.Reading[Any]]] = {
    "communes": sources.read_communes,
    "broadband": sources.read_broadband,
    "buildings": sources.read_buildings,
    "advisors": sources.read_advisors,
    "france_services": sources.read_places,
    "needs": sources.read_needs,
    "weights": sources.read_weights,
    "candidates": sources.read_candidates,
    "minutes": sources.read_minutes,
}
# Of these the reader takes codes as they stand.
UNDIVIDED = ("buildings", "minutes")
# Of these one file at most can be joined with others.
ALONE = ("communes", "advisors", "france_services")
# Tables that no territory is made of, which are held against its communes.
LISTS = {"weights": "la table des poids", "candidates": "la liste des candidats"}


def inspect(
    paths: Sequence[Path], *, departement: str, today: date, arrondissements: bool = False
) -> Inspection:
    """Read files of any kind, alone and then joined, and report on them.

    Parameters
    ----------
    paths
        Files of any role, which is recognised.
    departement
        What national files are reduced to.
    today
        The day from which ages are counted.
    arrondissements
        Whether those of Paris, Lyon and Marseille are communes of their own.
    """
    reports: list[FileReport] = []
    readings: list[tuple[str, Path, sources.Reading[Any]]] = []
    for path in paths:
        role = ""
        if lead := _read_with(path, readings):
            reports.append(FileReport(file=str(path), role=lead[0], within=str(lead[1])))
            continue
        try:
            role = sources.role_of(path)
            more = {} if role in UNDIVIDED else {"apart": arrondissements}
            reading = READERS[role](_read_as(role, path, paths), departement=departement, **more)
        except DataError as error:
            refused = tuple(_said(fault, path, paths) for fault in error.faults)
            reports.append(FileReport(file=str(path), role=role, refused=refused))
            continue
        source = territory.source(role, path, reading)
        readings.append((role, path, reading))
        reports.append(
            FileReport(
                file=str(path), role=role, title=source.title or "format de cet outil",
                vintage=source.vintage, age=_age(source.dated, today), rows=reading.rows,
                used=len(reading.table), remarks=(*reading.remarks, *_stale(reading.table, today)),
            )
        )  # fmt: skip
    alone = Inspection(departement=departement, files=tuple(reports), joined=False)
    if any(each.refused for each in reports):
        return alone
    return _together(readings, alone, arrondissements=arrondissements)


def _read_with(
    path: Path, readings: Sequence[tuple[str, Path, sources.Reading[Any]]]
) -> tuple[str, Path] | None:
    """Find the file with which another one was already read, and its role."""
    lead = (
        (role, other) for role, other, reading in readings
        if any(each.resolve() == path.resolve() for each in reading.beside)
    )  # fmt: skip
    return next(lead, None)


def _read_as(role: str, path: Path, paths: Sequence[Path]) -> Path | list[Path]:
    """Give what a reader takes: a file, or both files of buildings, whichever comes first."""
    if role != "buildings":
        return path
    found = []
    for each in paths:
        with suppress(DataError):  # which is told where that file's turn comes
            found += [each] if sources.role_of(each) == role else []
    return found


def _said(fault: Fault, path: Path, paths: Sequence[Path]) -> str:
    """Say a fault of a file, and whose it is, if it is that of another one that goes with it."""
    others = {str(each) for each in paths} - {str(path)}
    return f"{fault.file} : {fault}" if fault.file in others else str(fault)


def _together(
    readings: Sequence[tuple[str, Path, sources.Reading[Any]]],
    alone: Inspection,
    *,
    arrondissements: bool,
) -> Inspection:
    """Join the files as a run does, with embedded ones in the roles that nobody filled.

    Parameters
    ----------
    readings
        The role, the path and what was read of each file.
    alone
        What was found in each.
    arrondissements
        As in :func:`inspect`.
    """
    departement = alone.departement
    given = {role: [path for each, path, _ in readings if each == role] for role in READERS}
    spare = [path for role in ALONE for path in given[role][1:]]
    apart = remarks(
        "warning",
        "Un seul fichier de communes, un seul de conseillers et un seul d'autres lieux peuvent "
        "être réunis aux autres ; ceux-ci, examinés seuls, n'ont pas été réunis",
        map(str, spare),
    )
    try:
        files = territory.files(
            departement,
            broadband=given["broadband"],
            needs=given["needs"],
            buildings=[
                each
                for role, _, reading in readings
                if role == "buildings"
                for each in reading.beside
            ],
            **{role: next(iter(given[role]), None) for role in ALONE},
        )
    except UnknownDepartementError:  # no fault of any file
        lacking = (
            "Fichiers examinés seuls, faute de communes à quoi les réunir (celles du département "
            f"{departement} ne sont ni données ni embarquées)"
        )
        paths = map(str, (path for _, path, _ in readings))
        return replace(alone, together=(*apart, *remarks("warning", lacking, paths)))
    try:
        land = territory.of(departement, files=files, arrondissements=arrondissements)
    except DataError as error:
        return _refused(replace(alone, together=tuple(apart)), error)
    named = {each.name for _, path, reading in readings for each in (path, *reading.beside)}
    told = {remark for _, _, reading in readings for remark in reading.remarks}
    joined = [remark for remark in land.remarks if remark not in told]
    faults: list[Fault] = []
    for role, path, reading in readings:
        if role in LISTS:
            table, said = territory.in_land(
                reading.table, land, name=LISTS[role], official=reading.official
            )
            joined += said
            if wrong := territory.nothing_in_land(table, land, path):
                faults += wrong.faults
    if given["minutes"]:
        with collecting(faults):
            joined += compared(land, given["minutes"])
    if faults:
        return _refused(replace(alone, together=(*apart, *joined)), DataError(faults))
    bases = int((land.places["base"] == land.places.index).sum())
    used = bases if len(given["advisors"]) == 1 else None
    return replace(
        alone,
        files=tuple(
            replace(each, used=used) if each.role == "advisors" and used is not None else each
            for each in alone.files
        ),
        together=(*apart, *joined),
        embedded=tuple(each for each in land.sources if each.file not in named),
        joined=True,
    )


def _refused(found: Inspection, error: DataError) -> Inspection:
    """Say of each file why it cannot be joined, and of all of them what is no single file's."""
    of_file: dict[str, list[str]] = {each.file: [] for each in found.files}
    of_all = [str(fault) for fault in error.faults if fault.file not in of_file]
    for fault in error.faults:
        of_file.get(fault.file, []).append(str(fault))
    return replace(
        found,
        files=tuple(replace(each, refused=tuple(of_file[each.file])) for each in found.files),
        refused=tuple(of_all),
    )


def _stale(table: pd.DataFrame, today: date) -> list[Remark]:
    """Say which places were last updated long ago; each stands in the worst class only."""
    if "updated" not in table:
        return []
    day = pd.to_datetime(table["updated"].str[:10], format="%Y-%m-%d", errors="coerce")
    months = (pd.Timestamp(today) - day).dt.days / DAYS_A_MONTH
    found, above = [], np.inf
    for limit in STALE_MONTHS:
        old = (months > limit) & (months <= above)
        found += remarks(
            "stale", f"Fiches sans mise à jour depuis plus de {limit} mois", table.loc[old, "host"]
        )
        above = limit
    return found


def _age(edition: Edition | None, today: date) -> str:
    """Say how old an edition is; empty if it does not tell."""
    months = edition.months_before(today) if edition else None
    return french.lasting(*months) if months else ""
