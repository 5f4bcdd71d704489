"""Write what the scripts of pages are checked against: types, and how lists are read.

The shape of each payload becomes TypeScript; what one tells of lists that are dropped on the page
stands beside the cases that both languages must read alike.

Usage: ``python -m scripts.payload_types``.
"""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.map import dropped
from jura_coverage.publish.map import shape as of_map
from jura_coverage.publish.national import shape as of_nation

SHAPES = {"map": of_map, "national": of_nation}
LISTS = Path(__file__).parents[1] / "tests" / "vectors" / "lists.json"
FILES = {page: assets.scripts(page) / "payload.d.ts" for page in SHAPES}
HEADING = "/* Written by scripts/payload_types.py from publish/{page}/shape.py: change it there. */"
PLAIN = {int: "number", float: "number", str: "string", bool: "boolean", NoneType: "null"}


def typescript(page: str) -> str:
    """Give a declaration for each type of the shape of a page, in its order.

    Parameters
    ----------
    page
        A key of :data:`SHAPES`.
    """
    shape = SHAPES[page]
    records = [each for each in vars(shape).values() if is_typeddict(each)]
    own = [each for each in records if each.__module__ == shape.__name__]
    return (
        "\n\n".join([HEADING.format(page=page), *_imports(shape, own), *map(_interface, own)])
        + "\n"
    )


def _imports(shape: ModuleType, own: list[Any]) -> Iterator[str]:
    """Name the types of other pages that fields of these are of."""
    names: dict[str, set[str]] = {}
    for record in own:
        for used in _records(*get_type_hints(record).values()):
            if used.__module__ != shape.__name__:
                names.setdefault(used.__module__.split(".")[-2], set()).add(used.__name__)
    for page, used_names in sorted(names.items()):
        listed = ", ".join(sorted(used_names))
        yield f'import type {{ {listed} }} from "../../{page}/scripts/payload.d.ts";'


def _records(*hints: Any) -> Iterator[Any]:
    for hint in hints:
        if is_typeddict(hint):
            yield hint
        else:
            yield from _records(*get_args(hint))


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


def main() -> None:
    """Write the files."""
    for page, path in FILES.items():
        path.write_text(typescript(page), encoding="utf-8", newline="\n")
    LISTS.write_text(lists(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
