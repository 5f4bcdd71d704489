"""Communes through time: every code that is gone leads to today's, a part is never the whole."""

from pathlib import Path

import pandas as pd
import pytest

from jura_coverage import study, territory
from jura_coverage.remarks import Remark
from jura_coverage.sources import catalogue, read_crosswalk
from jura_coverage.study import compare
from jura_coverage.territory import Territory
from scripts import build_crosswalk
from tests.beside import FIELD
from tests.geographies import advised, advisor_table, broadband_table, row_of_squares

EVENTS = FIELD / "mouvements-communes-insee-2026.csv"
COMMUNES = FIELD / "communes-2026-39-et-voisins.csv"
Event = tuple[str, str, str, str, str, str]
# Kind, day, code and name before, code and name after; all of whole communes.
CHAINS: dict[str, tuple[list[Event], dict[str, str]]] = {
    "a merger of a merger": (
        [
            ("32", "2016-01-01", "39010", "A", "39011", "AB"),
            ("32", "2016-01-01", "39011", "B", "39011", "AB"),
            ("32", "2019-01-01", "39011", "AB", "39012", "ABC"),
            ("32", "2019-01-01", "39012", "C", "39012", "ABC"),
        ],
        {"39010": "39012 ABC", "39011": "39012 ABC", "39012": "39012 ABC"},
    ),
    "a merger, then a separation": (
        [
            ("32", "2016-01-01", "39010", "A", "39011", "AB"),
            ("32", "2016-01-01", "39011", "B", "39011", "AB"),
            ("21", "2024-01-01", "39011", "AB", "39010", "A"),
            ("21", "2024-01-01", "39011", "AB", "39011", "B"),
        ],
        {"39010": "39011 B", "39011": "39011 B"},
    ),
    # As Les Hauts-Talican did in 2024: the seat leaves, and the name stays with the others.
    "a separation of the seat": (
        [
            ("32", "2019-01-01", "60054", "Siège", "60054", "Tout"),
            ("32", "2019-01-01", "60455", "Autre", "60054", "Tout"),
            ("32", "2019-01-01", "60694", "Encore", "60054", "Tout"),
            ("21", "2024-01-01", "60054", "Tout", "60054", "Siège"),
            ("21", "2024-01-01", "60054", "Tout", "60694", "Tout"),
        ],
        {"60455": "60694 Tout", "60694": "60054 Siège", "60054": "60054 Siège"},
    ),
    "a change of code": (
        [("50", "2024-04-24", "14011", "Seul", "14581", "Seul")], {"14011": "14581 Seul"},
    ),
    # As Freigné did in 2018: to another département, and into a merger on the same day.
    "two steps on one day": (
        [
            ("41", "2018-01-01", "49144", "A", "44225", "A"),
            ("32", "2018-01-01", "44225", "A", "44180", "AB"),
            ("32", "2018-01-01", "44180", "B", "44180", "AB"),
        ],
        {"49144": "44180 AB", "44225": "44180 AB", "44180": "44180 AB"},
    ),
    "a merger into what merges, came back and stays": (
        [
            ("32", "2014-01-01", "39010", "A", "39011", "AB"),
            ("32", "2016-01-01", "39011", "AB", "39012", "ABC"),
            ("21", "2020-01-01", "39012", "ABC", "39011", "AB"),
            ("21", "2020-01-01", "39012", "ABC", "39012", "C"),
        ],
        {"39010": "39011 AB", "39011": "39012 C", "39012": "39012 C"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "backwards"])
@pytest.mark.parametrize("case", CHAINS)
def test_a_code_leads_to_today_whatever_befell_it(case: str, turned: bool, tmp_path: Path) -> None:
    events, expected = CHAINS[case]
    table = pd.DataFrame(
        events, columns=["MOD", "DATE_EFF", "COM_AV", "LIBELLE_AV", "COM_AP", "LIBELLE_AP"]
    ).assign(TYPECOM_AV="COM", TYPECOM_AP="COM")
    path = tmp_path / "events.csv"
    (table[::-1] if turned else table).to_csv(path, index=False)
    found = build_crosswalk.crosswalk(build_crosswalk.read_events(path))
    assert (found["insee"] + " " + found["name"]).to_dict() == expected


def test_each_code_gone_since_2013_leads_to_a_commune_of_today() -> None:
    crosswalk = read_crosswalk(catalogue.default("crosswalk", departement=catalogue.FRANCE))
    assert (crosswalk["until"] >= "2013-01-01").sum() == 1833  # as INSEE counts them
    gone = crosswalk.index[crosswalk["change"].isin(["merged", "recoded"])]
    assert not crosswalk["insee"].isin(gone).any()
    # One that merged twice, one whose commune separated, one that changed its département.
    assert crosswalk.at["49144", "insee"] == "44180"
    assert crosswalk.at["60455", "name"] == "Les Hauts-Talican"
    assert crosswalk.at["14513", "insee"] == "50592"


@pytest.mark.slow
def test_the_embedded_crosswalk_is_what_the_events_give() -> None:
    if not EVENTS.exists():
        pytest.skip(f"no {EVENTS.name} beside the project")
    cells = pd.read_csv(EVENTS, dtype=str, keep_default_na=False)
    made = build_crosswalk.crosswalk(build_crosswalk.read_events(EVENTS))
    embedded = read_crosswalk(catalogue.default("crosswalk", departement=catalogue.FRANCE))
    pd.testing.assert_frame_equal(made, embedded, check_dtype=False)
    # By another way: what was a commune at an event since 2013 and is none by the list of 2026.
    today = pd.read_csv(COMMUNES, dtype=str)
    recent = cells[(cells["DATE_EFF"] >= "2013-01-01") & (cells["TYPECOM_AV"] == "COM")]
    here = recent[recent["COM_AV"].str[:2].isin(today["departement"].unique())]
    former = set(here["COM_AV"]) - set(today["code"])
    assert len(former) > 100
    assert former <= set(embedded.index)
    assert embedded.loc[sorted(former), "insee"].isin(today["code"]).all()


# Carré 1 took in two communes, one in 2016 and one in 2019; carré 3 was part of carré 2 for a time.
PAST = pd.DataFrame(
    [
        ("39801", "Première", "merged", "39001", "Carré 1", "2016-01-01"),
        ("39802", "Seconde", "merged", "39001", "Carré 1", "2019-01-01"),
        ("39003", "Carré 3", "restored", "39002", "Carré 2", ""),
    ],
    columns=["insee_former", "name_former", "change", "insee", "name", "until"],
).set_index("insee_former")


def built(codes: list[str], unwired: int = 0) -> Territory:
    table = broadband_table(codes, unwired=unwired)
    advisors = advised(advisor_table(["39001"]))
    return territory.build(row_of_squares(3), [table], advisors, PAST, departement="39")


def said(land: Territory, words: str) -> list[str]:
    found: list[Remark] = [each for each in land.remarks if words in each.text]
    return [concerned for each in found for concerned in each.concerns]


@pytest.mark.slow
@pytest.mark.parametrize(("first", "premises", "lacking"), [
    (["39001"], 100, ""),  # an edition of today
    (["39001", "39802"], 200, ""),  # of 2017
    (["39001", "39801", "39802"], 300, ""),  # of 2015
    (["39001", "39801"], None, "Seconde (39802)"),  # of 2015, but a row lacks
    (["39801", "39802"], None, "Carré 1 (39001)"),
    (["39802"], None, "Carré 1 (39001)"),
])  # fmt: skip
def test_a_part_is_not_shown_as_the_whole(
    first: list[str], premises: int | None, lacking: str
) -> None:
    land = built([*first, "39002", "39003"])
    count = land.communes.at["39001", "premises"]
    assert (None if pd.isna(count) else int(count)) == premises
    told = said(land, "dont une partie seulement")
    assert told == ([f"Carré 1 (39001), sans {lacking}"] if lacking else [])
    assert land.communes.loc[["39002", "39003"], "premises"].tolist() == [100, 100]


def test_a_row_of_before_a_separation_is_not_that_of_the_rest() -> None:
    land = built(["39001", "39002"])
    assert land.communes["premises"].isna().tolist() == [False, True, True]
    assert said(land, "compte peut-être encore") == ["Carré 2 (39002), avec Carré 3 (39003)"]


def test_a_table_of_after_a_separation_fits_boundaries_of_before() -> None:
    communes = row_of_squares(2)  # carré 3 is still part of carré 2
    table = broadband_table(["39001", "39002", "39003"])
    land = territory.build(communes, [table], {}, PAST, departement="39")
    assert land.communes["premises"].tolist() == [100, 200]


@pytest.mark.slow
@pytest.mark.parametrize("parts", [["39802"], ["39801", "39802"]])
def test_no_change_is_announced_that_is_only_a_merger(parts: list[str]) -> None:
    # What merged is 20 % without wires before and after, in as many rows as the edition has.
    before = study.study(built(["39001", *parts, "39002", "39003"], unwired=20))
    whole = broadband_table(["39001", "39002", "39003"], unwired=20)
    counts = ["premises", "ftth", "fixed_4g"]
    whole.loc[whole["insee"] == "39001", counts] *= 1 + len(parts)
    advisors = advised(advisor_table(["39001"]))
    land = territory.build(row_of_squares(3), [whole], advisors, PAST, departement="39")
    for found in (compare.compare(before, study.study(land)),
                  compare.compare(study.study(land), before)):  # fmt: skip
        assert found.communes["change"].tolist() == ["same"] * 3
        assert found.entered.empty
        assert found.left.empty


def test_a_row_that_lacks_is_no_change_on_the_ground() -> None:
    before = study.study(built(["39001", "39801", "39002", "39003"], unwired=20))
    after = study.study(built(["39001", "39002", "39003"]))
    found = compare.compare(before, after)
    assert found.communes.at["39001", "change"] == "unknown"
    assert "39001" not in [*found.entered.index, *found.left.index]
