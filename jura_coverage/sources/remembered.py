"""What was parsed of a national file, kept by a process that reads many départements of it."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TypeVar

Parsed = TypeVar("Parsed")

# As many files as a run has, and no more: a national table is some hundred megabytes.
MOST = 8
_kept: dict[Hashable, object] | None = None


def begin() -> None:
    """Keep what is parsed from now on, in this process, as long as its file stays as it is."""
    global _kept
    _kept = {} if _kept is None else _kept


def parsed(path: Path | str, parse: Callable[[], Parsed], *, by: Hashable) -> Parsed:
    """Give what a file was parsed into; parsed now unless this process keeps it.

    Parameters
    ----------
    path
        The file. Another length or time of it is another file.
    parse
        Parses it. What it gives is shared, so nobody may change it.
    by
        What is parsed in which way.
    """
    if _kept is None:
        return parse()
    status = Path(path).stat()
    key = (by, str(path), status.st_ino, status.st_size, status.st_mtime_ns)
    if key not in _kept:
        while len(_kept) >= MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = parse()
    found: Parsed = _kept[key]  # type: ignore[assignment]
    return found
