"""Figures: what communes add up to; nothing else adds them up."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import flags


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a group of communes adds up to; sums leave missing values out, and say of how many.

    A sum over communes of which none is known is missing, never zero; over no commune it is zero,
    if it is known that there is none. A sum of which a part is known is the least that it can be:
    it is written with "au moins", and `uncounted_…` communes are not in it.

    Parameters
    ----------
    communes, residents, premises
        How many there are.
    premises_wired
        Premises with fibre, cable or good copper, whatever the definition of the run.
    premises_without, premises_covered, premises_counted
        Premises without good internet by the definition of the run, those with it, and both
        together, of the communes where both are known.
    share_without
        `premises_without` over `premises_counted`; missing if there are none.
    minutes
        Mean minutes to the nearest advisor, weighted by residents; missing if nowhere known.
    minutes_max
        The most minutes of any commune; missing if nowhere known.
    communes_far, residents_far
        Beyond the threshold of "far".
    communes_poor
        From the threshold of "poor" on.
    communes_flagged, residents_flagged, premises_flagged
        In flagged communes; of the premises, those without good internet.
    uncounted_residents, uncounted_premises, uncounted_far, uncounted_flagged
        Communes that the sums of residents, of premises, of what is far and of what is flagged
        leave out, since something is not known of them; 0 where nothing is known of any.
    communes_border_matters
        Communes that a place across the border could bring near.
    communes_no_data
        Communes that lack something.
    posts
        Posts whose host is in one of the communes; of the whole département also those whose host
        has a position there but names no commune.
    """

    communes: int
    residents: int | None
    premises: int | None
    premises_wired: int | None
    premises_without: int | None
    premises_covered: int | None
    premises_counted: int | None
    share_without: float
    minutes: float
    minutes_max: float
    communes_far: int | None
    residents_far: int | None
    communes_poor: int | None
    communes_flagged: int | None
    residents_flagged: int | None
    premises_flagged: int | None
    uncounted_residents: int
    uncounted_premises: int
    uncounted_far: int
    uncounted_flagged: int
    communes_border_matters: int
    communes_no_data: int
    posts: float


def add_up(communes: pd.DataFrame, posts: pd.Series) -> Figures:
    """Add up communes.

    Parameters
    ----------
    communes
        Rows of :attr:`jura_coverage.study.Result.communes`.
    posts
        Of the places that count as theirs.
    """
    one = pd.Series(1, index=communes.index)
    residents, without = communes["residents"], communes["premises_without"]
    lacking, counted = total(without), total(communes["premises"].where(without.notna()))
    far, flagged = communes["far"], _flagged(communes["situation"])
    return Figures(
        communes=len(communes),
        residents=total(residents),
        premises=total(communes["premises"]),
        premises_wired=total(communes["premises_wired"]),
        premises_without=lacking,
        premises_covered=total(communes["premises_covered"].where(without.notna())),
        premises_counted=counted,
        share_without=lacking / counted if lacking is not None and counted else float("nan"),
        minutes=mean_minutes(communes["minutes"], residents),
        minutes_max=float(communes["minutes"].max()),
        communes_far=total_where(one, far),
        residents_far=total_where(residents, far),
        communes_poor=total_where(one, communes["poor"]),
        communes_flagged=total_where(one, flagged),
        residents_flagged=total_where(residents, flagged),
        premises_flagged=total_where(without, flagged),
        uncounted_residents=_uncounted(residents, one == 1),
        uncounted_premises=_uncounted(without, one == 1),
        uncounted_far=_uncounted(residents, far),
        uncounted_flagged=_uncounted(residents, flagged),
        communes_border_matters=int(communes["border_matters"].sum()),
        communes_no_data=int(flagged.isna().sum()),
        posts=_whole_posts(float(posts.sum())),
    )


def _whole_posts(posts: float) -> float:
    """Round what shares of posts add up to; a whole number is one, for JSON too."""
    rounded = round(posts, french.POST_DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _flagged(situation: pd.Series) -> pd.Series:
    """Tell of each commune whether it is flagged; missing where that is not known."""
    flagged: pd.Series = (situation == flags.POOR_AND_FAR).astype("boolean")
    return flagged.mask(situation == flags.NO_DATA)


def total(counts: pd.Series) -> int | None:
    """Add up what is known; missing if nothing is."""
    return int(counts.sum()) if counts.notna().any() else None


def total_where(counts: pd.Series, holds: pd.Series) -> int | None:
    """Add up what is known where something holds.

    Parameters
    ----------
    counts, holds
        Of each commune; either may be missing.

    Returns
    -------
    int or None
        Missing if it is known nowhere whether it holds, or if nothing is known where it holds; 0 if
        it holds nowhere.

    Examples
    --------
    >>> counts = pd.Series([None, 3, 4], dtype="Int64")
    >>> [total_where(counts, counts.eq(value)) for value in (4, 5)]
    [4, 0]
    >>> total_where(counts, pd.Series([True, False, False])) is None
    True
    """
    if holds.isna().all():
        return None
    chosen = counts[holds.fillna(False).astype(bool)]
    return 0 if chosen.empty else total(chosen)


def _uncounted(counts: pd.Series, holds: pd.Series) -> int:
    """Count the communes that :func:`total_where` leaves out of what is known in part.

    Where it is not known whether something holds, that is left out of the number of communes too.
    """
    if holds.isna().all():
        return 0
    unsure = holds.isna()
    if total_where(counts, holds) is not None:
        unsure |= holds.fillna(False).astype(bool) & counts.isna()
    return int(unsure.sum())


def mean_minutes(minutes: pd.Series, residents: pd.Series) -> float:
    """Give the mean minutes of the residents; missing if nowhere both are known."""
    weights = residents.fillna(0).astype(float).where(minutes.notna(), 0.0)
    weighted = float((minutes.fillna(0.0) * weights).sum())
    return weighted / float(weights.sum()) if weights.sum() else float("nan")
