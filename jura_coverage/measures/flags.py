"""Flags: which communes have poor internet and no nearby advisor, and for which reasons."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

POOR_AND_FAR = "poor_and_far"
POOR_ONLY = "poor_only"
FAR_ONLY = "far_only"
NEITHER = "neither"
NO_DATA = "no_data"
SITUATIONS = (POOR_AND_FAR, POOR_ONLY, FAR_ONLY, NEITHER, NO_DATA)


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Where "poor" and "far" begin.

    Parameters
    ----------
    poor_share
        Internet is poor where this share (0 to 1) of premises or more lacks it. 5 % is close
        to the French average at 31 March 2026 (4.6 % below 30 Mbit/s over wires).
    far_minutes
        An advisor is far beyond this many minutes. 20 is the State's own figure for France
        services places; none exists for advisors.
    """

    poor_share: float = 0.05
    far_minutes: float = 20.0


def is_poor(share_without: pd.Series, *, thresholds: Thresholds) -> pd.Series:
    """Tell where internet is poor: the share is at or above the threshold.

    Parameters
    ----------
    share_without
        Share (0 to 1) of premises without good internet.

    Returns
    -------
    Series
        Nullable booleans; missing where the share is.
    """
    poor = (share_without >= thresholds.poor_share).astype("boolean")
    return poor.mask(share_without.isna()).rename("poor")


def is_far(minutes: pd.Series, *, thresholds: Thresholds) -> pd.Series:
    """Tell where the nearest advisor is far: strictly more minutes than the threshold.

    Parameters
    ----------
    minutes
        Minutes to the nearest advisor.

    Returns
    -------
    Series
        Nullable booleans; missing where the minutes are.
    """
    far = (minutes > thresholds.far_minutes).astype("boolean")
    return far.mask(minutes.isna()).rename("far")


def situation(poor: pd.Series, far: pd.Series) -> pd.Series:
    """Say of each commune which of the two reasons for a flag hold.

    Parameters
    ----------
    poor, far
        Nullable booleans on the same index.

    Returns
    -------
    Series
        One of :data:`SITUATIONS`. A commune is flagged when it is ``poor_and_far``. Where either
        is unknown it is ``no_data``, even if the other would settle the flag: not to be flagged
        must mean that we looked.

    Examples
    --------
    >>> poor = pd.Series([True, True, False, None], dtype="boolean")
    >>> far = pd.Series([True, False, False, False], dtype="boolean")
    >>> situation(poor, far).tolist()
    ['poor_and_far', 'poor_only', 'neither', 'no_data']
    """
    known = poor.notna() & far.notna()
    poor_here, far_here = poor.fillna(False), far.fillna(False)
    values = np.select(
        [~known, poor_here & far_here, poor_here, far_here],
        [NO_DATA, POOR_AND_FAR, POOR_ONLY, FAR_ONLY],
        NEITHER,
    )
    return pd.Series(values, index=poor.index, name="situation")
