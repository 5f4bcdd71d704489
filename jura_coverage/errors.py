"""Errors that tell a French reader what was found, what was expected and what to do."""

import errno
import operator
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

FAULTS_SHOWN = 20
LONGEST_SHOWN = 40
# Of one kind; nobody corrects more by hand.
FAULTS_COUNTED = 1000
REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EISDIR: "un dossier porte ce nom",
    errno.EEXIST: "un fichier porte ce nom",
    errno.ENOTDIR: "un fichier tient la place d'un dossier du chemin",
    errno.ENOENT: "le chemin n'existe pas",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EDQUOT: "quota dépassé",
    errno.EFBIG: "fichier trop grand",
    errno.EIO: "erreur du disque",
    errno.EBUSY: "occupé par un autre programme",
    errno.ETXTBSY: "occupé par un autre programme",
    errno.ELOOP: "des liens tournent en rond",
    errno.EINVAL: "nom que le système n'accepte pas",
    errno.ENOLCK: "le disque ne sait pas réserver un dossier",
    errno.EMFILE: "trop de fichiers ouverts",
}


def reason(error: OSError) -> str:
    """Say in French why the system refused a file.

    Examples
    --------
    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'disque plein'
    """
    return REASONS.get(error.errno or 0, f"erreur {error.errno or 'inconnue'} du système")


def installing(extra: str) -> str:
    """Say in French how to add an extra, as the reader installed the rest.

    What it needs is named, and not this package: no index is known to have it.

    Parameters
    ----------
    extra
        Its name in ``pyproject.toml``, such as ``"parquet"``.
    """
    from importlib import metadata  # which takes its time, and is seldom asked

    if Path(__file__).parents[1].joinpath("Makefile").exists():
        return "« make extras »"
    needed = [each.split(";") for each in metadata.requires("jura-coverage") or []]
    ours = [f'"{name.strip()}"' for name, *where in needed if f"{extra}'" in "".join(where)]
    home, packages = Path(sys.prefix).parts, " ".join(ours)
    if "pipx" in home:
        return f"« pipx inject jura-coverage {packages} »"
    if "uv" in home and "tools" in home:
        return f'« uv pip install --python "{sys.executable}" {packages} »'
    return f'« "{sys.executable}" -m pip install {packages} »'


class JuraCoverageError(Exception):
    """Base of every error that this package raises on purpose; its text is in French."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong in one place of one file.

    Parameters
    ----------
    file
        The file as the user named it.
    found, expected, action
        French clauses: what stands there, what should, and what to do about it.
    place
        Where in the file, in French (``"ligne 14, colonne « premises »"``); empty for the whole
        file.
    row
        The number of its row, as the index of a table has it, by which the faults of a file are
        told in order; 0 for the whole file.
    """

    file: str
    found: str
    expected: str
    action: str
    place: str = ""
    row: Any = 0

    def __str__(self) -> str:
        where = f"{self.place} : " if self.place else ""
        return f"{where}trouvé {self.found} ; attendu {self.expected}. {self.action}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What is said of one kind of fault: the command fills it in, and so does the page.

    Parameters
    ----------
    found, expected, action
        As of a :class:`Fault`, with ``{names}`` of what is met.
    """

    expected: str
    action: str
    found: str = "{cell}"

    def fault(self, *, file: str, place: str = "", row: Any = 0, **met: object) -> Fault:
        """Say it of a place of a file.

        Examples
        --------
        >>> print(Wording(expected="un nombre", action="Corrigez.").fault(
        ...     file="a.csv", place="ligne 2", cell="« x »"))
        ligne 2 : trouvé « x » ; attendu un nombre. Corrigez.
        """
        found, expected, action = (
            text.format(**met) for text in (self.found, self.expected, self.action)
        )
        return Fault(file=file, place=place, row=row, found=found, expected=expected, action=action)


class DataError(JuraCoverageError, ValueError):
    """Data that cannot be used, with every fault that was found.

    Parameters
    ----------
    faults
        At least one fault, of one or several files. They are told a file at a time, what is about
        the whole of it first, then in the order of its rows.

    Examples
    --------
    >>> print(DataError([Fault(file="a.csv", place="ligne 2", found="« x »",
    ...                        expected="un nombre", action="Corrigez la cellule.")]))
    a.csv : 1 problème
      - ligne 2 : trouvé « x » ; attendu un nombre. Corrigez la cellule.
    >>> told = [Fault(file=file, row=row, found=f"« {row} »", expected="rien", action="Retirez.")
    ...         for file, row in (("a.csv", 9), ("b.csv", 2), ("a.csv", 3), ("a.csv", 0))]
    >>> [(each.file, each.row) for each in DataError(told).faults]
    [('a.csv', 0), ('a.csv', 3), ('a.csv', 9), ('b.csv', 2)]
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        files = list(dict.fromkeys(fault.file for fault in faults))
        self.faults = tuple(sorted(faults, key=lambda each: (files.index(each.file), each.row)))
        super().__init__(self._message())

    def _message(self) -> str:
        lines = []
        for file, group in groupby(self.faults, key=lambda fault: fault.file):
            faults = list(group)
            counted = min(len(faults), FAULTS_COUNTED)
            more = "plus de " if len(faults) > counted else ""
            lines.append(f"{file} : {more}{counted} problème{'s' if counted > 1 else ''}")
            lines += [f"  - {fault}" for fault in faults[:FAULTS_SHOWN]]
            if len(faults) > FAULTS_SHOWN:
                rest = counted - FAULTS_SHOWN
                lines.append(f"  … et {more}{rest} autre{'s' if rest > 1 else ''}.")
        return "\n".join(lines)


@contextmanager
def collecting(faults: list[Fault]) -> Iterator[None]:
    """Go on where data cannot be used, and keep what is wrong with them.

    Examples
    --------
    >>> fault = Fault(file="a.csv", found="« x »", expected="un nombre", action="Corrigez.")
    >>> found = []
    >>> with collecting(found):
    ...     raise DataError([fault])
    >>> found == [fault]
    True
    """
    try:
        yield
    except DataError as error:
        faults.extend(error.faults)


class MissingFileError(DataError, FileNotFoundError):
    """A file that is not there or cannot be opened."""

    __str__ = DataError.__str__


class ParameterError(JuraCoverageError, ValueError):
    """A parameter, or a parameter file, that is out of range or not understood."""


class GivenTypeError(JuraCoverageError, TypeError):
    """What a program gave is of a type that cannot be meant, such as a text for a table."""


def given_type(what: str, given: object, expected: str) -> GivenTypeError:
    """Make the error for what is of another type than it must be.

    Examples
    --------
    >>> str(given_type("Paramètres", [20], "un dictionnaire"))
    'Paramètres : trouvé [20] (list) ; attendu un dictionnaire.'
    >>> str(given_type("Minutes", list(range(100)), "une table de pandas"))
    'Minutes : trouvé une valeur de type list ; attendu une table de pandas.'
    """
    kind, shown = type(given).__name__, repr(given)
    short = len(shown) <= LONGEST_SHOWN and shown.isprintable() and not shown.startswith("<")
    found = f"{shown} ({kind})" if short else f"une valeur de type {kind}"
    return GivenTypeError(f"{what} : trouvé {found} ; attendu {expected}.")


def whole_number(what: str, given: object) -> int:
    """Give a whole number of any library as one of Python.

    Raises
    ------
    GivenTypeError
        If it is none.

    Examples
    --------
    >>> whole_number("Tirages", 200)
    200
    """
    try:
        return operator.index(given)  # type: ignore[arg-type]  # which it tells
    except TypeError:
        raise given_type(what, given, "un nombre entier") from None


class UnknownDepartementError(JuraCoverageError, LookupError):
    """A département code that does not exist, or for which no data are at hand."""


class UnknownEditionError(JuraCoverageError, LookupError):
    """The name of an edition that is not embedded."""


class UnknownCommuneError(JuraCoverageError, LookupError):
    """A commune that is not in the territory, or a name that fits several."""


class OutputError(JuraCoverageError, OSError):
    """Results that could not be written; the earlier ones are untouched."""


class SitingError(JuraCoverageError, ValueError):
    """A question about posts that has no answer, such as more posts than candidates."""


class SolverError(JuraCoverageError, RuntimeError):
    """The solver stopped without an answer; its status is in the message."""


class InfeasibleError(SolverError):
    """The solver has proven that a model has no solution."""


class UnfinishedError(JuraCoverageError, RuntimeError):
    """Some of what was asked for could not be computed; the rest is there."""


class EngineError(JuraCoverageError, RuntimeError):
    """A road engine that stopped without a network; what it said is in the message."""


class DownloadError(JuraCoverageError, OSError):
    """A download that failed or was refused, or a copy that is not there; the last one is kept."""


class UnknownAssetError(JuraCoverageError, ValueError):
    """A page that asks for a script, a style or a link that is not embedded."""


class MissingExtraError(JuraCoverageError, ImportError):
    """An optional library or system library that the wanted output needs is not installed."""
