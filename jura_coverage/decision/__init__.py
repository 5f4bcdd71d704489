"""Decide: which posts to keep, move and add, what each choice gains, and how sure that is.

Within reach means at most so many minutes, everywhere. Every answer is proven optimal or carries
the gap that is left.
"""

from jura_coverage.decision.base import Ground, ground
from jura_coverage.decision.ends import Joint, Keep, keep
from jura_coverage.decision.fairness import TODAY, Fairness
from jura_coverage.decision.moves import Move, Week, move, week
from jura_coverage.decision.scenarios import TRIALS, Interval, certainty
from jura_coverage.decision.sites import NEAR_MINUTES, USUAL_POSTS, Add, Proposal, Rule, add
from jura_coverage.decision.whole import Decision, catchment, decide

__all__ = [
    "NEAR_MINUTES",
    "TODAY",
    "TRIALS",
    "USUAL_POSTS",
    "Add",
    "Decision",
    "Fairness",
    "Ground",
    "Interval",
    "Joint",
    "Keep",
    "Move",
    "Proposal",
    "Rule",
    "Week",
    "add",
    "catchment",
    "certainty",
    "decide",
    "ground",
    "keep",
    "move",
    "week",
]
