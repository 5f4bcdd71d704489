"""The embedded Jura: figures that any correct implementation finds, published beforehand."""

import pytest

from jura_coverage import study, territory
from jura_coverage.study import Result
from tests.geographies import PROPORTIONAL


def test_the_figures_of_the_design(jura: Result) -> None:
    facts = study.summary(jura)
    expected = {
        "communes": 492,
        "residents": 257_973,
        "premises": 192_870,  # ARCEP's own total for the département
        "premises_wired": 184_467,
        "communes_far": 235,
        "residents_far": 95_992,
        "communes_flagged": 86,
        "residents_flagged": 38_234,
        "premises_flagged": 2_641,
        "hosts": 9,
        "posts": 13,
        "communes_no_data": 0,
    }
    assert {key: facts[key] for key in expected} == expected


def test_the_farthest_commune_is_foncine_le_haut(jura: Result) -> None:
    farthest = jura.communes["minutes"].idxmax()
    assert jura.communes.at[farthest, "name"] == "Foncine-le-Haut"
    assert round(jura.communes.at[farthest, "minutes"], 1) == 46.9


# The places of the Jura alone are those across the border left out.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("edition", "belt_m", "places", "far", "residents_far", "flagged", "residents", "worst"),
    [
        ("2022", 30_000, 9, 235, 95_992, 86, 38_234, 46.90),
        ("2023", 30_000, 11, 156, 50_096, 57, 20_709, 42.06),
        ("2022-12", 0, 20, 117, 38_268, 39, 14_270, 40.76),
        ("2022-12", 30_000, 127, 96, 29_079, 31, 8_159, 36.24),
    ],
)
def test_each_edition_of_advisors_gives_the_figures_of_the_design(
    edition: str, belt_m: float, places: int, far: int, residents_far: int, flagged: int,
    residents: int, worst: float,
) -> None:  # fmt: skip
    files = territory.files("39", advisors=edition)
    read = territory.read(files, departement="39", belt_m=belt_m)
    result = study.study(territory.joined(read), parameters=PROPORTIONAL)
    found = result.figures
    assert len(result.territory.places) == places
    assert (found.communes_far, found.residents_far) == (far, residents_far)
    assert (found.communes_flagged, found.residents_flagged) == (flagged, residents)
    assert round(found.minutes_max, 2) == worst
