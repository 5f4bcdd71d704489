"""The page under a table of minutes: it finds what a run with it finds, or says it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely import Point

from jura_coverage import posts, publish, study, territory
from jura_coverage.parameters import MissingPairs, Parameters
from jura_coverage.posts import Situation, effects
from jura_coverage.publish.map import address, payload
from jura_coverage.study import Result
from tests import drawn_roads
from tests.browser import DESKTOP, Watched, choose, download, sized, violations
from tests.geographies import (
    CRS,
    PROPORTIONAL,
    SIDE_M,
    SOUTH_M,
    WEST_M,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)
from tests.simulated import GO, OWN, assert_as_python, counted, give, plain, proposals
from tests.tables import SIX, found, ground, told

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

# Up to how many minutes the page rounds up to which step.
STEPS = [(45, 0.125), (90, 0.25), (1000, 1)]
MOST_MORE = 250_000


class Roads(NamedTuple):
    """The Jura under a table of drawn roads."""

    result: Result
    parameters: Parameters
    page: Path


@pytest.fixture(scope="module")
def roads(jura: Result, tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """Minutes of all communes to all, and to the nine hosts; and the page of a run with them."""
    folder = tmp_path_factory.mktemp("roads")
    table = drawn_roads.written(jura, folder / "minutes.csv", seed=39)
    parameters = PROPORTIONAL.but(minutes=(str(table),))
    result = study.study(
        territory.of("39", files=territory.files("39", advisors="2022")), parameters=parameters
    )
    publish.write_page(result, folder / "carte.html")
    return Roads(result, parameters, folder / "carte.html")


@pytest.fixture
def page(watched: Watched, roads: Roads) -> Iterator[Page]:
    """That page; whatever it says to the console or asks for fails the test."""
    yield watched.open(roads.page)
    assert watched.messages == []
    assert watched.requests == []


def run(roads: Roads, advisors: Path, **thresholds: Any) -> Result:
    """Study the Jura with other advisors by the same table."""
    files = territory.files("39", advisors=advisors)
    return study.study(
        territory.of("39", files=files), parameters=roads.parameters.but(**thresholds)
    )


# --- the same as a run ------------------------------------------------------------------------


def scenario(seed: int, codes: list[str], path: Path) -> tuple[str, dict[str, float]]:
    """Close, move and add posts by chance, and perhaps move the thresholds.

    Writes the list that a run is given; gives what the page's address asks for, and thresholds.
    """
    chance = Random(seed)  # noqa: S311 - to draw, not to hide
    embedded = territory.files("39", advisors="2022").services["advisors"]
    table = pd.read_csv(embedded, dtype=str, keep_default_na=False)
    first = table.index[~table["code_insee"].duplicated()]
    touched = chance.sample([*first], chance.randint(0, 4))
    closed = touched[: chance.randint(0, len(touched))]
    asked = [f"ferme:{table.at[row, 'code_insee']}.1" for row in closed]
    for row in touched[len(closed) :]:
        towards = chance.choice([code for code in codes if code != table.at[row, "code_insee"]])
        asked.append(f"vers:{table.at[row, 'code_insee']}.1:{towards}")
        table.loc[row, ["code_insee", "commune", "latitude", "longitude"]] = [towards, "", "", ""]
    added = chance.sample(codes, chance.randint(0 if touched else 1, 3))
    asked += [f"ajout:{code}" for code in added]
    more = pd.DataFrame([{"host": "De plus", "code_insee": code, "posts": "1"} for code in added])
    pd.concat([table.drop(index=closed), more]).fillna("").to_csv(path, index=False)
    thresholds = {}
    if seed % 2:
        thresholds["far_minutes"] = chance.randint(10, 120) / 2
        asked.append(f"minutes:{thresholds['far_minutes']:g}")
    if seed % 4 > 1:
        tenths = chance.randint(1, 200)
        thresholds["poor_share"] = tenths / 1000
        asked.append(f"part:{tenths / 10:g}")
    return ",".join(asked), thresholds


@pytest.mark.parametrize("seed", range(20))
def test_the_page_finds_what_a_run_with_the_table_finds(
    watched: Watched, roads: Roads, tmp_path: Path, seed: int
) -> None:
    codes = roads.result.communes.index.tolist()
    asked, thresholds = scenario(seed, codes, tmp_path / "postes.csv")
    expected = run(roads, tmp_path / "postes.csv", **thresholds)
    page = watched.open(roads.page, f"#simulation={asked}")
    assert_as_python(page, expected, steps=STEPS)
    was, now = (effects(each, Situation.today(each)) for each in (roads.result, expected))
    assert plain(page.inner_text("#simulation-counts")) == counted(was, now)
    assert watched.messages == []
    assert watched.requests == []


@pytest.mark.parametrize("far_minutes", [5, 7.5, 12, 19.5, 20.5, 33, 47.5, 60])
def test_thresholds_flag_as_a_run_does_and_leave_minutes_as_published(
    watched: Watched, roads: Roads, far_minutes: float
) -> None:
    expected = study.study(
        roads.result.territory, parameters=PROPORTIONAL.but(far_minutes=far_minutes),
        engine=roads.result.ways.engine,
    )  # fmt: skip
    page = watched.open(roads.page, f"#simulation=minutes:{far_minutes:g}")
    assert_as_python(page, expected)


def test_each_proposal_of_a_plan_under_the_table_opens_as_a_scenario(
    page: Page, roads: Roads
) -> None:
    found = posts.decide(roads.result, rule=posts.Rule(posts=2), transfers_most=2)
    for simulation, change in proposals(found):
        page.evaluate(GO, address.fragment(simulation, name="Choix"))
        said = plain(page.inner_text("#simulation-counts"))
        assert said == counted(change.before, change.after), simulation
        expect(page.locator("#left-out")).to_be_hidden()


def test_who_comes_from_beyond_shares_posts_as_in_a_run(watched: Watched, tmp_path: Path) -> None:
    """Three squares, and two beyond a border with 700 and 90 residents; minutes by direction."""
    squares = row_of_squares()
    codes = [*squares.index[:3], "25004", "25005"]
    squares.index = pd.Index(codes, name="insee")
    squares["residents"] = pd.array([300, 200, 100, 700, 90], dtype="Int64")
    joined = land(squares[:3], broadband_table(codes[:3], unwired=10), advisor_table(codes[:1]))
    joined = replace(joined, neighbours=squares[3:])
    # Beyond 20 minutes is far: the last reaches the third square alone.
    trips = dict(
        zip(
            product(codes, codes[:3]),
            [3, 9.01, 21, 8, 3, 7.3, 24.6, 6, 3, 19.9, 14.8, 5, 41, 33, 15.1],
            strict=True,
        )
    )
    result = found(joined, told(tmp_path / "m.csv", trips))
    publish.write_page(result, tmp_path / "carte.html")
    page = watched.open(tmp_path / "carte.html", f"#simulation=ajout:{codes[2]}")
    today = Situation.today(result)
    added = replace(today, at_sites={codes[2]: 1.0})
    was, now = (effects(result, each) for each in (today, added))
    assert plain(page.inner_text("#simulation-counts")) == counted(was, now)
    assert watched.messages == []


LISTS = {
    # At town halls, by name, at positions of the table, and stops.
    "own.csv": f"{OWN},stops\nA,39198,2,,,\nB,39478,1,46.392273,5.864058,\nC,39228,1,,,\n"
    "D,39016,1,,,39016:1 | 39397:2 | 39475:2\n",
    # 1 km from the town halls of Dole and Champagnole: these lend their minutes.
    "lent.csv": f"{OWN}\nRelais,39198,1,47.1005,5.4905\nB,39097,1,46.755,5.915\n",
    "names.csv": "Structure;Commune;Code Insee;Postes\nA;DOLE;;1\nB;st claude;;1\nC;Morez;;1\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_dropped_list_is_as_a_run_with_it_and_the_table(
    page: Page, roads: Roads, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(LISTS[name], encoding="utf-8")
    page.click("#lists summary")
    report = give(page, LISTS[name], name)
    assert_as_python(page, run(roads, tmp_path / name), steps=STEPS)
    lent = "prennent celles de la commune dont le point de départ est le plus proche : Relais ("
    assert (lent in plain(report)) == (name == "lent.csv")
    if name == "lent.csv":
        page.fill("#search", "Relais")
        page.keyboard.press("Enter")
        assert "celles de Dole, à 1,3 km" in plain(page.inner_text("#card"))


# --- what it weighs ---------------------------------------------------------------------------


def test_the_table_adds_at_most_250_kb(roads: Roads, jura_page: Path) -> None:
    more = roads.page.stat().st_size - jura_page.stat().st_size
    assert 0 < more <= MOST_MORE
    assert "matrix" not in payload.payload(study.study(roads.result.territory))["travel"]


def test_with_all_places_around_it_adds_no_more_and_finds_the_same(
    watched: Watched, jura_today: Result, tmp_path: Path
) -> None:
    """The default edition: 127 places, those of neighbours up to 30 km away included."""
    table = drawn_roads.written(jura_today, tmp_path / "minutes.csv", seed=127)
    result = study.study(
        territory.of("39", files=territory.files("39")),
        parameters=jura_today.parameters.but(minutes=(str(table),)),
    )
    without, under = tmp_path / "sans.html", tmp_path / "carte.html"
    publish.write_page(jura_today, without)
    publish.write_page(result, under)
    assert 0 < under.stat().st_size - without.stat().st_size <= MOST_MORE
    today = Situation.today(result)
    was, now = (effects(result, each) for each in (today, replace(today, at_sites={"39228": 1.0})))
    page = watched.open(under, "#simulation=ajout:39228")
    assert plain(page.inner_text("#simulation-counts")) == counted(was, now)
    assert watched.messages == []


# --- what the table leaves out ----------------------------------------------------------------

PLACE = Point(WEST_M + 2.5 * SIDE_M + 500, SOUTH_M + SIDE_M / 2)  # in the third of six squares
MINUTES = [30.0, 22.0, 4.0, 9.0, 25.0, 41.0]


@pytest.fixture(scope="module")
def spelt() -> str:
    """Give that place as a table names it."""
    (point,) = gpd.GeoSeries([PLACE], crs=CRS).to_crs("EPSG:4326")
    return f"{point.y:.7f} {point.x:.7f}"


def lone(folder: Path, spelt: str, *, missing_pairs: MissingPairs) -> Path:
    """Write the page of six squares and one place, to which alone minutes are told."""
    trips = {(code, spelt): each for code, each in zip(SIX, MINUTES, strict=True)}
    result = found(
        ground(SIX[2], at=PLACE), told(folder / "m.csv", trips), missing_pairs=missing_pairs
    )
    publish.write_page(result, folder / "carte.html")
    return folder / "carte.html"


def test_without_trips_to_communes_only_known_places_are_tried(
    watched: Watched, tmp_path: Path, spelt: str
) -> None:
    page = watched.open(
        lone(tmp_path, spelt, missing_pairs="refuse"),
        f"#simulation=ajout:{SIX[0]},ajout:{SIX[2]},minutes:25",
    )
    assert "ajout de 1 poste (Carré 1)" in plain(page.inner_text("#left-out"))
    page.click("#whatif summary")
    assert "seuls les postes d'aujourd'hui peuvent fermer" in plain(
        page.inner_text("#whatif-sites")
    )
    choose(page, SIX[0])
    assert "Aucun poste ne peut être essayé ici" in plain(page.inner_text("#card .whatif"))
    assert page.locator("#card [data-key=add]").count() == 0
    choose(page, SIX[2])
    assert "À un lieu connu de la commune" in plain(page.inner_text("#card .whatif"))
    _, rows = download(page)
    assert [float(row["minutes_conseiller"].replace(",", ".")) for row in rows] == MINUTES
    # A tenth of each is poorly connected; beyond 25 minutes are the first and the last.
    flagged = [row["situation"].startswith("signalée") for row in rows]
    assert flagged == [each > 25 for each in MINUTES]
    assert watched.messages == []


def test_a_dropped_place_that_no_trip_leads_to_is_refused_estimated_or_said(
    watched: Watched, tmp_path: Path, spelt: str
) -> None:
    """A post at the first town hall: minutes to it are told from nowhere."""
    latitude, longitude = spelt.split(" ")
    both = f"{OWN}\nLà,{SIX[2]},1,{latitude},{longitude}\nIci,{SIX[0]},1,,\n"
    said: dict[MissingPairs, str] = {
        "refuse": "trouvé 1 lieu où ne mène aucun trajet (Ici)",
        "estimate": "Lieux dont les minutes sont estimées, faute de trajet connu : Ici.",
        "missing": "Lieux tenus pour hors d'atteinte, faute de trajet connu : Ici.",
    }
    # By the estimate 2 km, 4 km and so on from the first: 2 minutes and 1.35 a kilometre.
    from_here = [2 + 1.35 * max(2, 4 * i) for i in range(6)]
    nearest: dict[MissingPairs, list[float]] = {
        "refuse": MINUTES,
        "estimate": [min(pair) for pair in zip(MINUTES, from_here, strict=True)],
        "missing": MINUTES,
    }
    for policy, sentence in said.items():
        (tmp_path / policy).mkdir()
        page = watched.open(lone(tmp_path / policy, spelt, missing_pairs=policy))
        page.click("#lists summary")
        assert sentence in plain(give(page, both))
        _, rows = download(page)
        minutes = [float(row["minutes_conseiller"].replace(",", ".")) for row in rows]
        assert minutes == pytest.approx(nearest[policy], abs=0.0052), policy
        choose(page, SIX[0])
        # Of the nearest above and below; of the next, where it is the one that is estimated, below.
        estimated = plain(page.inner_text("#card")).count("trajet estimé")
        assert estimated == (2 if policy == "estimate" else 0)
        choose(page, SIX[2])
        estimated = plain(page.inner_text("#card")).count("trajet estimé")
        assert estimated == (1 if policy == "estimate" else 0)
    assert watched.messages == []


def test_axe_finds_nothing_under_a_table(browser: Browser, roads: Roads) -> None:
    page = sized(browser, roads.page, DESKTOP)
    page.evaluate("location.hash = 'simulation=ajout:39228,minutes:22.5'")
    page.click("#whatif summary")
    choose(page, "39228")
    assert violations(page) == []
    page.context.close()
