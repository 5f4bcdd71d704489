"""Add: where new posts would bring the most residents within reach."""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from jura_coverage import classify, equity, geo, pairs, programme
from jura_coverage.decision.base import Ground
from jura_coverage.decision.scenarios import between_km, coordinates, scenarios_of
from jura_coverage.robustness import Ranges
from jura_coverage.siting import centre, covering, interchange, median, problem
from jura_coverage.siting.problem import BoolArray, Plan, Request

# Sites so close to each other are one answer to "where".
NEAR_MINUTES = 10.0


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where new posts may go, and how many.

    Parameters
    ----------
    posts
        How many at most; None for as many as the budget pays.
    candidates
        INSEE codes that may host one; all communes if None.
    least_residents
        Smaller communes are no candidates.
    largest_of_epci
        Only the most populous commune of each EPCI, for want of its seat.
    per_epci
        At most so many new posts an EPCI.
    budget_euros, host_type
        A budget, and the tariff (:data:`jura_coverage.programme.FIRST`) that a post is counted at.
    weighted
        Count residents in proportion to the share of premises with poor internet.
    """

    posts: int | None = 5
    candidates: tuple[str, ...] | None = None
    least_residents: int = 0
    largest_of_epci: bool = False
    per_epci: int | None = None
    budget_euros: float | None = None
    host_type: str = "public"
    weighted: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A number of new posts and the communes that they serve best from.

    Parameters
    ----------
    posts
        How many were asked for.
    sites
        INSEE codes; fewer than posts where the rest would bring nobody within reach.
    residents_gained
        Residents within reach who are not today.
    gap, cost_euros
        How far (share) an optimum could lie above, and the cost at the tariff.
    """

    posts: int
    sites: tuple[str, ...]
    residents_gained: int
    gap: float
    cost_euros: int


@dataclass(frozen=True, kw_only=True)
class Add:
    """Where new posts would serve most.

    Parameters
    ----------
    rule
        What was asked for.
    plans
        For 1, 2, … posts, the most residents brought within reach (MCLP).
    mean, worst
        With as many posts as the last plan: the sites of the least mean minutes (p-median) and
        of the shortest worst case (p-centre), each with its objective in minutes.
    alternatives
        Other sets of sites that gain within 1 % of the last plan.
    chosen
        For each commune the shares (0 to 1) of scenarios: `chosen_share` in which it is chosen
        itself, `near_share` in which a commune within :data:`NEAR_MINUTES` is.
    equity
        Today and after each of the three, see :func:`jura_coverage.equity.compare`.
    equity_by_epci
        By plan, whether weighted, and EPCI: today and after the last plan.
    """

    rule: Rule
    plans: tuple[Proposal, ...]
    mean: tuple[Proposal, float]
    worst: tuple[Proposal, float]
    alternatives: tuple[Proposal, ...]
    chosen: pd.DataFrame
    equity: pd.DataFrame
    equity_by_epci: pd.DataFrame


def add(base: Ground, rule: Rule, *, scenarios: int = 200, seed: int = 0) -> Add:
    """Choose sites for new posts; existing ones stay.

    Parameters
    ----------
    base, rule
        From :func:`ground`, and what is asked for.
    scenarios, seed
        How many scenarios tell how sure each site is, and the seed of their random numbers.

    Raises
    ------
    SitingError
        If the request cannot be met: no candidate, more posts than candidates, a budget below
        one post, no one left to reach.
    """
    request = _request(base, rule)
    weights = base.residents * (base.weights if rule.weighted else 1.0)
    reach = pairs.pairs_of(base.to_sites, limit=base.within_minutes).reach(base.within_minutes)
    served = base.served.to_numpy()
    plans = covering.curve(reach, weights.to_numpy(), request=request, served=served)
    last = plans[-1]
    exact = replace(request, posts=len(plans), budget_euros=None)
    nearest = base.nearest.to_numpy()
    costs = base.to_sites.to_numpy(dtype=float)
    mean = median.solve(costs, weights.to_numpy(), request=exact, existing=nearest)
    worst = centre.solve(costs, weights.to_numpy(), request=exact, existing=nearest)
    others = covering.alternatives(
        reach,
        weights.to_numpy(),
        request=replace(exact, posts=max(1, len(last.sites))),
        plan=last,
        served=served,
        most=5,
    )
    total = float(weights.sum())
    ways = {
        "aujourd'hui": base.nearest,
        "plus d'habitants à portée": _after(base, last),
        "moins de minutes en moyenne": _after(base, mean),
        "plus long trajet le plus court": _after(base, worst),
    }
    ways = {name: minutes.replace(np.inf, np.nan) for name, minutes in ways.items()}
    flags = {name: _flagged(base, minutes) for name, minutes in ways.items()}
    return Add(
        rule=rule,
        plans=tuple(
            _proposal(base, plan, rule, asked=asked) for asked, plan in enumerate(plans, start=1)
        ),
        mean=(
            _proposal(base, mean, rule, asked=len(plans)),
            mean.objective / total if total else float("nan"),
        ),
        worst=(_proposal(base, worst, rule, asked=len(plans)), worst.objective),
        alternatives=tuple(_proposal(base, plan, rule, asked=len(plan.sites)) for plan in others),
        chosen=_chosen(base, exact, weights, scenarios=scenarios, seed=seed),
        equity=equity.compare(ways, base.residents, flagged=flags, weights=base.weights),
        equity_by_epci=pd.concat(
            {
                (name, weighted): equity.by_group(
                    ways[name],
                    base.residents,
                    group=base.result.communes["epci_name"],
                    flagged=flags[name],
                    weights=base.weights if weighted else None,
                )
                for name in list(ways)[:2]
                for weighted in (False, True)
            },
            names=["plan", "weighted", "epci"],
        ),
    )


def _request(base: Ground, rule: Rule) -> Request:
    """Turn the rule into a mask, groups and euros."""
    communes = base.result.communes
    allowed = base.residents.ge(rule.least_residents)
    if rule.candidates is not None:
        allowed &= communes.index.isin(rule.candidates)
    if rule.largest_of_epci:
        largest = base.residents.groupby(communes["epci_name"]).idxmax()
        allowed &= communes.index.isin(largest)
    codes, names = pd.factorize(communes["epci_name"])
    return Request(
        posts=rule.posts,
        candidates=allowed.to_numpy(),
        group=codes.astype(np.intp) if rule.per_epci is not None else None,
        room=np.full(len(names), rule.per_epci) if rule.per_epci is not None else None,
        euros=np.full(len(communes), programme.FIRST[rule.host_type].euros),
        budget_euros=rule.budget_euros,
    )


def _after(base: Ground, plan: Plan) -> pd.Series:
    new = base.to_sites.iloc[:, list(plan.sites)]
    return pd.concat([base.nearest, new], axis=1).min(axis=1)


def _flagged(base: Ground, minutes: pd.Series) -> pd.Series:
    limits = classify.Thresholds(
        poor_share=base.result.parameters.poor_share, far_minutes=base.within_minutes
    )
    far = classify.is_far(minutes.replace(np.inf, np.nan), thresholds=limits)
    return classify.situation(base.result.communes["poor"], far) == classify.POOR_AND_FAR


def _gained(base: Ground, plan: Plan) -> int:
    now = _after(base, plan) <= base.within_minutes
    return round(base.residents[now & ~base.served].sum())


def _proposal(base: Ground, plan: Plan, rule: Rule, *, asked: int) -> Proposal:
    return Proposal(
        posts=asked,
        sites=tuple(str(base.to_sites.columns[site]) for site in plan.sites),
        residents_gained=_gained(base, plan),
        gap=plan.gap,
        cost_euros=round(len(plan.sites) * programme.FIRST[rule.host_type].euros),
    )


def _chosen(
    base: Ground, request: Request, weights: pd.Series, *, scenarios: int, seed: int
) -> pd.DataFrame:
    """Choose again in every scenario, by greedy and interchange, and count how often each wins."""
    drawn = scenarios_of(base, Ranges(), scenarios=scenarios, seed=seed)
    fixed = base.result.parameters.fixed_minutes
    communes = base.result.communes
    least_km = geo.least_distance_m(communes.geometry).to_numpy()[:, None] / 1000
    where = coordinates(gpd.GeoSeries(communes["origin"]))
    known = coordinates(base.result.territory.places.geometry)
    site_km = np.maximum(between_km(where, where), least_km)
    rules = request.checked(len(where))
    plans = []
    for shift_m, row in zip(drawn.shift_m, drawn.table.to_dict("records"), strict=True):
        # Minutes within the threshold are kilometres within a limit.
        limit_km = (row["far_minutes"] - fixed) * row["speed_kmh"] / (row["detour"] * 60.0)
        place_km = np.maximum(between_km(where, known + shift_m), least_km)
        served = (place_km <= limit_km).any(axis=1)
        worth = np.where(served, 0.0, weights.to_numpy())
        cover = interchange.cover(csr_array((site_km <= limit_km).astype(float)), worth)
        sites = interchange.improve(cover, rules, interchange.greedy(cover, rules), passes=2)
        value = cover.value(sites)
        plans.append(Plan(sites=tuple(map(int, sites)), objective=value, bound=value))
    near = base.to_sites.to_numpy(dtype=float) <= NEAR_MINUTES
    np.fill_diagonal(near, True)
    around = [replace(plan, sites=tuple(_around(near, plan.sites))) for plan in plans]
    shares = {
        "chosen_share": problem.how_often(plans, sites=len(where)),
        "near_share": problem.how_often(around, sites=len(where)),
    }
    return pd.DataFrame(shares, index=communes.index)


def _around(near: BoolArray, sites: tuple[int, ...]) -> list[int]:
    found: list[int] = np.flatnonzero(near[:, list(sites)].any(axis=1)).tolist()
    return found
