"""Downloads against a local server that behaves like the real ones, and misbehaves."""

import contextlib
import gzip
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from jura_coverage import french
from jura_coverage.command import cli
from jura_coverage.errors import DownloadError, ParameterError
from jura_coverage.sources import copies, download, fetch
from jura_coverage.sources.fetch import Outcome, Remote
from tests.official_files import BEST, COPPER, MEDIATION
from tests.servers import serving

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
    head: bytes = b""  # what comes instead of an answer, and what then follows without end
    drip: bytes = b""
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
            if plan.head:
                self.wfile.write(plan.head)
                with contextlib.suppress(OSError):
                    while plan.drip and not done.wait(0.005):
                        self.wfile.write(plan.drip)
                self.close_connection = True
                return
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

    with serving(Handler) as plan.address:
        yield plan
        done.set()


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
    told = fetch.retrieved(copy.path)
    assert told is not None
    assert told.text == f"téléchargée le {french.day(copy.retrieved[:10])}"
    assert fetch.retrieved(tmp_path / "none.csv") is None
    copy.path.write_bytes(b"other")  # no longer what was downloaded
    assert fetch.retrieved(copy.path) is None


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
    "an address in brackets": ({"redirect": "https://[x"}, "adresse illisible"),
    "a port that cannot be": ({"redirect": "https://example.org:x"}, "adresse illisible"),
    "no site": ({"redirect": "https:///x"}, "adresse illisible"),
    "a name too long": ({"redirect": f"https://{'x' * 5000}/"}, "adresse illisible"),
    "a name with a gap": ({"redirect": "https://a b/"}, "adresse illisible"),
    "a private network": ({"redirect": "https://192.168.0.1/x"}, "réseau privé"),
    "this machine": ({"redirect": "https://localhost/x"}, "réseau privé"),
    "this machine in figures": ({"redirect": "https://[::ffff:127.0.0.1]/x"}, "réseau privé"),
    "this machine as a number": ({"redirect": "https://2130706433/x"}, "réseau privé"),
    "a redirect without address": ({"statuses": [302]}, "réponse 302"),
    "unchanged, unasked": ({"statuses": [304]}, "réponse 304"),
    "a status that is none": ({"statuses": [999]}, "réponse 999"),
    "a status in words": ({"head": b"HTTP/1.1 abc OK\r\n\r\n"}, "échec après 4 essais"),
    "no answer": ({"head": b"\0" * 9}, "échec après 4 essais"),
    "a length in words": ({"headers": {"Content-Length": "much"}}, "longueur annoncée illisible"),
    "a length below zero": ({"headers": {"Content-Length": "-5"}}, "longueur annoncée illisible"),
    "two lengths": (
        {"head": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345"},
        "réponse illisible",
    ),
    "thousands of digits": ({"headers": {"Content-Length": "9" * 5000}}, "plus de 200 Mo"),
    "too large": ({"headers": {"Content-Length": "999999999999"}}, "plus de 200 Mo"),
    "a compressed bomb": (
        {"body": gzip.compress(b"0;" * 20_000_000), "headers": {"Content-Encoding": "gzip"}},
        "plus de 10 Mo",
    ),
}


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_server_that_says_nothing_is_left_after_a_while(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TIMEOUT_S", (0.2, 0.2))
    server.stall_s = 2.0
    assert "délai dépassé" in fetched(server, tmp_path).failure


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "drip"),
    [
        (b"H", b"T"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"0"),
        (CHUNKED, b"1\r\n0\r\n"),
        (CHUNKED, b"0"),
        (CHUNKED + b"0\r\nX: ", b"x"),
    ],
    ids=["status", "header", "interim", "body", "body-open", "chunks", "chunk-line", "trailer"],
)
def test_an_answer_without_end_is_left_at_the_deadline(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes, drip: bytes
) -> None:
    good = fetched(server, tmp_path).copy
    monkeypatch.setattr(download, "GREATEST_S", 0.2)
    server.head, server.drip = head, drip  # bytes come all the time, and nothing ends
    outcome = fetched(server, tmp_path)
    assert "trop lent" in outcome.failure
    assert outcome.copy == good
    assert len(server.asked) == 2  # not tried again: the deadline is one for all tries


def test_bytes_without_end_are_too_many(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "GREATEST_BYTES", 1000)
    server.head, server.drip = CHUNKED, b"0" * 500  # a chunk's length, in ever more digits
    assert "plus de" in fetched(server, tmp_path).failure


def test_a_public_name_that_leads_to_a_private_network_is_not_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest: found("127.0.0.1", *rest))
    server.redirect = f"https://fichiers.example.org:{server.address.rpartition(':')[2]}/x"
    assert "réseau privé" in fetched(server, tmp_path).failure
    assert len(server.asked) == 1


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


SECOND = TABLE + TABLE.splitlines()[-1].replace(b"39300", b"39198") + b"\n"
LESSER: dict[str, tuple[bytes, str]] = {
    "another format": (COPPER.replace("5157", "39300").encode(), "quand la copie est"),
    "an older edition": (SECOND.replace(b"2026-06-30", b"2025-12-31"), "quand la copie est de"),
    "rows less": (TABLE, "1 ligne, quand la copie en a 2"),
    "communes less": (
        TABLE + TABLE.splitlines()[-1].replace(b"39300", b"01001").replace(b";39;", b";01;")
        + b"\n",
        "1 commune du département, quand la copie en a 2",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", LESSER)
def test_a_good_copy_is_replaced_only_by_one_like_it(
    server: Server, tmp_path: Path, case: str
) -> None:
    server.body = SECOND
    good = fetched(server, tmp_path).copy
    server.body, words = LESSER[case]
    outcome = fetched(server, tmp_path)
    assert words in outcome.failure.replace("\N{NO-BREAK SPACE}", " ")
    assert outcome.copy == good
    server.body = SECOND.replace(b"2026-06-30", b"2026-09-30")  # the next quarter, and as many
    assert fetched(server, tmp_path).news


def test_another_quarter_than_the_one_asked_for_is_refused(server: Server, tmp_path: Path) -> None:
    outcome = fetched(server, tmp_path, edition="2026_T1")
    assert "2e trimestre 2026" in outcome.failure
    assert outcome.copy is None


def test_file_and_record_fit_at_every_moment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill before any step of the second download leaves the first or the second copy whole."""
    both = {fetched(server, tmp_path).copy.sha256}  # type: ignore[union-attr]
    server.body = SECOND
    both.add(hashlib.sha256(SECOND).hexdigest())
    steps: list[set[str]] = []

    def watched(method: str) -> None:
        real = getattr(Path, method)

        def step(self: Path, *given: object, **named: object) -> object:
            (copy,) = fetch.cached("39", folder=tmp_path)["broadband"]
            steps.append({copy.sha256, hashlib.sha256(copy.path.read_bytes()).hexdigest()})
            return real(self, *given, **named)

        monkeypatch.setattr(Path, method, step)

    watched("replace")
    watched("write_text")
    fetched(server, tmp_path)
    monkeypatch.undo()
    (last,) = fetch.cached("39", folder=tmp_path)["broadband"]
    assert last.path.read_bytes() == SECOND
    assert len(steps) == 3  # record written, record put, file put
    assert all(len(each) == 1 and each < both for each in steps)


def test_fetches_at_once_wait_for_each_other(server: Server, tmp_path: Path) -> None:
    server.etag = '"one"'
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: fetched(server, tmp_path), range(4)))
    # The first downloads; each other finds its copy, and hears that it is current.
    assert sorted(outcome.news for outcome in outcomes) == [False, False, False, True]
    assert not any(outcome.failure for outcome in outcomes)
    assert len({outcome.copy.sha256 for outcome in outcomes if outcome.copy}) == 1


def test_a_fetch_that_waits_in_vain_says_so(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = fetched(server, tmp_path).copy
    assert good is not None
    monkeypatch.setattr(download, "GREATEST_S", 0.1)
    with copies.alone(good.path, wait_s=0):
        outcome = fetched(server, tmp_path)
    assert "place non libre" in outcome.failure
    assert outcome.copy == good
    assert len(server.asked) == 1


RECORDS: dict[str, object] = {
    "no object": [1],
    "a size in words": {"size": "x"},
    "a role that is none": {"role": "x"},
    "a tag of two lines": {"etag": "a\nb"},
    "a tag that is none": {"etag": 5},
    "a moment that is none": {"checked": "yesterday"},
    "a moment nowhere": {"retrieved": "2026-01-01T00:00:00"},
    "another file": {"sha256": "0" * 64},
    "a word more": {"more": "x"},
}


@pytest.mark.slow
@pytest.mark.parametrize("case", RECORDS)
def test_a_record_that_makes_no_sense_is_said(server: Server, tmp_path: Path, case: str) -> None:
    good = fetched(server, tmp_path).copy
    assert good is not None
    record = good.path.parent / f"{good.path.name}.source.json"
    facts, change = json.loads(record.read_text("utf-8")), RECORDS[case]
    nonsense = {**facts, **change} if isinstance(change, dict) else change
    record.write_text(json.dumps(nonsense), "utf-8")
    with pytest.raises(DownloadError, match="relevé de téléchargement abîmé"):
        fetch.cached("39", folder=tmp_path)
    assert fetched(server, tmp_path).news  # and it is downloaded again


def test_a_cache_that_is_a_file_is_said(server: Server, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_bytes(b"")
    assert "un fichier tient la place d'un dossier" in fetched(server, cache).failure
    with pytest.raises(DownloadError, match="trouvé un fichier ; attendu le dossier"):
        fetch.cached("39", folder=cache)
    assert server.asked == []


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
    server.body = TABLE.replace(b"2026-06-30", b"2026-03-31")
    fetched(server, tmp_path, edition="2026_T1")
    server.body = TABLE
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


@pytest.mark.slow
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
        assert ("copie d’il y a 0" in capsys.readouterr().err) == bool(options)
