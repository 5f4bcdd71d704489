"""Any département, on the real national tables: metropolitan, Corsica, overseas, Paris."""

from pathlib import Path

import geopandas as gpd
import pytest

from jura_coverage import geography, posts, publish, sources, study, territory, words
from jura_coverage.errors import SitingError
from jura_coverage.geography import departements
from jura_coverage.publish.map import payload
from jura_coverage.sources import CommuneReading, catalogue
from tests.geographies import ESTIMATE

# To read the national table takes two seconds.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("shared")]


@pytest.fixture(scope="session")
def france(national: Path) -> CommuneReading:
    return sources.read_communes(national, departement=None)


@pytest.fixture(scope="session")
def in_metres(france: CommuneReading) -> gpd.GeoSeries:
    """The boundaries of all communes of France in metres."""
    return france.table.geometry.to_crs(2154)


def test_all_communes_of_france(france: CommuneReading) -> None:
    real = departements.CODES - {departements.EXAMPLE}
    assert len(france.table) == 34_875
    assert set(france.table.index.map(geography.departement_of)) == real
    # Eight lack geometry; four of them are made of their delegated communes.
    assert france.table.geometry.isna().sum() == 4
    said = {remark.kind: remark.concerns for remark in france.remarks}
    assert set(said["repaired"]) == {"12218", "14581", "49126", "69114"}
    assert len(said["missing"]) == 4
    assert france.table.loc[["75056", "69123", "13055"], "name"].tolist() == [
        "Paris", "Lyon", "Marseille",
    ]  # fmt: skip


def test_former_communes_of_france(france: CommuneReading) -> None:
    crosswalk = sources.read_crosswalk(catalogue.default("crosswalk", departement="FR"))
    assert crosswalk["insee"].isin(france.table.index).all()
    # A code of today stands there only for a former name, or because the commune came back.
    there = crosswalk.index.isin(france.table.index)
    assert (there == crosswalk["change"].isin(["renamed", "restored"])).all()


def test_the_jura_of_the_national_table_is_the_embedded_one(national: Path) -> None:
    files = territory.files("39", communes=national, advisors="2022")
    result = study.study(territory.of("39", files=files), engine=ESTIMATE)
    facts = study.summary(result)
    # The same communes; but the package still has the residents of 2017.
    assert (facts["communes_flagged"], facts["residents_flagged"]) == (86, 37_981)
    assert len(result.territory.neighbours) > 500
    assert not result.territory.neighbours.index.isin(result.communes.index).any()


@pytest.mark.parametrize(("departement", "across"), [
    # The town hall of Paris lacks in the table, that of the others does not tell where they are.
    ("75", "92012"), ("92", "75056"), ("2A", "2B050"), ("39", "25056"),
])  # fmt: skip
def test_neighbours_are_found_by_their_boundaries(
    national: Path, in_metres: gpd.GeoSeries, departement: str, across: str
) -> None:
    reading = sources.read_communes(national, departement=departement, belt_m=territory.BELT_M)
    assert across in reading.neighbours.index
    # By brute force: whatever lies within 30 km of any commune of the département.
    here = in_metres.index.map(geography.departement_of) == departement
    near = in_metres[~here & in_metres.notna()].dwithin(in_metres[here].union_all(), 30_000)
    assert set(reading.neighbours.index) == set(near[near].index)


@pytest.mark.parametrize(
    ("departement", "communes", "own", "epsg"),
    # Own places: as many rows of the list have this département in their second column.
    [("39", 492, 25, 2154), ("2A", 124, 15, 2154), ("974", 24, 29, 2975), ("75", 1, 11, 2154)],
)
def test_a_national_list_serves_any_departement(
    national: Path, supposed: Path, departement: str, communes: int, own: int, epsg: int
) -> None:
    files = territory.files(departement, communes=national, advisors=supposed)
    result = study.study(territory.of(departement, files=files))
    places = result.territory.places
    assert len(result.communes) == communes
    assert result.communes.crs.to_epsg() == epsg
    assert int((~places["neighbour"]).sum()) == own
    assert result.communes["minutes"].notna().all()
    # The belt: nothing beyond 30 km, and nothing across the sea.
    outline = result.communes.geometry.union_all()
    assert places.geometry.distance(outline).max() <= 30_000
    assert places["neighbour"].any() == (departement != "974")
    assert not result.communes["border_matters"].any()
    assert result.territory.beyond.empty


@pytest.mark.parametrize(
    ("departement", "said"),
    [("39", "dans le Jura"), ("2A", "en Corse-du-Sud"), ("974", "à La Réunion"), ("75", "à Paris")],
)
def test_the_title_follows(national: Path, tmp_path: Path, departement: str, said: str) -> None:
    result = study.study(
        territory.of(departement, files=territory.files(departement, communes=national))
    )
    assert words.title(result).endswith(said)
    publish.write_page(result, tmp_path / "carte.html")
    assert said in (tmp_path / "carte.html").read_text(encoding="utf-8")


def test_a_commune_without_boundaries_keeps_its_row(national: Path, tmp_path: Path) -> None:
    result = study.study(territory.of("15", files=territory.files("15", communes=national)))
    assert result.communes.at["15031", "situation"] == "no_data"
    assert "Celles (15031)" in str(result.territory.remarks)
    data = payload.payload(result)
    assert len(data["topology"]["communes"]) == len(data["communes"]["insee"]) == 250
    position = data["communes"]["insee"].index("15031")
    assert data["topology"]["communes"][position] == []
    assert all(
        polygons
        for code, polygons in zip(
            data["communes"]["insee"], data["topology"]["communes"], strict=True
        )
        if code not in ("15031", "15035", "15047", "15171")
    )


@pytest.mark.parametrize("departement", ["13", "15", "2A", "75", "92", "971"])
def test_choices_about_posts_anywhere(national: Path, supposed: Path, departement: str) -> None:
    """An only commune, islands, communes without boundary, nobody far: each has its answers."""
    files = territory.files(departement, communes=national, advisors=supposed)
    result = study.study(territory.of(departement, files=files))
    found = posts.decide(result, rule=posts.Rule(posts=1))
    assert len(found.keep.hosts) > 0
    assert len(found.move.best.moves) <= min(3, len(result.communes))
    as_estimated = found.add.robust[0].plan  # that of the greatest mean may gain nobody then
    gained, far = as_estimated.residents_gained, result.figures.residents_far
    assert gained is not None
    assert far is not None
    assert (gained > 0) == (far > 0)
    assert gained <= far


def test_nobody_is_counted_where_the_table_has_no_population(
    national: Path, supposed: Path
) -> None:
    files = territory.files("976", communes=national, advisors=supposed)
    result = study.study(territory.of("976", files=files))
    assert (result.figures.communes, result.figures.residents) == (17, None)
    assert dict(words.key_figures(result))["Habitants"] == "non disponible"
    with pytest.raises(SitingError, match="aucune population"):
        posts.decide(result)


def test_every_departement_has_a_name_and_a_projection() -> None:
    real = departements.CODES - {departements.EXAMPLE}
    assert len(real) == 101
    for code in real:
        assert departements.name(code) in departements.within(code)
        assert geography.working_epsg(code) in (2154, 5490, 2972, 2975, 4471)


def test_nothing_lies_across_the_border_of_guyane(national: Path, tmp_path: Path) -> None:
    # Far communes at its edge: Suriname and Brazil have no advisors of ours.
    hosts = tmp_path / "postes.csv"
    hosts.write_text("host,code_insee,posts,latitude,longitude\nA,97302,1,,\n", encoding="utf-8")
    result = study.study(
        territory.of("973", files=territory.files("973", communes=national, advisors=hosts))
    )
    assert result.communes["far"].sum() > 10
    assert not result.communes["border_matters"].any()


def test_a_national_list_without_anybody_in_the_belt_leaves_no_doubt(tmp_path: Path) -> None:
    hosts = tmp_path / "lieux.csv"
    hosts.write_text(
        "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services,"
        "dispositif_programmes_nationaux\n"
        "a,1,Ici,Dole,39100,39198,1 rue,47.09,5.49,2026-01-02,Aide,Conseillers numériques\n"
        + "".join(
            f"{code},1,Loin,Lieu,,{code}001,1 rue,,,2026-01-02,Aide,Conseillers numériques\n"
            for code in range(27, 96)
            if code not in (39, 70, 71, 74)
        ),
        encoding="utf-8",
    )
    result = study.study(territory.of("39", files=territory.files("39", advisors=hosts)))
    assert result.communes["far"].sum() > 200
    assert not result.communes["border_matters"].any()


def test_the_page_opens_on_what_it_has(national: Path, supposed: Path) -> None:
    def first(advisors: Path | None = None) -> str:
        files = territory.files("2A", communes=national, advisors=advisors)
        result = study.study(territory.of("2A", files=files))
        return str(payload.payload(result)["first"])

    assert first(advisors=supposed) == "minutes"
    assert first() == "signalees"  # nothing to show anywhere


def test_the_border_matters_only_where_neighbours_are_unknown() -> None:
    files = territory.files("39", advisors="2022")
    result = study.study(territory.of("39", files=files), engine=ESTIMATE)
    marked = result.communes["border_matters"]
    # Only far communes, and only those within reach of the border: 18 minutes at 1.35 min a km;
    # the Doubs and the Ain lie there, and of Switzerland no advisor could come.
    assert result.communes.loc[marked, "far"].all()
    france = result.territory.beyond.union_all()
    near = result.communes["origin"].distance(france) <= (20 - 2) / 1.35 * 1000
    small = result.communes.geometry.area**0.5 / 2 <= (20 - 2) / 1.35 * 1000
    assert (marked == (near & small & result.communes["far"].astype(bool))).all()
