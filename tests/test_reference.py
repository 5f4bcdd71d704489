"""The embedded Jura: figures that any correct implementation finds, published beforehand."""

from jura_coverage import study
from jura_coverage.study import Result


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
