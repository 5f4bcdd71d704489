"""Where boundaries cannot be: one check for every format of communes."""

import geopandas as gpd
import pandas as pd

from jura_coverage.errors import Fault
from jura_coverage.geography import departement_of
from jura_coverage.sources import checks

LON_LAT = "EPSG:4326"


def outside_faults(
    communes: gpd.GeoDataFrame,
    departement: str | None,
    *,
    file: str,
    place: str = "commune {insee}",
) -> list[Fault]:
    """Find the boundaries that are not in the part of France where their département lies.

    Parameters
    ----------
    communes
        With `insee`; a boundary that is missing is not looked at.
    departement
        Which they all are of; None where their codes, which are then sound, tell it.
    file
        The file as the user named it.
    place
        What to call a row; ``{row}`` is its label.
    """
    shapes = communes.geometry.dropna().to_crs(LON_LAT)
    codes = communes.loc[shapes.index, "insee"]
    limits = pd.DataFrame(
        [checks.position_bounds(departement or departement_of(code)) for code in codes],
        columns=["west", "south", "east", "north"], index=shapes.index,
    )  # fmt: skip
    bounds = shapes.bounds
    inside = (
        (bounds["minx"] >= limits["west"]) & (bounds["maxx"] <= limits["east"])
        & (bounds["miny"] >= limits["south"]) & (bounds["maxy"] <= limits["north"])
    )  # fmt: skip
    return [
        boundary_fault(
            "des limites hors de France (latitude et longitude inversées ?)", file=file,
            place=place.format(row=row, insee=code), row=row,
        )
        for row, code in codes[~inside].items()
    ]  # fmt: skip


def boundary_fault(found: str, *, file: str, place: str, row: int) -> Fault:
    """Make the fault of a commune whose boundary cannot be used, in a row of a file."""
    return Fault(
        file=file,
        place=place,
        row=row,
        found=found,
        expected="la limite de la commune",
        action="Reprenez la commune dans le fichier officiel, et vérifiez sa projection.",
    )
