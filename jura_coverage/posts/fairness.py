"""Equity of every plan: who is near and who is far, today and after."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage.measures import equity
from jura_coverage.measures import flags as rules
from jura_coverage.posts.weights import Weights, internet
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART

TODAY = "aujourd'hui"


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """Equity side by side: residents within reach, mean and worst way, Gini, flags.

    Parameters
    ----------
    by_plan
        By plan, today's first, and whether `weighted`: the figures of
        :func:`jura_coverage.measures.equity.summary`. Flags are missing where nothing is known of
        internet, and what is weighted where there are no weights.
    by_epci
        The same today and after the plan that was chosen, by EPCI besides.
    weights
        How much each resident counts where they are weighted; None if that is not known.
    """

    by_plan: pd.DataFrame
    by_epci: pd.DataFrame
    weights: Weights | None

    @property
    def chosen(self) -> str:
        """What the plan compared by EPCI is called."""
        return str(self.by_epci.index.unique(level="plan")[-1])

    def figures(self, plan: str, *, weighted: bool) -> pd.Series:
        """Give the figures of one plan."""
        return self.by_plan.loc[[(plan, weighted)]].iloc[0]


def fairness(
    result: Result,
    after: Mapping[str, pd.Series],
    *,
    chosen: str,
    weights: Weights | None = None,
) -> Fairness:
    """Compare today with plans.

    Parameters
    ----------
    result
        A study.
    after
        The minutes of each commune to its nearest post under each plan, by what to call it:
        infinite where nobody receives, missing where no way is known.
    chosen
        The plan to compare by EPCI.
    weights
        How much each resident counts besides as one; by internet if None.
    """
    told = {TODAY: result.minutes, **after}
    ways = {name: minutes.replace(np.inf, np.nan) for name, minutes in told.items()}
    known = weights or (internet(result) if result.internet_known else None)
    each = known.of(result) if known else pd.Series(np.nan, index=result.communes.index)
    residents = result.communes["residents"]
    flags = (
        {name: _flagged(result, minutes) for name, minutes in told.items()}
        if result.internet_known
        else {}
    )
    in_part = result.communes[IN_PART]
    by_plan = equity.compare(ways, residents, in_part=in_part, flagged=flags, weights=each)
    by_epci = pd.concat(
        {
            (name, weighted): equity.by_group(
                ways[name],
                residents,
                in_part=in_part,
                group=result.communes["epci_name"],
                flagged=flags.get(name),
                weights=each if weighted else None,
            )
            for name in (TODAY, chosen)
            for weighted in (False, True)
        },
        names=["plan", "weighted", "epci"],
    )
    if not known:  # nobody's weight is known: nothing adds up to zero
        for table in (by_plan, by_epci):
            table.loc[table.index.get_level_values("weighted")] = np.nan
    return Fairness(by_plan=by_plan, by_epci=by_epci, weights=known)


def _flagged(result: Result, minutes: pd.Series) -> pd.Series:
    far = rules.is_far(minutes, far_minutes=result.parameters.policy.far_minutes)
    return rules.situation(result.communes["poor"], far) == rules.POOR_AND_FAR
