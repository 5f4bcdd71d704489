"""Whether values of parsed JSON have the shape of a type."""

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict


def faults(value: Any, hint: Any, where: str = "payload") -> list[str]:
    """Say where a value of parsed JSON has not the shape of a type."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        hints = get_type_hints(hint)
        required = vars(hint)["__required_keys__"]
        if not isinstance(value, dict) or not required <= set(value) <= set(hints):
            return [f"{where}: other fields than {sorted(hints)}"]
        return [
            fault for name in value for fault in faults(value[name], hints[name], f"{where}.{name}")
        ]
    if origin in (Union, UnionType):
        every = [faults(value, part, where) for part in parts]
        return [] if [] in every else [fault for found in every for fault in found]
    if origin is Literal:
        return [] if value in parts else [f"{where}: {value!r} is none of {parts}"]
    if origin in (list, tuple):
        if not isinstance(value, list) or (origin is tuple and len(value) != len(parts)):
            return [f"{where}: {str(value)[:40]} is no {hint}"]
        inner = parts if origin is tuple else parts * len(value)
        return [
            fault
            for i, (each, part) in enumerate(zip(value, inner, strict=True))
            for fault in faults(each, part, f"{where}[{i}]")
        ]
    allowed = {float: (float, int)}.get(hint, (hint,))
    fits = isinstance(value, allowed) and (hint is bool or not isinstance(value, bool))
    return [] if fits else [f"{where}: {value!r} is no {hint.__name__}"]
