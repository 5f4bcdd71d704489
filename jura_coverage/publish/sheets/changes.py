"""What keeping, moving and adding posts would change in each commune, and which hosts give up."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.measures import access, flags
from jura_coverage.posts import Decision, Effects
from jura_coverage.study import Result

Kind = Literal["today", "end", "plan"]


@dataclass(frozen=True, kw_only=True)
class ChangedWays:
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
    access
        Posts for 10,000 residents, by EPCI (`epci_name`).
    need_served
        People in need in the département whom posts can help in a year.
    nearest_site, minutes_to_site
        Of each commune the nearest of `sites`, and the way to it; both empty without sites.
    """

    kind: Kind
    name: str
    sites: tuple[str, ...]
    minutes: pd.Series
    situation: pd.Series
    access: pd.Series
    need_served: int
    nearest_site: pd.Series
    minutes_to_site: pd.Series


def changes(found: Decision) -> list[ChangedWays]:
    """Give today, the end of each host alone, the smallest and the largest plan, and the rest."""
    result, plans = found.result, found.add.plans
    places = result.territory.places
    own = ~places["neighbour"].astype(bool)
    answers: list[tuple[Kind, str, tuple[str, ...], pd.DataFrame, Effects]] = [
        ("today", "Aujourd'hui", (), result.ways.to_places, found.keep.today)
    ]
    for host in found.keep.hosts["host"]:
        left = result.ways.to_places.loc[:, ~(own & (places["organisation"] == host)).to_numpy()]
        answers.append(("end", host, (), left, found.keep.changes[host].after))
    for plan, change in dict(zip(plans, found.add.changes, strict=True)).items():
        if plan not in (plans[0], plans[-1]):
            continue
        name = f"Avec {french.count(plan.posts, 'poste')} de plus"
        if len(plan.sites) == 1:
            name += f", {french.linked('à', result.communes.at[plan.sites[0], 'name'])}"
        answers.append(("plan", name, plan.sites, result.ways.to_places, change.after))
    received = tuple(code for _, code in found.move.best.moves)
    name = f"Après {french.count(len(received), 'transfert')}"
    answers.append(("plan", name, received, found.move.minutes.to_frame(), found.move.change.after))
    name = "Avec un poste itinérant, un jour par semaine"
    week = found.widest_week
    answers.append(("plan", name, week.stops, result.ways.to_places, week.change.after))
    return [
        _change(result, kind, name, sites, ways, effects)
        for kind, name, sites, ways, effects in answers
        if sites or kind != "plan"
    ]


def _change(
    result: Result,
    kind: Kind,
    name: str,
    sites: tuple[str, ...],
    ways: pd.DataFrame,
    effects: Effects,
) -> ChangedWays:
    """Measure ways to what is left and to new sites."""
    communes, parameters = result.communes, result.parameters
    to_sites = result.ways.to_origins[list(sites)]
    minutes = access.nearest_minutes(pd.concat([ways, to_sites], axis=1))
    # Who had a way and has none left is far; whose way nobody knew is not known to be.
    left_alone = minutes.isna() & result.minutes.notna()
    far = flags.is_far(minutes.mask(left_alone, np.inf), far_minutes=parameters.policy.far_minutes)
    return ChangedWays(
        kind=kind,
        name=name,
        sites=sites,
        minutes=minutes,
        situation=flags.situation(communes["poor"], far),
        access=effects.access_by_epci,
        need_served=effects.need_served,
        nearest_site=to_sites.fillna(np.inf).idxmin(axis=1) if sites else pd.Series(dtype=object),
        minutes_to_site=to_sites.min(axis=1) if sites else pd.Series(dtype=float),
    )


def given_up(found: Decision) -> pd.Series:
    """Say which posts each place gives up.

    Returns
    -------
    Series
        French; on the communes of the places that give posts up.
    """
    places = found.result.territory.own_bases
    names = [name for name, _ in found.move.best.moves]
    leaving = pd.Series(found.move.best.posts, index=names, dtype=float).groupby(level=0).sum()
    posts = places["posts"].fillna(1).groupby(places["name"]).sum()
    givers = places[places["name"].isin(names)].set_index("insee")["name"]
    said = {
        name: f"« {name} » cède {french.posts(number)} sur "
        f"{french.shortest(posts[name], french.POST_DECIMALS)}"
        for name, number in leaving.items()
    }
    sentences: pd.Series = givers.map(said)
    return sentences
