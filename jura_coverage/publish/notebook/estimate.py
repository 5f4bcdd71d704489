"""What the estimate of minutes makes of its two assumptions, detour and speed."""

from collections.abc import Mapping, Sequence
from itertools import product

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, geography
from jura_coverage.measures import access
from jura_coverage.measures.travel import LinearEstimate
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
        minutes = _minutes(result, detour=detour, speed_kmh=result.parameters.speed_kmh)
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
        A row a pair: both, minutes for each crow-fly kilometre, minutes in the mean of the
        residents, communes and residents farther than the threshold; missing where no way is
        known, or nobody who goes it.
    """
    residents = result.communes["residents"]
    one = pd.Series(1, index=residents.index)
    rows = []
    for detour, speed_kmh in product(detours, speeds_kmh):
        minutes = _minutes(result, detour=detour, speed_kmh=speed_kmh)
        far = (minutes > result.parameters.far_minutes).astype("boolean").where(minutes.notna())
        found = (figures.mean_minutes(minutes, residents), figures.total_where(one, far),
                 figures.total_where(residents, far))  # fmt: skip
        rows.append([detour, speed_kmh, 60 * detour / speed_kmh, *found])
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


def _minutes(result: Result, *, detour: float, speed_kmh: float) -> pd.Series:
    communes = result.communes
    engine = LinearEstimate(
        fixed_minutes=result.parameters.fixed_minutes, detour=detour, speed_kmh=speed_kmh
    )
    ways = engine.minutes(
        gpd.GeoSeries(communes["origin"], crs=communes.crs),
        result.territory.meeting_points,
        least_m=geography.least_distance_m(communes.geometry),
    )
    return access.nearest_minutes(ways)
