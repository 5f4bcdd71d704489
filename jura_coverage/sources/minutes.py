"""Tables of minutes: trips that something else measured, and beside them what measured them.

They have a row for each trip, up to millions, and so are read whole columns at a time.
"""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from jura_coverage import columns, french, geography
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault, MissingExtraError
from jura_coverage.sources import checks, content, delimited, editions, encodings, packed
from jura_coverage.sources.reading import Publication, Reading

T = TypeVar("T")

SUFFIX = ".toml"
PARQUET = b"PAR1"
HEADINGS = tuple(each.field for each in columns.TABLE_OF_MINUTES)
REQUIRED, OPTIONAL = HEADINGS[:3], HEADINGS[3:]
NUMBERS = tuple(each.field for each in columns.TABLE_OF_MINUTES if each.bounds)
GREATEST_ROWS = 5_000_000
GREATEST_SIDE_BYTES, LONGEST_TEXT = 10_000, 1_000
# Of a position, in degrees: a centimetre.
POSITION_DECIMALS = 7
POSITION = r"-?[0-9]{1,2}(?:\.[0-9]{1,15})? -?[0-9]{1,3}(?:\.[0-9]{1,15})?"
KEYS = {
    "engine": 'engine = "OSRM 26.10, car.lua"',
    "network_date": "network_date = 2026-11-01",
    "convention": 'convention = "en voiture, sans bouchon, de mairie à lieu"',
}
# Rows read at a time.
CHUNK = 100_000
ESTIMATED = "estimated"
_YES, _NO = ("1", "True"), ("", "0", "False")  # as text and as Parquet have them
_MARK = b"\xef\xbb\xbf"
_AROUND = ' "\r\n\ufeff'
_OPENING = 10_000
A_PLACE = (
    "le code Insee d'une commune, ou une latitude et une longitude séparées par une espace, comme "
    "« 46.6746 5.5538 »"
)


@dataclass(frozen=True, kw_only=True)
class About:
    """What measured the minutes of a table, as the file beside it tells.

    Parameters
    ----------
    engine, convention
        French: its name, and what is measured of which trip.
    network_date
        Of which day the roads are; None where all minutes are estimates.
    """

    engine: str
    convention: str
    network_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesReading(Reading[pd.DataFrame]):
    """A table of minutes, and what measured them.

    Parameters
    ----------
    about
        What the file beside it tells.
    """

    about: About


def beside(path: Path) -> Path:
    """Name the file that says what measured the minutes of a table."""
    return path.with_name(path.name + SUFFIX)


def is_minutes(path: Path) -> bool:
    """Tell whether a file is a table of minutes, by its headings; a Parquet file can be no other.

    Raises
    ------
    DataError
        If it is missing or damaged.
    """
    start = packed.beginning(path)
    if start.startswith(PARQUET):
        return True
    opening = encodings.as_utf_8(start).removeprefix(_MARK).decode(errors="replace")
    line = opening.lstrip().partition("\n")[0]
    return {*REQUIRED} <= {cell.strip(_AROUND) for cell in line.split(_separator(line))}


def read_minutes(path: Path, *, departement: str | None) -> MinutesReading:
    """Read trips with their minutes, and what measured them from the file beside.

    Parameters
    ----------
    path
        Delimited text, perhaps packed, or Parquet, with the columns of
        :data:`jura_coverage.columns.TABLE_OF_MINUTES`; beside it a file of the same name and
        ``.toml`` with the keys of :class:`About`.
    departement
        Trips must leave from at least one of its communes; None for any.

    Returns
    -------
    MinutesReading
        `origin` and `place`, categories of text; `minutes`, `kilometres` and `snap_m`, missing
        where unknown; `estimated`, booleans. The index says the row of the file.

    Raises
    ------
    DataError
        With every fault of the table and of the file beside it.
    MissingExtraError
        If the file is Parquet, and what reads that is not installed.
    """
    content.require_plain(path)
    faults: list[Fault] = []
    about = _collected(faults, lambda: _about(beside(path)))
    found = _collected(faults, lambda: _read_table(path))
    if found is not None:
        table, wrong = found
        faults += wrong or _elsewhere(table, departement, file=str(path))
        if about and not about.network_date and not table[ESTIMATED].all():
            faults.append(_undated(beside(path)))
    if found is None or about is None or faults:
        raise DataError(faults)
    return MinutesReading(
        table=table, rows=len(table), about=about,
        dated=editions.of_day(about.network_date) if about.network_date else None,
        beside=(beside(path),),
        publication=Publication(title=f"{about.engine} ({about.convention})"),
    )  # fmt: skip


def _collected(faults: list[Fault], read: Callable[[], T]) -> T | None:
    """Read something, or keep what is wrong with it."""
    try:
        return read()
    except DataError as error:
        faults.extend(error.faults)
        return None


def _read_table(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read all trips, a part of the file at a time, and list what is wrong with any of them."""
    is_parquet = packed.beginning(path).startswith(PARQUET)
    parts, file = (_of_parquet if is_parquet else _of_text)(path), str(path)
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


def _of_text(path: Path) -> Iterator[pd.DataFrame]:
    """Give the cells of delimited text, a part of its rows at a time."""
    raw = encodings.plain(packed.unpacked(path)).removeprefix(_MARK)
    encoding = encodings.encoding_of(raw)
    if not encoding:
        delimited.refuse_other_bytes(path, raw)
        raise content.worded(path, delimited.EMPTY)
    opening = next(delimited.lines(path, raw[:_OPENING].lstrip(), encoding), "")
    separator = _separator(opening)
    heading = [cell.strip(_AROUND) for cell in opening.split(separator)]
    checks.refuse(delimited.heading_faults(path, heading, REQUIRED, usual=OPTIONAL))
    checks.refuse(_length_faults(path, raw, encoding, separator=separator, heading=heading))
    reader = pd.read_csv(
        BytesIO(raw), sep=separator, encoding=encoding, dtype="str", keep_default_na=False,
        skip_blank_lines=False, chunksize=CHUNK, names=heading, header=0,
        usecols=[name for name in heading if name in HEADINGS],
    )  # fmt: skip
    for part in reader:
        part.index += 2  # below the headings, as the user counts
        yield part[(part != "").any(axis=1)]


def _length_faults(
    path: Path, raw: bytes, encoding: str, *, separator: str, heading: Sequence[str]
) -> list[Fault]:
    """List the rows that are longer or shorter than the headings; blank ones are none."""
    whole = np.frombuffer(raw.rstrip(b"\n") + b"\n", dtype=np.uint8)
    signs = np.flatnonzero(whole == ord(separator))
    cells = 1 + np.diff(np.searchsorted(signs, np.flatnonzero(whole == ord("\n"))), prepend=0)
    if b'"' not in raw and (cells == len(heading)).all():
        return []
    reader = csv.reader(delimited.lines(path, raw, encoding), delimiter=separator, strict=True)
    try:
        other = (
            delimited.length_fault(path, reader.line_num, row, heading, separator)
            for row in reader
            if len(row) != len(heading) and any(map(str.strip, row))
        )
        return list(islice(other, FAULTS_COUNTED + 1))
    except csv.Error as error:
        raise content.worded(path, delimited.MALFORMED, line=reader.line_num) from error


def _separator(heading: str) -> str:
    return max(",;\t", key=heading.count)


def _of_parquet(path: Path) -> Iterator[pd.DataFrame]:
    """Give the cells of a Parquet file, a part of its rows at a time.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError(
            f"{path} : pour lire un fichier Parquet, installez pyarrow (« make extras »), ou "
            "donnez la table en CSV."
        ) from error
    try:
        file = pq.ParquetFile(pa.BufferReader(content.read_bytes(path)))
        names = file.schema_arrow.names
        checks.refuse(delimited.heading_faults(path, names, REQUIRED, usual=OPTIONAL))
        used, first = [name for name in HEADINGS if name in names], 1
        for batch in file.iter_batches(batch_size=CHUNK, columns=used):
            part = batch.to_pandas(ignore_metadata=True)
            part.index = pd.RangeIndex(first, first + len(part))
            first += len(part)
            yield part
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise content.whole_file(
            path, "un fichier Parquet abîmé ou interrompu", "un fichier Parquet entier",
            "Recopiez-le, ou téléchargez-le de nouveau.",
        ) from error  # fmt: skip


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


def _cell_faults(wrong: pd.Series, expected: str, *, file: str) -> list[Fault]:
    """Tell of each of these cells, whose index says the row, what was expected there."""
    return [
        Fault(
            file=file, place=f"ligne {line}, colonne « {wrong.name} »",
            found=checks.quoted(french.legible(cell)), expected=expected,
            action=delimited.UNREADABLE,
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
        faults += _cell_faults(points[~points.str.fullmatch(pattern)], expected, file=file)
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
            file=file, place=f"ligne {line}",
            found=f"le trajet « {row.origin} » → « {row.place} », déjà donné ligne "
            f"{row.before}",
            expected="chaque trajet une seule fois", action="Gardez une seule des lignes.",
        )
        for line, row in again.iloc[: FAULTS_COUNTED + 1].iterrows()
    ]  # fmt: skip


def _elsewhere(table: pd.DataFrame, departement: str | None, *, file: str) -> list[Fault]:
    """Refuse a table none of whose trips leaves from a département."""
    codes = table["origin"].cat.categories
    if departement is None or departement in set(map(geography.departement_of, codes)):
        return []
    return [
        Fault(
            file=file, found=f"aucun trajet qui parte du département {departement} (départs : "
            f"{_few(codes)})",
            expected=f"des trajets depuis des communes du département {departement}",
            action="Vérifiez que c'est la bonne table, ou choisissez le département avec "
            "--departement.",
        )
    ]  # fmt: skip


def _few(names: pd.Index, most: int = 3) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def _about(path: Path) -> About:
    """Read what measured the minutes of a table.

    Raises
    ------
    DataError
        If the file is missing, no TOML, or lacks something.
    """
    lines = " ; ".join(KEYS.values())
    if not content.is_beside(path):
        raise content.whole_file(
            path, "aucun fichier à côté de la table",
            "un fichier texte qui dise d'où viennent les minutes",
            f"Écrivez-le avec ces lignes, à votre cas : {lines}.",
        )  # fmt: skip
    try:
        text = content.read_bytes(path, greatest=GREATEST_SIDE_BYTES).decode("utf-8-sig")
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise content.whole_file(
            path, "autre chose que du TOML en UTF-8", f"des lignes comme {lines}",
            "Corrigez le fichier.",
        ) from error  # fmt: skip
    faults = [
        Fault(
            file=str(path), place=f"« {name} »",
            found=checks.quoted(told[name]) if name in told else "aucune ligne de ce nom",
            expected=f"une ligne comme {example}", action="Ajoutez ou corrigez la ligne.",
        )
        for name, example in KEYS.items()
        if not _tells(name, told.get(name))
    ]  # fmt: skip
    faults += [
        Fault(
            file=str(path), place=checks.quoted(name), found="un nom inconnu",
            expected=french.enumeration([f"« {each} »" for each in KEYS]),
            action="Retirez la ligne.",
        )
        for name in told if name not in KEYS
    ]  # fmt: skip
    checks.refuse(faults)
    return About(
        engine=french.legible(told["engine"]).strip(),
        convention=french.legible(told["convention"]).strip(),
        network_date=told.get("network_date"),
    )


def _tells(name: str, value: object) -> bool:
    """Tell whether a value is one of a key; the date may be left out where nothing was measured."""
    if name == "network_date":
        return value is None or type(value) is date
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT


def _undated(path: Path) -> Fault:
    return Fault(
        file=str(path), place="« network_date »", found="aucune date du réseau routier",
        expected=f"une ligne comme {KEYS['network_date']}, puisque des minutes sont mesurées",
        action="Ajoutez la date du réseau, ou mettez 1 dans la colonne « estimated » des "
        "estimations.",
    )  # fmt: skip
