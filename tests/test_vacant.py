"""A département in which every post is vacant: known to be without an advisor, to the end."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from jura_coverage import french, posts, sources, study
from jura_coverage.measures import flags
from jura_coverage.posts import TODAY
from tests.browser import Watched
from tests.command import Command
from tests.geographies import ESTIMATE, broadband_table, land, row_of_squares

pytestmark = pytest.mark.usefixtures("shared")

# Of the invented département: 30 communes of 200 residents, 12 of them with poor internet.
COMMUNES, POOR, RESIDENTS = 30, 12, 200
LISTS = {
    "tableau": "Structure;Commune;Code Insee;Postes;État\nA;;00101;1;vacant\nB;;00202;2;rendu\n",
    "liste": "host,code_insee,posts,latitude,longitude,state,open_to_public\n"
    "A,00101,1,,,vacant,\nB,00202,1,,,occupied,no\n",
}
NOBODY = "Aucun poste occupé et ouvert au public"


@pytest.fixture(scope="module", params=LISTS.values(), ids=list(LISTS))
def vacant(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vacant") / "postes.csv"
    path.write_text(request.param, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def nobody(vacant: Path) -> pd.DataFrame:
    """The list as it is read, whose places are of nowhere here, since none is left."""
    return sources.read_advisors(vacant, departement="00").table


def test_no_advisor_is_a_fact_and_no_list_is_none(nobody: pd.DataFrame) -> None:
    """Two of three squares have 5 % of poor premises; the third has none."""
    communes = row_of_squares(3)
    broadband = broadband_table(["39001", "39002", "39003"])
    broadband.loc[broadband["insee"] != "39003", ["ftth", "fixed_4g"]] = [95, 5]
    known, unknown = (
        study.study(land(communes, broadband, each), engine=ESTIMATE) for each in (nobody, None)
    )
    assert known.communes["far"].all()
    assert known.communes["minutes"].isna().all()
    assert known.communes["situation"].tolist() == [
        flags.POOR_AND_FAR, flags.POOR_AND_FAR, flags.FAR_ONLY,
    ]  # fmt: skip
    assert unknown.communes["far"].isna().all()
    assert set(unknown.communes["situation"]) == {flags.NO_DATA}
    (said,) = [each for each in known.territory.remarks if "personne ne reçoit" in each.text]
    assert said.kind == "warning"


@pytest.mark.slow
def test_run_flags_all_that_is_poor(vacant: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "maps"
    ended = command("run", "--departement", "00", "--advisors", vacant, "--out", out)
    assert ended.status == 0
    assert f"Conseillers numériques {NOBODY.lower()}" in ended.said + " ".join(ended.told.split())
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert told["communes_far"] == COMMUNES
    assert told["communes_flagged"] == POOR
    assert told["residents_flagged"] == POOR * RESIDENTS
    with (out / "communes.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert {row["minutes_conseiller"] for row in rows} == {""}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("keep", (), f"{NOBODY} : aucune fin à envisager."),
        ("move", (), f"{NOBODY} : aucun transfert possible."),
        ("move", ("--transfers", 5), f"{NOBODY} : aucun transfert possible."),
        ("add", ("--posts", 1), "1 poste : "),
        ("rounds", (), "base à "),
        ("explain", ("00101",), f"Conseiller : {NOBODY.lower()}, la commune est donc éloignée."),
    ],
)
def test_every_question_has_an_answer(
    name: str, more: tuple[object, ...], said: str, vacant: Path, command: Command
) -> None:
    first = more[:1] if name == "explain" else ()
    ended = command(name, *first, "--departement", "00", "--advisors", vacant, *more[len(first) :])
    assert ended.status == 0
    assert said in " ".join(ended.told.split())


@pytest.mark.slow
def test_an_empty_list_is_not_said_to_tell_everything(vacant: Path, command: Command) -> None:
    asked = {"move": (), "add": ("--posts", 1)}
    told = {
        name: " ".join(
            command(name, "--departement", "00", "--advisors", vacant, *more).told.split()
        )
        for name, more in asked.items()
    }
    assert not any("dit tout ce que" in each for each in told.values())
    assert f"ne compte {NOBODY.lower()}" in told["add"]


@pytest.mark.slow
def test_a_card_says_that_nobody_receives(
    vacant: Path, tmp_path: Path, command: Command, watched: Watched
) -> None:
    command("run", "--departement", "00", "--advisors", vacant, "--out", tmp_path / "maps")
    page = watched.open(tmp_path / "maps" / "carte.html", "#commune=00101")
    page.locator("#card dl").wait_for()
    said = [line.strip() for line in page.locator("#card dl").inner_text().splitlines()]
    assert said[said.index("Conseiller") + 1] == "aucun"
    assert said[said.index("Le suivant") + 1] == "aucun"


def test_programs_are_told_of_no_end_and_no_transfer(vacant: Path, command: Command) -> None:
    told = {
        name: json.loads(command(name, "--departement", "00", "--advisors", vacant, "--json").out)
        for name in ("keep", "move")
    }
    assert [told["keep"][name] for name in ("hosts", "places", "joint", "timeline")] == [[]] * 4
    assert told["keep"]["capacity"]["before"]["communes_flagged"] == POOR
    assert all(each["moves"] == [] for each in told["move"]["plans"])


@pytest.mark.slow
def test_report_sheets_and_files_are_written(
    vacant: Path, tmp_path: Path, command: Command
) -> None:
    given = ("--departement", "00", "--advisors", vacant)
    plan, sheets, files = (tmp_path / name for name in ("plan", "fiches", "fichiers"))
    for words, out in (
        (("plan",), plan), (("sheets", "--html-only", "--all-communes"), sheets),
        (("export",), files),
    ):  # fmt: skip
        ended = command(*words, *given, "--out", out)
        assert ended.status == 0, ended.said
    page = (plan / "plan.html").read_text(encoding="utf-8")
    assert french.typeset(f"{NOBODY} : aucune fin à envisager.") in page
    assert french.typeset(f"{NOBODY} : aucun transfert possible.") in page
    epci = next(sheets.glob("fiche-0*1.html")).read_text(encoding="utf-8")
    assert french.typeset(f"{NOBODY}.") in epci
    assert "éloignerait personne" not in epci
    book = load_workbook(next(files.glob("*.xlsx")), read_only=True)
    assert len(book.sheetnames) > 1


@pytest.mark.slow
def test_equity_and_effects_count_the_same_flags(nobody: pd.DataFrame) -> None:
    communes = row_of_squares(3)
    broadband = broadband_table(["39001", "39002", "39003"], unwired=50)
    result = study.study(land(communes, broadband, nobody), engine=ESTIMATE)
    found = posts.decide(result)
    today = found.move.fairness.figures(TODAY, weighted=False)
    assert today["communes_flagged"] == found.move.change.before.communes_flagged == 3
    assert found.move.change.after.communes_flagged == 3
    assert found.certainty.communes["certainty"].to_numpy() == pytest.approx(1)
    assert (found.certainty.communes["standing"] == "sure").all()
