"""Rounds: the base and the weekly stops of an itinerant post."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.pairs import FloatArray
from jura_coverage.siting.problem import WITHIN_MINUTES, BoolArray


@dataclass(frozen=True, kw_only=True)
class Round:
    """The week of an itinerant post: one day at each stop.

    Parameters
    ----------
    base, stops
        Positions among the sites.
    resident_days
        Residents within reach of each stop, added up over the week. No round has more.
    """

    base: int
    stops: tuple[int, ...]
    resident_days: float


def solve(
    to_sites: FloatArray,
    between_sites: FloatArray,
    weights: FloatArray,
    *,
    bases: BoolArray | None = None,
    stops: int = 5,
    travel_minutes: float = 30.0,
    within_minutes: float = WITHIN_MINUTES,
) -> Round:
    """Choose the base and the weekly stops of an itinerant post, one day each.

    A commune is served in proportion to the days on which a stop is within its reach. The
    residents reached by each stop then simply add up, so that for each base the stops that reach
    most are the best: exact.

    Parameters
    ----------
    to_sites
        Minutes from each demand point (rows) to each site.
    between_sites
        Minutes from each site as a base (rows) to each site as a stop.
    weights
        Residents of each demand point, or those who have no post within reach.
    bases
        Whether each site may be the base; all if None.
    stops
        Most stops, each at another site; the base may be one of them.
    travel_minutes
        From the base to a stop, at most.
    within_minutes
        Within reach of a stop means at most so many.

    Raises
    ------
    SitingError
        If no stop or no base is possible.
    """
    possible = np.ones(len(between_sites), dtype=bool) if bases is None else bases
    if stops < 1 or not possible.any():
        raise SitingError(
            f"Tournée : trouvé {french.count(stops, 'arrêt')} et "
            f"{french.count(int(possible.sum()), 'base possible', 'bases possibles')} ; attendu "
            "au moins un arrêt et une base."
        )
    worth = np.asarray(weights, dtype=float) @ (to_sites <= within_minutes)
    open_worth = np.where(between_sites <= travel_minutes, worth, 0.0)
    stops = min(stops, len(worth))
    best = -np.sort(-open_worth, axis=1)[:, :stops].sum(axis=1)
    base = int(np.where(possible, best, -1.0).argmax())
    order = np.argsort(-open_worth[base], kind="stable")[:stops]
    chosen = order[open_worth[base][order] > 0]
    return Round(
        base=base,
        stops=tuple(int(stop) for stop in np.sort(chosen)),
        resident_days=float(best[base]),
    )


def days_served(
    to_sites: pd.DataFrame, stops: Sequence[int], *, within_minutes: float = WITHIN_MINUTES
) -> pd.Series:
    """Count the days a week on which a stop is within reach of each commune."""
    near = to_sites.iloc[:, list(stops)] <= within_minutes
    return near.sum(axis=1).rename("days")
