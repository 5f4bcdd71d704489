"""Bars of what a choice changes, beside the text that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jura_coverage.posts import Change, Effects, Interval
from jura_coverage.words import EFFECT_HEADS, measured


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A measure today and after a choice.

    Parameters
    ----------
    label, before, after
        French.
    lengths
        Of the two bars, in percent of the longest possible; none where a value is not known.
    """

    label: str
    before: str
    after: str
    lengths: tuple[float, float] | None

    @property
    def changes(self) -> bool:
        """Whether the two read differently."""
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class Range:
    """Within which numbers a figure lies: percent of the width of a scale, from its left."""

    low: float
    middle: float
    high: float
    zero: float


def longest_bars(changes: Iterable[Change], *, residents: float) -> dict[str, float]:
    """Give for each measure the value of the longest bar, alike for all choices of a page.

    Parameters
    ----------
    changes
        All that are shown.
    residents
        Of the département: bars of residents are as long as these at most, those of need as all
        that there is.
    """
    every = [each for change in changes for each in (change.before, change.after)]
    values = pd.DataFrame([_values(each) for each in every]).max()
    return {
        "residents_near": residents,
        "communes_flagged": values["communes_flagged"],
        "access": values["access"],
        "need_served": max(each.need for each in every),
    }


def bars(change: Change, *, longest: dict[str, float]) -> list[Bar]:
    """Give the four measures of a choice.

    Parameters
    ----------
    change
        What it changes.
    longest
        What :func:`longest_bars` gives.
    """
    texts = [measured(each) for each in (change.before, change.after)]
    values = [_values(each) for each in (change.before, change.after)]
    return [
        Bar(
            label=head,
            before=texts[0][name],
            after=texts[1][name],
            lengths=_lengths(*(each[name] for each in values), most=longest[name]),
        )
        for name, head in EFFECT_HEADS.items()
    ]


def _values(found: Effects) -> dict[str, float]:
    known = {
        "residents_near": found.residents_near.known,
        "communes_flagged": found.communes_flagged,
        "access": found.access,
        "need_served": found.need_served,
    }
    return {name: float("nan") if value is None else float(value) for name, value in known.items()}


def _lengths(before: float, after: float, *, most: float) -> tuple[float, float] | None:
    if not most > 0 or pd.isna(before) or pd.isna(after):
        return None
    return _percent(before, most), _percent(after, most)


def ranges(found: Iterable[tuple[float, Interval]]) -> list[Range]:
    """Set figures and their intervals on one scale, which holds zero.

    Parameters
    ----------
    found
        A figure, and within which numbers it lies.

    Examples
    --------
    >>> ranges([(10, Interval(low=0, high=40)), (20, Interval(low=-10, high=30))])
    [Range(low=20.0, middle=40.0, high=100.0, zero=20.0), \
Range(low=0.0, middle=60.0, high=80.0, zero=20.0)]
    """
    every = list(found)
    ends = [end for middle, each in every for end in (middle, each.low, each.high)]
    least, most = min([0, *ends]), max([1, *ends])
    return [
        Range(
            low=_percent(each.low - least, most - least),
            middle=_percent(middle - least, most - least),
            high=_percent(each.high - least, most - least),
            zero=_percent(-least, most - least),
        )
        for middle, each in every
    ]


def _percent(value: float, most: float) -> float:
    return round(100 * value / most, 1)
