"""The embedded data: what each file is, where it comes from, and which is the default."""

import hashlib
import importlib.resources
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jura_coverage.errors import (
    Fault,
    MissingFileError,
    UnknownDepartementError,
    UnknownEditionError,
)
from jura_coverage.geography.departements import EXAMPLE
from jura_coverage.sources import editions
from jura_coverage.sources.editions import Edition

Subject = Literal["", "copper", "share_65_plus", "median_income"]
FRANCE = "FR"  # in place of a département, for what covers all of them
LIST = "catalogue.toml"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several sources that a table was put together from.

    Parameters
    ----------
    subject
        What the table has from it, if another output must name that apart.
    attribution
        French text: who published it, and when.
    vintage
        Its own edition as readers see it; empty if the table has one only.
    """

    subject: Subject = ""
    attribution: str
    vintage: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One embedded file.

    Parameters
    ----------
    file
        Path below the data folder.
    role
        What it is for: ``communes``, ``crosswalk``, ``broadband``, ``advisors``…
    departement
        Département that it covers, or :data:`FRANCE`.
    title, publisher, url, licence, attribution
        French text for readers, and the official address.
    parts
        The sources that it was put together from; the attribution then names them all, and the
        vintage theirs, where they have their own.
    vintage, describes
        Edition as readers see it, and the last day that it describes, or the year if the day is
        not known; None for what is invented.
    edition
        What the edition is called where one chooses it; empty if there is nothing to choose.
    retrieved
        The day on which we took it.
    sha256, rows, columns, crs
        What the file must look like; `crs` is empty for tables without positions.
    """

    file: str
    role: str
    departement: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    parts: tuple[Part, ...] = ()
    vintage: str
    describes: date | int | None = None
    edition: str = ""
    retrieved: str
    sha256: str
    rows: int
    columns: list[str]
    crs: str

    @property
    def path(self) -> Path:
        """Where the file lies on this machine."""
        return folder() / self.file

    @property
    def dated(self) -> Edition | None:
        """Its edition as a value."""
        if isinstance(self.describes, int):
            return editions.of_year(self.describes)
        return editions.named(self.vintage, end=self.describes)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one of the tables of a run comes from, as every output says it.

    Parameters
    ----------
    role, file, sha256
        What it is for, its name, and the fingerprint of its bytes.
    title, attribution, licence, url
        French text; empty where the user's own file says nothing of it.
    dated
        Its edition; None where nothing tells it.
    subject, parts
        What the table is about besides its role, and the sources that it was put together from.
    """

    role: str
    file: str
    sha256: str
    title: str = ""
    attribution: str = ""
    licence: str = ""
    url: str = ""
    dated: Edition | None = None
    subject: Subject = ""
    parts: tuple[Part, ...] = ()

    @property
    def vintage(self) -> str:
        """Its edition in French; empty where nothing tells it."""
        return self.dated.text if self.dated else ""

    @property
    def edition(self) -> str:
        """Give the vintage, or say that it is not known."""
        return self.vintage or f"non précisée (fichier {self.file})"

    def about(self, subjects: Collection[str]) -> "Source":
        """Cite, of the sources of a table, only those from which it has some subjects.

        A table that does not tell them apart is cited as a whole.
        """
        parts = tuple(part for part in self.parts if part.subject in subjects)
        if not parts or self.dated is None:
            return self
        cited = _cited(parts)
        dated = replace(self.dated, words=cited.get("vintage", self.dated.words))
        return replace(self, parts=parts, dated=dated, attribution=cited["attribution"])

    def data(self) -> dict[str, str]:
        """Give what is published of it, ready for JSON."""
        names = ("role", "file", "sha256", "title", "attribution", "licence", "vintage", "url")
        return {name: getattr(self, name) for name in names}


@cache
def folder() -> Path:
    """Find the embedded data: inside an installed package, beside it in a checkout.

    Raises
    ------
    MissingFileError
        If they are in neither place, or inside an archive that nothing unpacked.
    """
    package = importlib.resources.files("jura_coverage")
    for resource in (package / "data", package / ".." / "data"):
        if isinstance(resource, Path) and (resource / LIST).is_file():
            return resource.resolve()
    raise MissingFileError(
        [
            Fault(
                file=str(package / "data" / LIST),
                found="aucun fichier lisible",
                expected="la liste des données embarquées",
                action="Réinstallez jura-coverage dans un dossier, non dans une archive zip.",
            )
        ]
    )


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads((folder() / LIST).read_text(encoding="utf-8"))


@cache
def entries() -> tuple[Entry, ...]:
    """List the embedded files, in the order of the catalogue."""
    return tuple(map(_entry, _listed()["files"]))


def _entry(facts: dict[str, Any]) -> Entry:
    """Make an entry; one of several parts is attributed to all of them."""
    parts = tuple(Part(**part) for part in facts.get("parts", ()))
    return Entry(**{**facts, **_cited(parts), "parts": parts})


def _cited(parts: Sequence[Part]) -> dict[str, str]:
    """Name the sources that a table was put together from, and their editions, if they differ."""
    texts = {
        "attribution": " ; ".join(part.attribution for part in parts),
        "vintage": " et ".join(part.vintage for part in parts if part.vintage),
    }
    return {name: text for name, text in texts.items() if text}


def editions_of(role: str, *, departement: str) -> dict[str, Entry]:
    """Give the embedded files for a role by the names of their editions."""
    return {
        entry.edition: entry
        for entry in entries()
        if entry.role == role and entry.departement == departement
    }


def default(role: str, *, departement: str) -> Path:
    """Give the embedded file for a role: of several editions the one that the catalogue names.

    Raises
    ------
    UnknownDepartementError
        If nothing is embedded for this département.
    """
    fitting = editions_of(role, departement=departement)
    if not fitting:
        available = ", ".join(
            sorted({entry.departement for entry in entries()} - {FRANCE, EXAMPLE})
        )
        raise UnknownDepartementError(
            f"Aucune donnée embarquée pour le département {departement} (disponible : {available}) "
            ": indiquez vos fichiers avec --communes, --broadband et --advisors."
        )
    chosen = _listed()["default"].get(departement, {}).get(role, "")
    return fitting[chosen].path


def chosen(role: str, wanted: str | Path, *, departement: str) -> Path:
    """Give the file that is meant by a path, or by the name of an embedded edition.

    Parameters
    ----------
    role
        What it is for.
    wanted
        A path; or a bare word without a dot, which no file beside bears, as ``2022-12``.
    departement
        Whose editions they are.

    Raises
    ------
    UnknownEditionError
        If it is neither; the message lists the editions.
    """
    path, known = Path(wanted), editions_of(role, departement=departement)
    if str(wanted) in known:
        return known[str(wanted)].path
    if path.suffix or path.name != str(wanted) or path.exists():
        return path
    names = ", ".join(sorted(known)) or "aucune"
    raise UnknownEditionError(
        f"--{role} : « {wanted} » n'est ni un fichier ni une édition embarquée du département "
        f"{departement} (éditions : {names}). Donnez l'une d'elles, ou le chemin d'un fichier."
    )


def source(role: str, path: Path, **known: Any) -> Source:
    """Say where a file comes from; it is an embedded one if its bytes are the same.

    Parameters
    ----------
    role
        What the file is used for in this run.
    path
        An existing file.
    **known
        What its reader found out: any of the other fields of :class:`Source`.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    for entry in entries():
        if entry.sha256 == sha256:
            names = ("title", "attribution", "licence", "url", "dated", "parts")
            known = {name: getattr(entry, name) for name in names}
    return Source(role=role, file=path.name, sha256=sha256, **known)
