"""Origins of communes, and crow-fly distances between points."""

from contextlib import suppress

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

TOWN_HALL = "town_hall"


TOWN_HALL_MISSING = "town_hall_missing"


TOWN_HALL_OUTSIDE = "town_hall_outside"


NO_ORIGIN = "none"


# What a table may say of its origins.
ORIGIN_SOURCES = (TOWN_HALL, TOWN_HALL_MISSING, TOWN_HALL_OUTSIDE)


def origins(
    polygons: gpd.GeoSeries, town_halls: gpd.GeoSeries, *, tolerance_m: float = 1000.0
) -> tuple[gpd.GeoSeries, pd.Series]:
    """Choose the point from which a commune's inhabitants leave.

    Parameters
    ----------
    polygons
        Commune boundaries, in a projection in metres.
    town_halls
        Town halls on the same index and in the same projection; missing, empty or not finite where
        unknown.
    tolerance_m
        A town hall farther than this outside its commune is not believed.

    Returns
    -------
    tuple of GeoSeries and Series
        The origins, and for each where it comes from: ``town_hall``, or the reason why a
        representative point of the polygon stands in its place (``town_hall_missing``,
        ``town_hall_outside``); ``none`` where there is no polygon either, and no origin.
    """
    missing = ~(np.isfinite(town_halls.x) & np.isfinite(town_halls.y))
    known = town_halls.where(~missing)
    outside = ~missing & (polygons.distance(known, align=False) > tolerance_m)
    points = known.where(~(missing | outside), polygons.representative_point())
    nowhere = missing & polygons.isna()
    source = np.select(
        [nowhere, missing, outside], [NO_ORIGIN, TOWN_HALL_MISSING, TOWN_HALL_OUTSIDE], TOWN_HALL
    )
    return points, pd.Series(source, index=polygons.index, name="origin_source")


def least_distance_m(polygons: gpd.GeoSeries) -> pd.Series:
    """Give half the square root of each area: nobody's distance is taken to be shorter.

    People do not all live at the town hall; this is about the mean distance within a square
    commune of the same area.

    Parameters
    ----------
    polygons
        Commune boundaries, in a projection in metres.

    Returns
    -------
    Series
        Metres; missing where there is no area, so that nothing is measured from there.
    """
    area = polygons.area.where(polygons.area > 0)
    return pd.Series(np.sqrt(area) / 2, index=polygons.index, name="least_distance_m")


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


def united(polygons: gpd.GeoSeries) -> BaseGeometry:
    """Give the ground of communes, at a tenth of the cost where no boundary crosses another.

    Parameters
    ----------
    polygons
        Commune boundaries; missing ones are no ground.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 2, 1), shapely.box(2, 0, 3, 1)
    >>> united(gpd.GeoSeries([west, None, east])).equals(shapely.box(0, 0, 3, 1))
    True
    >>> united(gpd.GeoSeries([west, shapely.box(1, 0, 3, 1)])).equals(shapely.box(0, 0, 3, 1))
    True
    """
    known = polygons.dropna().to_numpy()
    with suppress(GEOSException):  # of some that lie upon each other nothing can be made
        ground = shapely.coverage_union_all(known)
        # Where boundaries cross, or lie upon each other but for their corners, rings cross too;
        # where one commune lies in another, its ground is taken away from the sum.
        if shapely.is_valid(ground) and np.isclose(ground.area, shapely.area(known).sum()):
            return ground
    return shapely.union_all(known)


def simplified(polygons: gpd.GeoSeries, *, metres: float) -> gpd.GeoSeries:
    """Simplify boundaries, neighbours together so that no gap opens; missing ones stay missing.

    Parameters
    ----------
    polygons
        Commune boundaries, in a projection in metres.
    metres
        How far a boundary may move.
    """
    known = polygons.dropna()
    simple = shapely.coverage_simplify(known.to_numpy(), metres)
    return gpd.GeoSeries(simple, index=known.index, crs=polygons.crs).reindex(polygons.index)
