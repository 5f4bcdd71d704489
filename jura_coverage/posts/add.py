"""Add: where new posts would bring the most residents within reach."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.measures import flags, pairs
from jura_coverage.measures.pairs import BoolArray
from jura_coverage.posts import tariffs
from jura_coverage.posts.capacitated import capacitated
from jura_coverage.posts.effects import Change, changed, effects
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.robust import Kind, held
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.solver import best_gains, candidates, centre, covering, median, problem
from jura_coverage.posts.solver.candidates import populous, room_by_epci
from jura_coverage.posts.solver.outcome import as_good
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.ties import Criteria, settled
from jura_coverage.posts.solver.worlds import Worlds, worlds_of
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted, present
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum

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
        INSEE codes that may host one, in any collection, or by code the type of the host where
        that is known (kept so, ``""`` where it is not); all communes if None.
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
    capacitated
        Whether to look for the sites that serve most of the need too.
    """

    posts: int | None = None
    candidates: Iterable[str] | None = None
    least_residents: int = 0
    largest_of_epci: bool = False
    per_epci: int | None = None
    budget_euros: float | None = None
    host_type: str = tariffs.PUBLIC
    months: float | None = None
    weights: Weights | None = None
    capacitated: bool = False

    def __post_init__(self) -> None:
        given = self.candidates
        if isinstance(given, str):
            raise TypeError(f"candidates are a collection of codes, not one text: {given!r}")
        if given is not None and not isinstance(given, Mapping):
            codes = sorted(map(str, given))  # a set has no order, and what is written has
            object.__setattr__(self, "candidates", dict.fromkeys(codes, ""))

    @property
    def hosts(self) -> Mapping[str, str]:
        """The type of the host in each candidate commune, by its code; empty if there are none."""
        return dict(self.candidates or {})  # type: ignore[arg-type]  # a mapping since it was made


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
    residents_gained_uncounted, residents_in_part
        Communes that come within reach and are not counted in whole, since their residents are not
        known; and whether one of them is counted in part.
    gap, cost_euros
        How far (share) an optimum could lie above, and the cost at the tariff.
    """

    posts: int
    sites: tuple[str, ...]
    residents_gained: int | None
    residents_gained_uncounted: int
    residents_in_part: bool
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
class Serving:
    """The plan that serves most of the need, each post no more than it can.

    Parameters
    ----------
    plan
        What it proposes; its gap is that of the need served.
    change
        What it changes.
    full
        As in :class:`jura_coverage.posts.solver.capacity.Capacitated`.
    """

    plan: Proposal
    change: Change
    full: bool


@dataclass(frozen=True, kw_only=True)
class Add:
    """Where new posts would serve most.

    Parameters
    ----------
    rule
        What was asked for.
    robust
        For each number of posts the plan if all is as estimated (MCLP), that of the greatest
        expected gain and that of the least regret, tried in fresh worlds.
    mean, worst
        With as many posts as the last plan: the sites of the least mean minutes (p-median) and
        of the shortest worst case (p-centre), each with its objective in minutes.
    alternatives
        For each site of the last plan the communes, the largest first, from which a post would
        gain as much beside the other sites: on average over fresh worlds, within 1 %.
    chosen
        For each commune the shares (0 to 1) of worlds: `chosen_share` in which it is chosen
        itself, `near_share` in which a commune within :data:`NEAR_MINUTES` is.
    fairness
        Today, after each plan and after the other two; by EPCI after the last plan.
    changes
        What each plan changes.
    serving
        With as many posts as the last plan, if it was asked for.
    """

    rule: Rule
    robust: tuple[Robust, ...]
    mean: tuple[Proposal, float]
    worst: tuple[Proposal, float]
    alternatives: dict[str, tuple[str, ...]]
    chosen: pd.DataFrame
    fairness: Fairness
    changes: tuple[Change, ...]
    serving: Serving | None

    @property
    def change(self) -> Change:
        """What the last plan changes."""
        return self.changes[-1]

    @property
    def plans(self) -> tuple[Proposal, ...]:
        """For 1, 2, … posts the plan of the greatest expected gain: what is proposed."""
        return tuple(each.plan for each in self.robust if each.kind == "expected")

    @property
    def of_most_posts(self) -> tuple[Robust, ...]:
        """The plans of each kind for the greatest number of posts."""
        most = self.plans[-1].posts
        return tuple(each for each in self.robust if each.plan.posts == most)


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
    request = requested(result, rule)
    possible = np.flatnonzero(request.checked(len(weights)).allowed)
    sites, request = result.communes.index[possible], request.only(possible)
    tried = tried or trials(result)
    others = tried.others
    learnt, fresh = (_worlds(each, sites) for each in (others, tried))
    sample, residents = learnt(weights), result.residents.where(result.located, 0.0)
    middle = _middle(result, sites, weights, request)
    most = replace(request, posts=len(middle))

    def mean_gain(chosen: tuple[int, ...]) -> float:
        return float((_gained(others, sites[list(chosen)]) @ weights.to_numpy()).mean())

    found = held(middle, learnt=sample, fresh=fresh(residents), request=most, mean_gain=mean_gain)
    nearest = result.minutes.fillna(np.inf).to_numpy()
    costs = result.ways.to_origins[sites].to_numpy(dtype=float)
    mean = median.solve(costs, weights.to_numpy(), request=most, existing=nearest)
    anybody = (present(result, rule.weights) & result.located).to_numpy(dtype=float)
    worst = centre.solve(costs, anybody, request=most, existing=nearest)
    told = partial(_proposal, result, sites, euros=site_euros(result, rule), tried=tried)
    robust = tuple(
        Robust(
            kind=each.kind,
            plan=told(each.plan, asked=asked),
            worst_regret=round(each.worst_regret),
        )
        for asked, of_kind in enumerate(found, start=1)
        for each in of_kind
    )
    best = [plan.plan.sites for of_kind in found for plan in of_kind if plan.kind == "expected"]
    total = float(weights.sum())
    after = {
        french.count(asked, "poste"): _after(result, sites[list(plan)])
        for asked, plan in enumerate(best, start=1)
    }
    last = list(after)[-1]
    after[LEAST_MEAN] = _after(result, sites[list(mean.sites)])
    after[SHORTEST_WORST] = _after(result, sites[list(worst.sites)])
    return Add(
        rule=rule,
        robust=robust,
        mean=(told(mean, asked=len(middle)), mean.objective / total if total else float("nan")),
        worst=(told(worst, asked=len(middle)), worst.objective),
        alternatives={
            str(sites[site]): tuple(
                result.residents[sites[list(each)]].sort_values(ascending=False).index.astype(str)
            )
            for site, each in zip(
                best[-1], as_good(best[-1], fresh(weights), request=most), strict=True
            )
        },
        chosen=_chosen(result, sample, sites, request=most),
        fairness=fairness(result, after, chosen=last, weights=rule.weights),
        changes=_changes(result, [sites[list(plan)] for plan in best], rule.weights),
        serving=_serving(result, sites, most, rule, told) if rule.capacitated else None,
    )


def _changes(
    result: Result, plans: Sequence[pd.Index], weights: Weights | None
) -> tuple[Change, ...]:
    """Measure what a post in each of some communes changes, for each plan."""
    today = Situation.today(result)
    before = effects(result, today, weights=weights)
    return tuple(
        changed(result, today.opened(dict.fromkeys(plan, 1.0)), weights=weights, before=before)
        for plan in plans
    )


def _serving(
    result: Result, sites: pd.Index, request: Request, rule: Rule, told: Callable[..., Proposal]
) -> Serving:
    """Find the plan that serves most, and what it changes."""
    found = capacitated(result, sites, request=request, weights=rule.weights)
    (change,) = _changes(result, [sites[list(found.plan.sites)]], rule.weights)
    return Serving(plan=told(found.plan, asked=request.posts), change=change, full=found.full)


def site_euros(result: Result, rule: Rule) -> pd.Series:
    """Give what a post costs in each commune, by the type of host that the list names there."""
    listed = pd.Series(rule.hosts, dtype="str").reindex(result.communes.index)
    return tariffs.post_euros(
        listed.where(listed.isin(tariffs.FIRST), rule.host_type), months=rule.months
    )


def requested(result: Result, rule: Rule) -> Request:
    """Turn the rule into a mask, groups and euros, as the solvers ask for them."""
    communes = result.communes
    allowed = populous(result.residents, least=rule.least_residents) & result.located.to_numpy()
    if rule.candidates is not None:
        allowed = allowed & candidates.listed(communes.index, rule.hosts)
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


def _worlds(tried: Trials, sites: pd.Index) -> Callable[[pd.Series], Worlds]:
    """Take the first worlds of some: whom a post at each site would gain, for any weights."""
    first = min(LEARNT, tried.places.number)
    near = tried.near_sites(sites.tolist(), first=first)
    return lambda weights: worlds_of(near, tried.near_today[:first], weights.to_numpy())


def _middle(
    result: Result, sites: pd.Index, weights: pd.Series, request: Request
) -> tuple[Plan, ...]:
    """Cover the most if all is as estimated, for 1, 2, … posts; of ties, the best in all else."""
    to_sites, far_minutes = result.ways.to_origins[sites], result.parameters.policy.far_minutes
    reach = pairs.pairs_of(to_sites, limit=far_minutes).reach(far_minutes)
    counts, served = weights.to_numpy(), result.served.to_numpy()
    criteria = Criteria(
        minutes=to_sites.to_numpy(dtype=float),
        nearest=result.minutes.fillna(np.inf).to_numpy(),
        weights=counts,
        flagged=(result.communes["situation"] == flags.POOR_AND_FAR).to_numpy(),
        far_minutes=far_minutes,
        residents=result.residents[sites].to_numpy(),
    )
    curve = covering.curve(reach, counts, request=request, served=served)
    return tuple(
        settled(
            reach, counts, request=replace(request, posts=posts), plan=plan, criteria=criteria,
            served=served,
        )[0]
        for posts, plan in enumerate(curve, start=1)
    )  # fmt: skip


def _after(result: Result, sites: pd.Index) -> pd.Series:
    return pd.concat([result.minutes, result.ways.to_origins[sites]], axis=1).min(axis=1)


def _proposal(
    result: Result, among: pd.Index, plan: Plan, *, asked: int, euros: pd.Series, tried: Trials
) -> Proposal:
    sites = among[list(plan.sites)]
    near = (_after(result, sites) <= result.parameters.policy.far_minutes) & ~result.served
    residents, in_part = result.communes["residents"], result.communes[IN_PART]
    reached = Sum.over(residents[near], in_part=in_part)
    gained = _gained(tried, sites)
    return Proposal(
        posts=asked,
        sites=tuple(sites.astype(str)),
        residents_gained=reached.known,
        residents_gained_uncounted=reached.uncounted,
        residents_in_part=reached.in_part,
        expected_gain=round(float((gained @ result.residents.to_numpy()).mean())),
        likely_gained=likely(residents, gained, in_part=in_part),
        gap=plan.gap,
        cost_euros=round(euros[sites].sum()),
    )


def _gained(tried: Trials, sites: pd.Index) -> BoolArray:
    """Tell who comes within reach: worlds × communes."""
    gained: BoolArray = tried.near_sites(sites.tolist()).any(axis=2) & ~tried.near_today
    return gained


def _chosen(result: Result, learnt: Worlds, sites: pd.Index, *, request: Request) -> pd.DataFrame:
    """Count how often each site would be chosen, were each world the only one."""
    chosen = best_gains.chosen_anew(learnt, request=request)
    close = result.ways.to_origins.loc[sites, sites].to_numpy(dtype=float) <= NEAR_MINUTES
    np.fill_diagonal(close, True)
    shares = pd.DataFrame(
        {
            "chosen_share": chosen.mean(axis=0),
            "near_share": (chosen @ close).mean(axis=0),
        },
        index=sites,
    )
    return shares.reindex(result.communes.index, fill_value=0.0)
