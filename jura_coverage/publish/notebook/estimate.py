"""What the error that all trips share makes of the minutes."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from jura_coverage import columns, geography
from jura_coverage.measures import access
from jura_coverage.measures.travel import road_spread_minutes
from jura_coverage.publish.notebook.tables import headed
from jura_coverage.study import Result, figures


def within(result: Result, *, errors: Mapping[str, float], limits: Sequence[float]) -> pd.DataFrame:
    """Count the residents at so many minutes at most, if all trips are wrong together.

    Parameters
    ----------
    result
        A run.
    errors
        In standard deviations of what all trips share, by French name.
    limits
        Minutes, each included.

    Returns
    -------
    DataFrame
        A row a limit, a column an error; missing where no way is known, or nobody who lives near.
    """
    residents = result.communes["residents"]
    table = {}
    for name, error in errors.items():
        minutes = _minutes(result, error=error)
        known = minutes.notna()
        near = [(minutes <= limit).astype("boolean").where(known) for limit in limits]
        table[name] = [figures.total_where(residents, each) for each in near]
    index = pd.Index(list(limits), name="Minutes")
    return pd.DataFrame(table, index=index, dtype=float)


def sensitivity(result: Result, *, errors: Mapping[str, float]) -> pd.DataFrame:
    """Measure who is far if all trips are wrong together.

    Parameters
    ----------
    result, errors
        As in :func:`within`.

    Returns
    -------
    DataFrame
        A row an error: minutes in the mean of the residents, communes and residents farther than
        the threshold; missing where no way is known, or nobody who goes it.
    """
    residents = result.communes["residents"]
    one = pd.Series(1, index=residents.index)
    rows = {}
    for name, error in errors.items():
        minutes = _minutes(result, error=error)
        far = minutes > result.parameters.policy.far_minutes
        far = far.astype("boolean").where(minutes.notna())
        rows[name] = (figures.mean_minutes(minutes, residents), figures.total_where(one, far),
                      figures.total_where(residents, far))  # fmt: skip
    names = ["mean_minutes", "communes_far", "residents_far"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype=float)
    return headed(table.rename_axis("Trajets"), columns.EPCI, mean_minutes="Trajet moyen")


def _minutes(result: Result, *, error: float) -> pd.Series:
    """Give the minutes to the nearest place, every trip being wrong by so much."""
    ways = result.ways
    metres = geography.crow_fly_m(ways.origins, ways.places, least_m=ways.least_m)
    estimated, *_ = ways.engine.spread_minutes(metres.to_numpy() / 1000)
    by_road = result.parameters.errors.by_road
    on_roads, *_ = road_spread_minutes(ways.to_places.to_numpy(), by_road=by_road)
    measured = ways.engine.measured(ways.origins, ways.places)
    region = np.where(measured, on_roads, estimated)
    return access.nearest_minutes(ways.to_places + error * region)
