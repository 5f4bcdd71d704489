"""Outcome: what plans turn out to gain in worlds that they were not made for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jura_coverage.posts.solver import best_gains
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.solver.worlds import Worlds

INTERVAL = (0.05, 0.95)
TIME_LIMIT_S = 60.0  # for each world whose best plan must be known


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a plan gains in fresh worlds.

    Parameters
    ----------
    expected_gain, standard_error
        Residents gained on average, and how sure that average is for so many worlds.
    low, high
        Between these numbers lies the gain in 90 % of the worlds.
    worst_regret
        What the plan gains less than the best one of a world, in the world where that is most.
    proven
        Whether that best one is proven optimal; if not, the worst regret may be less.
    """

    expected_gain: float
    standard_error: float
    low: float
    high: float
    worst_regret: float
    proven: bool


def out_of_sample(
    plans: Sequence[tuple[int, ...]],
    worlds: Worlds,
    *,
    request: Request,
) -> tuple[Outcome, ...]:
    """Try plans in fresh worlds.

    Parameters
    ----------
    plans
        Sites of each.
    worlds
        Others than those for which the plans were chosen: there they gain too much (the
        optimiser's curse).
    request
        What the best plan of each world may choose: as many posts as the plans.

    Raises
    ------
    ValueError
        If there is no world.
    """
    if not worlds.number:
        raise ValueError("no world")
    best, outcomes = best_gains.before_solving(worlds, request=request), []
    for sites in plans:
        gains = worlds.gains(sites)
        regret = best_gains.worst_regret(
            worlds, gains, best=best, request=request, time_limit_s=TIME_LIMIT_S
        )
        best = regret.best
        low, high = np.quantile(gains, INTERVAL)
        outcomes.append(
            Outcome(
                expected_gain=float(gains.mean()),
                standard_error=float(gains.std() / np.sqrt(len(gains))),
                low=float(low),
                high=float(high),
                worst_regret=regret.residents,
                proven=bool(best.low[regret.world] == best.high[regret.world]),
            )
        )
    return tuple(outcomes)


def as_good(
    sites: tuple[int, ...], worlds: Worlds, *, request: Request, within: float = 0.01
) -> tuple[tuple[int, ...], ...]:
    """Find the sites that may stand in for each site of a plan.

    Parameters
    ----------
    sites
        Of the plan.
    worlds
        Those in which gains are compared, others than those for which the plan was chosen.
    request
        What plans are possible.
    within
        How much less (0.01 for 1 %) than the plan the other one may gain on average.

    Returns
    -------
    tuple of tuples
        For each site the others, the best first.
    """
    rules = request.checked(worlds.sites)
    least = float(worlds.gains(sites).mean()) * (1 - within)
    found = []
    for site in sites:
        kept = tuple(other for other in sites if other != site)
        chosen = np.zeros(worlds.sites, dtype=bool)
        chosen[list(kept)] = True
        means = worlds.gains(kept).mean() + worlds.margins(kept).mean(axis=0)
        means[~rules.addable(chosen)] = -np.inf
        means[site] = -np.inf
        order = np.argsort(-means, kind="stable")
        found.append(tuple(order[means[order] >= least].tolist()))
    return tuple(found)
