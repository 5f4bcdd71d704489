"""Proposals: new posts as one may ask for them, and plans for 1, 2, … of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real

import numpy as np
import pandas as pd

from jura_coverage.errors import given_type, whole_number
from jura_coverage.measures import flags, pairs
from jura_coverage.measures.pairs import BoolArray
from jura_coverage.posts import tariffs
from jura_coverage.posts.robust import chosen_for
from jura_coverage.posts.solver import candidates, covering, problem
from jura_coverage.posts.solver.candidates import populous, room_by_epci
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.ties import Criteria, settled
from jura_coverage.posts.solver.worlds import Worlds, worlds_of
from jura_coverage.posts.trials import Interval, Trials, likely
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum

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
        if given is not None and (isinstance(given, str) or not isinstance(given, Iterable)):
            raise given_type("Candidats", given, "une collection de codes, comme ['39198']")
        if self.weights is not None and not isinstance(self.weights, Weights):
            raise given_type(
                "Poids", self.weights, "ce que rend posts.listed, posts.internet ou posts.elderly"
            )
        for what, number in (
            ("Nombre de postes", self.posts),
            ("Postes par intercommunalité", self.per_epci),
            ("Habitants au moins", self.least_residents),
        ):
            if number is not None:
                whole_number(what, number)
        amounts: tuple[tuple[str, object], ...] = (
            ("Budget", self.budget_euros), ("Durée", self.months),
        )  # fmt: skip
        for what, amount in amounts:
            if amount is not None and not isinstance(amount, Real):
                raise given_type(what, amount, "un nombre")
        if isinstance(given, Mapping):
            tariffs.check({name for name in given.values() if name})
        elif given is not None:
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
class Question:
    """New posts that are asked for, as the solvers take them.

    Parameters
    ----------
    result, rule
        A study, and what is asked for.
    tried
        The worlds that tell what plans gain; they are chosen for others.
    weights
        What each commune counts: nothing where nobody knows how far it is.
    sites
        INSEE codes of the communes that may host a post.
    request
        How many of these sites.
    """

    result: Result
    rule: Rule
    tried: Trials
    weights: pd.Series
    sites: pd.Index
    request: Request

    @classmethod
    def of(cls, result: Result, rule: Rule, tried: Trials) -> "Question":
        """Turn a rule into what solvers take.

        Raises
        ------
        SitingError, UnknownCommuneError
            As in :func:`jura_coverage.posts.add.add`.
        """
        if not isinstance(rule, Rule):
            raise given_type("Demande", rule, "une règle, comme posts.Rule(posts=2)")
        weights = counted(result, rule.weights).where(result.located, 0.0)
        request = requested(result, rule)
        possible = np.flatnonzero(request.checked(len(weights)).allowed)
        return cls(
            result=result, rule=rule, tried=tried, weights=weights,
            sites=result.communes.index[possible], request=request.only(possible),
        )  # fmt: skip

    @cached_property
    def learnt(self) -> Worlds:
        """The worlds to choose for."""
        return self._worlds(self.tried.others)(self.weights)

    @cached_property
    def fresh(self) -> Callable[[pd.Series], Worlds]:
        """What gives worlds that no plan is chosen for, from what each commune counts there."""
        return self._worlds(self.tried)

    def _worlds(self, tried: Trials) -> Callable[[pd.Series], Worlds]:
        """Take the first worlds of some: whom a post at each site would gain, for any weights."""
        first = min(LEARNT, tried.places.number)
        near = tried.near_sites(self.sites.tolist(), first=first)
        return lambda weights: worlds_of(near, tried.near_today[:first], weights.to_numpy())

    @cached_property
    def middle(self) -> tuple[Plan, ...]:
        """The plans if all is as estimated for 1, 2, … posts; of ties, the best in all else."""
        result, weights = self.result, self.weights.to_numpy()
        far_minutes, served = result.parameters.policy.far_minutes, result.served.to_numpy()
        to_sites = result.ways.to_origins[self.sites]
        reach = pairs.pairs_of(to_sites, limit=far_minutes).reach(far_minutes)
        criteria = Criteria(
            minutes=to_sites.to_numpy(dtype=float),
            nearest=result.minutes.fillna(np.inf).to_numpy(),
            weights=weights,
            flagged=(result.communes["situation"] == flags.POOR_AND_FAR).to_numpy(),
            far_minutes=far_minutes,
            residents=result.residents[self.sites].to_numpy(),
        )
        curve = covering.curve(reach, weights, request=self.request, served=served)
        return tuple(
            settled(
                reach, weights, request=replace(self.request, posts=posts), plan=plan,
                criteria=criteria, served=served,
            )[0]
            for posts, plan in enumerate(curve, start=1)
        )  # fmt: skip

    @property
    def most(self) -> Request:
        """What is asked, with as many posts as it admits."""
        return replace(self.request, posts=len(self.middle))

    @cached_property
    def plans(self) -> tuple[tuple[Plan, ...], ...]:
        """For 1, 2, … posts the plans of :func:`jura_coverage.posts.robust.chosen_for`."""
        return chosen_for(
            self.middle, learnt=self.learnt, request=self.most, mean_gain=self._mean_gain
        )

    def _mean_gain(self, chosen: tuple[int, ...]) -> float:
        gains = gained(self.tried.others, self.sites[list(chosen)]) @ self.weights.to_numpy()
        return float(gains.mean())

    def proposal(self, plan: Plan, *, asked: int) -> Proposal:
        """Tell what a plan of so many posts at most would gain and cost."""
        result, sites = self.result, self.sites[list(plan.sites)]
        near = (minutes_after(result, sites) <= result.parameters.policy.far_minutes) & (
            ~result.served
        )
        residents, in_part = result.communes["residents"], result.communes[IN_PART]
        reached = Sum.over(residents[near], in_part=in_part)
        gains = gained(self.tried, sites)
        return Proposal(
            posts=asked,
            sites=tuple(sites.astype(str)),
            residents_gained=reached.known,
            residents_gained_uncounted=reached.uncounted,
            residents_in_part=reached.in_part,
            expected_gain=round(float((gains @ result.residents.to_numpy()).mean())),
            likely_gained=likely(residents, gains, in_part=in_part),
            gap=plan.gap,
            cost_euros=round(site_euros(result, self.rule)[sites].sum()),
        )


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


def minutes_after(result: Result, sites: pd.Index) -> pd.Series:
    """Give the minutes to the nearest advisor once there is one in some communes too."""
    return pd.concat([result.minutes, result.ways.to_origins[sites]], axis=1).min(axis=1)


def gained(tried: Trials, sites: pd.Index) -> BoolArray:
    """Tell who comes within reach of posts in some communes: worlds × communes."""
    gains: BoolArray = tried.near_sites(sites.tolist()).any(axis=2) & ~tried.near_today
    return gains
