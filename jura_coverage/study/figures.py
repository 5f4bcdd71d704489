"""Figures: what communes add up to; nothing else adds them up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.columns import RESIDENTS_IN_PART, UNCOUNTED
from jura_coverage.measures import flags

IN_PART = RESIDENTS_IN_PART.name


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Residents of some communes, as far as they are known.

    Parameters
    ----------
    known
        Of the communes whose residents are known; missing if there are none among them.
    uncounted
        Communes whose residents are not known, or only in part, and would come on top.
    deducted
        The same where residents would come off: of those who are lost where others are gained.
    in_part
        Whether one of these communes is counted in part.
    """

    known: int | None
    uncounted: int = 0
    deducted: int = 0
    in_part: bool = False

    @classmethod
    def of(cls, row: Mapping[Any, Any] | pd.Series, name: str) -> "Sum":
        """Take a sum of :func:`sums` from its row."""
        known, uncounted = row[name], row[f"{name}{UNCOUNTED}"]
        return cls(
            known=None if pd.isna(known) else round(known),
            uncounted=0 if pd.isna(uncounted) else int(uncounted),
            in_part=bool(row.get(IN_PART, False)),
        )

    @classmethod
    def over(cls, residents: pd.Series, *, in_part: pd.Series | None = None) -> "Sum":
        """Add up the residents of some communes; over none of them it is zero."""
        known = 0 if residents.empty else total(residents)
        partly = residents.notna() & _of(in_part, residents)
        return cls(
            known=known,
            uncounted=int((residents.isna() | partly).sum()),
            in_part=bool(partly.any()),
        )


def sums(
    residents: pd.Series,
    add_up: Callable[[pd.Series], pd.DataFrame],
    *,
    in_part: pd.Series | None = None,
) -> pd.DataFrame:
    """Add residents up, and count in the same way the communes where they are not known.

    Parameters
    ----------
    residents
        Of each commune; missing where not known.
    add_up
        Adds numbers of communes up; every column of what it gives is such a sum.
    in_part
        Where residents are those of a part of the commune; nowhere if None.

    Returns
    -------
    DataFrame
        The sums, missing where residents are known of none of the communes that add up. Beside
        each, under its name and :data:`jura_coverage.columns.UNCOUNTED`, how many it leaves out,
        in whole or in part; and under :data:`IN_PART` whether one of them is counted in part.

    Examples
    --------
    >>> residents = pd.Series([10, None, 30, None], dtype="Int64")
    >>> group = pd.Series(["a", "a", "b", "c"])
    >>> sums(residents, lambda each: each.groupby(group).sum().to_frame("residents"))
       residents  residents_uncounted  residents_in_part
    a       10.0                    1              False
    b       30.0                    0              False
    c        NaN                    1              False
    """
    known = residents.notna()
    partly = known & _of(in_part, residents)
    total = add_up(residents.astype("Float64").fillna(0.0).astype(float))
    uncounted, told, partial = (
        add_up(each.astype(float)) for each in (~known | partly, known, partly)
    )
    return (
        total.mask((uncounted > 0) & (told == 0))
        .join(uncounted.astype(int).add_suffix(UNCOUNTED))
        .assign(**{IN_PART: (partial > 0).any(axis=1)})
    )


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
        leave out, in whole or in part, since something is not known of them; 0 where nothing is
        known of any.
    in_part
        Whether the residents of one of the communes are those of a part of it.
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
    in_part: bool
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
    partly = residents.notna() & communes[IN_PART]
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
        uncounted_residents=_uncounted(residents, one == 1, partly=partly),
        uncounted_premises=_uncounted(without, one == 1),
        uncounted_far=_uncounted(residents, far, partly=partly),
        uncounted_flagged=_uncounted(residents, flagged, partly=partly),
        in_part=bool(partly.any()),
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


def _of(in_part: pd.Series | None, residents: pd.Series) -> pd.Series:
    """Mark the communes of some residents that are known in part."""
    if in_part is None:
        return pd.Series(False, index=residents.index)
    return in_part[residents.index]


def _uncounted(counts: pd.Series, holds: pd.Series, *, partly: pd.Series | None = None) -> int:
    """Count the communes that :func:`total_where` leaves out of what is known, in whole or in part.

    Where it is not known whether something holds, that is left out of the number of communes too.
    """
    if holds.isna().all():
        return 0
    unsure = holds.isna()
    if total_where(counts, holds) is not None:
        unsure |= holds.fillna(False).astype(bool) & (counts.isna() | _of(partly, counts))
    return int(unsure.sum())


def mean_minutes(minutes: pd.Series, residents: pd.Series) -> float:
    """Give the mean minutes of the residents; missing if nowhere both are known."""
    weights = residents.fillna(0).astype(float).where(minutes.notna(), 0.0)
    weighted = float((minutes.fillna(0.0) * weights).sum())
    return weighted / float(weights.sum()) if weights.sum() else float("nan")
