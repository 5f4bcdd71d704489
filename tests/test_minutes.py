"""Tables of minutes: read, refused, matched with a territory, and what is made of them."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from jura_coverage import posts, study, words
from jura_coverage.errors import DataError
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.measures.travel import road_spread_minutes
from jura_coverage.parameters import MissingPairs
from jura_coverage.publish.files.minutes import trips as trips_of
from jura_coverage.publish.files.minutes import write_minutes
from jura_coverage.sources import read_minutes, role_of
from jura_coverage.study.check_minutes import compared
from jura_coverage.territory import Territory
from tests.command import call, typed
from tests.geographies import (
    NO_ERRORS,
    PROPORTIONAL,
    SIDE_M,
    SOUTH_M,
    WEST_M,
)
from tests.tables import ABOUT, HEADING, SIX, Trips, found, ground, told, written

pytestmark = pytest.mark.usefixtures("embedded")


def random_trips(seed: int) -> Trips:
    """Minutes between all squares, other ones back than there, none but by chance near."""
    generator = np.random.default_rng(seed)
    return {
        (here, there): round(float(generator.uniform(4, 55)), 1)
        for here, there in product(SIX, SIX)
    }


# ---------------------------------------------------------------- reading

READ = [f"{here},{there},{position + 1}" for position, (here, there) in enumerate(pairwise(SIX))]


def faults(path: Path) -> list[str]:
    with pytest.raises(DataError) as refused:
        read_minutes(path, departement="39")
    return [str(fault).replace("\N{NO-BREAK SPACE}", " ") for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("39001,39003,-4", "ligne 7, colonne « minutes » : trouvé « -4 » ; attendu des minutes"),
        ("39001,39003,inf", "ligne 7, colonne « minutes » : trouvé « inf »"),
        ("39001,39003,long", "ligne 7, colonne « minutes » : trouvé « long » ; attendu un nombre"),
        ("39001,39003,nan", "ligne 7, colonne « minutes » : trouvé « nan »"),
        ("39001,39002,8", "ligne 7 : trouvé le trajet « 39001 » → « 39002 », déjà donné ligne 2"),
        ("1001,39003,8", "ligne 7, colonne « origin » : trouvé « 1001 » ; attendu un code Insee"),
        ("39001,Dole,8", "ligne 7, colonne « place » : trouvé « Dole » ; attendu le code Insee"),
        ("39001,,8", "ligne 7, colonne « place » : trouvé une cellule vide"),
        ("39001,39003", "ligne 7 : trouvé 2 cellules ; attendu 3 cellules"),
        ("39001,39003,8,9", "ligne 7 : trouvé 4 cellules ; attendu 3 cellules"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (only,) = faults(written(tmp_path / "m.csv", [*READ, line]))
    assert said in only


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = ["39001,39002,-1,5,0", "39001,39003,x,y,0", "39001,39004,5,5,4000"]
    heading = "origin,place,minutes,kilometres,snap_m"
    table = written(tmp_path / "m.csv", lines, heading=heading, about="")
    told_of = faults(table)
    assert len(told_of) == 5
    assert "aucun fichier à côté de la table" in told_of[0]
    assert 'engine = "OSRM' in told_of[0]
    assert any("ligne 4, colonne « snap_m »" in each and "3000 mètres" in each for each in told_of)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("engine = ", "autre chose que du TOML"),
        ('engine = "x"\nconvention = "y"\n', "aucune date du réseau routier"),
        ('engine = 3\nnetwork_date = 2026-11-01\nconvention = "y"\n', "« engine » : trouvé « 3 »"),
        (ABOUT + "engin = 2\n", "« engin » : trouvé un nom inconnu"),
        (ABOUT + 'licence = "ODbL 1.0"\n', "« attribution » : trouvé aucune ligne de ce nom"),
        (ABOUT + 'attribution = 3\nlicence = "x"\n', "« attribution » : trouvé « 3 »"),
        ('network_date = "hier"\nengine = "x"\nconvention = "y"\n', "« network_date » : trouvé"),
    ],
)  # fmt: skip
def test_what_is_beside_a_table_must_say_what_measured_it(
    tmp_path: Path, about: str, said: str
) -> None:
    (only,) = faults(written(tmp_path / "m.csv", READ, about=about))
    assert said in only


def test_whose_the_roads_of_a_table_are_is_cited_and_goes_on(tmp_path: Path) -> None:
    about = ABOUT + 'attribution = "© les contributeurs"\nlicence = "ODbL 1.0"\n'
    trips = [f"{here},{there},5" for here, there in product(SIX, SIX)]
    result = found(ground("39001"), written(tmp_path / "m.csv", trips, about=about))
    assert "© les contributeurs. ODbL 1.0." in words.source_line(result.sources[-1])
    assert "kilometres" not in trips_of(result)
    write_minutes(result, tmp_path / "again.csv")
    again = (tmp_path / "again.csv.toml").read_text(encoding="utf-8")
    assert tomllib.loads(again) == tomllib.loads(about)


def test_kilometres_of_a_table_go_on(tmp_path: Path) -> None:
    told_of = {(here, there): f"{i}.{j}" for (i, here), (j, there) in product(
        enumerate(SIX), enumerate(SIX))}  # fmt: skip
    lines = [f"{here},{there},5,{each}" for (here, there), each in told_of.items()]
    table = written(tmp_path / "m.csv", lines, heading=f"{HEADING},kilometres")
    again = trips_of(found(ground("39001"), table)).set_index(["origin", "place"])["kilometres"]
    assert {pair: again[pair] for pair in told_of} == {
        pair: float(each) for pair, each in told_of.items()
    }


def test_tables_that_are_none_are_refused_whole(tmp_path: Path) -> None:
    empty = written(tmp_path / "vide.csv", [])
    assert "vide" in faults(empty)[0]
    other = written(tmp_path / "autre.csv", ["a,b"], heading="depart,arrivee")
    assert ["« origin »" in each for each in faults(other)][:1] == [True]
    away = written(tmp_path / "ailleurs.csv", ["01001,01002,5"])
    assert "aucun trajet qui parte du département 39" in faults(away)[0]
    unclosed = written(tmp_path / "ouvert.csv", ['39001,"39002,5'])
    assert "une ligne mal formée" in faults(unclosed)[0]


def test_a_truncated_parquet_is_refused_and_a_whole_one_read(tmp_path: Path) -> None:
    table = pd.DataFrame({"origin": SIX[:2], "place": SIX[1:3], "minutes": [1.5, None]})
    path = tmp_path / "m.parquet"
    table.to_parquet(path)
    (tmp_path / "m.parquet.toml").write_text(ABOUT, encoding="utf-8")
    reading = read_minutes(path, departement="39")
    assert reading.table["minutes"].tolist()[0] == 1.5
    assert np.isnan(reading.table["minutes"].iloc[1])
    assert reading.vintage == "01/11/2026"
    assert role_of(path) == "minutes"
    path.write_bytes(path.read_bytes()[:-30])
    assert "un fichier Parquet abîmé" in faults(path)[0]


@pytest.mark.slow
def test_whatever_a_table_holds_it_is_read_or_refused(tmp_path: Path) -> None:
    """Bytes are cut out, put in, or the rest is gone: no error but ours may come."""
    whole = written(tmp_path / "whole.csv", READ)
    pd.read_csv(whole, dtype={"origin": str, "place": str}).to_parquet(tmp_path / "whole.parquet")
    generator = np.random.default_rng(1)
    for number in range(200):
        suffix = ("csv", "parquet")[number % 2]
        path, held = tmp_path / f"m.{suffix}", (tmp_path / f"whole.{suffix}").read_bytes()
        start, length = generator.integers(len(held)), generator.choice([0, 1, 9, len(held)])
        path.write_bytes(held[:start] + generator.bytes(3) + held[start + length :])
        path.with_name(f"{path.name}.toml").write_text(ABOUT, encoding="utf-8")
        try:
            table = read_minutes(path, departement="39").table
        except DataError:
            continue
        assert table["minutes"].dropna().between(0, 1440).all()
        assert not table.duplicated(["origin", "place"]).any()


def test_french_spreadsheets_and_optional_columns_are_read(tmp_path: Path) -> None:
    lines = ["39001;46.67 5.55;12,5;9,25;1", "", "39002; 39001 ;3;;0", "39003;39001;;;"]
    heading = "origin;place;minutes;kilometres;estimated"
    path = written(tmp_path / "m.csv", lines, heading=heading)
    table = read_minutes(path, departement="39").table
    assert role_of(path) == "minutes"
    assert table.index.tolist() == [2, 4, 5]
    assert table["place"].astype(str).tolist() == ["46.67 5.55", "39001", "39001"]
    assert table["minutes"].tolist()[:2] == [12.5, 3.0]
    assert table["kilometres"].iloc[0] == 9.25
    assert table[["minutes", "kilometres"]].iloc[2].isna().all()
    assert table["estimated"].tolist() == [True, False, False]


# ---------------------------------------------------------------- a study


@pytest.mark.slow
@pytest.mark.parametrize("name", ["m.csv", "m.parquet"])
def test_a_table_of_the_estimate_gives_the_same_to_the_last_digit(
    tmp_path: Path, name: str
) -> None:
    territory = ground("39001", "39006", at=Point(WEST_M + 500, SOUTH_M + 700))
    plain = study.study(territory, parameters=PROPORTIONAL)
    write_minutes(plain, tmp_path / name)
    again = found(territory, tmp_path / name)
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.communes), pd.DataFrame(plain.communes), check_exact=True
    )
    assert again.pairs_estimated == 1
    assert again.ways.to_origins.equals(plain.ways.to_origins)
    pd.testing.assert_frame_equal(
        posts.certainty(again).communes, posts.certainty(plain).communes, check_exact=True
    )
    assert again.fingerprint != plain.fingerprint
    write_minutes(again, tmp_path / f"again-{name}")  # and once more
    assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_twice_the_minutes_are_flagged_as_by_hand(tmp_path: Path) -> None:
    """Squares lie 4 km apart and a post is in the first: 2 × (2 + 1.35 km) minutes."""
    trips = {
        (here, there): 2 * (2 + 1.35 * max(4.0 * abs(i - j), SIDE_M / 2000))
        for (i, here), (j, there) in product(enumerate(SIX), enumerate(SIX))
    }
    result = found(ground("39001"), told(tmp_path / "m.csv", trips))
    assert result.communes["minutes"].tolist() == [trips[here, "39001"] for here in SIX]
    # 9.4, 14.8, 25.6 …
    assert result.communes["far"].tolist() == [False, False, True, True, True, True]
    assert (result.communes["situation"] == "poor_and_far").tolist() == [False] * 2 + [True] * 4
    assert result.pairs_estimated == result.pairs_missing == 0
    for said in ("Moteur de test", "réseau du 01/11/2026", "en voiture, sans bouchon", "0 %"):
        assert said in result.engine.replace("\N{NO-BREAK SPACE}", " ")
        assert said in words.minutes_by(result).replace("\N{NO-BREAK SPACE}", " ")
    assert [each.role for each in result.sources] == ["minutes"]
    assert study.summary(result)["parameters"]["roads"]["minutes"] == ("m.csv",)  # no folder


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_choices_under_a_table_are_those_of_brute_force(tmp_path: Path, seed: int) -> None:
    """Minutes differ with the direction, so that only the ways to a place may count."""
    trips, hosts = random_trips(seed), ("39002", "39005")
    result = found(
        ground(*hosts), told(tmp_path / "m.csv", trips),
        parameters=replace(PROPORTIONAL, errors=NO_ERRORS),
    )  # fmt: skip

    def near(places: tuple[str, ...]) -> set[str]:
        return {here for here in SIX if any(trips[here, there] <= 20 for there in places)}

    today, tried = near(hosts), posts.trials(result, number=4)
    kept = posts.keep(result, tried=tried).hosts.set_index("insee")["residents_lost"]
    assert kept.to_dict() == {
        host: 100 * len(today - near(tuple(each for each in hosts if each != host)))
        for host in hosts
    }
    added = posts.add(result, posts.Rule(posts=2), tried=tried)
    gains = [
        max(len(near((*hosts, *sites)) - today) for sites in combinations(SIX, number))
        for number in (1, 2)
    ]
    assert [plan.residents_gained for plan in added.plans] == [100 * gain for gain in gains]
    moved = posts.move(result, most=1, tried=tried)
    best = max(len(near((stays, site))) for stays in hosts for site in SIX)
    assert moved.plans[0].residents_gained == 100 * max(best - len(today), 0)
    served = max(
        len(near(stops) - today)
        for base in SIX
        for size in (0, 1, 2)
        for stops in combinations([each for each in SIX if trips[base, each] <= 15], size)
    )
    week = posts.week(result, stops=2, travel_minutes=15, widest=True, tried=tried)
    assert week.plans[0].residents_served == 100 * served


def test_a_trip_that_lacks_is_refused_estimated_or_missing_as_asked(tmp_path: Path) -> None:
    """From squares 1 to 4 to posts in 1 and 6; nothing tells of squares 5 and 6."""
    trips = {(here, there): 10.0 for here in SIX[:4] for there in ("39001", "39006")}
    del trips["39002", "39006"]
    table, territory = told(tmp_path / "m.csv", trips), ground("39001", "39006")
    with pytest.raises(DataError) as refused:
        found(territory, table)
    said = str(refused.value).replace("\N{NO-BREAK SPACE}", " ")
    assert "2 communes sans aucun trajet (Carré 5 (39005), Carré 6 (39006))" in said
    assert "1 autre trajet absent (Carré 2 (39002) → Structure 39006)" in said
    assert "--missing-pairs estimate" in said

    filled = found(territory, table, missing_pairs="estimate")
    # By the estimate 2 + 1.35 × 2 km from square 6 to its own post, and from 5 to 6 over 4 km.
    assert filled.communes["minutes"].tolist() == pytest.approx([10, 10, 10, 10, 7.4, 4.7])
    assert filled.pairs_estimated == pytest.approx(5 / 12)
    assert "41,7 % des trajets vers les lieux estimés" in filled.engine.replace("\xa0", " ")
    assert filled.ways.engine.measured(filled.ways.origins, filled.ways.places).tolist() == [
        [True, True], [True, False], [True, True], [True, True], [False, False], [False, False],
    ]  # fmt: skip

    missing = found(territory, table, missing_pairs="missing")
    assert missing.communes["minutes"].isna().tolist() == [False] * 4 + [True] * 2
    assert missing.pairs_missing == pytest.approx(5 / 12)
    assert len({each.fingerprint for each in (filled, missing)}) == 2


def test_sites_that_a_table_leaves_out_are_refused_where_they_are_needed(tmp_path: Path) -> None:
    """Posts alone are measured: enough to flag, too little to add a post."""
    table = told(tmp_path / "m.csv", {(here, "39001"): 30.0 for here in SIX})
    result = found(ground("39001"), table)
    assert result.communes["far"].all()
    with pytest.raises(DataError, match=r"5.lieux où ne mène aucun trajet .Carré 2 .39002."):
        posts.add(result, posts.Rule(posts=1))


@pytest.mark.parametrize("missing_pairs", ["refuse", "estimate", "missing"])
def test_a_table_of_other_communes_or_places_is_refused_whatever_is_asked(
    tmp_path: Path, missing_pairs: MissingPairs
) -> None:
    territory = ground("39001")
    trips = {(f"01{number:03d}", f"01{number:03d}"): 5.0 for number in range(1, 9)}
    with pytest.raises(DataError, match=r"6.communes sans aucun trajet .Carré 1 .39001."):
        found(territory, told(tmp_path / "a.csv", trips), missing_pairs=missing_pairs)
    trips = {(here, "39005"): 5.0 for here in SIX}
    with pytest.raises(DataError, match=r"1.lieu où ne mène aucun trajet .Structure 39001"):
        found(territory, told(tmp_path / "b.csv", trips), missing_pairs=missing_pairs)


def test_tables_are_put_together_and_never_tell_a_trip_twice(tmp_path: Path) -> None:
    trips = {(here, there): 5.0 for here in SIX for there in ("39001", "39002")}
    own = {pair: each for pair, each in trips.items() if pair[1] == "39001"}
    rest = {pair: each for pair, each in trips.items() if pair[1] == "39002"}
    one, other = told(tmp_path / "a.csv", own), told(tmp_path / "b.csv", rest)
    result = found(ground("39001", "39002"), one, other)
    assert result.pairs_estimated == result.pairs_missing == 0
    again = told(tmp_path / "c.csv", {("39003", "39001"): 6.0})
    with pytest.raises(DataError, match=r"ligne 2 : trouvé le trajet « 39003 » → « 39001 », déjà"):
        found(ground("39001"), one, again)


def test_a_place_at_no_point_of_the_table_takes_the_minutes_of_the_nearest_commune(
    tmp_path: Path,
) -> None:
    """Square 1 has its town hall at 2 km from either side: 50 m off is there, 1.5 km is lent."""
    trips = {(here, there): 5.0 + number for here in SIX for number, there in enumerate(SIX)}
    table = told(tmp_path / "m.csv", trips)
    hall = WEST_M + SIDE_M / 2, SOUTH_M + SIDE_M / 2
    for away_m, remarks in ((50, 0), (1500, 1)):
        result = found(ground("39001", at=Point(hall[0] + away_m, hall[1])), table)
        assert result.communes["minutes"].tolist() == [5.0] * 6
        lent = [each for each in result.territory.remarks if each.kind == "position"
                and "table des minutes" in each.text]  # fmt: skip
        assert len(lent) == remarks
        assert [each.concerns for each in lent] == [("Structure 39001 (1,5 km)",)] * remarks
    # Beyond 3 km nothing is lent, so that the table is of other places.
    far = ground("39001", at=Point(hall[0], hall[1] - 3100))
    with pytest.raises(DataError, match="lieu où ne mène aucun trajet"):
        found(far, table)


def test_a_position_is_the_point_it_is_written_at(tmp_path: Path) -> None:
    """The post stands 1 km from the town hall, and the table tells both points apart."""
    at = gpd.GeoSeries([Point(WEST_M + 3000, SOUTH_M + 2000)], crs="EPSG:2154").to_crs("EPSG:4326")
    where = f"{at.y.iloc[0]:.6f} {at.x.iloc[0]:.6f}"
    trips = {(here, there): each for here in SIX for there, each in (("39001", 30.0), (where, 7.0))}
    table = told(tmp_path / "m.csv", trips)
    result = found(ground("39001", at=Point(WEST_M + 3000, SOUTH_M + 2000)), table)
    assert result.communes["minutes"].tolist() == [7.0] * 6


# ---------------------------------------------------------------- how sure it is


@pytest.mark.slow
def test_a_road_time_has_an_error_of_its_own(tmp_path: Path) -> None:
    """25 minutes for 20: 5 too many, of which the spread is `by_road` × 25; 4 km say nothing."""
    table = told(tmp_path / "m.csv", dict.fromkeys(product(SIX, SIX), 25.0))
    chances = {}
    for by_road in (0.0, 0.1, 0.2):
        errors = replace(NO_ERRORS, travel=1.0, by_road=by_road)
        result = found(ground("39001"), table, parameters=replace(PROPORTIONAL, errors=errors))
        chances[by_road] = posts.certainty(result).communes["certainty"].tolist()
    assert chances[0.0] == pytest.approx([1.0] * 6)
    # Phi(5 / 2.5) and Phi(5 / 5).
    assert chances[0.1] == pytest.approx([0.97725] * 6, abs=1e-4)
    assert chances[0.2] == pytest.approx([0.84134] * 6, abs=1e-4)
    assert np.linalg.norm(road_spread_minutes(np.array(25.0), by_road=0.2)) == pytest.approx(5)


def test_what_roads_did_not_measure_keeps_the_error_of_the_estimate(tmp_path: Path) -> None:
    trips = {(here, "39001"): 25.0 for here in SIX[:5]}
    errors = replace(NO_ERRORS, travel=1.0, by_road=0.0)
    result = found(
        ground("39001"), told(tmp_path / "m.csv", trips), missing_pairs="estimate",
        parameters=replace(PROPORTIONAL, errors=errors),
    )  # fmt: skip
    share = posts.certainty(result).communes["certainty"].tolist()
    assert share[:5] == pytest.approx([1.0] * 5)
    assert 0.5 < share[5] < 1  # 2 + 1.35 × 20 = 29 minutes, wrong by some 5
    said = words.travel_errors(result)
    assert len(said) == 2
    assert "0 %, deux fois sur trois" in said[0].replace("\N{NO-BREAK SPACE}", " ")


def test_an_engine_given_directly_is_told_to_err_as_roads_do(tmp_path: Path) -> None:
    """No table is named by the parameters: what counts is what measured."""
    table = told(tmp_path / "m.csv", dict.fromkeys(product(SIX, SIX), 25.0))
    engine = found(ground("39001"), table).ways.engine
    for by_road, said in ((0.13, "les minutes de chaque trajet"), (0.0, "Aucune erreur")):
        errors = replace(NO_ERRORS, travel=1.0, by_road=by_road)
        given = study.study(
            ground("39001"), parameters=replace(PROPORTIONAL, errors=errors), engine=engine
        )
        assert not given.parameters.roads.minutes
        assert said in words.unknown(given)


# ---------------------------------------------------------------- check


def suspicious(territory: Territory, table: Path) -> Iterator[str]:
    for remark in compared(territory, [table]):
        yield remark.sentence().replace("\N{NO-BREAK SPACE}", " ")


def test_trips_that_cannot_be_are_listed(tmp_path: Path) -> None:
    trips = {
        (here, there): 2 + 1.35 * max(4.0 * abs(i - j), 2)
        for (i, here), (j, there) in product(enumerate(SIX), enumerate(SIX))
    }
    trips["39001", "39006"] = 1.0  # 20 km in a minute
    trips["39002", "39006"] = 80.0  # 16 km
    del trips["39003", "39004"]
    said = [*suspicious(ground("39001"), told(tmp_path / "m.csv", trips))]
    listed = {each.partition(" : ")[0]: each.partition(" : ")[2] for each in said}
    fast, odd, ways, single = (
        next(rest for text, rest in listed.items() if text.startswith(start))
        for start in ("Trajets plus rapides", "Trajets 3 fois", "Trajets dont", "Trajets donnés")
    )
    assert fast.startswith("Carré 1 (39001) → Carré 6 (39006) : 1,0 min, ")
    assert odd.startswith("Carré 2 (39002) → Carré 6 (39006) : 80,0 min, ")
    assert "→" not in fast.partition("→")[2]
    assert "Carré 2 (39002) ↔ Carré 6 (39006) : 80,0 min et 23,6 min" in ways
    assert single == "Carré 3 (39003) ↔ Carré 4 (39004)."
    assert any(each.startswith("35 trajets mesurés, en médiane") for each in said)
    (lacking,) = (each for each in said if each.startswith("1 trajet absent des 36"))
    assert "--missing-pairs" in lacking


def test_the_engine_keeps_the_contract_where_points_are_not_known(tmp_path: Path) -> None:
    result = found(ground("39001"), told(tmp_path / "m.csv", dict.fromkeys(product(SIX, SIX), 9.0)))
    engine = result.ways.engine
    assert isinstance(engine, TabledMinutes)
    nowhere = gpd.GeoSeries([None, Point(WEST_M + 2000, SOUTH_M + 2000)], crs="EPSG:2154")
    minutes = engine.minutes(result.ways.origins, nowhere, least_m=result.ways.least_m)
    assert minutes[0].isna().all()
    assert minutes[1].eq(9).all()


# ---------------------------------------------------------------- the command

EXAMPLE = ("--departement", "00")


def without(data: Any) -> Any:
    """Leave out, at any depth, what names the engine and its table."""
    named = {"engine", "parameters_hash", "vintages"}
    if isinstance(data, dict):
        return {name: without(each) for name, each in data.items() if name not in named}
    return [without(each) for each in data] if isinstance(data, list) else data


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_a_table_of_the_estimate_changes_nothing_of_a_plan_but_the_engine(tmp_path: Path) -> None:
    """What the command wrote, it reads, by its option or by the parameter file."""
    table, chosen = tmp_path / "m.csv", tmp_path / "parameters.toml"
    wrote = call("minutes", *EXAMPLE, "--out", table)
    assert wrote.status == 0, wrote.err
    assert wrote.out.split() == [str(table), f"{table}.toml"]
    chosen.write_text('[roads]\nminutes = ["m.csv"]\n', encoding="utf-8")
    calls = {
        "plain": ("plan",), "tabled": ("plan", "--minutes", table),
        "by_file": ("run", "--parameters", chosen),
    }  # fmt: skip
    for folder, (name, *options) in calls.items():
        ended = call(name, *EXAMPLE, *options, "--out", tmp_path / folder)
        assert ended.status == 0, ended.err

    def read(folder: str, name: str) -> Any:
        return json.loads((tmp_path / folder / name).read_text("utf-8"))

    plain, tabled = (
        pd.read_csv(tmp_path / folder / "communes.csv", sep=";", dtype=str)
        for folder in ("plain", "tabled")
    )
    named = ["moteur_minutes", "editions", "empreinte_parametres"]
    assert plain.drop(columns=named).equals(tabled.drop(columns=named))
    plan = read("tabled", "plan.json")
    assert without(plan) == without(read("plain", "plan.json"))
    for question in ("keep", "move", "add"):
        assert plan[question]["engine"].startswith("table de minutes, estimation")
        assert plan[question]["pairs_estimated"] == 1
    for page in ("carte.html", "index.html"):
        assert "sur la route" not in (tmp_path / "tabled" / page).read_text("utf-8"), page
    for page in ("carte.html", "plan.html", "index.html", "summary.json", "communes.csv"):
        assert "table de minutes" in (tmp_path / "tabled" / page).read_text("utf-8"), page
    facts = [read(folder, "summary.json") for folder in calls]
    assert [each["parameters_hash"] for each in facts].count(facts[1]["parameters_hash"]) == 2
    assert facts[2]["sources"][-1]["sha256"] == facts[1]["sources"][-1]["sha256"]


@pytest.mark.slow
def test_pages_tell_minutes_on_roads_from_estimates(tmp_path: Path) -> None:
    """Of one commune nothing is told: pages say how wrong roads are, and what estimates it."""
    table = tmp_path / "m.csv"
    call("minutes", *EXAMPLE, "--out", table)
    heading, *lines = table.read_text("utf-8").splitlines()
    assert heading == "origin,place,minutes,estimated"
    kept = [line for line in lines if line[:5] != lines[0][:5]]
    written(table, [f"{line.rpartition(',')[0]},0" for line in kept], heading=heading)
    ended = call(
        "run", *EXAMPLE, "--minutes", table, "--missing-pairs", "estimate", "--out", tmp_path / "o"
    )
    assert ended.status == 0, ended.err
    for page in ("carte.html", "index.html"):
        text = typed((tmp_path / "o" / page).read_text("utf-8"))
        assert "écarter des minutes mesurées sur la route de 13 %" in text, page
        assert "trajets absents de la table : estimation" in text, page


@pytest.mark.slow
def test_check_recognises_a_table_and_says_what_is_odd(tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    call("minutes", *EXAMPLE, "--out", table)
    lines = table.read_text("utf-8").splitlines()
    here, there, _, _ = lines[1].split(",")
    wrong = written(tmp_path / "w.csv", [f"{here},{there},300,0", *lines[2:]], heading=lines[0])
    ended = call("check", *EXAMPLE, wrong)
    assert ended.status == 0, ended.err
    assert "Minutes : Moteur de test (en voiture, sans bouchon). Édition : 01/11/2026" in ended.told
    assert "1 trajet mesuré" in ended.told
    assert "Trajets 3 fois plus longs" in ended.told
    refused = call("check", *EXAMPLE, written(tmp_path / "x.csv", [f"{here},{there},-3"]))
    assert refused.status == 1
    assert "trouvé « -3 »" in refused.told


def test_a_table_is_written_as_csv_or_parquet_only(tmp_path: Path) -> None:
    ended = call("minutes", *EXAMPLE, "--out", tmp_path / "m.xlsx")
    assert ended.status == 1
    assert "attendu un nom en .csv ou en .parquet" in ended.said
    ended = call("run", *EXAMPLE, "--missing-pairs", "peut-être", "--out", tmp_path)
    assert "attendu « refuse », « estimate » ou « missing »" in ended.said
    chosen = tmp_path / "p.toml"
    chosen.write_text('[roads]\nminutes = "m.csv"\n', encoding="utf-8")
    ended = call("run", *EXAMPLE, "--parameters", chosen, "--out", tmp_path)
    assert 'attendu une liste de fichiers comme ["minutes.csv"]' in ended.said
