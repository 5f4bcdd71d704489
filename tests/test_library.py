"""The library in other people's programs: what they pass, what they get, and from which thread."""

from collections.abc import Callable, Collection
from dataclasses import asdict
from functools import cache, partial
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jura_coverage import posts, publish, sources, study, territory
from jura_coverage.errors import (
    DataError,
    GivenTypeError,
    MissingFileError,
    ParameterError,
    SitingError,
)
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Errors, Parameters, Policy, check, load
from jura_coverage.posts import Rule
from jura_coverage.study import Result
from tests.geographies import advisor_table, broadband_table, land, row_of_squares, squares

READERS: dict[str, Callable[[Path | str], object]] = {
    **{
        name: partial(getattr(sources, name), departement="39")
        for name in (
            "read_advisors", "read_broadband", "read_candidates", "read_communes", "read_minutes",
            "read_needs", "read_places", "read_weights",
        )
    },
    "read_crosswalk": sources.read_crosswalk,
    "read_geocoded": sources.read_geocoded,
    "role_of": sources.role_of,
}  # fmt: skip
CODES = ["39002", "39003"]


@cache
def drawn() -> Result:
    """Five squares, of which the last three are far from the only host, in the first."""
    codes = [f"3900{each}" for each in range(1, 6)]
    ground = land(row_of_squares(5), broadband_table(codes, unwired=10), advisor_table(codes[:1]))
    return study.study(ground, parameters={"far_minutes": 9})


@pytest.mark.parametrize("name", READERS)
def test_a_missing_file_is_told_as_much_of_a_text_as_of_a_path(name: str, tmp_path: Path) -> None:
    for given in (tmp_path / "absent.csv", str(tmp_path / "absent.csv")):
        with pytest.raises(MissingFileError, match=r"absent\.csv"):
            READERS[name](given)


def test_files_may_be_texts_and_one_or_any_collection() -> None:
    known = territory.files("39")
    (broadband,) = known.broadband
    for given in (broadband, str(broadband), [str(broadband)], iter([broadband])):
        mine = territory.files(
            "39", communes=str(known.communes), broadband=given, advisors="2022-12"
        )
        assert mine == known


def test_parameters_are_read_from_a_text(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[policy]\nfar_minutes = 12\n")
    assert load(str(path)) == Parameters().but(far_minutes=12)


def test_parameters_may_be_a_mapping() -> None:
    ground = squares().territory
    mapped = study.study(ground, parameters={"far_minutes": 12, "policy": {"poor_share": 0.1}})
    assert mapped.parameters == Parameters().but(far_minutes=12.0, poor_share=0.1)
    assert study.study(ground, parameters={}).parameters == Parameters()
    whole = Policy(poor_share=0.1, far_minutes=30)
    assert Parameters().but(policy=whole, far_minutes=12).policy == mapped.parameters.policy


@pytest.mark.parametrize("wrong", [{"far_minuts": 12}, {"far_minutes": -1}, {"policy": "strict"}])
def test_a_wrong_parameter_is_an_error_of_ours(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterError, match="paramètre refusé"):
        study.study(squares().territory, parameters=wrong)
    with pytest.raises(ParameterError, match="paramètre refusé"):
        Parameters().but(**wrong)


def test_parts_made_by_hand_are_checked_as_what_is_given() -> None:
    with pytest.raises(ParameterError, match=r"2.paramètres refusés") as refused:
        Parameters(policy=Policy(poor_share=7), errors=Errors(seed=-1))
    assert "policy.poor_share" in str(refused.value)
    assert "errors.seed" in str(refused.value)
    whole = Parameters(policy=Policy(far_minutes=12))
    assert isinstance(whole.policy.far_minutes, float)  # a whole number is written as it would be
    assert whole == Parameters().but(far_minutes=12.0)


def test_the_defaults_are_within_their_bounds() -> None:
    """Nothing checks them elsewhere."""
    assert check.made(asdict(Parameters())) == Parameters()


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        CODES, tuple(CODES), set(CODES), frozenset(CODES), (each for each in CODES),
        pd.Index(CODES), pd.Series(CODES), np.array(CODES), dict.fromkeys(CODES, ""),
        dict.fromkeys(CODES).keys(),
    ],
    ids=lambda given: type(given).__name__,
)  # fmt: skip
def test_candidates_are_any_collection(given: Collection[str]) -> None:
    rule = Rule(posts=1, candidates=given)
    assert rule.hosts == {"39002": "", "39003": ""}
    # Far are 3, 4 and 5: from 3 a post is near to 4 too, from 2 to 3 only.
    assert posts.add(drawn(), rule).plans[0].sites == ("39003",)


def test_one_text_is_no_collection_of_candidates() -> None:
    with pytest.raises(GivenTypeError, match="39002"):
        Rule(candidates="39002")


# As a program calls them that no type checker reads.
LOOSE: Any = SimpleNamespace(
    study=study.study, files=territory.files, of=territory.of, rule=Rule, listed=posts.listed,
    load=load, add=posts.add,
    move=posts.move, keep=posts.keep, week=posts.week, trials=posts.trials,
)  # fmt: skip
WEIGHED = pd.Series({"39004": 1.0, "39005": 2.0})


@pytest.mark.parametrize(
    "asked",
    [
        lambda result: LOOSE.study(result.territory, parameters=[("far_minutes", 15)]),
        lambda result: LOOSE.study(result.territory, parameters=pd.Series({"far_minutes": 15})),
        lambda result: LOOSE.study(result.territory, parameters="parametres.toml"),
        lambda result: LOOSE.study(result.territory, parameters={1: 15}),
        lambda result: LOOSE.study(result.territory, minutes=matrix().to_numpy()),
        lambda result: LOOSE.study(result.territory, minutes="minutes.csv"),
        lambda result: LOOSE.study(result.communes),
        lambda _: LOOSE.files(39),
        lambda _: LOOSE.files("39", advisor="lieux.csv"),
        lambda _: LOOSE.files("39", advisors=pd.DataFrame({"host": ["A"]})),
        lambda _: LOOSE.of("39", files="lieux.csv"),
        lambda result: LOOSE.listed(result, WEIGHED.to_frame(), file="x"),
        lambda result: LOOSE.listed(result, pd.Series({"39004": "1,5"}), file="x"),
        lambda result: LOOSE.listed(result, pd.concat({"a": WEIGHED}), file="x"),
        lambda _: LOOSE.load({"far_minutes": 15}),
        lambda result: LOOSE.add(result, {"posts": 2}),
        lambda _: LOOSE.rule(weights=WEIGHED),
        lambda _: LOOSE.rule(weights="internet"),
        lambda _: LOOSE.rule(candidates=3),
        lambda _: LOOSE.rule(posts="2"),
        lambda _: LOOSE.rule(posts=1.5),
        lambda _: LOOSE.rule(posts=1, per_epci="un"),
        lambda _: LOOSE.rule(budget_euros="beaucoup"),
        lambda result: LOOSE.move(result, most="3"),
        lambda result: LOOSE.keep(result, together="2"),
        lambda result: LOOSE.week(result, stops=1.5),
        lambda result: LOOSE.trials(result, number=2.5),
        lambda result: LOOSE.trials(result, seed="a"),
    ],
)
def test_what_is_of_another_type_is_told_in_french(asked: Callable[[Result], object]) -> None:
    with pytest.raises(GivenTypeError, match=r" : trouvé .*attendu"):
        asked(drawn())


def test_a_type_of_host_that_is_none_is_refused_where_it_is_given() -> None:
    with pytest.raises(ParameterError, match="association"):
        Rule(candidates={"39002": "association"})


def test_a_commune_has_one_weight() -> None:
    with pytest.raises(SitingError, match="deux fois 39005"):
        posts.listed(drawn(), pd.concat([WEIGHED, WEIGHED[["39005"]]]), file="x")


def test_weights_may_be_a_mapping() -> None:
    result = drawn()
    each = {"39004": 2, "39005": 0.5, "75056": 3}
    for given in (each, pd.Series(each)):
        mine = posts.listed(result, given, file="mes poids")
        assert dict(mine.each) == {"39004": 2.0, "39005": 0.5}


@pytest.mark.parametrize(
    "asked",
    [
        lambda result: posts.keep(result, together=0),
        lambda result: posts.move(result, most=0),
        lambda result: posts.week(result, stops=0),
        lambda result: posts.add(result, Rule(posts=-1)),
        lambda result: posts.trials(result, number=1),
        lambda result: posts.trials(result, seed=-1),
        lambda result: posts.add(result, Rule(posts=1, months=-4)),
    ],
)
def test_numbers_that_ask_for_nothing_are_refused(asked: Callable[[Result], object]) -> None:
    with pytest.raises((ParameterError, SitingError), match="attendu"):
        asked(drawn())


def test_pages_are_written_to_a_text(tmp_path: Path) -> None:
    result = drawn()
    publish.write_page(result, tmp_path / "path.html")
    publish.write_page(result, str(tmp_path / "text.html"))
    assert (tmp_path / "path.html").read_bytes() == (tmp_path / "text.html").read_bytes()


def matrix() -> pd.DataFrame:
    """A minute for each square that lies between, and one more."""
    codes = [f"3900{each}" for each in range(1, 6)]
    return pd.DataFrame(
        [[1.0 + abs(here - there) for there in range(5)] for here in range(5)],
        index=codes, columns=codes,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "shaped",
    [
        lambda each: each,
        lambda each: pd.Series({trip: each.loc[trip] for trip in product(each.index, each)}),
        lambda each: each.iloc[::-1, ::-1],
    ],
    ids=["matrix", "series", "in another order"],
)
def test_a_study_takes_a_matrix_of_minutes(
    shaped: Callable[[pd.DataFrame], pd.DataFrame | pd.Series],
) -> None:
    ground = drawn().territory
    found = study.study(ground, parameters={"far_minutes": 3}, minutes=shaped(matrix()))
    # The only host is in the first square.
    assert found.communes["minutes"].tolist() == [1, 2, 3, 4, 5]
    assert found.communes["far"].tolist() == [False, False, False, True, True]
    assert found.pairs_estimated == 0
    assert "matrice de minutes, réseau de date inconnue" in found.engine
    (source,) = [each for each in found.sources if each.role == "minutes"]
    assert source.file == "matrice de minutes"
    same = study.study(ground, parameters={"far_minutes": 3}, minutes=matrix())
    assert same.fingerprint == found.fingerprint
    other = study.study(ground, parameters={"far_minutes": 3}, minutes=matrix() + 1)
    assert other.fingerprint != found.fingerprint
    # From the fourth square the last two are near, and the third; from the third four would be.
    assert posts.add(found, Rule(posts=1, candidates=["39004"])).plans[0].residents_gained == 200


def test_trips_that_a_matrix_leaves_out_are_what_the_parameters_say() -> None:
    ground = drawn().territory
    untold = matrix().mask(np.arange(25).reshape(5, 5) == 20)  # from the last square to the first
    with pytest.raises(DataError, match=r"39005.*--missing-pairs"):
        study.study(ground, minutes=untold)
    left_out = study.study(ground, parameters={"missing_pairs": "missing"}, minutes=untold)
    assert left_out.communes["minutes"].isna().tolist() == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (matrix() - 10, "minutes de 0 à 1440"),
        (matrix().rename(columns={"39002": "Dole"}), "« Dole »"),
        (matrix().rename(index={"39002": "1002"}), "« 1002 »"),
        (matrix().rename(index={"39002": "39001"}), "39001 → 39003 » deux fois"),
        (matrix().astype(object).replace(2.0, "deux"), "« deux »"),
        (matrix().iloc[:, :0], "vide"),
        (matrix() > 5, "de type bool"),
        (matrix().apply(pd.to_timedelta, unit="min"), "de type timedelta"),
        (matrix().rename(lambda code: f"75{code[2:]}"), "la plupart des 5 communes"),
    ],
)
def test_a_wrong_matrix_is_told_as_a_wrong_table(wrong: pd.DataFrame, said: str) -> None:
    with pytest.raises(DataError, match="matrice de minutes") as refused:
        study.study(drawn().territory, minutes=wrong)
    assert said in str(refused.value)


def test_a_matrix_is_no_engine() -> None:
    with pytest.raises(GivenTypeError, match="et non les deux"):
        study.study(drawn().territory, minutes=matrix(), engine=CrowFlyEstimate())
    with pytest.raises(GivenTypeError, match="par lieu"):
        study.study(drawn().territory, minutes=matrix()["39001"])
