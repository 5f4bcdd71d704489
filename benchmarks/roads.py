"""Minutes on roads: what a network costs to build, and 492 × 492 trips on it, beside pandana.

Usage: ``python -m benchmarks.roads EXTRACT.osm.pbf [--side 1]``. With a side of 9, the extract is
laid 81 times side by side, joined by a road and with identifiers up to 13 billion, as those of
today: as many roads as a département has with its surroundings. Each step is a process of its own,
so that its peak is its own. Processor time is what a loaded machine tells best.

pandana, where it is installed, gets the same roads, with the speeds by class of OSRM's profile; it
knows neither turns nor their cost. r5py is not among them: on its first import it downloads
a program from where most machines of the State, and this project's own, may not.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from jura_coverage.sources import roads

POINTS, REPEATS, HIGHEST_ID = 492, 3, 13_000_000_000
ANSWER = "answer.json"
EVERYWHERE = shapely.box(-180, -90, 180, 90)
# Kilometres an hour, and what of a limit is driven, as of OSRM's car.lua.
SPEEDS = {
    "motorway": 90, "motorway_link": 45, "trunk": 85, "trunk_link": 40, "primary": 65,
    "primary_link": 30, "secondary": 55, "secondary_link": 25, "tertiary": 40, "tertiary_link": 20,
    "unclassified": 25, "residential": 25, "living_street": 10, "service": 15,
}  # fmt: skip
OF_A_LIMIT = 0.8


def tiled(extract: Path, target: Path, side: int) -> None:
    """Lay an extract side by side in a square, joined by a road from the middle of each."""
    import osmium
    from osmium.osm import NODE, WAY
    from osmium.osm.mutable import Node, Way

    nodes = [
        (each.id, each.lon, each.lat, dict(each.tags))
        for each in osmium.FileProcessor(extract, NODE)
    ]
    rank = {each[0]: number for number, each in enumerate(nodes)}
    place = np.array([each[1:3] for each in nodes])
    ways = [
        ([rank[each.ref] for each in way.nodes if each.ref in rank], dict(way.tags))
        for way in osmium.FileProcessor(extract, WAY).with_filter(
            osmium.filter.KeyFilter("highway")
        )
    ]
    main = [number for own, tags in ways if tags["highway"] == "primary" for number in own]
    middle = main[int(((place[main] - place.mean(axis=0)) ** 2).sum(axis=1).argmin())]
    copies, step = side * side, np.ptp(place, axis=0)
    spread = HIGHEST_ID // (len(nodes) * copies)

    def number_of(node: int, copy: int) -> int:
        return (node * copies + copy + 1) * spread

    with osmium.SimpleWriter(target) as writer:
        for node, (_, lon, lat, tags) in enumerate(nodes):
            for copy in range(copies):
                east, north = copy % side * step[0], copy // side * step[1]
                number = number_of(node, copy)
                writer.add_node(Node(id=number, location=(lon + east, lat + north), tags=tags))
        joins = [
            ([number_of(middle, copy), number_of(middle, other)], {"highway": "primary"})
            for copy in range(copies)
            for other in ([copy + 1] if (copy + 1) % side else []) + [copy + side]
            if other < copies
        ]
        laid = [
            ([number_of(node, copy) for node in own], tags)
            for own, tags in ways
            for copy in range(copies)
        ]
        for number, (own, tags) in enumerate([*laid, *joins], start=1):
            writer.add_way(Way(id=number, timestamp="2026-11-01T00:00:00Z", nodes=own, tags=tags))


def built(extract: Path, cache: Path) -> dict[str, float]:
    """Build the network, and say what it took: by itself, then by the programs of OSRM."""
    start = time.process_time()
    network = roads.network_of([extract], EVERYWHERE, cache=cache)
    of_programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "clipping_s": time.process_time() - start,
        "osrm_s": of_programs.ru_utime + of_programs.ru_stime,
        "osrm_peak_mb": megabytes(of_programs.ru_maxrss),
        "network_mb": sum(each.stat().st_size for each in network.folder.iterdir()) / 1e6,
    }


def by_osrm(extract: Path, cache: Path) -> dict[str, Any]:
    """Answer from the network that is built, which is loaded at the first trip."""
    engine = roads.RoadEngine(network=roads.network_of([extract], EVERYWHERE, cache=cache))
    points = drawn(extract)
    engine.answer(points[:1], points[:1])
    seconds, answer = timed(lambda: engine.answer(points, points))
    return {"seconds": seconds, "minutes": answer.minutes.to_numpy().tolist()}


def by_pandana(extract: Path, _: Path) -> dict[str, Any]:
    """Answer from the same roads."""
    import osmium
    import pandana
    import pandas as pd
    from osmium.osm import NODE, WAY
    from pyproj import Geod

    start = time.process_time()
    edges: list[tuple[int, int, float]] = []
    at: dict[int, tuple[float, float]] = {}
    found = osmium.FileProcessor(extract, NODE | WAY).with_locations()
    for way in found.with_filter(osmium.filter.EntityFilter(WAY)):
        speed = float(SPEEDS.get(way.tags.get("highway", ""), 0))
        if not speed or way.tags.get("access") in ("no", "private"):
            continue
        if way.tags.get("maxspeed", "").isdigit():
            speed = OF_A_LIMIT * int(way.tags["maxspeed"])
        known = [(each.ref, each.lon, each.lat) for each in way.nodes if each.location.valid()]
        at |= {number: (lon, lat) for number, lon, lat in known}
        one_way = way.tags.get("oneway") == "yes" or way.tags.get("junction") == "roundabout"
        for a, b in pairwise([each[0] for each in known]):
            edges += [(a, b, speed)] if one_way else [(a, b, speed), (b, a, speed)]
    table = pd.DataFrame(edges, columns=["a", "b", "speed"])
    place = pd.DataFrame.from_dict(at, orient="index", columns=["x", "y"])
    a, b = place.loc[table["a"]].to_numpy().T, place.loc[table["b"]].to_numpy().T
    table["minutes"] = Geod(ellps="WGS84").inv(*a, *b)[2] / 1000 / table["speed"] * 60
    network = pandana.Network(
        place["x"], place["y"], table["a"], table["b"], table[["minutes"]], twoway=False
    )
    building_s = time.process_time() - start
    points = drawn(extract)
    nodes = network.get_node_ids(points.x, points.y).to_numpy()
    left, right = np.repeat(nodes, len(nodes)), np.tile(nodes, len(nodes))
    seconds, answer = timed(lambda: network.shortest_path_lengths(left, right))
    minutes = np.array(answer).reshape(len(nodes), -1)
    minutes[minutes > 1e5] = np.nan  # what pandana answers where there is no way
    return {"seconds": seconds, "building_s": building_s, "minutes": minutes.tolist()}


def drawn(extract: Path) -> gpd.GeoSeries:
    """Draw points on roads: the same ones for each engine."""
    import osmium
    from osmium.osm import NODE, WAY

    found = osmium.FileProcessor(extract, NODE | WAY).with_locations()
    places = [
        (way.nodes[0].lon, way.nodes[0].lat)
        for way in found.with_filter(osmium.filter.EntityFilter(WAY))
        if way.tags.get("highway") == "residential" and way.nodes[0].location.valid()
    ]
    chosen = np.random.default_rng(0).choice(len(places), POINTS, replace=False)
    return gpd.GeoSeries.from_xy(*np.array(places)[chosen].T, crs="EPSG:4326")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the median of the processor's seconds, and what came out."""
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        done = work()
        taken.append(time.process_time() - start)
    return float(np.median(taken)), done


def megabytes(peak: int) -> float:
    """Give what `getrusage` tells in megabytes."""
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


STEPS: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
    "build": built, "osrm": by_osrm, "pandana": by_pandana
}  # fmt: skip


def alone(step: str, extract: Path, cache: Path) -> dict[str, Any]:
    """Do a step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.roads", str(extract), "--step", step]
    subprocess.run([*command, "--cache", str(cache)], check=True, stdout=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads((cache / ANSWER).read_text(encoding="utf-8"))
    return found


def main() -> int:
    """Print what each step took, and how far the minutes of both are apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("extract", type=Path)
    parser.add_argument("--side", type=int, default=1)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--cache", type=Path)
    given = parser.parse_args()
    if given.step:
        found = STEPS[given.step](given.extract, given.cache)
        peak = megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        told = json.dumps({**found, "peak_mb": peak})
        (given.cache / ANSWER).write_text(told, encoding="utf-8")  # pandana prints of its own
        return 0
    with tempfile.TemporaryDirectory() as folder:
        extract, cache = Path(folder, "tiled.osm.pbf"), Path(folder)
        tiled(given.extract, extract, given.side)
        found = alone("build", extract, cache)
        print(
            f"Building: clipping {found['clipping_s']:.1f} s of processor, "
            f"{found['peak_mb']:.0f} MB; OSRM {found['osrm_s']:.1f} s, "
            f"{found['osrm_peak_mb']:.0f} MB; "
            f"{found['network_mb']:.0f} MB kept"
        )
        ours = alone("osrm", extract, cache)
        print(f"{POINTS} × {POINTS} by OSRM: {ours['seconds']:.2f} s, {ours['peak_mb']:.0f} MB")
        if find_spec("pandana") is None:
            print("pandana is not installed: pip install pandana, then again")
            return 0
        theirs = alone("pandana", extract, cache)
    print(
        f"{POINTS} × {POINTS} by pandana: {theirs['seconds']:.2f} s, {theirs['peak_mb']:.0f} MB, "
        f"after {theirs['building_s']:.1f} s of building at each start; OSRM takes "
        f"{ours['seconds'] / theirs['seconds']:.2f} times as long"
    )
    one, other = np.array(ours["minutes"], dtype=float), np.array(theirs["minutes"], dtype=float)
    both = ~np.isnan(one) & ~np.isnan(other) & (one > 0)
    apart = one[both] - other[both]
    low, middle, high = np.percentile(apart / one[both], [10, 50, 90])
    print(
        f"OSRM has {np.median(apart):+.2f} min more (median of {both.sum():,} trips of "
        f"{np.median(one[both]):.1f} min), {middle:+.0%} of the trip (of 8 in 10, {low:+.0%} to "
        f"{high:+.0%}): turns and signals"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
