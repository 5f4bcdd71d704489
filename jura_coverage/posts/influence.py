"""Influence: how much of what varies in the number of flagged communes comes from what."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from jura_coverage.measures import certainty, policies, worlds
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.worlds import Worlds
from jura_coverage.posts.certainty import premises_covered
from jura_coverage.posts.trials import trips
from jura_coverage.study import Result

# What one chooses, then what one does not know.
CHOICES = ("poor_share", "far_minutes", "definition")
ERRORS = ("region", "origin", "trip", "position", "premises", "part_time")
# Points for each input (a power of 2), and cases of each error drawn before.
POINTS, CASES = 512, 128


def influence(result: Result, *, points: int = POINTS) -> pd.DataFrame:
    """Give Sobol's indices of the number of flagged communes.

    Thresholds and definition vary over the ranges, evenly; a group of errors is one input that
    picks one of many cases. Sobol (2001), "Global sensitivity indices for nonlinear mathematical
    models and their Monte Carlo estimates", Mathematics and Computers in Simulation 55(1-3);
    Saltelli and others (2010), "Variance based sensitivity analysis of model output. Design and
    estimator for the total sensitivity index", Computer Physics Communications 181(2).

    Parameters
    ----------
    result
        A study.
    points
        How many points (a power of 2) for each input.

    Returns
    -------
    DataFrame
        On :data:`CHOICES` and :data:`ERRORS`: `first`, the share (0 to 1) of the variance that
        would go if this alone were known, and `total`, what would stay if all else were; missing
        where nothing varies.
    """
    from scipy.stats import sobol_indices, uniform  # slow to load, and needed here alone

    names = [*CHOICES, *ERRORS]
    seed = result.parameters.errors.seed
    number = _number_flagged(result, seed=seed)
    found = {"first": np.full(len(names), np.nan), "total": np.full(len(names), np.nan)}
    if np.ptp(number(np.random.default_rng(seed).uniform(size=(len(names), points)))):
        evenly: Any = [uniform()] * len(names)
        indices = sobol_indices(func=number, n=points, dists=evenly, rng=seed)
        found = {"first": indices.first_order, "total": indices.total_order}
    return pd.DataFrame(found, index=pd.Index(names, name="input"))


def _number_flagged(result: Result, *, seed: int) -> Callable[[FloatArray], FloatArray]:
    """Make what counts the flagged communes, given numbers from 0 to 1: inputs × points."""
    parameters, known = result.parameters, result.minutes.notna().to_numpy()
    (least_share, most_share), (least_minutes, most_minutes) = (
        policies.span(parameters, name) for name in CHOICES[:2]
    )
    shares = _shares(result, seed=seed)
    poorest = (shares >= least_share).any(axis=(0, 1))  # no other commune is ever flagged
    nearest = _nearest(result, poorest, far_minutes=most_minutes, seed=seed)

    def number(inputs: FloatArray) -> FloatArray:
        """Count in each point."""
        share = least_share + inputs[0] * (most_share - least_share)
        minutes = least_minutes + inputs[1] * (most_minutes - least_minutes)
        definition = (inputs[2] * len(shares)).astype(int)
        cases = (inputs[len(CHOICES) :] * CASES).astype(int)
        found = np.zeros(inputs.shape[1])
        for point, (region, origin, trip, position, premises, part_time) in enumerate(cases.T):
            poor = shares[definition[point], premises] >= share[point]
            far = nearest(region, origin, trip, position, part_time) > minutes[point]
            found[point] = (poor & far & known).sum()
        return found

    return number


def _shares(result: Result, *, seed: int) -> FloatArray:
    """Give the shares of premises without good internet: definitions × cases × communes."""
    premises = result.territory.counted["premises"]
    off = worlds.premises_off(
        len(premises), error=result.parameters.errors.premises, worlds=CASES, seed=seed
    )
    each = np.arange(off.min(), off.max() + 1)
    shares = np.array(
        [
            [certainty.share_without(premises, covered, off=int(by)).to_numpy() for by in each]
            for covered in premises_covered(result).values()
        ]
    )
    return shares[:, off - off.min(), np.arange(len(premises))]


def _nearest(
    result: Result, wanted: BoolArray, *, far_minutes: float, seed: int
) -> Callable[[int, int, int, int, int], FloatArray]:
    """Make what gives the minutes to the nearest place in one case of each error.

    Of the communes wanted, only pairs that may be within reach are kept; where there is none,
    minutes are infinite.
    """
    every = trips(result)
    drawn = Worlds(trips=every, kind="place", number=CASES, seed=seed)
    columns: list[tuple[Any, ...]] = [(np.zeros(0, dtype=np.intp), *np.zeros((6, CASES, 0)))]
    for place in range(every.minutes.shape[1]):
        communes = every.may_reach(place, far_minutes=far_minutes)
        size = CASES, len(communes)
        moved = every.to(place, communes, shift_m=drawn.shift_m(place))
        own = drawn.trip(place, len(communes), first=CASES)
        gone = np.where(drawn.absent(place), np.inf, 0.0)[:, None]
        columns.append((communes, *(np.broadcast_to(each, size) for each in (*moved, own, gone))))
    commune, *rest = (np.concatenate(parts, axis=-1) for parts in zip(*columns, strict=True))
    order = np.argsort(commune, kind="stable")
    order = order[wanted[commune[order]]]
    # Taken, not indexed: that would turn rows and columns round in memory, and each case be slow.
    minutes, region, origin, trip, own, absent = (each.take(order, axis=1) for each in rest)
    common = drawn.origin.take(commune[order], axis=1)
    reached, start = np.unique(commune[order], return_index=True)

    @cache  # inputs vary one at a time
    def nearest(shared: int, left: int, alone: int, position: int, part_time: int) -> FloatArray:
        """Add up the errors of one case."""
        found = np.full(len(every.minutes), np.inf)
        wrong = drawn.shared[shared] * region[position] + common[left] * origin[position]
        wrong += trip[position] * own[alone]
        found[reached] = np.minimum.reduceat(minutes[position] + wrong + absent[part_time], start)
        return found

    return nearest
