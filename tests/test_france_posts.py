"""Posts shared out between départements, on the command line: as `add`, whole, refused, told."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jura_coverage import columns
from jura_coverage.command.france.quotas import quotas
from jura_coverage.errors import DataError
from tests.command import Ended, typed

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

ENDED = subprocess.CompletedProcess[str]


def asked(question: str, out: Path, *more: str) -> ENDED:
    """Call the command as a process of its own, whose workers import it anew."""
    return subprocess.run(
        [sys.executable, "-m", "jura_coverage", "france", question, "--out", str(out), *more],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def data(out: Path, name: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    return facts


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ENDED]:
    """New posts for the Jura, the invented département, and one of which nothing is known."""
    out = tmp_path_factory.mktemp("france")
    return out, asked("add", out, "--departements", "00,39,90", "--posts", "4", "--at-least", "1")


@pytest.mark.parametrize(("code", "posts"), [("39", 3), ("00", 2)])
def test_one_departement_gets_what_add_proposes(
    code: str, posts: int, command: Callable[..., Ended], tmp_path: Path
) -> None:
    """The same posts with the same figures, to the byte, and the same gap."""
    ended = asked("add", tmp_path, "--departements", code, "--posts", str(posts), "--json")
    assert ended.returncode == 0, ended.stderr
    facts = json.loads(ended.stdout)
    (told,) = facts["departements"]
    alone = json.loads(command("add", "--departement", code, "--posts", posts, "--json").out)
    plan = next(
        each for each in alone["plans"] if (each["kind"], each["posts"]) == ("expected", posts)
    )
    own = {name: value for name, value in plan.items() if name not in {"kind", "worst_regret"}}
    assert json.dumps(told["plan"]) == json.dumps(own)
    assert facts["expected_gain"] == plan["expected_gain"]
    assert facts["gap"] == plan["gap"]
    assert facts == data(tmp_path, "postes-a-ajouter")


def test_files_and_words_tell_the_same(added: tuple[Path, ENDED]) -> None:
    out, ended = added
    facts = data(out, "postes-a-ajouter")
    table = rows(out / "postes-a-ajouter.csv")
    said = typed(ended.stdout)
    assert list(table[0]) == [column.field for column in columns.NEW_POSTS]
    assert [row["code_departement"] for row in table] == ["00", "39"]
    assert [float(row["postes_nouveaux"].replace(",", ".")) for row in table] == [
        each["posts"] for each in facts["departements"]
    ]
    assert sum(each["posts"] for each in facts["departements"]) == facts["posts_shared"] == 4
    assert min(each["posts"] for each in facts["departements"]) >= 1
    gains = [each["plan"]["expected_gain"] for each in facts["departements"]]
    assert facts["expected_gain"] == sum(gains)
    assert [int(row["habitants_en_moyenne"]) for row in table] == gains
    for each, row in zip(facts["departements"], table, strict=True):
        for site in each["plan"]["sites"]:
            assert f"{each['names'][site]} ({site})" in row["communes"]
            assert f"{each['names'][site]} ({site})" in said
    book = openpyxl.load_workbook(out / "postes-a-ajouter.xlsx")
    sheet = book["Postes nouveaux"]
    assert [cell.value for cell in sheet["A"]][1:] == ["00", "39"]
    assert sheet.max_column == len(columns.NEW_POSTS) == book["Dictionnaire"].max_row - 1


def test_one_that_fails_is_named_and_stops_nobody(added: tuple[Path, ENDED]) -> None:
    """The others share its posts; what was found stays for the next time."""
    out, ended = added
    assert ended.returncode == 1
    assert "Territoire de Belfort (90) : laissé de côté" in typed(ended.stderr)
    assert list(data(out, "postes-a-ajouter")["failed"]) == ["90"]
    assert (out / ".postes-en-cours").is_dir()
    before = (out / "postes-a-ajouter.csv").read_bytes()
    again = asked(
        "add", out, "--departements", "00,39", "--posts", "4", "--at-least", "1", "--force"
    )
    assert again.returncode == 0, again.stderr
    assert (out / "postes-a-ajouter.csv").read_bytes() == before
    assert not (out / ".postes-en-cours").exists()


def test_posts_are_kept_up_to_the_budget(command: Callable[..., Ended], tmp_path: Path) -> None:
    alone = json.loads(command("keep", "--departement", "39", "--json").out)
    now = sum(host["posts"] for host in alone["hosts"])
    ended = asked("keep", tmp_path, "--departements", "00,39", "--posts", "16", "--at-least", "2")
    assert ended.returncode == 0, ended.stderr
    facts = data(tmp_path, "postes-a-garder")
    jura = facts["departements"][1]
    assert jura["posts_now"] == pytest.approx(now, abs=0.005)
    assert all(each["posts_kept"] > 1 for each in facts["departements"])
    assert facts["posts_kept"] <= 16 < facts["posts_now"]
    assert {host["host"] for host in alone["hosts"]} > set(jura["hosts_ended"])
    lost = sum(each["residents_lost_mean"] for each in facts["departements"])
    assert facts["residents_lost_mean"] == lost
    table = rows(tmp_path / "postes-a-garder.csv")
    assert list(table[0]) == [column.field for column in columns.KEPT_POSTS]
    for each, row in zip(facts["departements"], table, strict=True):
        assert row["structures"] == " ; ".join(each["hosts_ended"])
        assert int(row["habitants_perdus_en_moyenne"]) == each["residents_lost_mean"]


def test_a_budget_for_all_posts_ends_none(tmp_path: Path) -> None:
    ended = asked("keep", tmp_path, "--departements", "00", "--posts", "9999")
    assert ended.returncode == 0, ended.stderr
    (told,) = data(tmp_path, "postes-a-garder")["departements"]
    assert told["posts_kept"] == told["posts_now"] > 0
    assert (told["hosts_ended"], told["residents_lost_mean"]) == ([], 0)


def test_faults_of_quotas_are_told_together(command: Callable[..., Ended], tmp_path: Path) -> None:
    ended = command(
        "france", "add", "--departements", "39,71", "--posts", "5", "--out", tmp_path / "out",
        "--at-least", "x,21=1,39=4", "--at-most", "39=3,39=2,71=-1",
    )  # fmt: skip
    assert ended.status == 1
    assert [fault.partition(" ; ")[0] for fault in ended.faults] == [
        "trouvé « x »", "trouvé « 21=1 »", "trouvé « 39=2 »", "trouvé « 71=-1 »",
        "département 39 : trouvé au moins 4 et au plus 3",
    ]  # fmt: skip
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("least", "most", "faults"),
    [
        # Nobody gave --at-most: what is asked for at least is held against the posts.
        ("39=6", None, [("--at-least", "6 postes au moins en tout", "5 au plus, comme --posts")]),
        ("3", None, [("--at-least", "6 postes au moins en tout", "5 au plus, comme --posts")]),
        ("39=4", "39=3", [
            ("--at-least et --at-most", "au moins 4 et au plus 3", "un minimum sous le maximum")]),
        ("39=6", "71=1", [("--at-least", "6 postes au moins en tout", "5 au plus, comme --posts")]),
    ],
)  # fmt: skip
def test_quotas_that_cannot_be_kept_are_held_against_what_was_given(
    least: str, most: str | None, faults: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(DataError) as refused:
        quotas(least, most, departements=["39", "71"], posts=5)
    said = [(each.file, typed(each.found), typed(each.expected)) for each in refused.value.faults]
    assert said == faults


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["add"], 1, "--posts : trouvé rien"),
        (["keep", "--posts", "0"], 2, "un nombre de 1 à 10 000"),
        (["keep", "--posts", "5", "--per-epci", "1"], 2, "Option inconnue : --per-epci"),
        (["add", "--posts", "3", "--at-least", "2", "--departements", "39,71"], 1, "4 postes au"),
        (["add", "--posts", "3", "--departements", "39,99"], 1, "« 99 »"),
        (["add", "--posts", "3", "--far-minutes", "-1"], 1, "far_minutes"),
        (["walk"], 2, "Arguments en trop : walk."),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], status: int, said: str, command: Callable[..., Ended], tmp_path: Path
) -> None:
    ended = command("france", *words, "--out", tmp_path / "out")
    assert ended.status == status
    assert said in ended.said
    assert not (tmp_path / "out").exists()
