"""Joins that lose nothing and say what did not match."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from jura_coverage import sources, territory
from jura_coverage.errors import DataError
from jura_coverage.remarks import Remark
from jura_coverage.territory import Listed, Territory, contradicted
from tests.command import typed
from tests.geographies import (
    CRS,
    SOUTH_M,
    WEST_M,
    advised,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]
CROSSWALK = pd.DataFrame(
    {
        "name_former": ["Ancien Un", "Ancien Deux", "Parti"],
        "change": ["recoded", "merged", "merged"],
        "insee": ["39001", "39001", "25527"],
        "name": ["Carré 1", "Carré 1", "Saint-Vit"],
        "until": "2016-01-01",
    },
    index=pd.Index(["39801", "39802", "39803"], name="insee_former"),
)


def built(broadband: pd.DataFrame, hosts: list[str] | None = None) -> Territory:
    return territory.build(
        row_of_squares(),
        [broadband],
        advised(advisor_table(hosts or ["39001"])),
        CROSSWALK,
        departement="39",
    )


def remark(land: Territory, kind: str) -> Remark:
    (found,) = [each for each in land.remarks if each.kind == kind]
    return found


def test_parts_of_a_merged_commune_add_up() -> None:
    land = built(broadband_table(["39801", "39802", *CODES[1:]], unwired=30))
    assert land.communes.loc["39001", ["premises", "ftth", "fixed_4g"]].tolist() == [200, 140, 60]
    assert "Ancien Un (39801) → Carré 1 (39001)" in remark(land, "merger").concerns


def test_a_part_without_count_leaves_the_whole_unknown() -> None:
    rows = broadband_table(["39801", "39802", *CODES[1:]])
    rows.loc[rows["insee"] == "39802", "ftth"] = pd.NA
    assert pd.isna(built(rows).communes.at["39001", "ftth"])


def test_copper_closes_with_the_last_part() -> None:
    rows = broadband_table(["39801", "39802", *CODES[1:]])
    rows.loc[rows["insee"] == "39802", "copper_closure_year"] = 2030
    assert built(rows).communes.at["39001", "copper_closure_year"] == 2030


def test_a_row_that_fits_no_commune_is_said_and_not_lost_silently() -> None:
    land = built(broadband_table([*CODES, "39999", "39803"]))
    concerns = remark(land, "unmatched").concerns
    assert any("39999" in each for each in concerns)
    assert any("39803" in each and "Saint-Vit" in each for each in concerns)
    assert land.communes["premises"].sum() == 500
    assert len(land.communes) == 5


def test_a_host_in_a_former_commune_stands_in_the_present_one() -> None:
    land = built(broadband_table(CODES), hosts=["39801"])
    assert land.places["insee"].tolist() == ["39001"]
    assert land.places.geometry.iloc[0] == land.communes["origin"].iloc[0]


def test_a_host_that_can_be_placed_nowhere_stops_the_run() -> None:
    with pytest.raises(DataError, match="ligne 2, structure « Structure 39999 »"):
        built(broadband_table(CODES), hosts=["39999"])


def test_a_host_with_a_position_is_where_it_is() -> None:
    corner = Point(WEST_M + 100, SOUTH_M + 100)  # in the square of its commune
    degrees = gpd.GeoSeries([corner], crs=CRS).to_crs(4326).iloc[0]
    hosts = advisor_table(["39001"])
    hosts[["latitude", "longitude"]] = [degrees.y, degrees.x]
    land = territory.build(
        row_of_squares(), [broadband_table(CODES)], advised(hosts), CROSSWALK, departement="39"
    )
    assert land.places.geometry.iloc[0].distance(corner) < 0.1
    assert land.places["position_source"].tolist() == ["position"]


def test_a_name_and_a_code_that_contradict_each_other_are_said() -> None:
    """As where the postcode of one commune is the code of another."""
    hosts = advisor_table(["39001", "39002", "39003"]).assign(
        commune=["Carré 2", "CARRE 2", "Nulle part"]
    )
    land = territory.build(
        row_of_squares(), [broadband_table(CODES)], advised(hosts), CROSSWALK, departement="39"
    )
    (said,) = [each for each in land.remarks if "se contredisent" in each.text]
    assert said.concerns == ("Structure 39001, Carré 2 et 39001 (Carré 1)",)
    assert land.places["insee"].tolist() == ["39001", "39002", "39003"]


def test_rows_alike_count_and_are_said_once_each_host() -> None:
    """Of six rows three say the same, and stand at one point; of the last two ends another day."""
    nowhere = float("nan")
    table = advisor_table(["39001"] * 4 + ["39002"] * 2).assign(
        host=["Mairie", "Mairie", "École", "Mairie", "Gare", "Gare"],
        posts=[0.5, 0.5, 1.0, 0.5, 1.0, 1.0],
        latitude=[46.5, 46.5, nowhere, 46.5, nowhere, nowhere],
        longitude=[5.6, 5.6, nowhere, 5.6, nowhere, nowhere],
        convention_end=["", "", "", "", "2026-12-31", "2027-12-31"],
    )
    found = land(row_of_squares(), broadband_table(CODES), table)
    (remark,) = [each for each in found.remarks if each.kind == "duplicate"]
    assert typed(remark.sentence()).endswith(": Mairie (lignes 2, 3 et 5, 1,5 poste).")
    assert found.places["posts"].sum() == 4.5


@pytest.mark.parametrize(
    ("official", "named"), [(False, ("École", "Médiathèque")), (True, ("liste.csv",))]
)
def test_who_is_too_far_to_count_is_named_but_of_a_national_list(
    official: bool, named: tuple[str, ...]
) -> None:
    """In Paris, 300 km from the squares, whatever the commune is called, and in Lyon."""
    table = advisor_table(["39001", "", ""]).assign(
        host=["Mairie", "École", "Médiathèque"], commune=["Carré 1", "Carré 2", ""],
        latitude=[float("nan"), 48.85, 45.76], longitude=[float("nan"), 2.35, 4.83],
    )  # fmt: skip
    given = {"advisors": Listed(table=table, file="/dossier/liste.csv", official=official)}
    found = territory.build(
        row_of_squares(), [broadband_table(CODES)], given, CROSSWALK, departement="39"
    )
    assert found.places["host"].tolist() == ["Mairie"]
    assert remark(found, "set_aside").concerns == named


def test_a_row_that_contradicts_itself_is_said() -> None:
    """The second ends before it begins; the third works more than its one post can."""
    hosts = advisor_table(["39001", "39002", "39003", "39004"]).assign(
        convention_start=["2025-03-01", "2027-03-01", "2027-03-01", ""],
        convention_end=["2025-03-01", "2026-03-01", "", "2026-03-01"],
        fte=[1.0, float("nan"), 1.5, 0.5],
    )
    land = territory.build(
        row_of_squares(), [broadband_table(CODES)], advised(hosts), CROSSWALK, departement="39"
    )
    said = {each.text: each.concerns for each in land.remarks}
    assert said[contradicted.ENDED_BEFORE] == ("Structure 39002",)
    assert said[contradicted.TOO_MANY] == ("Structure 39003",)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (sources.read_advisors, "host,code_insee,posts,commune\nA,39001,1,Carre 2\n"
         "B,39801,1,CARRÉ 2\nC,,1,Carré 3\nD,39003,1,Carré 3\n"),
        (sources.read_candidates, "code_insee,commune\n39001,Carré 2\n39801,carré 2\n39003,\n"),
        (sources.read_weights, "code_insee,weight,nom\n39001,1,Carré 2\n39801,2,Carré 2\n"
         "39003,3,Carré 3\n"),
        (sources.read_needs, "code_insee,residents,share_65_plus,median_income,nom\n"
         "39001,1,0.1,,Carré 2\n39801,1,0.1,,Carré 2\n39003,1,0.1,,Carré 3\n"),
    ],
    ids=["advisors", "candidates", "weights", "needs"],
)  # fmt: skip
def test_a_name_in_our_own_tables_is_held_against_the_code(
    tmp_path: Path, reader: Callable[..., sources.Reading[pd.DataFrame]], text: str
) -> None:
    """Carré 2 is neither 39001 nor what became of 39801, a former part of Carré 1."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    table = reader(path, departement="39").table
    rows, found = territory.of_today(table, row_of_squares(), CROSSWALK, name="x")
    (said,) = [each for each in found if "se contredisent" in each.text]
    assert [each.partition(" et ")[2] for each in said.concerns] == [
        "39001 (Carré 1)", "39801 (Carré 1)"
    ]  # fmt: skip
    assert rows["insee"].tolist()[:2] == ["39001", "39001"]  # the code counts


def test_a_name_that_several_communes_bear_means_none_of_them() -> None:
    communes = row_of_squares(3).assign(name=["Le Vernois", "Le Vernois", "Dole"])
    named = pd.DataFrame(
        {"insee": "", "commune": ["le vernois", "DOLE"], "host": "A",
         "latitude": float("nan"), "longitude": float("nan")}
    )  # fmt: skip
    land = territory.build(communes, [], {}, CROSSWALK, departement="39")
    rows, (recognised, unclear) = territory.in_land(named, land, name="x")
    assert rows["insee"].tolist() == ["39003"]
    assert recognised.concerns == ("A, Dole (39003)",)
    assert unclear.concerns == (
        "« le vernois » (peut-être Le Vernois (39001) ou Le Vernois (39002))",
    )


def test_a_former_code_counts_though_its_row_names_another_commune() -> None:
    hosts = advisor_table(["39801", ""]).assign(commune=["Carré 2", "Carré 3"])
    land = territory.build(
        row_of_squares(), [broadband_table(CODES)], advised(hosts), CROSSWALK, departement="39"
    )
    assert land.places["insee"].tolist() == ["39001", "39003"]
    assert [each.concerns for each in land.remarks if "se contredisent" in each.text] == [
        ("Structure 39801, Carré 2 et 39801 (Carré 1)",)
    ]


def test_a_post_in_a_commune_that_lies_nowhere_is_refused() -> None:
    """Nobody knows who is near it: it is no post that costs nobody anything."""
    communes = row_of_squares()
    communes.loc["39003", ["origin", "geometry"]] = None
    with pytest.raises(DataError, match="dont ni les limites ni la mairie ne sont connues"):
        territory.build(
            communes, [broadband_table(CODES)], advised(advisor_table(["39001", "39003"])),
            CROSSWALK, departement="39",
        )  # fmt: skip
