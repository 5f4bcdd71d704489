"""Ends: who has no other place within reach when some hosts or places end, in every world."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jura_coverage.measures.pairs import BoolArray
from jura_coverage.posts import loss
from jura_coverage.posts.trials import Interval, Trials, likely
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Sum

ACROSS = "\0"  # no host bears this name


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Hosts that end together, such as those whose end would put the most residents out of reach.

    Parameters
    ----------
    hosts
        Their names.
    residents_lost, residents_lost_uncounted, gap
        Residents no longer within reach, missing where known of no commune; the communes that this
        leaves out, since they are not known there; and how far (share) the worst could lie above,
        or the least below.
    communes_lost, communes_flagged
        Communes no longer within reach, and those among them that would be flagged, missing where
        nothing is known of internet.
    mean, likely
        Residents no longer within reach on average of all worlds, missing where known of no
        commune, and between which numbers in most of them.
    """

    hosts: tuple[str, ...]
    residents_lost: int | None
    residents_lost_uncounted: int
    residents_in_part: bool
    communes_lost: int
    communes_flagged: float
    gap: float
    mean: float
    likely: Interval


@dataclass(frozen=True, kw_only=True)
class Ends:
    """Who has no other place within reach when some end: in every world.

    Parameters
    ----------
    near
        Worlds × communes by what ends, where it reaches anybody; all beyond the border is one.
    number
        How many of them each commune has within reach: worlds × communes.
    names
        What can end.
    communes
        Those of the study.
    """

    near: Mapping[Any, BoolArray]
    number: NDArray[np.int16]
    names: pd.Index
    communes: pd.DataFrame

    @classmethod
    def of(cls, result: Result, tried: Trials, *, owners: pd.Series) -> "Ends":
        """Look in the worlds of a study.

        Parameters
        ----------
        result, tried
            A study and its worlds.
        owners
            Of each place of the département, what ends: its organisation, or all that is at one
            place.
        """
        places = result.territory.places
        beyond = places["neighbour"].astype(bool)
        ends = owners.reindex(places.index).astype(object).where(~beyond, ACROSS)
        number = np.zeros_like(tried.near_today, dtype=np.int16)
        near = {}
        positions = ends.reset_index(drop=True).groupby(ends.to_numpy()).indices
        for name, of_it in positions.items():
            here = tried.near_any(np.asarray(of_it))
            number += here
            if here.any():  # else nobody is lost in any world
                near[name] = here
        return cls(
            near=near, number=number, names=pd.Index(owners.unique()), communes=result.communes
        )

    def lost(self, names: Collection[Any]) -> "Lost":
        """Tell who is lost when these end together."""
        ended = [self.near[name] for name in names if name in self.near]
        times = sum(ended, start=np.zeros_like(self.number))
        return Lost(who=(times > 0) & (times == self.number), communes=self.communes)

    def joint(self, names: tuple[str, ...], *, near: pd.DataFrame, gap: float) -> Joint:
        """Tell what the joint end of some hosts would cost.

        Parameters
        ----------
        names
            Which.
        near
            As in :func:`jura_coverage.posts.loss.lost`, of :func:`own_communes`.
        gap
            How far that may be from what was looked for.
        """
        communes = self.communes.loc[near.index]
        gone = loss.lost(near, ended=names)
        lost = Sum.over(communes.loc[gone, "residents"], in_part=communes[IN_PART])
        in_worlds = self.lost(names)
        return Joint(
            hosts=names,
            residents_lost=lost.known,
            residents_lost_uncounted=lost.uncounted,
            residents_in_part=lost.in_part,
            communes_lost=int(gone.sum()),
            communes_flagged=loss.newly_flagged(gone, communes["poor"]),
            gap=gap,
            mean=in_worlds.mean(),
            likely=in_worlds.likely(),
        )


@dataclass(frozen=True, kw_only=True)
class Lost:
    """Who has no place within reach any more, `who`: worlds × communes, those of the study."""

    who: BoolArray
    communes: pd.DataFrame

    def likely(self) -> Interval:
        """Give between which numbers the residents who are lost lie in most worlds."""
        return likely(self.communes["residents"], self.who, in_part=self.communes[IN_PART])

    def mean(self, worth: pd.Series | None = None) -> float:
        """Give the residents, or the worth, lost on average; missing where known of no commune."""
        share = self.who.mean(axis=0)
        each = self.communes["residents"] if worth is None else worth
        known = each.notna().to_numpy()
        if (share > 0).any() and not (share[known] > 0).any():
            return float("nan")
        return float(share[known] @ each[known].to_numpy(dtype=np.float64))


def own_communes(result: Result) -> pd.Series:
    """Mark the communes without a place across the border near: what serves them may be lost."""
    across = result.territory.places["neighbour"].astype(bool)
    near: pd.Series = result.ways.near_owners(across[across]).any(axis=1)
    return ~near
