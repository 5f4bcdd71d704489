"""The choice that holds beside the best if all is as estimated: at most three columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jura_coverage import french
from jura_coverage.posts import Decision, Moves, Proposal, Round
from jura_coverage.posts.robust import Kind
from jura_coverage.publish.map import address
from jura_coverage.publish.pages.plan.bars import Range, ranges
from jura_coverage.words import KINDS, between, proof, sites_of, stops_from, transfers

# What is proposed wherever one plan is.
PROPOSED: Kind = "expected"


@dataclass(frozen=True, kw_only=True)
class PlanColumn:
    """A plan of some kind.

    Parameters
    ----------
    kind
        By what it is the best.
    heading, what
        French: the same, and what the plan is.
    facts
        Labels and values.
    gain
        What it gains on average, and within which numbers.
    plan
        Itself.
    scenario
        What opens it on the page of the map, as an address has it; empty for nothing.
    """

    kind: Kind
    heading: str
    what: str
    facts: tuple[tuple[str, str], ...]
    gain: Range
    plan: Proposal | Moves | Round
    scenario: str

    @property
    def proposed(self) -> bool:
        """Whether it is what the page proposes."""
        return self.kind == PROPOSED


def of_moves(found: Decision) -> list[PlanColumn]:
    """Compare transfers."""
    result = found.result
    return _columns(
        [
            _Plan(each.kind, each, transfers(result, each), address.transfers(result, each))
            for each in found.move.plans
        ],
        regrets=[each.worst_regret for each in found.move.plans],
    )


def of_new_posts(found: Decision) -> list[PlanColumn]:
    """Compare the sites of as many new posts as were asked for."""
    robust = found.add.of_most_posts
    return _columns(
        [
            _Plan(each.kind, each.plan, sites_of(found.result, each.plan),
                  address.additions(each.plan.sites))
            for each in robust
        ],
        regrets=[each.worst_regret for each in robust],
    )  # fmt: skip


def of_rounds(found: Decision) -> list[PlanColumn]:
    """Compare rounds that serve most people."""
    plans = found.widest_week.plans
    return _columns(
        [
            _Plan(each.kind, each, stops_from(found.result, each), address.rounds(each))
            for each in plans
        ],
        regrets=[each.worst_regret for each in plans],
    )


class _Plan(NamedTuple):
    kind: Kind
    plan: Proposal | Moves | Round
    what: str
    scenario: str


def _columns(plans: Sequence[_Plan], *, regrets: Sequence[int]) -> list[PlanColumn]:
    gains = ranges((each.plan.expected_gain, each.plan.likely_gained) for each in plans)
    return [
        PlanColumn(
            kind=kind,
            heading=french.capital(KINDS[kind]),
            what=french.capital(what),
            facts=(
                ("Habitants de plus, en moyenne", french.number(plan.expected_gain)),
                ("Selon les scénarios", between(plan.likely_gained)),
                ("Regret au pire, au plus, en habitants", french.number(regret)),
                ("Preuve", proof(kind, plan.gap)),
                *([("Coût", french.euros(plan.cost_euros))] if isinstance(plan, Proposal) else []),
            ),
            gain=gain,
            plan=plan,
            scenario=scenario,
        )
        for (kind, plan, what, scenario), regret, gain in zip(plans, regrets, gains, strict=True)
    ]
