"""Move: the posts whose transfer brings the most residents within reach, all in all."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering, interchange
from jura_coverage.posts.solver.problem import FAR_MINUTES, TOLERANCE, BoolArray, Plan, Request
from jura_coverage.posts.solver.worlds import Worlds, worlds_of


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
    sites, today = to_sites.shape[1], to_sites.shape[1] + np.flatnonzero(posts > 0)
    near = csr_array((np.hstack([to_sites, to_places]) <= far_minutes).astype(float))

    def best(most: int | None) -> Plan:
        asked = pooled(replace(request, posts=most), posts, sites=sites)
        start = tuple(today.tolist())
        return covering.solve(near, weights, request=asked, start=start, time_limit_s=time_limit_s)

    plan = best(request.posts)
    reached, bound = interchange.cover(near, weights).value(today), plan.bound
    chosen, moved = moves(plan.sites, posts, sites=sites)
    while len(chosen) > 1 and plan.objective > reached:  # as few as gain as much
        fewer = best(len(chosen) - 1)
        if fewer.objective < plan.objective * (1 - TOLERANCE):
            break
        plan = fewer
        chosen, moved = moves(plan.sites, posts, sites=sites)
    gained = plan.objective - reached
    if gained <= 0:
        chosen, moved = chosen[:0], np.zeros_like(posts)
    return Transfers(
        places=tuple(int(place) for place in np.repeat(np.arange(len(posts)), moved)),
        sites=tuple(int(site) for site in chosen),
        gained=gained,
        bound=max(bound - reached, gained),
    )


def pooled(request: Request, posts: IntArray, *, sites: int) -> Request:
    """Ask for transfers as for a plan: the sites, then the places at which a post stays.

    A post is at a site, or keeps its place within reach; a place's other posts are free to move.

    Parameters
    ----------
    request, posts
        As in :func:`solve`; only the number of posts and the candidates are used.
    sites
        Number of sites.

    Raises
    ------
    SitingError
        If the request cannot be met, or more posts are to move than there are.
    """
    rules = request.checked(sites)
    total = int(posts.sum())
    if rules.posts > total:
        raise SitingError(
            f"Trouvé {french.count(rules.posts, 'transfert')} à proposer pour "
            f"{french.count(total, 'poste')} ; attendu au plus un transfert par poste."
        )
    return Request(
        posts=min(total, rules.posts + int(np.count_nonzero(posts))),
        candidates=np.append(rules.allowed, posts > 0),
        group=np.repeat([0, 1], [sites, len(posts)]),
        room=np.array([rules.posts, len(posts)]),
    )


def moves(plan: tuple[int, ...], posts: IntArray, *, sites: int) -> tuple[IntArray, IntArray]:
    """Tell which posts move where in a plan that answers :func:`pooled`.

    Returns
    -------
    tuple of arrays
        The sites, and how many posts each place gives up: first those that a place has more
        than one of, then those of places that nobody needs in the plan.
    """
    chosen = np.array([site for site in plan if site < sites], dtype=np.intp)
    stays = np.isin(np.arange(len(posts)), np.array(plan, dtype=np.intp) - sites)
    moved, left = np.zeros_like(posts), len(chosen)
    for free in (np.where(stays, posts - 1, 0), np.where(stays, 0, posts)):
        before = free.cumsum() - free
        given = np.clip(left - before, 0, free)
        moved, left = moved + given, left - int(given.sum())
    return chosen, moved


def worlds(
    near: BoolArray, served: BoolArray, weights: FloatArray, *, posts: IntArray, most: int
) -> Worlds:
    """Keep of many worlds what transfers can change, for plans that answer :func:`pooled`.

    Parameters
    ----------
    near
        Worlds × demand points × sites and then places: whether within reach.
    served
        Whether some place whose posts do not move is within reach: worlds × demand points.
    weights
        Residents of each demand point.
    posts, most
        Posts of each place, and how many may move: who has more near keeps one.
    """
    stays = near[:, :, -len(posts) :] @ posts > most
    return worlds_of(near, served | stays, weights)


def fewest(
    plan: tuple[int, ...], tried: Worlds, *, posts: IntArray, sites: int, on_average: bool
) -> tuple[IntArray, IntArray]:
    """Give the moves of a plan without those that nothing is gained by.

    Parameters
    ----------
    plan, posts, sites
        As in :func:`moves`.
    tried
        The worlds that it was chosen for.
    on_average
        Leave moves out where no less is gained on average; if not, where it is so in each world.

    Returns
    -------
    tuple of arrays
        As of :func:`moves`.
    """

    def gains(to: IntArray, moved: IntArray) -> FloatArray:
        each = tried.gains([*to, *(sites + np.flatnonzero(posts > moved))])
        return each.sum(keepdims=True) if on_average else each

    chosen, moved = moves(plan, posts, sites=sites)
    enough = gains(chosen, moved) * (1 - TOLERANCE)
    none = np.zeros_like(moved)
    if (gains(chosen[:0], none) >= enough).all():
        return chosen[:0], none
    for site in chosen:
        for place in np.flatnonzero(moved):
            fewer, less = chosen[chosen != site], moved - (np.arange(len(moved)) == place)
            if (gains(fewer, less) >= enough).all():
                chosen, moved = fewer, less
                break
    return chosen, moved


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
