"""Sites without regret: those that are chosen whatever holds of travel and thresholds."""

from collections.abc import Iterator

import numpy as np

from jura_coverage.measures.pairs import FloatArray, Pairs
from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import Plan, Request


def plans(
    pairs: Pairs,
    weights: FloatArray,
    *,
    existing_m: FloatArray,
    reach_m: FloatArray,
    request: Request,
) -> Iterator[Plan]:
    """Site posts anew in each scenario.

    Each plan is found by greedy and interchange, without proof: what counts is how often a site
    returns, see :func:`jura_coverage.posts.solver.problem.how_often`.

    Parameters
    ----------
    pairs
        Crow-fly metres from communes to sites, at least as far as the longest reach.
    weights
        Residents of each commune.
    existing_m
        Metres from each commune (columns) to the nearest post of today, in each scenario (rows).
    reach_m
        Metres that are within reach in each scenario:
        :func:`jura_coverage.measures.certainty.reach_m`.
    request
        How many sites, and which.
    """
    for near, limit in zip(existing_m, np.asarray(reach_m, dtype=float), strict=True):
        yield covering.approximate(
            pairs.reach(limit), weights, request=request, served=near <= limit, iterations=0
        )
