"""Move: the posts whose transfer brings the most residents within reach, all in all."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import highs, interchange
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.problem import FAR_MINUTES, Request, Rules


@dataclass(frozen=True, kw_only=True)
class Transfers:
    """Posts that move, each from the place to the site in the same position.

    Parameters
    ----------
    places
        Positions of the places that give up a post; one that gives up two is named twice.
    sites
        Positions of the candidates that receive them.
    gained
        Residents within reach afterwards, less those within reach today.
    bound
        No such transfers gain more.
    """

    places: tuple[int, ...]
    sites: tuple[int, ...]
    gained: float
    bound: float


def solve(
    to_places: FloatArray,
    to_sites: FloatArray,
    weights: FloatArray,
    *,
    posts: IntArray,
    request: Request,
    far_minutes: float = FAR_MINUTES,
    time_limit_s: float = 60.0,
) -> Transfers:
    """Move posts to the sites from which, all in all, most residents come within reach.

    A place stays within reach as long as one of its posts does not move.

    Parameters
    ----------
    to_places, to_sites
        Minutes from each demand point (rows) to the places of today and to the candidates.
    weights
        Residents of each demand point.
    posts
        Posts of each place.
    request
        How many posts may move at most, and to which sites.
    far_minutes
        Within reach means at most so many.
    time_limit_s
        Seconds after which the best found so far is given, with its bound.

    Raises
    ------
    SitingError
        If the request cannot be met, or more posts are to move than there are.
    """
    rules = request.checked(to_sites.shape[1])
    if rules.posts > posts.sum():
        raise SitingError(
            f"Trouvé {french.count(rules.posts, 'transfert')} à proposer pour "
            f"{french.count(int(posts.sum()), 'poste')} ; attendu au plus un transfert par poste."
        )
    near = np.hstack([to_sites <= far_minutes, to_places <= far_minutes])
    problem = interchange.cover(csr_array(near.astype(float)), weights)
    number, start = len(rules.allowed), len(rules.allowed) + len(posts)
    today_reached = problem.reached(number + np.arange(len(posts)))
    found = highs.solve(
        _model(problem, rules, posts),
        fallback=np.concatenate([np.zeros(number), posts > 0, 0 * posts, today_reached]),
        time_limit_s=time_limit_s,
    )
    chosen = np.flatnonzero(found.variables[:number] > 0.5)
    moved = np.round(found.variables[start : start + len(posts)]).astype(posts.dtype)

    def value(sites: IntArray, leaving: IntArray) -> float:
        staying = number + np.flatnonzero(posts > leaving)
        return problem.value(np.concatenate([sites, staying]))

    today = value(np.empty(0, dtype=np.intp), np.zeros_like(posts))
    for place in np.flatnonzero(moved).repeat(moved[moved > 0]):  # leave out idle transfers
        fewer = moved - (np.arange(len(posts)) == place)
        for site in chosen:
            if value(chosen[chosen != site], fewer) >= value(chosen, moved):
                chosen, moved = chosen[chosen != site], fewer
                break
    gained = value(chosen, moved) - today
    return Transfers(
        places=tuple(int(place) for place in np.repeat(np.arange(len(posts)), moved)),
        sites=tuple(int(site) for site in chosen),
        gained=gained,
        bound=gained if found.proven else max(gained, found.bound - today),
    )


def _model(problem: interchange.Cover, rules: Rules, posts: IntArray) -> highs.Model:
    """One variable a site, one a place that stays, one for its posts that go, one a point."""
    points, places, sites = len(problem.weights), len(posts), len(rules.allowed)
    near, eye = problem.sites_of, csr_array(eye_array(places))
    rule, limit = rule_rows(rules, np.arange(sites))

    def none(rows: int, columns: int) -> csr_array:
        return csr_array((rows, columns))

    point = coo_array((-np.ones(points), (np.arange(points),) * 2), shape=(points, points))
    balance = np.concatenate([np.ones(sites), np.zeros(places), -np.ones(places)])
    rows = vstack(
        [
            hstack([near, none(points, places), point]),
            hstack([none(places, sites), eye, eye, none(places, points)]),
            hstack([csr_array(balance[None, :]), none(1, points)]),
            hstack([rule, none(len(limit), 2 * places + points)]),
        ]
    )
    without = np.full(places + len(limit), -np.inf)
    return highs.Model(
        profit=np.concatenate([np.zeros(sites + 2 * places), problem.weights]),
        least=np.zeros(sites + 2 * places + points),
        most=np.concatenate([rules.allowed, np.ones(places), posts, np.ones(points)]).astype(float),
        rows=csr_array(rows),
        lower=np.concatenate([np.zeros(points), without[:places], [0.0], without[places:]]),
        upper=np.concatenate([np.full(points, np.inf), posts, [0.0], limit]),
        integer=np.arange(sites + 2 * places + points) < sites + 2 * places,
    )


def gains_and_losses(
    before: pd.Series,
    after: pd.Series,
    residents: pd.Series,
    *,
    group: pd.Series,
    far_minutes: float = FAR_MINUTES,
) -> pd.DataFrame:
    """Count, by EPCI, the residents who come within reach and those who no longer are.

    Parameters
    ----------
    before, after
        Minutes of each commune to its nearest post.
    residents, group
        Of each commune; communes without group are counted under the empty one.
    far_minutes
        Within reach means at most so many.
    """
    was, is_now = before <= far_minutes, after <= far_minutes
    counts = pd.DataFrame(
        {
            "residents_gained": residents.where(is_now & ~was, 0),
            "residents_lost": residents.where(was & ~is_now, 0),
        }
    )
    return counts.groupby(group.fillna("")).sum()
