"""What is not known of a commune stops no command, is nowhere zero, and is said by each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command

Feature = dict[str, Any]
NAMES = {"39300": "Essai A", "39198": "Essai B", "39478": "Essai C"}
BARE = "39478"
SIDE = 0.05  # degrees: 4 km by 5.5 km
# Those that measure a territory, with what each asks for besides.
COMMANDS = (
    "run --out {out}", f"explain {BARE}", "keep", "move", "add --posts 1", "rounds",
    "plan --out {out}", "export --formats csv,geojson,xlsx --out {out}",
    "sheets --html-only --all-communes --out {out}",
)  # fmt: skip


def square(west: float) -> dict[str, Any]:
    corners = ((0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0))
    ring = [[west + x, 46.65 + y] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def features() -> dict[str, Feature]:
    """Three communes side by side, as geo.api.gouv.fr gives them."""
    return {
        code: {
            "type": "Feature",
            "properties": {"code": code, "nom": name, "population": 1000},
            "geometry": square(5.5 + SIDE * number),
        }
        for number, (code, name) in enumerate(NAMES.items())
    }


def files(folder: Path, communes: dict[str, Feature], *hosts: str) -> tuple[str, Path, str, Path]:
    """Write communes and hosts, and give the options that name them."""
    shapes, advisors = folder / "communes.geojson", folder / "a.csv"
    shapes.write_text(
        json.dumps({"type": "FeatureCollection", "features": list(communes.values())}),
        encoding="utf-8",
    )
    rows = ["host,code_insee,posts,latitude,longitude", *(hosts or ["Mairie,39300,1,,"])]
    advisors.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "--communes", shapes, "--advisors", advisors


def asked(command: str, out: Path) -> list[str]:
    return [part.format(out=out) for part in command.split()]


# --- no boundary -------------------------------------------------------------------------------


def null(bare: Feature) -> None:
    bare["geometry"] = None


def empty(bare: Feature) -> None:
    bare["geometry"] = {"type": "Polygon", "coordinates": []}


def empty_parts(bare: Feature) -> None:
    bare["geometry"] = {"type": "MultiPolygon", "coordinates": []}


def town_hall_alone(bare: Feature) -> None:
    """Where it starts from is known, but not how large it is."""
    null(bare)
    bare["properties"]["mairie"] = {"type": "Point", "coordinates": [5.62, 46.67]}


def whole_epci(bare: Feature) -> None:
    null(bare)
    bare["properties"] |= {"codeEpci": "200000002", "epci": {"nom": "Nue", "code": "200000002"}}


BARE_KINDS: tuple[Callable[[Feature], None], ...] = (
    null, empty, empty_parts, town_hall_alone, whole_epci,
)  # fmt: skip


@pytest.mark.parametrize("bared", BARE_KINDS, ids=lambda kind: kind.__name__)
def test_a_commune_without_boundary_stops_nothing(
    bared: Callable[[Feature], None], command: Command, tmp_path: Path
) -> None:
    communes = features()
    bared(communes[BARE])
    given = files(tmp_path, communes)
    some = COMMANDS if bared is null else ("plan --out {out}", "rounds")
    for each in some:
        out = tmp_path / each.split()[0]
        ended = command(*asked(each, out), *given)
        assert ended.status == 0, (each, ended.err)
        # Said by every command, and it is not called put at a central point.
        assert "1\N{NO-BREAK SPACE}commune sans limites connues" in ended.err
        assert "Essai C (39478)" in ended.err
        assert "central : Essai B (39198), Essai A (39300)." in ended.said
    rows = (tmp_path / "plan" / "communes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert {row.split(";")[0] for row in rows[1:]} == set(NAMES)
    facts = json.loads((tmp_path / "plan" / "summary.json").read_text(encoding="utf-8"))
    assert facts["communes_no_data"] == 1
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["keep"]["hosts"][0]["residents_lost"] == 2000  # of the two that can be reached
    assert "faute de limites d'où mesurer un trajet : Essai C (39478)" in plan["add"]["assumed"]
    for page in ("carte.html", "plan.html"):
        written = (tmp_path / "plan" / page).read_text(encoding="utf-8")
        assert "sans limites connues" in written.split("État des données")[1]


def test_the_sheet_of_a_commune_without_boundary_says_so(command: Command, tmp_path: Path) -> None:
    communes = features()
    null(communes[BARE])
    given = files(tmp_path, communes)
    ended = command("sheets", BARE, "--html-only", "--out", tmp_path / "s", *given)
    assert ended.status == 0
    sheet = (tmp_path / "s" / f"fiche-{BARE}.html").read_text(encoding="utf-8")
    assert "une donnée manque" in sheet
    assert "Temps de trajet non disponible" in sheet


# --- no population -----------------------------------------------------------------------------


def unpeopled(population: object = None) -> dict[str, Feature]:
    communes = features()
    for each in communes.values():
        each["properties"]["population"] = population
    return communes


DECIDING = ("keep", "move", "add --posts 1", "rounds", "plan --out {out}")


@pytest.mark.parametrize("given", [None, "", "absent"], ids=["null", "blank", "absent"])
def test_choices_without_any_population_are_refused(
    given: object, command: Command, tmp_path: Path
) -> None:
    communes = unpeopled(given)
    if given == "absent":
        for commune in communes.values():
            del commune["properties"]["population"]
    options = files(tmp_path, communes)
    for each in DECIDING if given is None else DECIDING[:1]:
        ended = command(*asked(each, tmp_path / "out"), *options)
        assert ended.status == 1, each
        assert ended.out == ""
        assert ended.said.count("Erreur.") == 1
        assert "trouvé aucune population dans le fichier des communes" in ended.said
        assert not (tmp_path / "out").exists()
    ended = command("run", "--out", tmp_path / "out", *options)
    assert ended.status == 0
    assert "0\N{NO-BREAK SPACE}habitant" not in ended.err.split("Habitants")[1]
    facts = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert facts["residents"] is None


def test_exports_and_sheets_do_without_the_plan(command: Command, tmp_path: Path) -> None:
    options = files(tmp_path, unpeopled())
    for each in COMMANDS[-2:]:
        ended = command(*asked(each, tmp_path / each.split()[0]), *options)
        assert ended.status == 0
        assert "Plan et certitude laissés de côté : Choix de postes" in ended.said


# --- what changes a result is said by every command ----------------------------------------------


@pytest.mark.parametrize("asking", COMMANDS, ids=lambda each: each.split()[0])
def test_what_changes_a_result_is_said(asking: str, command: Command, tmp_path: Path) -> None:
    """The position is 10 km east of the square of its row: 76 km for each degree there."""
    communes = features()
    communes["39198"]["properties"]["population"] = None
    options = files(tmp_path, communes, "Mairie,39300,1,46.675,5.68", "Antenne,39478,1,46.675,5.62")
    ended = command(*asked(asking, tmp_path / "out"), *options)
    assert ended.status == 0, ended.err
    for said in (
        "1\N{NO-BREAK SPACE}commune sans population connue : Essai B (39198).",
        "kilomètre de la commune indiquée, lieux mis à sa mairie : Mairie (9,",
        "mairie, sans position connue, est remplacée par un point central",
        "Dans la table du débit, 489\N{NO-BREAK SPACE}lignes sans commune correspondante",
    ):
        assert said in ended.err
    assert "sans position connue, à la mairie par défaut" not in ended.err


def test_json_holds_nothing_else(command: Command, tmp_path: Path) -> None:
    communes = features()
    null(communes[BARE])
    ended = command("keep", "--json", *files(tmp_path, communes))
    assert json.loads(ended.out)["remarks"][0]["concerns"] == ["Essai C (39478)"]
    assert "sans limites connues" in ended.err
