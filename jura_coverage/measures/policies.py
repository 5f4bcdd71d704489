"""Policies: what other thresholds and definitions than the chosen ones would flag."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from jura_coverage.measures import flags
from jura_coverage.parameters import Definition, Parameters, Policy


def definitions(parameters: Parameters) -> tuple[Definition, ...]:
    """List the definitions of good internet that are looked at: the chosen one, then others."""
    return tuple(dict.fromkeys([parameters.policy.definition, *parameters.ranges.definitions]))


def span(parameters: Parameters, name: str) -> tuple[float, float]:
    """Give the least and the greatest of a threshold, which stays below its own greatest.

    Parameters
    ----------
    parameters
        What is chosen, and how many times that to look at.
    name
        ``poor_share`` or ``far_minutes``.
    """
    chosen, most = getattr(parameters.policy, name), {"poor_share": 1.0, "far_minutes": 240.0}[name]
    # 1.6 times 5 % is 8 % to the last bit: a share of 8 of 100 is at that threshold.
    low, high = (min(round(chosen * times, 9), most) for times in getattr(parameters.ranges, name))
    return low, high


def grid(parameters: Parameters) -> tuple[Policy, ...]:
    """List all policies of low, chosen and high thresholds under each definition.

    Examples
    --------
    >>> len(grid(Parameters())), sorted({each.poor_share for each in grid(Parameters())})
    (18, [0.03, 0.05, 0.08])
    """
    thresholds = [
        sorted({getattr(parameters.policy, name), *span(parameters, name)})
        for name in ("poor_share", "far_minutes")
    ]
    return tuple(
        replace(parameters.policy, definition=definition, poor_share=share, far_minutes=minutes)
        for definition, share, minutes in product(definitions(parameters), *thresholds)
    )


def flagged(
    shares_without: Mapping[Definition, pd.Series],
    minutes: pd.Series,
    *,
    policies: Sequence[Policy],
) -> pd.DataFrame:
    """Flag the communes under each policy.

    Parameters
    ----------
    shares_without
        Share (0 to 1) of premises without good internet, by definition.
    minutes
        To the nearest place.
    policies
        Which to look at.

    Returns
    -------
    DataFrame
        Nullable booleans: a row a commune, a column a policy, in their order; missing where a
        measure is.
    """
    found = []
    for each in policies:
        poor = flags.is_poor(shares_without[each.definition], poor_share=each.poor_share)
        far = flags.is_far(minutes, far_minutes=each.far_minutes)
        found.append((poor & far).mask(poor.isna() | far.isna()))
    return pd.concat(found, axis=1).set_axis(np.arange(len(found)), axis=1)
