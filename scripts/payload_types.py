"""Write what the page's scripts are checked against: types, and the words in which lists are read.

The shape of the payload becomes TypeScript; what it tells of lists that are dropped on the page
stands beside the cases that both languages must read alike.

Usage: ``python -m scripts.payload_types``.
"""

import inspect
import json
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.map import dropped, shape

LISTS = Path(__file__).parents[1] / "tests" / "vectors" / "lists.json"
FILE = assets.SCRIPTS / "payload.d.ts"
HEADING = "/* Written by scripts/payload_types.py from publish/map/shape.py: change it there. */"
PLAIN = {int: "number", float: "number", str: "string", bool: "boolean", NoneType: "null"}


def typescript() -> str:
    """Give a declaration for each type of :mod:`jura_coverage.publish.map.shape`, in its order."""
    records = [each for each in vars(shape).values() if is_typeddict(each)]
    return "\n\n".join([HEADING, *map(_interface, records)]) + "\n"


def _interface(record: type) -> str:
    about = (inspect.getdoc(record) or "").replace("\n", "\n * ").replace(" * \n", " *\n")
    required: frozenset[str] = vars(record)["__required_keys__"]
    fields = [
        f"  {name}{'' if name in required else '?'}: {_written(hint)};"
        for name, hint in get_type_hints(record).items()
    ]
    return "\n".join([f"/** {about} */", f"export interface {record.__name__} {{", *fields, "}"])


def _written(hint: Any) -> str:
    """Write one type."""
    origin, parts = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    if origin is Literal:
        return " | ".join(json.dumps(part) for part in parts)
    if origin in (Union, UnionType):
        return " | ".join(map(_written, parts))
    if origin is tuple:
        return f"[{', '.join(map(_written, parts))}]"
    if origin is list:
        inner = _written(parts[0])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    raise TypeError(f"{hint}: no way to write it in TypeScript")


def lists() -> str:
    """Give what the payload of the Jura tells of lists, as the tests of the scripts read it."""
    return text.json_text(dropped.lists("39"), indent=1) + "\n"


def main(path: Path = FILE) -> None:
    """Write the files."""
    path.write_text(typescript(), encoding="utf-8", newline="\n")
    LISTS.write_text(lists(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
