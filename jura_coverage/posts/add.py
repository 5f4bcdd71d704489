"""Add: where new posts would bring the most residents within reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.posts.capacitated import capacitated
from jura_coverage.posts.effects import Change, changed, effects
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.proposals import Proposal, Question, Rule, minutes_after
from jura_coverage.posts.robust import Kind, held
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.solver import best_gains, centre, median
from jura_coverage.posts.solver.outcome import as_good
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.solver.worlds import Worlds
from jura_coverage.posts.trials import Trials, trials
from jura_coverage.posts.weights import Weights, present
from jura_coverage.study import Result

LEAST_MEAN, SHORTEST_WORST = "moins de minutes en moyenne", "plus long trajet le plus court"
# Sites so close to each other are one answer to "where".
NEAR_MINUTES = 10.0


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
    question = Question.of(result, rule, tried or trials(result))
    sites, weights, most = question.sites, question.weights, question.most
    residents = result.residents.where(result.located, 0.0)
    found = held(question.plans, fresh=question.fresh(residents), request=most)
    nearest = result.minutes.fillna(np.inf).to_numpy()
    costs = result.ways.to_origins[sites].to_numpy(dtype=float)
    mean = median.solve(costs, weights.to_numpy(), request=most, existing=nearest)
    anybody = (present(result, rule.weights) & result.located).to_numpy(dtype=float)
    worst = centre.solve(costs, anybody, request=most, existing=nearest)
    asked_most = len(question.middle)
    robust = tuple(
        Robust(
            kind=each.kind,
            plan=question.proposal(each.plan, asked=asked),
            worst_regret=round(each.worst_regret),
        )
        for asked, of_kind in enumerate(found, start=1)
        for each in of_kind
    )
    best = [plan.plan.sites for of_kind in found for plan in of_kind if plan.kind == "expected"]
    total = float(weights.sum())
    after = {
        french.count(asked, "poste"): minutes_after(result, sites[list(plan)])
        for asked, plan in enumerate(best, start=1)
    }
    last = list(after)[-1]
    after[LEAST_MEAN] = minutes_after(result, sites[list(mean.sites)])
    after[SHORTEST_WORST] = minutes_after(result, sites[list(worst.sites)])
    return Add(
        rule=rule,
        robust=robust,
        mean=(
            question.proposal(mean, asked=asked_most),
            mean.objective / total if total else float("nan"),
        ),
        worst=(question.proposal(worst, asked=asked_most), worst.objective),
        alternatives={
            str(sites[site]): tuple(
                result.residents[sites[list(each)]].sort_values(ascending=False).index.astype(str)
            )
            for site, each in zip(
                best[-1], as_good(best[-1], question.fresh(weights), request=most), strict=True
            )
        },
        chosen=_chosen(result, question.learnt, sites, request=most),
        fairness=fairness(result, after, chosen=last, weights=rule.weights),
        changes=_changes(result, [sites[list(plan)] for plan in best], rule.weights),
        serving=_serving(question) if rule.capacitated else None,
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


def _serving(question: Question) -> Serving:
    """Find the plan that serves most, and what it changes."""
    result, sites, weights = question.result, question.sites, question.rule.weights
    found = capacitated(result, sites, request=question.most, weights=weights)
    (change,) = _changes(result, [sites[list(found.plan.sites)]], weights)
    plan = question.proposal(found.plan, asked=len(question.middle))
    return Serving(plan=plan, change=change, full=found.full)


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
