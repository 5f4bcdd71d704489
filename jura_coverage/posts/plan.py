"""All answers at once, for the report and the map."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.measures import pairs, supply
from jura_coverage.measures.certainty import Robustness
from jura_coverage.posts.add import Add, Rule, add
from jura_coverage.posts.base import Ground, ground
from jura_coverage.posts.keep import Keep, keep
from jura_coverage.posts.move import Move, Week, move, week
from jura_coverage.posts.trials import certainty
from jura_coverage.study import Result


def catchment(base: Ground, *, method: Callable[..., pd.Series] = supply.e2sfca) -> pd.Series:
    """Give the posts for each resident, decaying in three zones up to the threshold.

    Residents of the belt around the département share its posts, and those of the belt, where
    their communes are at hand: as far as 30 km, beyond which nobody reaches a post that residents
    of the département reach too, up to about 20 minutes.

    Parameters
    ----------
    method
        :func:`jura_coverage.measures.supply.e2sfca`, or :func:`jura_coverage.measures.supply.bfca` as the
        sensitivity run.

    Returns
    -------
    Series
        On the index of the communes of the département.
    """
    limit, land = base.within_minutes, base.result.territory
    decay = supply.step_decay(limits=[limit / 2, 0.75 * limit, limit], weights=[1.0, 0.68, 0.22])
    everyone = pd.concat([land.communes, land.neighbours], join="inner")
    beyond = base.result.travel.minutes(
        gpd.GeoSeries(land.neighbours["origin"], crs=everyone.crs), land.meeting_points,
        least_m=geography.least_distance_m(land.neighbours.geometry),
    )  # fmt: skip
    ways = pd.concat([base.to_places, beyond]) if len(beyond) else base.to_places
    access = method(
        everyone["residents"], land.places["fte_open"],
        pairs=pairs.pairs_of(ways, limit=limit), decay=decay,
    )  # fmt: skip
    own: pd.Series = access[land.communes.index]
    return own


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    base: Ground
    keep: Keep
    move: Move
    add: Add
    week: Week
    widest_week: Week
    certainty: Robustness
    catchment: pd.Series


def decide(result: Result, *, rule: Rule | None = None, transfers_most: int = 3) -> Decision:
    """Answer every question about posts.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    base = ground(result)
    return Decision(
        base=base,
        keep=keep(base),
        move=move(base, most=min(transfers_most, int(base.own_bases["posts"].fillna(1).sum()))),
        add=add(base, rule or Rule()),
        week=week(base),
        widest_week=week(base, widest=True),
        certainty=certainty(base),
        catchment=catchment(base),
    )
