"""The parameters of a run, from arguments or a TOML file, checked and fingerprinted."""

import hashlib
import json
import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, get_args

from pydantic import ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass

from jura_coverage import french
from jura_coverage.broadband import Definition
from jura_coverage.errors import ParameterError, reason


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", strict=True))
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
    fixed_minutes, detour, speed_kmh
        The estimate of minutes, see :class:`jura_coverage.travel.LinearEstimate`.
    """

    definition: Definition = "wired"
    poor_share: Annotated[float, Field(gt=0, le=1)] = 0.05
    far_minutes: Annotated[float, Field(gt=0, le=240)] = 20.0
    fixed_minutes: Annotated[float, Field(ge=0, le=60)] = 2.0
    detour: Annotated[float, Field(ge=1, le=3)] = 1.35
    speed_kmh: Annotated[float, Field(ge=5, le=130)] = 60.0

    def fingerprint(self) -> str:
        """Give twelve hexadecimal digits that change with any parameter.

        Examples
        --------
        >>> len(Parameters().fingerprint())
        12
        >>> Parameters().fingerprint() == Parameters(far_minutes=20).fingerprint()
        True
        """
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


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
        return Parameters(**{**values, **given})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = [
            f"  - {_named(fault['loc'], given)} : trouvé {_shown(fault['input'])} ; "
            f"attendu {_expected(dict(fault))}. Corrigez la valeur, ou retirez-la pour prendre "
            "celle par défaut."
            for fault in error.errors()
        ]
        origin = str(path) if path else "Paramètres"
        raise ParameterError("\n".join([f"{origin} : paramètre refusé", *faults])) from error


def _named(location: tuple[int | str, ...], given: dict[str, object]) -> str:
    name = ".".join(map(str, location))
    return f"« {name} »" + (" (donné en option)" if name in given else "")


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError) as error:
        found = "un dossier" if path.is_dir() else "aucun fichier"
        raise ParameterError(
            f"{path} : trouvé {found} à cet endroit ; attendu un fichier de paramètres "
            "(TOML). Vérifiez le chemin."
        ) from error
    except OSError as error:
        raise ParameterError(
            f"{path} : trouvé un fichier illisible ({reason(error)}) ; attendu un fichier de "
            "paramètres (TOML). Vérifiez vos droits de lecture."
        ) from error
    except UnicodeDecodeError as error:
        raise ParameterError(
            f"{path} : trouvé un octet qui n'est pas de l'UTF-8 ; attendu un texte en UTF-8. "
            "Réenregistrez le fichier en UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"ligne {line[1]}" if line else "fin du fichier"
        raise ParameterError(
            f"{path} : {where} : trouvé un texte qui n'est pas du TOML ; attendu des lignes comme "
            "« far_minutes = 20 ». Corrigez cette ligne."
        ) from error


def _shown(value: object) -> str:
    return "« " + (value if isinstance(value, str) else json.dumps(value, default=str)) + " »"


def _expected(fault: dict[str, object]) -> str:
    """Say in French what pydantic expected."""
    fields = Parameters.__dataclass_fields__
    if fault["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"l'un de {french.enumeration([f'« {name} »' for name in fields])}"
    context = fault.get("ctx") or {}
    if not isinstance(context, dict):  # pragma: no cover
        return "une autre valeur"
    bounds = {
        "greater_than": "un nombre supérieur à {gt:g}",
        "greater_than_equal": "un nombre d'au moins {ge:g}",
        "less_than_equal": "un nombre d'au plus {le:g}",
    }
    if fault["type"] == "literal_error":
        names = [f"« {name} »" for name in get_args(Definition)]
        return f"{', '.join(names[:-1])} ou {names[-1]}"
    text = bounds.get(str(fault["type"]), "un nombre (sans guillemets, avec un point)")
    return text.format(**context).replace(".", ",")
