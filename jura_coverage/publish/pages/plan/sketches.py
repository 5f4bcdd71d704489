"""What the map of a choice shows: what goes, what comes, and who is within reach then."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts import Move, Round, Situation
from jura_coverage.posts.situation import minutes
from jura_coverage.publish import signs
from jura_coverage.publish.signs import Symbol
from jura_coverage.publish.tables.plan import BASE, NATURES, NEW, RECEIVED, STOP
from jura_coverage.study import Result

SYMBOLS = dict(zip(NATURES, signs.PROPOSED, strict=True))
ENDED, GIVING = "lieu de la structure qui cesserait", "lieu qui cède un poste"


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Points of one kind.

    Parameters
    ----------
    symbol, meaning
        How they are drawn, and what they are in French.
    points
        East and north in metres, a row each.
    names
        Of each, in French; empty for none.
    """

    symbol: Symbol
    meaning: str
    points: FloatArray
    names: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What a map shows.

    Parameters
    ----------
    near
        Whether each commune is within reach then.
    marks
        What goes and what comes.
    ways
        From where to where something goes: pairs of points in metres.
    """

    near: pd.Series
    marks: tuple[Marks, ...]
    ways: Sequence[tuple[FloatArray, FloatArray]] = field(default=())


def of_end(result: Result, host: str) -> Sketch:
    """Show the end of a host."""
    places = result.territory.places
    ended = (places["organisation"] == host) & ~places["neighbour"].astype(bool)
    left = minutes(result, Situation.today(result).without(ended.to_numpy()))
    reached = (left <= result.parameters.policy.far_minutes).any(axis=1)
    seen = places[ended & (places["fte_open"] > 0)].drop_duplicates("insee")
    return Sketch(
        near=pd.Series(reached, index=result.communes.index),
        marks=(
            Marks(
                symbol=signs.GONE, meaning=ENDED, points=_points(gpd.GeoSeries(seen.geometry)),
                names=_names(result, seen["insee"]),
            ),
        ),
    )  # fmt: skip


def of_moves(result: Result, found: Move) -> Sketch:
    """Show the best transfers."""
    own, codes = result.territory.own_bases, [code for _, code in found.best.moves]
    bases = own.drop_duplicates("name").set_index("name")
    bases = bases.loc[[place for place, _ in found.best.moves]]
    left, came = _points(gpd.GeoSeries(bases.geometry)), _origins(result, codes)
    return Sketch(
        near=found.minutes <= result.parameters.policy.far_minutes,
        marks=(
            Marks(symbol=signs.GONE, meaning=GIVING, points=left,
                  names=_names(result, bases["insee"])),
            _marks(result, RECEIVED, codes),
        ),
        ways=list(zip(left, came, strict=True)),
    )  # fmt: skip


def of_sites(result: Result, sites: Sequence[str]) -> Sketch:
    """Show new posts."""
    return Sketch(near=_near(result, sites), marks=(_marks(result, NEW, sites),))


def of_round(result: Result, found: Round) -> Sketch:
    """Show the round of an itinerant post."""
    base, stops = _origins(result, [found.base]), _origins(result, found.stops)
    # Where the base is a stop, the sign of the stop would hide that of the base.
    marks = (_marks(result, STOP, found.stops), _marks(result, BASE, [found.base]))
    return Sketch(
        near=_near(result, found.stops), marks=marks, ways=[(base[0], stop) for stop in stops]
    )


def _near(result: Result, sites: Sequence[str]) -> pd.Series:
    ways = result.ways.to_origins[list(sites)]
    new: pd.Series = ways.le(result.parameters.policy.far_minutes).any(axis=1)
    return new | result.served


def _marks(result: Result, nature: str, codes: Sequence[str]) -> Marks:
    return Marks(
        symbol=SYMBOLS[nature], meaning=nature, points=_origins(result, codes),
        names=_names(result, codes),
    )  # fmt: skip


def _origins(result: Result, codes: Sequence[str]) -> FloatArray:
    return _points(gpd.GeoSeries(result.ways.origins[list(codes)]))


def _points(points: gpd.GeoSeries) -> FloatArray:
    return np.column_stack([points.x, points.y])


def _names(result: Result, codes: Sequence[str] | pd.Series) -> list[str]:
    """Name communes, each once: a name beside each of its marks would hide others."""
    names = pd.Series(list(codes), dtype="str")
    known = names.map(result.communes["name"]).fillna("")
    return known.where(~names.duplicated(), "").tolist()
