"""The files of the cache: a copy, and the record beside it that says where it came from."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jura_coverage.errors import DownloadError

SUFFIX = ".source.json"
UNDER_WAY = ".en-cours"  # a folder beside copies, of what has not arrived whole
ROLES = frozenset({"communes", "broadband", "advisors", "roads"})


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A file of the cache and where it came from.

    Parameters
    ----------
    path
        Where it lies.
    role
        What it is for.
    url, final_url
        The address that was asked, and the one that answered.
    etag
        What the server calls this version; empty if it does not say.
    sha256, size
        Of the file.
    retrieved
        When it was downloaded (ISO 8601, UTC).
    checked
        When a server last said that it is current.
    """

    path: Path
    role: str
    url: str
    final_url: str
    etag: str
    sha256: str
    size: int
    retrieved: str
    checked: str

    def age_days(self, today: date) -> int:
        """Give the days since a server last vouched for this copy."""
        return (today - datetime.fromisoformat(self.checked).date()).days


def kept(path: Path) -> Copy | None:
    """Find the copy that lies at `path`; None if there is no file or none was recorded.

    Raises
    ------
    DownloadError
        If the file is not what was recorded, or its record makes no sense.
    """
    record = path.with_name(path.name + SUFFIX)
    if not (path.exists() and record.exists()):
        return None
    try:
        # First the file: whoever replaces it meanwhile has recorded old and new before.
        sha256 = digest(path)
        facts = json.loads(record.read_text(encoding="utf-8"))
        for each in (facts, facts.get("previous", {})):
            if each.get("sha256") == sha256:
                return _copy(each, path)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise DownloadError(
        f"{path} : copie ou relevé de téléchargement abîmé ; attendu ce que « jura-coverage "
        f"fetch » y a laissé. Relancez-le, ou supprimez {record.name}."
    )


def sound(path: Path) -> Copy | None:
    """Give the copy that lies at `path`; one that is damaged is none."""
    try:
        return kept(path)
    except DownloadError:
        return None


def digest(path: Path, algorithm: str = "sha256") -> str:
    """Give the checksum of a file, which may be large, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def keep(copy: Copy, *, arrived: Path, previous: Copy | None) -> None:
    """Put a file that arrived in the place of the previous copy, and record it.

    The record tells both until the next time, so that it fits the file at every moment.
    """
    record(copy, previous=previous)
    arrived.replace(copy.path)


def record(copy: Copy, *, previous: Copy | None = None) -> None:
    """Write beside a copy where it came from."""
    facts = {**_facts(copy), **({"previous": _facts(previous)} if previous else {})}
    target = copy.path.with_name(copy.path.name + SUFFIX)
    fresh = target.with_name(f".{target.name}")
    fresh.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    fresh.replace(target)


@contextmanager
def alone(path: Path, *, wait_s: float) -> Iterator[None]:
    """Hold the place of a copy; the system gives it free whatever becomes of this process.

    Raises
    ------
    DownloadError
        If another holds it for longer than `wait_s`.
    """
    import sqlite3  # its locks work on every system

    lock = path.with_name(f".{path.name}.verrou")
    with closing(sqlite3.connect(lock, timeout=wait_s, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise DownloadError(
                f"{path} : place non libre ; attendu un dossier où écrire et aucune autre "
                f"commande qui y travaille. Attendez sa fin, ou supprimez {lock.name}."
            ) from error
        yield


def _facts(copy: Copy) -> dict[str, Any]:
    return {name: value for name, value in asdict(copy).items() if name != "path"}


def _copy(facts: Mapping[str, Any], path: Path) -> Copy:
    """Make a copy of what was recorded, or raise ValueError or TypeError."""
    copy = Copy(**{name: value for name, value in facts.items() if name != "previous"}, path=path)
    texts = {name: value for name, value in _facts(copy).items() if name != "size"}
    plain = all(isinstance(each, str) and each.isprintable() for each in texts.values())
    if not plain or not copy.etag.isascii() or copy.role not in ROLES or type(copy.size) is not int:
        raise ValueError
    for moment in (copy.retrieved, copy.checked):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError
    return copy
