"""Downloads against a local server that behaves like the real ones, and misbehaves."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from jura_coverage.command import cli
from jura_coverage.errors import DownloadError, ParameterError
from jura_coverage.sources import download, fetch
from jura_coverage.sources.fetch import Outcome, Remote
from tests.official_files import BEST, MEDIATION

ROW = BEST.splitlines()[-1].replace("05157", "39300").replace(";05;93;", ";39;27;")
TABLE = f"{BEST.splitlines()[0]}\n{ROW}\n".encode()


@dataclass
class Server:
    """What the server shall do, and what it was asked."""

    address: str = ""
    body: bytes = TABLE
    headers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    redirect: str = ""
    cut: int = 0
    etag: str = ""
    stall_s: float = 0.0
    asked: list[str] = field(default_factory=list)

    @property
    def remote(self) -> Remote:
        return Remote(
            name="commune_meilleure_techno_thd.csv", role="broadband",
            url=self.address + "/{edition}/commune_meilleure_techno_thd.csv",
        )  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    plan = Server()
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            plan.asked.append(self.path)
            status = plan.statuses.pop(0) if plan.statuses else 200
            if plan.redirect and not self.path.startswith("/storage"):
                self.send_response(302)
                self.send_header("Location", plan.redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if plan.etag and self.headers.get("If-None-Match") == plan.etag:
                status = 304
            done.wait(plan.stall_s)
            self.send_response(status)
            for name, value in plan.headers.items():
                self.send_header(name, value)
            if plan.etag:
                self.send_header("ETag", plan.etag)
            body = plan.body if status == 200 else b""
            if "Content-Length" not in plan.headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - plan.cut])

        def do_CONNECT(self) -> None:
            plan.asked.append(f"CONNECT {self.path}")
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    plan.address = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield plan
    done.set()
    listening.shutdown()
    listening.server_close()
    thread.join()


def fetched(plan: Server, folder: Path, **options: object) -> Outcome:
    (outcome,) = fetch.fetch(
        "39", folder=folder, remotes=[plan.remote], loopback_http=True, back_off_s=0.01,
        **options,  # type: ignore[arg-type]
    )  # fmt: skip
    return outcome


def test_a_download_is_recorded_with_date_address_and_checksum(
    server: Server, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int | None]] = []
    outcome = fetched(server, tmp_path, edition="2026_T2", progress=lambda *at: seen.append(at))
    assert outcome.news
    assert not outcome.failure
    copy = outcome.copy
    assert copy is not None
    assert copy.path.read_bytes() == TABLE
    assert copy.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert server.asked == ["/2026_T2/commune_meilleure_techno_thd.csv"]
    assert copy.url == server.address + server.asked[0]
    assert seen[-1][1:] == (len(TABLE), len(TABLE))
    record = json.loads((copy.path.parent / f"{copy.path.name}.source.json").read_text("utf-8"))
    assert record["sha256"] == copy.sha256
    assert not list(tmp_path.rglob(".en-cours/*"))


def test_what_tells_no_edition_tells_when_it_was_downloaded(server: Server, tmp_path: Path) -> None:
    copy = fetched(server, tmp_path).copy
    assert copy is not None
    assert fetch.retrieved(copy.path) == f"téléchargée le {copy.retrieved[:10]}"
    assert fetch.retrieved(tmp_path / "none.csv") == ""
    copy.path.write_bytes(b"other")  # no longer what was downloaded
    assert fetch.retrieved(copy.path) == ""


def test_a_redirect_on_the_same_scheme_is_followed(server: Server, tmp_path: Path) -> None:
    server.redirect = "/storage/file.csv"
    copy = fetched(server, tmp_path).copy
    assert copy is not None
    assert copy.final_url == server.address + "/storage/file.csv"


def test_an_unchanged_file_is_not_downloaded_again(server: Server, tmp_path: Path) -> None:
    server.etag = '"one"'
    first = fetched(server, tmp_path)
    second = fetched(server, tmp_path)
    assert second.copy
    assert first.copy
    assert not second.news
    assert second.copy.retrieved == first.copy.retrieved
    server.etag = '"two"'
    server.body = TABLE.replace(b";445;", b";444;").replace(b";14;", b";15;")
    assert fetched(server, tmp_path).copy.sha256 != first.copy.sha256  # type: ignore[union-attr]


def test_a_passing_failure_is_tried_again(server: Server, tmp_path: Path) -> None:
    server.statuses = [503, 429]
    assert fetched(server, tmp_path).news
    assert len(server.asked) == 3


MISBEHAVIOURS: dict[str, tuple[dict[str, object], str]] = {
    "always 503": ({"statuses": [503] * 9}, "échec après 4 essais (réponse 503)"),
    "404": ({"statuses": [404]}, "réponse 404"),
    "an HTML page": ({"body": b"<!DOCTYPE html><html>Maintenance</html>"}, "une page web"),
    "an HTML page with a byte-order mark": ({"body": b"\xef\xbb\xbf\n<html>"}, "une page web"),
    "a truncated file": ({"cut": 50}, "échec après 4 essais"),
    "a file cut without saying": ({"body": TABLE[:-60]}, "cellules"),
    "a wrong header": ({"body": b"a;b\n1;2\n"}, "fichier refusé"),
    "an empty file": ({"body": b""}, "vide"),
    "another scheme": ({"redirect": "ftp://example.org/x"}, "adresse non chiffrée"),
    "plain http elsewhere": ({"redirect": "http://example.org/x"}, "adresse non chiffrée"),
    "a file of the machine": ({"redirect": "file:///etc/passwd"}, "adresse non chiffrée"),
    "a redirect loop": ({"redirect": "/again"}, "trop de redirections"),
    "too large": ({"headers": {"Content-Length": "999999999999"}}, "plus de 200 Mo"),
    "a compressed bomb": (
        {"body": gzip.compress(b"0;" * 20_000_000), "headers": {"Content-Encoding": "gzip"}},
        "plus de 10 Mo",
    ),
}


@pytest.mark.parametrize("case", MISBEHAVIOURS)
def test_what_goes_wrong_is_said_and_the_last_good_copy_stays(
    server: Server, tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = fetched(server, tmp_path).copy
    changes, words = MISBEHAVIOURS[case]
    for name, value in changes.items():
        setattr(server, name, value)
    if "10 Mo" in words:
        monkeypatch.setattr(download, "GREATEST_BYTES", 10_000_000)
    outcome = fetched(server, tmp_path)
    assert words in outcome.failure
    assert outcome.copy == good
    assert good is not None
    assert good.path.read_bytes() == TABLE
    assert not list(tmp_path.rglob(".en-cours/*"))


def test_a_server_that_says_nothing_is_left_after_a_while(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT_S", (0.2, 0.2))
    server.stall_s = 2.0
    assert "délai dépassé" in fetched(server, tmp_path).failure


def test_plain_http_is_refused_outside_tests(server: Server, tmp_path: Path) -> None:
    (outcome,) = fetch.fetch("39", folder=tmp_path, remotes=[server.remote])
    assert "adresse non chiffrée" in outcome.failure
    assert server.asked == []


def test_every_official_address_is_https() -> None:
    assert all(remote.url.startswith("https://") for remote in fetch.REMOTES)
    assert {remote.role for remote in fetch.REMOTES} == {"communes", "broadband", "advisors"}


def test_the_proxy_is_honoured(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", server.address)
    (outcome,) = fetch.fetch("39", folder=tmp_path, remotes=fetch.REMOTES[1:2], back_off_s=0.01)
    assert server.asked[0] == "CONNECT data.arcep.fr:443"
    assert "proxy" in outcome.failure


def test_a_damaged_copy_is_no_copy(server: Server, tmp_path: Path) -> None:
    good = fetched(server, tmp_path).copy
    assert good is not None
    good.path.write_bytes(b"x")
    server.statuses = [404]
    assert fetched(server, tmp_path).copy is None


@pytest.mark.parametrize("edition", ["../../x", "2026-T2", "2026_T5", ""])
def test_an_edition_that_cannot_be_is_refused(server: Server, tmp_path: Path, edition: str) -> None:
    with pytest.raises(ParameterError, match="comme 2026_T2"):
        fetched(server, tmp_path, edition=edition)
    assert server.asked == []
    assert not list(tmp_path.iterdir())


def test_two_editions_are_compared_with_the_advisors_of_the_later(
    server: Server, tmp_path: Path
) -> None:
    for edition, host in (("2026_T1", "Avant"), ("2026_T2", "Après")):
        server.body = MEDIATION.replace("Médiathèque", host).encode()
        (outcome,) = fetch.fetch(
            "39", folder=tmp_path, edition=edition, loopback_http=True,
            remotes=[Remote(name="lieux.csv", role="advisors", url=server.address + "/{edition}")],
        )  # fmt: skip
        assert not outcome.failure
    found = fetch.advisors_for("39", ["2026_T1", "2026_T2"], folder=tmp_path)
    assert found == tmp_path / "39" / "2026_T2" / "lieux.csv"
    assert fetch.advisors_for("39", [], folder=tmp_path) is None


def test_the_newest_edition_is_used_unless_one_is_named(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, edition="2026_T1")
    newer = fetched(server, tmp_path, edition="2026_T2").copy
    assert newer is not None
    record = newer.path.parent / f"{newer.path.name}.source.json"
    facts = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**facts, "retrieved": "2099-01-01T00:00:00+00:00"}), "utf-8")
    assert "2026_T2" in str(fetch.cached("39", folder=tmp_path)["broadband"][0].path)
    assert "2026_T1" in str(
        fetch.cached("39", folder=tmp_path, edition="2026_T1")["broadband"][0].path
    )
    with pytest.raises(DownloadError, match=r"2026_T1 et 2026_T2.*jura-coverage fetch"):
        fetch.cached("39", folder=tmp_path, edition="2025_T4")


def test_the_age_of_a_copy(server: Server, tmp_path: Path) -> None:
    copy = fetched(server, tmp_path).copy
    assert copy is not None
    later = date.fromisoformat(copy.checked[:10]) + timedelta(days=12)
    assert copy.age_days(later) == 12
    server.statuses = [404]
    said = fetch.sentence(fetched(server, tmp_path), later)
    assert "copie d'il y a 12\N{NO-BREAK SPACE}jours" in said
    assert "réponse 404" in said


def test_run_uses_the_cache_only_when_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    fetched(server, tmp_path, edition="2026_T2")
    monkeypatch.setenv("JURA_COVERAGE_CACHE", str(tmp_path))
    for options, premises in (([], 192_870), (["--cached"], 465), (["--edition", "2026_T2"], 465)):
        out = tmp_path / "out"
        arguments = ["jura-coverage", "run", "--out", str(out), *options]
        monkeypatch.setattr("sys.argv", arguments)
        with pytest.raises(SystemExit, match="0"):
            cli.main()
        assert json.loads((out / "summary.json").read_text("utf-8"))["premises"] == premises
        assert ("copie d'il y a 0" in capsys.readouterr().err) == bool(options)
