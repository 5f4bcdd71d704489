"""Rounds: the week of an itinerant post."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError, whole_number
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.posts.effects import Change, changed
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.robust import FEW, KINDS, Kind
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.solver import rounds
from jura_coverage.posts.solver.many_rounds import Rounds, in_days
from jura_coverage.posts.solver.worlds import worlds_of
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum

WITH_STOPS = "avec la tournée, un jour par semaine"
# A post works so many days a week, each at one stop.
DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Round:
    """The round of an itinerant post among those who are far today.

    Parameters
    ----------
    kind
        By what it is the best, see :class:`jura_coverage.posts.robust.Held`.
    base, stops
        INSEE codes, both empty if no stop serves anybody who is far; a day at each stop.
    residents_served, resident_days
        Residents who are far today and have a stop within reach on a day at least, and the sum of
        residents and days; missing where known of no commune.
    residents_served_uncounted, residents_in_part
        Communes that these sums leave out, in whole or in part, since their residents are not
        known; and whether one of them is counted in part.
    expected_gain, likely_gained
        In worlds that it was not chosen for: how many it serves on average, and within what
        numbers.
    expected_days, likely_days
        The same of residents and days.
    worst_regret, gap
        How many fewer at most it serves at worst than the best round of that world, and how far
        (share) the best round of this kind could lie beyond its average: in residents if the
        round is to serve most of them, in residents and days if it is to serve on most days.
    """

    kind: Kind
    base: str
    stops: tuple[str, ...]
    residents_served: int | None
    residents_served_uncounted: int
    residents_in_part: bool
    expected_gain: int
    likely_gained: Interval
    resident_days: int | None
    expected_days: int
    likely_days: Interval
    worst_regret: int
    gap: float


@dataclass(frozen=True, kw_only=True)
class Week(Round):
    """The round that serves most on average, and those of the other kinds.

    Parameters
    ----------
    plans
        One of each kind.
    fairness
        Today and with the stops, whatever the day.
    weights
        As in :func:`week`.
    change
        What the round changes: at each stop a day of :data:`DAYS` a week.
    """

    plans: tuple[Round, ...]
    fairness: Fairness
    weights: Weights | None
    change: Change


def week(
    result: Result,
    *,
    stops: int = 5,
    travel_minutes: float = 30.0,
    widest: bool = False,
    weights: Weights | None = None,
    tried: Trials | None = None,
) -> Week:
    """Choose the base and the stops of an itinerant post for those who are far today.

    Parameters
    ----------
    result
        A study.
    stops, travel_minutes
        Most stops a week, a day each, and the most minutes from the base to a stop.
    widest
        Serve the most residents on a day at least, rather than residents on the most days.
    weights
        As in :func:`move`.
    tried
        The worlds that tell how likely a figure is; drawn if None.

    Raises
    ------
    SitingError
        If there are more stops than days, if no stop is possible, or if no population is known.
    """
    _refuse_wrong(stops)
    far = counted(result, weights).where(~result.served & result.located, 0.0)
    ways = result.ways.to_origins.to_numpy(dtype=float)
    is_open = ways <= travel_minutes
    if not is_open.any():
        raise SitingError(
            f"Tournée : trouvé {french.shortest(travel_minutes, 2)} minutes de la base à un arrêt, "
            "moins que tout trajet ; attendu davantage (--travel-minutes)."
        )
    choose = rounds.most_residents if widest else rounds.most_days
    found = choose(
        ways, ways, far.to_numpy(), stops=stops, travel_minutes=travel_minutes,
        far_minutes=result.parameters.policy.far_minutes,
    )  # fmt: skip
    tried, worth = tried or trials(result), counted(result, weights).to_numpy(dtype=float)
    learnt, fresh = (
        _rounds(result, each, counts, is_open=is_open, stops=stops, widest=widest)
        for each, counts in (
            (tried.others, worth), (tried, result.residents.to_numpy(dtype=float)),
        )
    )  # fmt: skip
    mean, regret = learnt.solve(starts=[found.stops])
    chosen = mean.sites, found.stops, regret.sites
    gains = [_gain(each, tried.others, result, worth, widest=widest) for each in chosen]
    best = chosen[int(np.argmax(gains))]
    on_average = float(learnt.worlds.gains(best).mean())
    bases = [found.base, learnt.base(best), learnt.base(regret.sites)]
    gaps = [found.gap, replace(mean, objective=on_average).gap, regret.gap]
    codes = result.communes.index
    plans = [
        _told(
            result, kind, each, base=str(codes[base]) if each else "", gap=gap, fresh=fresh,
            tried=tried,
        )
        for kind, each, base, gap in zip(
            KINDS, (found.stops, best, regret.sites), bases, gaps, strict=True
        )
    ]  # fmt: skip
    first = plans[1]
    after = pd.concat([result.minutes, result.ways.to_origins[list(first.stops)]], axis=1).min(
        axis=1
    )
    return Week(
        **vars(first),
        plans=tuple(plans),
        fairness=fairness(result, {WITH_STOPS: after}, chosen=WITH_STOPS, weights=weights),
        weights=weights,
        change=changed(
            result,
            Situation.today(result).opened(dict.fromkeys(first.stops, 1 / DAYS)),
            weights=weights,
        ),
    )


def _refuse_wrong(stops: int) -> None:
    """Refuse a week without a stop, or of more days than a post works."""
    if not 1 <= whole_number("Arrêts par semaine", stops) <= DAYS:
        raise SitingError(
            f"Tournée : trouvé {french.count(stops, 'arrêt')} par semaine ; attendu de 1 à {DAYS}, "
            "un par jour de travail (--stops)."
        )


def _rounds(
    result: Result,
    tried: Trials,
    worth: FloatArray,
    *,
    is_open: BoolArray,
    stops: int,
    widest: bool,
) -> Rounds:
    """Take the first worlds of some: whom a stop in each commune would serve."""
    near = tried.near_sites(result.communes.index.tolist(), part_time=True, first=FEW)
    worlds = worlds_of(near, tried.near_today[: len(near)], worth)
    return Rounds(worlds=worlds if widest else in_days(worlds), is_open=is_open, stops=stops)


def _gain(
    stops: tuple[int, ...], tried: Trials, result: Result, worth: FloatArray, *, widest: bool
) -> float:
    """Count what stops serve on average."""
    near = tried.near_sites(result.communes.index[list(stops)].tolist(), part_time=True)
    days = near.any(axis=2) if widest else near.sum(axis=2)
    return float((np.where(tried.near_today, 0, days) @ worth).mean())


def _told(
    result: Result,
    kind: Kind,
    stops: tuple[int, ...],
    *,
    base: str,
    gap: float,
    fresh: Rounds,
    tried: Trials,
) -> Round:
    """Tell whom a round serves."""
    chosen = tuple(result.communes.index[list(stops)].astype(str))
    near = result.ways.to_origins[list(chosen)].le(result.parameters.policy.far_minutes)
    unserved, days = ~result.served & result.located, near.sum(axis=1)
    residents, in_part = result.communes["residents"], result.communes[IN_PART]
    reached = Sum.over(residents[(days > 0) & unserved], in_part=in_part)
    there = tried.near_sites(chosen, part_time=True).sum(axis=2)
    on_days = np.where(tried.near_today, 0, there)
    served, known = on_days > 0, result.residents.to_numpy(dtype=float)
    return Round(
        kind=kind,
        base=base,
        stops=chosen,
        residents_served=reached.known,
        residents_served_uncounted=reached.uncounted,
        residents_in_part=reached.in_part,
        expected_gain=round(float((served @ known).mean())),
        likely_gained=likely(residents, served, in_part=in_part),
        resident_days=None if reached.known is None else int((residents * days)[unserved].sum()),
        expected_days=round(float((on_days @ known).mean())),
        likely_days=likely(residents, on_days, in_part=in_part),
        worst_regret=round(float((fresh.best[1] - fresh.worlds.gains(stops)).max())),
        gap=gap,
    )
