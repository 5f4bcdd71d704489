"""Capacity: who can be served, not only reached, and where posts would serve most."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, identity, vstack

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering, highs
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.interchange import cover
from jura_coverage.posts.solver.problem import TOLERANCE, BoolArray, Plan, Request, Rules

NEAR = 1e-7  # relative tolerance of what HiGHS answers


@dataclass(frozen=True, kw_only=True)
class Capacitated:
    """Where new posts serve most, each no more than it can.

    Parameters
    ----------
    plan
        Its objective is the need served with the new posts, its bound what no plan can exceed.
    served_today
        Need that the existing posts can serve.
    full
        Whether every new post is full, as it may be elsewhere too: of all sets of sites of which
        that is so, this one brings the most need within reach.
    """

    plan: Plan
    served_today: float
    full: bool


def served(reach: csr_array, need: FloatArray, *, capacity: FloatArray) -> float:
    """Give the most need that posts can serve, each as much as it can, wherever it is within reach.

    The need of a demand point may be split between posts: a maximum flow, found as a linear
    programme, since needs are no whole numbers.

    Parameters
    ----------
    reach
        A row a demand point, a column a post, stored where within reach.
    need
        Of each demand point, none negative.
    capacity
        What each post can serve, in the unit of the need.
    """
    return float(_transport(reach, need, capacity).flow().sum())


def solve(
    reach: csr_array,
    need: FloatArray,
    *,
    request: Request,
    capacity: float,
    existing_reach: csr_array,
    existing_capacity: FloatArray,
    time_limit_s: float = 60.0,
) -> Capacitated:
    """Choose the sites that serve most, none more than it can: the capacitated MCLP.

    Where several sets of sites serve as much, one that brings the most need within reach, if there
    is time for it: where it is not proven that no set serves more, any of them.

    Parameters
    ----------
    reach
        A row a demand point, a column a site, stored where within reach.
    need
        Of each demand point, none negative.
    request
        How many sites, and which.
    capacity
        What a new post can serve, in the unit of the need.
    existing_reach, existing_capacity
        The same of the posts that stay: a column a post.
    time_limit_s
        Seconds for branch and bound, for either of these questions.

    Raises
    ------
    SitingError
        If the request cannot be met.

    Notes
    -----
    Current and Storbeck (1988), "Capacitated covering models", Environment and Planning B 15(2);
    here a demand point may be served by several posts.
    """
    rules = request.checked(reach.shape[1])
    sites, existing = csr_array(reach), csr_array(existing_reach)
    near = np.asarray(existing.sum(axis=1)) > 0
    today = served(existing, need, capacity=existing_capacity)
    every = _transport(
        csr_array(hstack([sites, existing])),
        need,
        np.append(np.full(sites.shape[1], capacity), existing_capacity),
    )
    widest = covering.solve(sites, need, request=request, served=near, time_limit_s=time_limit_s)
    most = min(
        today + rules.posts * capacity,  # each new post is full
        float(need[near].sum()) + widest.bound,  # nobody within reach is turned away
    )
    chosen = _filled(every, rules, np.array(widest.sites, dtype=np.intp), capacity=capacity)
    value = every.served(rules, chosen)
    if value < most * (1 - NEAR):  # else it serves most, and brings most within reach
        model = _model(every, rules)
        found = highs.solve(
            model, fallback=_started(every, model, chosen), time_limit_s=time_limit_s
        )
        most = value if found.proven else min(most, found.bound)
        better = np.flatnonzero(found.variables[: len(rules.allowed)] > 0.5)
        if every.served(rules, better) > value * (1 + NEAR):
            chosen, value = better, every.served(rules, better)
            most = value if found.proven else most
        if found.proven:  # of all that serve as much, take one that brings most within reach
            wider = _wider(model, sites, np.where(near, 0.0, need), least=value * (1 - NEAR))
            start = np.append(_started(every, model, chosen), _reached(sites, chosen, near))
            found = highs.solve(wider, fallback=start, time_limit_s=time_limit_s)
            chosen = np.flatnonzero(found.variables[: len(rules.allowed)] > 0.5)
            value = every.served(rules, chosen)
            most = max(most, value)
    else:
        most = value
    return Capacitated(
        plan=Plan(sites=tuple(int(site) for site in chosen), objective=value, bound=most),
        served_today=today,
        full=value >= (today + len(chosen) * capacity) * (1 - NEAR),
    )


@dataclass(frozen=True, kw_only=True)
class _Transport:
    """Who may be served by which post, demand points with the same posts taken together.

    Parameters
    ----------
    demand, post
        Of each pair within reach.
    need, capacity
        Of each demand point, and of each post: the sites first.
    """

    demand: IntArray
    post: IntArray
    need: FloatArray
    capacity: FloatArray

    def flow(self) -> FloatArray:
        """Serve as much as can be: what goes through each pair."""
        if not len(self.demand):
            return np.zeros(0)
        used = self.capacity[self.post] > 0
        demand, post = self.demand[used], self.post[used]
        flow = np.zeros(len(self.demand))
        if used.any():
            rows = vstack([
                _sums(demand, len(self.need)), _sums(post, len(self.capacity)),
            ])  # fmt: skip
            limits = np.append(self.need, self.capacity)
            flow[used] = highs.relax(
                highs.Model(
                    profit=np.ones(len(demand)),
                    least=np.zeros(len(demand)),
                    most=np.minimum(self.need[demand], self.capacity[post]),
                    rows=csr_array(rows),
                    lower=np.full(len(limits), -np.inf),
                    upper=limits,
                    integer=np.zeros(len(demand), dtype=bool),
                )
            ).variables
        return flow

    def only(self, rules: Rules, sites: IntArray) -> "_Transport":
        """Leave out the sites that are not chosen."""
        chosen = np.ones(len(self.capacity), dtype=bool)
        chosen[: len(rules.allowed)] = False
        chosen[sites] = True
        return replace(self, capacity=np.where(chosen, self.capacity, 0.0))

    def served(self, rules: Rules, sites: IntArray) -> float:
        """Give the most need that is served from some sites and the existing posts."""
        return float(self.only(rules, sites).flow().sum())


def _transport(reach: csr_array, need: FloatArray, capacity: FloatArray) -> _Transport:
    problem = cover(csr_array(reach), need)
    pairs = problem.sites_of.tocoo()
    return _Transport(
        demand=pairs.row.astype(np.intp), post=pairs.col.astype(np.intp),
        need=problem.weights, capacity=np.asarray(capacity, dtype=float),
    )  # fmt: skip


def _sums(which: IntArray, number: int) -> coo_array:
    """One row for each of so many, that adds up the variables which belong to it."""
    each = np.arange(len(which))
    return coo_array((np.ones(len(which)), (which, each)), shape=(number, len(which)))


def _filled(every: _Transport, rules: Rules, sites: IntArray, *, capacity: float) -> IntArray:
    """Add the sites that are near most of the need that is not served, as many as may be."""
    chosen = np.zeros(len(rules.allowed), dtype=bool)
    chosen[sites] = True
    while rules.addable(chosen).any():
        flow = every.only(rules, np.flatnonzero(chosen)).flow()
        unserved = every.need - np.bincount(every.demand, flow, minlength=len(every.need))
        near = np.bincount(every.post, unserved[every.demand], minlength=len(every.capacity))
        gain = np.where(rules.addable(chosen), near[: len(chosen)], 0.0)
        if gain.max() <= TOLERANCE * (1 + capacity):
            break
        chosen[gain.argmax()] = True
    return np.flatnonzero(chosen)


def _model(every: _Transport, rules: Rules) -> highs.Model:
    """One variable a site, one a pair; a site that is not chosen serves nobody."""
    sites, pairs, posts = len(rules.allowed), len(every.demand), len(every.capacity)
    rule, limit = rule_rows(rules, np.arange(sites))
    at = np.arange(sites)
    opened = coo_array((-every.capacity[:sites], (at, at)), shape=(posts, sites))
    stays = np.where(np.arange(posts) < sites, 0.0, every.capacity)
    upper = np.concatenate([every.need, stays, limit])
    rows = vstack([
        hstack([csr_array((len(every.need), sites)), _sums(every.demand, len(every.need))]),
        hstack([opened, _sums(every.post, posts)]),
        hstack([rule, csr_array((len(limit), pairs))]),
    ])  # fmt: skip
    return highs.Model(
        profit=np.append(np.zeros(sites), np.ones(pairs)),
        least=np.zeros(sites + pairs),
        most=np.append(rules.allowed.astype(float), every.need[every.demand]),
        rows=csr_array(rows),
        lower=np.full(len(upper), -np.inf),
        upper=upper,
        integer=np.arange(sites + pairs) < sites,
    )


def _started(every: _Transport, model: highs.Model, sites: IntArray) -> FloatArray:
    """Give the variables of the model the values of a plan."""
    number = len(model.profit) - len(every.demand)
    chosen = np.isin(np.arange(number), sites)
    capacity = every.capacity.copy()
    capacity[:number][~chosen] = 0.0
    return np.append(chosen.astype(float), replace(every, capacity=capacity).flow())


def _wider(model: highs.Model, reach: csr_array, need: FloatArray, *, least: float) -> highs.Model:
    """Bring the most need within reach, and serve no less."""
    points, sites = reach.shape
    pairs = len(model.profit) - sites
    rows = vstack([
        hstack([model.rows, csr_array((model.rows.shape[0], points))]),
        hstack([csr_array(model.profit[None, :]), csr_array((1, points))]),
        hstack([reach, csr_array((points, pairs)), -identity(points)]),
    ])  # fmt: skip
    return highs.Model(
        profit=np.append(np.zeros(sites + pairs), need),
        least=np.zeros(sites + pairs + points),
        most=np.append(model.most, np.ones(points)),
        rows=csr_array(rows),
        lower=np.concatenate([model.lower, [least], np.zeros(points)]),
        upper=np.concatenate([model.upper, np.full(1 + points, np.inf)]),
        integer=np.append(model.integer, np.zeros(points, dtype=bool)),
    )


def _reached(reach: csr_array, sites: IntArray, near: BoolArray) -> FloatArray:
    """Mark the demand that some sites reach and no existing post does."""
    reached: FloatArray = ((reach[:, sites].sum(axis=1) > 0) & ~near).astype(float)
    return reached
