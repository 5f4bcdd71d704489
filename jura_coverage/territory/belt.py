"""The belt: the départements beyond the border, and those whose advisors nobody told."""

import geopandas as gpd
import pandas as pd
import shapely

from jura_coverage import geography
from jura_coverage.geography import departements
from jura_coverage.geography.departements import ALONE

NATIONAL = len(departements.CODES) // 2
SOMEWHERE = ""  # in place of the code of a département, where it is not known which lie there


def outlines(neighbours: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Give the ground of each département of the belt.

    Parameters
    ----------
    neighbours
        Communes of other départements near the border.

    Returns
    -------
    GeoSeries
        By the code of the département.
    """
    shapes = neighbours.geometry.dropna()
    of = shapes.index.map(geography.departement_of)
    grounds = {
        code: shapely.geometrycollections(each.to_numpy()) for code, each in shapes.groupby(of)
    }
    return gpd.GeoSeries(grounds, crs=neighbours.crs)


def untold(
    advisors: pd.DataFrame | None,
    communes: gpd.GeoDataFrame,
    grounds: gpd.GeoSeries | None,
    *,
    departement: str,
) -> gpd.GeoSeries:
    """Give the ground beyond the border where advisors may work that nobody told us of.

    A list knows the départements in which it has a place; one that has places in half of those of
    France is national, and knows them all, also those where it has none.

    Parameters
    ----------
    advisors
        A list of advisors, by `insee` or, where that is empty, by `postcode`; None if there is
        none.
    communes
        Communes of the département.
    grounds
        Of the départements of the belt, by code; None if it is not known where they lie: then
        whatever is across the border counts, under :data:`SOMEWHERE`.
    departement
        Its code.
    """
    nothing = gpd.GeoSeries([], crs=communes.crs)
    if departement in ALONE:
        return nothing
    known = set() if advisors is None else _told(advisors)
    if len(known) >= NATIONAL:
        return nothing
    if grounds is None:
        border = geography.united(communes.geometry).boundary
        return gpd.GeoSeries({SOMEWHERE: border}, crs=communes.crs)
    return grounds[~grounds.index.isin(known)]


def _told(advisors: pd.DataFrame) -> set[str]:
    """Give the départements in which a list has a place."""
    blind = advisors["insee"] == ""
    posted = advisors.get("postcode", advisors["insee"])[blind]
    return {
        *advisors.loc[~blind, "insee"].map(geography.departement_of),
        *posted.map(geography.departements_of_postcode).explode().dropna(),
    }
