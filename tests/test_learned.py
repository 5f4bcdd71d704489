"""The estimate learned from roads: from drawn trips whose law is known, and from real ones."""

from itertools import product
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from jura_coverage import parameters, study, words
from jura_coverage.measures import doubtful, fitting
from jura_coverage.measures.learned import HALVINGS, LearnedEstimate, learned, parts
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.measures.travel import SPREADS, CrowFlyEstimate, Spread, spread_of
from jura_coverage.parameters import Parameters
from jura_coverage.study import Result
from jura_coverage.study.check_minutes import compared
from jura_coverage.territory import Territory
from scripts import fit_minutes
from tests.beside import SHARED
from tests.geographies import advisor_table, broadband_table, land, row_of_squares

GENERAL = CrowFlyEstimate()
LAW = CrowFlyEstimate(fixed_minutes=2, minutes_per_km=1.8, distance_exponent=0.85)
NO_SPREAD = Spread(up_to_km=30, region=0.0, origin=0.0, trip=0.0)


def drawn(
    communes: int, *, each: int = 12, origin: float = 0.0, trip: float = 0.0, seed: int = 0
) -> tuple[pd.DataFrame, FloatArray]:
    """Trips by the law from communes anywhere in a square of 100 km, wrong by so many minutes."""
    random = np.random.default_rng(seed)
    rows = np.repeat(np.arange(communes), each)
    kilometres = random.uniform(1, 40, len(rows))
    late = origin * random.standard_normal(communes)[rows] + trip * random.standard_normal(
        len(rows)
    )
    trips = pd.DataFrame({"origin": rows, "kilometres": kilometres})
    minutes = np.maximum(LAW.of_kilometres(kilometres) + late, 1.0)
    return trips.assign(minutes=minutes), random.uniform(0, 100_000, (communes, 2))


def told(trips: pd.DataFrame, points_m: FloatArray, *, by_road: float = 0.0) -> LearnedEstimate:
    found = learned(trips, points_m, general=GENERAL, by_road=by_road)
    assert found is not None
    return found


@pytest.mark.slow
def test_the_law_is_learned_and_where_it_always_holds_nothing_is_wrong() -> None:
    trips, points_m = drawn(200)
    found = told(trips, points_m)
    assert found.minutes_per_km == pytest.approx(1.8, abs=0.001)
    assert found.distance_exponent == pytest.approx(0.85, abs=0.001)
    assert found.fixed_minutes == GENERAL.fixed_minutes
    assert (found.trips, found.communes) == ((trips["kilometres"] < 30).sum(), 200)
    assert all((each.region, each.trip) == (0, 0) for each in found.spreads)
    # What is learned from roads is as wrong as they are: 13 % of the minutes of 10 km.
    roads = told(trips, points_m, by_road=0.13).spread_minutes(np.array([10.0]))
    ten_km = 2 + 1.8 * 10**0.85
    assert float(np.linalg.norm(roads)) == pytest.approx(0.13 * ten_km, rel=0.01)


def test_its_spread_is_parted_as_it_was_drawn() -> None:
    """1.5 minutes that trips from a commune share, 2 of each trip's own, none of all together."""
    found = told(*drawn(800, origin=1.5, trip=2))
    for each in found.spreads[1:]:  # of the shortest, some are three times as long as can be
        assert each.origin == pytest.approx(1.5, abs=0.25)
        assert each.trip == pytest.approx(2, abs=0.25)
        assert each.region < 0.5  # what 100 communes in each part leave to chance


@pytest.mark.parametrize("wrong", [0.2, 2.5, 8])
def test_a_few_wrong_trips_change_little(wrong: float) -> None:
    """One in fifty takes so many times as long: within 3 % of the law all the same."""
    trips, points_m = drawn(400, origin=1, trip=1)
    minutes = trips["minutes"].where(trips.index % 50 > 0, wrong * trips["minutes"])
    found, away = told(trips.assign(minutes=minutes), points_m), np.array([5.0, 10.0, 20.0, 30.0])
    assert found.of_kilometres(away) == pytest.approx(LAW.of_kilometres(away), rel=0.03)


def test_too_few_trips_or_communes_teach_nothing() -> None:
    for communes, each in ((30, 60), (60, 6)):
        assert learned(*drawn(communes, each=each), general=GENERAL, by_road=0.0) is None
    trips, points_m = drawn(200)
    absurd = trips.assign(minutes=10 * trips["minutes"])  # none of them can be
    assert learned(absurd, points_m, general=GENERAL, by_road=0.0) is None
    nothing = trips.iloc[:0]
    assert learned(nothing, points_m, general=GENERAL, by_road=0.0) is None


def test_a_class_without_trips_keeps_the_general_spread() -> None:
    trips, points_m = drawn(300)
    short = trips[trips["kilometres"] < 10]
    spreads = told(short, points_m).spreads
    assert [each.up_to_km for each in spreads] == [each.up_to_km for each in SPREADS]
    assert spreads[2:] == SPREADS[2:]
    assert spreads[1] == Spread(up_to_km=10, region=0.0, origin=0.0, trip=0.0)


def test_parts_are_as_large_and_lie_together() -> None:
    """A square parted three times: no part is longer than half of a side."""
    points_m = np.random.default_rng(0).uniform(0, 1, (800, 2))
    found = parts(points_m)
    assert np.bincount(found).tolist() == [100] * 2**HALVINGS
    for part in range(2**HALVINGS):
        assert np.ptp(points_m[found == part], axis=0).max() < 0.56


@pytest.fixture(scope="module")
def alsace() -> tuple[pd.DataFrame, FloatArray]:
    """Trips of Alsace, with the code of the commune that each leaves, and where communes lie."""
    if not (SHARED / fit_minutes.ALSACE).exists():
        pytest.skip("no trips of Alsace beside the project")
    trips = fit_minutes.trips(SHARED)
    trips = trips[(trips["region"] == "alsace") & (trips["kilometres"] < fitting.FITTED_KM)]
    halls = pd.read_csv(SHARED / fit_minutes.ALSACE).drop_duplicates("code_insee")
    place = gpd.GeoSeries.from_xy(halls["lon"], halls["lat"], crs="EPSG:4326").to_crs("EPSG:2154")
    rows = pd.Index(halls["code_insee"]).get_indexer(trips["origin"])
    trips = trips.assign(code=trips["origin"].astype(str), origin=rows)
    return trips, np.column_stack([place.x, place.y])


@pytest.mark.slow
@pytest.mark.parametrize("alike", ["area", "chance"])
def test_trips_of_alsace_left_out_are_as_wrong_as_is_said(
    alsace: tuple[pd.DataFrame, FloatArray], alike: str
) -> None:
    """Learned from seven eighths, tried on the other: two of three within the spread."""
    trips, points_m = alsace
    by_chance = np.random.default_rng(1).integers(0, 2**HALVINGS, len(points_m))
    group = (parts(points_m) if alike == "area" else by_chance)[trips["origin"]]
    times = []
    for left_out in range(2**HALVINGS):
        found = told(trips[group != left_out], points_m)
        own = trips[group == left_out]
        spread = np.linalg.norm(found.spread_minutes(own["kilometres"].to_numpy()), axis=0)
        times.append(fitting.errors(own, found) / spread)
    off = pd.concat(times).abs()
    within = (off < 1).mean(), (off < 2).mean()
    assert within == pytest.approx((0.68, 0.95), abs=0.06)  # as of normal errors
    one, two = (f"{100 * share:.0f}" for share in within)
    assert f"{one} % " in decided()
    assert f" {two} % " in decided()


@pytest.mark.slow
def test_how_little_the_density_grid_explains_is_said(
    alsace: tuple[pd.DataFrame, FloatArray],
) -> None:
    """A share of the variance of errors around the mean of their class of distance."""
    grid = SHARED / "field" / "grille-densite-7-niveaux-france-2022.csv.gz"
    levels = pd.read_csv(grid, dtype={"CODGEO": str}).set_index("CODGEO")["DENS"]
    trips = alsace[0].assign(level=alsace[0]["code"].map(levels)).dropna(subset="level")
    off = fitting.errors(trips, GENERAL)
    off -= off.groupby(pd.cut(trips["kilometres"], fitting.ENDS_KM)).transform("mean")
    left = off - off.groupby(trips["level"]).transform("mean")
    assert f"explain {100 * (1 - left.var() / off.var()):.0f} % of the variance" in decided()
    assert f"{off.std():.1f} minutes becoming {left.std():.1f}" in decided()


def decided() -> str:
    page = Path(__file__).parents[1] / "docs" / "decisions" / "estimate-learned-from-roads.md"
    return page.read_text(encoding="utf-8")


# ---------------------------------------------------------------- under a table

COMMUNES = 60
CODES = [f"39{number:03d}" for number in range(1, COMMUNES + 1)]
ABOUT = 'engine = "Moteur de test"\nnetwork_date = 2026-11-01\nconvention = "en voiture"\n'


def squares() -> Territory:
    """Sixty squares of 4 km in a row, hosts in the first and the last."""
    hosts = advisor_table([CODES[0], CODES[-1]])
    return land(row_of_squares(COMMUNES), broadband_table(CODES, unwired=10), hosts)


def written(path: Path, *, lacking: int) -> Path:
    """Write the trips between all squares by a law, but those from the last few ones."""
    lines = []
    for here, there in product(range(COMMUNES - lacking), range(COMMUNES)):
        away = 4.0 * abs(here - there)
        minutes = float(LAW.of_kilometres(np.array(max(away, 2.0))))
        lines.append(f"{CODES[here]},{CODES[there]},{minutes},{1.1 * away}")
    path.write_text("\n".join(["origin,place,minutes,kilometres", *lines]), encoding="utf-8")
    path.with_name(f"{path.name}.toml").write_text(ABOUT, encoding="utf-8")
    return path


def found(table: Path, chosen: Parameters | None = None) -> Result:
    asked = (chosen or Parameters()).but(minutes=(str(table),), missing_pairs="estimate")
    return study.study(squares(), parameters=asked)


def engine_of(result: Result) -> TabledMinutes:
    engine = result.ways.engine
    assert isinstance(engine, TabledMinutes)
    return engine


@pytest.mark.slow
def test_trips_that_a_table_lacks_are_estimated_as_its_others_are(tmp_path: Path) -> None:
    result = found(written(tmp_path / "m.csv", lacking=10))
    estimate = engine_of(result).estimate
    assert isinstance(estimate, LearnedEstimate)
    # The last square but one has the law's minutes for 4 km, to the place in the last one.
    assert result.communes.loc[CODES[-2], "minutes"] == pytest.approx(2 + 1.8 * 4**0.85, rel=0.01)
    said = result.engine.replace("\N{NO-BREAK SPACE}", " ")
    assert "16,7 % des trajets vers les lieux estimés à vol d'oiseau ; trajets absents de" in said
    assert f"ajustée à {estimate.trips} trajets mesurés, 15 min pour 10 km" in said
    # From 50 squares to those at 4 to 28 km on either side: 7 each, but at the first end.
    assert estimate.trips == 2 * 7 * 50 - sum(range(1, 8))
    general = found(written(tmp_path / "m.csv", lacking=10), Parameters().but(minutes_per_km=2.2))
    assert general.fingerprint != result.fingerprint


def test_what_somebody_chose_prevails(tmp_path: Path) -> None:
    chosen = Parameters().but(minutes_per_km=3.0, distance_exponent=1.0)
    result = found(written(tmp_path / "m.csv", lacking=10), chosen)
    assert type(engine_of(result).estimate) is CrowFlyEstimate
    assert result.communes.loc[CODES[-2], "minutes"] == pytest.approx(2 + 3 * 4)


def test_the_error_of_what_is_learned_is_said(tmp_path: Path) -> None:
    """The squares follow the law: what is left is 13 % of 15 and of 25 minutes."""
    result = found(written(tmp_path / "m.csv", lacking=10))
    measured, estimated = words.travel_errors(result)
    assert "13 %, deux fois sur trois" in measured.replace("\N{NO-BREAK SPACE}", " ")
    assert "de 2 minutes au plus pour 10 km" in estimated.replace("\N{NO-BREAK SPACE}", " ")
    assert "de 3 minutes au plus pour 20 km" in estimated.replace("\N{NO-BREAK SPACE}", " ")


def test_a_table_of_too_few_trips_says_so(tmp_path: Path) -> None:
    result = found(written(tmp_path / "m.csv", lacking=25))
    assert type(engine_of(result).estimate) is CrowFlyEstimate
    (said,) = [each for each in result.territory.remarks if "Trop peu de trajets" in each.text]
    assert said.concerns == ("m.csv",)
    assert "il en faut 400 de moins de 30 km, depuis 40 communes" in said.text


@pytest.mark.slow
def test_check_gives_the_estimate_as_lines_of_a_parameter_file(tmp_path: Path) -> None:
    table = written(tmp_path / "m.csv", lacking=0)
    (said,) = [each.text for each in compared(squares(), [table]) if "ajustée" in each.text]
    start = said.index("estimate = {")
    lines = said[start:].replace(" et errors", "\nerrors")
    (tmp_path / "p.toml").write_text(lines, encoding="utf-8")
    kept = parameters.load(tmp_path / "p.toml")
    away = np.array([5.0, 10.0, 20.0])
    assert CrowFlyEstimate.of(kept).of_kilometres(away) == pytest.approx(
        LAW.of_kilometres(away), rel=0.01
    )
    assert 0 < kept.errors.travel < 1  # half as wrong as elsewhere, since only roads err
    few = [each.text for each in compared(squares(), [written(table, lacking=25)])]
    assert any("Trop peu de trajets" in each for each in few)


@pytest.mark.slow
def test_check_lists_the_detours_of_a_table(tmp_path: Path) -> None:
    table = written(tmp_path / "m.csv", lacking=0)
    text = table.read_text(encoding="utf-8").splitlines()
    pair = f"{CODES[1]},{CODES[3]},"
    changed = [
        line.rpartition(",")[0] + ",30" if line.startswith((pair, f"{CODES[3]},{CODES[1]},"))
        else line
        for line in text
    ]  # fmt: skip
    table.write_text("\n".join(changed), encoding="utf-8")
    (said,) = [each for each in compared(squares(), [table]) if "vol d'oiseau" in each.text
               and "Trajets" in each.text]  # fmt: skip
    (only,) = said.concerns
    assert only.replace("\N{NO-BREAK SPACE}", " ") == (
        "Carré 2 (39002) → Carré 4 (39004) : 30,0 km, 8,0 km à vol d'oiseau"
    )


def test_a_detour_to_a_place_that_nobody_leaves_from_is_found_too() -> None:
    origins, places = ["a", "b"], ["b", "c"]
    road = pd.DataFrame([[9.0, 3.0], [np.nan, 9.0]], origins, places)
    crow = pd.DataFrame([[3.0, 2.0], [0.0, 4.0]], origins, places)
    pairs = doubtful.detours(road, crow)[["origin", "place"]].to_numpy().tolist()
    assert pairs == [["a", "b"], ["b", "c"]]


def test_spreads_go_on_beyond_the_last_class() -> None:
    assert [part.tolist() for part in spread_of(np.array([99.0]), (NO_SPREAD,))] == [[0.0]] * 3
