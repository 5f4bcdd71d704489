"""Residents in files of communes: numbers, words for "not known", and what can be neither."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jura_coverage import columns, french
from jura_coverage.errors import FAULTS_COUNTED, Fault
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks

ROW = "entité"
# What tables write, accents and signs aside, in place of a number that is not known.
SILENT = frozenset((
    "n a", "n c", "n d", "n r", "n s", "na", "nan", "nc", "nd", "none", "nr", "ns", "null",
    "s", "secret", "inconnu", "inconnue", "non communique", "non communiquee", "non connue",
    "non disponible", "non renseigne", "non renseignee",
))  # fmt: skip
_WHOLE = re.compile(r"\+?([0-9]{1,15})(?:\.0+|,00?)?")
_LEAST, _MOST = 0, columns.GREATEST_COUNT


@dataclass(frozen=True, kw_only=True)
class Residents:
    """What a file says of residents.

    Parameters
    ----------
    counts
        Whole numbers, missing where the file has none.
    found
        What stands there instead, in quotes; empty where nothing does.
    place
        Where each stands in the file, in French.
    """

    counts: pd.Series
    found: pd.Series
    place: pd.Series


def read(values: pd.Series, *, rows: Iterable[int], row_word: str = ROW) -> Residents:
    """Read residents as an official file has them, as numbers or as text.

    Parameters
    ----------
    values
        Named after their heading; missing where the file has nothing.
    rows
        Where each stands in the file.
    row_word
        What a row of this file is called.

    Examples
    --------
    >>> found = read(pd.Series([12, "1 234", "n.d.", -5, None], name="pop"), rows=range(1, 6))
    >>> found.counts.tolist(), found.found.tolist(), found.place[3]
    ([12, 1234, <NA>, <NA>, <NA>], ['', '', '« n.d. »', '« -5 »', ''], 'entité 4, colonne « pop »')
    """
    told = values.tolist()
    counts = [_count(value) for value in told]
    found = [
        "" if count is not None or _is_blank(value) else checks.quoted(value)
        for count, value in zip(counts, told, strict=True)
    ]
    place = [f"{row_word} {row}, colonne « {values.name} »" for row in rows]
    return Residents(
        counts=pd.Series(counts, index=values.index, dtype="Int64"),
        found=pd.Series(found, index=values.index, dtype="str"),
        place=pd.Series(place, index=values.index, dtype="str"),
    )


def are_silent(texts: pd.Series) -> pd.Series:
    """Tell which texts say that a number is not known.

    Examples
    --------
    >>> are_silent(pd.Series(["n.d.", "-", "Secret", "-5", "1 2O4"])).tolist()
    [True, True, True, False, False]
    """
    # Asked of Python: what a letter is to a pattern is not the same to all versions of pandas.
    signs = ~texts.map(lambda text: any(map(str.isalnum, text))).astype(bool)
    return signs | texts.map(french.fold).isin(SILENT)


def faults(table: pd.DataFrame, *, file: str) -> list[Fault]:
    """List what is neither a number of residents nor says that it is not known.

    Parameters
    ----------
    table
        With `insee`, `name`, and `found` and `place` of :class:`Residents`.
    file
        The file as the user named it.
    """
    wrong = table[(table["found"] != "") & ~are_silent(table["found"])]
    return [
        Fault(
            file=file,
            place=f"{told['place']}, {told['name']} ({told['insee']})",
            row=row,
            found=told["found"],
            expected=f"un nombre d'habitants, de {_LEAST} à {french.number(_MOST)}",
            action="Corrigez la valeur, ou laissez-la vide si elle est inconnue.",
        )
        for row, told in wrong.iloc[: FAULTS_COUNTED + 1].to_dict("index").items()
    ]


def silent(table: pd.DataFrame, *, file: str) -> list[Remark]:
    """Say where a word stands for residents that are not known; parameters as in :func:`faults`."""
    told = table[(table["found"] != "") & are_silent(table["found"])]
    return remarks(
        "missing",
        f"Dans {file}, population lue comme inconnue, un mot tenant lieu de nombre",
        [
            f"{row['name']} ({row['insee']}), {row['place']}, {row['found']}"
            for row in told.to_dict("records")
        ],
    )


def _count(value: object) -> int | None:
    """Give a number of residents; None for what is none."""
    if isinstance(value, str):
        written = _WHOLE.fullmatch("".join(value.split()))
        number: float = int(written[1]) if written else -1
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
    else:
        return None
    return int(number) if _LEAST <= number <= _MOST and number % 1 == 0 else None


def _is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is pd.NA or value != value
