"""The cases of ``tests/vectors/whatif.json``, which also the tests of the page's scripts run."""

import json
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from jura_coverage import french, words
from jura_coverage.measures import access, flags, internet
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from jura_coverage.publish import scales
from tests.geographies import CRS

VECTORS = json.loads((Path(__file__).parent / "vectors" / "whatif.json").read_text("utf-8"))
WRITERS: dict[str, Callable[..., str]] = {
    "number": french.number,
    "shortest": french.shortest,
    "percent": french.percent,
    "chosen_percent": scales.percent,
    "minutes": french.minutes,
    "threshold_minutes": lambda minutes: words.far_minutes(Parameters().but(far_minutes=minutes)),
    "count": french.count,
    "posts": french.posts,
    "fold": french.fold,
}


def points(metres: list[list[float] | None]) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(each) if each else None for each in metres], crs=CRS)


def standing(geography: dict[str, Any], changes: dict[str, Any]) -> list[list[float] | None]:
    """Where each place receives after the changes, None where nobody does; added ones come last."""
    travel = geography["travel"]
    halls = list(map(list, zip(travel["east"], travel["north"], strict=True)))
    moved = dict(changes.get("moved", ()))
    gone = {*changes.get("closed", ()), *moved}
    places = [
        halls[moved[i]] if i in moved else None if place["base"] in gone else place["metres"]
        for i, place in enumerate(geography["places"])
    ]
    return [*places, *(halls[commune] for commune in changes.get("added", ()))]


def without_missing(values: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else value for value in values]


def test_situations_are_numbered_alike() -> None:
    assert VECTORS["situations"] == list(flags.SITUATIONS)


@pytest.mark.parametrize("case", VECTORS["scenes"], ids=lambda case: case["why"][:50])
def test_python_finds_what_the_page_finds(case: dict[str, Any]) -> None:
    geography, changes = VECTORS["geographies"][case["geography"]], case["changes"]
    travel = geography["travel"]
    engine = CrowFlyEstimate(**{each.name: travel[each.name] for each in fields(CrowFlyEstimate)})
    halls = [
        None if east is None else [east, north]
        for east, north in zip(travel["east"], travel["north"], strict=True)
    ]
    trips = engine.minutes(
        points(halls),
        points(standing(geography, changes)).dropna(),
        least_m=pd.Series(travel["least"], dtype=float),
    )
    minutes = access.nearest_minutes(trips)
    poor_share, far_minutes = (
        changes.get(key, travel[key]) for key in ("poor_share", "far_minutes")
    )
    premises, without = (
        pd.Series(geography[name], dtype="Int64") for name in ("premises", "premises_without")
    )
    share = internet.share_without(premises, premises - without)
    found = {
        "minutes": minutes,
        "place": access.nearest_place(trips),
        "minutes_second": access.nearest_minutes(trips, rank=2),
        "place_second": access.nearest_place(trips, rank=2),
        "situation": flags.situation(
            flags.is_poor(share, poor_share=poor_share),
            flags.is_far(minutes, far_minutes=far_minutes),
        ),
    }
    assert {name: without_missing(values) for name, values in found.items()} == case["expected"]


@pytest.mark.parametrize("case", VECTORS["scales"], ids=lambda case: case["why"][:50])
def test_python_sorts_as_the_page_sorts(case: dict[str, Any]) -> None:
    scale = scales.Scale(
        measure=case["measure"],
        factors=tuple(Fraction(*pair) for pair in case["factors"]),
        labels=tuple(case["labels"]),
    )
    threshold = "poor_share" if scale.measure == "share" else "far_minutes"
    parameters = Parameters().but(**{threshold: case["threshold"]})
    names = [name.replace(french.NO_BREAK_SPACE, " ") for name in scale.names(parameters)]
    assert names == case["names"]
    positions = scales.position(
        pd.Series(case["values"], dtype=float),
        scale.breaks(parameters),
        below=scale.measure == "minutes",
        missing=-1,
    )
    assert [None if each < 0 else each for each in positions] == case["positions"]


@pytest.mark.parametrize(
    "case", VECTORS["texts"], ids=lambda case: f"{case['function']} {case['of']}"
)
def test_python_writes_as_the_page_writes(case: dict[str, Any]) -> None:
    assert WRITERS[case["function"]](*case["of"]) == case["is"], case["why"]
