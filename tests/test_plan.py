"""The report to decide with: what its maps, bars and sentences say of eight squares in a row."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd
import pytest

from jura_coverage import french, posts, study, words
from jura_coverage.posts import Interval, Moves
from jura_coverage.posts.robust import Kind
from jura_coverage.publish.html.site import ALONE, MAP, PLAN, Site, Skin
from jura_coverage.publish.pages.plan import bars, labels, maps, sketches, write_plan
from jura_coverage.publish.pages.plan.choices import ShownChoice, choices
from tests.geographies import PROPORTIONAL, advisor_table, broadband_table, land, row_of_squares

# Squares of 4 km with a host in the first, 7.4 minutes from one to the next: a post reaches the
# squares beside its own. All are poorly connected, so whoever is far is flagged.
CODES = [f"3900{number}" for number in range(1, 9)]
LIVING = [100, 100, 50, 50, 50, 10, 10, 5]


@pytest.fixture(scope="module")
def decision() -> posts.Decision:
    communes = row_of_squares(8)
    communes["residents"] = pd.array(LIVING, dtype="Int64")
    joined = land(communes, broadband_table(CODES, unwired=10), advisor_table(["39001"]))
    result = study.study(joined, parameters=PROPORTIONAL.but(far_minutes=8.0))
    return posts.decide(result, rule=posts.Rule(posts=1), transfers_most=1)


@pytest.fixture(scope="module")
def by_key(decision: posts.Decision) -> dict[str, ShownChoice]:
    return {each.key: each for each in choices(decision)}


@pytest.fixture(scope="module")
def land_drawn(decision: posts.Decision) -> maps.Ground:
    return maps.ground(decision.result)


def text_of(decision: posts.Decision, folder: Path, *, site: Site = ALONE) -> str:
    write_plan(decision, folder / "plan.html", site=site)
    html = (folder / "plan.html").read_text(encoding="utf-8")
    return html[html.index("<body>") :].replace(french.NO_BREAK_SPACE, " ")


@pytest.fixture(scope="module")
def text(decision: posts.Decision, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report where no page stands beside it."""
    return text_of(decision, tmp_path_factory.mktemp("plan"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("garder", []),  # nobody else serves 1 and 2
        ("ajouter", [1, 2, 3, 4, 5]),  # a post in 4 reaches its neighbours too
    ],
)
def test_a_map_shows_who_is_within_reach_then(
    by_key: dict[str, ShownChoice], key: str, near: list[int]
) -> None:
    sketch = by_key[key].sketch
    assert sketch
    assert sketch.near.index[sketch.near].tolist() == [f"3900{square}" for square in near]


def test_a_map_agrees_with_the_four_measures(by_key: dict[str, ShownChoice]) -> None:
    """Residents within reach are those of the communes that the map shows so."""
    for each in by_key.values():
        if each.sketch:
            living = pd.Series(LIVING, index=CODES)[each.sketch.near].sum()
            assert (each.change.after.residents_near.known or 0) == living, each.key


def test_a_map_draws_each_outline_once_and_what_changes_by_reference(
    by_key: dict[str, ShownChoice], land_drawn: maps.Ground
) -> None:
    sketch = by_key["ajouter"].sketch
    assert sketch
    assert land_drawn.drawn.count("<path id=") == 8
    drawn = maps.still(land_drawn, sketch, key="a", title="Titre", described="Dit")
    assert re.findall(r'href="#c(\d)"', drawn.drawn) == ["2", "3", "4"]  # 3 to 5 come within reach
    assert re.findall(r"<text [^>]*>([^<]*)<", drawn.drawn) == ["Carré 4"]
    said = [meaning for _, meaning in drawn.legend]
    assert said == [
        "lieu d'aujourd'hui", "poste à ajouter", "commune amenée à portée", "encore éloignée",
        "à portée, comme aujourd'hui",
    ]  # fmt: skip


def test_a_wide_land_is_drawn_no_wider_than_a_high_one(land_drawn: maps.Ground) -> None:
    """Eight squares in a row: letters would shrink with what is wider than its column."""
    shared = land_drawn.shared
    assert shared.width <= maps.WIDTH * 1.1
    assert shared.height < maps.HEIGHT / 4


def test_every_name_of_a_map_is_read_beside_the_others() -> None:
    """Six marks on a line, closer to each other than their names are long."""
    named = [(f"Commune {number}", 100.0 + 30 * number, 200.0) for number in range(6)]
    found = labels.labels(named, width=400)
    assert [each.text for each in found] == [name for name, _, _ in named]
    for label in found:
        assert label.box[0] >= 0
        assert label.box[2] <= 400
    touching = [
        (one.text, other.text)
        for one, other in combinations(found, 2)
        if one.box[0] < other.box[2] and other.box[0] < one.box[2]
        and one.box[1] < other.box[3] and other.box[1] < one.box[3]
    ]  # fmt: skip
    assert touching == []


def test_bars_are_as_long_as_what_they_tell(by_key: dict[str, ShownChoice]) -> None:
    """Of 375 residents 200 are near, with the post 350; of 8 communes 6 are flagged, then 3."""
    changes = [each.change for each in by_key.values()]
    longest = bars.longest_bars(changes, residents=375)
    near, flagged, *_ = bars.bars(by_key["ajouter"].change, longest=longest)
    assert (near.before, near.after) == ("200", "350")
    assert near.lengths == pytest.approx((100 * 200 / 375, 100 * 350 / 375), abs=0.05)
    # At the end of the only host all eight are flagged: the longest bar of the page.
    assert (flagged.before, flagged.after) == ("6", "3")
    assert flagged.lengths == (75, 37.5)


@pytest.mark.slow
def test_the_programme_is_told_before_what_a_choice_gains(text: str) -> None:
    first = text.index("aucune nouvelle convention")
    assert first < text.index('id="reponse"')
    for key in ("garder", "deplacer", "ajouter", "tournee"):
        section = text[text.index(f'<section id="{key}"') :]
        said = re.sub(r"<[^>]+>", "", section[: section.index("</section>")])
        assert said.index("Règle du programme") < said.index("habitant"), key


@pytest.mark.slow
def test_the_answer_stands_before_the_choices_and_figures_last(text: str) -> None:
    headings = re.findall(r"<h([1-4])[^>]*>(.*?)</h\1>", text)
    levels = [int(level) for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    second = [re.sub(r"<[^>]+>", "", heading) for level, heading in headings if level == "2"]
    assert second[:7] == [
        "La réponse en quatre choix", "Garder", "Déplacer", "Ajouter", "Faire tourner",
        "Choisir entre plusieurs buts", "Annexe : tous les chiffres",
    ]  # fmt: skip
    # Whatever is linked to is there.
    for target in re.findall(r'href="#([\w-]+)"', text):
        assert f'id="{target}"' in text, target


@pytest.mark.slow
def test_proposals_open_on_the_page_beside_and_nowhere_else(
    decision: posts.Decision, text: str, tmp_path: Path
) -> None:
    beside = text_of(decision, tmp_path, site=Site.of(MAP, PLAN, skin=Skin()))
    assert "carte.html" not in text
    opened = re.findall(r'href="carte.html#nom=[^"]*simulation=([^"]+)"', beside)
    assert "ajout:39004" in opened
    assert "ferme:39001.1" in opened
    assert "<script" not in beside


def gaining(kind: Kind, gain: int) -> Moves:
    return Moves(
        kind=kind, moves=(), posts=(), residents_gained=gain, residents_gained_uncounted=0,
        residents_lost_uncounted=0, residents_in_part=False, expected_gain=gain,
        likely_gained=Interval(low=0, high=gain), worst_regret=0, gap=0.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "said", "left_out"),
    [
        ("aaa", ["mènent au même choix"], ["10 habitants"]),
        ("aab", ["aussi en moyenne, 20 habitants", "pire scénario en amène 15"], ["10 habitants"]),
        ("abb", ["10 habitants à portée, contre 20 habitants"], ["15 habitants"]),
        ("abc", ["10 habitants à portée, contre 20 habitants", "15 habitants"], []),
    ],
)
def test_one_sentence_says_why_the_choices_differ(
    what: str, said: list[str], left_out: list[str]
) -> None:
    gains: dict[Kind, int] = {"middle": 10, "expected": 20, "regret": 15}
    plans = {kind: gaining(kind, gain) for kind, gain in gains.items()}
    sentence = words.why_they_differ(plans, what).replace(french.NO_BREAK_SPACE, " ")
    assert sentence.count(".") == 1
    assert all(each in sentence for each in said)
    assert not any(each in sentence for each in left_out)


def test_at_most_three_columns_of_which_one_is_proposed(
    decision: posts.Decision, by_key: dict[str, ShownChoice]
) -> None:
    columns = by_key["ajouter"].columns
    assert [each.kind for each in columns] == ["middle", "expected", "regret"]
    assert [each.proposed for each in columns] == [False, True, False]
    proposed = columns[1]
    gain = decision.add.plans[-1].expected_gain
    assert proposed.facts[0] == ("Habitants de plus, en moyenne", french.number(gain))
    assert proposed.scenario == by_key["ajouter"].scenario


def test_a_host_to_miss_in_nearly_all_scenarios_is_named(decision: posts.Decision) -> None:
    """The only host serves the first square in every scenario, since it stands there."""
    said = words.surely_missed(decision.keep).replace(french.NO_BREAK_SPACE, " ")
    host = decision.keep.hosts.at[0, "host"]
    assert said == (
        "Dans 95 % des scénarios au moins, la fin de celle-ci éloignerait des habitants : "
        f"« {host} »."
    )


def test_a_round_starts_from_its_base(decision: posts.Decision) -> None:
    week = decision.widest_week
    stops, base = sketches.of_round(decision.result, week).marks
    assert len(stops.points) == len(week.stops)
    assert len(base.points) == 1
