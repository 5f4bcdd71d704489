"""What a theme is: every commune in one class with a label, a colour and a sign."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from jura_coverage import words
from jura_coverage.measures import flags
from jura_coverage.parameters import Parameters
from jura_coverage.publish import scales, signs
from jura_coverage.publish.scales import Scale, percent
from jura_coverage.publish.signs import Pattern

# What becomes of a theme when the reader of the page tries other thresholds or other posts: sorted
# by the situation, sorted by its scales, sorted by what changes, the same as ever, or known for
# today's only.
Follows = Literal["situation", "scales", "difference", "same", "today"]


@dataclass(frozen=True, kw_only=True)
class ThemeClass:
    """One class of a theme: French label, colour, and a pattern where colour is not enough."""

    label: str
    colour: str
    pattern: Pattern = ""


FAR = ThemeClass(
    label="éloignée",
    colour=signs.SITUATIONS[flags.FAR_ONLY].colour,
    pattern=signs.SITUATIONS[flags.FAR_ONLY].pattern,
)
NO_DATA = ThemeClass(
    label="sans donnée", colour=signs.NO_DATA.colour, pattern=signs.NO_DATA.pattern
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What the map can show.

    Parameters
    ----------
    key
        Its name in permalinks.
    title, question, note
        French: the name in the list, the heading of the legend, and what to know about it.
    classes
        In the order of the legend; the last is "no data".
    class_of
        For each commune the position of its class in `classes`.
    quantity_label, quantity
        What the legend adds up beside the number of communes, and its value in each commune.
    finding
        French: what it shows, in a few words, where that is not a number of communes.
    column
        The name of the column whose values it sorts, if cards show that: they tell the value, with
        the sign of its class, and no class beside it.
    grid
        For a theme of two measures: the labels of the rows and of the columns of its square of
        classes, which stand in `classes` row by row.
    follows
        What becomes of it when other thresholds or posts are tried in the page.
    note_template
        For a theme that follows: the note, with ``{share}``, ``{covered}`` (a threshold of 5 %
        is 95 % covered) and ``{minutes}`` in place of the thresholds.
    tried
        For a theme that follows by the situation: its classes in the order of the situations,
        where something is tried and so nobody knows which flags are sure.
    scales, palette
        For a theme that follows by its scales: these, and the colours of their classes, of which
        the last serve if there are fewer classes.
    """

    key: str
    title: str
    question: str
    note: str
    classes: tuple[ThemeClass, ...]
    class_of: pd.Series
    quantity_label: str
    quantity: pd.Series
    finding: str = ""
    column: str = ""
    grid: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    follows: Follows = "today"
    note_template: str = ""
    tried: tuple[ThemeClass, ...] = ()
    scales: tuple[Scale, ...] = ()
    palette: tuple[str, ...] = ()

    @property
    def has_data(self) -> bool:
        """Whether any commune is in another class than the last."""
        return bool((self.class_of < len(self.classes) - 1).any())


def sequence(labels: Sequence[str], palette: Sequence[str]) -> list[ThemeClass]:
    """Give classes the colours of a palette, the last ones if there are fewer classes.

    So the darkest stay, and the worst class keeps its colour.
    """
    colours = palette[len(palette) - len(labels) :]
    pairs = zip(labels, colours, strict=True)
    return [ThemeClass(label=label, colour=colour) for label, colour in pairs]


def between(breaks: Sequence[float], written: Callable[[float], str]) -> list[str]:
    """Name the classes that breaks make, each value on a break in the higher one."""
    edges = [written(each) for each in breaks]
    middle = [f"{low} à moins de {high}" for low, high in pairwise(edges)]
    return [f"moins de {edges[0]}", *middle, f"{edges[-1]} et plus"]


def above(values: pd.Series, breaks: Sequence[float]) -> pd.Series:
    """Give the number of each value's class, a value on a break in the higher; negative if none."""
    return scales.position(values, breaks, below=False, missing=-1)


def noted(template: str, parameters: Parameters) -> str:
    """Write the thresholds into the note of a theme; what else it says may hold braces."""
    return (
        template.replace("{share}", words.poor_share(parameters))
        .replace("{covered}", percent(1 - parameters.policy.poor_share))
        .replace("{minutes}", words.far_minutes(parameters))
    )
