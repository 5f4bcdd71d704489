"""Geocoding against a local service: sure answers in the right commune, and no person's data."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from jura_coverage import territory
from jura_coverage.sources import geocoding
from tests.official_files import written
from tests.servers import serving

pytestmark = pytest.mark.usefixtures("embedded")

POSTS = """\
Structure;Commune;Code Insee;Adresse;Code postal;Postes;État;Fin de convention
Sûre;Dole;39198;1 rue Juste;39100;1;;
Peu sûre;Dole;39198;2 rue Vague;39100;1;;
Ailleurs;Dole;39198;3 rue Autre;39100;1;;
Étranger;Dole;39198;4 rue Loin;39100;1;;
Sans adresse;Dole;39198;;;1;;
"""
# What the service makes of each address: score, commune, status, latitude, longitude.
ANSWERS = {
    "1 rue Juste": ("0.97", "39198", "ok", "47.0931", "5.4906"),
    "2 rue Vague": ("0.41", "39198", "ok", "47.0932", "5.4907"),
    "3 rue Autre": ("0.97", "39300", "ok", "46.67", "5.55"),
    "4 rue Loin": ("0.97", "39198", "ok", "12.0", "100.0"),
}


@dataclass
class Service:
    address: str = ""
    received: bytes = b""
    status: int = 200
    body: bytes | None = None


@pytest.fixture
def service() -> Iterator[Service]:
    plan = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            plan.received = self.rfile.read(int(self.headers["Content-Length"]))
            body = answer(plan.received) if plan.body is None else plan.body
            self.send_response(plan.status)
            self.send_header("Content-Length", str(len(body)))
            if plan.status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

    with serving(Handler) as address:
        plan.address = f"{address}/geocodage/search/csv"
        yield plan


def answer(received: bytes) -> bytes:
    """Add the columns of the service to the rows that were sent."""
    sent = received.decode().split("\r\n\r\n")
    table = next(part for part in sent if part.startswith("line,")).split("\r\n--")[0]
    rows = list(csv.DictReader(io.StringIO(table)))
    out = io.StringIO()
    names = ["result_score", "result_citycode", "result_status", "latitude", "longitude"]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*rows[0], *names])
    writer.writerows([*row.values(), *ANSWERS[row["address"]]] for row in rows)
    return out.getvalue().encode()


def sources(plan: Service, folder: Path) -> tuple[dict[str, str], str]:
    """Where each host was placed, and what was said."""
    files = territory.files("39", advisors=written(folder, "postes.csv", POSTS))
    locate = geocoding.geocoder(url=plan.address, loopback_http=True, back_off_s=0.01)
    land = territory.of("39", files=files, locate=locate)
    said = " | ".join(f"{each.text} : {', '.join(each.concerns)}" for each in land.remarks)
    return land.places.set_index("host")["position_source"].to_dict(), said


@pytest.mark.slow
def test_only_sure_answers_in_the_right_commune(service: Service, tmp_path: Path) -> None:
    placed, said = sources(service, tmp_path)
    assert placed == {
        "Sûre": "position", "Peu sûre": "commune", "Ailleurs": "commune",
        "Étranger": "commune", "Sans adresse": "commune",
    }  # fmt: skip
    assert "Peu sûre, Ailleurs, Étranger" in said


def test_only_addresses_are_sent(service: Service, tmp_path: Path) -> None:
    sources(service, tmp_path)
    assert b"1 rue Juste" in service.received
    for word in POSTS.split("\n")[1:5]:
        assert word.split(";")[0].encode() not in service.received


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b""),
        (503, b""),
        (302, b""),
        (304, b""),
        (200, b"<html>"),
        (200, b"a,b\n1,2\n"),
        (200, b""),
    ],
)
def test_a_service_that_fails_costs_nothing(
    service: Service, tmp_path: Path, status: int, body: bytes
) -> None:
    service.status, service.body = status, body
    placed, said = sources(service, tmp_path)
    assert set(placed.values()) == {"commune"}
    assert "géocodage n'a pas répondu" in said
    assert tempfile.gettempdir() not in said


def test_nothing_is_asked_unless_told(service: Service, tmp_path: Path) -> None:
    files = territory.files("39", advisors=written(tmp_path, "postes.csv", POSTS))
    territory.of("39", files=files)
    assert service.received == b""


def test_the_service_is_asked_over_https() -> None:
    assert geocoding.URL.startswith("https://")
