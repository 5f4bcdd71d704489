"""Keep: what the end of each host, and of several together, would cost."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.columns import UNCOUNTED
from jura_coverage.errors import SitingError, whole_number
from jura_coverage.posts import loss, tariffs
from jura_coverage.posts.effects import Change, Effects, changed, effects
from jura_coverage.posts.ends import Ends, Joint, own_communes
from jura_coverage.posts.situation import Situation, refuse_untold
from jura_coverage.posts.trials import Interval, Trials, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, sums
from jura_coverage.territory import identity

TOGETHER = 3
# What an end changes, and what it costs in the worlds: columns also where nothing can end.
CHANGED = ["access_lost", "access_lost_epci", "need_served_lost"]
IN_WORLDS = [
    "worth",
    "residents_lost_mean",
    *(f"residents_lost_{each.name}" for each in fields(Interval)),
]


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What the end of posts would cost.

    Parameters
    ----------
    hosts
        A row a host, which is an organisation with all its places, the dearest on average of all
        worlds first: `host`, `insee`, `places`, `posts`, `residents_lost` if all is as estimated,
        `residents_lost_mean` (missing where known of no commune), `residents_lost_low`,
        `residents_lost_high` and `residents_lost_partial`
        (:class:`jura_coverage.posts.Interval`),
        `residents_lost_post` (if the one post ends that costs most), what either sum leaves out
        (:func:`jura_coverage.study.figures.sums`), `communes_lost`, `communes_flagged` (newly),
        `access_lost` (share, 0 to 1) of the EPCI that loses most of its own, `access_lost_epci`
        (missing where none loses any), `need_served_lost` (people a year),
        `convention_end`, `convention_kinds` and `convention_euros` of all its posts, as the source
        tells them (empty or missing where it does not of each place), and `renewal_euros` for
        them by the tariff, missing where its type is not known.
    places
        A row a place, the dearest first: `place`, `host`, `insee`, `posts`, and from
        `residents_lost` to `need_served_lost` what the end of its posts alone would cost.
    joint
        The worst single host, pair, three if all is as estimated.
    timeline
        In the order of convention ends where they are known: `hosts`, `residents_lost` and what it
        leaves out, `communes_lost` and `communes_flagged` by then; empty if none is.
    today
        What posts bring about as they are.
    changes
        By host, what its end changes.
    weights
        By which hosts are in order and `joint` was found; None if residents count alike.
    """

    hosts: pd.DataFrame
    places: pd.DataFrame
    joint: tuple[Joint, ...]
    timeline: pd.DataFrame
    today: Effects
    changes: Mapping[str, Change]
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
        The worlds that tell how likely a loss is; drawn if None.

    Raises
    ------
    SitingError
        If no table tells the posts, if no population is known, or if none ends together.
    """
    if whole_number("Fins simultanées", together) < 1:
        raise SitingError(f"Fins simultanées : trouvé {together} ; attendu au moins 1.")
    refuse_untold(result)
    own = result.territory.own_bases
    ours = own_communes(result)
    worth = counted(result, weights)[ours]
    residents, in_part, poor = (
        result.communes.loc[ours, name] for name in ("residents", IN_PART, "poor")
    )
    places, place = result.territory.own_places, identity.places(own)
    at_place = places["base"].map(place)
    near_hosts, near_places, near_lines = (
        result.ways.near_owners(owners)[ours]
        for owners in (places["organisation"], at_place, places["base"])
    )
    of_host = own.groupby("organisation", sort=False)
    posts = of_host["posts"].sum()
    table = _alone(near_hosts, residents, in_part=in_part, posts=posts, poor=poor)
    lines = _alone(near_lines, residents, in_part=in_part, posts=own["posts"], poor=poor)
    alone = _alone(
        near_places, residents, in_part=in_part, posts=own["posts"].groupby(place).sum(), poor=poor
    )
    worst_line = _worst_line(lines, own["organisation"])
    tried = tried or trials(result)
    ends_on = of_host["convention_end"].agg(lambda dates: max(dates) if all(dates) else "")
    table = table.assign(
        host=table.index,
        insee=of_host["insee"].first(),
        places=place.groupby(own["organisation"]).nunique(),
        posts=posts,
        # Where one post is shared between all its places, they end together.
        **{
            f"residents_lost_post{part}": table[f"residents_lost{part}"].where(
                posts.round(french.POST_DECIMALS) <= 1, worst_line[f"residents_lost_post{part}"]
            )
            for part in ("", UNCOUNTED)
        },
        convention_end=ends_on,
        convention_kinds=of_host["convention_kinds"].agg(_kinds),
        convention_euros=of_host["convention_euros"].sum(skipna=False),
        renewal_euros=posts * _renewal_euros(of_host["host_type"].max()),
    )
    everybody = counted(result, weights)
    host_ends, place_ends = (
        Ends.of(result, tried, owners=owners) for owners in (places["organisation"], at_place)
    )
    table = table.join(_in_worlds(host_ends, everybody))
    places_lost = _of_places(alone, own).join(_in_worlds(place_ends, everybody))
    today = effects(result, Situation.today(result), weights=weights)
    of_hosts, of_places = (
        _changes(result, weights, owners=owners, today=today)
        for owners in (places["organisation"], at_place)
    )
    table, places_lost = table.join(_told(of_hosts)), places_lost.join(_told(of_places))
    return Keep(
        places=_dearest_first(places_lost, named="place"),
        hosts=_dearest_first(table, named="host"),
        joint=tuple(
            _worst(near_hosts, worth, together=number, ends=host_ends)
            for number in range(1, min(together, len(near_hosts.columns)) + 1)
        ),
        timeline=_timeline(near_lines, residents, poor, in_part=in_part, own=own),
        today=today,
        changes=of_hosts,
        weights=weights,
    )


def _alone(
    near: pd.DataFrame,
    residents: pd.Series,
    *,
    in_part: pd.Series,
    posts: pd.Series,
    poor: pd.Series,
) -> pd.DataFrame:
    """Count what each end would cost, and the communes where that is not known."""

    def lost(each: pd.Series) -> pd.DataFrame:
        table = loss.lost_alone(near, each, posts=posts)
        return table[["residents_lost", "residents_lost_post"]]

    communes = loss.lost_alone(near, residents, posts=posts, poor=poor)
    return sums(residents, lost, in_part=in_part).join(
        communes[["communes_lost", "communes_flagged"]]
    )


def _dearest_first(table: pd.DataFrame, *, named: str) -> pd.DataFrame:
    """Put ends in order: by worth, by residents, by the communes where these are not known."""
    keys = {
        "worth": -table["worth"],
        "lost": -table["residents_lost"].fillna(0.0),
        "uncounted": -table[f"residents_lost{UNCOUNTED}"],
        "named": table[named],
    }
    order = pd.DataFrame(keys).sort_values(list(keys)).index
    ordered: pd.DataFrame = table.loc[order].reset_index(drop=True).drop(columns="worth")
    return ordered


def _worst_line(lines: pd.DataFrame, organisation: pd.Series) -> pd.DataFrame:
    """Give for each host what its one post costs that costs most."""
    names = ["residents_lost_post", f"residents_lost_post{UNCOUNTED}"]
    order = lines[names].fillna(0.0).sort_values(names, kind="stable").index
    worst = organisation[order].drop_duplicates(keep="last")
    return pd.DataFrame(lines.loc[worst.index, names].set_axis(worst.to_numpy()))


def _of_places(alone: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Say of each place whose it is, beside what its end would cost."""
    post = "residents_lost_post"
    return alone.drop(columns=[post, f"{post}{UNCOUNTED}"]).assign(
        place=own["name"], host=own["organisation"], insee=own["insee"],
        posts=own["posts"].groupby(identity.places(own)).sum(),
    )  # fmt: skip


def _worst(near: pd.DataFrame, worth: pd.Series, *, together: int, ends: Ends) -> Joint:
    worst = loss.worst_joint(near, worth, together=together)
    names = tuple(str(near.columns[site]) for site in worst.sites)
    return ends.joint(names, near=near, gap=worst.gap)


def _timeline(
    near: pd.DataFrame,
    residents: pd.Series,
    poor: pd.Series,
    *,
    in_part: pd.Series,
    own: pd.DataFrame,
) -> pd.DataFrame:
    """Follow the ends of the lines of the roster: a host may lose one place before another."""
    ends = own["convention_end"].replace("", np.nan)
    ended = loss.timeline(near, residents, ends=ends, poor=poor)
    lost = sums(
        residents,
        lambda each: loss.timeline(near, each, ends=ends)[["residents_lost"]],
        in_part=in_part,
    )
    return ended.assign(
        **lost,
        hosts=ended["hosts"].map(
            lambda lines: tuple(dict.fromkeys(own["organisation"][list(lines)]))
        ),
    )


def _changes(
    result: Result, weights: Weights | None, *, owners: pd.Series, today: Effects
) -> dict[Any, Change]:
    """Measure what ends change: those of all own places that have the same owner."""
    posts = Situation.today(result)
    owner = owners.reindex(result.territory.places.index)
    return {
        each: changed(
            result, posts.without((owner == each).to_numpy()), weights=weights, before=today
        )
        for each in owners.unique()
    }


def _told(changes: Mapping[Any, Change]) -> pd.DataFrame:
    """Give what ends change as columns, on the index of what ends."""
    told = [
        {
            "access_lost": found.most_lost,
            "access_lost_epci": found.loses_most,
            "need_served_lost": found.before.need_served - found.after.need_served,
        }
        for found in changes.values()
    ]
    return pd.DataFrame(told, index=list(changes), columns=CHANGED)


def _kinds(of_lines: pd.Series) -> tuple[str, ...]:
    """Put together what the conventions of a host are called; nothing if one of them is unknown."""
    return tuple(sorted(set().union(*of_lines))) if all(of_lines) else ()


def _renewal_euros(host_type: pd.Series) -> pd.Series:
    known = host_type[host_type.isin(tariffs.RENEWAL)]
    return tariffs.post_euros(known, renewal=True).reindex(host_type.index)


def _in_worlds(ends: Ends, worth: pd.Series) -> pd.DataFrame:
    """Say of each end what it costs in the worlds, and its `worth` by which ends are in order."""
    told = [
        {
            "worth": lost.mean(worth),
            "residents_lost_mean": lost.mean(),
            **pd.Series(vars(lost.likely()), dtype=object).add_prefix("residents_lost_"),
        }
        for lost in (ends.lost([name]) for name in ends.names)
    ]
    return pd.DataFrame(told, index=ends.names, columns=IN_WORLDS)
