"""The cells of tables of minutes, delimited text or Parquet, a part of their rows at a time."""

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from jura_coverage import columns
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault, MissingExtraError, installing
from jura_coverage.sources import checks, content, delimited, encodings, packed

PARQUET = b"PAR1"
HEADINGS = tuple(each.field for each in columns.TABLE_OF_MINUTES)
REQUIRED, OPTIONAL = HEADINGS[:3], HEADINGS[3:]
# Rows read at a time.
CHUNK = 100_000
_MARK = b"\xef\xbb\xbf"
_AROUND = ' "\r\n\ufeff'
_OPENING = 10_000


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


def parts_of(path: Path) -> Iterator[pd.DataFrame]:
    """Give the cells of a table, with the headings that count; the index says the row of the file.

    Raises
    ------
    DataError
        If the file is damaged, or lacks a heading, or has rows of another length.
    MissingExtraError
        If it is Parquet, and pyarrow is not installed.
    """
    is_parquet = packed.beginning(path).startswith(PARQUET)
    return (_of_parquet if is_parquet else _of_text)(path)


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
            f"{path} : pour lire un fichier Parquet, il faut pyarrow ; installez-le par "
            f"{installing('parquet')}, ou donnez la table en CSV."
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
