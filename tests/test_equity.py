"""Equity figures that can be worked out by hand, and their properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jura_coverage.measures import equity
from jura_coverage.study import Result

MINUTES = pd.Series([10.0, 20.0, 40.0, np.nan], index=["39001", "39002", "39003", "39004"])
RESIDENTS = pd.Series([100, 200, 100, 50], index=MINUTES.index)


def test_a_summary_worked_out_by_hand() -> None:
    found = equity.summary(MINUTES, RESIDENTS, flagged=MINUTES > 20)
    assert found["residents_within_10"] == 100  # the limit is within
    assert found["residents_within_15"] == 100
    assert found["residents_within_20"] == 300
    assert found["residents_within_30"] == 300
    assert found["mean_minutes"] == (100 * 10 + 200 * 20 + 100 * 40) / 400
    assert found["worst_minutes"] == 40
    assert found["communes_flagged"] == 1


def test_weights_and_groups() -> None:
    weights = pd.Series([1.0, 0.5, 0.0, 1.0], index=MINUTES.index)
    weighted = equity.summary(MINUTES, RESIDENTS, weights=weights)
    assert weighted["mean_minutes"] == 15
    assert weighted["worst_minutes"] == 20
    group = pd.Series(["x", "x", "y", None], index=MINUTES.index)
    table = equity.by_group(MINUTES, RESIDENTS, group=group)
    assert table["residents_within_20"].to_dict() == {"": 0, "x": 300, "y": 0}
    assert table["mean_minutes"].isna().tolist() == [True, False, False]


def test_plans_side_by_side() -> None:
    after = MINUTES.where(MINUTES < 40, 12.0)
    table = equity.compare(
        {"today": MINUTES, "plan": after},
        RESIDENTS,
        flagged={"today": MINUTES > 20, "plan": after > 20},
        weights=pd.Series(0.5, index=MINUTES.index),
    )
    assert table.index.tolist() == [
        ("today", False), ("today", True), ("plan", False), ("plan", True)
    ]  # fmt: skip
    assert table["residents_within_20"].tolist() == [300, 150, 450, 225]
    assert table["communes_flagged"].tolist() == [1, 1, 0, 0]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9999), size=st.integers(1, 12))
def test_gini_is_half_the_relative_mean_difference(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    values, weights = generator.uniform(0, 60, size), generator.integers(1, 9, size)
    people = np.repeat(values, weights)
    difference = np.abs(people[:, None] - people[None, :]).mean()
    expected = difference / (2 * people.mean())
    found = equity.gini(pd.Series(values), pd.Series(weights))
    assert found == pytest.approx(expected, abs=1e-12)
    assert equity.gini(pd.Series(values * 3), pd.Series(weights)) == pytest.approx(found)


def test_the_jura_of_today(jura: Result) -> None:
    communes = jura.communes
    found = equity.summary(communes["minutes"], communes["residents"])
    assert found["residents_within_20"] == 257_973 - 95_992
    assert round(found["worst_minutes"], 1) == 46.9
    table = equity.by_group(communes["minutes"], communes["residents"], group=communes["epci"])
    assert table["residents_within_20"].sum() == found["residents_within_20"]
    assert table["worst_minutes"].max() == found["worst_minutes"]
