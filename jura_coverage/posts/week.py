"""Rounds: the week of an itinerant post."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.posts.effects import Change, changed
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.solver import rounds
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum

WITH_STOPS = "avec la tournée, un jour par semaine"
# A post works so many days a week.
DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Week:
    """The round of an itinerant post among those who are far today.

    Parameters
    ----------
    base, stops
        INSEE codes, both empty if nobody is far; a day at each stop.
    residents_served, likely_served, resident_days
        Residents who are far today and have a stop within reach on a day at least, how many they
        are likely to be, and the sum of residents and days; missing where known of no commune.
    residents_served_uncounted
        Communes that these sums leave out, since their residents are not known.
    gap
        How far (share) the best round could lie above.
    fairness
        Today and with the stops, whatever the day.
    weights
        As in :func:`week`.
    change
        What the round changes: at each stop a day of :data:`DAYS` a week, less if it has more.
    """

    base: str
    stops: tuple[str, ...]
    residents_served: int | None
    residents_served_uncounted: int
    likely_served: Interval
    resident_days: int | None
    gap: float
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
        Most stops a week, and the most minutes from the base to a stop.
    widest
        Serve the most residents on a day at least, rather than residents on the most days.
    weights
        As in :func:`move`.
    tried
        The worlds that tell how likely a figure is; drawn if None.

    Raises
    ------
    SitingError
        If no stop is possible, or if no population is known.
    """
    unserved = ~result.served & result.located
    far = counted(result, weights).where(unserved, 0.0)
    to_sites = result.ways.to_origins
    ways = to_sites.to_numpy(dtype=float)
    choose = rounds.most_residents if widest else rounds.most_days
    found = choose(
        ways, ways, far.to_numpy(), stops=stops, travel_minutes=travel_minutes,
        far_minutes=result.parameters.policy.far_minutes,
    )  # fmt: skip
    if far.any() and not found.stops:
        raise SitingError(
            f"Tournée : trouvé {french.shortest(travel_minutes, 2)} minutes de la base à un arrêt, "
            "moins que tout trajet ; attendu davantage (--travel-minutes)."
        )
    codes = to_sites.columns
    chosen = tuple(str(codes[stop]) for stop in found.stops)
    after = pd.concat([result.minutes, to_sites[list(chosen)]], axis=1).min(axis=1)
    days = to_sites[list(chosen)].le(result.parameters.policy.far_minutes).sum(axis=1)
    residents = result.communes["residents"]
    reached = Sum.over(residents[(days > 0) & unserved])
    tried = tried or trials(result)
    served = tried.near_sites(chosen).any(axis=2) & ~tried.near_today
    return Week(
        base=str(codes[found.base]) if found.stops else "",
        stops=chosen,
        residents_served=reached.known,
        residents_served_uncounted=reached.uncounted,
        likely_served=likely(residents, served),
        resident_days=None if reached.known is None else int((residents * days)[unserved].sum()),
        gap=found.gap,
        fairness=fairness(result, {WITH_STOPS: after}, chosen=WITH_STOPS, weights=weights),
        weights=weights,
        change=changed(
            result,
            Situation.today(result).opened(dict.fromkeys(chosen, 1 / max(DAYS, len(chosen)))),
            weights=weights,
        ),
    )
