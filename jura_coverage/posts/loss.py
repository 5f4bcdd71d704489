"""Keep: what the end of each post, or of several together, would cost in residents."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array, hstack, vstack

from jura_coverage.posts.solver import highs, interchange
from jura_coverage.posts.solver.problem import Plan, Request


def lost(near: pd.DataFrame, *, ended: Sequence[object]) -> pd.Series:
    """Mark the communes within reach today that would not be if some hosts ended.

    Parameters
    ----------
    near
        Whether a commune (rows) is within reach of a host or place (columns), see
        :meth:`jura_coverage.measures.ways.Ways.near_owners`.
    ended
        Columns that end.
    """
    left = near.drop(columns=list(ended)).any(axis=1)
    return (near.any(axis=1) & ~left).rename("lost")


def lost_alone(
    near: pd.DataFrame,
    residents: pd.Series,
    *,
    posts: pd.Series,
    poor: pd.Series | None = None,
) -> pd.DataFrame:
    """Count what would be lost if each host ended and all others stayed.

    Parameters
    ----------
    near
        As in :func:`lost`; a column a host.
    residents
        Of each commune; a missing count adds nothing.
    posts
        Of each host: the end of one post of several loses nobody's reach, only time.
    poor
        Communes with poor internet, which would become flagged.

    Returns
    -------
    DataFrame
        A row a host: `residents_lost` if the host ends, `residents_lost_post` if one of its
        posts does, `communes_lost`, and `communes_flagged` that were not before, missing where
        nothing is known of internet.
    """
    alone = near[near.sum(axis=1) == 1]  # whom one host is near, and no other
    count = alone.mul(residents[alone.index].fillna(0.0), axis=0).sum()
    flagged: float | pd.Series = float("nan")
    if poor is not None and not _is_untold(poor):
        flagged = alone[poor[alone.index].fillna(False)].sum().astype(float)
    return pd.DataFrame(
        {
            "residents_lost": count.astype(float),
            "residents_lost_post": count.astype(float).where(posts[near.columns] <= 1, 0.0),
            "communes_lost": alone.sum().astype(int),
            "communes_flagged": flagged,
        },
        index=near.columns,
    )


def worst_joint(
    near: pd.DataFrame,
    residents: pd.Series,
    *,
    together: int,
    time_limit_s: float = 60.0,
) -> Plan:
    """Find the hosts whose joint end would put the most residents out of reach.

    Parameters
    ----------
    near, residents
        As in :func:`lost_alone`.
    together
        How many hosts end together.
    time_limit_s
        Seconds after which the worst found so far is given, with its bound.

    Returns
    -------
    Plan
        Positions among the columns of `near`; the objective is the residents lost.

    Raises
    ------
    SitingError
        If more hosts are to end than there are, or none.
    """
    rules = Request(posts=together).checked(near.shape[1])
    # Who has more hosts than end is not lost; hosts of nobody else only make up the number.
    few = near[near.sum(axis=1) <= together]
    matters = few.any(axis=0).to_numpy(copy=True)
    matters[np.flatnonzero(~matters)[: rules.posts]] = True
    within = csr_array(few.loc[:, matters].to_numpy(dtype=np.float64))
    weights = residents[few.index].fillna(0).to_numpy(dtype=np.float64)
    problem = interchange.cover(within, weights)
    points, hosts = problem.sites_of.shape
    pairs = problem.sites_of.tocoo()
    each = np.arange(pairs.nnz)
    # A resident is lost only if every host within reach ends.
    point = coo_array((np.ones(pairs.nnz), (each, pairs.row)), shape=(pairs.nnz, points))
    host = coo_array((-np.ones(pairs.nnz), (each, pairs.col)), shape=(pairs.nnz, hosts))
    number = hstack([csr_array(np.ones((1, hosts))), csr_array((1, points))])
    model = highs.Model(
        profit=np.concatenate([np.zeros(hosts), problem.weights]),
        least=np.zeros(hosts + points),
        most=np.ones(hosts + points),
        rows=csr_array(vstack([hstack([host, point]), number])),
        lower=np.append(np.full(pairs.nnz, -np.inf), rules.posts),
        upper=np.append(np.zeros(pairs.nnz), rules.posts),
        integer=np.arange(hosts + points) < hosts,
    )
    first = np.arange(hosts) < rules.posts
    staying = problem.reached(np.arange(rules.posts, hosts))
    found = highs.solve(
        model,
        fallback=np.concatenate([first, ~staying]).astype(float),
        time_limit_s=time_limit_s,
    )
    ended = np.flatnonzero(found.variables[:hosts] > 0.5)
    stays = np.setdiff1d(np.arange(hosts), ended)
    objective = float(problem.weights.sum()) - problem.value(stays)
    bound = objective if found.proven else found.bound
    sites = np.flatnonzero(matters)[ended]
    return Plan(sites=tuple(int(site) for site in sites), objective=objective, bound=bound)


def timeline(
    near: pd.DataFrame,
    residents: pd.Series,
    *,
    ends: pd.Series,
    poor: pd.Series | None = None,
) -> pd.DataFrame:
    """Tell what is lost by when if no convention is renewed.

    Parameters
    ----------
    near, residents, poor
        As in :func:`lost_alone`.
    ends
        End of convention of each host, of any type that can be ordered; a host whose end is
        missing is taken to stay.

    Returns
    -------
    DataFrame
        A row an end, in order: `hosts` that end then, `residents_lost`, `communes_lost` and
        `communes_flagged` since today.
    """
    known = ends.reindex(near.columns).dropna().sort_values(kind="stable")
    gone: list[object] = []
    rows = {}
    for end, hosts in known.groupby(known):
        gone += hosts.index.tolist()
        without = lost(near, ended=gone)
        rows[end] = {
            "hosts": tuple(hosts.index),
            "residents_lost": float(residents[without].sum()),
            "communes_lost": int(without.sum()),
            "communes_flagged": newly_flagged(without, poor),
        }
    columns = ["hosts", "residents_lost", "communes_lost", "communes_flagged"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def newly_flagged(gone: pd.Series, poor: pd.Series | None) -> float:
    """Count the communes that lose their reach and have poor internet.

    Missing where it is known of no commune whether its internet is poor.
    """
    if poor is None or _is_untold(poor):
        return float("nan")
    return float((gone & poor.fillna(False)).sum())


def _is_untold(poor: pd.Series) -> bool:
    """Tell whether nothing is known of internet, where there is a commune to know it of."""
    return len(poor) > 0 and bool(poor.isna().all())
