"""Add: where new posts would bring the most residents within reach."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from jura_coverage.measures import pairs
from jura_coverage.measures.pairs import IntArray
from jura_coverage.posts import tariffs
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.robust import Kind, Many, held
from jura_coverage.posts.solver import candidates, centre, covering, median, problem, regret
from jura_coverage.posts.solver.candidates import populous, room_by_epci
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted, present
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum

LEAST_MEAN, SHORTEST_WORST = "moins de minutes en moyenne", "plus long trajet le plus court"
# Sites so close to each other are one answer to "where".
NEAR_MINUTES = 10.0
# Where nobody says how many posts to add.
USUAL_POSTS = 5
# Worlds for which sites are chosen, and fresh ones in which regret is looked for.
LEARNT = 200


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where new posts may go, and how many.

    Parameters
    ----------
    posts
        How many at most; None for as many as the budget pays, and without a budget for
        :data:`USUAL_POSTS`, or as many as there are candidates for.
    candidates
        INSEE codes that may host one, each with the type of its host where that is known; all
        communes if None.
    least_residents
        Smaller communes are no candidates.
    largest_of_epci
        Only the most populous commune of each EPCI, for want of its seat.
    per_epci
        At most so many new posts an EPCI.
    budget_euros
        What all posts together may cost.
    host_type, months
        The tariff (:data:`jura_coverage.posts.tariffs.FIRST`) of a post where the list of
        candidates does not say the type of host, and the duration; that of the convention if None.
    weights
        How much each resident counts; as one if None.
    """

    posts: int | None = None
    candidates: Mapping[str, str] | None = None
    least_residents: int = 0
    largest_of_epci: bool = False
    per_epci: int | None = None
    budget_euros: float | None = None
    host_type: str = tariffs.PUBLIC
    months: float | None = None
    weights: Weights | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A number of new posts and the communes that they serve best from.

    Parameters
    ----------
    posts
        How many were asked for.
    sites
        INSEE codes; fewer than posts where the rest would bring nobody within reach.
    residents_gained, likely_gained
        Residents within reach who are not today, missing where known of no commune, and how many
        they are likely to be.
    expected_gain
        The mean of those residents over worlds that the plan was not chosen for.
    residents_gained_uncounted
        Communes that come within reach and are not counted, since their residents are not known.
    gap, cost_euros
        How far (share) an optimum could lie above, and the cost at the tariff.
    """

    posts: int
    sites: tuple[str, ...]
    residents_gained: int | None
    residents_gained_uncounted: int
    expected_gain: int
    likely_gained: Interval
    gap: float
    cost_euros: int


@dataclass(frozen=True, kw_only=True)
class Robust:
    """A plan of some kind beside those of the others.

    Parameters
    ----------
    kind, worst_regret
        As in :class:`jura_coverage.posts.robust.Held`, in residents.
    plan
        What it proposes.
    """

    kind: Kind
    plan: Proposal
    worst_regret: int


@dataclass(frozen=True, kw_only=True)
class Add:
    """Where new posts would serve most.

    Parameters
    ----------
    rule
        What was asked for.
    plans
        For 1, 2, … posts, the most residents brought within reach (MCLP).
    robust
        For each number of posts the plan if all is as estimated (the same sites), that of the
        greatest expected gain and that of the least regret, tried in fresh worlds.
    mean, worst
        With as many posts as the last plan: the sites of the least mean minutes (p-median) and
        of the shortest worst case (p-centre), each with its objective in minutes.
    alternatives
        Other sets of sites that gain within 1 % of the last plan.
    chosen
        For each commune the shares (0 to 1) of worlds: `chosen_share` in which it is chosen
        itself, `near_share` in which a commune within :data:`NEAR_MINUTES` is.
    no_regret
        As many candidates as the last plan asks for, those of the greatest `near_share`, none
        within :data:`NEAR_MINUTES` of another.
    fairness
        Today, after each plan and after the other two; by EPCI after the last plan.
    """

    rule: Rule
    plans: tuple[Proposal, ...]
    robust: tuple[Robust, ...]
    mean: tuple[Proposal, float]
    worst: tuple[Proposal, float]
    alternatives: tuple[Proposal, ...]
    chosen: pd.DataFrame
    no_regret: tuple[str, ...]
    fairness: Fairness

    @property
    def of_most_posts(self) -> tuple[Robust, ...]:
        """The plans of each kind for the greatest number of posts."""
        most = self.plans[-1].posts
        return tuple(each for each in self.robust if each.plan.posts == most)

    @property
    def expected(self) -> Proposal:
        """The plan of the greatest expected gain for the greatest number of posts."""
        return next(each.plan for each in self.of_most_posts if each.kind == "expected")


def add(result: Result, rule: Rule, *, tried: Trials | None = None) -> Add:
    """Choose sites for new posts; existing ones stay.

    Parameters
    ----------
    result, rule
        A study, and what is asked for.
    tried
        The worlds that tell how sure each site is; drawn if None.

    Raises
    ------
    SitingError
        If the request cannot be met: no candidate, more posts than candidates, a budget below
        one post, no one left to reach, no population known.
    UnknownCommuneError
        If a candidate is no commune of the département.
    """
    # Nobody knows how far those are whose commune lies nowhere.
    weights = counted(result, rule.weights).where(result.located, 0.0)
    request = _request(result, rule)
    tried = tried or trials(result)
    told = partial(_proposal, result, euros=site_euros(result, rule), tried=tried)
    to_sites, far_minutes = result.ways.to_origins, result.parameters.policy.far_minutes
    reach = pairs.pairs_of(to_sites, limit=far_minutes).reach(far_minutes)
    served = result.served.to_numpy()
    plans = covering.curve(reach, weights.to_numpy(), request=request, served=served)
    last = plans[-1]
    last_request = replace(request, posts=len(plans))
    nearest = result.minutes.to_numpy()
    costs = to_sites.to_numpy(dtype=float)
    mean = median.solve(costs, weights.to_numpy(), request=last_request, existing=nearest)
    anybody = (present(result, rule.weights) & result.located).to_numpy(dtype=float)
    worst = centre.solve(costs, anybody, request=last_request, existing=nearest)
    others = covering.alternatives(
        reach,
        weights.to_numpy(),
        request=replace(request, posts=max(1, len(last.sites))),
        plan=last,
        served=served,
        most=5,
    )
    total = float(weights.sum())
    after = {
        f"{number} poste{'s' if number > 1 else ''}": _after(result, plan)
        for number, plan in enumerate(plans, start=1)
    }
    best = list(after)[-1]
    after[LEAST_MEAN] = _after(result, mean)
    after[SHORTEST_WORST] = _after(result, worst)
    allowed = request.checked(len(weights)).allowed
    possible = np.flatnonzero(allowed)
    learnt, looked_at = (
        _many(each, result.communes.index[possible])
        for each in (
            trials(result, number=min(LEARNT, tried.places.number), seed=tried.places.seed + 1),
            tried,
        )
    )
    chosen = _chosen(result, learnt, last_request, weights, possible=possible)
    found = held(
        plans,
        learnt=learnt,
        fresh=looked_at,
        possible=possible,
        request=last_request,
        weights=weights.to_numpy(),
        residents=result.residents.where(result.located, 0.0).to_numpy(),
    )
    return Add(
        rule=rule,
        plans=tuple(told(plan, asked=asked) for asked, plan in enumerate(plans, start=1)),
        robust=tuple(
            Robust(
                kind=each.kind,
                plan=told(each.plan, asked=asked),
                worst_regret=round(each.worst_regret),
            )
            for asked, of_kind in enumerate(found, start=1)
            for each in of_kind
        ),
        mean=(told(mean, asked=len(plans)), mean.objective / total if total else float("nan")),
        worst=(told(worst, asked=len(plans)), worst.objective),
        alternatives=tuple(told(plan, asked=len(plan.sites)) for plan in others),
        chosen=chosen,
        no_regret=_no_regret(result, chosen.loc[allowed, "near_share"], most=len(plans)),
        fairness=fairness(result, after, chosen=best, weights=rule.weights),
    )


def site_euros(result: Result, rule: Rule) -> pd.Series:
    """Give what a post costs in each commune, by the type of host that the list names there."""
    listed = pd.Series(rule.candidates or {}, dtype="str").reindex(result.communes.index)
    return tariffs.post_euros(
        listed.where(listed.isin(tariffs.FIRST), rule.host_type), months=rule.months
    )


def _request(result: Result, rule: Rule) -> Request:
    """Turn the rule into a mask, groups and euros."""
    communes = result.communes
    allowed = populous(result.residents, least=rule.least_residents) & result.located.to_numpy()
    if rule.candidates is not None:
        allowed = allowed & candidates.listed(communes.index, rule.candidates)
    if rule.largest_of_epci:
        allowed = allowed & candidates.largest_of_epci(communes["residents"], communes["epci_name"])
    most = len(communes) if rule.per_epci is None else rule.per_epci
    group, room = room_by_epci(communes["epci_name"], most=most)
    posts = rule.posts
    if posts is None and rule.budget_euros is None:
        posts = min(USUAL_POSTS, max(1, problem.fitting(allowed, group, room)))
    return Request(
        posts=posts,
        candidates=allowed,
        group=group,
        room=room,
        euros=site_euros(result, rule).to_numpy(),
        budget_euros=rule.budget_euros,
    )


def _after(result: Result, plan: Plan) -> pd.Series:
    new = result.ways.to_origins.iloc[:, list(plan.sites)]
    return pd.concat([result.minutes, new], axis=1).min(axis=1)


def _proposal(
    result: Result, plan: Plan, *, asked: int, euros: pd.Series, tried: Trials
) -> Proposal:
    sites = tuple(str(result.ways.to_origins.columns[site]) for site in plan.sites)
    near = (_after(result, plan) <= result.parameters.policy.far_minutes) & ~result.served
    residents = result.communes["residents"]
    reached = Sum.over(residents[near])
    gained = tried.near_sites(sites).any(axis=2) & ~tried.near_today
    return Proposal(
        posts=asked,
        sites=sites,
        residents_gained=reached.known,
        residents_gained_uncounted=reached.uncounted,
        expected_gain=round(float((gained @ result.residents.to_numpy()).mean())),
        likely_gained=likely(residents, gained),
        gap=plan.gap,
        cost_euros=round(euros.iloc[list(plan.sites)].sum()),
    )


def _many(tried: Trials, sites: pd.Index) -> Many:
    """Take the first worlds of some, with who could be near which site."""
    first = min(LEARNT, tried.places.number)
    return Many(near=tried.near_sites(sites.tolist(), first=first), served=tried.near_today[:first])


def _chosen(
    result: Result, learnt: Many, request: Request, weights: pd.Series, *, possible: IntArray
) -> pd.DataFrame:
    """Choose again in many worlds, and count how often each site wins."""
    plans = list(
        regret.plans(
            learnt.near, weights.to_numpy(), sites=possible, served=learnt.served, request=request
        )
    )
    close = result.ways.to_origins.to_numpy(dtype=float) <= NEAR_MINUTES
    np.fill_diagonal(close, True)
    around = [
        replace(plan, sites=tuple(np.flatnonzero(close[:, list(plan.sites)].any(axis=1))))
        for plan in plans
    ]
    number = len(result.residents)
    shares = {
        "chosen_share": problem.how_often(plans, sites=number),
        "near_share": problem.how_often(around, sites=number),
    }
    return pd.DataFrame(shares, index=result.residents.index)


def _no_regret(result: Result, share: pd.Series, *, most: int) -> tuple[str, ...]:
    """Take the best sites of the worlds, passing over those close to one already taken."""
    found: list[str] = []
    for code in share[share > 0].sort_values(ascending=False, kind="stable").index:
        if len(found) < most and (result.ways.to_origins.loc[code, found] > NEAR_MINUTES).all():
            found.append(str(code))
    return tuple(found)
