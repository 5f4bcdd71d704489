"""Themes: each sorts every commune into one class with a label, a colour and a sign.

A new theme is a function from a result to a :class:`Theme`, and a line in :data:`THEMES`; or from a
result and a decision, and a line in :data:`DECISION_THEMES`. The page draws whatever it finds
there: map, legend, counts, print.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from jura_coverage.publish.themes.decided import catchment, certainty, proposals
from jura_coverage.publish.themes.flagged import difference, situation
from jura_coverage.publish.themes.known import (
    BUILDINGS,
    buildings,
    copper,
    elderly,
    france_services,
    hamlet_classes,
    income,
)
from jura_coverage.publish.themes.scaled import both, minutes, wired
from jura_coverage.publish.themes.theme import NO_DATA, Follows, Theme, ThemeClass
from jura_coverage.study import Result
from jura_coverage.study.found import Found

if TYPE_CHECKING:  # siting loads scipy, which a map of today does not need
    from jura_coverage.posts import Decision

__all__ = [
    "BUILDINGS",
    "DECISION_THEMES",
    "MORE_THEMES",
    "NO_DATA",
    "THEMES",
    "Follows",
    "Theme",
    "ThemeClass",
    "both",
    "buildings",
    "catchment",
    "certainty",
    "copper",
    "difference",
    "elderly",
    "france_services",
    "hamlet_classes",
    "income",
    "minutes",
    "proposals",
    "situation",
    "themes",
    "wired",
]

# After the flags, which are more or less sure.
THEMES: tuple[Callable[[Found], Theme], ...] = (wired, minutes, both, copper)
# What one may do without: shown where something of it is known.
MORE_THEMES: tuple[Callable[[Found], Theme], ...] = (elderly, income, france_services)
DECISION_THEMES: tuple[Callable[[Result, "Decision"], Theme], ...] = (
    certainty, catchment, proposals,
)  # fmt: skip


def themes(result: Found, decision: "Decision | None" = None) -> list[Theme]:
    """Sort every commune under every theme; those about posts need a decision."""
    decided = [make(decision.result, decision) for make in DECISION_THEMES] if decision else []
    more = (make(result) for make in MORE_THEMES)
    known = [theme for theme in more if theme.has_data]
    homes = [buildings(result)] if "share_poor_far" in result.communes else []
    flagged = situation(result, decision.certainty if decision else None)
    return [flagged, *(make(result) for make in THEMES), *homes, *known, *decided]
