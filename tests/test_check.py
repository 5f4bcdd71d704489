"""The data report says what was read, repaired, set aside and refused, and what to doubt."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jura_coverage import publish, sources, words
from jura_coverage.command import cli
from jura_coverage.sources import catalogue
from jura_coverage.study import check
from jura_coverage.study.check import Inspection
from tests.official_files import BEST, COPPER, MEDIATION, POSTS, written

TODAY = date(2026, 11, 23)


def inspected(*paths: Path) -> Inspection:
    return check.inspect(paths, departement="39", today=TODAY)


def told(found: Inspection) -> str:
    every = [*found.together, *(remark for each in found.files for remark in each.remarks)]
    return " | ".join(f"{remark.text} : {', '.join(remark.concerns)}" for remark in every)


def test_the_role_of_a_file_is_told_by_what_it_holds(tmp_path: Path) -> None:
    for role in ("communes", "broadband", "advisors"):
        assert sources.role_of(catalogue.default(role, departement="39")) == role
    assert sources.role_of(written(tmp_path, "a.csv", BEST)) == "broadband"
    assert sources.role_of(written(tmp_path, "b.csv", COPPER)) == "broadband"
    assert sources.role_of(written(tmp_path, "c.csv", MEDIATION)) == "advisors"
    assert sources.role_of(written(tmp_path, "d.csv", POSTS)) == "advisors"
    sources.template(tmp_path / "e.xlsx")
    assert sources.role_of(tmp_path / "e.xlsx") == "advisors"


def test_the_embedded_files_are_well(tmp_path: Path) -> None:
    found = inspected(*(catalogue.default(role, departement="39") for role in check.READERS))
    assert found.usable
    assert [each.used for each in found.files] == [492, 492, 9]
    assert found.embedded == ()
    # What the table of hosts says to be inferred is said.
    assert "non lu dans une source : le nombre de postes : Atelier des Savoir-Faire" in told(found)
    assert "non lu dans une source : le lieu : Fab Lab Bresse Haute Seille" in told(found)
    # The table of broadband is of the end of June 2026: five months before this day.
    assert found.files[1].age == "5\N{NO-BREAK SPACE}mois"


def test_what_a_national_list_leaves_to_doubt(tmp_path: Path) -> None:
    rows = MEDIATION + (
        "h,1,Mediathèque,Dole,39100,39198,1 rue,47.0901,5.4901,,,,2024-01-02,Aide,"
        "Conseillers numériques,\n"
        "i,1,Ailleurs,Dole,39100,39198,1 rue,46.5,5.5,,,,2025-09-02,Aide,Conseillers numériques,\n"
        "j,1,Nulle part,Dole,39100,39198,1 rue,,,,,,2025-04-02,Aide,Conseillers numériques,\n"
    )
    found = inspected(written(tmp_path, "lieux.csv", rows))
    text = told(found)
    assert "Médiathèque / Mediathèque" in text
    assert "Nulle part / Nulle part" not in text  # no position is not a distance of zero
    assert (
        "Positions à plus d'un kilomètre de la commune indiquée, lieux mis à sa mairie : Ailleurs ("
    ) in text
    assert "depuis plus de 18 mois : Mediathèque, Nulle part" in text
    assert "depuis plus de 12 mois : Ailleurs" in text
    assert "Fermée" in text
    assert found.embedded == ("communes", "broadband")


def test_mergers_and_names_are_reported(tmp_path: Path) -> None:
    former = POSTS.replace("39397", "39012").replace("Mairie;Dole", "Mairie;Doole")
    found = inspected(written(tmp_path, "postes.csv", former))
    assert found.usable  # each file can be read, but they do not fit together
    text = told(found)
    assert "« Doole », qui n'est pas reconnue (peut-être " in text
    assert "Dole (39198)" in text


def test_every_refused_file_is_told(tmp_path: Path) -> None:
    found = inspected(
        written(tmp_path, "a.csv", "x,y\n1,2\n"), written(tmp_path, "b.csv", POSTS + "X;;;;;;\n")
    )
    assert not found.usable
    assert all(each.refused for each in found.files)
    assert words.verdict(found) == "2\N{NO-BREAK SPACE}fichiers sur 2 ne peuvent pas être utilisés."


def test_a_file_like_nothing_known_is_refused_in_one_sentence(tmp_path: Path) -> None:
    buildings = written(tmp_path, "a.csv", "imb_id;imb_x;imb_y;imb_code\n1;2;3;4\n")
    damaged = tmp_path / "b.csv.gz"
    damaged.write_bytes(b"\x1f\x8b\x08nothing")
    (tmp_path / "c").mkdir()
    found = inspected(buildings, damaged, tmp_path / "c", tmp_path / "d.csv")
    (unknown,), (cut,), (folder,), (absent,) = (each.refused for each in found.files)
    assert "d'aucun format connu (imb_id, imb_x, imb_y, imb_code)" in unknown
    assert "compression abîmée" in cut
    assert "trouvé un dossier" in folder
    assert "aucun fichier à cet endroit" in absent


def test_rows_that_no_result_uses_are_not_called_used(tmp_path: Path) -> None:
    # Of seven rows one is closed, one without advisor, one in Marseille: four places remain.
    found = inspected(written(tmp_path, "lieux.csv", MEDIATION))
    assert (found.files[0].rows, found.files[0].used) == (7, 4)


def test_a_second_file_of_advisors_is_said_not_to_be_joined(tmp_path: Path) -> None:
    found = inspected(
        written(tmp_path, "lieux.csv", MEDIATION), written(tmp_path, "postes.csv", POSTS)
    )
    (alone,) = [remark for remark in found.together if "examinés seuls" in remark.text]
    assert alone.concerns == (str(tmp_path / "postes.csv"),)


def test_the_page_escapes_what_files_hold(tmp_path: Path) -> None:
    hostile = MEDIATION.replace("Fermée", "<script>alert(1)</script>")
    publish.write_check(inspected(written(tmp_path, "lieux.csv", hostile)), tmp_path / "check.html")
    html = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert '<html lang="fr">' in html
    assert "dans le Jura" in html


@pytest.mark.parametrize(("content", "status"), [(POSTS, 0), ("x,y\n1,2\n", 1)])
def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    content: str, status: int,
) -> None:  # fmt: skip
    path = written(tmp_path, "postes.csv", content)
    page = tmp_path / "rapport.html"
    monkeypatch.setattr("sys.argv", ["jura-coverage", "check", str(path), "--html", str(page)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == status
    out = capsys.readouterr().out
    assert str(path) in out
    assert ("refusé" in out) == bool(status)
    assert page.exists()


def test_distances_are_metres(tmp_path: Path) -> None:
    hosts = pd.read_csv(catalogue.default("advisors", departement="39"), dtype=str)
    twice = pd.concat([hosts, hosts])  # each position twice: a pair each, none for blank ones
    twice.to_csv(tmp_path / "a.csv", index=False)
    (doubles,) = [
        remark for remark in inspected(tmp_path / "a.csv").together if remark.kind == "duplicate"
    ]
    assert len(doubles.concerns) == hosts["latitude"].notna().sum() == 6
