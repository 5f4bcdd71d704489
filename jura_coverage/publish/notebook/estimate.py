"""What detours and speeds other than those it stands for make of the estimate of minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, geography
from jura_coverage.measures import access, certainty
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.publish.notebook.tables import headed
from jura_coverage.study import Result, figures


def within(
    result: Result, *, detours: Mapping[str, float], limits: Sequence[float]
) -> pd.DataFrame:
    """Count the residents at so many minutes at most, under several detours.

    Parameters
    ----------
    result
        A run; its other parameters stay.
    detours
        Road kilometres for each crow-fly kilometre, by French name.
    limits
        Minutes, each included.

    Returns
    -------
    DataFrame
        A row a limit, a column a detour; missing where no way is known, or nobody who lives near.
    """
    residents = result.communes["residents"]
    table = {}
    for name, detour in detours.items():
        minutes = _minutes(result, slowness=_slowness(result, detour=detour))
        known = minutes.notna()
        near = [(minutes <= limit).astype("boolean").where(known) for limit in limits]
        table[name] = [figures.total_where(residents, each) for each in near]
    index = pd.Index(list(limits), name="Minutes")
    return pd.DataFrame(table, index=index, dtype=float)


def sensitivity(
    result: Result, *, detours: Sequence[float], speeds_kmh: Sequence[float]
) -> pd.DataFrame:
    """Measure who is far under each detour and each speed.

    Returns
    -------
    DataFrame
        A row a pair: both, minutes of the first crow-fly kilometre, minutes in the mean of the
        residents, communes and residents farther than the threshold; missing where no way is
        known, or nobody who goes it.
    """
    residents = result.communes["residents"]
    one = pd.Series(1, index=residents.index)
    rows = []
    for detour, speed_kmh in product(detours, speeds_kmh):
        slowness = _slowness(result, detour=detour, speed_kmh=speed_kmh)
        minutes = _minutes(result, slowness=slowness)
        far = (minutes > result.parameters.far_minutes).astype("boolean").where(minutes.notna())
        found = (figures.mean_minutes(minutes, residents), figures.total_where(one, far),
                 figures.total_where(residents, far))  # fmt: skip
        rows.append([detour, speed_kmh, slowness * result.parameters.minutes_per_km, *found])
    names = [
        "detour", "speed_kmh", "minutes_per_km", "mean_minutes", "communes_far", "residents_far",
    ]  # fmt: skip
    return headed(
        pd.DataFrame(rows, columns=names, dtype=float),
        columns.EPCI,
        detour="Détour",
        speed_kmh="Vitesse (km/h)",
        minutes_per_km="Minutes par km",
        mean_minutes="Trajet moyen",
    )


def _slowness(result: Result, *, detour: float, speed_kmh: float | None = None) -> float:
    """Compare a way with the estimated one, whose speed stands where none is given."""
    ranges = result.parameters.ranges
    speed = sum(ranges.speed_kmh) / 2 if speed_kmh is None else speed_kmh
    return float(certainty.slowness(ranges, detour=detour, speed_kmh=speed))


def _minutes(result: Result, *, slowness: float) -> pd.Series:
    communes, chosen = result.communes, CrowFlyEstimate.of(result.parameters)
    engine = replace(chosen, minutes_per_km=slowness * chosen.minutes_per_km)
    ways = engine.minutes(
        gpd.GeoSeries(communes["origin"], crs=communes.crs),
        result.territory.meeting_points,
        least_m=geography.least_distance_m(communes.geometry),
    )
    return access.nearest_minutes(ways)
