"""Scales: how shares and minutes are cut into classes around their thresholds, and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.parameters import Parameters
from jura_coverage.study.found import Found


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How a measure is cut into classes, at parts and multiples of its threshold.

    The page cuts other thresholds by the same scale; words and breaks stand here only.

    Parameters
    ----------
    measure
        ``share``: premises without good internet (0 to 1), shown as the share that has it; a value
        on a break is in the worse class, as at the threshold. ``minutes``: to the nearest advisor;
        a value on a break stays in the nearer class.
    factors
        Breaks as multiples of the threshold, growing. Fractions, so that a fifth of 5 % is 1 % to
        the last bit.
    labels
        French: of the first class, of those between, of the last; ``{0}`` and ``{1}`` stand for the
        breaks on their sides.
    """

    measure: Literal["share", "minutes"]
    factors: tuple[Fraction, ...]
    labels: tuple[str, str, str]

    def breaks(self, parameters: Parameters) -> list[float]:
        """Give the breaks for these thresholds; a share above the whole is none."""
        shares = self.measure == "share"
        threshold = parameters.policy.poor_share if shares else parameters.policy.far_minutes
        breaks = [threshold * each.numerator / each.denominator for each in self.factors]
        return [value for value in breaks if not shares or value <= 1]

    def names(self, parameters: Parameters) -> list[str]:
        """Give the labels of the classes, the best first."""
        breaks = self.breaks(parameters)
        shares = self.measure == "share"
        edges = [percent(1 - value) if shares else shortest(value) for value in breaks]
        first, between, last = self.labels
        return [
            first.format(edges[0]),
            *(between.format(low, high) for low, high in pairwise(edges)),
            last.format(edges[-1]),
        ]

    def positions(self, result: Found) -> pd.Series:
        """Give for each commune the position of its class; missing where the measure is."""
        communes = result.communes
        values = communes["share_without"] if self.measure == "share" else _minutes(communes)
        places = position(
            values, self.breaks(result.parameters), below=self.measure == "minutes", missing=-1
        )
        return places.where(places >= 0)


COVERED = Scale(
    measure="share",
    factors=(Fraction(1, 5), Fraction(1), Fraction(2), Fraction(4)),
    labels=("plus de {0}", "plus de {1} à {0}", "{0} ou moins"),
)
MINUTES = Scale(
    measure="minutes",
    factors=(Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(3, 2)),
    labels=("{0} min ou moins", "plus de {0} à {1} min", "plus de {0} min"),
)
# Three classes each, the last beyond the threshold.
SQUARE = (
    Scale(
        measure="share",
        factors=(Fraction(1, 5), Fraction(1)),
        labels=("plus de {0}", "plus de {1} à {0}", "{0} ou moins"),
    ),
    Scale(
        measure="minutes",
        factors=(Fraction(1, 2), Fraction(1)),
        labels=("≤ {0} min", "{0} à {1} min", "> {0} min"),
    ),
)


def _minutes(communes: pd.DataFrame) -> pd.Series:
    """Give the minutes to the nearest advisor, endless where nobody receives: there all is far."""
    minutes: pd.Series = communes["minutes"]
    return minutes.mask(minutes.isna() & communes["far"].fillna(False).astype(bool), np.inf)


def position(values: pd.Series, breaks: Sequence[float], *, below: bool, missing: int) -> pd.Series:
    """Give the number of each value's class; a value on a break stays below it, or goes above."""
    positions = np.searchsorted(breaks, values.to_numpy(float), side="left" if below else "right")
    return pd.Series(positions, index=values.index).where(values.notna(), missing)


def percent(share: float) -> str:
    """Write a chosen share (0 to 1), such as a break, without idle zeros."""
    return f"{shortest(100 * share)}{french.NO_BREAK_SPACE}%"


def shortest(value: float) -> str:
    """Write a chosen number without idle zeros.

    Three decimals: three quarters of a threshold in half minutes are written as they are.
    """
    return french.shortest(value, 3)
