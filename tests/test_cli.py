"""The command as its user meets it: usage, help, results, parameters and hostile names."""

import csv
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jura_coverage import study
from jura_coverage.parameters import Parameters
from jura_coverage.sources import catalogue
from jura_coverage.study import Result
from tests.command import OUTPUTS, Command, Ended, real
from tests.edited_files import cells, edited, several

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded")]


@pytest.fixture(scope="module")
def jura_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """What the fixture `jura` holds, run by a real process with both streams piped."""
    folder = tmp_path_factory.mktemp("run")
    out, chosen = folder / "cartes" / "2026", folder / "parametres.toml"
    chosen.write_text(
        "[estimate]\nminutes_per_km = 1.35\ndistance_exponent = 1.0\n", encoding="utf-8"
    )
    return out, real("run", "--advisors", "2022", "--parameters", chosen, "--out", out)


def summary(out: Path) -> dict[str, object]:
    facts: dict[str, object] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return facts


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "Il manque une commande."),
        ("walk", "Commande inconnue. Commandes : run, explain,"),
        ("run --wxyz 3", "Option inconnue : --wxyz."),
        ("run --poor-shar 3", "Option inconnue : --poor-shar (peut-être --poor-share)."),
        ("run --far-minutes loin", "trouvé « loin » ; attendu un nombre, comme 20 ou 0,05."),
        ("run --out", "L'option --out demande une valeur."),
        ("run --help=oui", "L'option --help ne prend pas de valeur."),
        ("run Dole", "Arguments en trop : Dole."),
        ("explain", "Il manque COMMUNE."),
    ],
)
def test_wrong_usage_ends_with_2_and_a_french_sentence(
    arguments: str, sentence: str, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = command(*arguments.split())
    assert ended.status == 2
    assert sentence in ended.said
    assert re.search("Aide : « jura-coverage( run| explain)? --help »", ended.said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments", ["--help", "run --help", "explain --help", "export --help", "sheets --help"]
)
def test_the_help_is_wholly_in_french(arguments: str, command: Command) -> None:
    ended = command(*arguments.split())
    assert ended.status == 0
    assert "Affiche cette aide." in ended.out
    english = r"show this|default|required|exit\b|commands\b|<\w+>|\btext\b|\bpath\b|float|aborted"
    assert not re.findall(english, ended.out.lower())


def test_the_help_tells_defaults_and_formats(command: Command) -> None:
    said = re.sub(r"[│\s]+", " ", command("run", "--help").told)
    usual = Parameters().policy
    assert f"({usual.far_minutes:g} par défaut)" in said
    assert f"({usual.poor_share:g} par défaut)" in said
    assert f"{usual.definition} (filaire, par défaut)" in said
    assert said.count("CSV, xlsx, ods") == 3  # broadband, advisors, needs
    for edition in catalogue.editions_of("advisors", departement="39"):
        assert re.search(rf"édition embarquée \([^)]*\b{edition}\b", said), edition
    assert "[par défaut : 30]" in command("rounds", "--help").told


def test_stdout_names_the_results_and_nothing_else(jura_run: tuple[Path, Ended]) -> None:
    out, ended = jura_run
    assert ended.status == 0
    written = sorted(path.name for path in out.glob("[!.]*"))
    assert ended.out.splitlines() == [str(out / name) for name in written]
    assert set(OUTPUTS) <= set(written)
    assert {Path(name).suffix for name in written} <= {".html", ".csv", ".json", ".svg"}


def test_the_summary_on_stderr_has_the_key_figures_and_the_state_of_the_data(
    jura_run: tuple[Path, Ended],
) -> None:
    _, ended = jura_run
    for words in (  # the figures of the design
        "86 communes, 38 234 habitants, 2 641 locaux",
        "235 communes, 95 992 habitants",
        "184 467 sur 192 870",
        "13 postes, 9 structures",
        "Qualité des données",
        "Aucune valeur manquante",
    ):
        assert words in ended.said


def test_a_pipe_gets_no_animation_and_no_escape_code(jura_run: tuple[Path, Ended]) -> None:
    _, ended = jura_run
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2800-\u28ff]|Lecture et calcul", ended.err)


def test_the_hash_of_the_parameters_stands_in_every_output(
    jura_run: tuple[Path, Ended], jura: Result
) -> None:
    out, ended = jura_run
    fingerprint = jura.fingerprint
    assert summary(out)["parameters_hash"] == fingerprint
    assert fingerprint in ended.err
    missing = [n for n in OUTPUTS if fingerprint not in (out / n).read_text(encoding="utf-8")]
    assert missing == []


def fingerprint(jura_today: Result, *, far_minutes: float) -> str:
    chosen = Parameters().but(far_minutes=far_minutes, poor_share=0.5)
    return study.study(jura_today.territory, parameters=chosen).fingerprint


def test_options_prevail_over_the_parameter_file(
    command: Command, tmp_path: Path, jura_today: Result
) -> None:
    file = tmp_path / "parametres.toml"
    file.write_text("[policy]\nfar_minutes = 240\npoor_share = 0.5\n", encoding="utf-8")
    given = ("--parameters", file, "--out", tmp_path / "maps")
    assert command("run", *given).status == 0
    facts = summary(tmp_path / "maps")
    assert facts["communes_far"] == 0  # nowhere in the Jura is four hours from an advisor
    assert facts["parameters_hash"] == fingerprint(jura_today, far_minutes=240)
    assert command("run", *given, "--far-minutes", "1").status == 0
    facts = summary(tmp_path / "maps")
    assert facts["communes_far"] == 492  # each trip takes the two fixed minutes at least
    assert facts["parameters_hash"] == fingerprint(jura_today, far_minutes=1)


def test_the_code_of_a_departement_may_be_in_small_letters(
    command: Command, tmp_path: Path
) -> None:
    small, large = (
        command("run", "--departement", code, "--out", tmp_path) for code in ("2a", "2A")
    )
    assert small == large
    assert "le département 2A" in small.said


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("39228", "Foncine-le-Haut (39228) est signalée"),
        ("foncine le haut", "Foncine-le-Haut (39228)"),
        ("FONCINE-LE-HAUT", "Foncine-le-Haut (39228)"),
        ("st claude", "Saint-Claude (39478) n'est pas signalée"),
        ("eclans nenon", "Éclans-Nenon (39205)"),
        ("rousses", "Les Rousses (39470)"),
    ],
)
def test_a_commune_is_explained_by_code_or_by_name(
    wanted: str, title: str, command: Command
) -> None:
    ended = command("explain", wanted)
    assert ended.status == 0
    assert ended.told.startswith(title)
    assert ended.err.startswith("Qualité des données\n")  # and nothing is wrong
    assert "Erreur" not in ended.err
    for words in ("habitant", "locaux sur", "le plus proche est", "5 %", "20 minutes"):
        assert words in " ".join(ended.out.split())


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("wanted", ["39256", "Goux"])
def test_a_former_commune_is_explained_as_the_commune_of_today(
    wanted: str, command: Command
) -> None:
    ended = command("explain", wanted)
    assert ended.status == 0
    first, second = ended.told.split("\n\n")[:2]
    assert first == "Goux (39256) est une ancienne commune ; commune actuelle : Dole (39198)."
    assert second.startswith("Dole (39198)")


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("foncine", ("2 communes", "Foncine-le-Bas (39227)", "Foncine-le-Haut (39228)")),
        ("Fonsine-le-Haut", ("Vouliez-vous dire", "Foncine-le-Haut (39228)")),
        ("39600", ("« 39600 » est un code postal, celui de ", "Arbois (39013)", "entre autres")),
        ("39999", ("« 39999 » n'est ni le code Insee ni le nom d'une commune",)),
        ("Besançon", ("« Besançon » n'est ni le code Insee ni le nom d'une commune",)),
        ("", ("n'est ni le code Insee ni le nom d'une commune",)),
    ],
)
def test_an_unclear_commune_is_answered_with_proposals(
    wanted: str, words: tuple[str, ...], command: Command
) -> None:
    ended = command("explain", wanted)
    assert ended.status == 1
    assert ended.out == ""
    assert all(word in ended.said for word in words), ended.err


@pytest.mark.usefixtures("shared")
def test_a_code_that_is_a_postcode_too_is_not_taken_without_a_word(command: Command) -> None:
    """The postcode of Dole is the code of Champrougier; one of Lons-le-Saunier is nobody else's."""
    doubt, *rest = command("explain", "39100").told.split("\n\n")
    assert "39100 est lu comme un code Insee ; c'est aussi un code postal" in doubt
    assert "Dole (39198)" in doubt
    assert rest[0].startswith("Champrougier (39100)")
    assert "code postal" not in command("explain", "39198").told
    assert command("explain", "39000").told.startswith("Lons-le-Saunier (39300)")


class Tags(HTMLParser):
    """Every tag of a page as a browser starts it, with the names of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join([tag, *(name for name, _ in attrs)]))


HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1",
    "@SUM(1)",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "[bold]{{ 1 }}[/nope]",
)


def named(folder: Path, *hosts: str) -> Path:
    """Write the advisor table with other names from its second row on, and no positions."""
    folder.mkdir()
    rows = [
        cells(row, host=host, latitude="", longitude="") for row, host in enumerate(hosts, start=2)
    ]
    return edited("advisors", folder, several(*rows))


def test_a_hostile_host_is_inert(command: Command, tmp_path: Path) -> None:
    tags = []
    for folder, hosts in (("plain", [f"Relais {n}" for n in range(6)]), ("hostile", HOSTILE)):
        out = tmp_path / folder / "maps"
        table = named(tmp_path / folder, *hosts)
        ended = command("run", "--advisors", table, "--out", out)
        assert ended.status == 0
        # Without position they are listed on stderr, and each is the nearest of its commune.
        assert [host for host in hosts if host not in ended.said] == []
        with (out / "communes.csv").open(encoding="utf-8-sig", newline="") as file:
            written = {cell for row in csv.reader(file, delimiter=";") for cell in row}
        assert [host for host in hosts if not any(host in cell for cell in written)] == []
        assert not [cell for cell in written if cell.startswith(("=", "+", "-", "@"))]
        tags.append(Tags((out / "carte.html").read_text(encoding="utf-8")).found)
    assert len(tags[0]) > 100
    assert tags[1] == tags[0]


def ended(app: str) -> subprocess.CompletedProcess[str]:
    """Run what stands for the command as a process of its own."""
    code = (
        f"import atexit\nfrom jura_coverage.command import cli\n{app}\ncli.app = app\ncli.process()"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False, timeout=60,
    )  # fmt: skip


def test_a_process_ends_with_all_that_is_to_be_done_and_told() -> None:
    lines = (
        "def app(**given):",
        "atexit.register(print, 'rangé')",
        "print('x' * 100_000)",
        "return 3",
    )
    done = ended("\n    ".join(lines))
    assert (done.returncode, done.stdout.split()) == (3, ["x" * 100_000, "rangé"])


def test_what_nobody_foresaw_is_told_by_python() -> None:
    done = ended("def app(**given):\n    raise RuntimeError('imprévu')")
    assert done.returncode == 1
    assert "RuntimeError: imprévu" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe without reader is told otherwise there")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "jura_coverage", "--help"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None
    run.stdout.close()
    _, said = run.communicate(timeout=60)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
