"""Weights: what each resident counts changes the choice, never the number of residents."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from jura_coverage import posts, study, territory, words
from jura_coverage.errors import SitingError
from jura_coverage.geography import departements
from jura_coverage.posts import Rule
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.study import Result
from scripts import build_example
from tests.command import Command
from tests.geographies import (
    NO_ERRORS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

pytestmark = pytest.mark.usefixtures("embedded")

# Within a square of 4 km no way is shorter than 2 km, 4.7 minutes; to the next it is 7.4.
NEXT_IS_FAR = replace(PROPORTIONAL.but(far_minutes=5), errors=NO_ERRORS)


def row(shares: Sequence[float | None], hosts: tuple[str, ...] = ("39001",)) -> Result:
    """Five squares, each beyond the reach of the others, and the share of 65 and more in each."""
    squares = row_of_squares()
    residents = pd.array([100, 100, 110, 100, 100], dtype="Int64")
    territory = land(
        squares.assign(residents=residents),
        broadband_table(list(squares.index), unwired=10),
        advisor_table(list(hosts)),
    )
    ages = pd.Series(list(shares), index=squares.index, dtype="float64")
    aged = replace(territory, communes=territory.communes.assign(share_65_plus=ages))
    return study.study(aged, parameters=NEXT_IS_FAR)


AGED = [0.1, 0.1, 0.1, 0.1, 0.9]


def test_the_aged_draw_the_new_post() -> None:
    """110 residents of whom a tenth are aged weigh 11; 100 of whom nine tenths are, 90."""
    result = row(AGED)
    plain = posts.add(result, Rule(posts=1))
    aged = posts.add(result, Rule(posts=1, weights=posts.elderly(result)))
    assert plain.plans[0].sites == ("39003",)
    assert aged.plans[0].sites == ("39005",)
    assert aged.plans[0].residents_gained == 100  # residents, not their weights


@pytest.mark.slow
def test_the_aged_draw_the_post_that_moves_and_the_round() -> None:
    result = row(AGED, hosts=("39001", "39002"))
    weights = posts.elderly(result)
    assert [code for _, code in posts.move(result, most=1).best.moves] == ["39003"]
    moved = posts.move(result, most=1, weights=weights).best
    assert [code for _, code in moved.moves] == ["39005"]
    assert moved.residents_gained == 0  # a hundred come within reach, a hundred go out of it
    assert posts.week(result, stops=1, widest=True).stops == ("39003",)
    week = posts.week(result, stops=1, widest=True, weights=weights)
    assert (week.stops, week.residents_served, week.resident_days) == (("39005",), 100, 100)


@pytest.mark.slow
def test_the_aged_say_which_end_costs_most() -> None:
    result = row(AGED, hosts=("39003", "39005"))
    assert posts.keep(result).hosts["insee"].tolist() == ["39003", "39005"]
    kept = posts.keep(result, weights=posts.elderly(result))
    assert kept.hosts["insee"].tolist() == ["39005", "39003"]
    assert [joint.residents_lost for joint in kept.joint] == [100, 210]
    (said, *_) = words.keep_text(result, kept)
    assert "65 ans et plus" in said


@pytest.mark.slow
def test_the_report_names_whom_its_weighted_sums_count(tmp_path: Path) -> None:
    result = row(AGED)
    found = posts.decide(result, rule=Rule(posts=1, weights=posts.elderly(result)))
    write_plan(found, tmp_path / "plan.html")
    text = (tmp_path / "plan.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    caption = "<caption>Habitants de 65 ans et plus à portée et trajets"
    assert text.count(caption) == 1
    assert "Là où cela change pour les habitants de 65 ans et plus" in text
    assert "Habitants de 65 ans et plus : chaque habitant compte en proportion" in text
    head = text.split(caption)[1].split("</thead>")[0]
    assert "À 20 min" in head
    assert "Habitants" not in head


def test_unknown_weights_are_said() -> None:
    result = row([0.1, None, None, 0.2, 0.3])
    said = posts.elderly(result).said.replace("\N{NO-BREAK SPACE}", " ")
    assert said.endswith("(2 communes au poids inconnu ne comptent pas)")
    with pytest.raises(SitingError, match="--needs"):
        posts.elderly(row([None] * 5))


def listed(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# Of the command it is asked what it says, which the invented département tells as well.
INVENTED = ("--departement", departements.EXAMPLE)


@pytest.fixture
def ages(tmp_path: Path) -> tuple[str, Path]:
    """The option that names a table of ages: in the southern squares people are old."""
    rows = [f"{code},200,{0.1 * row:.1f}," for code, _, row in build_example.squares()]
    heads = "code_insee,residents,share_65_plus,median_income"
    return "--needs", listed(tmp_path / "besoins.csv", "\n".join([heads, *rows]) + "\n")


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_a_file_of_weights(command: Command, tmp_path: Path) -> None:
    """Only the square in the south-east counts, so the post goes where it is within reach."""
    file = listed(tmp_path / "poids.csv", "code_insee,weight\n00605,2.5\n")
    asked = ("add", *INVENTED, "--posts", 1, "--weights", file)
    ended = command(*asked, "--json")
    assert ended.status == 0, ended.err
    (site,) = json.loads(ended.out)["plans"][0]["sites"]
    ground = study.study(territory.of("00", files=territory.files("00")))
    assert ground.ways.to_origins.loc["00605", site].item() <= 20
    told = command(*asked).out.replace("\N{NO-BREAK SPACE}", " ")
    said = "selon le poids de sa commune dans poids.csv (29 communes au poids inconnu ne comptent"
    assert f"En comptant chaque habitant {said} pas) :" in told
    assert "habitants pondérés par poids.csv à 10, 15, 20 et 30 minutes au plus" in told
    assert ") (" not in told


@pytest.mark.slow
@pytest.mark.parametrize("named", ["65-plus", "internet"])
def test_weights_by_name(command: Command, ages: tuple[str, Path], named: str) -> None:
    ended = command("move", *INVENTED, *ages, "--transfers", 1, "--weights", named)
    assert ended.status == 0, ended.err
    assert "Le choix est celui où chaque habitant compte en proportion" in ended.out


def test_every_fault_of_a_file_of_weights_is_told(command: Command, tmp_path: Path) -> None:
    rows = "39001,-1\n3902,1\n39003,beaucoup\n39004,1\n39004,2\n25056,1\n"
    file = listed(tmp_path / "poids.csv", f"code_insee,weight\n{rows}")
    ended = command("keep", "--weights", file)
    assert ended.status == 1
    for place in (2, 3, 4, 5, 6, 7):
        assert any(f"ligne {place}, " in fault for fault in ended.faults), ended.err


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("code_insee,weight\n39001,0\n", "attendu un poids au-dessus de 0"),
        ("code,poids\n39001,1\n", "aucune colonne « code_insee »"),
        ("", "un fichier vide"),
    ],
)
def test_a_file_without_a_weight_is_refused(
    command: Command, tmp_path: Path, text: str, found: str
) -> None:
    ended = command("rounds", "--weights", listed(tmp_path / "poids.csv", text))
    assert ended.status == 1
    assert found in ended.said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("verb", ["keep", "move", "rounds"])
def test_data_say_by_what_residents_are_multiplied(
    verb: str, command: Command, ages: tuple[str, Path]
) -> None:
    plain, weighted = (
        json.loads(command(verb, *INVENTED, *ages, *given, "--json").out)["weights"]
        for given in ([], ["--weights", "65-plus"])
    )
    assert (plain, weighted) == (None, "part de 65 ans et plus")
