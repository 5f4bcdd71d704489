"""The data report says what was read, repaired, set aside and refused, and what to doubt."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from jura_coverage import publish, sources, words
from jura_coverage.command import cli, publishing
from jura_coverage.errors import DataError
from jura_coverage.sources import catalogue
from jura_coverage.study import check
from jura_coverage.study.check import Inspection
from tests.beside import CASES
from tests.command import Command, typed
from tests.official_files import BEST, COPPER, EXPORTS, MEDIATION, POSTS, exports, written

pytestmark = pytest.mark.usefixtures("embedded")

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


@pytest.mark.slow
def test_the_embedded_files_are_well(tmp_path: Path) -> None:
    tables = [catalogue.default(role, departement="39") for role in ("communes", "broadband")]
    hosts = catalogue.chosen("advisors", "2022", departement="39")
    found = inspected(*tables, hosts, catalogue.default("needs", departement="39"))
    assert found.usable
    assert [each.used for each in found.files] == [492, 492, 9, 494]
    assert [each.role for each in found.embedded] == ["france_services"]
    # What the table of hosts says to be inferred is said.
    assert (
        "Le nombre de postes est déduit, et non lu dans une source : Atelier des Savoir-Faire"
        in told(found)
    )
    assert "Le lieu est déduit, et non lu dans une source : Fab Lab Bresse Haute Seille" in told(
        found
    )
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
    # What a run of these files would take besides.
    roles = [each.role for each in found.embedded]
    assert roles == ["communes", "broadband", "france_services", "needs"]
    last = words.verdict(found).split("Réunis avec les données embarquées : ")[1]
    assert [name in last for name in ("Conseillers", "France services 01/08/2024")] == [False, True]


def test_mergers_and_names_are_reported(tmp_path: Path) -> None:
    former = POSTS.replace("39397", "39012").replace("Mairie;Dole", "Mairie;Doole")
    found = inspected(written(tmp_path, "postes.csv", former))
    assert not found.usable  # it can be read, but not joined, and neither could `run`
    (fault,) = found.files[0].refused
    assert "« Doole », qui n'est pas reconnue (peut-être " in fault
    assert "Dole (39198)" in fault
    assert words.verdict(found) == "1\N{NO-BREAK SPACE}fichier sur 1 ne peut pas être utilisé."


def test_every_refused_file_is_told(tmp_path: Path) -> None:
    found = inspected(
        written(tmp_path, "a.csv", "x,y\n1,2\n"), written(tmp_path, "b.csv", POSTS + "X;;;;;;\n")
    )
    assert not found.usable
    assert all(each.refused for each in found.files)
    assert words.verdict(found) == "2\N{NO-BREAK SPACE}fichiers sur 2 ne peuvent pas être utilisés."


def test_a_file_like_nothing_known_is_refused_in_one_sentence(tmp_path: Path) -> None:
    fibre = written(tmp_path, "a.csv", "x;y;imb_etat;pm_ref\n1;2;cible;4\n")
    damaged = tmp_path / "b.csv.gz"
    damaged.write_bytes(b"\x1f\x8b\x08nothing")
    (tmp_path / "c").mkdir()
    found = inspected(fibre, damaged, tmp_path / "c", tmp_path / "d.csv")
    (unknown,), (cut,), (folder,), (absent,) = (each.refused for each in found.files)
    assert "d'aucun format connu (x, y, imb_etat, pm_ref)" in unknown
    assert "compression abîmée" in cut
    assert "trouvé un dossier" in folder
    assert "aucun fichier à cet endroit" in absent


def test_rows_that_no_result_uses_are_not_called_used(tmp_path: Path) -> None:
    # Of seven rows one is closed, one without advisor, one in Marseille: four places remain.
    found = inspected(written(tmp_path, "lieux.csv", MEDIATION))
    assert (found.files[0].rows, found.files[0].used) == (7, 4)


@pytest.mark.slow
def test_a_second_file_of_advisors_is_said_not_to_be_joined(tmp_path: Path) -> None:
    found = inspected(
        written(tmp_path, "lieux.csv", MEDIATION), written(tmp_path, "postes.csv", POSTS)
    )
    (alone,) = [remark for remark in found.together if "examinés seuls" in remark.text]
    assert alone.concerns == (str(tmp_path / "postes.csv"),)


@pytest.mark.slow
def test_exports_that_are_read_together_are_reported_once(tmp_path: Path) -> None:
    exports(tmp_path)
    paths = [tmp_path / name for name in sorted(EXPORTS)]
    found = inspected(*paths)
    assert found.usable
    assert [each.within for each in found.files] == ["", str(paths[0]), str(paths[0])]
    assert f"lu avec {paths[0]}" in words.inspected(found.files[1])
    assert "n'ont pas été réunis" not in told(found)
    assert told(found).count("Postes vacants") == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("code_insee,weight\n39198,2\n39999,3\n", "weights", "Poids des habitants"),
        ("code_insee,legal_status\n39198,public\n39999,\n", "candidates", "Communes candidates"),
        ("code_insee\n39198\n39999\n", "candidates", "Communes candidates"),
        ("CODGEO;LIBGEO;DENS\n39198;Dole;2\n39999;x;5\n", "candidates", "Communes candidates"),
        ("code_insee,residents,share_65_plus,median_income\n39198,1,0.2,s\n39999,1,,\n", "needs",
         "Âge et niveau de vie"),
    ],
)  # fmt: skip
def test_what_any_option_takes_is_known_and_held_against_the_communes(
    tmp_path: Path, text: str, role: str, name: str
) -> None:
    found = inspected(written(tmp_path, "a.csv", text))
    assert [each.role for each in found.files] == [role]
    assert words.inspected(found.files[0]).startswith(f"{name} : ")
    assert "sans commune correspondante : 39999" in told(found)


@pytest.mark.parametrize("text", ["code_insee,weight\n39198,x\n", "code_insee\n39\n39198\n"])
def test_a_list_that_no_option_takes_is_refused(tmp_path: Path, text: str) -> None:
    assert not inspected(written(tmp_path, "a.csv", text)).usable


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "code_insee,weight\n39999,2\n", "code_insee\n39999\n", "commune\nNulle Part\n",
        # Sainte-Agnès is part of Val-Sonnette, of which two weights are told: none is known.
        "code_insee,weight\n39474,1\n39576,2\n",
    ],
)  # fmt: skip
def test_a_list_of_no_commune_here_is_refused_as_by_the_command_that_takes_it(
    tmp_path: Path, text: str
) -> None:
    found = inspected(written(tmp_path, "a.csv", text))
    (refused,) = found.files[0].refused
    assert "aucune ligne utilisable" in refused
    assert found.together, "what else was noticed of it is still said"


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
    hosts = pd.read_csv(catalogue.chosen("advisors", "2022", departement="39"), dtype=str)
    # Each position twice: a pair each, none for blank ones.
    twice = pd.concat([hosts, hosts.assign(host="Autre")])
    twice.to_csv(tmp_path / "a.csv", index=False)
    (doubles,) = [
        remark for remark in inspected(tmp_path / "a.csv").together if remark.kind == "duplicate"
    ]
    assert len(doubles.concerns) == hosts["latitude"].notna().sum() == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Mairie,Orbagné,,1,,\n", "la commune « Orbagné », qui n'est pas reconnue"),
        ("Mairie,,39999,1,,\n", "le code « 39999 », qui n'est celui d'aucune commune"),
        ("Mairie,Nulle-Part,,1,,\nAutre,Dole,,1,,\n", "la commune « Nulle-Part »"),
    ],
    ids=["no commune of that name", "no commune of that code", "one of two"],
)
def test_what_cannot_be_joined_is_refused_as_run_does(
    rows: str, told: str, command: Command, tmp_path: Path
) -> None:
    heads = "Structure;Commune;Code Insee;Postes;État;Fin de convention\n"
    path = written(tmp_path, "postes.csv", heads + rows.replace(",", ";"))
    ran = command("run", "--advisors", path, "--out", tmp_path / "out")
    checked = command("check", path, "--html", tmp_path / "rapport.html")
    assert (ran.status, checked.status) == (1, 1)
    html = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    for said in (typed(ran.err), checked.told, typed(html)):
        assert told in said
        assert ".." not in said.replace(str(tmp_path), "")
    assert "1 fichier sur 1 ne peut pas être utilisé." in checked.told


@pytest.mark.slow
def test_tables_that_contradict_each_other_are_refused_together(
    command: Command, tmp_path: Path
) -> None:
    embedded = catalogue.default("broadband", departement="39")
    lines = embedded.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("premises")] = "9999"
    other = written(tmp_path, "b.csv", "\n".join([lines[0], ",".join(cells), *lines[2:]]))
    options = ("--broadband", embedded, "--broadband", other, "--out", tmp_path / "out")
    assert command("run", *options).status == 1
    checked = command("check", embedded, other)
    assert checked.status == 1
    assert "  refusé : tables de débit" not in checked.told
    assert "deux fichiers qui ne disent pas la même chose de « premises »" in checked.told
    assert checked.told.endswith("Les fichiers ne peuvent pas être utilisés ensemble.\n")


@pytest.mark.parametrize("code", ["90", "2A", "971"])
def test_a_file_of_another_departement_is_only_not_joined(
    code: str, command: Command, tmp_path: Path
) -> None:
    insee = f"{code}010"[:5] if len(code) == 2 else f"{code}05"
    rows = f"host,code_insee,posts,latitude,longitude\nMairie,{insee},1,,\n"
    ended = command("check", "--departement", code, written(tmp_path, "a.csv", rows))
    assert ended.status == 0
    assert "ne vont pas ensemble" not in ended.told
    assert f"faute de communes à quoi les réunir (celles du département {code}" in ended.told
    assert ended.told.endswith("ils n'ont pas été réunis à d'autres données.\n")


@pytest.mark.slow
def test_check_and_run_agree_on_every_case(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone and in the Jura, wherever a case may come from: refused by both, or by none.

    Each is read, joined and measured; the pages that follow refuse nothing, and are left out.
    """
    monkeypatch.setattr(publishing, "write_maps", lambda *_, **__: None)
    files = [path for path in sorted(CASES.rglob("*.*")) if path.suffix != ".md"]
    if not files:
        pytest.skip(f"no {CASES.name} beside the project")
    for path in files:
        checked = command("check", path)
        try:
            role = sources.role_of(path)
        except DataError:
            assert checked.status == 1, path
            continue
        ran = command(
            "run", f"--{role.replace('_', '-')}", path, "--out", tmp_path / "out", "--force"
        )
        assert ran.status == checked.status, (path, ran.err, checked.told)


def test_places_beyond_a_table_of_a_part_are_not_called_another_departements(
    tmp_path: Path,
) -> None:
    """Of the embedded places around a square near Lons-le-Saunier most are of the Jura too."""
    square = [[5.5, 46.6], [5.6, 46.6], [5.6, 46.7], [5.5, 46.7], [5.5, 46.6]]
    commune = {
        "type": "Feature",
        "properties": {"code": "39300", "nom": "Lons", "population": 100},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    land = {"type": "FeatureCollection", "features": [commune]}
    found = inspected(written(tmp_path, "communes.geojson", json.dumps(land)))
    listed = pd.read_csv(catalogue.default("advisors", departement="39"), dtype=str)
    named = listed.groupby("nom")["code_postal"].agg(set)
    beyond = [each for each in found.together if each.kind == "border"]
    assert ["du département 39" in each.text for each in beyond] == [False, True]
    for each in beyond:
        for host in each.concerns:
            posted = {code.startswith("39") for code in named[host]}
            assert ("du département 39" in each.text) in posted, host
