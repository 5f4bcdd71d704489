"""Scenarios on drawn geographies and on the Jura, against the pipeline run once a scenario."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from jura_coverage import geography, study
from jura_coverage.errors import ParameterError
from jura_coverage.measures import certainty, flags, internet
from jura_coverage.measures.certainty import Robustness, Scenarios
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import LinearEstimate
from jura_coverage.parameters import Definition, Parameters, Ranges, load
from jura_coverage.study import Result
from jura_coverage.territory.places import FROM_COMMUNE

DEFINITIONS: tuple[Definition, ...] = ("wired", "terrestrial")


def row_of_five(share: float = 0.1) -> tuple[pd.DataFrame, FloatArray]:
    """Squares of 4 km side by side, all equally badly connected."""
    codes = [f"39{number:03d}" for number in range(1, 6)]
    where = np.column_stack([4_000.0 * np.arange(5), np.zeros(5)])
    return pd.DataFrame(dict.fromkeys(DEFINITIONS, share), index=codes), where


def measured(scenarios: Scenarios, share: float = 0.1) -> Robustness:
    shares, where = row_of_five(share)
    return certainty.measure(
        shares,
        origins_m=where,
        places_m=where[:1],
        place_names=["Structure"],
        least_m=pd.Series(2_000.0, index=shares.index),
        fixed_minutes=2.0,
        scenarios=scenarios,
    )


def test_without_any_range_there_is_one_answer() -> None:
    fixed = Ranges(
        poor_share=(0.05, 0.05),
        far_minutes=(20, 20),
        detour=(1.35, 1.35),
        speed_kmh=(60, 60),
        definitions=("wired",),
    )
    found = measured(certainty.draw(fixed, position_radius_m=pd.Series([0.0]), scenarios=10))
    # 2 + 1.35 × 16 km = 23.6 minutes: only the last square, and it is always the first in rank.
    assert found.communes["flagged_share"].tolist() == [0, 0, 0, 0, 1]
    assert found.communes["rank_low"].tolist() == [5, 4, 3, 2, 1]
    assert found.communes["rank_high"].tolist() == [5, 4, 3, 2, 1]
    assert found.influence.isna().all()
    assert found.top_stability == 1


def test_a_threshold_of_minutes_flags_in_its_share_of_scenarios() -> None:
    # 12 km take 18.2 minutes: far while the threshold is below, 32 % of the range 15 to 25.
    only_far = Ranges(
        poor_share=(0.05, 0.05), detour=(1.35, 1.35), speed_kmh=(60, 60), definitions=("wired",)
    )
    drawn = certainty.draw(only_far, position_radius_m=pd.Series([0.0]), scenarios=1000)
    found = measured(drawn)
    assert found.communes["flagged_share"].tolist() == pytest.approx(
        [0, 0, 0, 0.32, 0.86], abs=0.002
    )
    assert found.influence["far_minutes"] < -0.8
    assert measured(drawn, share=0.04).communes["flagged_share"].eq(0).all()


def test_a_commune_without_data_has_no_result_and_keeps_its_row() -> None:
    shares, where = row_of_five()
    shares.iloc[2] = np.nan
    found = certainty.measure(
        shares,
        origins_m=where,
        places_m=where[:1],
        place_names=["Structure"],
        least_m=pd.Series(2_000.0, index=shares.index),
        fixed_minutes=2.0,
        scenarios=certainty.draw(Ranges(), position_radius_m=pd.Series([500.0]), scenarios=50),
    )
    assert found.communes.index.equals(shares.index)
    assert found.communes.isna().all(axis=1).tolist() == [False, False, True, False, False]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), radius_m=st.floats(100, 5_000), scenarios=st.integers(2, 60))
def test_a_latin_hypercube_meets_every_part_of_a_range(
    seed: int, radius_m: float, scenarios: int
) -> None:
    drawn = certainty.draw(
        Ranges(), position_radius_m=pd.Series([0.0, radius_m]), scenarios=scenarios, seed=seed
    )
    part = (drawn.table["far_minutes"] - 15) / 10 * scenarios
    assert sorted(part.astype(int)) == list(range(scenarios))
    assert not drawn.shift_m[:, 0].any()
    assert (np.hypot(*drawn.shift_m[:, 1].T) <= radius_m * (1 + 1e-12)).all()
    again = certainty.draw(
        Ranges(), position_radius_m=pd.Series([0.0, radius_m]), scenarios=scenarios, seed=seed
    )
    assert again.table.equals(drawn.table)


def test_the_scenarios_are_those_of_scipy() -> None:
    drawn = certainty.draw(Ranges(), position_radius_m=pd.Series([0.0]), scenarios=50, seed=3)
    sample = qmc.LatinHypercube(d=5, rng=3).random(50)
    low, high = Ranges().detour
    assert drawn.table["detour"].to_numpy() == pytest.approx(low + (high - low) * sample[:, 2])


def of_the_jura(jura: Result, scenarios: Scenarios) -> Robustness:
    communes, places = jura.territory.communes, jura.territory.places
    technologies = communes[list(internet.TECHNOLOGIES)]
    covered = {
        name: internet.premises_covered(technologies, definition=name) for name in DEFINITIONS
    }
    shares = {
        name: internet.share_without(communes["premises"], premises)
        for name, premises in covered.items()
    }
    return certainty.measure(
        pd.DataFrame(shares),
        origins_m=np.array([[point.x, point.y] for point in communes["origin"]]),
        places_m=np.column_stack([places.geometry.x, places.geometry.y]),
        place_names=places["host"].tolist(),
        least_m=geography.least_distance_m(communes.geometry),
        fixed_minutes=2.0,
        scenarios=scenarios,
    )


def test_each_scenario_of_the_jura_is_what_the_pipeline_finds(jura: Result) -> None:
    drawn = certainty.draw(
        Ranges(), position_radius_m=pd.Series(0.0, index=jura.territory.places.index), scenarios=5
    )
    flagged = of_the_jura(jura, drawn).flagged
    for number, row in drawn.table.iterrows():
        parameters = Parameters(
            poor_share=row["poor_share"],
            far_minutes=row["far_minutes"],
            definition=DEFINITIONS[int(row["definition"])],
        )
        engine = LinearEstimate(detour=row["detour"], speed_kmh=row["speed_kmh"])
        found = study.measure(jura.territory, parameters=parameters, engine=engine)
        expected = found["situation"] == flags.POOR_AND_FAR
        assert flagged[int(str(number))].tolist() == expected.tolist()


def test_a_thousand_scenarios_of_the_jura_take_two_seconds(jura: Result) -> None:
    radius = (jura.territory.places["position_source"] == FROM_COMMUNE) * 2_000.0
    began = time.process_time()
    found = of_the_jura(jura, certainty.draw(Ranges(), position_radius_m=radius))
    assert time.process_time() - began < 2
    assert len(found.communes) == 492
    assert found.communes["flagged_share"].between(0, 1).all()
    assert (found.communes["rank_low"] <= found.communes["rank_high"]).all()
    assert 0 < found.top_stability <= 1
    assert found.influence.drop(jura.territory.places["host"][radius == 0]).notna().all()


def test_refused_ranges_are_all_named() -> None:
    wrong = {"detour": [0.5, 2], "speed_kmh": [70, 50], "definitions": [], "far_minute": [1, 2]}
    with pytest.raises(ParameterError) as raised:
        load(ranges=wrong)
    said = str(raised.value).replace("\xa0", " ")
    assert "4 paramètres refusés" in said
    assert "« ranges.detour » (donné en option) : trouvé « 0.5 » ; attendu un nombre d'au " in said
    assert "trouvé « [70, 50] » ; attendu deux nombres croissants" in said
    assert "attendu une liste comme [" in said
    assert "Vouliez-vous dire « far_minutes » ?" in said
    with pytest.raises(ParameterError, match="au moins 2"):
        certainty.draw(Ranges(), position_radius_m=pd.Series([0.0]), scenarios=1)
