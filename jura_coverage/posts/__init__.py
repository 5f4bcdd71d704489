"""Decide: which posts to keep, move and add, what each choice gains, and how sure that is.

Within reach means at most so many minutes, everywhere. Every answer is proven optimal or carries
the gap that is left.
"""

from jura_coverage.posts.add import NEAR_MINUTES, Add, Robust, Serving, add
from jura_coverage.posts.certainty import FRAGILE, SURE, Certainty, certainty
from jura_coverage.posts.effects import Change, Effects, changed, effects
from jura_coverage.posts.ends import Joint
from jura_coverage.posts.fairness import TODAY, Fairness
from jura_coverage.posts.influence import influence
from jura_coverage.posts.keep import Keep, keep
from jura_coverage.posts.move import Move, Moves, move
from jura_coverage.posts.objectives import OBJECTIVES, Choice, Front, Objective, named, pareto
from jura_coverage.posts.plan import Decision, decide
from jura_coverage.posts.proposals import USUAL_POSTS, Proposal, Rule
from jura_coverage.posts.situation import Situation, access
from jura_coverage.posts.trials import TRIALS, Interval, Trials, trials
from jura_coverage.posts.week import Round, Week, week
from jura_coverage.posts.weights import Weights, counted, elderly, internet, listed

__all__ = [
    "FRAGILE",
    "NEAR_MINUTES",
    "OBJECTIVES",
    "SURE",
    "TODAY",
    "TRIALS",
    "USUAL_POSTS",
    "Add",
    "Certainty",
    "Change",
    "Choice",
    "Decision",
    "Effects",
    "Fairness",
    "Front",
    "Interval",
    "Joint",
    "Keep",
    "Move",
    "Moves",
    "Objective",
    "Proposal",
    "Robust",
    "Round",
    "Rule",
    "Serving",
    "Situation",
    "Trials",
    "Week",
    "Weights",
    "access",
    "add",
    "certainty",
    "changed",
    "counted",
    "decide",
    "effects",
    "elderly",
    "influence",
    "internet",
    "keep",
    "listed",
    "move",
    "named",
    "pareto",
    "trials",
    "week",
]
