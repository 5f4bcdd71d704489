"""Scenarios on drawn geographies and on the Jura, against the study made once a scenario."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from jura_coverage import geography, study
from jura_coverage.errors import ParameterError
from jura_coverage.measures import certainty, flags, internet
from jura_coverage.measures.certainty import Distances, Robustness, Scenarios
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Definition, Parameters, Ranges, load
from jura_coverage.study import Result
from jura_coverage.territory.places import FROM_COMMUNE
from tests.geographies import ESTIMATE

DEFINITIONS: tuple[Definition, ...] = ("wired", "terrestrial")


def row_of_five(share: float = 0.1) -> tuple[pd.DataFrame, FloatArray]:
    """Squares of 4 km side by side, all equally badly connected."""
    codes = [f"39{number:03d}" for number in range(1, 6)]
    where = np.column_stack([4_000.0 * np.arange(5), np.zeros(5)])
    return pd.DataFrame(dict.fromkeys(DEFINITIONS, share), index=codes), where


def distances(
    origins_m: FloatArray, places_m: FloatArray, least_m: FloatArray | float, scenarios: Scenarios
) -> Distances:
    """Crow-fly metres, by Pythagoras, none shorter than the least."""
    away = origins_m[:, None] - places_m[None]
    least = np.broadcast_to(np.asarray(least_m, dtype=float), len(origins_m))
    return Distances(
        metres=np.maximum(np.sqrt((away**2).sum(axis=2)), least[:, None]),
        origins_m=origins_m,
        places_m=places_m,
        least_m=least,
        scenarios=scenarios,
    )


def measured(
    scenarios: Scenarios, share: float = 0.1, estimate: CrowFlyEstimate | None = None
) -> Robustness:
    shares, where = row_of_five(share)
    return certainty.measure(
        shares,
        distances=distances(where, where[:1], 2_000.0, scenarios),
        place_names=["Structure"],
        estimate=estimate or ESTIMATE,
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


def test_a_scenario_slows_the_way_and_not_the_fixed_minutes() -> None:
    ranges = Ranges(detour=(1.2, 1.6), speed_kmh=(40, 60), definitions=("wired",))
    drawn = certainty.draw(ranges, position_radius_m=pd.Series([1_500.0]), scenarios=60)
    estimate = CrowFlyEstimate(fixed_minutes=3, minutes_per_km=4, distance_exponent=0.5)
    found = measured(drawn, estimate=estimate).flagged
    for flagged, row, (east, north) in zip(
        found, drawn.table.to_dict("records"), drawn.shift_m[:, 0], strict=True
    ):
        kilometres = [max(np.hypot(4_000 * x - east, north), 2_000) / 1000 for x in range(5)]
        # Estimated for the middle: 1.4 km of road a kilometre, at 50 km/h.
        slowness = row["detour"] / 1.4 * 50 / row["speed_kmh"]
        minutes = [3 + slowness * 4 * km**0.5 for km in kilometres]
        assert flagged.tolist() == [each > row["far_minutes"] for each in minutes]
    assert 0 < found.mean() < 1


def test_a_commune_without_data_has_no_result_and_keeps_its_row() -> None:
    shares, where = row_of_five()
    shares.iloc[2] = np.nan
    found = certainty.measure(
        shares,
        distances=distances(
            where,
            where[:1],
            2_000.0,
            certainty.draw(Ranges(), position_radius_m=pd.Series([500.0]), scenarios=50),
        ),
        place_names=["Structure"],
        estimate=ESTIMATE,
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
        distances=distances(
            np.array([[point.x, point.y] for point in communes["origin"]]),
            np.column_stack([places.geometry.x, places.geometry.y]),
            geography.least_distance_m(communes.geometry).to_numpy(),
            scenarios,
        ),
        place_names=places["host"].tolist(),
        estimate=ESTIMATE,
    )


def test_each_scenario_of_the_jura_is_what_the_study_finds(jura: Result) -> None:
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
        engine = replace(ESTIMATE, minutes_per_km=row["detour"] * 60 / row["speed_kmh"])
        found = study.study(jura.territory, parameters=parameters, engine=engine).communes
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
