"""Delimited text: bytes to cells of text, and cells to numbers, with every fault listed."""

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from jura_coverage.errors import DataError, Fault, MissingFileError, reason
from jura_coverage.sources import checks

# No row of a table is longer; one that is would fill the memory with cells.
GREATEST_LINE = 1_000_000
# More than the table of any département.
ANOTHER_FILE = "Vérifiez que c'est le bon fichier, ou téléchargez-le de nouveau."
GREATEST_BYTES = 100_000_000
SEPARATOR_NAMES = {
    ",": "la virgule",
    ";": "le point-virgule",
    "\t": "la tabulation",
    "|": "la barre",
}


def read_cells(path: Path, *, required: Sequence[str], separator: str = ",") -> pd.DataFrame:
    """Read a delimited file as text, with nothing guessed.

    Parameters
    ----------
    path
        The file; UTF-8, with or without a byte-order mark.
    required
        Headings that must be there; others are kept as they are.
    separator
        What stands between the cells.

    Returns
    -------
    DataFrame
        Stripped text; the index says the line of the file. An empty cell is an empty text.

    Raises
    ------
    DataError
        If the file is missing, empty, not UTF-8, otherwise separated, lacks a heading, or has
        rows of another length than its heading.
    """
    text = _decode(path)
    _refuse_other_separator(path, text, separator)
    return parse_cells(text, path=path, required=required, separator=separator)


def parse_cells(text: str, *, path: Path, required: Sequence[str], separator: str) -> pd.DataFrame:
    """Split text into cells, as :func:`read_cells` does with what a file holds.

    Parameters
    ----------
    text
        What the file holds.
    path
        The file to name if something is wrong.
    required, separator
        As in :func:`read_cells`.
    """
    reader = csv.reader(_lines(path, text), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _whole_file(
            path,
            f"une ligne mal formée (ligne {reader.line_num})",
            "un tableau dont les guillemets sont fermés",
            "Fermez les guillemets, ou réenregistrez le fichier depuis votre tableur.",
        ) from error
    if not rows:
        raise _empty(path)
    heading = [cell.strip() for cell in rows[0][1]]
    checks.refuse(
        [*heading_faults(path, heading, required), *_length_faults(path, rows, separator)]
    )
    if len(rows) == 1:
        raise _empty(path)
    return pd.DataFrame(
        [[cell.strip() for cell in row] for _, row in rows[1:]],
        index=[line for line, _ in rows[1:]],
        columns=heading,
        dtype="str",
    )


def whole_numbers(
    cells: pd.Series, *, file: str, row_word: str = "ligne"
) -> tuple[pd.Series, list[Fault]]:
    """Turn text into whole numbers; a blank is missing, never zero.

    Parameters
    ----------
    cells
        Text, named after its heading, whose index says the line.
    file
        The file as the user named it.
    row_word
        What a row of this kind of file is called.

    Returns
    -------
    tuple of Series and list of Fault
        Nullable integers on the index of `cells`, missing at each fault.
    """
    return _numbers(
        cells,
        r"[+-]?[0-9]{1,15}(?:\.0+)?",
        "Int64",
        "un nombre entier",
        file=file,
        row_word=row_word,
    )


def decimals(cells: pd.Series, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn text into decimal numbers, with a point or a comma; a blank is missing.

    Parameters
    ----------
    cells, file
        As in :func:`whole_numbers`.
    """
    points = cells.str.replace(",", ".", regex=False)
    pattern = r"[+-]?[0-9]{1,15}(?:\.[0-9]*)?"
    return _numbers(points, pattern, "float64", "un nombre", file=file)


def _numbers(
    cells: pd.Series, pattern: str, dtype: str, expected: str, *, file: str, row_word: str = "ligne"
) -> tuple[pd.Series, list[Fault]]:
    readable = cells.str.fullmatch(pattern)
    faults = [
        Fault(
            file=file,
            place=f"{row_word} {line}, colonne « {cells.name} »",
            found=checks.quoted(cell),
            expected=expected,
            action="Corrigez la cellule, ou laissez-la vide si la valeur est inconnue.",
        )
        for line, cell in cells[~readable & (cells != "")].items()
    ]
    numbers = pd.to_numeric(cells.where(readable)).astype(pd.api.types.pandas_dtype(dtype))
    return numbers, faults


def read_bytes(path: Path, *, greatest: int) -> bytes:
    """Read a file that is there and not larger than it may be.

    Raises
    ------
    DataError
        If it is missing, cannot be opened, or is too large.
    """
    try:
        if path.stat().st_size > greatest:
            raise too_large(path, greatest)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise missing(path) from error
    except OSError as error:
        raise MissingFileError([_unreadable(path, error)]) from error


def _lines(path: Path, text: str) -> Iterator[str]:
    """Give the lines of a text, none of which may be endless."""
    for line in io.StringIO(text, newline=""):
        if len(line) > GREATEST_LINE:
            raise _whole_file(
                path,
                f"une ligne de plus de {GREATEST_LINE} caractères",
                "un tableau, une ligne par commune ou par lieu",
                ANOTHER_FILE,
            )
        yield line


def _decode(path: Path) -> str:
    content = read_bytes(path, greatest=GREATEST_BYTES)
    if not content.strip():
        raise _empty(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _whole_file(
            path,
            f"un octet qui n'est pas de l'UTF-8 (ligne {line}, octet 0x{content[error.start]:02x})",
            "un fichier en UTF-8",
            "Enregistrez-le depuis LibreOffice (CSV, en UTF-8, séparateur virgule) ; "
            "pour les postes, le tableur de « jura-coverage template » évite cette étape.",
        ) from error
    if "\0" in text:
        raise _whole_file(
            path,
            "des octets nuls",
            "un fichier texte en UTF-8",
            "Ce n'est sans doute pas un CSV : enregistrez le tableau en « CSV UTF-8 ».",
        )
    return text


def _refuse_other_separator(path: Path, text: str, separator: str) -> None:
    heading = text.lstrip().split("\n", 1)[0]
    likely = max(SEPARATOR_NAMES, key=heading.count)
    if heading.count(likely) > heading.count(separator):
        raise _whole_file(
            path,
            f"{SEPARATOR_NAMES[likely]} comme séparateur",
            f"{SEPARATOR_NAMES[separator]} (« {separator} »)",
            "Enregistrez-le depuis LibreOffice (CSV, séparateur virgule), Excel en français "
            "écrivant des points-virgules ; pour les postes, le tableur de « jura-coverage "
            "template » évite cette étape.",
        )


def heading_faults(path: Path, heading: Sequence[str], required: Iterable[str]) -> list[Fault]:
    """List the headings that stand twice, and those that are not there."""
    faults = [
        Fault(
            file=str(path),
            place="en-tête",
            found=f"deux fois la colonne « {name} »",
            expected="des colonnes de noms différents",
            action="Retirez ou renommez l'une des deux.",
        )
        for name in sorted({name for name in heading if name and heading.count(name) > 1})
    ]
    return faults + absent_columns(str(path), heading, required)


def absent_columns(file: str, present: Sequence[str], required: Iterable[str]) -> list[Fault]:
    """List the columns that are not there, each with the one that may be meant.

    Parameters
    ----------
    file
        The file as the user named it.
    present, required
        Names that are there, and names that must be.
    """
    required = list(required)
    spare = [name for name in present if name not in required]
    faults = []
    for name in required:
        if name in present:
            continue
        meant = _meant(name, spare)
        faults.append(
            Fault(
                file=file,
                place="en-tête",
                found=f"aucune colonne « {name} »"
                + (f", mais une colonne « {meant} »" if meant else ""),
                expected=f"une colonne « {name} »",
                action=f"Renommez « {meant} » en « {name} » si c'est elle, sinon ajoutez-la."
                if meant
                else "Ajoutez la colonne (colonnes présentes : "
                + (", ".join(name for name in present if name) or "aucune")
                + ").",
            )
        )
    return faults


def _meant(name: str, spare: Sequence[str]) -> str | None:
    """Find the heading that may stand for another: an abbreviation of it, or one close to it."""
    folded = {heading.lower(): heading for heading in reversed(spare)}
    short = [heading for heading in folded if len(heading) > 2 and name.startswith(heading)]
    close = short or difflib.get_close_matches(name, list(folded), n=1)
    return folded[close[0]] if close else None


def _length_faults(
    path: Path, rows: Sequence[tuple[int, list[str]]], separator: str
) -> list[Fault]:
    width = len(rows[0][1])
    return [
        Fault(
            file=str(path),
            place=f"ligne {line}",
            found=f"{len(row)} cellules",
            expected=f"{width} cellules, comme dans l'en-tête",
            action="Mettez entre guillemets les textes qui contiennent "
            f"{SEPARATOR_NAMES[separator]} (« {separator} »).",
        )
        for line, row in rows[1:]
        if len(row) != width
    ]


def missing(path: Path) -> MissingFileError:
    """Make the error for a file that does not exist."""
    near = difflib.get_close_matches(
        path.name,
        [file.name for file in path.parent.glob("*")] if path.parent.is_dir() else [],
        n=1,
    )
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
    return MissingFileError(
        [
            Fault(
                file=str(path),
                found="aucun fichier à cet endroit",
                expected="un fichier existant",
                action=f"Vérifiez le chemin et l'orthographe.{hint}",
            )
        ]
    )


def too_large(path: Path, greatest: int) -> DataError:
    """Make the error for a file that would fill the memory."""
    return _whole_file(
        path,
        f"plus de {greatest // 1_000_000} Mo (une fois décompressé)",
        "une table de communes ou de lieux",
        ANOTHER_FILE,
    )


def _unreadable(path: Path, error: OSError) -> Fault:
    found = "un dossier" if path.is_dir() else f"un fichier illisible ({reason(error)})"
    return Fault(
        file=str(path),
        found=found,
        expected="un fichier que vous pouvez ouvrir",
        action="Vérifiez le chemin et vos droits de lecture.",
    )


def _empty(path: Path) -> DataError:
    return _whole_file(
        path,
        "un fichier vide ou sans aucune ligne de données",
        "un en-tête et au moins une ligne",
        "Vérifiez l'export ou le téléchargement.",
    )


def _whole_file(path: Path, found: str, expected: str, action: str) -> DataError:
    return DataError([Fault(file=str(path), found=found, expected=expected, action=action)])
