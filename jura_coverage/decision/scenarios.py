"""Certainty: which communes stay flagged when every assumption varies."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import broadband, geo, robustness
from jura_coverage.decision.base import Ground
from jura_coverage.pairs import FloatArray
from jura_coverage.placing import FROM_COMMUNE
from jura_coverage.robustness import Ranges, Robustness

# A host known by its commune only is somewhere within this radius of the town hall.
POSITION_RADIUS_M = 2_000.0


def certainty(
    base: Ground, *, ranges: Ranges | None = None, scenarios: int = 1000, seed: int = 0
) -> Robustness:
    """Flag every commune in many scenarios, see :mod:`jura_coverage.robustness`."""
    ranges = ranges or Ranges()
    communes, places = base.result.communes, base.result.territory.places
    definitions = [name for name in broadband.TECHNOLOGIES_COUNTED if name in ranges.definitions]
    shares = {
        name: broadband.share_without(
            communes["premises"], broadband.premises_covered(communes, definition=name)
        )
        for name in definitions
    }
    return robustness.measure(
        pd.DataFrame(shares),
        origins_m=coordinates(gpd.GeoSeries(communes["origin"])),
        places_m=coordinates(places.geometry),
        place_names=places["host"].tolist(),
        least_m=geo.least_distance_m(communes.geometry),
        fixed_minutes=base.result.parameters.fixed_minutes,
        scenarios=scenarios_of(base, ranges, scenarios=scenarios, seed=seed),
    )


def scenarios_of(
    base: Ground, ranges: Ranges, *, scenarios: int, seed: int
) -> robustness.Scenarios:
    """Draw scenarios for the places of a result; only an approximate position moves."""
    approximate = base.result.territory.places["position_source"] == FROM_COMMUNE
    radius = approximate.astype(float) * POSITION_RADIUS_M
    return robustness.draw(ranges, position_radius_m=radius, scenarios=scenarios, seed=seed)


def coordinates(points: gpd.GeoSeries | Sequence[object]) -> FloatArray:
    """Give points as two columns of metres."""
    series = gpd.GeoSeries(points)
    return np.column_stack([series.x, series.y])


def between_km(first_m: FloatArray, second_m: FloatArray) -> FloatArray:
    """Measure from every first point (rows) to every second one, as the crow flies."""
    across = first_m[:, None, :] - second_m[None, :, :]
    distances: FloatArray = np.hypot(across[..., 0], across[..., 1]) / 1000
    return distances
