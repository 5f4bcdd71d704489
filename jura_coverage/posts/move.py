"""Move: transfers inside the département that hold where trips are longer or shorter."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import SitingError, whole_number
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts import transfers
from jura_coverage.posts.effects import Change, changed
from jura_coverage.posts.fairness import Fairness, fairness
from jura_coverage.posts.robust import Kind
from jura_coverage.posts.situation import Situation, refuse_untold
from jura_coverage.posts.solver.transfers import gains_and_losses
from jura_coverage.posts.transfers import Chosen
from jura_coverage.posts.trials import Interval, Trials, likely, trials
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum, sums

AFTER = "après les transferts"
# Where nobody says how many posts may move.
USUAL_TRANSFERS = 3


@dataclass(frozen=True, kw_only=True)
class Moves:
    """Transfers inside the département, and what they gain all in all.

    Parameters
    ----------
    kind
        By what they are the best, see :class:`jura_coverage.posts.robust.Held`.
    moves
        Pairs of a place that gives a post up and the INSEE code that receives it.
    posts
        For each of them how much of a post moves: less than one where a place has but a share.
    residents_gained, gap
        Residents within reach afterwards less those of today, missing where that is known of no
        commune; and how far (share) an optimum of this kind could lie beyond.
    residents_gained_uncounted, residents_lost_uncounted
        Communes whose residents are not known and so not counted in whole: of those that come
        within reach and of those that no longer are.
    residents_in_part
        Whether one of them is counted in part.
    expected_gain, likely_gained, worst_regret
        In worlds that they were not chosen for: what they gain on average, within what numbers,
        and how many residents fewer at worst than the best transfers of that world.
    """

    kind: Kind
    moves: tuple[tuple[str, str], ...]
    posts: tuple[float, ...]
    residents_gained: int | None
    residents_gained_uncounted: int
    residents_lost_uncounted: int
    residents_in_part: bool
    expected_gain: int
    likely_gained: Interval
    worst_regret: int
    gap: float


@dataclass(frozen=True, kw_only=True)
class Move:
    """The best transfers inside the département.

    Parameters
    ----------
    plans
        One of each kind.
    minutes
        Of each commune to its nearest post after the transfers of :attr:`best`; infinite where
        nobody receives, missing where no way is known.
    by_epci
        `residents_gained` and `residents_lost` by EPCI, with what each leaves out
        (:func:`jura_coverage.study.figures.sums`).
    fairness
        Today and after the transfers.
    change
        What they change.
    """

    plans: tuple[Moves, ...]
    minutes: pd.Series
    by_epci: pd.DataFrame
    fairness: Fairness
    weights: Weights | None
    change: Change

    @property
    def best(self) -> Moves:
        """The transfers of the greatest expected gain."""
        return next(each for each in self.plans if each.kind == "expected")


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
        If no table tells the posts, if none is to move or more than there are where there is one,
        or if no population is known.
    """
    refuse_untold(result)
    own, tried = result.territory.own_bases, tried or trials(result)
    posts = own["posts"].fillna(1).to_numpy(dtype=float)
    moving = transfers.units(posts)
    if most is None or not moving.any():
        most = min(USUAL_TRANSFERS, int(moving.sum()), len(result.communes))
    else:
        _refuse_wrong(most, posts=posts, moving=moving)
    chosen = transfers.chosen(result, posts, most=most, worth=counted(result, weights), tried=tried)
    best = chosen["expected"]
    after = transfers.after(result, best, posts)
    giving, shares = best.parts(posts)
    codes = result.communes.index[best.sites].tolist()
    return Move(
        plans=tuple(
            _moves(result, kind, each, posts=posts, tried=tried) for kind, each in chosen.items()
        ),
        minutes=after,
        by_epci=_by_epci(result, after),
        fairness=fairness(result, {AFTER: after}, chosen=AFTER, weights=weights),
        weights=weights,
        change=changed(
            result, _transferred(result, own.index[giving], codes, shares), weights=weights
        ),
    )


def _moves(
    result: Result,
    kind: Kind,
    chosen: Chosen,
    *,
    posts: FloatArray,
    tried: Trials,
) -> Moves:
    """Tell what transfers gain and lose."""
    own = result.territory.own_bases
    giving, shares = chosen.parts(posts)
    codes = tuple(result.communes.index[chosen.sites].astype(str))
    change = transfers.change(result, chosen, posts, tried)
    known, in_part = result.communes["residents"], result.communes[IN_PART]
    near = transfers.after(result, chosen, posts) <= result.parameters.policy.far_minutes
    gained = Sum.over(known[near & ~result.served], in_part=in_part)
    lost = Sum.over(known[~near & result.served], in_part=in_part)
    return Moves(
        kind=kind,
        moves=tuple(zip(own["name"].iloc[giving], codes, strict=True)),
        posts=tuple(shares.tolist()),
        residents_gained=_net(gained, lost),
        residents_gained_uncounted=gained.uncounted,
        residents_lost_uncounted=lost.uncounted,
        residents_in_part=gained.in_part or lost.in_part,
        expected_gain=round(float((change @ result.residents.to_numpy()).mean())),
        likely_gained=likely(known, change, in_part=in_part),
        worst_regret=round(chosen.worst_regret),
        gap=chosen.gap,
    )


def _refuse_wrong(most: int, *, posts: FloatArray, moving: IntArray) -> None:
    """Refuse to move nothing, or more than there is: whole posts, and shares of one each whole."""
    if whole_number("Transferts", most) < 1:
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

    def changed_by_epci(residents: pd.Series) -> pd.DataFrame:
        return gains_and_losses(
            result.minutes, after, residents, group=result.communes["epci_name"],
            far_minutes=result.parameters.policy.far_minutes,
        )  # fmt: skip

    communes = result.communes
    table = sums(communes["residents"], changed_by_epci, in_part=communes[IN_PART])
    return table[(table.fillna(0.0) > 0).any(axis=1)]
