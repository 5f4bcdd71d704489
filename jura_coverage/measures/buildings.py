"""Each building's own way to the next place, and what of its commune is poor and far.

A commune's share of premises without good internet, and the minutes from its town hall, are means:
that they are both bad does not tell whether it is the same premises that have both.
"""

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.measures import flags, internet
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.measures.ways import MOST_WAYS, Ways
from jura_coverage.parameters import Definition


def minutes(buildings: pd.DataFrame, ways: Ways) -> pd.Series:
    """Measure the way from each building to the place that is next to it.

    Where the engine is an estimate by distance, it is the estimate of the building's own distance,
    with no least one: that stands for people who do not live at the town hall, and these do not.
    Where a table tells the minutes of its commune to each place, these are corrected by what the
    estimate makes of the difference between both distances, and never fall below zero. A building
    without position has the minutes of its commune.

    Parameters
    ----------
    buildings
        `insee`, categories; `x_m` and `y_m`, in the projection of `ways`.
    ways
        Of the communes, by their INSEE codes.

    Returns
    -------
    Series
        Minutes, on the index of the buildings; missing where no place can be reached.
    """
    nexts = ways.nearest_minutes.reindex(buildings["insee"].cat.categories)
    found = nexts.to_numpy(dtype=float)[buildings["insee"].cat.codes.to_numpy()]
    points = np.column_stack([buildings["x_m"], buildings["y_m"]])
    placed = np.isfinite(points).all(axis=1)
    places = ways.places[ways.places.x.notna()]
    if len(places):
        if isinstance(ways.engine, CrowFlyEstimate):
            from scipy.spatial import cKDTree  # a study without buildings loads none of it

            tree = cKDTree(np.column_stack([places.x, places.y]))
            metres, _ = tree.query(points[placed])
            found[placed] = ways.engine.of_kilometres(metres / 1000)
        else:
            codes = buildings["insee"].astype("str").to_numpy()
            found[placed] = _corrected(points[placed], codes[placed], ways, places)
    return pd.Series(found, index=buildings.index, name="minutes")


def _corrected(
    points: FloatArray, insee: np.ndarray, ways: Ways, places: gpd.GeoSeries
) -> FloatArray:
    """Correct the minutes of communes by the distances of points in them, a commune at a time."""
    estimate = ways.engine.estimate
    told = ways.to_places[places.index].to_numpy()
    least_m = ways.least_m.where(ways.least_m.isna(), 0.0)
    apart, counted = (
        geography.crow_fly_m(ways.origins, places, least_m=least).to_numpy() / 1000
        for least in (least_m, ways.least_m)
    )
    # What is estimated in the table's stead counts its distance with the least one.
    measured = ways.engine.measured(ways.origins, places)
    more = told - estimate.of_kilometres(np.where(measured, apart, counted))
    there = np.column_stack([places.x, places.y])
    found = np.full(len(points), np.nan)
    row_of = ways.origins.index.get_indexer(insee)
    order = np.argsort(row_of, kind="stable")
    block = max(MOST_WAYS // len(places), 1)
    for first in range(0, len(order), block):
        some = order[first : first + block]
        kilometres = (
            np.hypot(*(points[some, None, :] - there[None, :, :]).transpose(2, 0, 1)) / 1000
        )
        each = np.maximum(more[row_of[some]] + estimate.of_kilometres(kilometres), 0.0)
        found[some] = np.where(np.isnan(each), np.inf, each).min(axis=1)
    return np.where(np.isinf(found), np.nan, found)


def poor(buildings: pd.DataFrame, *, definition: Definition) -> pd.Series:
    """Tell which buildings have no good internet.

    Parameters
    ----------
    buildings
        With their best `technology`.
    definition
        As of :func:`jura_coverage.measures.internet.premises_covered`.

    Returns
    -------
    Series
        Nullable booleans; missing where the technology is.
    """
    technology = buildings["technology"]
    lacking = (~technology.isin(internet.TECHNOLOGIES_COUNTED[definition])).astype("boolean")
    return lacking.mask(technology.isna()).rename("poor")


def poor_and_far(
    buildings: pd.DataFrame, nearest: pd.Series, *, definition: Definition, far_minutes: float
) -> pd.Series:
    """Tell which buildings have neither good internet nor an advisor within reach.

    Parameters
    ----------
    buildings
        With their best `technology`.
    nearest
        Their :func:`minutes`.
    definition
        As of :func:`jura_coverage.measures.internet.premises_covered`.
    far_minutes
        As of :func:`jura_coverage.measures.flags.is_far`.

    Returns
    -------
    Series
        Nullable booleans; missing where what is known does not settle it.
    """
    far = flags.is_far(nearest, far_minutes=far_minutes)
    return (poor(buildings, definition=definition) & far).rename("poor_far")


def as_tables_count(
    buildings: pd.DataFrame, communes: pd.Index, *, definition: Definition
) -> pd.DataFrame:
    """Count for each commune what ARCEP's table of communes counts too.

    Parameters
    ----------
    buildings
        `insee`, `premises` and `technology`.
    communes
        INSEE codes.
    definition
        As of :func:`poor`.

    Returns
    -------
    DataFrame
        On the INSEE codes: `premises`, and `share_without` good internet (0 to 1); missing where
        nothing is told.
    """
    lacking = poor(buildings, definition=definition)
    known = buildings["premises"].where(lacking.notna().to_numpy())
    without = known.where(lacking.fillna(False).to_numpy(dtype=bool), 0)
    frame = pd.DataFrame({"premises": buildings["premises"], "known": known, "without": without})
    sums = frame.groupby(buildings["insee"], observed=True).sum().reindex(communes)
    share = sums["without"] / sums["known"].where(sums["known"] > 0)
    return pd.DataFrame({"premises": sums["premises"], "share_without": share})


def of_communes(
    buildings: pd.DataFrame, poor_far: pd.Series, communes: pd.DataFrame, *, poor_share: float
) -> pd.DataFrame:
    """Count for each commune the premises that are poor and far, each where it stands.

    Parameters
    ----------
    buildings
        `insee` and `premises`.
    poor_far
        From :func:`poor_and_far`.
    communes
        With their `situation`, on INSEE codes.
    poor_share
        The share (0 to 1) of the premises from which on a commune is flagged.

    Returns
    -------
    DataFrame
        On the index of the communes: `premises_poor_far`; `share_poor_far` (0 to 1), of all
        premises of its buildings; `mean_agrees`, whether the commune is flagged by its means and
        by its buildings alike. Missing where a building is not settled or there is none.
    """
    told = poor_far.fillna(False).to_numpy(dtype=bool)
    frame = pd.DataFrame(
        {
            "all": buildings["premises"],
            "poor_far": buildings["premises"].where(told, 0),
            "unknown": poor_far.isna().to_numpy(),
        }
    )
    sums = frame.groupby(buildings["insee"], observed=True).sum().reindex(communes.index)
    settled = sums["unknown"].eq(0)
    counted = sums["poor_far"].where(settled).astype("Int64")
    share = (sums["poor_far"] / sums["all"]).where(settled)
    flagged = (communes["situation"] == flags.POOR_AND_FAR).astype("boolean")
    known = settled & (communes["situation"] != flags.NO_DATA)
    agrees = (flagged == flags.is_poor(share, poor_share=poor_share)).astype("boolean")
    return pd.DataFrame(
        {
            "premises_poor_far": counted,
            "share_poor_far": share,
            "mean_agrees": agrees.where(known),
        },
        index=communes.index,
    )
