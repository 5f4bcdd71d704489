"""The plan: all answers at once, for the report and the map."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.measures import pairs, supply, ways
from jura_coverage.posts.add import Add, Rule, add
from jura_coverage.posts.certainty import Certainty, certainty
from jura_coverage.posts.influence import influence
from jura_coverage.posts.keep import Keep, keep
from jura_coverage.posts.move import Move, Week, move, week
from jura_coverage.posts.trials import trials
from jura_coverage.study import Result


def catchment(result: Result, *, method: Callable[..., pd.Series] = supply.e2sfca) -> pd.Series:
    """Give the posts for each resident, decaying in three zones up to the threshold.

    Residents of the belt around the département share its posts, and those of the belt, where
    their communes are at hand: as far as 30 km, beyond which nobody reaches a post that residents
    of the département reach too, up to about 20 minutes.

    Parameters
    ----------
    result
        A study.
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
    everyone = pd.concat([land.communes, land.neighbours], join="inner")
    beyond = ways.measure(
        result.ways.engine,
        gpd.GeoSeries(land.neighbours["origin"], crs=everyone.crs),
        result.ways.places,
        least_m=geography.least_distance_m(land.neighbours.geometry),
        far_minutes=far_minutes,
    )
    access = method(
        everyone["residents"],
        land.places["fte_open"],
        pairs=pairs.stacked([result.ways.near, beyond.near]),
        decay=decay,
    )
    own: pd.Series = access[land.communes.index]
    return own


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    result: Result
    keep: Keep
    move: Move
    add: Add
    week: Week
    widest_week: Week
    certainty: Certainty
    catchment: pd.Series

    @cached_property
    def influence(self) -> pd.DataFrame:
        """What the number of flagged communes hangs on; computed where it is asked for."""
        return influence(self.result)


def decide(
    result: Result, *, rule: Rule | None = None, transfers_most: int | None = None
) -> Decision:
    """Answer every question about posts.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    tried, asked = trials(result), rule or Rule()
    return Decision(
        result=result,
        keep=keep(result, weights=asked.weights, tried=tried),
        move=move(result, most=transfers_most, weights=asked.weights, tried=tried),
        add=add(result, asked, tried=tried),
        week=week(result, weights=asked.weights, tried=tried),
        widest_week=week(result, widest=True, weights=asked.weights, tried=tried),
        certainty=certainty(result, tried=tried),
        catchment=catchment(result),
    )
