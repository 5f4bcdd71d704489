"""Addresses on which the page opens with posts added, closed or moved.

They are as ``scripts/address.js`` reads them: ``ajout:39228,ferme:39043.1,vers:39300.1:39333:1``.
A post is named by its commune and its place among those of that commune that can be closed; the
number at the end is that of posts. Without it one is added, and a host closes or moves with all it
has.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

import geopandas as gpd
import numpy as np

from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Moves
    from jura_coverage.posts.week import Round

# Less of a post is none, and as much more than a host has is all it has.
SOME = 0.005
DECIMALS = 4


def fragment(simulation: str, *, name: str = "") -> str:
    """Give what stands after the page's name, with the `#`.

    Parameters
    ----------
    simulation
        What one of the functions below gives.
    name
        What the page is to call the scenario; nothing if empty.

    Examples
    --------
    >>> fragment("ajout:39228", name="Un poste de plus")
    '#nom=Un%20poste%20de%20plus&simulation=ajout:39228'
    """
    return f"#{f'nom={quote(name)}&' if name else ''}simulation={simulation}"


def additions(sites: Iterable[str]) -> str:
    """Open a post in each of these communes, such as a proposal's :attr:`sites`.

    Examples
    --------
    >>> additions(["39228", "39333", "39228"])
    'ajout:39228:2,ajout:39333'
    """
    posts: dict[str, float] = {}
    for code in sites:
        posts[code] = posts.get(code, 0.0) + 1.0
    return _added(posts)


def rounds(found: "Round") -> str:
    """Open at each stop of a round the share of a post that it gets: a day a week, or less."""
    from jura_coverage.posts.week import DAYS  # who has a round has loaded posts

    return _added(dict.fromkeys(found.stops, 1 / max(DAYS, len(found.stops))))


def ends(result: Result, hosts: Iterable[str]) -> str:
    """Close all posts of hosts, by their names in `host` of :attr:`Keep.hosts`."""
    own = result.territory.own_bases
    of_hosts = own[own["organisation"].isin(list(hosts))]
    return simulation(result, closed=dict(of_hosts["posts"].fillna(1)))


def transfers(result: Result, found: "Moves") -> str:
    """Move posts from places to communes as the plan does."""
    own = result.territory.own_bases
    left = own["posts"].fillna(1).astype(float)
    moved: dict[tuple[Hashable, str], float] = {}
    for (name, code), posts in zip(found.moves, found.posts, strict=True):
        # Several rows may stand at a place that has one name.
        base = left[own["name"] == name].idxmax()
        left[base] -= posts
        moved[base, code] = moved.get((base, code), 0.0) + posts
    return simulation(result, moved=moved)


def simulation(
    result: Result,
    *,
    added: Mapping[str, float] | None = None,
    closed: Mapping[Hashable, float] | None = None,
    moved: Mapping[tuple[Hashable, str], float] | None = None,
) -> str:
    """Give a simulation as the page's address has it.

    Parameters
    ----------
    result
        A study.
    added
        Posts, or shares of one, by INSEE code.
    closed
        Posts that end, by the label of their base in :attr:`Territory.places`.
    moved
        Posts that go, by the label of their base and the INSEE code of where they go to. One that
        goes to the commune where it is stays.

    Returns
    -------
    str
        Empty for no change. What nobody receives at closes without a change, and is filled where
        it goes: there it is added.
    """
    places, codes = result.territory.places, _codes(result)
    opened = dict(added or {})
    parts = []
    for base, posts in (closed or {}).items():
        if base in codes:
            parts.append(":".join(["ferme", codes[base], *_counted(posts, places, base)]))
    for (base, code), posts in (moved or {}).items():
        if code == places.loc[base, "insee"]:
            continue
        if base in codes:
            parts.append(":".join(["vers", codes[base], code, *_counted(posts, places, base)]))
        else:
            opened[code] = opened.get(code, 0.0) + posts
    return ",".join(filter(None, [_added(opened), *parts]))


def _added(posts: Mapping[str, float]) -> str:
    return ",".join(
        f"ajout:{code}" if abs(number - 1) < SOME else f"ajout:{code}:{_short(number)}"
        for code, number in posts.items()
    )


def _counted(posts: float, places: gpd.GeoDataFrame, base: Hashable) -> list[str]:
    whole = abs(posts - float(places.loc[base, "posts"])) < SOME
    return [] if whole else [_short(posts)]


def _short(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _codes(result: Result) -> dict[Hashable, str]:
    """Name the bases whose posts the page can close or move: those that meet somebody."""
    own, places = result.territory.own_bases, result.territory.places
    met = np.isin(own.index, places.loc[places["fte_open"] > 0, "base"])
    named = own.loc[met & own["insee"].isin(result.communes.index), "insee"]
    number = named.groupby(named, sort=False).cumcount() + 1
    return dict(zip(named.index, named + "." + number.astype(str), strict=True))
