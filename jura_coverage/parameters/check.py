"""Values of parameters held against their bounds, all faults at once."""

from collections.abc import Mapping
from dataclasses import Field, asdict, fields
from types import MappingProxyType
from typing import Annotated, Any, get_type_hints

import pydantic
from pydantic import AfterValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from jura_coverage import french
from jura_coverage.errors import ParameterError
from jura_coverage.parameters.values import PARTS, Parameters
from jura_coverage.parameters.wording import said

ORIGIN = "Paramètres"  # where no file names them
# Flat names mean the first part that has them; those of ranges are only named within it.
PART_OF = {
    name: part for part, kind in reversed(PARTS.items()) if part != "ranges"
    for name in kind.__dataclass_fields__
}  # fmt: skip


def _growing(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise PydanticCustomError("upside_down", "the first number is the greater")
    return limits


def _bounded(described: Field[Any], kind: Any) -> Any:
    """Give the type that a value must have; numbers are never made of text or truth values."""
    if kind in (int, float):
        return Annotated[kind, pydantic.Field(strict=True, **described.metadata)]
    if kind == tuple[float, float]:
        each = Annotated[float, pydantic.Field(strict=True, **described.metadata)]
        return Annotated[tuple[each, each], AfterValidator(_growing)]
    return Annotated[kind, pydantic.Field(**described.metadata)]


def _closed(kind: type[Any], types: Mapping[str, Any]) -> type[pydantic.BaseModel]:
    """Make what checks values for a dataclass: any of its names, and no other."""
    named: dict[str, Any] = {each.name: (types[each.name], None) for each in fields(kind)}
    checks: type[pydantic.BaseModel] = pydantic.create_model(
        kind.__name__, __config__=ConfigDict(extra="forbid"), **named
    )
    return checks


def _part(kind: type[Any]) -> type[pydantic.BaseModel]:
    hints = get_type_hints(kind)
    return _closed(kind, {each.name: _bounded(each, hints[each.name]) for each in fields(kind)})


_CHECKS = _closed(Parameters, {name: _part(kind) for name, kind in PARTS.items()})


def made(
    values: dict[str, Any],
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    origin: str | None = None,
) -> Parameters:
    """Make parameters of values by parts, see :func:`checked`."""
    parts = checked(values, given=given, origin=origin)
    return Parameters(**{part: PARTS[part](**inside) for part, inside in parts.items()})


def checked(
    values: dict[str, Any],
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    origin: str | None = None,
) -> dict[str, dict[str, Any]]:
    """Give the values as they are kept: tuples for lists, real numbers for whole ones.

    Parameters
    ----------
    values
        By part and name.
    given
        Those of them that came as options.
    origin
        What names the others, if anything does.

    Raises
    ------
    ParameterError
        If any name is unknown or value out of range; all are named.
    """
    try:
        return _CHECKS.model_validate(values).model_dump(exclude_unset=True)
    except ValidationError as error:
        faults = {said(dict(fault), given): None for fault in error.errors()}
        number = french.count(len(faults), "paramètre refusé", "paramètres refusés")
        raise ParameterError("\n".join([f"{origin or ORIGIN} : {number}", *faults])) from error


def over(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Put what is given over values, both by parts; a part that is none is refused later."""
    over = dict(values)
    for part, inside in given.items():
        kept = over.get(part, {})
        if isinstance(kept, dict):
            over[part] = {**kept, **inside} if isinstance(inside, dict) else inside
    return over


def parted(values: dict[str, object]) -> dict[str, Any]:
    """Put each value under its part, which may be given beside it as a whole."""
    parts: dict[str, Any] = {
        name: asdict(each) if isinstance(each, PARTS.get(name, ())) else each
        for name, each in values.items() if name not in PART_OF
    }  # fmt: skip
    for name in (each for each in values if each in PART_OF):
        inside = parts.get(PART_OF[name], {})
        if isinstance(inside, dict):  # else it is refused
            parts[PART_OF[name]] = {**inside, name: values[name]}
    return parts
