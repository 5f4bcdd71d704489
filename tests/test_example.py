"""The invented département: rebuilt to the byte, right by hand, and never taken for a real one."""

from dataclasses import replace
from pathlib import Path

import pytest

from jura_coverage import french, posts, study, territory, words
from jura_coverage.geography import departements
from jura_coverage.publish import sheets
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.publish.sheets import outlook
from jura_coverage.study import Result, figures, groups
from scripts import build_example


@pytest.fixture(scope="module")
def example() -> Result:
    return study.study(
        territory.of(departements.EXAMPLE, files=territory.files(departements.EXAMPLE))
    )


def test_the_embedded_files_are_those_of_the_script(tmp_path: Path) -> None:
    build_example.main(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (build_example.FOLDER / path.name).read_bytes(), path.name


def test_its_figures_are_those_of_a_board_of_squares(example: Result) -> None:
    """Far is more than (20 - 2) / 1.35 = 13.3 km from both A1 and B1.

    Squares are 4 km wide, so a row of five is 16 km high and a square is far if it is more than
    3.33 squares away: A5, B5, C5, D4, D5, E3 to E5 and all of F. Rows 4 and 5 are poor.
    """
    facts = study.summary(example)
    assert (facts["communes"], facts["residents"], facts["premises"]) == (30, 6_000, 3_000)
    assert facts["hosts"] == 2  # the third has no advisor, the fourth receives nobody
    far = {"A5", "B5", "C5", "D4", "D5", "E3", "E4", "E5", "F1", "F2", "F3", "F4", "F5"}
    names = example.communes["name"].str.removeprefix("Carré inventé ")
    assert set(names[example.communes["far"].astype(bool)]) == far
    assert set(names[example.communes["situation"] == "poor_and_far"]) == {
        name for name in far if name[1] in "45"
    }
    assert (facts["residents_flagged"], facts["premises_flagged"]) == (1_800, 90)


def test_every_name_says_that_it_is_invented(example: Result) -> None:
    assert all("INVENTÉ" in source.title for source in example.sources)
    assert all("inventée" in source.edition for source in example.sources)
    for names in (
        example.communes["name"],
        example.communes["epci_name"],
        example.territory.places["host"],
    ):
        assert names.str.contains("inventé").all()
    assert "inventé" in words.title(example)


def test_it_lies_at_sea(example: Result) -> None:
    """At its latitude the coast is at 1.2° west."""
    west, south, east, north = example.communes.to_crs(4326).total_bounds
    assert -4.2 < west < east < -3.5
    assert 45 < south < north < 46


@pytest.mark.slow
def test_what_is_not_known_is_nowhere_zero(tmp_path: Path) -> None:
    """Without a table of broadband nothing is said of internet, of flags or of their certainty."""
    files = replace(territory.files("00"), broadband=())
    result = study.study(territory.of("00", files=files))
    found = posts.decide(result)
    internet = [name for name in figures.Figures.__dataclass_fields__
                if name.startswith(("premises", "share"))
                or (name.endswith("flagged") and not name.startswith("uncounted"))]  # fmt: skip
    assert groups.by_epci(result)[internet].isna().all(axis=None)
    assert found.keep.hosts["communes_flagged"].isna().all()
    for fairness in (found.add.fairness, found.move.fairness, found.week.fairness):
        assert fairness.by_plan["communes_flagged"].isna().all()
        assert fairness.weights is None
    assert "n'est pas calculée" in " ".join(words.certainty_text(found))
    shared = sheets.Shared(result=result, decision=found)
    for area in (*sheets.every_epci(result), *sheets.every_commune(result)[:2]):
        said = sheets.sheet(shared, area)
        assert "Aucune" not in said.verdict
        cells = {row[0]: row[1:] for row in said.tables[0].rows}
        for name in ("Locaux", "Locaux mal desservis", "Habitants de communes signalées"):
            assert set(cells[name]) == {french.MISSING}
        (changes,) = (each for each in said.tables if each.title == outlook.TITLE)
        flags = changes.heads.index("Communes signalées" if area.kind == "epci" else "Signalée")
        assert {row[flags] for row in changes.rows} == {french.MISSING}
    write_plan(found, tmp_path / "plan.html")
    text = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "Habitants à portée et trajets" in text
    assert "mal desservis à portée" not in text
