"""The trips of a table of minutes, typed, and what is wrong with any of them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from jura_coverage import columns, french
from jura_coverage.errors import FAULTS_COUNTED, Fault
from jura_coverage.sources import checks, content, delimited
from jura_coverage.sources.minutes.parts import REQUIRED, parts_of

NUMBERS = tuple(each.field for each in columns.TABLE_OF_MINUTES if each.bounds)
GREATEST_ROWS = 5_000_000
# Of a position, in degrees: a centimetre.
POSITION_DECIMALS = 7
POSITION = r"-?[0-9]{1,2}(?:\.[0-9]{1,15})? -?[0-9]{1,3}(?:\.[0-9]{1,15})?"
ESTIMATED = "estimated"
_YES, _NO = ("1", "True"), ("", "0", "False")  # as text and as Parquet have them
A_PLACE = (
    "le code Insee d'une commune, ou une latitude et une longitude séparées par une espace, comme "
    "« 46.6746 5.5538 »"
)


def read_table(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read all trips of a file, and list what is wrong with any of them."""
    return trips(parts_of(path), path)


def trips(parts: Iterable[pd.DataFrame], path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Type all trips, a part at a time, and list what is wrong with any of them.

    Parameters
    ----------
    parts
        Cells under the headings of a table of minutes; the index says the row.
    path
        The file to name if something is wrong.
    """
    file = str(path)
    known: dict[str, dict[str, int]] = {name: {} for name in REQUIRED[:2]}
    tables: list[pd.DataFrame] = []
    faults: list[Fault] = []
    rows = 0
    for part in parts:
        rows += len(part)
        if rows > GREATEST_ROWS:
            most = f"{french.number(GREATEST_ROWS)} lignes"
            raise content.worded(path, delimited.TOO_MANY, most=most)
        table, wrong = _typed(part, known, file=file)
        tables.append(table)
        faults += wrong if len(faults) <= FAULTS_COUNTED else []
    if not rows:
        raise content.worded(path, delimited.EMPTY)
    whole = pd.concat(tables)
    for name, codes in known.items():
        points = pd.Index([*codes], dtype="str")
        whole[name] = pd.Categorical.from_codes(whole[name], categories=points)
    faults += _points_faults(whole, file=file)
    return whole, [*faults, *([] if faults else _twice(whole, file=file))]


def _typed(
    part: pd.DataFrame, known: Mapping[str, dict[str, int]], *, file: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Give cells their types; points by their number in `known`, to which new ones come."""
    table = pd.DataFrame(index=part.index)
    for name, numbers in known.items():
        codes, points = pd.factorize(part[name].astype("str"), use_na_sentinel=False)
        spelt = ["" if pd.isna(point) else point.strip() for point in points]
        new = [numbers.setdefault(point, len(numbers)) for point in spelt]
        table[name] = np.array(new, dtype=np.intp)[codes]
    faults: list[Fault] = []
    for name in NUMBERS:
        table[name] = np.nan
        if name in part:
            table[name], wrong = _numbers(part[name], file=file)
            faults += wrong
    said = part.get(ESTIMATED, pd.Series("", index=part.index)).astype("str").str.strip()
    table[ESTIMATED] = said.isin(_YES)
    faults += _cell_faults(said[~said.isin([*_YES, *_NO]) & said.notna()], "1 ou 0", file=file)
    headings = {name: name for name in NUMBERS}
    return table, [*faults, *checks.faults(table, checks.minutes(), file=file, headings=headings)]


def _numbers(cells: pd.Series, *, file: str) -> tuple[pd.Series, list[Fault]]:
    """Turn cells into numbers; a blank is missing, a comma is a decimal one."""
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    unread = cells[numbers.isna() & cells.notna()].astype("str").str.strip()
    if (unread == "").all():
        return numbers, []
    again = pd.to_numeric(unread.str.replace(",", ".", n=1, regex=False), errors="coerce")
    numbers = numbers.fillna(again)
    wrong = unread[again.isna() & (unread != "")]
    return numbers, _cell_faults(wrong, delimited.A_DECIMAL, file=file)


def _cell_faults(
    wrong: pd.Series, expected: str, *, file: str, action: str = delimited.UNREADABLE
) -> list[Fault]:
    """Tell of each of these cells, whose index says the row, what was expected there."""
    return [
        Fault(
            file=file, place=f"ligne {line}, colonne « {wrong.name} »",
            row=line,
            found=checks.quoted(french.legible(cell)), expected=expected,
            action=action,
        )
        for line, cell in wrong.iloc[: FAULTS_COUNTED + 1].items()
    ]  # fmt: skip


def _points_faults(table: pd.DataFrame, *, file: str) -> list[Fault]:
    """Say which points are none, each where it first stands."""
    faults = []
    for name, pattern, expected in (
        ("origin", checks.INSEE_PATTERN, checks.NO_CODE.expected),
        ("place", f"{checks.INSEE_PATTERN}|{POSITION}", A_PLACE),
    ):
        points = table.loc[~table[name].duplicated(), name].astype("str")
        faults += _cell_faults(
            points[~points.str.fullmatch(pattern)], expected, file=file,
            action=delimited.MUST_BE_TOLD,
        )  # fmt: skip
    return faults


def _twice(table: pd.DataFrame, *, file: str) -> list[Fault]:
    """Say which trips stand there twice."""
    pair = table["origin"].cat.codes.astype("int64") * len(table["place"].cat.categories)
    pair += table["place"].cat.codes
    again = table[pair.duplicated()]
    if again.empty:
        return []
    where = pd.Series(table.index, index=pair.to_numpy())
    first = where[~where.index.duplicated()]
    again = again.assign(before=first[pair[pair.duplicated()]].to_numpy())
    return [
        Fault(
            file=file, place=f"ligne {line}", row=line,
            found=f"le trajet « {row.origin} » → « {row.place} », déjà donné ligne "
            f"{row.before}",
            expected="chaque trajet une seule fois", action="Gardez une seule des lignes.",
        )
        for line, row in again.iloc[: FAULTS_COUNTED + 1].iterrows()
    ]  # fmt: skip
