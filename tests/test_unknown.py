"""What is not known of a commune stops no command, is nowhere zero, and is said by each."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jura_coverage import geography, posts, study, words
from jura_coverage.errors import SitingError
from jura_coverage.measures import equity
from jura_coverage.posts import Decision, Rule
from jura_coverage.posts.effects import effects
from jura_coverage.posts.fairness import TODAY, fairness
from jura_coverage.posts.situation import Situation
from jura_coverage.posts.trials import LIKELY, likely
from jura_coverage.publish import themes, write_page
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.publish.tables import decisions, plan
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from tests.browser import Watched
from tests.command import Command, typed
from tests.geographies import (
    NO_ERRORS,
    PROPORTIONAL,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

pytestmark = pytest.mark.usefixtures("embedded")

Feature = dict[str, Any]
NAMES = {"39300": "Essai A", "39198": "Essai B", "39478": "Essai C"}
BARE = "39478"
SIDE = 0.05  # degrees: 4 km by 5.5 km
# Those that measure a territory, with what each asks for besides.
COMMANDS = (
    "run --out {out}", f"explain {BARE}", "keep", "move", "add --posts 1", "rounds",
    "plan --out {out}", "export --formats csv,geojson,xlsx --out {out}",
    "sheets --html-only --all-communes --out {out}",
)  # fmt: skip


def square(west: float) -> dict[str, Any]:
    corners = ((0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0))
    ring = [[west + x, 46.65 + y] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def features() -> dict[str, Feature]:
    """Three communes side by side, as geo.api.gouv.fr gives them."""
    return {
        code: {
            "type": "Feature",
            "properties": {"code": code, "nom": name, "population": 1000},
            "geometry": square(5.5 + SIDE * number),
        }
        for number, (code, name) in enumerate(NAMES.items())
    }


def files(folder: Path, communes: dict[str, Feature], *hosts: str) -> tuple[str, Path, str, Path]:
    """Write communes and hosts, and give the options that name them."""
    shapes, advisors = folder / "communes.geojson", folder / "a.csv"
    shapes.write_text(
        json.dumps({"type": "FeatureCollection", "features": list(communes.values())}),
        encoding="utf-8",
    )
    rows = ["host,code_insee,posts,latitude,longitude", *(hosts or ["Mairie,39300,1,,"])]
    advisors.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "--communes", shapes, "--advisors", advisors


def asked(command: str, out: Path) -> list[str]:
    return [part.format(out=out) for part in command.split()]


# --- no boundary -------------------------------------------------------------------------------


def null(bare: Feature) -> None:
    bare["geometry"] = None


def empty(bare: Feature) -> None:
    bare["geometry"] = {"type": "Polygon", "coordinates": []}


def empty_parts(bare: Feature) -> None:
    bare["geometry"] = {"type": "MultiPolygon", "coordinates": []}


def town_hall_alone(bare: Feature) -> None:
    """Where it starts from is known, but not how large it is."""
    null(bare)
    bare["properties"]["mairie"] = {"type": "Point", "coordinates": [5.62, 46.67]}


def whole_epci(bare: Feature) -> None:
    null(bare)
    bare["properties"] |= {"codeEpci": "200000002", "epci": {"nom": "Nue", "code": "200000002"}}


BARE_KINDS: tuple[Callable[[Feature], None], ...] = (
    null, empty, empty_parts, town_hall_alone, whole_epci,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("bared", BARE_KINDS, ids=lambda kind: kind.__name__)
def test_a_commune_without_boundary_stops_nothing(
    bared: Callable[[Feature], None], command: Command, tmp_path: Path
) -> None:
    communes = features()
    bared(communes[BARE])
    given = files(tmp_path, communes)
    some = COMMANDS if bared is null else ("plan --out {out}", "rounds")
    for each in some:
        out = tmp_path / each.split()[0]
        ended = command(*asked(each, out), *given)
        assert ended.status == 0, (each, ended.err)
        # Said by every command, and it is not called put at a central point.
        assert "1\N{NO-BREAK SPACE}commune sans limites connues" in ended.err
        assert "Essai C (39478)" in ended.err
        assert "central : Essai B (39198), Essai A (39300)." in ended.said
    rows = (tmp_path / "plan" / "communes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert {row.split(";")[0] for row in rows[1:]} == set(NAMES)
    facts = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert facts["communes_no_data"] == 1
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["keep"]["hosts"][0]["residents_lost"] == 2000  # of the two that can be reached
    assert "faute de limites d'où mesurer un trajet : Essai C (39478)" in plan["add"]["assumed"]
    for page in ("carte.html", "plan.html"):
        written = (tmp_path / "plan" / page).read_text(encoding="utf-8")
        assert "sans limites connues" in written.split("État des données")[1]


@pytest.mark.slow
def test_the_sheet_of_a_commune_without_boundary_says_so(command: Command, tmp_path: Path) -> None:
    communes = features()
    null(communes[BARE])
    given = files(tmp_path, communes)
    ended = command("sheets", BARE, "--html-only", "--out", tmp_path / "s", *given)
    assert ended.status == 0
    sheet = (tmp_path / "s" / f"fiche-{BARE}.html").read_text(encoding="utf-8")
    assert "une donnée manque" in sheet
    assert "Temps de trajet non disponible" in sheet


# --- no population -----------------------------------------------------------------------------


def unpeopled(population: object = None) -> dict[str, Feature]:
    communes = features()
    for each in communes.values():
        each["properties"]["population"] = population
    return communes


DECIDING = ("keep", "move", "add --posts 1", "rounds", "plan --out {out}")


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("given", [None, "", "absent"], ids=["null", "blank", "absent"])
def test_choices_without_any_population_are_refused(
    given: object, command: Command, tmp_path: Path
) -> None:
    communes = unpeopled(given)
    if given == "absent":
        for commune in communes.values():
            del commune["properties"]["population"]
    options = files(tmp_path, communes)
    for each in DECIDING if given is None else DECIDING[:1]:
        ended = command(*asked(each, tmp_path / "out"), *options)
        assert ended.status == 1, each
        assert ended.out == ""
        assert ended.said.count("Erreur.") == 1
        assert "trouvé aucune population dans le fichier des communes" in ended.said
        assert not (tmp_path / "out").exists()
    ended = command("run", "--out", tmp_path / "out", *options)
    assert ended.status == 0
    assert "0\N{NO-BREAK SPACE}habitant" not in ended.err.split("Habitants")[1]
    facts = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert facts["residents"] is None


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_exports_and_sheets_do_without_the_plan(command: Command, tmp_path: Path) -> None:
    options = files(tmp_path, unpeopled())
    for each in COMMANDS[-2:]:
        ended = command(*asked(each, tmp_path / each.split()[0]), *options)
        assert ended.status == 0
        assert "Plan et certitude laissés de côté : Choix de postes" in ended.said


# --- what changes a result is said by every command ----------------------------------------------


@pytest.fixture(scope="module")
def astray(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """A position 10 km east of the square of its row: 76 km for each degree there."""
    communes = features()
    communes["39198"]["properties"]["population"] = None
    hosts = "Mairie,39300,1,46.675,5.68", "Antenne,39478,1,46.675,5.62"
    return files(tmp_path_factory.mktemp("astray"), communes, *hosts)


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("asking", COMMANDS, ids=lambda each: each.split()[0])
def test_what_changes_a_result_is_said(
    asking: str, astray: tuple[str | Path, ...], command: Command, tmp_path: Path
) -> None:
    ended = command(*asked(asking, tmp_path / "out"), *astray)
    assert ended.status == 0, ended.err
    for said in (
        "1 commune sans population connue : Essai B (39198).",
        "kilomètre de la commune indiquée, lieux mis à sa mairie : Mairie (9,",
        "mairie, sans position connue, est remplacée par un point central",
        "Dans la table du débit, 489 lignes sans commune correspondante",
    ):
        assert said in ended.said
    assert "sans position connue, à la mairie par défaut" not in ended.said


def test_json_holds_nothing_else(command: Command, tmp_path: Path) -> None:
    communes = features()
    null(communes[BARE])
    ended = command("keep", "--json", *files(tmp_path, communes))
    assert json.loads(ended.out)["remarks"][0]["concerns"] == ["Essai C (39478)"]
    assert "sans limites connues" in ended.err


# --- sums known in part --------------------------------------------------------------------------


def row(*unknown: int, host: int = 1, shares: tuple[float, ...] = (1,), last: int = 100) -> Result:
    """Five squares of 100 residents, or else in the last, of which some have an unknown number.

    All are poorly connected. A post, or its shares, is in one of them; whoever lives there or in
    the next square is near.
    """
    communes = row_of_squares()
    communes.loc["39005", "residents"] = last
    communes.loc[[f"3900{square}" for square in unknown], "residents"] = pd.NA
    advisors = advisor_table([f"3900{host}"] * len(shares)).assign(
        host=[f"Mairie {number}" for number in range(len(shares))], posts=list(shares)
    )
    joined = land(communes, broadband_table(communes.index.tolist(), unwired=10), advisors)
    sure = replace(PROPORTIONAL.but(far_minutes=8.0), errors=NO_ERRORS)
    return study.study(joined, parameters=sure)


def decision(result: Result) -> Decision:
    return posts.decide(result, rule=Rule(posts=2), transfers_most=1)


def told(found: Decision) -> str:
    """Put together all that is said in sentences."""
    result = found.result
    lines = [
        *words.keep_text(result, found.keep), *words.move_text(result, found.move),
        *words.add_text(result, found.add),
        *words.week_text(result, found.week, found.widest_week),
        *(theme.note for theme in themes.themes(result, found)),
    ]  # fmt: skip
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def page(found: Decision, folder: Path) -> str:
    write_plan(found, folder / "plan.html")
    text = (folder / "plan.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("&#39;", "'")


@pytest.mark.slow
def test_a_sum_known_in_part_says_so_wherever_it_stands(tmp_path: Path) -> None:
    """The post in 1 serves 1 and 2; one in 4 would serve 3, 4 and 5; nobody knows of 2 and 4.

    Most live in 5, so that the one transfer that gains most is the one from 1 to 4.
    """
    found = decision(row(2, 4, last=150))
    data, said, html = decisions.decision_data(found), told(found), page(found, tmp_path)
    for figures, name, known in (
        (data["keep"]["hosts"][0], "residents_lost", 100),
        (data["keep"]["places"][0], "residents_lost", 100),
        (data["keep"]["joint"][0], "residents_lost", 100),
        (data["add"]["plans"][0], "residents_gained", 250),
        (data["move"]["by_epci"][0], "residents_gained", 250),
        (data["move"]["by_epci"][0], "residents_lost", 100),
        (data["rounds"]["widest"], "residents_served", 250),
        (data["add"]["equity"][0], "residents_within_10", 100),
    ):
        assert (figures[name], figures[f"{name}_uncounted"]) == (known, 1), name
    for sentence in (
        "au moins 100 habitants ne seraient plus à portée en moyenne (100 selon les scénarios, "
        "sans les populations inconnues) ; si tout est comme estimé, au moins 100 habitants "
        "(2 communes, dont 1 non comptée)",
        "si tout est comme estimé, au moins 250), environ",
        "au moins 250 habitants de plus à portée en moyenne (250 selon les scénarios, sans les "
        "populations inconnues ; si tout est comme estimé, au moins 250) ; optimum prouvé",
        "au moins 250 habitants (1 commune non comptée) de plus à portée, au moins 100 de moins",
        # One more square with unknown residents on either side: nobody knows which way it goes.
        "Ensemble, 1 poste de 1 lieu : 150 habitants de plus à portée en moyenne (150 selon les "
        "scénarios, sans les populations inconnues ; si tout est comme estimé, 150)",
        "aujourd'hui : habitants à 10, 15, 20 et 30 minutes au plus, au moins 100, au moins 200",
        "Carré 4 : au moins 250 habitants de plus à portée en moyenne (250 selon les scénarios",
        "apporterait à 1 commune éloignée n'est pas connu, faute de population connue : Carré 4",
    ):
        assert sentence in said, sentence
    for tile in (
        "À sa fin, au moins 100 habitants ne seraient plus à portée en moyenne (100 selon les",
        "1 poste de plus, sur 2 envisagés</p>",
        "Au moins 250 habitants de plus à portée en moyenne (250 selon les scénarios, sans",
    ):
        assert tile in html, tile
    assert html.count(">au moins 250<") >= 3  # two plans, and the EPCI that the transfer serves
    kept, chosen = plan.kept(found), plan.choices(found).set_index("question")
    assert kept.at[0, "habitants_perdus_communes_non_comptees"] == 1
    assert kept.at[0, "fourchette_partielle"] == "oui"
    assert set(chosen["habitants_communes_non_comptees"]["Ajouter"]) == {1}
    assert set(chosen["habitants_communes_non_comptees"][["Déplacer"]]) == {2}
    assert plan.sites(found)["habitants_rapproches_communes_non_comptees"].tolist()[0] == 1


@pytest.mark.slow
def test_a_commune_known_in_part_is_left_out_as_one_not_known_but_for_its_part() -> None:
    """What the part of 2 adds to a sum is counted; that it is a part is said as if it were none."""
    whole, none = row(), row(2)
    in_part = whole.communes.assign(residents_in_part=whole.communes.index == "39002")
    partly = study.study(
        replace(whole.territory, communes=in_part[whole.territory.communes.columns]),
        parameters=whole.parameters,
    )
    known, unknown, part = (posts.keep(each) for each in (whole, none, partly))
    left_out = "residents_lost_uncounted"
    assert part.hosts["residents_lost"].tolist() == known.hosts["residents_lost"].tolist() == [200]
    for table in ("hosts", "places"):
        found, alike = getattr(part, table), getattr(unknown, table)
        assert found[left_out].tolist() == alike[left_out].tolist() == [1]
        assert found["residents_lost_partial"].tolist() == [True]
    assert part.joint[0].residents_lost_uncounted == 1
    assert partly.figures.uncounted_residents == none.figures.uncounted_residents == 1
    assert (partly.figures.residents, none.figures.residents) == (500, 400)
    today = effects(partly, Situation.today(partly))
    assert (today.residents_near.known, today.residents_near.uncounted) == (200, 1)
    assert today.need_uncounted == 1
    said = " ".join(words.keep_text(partly, part)).replace("\N{NO-BREAK SPACE}", " ")
    assert "au moins 200 habitants (2 communes, dont 1 non comptée en entier)" in said
    assert "faute de tous ses arrondissements : Carré 2 (39002)" in said
    equal = fairness(partly, {}, chosen=TODAY)
    assert equal.by_plan["residents_within_10_uncounted"].tolist() == [1, 1]


CITIES = {  # codes of arrondissements, residents each, and what is said of the city
    "Paris": ("75", ["75101", "75102", "75118"], 200, "au moins 600 habitants"),
    "Marseille": ("13", ["13216"], 700, "au moins 700 habitants"),
    "Lyon": ("69", [f"6938{number}" for number in range(1, 10)], 100, ", 900 habitants"),
}


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("city", CITIES)
def test_residents_of_some_arrondissements_are_nowhere_those_of_the_city(
    city: str, command: Command, tmp_path: Path
) -> None:
    """Lyon has all of its nine, so that nothing of it is a part."""
    departement, codes, each, expected = CITIES[city]
    insee = next(code for code, name in geography.CITIES.items() if name == city)
    at = {"75": (2.3, 48.85), "13": (5.4, 43.3), "69": (4.83, 45.75)}[departement]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": f"{city} {number}", "population": each},
            "geometry": {"type": "Polygon", "coordinates": [
                [[at[0] + 0.02 * (number + x), at[1] + y] for x, y in
                 ((0, 0), (0.02, 0), (0.02, 0.02), (0, 0.02), (0, 0))]
            ]},
        }
        for number, code in enumerate(codes)
    ]  # fmt: skip
    shapes, advisors = tmp_path / "communes.geojson", tmp_path / "a.csv"
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    advisors.write_text(f"host,code_insee,posts\nMairie,{insee},1\n")
    given = ("--departement", departement, "--communes", shapes, "--advisors", advisors)
    partial = expected.startswith("au moins")
    number = expected.removeprefix(", ").removesuffix(" habitants")

    ended = command("explain", city, *given)
    assert expected in ended.out.replace("\N{NO-BREAK SPACE}", " "), ended.err
    ended = command("keep", *given)
    assert (f"{expected} (1 commune non comptée en entier)" in
            ended.out.replace("\N{NO-BREAK SPACE}", " ")) == partial  # fmt: skip
    assert command("run", "--out", tmp_path / "run", *given).status == 0
    facts = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))
    assert facts["uncounted"]["residents"] == int(partial)
    table = (tmp_path / "run" / "communes.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(table.splitlines(), delimiter=";")
    assert [row["habitants_en_partie"] for row in rows] == ["oui" if partial else "non"]
    index = (tmp_path / "run" / "index.html").read_text(encoding="utf-8")
    assert (f"{number} (1\N{NO-BREAK SPACE}commune non comptée en entier)" in index) == partial


@pytest.mark.slow
def test_no_gain_is_denied_where_nobody_knows_it(tmp_path: Path) -> None:
    """All who are far live where nobody knows how many they are."""
    found = decision(row(3, 4, 5))
    said, html = told(found), page(found, tmp_path)
    unknown = "connue : Carré 3 (39003), Carré 4 (39004), Carré 5 (39005)"
    for sentence in (
        "1 poste : aucun lieu n'amènerait d'habitant de plus à portée parmi les populations "
        "connues.",
        "qu'il n'en éloigne parmi les populations connues.",
        "Personne n'est éloigné parmi les populations connues : aucune tournée à proposer.",
        f"apporterait à 3 communes éloignées n'est pas connu, faute de population {unknown}",
    ):
        assert sentence in said, sentence
        assert sentence.startswith("1 poste") or sentence.rstrip(".") in html, sentence
    # For one post and two.
    assert html.count(">aucun lieu parmi les populations connues<") == 2
    assert "aucun lieu parmi les populations connues" in plan.choices(found)["choix"].tolist()
    facts = decisions.decision_data(found)["add"]
    assert facts["communes_far_uncounted"] == ["39003", "39004", "39005"]


@pytest.mark.slow
def test_of_no_known_commune_a_loss_is_unknown_and_not_zero(tmp_path: Path) -> None:
    found = decision(row(1, 2))
    (host,) = decisions.decision_data(found)["keep"]["hosts"]
    assert (host["residents_lost"], host["residents_lost_uncounted"]) == (None, 2)
    assert host["residents_lost_mean"] is None
    assert "un nombre inconnu d'habitants ne serait plus à portée en moyenne" in told(found)
    assert "un nombre inconnu d'habitants (2 communes non comptées), communes" in told(found)
    assert ">inconnu<" in page(found, tmp_path)
    assert plan.kept(found)["habitants_perdus"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize("unknown", [(), (1, 2), (2, 4), (3, 4, 5), (1, 2, 3, 4), (5,)])
def test_a_partial_sum_lies_on_its_side_of_the_whole(
    unknown: tuple[int, ...], tmp_path: Path
) -> None:
    """What is said with "au moins" is not more than the whole; what is said without, the whole."""
    found = decision(row(*unknown))
    texts = told(found) + page(found, tmp_path)
    for ridiculous in ("au moins 0", "au plus 0", "de 0 à 0"):
        assert ridiculous not in texts
    assert ("faute de population connue" in texts) == bool(unknown)
    near, result = posts.keep(found.result).hosts.iloc[0], found.result
    whole = 100 * int(result.served.sum())
    lost = Sum.of(near, "residents_lost")
    assert (lost.known or 0) + 100 * lost.uncounted == whole
    today = found.add.fairness.figures(posts.TODAY, weighted=False)
    for limit in equity.LIMITS:
        within = Sum.of(today, f"residents_within_{limit}")
        assert (within.known or 0) + 100 * within.uncounted == 100 * (result.minutes <= limit).sum()
    # Nobody knows that nobody lives there: the farthest square counts.
    assert today["worst_minutes"] == result.minutes.max()


def test_a_range_is_partial_where_those_who_are_not_known_could_move_an_end() -> None:
    generator = np.random.default_rng(3)
    kinds = set()
    for _ in range(60):
        size, rarely = generator.integers(1, 6), float(generator.choice([0.01, 0.2, 0.5]))
        change = generator.choice([-1, 0, 1], p=[rarely / 2, 1 - rarely, rarely / 2],
                                  size=(40, size))  # fmt: skip
        known = pd.Series(generator.integers(0, 500, size), dtype="Int64")
        residents = known.mask(generator.random(size) < 0.4)
        found = likely(residents, change)
        ends = [
            np.quantile(change @ residents.fillna(many).to_numpy(dtype=float), LIKELY)
            for many in (0, 1_000_000)
        ]
        # Gains and losses of a scenario could cancel each other out: then it is said as well.
        differs = bool((ends[0] != ends[1]).any())
        assert found.partial or not differs
        kinds.add((found.partial, differs))
        assert (found.low, found.high) == tuple(np.round(ends[0]).astype(int))
    assert {(True, True), (False, False)} <= kinds


@pytest.mark.slow
def test_shares_of_a_post_are_moved_and_counted_as_such(tmp_path: Path) -> None:
    """A post of which a quarter is at one place and three at another is one post at two places."""
    result = row(host=1, shares=(0.25, 0.75))
    found = decision(result)
    assert len(found.move.best.moves) == 1
    (share,) = found.move.best.posts
    assert share in (0.25, 0.75)
    said = f"{share:.2f} poste de 1 lieu".replace(".", ",")
    assert f"Ensemble, {said} : " in told(found)
    assert f"{said} à transférer dans le département" in page(found, tmp_path)
    assert decisions.decision_data(found)["move"]["posts_moved"] == share
    shares = plan.choices(found).set_index("question")["postes"][["Déplacer"]]
    assert share in set(shares) <= {0.25, 0.75}
    with pytest.raises(SitingError, match=r"attendu 2 au plus, pour 1\sposte à 2\slieux"):
        posts.move(result, most=3)


@pytest.mark.slow
def test_the_card_of_a_commune_without_boundary_says_so(watched: Watched, tmp_path: Path) -> None:
    """Nor does it offer to try a post there, since nobody knows where that would be."""
    communes = row_of_squares(3)
    communes.loc["39003", ["geometry", "origin"]] = None
    codes = communes.index.tolist()
    there = land(communes, broadband_table(codes), advisor_table(["39001"]))
    write_page(study.study(there), tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html", "#commune=39003")
    page.locator("#card dl").wait_for()
    assert "la carte ne la dessine pas" in typed(page.inner_text("#card .undrawn"))
    assert page.locator("#card .whatif").count() == 0
    page.evaluate("location.hash = 'commune=39002'")
    page.locator("#card h2", has_text="Carré 2").wait_for()
    assert page.locator("#card .undrawn").count() == 0
    assert page.locator("#card .whatif button").count() > 0


@pytest.mark.slow
def test_a_theme_without_any_data_says_so_in_place_of_empty_classes(
    watched: Watched, tmp_path: Path
) -> None:
    """Nobody's posts are known: no minutes, and no cell of the square; internet is as ever."""
    communes = row_of_squares()
    nobody = land(communes, broadband_table(communes.index.tolist()), None)
    write_page(study.study(nobody), tmp_path / "a.html")
    page = watched.open(tmp_path / "a.html")
    for theme in ("minutes", "deux"):
        page.check(f'input[value="{theme}"]', force=True)
        assert "Aucune donnée pour ce thème." in page.inner_text("#legend")
        with page.expect_download() as waited:
            page.click("#picture-svg")
        drawn = Path(waited.value.path()).read_text(encoding="utf-8")
        texts = typed(" ".join(re.findall("<text[^>]*>([^<]*)", drawn)))
        assert "Aucune donnée pour ce thème." in texts
        assert "10 min" not in texts.partition("Aucune donnée")[2].partition("ensemble")[0]
        assert page.locator("#legend tr th[scope=row]").all_inner_texts() == [
            "sans donnée", "ensemble",
        ]  # fmt: skip
    page.check('input[value="filaire"]', force=True)
    assert "Aucune donnée" not in page.inner_text("#legend")
    assert watched.messages == []
