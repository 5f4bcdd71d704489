"""What of a folder is ours: the files that commands wrote there, and their hashes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from jura_coverage.publish import text

NAME = ".jura-coverage.json"
ABOUT = (
    "Ce que jura-coverage a écrit dans ce dossier. Il n'y remplace et n'y efface que ces fichiers, "
    "et seulement tels qu'il les a laissés."
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file that is ours.

    Parameters
    ----------
    set
        The files that are made together, such as ``"cartes"``: a new set replaces the old one.
    sha256
        Of its bytes as they were written.
    """

    set: str
    sha256: str


Manifest = Mapping[str, Entry]


def read(folder: Path) -> Manifest:
    """Read what is ours, by the path inside the folder; nothing if that cannot be told."""
    try:
        files = json.loads((folder / NAME).read_text(encoding="utf-8"))["files"]
        return {
            name: Entry(set=str(facts["set"]), sha256=str(facts["sha256"]))
            for name, facts in files.items()
            if is_inside(name)
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def write(files: Manifest, path: Path) -> None:
    """Write what is ours; the same files give the same bytes."""
    facts = {name: asdict(files[name]) for name in sorted(files)}
    text.write_json({"about": ABOUT, "files": facts}, path)


def is_inside(name: str) -> bool:
    """Tell whether a path leads to something inside the folder that it starts from.

    Examples
    --------
    >>> [is_inside(name) for name in ("a.csv", "fiches/a.pdf", "../a.csv", "/a", "c:a", "")]
    [True, True, False, False, False, False]
    """
    parts = PurePosixPath(name).parts
    foreign = PureWindowsPath(name)
    return bool(parts) and not ({"..", "/"} & {*parts} or "\\" in name or foreign.drive)


def names(folder: Path) -> list[str]:
    """Name the files of a folder and of those in it, in the order in which they are shown.

    An index leads to the others: it comes after them, and that of the whole folder last.
    """
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return in_order(found)


def in_order(files: Iterable[str]) -> list[str]:
    """Put paths in the order of :func:`names`."""
    return sorted(files, key=lambda name: (name.endswith("index.html"), -name.count("/"), name))


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_as(path: Path, sha256: str) -> bool:
    """Tell whether a file has these bytes; a link or a folder has none."""
    return path.is_file() and not path.is_symlink() and digest(path) == sha256
