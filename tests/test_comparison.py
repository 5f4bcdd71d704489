"""Two editions: what changed on the ground, what only in the data, and who entered the flag."""

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from jura_coverage import sources, study, territory, words
from jura_coverage.command import cli
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.sources import catalogue
from jura_coverage.study import Result, compare
from jura_coverage.study.compare_advisors import compare_advisors
from tests.command import Command
from tests.geographies import (
    CRS,
    PROPORTIONAL,
    advised,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]
CROSSWALK = pd.DataFrame(
    {
        "name_former": ["Ancien"],
        "change": ["merged"],
        "insee": ["39005"],
        "name": ["Carré 5"],
        "until": ["2016-01-01"],
    },
    index=pd.Index(["39805"], name="insee_former"),
)
# Squares of 4 km in a row, the advisor in the first: beyond 5 minutes from the second on.
CHOSEN = PROPORTIONAL.but(far_minutes=5)


def run(table: pd.DataFrame) -> Result:
    land = territory.build(
        row_of_squares(), [table], advised(advisor_table(["39001"])), CROSSWALK, departement="39"
    )
    CrowFlyEstimate()
    return study.study(land, parameters=CHOSEN)


def changed(table: pd.DataFrame, code: str, **counts: int) -> pd.DataFrame:
    copy = table.copy()
    for name, count in counts.items():
        copy.loc[copy["insee"] == code, name] = count
    return copy


def test_each_commune_changes_for_one_reason() -> None:
    before = broadband_table(CODES)
    after = changed(before, "39002", ftth=90, fixed_4g=10)  # ten lines less on the ground
    after = changed(after, "39003", premises=200, ftth=150, fixed_4g=50)  # counted anew
    after = after[after["insee"] != "39004"]  # not in the later edition
    parts = after[after["insee"] == "39005"].assign(insee="39805")
    found = compare.compare(run(before), run(pd.concat([after, parts], ignore_index=True)))
    assert found.communes["change"].to_dict() == {
        "39001": "same", "39002": "real", "39003": "revised", "39004": "unknown", "39005": "merged",
    }  # fmt: skip
    assert found.entered.index.tolist() == ["39002", "39003"]
    assert found.left.empty
    text = "\n".join(words.sentences(found))
    assert "Carré 2 (39002, changement réel)" in text
    assert "Carré 3 (39003, locaux révisés)" in text
    assert "Sorties des communes signalées : aucune." in text


def test_the_other_way_round_they_leave() -> None:
    before = broadband_table(CODES)
    after = changed(before, "39002", ftth=90, fixed_4g=10)
    assert compare.compare(run(after), run(before)).left.index.tolist() == ["39002"]


@pytest.mark.slow
def test_a_technology_that_vanishes_everywhere_is_a_break_of_method() -> None:
    before = broadband_table(CODES)
    before[["ftth", "copper"]] = [60, 40]
    before[["ftth", "copper"]] = before[["ftth", "copper"]].astype("Int64")
    after = before.assign(copper=pd.array([0] * 5, dtype="Int64"))
    found = compare.compare(run(before), run(after))
    assert found.breaks == ("copper",)
    assert set(found.communes["change"]) == {"method"}
    # When fibre takes over, it is progress.
    fibre = before.assign(copper=after["copper"], ftth=pd.array([100] * 5, dtype="Int64"))
    assert compare.compare(run(before), run(fibre)).breaks == ()


@pytest.mark.slow
def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = catalogue.default("broadband", departement="39")
    table = pd.read_csv(now, dtype=str)
    row = table["code_insee"] == "39228"  # Foncine-le-Haut, the farthest
    assert sources.read_broadband(now, departement="39").rows == 492
    wired = table.loc[row, "premises"]
    technologies = [name for name in table if str(name).startswith("best_")]
    table.loc[row, technologies] = "0"
    table.loc[row, "best_ftth"] = wired
    table.to_csv(tmp_path / "before.csv", index=False)
    arguments = ["jura-coverage", "compare", str(tmp_path / "before.csv"), str(now)]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    out = capsys.readouterr().out
    assert "491\N{NO-BREAK SPACE}communes n’ont pas changé." in out
    assert "1\N{NO-BREAK SPACE}commune a changé sur le terrain." in out
    assert "Foncine-le-Haut (39228, changement réel)" in out


def test_an_edition_that_was_not_downloaded_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["compare", "2026_T1", "2026_T2", "--cache", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["jura-coverage", *arguments])
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    assert "jura-coverage fetch --departement 39 --edition 2026_T1" in capsys.readouterr().err


def with_places(hosts: list[str], codes: list[str], metres: list[float]) -> Result:
    """Five squares, and places of known position so far to the east of their town halls."""
    table = advisor_table(codes).assign(host=hosts)
    points = gpd.GeoSeries(
        [
            Point(origin.x + east, origin.y)
            for origin, east in zip(row_of_squares()["origin"][codes], metres, strict=True)
        ],
        crs=CRS,
    ).to_crs("EPSG:4326")
    table["longitude"], table["latitude"] = points.x.to_numpy(), points.y.to_numpy()
    joined = land(row_of_squares(), broadband_table(CODES, unwired=10), table)
    return study.study(joined, parameters=CHOSEN)


def test_places_are_gained_and_lost_and_communes_cross_the_lines() -> None:
    # The first is spelt otherwise 1 km away, the second called otherwise 50 m away, the third
    # moves from square 5 to square 4 under its name.
    before = with_places(["Mairie d'Un", "Fab lab", "Poste"], [*CODES[:2], "39005"], [0, 0, 0])
    after = with_places(["MAIRIE D UN", "Atelier", "Poste"], [*CODES[:2], "39004"], [1000, 50, 0])
    found = compare_advisors(before, after)
    assert found.gained["commune"].tolist() == ["Carré 4"]
    assert found.lost["commune"].tolist() == ["Carré 5"]
    # Far is beyond the commune itself: 4 is near now, and 5 no more; all are poorly connected.
    for line in ("flagged", "far"):
        assert found.entered(line).index.tolist() == ["39005"]
        assert found.left(line).index.tolist() == ["39004"]
    text = "\n".join(words.advisor_sentences(found)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Lieux en plus (1) : Poste, Carré 4 (1 poste)." in text
    assert "Sorties des communes éloignées (1 commune, 100 habitants) : Carré 4 (39004)." in text


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_the_command_compares_editions_of_advisors(command: Command, tmp_path: Path) -> None:
    chosen = tmp_path / "parametres.toml"
    chosen.write_text(
        "[estimate]\nminutes_per_km = 1.35\ndistance_exponent = 1.0\n", encoding="utf-8"
    )
    ended = command("compare", "2022", "2022-12", "--parameters", chosen)
    said = ended.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Après : décembre 2022, 3 ans et 7 mois" in said
    assert "9 puis 20 ; 13 postes puis 16 postes" in said
    assert "à proximité : 0 puis 107" in said
    entered, left = (
        [int(number) for number in re.findall(rf"{word} communes \w+ \((\d+) ", said)]
        for word in ("Entrées parmi les", "Sorties des")
    )
    # Of the design: 86 and then 31 flagged, 235 and then 96 far.
    assert [came - went for came, went in zip(entered, left, strict=True)] == [31 - 86, 96 - 235]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("2022", "2026_T1"), "deux éditions du débit, ou deux des conseillers"),
        (("2022", "2023", "--advisors", "2022"), "--advisors : trouvé avec deux éditions"),
        (("a.csv", "2023"), "aucun fichier à cet endroit"),
    ],
)
def test_what_cannot_be_compared_is_said(
    command: Command, arguments: tuple[str, ...], told: str
) -> None:
    ended = command("compare", *arguments)
    assert ended.status == 1
    assert told in ended.said.replace("\N{NO-BREAK SPACE}", " ")
