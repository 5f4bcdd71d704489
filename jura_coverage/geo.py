"""Projections, origins of communes and crow-fly distances."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from jura_coverage import departements
from jura_coverage.errors import UnknownDepartementError

# Overseas départements have a projection of their own; everything else is Lambert-93.
OVERSEAS_EPSG = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
METROPOLITAN_EPSG = 2154
# Commune, and the first and last of its municipal arrondissements.
ARRONDISSEMENTS = (
    ("75056", "75101", "75120"),
    ("69123", "69381", "69389"),
    ("13055", "13201", "13216"),
)

TOWN_HALL = "town_hall"
TOWN_HALL_MISSING = "town_hall_missing"
TOWN_HALL_OUTSIDE = "town_hall_outside"
ORIGIN_SOURCES = (TOWN_HALL, TOWN_HALL_MISSING, TOWN_HALL_OUTSIDE)


def departement_of(insee: str) -> str:
    """Give the département of an INSEE code.

    Examples
    --------
    >>> departement_of("39228"), departement_of("2A004"), departement_of("97411")
    ('39', '2A', '974')
    """
    return insee[:3] if insee.startswith("97") else insee[:2]


def whole_commune(insee: str) -> str:
    """Fold a municipal arrondissement of Paris, Lyon or Marseille into its commune.

    Examples
    --------
    >>> [whole_commune(code) for code in ("75107", "69389", "13216", "75056")]
    ['75056', '69123', '13055', '75056']
    """
    for commune, first, last in ARRONDISSEMENTS:
        if len(insee) == len(first) and first <= insee <= last:
            return commune
    return insee


def arrondissements_lacking(insee: Iterable[str]) -> dict[str, int]:
    """Count the arrondissements that lack, for each commune of which only some are there.

    Examples
    --------
    >>> arrondissements_lacking(["75101", "75102", "39300"])
    {'75056': 18}
    """
    present = set(insee)
    lacking = {}
    for commune, first, last in ARRONDISSEMENTS:
        every = {str(code) for code in range(int(first), int(last) + 1)}
        if every & present and every - present:
            lacking[commune] = len(every - present)
    return lacking


def working_epsg(departement: str) -> int:
    """Give the EPSG code of the projection in metres in which a département is measured.

    Raises
    ------
    UnknownDepartementError
        If no such département exists.

    Examples
    --------
    >>> working_epsg("39"), working_epsg("974")
    (2154, 2975)
    """
    if departement not in departements.CODES:
        raise UnknownDepartementError(
            f"Département « {departement} » inconnu : donnez un code de 01 à 95, 2A, 2B, "
            "971, 972, 973, 974 ou 976 (par exemple --departement 39)."
        )
    return OVERSEAS_EPSG.get(departement, METROPOLITAN_EPSG)


def origins(
    polygons: gpd.GeoSeries, town_halls: gpd.GeoSeries, *, tolerance_m: float = 1000.0
) -> tuple[gpd.GeoSeries, pd.Series]:
    """Choose the point from which a commune's inhabitants leave.

    Parameters
    ----------
    polygons
        Commune boundaries, in a projection in metres.
    town_halls
        Town halls on the same index and in the same projection; missing or empty where unknown.
    tolerance_m
        A town hall farther than this outside its commune is not believed.

    Returns
    -------
    tuple of GeoSeries and Series
        The origins, and for each where it comes from: ``town_hall``, or the reason why a
        representative point of the polygon stands in its place (``town_hall_missing``,
        ``town_hall_outside``).
    """
    missing = town_halls.isna() | town_halls.is_empty
    outside = ~missing & (polygons.distance(town_halls, align=False) > tolerance_m)
    points = town_halls.where(~(missing | outside), polygons.representative_point())
    source = np.select([missing, outside], [TOWN_HALL_MISSING, TOWN_HALL_OUTSIDE], TOWN_HALL)
    return points, pd.Series(source, index=polygons.index, name="origin_source")


def least_distance_m(polygons: gpd.GeoSeries) -> pd.Series:
    """Give half the square root of each area: nobody's distance is taken to be shorter.

    People do not all live at the town hall; this is about the mean distance within a square
    commune of the same area.

    Parameters
    ----------
    polygons
        Commune boundaries, in a projection in metres.
    """
    return pd.Series(np.sqrt(polygons.area) / 2, index=polygons.index, name="least_distance_m")


def crow_fly_m(
    origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
) -> pd.DataFrame:
    """Measure the straight line from every commune to every place.

    Parameters
    ----------
    origins, places
        Points in the same projection in metres.
    least_m
        For each origin, the distance below which none is reported.

    Returns
    -------
    DataFrame
        Metres; a row an origin, a column a place. A missing point gives missing distances.
    """
    across = origins.x.to_numpy()[:, None] - places.x.to_numpy()[None, :]
    along = origins.y.to_numpy()[:, None] - places.y.to_numpy()[None, :]
    distances = np.maximum(np.hypot(across, along), least_m.to_numpy()[:, None])
    return pd.DataFrame(distances, index=origins.index, columns=places.index)


def without_slivers(geometry: BaseGeometry) -> BaseGeometry:
    """Repair a boundary that crosses itself, keeping its areas only."""
    repaired = shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(repaired) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)
