"""What every command takes and tells: its version, help, département, options given twice, JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import jura_coverage
from jura_coverage import posts
from jura_coverage.command import cli, usage
from jura_coverage.command.given import VARIABLE
from jura_coverage.command.usage_faults import RefusedValueError
from tests.command import Command, real
from tests.sharing import Answers, once

ONE_VALUE = [
    (name, each.opts[0])
    for name, each_command in cli.app.commands.items()
    for each in each_command.params
    if isinstance(each, click.Option) and not each.multiple
]


def test_the_version_is_that_of_the_package(command: Command) -> None:
    ended = command("--version")
    assert ended.out == f"jura-coverage {jura_coverage.__version__}\n"
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{jura_coverage.__version__}"' in project


@pytest.mark.parametrize("words", [(), ("keep",)])
def test_help_has_a_short_name(words: tuple[str, ...], command: Command) -> None:
    assert command(*words, "-h").out == command(*words, "--help").out


@pytest.mark.parametrize(("name", "option"), ONE_VALUE)
def test_an_option_given_twice_is_refused(name: str, option: str, command: Command) -> None:
    """Whatever it is, and before anything is read: which of the two is meant?"""
    (known,) = (each for each in cli.app.commands[name].params if option in each.opts)
    once = [option] if getattr(known, "is_flag", False) else [option, "1"]
    given = {"explain": ["Dole"], "check": ["a.csv"], "compare": ["2022", "b.csv"]}.get(name, [])
    ended = command(name, *given, *once, *once)
    assert ended.status == 2
    assert f"Option donnée deux fois : {option}." in ended.said


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0,05", 0.05), ("7,5", 7.5), ("0.05", 0.05), ("12", 12.0), ("-0,5", -0.5)],
)
def test_decimals_have_a_comma_or_a_point(written: str, meant: float) -> None:
    assert usage.Number(float).convert(written, None, None) == meant


@pytest.mark.parametrize(
    ("written", "kind"),
    [("32,000", float), ("1,2,3", float), ("1.000,5", float), (",", float), ("2,5", int)],
)
def test_what_may_be_thousands_or_is_no_number_is_refused(written: str, kind: type[float]) -> None:
    with pytest.raises(RefusedValueError) as refused:
        usage.Number(kind).convert(written, None, None)
    assert refused.value.found == written


def test_a_decimal_comma_is_the_same_parameter(command: Command) -> None:
    comma, point = (command("explain", "Dole", "--poor-share", each) for each in ("0,05", "0.05"))
    assert (comma.status, comma.out) == (0, point.out)


def test_what_may_be_repeated_is(command: Command) -> None:
    ended = command("run", "--broadband", "a.csv", "--broadband", "b.csv")
    assert "deux fois" not in ended.said


@pytest.fixture
def for_the_invented(tmp_path: Path) -> Path:
    """Parameters for the invented département."""
    path = tmp_path / "00.toml"
    path.write_text('departement = "00"\n[policy]\nfar_minutes = 15\n', encoding="utf-8")
    return path


def of(command: Command, *words: object) -> str:
    """The département of which a command tells."""
    return str(json.loads(command("keep", "--json", *words).out)["departement"])


@pytest.fixture
def kept(shared: None, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the end of each post costs is found once for a result."""
    monkeypatch.setattr(posts, "keep", once(posts.keep, answers))


@pytest.mark.slow
@pytest.mark.usefixtures("kept")
def test_the_option_prevails_over_the_file_and_the_file_over_the_environment(
    command: Command, for_the_invented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of(command) == "39"
    monkeypatch.setenv(VARIABLE, " 00 ")
    assert of(command) == "00"
    assert of(command, "--departement", "39") == "39"
    monkeypatch.setenv(VARIABLE, "")
    assert of(command) == "39"
    assert of(command, "--parameters", for_the_invented) == "00"
    monkeypatch.setenv(VARIABLE, "39")
    assert of(command, "--parameters", for_the_invented) == "00"
    assert of(command, "--parameters", for_the_invented, "--departement", "39") == "39"


@pytest.mark.slow
@pytest.mark.usefixtures("kept")
def test_a_departement_is_no_parameter_of_a_result(
    command: Command, for_the_invented: Path
) -> None:
    """The same thresholds have the same fingerprint, whatever the file says of a département."""
    with_it = json.loads(command("keep", "--json", "--parameters", for_the_invented).out)
    without = json.loads(command("keep", "--json", "--departement=00", "--far-minutes=15").out)
    assert with_it["parameters_hash"] == without["parameters_hash"]


@pytest.mark.parametrize(("value", "shown"), [("39", "39"), ('["39"]', '["39"]'), ("true", "true")])
def test_a_departement_is_a_text(value: str, shown: str, command: Command, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(f"departement = {value}\n", encoding="utf-8")
    ended = command("run", "--parameters", path)
    assert ended.status == 1
    assert f"trouvé « {shown} » ; attendu un code entre guillemets" in ended.said


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp850", "cp1252"])
def test_json_is_utf_8_whatever_the_console(encoding: str) -> None:
    """And nothing else stands on standard output; what people read is in the console's signs."""
    done = subprocess.run(
        [sys.executable, "-m", "jura_coverage", "keep", "--departement", "00", "--json"],
        capture_output=True, check=True, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    said = done.stdout.decode("utf-8")
    assert json.loads(said)["departement"] == "00"
    assert "é" in said
    assert "’" not in said
    done.stderr.decode(encoding)


@pytest.mark.slow
def test_a_shell_completes_commands_options_and_files() -> None:
    """Asked as bash does: click's protocol, one line a proposal."""

    def proposed(*words: str) -> set[str]:
        ended = real(
            _JURA_COVERAGE_COMPLETE="bash_complete",
            COMP_WORDS=" ".join(["jura-coverage", *words]), COMP_CWORD=str(len(words)),
        )  # fmt: skip
        return set(ended.out.split())

    assert "plain,keep" in proposed("ke")
    assert {"plain,--far-minutes", "plain,--parameters"} <= proposed("run", "--")
    assert proposed("run", "--parameters", "a") == {"file,a"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_a_shell_needs_is_written(shell: str, command: Command) -> None:
    ended = command("--completion", shell)
    assert ended.status == 0
    assert "_JURA_COVERAGE_COMPLETE" in ended.out


def test_a_shell_that_is_none_is_refused(command: Command) -> None:
    ended = command("--completion", "cmd")
    assert ended.status == 2
    assert "attendu bash, zsh, fish ou powershell" in ended.said
