"""Many départements at once: each as `run` gives it, whatever dies, fails or is done already."""

import base64
import filecmp
import json
import lzma
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage.geography import departement_of, departements, regions
from tests.command import Ended, typed
from tests.tables import ABOUT

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

# The smallest of the mainland; an only commune; and islands in another sea.
OTHERS = ("75", "976")
FEW = ("90", *OTHERS)
# Ten that together have fewer communes than the Jura: those around Paris, and all overseas.
ASKED = (*FEW, "92", "93", "94", "971", "972", "973", "974")
HERE = ("90", "25", "68", "70", "88", "75", "92", "93", "94")


@pytest.fixture(scope="module")
def nation(national: Path, supposed: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that name national tables: communes, supposed advisors, invented broadband."""
    from benchmarks import france

    folder = tmp_path_factory.mktemp("nation")
    communes = folder / national.name
    write(communes, registry_rows(national))
    table = france.broadband_table(communes, folder / "commune_meilleure_techno_thd.csv")
    return ["--communes", str(communes), "--advisors", str(supposed), "--broadband", str(table)]


def registry_rows(national: Path) -> pd.DataFrame:
    """Read the national table, of the départements that are asked for and their neighbours."""
    text = lzma.decompress(national.read_bytes()).decode()
    table = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    return table[table["code"].str.slice(0, 2).isin(["97", *HERE])]


def write(path: Path, rows: pd.DataFrame) -> None:
    path.write_bytes(lzma.compress(rows.to_csv(index=False).encode()))


@pytest.fixture(scope="module")
def whole(nation: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some départements, made without anything going wrong."""
    out = tmp_path_factory.mktemp("france") / "out"
    ended = france(nation, out)
    assert ended.returncode == 0, ended.stderr
    return out


def france(
    options: list[str], out: Path, *more: str, asked: tuple[str, ...] = ASKED
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words(options, out, *more, asked=asked), capture_output=True, encoding="utf-8", check=False
    )


def words(options: list[str], out: Path, *more: str, asked: tuple[str, ...] = ASKED) -> list[str]:
    own = ["--departements", ",".join(asked), "--out", str(out)]
    return [sys.executable, "-m", "jura_coverage", "france", *own, *options, *more]


def communes_on(page: str) -> dict[str, int]:
    """Count the communes that the national page draws, by département."""
    (data,) = re.findall(r'id="data">([^<]*)<', page)
    codes = json.loads(zlib.decompress(base64.b64decode(data)))["communes"]["insee"]
    return dict(sorted(Counter(map(departement_of, codes)).items()))


def same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    names = {each.relative_to(one) for each in one.rglob("*") if each.is_file()}
    others = {each.relative_to(other) for each in other.rglob("*") if each.is_file()}
    return names == others and all(
        filecmp.cmp(one / each, other / each, shallow=False) for each in names
    )


@pytest.mark.parametrize("departement", ASKED)
def test_each_is_as_run_gives_it(
    departement: str, whole: Path, nation: list[str], command: Callable[..., Ended], tmp_path: Path
) -> None:
    command("run", "--departement", departement, "--out", str(tmp_path / "run"), *nation)
    (tmp_path / "run" / ".jura-coverage.json").unlink()  # that of the whole stands above
    assert same(tmp_path / "run", whole / departement)


def test_the_table_and_the_figures_are_those_of_all(whole: Path) -> None:
    table = gpd.read_parquet(whole / "france.parquet")
    parts = {code: pd.read_csv(whole / code / "communes.csv", sep=";", dtype=str) for code in ASKED}
    assert table.groupby("code_departement").size().to_dict() == {
        code: len(each) for code, each in parts.items()
    }
    codes = pd.concat([each["code_insee"] for each in parts.values()])
    assert set(table["code_insee"]) == set(codes)
    assert table.crs.to_epsg() == 4326
    assert table[table["code_departement"] == "976"].total_bounds[1] < -12  # Mayotte lies south
    told = json.loads((whole / "summary.json").read_text(encoding="utf-8"))
    each = {code: json.loads((whole / code / "summary.json").read_text("utf-8")) for code in ASKED}
    for name in ("communes", "communes_far", "residents_far", "communes_flagged", "posts"):
        known = [one[name] for one in each.values() if one[name] is not None]
        assert told["france"][name] == sum(known)
        assert {one["code"]: one[name] for one in told["departements"]} == {
            code: one[name] for code, one in each.items()
        }
    overseas = ["01", "02", "03", "04", "06"]
    assert [one["code"] for one in told["regions"]] == [*overseas, "11", "27"]
    assert told["failed"] == {}
    assert (whole / "index.html").exists()
    assert (whole / "accessibilite.html").exists()


def test_a_killed_command_goes_on_where_it_was(
    whole: Path, nation: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    begun = subprocess.Popen(
        words(nation, out, "--workers", "1"), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    kept = out / ".france-en-cours"
    for _ in range(1200):
        if kept.is_dir() and any(each.name.count("-") == 1 for each in kept.iterdir()):
            break
        time.sleep(0.1)
    os.killpg(begun.pid, signal.SIGKILL)
    begun.wait()
    done = [each.name for each in kept.iterdir() if each.name.count("-") == 1]
    assert 0 < len(done) <= len(ASKED)
    assert not (out / "france.parquet").exists()
    ended = france(nation, out)
    assert ended.returncode == 0
    assert "déjà calculé" in ended.stderr
    assert not kept.exists()
    assert same(out, whole)


def test_a_worker_that_dies_costs_its_task_only(
    whole: Path, nation: list[str], tmp_path: Path
) -> None:
    """While another has Dask's usual port, of which nothing is said either."""
    psutil = pytest.importorskip("psutil")
    out = tmp_path / "out"
    with socket.socket() as other, subprocess.Popen(
        words(nation, out, "--workers", "2"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as begun:  # fmt: skip
        with suppress(OSError):  # somebody has it already
            other.bind(("127.0.0.1", 8787))
        assert begun.stderr is not None
        lines: Iterator[str] = iter(begun.stderr)
        first = next(lines)  # one département is done, others are under way
        workers = [
            each for each in psutil.Process(begun.pid).children(recursive=True)
            if "spawn_main" in " ".join(each.cmdline())
        ]  # fmt: skip
        workers[-1].kill()
        rest = list(lines)
    assert begun.returncode == 0, rest
    assert len([first, *rest]) == len(ASKED)  # nothing is said of it
    assert same(out, whole)


def test_one_that_fails_is_said_and_stops_nobody(
    nation: list[str], whole: Path, tmp_path: Path
) -> None:
    """A cell of one département in the national table is no number."""
    options = [*nation]
    place = options.index("--broadband") + 1
    rows = Path(options[place]).read_text(encoding="utf-8").splitlines()
    wrong = next(number for number, row in enumerate(rows) if row.startswith("90"))
    rows[wrong] = rows[wrong].replace(";all;200;", ";all;beaucoup;")
    options[place] = str(tmp_path / Path(options[place]).name)
    Path(options[place]).write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    ended = france(options, out, asked=FEW)
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert ended.returncode == 1
    assert list(told["failed"]) == ["90"]
    assert f"ligne {wrong + 1}" in told["failed"]["90"]
    assert "Territoire de Belfort (90) : laissé de côté" in typed(ended.stderr)
    assert not (out / "90").exists()
    assert (out / ".france-en-cours").is_dir()  # what went well is not made anew
    page = typed((out / "index.html").read_text(encoding="utf-8"))
    assert "Sans résultat : Territoire de Belfort (90)." in page
    assert communes_on(page) == {"75": 1, "90": 101, "976": 17}  # as the national table lists them
    for code in OTHERS:
        name = "communes.csv"
        assert (out / code / name).read_bytes() == (whole / code / name).read_bytes()


def test_faulty_national_boundaries_are_said_and_the_rest_is_whole(
    nation: list[str], whole: Path, tmp_path: Path
) -> None:
    """One département is missing, one stands there twice, and one has no boundaries."""
    rows = registry_rows(Path(nation[1]))
    of = rows["code"].map(departement_of)
    rows.loc[of == "976", "geometry"] = "\\N"
    twice = rows[(of == "75") & (rows["type"] == "COM")]
    rows = pd.concat([rows[of != "90"], twice.assign(nom="Lutèce", population_municipale="9")])
    path = tmp_path / "communes.csv.lzma"
    write(path, rows)
    out = tmp_path / "out"
    ended = france(["--communes", str(path), *nation[2:]], out, asked=(*FEW, "70"))
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert ended.returncode == 1
    assert list(told["failed"]) == ["90", "976"]
    assert "attendu les communes du département 90" in told["failed"]["90"]
    assert "aucune limite de commune du département 976" in told["failed"]["976"]
    assert [each["code"] for each in told["departements"]] == ["70", "75"]
    twice_told = json.loads((out / "75" / "summary.json").read_text(encoding="utf-8"))["remarks"]
    assert ["Lutèce (75056)"] in [each["concerns"] for each in twice_told]


def test_a_truncated_table_of_minutes_is_said_of_each(nation: list[str], tmp_path: Path) -> None:
    path = tmp_path / "minutes.parquet"
    pd.DataFrame({"origin": ["90010"], "place": ["90010"], "minutes": [0.0]}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    (tmp_path / "minutes.parquet.toml").write_text(ABOUT, encoding="utf-8")
    ended = france([*nation, "--minutes", str(path)], tmp_path / "out", asked=OTHERS)
    assert ended.returncode == 1
    assert typed(ended.stderr).count("minutes.parquet : ") == len(OTHERS)
    assert "Traceback" not in ended.stderr


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A real scheduler of this machine: its address, and what starts a worker of it."""
    described, begun = tmp_path / "scheduler.json", []

    def start(*words: str) -> None:
        given = [*words, "--scheduler-file", str(described), "--no-dashboard"]
        begun.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", *given],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip

    start("scheduler", "--host", "127.0.0.1", "--port", "0")
    text = ""
    while not text.rstrip().endswith("}"):  # until it listens
        time.sleep(0.1)
        text = described.read_text(encoding="utf-8") if described.exists() else ""
    try:
        one = ("--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
        yield json.loads(text)["address"], lambda: start("worker", *one)
    finally:
        for each in begun[::-1]:
            each.terminate()
            each.wait()


def test_another_scheduler_gives_the_same_and_is_told_to_have_no_worker(
    cluster: tuple[str, Callable[[], None]], whole: Path, nation: list[str], tmp_path: Path
) -> None:
    address, start_worker = cluster
    out = tmp_path / "out"
    alone = france(nation, out, "--scheduler", address, asked=OTHERS)
    assert alone.returncode == 1
    assert "aucun processus ne lui est relié" in " ".join(typed(alone.stderr).split())
    start_worker()
    ended = france(nation, out, "--scheduler", address, asked=OTHERS)
    assert ended.returncode == 0, ended.stderr
    assert all(same(out / code, whole / code) for code in OTHERS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--departements", "39,99"], "« 99 »"),
        (["--region", "7"], "27 (Bourgogne-Franche-Comté)"),
        (["--departements", "39", "--scheduler", "serveur"], "ordonnanceur"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: list[str], said: str, command: Callable[..., Ended], tmp_path: Path
) -> None:
    ended = command("france", *words, "--out", str(tmp_path / "out"))
    assert ended.status == 1
    assert said in ended.said


@pytest.mark.parametrize("name", ["index.html", "accessibilite.html", "summary.json"])
def test_what_would_be_refused_at_the_end_is_refused_at_once(
    name: str, command: Callable[..., Ended], tmp_path: Path
) -> None:
    """Before a scheduler that does not exist is asked, unless no such file is written."""
    (tmp_path / name).write_text("mine", encoding="utf-8")
    words = ("france", "--departements", "39", "--scheduler", "serveur", "--out", str(tmp_path))
    ended = command(*words)
    assert ended.status == 1
    assert name in ended.said
    assert "ordonnanceur" not in ended.said
    assert ("ordonnanceur" in command(*words, "--no-pages").said) == name.endswith(".html")


def test_every_departement_is_of_one_region() -> None:
    listed = [code for region in regions.CODES for code in regions.departements_of(region)]
    assert sorted(listed) == sorted(departements.CODES - {departements.EXAMPLE})
    assert all(code in regions.departements_of(regions.region_of(code)) for code in listed)
    assert len(regions.CODES) == 18
