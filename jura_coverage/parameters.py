"""The parameters of a run, from arguments or a TOML file, checked."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from jura_coverage import french
from jura_coverage.errors import ParameterError, reason

Definition = Literal["wired", "terrestrial", "all"]
UNKNOWN = "unexpected_keyword_argument"
# A file of parameters has a dozen lines.
GREATEST_BYTES = 20_000
GREATEST_LINE = 1_000
SHOWN = 60
A_FILE = "un fichier de paramètres (TOML)"
CLOSED = ConfigDict(extra="forbid")
# Numbers are never made of text or truth values.
Share = Annotated[float, Field(strict=True, gt=0, le=1)]
Minutes = Annotated[float, Field(strict=True, gt=0, le=240)]
Detour = Annotated[float, Field(strict=True, ge=1, le=3)]
Speed = Annotated[float, Field(strict=True, ge=5, le=130)]


def _growing(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise PydanticCustomError("upside_down", "the first number is the greater")
    return limits


GROWING = AfterValidator(_growing)


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Ranges:
    """Between which values each assumption varies, evenly, to tell how sure a result is.

    Parameters
    ----------
    poor_share, far_minutes
        Thresholds, as in :class:`Parameters`.
    detour, speed_kmh
        Road kilometres for each crow-fly kilometre (1.1 in plains, 1.6 in mountains), and mean
        speed on the road: the estimate of minutes stands for the middle of both, see
        :func:`jura_coverage.measures.certainty.slowness`.
    definitions
        What may count as good internet; each is as likely as the others.
    """

    poor_share: Annotated[tuple[Share, Share], GROWING] = (0.03, 0.08)
    far_minutes: Annotated[tuple[Minutes, Minutes], GROWING] = (15.0, 25.0)
    detour: Annotated[tuple[Detour, Detour], GROWING] = (1.1, 1.6)
    speed_kmh: Annotated[tuple[Speed, Speed], GROWING] = (50.0, 70.0)
    definitions: Annotated[tuple[Definition, ...], Field(min_length=1)] = (
        "wired", "terrestrial",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Parameters:
    """Everything that a result depends on besides the data.

    Parameters
    ----------
    definition
        What counts as good internet: ``wired`` (default), ``terrestrial`` or ``all``.
    poor_share
        Internet is poor where this share (0 to 1) of premises or more lacks it.
    far_minutes
        An advisor is far beyond this many minutes.
    fixed_minutes, minutes_per_km, distance_exponent
        The estimate of minutes, see :class:`jura_coverage.measures.travel.CrowFlyEstimate`.
    ranges
        How far these assumptions may be wrong; a table ``[ranges]`` of the file.
    """

    definition: Definition = "wired"
    poor_share: Share = 0.05
    far_minutes: Minutes = 20.0
    fixed_minutes: Annotated[float, Field(strict=True, ge=0, le=60)] = 2.0
    minutes_per_km: Annotated[float, Field(strict=True, ge=0.01, le=60)] = 2.3
    distance_exponent: Annotated[float, Field(strict=True, ge=0.1, le=1.5)] = 0.78
    ranges: Ranges = Ranges()


def load(path: Path | None = None, **arguments: object) -> Parameters:
    """Build parameters from a TOML file, then from arguments that are not None.

    Parameters
    ----------
    path
        TOML with any of the fields of :class:`Parameters`; None for the defaults.
    **arguments
        Fields that prevail over the file.

    Raises
    ------
    ParameterError
        If the file cannot be read, or any field is unknown or out of range; all are named.
    """
    values = _read(path) if path else {}
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        return TypeAdapter(Parameters).validate_python({**values, **given})
    except ValidationError as error:
        faults = {_fault(dict(fault), given): None for fault in error.errors()}
        number = french.count(len(faults), "paramètre refusé", "paramètres refusés")
        origin = str(path) if path else "Paramètres"
        raise ParameterError("\n".join([f"{origin} : {number}", *faults])) from error


def _fault(fault: dict[str, Any], given: dict[str, object]) -> str:
    """Say in French what pydantic found; both ends of a range share a line."""
    location = [part for part in fault["loc"] if isinstance(part, str)]
    name = f"« {_short('.'.join(location))} »"
    name += " (donné en option)" if location[0] in given else ""
    found = _shown(fault["input"])
    action = "Corrigez la valeur, ou retirez-la pour prendre celle par défaut."
    if fault["type"] == UNKNOWN:
        known = (Ranges if location[1:] else Parameters).__dataclass_fields__
        meant = difflib.get_close_matches(_short(location[-1]), known, n=1)
        expected = f"l'un de {french.enumeration([f'« {each} »' for each in known])}"
        action = f"Vouliez-vous dire « {meant[0]} » ?" if meant else "Retirez cette ligne."
    else:
        expected = _expected(fault, location)
    return f"  - {name} : trouvé « {found} » ; attendu {expected}. {action}"


def _shown(value: object) -> str:
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
        "literal_error": "« wired », « terrestrial » ou « all »",
        "float_type": "un nombre (sans guillemets, avec un point)",
        "dataclass_type": "une partie [ranges] suivie de lignes comme « far_minutes = [15, 25] »",
    }
    if fault["type"] in bounds:
        return bounds[fault["type"]].format(**fault.get("ctx", {})).replace(".", ",")
    if location[-1] == "definitions":
        return 'une liste comme ["wired", "terrestrial"]'
    return "deux nombres croissants entre crochets, comme [15, 25]"


def _read(path: Path) -> dict[str, object]:
    try:
        if path.exists() and not path.is_file():
            found = "un dossier" if path.is_dir() else "autre chose qu'un fichier (tube…)"
            raise _unreadable(path, found, A_FILE, "Vérifiez le chemin")
        with path.open("rb") as file:
            text = file.read(GREATEST_BYTES + 1).decode("utf-8-sig")
        longest = max(map(len, text.splitlines()), default=0)
        if len(text) > GREATEST_BYTES or longest > GREATEST_LINE:
            raise _unreadable(
                path, f"plus de {GREATEST_BYTES // 1000} ko, ou une ligne de plus de "
                f"{GREATEST_LINE} caractères",
                "une douzaine de lignes comme « far_minutes = 20 »", "Vérifiez le fichier",
            )  # fmt: skip
        return tomllib.loads(text)
    except FileNotFoundError as error:
        raise _unreadable(
            path, "aucun fichier à cet endroit", A_FILE, "Vérifiez le chemin"
        ) from error
    except OSError as error:
        raise _unreadable(
            path, f"un fichier illisible ({reason(error)})", A_FILE,
            "Vérifiez vos droits de lecture",
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise _unreadable(
            path, "un octet qui n'est pas de l'UTF-8", "un texte en UTF-8",
            "Réenregistrez le fichier en UTF-8",
        ) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        if isinstance(error, ParameterError):
            raise
        line = re.search(r"line (\d+)", str(error))
        where = f" (ligne {line[1]})" if line else ""
        twice = "overwrite" in str(error) or "twice" in str(error)
        raise _unreadable(
            path,
            f"un nom donné deux fois{where}" if twice else f"un texte qui n'est pas du TOML{where}",
            "des lignes comme « far_minutes = 20 »", "Corrigez cette ligne",
        ) from error  # fmt: skip


def _unreadable(path: Path, found: str, expected: str, action: str) -> ParameterError:
    return ParameterError(f"{path} : trouvé {found} ; attendu {expected}. {action}.")
