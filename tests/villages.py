"""The villages of a road extract as a territory in the official formats: a test, and no real one.

They bear invented codes of the Jura, so that every command takes them; the ground nearest to each
is its commune.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tests.official_files import BEST, written

DEPARTEMENT = "39"
AROUND_DEGREES = 0.03


def codes(told: dict[str, Any]) -> list[str]:
    """Give the invented code of each village."""
    return [f"399{number:02d}" for number, _ in enumerate(told["places"], start=1)]


def options(told: dict[str, Any], folder: Path, *, hosts: list[str]) -> list[str]:
    """Write the files of a territory, and give the options that name them.

    Parameters
    ----------
    told
        `places` and their `lonlat`.
    folder
        Where to write.
    hosts
        The villages where an advisor receives, each with one post.
    """
    points = [shapely.Point(each) for each in told["lonlat"]]
    ground = shapely.MultiPoint(points).envelope.buffer(AROUND_DEGREES, join_style="mitre")
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=ground)
    )
    own = [next(cell for cell in cells if cell.contains(point)) for point in points]
    communes = [
        {
            "nom": name, "code": code, "population": 1000, "codeEpci": "200000001",
            "epci": {"code": "200000001", "nom": "Communauté des villages"},
            "mairie": shapely.geometry.mapping(point),
            "contour": shapely.geometry.mapping(cell.intersection(ground)),
        }
        for name, code, point, cell in zip(told["places"], codes(told), points, own, strict=True)
    ]  # fmt: skip
    heading = BEST.splitlines()[0]
    best = [
        f"{code};{name};39;27;100;all;100;50;0;0;0;0;50;0;0;2026-06-30"
        for name, code in zip(told["places"], codes(told), strict=True)
    ]
    rows = [
        f"Mairie de {name},{code},1,{lat},{lon}"
        for name, code, (lon, lat) in zip(
            told["places"], codes(told), np.array(told["lonlat"]).tolist(), strict=True
        )
        if name in hosts
    ]
    advisors = "\n".join(["host,code_insee,posts,latitude,longitude", *rows, ""])
    files = {
        "communes": written(folder, "communes.json", json.dumps(communes)),
        "broadband": written(
            folder, "commune_meilleure_techno_thd.csv", "\n".join([heading, *best, ""])
        ),
        "advisors": written(folder, "advisors.csv", advisors),
    }
    return [
        "--departement", DEPARTEMENT,
        *(each for name, path in files.items() for each in (f"--{name}", str(path))),
    ]  # fmt: skip
