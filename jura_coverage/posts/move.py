"""Move and rounds: transfers inside the département, and the week of an itinerant post."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.effects import Change, changed
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.solver import rounds, transfers
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum, sums

AFTER = "après les transferts"
WITH_STOPS = "avec la tournée, un jour par semaine"
# Where nobody says how many posts may move.
USUAL_TRANSFERS = 3
# A post works so many days a week.
DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Move:
    """Transfers inside the département, and what they gain all in all.

    Parameters
    ----------
    moves
        Pairs of a place that gives a post up and the INSEE code that receives it.
    posts
        For each of them how much of a post moves: less than one where a place has but a share.
    residents_gained, likely_gained, gap
        Residents within reach afterwards less those of today, missing where that is known of no
        commune; how many they are likely to be, and how far (share) an optimum could lie above.
    residents_gained_uncounted, residents_lost_uncounted
        Communes whose residents are not known and so not counted: of those that come within reach
        and of those that no longer are.
    minutes
        Of each commune to its nearest post afterwards; missing where there is none.
    by_epci
        `residents_gained` and `residents_lost` by EPCI, with what each leaves out
        (:func:`jura_coverage.study.figures.sums`).
    fairness
        Today and after the transfers.
    change
        What they change.
    """

    moves: tuple[tuple[str, str], ...]
    posts: tuple[float, ...]
    residents_gained: int | None
    residents_gained_uncounted: int
    residents_lost_uncounted: int
    likely_gained: Interval
    gap: float
    minutes: pd.Series
    by_epci: pd.DataFrame
    fairness: Fairness
    weights: Weights | None
    change: Change


def move(
    result: Result,
    *,
    most: int | None = None,
    weights: Weights | None = None,
    tried: Trials | None = None,
) -> Move:
    """Find the best transfers of at most so many posts.

    Parameters
    ----------
    result
        A study.
    most
        How many posts may move, a share of one being moved as a whole; None for
        :data:`USUAL_TRANSFERS`, or as many as there are posts and communes.
    weights
        How much each resident counts, see :func:`jura_coverage.posts.internet`; if None, as one,
        and by internet in the weighted equity.
    tried
        The worlds that tell how likely a gain is; drawn if None.

    Raises
    ------
    SitingError
        If none is to move, or more than there are, or if no population is known.
    """
    land, far_minutes = result.territory, result.parameters.policy.far_minutes
    places, own = land.places, land.own_bases
    posts = own["posts"].fillna(1).to_numpy(dtype=float)
    moving = np.ceil(posts.round(french.POST_DECIMALS)).astype(np.intp)  # a share moves as a whole
    if most is None:
        most = min(USUAL_TRANSFERS, int(moving.sum()), len(result.communes))
    _refuse_wrong(most, posts=posts, moving=moving)
    to_places, to_sites = result.ways.to_places, result.ways.to_origins
    neighbours = to_places.drop(columns=land.own_places.index)
    covered = neighbours.le(far_minutes).any(axis=1)
    residents = counted(result, weights).where(~covered, 0.0)
    # A post that moves gives up all its stops.
    ways = to_places.T.groupby(places["base"], sort=False).min().T[own.index]
    best = transfers.solve(
        ways.to_numpy(dtype=float),
        to_sites.to_numpy(dtype=float),
        residents.to_numpy(),
        posts=moving,
        request=Request(posts=most),
        far_minutes=far_minutes,
    )
    giving = pd.Series(best.places, dtype=np.intp)
    left = moving - np.bincount(giving, minlength=len(own))
    before = giving.groupby(giving).cumcount()
    after = pd.concat(
        [ways.loc[:, left > 0], to_sites.iloc[:, list(best.sites)], neighbours], axis=1
    ).min(axis=1)
    tried = tried or trials(result)
    codes = tuple(str(to_sites.columns[site]) for site in best.sites)
    stays = np.flatnonzero(~places["base"].isin(own.index[left == 0]))
    kept = tried.near_any(stays) | tried.near_sites(codes).any(axis=2)
    change = kept.astype(int) - tried.near_today
    gap = (best.bound - best.gained) / best.gained if best.gained else 0.0
    known, near = result.communes["residents"], after <= far_minutes
    gained = Sum.over(known[near & ~result.served])
    lost = Sum.over(known[~near & result.served])
    moved = np.minimum(posts[giving] - before, 1.0)
    return Move(
        moves=tuple(
            (str(own["name"].iloc[place]), code)
            for place, code in zip(best.places, codes, strict=True)
        ),
        posts=tuple(moved.tolist()),
        residents_gained=_net(gained, lost),
        residents_gained_uncounted=gained.uncounted,
        residents_lost_uncounted=lost.uncounted,
        likely_gained=likely(known, change),
        gap=max(gap, 0.0),
        minutes=after,
        by_epci=_by_epci(result, after),
        fairness=fairness(result, {AFTER: after.fillna(np.inf)}, chosen=AFTER, weights=weights),
        weights=weights,
        change=changed(
            result, _transferred(result, own.index[giving], codes, moved), weights=weights
        ),
    )  # fmt: skip


def _refuse_wrong(most: int, *, posts: FloatArray, moving: IntArray) -> None:
    """Refuse to move nothing, or more than there is: whole posts, and shares of one each whole."""
    if most < 1:
        raise SitingError(f"Transferts : trouvé {most} ; attendu au moins 1 transfert.")
    possible = int(moving.sum())
    if most > possible:
        places = french.count(len(posts), "lieu", "lieux")
        raise SitingError(
            f"Transferts : trouvé {french.number(most)} ; attendu {french.number(possible)} au "
            f"plus, pour {french.posts(posts.sum())} à {places} (une part de poste se déplace "
            "entière). Demandez-en moins (--transfers)."
        )


def _transferred(
    result: Result, bases: pd.Index, codes: Sequence[str], moved: FloatArray
) -> Situation:
    """Take posts from where they are, each with its full-time equivalents, to communes.

    Parameters
    ----------
    result
        A study.
    bases, codes, moved
        Of each transfer the place whose post moves, where to, and how much of a post. What is
        vacant has no full-time equivalent: it is taken to be filled where it goes.
    """
    today, places = Situation.today(result), result.territory.places
    fte = pd.Series(today.at_places).groupby(places["base"].to_numpy()).sum()[bases].to_numpy()
    share = moved / places.loc[bases, "posts"].fillna(1).to_numpy(dtype=float)
    gone = pd.Series(share).groupby(bases.to_numpy()).sum().reindex(places["base"], fill_value=0.0)
    received: dict[str, float] = {}
    for code, full_time in zip(codes, np.where(fte > 0, fte * share, moved), strict=True):
        received[code] = received.get(code, 0.0) + float(full_time)
    left = today.at_places * (1 - gone.to_numpy().clip(max=1.0))
    return Situation(at_places=left, at_sites=received)


def _net(gained: Sum, lost: Sum) -> int | None:
    """Take from what is gained what is lost; missing where nothing of it is known."""
    net = (gained.known or 0) - (lost.known or 0)
    return None if not net and None in (gained.known, lost.known) else net


def _by_epci(result: Result, after: pd.Series) -> pd.DataFrame:
    """Say which EPCI gain and lose, and where their residents are not known."""

    def gains_and_losses(residents: pd.Series) -> pd.DataFrame:
        return transfers.gains_and_losses(
            result.minutes, after, residents, group=result.communes["epci_name"],
            far_minutes=result.parameters.policy.far_minutes,
        )  # fmt: skip

    table = sums(result.communes["residents"], gains_and_losses)
    return table[(table.fillna(0.0) > 0).any(axis=1)]


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
