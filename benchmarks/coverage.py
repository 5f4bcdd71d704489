"""Say how often 90 % intervals hold the truth, in worlds drawn from the error model by plain code.

Usage: ``python -m benchmarks.coverage [--worlds 500] [--seed 1]``. Each world is drawn anew, trip
by trip, from the formula of the method page and by none of the product's own code; a figure is
held where its truth in that world lies within the interval that the product publishes.
"""

import argparse
from collections.abc import Callable, Sequence

import numpy as np

from jura_coverage import posts, study, territory
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.posts import Interval
from jura_coverage.study import Result
from jura_coverage.territory.places import FROM_COMMUNE


def spread(kilometres: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the standard deviations of the table of the method page, by class of distance."""
    classes = [kilometres <= 5, kilometres <= 10, kilometres <= 20]
    region = np.select(classes, [1.5, 2.6, 2.8], 2.8)
    origin = np.select(classes, [0.9, 1.4, 2.0], 3.4)
    own = np.select(classes, [1.4, 2.2, 3.0], 5.2)
    return region, origin, own


def world(
    result: Result, sites: Sequence[str], random: np.random.Generator
) -> dict[str, BoolArray]:
    """Draw what is true: who has each place, and each site, within reach, and who is poor."""
    errors, policy = result.parameters.errors, result.parameters.policy
    origins, places = result.ways.origins, result.territory.places
    least_km = result.ways.least_m.to_numpy() / 1000
    shared, left = random.standard_normal(), random.standard_normal(len(origins))

    def near(east: float, north: float) -> BoolArray:
        """Tell who is near a point by the estimate of minutes, wrong by what was drawn."""
        away = np.hypot(origins.x.to_numpy() - east, origins.y.to_numpy() - north) / 1000
        kilometres = np.maximum(away, least_km)
        estimate = result.parameters.estimate
        minutes = (
            estimate.fixed_minutes
            + estimate.minutes_per_km * kilometres**estimate.distance_exponent
        )
        region, origin, own = spread(kilometres)
        wrong = region * shared + origin * left + own * random.standard_normal(len(kilometres))
        reached: BoolArray = minutes + errors.travel * wrong <= policy.far_minutes
        return reached

    here = np.zeros((len(origins), len(places)), dtype=bool)
    for place, row in enumerate(places.itertuples()):
        radius = errors.position_m if row.position_source == FROM_COMMUNE else 0.0
        away, angle = radius * np.sqrt(random.random()), 2 * np.pi * random.random()
        east, north = row.geometry.x + away * np.cos(angle), row.geometry.y + away * np.sin(angle)
        absent = row.posts < 1 and random.random() < errors.part_time_absent
        here[:, place] = near(east, north) & (not absent)
    premises = result.communes["premises"].to_numpy(dtype=float, na_value=np.nan)
    covered = result.communes["premises_covered"].to_numpy(dtype=float, na_value=np.nan)
    off = random.integers(-errors.premises, errors.premises + 1, len(premises))
    without = premises - np.clip(covered + off, 0, premises)
    return {
        "places": here,
        "sites": np.column_stack([near(origins[code].x, origins[code].y) for code in sites]),
        "poor": without / premises >= policy.poor_share,
    }


def figures(result: Result) -> dict[str, tuple[Interval, Callable[[dict[str, BoolArray]], float]]]:
    """Give each figure that is published with an interval, and how to count it in a world."""
    tried = posts.trials(result)
    certain = posts.certainty(result, tried=tried)
    kept = posts.keep(result, tried=tried).hosts
    plan = posts.add(result, posts.Rule(posts=5), tried=tried).plans[-1]
    residents = result.residents.to_numpy()
    places = result.territory.places
    own = ~places["neighbour"].to_numpy(dtype=bool)
    found: dict[str, tuple[Interval, Callable[[dict[str, BoolArray]], float]]] = {
        "communes flagged": (
            certain.communes_likely,
            lambda true: float((true["poor"] & ~true["places"].any(axis=1)).sum()),
        ),
        "residents flagged": (
            certain.residents_likely,
            lambda true: float(residents[true["poor"] & ~true["places"].any(axis=1)].sum()),
        ),
        f"add, {len(plan.sites)} sites": (
            plan.likely_gained,
            lambda true: float(
                residents[true["sites"].any(axis=1) & ~true["places"].any(axis=1)].sum()
            ),
        ),
    }
    for row in kept.to_dict("records"):
        theirs = own & (places["organisation"] == row["host"]).to_numpy()

        def lost(true: dict[str, BoolArray], theirs: BoolArray = theirs) -> float:
            gone = true["places"][:, theirs].any(axis=1) & ~true["places"][:, ~theirs].any(axis=1)
            return float(residents[gone].sum())

        interval = Interval(low=row["residents_lost_low"], high=row["residents_lost_high"])
        if interval.high:
            found[f"keep, {row['host']}"] = interval, lost
    return found


def main() -> int:
    """Print for each figure the share of worlds in which its interval holds the truth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    for edition in ("2022-12", "2022"):
        result = study.study(territory.of("39", files=territory.files("39", advisors=edition)))
        published = figures(result)
        sites = posts.add(result, posts.Rule(posts=5)).plans[-1].sites
        drawn = [world(result, sites, random) for _ in range(given.worlds)]
        print(f"Advisors of {edition}, {given.worlds} worlds:")
        for name, (interval, counted) in published.items():
            truths = np.array([counted(true) for true in drawn])
            held = ((truths >= interval.low) & (truths <= interval.high)).mean()
            least = (truths == interval.low).mean()  # they cannot be outside on that side
            print(
                f"  {held:6.1%}  {name}: {interval.low} to {interval.high}"
                + (f" ({least:.0%} of truths are {interval.low})" if least > 0.05 else "")
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
