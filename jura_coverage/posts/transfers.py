"""Transfers: which posts go where, chosen for many worlds and tried in others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.measures.pairs import BoolArray, FloatArray, IntArray
from jura_coverage.posts.robust import FEW, Kind
from jura_coverage.posts.solver import best_gains, expected, least_regret, transfers
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.solver.worlds import Worlds
from jura_coverage.posts.trials import Trials
from jura_coverage.study import Result

# Standard errors by which a mean gain must lie above zero for posts to move.
SURELY = 2.0


@dataclass(frozen=True)
class Chosen:
    """Where posts go, how many each base gives up, and how good that is."""

    sites: IntArray
    moved: IntArray
    gap: float = 0.0
    worst_regret: float = 0.0

    def kept(self, moving: IntArray, *, sites: int) -> tuple[int, ...]:
        """Give the places of all posts afterwards, numbered as by :func:`transfers.pooled`."""
        stays = sites + np.flatnonzero(moving > self.moved)
        return (*self.sites.tolist(), *stays.tolist())

    def parts(self, posts: FloatArray) -> tuple[IntArray, FloatArray]:
        """Give for each post that moves the position of its base, and how much of one it is."""
        giving = np.repeat(np.arange(len(posts)), self.moved)
        before = pd.Series(giving, dtype=np.intp).groupby(giving).cumcount().to_numpy()
        return giving, np.minimum(posts[giving] - before, 1.0)


def units(posts: FloatArray) -> IntArray:
    """Count what can move from each base: a share of a post moves as a whole."""
    return np.ceil(posts.round(french.POST_DECIMALS)).astype(np.intp)


def chosen(
    result: Result, posts: FloatArray, *, most: int, worth: pd.Series, tried: Trials
) -> dict[Kind, Chosen]:
    """Choose for the middle, for the mean and for the worst, and look for regret in fresh worlds.

    The search takes it that somebody is always there where a post goes, and then that only whole
    posts go: what it finds is counted with the absences of shares, and bounded without. What gains
    most on average over more worlds is that of the mean, as
    :func:`jura_coverage.posts.robust.chosen_for` has it; none where even that may be by chance.

    Parameters
    ----------
    result, tried
        A study, and its worlds.
    posts, most
        Posts of each base, and how many may move, none if there are none.
    worth
        How much each commune counts in the choice.
    """
    if not most:
        return dict.fromkeys(get_args(Kind), _none(units(posts)))
    sites, moving = len(result.communes), units(posts)
    asked = transfers.pooled(Request(posts=most), moving, sites=sites)
    learnt, fresh = (
        _worlds(result, each, counts.to_numpy(dtype=float), moving=moving, most=most)
        for each, counts in ((tried.others, worth), (tried, result.residents))
    )
    none = _none(moving)
    today = none.kept(moving, sites=sites)
    mean = expected.solve(learnt, request=asked, start=today)
    regret = least_regret.solve(learnt, request=asked, starts=[today, mean.sites])
    fewest = partial(transfers.fewest, tried=learnt, posts=moving, sites=sites)
    steady = Chosen(*fewest(regret.sites, on_average=False))
    middle = _if_as_estimated(result, moving, most=most, worth=worth)
    found = [
        Chosen(*fewest(mean.sites, on_average=True)), middle, steady,
        *_of_whole_posts(result, posts, most=most, worth=worth, tried=tried.others),
    ]  # fmt: skip
    gained = [change(result, each, posts, tried.others) @ worth.to_numpy() for each in found]
    best, gains = max(zip(found, gained, strict=True), key=lambda each: each[1].mean())
    if not _surely(gains):
        best, gains = none, np.zeros_like(gains)
    before = learnt.gains(today)
    on_average = float(gains[: len(before)].mean())
    short = _short(learnt, [before + each[: len(before)] for each in gained], request=asked)
    steadiest = min(range(len(found)), key=lambda each: short[each])
    steady = replace(
        found[steadiest], gap=_share(short[steadiest] - regret.bound, short[steadiest])
    )
    plans: dict[Kind, Chosen] = {
        "middle": middle,
        "expected": replace(best, gap=_share(mean.bound - before.mean() - on_average, on_average)),
        "regret": steady if _surely(gained[steadiest]) else none,
    }
    afresh = fresh.gains(today)
    regrets = _short(
        fresh,
        [
            afresh
            + (change(result, each, posts, tried) @ result.residents.to_numpy())[: len(afresh)]
            for each in plans.values()
        ],
        request=asked,
    )
    return {
        kind: replace(each, worst_regret=worst)
        for (kind, each), worst in zip(plans.items(), regrets, strict=True)
    }


def _none(moving: IntArray) -> Chosen:
    return Chosen(np.zeros(0, dtype=np.intp), np.zeros_like(moving))


def _of_whole_posts(
    result: Result, posts: FloatArray, *, most: int, worth: pd.Series, tried: Trials
) -> list[Chosen]:
    """Choose for the mean among transfers of whole posts; nothing where there are no others."""
    whole, sites = np.floor(posts.round(french.POST_DECIMALS)).astype(np.intp), len(result.communes)
    if (whole == units(posts)).all() or not whole.any():
        return []
    most = min(most, int(whole.sum()))
    asked = transfers.pooled(Request(posts=most), whole, sites=sites)
    learnt = _worlds(
        result, tried, worth.to_numpy(dtype=float), moving=whole, most=most,
        staying=units(posts) > whole,
    )  # fmt: skip
    mean = expected.solve(learnt, request=asked, start=tuple(sites + np.flatnonzero(whole)))
    chosen = transfers.fewest(mean.sites, learnt, posts=whole, sites=sites, on_average=True)
    return [Chosen(*chosen)]


def _short(worlds: Worlds, gains: Sequence[FloatArray], *, request: Request) -> list[float]:
    """Give by how much at worst each plan gains less than the best of a world, or a bound of it."""
    best, worst = best_gains.before_solving(worlds, request=request), []
    for each in gains:
        regret = best_gains.worst_regret(worlds, each, best=best, request=request)
        best = regret.best
        worst.append(regret.residents)
    return worst


def _worlds(
    result: Result,
    tried: Trials,
    worth: FloatArray,
    *,
    moving: IntArray,
    most: int,
    staying: BoolArray | None = None,
) -> Worlds:
    """Take the first worlds of some: who could be near which site, and which base of today.

    Whatever moves from them, some bases may keep a share.
    """
    land, codes = result.territory, result.communes.index.tolist()
    bases = land.places["base"]
    near_bases = [
        tried.near_any(np.flatnonzero(bases == base), first=FEW) for base in land.own_bases.index
    ]
    going = land.own_bases.index if staying is None else land.own_bases.index[~staying]
    others = np.flatnonzero(~bases.isin(going))
    return transfers.worlds(
        np.concatenate([tried.near_sites(codes, first=FEW), np.stack(near_bases, axis=2)], axis=2),
        tried.near_any(others, first=FEW),
        worth,
        posts=moving,
        most=most,
    )


def _if_as_estimated(result: Result, moving: IntArray, *, most: int, worth: pd.Series) -> Chosen:
    """Choose what gains most where all is as estimated."""
    ways, neighbours = _ways_to_bases(result)
    far_minutes = result.parameters.policy.far_minutes
    covered = neighbours.le(far_minutes).any(axis=1)
    best = transfers.solve(
        ways.to_numpy(dtype=float),
        result.ways.to_origins.to_numpy(dtype=float),
        worth.where(~covered, 0.0).to_numpy(),
        posts=moving,
        request=Request(posts=most),
        far_minutes=far_minutes,
    )
    return Chosen(
        sites=np.array(best.sites, dtype=np.intp),
        moved=np.bincount(np.array(best.places, dtype=np.intp), minlength=len(moving)),
        gap=_share(best.bound - best.gained, best.gained),
    )


def _ways_to_bases(result: Result) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the minutes to each base with all its stops, which a post gives up when it moves.

    Beside them those to the places of neighbours.
    """
    land, to_places = result.territory, result.ways.to_places
    by_base = to_places.T.groupby(land.places["base"], sort=False).min().T
    return by_base[land.own_bases.index], to_places.drop(columns=land.own_places.index)


def after(result: Result, plan: Chosen, posts: FloatArray) -> pd.Series:
    """Give the minutes of each commune to its nearest post after transfers; as today if none."""
    if not len(plan.sites):
        return result.minutes
    ways, neighbours = _ways_to_bases(result)
    new = result.ways.to_origins.iloc[:, plan.sites]
    kept = ways.loc[:, units(posts) > plan.moved]
    return pd.concat([kept, new, neighbours], axis=1).min(axis=1)


def change(result: Result, plan: Chosen, posts: FloatArray, tried: Trials) -> IntArray:
    """Give 1 where transfers bring a post within reach, -1 where out of it: worlds × communes."""
    codes, bases = result.communes.index[plan.sites].tolist(), result.territory.own_bases.index
    leaving = result.territory.places["base"].isin(bases[units(posts) == plan.moved])
    _, shares = plan.parts(posts)
    new = tried.near_sites(codes, part_time=shares.round(french.POST_DECIMALS) < 1)
    kept = tried.near_any(np.flatnonzero(~leaving)) | new.any(axis=2)
    return kept.astype(np.intp) - tried.near_today


def _surely(gained: FloatArray) -> bool:
    """Tell whether a gain on average is more than the chance of the worlds."""
    return bool(gained.mean() > SURELY * gained.std() / np.sqrt(len(gained)))


def _share(missing: float, gained: float) -> float:
    """Give what an optimum could gain more, as a share of what is gained; of nothing, none."""
    return max(missing / gained, 0.0) if gained > 0 else 0.0
