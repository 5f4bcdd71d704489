"""Effects: what a choice about posts brings about, in the same four measures whatever the choice.

Residents within reach, communes flagged, access (E2SFCA), and need that can be served.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from jura_coverage.geography.services import ADVISORS
from jura_coverage.measures import flags, supply
from jura_coverage.posts.situation import Situation, access, minutes
from jura_coverage.posts.solver import capacity
from jura_coverage.posts.weights import Weights
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum

# Shares of access that differ by less are the same: sums round.
TOLERANCE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What posts bring about where they are.

    Parameters
    ----------
    residents_near
        Residents within reach of a post.
    communes_flagged
        Missing where nothing is known of internet.
    access
        Posts for 10,000 residents, on average of the residents; missing without any.
    access_by_epci
        The same by EPCI (`epci_name`, empty where none is told).
    need, need_near, need_served
        People in need of help, those of them within reach, and those whom the posts of the
        département can help in a year.
    need_uncounted
        Communes of which the need is not known, and so in no sum.
    capacity
        People whom the posts of the département could help in a year, if enough were near.
    """

    residents_near: Sum
    communes_flagged: int | None
    access: float
    access_by_epci: pd.Series
    need: int
    need_near: int
    need_served: int
    need_uncounted: int
    capacity: int

    @property
    def share_served(self) -> float:
        """The share (0 to 1) of the need that can be served; missing without any."""
        return self.need_served / self.need if self.need else float("nan")

    @property
    def full(self) -> bool:
        """Whether every post helps as many as it can."""
        return self.need_served >= self.capacity


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a choice about posts changes.

    Parameters
    ----------
    before, after
        Without it and with it.
    """

    before: Effects
    after: Effects

    @cached_property
    def access_by_epci(self) -> pd.DataFrame:
        """Access `before` and `after` by EPCI."""
        return pd.DataFrame(
            {"before": self.before.access_by_epci, "after": self.after.access_by_epci}
        )

    @cached_property
    def access_lost(self) -> pd.Series:
        """The share (0 to 1) of its access that each EPCI loses; below 0 where it gains."""
        before, after = (self.access_by_epci[each] for each in ("before", "after"))
        return (1 - after / before.where(before > 0)).rename("access_lost")

    @property
    def losing(self) -> pd.Series:
        """The shares (0 to 1) of those that lose any, the largest first."""
        lost = self.access_lost
        return lost[lost > TOLERANCE].sort_values(ascending=False, kind="stable")

    @property
    def loses_most(self) -> str | None:
        """The EPCI that loses the largest share of its access; missing where none loses any."""
        return next(iter(self.losing.index), None)

    @property
    def most_lost(self) -> float:
        """The share (0 to 1) of its access that it loses; 0 where none loses any."""
        return float(self.losing.max()) if len(self.losing) else 0.0


def need(result: Result, weights: Weights | None = None) -> pd.Series:
    """Give the people of each commune who are in need of help; 0 where they are not known.

    Parameters
    ----------
    result
        A study.
    weights
        Where need is: in proportion to weighted residents, as much in all, and in no commune more
        than it has residents. In proportion to residents if None.

    """
    residents, share = result.residents, result.parameters.capacity.need_share
    if weights is None:
        return (residents * share).rename("need")
    worth = residents * weights.of(result).fillna(0.0)
    capped = worth < 0
    needs = worth * 0.0
    while (free := ~capped & (worth > 0)).any():
        left = residents.sum() * share - residents[capped].sum()
        needs = residents.where(capped, worth * (left / worth[free].sum()))
        over = free & (needs > residents)
        if not over.any():
            break
        capped = capped | over
        needs = needs.clip(upper=residents)
    return needs.rename("need")


def effects(result: Result, situation: Situation, *, weights: Weights | None = None) -> Effects:
    """Measure what posts bring about.

    Parameters
    ----------
    result, situation
        A study, and where posts are.
    weights
        As in :func:`need`.
    """
    communes, chosen = result.communes, result.parameters.capacity
    ways = minutes(result, situation)
    reach = ways <= result.parameters.policy.far_minutes
    near = pd.Series(reach.any(axis=1), index=communes.index)
    # Where no way is known to those who receive, or not who does, nobody knows whether it is far.
    nobody = ADVISORS.role in result.territory.listed and not (situation.fte > 0).any()
    unknown = ~result.located if nobody else np.isnan(ways).all(axis=1) | ~result.located
    far = (~near).astype("boolean").mask(unknown)
    flagged = flags.situation(communes["poor"], far) == flags.POOR_AND_FAR
    needs = need(result, weights)
    own = np.append(
        ~result.territory.places["neighbour"].to_numpy(bool),
        np.ones(len(situation.at_sites), dtype=bool),
    )
    most = situation.fte[own] * chosen.people_a_year
    served = capacity.served(
        csr_array(reach[:, own].astype(float)), needs.to_numpy(), capacity=most
    )
    each, everybody = access(result, situation) * supply.RESIDENTS, result.residents
    people = float(everybody.sum())
    known = communes["residents"].notna() & ~communes[IN_PART]
    if weights is not None:
        known &= weights.of(result).notna()
    return Effects(
        residents_near=Sum.over(communes["residents"][near], in_part=communes[IN_PART]),
        communes_flagged=int(flagged.sum()) if result.internet_known else None,
        access=float((each * everybody).sum() / people) if people else float("nan"),
        access_by_epci=_means(each, everybody, group=communes["epci_name"]),
        need=round(needs.sum()),
        need_near=round(needs[near].sum()),
        need_served=round(served),
        need_uncounted=int((~known).sum()),
        capacity=round(most.sum()),
    )


def changed(
    result: Result,
    after: Situation,
    *,
    weights: Weights | None = None,
    before: Effects | None = None,
) -> Change:
    """Measure what another situation changes.

    Parameters
    ----------
    result, after, weights
        As in :func:`effects`.
    before
        What posts bring about today, if that is at hand.
    """
    today = before or effects(result, Situation.today(result), weights=weights)
    return Change(before=today, after=effects(result, after, weights=weights))


def _means(each: pd.Series, residents: pd.Series, *, group: pd.Series) -> pd.Series:
    """Give the mean of the residents of each group; missing where nobody lives."""
    total, people = ((part * residents).groupby(group).sum() for part in (each, 1.0))
    return (total / people.where(people > 0)).rename("access")
