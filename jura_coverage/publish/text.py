"""Text as it leaves for files: legible, and JSON that every program reads."""

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jura_coverage import french

_MARK = b"<!-- jura-coverage "


def write_text(text: str, path: Path | str) -> None:
    """Write a file of text, the same on every system."""
    Path(path).write_text(french.legible(text), encoding="utf-8", newline="\n")


def sealed(html: str) -> str:
    """Give a page with a last line by which :func:`is_sealed` knows it as it was written."""
    whole = french.legible(html).rstrip() + "\n"
    return whole + _seal(whole.encode())


def is_sealed(path: Path) -> bool:
    """Tell whether a file is a page of ours that nobody has changed since."""
    content = path.read_bytes()
    whole, mark, _ = content.rpartition(_MARK)
    return bool(mark) and content == whole + _seal(whole).encode()


def _seal(whole: bytes) -> str:
    return f"{_MARK.decode()}{hashlib.sha256(whole).hexdigest()} -->\n"


def json_text(data: object, *, indent: int | None = None, separators: Any = None) -> str:
    """Write data as JSON; a number that is missing or infinite is null.

    Examples
    --------
    >>> json_text({"minutes": [1.5, math.nan, math.inf]})
    '{"minutes": [1.5, null, null]}'
    """
    try:
        text = _dumped(data, indent=indent, separators=separators)
    except ValueError:  # not finite
        text = _dumped(_finite(data), indent=indent, separators=separators)
    return french.legible(text)


def write_json(data: object, path: Path) -> None:
    """Write data as a file of JSON."""
    write_text(json_text(data, indent=2) + "\n", path)


def _dumped(data: object, **layout: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, **layout)


def _finite(data: object) -> object:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {name: _finite(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    return data
