"""Premises that are poor and far, counted where they stand, and what a commune's mean says."""

import gzip
import html
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import Point

from jura_coverage import geography, posts, study, words
from jura_coverage.errors import DataError
from jura_coverage.geography import departements
from jura_coverage.measures import buildings, ways
from jura_coverage.measures.hamlets import hamlets
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts, TravelEngine
from jura_coverage.parameters import Definition
from jura_coverage.publish import sheets, themes
from jura_coverage.publish.files import formats
from jura_coverage.publish.files.minutes import write_minutes
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.publish.scales import percent
from jura_coverage.publish.tables.communes import commune_table
from jura_coverage.sources.buildings import NOTHING
from jura_coverage.territory.buildings import housed
from scripts import build_buildings
from tests.command import Command, typed
from tests.geographies import (
    CRS,
    ESTIMATE,
    NO_CROSSWALK,
    PROPORTIONAL,
    SIDE_M,
    SOUTH_M,
    WEST_M,
    advisor_table,
    broadband_table,
    land,
    no_spread,
    row_of_squares,
)
from tests.housing import CODES, MIDDLE_M, PLACE_M, standing, studied
from tests.programs import drawn_by_qgis


def test_minutes_are_those_of_the_building_s_own_distance() -> None:
    """10 km are 2 + 13.5 minutes; at the place itself 2, though its commune counts from 2 km."""
    homes = standing(("39003", 10, 1, "ftth"), ("39001", 0, 1, "ftth"))
    found = studied(homes).buildings
    assert found is not None
    assert found["minutes"].tolist() == pytest.approx([15.5, 2.0])


def test_a_mean_hides_its_hamlet() -> None:
    """Square 4 is 12 km away, 18.2 minutes; its eastern end at 13.9 km takes 20.8.

    Its ten premises without a wire all stand there, so it is flagged by its buildings alone.
    """
    result = studied(standing(("39004", 10.2, 90, "ftth"), ("39004", 13.9, 10, "fixed_4g")),
                     unwired=10)  # fmt: skip
    found = result.communes.loc["39004"]
    assert found["situation"] == "poor_only"
    assert (found["premises_poor_far"], found["share_poor_far"]) == (10, 0.1)
    assert not found["mean_agrees"]


def test_a_mean_flags_what_no_premise_suffers() -> None:
    """Far is more than 17 minutes, 11.1 km: the square is, its poor premises at 10.2 km are not."""
    result = studied(standing(("39004", 10.2, 10, "fixed_4g"), ("39004", 13.9, 90, "ftth")),
                     unwired=10, far_minutes=17)  # fmt: skip
    found = result.communes.loc["39004"]
    assert found["situation"] == "poor_and_far"
    assert (found["premises_poor_far"], found["share_poor_far"]) == (0, 0)
    assert not found["mean_agrees"]


def test_a_commune_is_explained_by_its_buildings_beside_its_mean() -> None:
    """Square 4 as above; of square 2 all is known, and both levels say no; of the others none."""
    result = studied(
        standing(("39004", 10.2, 90, "ftth"), ("39004", 13.9, 10, "fixed_4g"),
                 ("39002", 4, 50, "ftth")),
        unwired=10,
    )  # fmt: skip

    def said(insee: str) -> str:
        (line,) = (typed(each) for each in words.reasons(result, insee) if "Immeuble" in each)
        return line

    assert said("39004") == (
        "Immeuble par immeuble : 10 locaux (10,00 %) sont eux-mêmes mal desservis et loin d'un "
        "conseiller ; cela atteint le seuil de 5 %, alors que la moyenne de la commune mène à "
        "l'autre réponse."
    )
    assert said("39002").startswith("Immeuble par immeuble : 0 local (0 %) est lui-même")
    assert said("39002").endswith("5 %, et la moyenne de la commune mène à la même réponse.")
    assert said("39001") == ("Immeuble par immeuble : donnée non disponible pour cette commune.")
    (key_figures, *_) = sheets.sheet(
        sheets.Shared(result=result), sheets.Area(kind="commune", code="39004")
    ).tables
    (row,) = (each for each in key_figures.rows if each[0] == words.POOR_FAR_PREMISES)
    assert tuple(map(typed, row[1:])) == ("10", "au moins 10")
    without = study.study(land(row_of_squares(5), broadband_table(CODES), advisor_table(["39001"])))
    assert not [each for each in words.reasons(without, "39004") if "Immeuble" in each]


@pytest.mark.slow
def test_both_levels_are_told_side_by_side(tmp_path: Path) -> None:
    """By its mean the fifth square is flagged, with ten premises; its buildings are not known."""
    homes = [("39004", 10.2, 90, "ftth"), ("39004", 13.9, 10, "fixed_4g")]
    told = typed(words.levels(studied(standing(*homes), unwired=10)))
    assert told == (
        "Locaux eux-mêmes mal desservis et éloignés, comptés immeuble par immeuble : au moins 10, "
        "dont un nombre inconnu dans les communes signalées. Par la moyenne des communes, locaux "
        "mal desservis de celles qui sont signalées : 10."
    )
    known = studied(standing(*homes, ("39005", 16, 7, "fixed_4g")), unwired=10)
    assert "dont 7 dans les communes signalées" in typed(words.levels(known))
    write_plan(posts.decide(known, rule=posts.Rule(posts=1)), tmp_path / "plan.html")
    page = typed((tmp_path / "plan.html").read_text(encoding="utf-8"))
    assert typed(words.levels(known)) in html.unescape(page)
    nobody = study.study(land(row_of_squares(5), broadband_table(CODES), advisor_table(["39001"])))
    assert words.levels(nobody) == ""


@pytest.mark.parametrize(
    ("definition", "lacking"), [("wired", 16), ("terrestrial", 12), ("all", 8)]
)
def test_good_internet_is_what_it_is_for_communes(definition: Definition, lacking: int) -> None:
    """One premise, then two, four and eight, of fibre, 4G, satellite and nothing."""
    homes = standing(
        ("39005", 16, 1, "ftth"), ("39005", 16, 4, "fixed_4g"), ("39005", 16, 4, "satellite"),
        ("39005", 16, 8, NOTHING),
    )  # fmt: skip
    found = studied(homes, definition=definition).communes.loc["39005"]
    assert found["premises_poor_far"] == lacking
    assert found["share_poor_far"] == pytest.approx(lacking / 17)


def test_what_is_not_known_is_missing_unless_it_does_not_matter() -> None:
    """An unknown technology matters where the advisor is far, and nowhere else."""
    homes = standing(("39005", 16, 1, ""), ("39001", 0, 1, ""), ("39002", 4, 1, "ftth"))
    communes = studied(homes).communes
    assert communes["premises_poor_far"].isna().tolist() == [False, False, True, True, True]
    assert communes["share_poor_far"].isna().tolist() == [False, False, True, True, True]
    assert communes["mean_agrees"].isna().tolist() == [False, False, True, True, True]


def test_nobody_s_buildings_change_nothing() -> None:
    communes = row_of_squares(5)
    result = study.study(land(communes, broadband_table(CODES), advisor_table(["39001"])))
    assert result.buildings is None
    assert "moyenne_confirmee" not in commune_table(result)
    told = studied(standing(("39001", 0, 1, "ftth")))
    assert commune_table(told)["moyenne_confirmee"].tolist() == ["oui", "", "", "", ""]


@dataclass(frozen=True)
class Detour:
    """Roads from each commune that take ten minutes more than the estimate of their distance."""

    more: float = 10.0

    @property
    def label(self) -> str:
        return "routes dessinées"

    @property
    def identity(self) -> Mapping[str, object]:
        return {"engine": "detour"}

    @property
    def estimate(self) -> CrowFlyEstimate:
        return ESTIMATE

    def measured(self, origins: gpd.GeoSeries, places: gpd.GeoSeries) -> BoolArray:
        return np.ones((len(origins), len(places)), dtype=bool)

    def spread_minutes(self, kilometres: FloatArray) -> Parts:
        return no_spread(kilometres)

    def minutes(
        self, origins: gpd.GeoSeries, places: gpd.GeoSeries, *, least_m: pd.Series
    ) -> pd.DataFrame:
        return self.more + ESTIMATE.minutes(origins, places, least_m=0 * least_m)


def test_minutes_on_roads_are_corrected_by_the_difference_of_distances() -> None:
    """Square 3, 8 km away, has 22.8 minutes; 2 km farther they are 2.7 more, 2 km nearer less."""
    homes = standing(("39003", 8, 1, "ftth"), ("39003", 10, 1, "ftth"), ("39003", 6, 1, "ftth"))
    found = studied(homes, engine=Detour()).buildings
    assert found is not None
    assert found["minutes"].tolist() == pytest.approx([22.8, 25.5, 20.1])
    nearer = studied(standing(("39001", 1, 1, "ftth")), engine=Detour(more=-5)).buildings
    assert nearer is not None
    assert nearer["minutes"].tolist() == [0]  # 2 − 5 + 1.35 would be less


def test_a_table_of_estimates_gives_each_building_its_estimate(tmp_path: Path) -> None:
    """What the table tells of communes is the estimate, so the corrections take it all back."""
    communes = row_of_squares(5)
    random = np.random.default_rng(3)
    rows = [(code, float(4 * number + random.uniform(-1.9, 1.9)), 1, "ftth")
            for number, code in enumerate(CODES) for _ in range(20)]  # fmt: skip
    homes = housed(standing(*rows), communes, NO_CROSSWALK).buildings
    there = replace(
        land(communes, broadband_table(CODES), advisor_table(["39001", "39004"])), buildings=homes
    )
    by_estimate = study.study(there, parameters=PROPORTIONAL)
    path = tmp_path / "minutes.csv"
    write_minutes(by_estimate, path)
    by_table = study.study(there, parameters=PROPORTIONAL.but(minutes=(str(path),)))
    assert by_table.ways.engine.label != by_estimate.ways.engine.label
    assert by_table.buildings is not None
    assert by_estimate.buildings is not None
    assert by_table.buildings["minutes"].tolist() == pytest.approx(
        by_estimate.buildings["minutes"].tolist(), abs=0.01
    )


@pytest.mark.parametrize("engine", [ESTIMATE, CrowFlyEstimate(), Detour()], ids=str)
def test_minutes_are_those_that_brute_force_finds(engine: TravelEngine) -> None:
    """Each building to each place, one by one."""
    random = np.random.default_rng(7)
    communes = row_of_squares(5)
    count = 300
    number = random.integers(0, 5, count)
    homes = pd.DataFrame(
        {
            "insee": pd.Categorical.from_codes(number, categories=communes.index),
            "x_m": WEST_M + SIDE_M * (number + random.uniform(size=count)),
            "y_m": SOUTH_M + SIDE_M * random.uniform(size=count),
        }
    )
    homes.loc[3, ["x_m", "y_m"]] = np.nan
    there = [
        Point(WEST_M + east, SOUTH_M + north)
        for east, north in random.uniform(-9000, 9000, (12, 2))
    ]
    places = gpd.GeoSeries([*there, None], crs=CRS)
    least_m = geography.least_distance_m(communes.geometry)
    origins = gpd.GeoSeries(communes["origin"], crs=CRS)
    measured = ways.measure(engine, origins, places, least_m=least_m, far_minutes=20)
    found = buildings.minutes(homes, measured)
    more = engine.more if isinstance(engine, Detour) else None

    def estimated(metres: float) -> float:
        return float(engine.estimate.of_kilometres(np.array(metres / 1000)))

    for label in range(count):
        insee, here = homes["insee"][label], Point(homes["x_m"][label], homes["y_m"][label])
        origin = origins[insee]
        if label == 3:
            expected = measured.next_places["minutes"][insee]
        elif more is None:
            expected = min(estimated(here.distance(place)) for place in there)
        else:
            expected = min(
                estimated(origin.distance(place)) + more
                + estimated(here.distance(place)) - estimated(origin.distance(place))
                for place in there
            )  # fmt: skip
        assert found[label] == pytest.approx(expected)


def test_levels_that_differ_are_said() -> None:
    """The table counts 100 premises a square, ten of them without a wire."""
    result = studied(
        standing(
            ("39004", 10.2, 90, "ftth"), ("39004", 13.9, 10, "fixed_4g"),  # as the table
            ("39002", 4, 94, "ftth"),  # six premises less, and none without a wire
            ("39005", 16, 96, "ftth"), ("39005", 16, 6, "fixed_4g"),  # by less than 5 %
        ),
        unwired=10,
    )  # fmt: skip
    said = {typed(each.text): each.concerns for each in result.territory.remarks}
    assert said["Communes signalées par leurs immeubles, et non par leur moyenne"] == (
        "Carré 4 (39004)",
    )
    assert "Communes signalées par leur moyenne, et non par leurs immeubles" not in said
    (premises,) = [each for text, each in said.items() if "plus ou moins de locaux" in text]
    (share,) = [each for text, each in said.items() if "s'écarte" in text]
    assert premises == share == ("Carré 2 (39002)",)


def test_hamlets_are_squares_of_insee_s_grid_and_point_at_no_house() -> None:
    """Two premises at one point are left out; three, ten kilometres east, are shown."""
    homes = standing(
        ("39001", 0, 2, "fixed_4g"), ("39003", 10, 1, "fixed_4g"), ("39003", 10.0001, 2, "ftth"),
        ("39003", 8, 4, "ftth"),
    ).assign(minutes=[2.0, 20.0, 23.0, 10.0])  # fmt: skip
    homes.loc[3, ["x_m", "y_m"]] = np.nan
    poor_far = pd.array([False, True, False, None], dtype="boolean")
    found = hamlets(homes.assign(poor_far=poor_far), epsg=2154)
    assert (found.cells_suppressed, found.premises_suppressed) == (1, 2)
    assert found.premises_unplaced == 4
    (cell,) = found.cells.index
    row = found.cells.loc[cell]
    assert (row["premises"], row["premises_poor_far"]) == (3, 1)
    assert row["share_poor_far"] == pytest.approx(1 / 3)
    assert row["minutes"] == pytest.approx((20 + 2 * 23) / 3)
    (point,) = gpd.GeoSeries([Point(PLACE_M + 10_000, MIDDLE_M)], crs=CRS).to_crs(3035)
    assert cell == f"CRS3035RES1000mN{point.y // 1000:.0f}000E{point.x // 1000:.0f}000"
    west, south, east, north = found.cells.to_crs(3035).total_bounds
    assert west <= point.x < east
    assert south <= point.y < north
    assert (east - west, north - south) == pytest.approx((1000, 1000), abs=0.1)
    said = typed(words.of_hamlets(found))
    assert "sans 2 locaux de 1 carreau qui en ont moins et 4 locaux d'immeubles" in said
    empty = hamlets(homes.assign(poor_far=poor_far).iloc[:0], epsg=2975)
    assert len(empty.cells) == 0


def test_hamlets_are_exported_with_their_squares(tmp_path: Path) -> None:
    result = studied(
        standing(("39005", 16, 3, "fixed_4g"), ("39001", 0, 5, "ftth"), ("39002", 4, 1, "ftth"))
    )
    formats.write(result, tmp_path, formats=("gpkg", "xlsx"))
    layer = gpd.read_file(tmp_path / "couverture-39.gpkg", layer="hameaux")
    assert sorted(layer["locaux"]) == [3, 5]
    assert layer["locaux_mal_desservis_et_eloignes"].sum() == 3
    assert set(layer.geom_type) == {"Polygon"}
    labels = layer.set_index("locaux")["classe_immeubles"].to_dict()
    assert labels == {3: f"{percent(0.2)} et plus", 5: "aucun local"}
    with closing(sqlite3.connect(tmp_path / "couverture-39.gpkg")) as database:
        ((name, style),) = database.execute(
            "SELECT styleName, styleQML FROM layer_styles WHERE f_table_name = 'hameaux'"
        ).fetchall()
    assert name == "Mal desservis et éloignés"
    assert 'attr="classe_immeubles"' in style
    assert all(f'value="{each}"' in style for each in labels.values())
    sheet = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")["Hameaux"]
    assert sheet.max_row == 3
    drawn = {theme.key: theme for theme in themes.themes(result)}
    shown = drawn["immeubles"]
    assert [shown.classes[each].label for each in shown.class_of] == [
        "aucun local", "aucun local", "sans donnée", "sans donnée",
        f"{percent(0.2)} et plus",
    ]  # fmt: skip
    assert shown.quantity.sum() == 3


@pytest.mark.slow
def test_a_real_qgis_draws_the_squares_by_the_class_of_their_premises(tmp_path: Path) -> None:
    result = studied(standing(("39005", 16, 3, "fixed_4g"), ("39001", 0, 5, "ftth")))
    formats.write(result, tmp_path, formats=("gpkg",))
    said = drawn_by_qgis(tmp_path / "couverture-39.gpkg", tmp_path, ("hameaux", "communes"))
    theme = next(each for each in themes.themes(result) if each.key == "immeubles")
    classes = {each.label: each.colour for each in theme.classes}
    worst, none = f"{percent(0.2)} et plus", "aucun local"
    assert said["hameaux"]["renderer"] == "categorizedSymbol"
    assert set(said["hameaux"]["categories"]) == set(classes)
    assert said["hameaux"]["values"] == {worst: 1, none: 1}
    assert {classes[worst], classes[none]} <= set(said["colours"])


def test_no_place_at_all_is_no_minutes() -> None:
    communes = row_of_squares(5)
    result = study.study(
        replace(
            land(communes, broadband_table(CODES), None),
            buildings=standing(("39001", 0, 1, "satellite"), ("39002", 4, 1, "ftth")),
        )
    )
    assert result.buildings is not None
    assert result.buildings["minutes"].isna().all()
    assert result.communes["premises_poor_far"].isna().tolist() == [True, False, True, True, True]


def test_former_communes_lead_to_today_s_and_strangers_are_said() -> None:
    crosswalk = pd.DataFrame(
        {"insee": ["39002"]}, index=pd.Index(["39402"], name="insee_former")
    )  # fmt: skip
    homes = standing(("39402", 4, 2, "ftth"), ("39999", 4, 1, "ftth"), ("39001", 0, 1, "ftth"))
    found = housed(homes, row_of_squares(5), crosswalk)
    assert found.buildings["insee"].tolist() == ["39002", "39001"]
    said = {remark.kind: typed(remark.sentence()) for remark in found.remarks}
    assert said == {
        "merger": "Dans les immeubles, d'anciens codes de communes, rattachés à l'actuelle : "
        "39402 → Carré 2 (39002).",
        "unmatched": "1 immeuble sans commune correspondante : 39999.",
    }


def test_a_building_far_outside_its_commune_has_the_minutes_of_its_commune() -> None:
    """Square 3 ends at 10 km: a kilometre beyond is believed, more is not."""
    homes = standing(
        ("39003", 10.9, 1, "ftth"), ("39003", 11.1, 1, "ftth"), ("39003", 8, 1, "ftth")
    )
    found = housed(homes, row_of_squares(5), NO_CROSSWALK)
    assert found.buildings["x_m"].isna().tolist() == [False, True, False]
    (remark,) = found.remarks
    assert remark.concerns == ("Carré 3",)
    result = studied(homes).buildings
    assert result is not None
    assert result["minutes"].tolist() == pytest.approx([16.715, 12.8, 12.8])


def test_positions_in_another_projection_are_refused() -> None:
    homes = standing(("39003", 8, 1, "ftth"), ("39004", 12, 1, "ftth"))
    with pytest.raises(DataError, match="plus de la moitié des 2 immeubles hors de leur commune"):
        housed(homes.assign(x_m=5.5, y_m=46.6), row_of_squares(5), NO_CROSSWALK)


@pytest.mark.slow
def test_the_command_counts_them_from_both_files(command: Command, tmp_path: Path) -> None:
    """The invented département: by its means nine squares of rows 4 and 5 are flagged.

    Its poor premises stand at the southern edge of their squares, so the tenth of each of these
    squares is far as well.
    """
    pytest.importorskip("duckdb", reason="the extra buildings is not installed")
    build_buildings.main(tmp_path)
    base, offers = (tmp_path / name for name in (build_buildings.BASE, build_buildings.OFFERS))
    out = tmp_path / "out"
    given = ("--departement", departements.EXAMPLE, "--buildings", base, "--buildings", offers)
    assert command("run", *given, "--out", out).status == 0
    table = pd.read_csv(out / "communes.csv", sep=";", decimal=",")
    flagged = table[table["signalee"] == "oui"]
    assert len(flagged) == 9
    assert set(flagged["locaux_mal_desservis_et_eloignes"]) == {10}
    assert set(flagged["moyenne_confirmee"]) == {"oui"}
    near = table[table["minutes_conseiller"] < 15]
    assert set(near["locaux_mal_desservis_et_eloignes"]) == {0}
    checked = command("check", "--departement", departements.EXAMPLE, offers, base)
    assert checked.status == 0
    assert "Immeubles : INVENTÉ, dans le format de : Ma connexion internet" in checked.told
    assert f"Immeubles : lu avec {offers}, et compté là." in checked.told
    alone = command("run", *given[:4], "--out", out)
    assert alone.status != 0
    assert "actuel_<département>.csv.gz" in alone.said
    offers.write_bytes(gzip.compress(b"x")[:-6])
    cut = command("check", "--departement", departements.EXAMPLE, base, offers)
    assert cut.status != 0
