"""The embedded data: what each file is, where it comes from, and which is the default."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jura_coverage.errors import UnknownDepartementError
from jura_coverage.geography.departements import EXAMPLE

_PACKAGE = Path(__file__).parents[1]
# In an installed wheel the data lie inside the package, in a checkout beside it.
FOLDER = next(
    folder
    for folder in (_PACKAGE / "data", _PACKAGE.parent / "data")
    if (folder / "catalogue.toml").exists()
)


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
    vintage, retrieved
        Edition of the data, and the day on which we took them.
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
    vintage: str
    retrieved: str
    sha256: str
    rows: int
    columns: list[str]
    crs: str

    @property
    def path(self) -> Path:
        """Where the file lies on this machine."""
        return FOLDER / self.file


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one of the tables of a run comes from, as every output says it.

    Parameters
    ----------
    role, file, sha256
        What it is for, its name, and the fingerprint of its bytes.
    title, attribution, licence, vintage, url
        French text; empty where the user's own file says nothing of it.
    """

    role: str
    file: str
    sha256: str
    title: str = ""
    attribution: str = ""
    licence: str = ""
    vintage: str = ""
    url: str = ""

    @property
    def edition(self) -> str:
        """Give the vintage, or say that it is not known."""
        return self.vintage or f"non précisée (fichier {self.file})"


FRANCE = "FR"  # in place of a département, for what covers all of them
TEXTS = ("title", "attribution", "licence", "vintage", "url")


@cache
def entries() -> tuple[Entry, ...]:
    """List the embedded files, in the order of the catalogue."""
    with (FOLDER / "catalogue.toml").open("rb") as file:
        return tuple(Entry(**entry) for entry in tomllib.load(file)["files"])


def default(role: str, *, departement: str) -> Path:
    """Give the embedded file for a role, the latest vintage if there are several.

    Raises
    ------
    UnknownDepartementError
        If nothing is embedded for this département.
    """
    fitting = [
        entry for entry in entries() if entry.role == role and entry.departement == departement
    ]
    if not fitting:
        available = ", ".join(
            sorted({entry.departement for entry in entries()} - {FRANCE, EXAMPLE})
        )
        raise UnknownDepartementError(
            f"Aucune donnée embarquée pour le département {departement} (disponible : {available}) "
            ": indiquez vos fichiers avec --communes, --broadband et --advisors."
        )
    return max(fitting, key=lambda entry: entry.vintage).path


def source(role: str, path: Path, **known: str) -> Source:
    """Say where a file comes from; it is an embedded one if its bytes are the same.

    Parameters
    ----------
    role
        What the file is used for in this run.
    path
        An existing file.
    **known
        What its reader found out: any of the texts of :class:`Source`.
    """
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    for entry in entries():
        if entry.sha256 == sha256:
            known = {name: getattr(entry, name) for name in TEXTS}
    return Source(role=role, file=path.name, sha256=sha256, **known)
