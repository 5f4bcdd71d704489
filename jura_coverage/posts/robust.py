"""Robust: sites of new posts that hold where trips take longer or shorter than estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.posts.solver import expected, least_regret, outcome
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.worlds import worlds_of

Kind = Literal["middle", "expected", "regret"]


@dataclass(frozen=True, kw_only=True)
class Many:
    """Who could be near which site in many worlds.

    Parameters
    ----------
    near
        Worlds × communes × possible sites.
    served
        Whether a post of today is within reach: worlds × communes.
    """

    near: BoolArray
    served: BoolArray


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


def held(
    middle: Sequence[Plan],
    *,
    learnt: Many,
    fresh: Many,
    possible: IntArray,
    request: Request,
    weights: FloatArray,
    residents: FloatArray,
) -> tuple[tuple[Held, ...], ...]:
    """Choose for the mean and for the worst over many worlds, and look for regret in fresh ones.

    Parameters
    ----------
    middle
        For 1, 2, … posts the plan if all is as estimated.
    learnt, fresh
        Worlds to choose for, and others.
    possible, request
        Positions of the sites that may be chosen, and what is asked of all communes.
    weights, residents
        What those of each commune count in the choice, and in the regret.

    Returns
    -------
    tuple of tuples
        For 1, 2, … posts one plan of each kind.
    """
    asked = request.only(possible)
    sample = worlds_of(learnt.near, learnt.served, weights)
    others = worlds_of(fresh.near, fresh.served, residents)
    means = expected.curve(sample, request=asked)
    regrets = least_regret.curve(sample, request=asked, others=means)
    curve = []
    for posts, (mean, regret) in enumerate(zip(means, regrets, strict=True), start=1):
        first = middle[posts - 1]
        among = tuple(np.searchsorted(possible, first.sites).tolist())
        outcomes = outcome.out_of_sample(
            [among, mean.sites, regret.sites], others, request=replace(asked, posts=posts)
        )
        of_kind: dict[Kind, Plan] = {
            "middle": first, "expected": _of_all(mean, possible),
            "regret": _of_all(regret, possible),
        }  # fmt: skip
        curve.append(
            tuple(
                Held(kind=kind, plan=plan, worst_regret=found.worst_regret)
                for (kind, plan), found in zip(of_kind.items(), outcomes, strict=True)
            )
        )
    return tuple(curve)


def _of_all(plan: Plan, possible: IntArray) -> Plan:
    """Give the sites of a plan their positions among all communes."""
    return replace(plan, sites=tuple(possible[list(plan.sites)].tolist()))
