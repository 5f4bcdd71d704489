"""The parameters of a run, from arguments or a TOML file, checked."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from jura_coverage import french
from jura_coverage.errors import ParameterError, reason

Definition = Literal["wired", "terrestrial", "all"]
MissingPairs = Literal["refuse", "estimate", "missing"]
UNKNOWN = "unexpected_keyword_argument"
# A file of parameters has two dozen lines.
GREATEST_BYTES = 20_000
GREATEST_LINE = 1_000
SHOWN = 60
ORIGIN = "Paramètres"  # where no file names them
A_FILE = "un fichier de paramètres (TOML)"
CLOSED = ConfigDict(extra="forbid")
# Numbers are never made of text or truth values.
Share = Annotated[float, Field(strict=True, gt=0, le=1)]
Minutes = Annotated[float, Field(strict=True, gt=0, le=240)]
Factor = Annotated[float, Field(strict=True, ge=0.1, le=10)]


def _growing(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise PydanticCustomError("upside_down", "the first number is the greater")
    return limits


GROWING = AfterValidator(_growing)


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Policy:
    """What one chooses: when a commune is flagged.

    Parameters
    ----------
    definition
        What counts as good internet: ``wired`` (default), ``terrestrial`` or ``all``.
    poor_share
        Internet is poor where this share (0 to 1) of premises or more lacks it.
    far_minutes
        An advisor is far beyond this many minutes.
    """

    definition: Definition = "wired"
    poor_share: Share = 0.05
    far_minutes: Minutes = 20.0


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Estimate:
    """How long a trip takes, see :class:`jura_coverage.measures.travel.CrowFlyEstimate`."""

    fixed_minutes: Annotated[float, Field(strict=True, ge=0, le=60)] = 2.0
    minutes_per_km: Annotated[float, Field(strict=True, ge=0.01, le=60)] = 2.3
    distance_exponent: Annotated[float, Field(strict=True, ge=0.1, le=1.5)] = 0.78


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Roads:
    """Which minutes roads measured, in place of the estimate.

    Parameters
    ----------
    minutes
        Tables of minutes, as :func:`jura_coverage.sources.read_minutes` reads them; none for the
        estimate. In a result they have no folders, since they are published.
    missing_pairs
        What becomes of a pair that no table tells: ``refuse`` (default) stops, ``estimate`` takes
        the estimate and says so, ``missing`` leaves it out, as if there were no way.
    """

    minutes: tuple[str, ...] = ()
    missing_pairs: MissingPairs = "refuse"


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Errors:
    """What one does not know: how far what was measured may be from what is.

    Parameters
    ----------
    travel
        How many times the spread of the travel engine estimated minutes are spread
        (:meth:`jura_coverage.measures.travel.TravelEngine.spread_minutes`); 0 leaves it out.
    by_road
        By which share (0 to 1) of itself a time that roads measured may be wrong, two times out of
        three. 0.13 is how two road engines differ: INSEE's METRIC and OSRM, on 480 trips of 10 to
        30 km in the Gironde.
    position_m
        A place known by its commune only is anywhere within so many metres of the town hall.
    premises
        Counts of premises covered are off by so many at most, each whole number as likely.
    part_time_absent
        The chance (0 to 1) that a place with less than one post receives nobody in truth: a
        convention, not measured.
    seed
        Of the worlds drawn from these errors: the same gives the same to the byte, another one
        tells what hangs on the draw.
    """

    travel: Annotated[float, Field(strict=True, ge=0, le=5)] = 1.0
    by_road: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.13
    position_m: Annotated[float, Field(strict=True, ge=0, le=20_000)] = 2_000.0
    premises: Annotated[int, Field(strict=True, ge=0, le=100)] = 1
    part_time_absent: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.1
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31)] = 0


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Ranges:
    """Which other policies are looked at beside the chosen one.

    Parameters
    ----------
    poor_share, far_minutes
        The least and the greatest, in times of what is chosen: they follow it.
    definitions
        What may count as good internet.
    """

    poor_share: Annotated[tuple[Factor, Factor], GROWING] = (0.6, 1.6)
    far_minutes: Annotated[tuple[Factor, Factor], GROWING] = (0.75, 1.25)
    definitions: Annotated[tuple[Definition, ...], Field(min_length=1)] = (
        "wired", "terrestrial",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Capacity:
    """How many people need help, and how many a post helps: conventions, with their sources.

    Parameters
    ----------
    people_a_year
        People whom a full-time post helps in a year: about what 2.2 million people and 3,614
        posts make (annual report of the ANCT for 2022), no measure of what one post can do.
    need_share
        Share (0 to 1) of residents in digital difficulty: 15.4 % of those of 15 and more in France
        in 2021 (Insee Première 1953, 2023).
    """

    people_a_year: Annotated[float, Field(strict=True, gt=0, le=100_000)] = 600.0
    need_share: Share = 0.154


@dataclass(frozen=True, kw_only=True, config=CLOSED)
class Parameters:
    """Everything that a result depends on besides the data; each part is a table of the file.

    Parameters
    ----------
    policy
        What one chooses.
    estimate
        How long trips take.
    roads
        What measured trips, if anything did.
    errors
        What one does not know.
    ranges
        Which other choices are looked at.
    capacity
        How many people need help, and how many a post helps.
    """

    policy: Policy = Policy()
    estimate: Estimate = Estimate()
    roads: Roads = Roads()
    errors: Errors = Errors()
    ranges: Ranges = Ranges()
    capacity: Capacity = Capacity()

    def but(self, **values: object) -> "Parameters":
        """Give the same parameters with other values for some, named as in :func:`load`.

        Raises
        ------
        ParameterError
            If any name is unknown or value out of range; all are named.

        Examples
        --------
        >>> Parameters().but(far_minutes=15.0).policy
        Policy(definition='wired', poor_share=0.05, far_minutes=15.0)
        """
        return _checked(_over(asdict(self), _parted(values)))


PARTS: dict[str, Any] = {
    "policy": Policy, "estimate": Estimate, "roads": Roads, "errors": Errors, "ranges": Ranges,
    "capacity": Capacity,
}  # fmt: skip
# Names of the file that are none of a parameter: of what a result is.
OF, DIVIDED = "departement", "arrondissements"
# A line that each may have.
LINES = {
    "policy": "far_minutes = 20", "estimate": "minutes_per_km = 2.3",
    "roads": 'minutes = ["minutes.csv"]', "errors": "travel = 1",
    "ranges": "far_minutes = [0.75, 1.25]", "capacity": "people_a_year = 600",
}  # fmt: skip
# Flat names mean the first part that has them; those of ranges are only named within it.
PART_OF = {
    name: part for part, kind in reversed(PARTS.items()) if part != "ranges"
    for name in kind.__dataclass_fields__
}  # fmt: skip


def load(path: Path | str | None = None, **arguments: object) -> Parameters:
    """Build parameters from a TOML file, then from arguments that are not None.

    Parameters
    ----------
    path
        TOML with any of the parts of :class:`Parameters`, and perhaps the code of the
        :func:`departement` that it is for, and whether its cities are :func:`divides`; None for
        the defaults.
    **arguments
        Values that prevail over the file, by their names whatever their part (``far_minutes``), or
        a whole part.

    Raises
    ------
    ParameterError
        If the file cannot be read, or any name is unknown or value out of range; all are named.
    """
    path = Path(path) if path else None
    values = _beside(_read(path), path) if path else {}
    for name in (OF, DIVIDED):
        values.pop(name, None)
    given = _parted({name: value for name, value in arguments.items() if value is not None})
    return _checked(_over(values, given), given=given, origin=str(path or ORIGIN))


def _over(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Put what is given over values, both by parts; a part that is none is refused later."""
    over = dict(values)
    for part, inside in given.items():
        kept = over.get(part, {})
        if isinstance(kept, dict):
            over[part] = {**kept, **inside} if isinstance(inside, dict) else inside
    return over


def _checked(
    values: dict[str, Any],
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    origin: str = ORIGIN,
) -> Parameters:
    """Make parameters of values by parts, of which `given` ones came as options."""
    try:
        return TypeAdapter(Parameters).validate_python(values)
    except ValidationError as error:
        faults = {_fault(dict(fault), given): None for fault in error.errors()}
        number = french.count(len(faults), "paramètre refusé", "paramètres refusés")
        raise ParameterError("\n".join([f"{origin} : {number}", *faults])) from error


def departement(path: Path | str) -> str | None:
    """Give the code of the département that a file of parameters is for; None if it names none.

    Raises
    ------
    ParameterError
        If the file cannot be read, or names none as a text.
    """
    named = _read(Path(path)).get(OF)
    if named is None or isinstance(named, str):
        return named
    raise ParameterError(
        f"{path} : « {OF} » : trouvé « {_shown(named)} » ; attendu un code entre guillemets. "
        f'Écrivez par exemple {OF} = "39", avant toute partie entre crochets.'
    )


def divides(path: Path | str) -> bool:
    """Tell whether a file of parameters has arrondissements counted apart.

    Raises
    ------
    ParameterError
        If the file cannot be read, or says neither yes nor no.
    """
    told = _read(Path(path)).get(DIVIDED, False)
    if isinstance(told, bool):
        return told
    raise ParameterError(
        f"{path} : « {DIVIDED} » : trouvé « {_shown(told)} » ; attendu true ou false. "
        f"Écrivez {DIVIDED} = true, avant toute partie entre crochets."
    )


def _beside(values: dict[str, object], path: Path) -> dict[str, object]:
    """Look for the tables that a file names in its own folder."""
    roads = values.get("roads")
    named = roads.get("minutes") if isinstance(roads, dict) else None
    if not isinstance(roads, dict) or not isinstance(named, list):
        return values
    tables = [str(path.parent / each) if isinstance(each, str) else each for each in named]
    return {**values, "roads": {**roads, "minutes": tables}}


def _parted(values: dict[str, object]) -> dict[str, Any]:
    """Put each value under its part, which may be given beside it as a whole."""
    parts: dict[str, Any] = {name: each for name, each in values.items() if name not in PART_OF}
    for name in (each for each in values if each in PART_OF):
        whole = parts.get(PART_OF[name], {})
        inside = asdict(whole) if isinstance(whole, PARTS[PART_OF[name]]) else whole
        if isinstance(inside, dict):  # else it is refused
            parts[PART_OF[name]] = {**inside, name: values[name]}
    return parts


def _fault(fault: dict[str, Any], given: Mapping[str, Any]) -> str:
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
    return f"  - {said} : trouvé « {_shown(fault['input'])} » ; attendu {expected}. {action}"


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
    if fault["type"] == "dataclass_type":
        example = LINES[location[0]]
        return f"une partie [{location[0]}] suivie de lignes comme « {example} »"
    if location[0] == "roads":
        return 'une liste de fichiers comme ["minutes.csv"]'
    if location[-1] == "definitions":
        return 'une liste comme ["wired", "terrestrial"]'
    return "deux nombres croissants entre crochets, comme [0.75, 1.25]"


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
                "une vingtaine de lignes comme « far_minutes = 20 »", "Vérifiez le fichier",
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
