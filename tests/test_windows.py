"""What Windows does otherwise, simulated: open files stay, some names are none, text is cp1252.

No Windows is at hand for these tests; each takes one of its rules and applies it here.
"""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import jura_coverage
from jura_coverage.publish.files import lock
from tests.command import Command

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]

PACKAGE = Path(jura_coverage.__file__).parent
OPEN = Path("/proc/self/fd")
# Of no file there, whatever its ending.
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
LONGEST = 120  # of 260 signs, what a folder of the user's leaves


@pytest.fixture
def sharing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to move or remove a file that is open, as Windows does."""
    if not OPEN.is_dir():
        pytest.skip("only Linux tells which files are open")

    def refuse(path: Path) -> None:
        if path.resolve() in {each.resolve() for each in OPEN.iterdir()}:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    replace, unlink = Path.replace, Path.unlink

    def replaced(path: Path, target: Path) -> Path:
        refuse(path)
        refuse(Path(target))
        return replace(path, target)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        refuse(path)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", unlinked)
    monkeypatch.setattr(lock, "ON_WINDOWS", True)


@pytest.mark.usefixtures("sharing")
def test_results_are_written_again_and_no_lock_stays(command: Command, tmp_path: Path) -> None:
    for _ in range(2):
        ended = command("run", "--departement", "00", "--out", tmp_path)
        assert ended.status == 0, ended.err
    assert not (tmp_path / ".jura-coverage").exists()


@pytest.mark.usefixtures("sharing")
@pytest.mark.parametrize("name", ["communes.csv", "carte.html"])
def test_a_file_open_elsewhere_leaves_all_as_it_was(
    name: str, command: Command, tmp_path: Path
) -> None:
    command("run", "--departement", "00", "--out", tmp_path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    with (tmp_path / name).open("rb"):
        ended = command("run", "--departement", "00", "--far-minutes", "5", "--out", tmp_path)
    assert ended.status == 1
    assert "Fermez" in ended.said
    assert name in ended.said
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == before
    assert (
        command("run", "--departement", "00", "--far-minutes", "5", "--out", tmp_path).status == 0
    )


@pytest.mark.usefixtures("shared")
def test_every_name_is_one_that_windows_takes(command: Command, tmp_path: Path) -> None:
    own = ("--departement", "00", "--out")
    command("run", *own, tmp_path / "cartes")
    command("export", *own, tmp_path / "exports")
    command("sheets", "--all-communes", "--html-only", *own, tmp_path / "fiches")
    names = [each.relative_to(tmp_path) for each in tmp_path.rglob("*")]
    assert len({path.parts[0] for path in names if len(path.parts) > 1}) == 3
    for path in names:
        assert len(str(path)) < LONGEST
        for part in path.parts:
            assert re.fullmatch(r"[^<>:\"/\\|?*\x00-\x1f]*[^<>:\"/\\|?*\x00-\x1f. ]", part), path
            assert part.split(".")[0].lower() not in RESERVED, path
    folded = [str(path).casefold() for path in names]
    assert len(set(folded)) == len(folded)


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--departement", "00", "--out", "cartes"],
        ["check", "liste.csv"],
        ["skin", "--out", "habillage"],
    ],
    ids=lambda words: words[0],
)
def test_no_text_is_read_or_written_in_the_encoding_of_the_machine(
    words: list[str], tmp_path: Path
) -> None:
    """Which is cp1252 there: each file says its own."""
    (tmp_path / "liste.csv").write_text("structure,code_insee\nMaison é,39300\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "always::EncodingWarning",
         "-m", "jura_coverage", *words],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode in (0, 1)
    warned = [line for line in ended.stderr.splitlines() if "EncodingWarning" in line]
    assert not [line for line in warned if f"{PACKAGE}{os.sep}" in line]
