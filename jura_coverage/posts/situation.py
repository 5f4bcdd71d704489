"""Situations: posts as they are or would be, and how much of one each resident has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jura_coverage.errors import SitingError
from jura_coverage.geography.services import ADVISORS
from jura_coverage.measures import pairs, supply
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.study import Result


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where how much of a post receives the public.

    Parameters
    ----------
    at_places
        Full-time equivalents that stay at each place of today, in the order of
        :attr:`jura_coverage.territory.Territory.places`.
    at_sites
        Those that open in communes, by their INSEE codes.
    """

    at_places: FloatArray
    at_sites: Mapping[str, float]

    @classmethod
    def today(cls, result: Result) -> "Situation":
        """Give the posts as they are."""
        return cls(at_places=result.territory.places["fte_open"].to_numpy(float), at_sites={})

    def without(self, ended: BoolArray) -> "Situation":
        """End the posts of some places."""
        return replace(self, at_places=np.where(ended, 0.0, self.at_places))

    def opened(self, at_sites: Mapping[str, float]) -> "Situation":
        """Open posts in communes."""
        return replace(self, at_sites=at_sites)

    @property
    def fte(self) -> FloatArray:
        """Full-time equivalents at the places of today, then at the sites."""
        return np.append(self.at_places, list(self.at_sites.values()))


def refuse_untold(result: Result) -> None:
    """Refuse to choose between posts where no table tells which there are.

    Raises
    ------
    SitingError
        If there is none.
    """
    if ADVISORS.role not in result.territory.listed:
        raise SitingError(
            "Aucune structure : trouvé aucune liste de conseillers ; attendu une liste, faute de "
            "quoi on ne sait pas quels postes il y a. Donnez-la par --advisors."
        )


def minutes(result: Result, situation: Situation) -> FloatArray:
    """Give the minutes to the places of today, then to the sites; missing where nobody receives.

    Returns
    -------
    array
        A row a commune of the département; a column for each of :attr:`Situation.fte`.
    """
    sites = result.ways.to_origins[list(situation.at_sites)] if situation.at_sites else None
    return _received(result.ways.to_places, sites, situation)


def access(
    result: Result,
    situation: Situation,
    *,
    method: Callable[..., pd.Series] = supply.e2sfca,
) -> pd.Series:
    """Give the posts for each resident, decaying in three zones up to the threshold.

    Residents of the belt around the département share its posts, and those of the belt, where
    their communes are at hand: as far as 30 km, beyond which nobody reaches a post that residents
    of the département reach too, up to about 20 minutes.

    Parameters
    ----------
    result, situation
        A study, and the posts.
    method
        :func:`jura_coverage.measures.supply.e2sfca`, or :func:`jura_coverage.measures.supply.bfca`
        as the sensitivity run.

    Returns
    -------
    Series
        On the index of the communes of the département.
    """
    land, far_minutes = result.territory, result.parameters.policy.far_minutes
    decay = supply.step_decay(
        limits=[far_minutes / 2, 0.75 * far_minutes, far_minutes], weights=[1.0, 0.68, 0.22]
    )
    beyond, sites = result.ways_beyond, None
    if situation.at_sites:
        points = result.ways.origins[list(situation.at_sites)]
        sites = result.ways.engine.minutes(beyond.origins, points, least_m=beyond.least_m)
    everyone = np.vstack(
        [minutes(result, situation), _received(beyond.to_places, sites, situation)]
    )
    each = method(
        pd.concat([land.communes["residents"], land.neighbours["residents"]]),
        pd.Series(situation.fte),
        pairs=pairs.pairs_of(pd.DataFrame(everyone, copy=False), limit=far_minutes),
        decay=decay,
    )
    own: pd.Series = each[land.communes.index]
    return own


def _received(
    to_places: pd.DataFrame, to_sites: pd.DataFrame | None, situation: Situation
) -> FloatArray:
    """Put ways side by side, without those to where nobody receives."""
    known = [each.to_numpy(np.float64) for each in (to_places, to_sites) if each is not None]
    return np.where(situation.fte > 0, np.hstack(known), np.nan)
