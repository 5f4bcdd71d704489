"""What keeping, moving and adding posts would change in each commune."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import access, flags
from jura_coverage.posts import Decision, Ground

Kind = Literal["today", "end", "plan"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A choice about posts, and the ways that it leads to.

    Parameters
    ----------
    kind
        Today, the end of a host, or a plan.
    name
        French; of an end, the host.
    sites
        INSEE codes that would get a post.
    minutes
        Of each commune to its nearest post; missing where there is none.
    situation
        Of each commune, see :mod:`jura_coverage.measures.flags`.
    """

    kind: Kind
    name: str
    sites: tuple[str, ...]
    minutes: pd.Series
    situation: pd.Series


def changes(found: Decision) -> list[Change]:
    """Give today, the end of each host alone, the smallest and the largest plan, and the rest."""
    base, plans = found.base, found.add.plans
    places = base.result.territory.places
    own = ~places["neighbour"].astype(bool)
    answers: list[tuple[Kind, str, tuple[str, ...], pd.DataFrame]] = [
        ("today", "Aujourd'hui", (), base.to_places)
    ]
    for host in found.keep.hosts["host"]:
        left = base.to_places.loc[:, ~(own & (places["host"] == host)).to_numpy()]
        answers.append(("end", host, (), left))
    for plan in dict.fromkeys([plans[0], plans[-1]]):
        name = f"Avec {french.count(plan.posts, 'poste')} de plus"
        if len(plan.sites) == 1:
            name += f", à {base.result.communes.at[plan.sites[0], 'name']}"
        answers.append(("plan", name, plan.sites, base.to_places))
    received = tuple(code for _, code in found.move.moves)
    name = f"Après {french.count(len(received), 'transfert')}"
    answers.append(("plan", name, received, found.move.minutes.to_frame()))
    name = "Avec un poste itinérant, un jour par semaine"
    answers.append(("plan", name, found.widest_week.stops, base.to_places))
    return [
        _change(base, kind, name, sites, ways)
        for kind, name, sites, ways in answers
        if sites or kind != "plan"
    ]


def _change(
    base: Ground, kind: Kind, name: str, sites: tuple[str, ...], ways: pd.DataFrame
) -> Change:
    """Measure ways to what is left and to new sites."""
    communes, parameters = base.result.communes, base.result.parameters
    minutes = access.nearest_minutes(pd.concat([ways, base.to_sites[list(sites)]], axis=1))
    limits = flags.Thresholds(poor_share=parameters.poor_share, far_minutes=parameters.far_minutes)
    return Change(
        kind=kind,
        name=name,
        sites=sites,
        minutes=minutes,
        situation=flags.situation(communes["poor"], flags.is_far(minutes, thresholds=limits)),
    )
