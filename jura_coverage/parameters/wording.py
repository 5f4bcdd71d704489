"""What is wrong with parameters, in French."""

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from jura_coverage import french
from jura_coverage.parameters.values import PARTS

UNKNOWN = "extra_forbidden"
SHOWN = 60
# A line that each may have.
LINES = {
    "policy": "far_minutes = 20", "estimate": "minutes_per_km = 2.3",
    "roads": 'minutes = ["minutes.csv"]', "errors": "travel = 1",
    "ranges": "far_minutes = [0.75, 1.25]", "capacity": "people_a_year = 600",
}  # fmt: skip


def said(fault: dict[str, Any], given: Mapping[str, Any]) -> str:
    """Say in French what pydantic found; both ends of a range share a line."""
    location = [part for part in fault["loc"] if isinstance(part, str)]
    first, last = location[0], location[-1]
    inside = given.get(first)
    optional = last in inside if isinstance(inside, dict) else first in given
    name = last if optional and first != "ranges" else ".".join(location)
    said = f"« {_short(name)} »{' (donné en option)' if optional else ''}"
    if fault["type"] == UNKNOWN:
        expected, action = _unknown(last, part=first if location[1:] else "", found=fault["input"])
    else:
        expected = _expected(fault, location)
        action = "Corrigez la valeur, ou retirez-la pour prendre celle par défaut."
    return f"  - {said} : trouvé « {shown(fault['input'])} » ; attendu {expected}. {action}"


def _unknown(name: str, *, part: str, found: object) -> tuple[str, str]:
    """Say which names a part knows, and in which part the one that may be meant stands."""
    if part:
        known = [f"« {each} »" for each in PARTS[part].__dataclass_fields__]
        expected = f"l'un de {french.enumeration(known)}"
    else:
        expected = f"l'une des parties {french.enumeration([f'[{each}]' for each in PARTS])}"
    listed = isinstance(found, list)
    order = sorted(PARTS, key=lambda each: (each != part, listed != (each == "ranges")))
    names = {each: [*PARTS[each].__dataclass_fields__] for each in order}
    if holding := next((each for each in order if name in names[each]), None):
        return expected, f"Mettez cette ligne sous [{holding}]."
    if not part and (meant := difflib.get_close_matches(_short(name), PARTS, n=1)):
        return expected, f"Vouliez-vous dire [{meant[0]}] ?"
    for each in order:
        if meant := difflib.get_close_matches(_short(name), names[each], n=1):
            where = "" if each == part else f", sous [{each}]"
            return expected, f"Vouliez-vous dire « {meant[0]} »{where} ?"
    return expected, "Retirez cette ligne."


def shown(value: object) -> str:
    """Write a value as the file may have it; of one that is nested, only that it is."""
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(parts, str) or not isinstance(parts, Iterable):
        return _short(json.dumps(value, ensure_ascii=False, default=str).strip('"'))
    if any(isinstance(part, dict | list | tuple) for part in parts):
        return "une valeur à plusieurs niveaux"
    return _short(json.dumps(value, ensure_ascii=False, default=str))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _expected(fault: dict[str, Any], location: list[str]) -> str:
    bounds = {
        "greater_than": "un nombre supérieur à {gt:g}",
        "greater_than_equal": "un nombre d'au moins {ge:g}",
        "less_than_equal": "un nombre d'au plus {le:g}",
        "literal_error": "« refuse », « estimate » ou « missing »"
        if location[0] == "roads"
        else "« wired », « terrestrial » ou « all »",
        "float_type": "un nombre (sans guillemets, avec un point)",
        "int_type": "un nombre entier (sans guillemets ni point)",
    }
    if fault["type"] in bounds:
        bound = bounds[fault["type"]].format(**fault.get("ctx", {})).replace(".", ",")
        of_chosen = location[0] == "ranges" and location[-1] != "definitions"
        return f"{bound} (tant de fois la valeur choisie)" if of_chosen else bound
    if fault["type"] == "model_type":
        example = LINES[location[0]]
        return f"une partie [{location[0]}] suivie de lignes comme « {example} »"
    if location[0] == "roads":
        return 'une liste de fichiers comme ["minutes.csv"]'
    if location[-1] == "definitions":
        return 'une liste comme ["wired", "terrestrial"]'
    return "deux nombres croissants entre crochets, comme [0.75, 1.25]"
