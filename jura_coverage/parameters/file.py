"""Parameters from a TOML file, and from arguments that prevail over it."""

import re
import tomllib
from pathlib import Path

from jura_coverage.errors import ParameterError, given_type, reason
from jura_coverage.parameters.values import Parameters
from jura_coverage.parameters.wording import shown

# A file of parameters has two dozen lines.
GREATEST_BYTES = 20_000
GREATEST_LINE = 1_000
A_FILE = "un fichier de paramètres (TOML)"
# Names of the file that are none of a parameter: of what a result is.
OF, DIVIDED = "departement", "arrondissements"


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
    if path is not None and not isinstance(path, str | Path):
        raise given_type("Fichier de paramètres", path, "le chemin d'un fichier TOML")
    path = Path(path) if path else None
    values = _beside(_read(path), path) if path else {}
    for name in (OF, DIVIDED):
        values.pop(name, None)
    arguments = {name: value for name, value in arguments.items() if value is not None}
    if not (values or arguments):
        return Parameters()
    from jura_coverage.parameters import check

    given = check.parted(arguments)
    return check.made(check.over(values, given), given=given, origin=str(path) if path else None)


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
        f"{path} : « {OF} » : trouvé « {shown(named)} » ; attendu un code entre guillemets. "
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
        f"{path} : « {DIVIDED} » : trouvé « {shown(told)} » ; attendu true ou false. "
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
