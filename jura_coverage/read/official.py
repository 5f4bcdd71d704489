"""Official delimited files: bytes to recognised cells, and codes and positions put right.

What the State publishes is not the user's to correct. So, unlike our own formats, these may be
compressed, in cp1252, and hold other départements; a row that cannot be used is set aside and
said. What concerns the file as a whole is a fault here too.
"""

import gzip
import lzma
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pandas as pd

from jura_coverage import departements, french, geo, schemas
from jura_coverage.errors import DataError, Fault
from jura_coverage.read import delimited
from jura_coverage.read.reading import Reading
from jura_coverage.remarks import Remark, remarks

# More than any official table of communes or places; beyond it a file is a bomb or a mistake.
GREATEST_BYTES = 300_000_000
_CHUNK = 1 << 20
_OPENERS: dict[bytes, Any] = {
    b"\x1f\x8b": gzip.open,
    b"\xfd7zXZ": lzma.open,
    b"]\0\0": lzma.open,
}
# Spellings of single editions.
ALIASES = {"elig_4fg": "elig_4gf", "output usager": "output_usager"}

AnyReading = TypeVar("AnyReading", bound=Reading[pd.DataFrame])


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The cells of an official file.

    Parameters
    ----------
    path
        The file as the user named it.
    cells
        Stripped text under the official headings; the index says the line.
    remarks
        What was noticed while reading.
    """

    path: Path
    cells: pd.DataFrame
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Format(Generic[AnyReading]):
    """An official format.

    Parameters
    ----------
    headings
        The columns that it must have and by which it is recognised.
    read
        Makes a reading of a sheet, for a département or (None) for all of France.
    """

    headings: tuple[str, ...]
    read: Callable[[Sheet, str | None], AnyReading]


def recognise(
    path: Path, formats: Sequence[Format[AnyReading]], *, own: Collection[str]
) -> tuple[Format[AnyReading], Sheet] | None:
    """Find the official format of a file by its headings, and read its cells.

    Parameters
    ----------
    path
        A file, perhaps compressed.
    formats
        Those that it may have.
    own
        The headings of our own format.

    Returns
    -------
    tuple of Format and Sheet, or None
        None if the file looks like our own format, or like none: then the strict reader, which
        explains itself better, shall have it.

    Raises
    ------
    DataError
        If the file is of an official format but damaged, or too large.
    """
    content = unpacked(path)
    text, encoding = decoded(content)
    if text is None:
        return None
    # The beta of 2020 has a line of junk before its headings.
    for body in (text, text.partition("\n")[2]):
        heading, _, rest = body.partition("\n")
        candidates = [
            (_likeness(_split(heading, separator), headings), order, separator)
            for separator in delimited.SEPARATOR_NAMES
            for order, headings in enumerate([own, *(each.headings for each in formats)])
        ]
        likeness, order, separator = max(candidates, key=lambda candidate: candidate[0])
        if likeness > 0:
            break
    else:
        return None
    if order == 0:
        return None
    chosen = formats[order - 1]
    renamed = [_official(name, chosen.headings) for name in _split(heading, separator)]
    cells = delimited.parse_cells(
        f"{separator.join(renamed)}\n{rest}",
        path=path, required=chosen.headings, separator=separator,
    )  # fmt: skip
    if body is not text:
        cells.index += 1
    found = []
    if encoding != "utf-8-sig":
        found = remarks("repaired", f"Fichier lu en {encoding}, faute d'être en UTF-8", [path.name])
    return chosen, Sheet(path=path, cells=cells, remarks=tuple(found))


def unpacked(path: Path) -> bytes:
    """Read a file, decompressed if need be, never more than :data:`GREATEST_BYTES`.

    Raises
    ------
    DataError
        If the file is missing, too large, or its compression is damaged.
    """
    raw = delimited.read_bytes(path, greatest=GREATEST_BYTES)
    opener = next((opener for magic, opener in _OPENERS.items() if raw.startswith(magic)), None)
    if opener is None:
        return raw
    del raw
    parts, size = [], 0
    try:
        with opener(path) as stream:
            while part := stream.read(_CHUNK):
                size += len(part)
                if size > GREATEST_BYTES:
                    raise delimited.too_large(path, GREATEST_BYTES)
                parts.append(part)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            [
                Fault(
                    file=str(path),
                    found="une compression abîmée ou interrompue",
                    expected="un fichier compressé entier",
                    action="Téléchargez-le de nouveau.",
                )
            ]
        ) from error
    return b"".join(parts)


def decoded(content: bytes) -> tuple[str | None, str]:
    """Decode as UTF-8, else as cp1252, and name the encoding; None if it is no text."""
    if not content.strip() or b"\0" in content:
        return None, ""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def _split(line: str, separator: str) -> list[str]:
    return [name.strip().strip('"').strip() for name in line.strip().split(separator)]


def _official(name: str, headings: Iterable[str]) -> str:
    """Spell a heading as the format does."""
    name = ALIASES.get(name, name)
    folded = french.fold(name)
    spelt = next((each for each in headings if french.fold(each) == folded), name)
    return f'"{spelt}"'


def _likeness(heading: Iterable[str], headings: Collection[str]) -> int:
    """Count what fits less what lacks; nothing below half."""
    present = {french.fold(ALIASES.get(name, name)) for name in heading}
    fitting = sum(french.fold(name) in present for name in headings)
    return 2 * fitting - len(headings)


def commune_codes(codes: pd.Series, departements: pd.Series | None = None) -> pd.Series:
    """Give back the leading zeros that spreadsheets lose, and fold arrondissements.

    A zero is given back only where nothing else can be meant: the département of the row says so,
    or, where the file names none, no other code of the file has kept its zero.

    Parameters
    ----------
    codes
        Codes as they stand in the file.
    departements
        Département of each row as it stands in the file, if the file says it.

    Returns
    -------
    Series
        INSEE codes; what is no code stays as it is.

    Examples
    --------
    >>> commune_codes(pd.Series(["5157", "39300", "75107"])).tolist()
    ['05157', '39300', '75056']
    >>> commune_codes(pd.Series(["5157", "01004"])).tolist()
    ['5157', '01004']
    >>> commune_codes(pd.Series(["5157", "01004"]), pd.Series(["5", "01"])).tolist()
    ['05157', '01004']
    """
    upper = codes.str.upper()
    short = upper.str.fullmatch("[1-9][0-9]{3}")
    padded = "0" + upper
    if departements is None:
        meant = pd.Series(not upper.str.fullmatch("0[0-9]{4}").any(), index=codes.index)
    else:
        meant = padded.str[:2] == departements.str.zfill(2)
    return upper.mask(short & meant, padded).map(geo.whole_commune)


def code_remarks(before: pd.Series, after: pd.Series, *, file: str) -> list[Remark]:
    """Say which codes were put right, and which rows have none that can be used.

    Parameters
    ----------
    before
        Codes as they stand in the file, of the rows to speak of.
    after
        What :func:`commune_codes` made of them, perhaps of more rows.
    file
        The file to name.
    """
    after = after[before.index]
    upper = before.str.upper()
    zeros = upper.str.len() < after.str.len()
    folded = (upper != after) & ~zeros
    unusable = without_unusable(after) == ""
    return [
        *remarks(
            "repaired",
            f"{file} : {french.count(int(zeros.sum()), 'code')} Insee au zéro initial rendu",
            after[zeros].unique(),
        ),
        *remarks(
            "merger",
            f"{file} : {french.count(int(folded.sum()), 'ligne')} d'arrondissements de Paris, Lyon "
            "ou Marseille, réunies dans leur commune",
            after[folded].unique(),
        ),
        *remarks(
            "set_aside",
            f"{file} : {french.count(int(unusable.sum()), 'ligne')} au code Insee inutilisable, "
            "mises de côté",
            [f"« {code} » (ligne {line})" for line, code in before[unusable].items()],
        ),
    ]


def without_unusable(codes: pd.Series) -> pd.Series:
    """Empty what is no INSEE code of a département."""
    fits = codes.str.fullmatch(schemas.INSEE_PATTERN)
    return codes.where(fits & codes.map(geo.departement_of).isin(departements.CODES), "")


def nothing_usable(path: Path, expected: str) -> DataError:
    """Make the error for a file of a known format without a row to use."""
    return DataError(
        [
            Fault(
                file=str(path),
                found="aucune ligne utilisable",
                expected=expected,
                action="Vérifiez que c'est le bon fichier, et qu'il est entier.",
            )
        ]
    )


def of_departement(
    sheet: Sheet, codes: pd.Series, departement: str | None
) -> tuple[pd.Series, list[Remark]]:
    """Keep the rows of a département, say how many were set aside, and refuse to keep none.

    Parameters
    ----------
    sheet
        The file.
    codes
        What :func:`commune_codes` made of its codes.
    departement
        Which to keep; None for all.

    Returns
    -------
    tuple of Series and list of Remark
        The codes of the rows to keep.

    Raises
    ------
    DataError
        If no row is of this département.
    """
    usable = codes.str.fullmatch(schemas.INSEE_PATTERN)
    here = usable & (codes.map(geo.departement_of) == departement) if departement else usable
    if not here.any():
        raise DataError(
            [
                Fault(
                    file=str(sheet.path),
                    found="aucune ligne " + (f"du département {departement}" if departement else
                                             "dont le code Insee soit utilisable"),
                    expected="des communes "
                    + (f"du département {departement}" if departement else "de France"),
                    action="Vérifiez le fichier, ou choisissez le bon département avec "
                    "--departement.",
                )
            ]
        )  # fmt: skip
    elsewhere = int((usable & ~here).sum())
    return codes[here], remarks(
        "set_aside",
        f"{french.count(elsewhere, 'ligne')} d'autres départements, mises de côté",
        [sheet.path.name] if elsewhere else [],
    )


def positions(
    latitude: pd.Series, longitude: pd.Series, *, insee: pd.Series, names: pd.Series, file: str
) -> tuple[pd.Series, pd.Series, list[Remark]]:
    """Believe only positions that can be; put swapped ones right, and drop the others.

    Parameters
    ----------
    latitude, longitude
        Text in degrees.
    insee
        Code of each row's commune, or an empty text.
    names
        What to call the rows to speak of, perhaps not all.
    file
        The file as the user named it.

    Returns
    -------
    tuple of two Series and a list of Remark
        Degrees, missing where there is no position to believe.
    """
    lat, _ = delimited.decimals(latitude, file=file)
    lon, _ = delimited.decimals(longitude, file=file)
    right, swapped = (
        schemas.in_france(first, second, insee=insee) for first, second in ((lat, lon), (lon, lat))
    )
    swapped &= ~right
    given = (latitude != "") | (longitude != "")
    wrong = given & ~right & ~swapped
    fixed_lat = lat.mask(swapped, lon).where(right | swapped)
    fixed_lon = lon.mask(swapped, lat).where(right | swapped)
    return (
        fixed_lat,
        fixed_lon,
        [
            *remarks(
                "repaired",
                f"{file} : latitude et longitude inversées, remises en ordre",
                names[swapped[names.index]],
            ),
            *remarks(
                "position",
                f"{file} : position impossible (0, 0, hors de France ou illisible), ignorée",
                names[wrong[names.index]],
            ),
        ],
    )


def day(text: str) -> str:
    """Find a day in a file name, as the State writes them; empty if there is none.

    Examples
    --------
    >>> day("france-services_liste-fs-20240801.csv"), day("lieux-2026-06-30.csv"), day("x.csv")
    ('2024-08-01', '2026-06-30', '')
    """
    match = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", text)
    return "-".join(match.groups()) if match else ""


def quarter(text: str) -> str:
    """Find an edition in a date or a file name, in French; empty if there is none.

    Examples
    --------
    >>> quarter("2026-06-30"), quarter("commune_T2-2026.csv"), quarter("2025_T4"), quarter("x")
    ('2e trimestre 2026', '2e trimestre 2026', '4e trimestre 2025', '')
    """
    if match := re.search(r"(20\d\d)-(\d\d)-\d\d", text):
        year, number = match[1], (int(match[2]) + 2) // 3
    elif match := re.search(r"(20\d\d)[-_ ]?T([1-4])", text):
        year, number = match[1], int(match[2])
    elif match := re.search(r"T([1-4])[-_ ]?(20\d\d)", text):
        year, number = match[2], int(match[1])
    else:
        return ""
    return f"{number}{'er' if number == 1 else 'e'} trimestre {year}"
