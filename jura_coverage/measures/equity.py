"""Equity: who is near, who is far and how unequal that is, for a plan or for today."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jura_coverage.columns import UNCOUNTED

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# Minutes within which residents are counted, each limit included.
LIMITS = (10, 15, 20, 30)


def summary(
    minutes: pd.Series,
    residents: pd.Series,
    *,
    in_part: pd.Series | None = None,
    flagged: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> pd.Series:
    """Sum up the ways of all residents to their nearest post.

    Parameters
    ----------
    minutes
        Of each commune; missing where there is no way.
    residents
        Of each commune. A missing count adds nothing, but is some; a sum of missing ones alone is
        missing.
    in_part
        Where the count is that of a part of the commune; nowhere if None.
    flagged
        Communes that are flagged; their number is missing if None.
    weights
        How much a resident counts in each commune, such as the share of premises without good
        internet; 1 if None. Residents of a missing weight are not counted.

    Returns
    -------
    Series
        `residents_within_10` and so on, `residents_within_10_uncounted` communes that such a sum
        leaves out in whole or in part, `mean_minutes` and `gini_minutes` of those who have a way (0
        if all ways are equal), `worst_minutes` of any commune with residents, and
        `communes_flagged`. Means are missing where nobody counts.
    """
    figures = _figures(
        minutes.to_numpy(dtype=np.float64),
        _counted(residents, weights),
        _partly(residents, in_part),
        _inhabited(residents, weights),
        None if flagged is None else flagged.to_numpy(dtype=bool),
    )
    return pd.Series(figures, index=_names(), dtype=float, name="equity")


def by_group(
    minutes: pd.Series,
    residents: pd.Series,
    *,
    in_part: pd.Series | None = None,
    group: pd.Series,
    flagged: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> pd.DataFrame:
    """Sum up by EPCI; see :func:`summary`.

    Parameters
    ----------
    group
        Of each commune; those without are summed up under the empty one.

    Returns
    -------
    DataFrame
        A row a group, a column a figure.
    """
    way, count = minutes.to_numpy(dtype=np.float64), _counted(residents, weights)
    inhabited, partly = _inhabited(residents, weights), _partly(residents, in_part)
    flags = None if flagged is None else flagged.to_numpy(dtype=bool)
    names = group.reindex(minutes.index).fillna("")
    rows = {
        name: _figures(
            way[rows],
            count[rows],
            partly[rows],
            inhabited[rows],
            None if flags is None else flags[rows],
        )
        for name, rows in sorted(names.groupby(names).indices.items())
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=_names(), dtype=float)


def compare(
    plans: Mapping[str, pd.Series],
    residents: pd.Series,
    *,
    in_part: pd.Series | None = None,
    flagged: Mapping[str, pd.Series] | None = None,
    weights: pd.Series | None = None,
) -> pd.DataFrame:
    """Set plans side by side, today's among them.

    Parameters
    ----------
    plans
        The minutes of each plan, by its name.
    residents, in_part, weights
        As in :func:`summary`.
    flagged
        The flags of each plan.

    Returns
    -------
    DataFrame
        A row a plan, a column a figure; with `weights` a second row a plan, which counts them.
    """
    flags = flagged or {}
    rows = {
        (name, counted): summary(
            minutes,
            residents,
            in_part=in_part,
            flagged=flags.get(name),
            weights=weights if counted else None,
        )
        for name, minutes in plans.items()
        for counted in ([False] if weights is None else [False, True])
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index = pd.MultiIndex.from_tuples(list(rows), names=["plan", "weighted"])
    return table


def gini(values: pd.Series, weights: pd.Series) -> float:
    """Measure inequality: half the mean difference of two residents, as a share of the mean.

    Parameters
    ----------
    values
        None negative, none missing.
    weights
        How often each value counts.

    Returns
    -------
    float
        0 if all are equal, towards 1 if one has everything; missing without any weight, 0 if
        all values are 0.

    Examples
    --------
    >>> gini(pd.Series([10.0, 10.0]), pd.Series([1, 3]))
    0.0
    >>> gini(pd.Series([0.0, 20.0]), pd.Series([1, 1]))
    0.5
    """
    return _gini(values.to_numpy(dtype=np.float64), weights.to_numpy(dtype=np.float64))


def _gini(values: FloatArray, weights: FloatArray) -> float:
    order = np.argsort(values, kind="stable")
    value, weight = values[order], weights[order]
    if not weight.sum() > 0:
        return float("nan")
    share = weight / weight.sum()
    total = float(share @ value)
    if total == 0:
        return 0.0
    below = np.cumsum(share) - share / 2
    return max(0.0, float(2 * (share * value) @ below / total - 1))


def _names() -> list[str]:
    within = [f"residents_within_{limit}" for limit in LIMITS]
    uncounted = [f"{name}{UNCOUNTED}" for name in within]
    return [
        *within,
        *uncounted,
        "mean_minutes",
        "worst_minutes",
        "gini_minutes",
        "communes_flagged",
    ]


def _counted(residents: pd.Series, weights: pd.Series | None) -> FloatArray:
    """Give the residents as they count; missing where their number or weight is."""
    count: FloatArray = residents.to_numpy(dtype=np.float64, na_value=np.nan)
    if weights is None:
        return count
    count *= weights.reindex(residents.index).to_numpy(dtype=np.float64, na_value=np.nan)
    return count


def _partly(residents: pd.Series, in_part: pd.Series | None) -> BoolArray:
    """Mark the communes whose count is that of a part."""
    if in_part is None:
        return np.zeros(len(residents), dtype=bool)
    return in_part[residents.index].to_numpy(dtype=bool)


def _inhabited(residents: pd.Series, weights: pd.Series | None) -> BoolArray:
    """Tell where somebody may live who counts: an unknown number of residents is not none."""
    some: BoolArray = residents.to_numpy(dtype=np.float64, na_value=np.nan) != 0
    return some if weights is None else some & weights.reindex(residents.index).gt(0).to_numpy()


def _figures(
    minutes: FloatArray,
    count: FloatArray,
    partly: BoolArray,
    inhabited: BoolArray,
    flagged: BoolArray | None,
) -> list[float]:
    known = ~np.isnan(minutes) & (count > 0)
    way, people = minutes[known], count[known]
    farthest = minutes[~np.isnan(minutes) & inhabited]
    told = not len(count) or not np.isnan(count).all()
    within = [minutes <= limit for limit in LIMITS]
    left_out = np.isnan(count) | (partly & (count > 0))
    return [
        *(_sum(count[each]) if told else float("nan") for each in within),
        *(float(left_out[each].sum()) for each in within),
        float(way @ people / people.sum()) if len(way) else float("nan"),
        float(farthest.max()) if len(farthest) else float("nan"),
        _gini(way, people),
        float("nan") if flagged is None else float(flagged.sum()),
    ]


def _sum(count: FloatArray) -> float:
    """Add up what is known; missing if nothing is of anything."""
    return float("nan") if len(count) and np.isnan(count).all() else float(np.nansum(count))
