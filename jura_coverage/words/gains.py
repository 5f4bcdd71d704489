"""What a choice about posts gains, in words: on average, at worst, and how sure it is."""

from jura_coverage import french
from jura_coverage.posts import Moves, Proposal, Round
from jura_coverage.posts.robust import Kind
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.figures import people_cell
from jura_coverage.words.phrases import IF_AS_ESTIMATED, certainty_of, least_of, scenarios
from jura_coverage.words.terms import AT_LEAST


def net_gain(found: Moves) -> Sum:
    """Give the residents that all transfers bring within reach, less those that they take out."""
    return Sum(
        known=found.residents_gained,
        uncounted=found.residents_gained_uncounted,
        deducted=found.residents_lost_uncounted,
        in_part=found.residents_in_part,
    )


def held(plan: Proposal | Moves | Round, kind: Kind, worst_regret: int, gap: float) -> str:
    """Say what a plan gains on average, what one may regret, and how far from the best it is."""
    return f"{on_average(plan)} ; {_at_worst(worst_regret)} ; {proof(kind, gap)}"


def _at_worst(regret: int) -> str:
    """Say what one may regret."""
    if not regret:
        return "dans aucun scénario un autre choix ne gagnerait davantage"
    return (
        "dans le pire scénario, le meilleur choix gagnerait jusqu'à "
        f"{french.count(regret, 'habitant')} de plus"
    )


def mean_gain(plan: Proposal | Moves | Round) -> str:
    r"""Say what a plan gains on average, or loses.

    Examples
    --------
    >>> from jura_coverage.posts import Interval
    >>> plan = Proposal(
    ...     posts=1, sites=("39001",), residents_gained=0, residents_gained_uncounted=0,
    ...     residents_in_part=False, expected_gain=-1286, gap=0.0, cost_euros=0,
    ...     likely_gained=Interval(low=-2000, high=3),
    ... )
    >>> mean_gain(plan)
    '1\xa0286\xa0habitants de moins à portée en moyenne'
    """
    # Where some who are lost are not known either, nobody knows which way it goes.
    least = plan.likely_gained.partial and not _gain(plan).deducted
    gain = plan.expected_gain
    said = f"{french.count(abs(gain), 'habitant')} de {'moins' if round(gain) < 0 else 'plus'}"
    return f"{AT_LEAST if least else ''}{said} à portée en moyenne"


def on_average(plan: Proposal | Moves | Round, *more: str) -> str:
    """Say what a plan gains on average, in most scenarios, and what more is to be said of it."""
    return f"{mean_gain(plan)} ({' ; '.join([scenarios(plan.likely_gained), *more])})"


def as_estimated(plan: Proposal | Moves | Round) -> str:
    """Say what a plan gains if all is as estimated."""
    return f"{IF_AS_ESTIMATED}, {people_cell(_gain(plan))}"


def _gain(plan: Proposal | Moves | Round) -> Sum:
    if isinstance(plan, Moves):
        return net_gain(plan)
    return Sum.of(vars(plan), "residents_served" if isinstance(plan, Round) else "residents_gained")


def proof(kind: Kind, gap: float) -> str:
    """Say how far a plan may be from the best of its kind."""
    return (least_of if kind == "regret" else certainty_of)(gap)


def among_known(result: Result) -> str:
    """Say, where nothing is found for the far, that some of them are of unknown number."""
    return " parmi les populations connues" if result.far_uncounted.any() else ""
