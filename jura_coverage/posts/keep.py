"""Keep: what the end of each host, and of several together, would cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.posts import loss, tariffs
from jura_coverage.posts.trials import Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result

TOGETHER = 3
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
        A row a host, which is an organisation with all its places, the dearest first: `host`,
        `insee`, `places`, `posts`, `residents_lost`, `residents_lost_low` and
        `residents_lost_high` (between which it is likely to be), `residents_lost_post` (if the
        one post ends that costs most), `communes_lost`, `communes_flagged` (newly),
        `convention_end`, and `renewal_euros` for all its posts, missing where its type is not
        known.
    places
        A row a place, the dearest first: `place`, `host`, `insee`, `posts`, and from
        `residents_lost` to `communes_flagged` what the end of its posts alone would cost.
    joint
        The worst single host, pair, three.
    timeline
        In the order of convention ends where they are known: `hosts`, `residents_lost`,
        `communes_lost` and `communes_flagged` by then; empty if none is.
    weights
        By which hosts are in order and `joint` was found; None if residents count alike.
    """

    hosts: pd.DataFrame
    places: pd.DataFrame
    joint: tuple[Joint, ...]
    timeline: pd.DataFrame
    weights: Weights | None


def keep(
    result: Result,
    *,
    together: int = TOGETHER,
    weights: Weights | None = None,
    tried: Trials | None = None,
) -> Keep:
    """Say what each post's end would cost, and the joint end of the worst hosts.

    Parameters
    ----------
    result
        A study.
    together
        How many hosts at most end together.
    weights
        How much each resident counts where hosts are put in order and the worst are found.
    tried
        The scenarios that tell how likely a loss is; drawn if None.

    Raises
    ------
    SitingError
        If the département has no host, or if no population is known.
    """
    own = result.territory.own_bases
    if own.empty:
        raise SitingError("Aucune structure : trouvé un tableau sans poste ; attendu un au moins.")
    ours = ~_served_across(result)
    residents, poor = counted(result)[ours], result.communes["poor"][ours]
    places = result.territory.own_places
    near_hosts, near_lines = (
        result.ways.near_owners(places[owner])[ours] for owner in ("organisation", "base")
    )
    of_host = own.groupby("organisation", sort=False)
    posts = of_host["posts"].sum()
    table = loss.lost_alone(near_hosts, residents, posts=posts, poor=poor)
    lines = loss.lost_alone(near_lines, residents, posts=own["posts"], poor=poor)
    worst_line = lines["residents_lost_post"].groupby(own["organisation"]).max()
    tried = tried or trials(result)
    ends_on = of_host["convention_end"].agg(lambda dates: max(dates) if all(dates) else "")
    table = table.assign(
        host=table.index,
        insee=of_host["insee"].first(),
        places=of_host.size(),
        posts=posts,
        # Where one post is shared between all its places, they end together.
        residents_lost_post=table["residents_lost"].where(
            posts.round(french.POST_DECIMALS) <= 1, worst_line
        ),
        convention_end=ends_on,
        renewal_euros=posts * _renewal_euros(of_host["host_type"].max()),
    ).join(_likely_lost(result, tried, owner="organisation"))
    worth = counted(result, weights)[ours]
    table["worth_lost"] = loss.lost_alone(near_hosts, worth, posts=posts, poor=poor)[
        "residents_lost"
    ]
    return Keep(
        places=_of_places(lines, own)
        .join(_likely_lost(result, tried, owner="base"))
        .sort_values(["residents_lost", "place"], ascending=[False, True], ignore_index=True),
        hosts=table.sort_values(
            ["worth_lost", "residents_lost", "host"],
            ascending=[False, False, True],
            ignore_index=True,
        ).drop(columns="worth_lost"),
        joint=tuple(
            _worst(near_hosts, residents, poor, worth=worth, together=number)
            for number in range(1, min(together, len(near_hosts.columns)) + 1)
        ),
        timeline=_timeline(near_lines, residents, poor, own=own),
        weights=weights,
    )


def _of_places(lines: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Say of each place whose it is, beside what its end would cost."""
    return lines.drop(columns="residents_lost_post").assign(
        place=own["name"], host=own["organisation"], insee=own["insee"], posts=own["posts"]
    )


def _served_across(result: Result) -> pd.Series:
    """Mark the communes near a place across the border: what serves them cannot be lost here."""
    across = result.territory.places["neighbour"].astype(bool)
    near: pd.Series = result.ways.near_owners(across[across]).any(axis=1)
    return near


def _worst(
    near: pd.DataFrame,
    residents: pd.Series,
    poor: pd.Series,
    *,
    worth: pd.Series,
    together: int,
) -> Joint:
    worst = loss.worst_joint(near, worth, together=together)
    names = tuple(str(near.columns[site]) for site in worst.sites)
    gone = loss.lost(near, ended=names)
    return Joint(
        hosts=names,
        residents_lost=round(residents[gone].sum()),
        communes_lost=int(gone.sum()),
        communes_flagged=loss.newly_flagged(gone, poor),
        gap=worst.gap,
    )


def _timeline(
    near: pd.DataFrame, residents: pd.Series, poor: pd.Series, *, own: pd.DataFrame
) -> pd.DataFrame:
    """Follow the ends of the lines of the roster: a host may lose one place before another."""
    ended = loss.timeline(
        near, residents, ends=own["convention_end"].replace("", np.nan), poor=poor
    )
    return ended.assign(
        hosts=ended["hosts"].map(
            lambda lines: tuple(dict.fromkeys(own["organisation"][list(lines)]))
        )
    )


def _renewal_euros(host_type: pd.Series) -> pd.Series:
    known = host_type[host_type.isin(tariffs.RENEWAL)]
    return tariffs.post_euros(known, renewal=True).reindex(host_type.index)


def _likely_lost(result: Result, tried: Trials, *, owner: str) -> pd.DataFrame:
    """Count in every scenario who has no other host; all places across the border are one.

    Parameters
    ----------
    result, tried
        A study and its scenarios.
    owner
        The column of the places that tells what ends: `organisation`, or the `base` of a post.
    """
    places = result.territory.places
    hosts = places[owner].astype(object).where(~places["neighbour"].astype(bool), ACROSS)
    number = np.zeros_like(tried.near_today, dtype=np.intp)
    near = {}
    for name, positions in hosts.reset_index(drop=True).groupby(hosts.to_numpy()).indices.items():
        here = tried.near_any(positions)
        number += here
        if here.any():  # else nobody is lost in any scenario
            near[name] = here
    lost = {name: likely(result.residents, here & (number == 1)) for name, here in near.items()}
    return pd.DataFrame.from_dict(
        {name: (each.low, each.high) for name, each in lost.items()},
        orient="index",
        columns=["residents_lost_low", "residents_lost_high"],
    ).reindex(hosts.unique(), fill_value=0)
