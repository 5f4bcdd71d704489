"""The cases of ``tests/vectors/whatif.json``, which also the tests of the page's scripts run."""

import json
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box

from jura_coverage import french, study, territory, words
from jura_coverage.measures import flags, internet, ways
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from jura_coverage.posts import Situation, Weights, effects
from jura_coverage.posts.effects import need
from jura_coverage.publish import scales
from jura_coverage.publish.map import address
from jura_coverage.study import Result
from tests.geographies import (
    CRS,
    NO_CROSSWALK,
    advised,
    advisor_table,
    broadband_table,
    row_of_squares,
)

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
    "typeset": french.typeset,
    "fold": french.fold,
    "linked": french.linked,
}


def points(metres: list[list[float] | None]) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(each) if each else None for each in metres], crs=CRS)


def standing(geography: dict[str, Any], changes: dict[str, Any]) -> list[list[float] | None]:
    """Where each place receives after the changes, None where nobody does.

    After those of today come those to which posts moved, then those added. Hosts have one post.
    """
    travel = geography["travel"]
    halls = list(map(list, zip(travel["east"], travel["north"], strict=True)))
    gone = {base for base, *_ in [*changes.get("closed", ()), *changes.get("moved", ())]}
    return [
        *(None if place["base"] in gone else place["metres"] for place in geography["places"]),
        *(halls[commune] for _, commune, _ in changes.get("moved", ())),
        *(halls[commune] for commune, _ in changes.get("added", ())),
    ]


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
    poor_share, far_minutes = (
        changes.get(key, travel[key]) for key in ("poor_share", "far_minutes")
    )
    measured = ways.measure(
        engine,
        points(halls),
        points(standing(geography, changes)),
        least_m=pd.Series(travel["least"], dtype=float),
        far_minutes=far_minutes,
    )
    premises, without = (
        pd.Series(geography[name], dtype="Int64") for name in ("premises", "premises_without")
    )
    share = internet.share_without(premises, premises - without)
    found = {
        **measured.next_places,
        "situation": flags.situation(
            flags.is_poor(share, poor_share=poor_share),
            flags.is_far(measured.nearest_minutes, far_minutes=far_minutes),
        ),
    }
    assert {name: without_missing(values) for name, values in found.items()} == case["expected"]


def studied(geography: dict[str, Any], *, far_minutes: float) -> Result:
    """Study squares of which half a side is the least distance, and hosts at their town halls."""
    travel, around = geography["travel"], geography["travel"]["belt"]
    codes = [f"39{i:03d}" for i in range(len(travel["east"]))]
    beyond = [f"25{i:03d}" for i in range(len(around["east"]))]
    communes = drawn(travel, geography["residents"], codes)
    table = broadband_table(codes)
    counts = pd.array(geography["premises"], dtype="Int64")
    without = pd.array(geography["premises_without"], dtype="Int64")
    table = table.assign(premises=counts, ftth=counts - without, fixed_4g=without)
    places = geography["places"]
    at = [
        codes[each["inside"]] if each["belt"] is None else beyond[each["belt"]] for each in places
    ]
    bases = [i for i, each in enumerate(places) if each["base"] == i]
    weeks = [[(at[i], places[i]["fte"]) for i in stops_of(places, base)] for base in bases]
    hosts = advisor_table([at[base] for base in bases])
    hosts["posts"] = [places[base].get("posts", 1) for base in bases]
    hosts["fte"] = [sum(fte for _, fte in week) for week in weeks]
    hosts["stops"] = pd.Series(
        [tuple(week) if len(week) > 1 else () for week in weeks], index=hosts.index
    )
    joined = territory.build(
        communes, [table], advised(hosts), NO_CROSSWALK, departement="39",
        neighbours=drawn(around, around["residents"], beyond) if beyond else None,
    )  # fmt: skip
    estimate = {each.name: travel[each.name] for each in fields(CrowFlyEstimate)}
    return study.study(
        joined,
        parameters=Parameters().but(
            **estimate, poor_share=travel["poor_share"], far_minutes=far_minutes,
            people_a_year=geography["people_a_year"], need_share=geography["need_share"],
        ),
    )  # fmt: skip


def drawn(at: dict[str, Any], residents: list[int | None], codes: list[str]) -> gpd.GeoDataFrame:
    """Draw squares around town halls."""
    halls = [Point(*each) for each in zip(at["east"], at["north"], strict=True)]
    return row_of_squares(len(codes)).assign(
        residents=pd.array(residents, dtype="Int64"),
        origin=gpd.GeoSeries(halls, crs=CRS).to_numpy(),
        geometry=[
            box(hall.x - least, hall.y - least, hall.x + least, hall.y + least)
            for hall, least in zip(halls, at["least"], strict=True)
        ],
    ).set_axis(pd.Index(codes, name="insee"))  # fmt: skip


def stops_of(places: list[dict[str, Any]], base: int) -> list[int]:
    return [i for i, each in enumerate(places) if each["base"] == base]


def situation_after(
    result: Result, geography: dict[str, Any], changes: dict[str, Any]
) -> Situation:
    """Put posts where the changes have them: added ones are full-time, others as they were."""
    today, codes, places = Situation.today(result), result.communes.index, geography["places"]
    stay = np.ones(len(places))
    at_sites = {codes[commune]: posts for commune, posts in changes.get("added", ())}
    for base, *towards, posts in [*changes.get("closed", ()), *changes.get("moved", ())]:
        stops = stops_of(places, base)
        share = posts / places[base].get("posts", 1)
        stay[stops] -= share
        for commune in towards:
            fte = share * today.at_places[stops].sum()
            at_sites[codes[commune]] = at_sites.get(codes[commune], 0.0) + fte
    return Situation(at_places=today.at_places * stay, at_sites=at_sites)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("geography", "case"),
    [(each, case) for each in VECTORS["effects"] for case in each["cases"]],
    ids=lambda value: value["why"][:50],
)
def test_posts_bring_about_what_the_page_says(
    geography: dict[str, Any], case: dict[str, Any]
) -> None:
    changes, expected = case["changes"], case["expected"]
    far_minutes = changes.get("far_minutes", geography["travel"]["far_minutes"])
    result = studied(geography, far_minutes=far_minutes)
    fte = [each["fte"] for each in geography["places"]]
    assert result.territory.places["fte_open"].tolist() == fte
    weights = None
    if geography["weights"]:
        each = zip(result.communes.index, geography["weights"], strict=True)
        known = {code: weight for code, weight in each if weight is not None}
        weights = Weights(each=known, noun="", share="", said="", called="", having="")
        assert need(result, weights).tolist() == [each or 0 for each in geography["need"]]
    found = effects(result, situation_after(result, geography, changes), weights=weights)
    if "address" in case:
        assert addressed(result, changes) == case["address"]
    assert found.residents_near.known == expected["residents"]
    if expected["flagged"] is not None:
        assert found.communes_flagged == expected["flagged"]
    assert found.access == pytest.approx(expected["access"], abs=1e-6)
    assert found.need_served == expected["served"]
    uncounted = {"residents": found.residents_near.uncounted, "served": found.need_uncounted}
    assert [name for name, left_out in uncounted.items() if left_out] == expected["partly"]


def addressed(result: Result, changes: dict[str, Any]) -> str:
    """Write changes into an address by the names that they have in a result."""
    labels, codes = result.territory.places.index, result.communes.index
    return address.simulation(
        result,
        added={codes[commune]: posts for commune, posts in changes.get("added", ())},
        closed={labels[base]: posts for base, posts in changes.get("closed", ())},
        moved={
            (labels[base], codes[commune]): posts
            for base, commune, posts in changes.get("moved", ())
        },
    )


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
