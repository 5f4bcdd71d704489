"""Capacitated: where new posts help most of those in need, each no more than it can."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from jura_coverage.errors import SitingError
from jura_coverage.posts.effects import need
from jura_coverage.posts.situation import Situation, minutes
from jura_coverage.posts.solver import capacity
from jura_coverage.posts.solver.capacity import Capacitated
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.weights import Weights
from jura_coverage.study import Result

# Where capacity is scarce, but not everywhere, the model is hard: then a good plan and its gap.
SECONDS = 10.0


def capacitated(
    result: Result, sites: pd.Index, *, request: Request, weights: Weights | None = None
) -> Capacitated:
    """Choose the sites that serve most of the need.

    Parameters
    ----------
    result
        A study.
    sites
        INSEE codes of the communes that may host a post.
    request
        How many of them, and which.
    weights
        Where need is, see :func:`jura_coverage.posts.effects.need`.

    Returns
    -------
    Capacitated
        Its sites are positions in `sites`. Posts across the border serve nobody here, but who is
        near one counts as within reach.

    Raises
    ------
    SitingError
        If nobody is in need, or the request cannot be met.
    """
    needs = need(result, weights).to_numpy()
    if not needs.any():
        raise SitingError(
            "--capacitated : trouvé aucun besoin dans le département ; attendu des habitants d'une "
            "commune au moins, et un poids au-dessus de 0 là où il en vit. Vérifiez la population "
            "des communes et --weights."
        )
    people = result.parameters.capacity.people_a_year
    far_minutes, today = result.parameters.policy.far_minutes, Situation.today(result)
    own = ~result.territory.places["neighbour"].to_numpy(bool)
    return capacity.solve(
        csr_array((result.ways.to_origins[sites] <= far_minutes).to_numpy(float)),
        needs,
        request=request,
        capacity=people,
        existing_reach=csr_array((minutes(result, today) <= far_minutes).astype(float)),
        existing_capacity=np.where(own, today.at_places * people, 0.0),
        time_limit_s=SECONDS,
    )
