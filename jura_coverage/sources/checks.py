"""What the tables must look like, and the faults of one that does not."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors
from pyproj import CRS

from jura_coverage import geography
from jura_coverage.errors import DataError, Fault
from jura_coverage.geography import departements
from jura_coverage.measures.internet import CLOSED, PLANNED, SPEEDS, TECHNOLOGIES, UNPLANNED

INSEE_PATTERN = r"(?:[0-9]{2}|2[AB])[0-9]{3}"
# What a broadband table may count: premises, and another count of them by Cartefibre.
BROADBAND_COUNTS = (
    "premises", *TECHNOLOGIES, *SPEEDS.values(), "cartefibre_ftth", "cartefibre_premises",
)  # fmt: skip
# More than any commune of France has; beyond it a number is a slip of the keyboard.
GREATEST_COUNT = 10_000_000


def rule(holds: Callable[[pd.Series], pd.Series], *, expected: str, action: str) -> pa.Check:
    """Make a check that carries what to tell the user; missing values pass it."""
    return pa.Check(holds, description=expected, title=action)


COUNT = rule(
    lambda values: values.between(0, GREATEST_COUNT),
    expected=f"un nombre entier de 0 à {GREATEST_COUNT}",
    action="Corrigez la cellule, ou laissez-la vide si le nombre est inconnu.",
)
PRESENT = rule(
    lambda values: values.str.strip() != "",
    expected="un texte",
    action="Remplissez la cellule.",
)
UNIQUE = rule(
    lambda values: ~values.duplicated(keep=False) | (values == ""),
    expected="chaque commune une seule fois",
    action="Gardez une seule des lignes.",
)


def _are_days(dates: pd.Series) -> pd.Series:
    """Tell which texts are days of the calendar, written as 2029-01-31."""
    known = pd.to_datetime(dates, format="%Y-%m-%d", errors="coerce").notna()
    return known & dates.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def insee_rules(departement: str | None) -> list[pa.Check]:
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

    return [
        rule(
            lambda codes: ~lost_zero(codes),
            expected="un code Insee à 5 caractères",
            action="Le zéro initial a été perdu : remettez-le et gardez la colonne en texte.",
        ),
        rule(
            lambda codes: well_formed(codes) | lost_zero(codes) | (codes == ""),
            expected="un code Insee à 5 caractères, comme 39300 ou 2A004",
            action="Donnez le code Insee de la commune (et non le code postal ou le nom).",
        ),
        rule(
            lambda codes: (
                ~well_formed(codes)
                | (codes.map(geography.departement_of) == departement)
                | (departement is None)
            ),
            expected=f"un code du département {departement}",
            action="Retirez la ligne, ou choisissez le bon département avec --departement.",
        ),
    ]


def communes(departement: str | None) -> pa.DataFrameSchema:
    """Describe the commune table: a row a commune, before its geometry is looked at."""
    return pa.DataFrameSchema(
        {
            "insee": pa.Column(checks=[PRESENT, *insee_rules(departement), UNIQUE]),
            "name": pa.Column(checks=PRESENT),
            "epci": pa.Column(),
            "epci_name": pa.Column(),
            "residents": pa.Column("Int64", COUNT, nullable=True),
        }
    )


def broadband(departement: str | None) -> pa.DataFrameSchema:
    """Describe a broadband table: a row a commune, with the columns that its source has."""
    return pa.DataFrameSchema(
        {
            "insee": pa.Column(checks=[PRESENT, *insee_rules(departement), UNIQUE]),
            **{
                column: pa.Column("Int64", COUNT, nullable=True, required=False)
                for column in BROADBAND_COUNTS
            },
            "copper_closure_date": pa.Column(
                checks=rule(
                    lambda dates: (dates == "") | _are_days(dates),
                    expected="une date comme 2029-01-31",
                    action="Corrigez la date (année-mois-jour), ou laissez la cellule vide.",
                ),
                required=False,
            ),
            "copper_status": pa.Column(
                checks=rule(
                    lambda states: states.isin(["", CLOSED, PLANNED, UNPLANNED]),
                    expected=f"{CLOSED}, {PLANNED} ou {UNPLANNED}",
                    action="Corrigez la cellule, ou laissez-la vide si l'état est inconnu.",
                ),
                required=False,
            ),
            "copper_closure_year": pa.Column(
                "Int64",
                rule(
                    lambda years: years.between(2015, 2050),
                    expected="une année de 2015 à 2050",
                    action="Corrigez l'année, ou laissez la cellule vide.",
                ),
                nullable=True,
                required=False,
            ),
        }
    )


def advisors(departement: str | None) -> pa.DataFrameSchema:
    """Describe the advisor table: a row a place where a host's advisors work."""
    west, south, east, north = position_bounds(departement)
    positions = {
        axis: pa.Column(
            float,
            rule(
                partial(pd.Series.between, left=low, right=high),
                expected=f"une {axis} entre {low:g} et {high:g}",
                action="Corrigez la position (degrés décimaux, WGS 84), ou videz les deux "
                "cellules pour utiliser la commune.",
            ),
            nullable=True,
        )
        for axis, low, high in (("longitude", west, east), ("latitude", south, north))
    }
    return pa.DataFrameSchema(
        {
            "host": pa.Column(checks=PRESENT),
            "insee": pa.Column(checks=insee_rules(departement)),
            "posts": pa.Column(
                "Int64",
                rule(
                    lambda posts: posts.between(1, 1000),
                    expected="un nombre de postes, 1 ou plus",
                    action="Corrigez le nombre, ou retirez la ligne d'un lieu sans poste.",
                ),
                nullable=True,
            ),
            **positions,
        }
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
    here = insee.map(geography.departement_of)
    parts = {geography.working_epsg(part): part for part in sorted(departements.CODES)}
    fits = pd.Series(data=False, index=insee.index)
    for epsg, part in parts.items():
        west, south, east, north = position_bounds(part)
        there = latitude.between(south, north) & longitude.between(west, east)
        own = here.map(lambda code, epsg=epsg: code not in departements.CODES
                       or geography.working_epsg(code) == epsg)  # fmt: skip
        fits |= there & own
    return fits


def faults(
    table: pd.DataFrame | gpd.GeoDataFrame,
    schema: pa.DataFrameSchema,
    *,
    file: str,
    headings: Mapping[str, str],
    row_word: str = "ligne",
) -> list[Fault]:
    """Check a table and list everything that is wrong with it.

    Parameters
    ----------
    table
        A table whose index says the row of the file.
    schema
        One of the schemas of this module.
    file
        The file as the user named it.
    headings
        For each column of the table, its heading in the file.
    row_word
        What a row of this kind of file is called.

    Returns
    -------
    list of Fault
        In the order of the rows; empty if all is well.
    """
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors as errors:
        found = []
        for error in errors.schema_errors:
            if error.failure_cases is None or not hasattr(error.failure_cases, "itertuples"):
                raise  # a schema that does not fit its reader is our fault, not the user's
            for case in error.failure_cases.itertuples():
                heading = headings.get(error.schema.name, error.schema.name)
                place = f"{row_word} {case.index}, colonne « {heading} »"
                fault = Fault(
                    file=file,
                    place=place,
                    found=quoted(case.failure_case),
                    expected=str(error.check.description),
                    action=str(error.check.title),
                )
                found.append((case.index, fault))
        return [fault for _, fault in sorted(found, key=lambda pair: pair[0])]
    return []


def quoted(value: object) -> str:
    """Show a cell to the user."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
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
