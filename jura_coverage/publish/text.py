"""Text as it leaves, for the screen and for files: readable, and JSON that every program reads."""

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Controls but tabs and ends of lines, what turns the direction of reading, and halves of letters.
HIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\N{SYMBOL FOR DELETE}"}


def shown(text: str) -> str:
    r"""Show by a sign what would hide, turn text around, or could not be encoded.

    Examples
    --------
    >>> shown("\x1b[31m d\u202eole\ud800"), shown("Dôle\r\n")
    ('␛[31m d�ole�', 'Dôle\r\n')
    """
    return HIDDEN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    return PICTURES.get(ord(found[0]), "\N{REPLACEMENT CHARACTER}")


def write_text(text: str, path: Path) -> None:
    """Write a file of text, the same on every system."""
    path.write_text(shown(text), encoding="utf-8", newline="\n")


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
    return shown(text)


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
