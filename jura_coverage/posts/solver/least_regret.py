"""Least regret: the sites that, in whatever world, gain little less than its best plan would."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack, identity, vstack

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import best_gains, highs
from jura_coverage.posts.solver.best_gains import BestGains, Regret
from jura_coverage.posts.solver.choice import rule_rows
from jura_coverage.posts.solver.problem import Plan, Request, Rules
from jura_coverage.posts.solver.worlds import Worlds

# Up to so many pairs of a row and a site HiGHS chooses whole sites; beyond, the bound is that of
# shares of sites, in as many worlds as have so many pairs.
MOST_PAIRS = 10_000
MOST_RELAXED_PAIRS = 20_000
NEAR = 1e-6  # of what could be gained: the tolerance of HiGHS


def solve(
    worlds: Worlds,
    *,
    request: Request,
    starts: Sequence[tuple[int, ...]] = (),
    time_limit_s: float = 60.0,
) -> Plan:
    """Choose the sites whose worst regret over a sample of worlds is least.

    The regret of a plan in a world is what the best plan of that world would gain, less what it
    gains itself: see Snyder (2006), "Facility location under uncertainty: a review", IIE
    Transactions 38(7). Sites are exchanged as long as the worst regret falls; then a model over
    the worlds that matter bounds it from below: those in which its own solution is worst are
    added until there is none that is worse than the bound.

    Parameters
    ----------
    worlds
        The sample.
    request
        How many sites, and which.
    starts
        Plans to start from, within the request.
    time_limit_s
        Seconds for each model.

    Returns
    -------
    Plan
        Its objective is the worst regret on the sample; no plan has less than its bound. Sites
        that gain nobody in any world are left out.

    Raises
    ------
    SitingError
        If the request cannot be met.
    """
    rules = request.checked(worlds.sites)
    if not len(worlds.weights):
        return Plan(sites=(), objective=0.0, bound=0.0)
    best = best_gains.before_solving(worlds, request=request)
    sites, regret = _searched(worlds, rules, (), best=best, request=request)
    for start in starts:
        trial, found = _searched(worlds, rules, start, best=regret.best, request=request)
        if found.residents < regret.residents:
            sites, regret = trial, found
        else:
            regret = replace(regret, best=found.best)
    return _proven(worlds, rules, sites, regret, request=request, time_limit_s=time_limit_s)


def curve(
    worlds: Worlds,
    *,
    request: Request,
    others: Sequence[Plan] = (),
    time_limit_s: float = 60.0,
) -> tuple[Plan, ...]:
    """Solve for 1, 2, … and so on up to the posts of the request; each starts from the last.

    Parameters
    ----------
    worlds, request, time_limit_s
        As in :func:`solve`.
    others
        For each number of posts another plan to start from, such as that of the greatest mean gain.
    """
    plans: list[Plan] = []
    for posts in range(1, request.checked(worlds.sites).posts + 1):
        near = [*plans[-1:], *others[posts - 1 : posts]]
        plan = solve(
            worlds,
            request=replace(request, posts=posts),
            starts=[other.sites for other in near],
            time_limit_s=time_limit_s,
        )
        plans.append(plan)
    return tuple(plans)


def _searched(
    worlds: Worlds, rules: Rules, sites: tuple[int, ...], *, best: BestGains, request: Request
) -> tuple[tuple[int, ...], Regret]:
    """Exchange sites as long as the worst regret falls, looking closer at the worlds it meets."""
    sites = exchanged(worlds, rules, sites, best.low)
    while True:
        gains = worlds.gains(sites)
        regret = best_gains.worst_regret(worlds, gains, best=best, request=request)
        best = regret.best
        other = exchanged(worlds, rules, sites, best.low)
        if (best.high - worlds.gains(other)).max() >= regret.residents:
            return sites, regret
        sites = other


def exchanged(
    worlds: Worlds, rules: Rules, sites: tuple[int, ...], targets: FloatArray
) -> tuple[int, ...]:
    """Fill up a plan, then exchange each site for another one while the worst world gets better.

    Of several that are as good in the worst world, the one that gains most in all together.
    """

    def added(kept: tuple[int, ...]) -> tuple[tuple[int, ...], float]:
        missing, margins = targets - worlds.gains(kept), worlds.margins(kept)
        chosen = np.zeros(worlds.sites, dtype=bool)
        chosen[list(kept)] = True
        possible = rules.addable(chosen) & (margins > 0).any(axis=0)
        if not possible.any():
            return kept, float(missing.max())
        worst = np.where(possible, (missing[:, None] - margins).max(axis=0), np.inf)
        site = int(np.lexsort((-margins.sum(axis=0), worst))[0])
        return tuple(sorted((*kept, site))), float(worst[site])

    value = float((targets - worlds.gains(sites)).max())
    improved = True
    while improved:
        while (fuller := added(sites))[0] != sites:
            sites, value = fuller
        improved = False
        for site in sites:
            other, reached = added(tuple(kept for kept in sites if kept != site))
            if reached < value * (1 - NEAR) - NEAR:
                sites, value, improved = other, reached, True
                break
    return sites


def _proven(
    worlds: Worlds,
    rules: Rules,
    sites: tuple[int, ...],
    regret: Regret,
    *,
    request: Request,
    time_limit_s: float,
) -> Plan:
    """Bound the least worst regret from below, and take a better plan where one is found."""
    whole = worlds.reach.nnz <= MOST_PAIRS
    best, active, bound = regret.best, [regret.world], 0.0
    near = NEAR * float(worlds.most.max())
    if rules.posts == 1:  # all have been tried
        possible = rules.addable(np.zeros(worlds.sites, dtype=bool))
        bound = float((best.low[:, None] - worlds.margins(())).max(axis=0)[possible].min())
    while bound < regret.residents - near:
        chosen = np.sort(active)
        part, targets = worlds.only(chosen), best.low
        if not whole and part.reach.nnz > MOST_RELAXED_PAIRS:
            break
        model, kept = _master(part, rules, targets[chosen], most=regret.residents)
        if whole:
            start = np.isin(kept, sites)
            reached = part.reach[:, kept] @ start > 0
            fallback = np.concatenate([start, reached, [regret.residents]]).astype(float)
            found = highs.solve(model, fallback=fallback, time_limit_s=time_limit_s)
        else:
            found = highs.relax(model)
        bound = max(bound, -found.bound)
        shares = np.zeros(worlds.sites)
        shares[kept] = found.variables[: len(kept)]
        if whole:
            trial = tuple(int(site) for site in np.flatnonzero(shares > 0.5))
            tried = best_gains.worst_regret(
                worlds, worlds.gains(trial), best=best, request=request, time_limit_s=time_limit_s
            )
            best = tried.best
            if tried.residents < regret.residents:
                sites, regret = trial, tried
        behind = best.low - worlds.gains_of_shares(shares)
        worst = int(behind.argmax())
        if behind[worst] <= bound + near or (worst in active and best.low[worst] == targets[worst]):
            break
        active = list({*active, worst})
    for site in sites:
        fewer = tuple(other for other in sites if other != site)
        if (worlds.gains(fewer) == worlds.gains(sites)).all():
            sites = fewer
    value = regret.residents
    return Plan(sites=sites, objective=value, bound=value if bound >= value - near else bound)


def _master(
    worlds: Worlds, rules: Rules, targets: FloatArray, *, most: float
) -> tuple[highs.Model, IntArray]:
    """One variable a site, one a commune in a world, and the worst regret, to be made small."""
    rows = len(worlds.weights)
    useful = np.bincount(worlds.reach.indices, minlength=worlds.sites) > 0
    kept = np.flatnonzero(useful & rules.allowed)
    rule, limit = rule_rows(rules, kept)
    eye = identity(rows, format="csr")
    gained = csr_array(
        (worlds.weights, (worlds.world, np.arange(rows))), shape=(worlds.number, rows)
    )
    regret = csr_array(np.ones((worlds.number, 1)))

    def none(height: int, width: int) -> csr_array:
        return csr_array((height, width))

    table = vstack(
        [
            hstack([worlds.reach[:, kept], -eye, none(rows, 1)]),
            hstack([none(worlds.number, len(kept)), gained, regret]),
            hstack([rule, none(len(limit), rows + 1)]),
        ]
    )
    least = np.concatenate([np.zeros(rows), targets])
    model = highs.Model(
        profit=np.append(np.zeros(len(kept) + rows), -1.0),
        least=np.zeros(len(kept) + rows + 1),
        most=np.append(np.ones(len(kept) + rows), most),
        rows=csr_array(table),
        lower=np.concatenate([least, np.full(len(limit), -np.inf)]),
        upper=np.concatenate([np.full(len(least), np.inf), limit]),
        integer=np.arange(len(kept) + rows + 1) < len(kept),
    )
    return model, kept
