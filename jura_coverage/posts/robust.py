"""Robust: sites of new posts that hold where trips take longer or shorter than estimated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from jura_coverage.posts.solver import expected, least_regret, outcome
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.worlds import Worlds

Kind = Literal["middle", "expected", "regret"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Worlds to choose for where every commune counts, or every base: more would take too long.
FEW = 50


@dataclass(frozen=True, kw_only=True)
class Held:
    """A plan, and what one may come to regret.

    Parameters
    ----------
    kind
        ``middle``: most residents within reach if all is as estimated; ``expected``: most on
        average over worlds; ``regret``: least to regret in the worst of them.
    plan
        Its sites among all communes; its objective is what its kind counts, on the worlds for
        which it was chosen.
    worst_regret
        In fresh worlds, how many residents fewer at worst than the best plan of that world.
    """

    kind: Kind
    plan: Plan
    worst_regret: float


def chosen_for(
    middle: Sequence[Plan],
    *,
    learnt: Worlds,
    request: Request,
    mean_gain: Callable[[tuple[int, ...]], float],
) -> tuple[tuple[Plan, ...], ...]:
    """Choose for the mean and for the worst over many worlds.

    Parameters
    ----------
    middle
        For 1, 2, … posts the plan if all is as estimated.
    learnt
        Worlds to choose for.
    request
        What is asked.
    mean_gain
        What sites gain on average over many more worlds than those to choose for: of the three
        plans the one that gains most there is that of the greatest mean, whoever found it, as
        Kleywegt, Shapiro and Homem-de-Mello (2002) choose among plans of several samples.

    Returns
    -------
    tuple of tuples
        For 1, 2, … posts one plan of each kind, in the order of :data:`Kind`.
    """
    means = expected.curve(learnt, request=request, others=middle)
    regrets = least_regret.curve(learnt, request=request, others=means)
    curve = []
    for first, mean, regret in zip(middle, means, regrets, strict=True):
        best = max((mean, first, regret), key=lambda plan: mean_gain(plan.sites))
        on_average = float(learnt.gains(best.sites).mean())
        curve.append((first, replace(best, objective=on_average, bound=mean.bound), regret))
    return tuple(curve)


def held(
    plans: Sequence[Sequence[Plan]], *, fresh: Worlds, request: Request
) -> tuple[tuple[Held, ...], ...]:
    """Look for regret in fresh worlds.

    Parameters
    ----------
    plans
        What :func:`chosen_for` gives.
    fresh
        Worlds that they were not chosen for.
    request
        What is asked.

    Returns
    -------
    tuple of tuples
        For 1, 2, … posts one plan of each kind.
    """
    curve = []
    for posts, of_kind in enumerate(plans, start=1):
        outcomes = outcome.out_of_sample(
            [plan.sites for plan in of_kind], fresh, request=replace(request, posts=posts)
        )
        curve.append(
            tuple(
                Held(kind=kind, plan=plan, worst_regret=found.worst_regret)
                for kind, plan, found in zip(KINDS, of_kind, outcomes, strict=True)
            )
        )
    return tuple(curve)
