"""What is written: sets whole or not at all, nothing that is not ours, and readable text."""

import csv
import errno
import json
import math
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from pyogrio.errors import DataSourceError

import jura_coverage
from jura_coverage import french, posts
from jura_coverage import publish as pages
from jura_coverage.command import cli, usage
from jura_coverage.command.outputs import MAPS
from jura_coverage.errors import OutputError, reason
from jura_coverage.publish import sheets, text
from jura_coverage.publish.files import formats, geopackage, lock, manifest, plain, staging
from jura_coverage.publish.pages.plan import write_plan
from tests.command import OUTPUTS, SCRIPT, Command
from tests.edited_files import EMBEDDED
from tests.geographies import squares

pytestmark = pytest.mark.usefixtures("embedded")

# Two sets with one file in common, one that goes, one that comes, a folder inside, an index.
EARLIER = {"carte.html": b"1", "plan.html": b"1", "fiches/a.html": b"1", "index.html": b"1"}
LATER = {"carte.html": b"2", "communes.csv": b"2", "fiches/b.html": b"2", "index.html": b"2"}
OWN = {"notes.txt": b"mine", "fiches/notes.txt": b"mine"}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def publish(folder: Path, files: dict[str, bytes], *, of: str = MAPS, force: bool = False) -> None:
    with staging.staged(folder, of=of, force=force) as stage:
        write(stage, files)


def standing(folder: Path) -> dict[str, bytes]:
    """Read every file, hidden ones too, but for the manifest."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {name: content for name, content in files.items() if name != manifest.NAME}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an earlier set, and files of its user."""
    folder = tmp_path / "maps"
    publish(folder, EARLIER)
    write(folder, OWN)
    return folder


def test_a_new_set_takes_the_place_of_the_earlier_one(folder: Path) -> None:
    """Files that are no longer made go, with the folders that they leave empty."""
    write(folder, {"vide/x": b""})
    publish(folder, {"seul/a.txt": b"1"}, of="seul")
    publish(folder, {}, of="seul")
    assert not (folder / "seul").exists()
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN, "vide/x": b""}
    assert set(manifest.read(folder)) == set(LATER)


def test_the_manifest_says_the_same_of_the_same_files(folder: Path, tmp_path: Path) -> None:
    publish(tmp_path / "other", dict(reversed(EARLIER.items())))
    same = [(each / manifest.NAME).read_bytes() for each in (folder, tmp_path / "other")]
    assert same[0] == same[1]


def test_a_file_that_changed_since_is_kept(folder: Path) -> None:
    """It is not replaced without being asked; no longer made, it stays and is the user's own."""
    write(folder, {"plan.html": b"edited", "carte.html": b"edited"})
    with pytest.raises(OutputError, match=r"carte\.html : a changé depuis"):
        publish(folder, LATER)
    assert standing(folder) == {**EARLIER, **OWN, "plan.html": b"edited", "carte.html": b"edited"}
    publish(folder, LATER, force=True)
    assert standing(folder) == {**LATER, **OWN, "plan.html": b"edited"}
    with pytest.raises(OutputError, match=r"plan\.html : n'a pas été écrit par"):
        publish(folder, EARLIER)


@pytest.mark.parametrize("link", [False, True], ids=["file", "link"])
def test_what_is_not_ours_is_refused_by_name(link: bool, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    write(folder, {"real.html": b"mine"})
    if link:
        (folder / "index.html").symlink_to("nowhere")
    else:
        write(folder, {"index.html": b"mine", "communes.csv": b"mine"})
    before = standing(folder)
    with pytest.raises(OutputError, match=r"index\.html : n'a pas été écrit par") as refused:
        publish(folder, LATER)
    assert ("communes.csv" in str(refused.value)) is not link
    assert "--force" in str(refused.value)
    assert standing(folder) == before
    assert {path.name for path in folder.iterdir()} >= {"index.html", "real.html"}
    publish(folder, LATER, force=True)
    assert standing(folder) == {**LATER, "real.html": b"mine"}


def test_results_copied_without_the_manifest_are_ours_again(folder: Path) -> None:
    """To replace a file by the same bytes loses nothing."""
    (folder / manifest.NAME).unlink()
    publish(folder, EARLIER)
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN}


def test_sets_of_two_commands_stand_side_by_side(folder: Path) -> None:
    """Each replaces and removes its own files only."""
    publish(folder, {"communes-39.csv": b"1"}, of="exports 39")
    publish(folder, LATER)
    publish(folder, {"communes-39.gpkg": b"1"}, of="exports 39")
    assert standing(folder) == {**LATER, **OWN, "communes-39.gpkg": b"1"}
    with pytest.raises(OutputError, match=r"index\.html : appartient à .* \(cartes\)"):
        publish(folder, {"index.html": b"3"}, of="fiches")


def test_an_input_is_never_replaced(folder: Path) -> None:
    source = folder / "carte.html"
    given = staging.staged(folder, of=MAPS, force=True, inputs=[source])
    with pytest.raises(OutputError, match=r"carte\.html : lu par cette commande"), given as stage:
        write(stage, LATER)
    assert standing(folder) == {**EARLIER, **OWN}


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"files": 3}', '{"files": {"a": 3}}', '{"files": {"../a": {"set": "cartes"}}}'],
)
def test_a_spoilt_manifest_makes_nothing_ours(content: str, folder: Path) -> None:
    (folder / manifest.NAME).write_text(content, encoding="utf-8")
    assert manifest.read(folder) == {}
    with pytest.raises(OutputError, match="n'a pas été écrit par"):
        publish(folder, LATER)
    assert standing(folder) == {**EARLIER, **OWN}


def test_a_manifest_leads_to_nothing_outside(folder: Path) -> None:
    """Whoever sends a folder cannot have other files removed."""
    outside = folder.parent / "precious.txt"
    outside.write_bytes(b"mine")
    ours = {"../precious.txt": manifest.Entry(set=MAPS, sha256=manifest.digest(outside))}
    manifest.write(ours, folder / manifest.NAME)
    publish(folder, {})
    assert outside.read_bytes() == b"mine"


class KilledError(BaseException):
    """The process is gone: nothing after this is done."""


def killing(number: int, *, locked: str = "") -> Callable[[Path, Path], None]:
    """Give a rename that works so many times, and then never again."""
    done = 0

    def move(source: Path, target: Path) -> None:
        nonlocal done
        if done == number:
            raise KilledError
        done += 1
        if locked and source.name == locked:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)

    return move


def killed(monkeypatch: pytest.MonkeyPatch, folder: Path, **faults: Callable[..., None]) -> None:
    """Publish the later set and be killed by a fault."""
    with monkeypatch.context() as patch:
        for name, fault in faults.items():
            patch.setattr(staging, name, fault)
        with pytest.raises(KilledError):
            publish(folder, LATER)


def recover(folder: Path) -> None:
    """Do what every command does first."""
    with lock.held(folder / staging.WORK):
        staging._recover(folder, force=False)


# The journal, the five that go (with the manifest) and the five that come.
RENAMES = 1 + len(EARLIER) + 1 + len(LATER) + 1


@pytest.mark.slow
@pytest.mark.parametrize("number", range(RENAMES))
def test_killed_after_any_rename_the_next_command_finds_the_earlier_set(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the one that recovers may be killed after any of its own."""
    for again in range(RENAMES):
        killed(monkeypatch, folder, _move=killing(number))
        at_top = {path.read_bytes() for path in folder.glob("[!.]*.html")}
        assert len(at_top) <= 1, "old and new stand together"
        with monkeypatch.context() as patch, suppress(KilledError):
            patch.setattr(staging, "_move", killing(again))
            recover(folder)
        recover(folder)
        assert standing(folder) == {**EARLIER, **OWN}
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN}
    assert not (folder / staging.WORK).exists()


def test_all_renames_are_tried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "_move", killing(RENAMES))
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN}


def test_killed_after_the_swap_the_new_set_stands(folder: Path) -> None:
    """The journal is gone: what lies there of the earlier set is rubbish."""
    publish(folder, LATER)
    write(folder / staging.WORK, {f"{staging.OLD}/carte.html": b"1", "journal.json.tmp": b"{"})
    recover(folder)
    assert standing(folder) == {**LATER, **OWN}
    assert not (folder / staging.WORK).exists()


DYING = """
import os, sys
from pathlib import Path
from jura_coverage.publish.files import staging
with staging.staged(Path(sys.argv[1]), of="cartes") as stage:
    (stage / "carte.html").write_bytes(b"half")
    os.kill(os.getpid(), {number})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_what_a_killed_process_left_is_cleaned_by_the_next(folder: Path) -> None:
    """The system opens its lock; nothing of it had been published."""
    code = DYING.format(number=int(signal.SIGKILL))
    ended = subprocess.run([sys.executable, "-c", code, folder], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert standing(folder)[f"{staging.WORK}/{staging.NEW}/carte.html"] == b"half"
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN}


def test_what_was_written_after_a_kill_is_not_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(monkeypatch, folder, _move=killing(RENAMES - 1))
    write(folder, {"carte.html": b"written since"})
    with pytest.raises(OutputError, match=r"interrompue(?s:.*)  - carte\.html\n") as refused:
        publish(folder, LATER)
    assert str(folder / staging.WORK / staging.OLD) in str(refused.value)
    assert "--force" not in str(refused.value)  # which would take what was written since
    assert (folder / "carte.html").read_bytes() == b"written since"
    (folder / "carte.html").rename(folder / "ma-carte.html")
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN, "ma-carte.html": b"written since"}


@pytest.mark.parametrize("content", ["", "3", '{"../precious.txt": "00"}'])
def test_a_spoilt_journal_moves_nothing(content: str, folder: Path) -> None:
    write(folder / staging.WORK, {staging.JOURNAL: content.encode(), "avant/a.txt": b"old"})
    with pytest.raises(OutputError, match="journal illisible"):
        publish(folder, LATER)
    assert (folder / staging.WORK / "avant" / "a.txt").read_bytes() == b"old"


def test_a_file_held_by_another_program_leaves_the_earlier_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where an open file cannot be renamed: here the rename is made to fail."""
    monkeypatch.setattr(staging, "_move", killing(-1, locked="carte.html"))
    with pytest.raises(OutputError, match=r"carte\.html : écriture impossible \(accès refusé\)"):
        publish(folder, LATER)
    assert standing(folder) == {**EARLIER, **OWN}


def test_a_swap_that_cannot_be_undone_is_undone_by_the_next_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        if source.name == "communes.csv" or target == folder / "carte.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(staging, "_move", full)
        with pytest.raises(OutputError, match=r"disque plein.* relancez la commande"):
            publish(folder, LATER)
    publish(folder, LATER)
    assert standing(folder) == {**LATER, **OWN}


@pytest.mark.parametrize("others", [OWN, {}], ids=["something", "nothing"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_what_others_put_into_a_new_folder_stays(
    others: dict[str, bytes], error: BaseException, tmp_path: Path
) -> None:
    """A run that fails removes the folders that it made, and only while they are empty."""
    folder = tmp_path / "2026" / "maps"

    def fail() -> None:
        with staging.staged(folder, of=MAPS) as stage:
            write(stage, LATER)
            write(folder, others)
            raise error

    with pytest.raises((type(error), OutputError)):
        fail()
    assert standing(tmp_path) == {f"2026/maps/{name}": each for name, each in others.items()}
    assert (tmp_path / "2026").exists() is bool(others)


def test_a_folder_in_use_says_so(folder: Path) -> None:
    with staging.staged(folder, of=MAPS) as stage:
        write(stage, LATER)
        with pytest.raises(OutputError, match="une autre commande jura-coverage y écrit"):
            publish(folder, EARLIER)
    assert standing(folder) == {**LATER, **OWN}
    assert not (folder / staging.WORK).exists()


def test_a_lock_that_went_meanwhile_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its holder ended between opening and locking: what was opened is no longer the lock."""
    tried = lock._try
    path = tmp_path / "work" / lock.NAME

    def late(file: int) -> None:
        monkeypatch.setattr(lock, "_try", tried)
        path.unlink()
        tried(file)

    monkeypatch.setattr(lock, "_try", late)
    with lock.held(path.parent):
        assert path.exists()
        with pytest.raises(OutputError), lock.held(path.parent):
            pass
    assert not path.parent.exists()


@pytest.mark.parametrize("known", [True, False], ids=["no stable file numbers", "no locks"])
def test_a_disk_that_cannot_lock_is_refused_in_french(
    known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some network shares; nothing of ours stays there, and nobody waits for ever."""

    def unknown(_: int) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    if known:
        monkeypatch.setattr(os.path, "samestat", lambda *_: False)
    else:
        monkeypatch.setattr(lock, "_try", unknown)
    with pytest.raises(OutputError, match="ne sait pas réserver un dossier"):
        publish(tmp_path / "maps", LATER)
    assert not (tmp_path / "maps").exists()


def test_an_empty_path_is_not_the_current_folder(command: Command) -> None:
    ended = command("run", "--out", "")
    assert ended.status == 2
    assert "un chemin" in ended.err


def test_work_is_never_done_where_a_link_leads(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / staging.WORK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="un fichier porte ce nom"):
        publish(folder, LATER)
    assert not list((tmp_path / "elsewhere").iterdir())


# Publishes its own set into each folder that it is told, and says how that ended.
WRITER = """
import sys
from pathlib import Path
from jura_coverage.errors import OutputError
from jura_coverage.publish.files import staging
for line in sys.stdin:
    try:
        with staging.staged(Path(line.strip()), of="cartes") as stage:
            for name in ("a", "b", "c", "index.html"):
                (stage / name).write_text(sys.argv[1])
        print("whole", flush=True)
    except OutputError as error:
        print("in use" if "y écrit en ce moment" in str(error) else error, flush=True)
"""


def test_two_commands_at_once_end_whole_or_say_that_the_folder_is_in_use(tmp_path: Path) -> None:
    """Twenty times, by two processes that live, each time in a new folder."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, tag], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
        )
        for tag in "12"
    ]  # fmt: skip
    pipes: list[tuple[IO[str], IO[str]]] = []
    for each in started:
        assert each.stdin
        assert each.stdout
        pipes.append((each.stdin, each.stdout))
    for number in range(20):
        folder = tmp_path / f"maps {number}"
        for into, _ in pipes:
            into.write(f"{folder}\n")
            into.flush()
        ends = [out.readline().strip() for _, out in pipes]
        assert "whole" in ends
        assert set(ends) <= {"whole", "in use"}
        (tag,) = set(standing(folder).values())
        assert tag.decode() in {
            each for each, end in zip("12", ends, strict=True) if end == "whole"
        }
        assert len(standing(folder)) == 4
    for process, (into, out) in zip(started, pipes, strict=True):
        into.close()
        out.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.slow
def test_two_real_runs_at_once(tmp_path: Path) -> None:
    out = tmp_path / "maps"
    runs = [
        subprocess.Popen(
            [SCRIPT, "run", "--departement", "00", "--out", out],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [each.communicate(timeout=120)[1] for each in runs]
    ends = [each.returncode for each in runs]
    assert 0 in ends
    assert all("y écrit en ce moment" in text for text, end in zip(said, ends, strict=True) if end)
    entries = manifest.read(out)
    assert set(standing(out)) == set(entries)
    assert all(manifest.is_as(out / name, entry.sha256) for name, entry in entries.items())


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("given", ["itself", "own"])
def test_a_report_replaces_neither_what_it_is_about_nor_what_is_not_ours(
    given: str, command: Command, tmp_path: Path
) -> None:
    table = tmp_path / "mine.csv"
    table.write_bytes(EMBEDDED["advisors"].read_bytes())
    own = table if given == "itself" else tmp_path / "index.html"
    write(tmp_path, {"index.html": b"mine"})
    before = own.read_bytes()
    ended = command("check", table, "--html", own)
    assert ended.status == 1
    assert f"{own.name} : " in ended.said
    assert own.read_bytes() == before
    ended = command("check", table, "--html", own, "--force")
    assert (own.read_bytes() == before) is (given == "itself")
    for _ in range(2):  # the second replaces the first, and both reports stay
        assert command("check", table, "--html", tmp_path / "a.html").status == 0
        assert command("check", table, "--html", tmp_path / "b.html").status == 0
    assert {"a.html", "b.html", "mine.csv"} <= set(standing(tmp_path))


@pytest.mark.slow
def test_a_file_of_its_own_leaves_nothing_beside(command: Command, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_bytes(EMBEDDED["advisors"].read_bytes())
    page = tmp_path / "a.html"
    assert command("check", table, "--html", page).status == 0
    assert command("template", "--out", tmp_path / "b.xlsx").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.xlsx", "mine.csv"]
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole.replace("<h1>", "<h1>À relire : "), encoding="utf-8")
    assert "ou a changé depuis" in command("check", table, "--html", page).err
    assert "À relire" in page.read_text(encoding="utf-8")
    link = tmp_path / "lien.html"
    page.write_text(whole, encoding="utf-8")
    link.symlink_to(page)  # what it leads to was not named
    assert command("check", table, "--html", link).status == 1
    assert link.is_symlink()


COMMANDS = {
    "run": (("index.html",), "n'a pas été écrit par jura-coverage"),
    "plan": (("plan.json", "index.html"), "n'a pas été écrit par jura-coverage"),
    "export": (("communes-39.csv",), "n'a pas été écrit par jura-coverage"),
    "sheets": (("index.html",), "a changé depuis"),
    "check": (("index.html",), "n'a pas été écrit par cette commande"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_would_be_refused_at_the_end_is_refused_before_anything_is_read(
    name: str, command: Command, tmp_path: Path
) -> None:
    """The table of advisors is not there, which would be told at once if it were looked for."""
    files, why = COMMANDS[name]
    out = tmp_path / "maps"
    if name == "sheets":  # without a manifest, one file may be a copy of ours
        publish(out, {"index.html": b"ours"}, of="fiches")
    out.mkdir(exist_ok=True)
    write(out, dict.fromkeys(files, b"mine"))
    absent = tmp_path / "rien.csv"
    ended = (
        command("check", absent, "--html", out / files[0])
        if name == "check"
        else command(name, "--advisors", absent, "--out", out)
    )
    assert ended.status == 1
    assert all(f"{file} : " in ended.said and why in ended.said for file in files)
    assert "aucun fichier à cet endroit" not in ended.err
    assert {name: standing(out)[name] for name in files} == dict.fromkeys(files, b"mine")
    if name != "check":
        ended = command(name, "--advisors", absent, "--out", out, "--force")
        assert "aucun fichier à cet endroit" in ended.err


def test_what_may_be_a_copy_of_ours_is_told_at_the_end_only(tmp_path: Path) -> None:
    options: dict[str, Any] = {"of": MAPS, "force": False, "inputs": []}
    write(tmp_path, dict.fromkeys(OUTPUTS, b"x"))
    staging.look(tmp_path, OUTPUTS, **options)
    (tmp_path / OUTPUTS[0]).unlink()
    with pytest.raises(OutputError, match="n'a pas été écrit"):
        staging.look(tmp_path, OUTPUTS, **options)
    with pytest.raises(OutputError, match="lu par cette commande"):
        staging.look(
            tmp_path, OUTPUTS, **options | {"force": True, "inputs": [tmp_path / OUTPUTS[1]]}
        )


@pytest.mark.usefixtures("shared")
def test_an_input_in_the_output_folder_stays(command: Command, tmp_path: Path) -> None:
    table = tmp_path / "communes.csv"
    table.write_bytes(EMBEDDED["broadband"].read_bytes())
    for force in ([], ["--force"]):
        ended = command("run", "--broadband", table, "--out", tmp_path, *force)
        assert ended.status == 1
        assert "communes.csv : lu par cette commande" in ended.said
        assert table.read_bytes() == EMBEDDED["broadband"].read_bytes()
        assert not (tmp_path / "carte.html").exists()


def test_the_manifest_is_plain_to_read(folder: Path) -> None:
    said = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))
    assert said["about"].startswith("Ce que jura-coverage a écrit")
    assert set(said["files"]) == set(EARLIER)


def test_a_hidden_sign_is_shown_and_never_sent_to_the_terminal(
    command: Command, tmp_path: Path
) -> None:
    """An escape would colour or erase, an override would turn a name around."""
    named = "\x1b[2Jtable\u202egpj\r.csv"
    ended = command("run", "--broadband", tmp_path / named, "--out", tmp_path / "maps")
    assert ended.status == 1
    assert "␛[2Jtable\N{REPLACEMENT CHARACTER}gpj␍.csv" in ended.err
    assert french.legible(ended.err) == ended.err


@pytest.mark.parametrize(
    "path", sorted(Path(cli.__file__).parent.glob("*.py")), ids=lambda p: p.name
)
def test_all_that_is_said_goes_through_the_terminal(path: Path) -> None:
    """But for the help, which rich has coloured."""
    said = path.read_text(encoding="utf-8").replace("click.echo(error.message, nl=False)", "")
    if path.name != "terminal.py":
        assert "click.echo(" not in said
        assert "escape(" not in said


def test_json_is_read_by_every_program(tmp_path: Path) -> None:
    """What is missing or infinite is null, wherever it stands; halves of letters are signs."""
    data = {"a": [1.5, math.nan], "b": {"c": (math.inf, -math.inf)}, "d": "\ud800", "e": None}
    text.write_json(data, tmp_path / "a.json")

    def refused(constant: str) -> None:
        raise AssertionError(constant)

    read = json.loads((tmp_path / "a.json").read_bytes(), parse_constant=refused)
    assert read == {"a": [1.5, None], "b": {"c": [None, None]}, "d": "\ufffd", "e": None}


def test_json_is_written_in_one_place() -> None:
    """Fingerprints, answers between processes and the example of a template are no output.

    What is kept notes its own.
    """
    package = Path(jura_coverage.__file__).parent
    kept = {"sources/copies.py", "sources/roads/network.py", "sources/communes/parted.py"}
    hashed = {"study/run.py", "command/france/kept.py"}
    between = {"command/france/answers.py", "columns/own.py"}
    own = {"publish/text.py", "parameters/wording.py", *hashed, *kept, *between}
    writing = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "json.dump" in path.read_text(encoding="utf-8")
    }
    assert writing <= own


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_no_cell_of_a_csv_is_run(start: str, tmp_path: Path) -> None:
    plain.write_csv(pd.DataFrame({"name": [f"{start}1+1", "Dole"]}), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file, delimiter=";")]
    assert cells == ["name", f"'{start}1+1", "Dole"]


@pytest.mark.slow
def test_hidden_signs_are_shown_in_every_file(tmp_path: Path) -> None:
    """They would hide, command a terminal, or turn text around."""
    result = squares()
    hostile = "＝1\u202e\x1b\x9b"
    result.communes.loc["39001", ["name", "epci_name"]] = hostile
    places = result.territory.places.assign(host=hostile)
    result = replace(
        result,
        territory=replace(
            result.territory, services={**result.territory.services, "advisors": places}
        ),
    )
    found = posts.decide(result, rule=posts.Rule(posts=1))
    formats.write(result, tmp_path, formats=tuple(formats.FORMATS), decision=found)
    sheets.write(result, sheets.every_commune(result)[:1], tmp_path, decision=found, pdf=False)
    pages.write_page(result, tmp_path / "carte.html", decision=found)
    write_plan(found, tmp_path / "plan.html")
    pages.write_index(result, tmp_path, decision=found)
    plain.write_summary(result, tmp_path / "summary.json")
    signs = "＝1\N{REPLACEMENT CHARACTER}␛\N{REPLACEMENT CHARACTER}"
    for path in tmp_path.iterdir():
        if path.suffix in {".html", ".csv", ".json", ".geojson", ".svg"}:
            written = path.read_text(encoding="utf-8")
            assert french.legible(written) == written, path
    tables = (
        pd.read_csv(tmp_path / "communes-39.csv", sep=";")["commune"],
        gpd.read_file(tmp_path / "communes-39.geojson")["commune"],
        gpd.read_parquet(tmp_path / "communes-39.parquet")["commune"],
        gpd.read_file(tmp_path / "couverture-39.gpkg", layer="communes")["commune"],
        gpd.read_file(tmp_path / "couverture-39.gpkg", layer="structures")["structure"],
    )
    for names in tables:
        assert names[0].removeprefix("'") == signs
    assert tables[0][0] == f"'{signs}"
    cell = openpyxl.load_workbook(tmp_path / "couverture-39.xlsx")["Communes"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (signs, "s", True)


# What each format is written through, and how that tells of a full disk.
FULL = {
    "csv": (Path, "write_text", OSError(errno.ENOSPC, "full")),
    "xlsx": (Path, "write_bytes", OSError(errno.ENOSPC, "full")),
    "parquet": (Path, "write_bytes", OSError(errno.ENOSPC, "full")),
    "geojson": (Path, "write_text", OSError(errno.ENOSPC, "full")),
    "gpkg": (geopackage, "_add", DataSourceError("disk I/O error")),
    "gpkg styles": (geopackage, "_add_styles", sqlite3.OperationalError("database is full")),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", FULL)
def test_a_full_disk_is_told_of_every_format(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, error = FULL[case]

    def full(*_: object, **__: object) -> None:
        raise error

    def export() -> None:
        with staging.staged(tmp_path / "exports", of="exports 39") as stage:
            monkeypatch.setattr(owner, name, full)
            formats.write(squares(), stage, formats=[case.split()[0]])

    monkeypatch.setattr(geopackage, "FULL_BYTES", 2**100)
    with pytest.raises(OutputError, match=r"écriture impossible \(disque plein\)"):
        export()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [errno.EACCES, errno.EDQUOT, errno.ENAMETOOLONG, errno.ENODEV])
def test_a_refusal_of_the_system_is_told_in_french(number: int) -> None:
    said = reason(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in said


def test_names_that_are_too_long_are_told(command: Command, tmp_path: Path) -> None:
    ended = command("template", "--out", tmp_path / f"{'a' * 300}.xlsx")
    assert ended.status == 1
    assert "nom trop long" in ended.err
    assert not list(tmp_path.iterdir())


NUMBERS = [
    (name, each.opts[0])
    for name, each_command in cli.app.commands.items()
    for each in each_command.params
    if isinstance(each.type, usage.Number)
]


@pytest.mark.parametrize(
    "value", ["inf", "-inf", "nan", "1e400", f"{10**30}", f"-{10**30}", "9" * 5000]
)
def test_no_option_takes_a_number_without_bounds(value: str, command: Command) -> None:
    """Every numeric option of every command: refused before anything is read."""
    assert {option for _, option in NUMBERS} >= {"--budget", "--stops", "--far-minutes"}
    for name, option in NUMBERS:
        given = ["Dole"] if name == "explain" else []
        ended = command(name, *given, f"{option}={value}")
        assert ended.status in {1, 2}, (name, option)
        assert "attendu un" in ended.said, (name, option)
        assert ended.out == ""


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--months", "0.5", "une durée de 1 à 120 mois"),
        ("--budget", "-1", "un nombre de 0 à 1 000 000 000 000"),
        ("--per-epci", "10001", "un nombre de 0 à 10 000"),
        ("--posts", "0", "un nombre de 1 à 10 000"),
    ],
)
def test_bounds_are_told(option: str, value: str, expected: str, command: Command) -> None:
    ended = command("add", f"{option}={value}")
    assert ended.err.replace("\N{NO-BREAK SPACE}", " ") == (
        f"Valeur refusée pour {option} : trouvé « {value} » ; attendu {expected}. "
        "Aide : « jura-coverage add --help ».\n"
    )
    assert ended.status == 2
