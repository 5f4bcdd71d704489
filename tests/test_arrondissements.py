"""Paris by arrondissement: communes of their own all through, and nothing of the city twice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import box, mapping

from jura_coverage import geography, parameters, sources, study, territory
from jura_coverage.errors import DataError, ParameterError
from jura_coverage.posts import certainty
from jura_coverage.publish.map import payload
from jura_coverage.study import Result
from jura_coverage.territory import cities
from tests.command import call
from tests.geographies import row_of_squares
from tests.official_files import BEST, written

DISTRICTS = [f"751{number:02d}" for number in range(1, 21)]
# Each has ten times as many residents as its number says; the city as many as all of them.
RESIDENTS = {code: 10 * number for number, code in enumerate(DISTRICTS, start=1)}
ALL = sum(RESIDENTS.values())
# What the excerpt of ARCEP's table counts in Paris: fibre, cable and good copper of all premises.
PREMISES, WIRED = 1_665_813, 1_597_360 + 53_635 + 3_034
SHARE = (PREMISES - WIRED) / PREMISES


def boundaries(folder: Path, *, without: str = "", city: bool = True) -> Path:
    """Twenty squares in a row for the arrondissements, and the city around them."""
    west, south, side = 2.2, 48.8, 0.01

    def feature(code: str, name: str, residents: int, first: int, last: int) -> dict[str, object]:
        shape = box(west + first * side, south, west + last * side, south + side)
        told = {"code": code, "nom": name, "population": residents}
        epci = {"codeEpci": "200054781", "epci": {"nom": "Métropole"}} if code == "75056" else {}
        return {"type": "Feature", "properties": {**told, **epci}, "geometry": mapping(shape)}

    features = [
        *([feature("75056", "Paris", ALL, 0, 20)] if city else []),
        *(
            feature(code, f"Paris {place + 1}e", RESIDENTS[code], place, place + 1)
            for place, code in enumerate(DISTRICTS)
            if code != without
        ),
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return written(folder, "communes.geojson", text)


POSTS = """\
Structure;Commune;Code Insee;Code postal;Postes;Latitude;Longitude
Au code;;75118;;2;;
Au code postal;Paris;75056;75012;1;;
Au seul nom;PARIS;;75116;1;;
À la position;Paris;75056;;1;48.805;2.205
"""
# Of two arrondissements the table tells the end of copper itself, of the others that of the city.
COPPER = """\
code_insee;fermeture_technique
75056;2030-01-31
75107;2027-01-31
75108;2028-01-31
"""
INCOMES = "CODGEO;MED21\n75056;29730\n75101;35030\n"


@dataclass(frozen=True)
class Given:
    """Files of Paris."""

    folder: Path

    def options(self, *, posts: str = POSTS) -> list[str]:
        texts = {"postes.csv": posts, "best.csv": BEST, "cuivre.csv": COPPER}
        texts["revenus.csv"] = INCOMES
        for name, text in texts.items():
            written(self.folder, name, text)
        return [
            "--departement", "75", "--communes", str(boundaries(self.folder)),
            "--advisors", str(self.folder / "postes.csv"),
            "--broadband", str(self.folder / "best.csv"),
            "--broadband", str(self.folder / "cuivre.csv"),
            "--needs", str(self.folder / "revenus.csv"),
        ]  # fmt: skip

    def result(self, *, arrondissements: bool = True, posts: str = POSTS) -> Result:
        self.options(posts=posts)
        files = territory.files(
            "75", communes=boundaries(self.folder), advisors=self.folder / "postes.csv",
            broadband=[self.folder / "best.csv", self.folder / "cuivre.csv"],
            needs=self.folder / "revenus.csv",
        )  # fmt: skip
        return study.study(territory.of("75", files=files, arrondissements=arrondissements))


@pytest.fixture
def paris(tmp_path: Path) -> Given:
    return Given(tmp_path)


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Paris by arrondissement."""
    return Given(tmp_path_factory.mktemp("paris")).result()


def hosts(result: Result) -> Mapping[str, str]:
    places = result.territory.places
    return dict(zip(places["host"], places["insee"], strict=True))


def test_arrondissements_are_the_communes_and_the_city_is_none(divided: Result) -> None:
    assert divided.communes.index.tolist() == DISTRICTS
    assert divided.communes["residents"].to_dict() == RESIDENTS
    assert divided.figures.residents == ALL
    assert set(divided.communes["epci_name"]) == {"Métropole"}
    assert "leurs arrondissements sont comptés à part" in str(divided.territory.remarks)


def test_without_the_option_the_city_is_one_commune(paris: Given) -> None:
    result = paris.result(arrondissements=False)
    assert result.communes["residents"].to_dict() == {"75056": ALL}
    assert result.communes["premises"].to_dict() == {"75056": PREMISES}
    assert set(hosts(result).values()) == {"75056"}


def test_each_takes_the_share_of_the_city_and_no_count_of_it(divided: Result) -> None:
    communes = divided.communes
    assert communes["share_without"].tolist() == pytest.approx([SHARE] * 20)
    assert not communes["poor"].any()
    for count in ("premises", "premises_covered", "premises_without", "ftth"):
        assert communes[count].isna().all()
    assert divided.figures.premises is None
    (said,) = [each for each in divided.territory.remarks if "ville entière" in each.text
               and "nombre de locaux" in each.text]  # fmt: skip
    assert said.kind == "missing"
    assert said.concerns == ("Paris (75056), 20\xa0arrondissements",)


def test_what_a_file_tells_of_an_arrondissement_goes_before_its_city(divided: Result) -> None:
    communes = divided.communes
    ends = communes["copper_closure_year"]
    assert (ends["75107"], ends["75108"]) == (2027, 2028)
    assert set(ends.drop(["75107", "75108"])) == {2030}
    incomes = communes["median_income"]
    assert incomes["75101"] == 35_030
    assert set(incomes.drop("75101")) == {29_730}


def test_a_place_is_in_the_arrondissement_of_its_code_postcode_name_or_position(
    divided: Result,
) -> None:
    assert hosts(divided) == {
        "Au code": "75118", "Au code postal": "75112", "Au seul nom": "75116",
        "À la position": "75101",
    }  # fmt: skip


def test_a_place_of_which_nothing_tells_the_arrondissement_is_refused(paris: Given) -> None:
    lost = f"{POSTS}Quelque part;;75056;;1;;\n"
    with pytest.raises(DataError) as error:
        paris.result(posts=lost)
    (fault,) = error.value.faults
    assert "ligne 6" in fault.place
    assert "ville entière" in fault.found


def test_the_certainty_of_a_share_of_the_city_is_its_own(divided: Result) -> None:
    found = certainty(divided)
    # Nobody is far, and a premise more or less of a million changes nothing.
    assert found.communes["certainty"].tolist() == [0.0] * 20


def test_the_page_is_told_the_share_and_that_it_is_a_mean(divided: Result) -> None:
    data = payload.payload(divided)
    assert data["communes"]["of_city"] == [
        (place, PREMISES - WIRED, PREMISES) for place in range(20)
    ]
    assert set(data["communes"]["premises"]) == {None}
    assert data["dropped"]["arrondissements"] == []


@pytest.mark.parametrize("without", ["75112"])
def test_a_city_that_is_not_all_there_is_refused_and_said(tmp_path: Path, without: str) -> None:
    path = boundaries(tmp_path, without=without)
    with pytest.raises(DataError, match="sans tous ses arrondissements"):
        sources.read_communes(path, departement="75", apart=True)


def test_a_city_without_a_row_of_its_own_is_divided_all_the_same(tmp_path: Path) -> None:
    path = boundaries(tmp_path, city=False)
    table = sources.read_communes(path, departement="75", apart=True).table
    assert table.index.tolist() == DISTRICTS


def test_a_row_of_the_city_is_lent_to_those_without_a_row() -> None:
    squares = row_of_squares(3).set_axis(["69381", "69382", "69383"])
    table = pd.DataFrame(
        {"insee": ["69123", "69382"], "premises": [900, 10], "state": ["a", "b"]}, index=[2, 3]
    ).astype({"premises": "Int64"})
    rows, lent, said = cities.over_arrondissements(
        table, squares, counts=("premises",), name="x", unknown="y"
    )
    assert rows.set_index("insee")["state"].to_dict() == {
        "69381": "a", "69382": "b", "69383": "a",
    }  # fmt: skip
    assert rows.set_index("insee")["premises"].dropna().to_dict() == {"69382": 10}
    assert lent["premises"].to_dict() == {"69381": 900, "69383": 900}
    assert said[0].concerns == ("Lyon (69123), 2\xa0arrondissements",)


def test_a_file_of_parameters_may_divide_cities(tmp_path: Path) -> None:
    path = written(tmp_path, "p.toml", "arrondissements = true\n[policy]\nfar_minutes = 15\n")
    assert parameters.divides(path)
    assert parameters.load(path).policy.far_minutes == 15
    assert not parameters.divides(written(tmp_path, "q.toml", "[policy]\nfar_minutes = 15\n"))
    with pytest.raises(ParameterError, match="true ou false"):
        parameters.divides(written(tmp_path, "r.toml", 'arrondissements = "oui"\n'))


@pytest.mark.slow
@pytest.mark.parametrize("command", [
    ["explain", "75112"], ["keep"], ["move"], ["add", "--posts", "2"], ["run", "--out"],
    ["plan", "--out"], ["sheets", "--out"], ["export", "--out"],
])  # fmt: skip
def test_every_command_takes_arrondissements_for_communes(
    paris: Given, command: list[str], tmp_path: Path
) -> None:
    toml = written(tmp_path, "p.toml", "arrondissements = true\n")
    out = [str(tmp_path / "out")] if command[-1] == "--out" else []
    ended = call(*command, *out, *paris.options(), "--parameters", toml)
    assert ended.status == 0, ended.err
    if command[0] == "run":
        summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
        assert (summary["communes"], summary["residents"]) == (20, ALL)


@pytest.mark.slow
def test_check_looks_at_arrondissements_as_the_other_commands_do(paris: Given) -> None:
    paris.options()
    files = [boundaries(paris.folder), paris.folder / "postes.csv", paris.folder / "best.csv"]
    ended = call("check", *files, "--departement", "75", "--arrondissements")
    assert ended.status == 0, ended.err
    assert "21 lignes lues, 20 utilisées" in ended.told
    assert "une ligne pour la ville entière" in ended.told


@pytest.mark.slow
def test_candidates_and_weights_of_the_city_are_those_of_each_arrondissement(
    paris: Given, tmp_path: Path
) -> None:
    towns = written(tmp_path, "c.csv", "code_insee\n75056\n")
    weights = written(tmp_path, "w.csv", "code_insee,weight\n75056,2\n")
    ended = call(
        "add", "--posts", "1", "--candidates", towns, "--weights", weights, "--arrondissements",
        *paris.options(),
    )  # fmt: skip
    assert ended.status == 0, ended.err
    assert "une ligne pour la ville entière" in ended.said


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("departement", ["75", "69", "13"])
def test_residents_of_arrondissements_add_up_to_those_of_their_city(
    national: Path, departement: str
) -> None:
    whole, parts = (
        sources.read_communes(national, departement=departement, apart=apart).table
        for apart in (False, True)
    )
    folded = parts["residents"].groupby(parts.index.map(geography.whole_commune)).sum()
    assert folded.to_dict() == whole["residents"].to_dict()
    assert not parts.index.isin(geography.CITIES.keys()).any()
