"""What a file opens with: its headings, however spelt, and the format that they are most like."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from jura_coverage import french
from jura_coverage.sources import delimited, encodings, packed
from jura_coverage.sources.formats import AnyReading, Format
from jura_coverage.sources.grid import Grid
from jura_coverage.sources.grids import grids_of

GREATEST_HEADING = 100_000
HEADING_WITHIN = 20  # rows of a sheet, with whatever title stands above
# Spellings of single editions, folded.
ALIASES = {
    "elig 4fg": "elig 4gf", "lib france services": "lib fs", "lat": "latitude",
    "lon": "longitude", "long": "longitude",
}  # fmt: skip


def of(path: Path, *, whole: bool = True) -> list[frozenset[str]]:
    """Give, folded, what may be the headings of a file: the first rows that hold anything.

    Parameters
    ----------
    path
        The file.
    whole
        Whether all of a text must be one, or only what it begins with is looked at.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    grids = grids_of(path)
    if grids is not None:
        return [_present(row) for grid in grids for _, row in grid.rows(HEADING_WITHIN)]
    raw = packed.unpacked(path) if whole else packed.beginning(path)
    lines = encodings.plain(raw)
    encoding = encodings.encoding_of(lines if whole else lines[: lines.rfind(b"\n") + 1] or lines)
    if not encoding:
        return []
    return [present for _, _, present in _text_openings(opening(lines, encoding))]


def likeness(found: Sequence[frozenset[str]], formats: Sequence[Format[AnyReading]]) -> int:
    """Tell how much what :func:`of` gave is like the headings of the nearest format."""
    return max((_likeness(present, each) for present in found for each in formats), default=0)


def headings(path: Path) -> list[str]:
    """Give the headings of a file, split at the separator that is most likely; none if no text."""
    grids = grids_of(path)
    if grids is not None:
        return next((row for grid in grids for _, row in grid.rows(1)), [])
    raw = encodings.plain(packed.unpacked(path))
    encoding = encodings.encoding_of(raw)
    line = french.legible(_heading(opening(raw, encoding))) if encoding else ""
    return split(line, max(delimited.SEPARATOR_NAMES, key=line.count)) if line else []


def nearest(text: str, formats: Sequence[Format[AnyReading]]) -> tuple[int, int, str, int]:
    """Find the format whose headings are most like those of a text.

    Returns
    -------
    tuple of int, int, str and int
        How like, which format, the separator, and how many lines stand before the headings.
    """
    candidates = [
        (_likeness(present, each), order, separator, junk)
        for junk, separator, present in _text_openings(text)
        for order, each in enumerate(formats)
    ]
    return max(candidates, key=lambda candidate: candidate[0])


def nearest_grid(
    grids: Sequence[Grid], formats: Sequence[Format[AnyReading]]
) -> tuple[Grid, int, Format[AnyReading]] | None:
    """Find the sheet, the row and the format that are most alike; what is seen comes first."""
    found = [
        (_likeness(present, each), not grid.hidden, grid, number, each)
        for grid in grids
        for number, row in grid.rows(HEADING_WITHIN)
        for present in [_present(row)]
        for each in formats
    ]
    best = max(found, key=lambda each: each[:2], default=None)
    return (best[2], best[3], best[4]) if best and best[0] > 0 else None


def _text_openings(text: str) -> list[tuple[int, str, frozenset[str]]]:
    """Split what may be the headings of a text: lines before them, separator, and they, folded."""
    # The beta of 2020 has a line of junk before its headings.
    return [
        (junk, separator, _present(split(line, separator)))
        for junk, line in enumerate((_heading(text), _heading(text.partition("\n")[2])))
        for separator in delimited.SEPARATOR_NAMES
    ]


def opening(raw: bytes, encoding: str) -> str:
    """Decode what the headings stand in."""
    return raw[: 2 * GREATEST_HEADING].decode(encoding, errors="ignore")


def _heading(text: str) -> str:
    return text[:GREATEST_HEADING].partition("\n")[0]


def split(line: str, separator: str) -> list[str]:
    """Give the headings of a line, without the quotes around them."""
    names = line.strip().split(separator, delimited.GREATEST_COLUMNS)
    return [name.strip().strip('"').strip() for name in names]


def as_known(name: str, headings: Iterable[str]) -> str:
    """Spell a heading as the format does."""
    folded = _folded(name)
    return next((each for each in headings if _folded(each) == folded), name)


@lru_cache(maxsize=4096)  # each heading is compared with those of every format
def _folded(heading: str) -> str:
    folded = french.fold(heading)
    return ALIASES.get(folded, folded)


def _present(heading: Iterable[str]) -> frozenset[str]:
    """Fold the headings of a file, as they are compared."""
    return frozenset(map(_folded, heading))


def _likeness(present: frozenset[str], known: Format[AnyReading]) -> int:
    """Count the headings that fit; those that lack count against it if the format needs any."""
    fitting = sum(_folded(name) in present for name in known.headings)
    if all(_folded(name) in present for name in known.needed):
        return fitting
    return 2 * fitting - len(known.headings)
