"""Robustness: how often a commune is flagged when thresholds, travel and positions all vary."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from jura_coverage.errors import ParameterError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Ranges

BoolArray = NDArray[np.bool_]
TOP = 20
NUMBERS = ("poor_share", "far_minutes", "detour", "speed_kmh")


@dataclass(frozen=True, kw_only=True)
class Scenarios:
    """Assumptions drawn together.

    Parameters
    ----------
    table
        A row a scenario: the four numbers; `definition`, the position of the definition among
        those of the ranges (0 for the first); `slowness`, see :func:`slowness`.
    shift_m
        How far each place is moved, in metres: scenarios × places × 2.
    """

    table: pd.DataFrame
    shift_m: FloatArray


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """What holds across the scenarios.

    Parameters
    ----------
    communes
        On the index of the communes: `flagged_share` (0 to 1, missing without data),
        `rank_low` and `rank_high` (5 % and 95 % of the rank, 1 for the worst), `top_share` (share
        of scenarios in which the commune is among the worst 20).
    influence
        Spearman's rank correlation of each assumption with the number of communes flagged; for
        the definition, of its position; for a place, of the distance by which it is moved.
        Missing where one of the two does not vary.
    top_stability
        Mean share (0 to 1) of a scenario's worst 20 that are among the 20 communes most often
        there: 1 if they are always the same.
    by_definition
        Share (0 to 1, missing without data) of the scenarios of each definition of good internet
        (columns) in which each commune (rows) is flagged.
    flagged
        Scenarios × communes, whether each is flagged.
    """

    communes: pd.DataFrame
    by_definition: pd.DataFrame
    influence: pd.Series
    top_stability: float
    flagged: BoolArray


def draw(
    ranges: Ranges, *, position_radius_m: pd.Series, scenarios: int = 1000, seed: int = 0
) -> Scenarios:
    """Draw scenarios by a Latin hypercube: every part of every range is met equally often.

    McKay, Beckman and Conover (1979), "A comparison of three methods for selecting values of
    input variables in the analysis of output from a computer code", Technometrics 21(2).

    Parameters
    ----------
    ranges
        Of the assumptions, see :class:`jura_coverage.parameters.Ranges`.
    position_radius_m
        For each place the radius of the disc in which it really is, every point of it as likely
        as any other; 0 where the position is known.
    scenarios, seed
        How many, and the seed of the random numbers.

    Raises
    ------
    ParameterError
        If fewer than 2 scenarios are asked for.
    """
    if scenarios < 2:
        raise ParameterError(f"Scénarios : trouvé {scenarios} ; attendu au moins 2.")
    radius = position_radius_m.to_numpy(dtype=np.float64)
    moved = np.flatnonzero(radius > 0)
    sample = _latin_hypercube(scenarios, len(NUMBERS) + 1 + 2 * len(moved), seed=seed)
    table = pd.DataFrame(
        {
            name: low + (high - low) * sample[:, column]
            for column, name in enumerate(NUMBERS)
            for low, high in [getattr(ranges, name)]
        }
    )
    last = len(ranges.definitions) - 1
    table["definition"] = np.minimum(sample[:, 4] * len(ranges.definitions), last).astype(int)
    table["slowness"] = slowness(ranges, detour=table["detour"], speed_kmh=table["speed_kmh"])
    shift = np.zeros((scenarios, len(radius), 2))
    away = radius[moved] * np.sqrt(sample[:, 5 : 5 + len(moved)])
    angle = 2 * np.pi * sample[:, 5 + len(moved) :]
    shift[:, moved, 0] = away * np.cos(angle)
    shift[:, moved, 1] = away * np.sin(angle)
    return Scenarios(table=table, shift_m=shift)


def slowness(ranges: Ranges, *, detour: ArrayLike, speed_kmh: ArrayLike) -> FloatArray:
    """Give how many times the minutes of the way that are estimated a way takes.

    The estimate stands for the middle of both ranges, whatever its parameters.

    Examples
    --------
    >>> float(slowness(Ranges(detour=(1, 3), speed_kmh=(40, 80)), detour=2, speed_kmh=50))
    1.2
    """
    middle_detour, middle_kmh = (sum(ends) / 2 for ends in (ranges.detour, ranges.speed_kmh))
    return (np.asarray(detour) / middle_detour) * (middle_kmh / np.asarray(speed_kmh))


def _latin_hypercube(size: int, dimensions: int, *, seed: int) -> FloatArray:
    """Draw what `scipy.stats.qmc.LatinHypercube` does, which takes half a second to import."""
    generator = np.random.default_rng(seed).spawn(1)[0]
    within = generator.uniform(size=(size, dimensions))
    cells = np.tile(np.arange(1, size + 1), (dimensions, 1))
    sample: FloatArray = (generator.permuted(cells, axis=1).T - within) / size
    return sample


@dataclass(frozen=True, kw_only=True)
class Distances:
    """How far each place is in each scenario, whatever engine measured it.

    A metre here is one for which the estimate of the parameters takes as long as the engine says:
    crow-fly metres, if it is that estimate; longer ones where the roads are slower.

    Parameters
    ----------
    metres
        Communes × places; missing where there is no way.
    origins_m, places_m
        Coordinates in metres, two columns; missing at a place where nobody receives.
    least_m
        Crow-fly distance of each commune below which none is counted.
    scenarios
        What :func:`draw` gives for these places.
    """

    metres: FloatArray
    origins_m: FloatArray
    places_m: FloatArray
    least_m: FloatArray
    scenarios: Scenarios

    def to(self, place: int) -> FloatArray:
        """Give the metres to a place: scenarios × communes, or a single row where it stays.

        A place that moves nearer is nearer by road in the same proportion.
        """
        if not self.moves[place]:
            return self.metres[None, :, place]
        shift = self.scenarios.shift_m[:, place]
        moved = self._crow_fly_m(self.places_m[place] + shift)
        stretch: FloatArray = self.metres[:, place] / self._crow_fly_m(self.places_m[[place]])
        return moved * stretch

    def nearest(self) -> FloatArray:
        """Give the metres to the nearest place: scenarios × communes; infinite without any way."""
        nearest = np.full((len(self.scenarios.shift_m), len(self.metres)), np.inf)
        np.fmin(
            nearest,
            np.fmin.reduce(self.metres[:, ~self.moves], axis=1, initial=np.inf),
            out=nearest,
        )
        for place in np.flatnonzero(self.moves):
            np.fmin(nearest, self.to(int(place)), out=nearest)
        return nearest

    @cached_property
    def moves(self) -> BoolArray:
        """Whether each place is elsewhere in some scenario."""
        moved: BoolArray = self.scenarios.shift_m.any(axis=(0, 2))
        return moved

    def _crow_fly_m(self, points_m: FloatArray) -> FloatArray:
        """Measure from each point (rows) to each commune (columns)."""
        east, north = (self.origins_m[:, axis] - points_m[:, [axis]] for axis in (0, 1))
        floored: FloatArray = np.maximum(np.hypot(east, north), self.least_m)
        return floored


def measure(
    shares_without: pd.DataFrame,
    *,
    distances: Distances,
    place_names: Sequence[str],
    estimate: CrowFlyEstimate,
) -> Robustness:
    """Flag the communes in every scenario, all at once.

    Parameters
    ----------
    shares_without
        Share (0 to 1) of premises without good internet: a row a commune, a column a definition
        in the order of the ranges. A commune with a missing share has no result.
    distances
        To the places, in every scenario.
    place_names
        What to call each place.
    estimate
        Of the parameters: what a metre of the distances takes.

    Notes
    -----
    Communes are ranked by the weaker of their two reasons, min(share / threshold of the share,
    minutes / threshold of the minutes): above 1 a commune is flagged, and ranked before all that
    are not. Equal communes share the better rank.
    """
    scenarios = distances.scenarios
    table = scenarios.table
    way = estimate.way_minutes(distances.nearest() / 1000.0)
    minutes = estimate.fixed_minutes + table["slowness"].to_numpy()[:, None] * way
    share = shares_without.to_numpy(dtype=np.float64).T[table["definition"].to_numpy()]
    poor, far = (table[name].to_numpy()[:, None] for name in ("poor_share", "far_minutes"))
    flagged = (share >= poor) & (minutes > far)
    known = np.isfinite(share).all(axis=0) & np.isfinite(minutes).all(axis=0)
    margin = np.minimum(share / poor, minutes / far)[:, known]
    rank = pd.DataFrame(-margin.T).rank(method="min").to_numpy().T
    names = [*NUMBERS, "definition", *place_names]
    moved = np.hypot(scenarios.shift_m[..., 0], scenarios.shift_m[..., 1])
    values = np.column_stack([table[[*NUMBERS, "definition"]], moved])
    in_top = rank <= TOP
    columns = {
        "flagged_share": flagged[:, known].mean(axis=0),
        "rank_low": np.quantile(rank, 0.05, axis=0),
        "rank_high": np.quantile(rank, 0.95, axis=0),
        "top_share": in_top.mean(axis=0),
    }
    communes = pd.DataFrame(columns, index=shares_without.index[known])
    return Robustness(
        communes=communes.reindex(shares_without.index),
        by_definition=pd.DataFrame(flagged, columns=shares_without.index)
        .groupby(table["definition"].map(dict(enumerate(shares_without.columns))), sort=False)
        .mean()
        .T.where(pd.Series(known, index=shares_without.index), axis=0)
        .reindex(columns=shares_without.columns),
        influence=pd.Series(
            _spearman(values, flagged[:, known].sum(axis=1)), index=names, name="influence"
        ),
        top_stability=_stability(in_top),
        flagged=flagged,
    )


def reach_m(scenarios: Scenarios, *, estimate: CrowFlyEstimate) -> FloatArray:
    """Give the metres that are not yet far in each scenario; negative if all is far."""
    table = scenarios.table
    way = (table["far_minutes"] - estimate.fixed_minutes) / table["slowness"]
    return 1000.0 * estimate.kilometres(way.to_numpy(dtype=np.float64))


def _spearman(values: FloatArray, result: FloatArray) -> FloatArray:
    """Correlate the ranks of each column with the ranks of the result."""
    ranks = pd.DataFrame(np.column_stack([values, result])).rank().to_numpy()
    ranks = ranks - ranks.mean(axis=0)
    size = np.sqrt((ranks**2).sum(axis=0))
    correlation = np.full(values.shape[1], np.nan)
    varies = (size[:-1] > 0) & (size[-1] > 0)
    product = ranks[:, :-1].T @ ranks[:, -1]
    correlation[varies] = product[varies] / (size[:-1] * size[-1])[varies]
    return correlation


def _stability(in_top: BoolArray) -> float:
    often = np.argsort(-in_top.mean(axis=0), kind="stable")[:TOP]
    share = in_top[:, often].sum(axis=1) / np.maximum(in_top.sum(axis=1), 1)
    return float(share.mean())
