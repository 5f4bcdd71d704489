"""The estimate of minutes learned from trips that roads measured in the same territory."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures import doubtful, fitting
from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.measures.travel import (
    SHARED_BY_ORIGIN,
    SPREADS,
    CrowFlyEstimate,
    Parts,
    Spread,
    road_spread_minutes,
    spread_of,
)
from jura_coverage.parameters import Estimate, Parameters

# The communes are parted by halves so many times: in each part, the estimate of the others is
# judged. With fewer communes or trips the general estimate is the better one.
HALVINGS = 3
LEAST_COMMUNES, LEAST_TRIPS = 40, 400
# A class of distance with fewer trips tells no spread.
LEAST_OF_CLASS = 40
# More trips tell no more of three numbers, and take their time.
MOST_TRIPS = 10_000
DECIMALS = 3


@dataclass(frozen=True, kw_only=True)
class LearnedEstimate(CrowFlyEstimate):
    """An estimate fitted to trips on roads, and how wrong it is where it was not fitted.

    Parameters
    ----------
    spreads
        By class of distance, from the trips on roads.
    by_road
        By which share of themselves the minutes of roads may be wrong: what is learned from them
        is so too.
    trips, communes
        To how many trips it was fitted, and from how many communes they leave.
    """

    spreads: tuple[Spread, ...]
    by_road: float
    trips: int
    communes: int

    @property
    def label(self) -> str:
        """Name it in French, with what it learned from.

        See Also
        --------
        CrowFlyEstimate.label : the same of the general estimate.
        """
        trips = french.count(self.trips, "trajet mesuré", "trajets mesurés")
        return f"estimation ajustée à {trips}, {self.law}"

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        """Give those of its own, and in each part what the roads may be wrong by.

        See Also
        --------
        jura_coverage.measures.travel.TravelEngine.spread_minutes : the contract.
        """
        own = spread_of(kilometres, self.spreads)
        roads = road_spread_minutes(self.of_kilometres(kilometres), by_road=self.by_road)
        region, origin, trip = map(np.hypot, own, roads)
        return region, origin, trip


def estimate_of(
    parameters: Parameters,
    minutes: FloatArray,
    origins: gpd.GeoSeries,
    points: gpd.GeoSeries,
    *,
    least_m: pd.Series,
) -> CrowFlyEstimate:
    """Give the estimate learned from trips on roads; another one if chosen, or if they are too few.

    Parameters
    ----------
    parameters
        Of the run; what somebody chose for its estimate prevails.
    minutes
        What roads measured from every origin (rows) to every point (columns), else missing.
    origins, points
        Where trips leave from and lead to, in metres.
    least_m
        For each origin, the distance below which none is counted: such trips teach nothing.
    """
    general = CrowFlyEstimate.of(parameters)
    if parameters.estimate != Estimate():
        return general
    metres = geography.crow_fly_m(origins, points, least_m=least_m).to_numpy()
    beyond = metres > least_m.to_numpy()[:, None]
    rows, columns = np.nonzero(beyond & ~np.isnan(minutes))
    trips = {"kilometres": metres[rows, columns] / 1000, "minutes": minutes[rows, columns]}
    found = learned(
        pd.DataFrame({"origin": rows, **trips}), np.column_stack([origins.x, origins.y]),
        general=general, by_road=parameters.errors.by_road,
    )  # fmt: skip
    return found or general


def learned(
    trips: pd.DataFrame, points_m: FloatArray, *, general: CrowFlyEstimate, by_road: float
) -> LearnedEstimate | None:
    """Learn from trips on roads, or not at all where they are too few.

    A few wrong trips count little: none that :func:`doubtful.impossible` finds, and no great error
    by its square. How wrong it is comes from parts of the territory, each of which the others
    estimate, as of the general estimate from regions.

    Parameters
    ----------
    trips
        That roads measured: `origin`, a row of `points_m`, `kilometres` by crow-fly and `minutes`.
    points_m
        Where communes lie: two columns of metres.
    general
        What is used for want of it; its fixed minutes are kept, since no trip tells them.
    by_road
        See :class:`LearnedEstimate`.
    """
    near = usable(trips, general=general)
    communes = near["origin"].nunique()
    if communes < LEAST_COMMUNES or len(near) < LEAST_TRIPS:
        return None
    if len(near) > MOST_TRIPS:
        near = near.iloc[np.sort(np.random.default_rng(0).permutation(len(near))[:MOST_TRIPS])]
    used, origin = np.unique(near["origin"], return_inverse=True)
    near = near.assign(region=parts(points_m[used])[origin])
    fixed = general.fixed_minutes
    found = fitting.fitted(near, fixed_minutes=fixed, robust=True)
    return LearnedEstimate(
        fixed_minutes=fixed,
        minutes_per_km=round(found.minutes_per_km, DECIMALS),
        distance_exponent=round(found.distance_exponent, DECIMALS),
        spreads=_spreads(near, fixed_minutes=fixed), by_road=by_road,
        trips=len(near), communes=communes,
    )  # fmt: skip


def usable(trips: pd.DataFrame, *, general: CrowFlyEstimate) -> pd.DataFrame:
    """Keep the trips to learn from: those short enough that may be.

    Parameters
    ----------
    trips, general
        As in :func:`learned`.
    """
    kilometres, minutes = (trips[name].to_numpy() for name in ("kilometres", "minutes"))
    fast, odd = doubtful.impossible(minutes, kilometres, general.of_kilometres(kilometres))
    return trips[(kilometres < fitting.FITTED_KM) & ~fast & ~odd]


def parts(points_m: FloatArray, *, halvings: int = HALVINGS) -> IntArray:
    """Part points into areas with as many points, by halves across the longer side.

    Parameters
    ----------
    points_m
        Two columns of metres.
    halvings
        How many times each part is halved.

    Examples
    --------
    >>> parts(np.array([[0, 0], [9, 1], [1, 3], [8, 4.0]]), halvings=2).tolist()
    [0, 2, 1, 3]
    """
    found = np.zeros(len(points_m), dtype=np.intp)
    if halvings and len(points_m) > 1:
        side = int(np.ptp(points_m, axis=0).argmax())
        order = points_m[:, side].argsort(kind="stable")
        for number, half in enumerate(np.array_split(order, 2)):
            inside = parts(points_m[half], halvings=halvings - 1)
            found[half] = number * 2 ** (halvings - 1) + inside
    return found


def _spreads(trips: pd.DataFrame, *, fixed_minutes: float) -> tuple[Spread, ...]:
    """Judge in each part what the others give; classes with few trips are as in general."""
    others = fitting.of_the_others(trips, fixed_minutes=fixed_minutes, robust=True)
    judged = fitting.by_class(trips, others)
    shares = fitting.origin_shares(trips, others)
    share = SHARED_BY_ORIGIN if shares.empty else min(max(fitting.pooled(shares), 0.0), 1.0)
    found = fitting.spreads(judged, share=share).round(1)
    told = judged["trips"].groupby("km").sum().reindex(found.index, fill_value=0)
    own = zip(found["region"], found["origin"], found["trip"], strict=True)
    return tuple(
        Spread(up_to_km=general.up_to_km, region=region, origin=origin, trip=trip)
        if number >= LEAST_OF_CLASS
        else general
        for general, number, (region, origin, trip) in zip(SPREADS, told, own, strict=True)
    )
