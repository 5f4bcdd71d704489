"""Broadband indicators of a commune, from premises counted once by best technology."""

from typing import Literal

import pandas as pd

Definition = Literal["wired", "terrestrial", "all"]

# Each premise is counted in one technology only, the best that it can have.
TECHNOLOGIES = ("ftth", "coax", "copper", "thd_radio", "fixed_4g", "hd_radio", "satellite")
# What counts as good internet under each definition. "hd_radio" stays below 30 Mbit/s.
# Satellite reaches every roof: counted, it would show 100 % everywhere. Only "all" counts it.
TECHNOLOGIES_COUNTED: dict[Definition, tuple[str, ...]] = {
    "wired": ("ftth", "coax", "copper"),
    "terrestrial": ("ftth", "coax", "copper", "thd_radio", "fixed_4g"),
    "all": TECHNOLOGIES,
}


def premises_covered(
    premises_by_technology: pd.DataFrame, *, definition: Definition = "wired"
) -> pd.Series:
    """Count the premises whose best technology is good enough.

    Parameters
    ----------
    premises_by_technology
        Premises by best technology, a column each of :data:`TECHNOLOGIES`, a row a commune.
    definition
        ``wired``: fibre, cable or copper at 30 Mbit/s; ``terrestrial`` adds fixed 4G and
        radio at 30 Mbit/s; ``all`` adds everything else, satellite included.

    Returns
    -------
    Series
        Premises, on the index of the table; missing where a technology's count is missing.
    """
    counted = premises_by_technology[list(TECHNOLOGIES_COUNTED[definition])]
    return counted.sum(axis=1, skipna=False).rename(f"premises_{definition}")


def share_without(premises: pd.Series, covered: pd.Series) -> pd.Series:
    """Give the share (0 to 1) of premises that good internet does not reach.

    The count is subtracted before dividing: 10 of 200 must be 5 % to the last bit, since a
    threshold of 5 % includes it.

    Parameters
    ----------
    premises, covered
        Premises of each commune, and those of them that are covered.

    Returns
    -------
    Series
        Missing where a count is missing or the commune has no premises.

    Examples
    --------
    >>> share_without(pd.Series([200, 0]), pd.Series([190, 0])).tolist()
    [0.05, nan]
    """
    known = premises.astype(float).where(premises > 0)
    return ((known - covered.astype(float)) / known).rename("share_without")
