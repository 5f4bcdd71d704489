"""What describes a column, and how its values are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

COMPUTED = "calcul"
COPPER = "copper"  # of the broadband tables, but published by another source
PROGRAMME = "programme"  # the tariffs of :mod:`jura_coverage.posts.tariffs`
ABOUT = ""  # what explains the figures has no origin of its own
USUAL_WIDTH = 46
# After the name of a sum: how many communes it leaves out, since they are not known.
UNCOUNTED = "_uncounted"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the values of a column are, and so how they are kept, written and laid out.

    Parameters
    ----------
    name
        English, for programs.
    unit
        French, for the dictionary; empty for text.
    dtype
        In code, where missing values are missing.
    number_format
        Of a spreadsheet, which shows separators in the language of its reader.
    least_width
        Of its column in a workbook, in characters.
    factor
        What a value in code is multiplied by where it is written.
    decimals
        Which are written; None for all.
    """

    name: str
    unit: str
    dtype: str
    number_format: str
    least_width: int
    factor: int = 1
    decimals: int | None = None

    @property
    def is_text(self) -> bool:
        """Whether its values are written as text."""
        return self.number_format == "@"


TEXT = Kind(name="text", unit="", dtype="str", number_format="@", least_width=10)
FLAG = Kind(name="flag", unit="", dtype="boolean", number_format="@", least_width=10)
COUNT = Kind(
    name="count", unit="nombre", dtype="Int64", number_format="#,##0", least_width=10
)  # fmt: skip
# A post that is shared between places is a fraction of one at each.
POST = Kind(
    name="posts", unit="postes à temps plein", dtype="float64", number_format="General",
    least_width=10, decimals=2,
)  # fmt: skip
WEIGHTED = Kind(
    name="weighted", unit="habitants × poids", dtype="float64",
    number_format="#,##0.0", least_width=11, decimals=1,
)  # fmt: skip
SHARE = Kind(
    name="share", unit="pour cent", dtype="float64", number_format='0.0" %"', least_width=10,
    factor=100, decimals=3,
)  # fmt: skip
MINUTES = Kind(
    name="minutes", unit="minutes", dtype="float64", number_format="0.0", least_width=10,
    decimals=2,
)  # fmt: skip
KILOMETRES = Kind(
    name="kilometres", unit="kilomètres", dtype="float64", number_format="0.0", least_width=10
)  # fmt: skip
METRES = Kind(
    name="metres", unit="mètres", dtype="float64", number_format="0", least_width=10
)  # fmt: skip
# Text in code, such as 2029-01-31, and empty where there is none.
DATE = Kind(name="date", unit="date", dtype="str", number_format="dd/mm/yyyy", least_width=12)
YEAR = Kind(name="year", unit="année", dtype="Int64", number_format="0", least_width=10)
EUROS = Kind(name="euros", unit="euros", dtype="Int64", number_format='#,##0" €"', least_width=12)
INDEX = Kind(
    name="index", unit="de 0 à 1", dtype="float64", number_format="0.00", least_width=9,
    decimals=4,
)  # fmt: skip
DEGREES = Kind(
    name="degrees", unit="degrés", dtype="float64", number_format="0.00000", least_width=10
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Between which numbers a value must be where it is read.

    Parameters
    ----------
    least, most
        Both can be.
    expected, action
        French clauses for :class:`jura_coverage.errors.Fault`.
    """

    least: float
    most: float
    expected: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, wherever it is read, written or shown.

    Parameters
    ----------
    name
        In code.
    field
        Its heading in files for programs; empty if it is only read.
    heading, meaning
        French: its heading in spreadsheets, and one sentence for the dictionary.
    kind
        What its values are.
    origin
        The role of the table that it comes from, :data:`COPPER`, :data:`PROGRAMME`,
        :data:`COMPUTED` or :data:`ABOUT`.
    short
        French: its heading where there is little room; `heading` if empty.
    bounds
        What its numbers must be between where they are read.
    codes
        All that its text may be where it is read, besides empty; anything if there is none.
    decimals
        Which are written; None for all.
    width
        What its text may take in a workbook before it wraps, in characters.
    sorts
        Whether the rows of a table can be put in its order.
    """

    name: str
    field: str = ""
    heading: str
    meaning: str
    kind: Kind
    origin: str
    short: str = ""
    bounds: Bounds | None = None
    codes: tuple[str, ...] = ()
    decimals: int | None = None
    width: int = USUAL_WIDTH
    sorts: bool = True


def of(
    origin: str, kind: Kind, *rows: tuple[str, str, str, str], **options: Any
) -> Iterator[Column]:
    """Describe columns of one origin and kind by name, field, heading and meaning.

    Parameters
    ----------
    origin, kind
        Of all of them.
    *rows
        A column each.
    **options
        Other fields of :class:`Column`; its decimals are those of its kind if nothing is said.
    """
    shared = {"origin": origin, "kind": kind, "decimals": kind.decimals, **options}
    for name, field, heading, meaning in rows:
        yield Column(name=name, field=field, heading=heading, meaning=meaning, **shared)


def table(values: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Write a table: its columns in their order, under the names that programs find them by.

    Parameters
    ----------
    values
        A column for each name; others are left out.
    columns
        What to write.

    Raises
    ------
    KeyError
        If there are no values for a column.

    Examples
    --------
    >>> known = of(COMPUTED, SHARE, ("share_far", "part_loin_pct", "Part loin", "Part qui l'est."))
    >>> table(pd.DataFrame({"share_far": [0.25], "other": [1]}), known)
       part_loin_pct
    0           25.0
    """
    return pd.DataFrame(
        {column.field: written(values[column.name], column) for column in columns},
        index=values.index,
    )


def written(values: pd.Series, column: Column) -> pd.Series:
    """Give values as files hold them: yes or no in words, shares in per cent, rounded.

    Parameters
    ----------
    values
        As code holds them.
    column
        Which column they are of.

    Returns
    -------
    Series
        On the same index. What is missing stays so, but yes or no becomes empty text.

    Examples
    --------
    >>> (far,) = of(COMPUTED, FLAG, ("far", "loin", "Loin", "Si elle est loin."))
    >>> written(pd.Series([True, None, False], dtype="boolean"), far).tolist()
    ['oui', '', 'non']
    """
    kind = column.kind
    if kind is FLAG:
        return values.map(_yes_no)
    if kind.dtype == "Int64":
        return values.astype("Float64").round().astype("Int64")
    if kind.dtype == "float64":
        numbers = kind.factor * values.astype("float64")
        return numbers if column.decimals is None else numbers.round(column.decimals)
    return values


def _yes_no(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return "oui" if value else "non"


def days(texts: pd.Series) -> pd.Series:
    """Make days of texts such as 2029-01-31; an empty one is missing."""
    known = [date.fromisoformat(text) if text else None for text in texts.fillna("")]
    return pd.Series(known, index=texts.index, dtype=object)
