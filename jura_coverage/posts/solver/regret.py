"""Sites without regret: those that are chosen whatever trips really take."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering
from jura_coverage.posts.solver.problem import BoolArray, Plan, Request


def plans(
    near: BoolArray,
    weights: FloatArray,
    *,
    sites: IntArray,
    served: BoolArray,
    request: Request,
) -> Iterator[Plan]:
    """Site posts anew in each world.

    Each plan is found by greedy and interchange, without proof: what counts is how often a site
    returns, see :func:`jura_coverage.posts.solver.problem.how_often`.

    Parameters
    ----------
    near
        Whether each of some sites is within reach: worlds × communes × these sites.
    weights
        Residents of each commune.
    sites
        Positions of these sites; no other may be chosen.
    served
        Whether a post of today is within reach: worlds × communes.
    request
        How many sites, and which, of all communes.
    """
    for within, reached in zip(near, served, strict=True):
        commune, site = np.nonzero(within)
        reach = csr_array(
            (np.ones(len(site)), (commune, sites[site])), shape=(len(weights), len(weights))
        )
        yield covering.approximate(reach, weights, request=request, served=reached, iterations=0)
