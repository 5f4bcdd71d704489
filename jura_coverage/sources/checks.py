"""What the tables must look like, and the faults of one that does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from jura_coverage import columns, french, geography
from jura_coverage.columns import Bounds, Column
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault, Wording
from jura_coverage.geography import departements

INSEE_PATTERN = r"(?:[0-9]{2}|2[AB])[0-9]{3}"
# What a broadband table may count: premises, and another count of them by Cartefibre.
BROADBAND_COUNTS = tuple(
    column.name for column in columns.BROADBAND if column.kind is columns.COUNT
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every known value of a column must be.

    Parameters
    ----------
    holds
        Tells of each value, none of them missing, whether it is.
    expected, action
        French clauses for :class:`jura_coverage.errors.Fault`.
    """

    holds: Callable[[pd.Series], pd.Series]
    expected: str
    action: str


@dataclass(frozen=True, kw_only=True)
class Cells:
    """What the cells of a column must be in a table.

    Parameters
    ----------
    column
        Its description.
    rules
        What its values must be; each one that does not hold is told.
    optional
        Whether a table may do without the column.
    """

    column: Column
    rules: tuple[Rule, ...] = ()
    optional: bool = False


Schema = tuple[Cells, ...]

PRESENT = Rule(
    holds=lambda values: values.str.strip() != "",
    expected="un texte",
    action="Remplissez la cellule.",
)
UNIQUE = Rule(
    holds=lambda values: ~values.duplicated(keep=False) | (values == ""),
    expected="chaque commune une seule fois",
    action="Gardez une seule des lignes.",
)
QUOTED = 100
# The longest name of a commune has 45 characters, that of a structure perhaps 200.
LONGEST_TEXT = 300
SHORT = Rule(
    holds=lambda texts: texts.str.len() <= LONGEST_TEXT,
    expected=f"un texte de {LONGEST_TEXT} caractères au plus",
    action="Raccourcissez la cellule.",
)
LOST_ZERO = Wording(
    expected="un code Insee à 5 caractères",
    action="Le zéro initial a été perdu : remettez-le et gardez la colonne en texte.",
)
NO_CODE = Wording(
    expected="un code Insee à 5 caractères, comme 39300 ou 2A004",
    action="Donnez le code Insee de la commune (et non le code postal ou le nom).",
)
ELSEWHERE = Wording(
    expected="un code du département {departement}",
    action="Retirez la ligne, ou choisissez le bon département avec --departement.",
)
VACANT, RETURNED = "Postes vacants, non comptés", "Postes rendus, non comptés"
CLOSED_PLACES = "Lieux fermés au public, non comptés"
# Where a row of posts may have no host to name.
IN_THE_ROW = "ligne {line}, structure « {host} »"
BOTH_EMPTY = "videz les deux cellules pour utiliser la commune"
A_DAY = Rule(
    holds=lambda dates: (dates == "") | _are_days(dates),
    expected="une date comme 2029-01-31",
    action="Corrigez la date (année-mois-jour), ou laissez la cellule vide.",
)


def _are_days(dates: pd.Series) -> pd.Series:
    """Tell which texts are days of the calendar, written as 2029-01-31."""
    known = pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce").notna()
    return known & dates.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


*_STATES, _LAST_STATE = columns.COPPER_STATUS.codes
A_STATE = Rule(
    holds=lambda states: states.isin(["", *columns.COPPER_STATUS.codes]),
    expected=f"{', '.join(_STATES)} ou {_LAST_STATE}",
    action="Corrigez la cellule, ou laissez-la vide si l'état est inconnu.",
)


def cells(column: Column, *rules: Rule, optional: bool = False) -> Cells:
    """Give what a table asks of the cells of a column, and what its description does.

    Parameters
    ----------
    column
        Its bounds are looked at, and whether it holds days.
    *rules
        What the table asks.
    optional
        Whether the table may do without it.
    """
    own = [_within(column.bounds)] if column.bounds else []
    own += [A_DAY] if column.kind is columns.DATE else []
    own += [SHORT] if column.kind.dtype == "str" else []
    return Cells(column=column, rules=(*rules, *own), optional=optional)


def _within(bounds: Bounds) -> Rule:
    return Rule(
        holds=lambda values: values.between(bounds.least, bounds.most),
        expected=bounds.expected,
        action=bounds.action,
    )


def insee_rules(departement: str | None) -> tuple[Rule, ...]:
    """Give the checks of a commune code; a wrong code fails exactly one, a blank one none.

    Parameters
    ----------
    departement
        Which every code must be of; None for any.
    """

    def well_formed(codes: pd.Series) -> pd.Series:
        return codes.str.fullmatch(INSEE_PATTERN)

    def lost_zero(codes: pd.Series) -> pd.Series:
        return codes.str.fullmatch(r"[0-9]{4}")

    return (
        Rule(
            holds=lambda codes: ~lost_zero(codes),
            expected=LOST_ZERO.expected,
            action=LOST_ZERO.action,
        ),
        Rule(
            holds=lambda codes: well_formed(codes) | lost_zero(codes) | (codes == ""),
            expected=NO_CODE.expected,
            action=NO_CODE.action,
        ),
        Rule(
            holds=lambda codes: (
                ~well_formed(codes)
                | (codes.map(geography.departement_of) == departement)
                | (departement is None)
            ),
            expected=ELSEWHERE.expected.format(departement=departement),
            action=ELSEWHERE.action,
        ),
    )


def communes(departement: str | None) -> Schema:
    """Describe the commune table: a row a commune, before its geometry is looked at."""
    return (
        cells(columns.INSEE, PRESENT, *insee_rules(departement), UNIQUE),
        cells(columns.NAME, PRESENT),
        cells(columns.EPCI_CODE),
        cells(columns.EPCI_NAME),
        cells(columns.RESIDENTS),
    )


def broadband(departement: str | None) -> Schema:
    """Describe a broadband table: a row a commune, with the columns that its source has."""
    more = {columns.COPPER_STATUS.name: (A_STATE,)}
    return (
        cells(columns.INSEE, PRESENT, *insee_rules(departement), UNIQUE),
        *(cells(column, *more.get(column.name, ()), optional=True) for column in columns.BROADBAND),
    )


def needs(departement: str | None) -> Schema:
    """Describe a table of need: a row a commune."""
    return (
        cells(columns.INSEE, PRESENT, *insee_rules(departement), UNIQUE),
        cells(columns.RESIDENTS),
        cells(columns.SHARE_65_PLUS, optional=True),
        cells(columns.MEDIAN_INCOME, optional=True),
    )


def advisors(departement: str | None) -> Schema:
    """Describe the advisor table: a row a place where a host's advisors work."""
    west, south, east, north = position_bounds(departement)
    return (
        cells(columns.HOST, PRESENT),
        cells(columns.INSEE, *insee_rules(departement)),
        cells(columns.POSTS),
        *(
            cells(replace(axis, bounds=position(axis, low, high)))
            for axis, low, high in (
                (columns.LONGITUDE, west, east), (columns.LATITUDE, south, north)
            )
        ),
    )  # fmt: skip


def candidates(departement: str | None) -> Schema:
    """Describe a list of communes that may host a post."""
    return (cells(columns.INSEE, PRESENT, *insee_rules(departement), UNIQUE),)


def weights(departement: str | None) -> Schema:
    """Describe a table of weights: a row a commune."""
    rules = (PRESENT, *insee_rules(departement), UNIQUE)
    return cells(columns.INSEE, *rules), cells(columns.WEIGHT)


def minutes() -> Schema:
    """Describe the numbers of a table of minutes, whose points are looked at apart."""
    return tuple(cells(each) for each in columns.TABLE_OF_MINUTES if each.bounds)


def position(axis: Column, low: float, high: float) -> Bounds:
    """Bound the degrees of a position."""
    return Bounds(
        least=low,
        most=high,
        expected=f"une {axis.name} entre {french.shortest(low, 2)} et {french.shortest(high, 2)}",
        action=f"Corrigez la position (degrés décimaux, WGS 84), ou {BOTH_EMPTY}.",
    )


@cache
def position_bounds(departement: str | None) -> tuple[float, float, float, float]:
    """Give west, south, east and north of the part of France where a département lies.

    Parameters
    ----------
    departement
        None for all of France, overseas included.
    """
    if departement is None:
        west, south, east, north = zip(*map(position_bounds, departements.CODES), strict=True)
        return min(west), min(south), max(east), max(north)
    # Of the degrees beneath the projection, whose own zone leaves out the west of Guyane.
    projection = CRS.from_epsg(geography.working_epsg(departement))
    area = projection.geodetic_crs.area_of_use if projection.geodetic_crs else None
    if area is None:
        raise LookupError(f"no area of use for the projection of {departement}")
    return area.west, area.south, area.east, area.north


def in_france(latitude: pd.Series, longitude: pd.Series, *, insee: pd.Series) -> pd.Series:
    """Tell which positions can be: in the part of France where the row's commune lies.

    Parameters
    ----------
    latitude, longitude
        Degrees (WGS 84).
    insee
        Code of each row's commune; where it tells no département, any part of France will do.
    """
    known = {code: geography.working_epsg(code) for code in departements.CODES}
    own = insee.map(geography.departement_of).map(lambda code: known.get(code, 0))
    fits = pd.Series(data=False, index=insee.index)
    for epsg, part in {known[part]: part for part in sorted(known)}.items():
        rows = own.isin([epsg, 0])
        if rows.any():
            west, south, east, north = position_bounds(part)
            fits |= latitude.between(south, north) & longitude.between(west, east) & rows
    return fits


def faults(
    table: pd.DataFrame | gpd.GeoDataFrame,
    schema: Schema,
    *,
    file: str,
    headings: Mapping[str, str],
    row_word: str = "ligne",
    whose: pd.Series | None = None,
) -> list[Fault]:
    """Check a table and list everything that is wrong with it.

    Parameters
    ----------
    table
        A table whose index says the row of the file.
    schema
        What one of the functions of this module gives.
    file
        The file as the user named it.
    headings
        For each column of the table, its heading in the file.
    row_word
        What a row of this kind of file is called.
    whose
        Of each row its structure, by which one finds whose code of a commune is wrong; None where
        the place is enough.

    Returns
    -------
    list of Fault
        Empty if all is well.

    Raises
    ------
    TypeError
        If a reader made a column of another type, or left a required one out: that is not the
        user's fault.

    Examples
    --------
    >>> table = pd.DataFrame({"insee": ["39300", "3930"]}, index=[2, 3])
    >>> [fault.place for fault in faults(table, candidates("39"), file="a.csv", headings={})]
    ['ligne 3, colonne « insee »']
    """
    found: list[Fault] = []
    for each in schema:
        name = each.column.name
        if each.optional and name not in table:
            continue
        known = _of_its_type(table, each.column).dropna()
        place = f"colonne « {headings.get(name, name)} »"
        hosts = whose if name == columns.INSEE.name else None
        for rule in each.rules:
            held = rule.holds(known).to_numpy(dtype=bool)
            if held.all():
                continue
            wrong = known[~held]
            found += [
                Fault(
                    file=file, place=f"{_row(row, row_word, hosts)}, {place}", row=row,
                    found=quoted(value), expected=rule.expected, action=rule.action,
                )
                for row, value in wrong.iloc[: FAULTS_COUNTED + 1].items()
            ]  # fmt: skip
    return found


def _row(row: Any, word: str, hosts: pd.Series | None) -> str:
    return f"{word} {row}" if hosts is None else IN_THE_ROW.format(line=row, host=hosts[row])


def row_faults(
    table: pd.DataFrame, wrong: pd.Series, wording: Wording, *, file: str
) -> list[Fault]:
    """Say the same of each row of posts that is wrong as a whole."""
    return [
        wording.fault(file=file, place=IN_THE_ROW.format(line=line, host=host), row=line)
        for line, host in table.loc[wrong, "host"].iloc[: FAULTS_COUNTED + 1].items()
    ]


def _of_its_type(table: pd.DataFrame, column: Column) -> pd.Series:
    """Give a column as its description says it is.

    Raises
    ------
    TypeError
        If it is not there, of another type, or text that is missing instead of empty.
    """
    values = table.get(column.name)
    if values is None:
        raise TypeError(f"no column {column.name}")
    if column.kind.dtype == "str":
        if values.isna().any():
            raise TypeError(f"{column.name}: missing text; it must be empty")
    elif values.dtype != column.kind.dtype:
        raise TypeError(f"{column.name}: {values.dtype} instead of {column.kind.dtype}")
    return values


def quoted(value: object) -> str:
    """Show a cell to the user, or the beginning of a long one."""
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    text = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return f"« {text} »" if text.strip() else "une cellule vide"


def refuse(found: list[Fault]) -> None:
    """Raise if there is any fault.

    Raises
    ------
    DataError
        With all of them.
    """
    if found:
        raise DataError(found)
