"""Equity of every plan: who is near and who is far, today and after."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage.measures import equity
from jura_coverage.measures.flags import POOR_AND_FAR, Thresholds, is_far, situation
from jura_coverage.posts.base import Ground

TODAY = "aujourd'hui"


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """Equity side by side: residents within reach, mean and worst way, Gini, flags.

    Parameters
    ----------
    whole
        By plan, today's first, and whether `weighted` by connectivity: the figures of
        :func:`jura_coverage.measures.equity.summary`. Flags and what is
        weighted are missing where nothing is known of internet.
    by_epci
        The same today and after the plan that was chosen, by EPCI besides.
    """

    whole: pd.DataFrame
    by_epci: pd.DataFrame

    @property
    def weights_known(self) -> bool:
        """Whether anything is known of the internet that weights stand for."""
        weighted = self.whole.loc[self.whole.index.get_level_values("weighted")]
        return bool(weighted.notna().to_numpy().any())

    @property
    def chosen(self) -> str:
        """What the plan compared by EPCI is called."""
        return str(self.by_epci.index.unique(level="plan")[-1])

    def figures(self, plan: str, *, weighted: bool) -> pd.Series:
        """Give the figures of one plan."""
        return self.whole.loc[[(plan, weighted)]].iloc[0]


def fairness(base: Ground, after: Mapping[str, pd.Series], *, chosen: str) -> Fairness:
    """Compare today with plans.

    Parameters
    ----------
    base
        From :func:`jura_coverage.posts.ground`.
    after
        The minutes of each commune to its nearest post under each plan, by what to call it.
    chosen
        The plan to compare by EPCI.
    """
    ways = {
        name: minutes.replace(np.inf, np.nan)
        for name, minutes in {TODAY: base.nearest, **after}.items()
    }
    known = base.internet_known
    flags = {name: _flagged(base, minutes) for name, minutes in ways.items()} if known else {}
    whole = equity.compare(ways, base.residents, flagged=flags, weights=base.weights)
    by_epci = pd.concat(
        {
            (name, weighted): equity.by_group(
                ways[name],
                base.residents,
                group=base.result.communes["epci_name"],
                flagged=flags.get(name),
                weights=base.weights if weighted else None,
            )
            for name in (TODAY, chosen)
            for weighted in (False, True)
        },
        names=["plan", "weighted", "epci"],
    )
    if not known:  # nobody's weight is known: nothing adds up to zero
        for table in (whole, by_epci):
            table.loc[table.index.get_level_values("weighted")] = np.nan
    return Fairness(whole=whole, by_epci=by_epci)


def _flagged(base: Ground, minutes: pd.Series) -> pd.Series:
    limits = Thresholds(
        poor_share=base.result.parameters.poor_share, far_minutes=base.within_minutes
    )
    far = is_far(minutes, thresholds=limits)
    return situation(base.result.communes["poor"], far) == POOR_AND_FAR
