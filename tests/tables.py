"""Tables of minutes, and the squares that they are of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely import Point

from jura_coverage import study
from jura_coverage.parameters import MissingPairs, Parameters
from jura_coverage.study import Result
from jura_coverage.territory import Territory
from tests.geographies import PROPORTIONAL, advisor_table, broadband_table, land, row_of_squares

ABOUT = """\
engine = "Moteur de test"
network_date = 2026-11-01
convention = "en voiture, sans bouchon"
"""


HEADING = "origin,place,minutes"


SIX = [f"39{number:03d}" for number in range(1, 7)]


Trips = dict[tuple[str, str], float]


def written(
    path: Path, lines: Iterable[str], *, heading: str = HEADING, about: str = ABOUT
) -> Path:
    """Write a table of lines as they are, and what is beside it; nothing if that is empty."""
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    if about:
        path.with_name(f"{path.name}.toml").write_text(about, encoding="utf-8")
    return path


def told(path: Path, minutes: Mapping[tuple[str, str], float]) -> Path:
    """Write the minutes of some trips."""
    return written(path, [f"{here},{there},{each!r}" for (here, there), each in minutes.items()])


def ground(*hosts: str, at: Point | None = None) -> Territory:
    """Six squares of 4 km in a row, and hosts at their town halls; or the first somewhere else."""
    joined = land(row_of_squares(6), broadband_table(SIX, unwired=10), advisor_table([*hosts]))
    places = joined.places
    if at is not None:
        points = [at, *places.geometry.iloc[1:]]
        places = places.set_geometry(gpd.GeoSeries(points, index=places.index, crs=places.crs))
    return replace(joined, services={**joined.services, "advisors": places})


def found(
    territory: Territory, *tables: Path, missing_pairs: MissingPairs = "refuse",
    parameters: Parameters = PROPORTIONAL,
) -> Result:  # fmt: skip
    chosen = parameters.but(minutes=tuple(map(str, tables)), missing_pairs=missing_pairs)
    return study.study(territory, parameters=chosen)
