"""Broadband indicators of a commune, from premises counted once by best technology."""

import pandas as pd

from jura_coverage.parameters import Definition

# Each premise is counted in one technology only, the best that it can have.
# "copper" is at 30 Mbit/s and more, "copper_slow" from 8 to 30; a table that does not tell them
# apart, such as the embedded one, counts all of it as "copper" and has no "copper_slow".
TECHNOLOGIES = (
    "ftth", "coax", "copper", "thd_radio", "copper_slow", "fixed_4g", "hd_radio", "satellite",
)  # fmt: skip
CLOSED, PLANNED, UNPLANNED = "closed", "planned", "unplanned"  # what copper may be
# Premises at 30 Mbit/s and more under each definition, from a table that counts speeds instead.
SPEEDS: dict[Definition, str] = {
    "wired": "wired_30mbps", "terrestrial": "terrestrial_30mbps", "all": "any_30mbps",
}  # fmt: skip
# What counts as good internet under each definition. "hd_radio" stays below 30 Mbit/s.
# Satellite reaches every roof: counted, it would show 100 % everywhere. Only "all" counts it.
TECHNOLOGIES_COUNTED: dict[Definition, tuple[str, ...]] = {
    "wired": ("ftth", "coax", "copper"),
    "terrestrial": ("ftth", "coax", "copper", "thd_radio", "fixed_4g"),
    "all": TECHNOLOGIES,
}


def premises_covered(premises: pd.DataFrame, *, definition: Definition = "wired") -> pd.Series:
    """Count the premises whose best technology is good enough.

    Parameters
    ----------
    premises
        Premises by best technology, a column each of :data:`TECHNOLOGIES`, a row a commune; may
        also hold the columns of :data:`SPEEDS`, which serve where a technology's count is missing.
    definition
        ``wired``: fibre, cable or copper at 30 Mbit/s; ``terrestrial`` adds fixed 4G and
        radio at 30 Mbit/s; ``all`` adds everything else, satellite included.

    Returns
    -------
    Series
        Premises, on the index of the table; missing where neither way of counting is complete.
        Slow copper may be missing where copper is not: the table does not tell them apart.
    """
    counts = premises[list(TECHNOLOGIES_COUNTED[definition])]
    if "copper_slow" in counts:
        merged = counts["copper_slow"].isna() & counts["copper"].notna()
        counts = counts.assign(copper_slow=counts["copper_slow"].mask(merged, 0))
    covered = counts.sum(axis=1, skipna=False)
    if SPEEDS[definition] in premises.columns:
        covered = covered.fillna(premises[SPEEDS[definition]])
    return covered.rename(f"premises_{definition}")


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


def last_closure(copper: pd.DataFrame) -> pd.DataFrame:
    """Reduce to one row a commune: copper is gone from it when it is gone from its last part.

    Parameters
    ----------
    copper
        `insee`, `copper_status`, `copper_closure_date` (text) and `copper_closure_year`.

    Returns
    -------
    DataFrame
        For each commune its row that closes last; an unplanned one is later than any planned one.
    """
    if not copper["insee"].duplicated().any():
        return copper
    rank = {CLOSED: 0, PLANNED: 1, UNPLANNED: 2}
    ordered = copper.assign(rank=copper["copper_status"].map(rank)).sort_values(
        ["rank", "copper_closure_year", "copper_closure_date"], kind="stable"
    )
    return ordered.drop_duplicates("insee", keep="last").drop(columns="rank").sort_index()
