"""Keep: what the end of each host, and of several together, would cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import posts, programme
from jura_coverage.decision.base import Ground
from jura_coverage.decision.scenarios import Trials, likely, trials
from jura_coverage.errors import SitingError

JOINT_ENDS = 3


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Hosts whose joint end would put the most residents out of reach.

    Parameters
    ----------
    hosts
        Their names.
    residents_lost, gap
        Residents no longer within reach, and how far (share) the worst could lie above.
    """

    hosts: tuple[str, ...]
    residents_lost: int
    gap: float


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What the end of posts would cost.

    Parameters
    ----------
    hosts
        A row a host, the dearest first: `host`, `insee`, `posts`, `residents_lost`,
        `residents_lost_low` and `residents_lost_high` (between which it is likely to be),
        `residents_lost_post`, `communes_lost`, `communes_flagged` (newly), `convention_end`, and
        `renewal_euros` for all its posts, missing where its type is not known.
    joint
        The worst single host, pair, three.
    timeline
        In the order of convention ends where those of all posts of a host are known: `hosts`,
        `residents_lost`, `communes_lost`; empty if none is.
    """

    hosts: pd.DataFrame
    joint: tuple[Joint, ...]
    timeline: pd.DataFrame


def keep(base: Ground, *, ends: int = JOINT_ENDS) -> Keep:
    """Say what each post's end would cost, and the joint end of the worst hosts.

    Parameters
    ----------
    base
        From :func:`ground`.
    ends
        How many hosts at most end together.

    Raises
    ------
    SitingError
        If the département has no host.
    """
    own = base.own_places
    if own.empty:
        raise SitingError("Aucune structure : trouvé un tableau sans poste ; attendu un au moins.")
    hosts = base.result.territory.places["host"].where(
        ~base.result.territory.places["neighbour"].astype(bool), "\0neighbour"
    )
    ways = posts.nearest_of(base.to_places, hosts)
    near_neighbours = (
        ways.pop("\0neighbour") <= base.within_minutes if "\0neighbour" in ways else None
    )
    residents = base.residents
    if near_neighbours is not None:  # what a neighbour serves cannot be lost
        residents = residents.where(~near_neighbours, 0.0)
    of_host = own.groupby("host", sort=False)
    number = of_host["posts"].sum()
    table = posts.lost_alone(
        ways,
        residents,
        posts=number,
        poor=base.result.communes["poor"],
        within_minutes=base.within_minutes,
    )
    ends_on = of_host["convention_end"].agg(lambda dates: max(dates) if all(dates) else "")
    table = table.assign(
        host=table.index,
        insee=of_host["insee"].first(),
        posts=number,
        convention_end=ends_on,
        renewal_euros=number * _renewal_euros(of_host["host_type"].max()),
    ).join(_likely_lost(base.residents, hosts, trials(base)))
    table = table.sort_values(
        ["residents_lost", "host"], ascending=[False, True], ignore_index=True
    )
    joint = []
    for together in range(1, min(ends, len(ways.columns)) + 1):
        worst = posts.worst_joint(
            ways, residents, ends=together, within_minutes=base.within_minutes
        )
        names = tuple(str(ways.columns[site]) for site in worst.sites)
        joint.append(Joint(hosts=names, residents_lost=round(worst.objective), gap=worst.gap))
    return Keep(
        hosts=table,
        joint=tuple(joint),
        timeline=posts.timeline(
            ways,
            residents,
            ends=ends_on.replace("", np.nan),
            within_minutes=base.within_minutes,
        ),
    )


def _renewal_euros(host_type: pd.Series) -> pd.Series:
    known = host_type[host_type.isin(programme.RENEWAL)]
    return programme.post_euros(known, renewal=True).reindex(host_type.index)


def _likely_lost(residents: pd.Series, hosts: pd.Series, tried: Trials) -> pd.DataFrame:
    """Count in every scenario who has no other host; places of neighbours are hosts too."""
    near = {
        name: tried.near_places[..., np.flatnonzero(hosts == name)].any(axis=2)
        for name in hosts.unique()
    }
    number = np.add.reduce(list(near.values()), dtype=np.intp)
    lost = {name: likely(residents, here & (number == 1)) for name, here in near.items()}
    return pd.DataFrame.from_dict(
        {name: (each.low, each.high) for name, each in lost.items()},
        orient="index",
        columns=["residents_lost_low", "residents_lost_high"],
    )
