"""Keep: what the end of each host, and of several together, would cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage.errors import SitingError
from jura_coverage.posts import loss, tariffs
from jura_coverage.posts.base import Ground
from jura_coverage.posts.trials import Trials, likely, trials

JOINT_ENDS = 3
ACROSS = "\0"  # no host bears this name


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Hosts whose joint end would put the most residents out of reach.

    Parameters
    ----------
    hosts
        Their names.
    residents_lost, gap
        Residents no longer within reach, and how far (share) the worst could lie above.
    communes_lost, communes_flagged
        Communes no longer within reach, and those among them that would be flagged, missing where
        nothing is known of internet.
    """

    hosts: tuple[str, ...]
    residents_lost: int
    communes_lost: int
    communes_flagged: float
    gap: float


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What the end of posts would cost.

    Parameters
    ----------
    hosts
        A row a host, the dearest first: `host`, `insee`, `posts`, `residents_lost`,
        `residents_lost_low` and `residents_lost_high` (between which it is likely to be),
        `residents_lost_post` (if the one post ends that costs most), `communes_lost`,
        `communes_flagged` (newly), `convention_end`, and `renewal_euros` for all its posts,
        missing where its type is not known.
    joint
        The worst single host, pair, three.
    timeline
        In the order of convention ends where they are known: `hosts`, `residents_lost`,
        `communes_lost` and `communes_flagged` by then; empty if none is.
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
    own = base.own_bases
    if own.empty:
        raise SitingError("Aucune structure : trouvé un tableau sans poste ; attendu un au moins.")
    places = base.result.territory.places
    ours = ~_served_across(base)
    known = _Known(residents=base.residents[ours], poor=base.result.communes["poor"][ours])
    ways, of_line = (
        loss.nearest_of(base.to_places[base.own_places.index], places[owner]).loc[
            known.residents.index
        ]
        for owner in ("host", "base")
    )
    of_host = own.groupby("host", sort=False)
    table = _alone(ways, of_host["posts"].sum(), known, base)
    lines = _alone(of_line, own["posts"], known, base)
    ends_on = of_host["convention_end"].agg(lambda dates: max(dates) if all(dates) else "")
    table = table.assign(
        host=table.index,
        insee=of_host["insee"].first(),
        posts=of_host["posts"].sum(),
        residents_lost_post=lines["residents_lost_post"].groupby(own["host"]).max(),
        convention_end=ends_on,
        renewal_euros=of_host["posts"].sum() * _renewal_euros(of_host["host_type"].max()),
    ).join(_likely_lost(base, trials(base)))
    return Keep(
        hosts=table.sort_values(
            ["residents_lost", "host"], ascending=[False, True], ignore_index=True
        ),
        joint=tuple(
            _worst(ways, known, base, together=together)
            for together in range(1, min(ends, len(ways.columns)) + 1)
        ),
        timeline=_timeline(of_line, known, base),
    )


@dataclass(frozen=True, kw_only=True)
class _Known:
    """Residents of the communes that no place across the border serves, and who is poor."""

    residents: pd.Series
    poor: pd.Series


def _served_across(base: Ground) -> pd.Series:
    """Mark the communes near a place across the border: what serves them cannot be lost here."""
    across = base.to_places.drop(columns=base.own_places.index)
    marked: pd.Series = across.le(base.within_minutes).any(axis=1)
    return marked


def _alone(ways: pd.DataFrame, number: pd.Series, known: _Known, base: Ground) -> pd.DataFrame:
    return loss.lost_alone(
        ways, known.residents, posts=number, poor=known.poor, within_minutes=base.within_minutes
    )


def _worst(ways: pd.DataFrame, known: _Known, base: Ground, *, together: int) -> Joint:
    worst = loss.worst_joint(
        ways, known.residents, ends=together, within_minutes=base.within_minutes
    )
    names = tuple(str(ways.columns[site]) for site in worst.sites)
    gone = loss.lost(ways, ended=names, within_minutes=base.within_minutes)
    return Joint(
        hosts=names,
        residents_lost=round(worst.objective),
        communes_lost=int(gone.sum()),
        communes_flagged=loss.newly_flagged(gone, known.poor),
        gap=worst.gap,
    )


def _timeline(of_line: pd.DataFrame, known: _Known, base: Ground) -> pd.DataFrame:
    """Follow the ends of the lines of the roster: a host may lose one place before another."""
    own = base.own_bases
    ended = loss.timeline(
        of_line,
        known.residents,
        ends=own["convention_end"].replace("", np.nan),
        poor=known.poor,
        within_minutes=base.within_minutes,
    )
    return ended.assign(
        hosts=ended["hosts"].map(lambda lines: tuple(dict.fromkeys(own["host"][list(lines)])))
    )


def _renewal_euros(host_type: pd.Series) -> pd.Series:
    known = host_type[host_type.isin(tariffs.RENEWAL)]
    return tariffs.post_euros(known, renewal=True).reindex(host_type.index)


def _likely_lost(base: Ground, tried: Trials) -> pd.DataFrame:
    """Count in every scenario who has no other host; all places across the border are one."""
    places = base.result.territory.places
    hosts = places["host"].where(~places["neighbour"].astype(bool), ACROSS)
    near = {
        name: tried.near_places[..., np.flatnonzero(hosts == name)].any(axis=2)
        for name in hosts.unique()
    }
    number = np.add.reduce(list(near.values()), dtype=np.intp)
    lost = {name: likely(base.residents, here & (number == 1)) for name, here in near.items()}
    return pd.DataFrame.from_dict(
        {name: (each.low, each.high) for name, each in lost.items()},
        orient="index",
        columns=["residents_lost_low", "residents_lost_high"],
    )
