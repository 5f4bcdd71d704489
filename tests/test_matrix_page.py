"""The page under a table of minutes: it finds what a run with it finds, or says it cannot."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pandas as pd
import pytest
from playwright.sync_api import Page

from jura_coverage import publish, study, territory
from jura_coverage.parameters import Parameters
from jura_coverage.posts import Situation, effects
from jura_coverage.publish.map import payload
from jura_coverage.study import Result
from tests import drawn_roads
from tests.browser import Watched
from tests.geographies import PROPORTIONAL
from tests.test_dropped_page import OWN, give
from tests.test_whatif import assert_as_python, counted, plain

pytestmark = pytest.mark.slow

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


LISTS = {
    # At town halls, by name, at positions of the table, and stops.
    "own.csv": f"{OWN},stops\nA,39198,2,,,\nB,39478,1,46.392273,5.864058,\nC,39228,1,,,\n"
    "D,39016,1,,,39016:1 | 39397:2 | 39475:2\n",
    # 1 km from the town halls of Dole and Champagnole: these lend their minutes.
    "lent.csv": f"{OWN}\nA,39198,1,47.1005,5.4905\nB,39097,1,46.755,5.915\n",
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
    lent = "prennent celles de la commune dont le point de départ est le plus proche : A ("
    assert (lent in plain(report)) == (name == "lent.csv")


# --- what it weighs ---------------------------------------------------------------------------


def test_the_table_adds_at_most_250_kb(roads: Roads, jura_page: Path) -> None:
    more = roads.page.stat().st_size - jura_page.stat().st_size
    assert 0 < more <= MOST_MORE
    assert "matrix" not in payload.payload(study.study(roads.result.territory))["travel"]
