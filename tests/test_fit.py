"""The estimate fitted: to drawn trips whose law is known, and to those of ../shared."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jura_coverage import french
from jura_coverage.measures import fitting
from jura_coverage.measures.fitting import DECIDING_KM
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import SPREADS, CrowFlyEstimate
from scripts import fit_minutes
from tests.beside import SHARED

DOCS = Path(__file__).parents[1] / "docs"
DISTANCES = np.linspace(1, 29, 15)
FORMER = CrowFlyEstimate(fixed_minutes=2, minutes_per_km=1.35, distance_exponent=1)
FRENCH = {"gironde": "Gironde", "alsace": "Alsace", "andorra": "Andorre"}
FRENCH["liechtenstein"] = "Liechtenstein"


def law(distances: FloatArray) -> FloatArray:
    return 3 + 1.7 * distances**0.8


def drawn(*, copies: int = 1, **late: float) -> pd.DataFrame:
    """Trips by the law in several regions, where all are late by so many minutes.

    The first region has each trip so many times.
    """
    tables = [
        pd.DataFrame(
            {"region": region, "kilometres": DISTANCES, "minutes": law(DISTANCES) + minutes}
        )
        for region, minutes in late.items()
    ]
    return pd.concat([*[tables[0]] * copies, *tables[1:]], ignore_index=True)


def numbers(estimate: CrowFlyEstimate) -> list[float]:
    return [estimate.fixed_minutes, estimate.minutes_per_km, estimate.distance_exponent]


def test_the_law_of_drawn_trips_is_found() -> None:
    trips = drawn(a=0, b=0)
    assert numbers(fitting.fitted(trips)) == pytest.approx([3, 1.7, 0.8], rel=1e-3)
    held = fitting.fitted(trips, fixed_minutes=3)
    assert numbers(held) == pytest.approx([3, 1.7, 0.8], rel=1e-6)


def test_a_region_weighs_as_much_as_another_with_more_trips() -> None:
    """One late by 2 minutes, one early by 2: what lies between is the law."""
    found = fitting.fitted(drawn(late=2, early=-2, copies=9))
    assert numbers(found) == pytest.approx([3, 1.7, 0.8], rel=1e-3)


def test_longer_trips_are_never_fitted_slower_and_none_starts_early() -> None:
    trips = drawn(a=0)
    steep = trips.assign(minutes=trips["kilometres"] ** 1.3)
    assert fitting.fitted(steep).distance_exponent == pytest.approx(1)
    early = trips.assign(minutes=1.35 * trips["kilometres"] - 1)
    assert fitting.fitted(early).fixed_minutes == pytest.approx(0, abs=1e-3)


def test_a_region_is_judged_by_what_the_others_give() -> None:
    """Fitted to the others, the estimate has 2 minutes too few where all trips take 2 more."""
    trips = drawn(late=2, b=0, c=0)
    others = fitting.of_the_others(trips, fixed_minutes=3)
    late = fitting.by_class(trips, others).xs("late")
    assert late["bias"].tolist() == pytest.approx([-2] * 5, abs=1e-4)
    assert late["mae"].tolist() == pytest.approx([2] * 5, abs=1e-4)
    assert late["sd"].tolist() == pytest.approx([0] * 5, abs=1e-4)
    # From 1 to 29 km every two km: 1 and 3; 5, 7 and 9; 11 to 19; 21 to 29; all from 7 to 19.
    assert late["trips"].tolist() == [3, 2, 5, 5, 7]


def test_what_a_region_shares_is_apart_from_what_each_trip_has() -> None:
    index = pd.MultiIndex.from_product(
        [("a", "b"), (*fitting.CLASSES_KM, DECIDING_KM)], names=["region", "km"]
    )
    bias = [3.0, 5.0, 0.0, 0.0, 9.0, -3.0, -5.0, 0.0, 0.0, 9.0]
    table = pd.DataFrame({"bias": bias, "sd": 5.0}, index=index)
    found = fitting.spreads(table, share=0.36)
    assert found["region"].tolist() == [3, 5, 5, 5]  # never less than of shorter trips
    assert found["origin"].tolist() == pytest.approx([3, 3, 3, 3])
    assert found["trip"].tolist() == pytest.approx([4, 4, 4, 4])


def test_what_trips_from_one_commune_share_is_found_where_several_leave() -> None:
    random, estimate = np.random.default_rng(0), CrowFlyEstimate()
    kilometres = random.uniform(1, 29, (3, 500))
    shared, own = 3 * random.standard_normal(500), 4 * random.standard_normal((3, 500))
    minutes = estimate.of_kilometres(kilometres) + shared + own
    trips = pd.concat(
        pd.DataFrame(
            {"region": region, "origin": range(500), "kilometres": each, "minutes": late}
        )
        for region, each, late in zip(("a", "a", "alone"), kilometres, minutes, strict=True)
    ).reset_index(drop=True)  # fmt: skip
    found = fitting.origin_shares(trips, dict.fromkeys(("a", "alone"), estimate))
    assert found["communes"].to_dict() == {"a": 500}
    # 9 of 25, which 500 pairs tell to 0.04.
    assert found.loc["a", "share"] == pytest.approx(0.36, abs=0.12)
    few = pd.DataFrame({"share": [0.4, 0.0], "communes": [3, 1]})
    assert fitting.pooled(few) == pytest.approx(0.3)


@pytest.fixture(scope="module")
def near() -> pd.DataFrame:
    """The trips of ../shared that are fitted."""
    for file in (fit_minutes.GIRONDE, fit_minutes.ALSACE, fit_minutes.ROADS):
        if not (SHARED / file).exists():
            pytest.skip(f"no {file.name} beside the project")
    trips = fit_minutes.trips(SHARED)
    return trips[trips["kilometres"] < fitting.FITTED_KM]


@pytest.fixture(scope="module")
def others(near: pd.DataFrame) -> dict[str, CrowFlyEstimate]:
    return fitting.of_the_others(near, fixed_minutes=fitting.FIXED_MINUTES)


@pytest.fixture(scope="module")
def left_out(near: pd.DataFrame, others: dict[str, CrowFlyEstimate]) -> pd.DataFrame:
    return fitting.by_class(near, others)


def test_the_method_publishes_the_errors_that_are_found(
    near: pd.DataFrame, left_out: pd.DataFrame
) -> None:
    said = (DOCS / "methode.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    former = fitting.by_class(near, dict.fromkeys(FRENCH, FORMER))
    for law_name, found in (("avec 2 + 1,35 × d", former), ("avec la loi ajustée", left_out)):
        for region, name in FRENCH.items():
            cells = [cell(found, region, group) for group in (*fitting.CLASSES_KM, DECIDING_KM)]
            assert f"\n| {name} | {' | '.join(cells)} |\n" in said
        mean = found["mae"].xs(DECIDING_KM, level="km")
        least, most = (french.number(each, 1) for each in (mean.min(), mean.max()))
        assert re.search(f"de {least} à {most} (minutes )?{re.escape(law_name)}", said)


def cell(found: pd.DataFrame, region: str, group: str) -> str:
    """Write the bias and the spread of a class; nothing where there is no trip."""
    if (region, group) not in found.index:
        return ""
    bias, sd = found[["bias", "sd"]].loc[[(region, group)]].to_numpy()[0].tolist()
    return f"{'+' * (bias >= 0.05)}{french.number(bias, 1)} ± {french.number(sd, 1)}"


def test_the_spread_in_code_and_method_is_the_one_that_is_found(
    near: pd.DataFrame, others: dict[str, CrowFlyEstimate], left_out: pd.DataFrame
) -> None:
    shares = fitting.origin_shares(near, others)
    found = fitting.spreads(left_out, share=fitting.pooled(shares)).round(1)
    ends = [float(group.split("-")[1]) for group in found.index]
    parts = found.itertuples(index=False, name=None)
    assert [(each.up_to_km, each.region, each.origin, each.trip) for each in SPREADS] == [
        (end, *each) for end, each in zip(ends, parts, strict=True)
    ]
    said = (DOCS / "methode.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    for sign, part in (("ρ", "region"), ("ω", "origin"), ("σ", "trip")):
        cells = " | ".join(french.number(float(each), 1) for each in found[part].to_numpy())
        assert re.search(rf"\n\| {sign}[^|]*\| {re.escape(cells)} \|\n", said)
    for region, (share, communes) in zip(shares.index, shares.to_numpy().tolist(), strict=True):
        told = f"{french.number(share, 2)} (en|au) {FRENCH[region]}"
        assert re.search(rf"{told} \({communes:.0f}\b", said)
    assert f"{french.number(100 * fitting.pooled(shares), 0)} %" in said


def test_the_numbers_decided_are_the_ones_fitted(near: pd.DataFrame) -> None:
    fixed, slope, exponent = numbers(fitting.fitted(near, fixed_minutes=fitting.FIXED_MINUTES))
    said = (DOCS / "decisions" / "minutes-by-distance.md").read_text(encoding="utf-8")
    assert f"`{fixed:g} + {slope:.1f} km ** {exponent:.2f}`" in said
