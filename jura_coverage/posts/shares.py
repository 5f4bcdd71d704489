"""Shares: what more and more posts, new or ended, would change in one of many départements."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.posts.ends import ACROSS, Ends, Joint, own_communes
from jura_coverage.posts.proposals import Proposal, Question, Rule, gained, requested
from jura_coverage.posts.robust import KINDS
from jura_coverage.posts.solver import expected, problem
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.solver.split import Curve, Split
from jura_coverage.posts.solver.worlds import Worlds, worlds_of
from jura_coverage.posts.trials import Trials, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result

CHANGE_DECIMALS = 6
NOBODY = Plan(sites=(), objective=0.0, bound=0.0)


@dataclass(frozen=True, kw_only=True)
class Gains:
    """What 0, 1, 2, … new posts would gain.

    Parameters
    ----------
    curve
        In residents, or what these are weighted by, on average over the worlds for which plans
        were chosen.
    plans
        For 1, 2, … posts what :func:`jura_coverage.posts.add` proposes for the greatest mean.
    exposed
        Of the residents whom each gains on average, those of communes that are flagged without it;
        missing where nothing is known of internet.
    names
        Of the communes that are proposed, by their codes.
    """

    curve: Curve
    plans: tuple[Proposal, ...]
    exposed: tuple[int | None, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Losses:
    """What 0, 1, 2, … posts fewer would cost, the hosts that cost least ending first.

    Parameters
    ----------
    posts
        Of all hosts.
    curve
        Below 0: in residents, or what these are weighted by, who are lost on average over the
        worlds for which hosts were chosen.
    ends
        The hosts that end, with all their posts; which may be more than the number asked for.
    ended
        Posts that end with them.
    """

    posts: float
    curve: Curve
    ends: tuple[Joint, ...]
    ended: tuple[float, ...]

    @property
    def most(self) -> int:
        """As many posts as keep all hosts."""
        return whole_posts(self.posts)


GainsOrLosses = TypeVar("GainsOrLosses", Gains, Losses)


@dataclass(frozen=True, kw_only=True)
class SharedPosts(Generic[GainsOrLosses]):
    """Posts that are shared out between départements.

    Parameters
    ----------
    asked
        How many new posts there are, or how many are kept.
    found
        What was found about each département, by its code, in the order of the split.
    split
        How many new posts each gets, or how many fewer.
    """

    asked: int
    found: Mapping[str, GainsOrLosses]
    split: Split

    @property
    def each(self) -> Iterator[tuple[str, int, GainsOrLosses]]:
        """Each département, how many posts it gets or gives up, and what was found about it."""
        for (code, found), posts in zip(self.found.items(), self.split.posts, strict=True):
            yield code, posts, found


def whole_posts(posts: float) -> int:
    """Give as many whole posts as parts of posts fit into."""
    return math.ceil(round(posts, french.POST_DECIMALS))


def gains(
    result: Result,
    rule: Rule,
    *,
    upto: int,
    least: int = 0,
    most: int,
    tried: Trials | None = None,
) -> Gains:
    """Look for plans of more and more new posts.

    Parameters
    ----------
    result
        A study.
    rule
        Where new posts may go; how many it says does not matter.
    upto
        For how many a plan is looked for, if there are as many candidates.
    least, most
        How many the département gets at least and at most.
    tried
        The worlds that tell what plans gain; drawn if None.

    Raises
    ------
    SitingError
        If `least` are more than there are candidates for, or as :func:`jura_coverage.posts.add`.
    """
    one = requested(result, replace(rule, posts=1))
    one.checked(len(result.communes))  # there is a candidate
    can = _fitting(one)
    if least > can:
        raise SitingError(
            f"Trouvé {french.count(least, 'poste')} au moins pour ce département ; attendu "
            f"{french.number(can)} au plus, autant que de lieux possibles."
        )
    most = min(most, can)
    if not most:
        return Gains(curve=Curve(found=(0.0,), bounds=(0.0,)), plans=(), exposed=(), names={})
    posts = min(max(upto, least), most)
    question = Question.of(result, replace(rule, posts=posts), tried or trials(result))
    plans = [of_kind[KINDS.index("expected")] for of_kind in question.plans]
    beyond = expected.bounds(
        question.learnt, like=question.most, sites=plans[-1].sites,
        requests=[replace(question.most, posts=each) for each in range(posts + 1, most + 1)],
    )  # fmt: skip
    bounds = np.array([*(plan.bound for plan in plans), *beyond])
    proposals = tuple(question.proposal(plan, asked=each) for each, plan in enumerate(plans, 1))
    return Gains(
        curve=Curve(
            found=(0.0, *(plan.objective for plan in plans)),
            # No plan of fewer posts exceeds what none of more does.
            bounds=(0.0, *np.minimum.accumulate(bounds[::-1])[::-1].tolist()),
            first=least,
        ),
        plans=proposals,
        exposed=tuple(_exposed(question, plan) for plan in plans),
        names={
            code: str(result.communes.at[code, "name"])
            for code in sorted({site for each in proposals for site in each.sites})
        },
    )


def _fitting(request: Request) -> int:
    """Count the posts that fit where they may go."""
    if request.candidates is None or request.group is None or request.room is None:
        raise TypeError("a request without candidates or groups")
    return problem.fitting(request.candidates, request.group, request.room)


def _exposed(question: Question, plan: Plan) -> int | None:
    """Count the residents of flagged communes whom a plan gains on average."""
    result, tried = question.result, question.tried
    if not result.internet_known:
        return None
    gains = gained(tried, question.sites[list(plan.sites)]) & tried.poor
    return round(float((gains @ result.residents.to_numpy()).mean()))


def losses(
    result: Result,
    *,
    upto: int,
    least: int = 0,
    most: int | None = None,
    weights: Weights | None = None,
    tried: Trials | None = None,
) -> Losses:
    """Look for hosts whose end costs least, for fewer and fewer posts that are kept.

    Parameters
    ----------
    result
        A study.
    upto
        For how many posts fewer hosts are looked for, if there are as many.
    least, most
        How many posts the département keeps at least and at most; all if None.
    weights
        How much each resident counts.
    tried
        The worlds that tell what ends cost; drawn if None.

    Raises
    ------
    SitingError
        If no population is known.
    """
    tried, own = tried or trials(result), result.territory.own_bases
    owners = result.territory.own_places["organisation"]
    posts = own.groupby("organisation", sort=False)["posts"].sum().round(french.POST_DECIMALS)
    each, all_posts = posts.to_numpy(dtype=float), whole_posts(posts.sum())
    first = all_posts - min(all_posts, all_posts if most is None else most)
    last = max(all_posts - least, first)
    number = min(max(upto, first), last)
    sample = _sample(result, tried, owners, posts.index, counted(result, weights).to_numpy())
    everything = Plan(
        sites=tuple(range(len(each))), objective=sample.most.mean(), bound=sample.most.mean()
    )
    kept = _kept(sample, each, everything, budgets=range(all_posts, all_posts - number - 1, -1))
    beyond = _bounds(
        sample, each, kept[-1], like=all_posts - number,
        budgets=range(all_posts - number - 1, all_posts - last - 1, -1),
    )  # fmt: skip
    bounds = np.minimum.accumulate([*(plan.bound for plan in kept), *beyond])
    curve = Curve(
        found=_lost([plan.objective for plan in kept], everything),
        bounds=_lost(bounds, everything),
        first=first,
    )
    near, worlds = result.ways.near_owners(owners), Ends.of(result, tried, owners=owners)
    stays = [_filled(plan, each, all_posts - fewer) for fewer, plan in enumerate(kept)]
    return Losses(
        posts=float(posts.sum()),
        curve=curve,
        ends=tuple(
            worlds.joint(
                tuple(posts.index[~stay].astype(str)), near=near[own_communes(result)],
                gap=curve.gap(fewer),
            )
            for fewer, stay in enumerate(stays)
        ),
        ended=tuple(round(float(each[~stay].sum()), french.POST_DECIMALS) for stay in stays),
    )  # fmt: skip


def _lost(reached: Sequence[float] | FloatArray, everything: Plan) -> tuple[float, ...]:
    """Give what is not reached any more, below 0, without what sums of fractions make of it."""
    changes = np.round(np.asarray(reached) - everything.objective, CHANGE_DECIMALS)
    return tuple(np.minimum(changes, 0.0).tolist())


def _sample(
    result: Result, tried: Trials, owners: pd.Series, hosts: pd.Index, worth: FloatArray
) -> Worlds:
    """Take the worlds to choose for: whom each host serves whom nobody across the border does."""
    # All of them: a town that has several hosts is lost in few worlds, but is large.
    ends = Ends.of(result, tried.others, owners=owners)
    none = np.zeros_like(ends.number, dtype=bool)
    near = np.zeros((*none.shape, len(hosts)), dtype=bool)
    for position, name in enumerate(hosts):
        near[:, :, position] = ends.near.get(name, none)
    return worlds_of(near, ends.near.get(ACROSS, none), worth)


def _kept(sample: Worlds, each: FloatArray, everything: Plan, *, budgets: range) -> list[Plan]:
    """Find the hosts to keep for fewer and fewer posts, the first of which keep all."""
    plans = [NOBODY]
    for budget in reversed(budgets[1:]):
        start = plans[-1]
        if (each > budget).all():
            plans.append(start)
            continue
        plan = expected.solve(sample, request=_request(each, budget), start=start.sites)
        plans.append(
            plan if plan.objective >= start.objective else replace(start, bound=plan.bound)
        )
    return [everything, *reversed(plans[1:])]


def _bounds(
    sample: Worlds, each: FloatArray, plan: Plan, *, like: int, budgets: range
) -> tuple[float, ...]:
    """Bound what hosts of fewer posts reach; nobody where no host has so few."""
    possible = [budget for budget in budgets if (each <= budget).any()]
    found: tuple[float, ...] = ()
    if possible:
        found = expected.bounds(
            sample, like=_request(each, like), sites=plan.sites,
            requests=[_request(each, budget) for budget in possible],
        )  # fmt: skip
    return (*found, *[0.0] * (len(budgets) - len(found)))


def _request(each: FloatArray, budget: int) -> Request:
    """Ask for hosts, of which each costs its posts."""
    return Request(euros=each, budget_euros=float(budget))


def _filled(plan: Plan, each: FloatArray, budget: int) -> BoolArray:
    """Keep besides, of hosts whose end costs nobody, those of most posts as far as these go."""
    stays = np.zeros(len(each), dtype=bool)
    stays[list(plan.sites)] = True
    for host in np.argsort(-each, kind="stable").tolist():
        if not stays[host] and each[stays].sum() + each[host] <= budget + problem.TOLERANCE:
            stays[host] = True
    return stays
