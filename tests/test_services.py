"""Services: a second one is read, joined, measured and told as advisors are, and counts nowhere."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from jura_coverage import geography, study, territory, words
from jura_coverage.geography.services import ADVISORS, FRANCE_SERVICES, Service
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.sources import read_advisors, read_places, role_of
from jura_coverage.study import Result, run
from jura_coverage.territory import join, land, load
from tests.browser import Watched
from tests.command import Command
from tests.official_files import MEDIATION, written

pytestmark = pytest.mark.usefixtures("embedded")

LIBRARY = Service(
    role="libraries", name="Bibliothèques", table="la table des bibliothèques", noun="bibliobus",
    help="Table des bibliothèques.",
)  # fmt: skip
# Where the commune's town hall is, for want of a position: no way is shorter.
TABLE = "host,code_insee,posts,latitude,longitude\nBus de Foncine,39228,1,,\n"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (join, land, load, run):
        monkeypatch.setattr(module, "SERVICES", (ADVISORS, LIBRARY))


@pytest.mark.slow
@pytest.mark.usefixtures("two")
def test_a_second_service_stands_beside_the_first(tmp_path: Path) -> None:
    (tmp_path / "libraries.csv").write_text(TABLE, encoding="utf-8")
    files = territory.files("39", libraries=tmp_path / "libraries.csv")
    files = replace(files, needs=())
    both = study.study(territory.of("39", files=files))
    alone = study.study(territory.of("39", files=replace(files, services={
        role: path for role, path in files.services.items() if role == "advisors"
    })))  # fmt: skip
    assert set(both.communes["host_libraries"]) == {"Bus de Foncine"}
    assert both.communes["minutes_libraries"].idxmin() == "39228"
    assert both.figures == alone.figures
    assert both.territory.places.equals(alone.territory.places)
    assert "libraries" in [source.role for source in both.sources]
    assert words.reasons(both, "39228")[:2] == words.reasons(alone, "39228")
    assert words.reasons(both, "39228")[2].startswith(
        "Bibliobus : le plus proche est « Bus de Foncine » (Foncine-le-Haut), à "
    )


@pytest.mark.usefixtures("two")
def test_one_may_do_without_a_second_service() -> None:
    joined = territory.of("39", files=territory.files("39"))
    assert joined.told == (ADVISORS,)
    assert not [remark for remark in joined.remarks if remark.kind == "missing"]


PLACES_2024 = (
    "insee_dep,lib_fs,adresse,insee_com,code_postal,lib_com,latitude,longitude,format_fs\n"
    + "".join(
        f"39,{shape},1 rue,39300,39000,Lons-le-Saunier,46.674,5.554,{shape}\n"
        for shape in ("Fixe", "Multisites", "Antenne", "Itinérante", "Bus_équivalent", "Bus")
    )
)
PLACES_2022 = PLACES_2024.replace("format_fs\n", "format_fs,itinerance\n").replace(
    ",Fixe\n", ",Site principal,Non\n"
).replace(",Antenne\n", ",Antenne,Oui\n")  # fmt: skip
PLACES_2022 = "\n".join(
    line for line in PLACES_2022.splitlines() if line.endswith(("itinerance", "Non", "Oui"))
)
PLACES_2020 = "lib_france_services,lat,long\nMaison,46.674,5.554\n"


@pytest.mark.parametrize(
    ("text", "moving"),
    [
        (PLACES_2024, ["Itinérante", "Bus_équivalent", "Bus"]),
        (PLACES_2022, ["Antenne"]),  # itinerant although it is called a branch
        (PLACES_2020, []),
    ],
    ids=["2024", "2022", "2020"],
)
def test_france_services_of_every_year_are_read(
    tmp_path: Path, text: str, moving: list[str]
) -> None:
    (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
    reading = read_places(tmp_path / "liste.csv", departement="39")
    table = reading.table
    assert table.loc[table["itinerant"], "host"].tolist() == moving
    assert table["latitude"].tolist() == [46.674] * len(table)
    assert reading.remarks == ()  # nothing about posts, which nobody counts here


UNLABELLED = (
    "id,nom,pivot,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", [PLACES_2024, PLACES_2022, PLACES_2020, f"{UNLABELLED}1,A,,Dole,,39198,,,,,Aide\n"]
)
def test_places_that_are_no_advisors_are_refused_as_such_and_lead_to_their_option(
    tmp_path: Path, text: str, command: Command
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(text, encoding="utf-8")
    ended = command("explain", "Dole", "--advisors", path)
    assert ended.status == 1
    assert f"avec {FRANCE_SERVICES.option}" in ended.err
    assert role_of(path) == FRANCE_SERVICES.role
    assert command("explain", "Dole", FRANCE_SERVICES.option, path).status == 0
    assert command("check", path).status == 0


@pytest.mark.slow
def test_any_list_of_places_serves_whether_advisors_work_there_or_not(tmp_path: Path) -> None:
    path = written(tmp_path, "lieux.csv", MEDIATION)
    advised, every = (read(path, departement="39").table["host"].tolist()
                      for read in (read_advisors, read_places))  # fmt: skip
    assert "Sans conseiller" in set(every) - set(advised)
    assert "Fermée" not in every
    files = territory.files("39", france_services=path)
    assert files.services["france_services"] == path
    shown = study.study(territory.of("39", files=files)).communes
    assert "Médiathèque" in set(shown["host_france_services"])


def test_france_services_of_the_jura_are_beside_the_advisors(jura: Result) -> None:
    """A place of the commune is no farther than the way within it, and none is an advisor."""
    own = jura.territory.services["france_services"]
    inside = own[~own["neighbour"].astype(bool)]
    assert set(inside["insee"]) <= set(jura.communes.index)
    assert own["neighbour"].any()  # what is across the border is as near
    least = geography.least_distance_m(jura.communes.geometry)
    there = jura.communes.loc[inside["insee"].unique(), "minutes_france_services"]
    away = inside.geometry.distance(
        gpd.GeoSeries(jura.communes["origin"], crs=own.crs).reindex(inside["insee"]), align=False
    ).groupby(inside["insee"]).min()  # fmt: skip
    engine = jura.ways.engine
    assert isinstance(engine, CrowFlyEstimate)
    within = np.maximum(away[there.index], least[there.index]) / 1000
    assert (there <= engine.fixed_minutes + engine.minutes_per_km * within + 1e-9).all()
    assert not set(jura.territory.places["host"]) & set(own["host"])
    assert jura.territory.told == (ADVISORS, FRANCE_SERVICES)


@pytest.mark.slow
def test_the_page_shows_the_other_places_when_asked(
    watched: Watched, jura_page: Path, jura: Result
) -> None:
    places = jura.territory.services["france_services"]
    page = watched.open(jura_page)
    signs = page.locator(".leaflet-marker-pane [role=img]")
    before = signs.count()
    page.check("#show-others")
    assert signs.count() == before + len(places)
    labels = signs.evaluate_all("nodes => nodes.map((node) => node.getAttribute('aria-label'))")
    assert "France services de Lons-le-Saunier, Lons-le-Saunier" in labels
    page.uncheck("#show-others")
    assert signs.count() == before
    assert watched.messages == watched.requests == []


def test_a_service_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="advisers"):
        territory.files("39", advisers=Path("conseillers.csv"))
