"""Bad files: every fault is told in French, all of them at once, and earlier results stay."""

import errno
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from shapely import affinity, transform
from shapely.geometry.base import BaseGeometry

from jura_coverage import publish, sources
from jura_coverage.command.outputs import MAPS
from jura_coverage.errors import DataError
from jura_coverage.publish.files import manifest, staging
from jura_coverage.publish.files import plain as outputs
from tests.command import OUTPUTS, SCRIPT, Command, Ended, real, typed
from tests.edited_files import EMBEDDED, Edit, cells, edited, several

pytestmark = pytest.mark.usefixtures("embedded")

TABLES = ("broadband", "advisors")
# What the second row of each table is called; line 1 of a CSV is its heading.
SECOND = {"communes": "entité 2", "broadband": "ligne 3", "advisors": "ligne 3"}
CODE = {"communes": "insee", "broadband": "code_insee", "advisors": "code_insee"}
NUMBER = {"communes": "residents", "broadband": "premises", "advisors": "posts"}
LAST = 10_000_000


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with results of an earlier run."""
    folder = tmp_path / "maps"
    with staging.staged(folder, of=MAPS) as stage:
        for name in OUTPUTS:
            (stage / name).write_bytes(f"earlier {name}".encode())
    return folder


def untouched(out: Path, *but: str) -> bool:
    """Say whether exactly the earlier files stand there, byte for byte."""
    standing = sorted(path.name for path in out.iterdir())
    return standing == sorted([*OUTPUTS, manifest.NAME]) and all(
        (out / name).read_bytes() == f"earlier {name}".encode() for name in {*OUTPUTS} - {*but}
    )


def refused(ended: Ended, out: Path, *faults: tuple[object, ...]) -> None:
    """Check an end with exactly these faults: the words of one stand in one line each."""
    assert ended.status == 1, ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert len(ended.faults) == len(faults), ended.err
    for fault in faults:
        assert any(all(str(word) in line for word in fault) for line in ended.faults), (
            f"{fault} not in\n{ended.err}"
        )
    assert untouched(out)


def refused_by_check(command: Command, *files: Path) -> None:
    """Check that `check` refuses what `run` does."""
    ended = command("check", *files)
    assert ended.status == 1, ended.out
    assert "  refusé : " in ended.told
    assert ended.told.splitlines()[-1].endswith(("pas être utilisé.", "pas être utilisés."))


def lacking(column: str) -> Edit:
    return lambda table: table.drop(columns=column)


def renamed(old: str, new: str) -> Edit:
    return lambda table: table.rename(columns={old: new})


def moved(change: Callable[[BaseGeometry], BaseGeometry | None]) -> Edit:
    """Make an edit that changes the shape of the second commune."""

    def edit(shapes: Any) -> None:
        shapes.loc[2, "geometry"] = change(shapes.loc[2, "geometry"])

    return edit


@pytest.mark.parametrize("role", EMBEDDED)
def test_a_missing_file_is_named_and_the_near_one_proposed(
    role: str, command: Command, out: Path
) -> None:
    near = out.parent / f"table-2026{EMBEDDED[role].suffix}"
    near.write_bytes(b"x")
    absent = near.with_stem("table-2062")
    ended = command("run", f"--{role}", absent, "--out", out)
    refused(ended, out, ("aucun fichier", "attendu un fichier existant", f"« {near.name} » ?"))
    assert f"{absent} : 1 problème" in ended.said


@pytest.mark.parametrize("role", EMBEDDED)
def test_a_folder_where_a_file_should_be(role: str, command: Command, out: Path) -> None:
    ended = command("run", f"--{role}", out.parent, "--out", out)
    refused(ended, out, ("trouvé un dossier", "attendu un"))
    assert f"{out.parent} : 1 problème" in ended.said


FIRST_ACCENT = {
    role: EMBEDDED[role].read_bytes().split("é".encode())[0].count(b"\n") + 1 for role in TABLES
}
BYTES: dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]] = {
    "empty": (lambda _: b"", ("un fichier vide", "attendu un en-tête", "Vérifiez l'export")),
    "heading only": (lambda text: text.split("\n")[0].encode(), ("aucune ligne de données",)),
    "Windows": (
        lambda text: text.encode("cp1252"),
        ("pas de l'UTF-8", "ligne {accent}", "attendu un fichier en UTF-8", "CSV, en UTF-8"),
    ),
    "open quote": (lambda text: (text + '"x').encode(), ("mal formée", "guillemets")),
    "long row": (lambda text: text.encode() + b"a" + b"," * 99, ("100 cellules", "en-tête")),
}


@pytest.mark.parametrize("kind", BYTES)
@pytest.mark.parametrize("role", TABLES)
def test_bytes_that_are_no_table(role: str, kind: str, command: Command, out: Path) -> None:
    change, words = BYTES[kind]
    bad = out.parent / "mauvais.csv"
    bad.write_bytes(change(EMBEDDED[role].read_text(encoding="utf-8")))
    ended = command("run", f"--{role}", bad, "--out", out)
    refused(ended, out, tuple(word.format(accent=FIRST_ACCENT[role]) for word in words))
    refused_by_check(command, bad)
    assert f"{bad} : 1 problème" in ended.said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.gpkg", b"", ("contenu illisible", "attendu un GeoPackage", "Exportez")),
        ("coupe.gpkg", EMBEDDED["communes"].read_bytes()[:50_000], ("contenu illisible",)),
        ("table.csv", b"insee\n39001", ("un fichier « .csv »", "attendu un GeoPackage")),
        ("table", b"insee\n39001", ("un fichier sans extension", "attendu un GeoPackage")),
        ("rien.geojson", b'{"type":"FeatureCollection","features":[]}', ("une couche vide",)),
        (
            "windows.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            '{"insee":"39001","name":"é"},"geometry":null}]}'.encode("cp1252"),
            ("contenu illisible",),
        ),
    ],
)
def test_boundaries_that_cannot_be_opened(
    name: str, content: bytes, words: tuple[str], command: Command, out: Path
) -> None:
    bad = out.parent / name
    bad.write_bytes(content)
    ended = command("run", "--communes", bad, "--out", out)
    refused(ended, out, words)
    refused_by_check(command, bad)
    assert f"{bad} : 1 problème" in ended.said


Case = tuple[str, Edit, list[tuple[object, ...]]]
BOUNDARY = ("entité 2, commune 39002", "attendu la limite de la commune", "projection")
CASES: dict[str, Case] = {
    **{
        f"{role}, {kind}": (role, edit, [tuple(words)])
        for role in EMBEDDED
        for kind, edit, words in (
            ("missing column", lacking(NUMBER[role]), [
                "en-tête", f"aucune colonne « {NUMBER[role]} »", "Ajoutez"]),
            ("renamed column", renamed(NUMBER[role], f"{NUMBER[role]}_2026"), [
                f"une colonne « {NUMBER[role]}_2026 »",
                f"Renommez « {NUMBER[role]}_2026 » en « {NUMBER[role]} »"]),
            ("text in a number", cells(**{NUMBER[role]: "beaucoup"}), [
                f"{SECOND[role]}, colonne « {NUMBER[role]} »", "trouvé « beaucoup »",
                "attendu un nombre", "Corrigez la cellule"]),
            ("digits that are not ASCII", cells(**{NUMBER[role]: "３"}), [
                SECOND[role], "trouvé « ３ »", "attendu un nombre"]),
            ("lost leading zero", cells(**{CODE[role]: "1004"}), [
                f"{SECOND[role]}, colonne « {CODE[role]} »", "trouvé « 1004 »",
                "attendu un code Insee à 5 caractères", "zéro initial"]),
            ("other département", cells(**{CODE[role]: "21231"}), [
                SECOND[role], "trouvé « 21231 »", "attendu un code du département 39",
                "--departement"]),
            ("postal name for a code", cells(**{CODE[role]: "Dole"}), [
                SECOND[role], "trouvé « Dole »", "attendu un code Insee", "39300"]),
        )
    },
    "communes, negative residents": ("communes", cells(residents=-5), [
        ("entité 2, colonne « residents »", "trouvé « -5 »", "de 0 à", "Corrigez")]),
    "negative premises": ("broadband", cells(premises="-5"), [
        ("ligne 3, colonne « premises »", "trouvé « -5 »", "de 0 à", "Corrigez")]),
    "negative posts": ("advisors", cells(posts="-2"), [
        ("ligne 3, colonne « posts »", "trouvé « -2 »", "une part comme 0,5", "Corrigez")]),
    "slip of the keyboard": ("broadband", cells(best_ftth=str(LAST + 1)), [
        ("ligne 3, colonne « best_ftth »", f"trouvé « {LAST + 1} »", f"de 0 à {LAST}")]),
    # 39002 has 38 premises, 35 of them with fibre and 3 with 4G: one more of cable is too many.
    "technologies exceed premises": ("broadband", cells(best_coax="1"), [
        ("ligne 3, commune 39002", "trouvé 39 locaux", "pour 38 locaux", "attendu au plus",
         "compté qu'une fois")]),
    "closure date as Excel writes it": ("broadband", cells(copper_closure_date="31/01/2029"), [
        ("ligne 3, colonne « copper_closure_date »", "« 31/01/2029 »", "comme 2029-01-31")]),
    "closure date that no calendar has": ("broadband", cells(copper_closure_date="2029-02-31"), [
        ("ligne 3, colonne « copper_closure_date »", "« 2029-02-31 »", "comme 2029-01-31")]),
    "communes, duplicate": ("communes", cells(insee="39001"), [
        (f"entité {row}, colonne « insee »", "« 39001 »", "une seule fois", "Gardez")
        for row in (1, 2)]),
    "broadband, duplicate": ("broadband", cells(code_insee="39001"), [
        (f"ligne {line}, colonne « code_insee »", "« 39001 »", "une seule fois", "Gardez")
        for line in (2, 3)]),
    "coordinates swapped": ("advisors", cells(latitude="5.49", longitude="47.09"), [
        ("ligne 3", "Grand Dole", "inversées", "attendu chacune dans", "Échangez")]),
    "position 0, 0": ("advisors", cells(latitude="0", longitude="0"), [
        ("ligne 3", "Grand Dole", "la position 0, 0", "attendu une position en France", "Videz")]),
    # New York is north enough but too far west.
    "outside France": ("advisors", cells(latitude="42", longitude="-74"), [
        ("ligne 3, colonne « longitude »", "« -74 »", "attendu une longitude entre", "WGS 84")]),
    "half a position": ("advisors", cells(latitude="", longitude="5.49", code_insee=""), [
        ("ligne 3", "Grand Dole", "position incomplète", "attendu les deux", "Complétez")]),
    "neither position nor code": ("advisors", cells(
        latitude="", longitude="", code_insee="", commune=""), [
        ("ligne 3", "Grand Dole", "ni position ni code", "attendu l'un ou l'autre", "Donnez")]),
    "code of no commune": ("advisors", cells(
        latitude="", longitude="", code_insee="39999", commune=""), [
        ("ligne 3", "Grand Dole", "le code « 39999 »", "attendu le code Insee", "Corrigez")]),
    "boundary swapped": ("communes", moved(lambda shape: transform(shape, lambda x: x[:, ::-1])), [
        (*BOUNDARY, "inversées")]),
    "boundary at 0, 0": ("communes", moved(
        lambda shape: affinity.translate(shape, -shape.centroid.x, -shape.centroid.y)), [
        (*BOUNDARY, "hors de France")]),
    "boundary in America": ("communes", moved(lambda shape: affinity.translate(shape, -80)), [
        (*BOUNDARY, "hors de France")]),
    "no boundary": ("communes", moved(lambda _: None), [
        (*BOUNDARY, "aucune géométrie")]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_bad_table_is_refused_with_place_found_expected_and_action(
    case: str, command: Command, out: Path
) -> None:
    role, edit, faults = CASES[case]
    bad = edited(role, out.parent, edit)
    ended = command("run", f"--{role}", bad, "--out", out)
    refused(ended, out, *faults)
    refused_by_check(command, bad)
    assert f"{bad} : {len(faults)} problème" in ended.said


@pytest.mark.parametrize(
    ("old", "new"), [("latitude", "lat"), ("longitude", "Long"), ("code_insee", "INSEE")]
)
def test_a_usual_other_heading_is_proposed(old: str, new: str, command: Command, out: Path) -> None:
    bad = edited("advisors", out.parent, renamed(old, new))
    ended = command("run", "--advisors", bad, "--out", out)
    refused(ended, out, (f"Renommez « {new} » en « {old} »",))


def test_a_postal_code_is_not_proposed_for_the_insee_code(command: Command, out: Path) -> None:
    bad = edited("advisors", out.parent, lacking("code_insee"))
    ended = command("run", "--advisors", bad, "--out", out)
    refused(ended, out, ("aucune colonne « code_insee » ;", "Ajoutez la colonne"))


def test_all_faults_of_all_files_are_told_at_once(command: Command, out: Path) -> None:
    bad = {
        role: edited(
            role,
            out.parent,
            several(
                cells(2, **{NUMBER[role]: "beaucoup"}),
                cells(3, **{CODE[role]: "1004"}),
                cells(4, **{NUMBER[role]: "-7"}),
            ),
        )
        for role in EMBEDDED
    }
    files = [word for role, path in bad.items() for word in (f"--{role}", path)]
    ended = command("run", *files, "--out", out)
    found = ("« beaucoup »", "« 1004 »", "« -7 »")
    refused(ended, out, *[(what,) for what in found * len(bad)])
    refused_by_check(command, *bad.values())
    for path in bad.values():
        own = typed(ended.err).split(f"{path} : 3 problèmes\n")[1].splitlines()[:3]
        assert all(any(what in line for line in own) for what in found)


def test_many_faults_are_counted_when_they_are_not_all_shown(command: Command, out: Path) -> None:
    def edit(table: pd.DataFrame) -> None:
        table.loc[1:21, "premises"] = "x"

    ended = command("run", "--broadband", edited("broadband", out.parent, edit), "--out", out)
    assert ended.status == 1
    assert "21 problèmes" in ended.err
    assert len(ended.faults) == 20
    assert "… et 1 autre." in ended.err


def published(out: Path) -> pd.DataFrame:
    table = pd.read_csv(out / "communes.csv", sep=";", decimal=",", dtype={"code_insee": "str"})
    return table.set_index("code_insee")


@pytest.mark.slow
def test_a_commune_absent_from_the_broadband_table_is_kept_without_data(
    command: Command, out: Path
) -> None:
    table = edited("broadband", out.parent, lambda table: table.drop(index=1))
    ended = command("run", "--broadband", table, "--out", out)
    assert ended.status == 0
    assert "1 commune sans donnée de débit" in ended.said
    assert "Abergement-la-Ronce (39001)" in ended.said
    communes = published(out)
    assert len(communes) == 492
    assert communes.at["39001", "situation"] == "donnée non disponible"
    assert communes["locaux"].isna()["39001"]
    assert (communes["situation"] == "donnée non disponible").sum() == 1


@pytest.mark.slow
def test_a_broadband_row_without_commune_is_said(command: Command, out: Path) -> None:
    shapes = edited("communes", out.parent, lambda table: table.drop(index=1))
    ended = command("run", "--communes", shapes, "--out", out)
    assert ended.status == 0
    assert (
        "Dans la table du débit, 1 ligne sans commune correspondante : 39001 (ligne 2)"
        in ended.said
    )
    assert len(published(out)) == 491


@pytest.mark.slow
def test_former_communes_are_mapped_to_the_commune_of_today_and_said(
    command: Command, out: Path
) -> None:
    # Abergement-Saint-Jean is part of Neublans-Abergement: here its row stands for half of it.
    def in_two(table: pd.DataFrame) -> pd.DataFrame:
        row = table[table["code_insee"] == "39385"]
        counts = [str(name) for name in row if row[name].str.fullmatch("[0-9]+").all()]
        counts = [name for name in counts if name != "code_insee" and "year" not in name]
        halves = row[counts].astype(int)
        one = row.assign(code_insee="39005", **(halves // 2).astype(str))
        rest = row.assign(**(halves - halves // 2).astype(str))
        return pd.concat([table[table["code_insee"] != "39385"], one, rest])

    table = edited("broadband", out.parent, in_two)
    place = cells(2, code_insee="39005", latitude="", longitude="", host="Relais", commune="")
    hosts = edited("advisors", out.parent, place)
    ended = command("run", "--broadband", table, "--advisors", hosts, "--out", out)
    assert ended.status == 0
    merger = (
        "1 ligne d'une ancienne commune, rattachée à l'actuelle : Abergement-Saint-Jean (39005)"
    )
    for name in ("du débit", "des conseillers"):
        assert f"Dans la table {name}, {merger} → Neublans-Abergement (39385)" in ended.said
    communes = published(out)
    original = pd.read_csv(EMBEDDED["broadband"], dtype={"code_insee": "str"})
    assert communes["locaux"].tolist() == original.sort_values("code_insee")["premises"].tolist()
    assert communes.at["39385", "conseiller_le_plus_proche"] == "Relais"


@pytest.mark.parametrize(("code", "words"), [("99", "inconnu"), ("39a", "inconnu"), ("01", "39")])
def test_an_unknown_departement_says_which_are_known(
    code: str, words: str, command: Command, out: Path
) -> None:
    ended = command("run", "--departement", code, "--out", out)
    refused(ended, out)
    assert code in ended.said
    assert words in ended.said
    assert re.search("--departement 39|--communes, --broadband et --advisors", ended.said)


def test_parameters_out_of_range_are_all_told(command: Command, out: Path) -> None:
    file = out.parent / "parametres.toml"
    file.write_text(
        '[policy]\npoor_share = 2\nfar_minute = 3\n[estimate]\nminutes_per_km = "long"\n',
        encoding="utf-8",
    )
    ended = command("run", "--parameters", file, "--far-minutes", "-5", "--out", out)
    refused(
        ended,
        out,
        ("« policy.poor_share » :", "trouvé « 2 »", "attendu un nombre d'au plus 1", "Corrigez"),
        ("« estimate.minutes_per_km » :", "trouvé « long »", "attendu un nombre"),
        ("« policy.far_minute » :", "attendu l'un de", "« far_minutes »"),
        ("« far_minutes » (donné en option)", "trouvé « -5", "attendu un nombre supérieur à 0"),
    )
    assert str(file) in ended.err


@pytest.mark.parametrize("value", ["0", "241", "nan", "inf"])
def test_an_option_out_of_range(value: str, command: Command, out: Path) -> None:
    ended = command("run", "--far-minutes", value, "--out", out)
    refused(ended, out, ("« far_minutes »", "attendu un nombre"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ("aucun fichier", "Vérifiez le chemin")),
        (b"poor_share=1\nfar_minutes : 3\n", ("ligne 2", "pas du TOML", "« far_minutes = 20 »")),
        (b"# d\xe9tour\n", ("pas de l'UTF-8", "Réenregistrez")),
    ],
)
def test_a_parameter_file_that_cannot_be_read(
    content: bytes | None, words: tuple[str], command: Command, out: Path
) -> None:
    file = out.parent / "parametres.toml"
    if content:
        file.write_bytes(content)
    ended = command("run", "--parameters", file, "--out", out)
    refused(ended, out)
    assert all(word in ended.said for word in (str(file), *words))


@pytest.mark.slow
@pytest.mark.parametrize("below", ["", "2026"])
def test_an_output_folder_whose_place_a_file_takes(
    below: str, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "resultats"
    file.write_bytes(b"notes")
    ended = command("run", "--out", file / below)
    assert ended.status == 1
    assert f"{file / below} : écriture impossible (un fichier" in ended.said
    assert "choisissez un autre dossier avec --out" in ended.said
    assert file.read_bytes() == b"notes"


@pytest.mark.slow
def test_a_full_disk_leaves_the_earlier_results(
    command: Command, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(outputs, "write_summary", full)
    ended = command("run", "--out", out)
    refused(ended, out)
    assert f"{out} : écriture impossible (disque plein)" in ended.said


@pytest.mark.slow
def test_one_result_that_cannot_be_replaced_leaves_all_as_they_were(
    command: Command, out: Path
) -> None:
    (out / "communes.csv").unlink()
    (out / "communes.csv").mkdir()
    (out / "communes.csv" / "precieux.txt").write_text("à garder", encoding="utf-8")
    ended = command("run", "--out", out)
    assert ended.status == 1
    assert "Traceback" not in ended.err
    assert f"{out / 'communes.csv'} : écriture impossible (un dossier porte ce nom)" in ended.said
    assert (out / "communes.csv" / "precieux.txt").read_text(encoding="utf-8") == "à garder"
    assert untouched(out, "communes.csv")


@pytest.mark.slow
def test_a_swap_that_fails_halfway_is_undone(
    command: Command, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def locked(source: Path, target: Path) -> Path:  # as when a spreadsheet holds the file
        if source == out / "index.html":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", locked)
    ended = command("run", "--out", out)
    refused(ended, out)
    assert f"{out / 'index.html'} : écriture impossible (accès refusé)" in ended.said


@pytest.mark.slow
def test_a_real_process_refuses_a_bad_file(out: Path, tmp_path: Path) -> None:
    bad = edited("broadband", tmp_path, cells(premises="beaucoup"))
    ended = real("run", "--broadband", bad, "--out", out)
    refused(ended, out, ("ligne 3, colonne « premises »", "trouvé « beaucoup »"))


@pytest.mark.slow
def test_a_letter_that_the_terminal_lacks_does_not_hide_the_message(
    out: Path, tmp_path: Path
) -> None:
    bad = edited("broadband", tmp_path, cells(premises="３"))
    ended = real("run", "--broadband", bad, "--out", out, PYTHONIOENCODING="cp1252")
    refused(ended, out, ("ligne 3", "?", "attendu un nombre entier"))


# Python imports this first; the page is then begun, announced, and never finished.
BLOCKED = """
import os, pathlib, time
announced = os.environ.pop("BEGUN", None)  # a worker process does not get it
def begin(result, path, **site):
    path.write_text("half a page")
    pathlib.Path(announced).touch()
    time.sleep(120)
if announced:
    from jura_coverage import publish
    publish.write_page = begin
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_an_interruption_while_writing_leaves_the_earlier_results(
    number: signal.Signals, out: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKED, encoding="utf-8")
    begun = tmp_path / "begun"
    assert hasattr(publish, "write_page")
    process = subprocess.Popen(
        [SCRIPT, "run", "--out", out],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(tmp_path), "BEGUN": str(begun)},
    )  # fmt: skip
    with process:
        while not begun.exists() and process.poll() is None:
            time.sleep(0.02)
        assert len(list(out.glob(".*/*/carte.html"))) == 1, "it was not writing"
        process.send_signal(number)
        written, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert typed(said).endswith("\nInterrompu : les résultats précédents sont intacts.\n")
    assert written == ""
    assert untouched(out)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (sources.read_advisors, "host,code_insee,posts,latitude,longitude\nA,25056,1,,\n"
         "B,39198,x,,\n,39198,1,,\nD,39198,1,5.49,47.09\nE,39198,0,,\n"),
        (sources.read_advisors, "Structure;Commune;Postes;État\nA;;1;\nB;Dole;1;parti\n;Dole;1;\n"
         "D;Dole;x;\n"),
        (sources.read_candidates, "code_insee,legal_status\n25056,\n39198,roi\n39300,\n39300,\n"),
        (sources.read_weights, "code_insee,weight\n25056,1\n39198,x\n3919,1\n39300,-1\n"),
        (sources.read_needs, "code_insee,residents,share_65_plus,median_income\n25056,1,0.1,\n"
         "39198,1,x,\n3919,1,,\n39300,y,,\n39397,1,2,\n"),
    ],
)  # fmt: skip
def test_faults_are_told_in_the_order_of_the_rows(
    reader: Callable[..., object], text: str, tmp_path: Path
) -> None:
    """They are of codes, numbers, words and whole rows in turn; of a code twice, the first too."""
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as wrong:
        reader(path, departement="39")
    places = [re.match(r"ligne (\d+)", each.place) for each in wrong.value.faults]
    assert [place and int(place[1]) for place in places] == [*range(2, text.count("\n") + 1)]
