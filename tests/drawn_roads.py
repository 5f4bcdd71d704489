"""Roads that are drawn, not measured: a table of their minutes, with detours, by direction."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse.csgraph import shortest_path
from scipy.spatial import Delaunay

from jura_coverage.publish.files.minutes import trips
from jura_coverage.study import Result

ABOUT = 'engine = "Routes dessinées"\nnetwork_date = 2026-11-01\nconvention = "en voiture"\n'


def written(result: Result, path: Path, *, seed: int) -> Path:
    """Write the minutes between all communes, and to the places, of a territory.

    From point to point roads lead as a net of triangles does, each as fast as chance has it, one
    way up to a tenth slower than the other; each village and place has minutes of its own besides.
    So minutes follow no distance, and differ by direction.
    """
    table = trips(result)
    labels = pd.Index(dict.fromkeys([*table["origin"], *table["place"]]))
    minutes = pd.DataFrame(between(labels, result, seed=seed), labels, labels)
    found = minutes.to_numpy()[
        labels.get_indexer(table["origin"]), labels.get_indexer(table["place"])
    ]
    told = table[["origin", "place"]].assign(minutes=found.round(3))
    told.to_csv(path, index=False, lineterminator="\n")
    path.with_name(f"{path.name}.toml").write_text(ABOUT, encoding="utf-8")
    return path


def between(labels: pd.Index, result: Result, *, seed: int) -> np.ndarray:
    """Give the minutes from each of some points (rows) to each; what lies together is one point."""
    generator = np.random.default_rng(seed)
    at, own = np.unique(metres(labels, result).round(), axis=0, return_inverse=True)
    ways = generator.uniform(0.9, 2.6, (len(at), len(at)))  # minutes a kilometre, asymmetrical
    ways *= np.hypot(*(at[:, None] - at).transpose(2, 0, 1)) / 1000
    roads = np.zeros(ways.shape, dtype=bool)
    for corners in Delaunay(at + generator.normal(0, 1, at.shape)).simplices:
        roads[np.ix_(corners, corners)] = True
    leaving, arriving = generator.uniform(0.5, 3, (2, len(at)))
    found = shortest_path(np.where(roads, ways + 0.01, 0)) + leaving[:, None] + arriving
    return np.asarray(found[np.ix_(own, own)])


def metres(labels: pd.Index, result: Result) -> np.ndarray:
    """Give where points are: communes by their codes, others by latitude and longitude."""
    origins = result.ways.origins
    spelt = labels[~labels.isin(origins.index)]
    latitude, longitude = (spelt.str.split(" ").str[each].astype(float) for each in (0, 1))
    degrees = gpd.GeoSeries.from_xy(longitude, latitude, index=spelt, crs="EPSG:4326")
    points = pd.concat([origins, degrees.to_crs(origins.crs)]).loc[labels]
    return np.column_stack([gpd.GeoSeries(points).x, gpd.GeoSeries(points).y])
