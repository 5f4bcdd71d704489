"""Delimited text: bytes to cells of text, and cells to numbers, with every fault listed."""

import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault, Wording
from jura_coverage.remarks import Remark
from jura_coverage.sources import checks, content, encodings, packed

# France has 35,000 communes, and not so many places of any service.
GREATEST_ROWS = 100_000
GREATEST_COLUMNS = 1_000
GREATEST_CELLS = 5_000_000
# No row of a table is longer; one that is would fill the memory with cells.
GREATEST_LINE = 1_000_000
COLUMNS_SHOWN = 40
SEPARATOR_NAMES = {
    ",": "la virgule",
    ";": "le point-virgule",
    "\t": "la tabulation",
    "|": "la barre",
}


# What the page says too of a list of posts that is dropped on it.
IN_THE_HEADING = "en-tête"
UNREADABLE = "Corrigez la cellule, ou laissez-la vide si la valeur est inconnue."
MUST_BE_TOLD = "Corrigez la cellule."
A_DECIMAL, A_SHARE = "un nombre", "un nombre, comme 1 ou 0,5"
REPEATED = Wording(
    found="deux fois la colonne {cell}",
    expected="des colonnes de noms différents",
    action="Retirez ou renommez l'une des deux.",
)
OTHER_LENGTH = Wording(
    found="{cells} cellules",
    expected="{headings} cellules, comme dans l'en-tête",
    action="Mettez entre guillemets les textes qui contiennent {separator} (« {sign} »).",
)
MALFORMED = Wording(
    found="une ligne mal formée (ligne {line})",
    expected="un tableau dont les guillemets sont fermés",
    action="Fermez les guillemets, ou réenregistrez le fichier depuis votre tableur.",
)
OTHER_BYTES = Wording(
    found="un octet qui n'est pas de l'UTF-8 (ligne {line}, octet 0x{byte})",
    expected="un fichier en UTF-8",
    action="Enregistrez-le depuis LibreOffice (CSV, en UTF-8, séparateur virgule) ; "
    "pour les postes, le tableur de « jura-coverage template » évite cette étape.",
)
NUL_BYTES = Wording(
    found="des octets nuls",
    expected="un fichier texte en UTF-8",
    action="Ce n'est sans doute pas un CSV : enregistrez le tableau en « CSV UTF-8 ».",
)
EMPTY = Wording(
    found="un fichier vide ou sans aucune ligne de données",
    expected="un en-tête et au moins une ligne",
    action="Vérifiez l'export ou le téléchargement.",
)
TOO_MANY = Wording(
    found="plus de {most}",
    expected="une table de communes ou de lieux",
    action=content.ANOTHER_FILE,
)

Check = Callable[[Sequence[str]], list[Fault]]


def read_cells(path: Path, *, required: Sequence[str]) -> pd.DataFrame:
    """Read a file that must have some headings as :func:`own_cells` does."""
    cells, _ = own_cells(path, check=lambda heading: heading_faults(path, heading, required))
    return cells


def own_cells(path: Path, *, check: Check) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """Read a delimited file of our own as text, with nothing guessed but what separates cells.

    Parameters
    ----------
    path
        The file, perhaps packed: UTF-8, with or without a byte-order mark, and commas; semicolons
        or tabs are taken too, as Excel in French writes them, and then its other encodings.
    check
        Lists what is wrong with the headings, all of which are kept.

    Returns
    -------
    tuple of DataFrame and Remarks
        Stripped text; the index says the line of the file. An empty cell is an empty text.

    Raises
    ------
    DataError
        If the file is missing, empty, too large, in another encoding, lacks a heading, or has rows
        of another length than its heading.
    """
    raw = encodings.plain(packed.unpacked(path))
    opening = raw[: 2 * GREATEST_LINE].removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    separator = max((",", ";", "\t"), key=lambda each: opening.count(each.encode()))
    encoding = encodings.encoding_of(raw) if separator != "," else "utf-8-sig"
    if encoding not in encodings.SPOKEN:
        refuse_other_bytes(path, raw)
    cells = parse_cells(lines(path, raw, encoding), path=path, separator=separator, check=check)
    return cells, encodings.encoding_remarks(path, encoding)


def parse_cells(
    text: Iterable[str],
    *,
    path: Path,
    check: Check,
    separator: str,
    kept: Container[str] | None = None,
    above: int = 0,
) -> pd.DataFrame:
    """Split lines into cells, as :func:`own_cells` does with those of a file.

    Parameters
    ----------
    text
        Lines, as :func:`lines` gives them.
    path
        The file to name if something is wrong.
    check
        Lists what is wrong with the headings.
    separator
        What stands between the cells.
    kept
        Headings of the columns to keep; None for all.
    above
        How many lines of the file stand above the text.
    """
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        heading = [cell.strip() for cell in next(filter(_any_text, reader), [])]
        if len(heading) > GREATEST_COLUMNS:
            raise _too_many(path, f"{GREATEST_COLUMNS} colonnes")
        faults = check(heading)
        places = [
            place for place, name in enumerate(heading) if name and (kept is None or name in kept)
        ]
        rows: list[list[str]] = []
        numbers, before = [], reader.line_num
        for row in reader:
            several, before = reader.line_num - before > 1, reader.line_num
            if not _any_text(row):
                continue
            numbers.append(above + before)
            if len(row) != len(heading):
                if len(faults) <= FAULTS_COUNTED:
                    faults.append(length_fault(path, above + before, row, heading, separator))
            elif not faults:
                tidy = _one_line if several else str.strip
                rows.append([tidy(row[place]) for place in places])
            if len(numbers) > GREATEST_ROWS:
                raise _too_many(path, f"{french.number(GREATEST_ROWS)} lignes")
            if len(rows) * len(places) > GREATEST_CELLS:
                raise _too_many(path, f"{french.number(GREATEST_CELLS)} cellules")
    except csv.Error as error:
        raise content.worded(path, MALFORMED, line=above + reader.line_num) from error
    if not heading:
        raise _empty(path)
    checks.refuse(faults)
    if not rows:
        raise _empty(path)
    return pd.DataFrame(
        rows, index=numbers, columns=[heading[place] for place in places], dtype="str"
    )


def lines(path: Path, raw: bytes, encoding: str) -> Iterator[str]:
    """Decode the lines of a file one by one, legible, none of which may be endless.

    Parameters
    ----------
    path
        The file to name if something is wrong.
    raw
        What it holds, all of it in this encoding.
    """
    stream = io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")
    while line := stream.readline(GREATEST_LINE + 1):
        if len(line) > GREATEST_LINE:
            raise content.whole_file(
                path,
                f"une ligne de plus de {french.number(GREATEST_LINE)} caractères",
                "un tableau, une ligne par commune ou par lieu",
                content.ANOTHER_FILE,
            )
        yield french.legible(line)


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
    # 1,000 is a thousand to some.
    return _numbers(
        cells, r"[+-]?[0-9]{1,15}(?:\.0+|,00?)?", "Int64", "un nombre entier", file=file,
        row_word=row_word,
    )  # fmt: skip


def decimals(cells: pd.Series, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn text into decimal numbers, with a point or a comma; a blank is missing.

    Parameters
    ----------
    cells, file
        As in :func:`whole_numbers`.
    """
    pattern = r"[+-]?[0-9]{1,15}(?:[.,][0-9]*)?"
    return _numbers(cells, pattern, "float64", A_DECIMAL, file=file)


def shares(cells: pd.Series, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn text into whole numbers or parts of one, which must be told; a blank is missing.

    Parameters
    ----------
    cells, file
        As in :func:`whole_numbers`; what may be a thousand to some, as 1,000, is refused.
    """
    pattern = r"[+-]?(?:0,[0-9]+|[0-9]{1,15}(?:\.[0-9]+|,[0-9]{1,2})?)"
    return _numbers(cells, pattern, "float64", A_SHARE, file=file, action=MUST_BE_TOLD)


def _numbers(
    cells: pd.Series, pattern: str, dtype: str, expected: str, *, file: str,
    row_word: str = "ligne", action: str = UNREADABLE,
) -> tuple[pd.Series, list[Fault]]:  # fmt: skip
    texts, whole = cells.tolist(), re.compile(pattern).fullmatch
    readable = pd.Series([whole(cell) is not None for cell in texts], index=cells.index)
    faults = [
        Fault(
            file=file,
            place=f"{row_word} {line}, colonne « {cells.name} »",
            row=line,
            found=checks.quoted(cell),
            expected=expected,
            action=action,
        )
        for line, cell in cells[~readable & (cells != "")].iloc[: FAULTS_COUNTED + 1].items()
    ]
    points = pd.Series(
        [cell.replace(",", ".") for cell in texts], index=cells.index, name=cells.name, dtype=object
    )
    numbers = pd.to_numeric(points.where(readable))
    return numbers.astype(pd.api.types.pandas_dtype(dtype)), faults


def _any_text(row: Iterable[str]) -> bool:
    return any(cell.strip() for cell in row)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def refuse_other_bytes(path: Path, raw: bytes) -> None:
    """Say why bytes are no text of our own; nothing if they are."""
    if not raw.strip():
        raise _empty(path)
    wrong = encodings.first_wrong_byte(raw)
    if wrong is not None:
        line = raw.count(b"\n", 0, wrong) + 1
        raise content.worded(path, OTHER_BYTES, line=line, byte=f"{raw[wrong]:02x}")
    if b"\0" in raw:
        raise content.worded(path, NUL_BYTES)


def heading_faults(
    path: Path, heading: Sequence[str], required: Iterable[str], *, usual: Iterable[str] = ()
) -> list[Fault]:
    """List the headings that stand twice, and those that are not there.

    Parameters
    ----------
    path, heading
        The file, and its headings.
    required, usual
        Names that must be there, and names that one must not misspell.
    """
    faults = [
        REPEATED.fault(file=str(path), place=IN_THE_HEADING, cell=checks.quoted(name))
        for name, times in sorted(Counter(heading).items())
        if name and times > 1
    ]
    return faults + absent_columns(str(path), heading, required, usual=usual)


def absent_columns(
    file: str, present: Sequence[str], required: Iterable[str], *, usual: Iterable[str] = ()
) -> list[Fault]:
    """List the columns that are not there, each with the one that may be meant.

    Parameters
    ----------
    file
        The file as the user named it.
    present, required, usual
        Names that are there, names that must be, and names that must be if one may be meant.
    """
    required, usual = list(required), list(usual)
    spare = [name for name in present if name not in required and name not in usual]
    faults = []
    for name in dict.fromkeys((*required, *usual)):
        if name in present:
            continue
        meant = _meant(name, spare)
        if not meant and name not in required:
            continue
        faults.append(
            Fault(
                file=file,
                place=IN_THE_HEADING,
                found=f"aucune colonne « {name} »"
                + (f", mais une colonne « {meant} »" if meant else ""),
                expected=f"une colonne « {name} »",
                action=f"Renommez « {meant} » en « {name} » si c'est elle, sinon ajoutez-la."
                if meant
                else "Ajoutez la colonne (colonnes présentes : "
                + (", ".join([name for name in present if name][:COLUMNS_SHOWN]) or "aucune")
                + (" …" if len(present) > COLUMNS_SHOWN else "")
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


def length_fault(
    path: Path, line: int, row: Sequence[str], heading: Sequence[str], separator: str
) -> Fault:
    """Say that a row is not as long as the headings."""
    return OTHER_LENGTH.fault(
        file=str(path), place=f"ligne {line}", row=line, cells=len(row), headings=len(heading),
        separator=SEPARATOR_NAMES[separator], sign=separator,
    )  # fmt: skip


def _too_many(path: Path, most: str) -> DataError:
    return content.worded(path, TOO_MANY, most=most)


def _empty(path: Path) -> DataError:
    return content.worded(path, EMPTY)
