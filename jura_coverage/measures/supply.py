"""Supply: how much of a post each resident has, by floating catchment areas."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from jura_coverage.errors import ParameterError
from jura_coverage.measures.pairs import FloatArray, Pairs

Decay = Callable[[FloatArray], FloatArray]
# Access is told to readers as posts for so many residents.
RESIDENTS = 10_000


def step_decay(*, limits: Sequence[float], weights: Sequence[float]) -> Decay:
    """Weigh a trip by the zone in which it ends; beyond the last zone it weighs nothing.

    Parameters
    ----------
    limits
        Outer limits of the zones, increasing, in the unit of the costs; each belongs to its zone.
    weights
        Weight of each zone, none negative.

    Raises
    ------
    ParameterError
        If the limits do not increase, or there is not one weight a zone.

    Examples
    --------
    >>> step_decay(limits=[10, 20], weights=[1, 0.5])(np.array([0.0, 10.0, 20.0, 20.1])).tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    bounds, values = np.asarray(limits, dtype=float), np.asarray(weights, dtype=float)
    if len(bounds) != len(values) or not len(bounds) or (np.diff(bounds) <= 0).any():
        raise ParameterError(
            f"Décroissance par paliers : trouvé {len(bounds)} limites et {len(values)} poids ; "
            "attendu des limites croissantes et un poids par limite."
        )
    if (values < 0).any():
        raise ParameterError(
            "Décroissance par paliers : trouvé un poids négatif ; attendu des poids d'au moins 0."
        )
    table = np.append(values, 0.0)
    return lambda cost: table[np.searchsorted(bounds, cost, side="left")]


def gaussian_decay(*, width: float) -> Decay:
    """Weigh a trip by exp(-½ (cost / width)²).

    Parameters
    ----------
    width
        Standard deviation, in the unit of the costs.

    Raises
    ------
    ParameterError
        If the width is not positive.

    Examples
    --------
    >>> gaussian_decay(width=10)(np.array([0.0, 10.0])).round(4).tolist()
    [1.0, 0.6065]
    """
    if not width > 0:
        raise ParameterError(
            f"Décroissance gaussienne : trouvé une largeur de {width:g} ; attendu plus de 0."
        )
    return lambda cost: np.exp(-0.5 * np.square(cost / width))


def e2sfca(
    residents: pd.Series,
    fte: pd.Series,
    *,
    pairs: Pairs,
    decay: Decay,
    weights: pd.Series | None = None,
) -> pd.Series:
    """Measure access by the enhanced two-step floating catchment area.

    Each post is shared among all the residents who reach it, nearer ones counting more; the
    access of a commune is the sum of its shares. Supply is conserved: residents × weights ×
    access add up to the posts that anybody reaches.

    Parameters
    ----------
    residents
        Residents of each commune; a missing count is no demand.
    fte
        Posts of each place, in full-time equivalents.
    pairs
        Travel within reach, in the order of `residents` and `fte`.
    decay
        Weight of a trip from its cost.
    weights
        How much the demand of one resident weighs in each commune; 1 if None.

    Returns
    -------
    Series
        Posts for each (weighted) resident, on the index of `residents`; 0 where nobody's post
        is within reach.

    Notes
    -----
    Luo and Qi (2009), "An enhanced two-step floating catchment area (E2SFCA) method for
    measuring spatial accessibility to primary care physicians", Health & Place 15(4).
    """
    demand = _demand(residents, weights)
    trips = pairs.matrix(decay)
    ratio = _ratio(fte.to_numpy(dtype=float), trips.T @ demand)
    return pd.Series(trips @ ratio, index=residents.index, name="access")


def bfca(
    residents: pd.Series,
    fte: pd.Series,
    *,
    pairs: Pairs,
    decay: Decay,
    weights: pd.Series | None = None,
) -> pd.Series:
    """Measure access by the balanced floating catchment area.

    In E2SFCA a resident who reaches three posts counts as three demands. Here the residents of
    a commune are divided among the posts they reach, in proportion to the decay, so that each
    counts once.

    Parameters
    ----------
    residents, fte, pairs, decay, weights
        As in :func:`e2sfca`.

    Returns
    -------
    Series
        As in :func:`e2sfca`; supply is conserved in the same way.

    Notes
    -----
    Demand is balanced as in Páez, Higgins and Vivona (2019), "Demand and level of service
    inflation in floating catchment area (FCA) methods", PLOS ONE 14(6). They then divide the
    level of service of a post among communes whatever their residents, which conserves the level
    of service but not the posts; here it goes to the residents whom the post was counted for.
    """
    demand = _demand(residents, weights)
    trips = pairs.matrix(decay)
    total = np.asarray(trips.sum(axis=1), dtype=np.float64)
    once = trips.multiply(_ratio(np.ones_like(total), total)[:, None]).tocsr()
    ratio = _ratio(fte.to_numpy(dtype=float), once.T @ demand)
    return pd.Series(once @ ratio, index=residents.index, name="access_balanced")


def _demand(residents: pd.Series, weights: pd.Series | None) -> FloatArray:
    demand = np.nan_to_num(residents.to_numpy(dtype=np.float64, na_value=np.nan))
    if weights is not None:
        each = weights.reindex(residents.index).to_numpy(dtype=np.float64, na_value=np.nan)
        demand = demand * np.nan_to_num(each)
    return np.asarray(demand)


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide, and give 0 where there is nothing to divide by."""
    ratio = np.zeros(len(above))
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
