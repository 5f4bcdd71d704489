"""Roads: real extracts against published answers, and what must not become a network."""

import hashlib
import json
import lzma
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from jura_coverage import geography
from jura_coverage.errors import (
    DataError,
    DownloadError,
    EngineError,
    MissingExtraError,
    ParameterError,
)
from jura_coverage.geography import departements
from jura_coverage.sources import roads
from jura_coverage.sources.fetch import Outcome
from jura_coverage.sources.minutes import OPENSTREETMAP
from jura_coverage.sources.roads import extracts, libraries, network, regions
from jura_coverage.territory import BELT_M
from tests import browser, villages
from tests.beside import ROADS
from tests.browser import Watched
from tests.command import Command
from tests.servers import serving

EXPECTED = ROADS / "expected-osrm-26.10.json"
# Around each extract: nothing of it is clipped.
AREAS = {
    "andorra-roads": shapely.box(1.3, 42.3, 1.9, 42.8),
    "andorra-fixed-roads": shapely.box(1.3, 42.3, 1.9, 42.8),
    "liechtenstein-latest-roads": shapely.box(9.3, 46.9, 9.8, 47.4),
}
Networks = Callable[[str], roads.Network]


def extract(name: str) -> Path:
    return ROADS / f"{name}.osm.pbf"


@pytest.fixture(scope="session")
def extra() -> None:
    if sys.version_info < libraries.OLDEST or sys.platform not in libraries.SYSTEMS:
        pytest.skip("roads need Python 3.12 or later, on Linux or macOS")
    if lacking := [each for each in libraries.PACKAGES if find_spec(each) is None]:
        pytest.skip(f"no {' and '.join(lacking)}: the extra `roads` is not installed")
    if not EXPECTED.exists():
        pytest.skip("no real extracts beside the project (../shared/data/roads)")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roads")


@pytest.fixture(scope="session")
def networks(extra: None, cache: Path) -> Networks:
    """Each network is built once for all tests: the cache sees to it."""
    return lambda name: roads.network_of([extract(name)], AREAS[name], cache=cache)


def points(told: dict[str, Any]) -> gpd.GeoSeries:
    lon, lat = np.array(told["lonlat"]).T
    return gpd.GeoSeries.from_xy(lon, lat, index=told["places"], crs="EPSG:4326")


@pytest.mark.slow
@pytest.mark.parametrize("name", AREAS)
def test_minutes_and_kilometres_are_those_published(networks: Networks, name: str) -> None:
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    villages = points(told).to_crs("EPSG:2154")
    answer = roads.RoadEngine(network=networks(name)).answer(villages, villages)
    # Both are rounded to 0.1: half of that is what two of them may differ by, at most.
    assert np.abs(answer.minutes.to_numpy() - told["minutes"]).max() <= 0.0501
    assert np.abs(answer.kilometres.to_numpy() - told["km"]).max() <= 0.0501
    assert list(answer.minutes.index) == list(answer.minutes.columns) == told["places"]


@pytest.mark.slow
def test_what_is_on_no_road_has_no_minutes_and_changes_no_others(networks: Networks) -> None:
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))["liechtenstein-latest-roads"]
    engine = roads.RoadEngine(network=networks("liechtenstein-latest-roads"))
    villages = points(told)
    far, unknown = shapely.Point(9.52, 46.95), None  # 11 km south of the country, and nowhere
    others = gpd.GeoSeries([far, unknown], index=["far", "unknown"], crs=villages.crs)
    both = gpd.GeoSeries(
        [*villages, *others], index=[*villages.index, *others.index], crs=villages.crs
    )
    answer = engine.answer(both, both)
    assert answer.minutes.loc[others.index].isna().all(axis=None)
    assert answer.minutes[others.index].isna().all(axis=None)
    alone = engine.answer(villages, villages).minutes
    assert (answer.minutes.loc[villages.index, villages.index] == alone).all(axis=None)
    assert answer.from_road_m["far"] > 3000
    assert np.isnan(answer.from_road_m["unknown"])


@pytest.mark.slow
def test_extracts_are_merged_and_each_road_is_counted_once(networks: Networks, cache: Path) -> None:
    """The two editions of Andorra have the same roads but for one tag: two of them are one."""
    both = [extract("andorra-fixed-roads"), extract("liechtenstein-latest-roads")]
    area = shapely.union_all([AREAS[path.name.removesuffix(".osm.pbf")] for path in both])
    merged = roads.RoadEngine(network=roads.network_of(both, area, cache=cache))
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))
    for name in ("andorra-fixed-roads", "liechtenstein-latest-roads"):
        villages = points(told[name])
        answer = merged.answer(villages, villages).minutes
        assert np.abs(answer.to_numpy() - told[name]["minutes"]).max() <= 0.0501
    assert merged.network.dated == networks("andorra-fixed-roads").dated  # the oldest
    twice = [extract("andorra-fixed-roads")] * 2
    again = roads.network_of(twice, AREAS["andorra-fixed-roads"], cache=cache)
    assert again.key == networks("andorra-fixed-roads").key


@pytest.mark.slow
def test_only_roads_of_the_area_are_kept(networks: Networks, cache: Path) -> None:
    name = "liechtenstein-latest-roads"
    south = shapely.box(9.3, 46.9, 9.8, 47.12)  # Balzers and Malbun, but neither Schaan nor Ruggell
    clipped = roads.network_of([extract(name)], south, cache=cache)
    assert 0 < clipped.ways < networks(name).ways
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    snaps = roads.RoadEngine(network=clipped).answer(points(told), points(told)).from_road_m
    assert (snaps[["Balzers", "Malbun", "Steg"]] < 100).all()
    assert snaps["Ruggell"] > 3000


def another(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Start another Python."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


CLIPPED = """
import resource, sys
from pathlib import Path
import shapely
from jura_coverage.sources.roads import extracts
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
extracts.clip([Path(sys.argv[1])], shapely.box(0, 0, 1, 1), Path(sys.argv[2]))
unit = 1 if sys.platform == "darwin" else 1024
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


def draw(
    path: Path, *, day: str, points: dict[int, tuple[float, float]], ways: dict[int, list[int]],
    barriers: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """Write an extract of a day; its roads bear the day as a name."""
    import osmium

    with osmium.SimpleWriter(path) as writer:
        for number, at in points.items():
            tags = {"barrier": "gate"} if number in barriers else {}
            writer.add_node(osmium.osm.mutable.Node(id=number, location=at, tags=tags))
        for number, own in ways.items():
            tags = {"highway": "road", "name": day}
            when = f"{day}T12:00:00Z"
            writer.add_way(osmium.osm.mutable.Way(id=number, timestamp=when, nodes=own, tags=tags))


@pytest.mark.slow
def test_what_two_extracts_have_is_taken_from_the_latest(extra: None, tmp_path: Path) -> None:
    """Meanwhile a gate at point 1 is gone, and the point moved; road 2 is in the old one alone."""
    import osmium

    old, new = tmp_path / "old.osm.pbf", tmp_path / "new.osm.pbf"
    points = {1: (0.1, 0.5), 2: (0.2, 0.5), 3: (0.3, 0.5)}
    draw(old, day="2025-01-01", points=points, ways={1: [1, 2], 2: [2, 3]}, barriers=(1, 3))
    draw(new, day="2026-01-01", points={1: (0.1, 0.6), 2: (0.2, 0.5)}, ways={1: [1, 2]})
    for order in ([old, new], [new, old]):
        target = tmp_path / f"{order[0].name}.clipped.osm.pbf"
        clipped = extracts.clip(order, shapely.box(0, 0, 1, 1), target)
        assert clipped == extracts.Clipped(dated=date(2025, 1, 1), ways=2)
        nodes, ways = {}, {}
        for each in osmium.FileProcessor(target):
            if each.is_node():
                nodes[each.id] = (each.lon, each.lat, dict(each.tags))
            else:
                ways[each.id] = (each.tags["name"], [node.ref for node in each.nodes])
        assert nodes == {
            1: (0.1, 0.6, {}), 2: (0.2, 0.5, {}), 3: (0.3, 0.5, {"barrier": "gate"})
        }  # fmt: skip
        assert ways == {1: ("2026-01-01", [1, 2]), 2: ("2025-01-01", [2, 3])}


@pytest.mark.slow
def test_memory_follows_how_many_points_there_are_and_not_their_identifiers(
    extra: None, tmp_path: Path
) -> None:
    """A set of bits up to today's 13 billion identifiers has 1.6 GB; these are 400 points."""
    import osmium

    numbers = [1 + 32_500_000 * step for step in range(400)]
    path = tmp_path / "drawn.osm.pbf"
    points = {number: (step / 400, 0.5) for step, number in enumerate(numbers)}
    draw(path, day="2026-11-01", points=points, ways={1: numbers})
    with another(CLIPPED, path, tmp_path / "clipped.osm.pbf") as grown:
        assert int(grown.communicate()[0]) < 200_000_000
    written = osmium.FileProcessor(tmp_path / "clipped.osm.pbf")
    found = [(each.type_str(), each.id) for each in written]
    assert found == [*(("n", number) for number in numbers), ("w", 1)]


HALF_OF_A_FILE = 100_000
WRONG = {
    "missing": (None, "aucun fichier à cet endroit"),
    "empty": (lambda _: b"", "un fichier vide"),
    "a text": (lambda _: b"osm\n" * 100, "un fichier d'un autre format"),
    "truncated": (lambda whole: whole[:HALF_OF_A_FILE], "un extrait abîmé ou interrompu"),
    "changed": (
        lambda whole: whole[:5000] + bytes(500) + whole[5500:], "un extrait abîmé ou interrompu"
    ),
    "only its header": (lambda whole: whole[:200], "un extrait abîmé ou interrompu"),
}  # fmt: skip


@pytest.mark.slow
def test_what_is_no_extract_is_refused_all_at_once(extra: None, tmp_path: Path) -> None:
    whole = extract("andorra-roads").read_bytes()
    paths = []
    for name, (change, _) in WRONG.items():
        paths.append(tmp_path / f"{name}.osm.pbf")
        if change:
            paths[-1].write_bytes(change(whole))
    sound = [path for path in paths if path.exists()]
    with pytest.raises(DataError) as absent:
        roads.network_of(paths, AREAS["andorra-roads"], cache=tmp_path / "cache")
    assert [fault.file for fault in absent.value.faults] == [str(paths[0])]
    with pytest.raises(DataError) as refused:
        roads.network_of(sound, AREAS["andorra-roads"], cache=tmp_path / "cache")
    said = {Path(fault.file).name.partition(".")[0]: fault.found for fault in refused.value.faults}
    assert said == {name: words for name, (change, words) in WRONG.items() if change}
    assert kept(tmp_path / "cache") == []


@pytest.mark.slow
def test_an_extract_of_another_region_is_refused_with_where_it_lies(
    extra: None, tmp_path: Path
) -> None:
    both = [extract("andorra-roads"), extract("liechtenstein-latest-roads")]
    with pytest.raises(DataError) as refused:
        roads.network_of(both, AREAS["andorra-roads"], cache=tmp_path)
    (fault,) = refused.value.faults
    assert fault.file == str(both[1])
    assert "de 47,05 à 47,2" in fault.found
    assert "--departement" in fault.action
    assert kept(tmp_path) == []


def kept(cache: Path) -> list[str]:
    """Name the networks of a cache, whole or not, without its locks."""
    return sorted(path.name for path in (cache / "networks").glob("*") if path.is_dir())


KILLED = """
import os, signal, sys
from pathlib import Path
import shapely
from jura_coverage.sources import roads
from jura_coverage.sources.fetch import Outcome
from jura_coverage.sources.roads import network
run = network._run
def run_then_die(program, *arguments, folder):
    if program.name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    run(program, *arguments, folder=folder)
network._run = run_then_die
roads.network_of([Path(sys.argv[1])], shapely.box(1.3, 42.3, 1.9, 42.8), cache=Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_a_build_that_is_killed_leaves_the_cache_whole(networks: Networks, tmp_path: Path) -> None:
    name = "andorra-fixed-roads"
    with another(KILLED, extract(name), tmp_path, "osrm-contract") as killed:
        assert killed.wait() == -signal.SIGKILL
    (left,) = kept(tmp_path)
    assert left.startswith(".")  # aside, so that nobody takes it for a network
    again = roads.network_of([extract(name)], AREAS[name], cache=tmp_path)
    assert kept(tmp_path) == [again.key] == [networks(name).key]


TOLD = """
import resource, sys
from pathlib import Path
import shapely
from jura_coverage.errors import EngineError
from jura_coverage.sources import roads
if most := int(sys.argv[3]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
area = shapely.box(9.3, 46.9, 9.8, 47.4)
try:
    found = roads.network_of([Path(sys.argv[1])], area, cache=Path(sys.argv[2]), tell=print)
    print(found.key)
except EngineError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("most_bytes", "words"),
    [
        (100_000, "les routes découpées n'y tiennent pas"),  # a quarter of them
        (500_000, "osrm-extract s'est arrêté"),  # its largest file has more
    ],
)
def test_a_disk_that_is_full_is_said_and_leaves_nothing(
    extra: None, tmp_path: Path, most_bytes: int, words: str
) -> None:
    with another(TOLD, extract("liechtenstein-latest-roads"), tmp_path, most_bytes) as full:
        said = full.communicate()[0].splitlines()[-1]
        assert full.returncode == 0
    assert words in said
    assert "Vérifiez la place libre" in said
    assert kept(tmp_path) == []


@pytest.mark.slow
def test_of_two_that_build_the_same_the_second_waits_for_the_network(
    networks: Networks, tmp_path: Path
) -> None:
    name = "liechtenstein-latest-roads"
    with (
        another(TOLD, extract(name), tmp_path, 0) as one,
        another(TOLD, extract(name), tmp_path, 0) as other,
    ):
        said = [each.communicate()[0].splitlines() for each in (one, other)]
    first, second = sorted(said, key=len, reverse=True)
    assert [each.partition(",")[0] for each in first] == [
        f"Routes : découpe de {name}.osm.pbf", "Routes : construction du réseau", networks(name).key
    ]  # fmt: skip
    assert second == [networks(name).key]
    assert kept(tmp_path) == second


def test_a_cache_that_is_no_folder_is_said(extra: None, tmp_path: Path) -> None:
    cache = tmp_path / "file"
    cache.write_bytes(b"")
    with pytest.raises(EngineError, match="écriture impossible"):
        roads.network_of([extract("andorra-roads")], AREAS["andorra-roads"], cache=cache)
    assert cache.read_bytes() == b""


@pytest.mark.slow
def test_a_network_that_has_lost_something_is_built_anew(
    networks: Networks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "andorra-roads"
    shared = networks(name)
    shutil.copytree(shared.folder, tmp_path / "networks" / shared.key)
    first = roads.network_of([extract(name)], AREAS[name], cache=tmp_path)
    geometry = first.graph.with_name(f"{first.graph.name}.geometry")
    whole = geometry.read_bytes()
    geometry.write_bytes(whole[:100])
    roads.network_of([extract(name)], AREAS[name], cache=tmp_path)
    assert geometry.stat().st_size == len(whole)
    monkeypatch.setattr(network, "_build", None)  # else it would be called
    assert first == roads.network_of([extract(name)], AREAS[name], cache=tmp_path)


@pytest.mark.parametrize(
    ("owner", "name", "value", "words"),
    [
        (sys, "version_info", (3, 11, 9), "Python 3.12 ou plus récent"),
        (sys, "platform", "win32", "Linux ou macOS"),
        (libraries, "find_spec", lambda _: None, "osmium et osrm-bindings"),
    ],
)  # fmt: skip
def test_a_machine_that_cannot_is_told_of_the_table(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, value: object, words: str
) -> None:
    if owner is libraries:  # also where the machine itself could not
        monkeypatch.setattr(libraries, "OLDEST", (3, 11))
        monkeypatch.setattr(libraries, "SYSTEMS", (sys.platform,))
    monkeypatch.setattr(owner, name, value)
    with pytest.raises(MissingExtraError) as refused:
        roads.require()
    assert words in str(refused.value)
    assert "--minutes" in str(refused.value)


def test_every_departement_has_its_extracts() -> None:
    for code in departements.CODES - {departements.EXAMPLE}:
        own, *beside = regions.regions_of(code)
        assert own not in beside
    assert regions.regions_of("39") == ("franche-comte", "bourgogne", "rhone-alpes")


@pytest.mark.slow
def test_the_extracts_are_those_of_the_ground_within_30_km(national: Path) -> None:
    with lzma.open(national) as table:
        rows = pd.read_csv(table, usecols=["code", "type", "geometry"], dtype="str")
    rows = rows[(rows["type"] == "COM") & rows["geometry"].str.isalnum()]
    grounds = gpd.GeoSeries(shapely.from_wkb(rows["geometry"].to_numpy()), crs="EPSG:4326")
    codes = rows["code"].map(geography.departement_of).to_numpy()
    mainland = np.array([len(code) == 2 for code in codes])
    borders = grounds[mainland].to_crs("EPSG:2154").boundary
    whole = {
        code: shapely.geometrycollections(own.to_numpy())
        for code, own in borders.groupby(codes[mainland])
    }
    assert len(whole) == 96
    shapely.prepare([*whole.values()])
    for code, ground in whole.items():
        near = [other for other in whole if shapely.dwithin(ground, whole[other], BELT_M)]
        assert {regions.regions_of(other)[0] for other in near} == {*regions.regions_of(code)}, code


def published_one_way(told: dict[str, Any]) -> set[tuple[str, str]]:
    """Find by the published minutes the pairs that take a quarter, and 5 minutes, more one way."""
    names = dict(zip(told["places"], villages.codes(told), strict=True))
    return {
        (f"{a} ({names[a]})", f"{b} ({names[b]})")
        for row, a in zip(told["minutes"], told["places"], strict=True)
        for minutes, b, back in zip(
            row, told["places"], np.array(told["minutes"])[:, told["places"].index(a)], strict=True
        )
        if minutes > 1.25 * back and minutes - back > 5
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["andorra-roads", "andorra-fixed-roads"])
def test_a_stale_tag_is_found_by_comparing_both_directions(
    extra: None, cache: Path, command: Command, tmp_path: Path, name: str
) -> None:
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    options = villages.options(told, tmp_path, hosts=["Andorra la Vella"])
    asked = ["roads", extract(name), "--cache", cache, "--out", tmp_path / "minutes.csv", *options]
    found = json.loads(command(*asked, "--json").out)
    pairs = {(each["origin"], each["place"]) for each in found["one_way"]["first"]}
    assert pairs == published_one_way(told)
    assert found["one_way"]["count"] == len(pairs) == (8 if name == "andorra-roads" else 0)
    assert found["network_date"] == "2013-05-27"  # of its latest change: the header has no day
    assert (found["trips"], found["trips_without_way"]) == (30, 0)
    if pairs:
        said = command(*asked).said
        assert "réseau du 27/05/2013" in said
        assert "Encamp (39902) (4)" in said  # of the eight pairs
        assert "Canillo (39906) → Engordany (39903)" in said
        assert "29,1 min, 12,5 min au retour" in said


@pytest.mark.slow
def test_a_commune_beyond_all_roads_is_named_and_has_no_minutes(
    extra: None, cache: Path, command: Command, tmp_path: Path
) -> None:
    name = "liechtenstein-latest-roads"
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    told["places"].append("Hors réseau")
    told["lonlat"].append([9.52, 46.95])  # 11 km south of the country
    options = villages.options(told, tmp_path, hosts=["Vaduz"])
    table = tmp_path / "minutes.csv"
    said = command("roads", extract(name), "--cache", cache, "--out", table, *options).said
    assert "1 point à plus de 3 000 m" in said
    assert "Hors réseau (39908)" in said
    refused = command("run", "--minutes", table, "--out", tmp_path / "maps", *options)
    assert refused.status == 1
    assert "1 commune sans aucun trajet (Hors réseau (39908))" in refused.said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("liechtenstein-latest-roads", lambda whole: whole[:HALF_OF_A_FILE], "abîmé ou interrompu"),
        ("liechtenstein-latest-roads", lambda _: b"", "un fichier vide"),
        ("andorra-roads", lambda whole: whole, "aucune route dans le département ni autour"),
    ],
)  # fmt: skip
def test_a_wrong_extract_stops_the_command_and_the_earlier_table_stays(
    extra: None, cache: Path, command: Command, tmp_path: Path, name: str,
    change: Callable[[bytes], bytes], words: str,
) -> None:  # fmt: skip
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))["liechtenstein-latest-roads"]
    options = villages.options(told, tmp_path, hosts=["Vaduz"])
    wrong, table = tmp_path / "wrong.osm.pbf", tmp_path / "minutes.csv"
    good = extract("liechtenstein-latest-roads")
    assert command("roads", good, "--cache", cache, "--out", table, *options).status == 0
    earlier, networks = table.read_bytes(), kept(cache)
    wrong.write_bytes(change(extract(name).read_bytes()))
    refused = command("roads", wrong, "--cache", cache, "--out", table, *options)
    assert refused.status == 1
    assert refused.said.count("trouvé") == 1
    assert f"{wrong} : 1 problème" in refused.said
    assert words in refused.said
    assert (table.read_bytes(), kept(cache)) == (earlier, networks)


@pytest.mark.slow
def test_villages_are_measured_on_their_roads_from_end_to_end(
    extra: None, cache: Path, command: Command, watched: Watched, tmp_path: Path
) -> None:
    """From official formats and an extract to every output; a post is at Ruggell."""
    name = "liechtenstein-latest-roads"
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    options = villages.options(told, tmp_path, hosts=["Ruggell"])
    table = tmp_path / "minutes.csv"
    made = command("roads", extract(name), "--cache", cache, "--out", table, *options)
    assert made.out.split() == [str(table), f"{table}.toml"]
    side = tomllib.loads(Path(f"{table}.toml").read_text(encoding="utf-8"))
    assert side["engine"].startswith("OSRM 26.10")
    assert side["network_date"] == date(2015, 7, 27)
    assert (side["attribution"], side["licence"]) == OPENSTREETMAP

    to_ruggell = [row[told["places"].index("Ruggell")] for row in told["minutes"]]
    for asked, pages in (("run", []), ("plan", ["plan.html"])):
        maps = tmp_path / asked
        assert command(asked, "--minutes", table, "--out", maps, *options).status == 0
        communes = pd.read_csv(maps / "communes.csv", sep=";", decimal=",", encoding="utf-8-sig")
        by_code = communes.set_index(communes["code_insee"].astype("str"))
        minutes = by_code.loc[villages.codes(told), "minutes_conseiller"]
        assert np.abs(minutes.to_numpy() - to_ruggell).max() <= 0.0501
        # Half of the premises of each village have no wire, so that it is flagged if it is far.
        summary = json.loads((maps / "summary.json").read_text(encoding="utf-8"))
        assert summary["communes_flagged"] == sum(each > 20 for each in to_ruggell) == 4
        for output in ("carte.html", "index.html", "summary.json", *pages):
            assert "OSRM 26.10" in (maps / output).read_text(encoding="utf-8"), output
    page = watched.open(tmp_path / "run" / "carte.html")
    for place, minutes in zip(told["places"], to_ruggell, strict=True):
        assert browser.choose(page, place) == place
        assert ("Commune signalée" in page.inner_text("#card")) == (minutes > 20), place
    assert not watched.messages + watched.requests
    sheets = tmp_path / "fiches"
    written = command("sheets", "--html-only", "--minutes", table, "--out", sheets, *options)
    assert written.status == 0
    assert any("OSRM 26.10" in each.read_text(encoding="utf-8") for each in sheets.glob("*.html"))


@dataclass
class Publisher:
    """A server of extracts: what it has, what it was asked, and how it misbehaves."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    most: int | None = None  # bytes that it sends before it hangs up
    resumes: bool = True

    def publish(self, content: bytes, *, departement: str = "2A") -> None:
        self.files = dict.fromkeys(regions.regions_of(departement), content)
        self.checksums = {
            region: hashlib.md5(each, usedforsecurity=False).hexdigest()
            for region, each in self.files.items()
        }


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    plan = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            region, wanted = name.partition("-latest")[0], self.headers.get("Range", "")
            plan.asked.append((name, wanted))
            body = plan.files.get(region, b"")
            if name.endswith(".md5"):
                body = f"{plan.checksums[region]}  {name}\n".encode()
            first = int(wanted[len("bytes=") : -1]) if wanted and plan.resumes else 0
            self.send_response(206 if first else 200)
            if first:
                self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - first))
            self.end_headers()
            whole = name.endswith(".md5") or plan.most is None
            self.wfile.write(body[first:] if whole else body[first : first + (plan.most or 0)])

    with serving(Handler) as address:
        plan.address = f"{address}/"
        yield plan


CONTENT = bytes(range(256)) * 4000  # a million bytes


def fetched(plan: Publisher, folder: Path) -> Outcome:
    (outcome,) = roads.fetch_extracts(
        "2A", folder=folder, server=plan.address, loopback_http=True, back_off_s=0.01
    )
    return outcome


@pytest.mark.parametrize("resumes", [True, False])
def test_an_interrupted_download_goes_on_where_it_was(
    publisher: Publisher, tmp_path: Path, resumes: bool
) -> None:
    publisher.publish(CONTENT)
    publisher.most, publisher.resumes = 100_000, resumes
    assert "échec après 4 essais" in fetched(publisher, tmp_path).failure
    publisher.most = None
    publisher.asked.clear()
    outcome = fetched(publisher, tmp_path)
    assert outcome.news
    assert outcome.copy
    assert outcome.copy.path.read_bytes() == CONTENT
    ((name, wanted),) = publisher.asked[1:]
    assert name == "corse-latest.osm.pbf"
    begun = int(wanted.removeprefix("bytes=").removesuffix("-"))
    assert begun > 0
    assert (begun > 100_000) == resumes  # where it cannot go on, each try begins anew
    assert not list(tmp_path.rglob(".en-cours/*"))
    assert roads.downloaded("2A", folder=tmp_path) == [outcome.copy.path]
    publisher.asked.clear()
    assert not fetched(publisher, tmp_path).news
    assert [name for name, _ in publisher.asked] == ["corse-latest.osm.pbf.md5"]


def test_a_new_version_is_not_put_on_the_beginning_of_another(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.publish(CONTENT)
    publisher.most = 100_000
    fetched(publisher, tmp_path)
    publisher.publish(CONTENT[::-1])
    publisher.most = None
    copy = fetched(publisher, tmp_path).copy
    assert copy
    assert copy.path.read_bytes() == CONTENT[::-1]


def test_what_is_not_as_its_checksum_says_replaces_nothing(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.publish(CONTENT)
    good = fetched(publisher, tmp_path).copy
    publisher.checksums = dict.fromkeys(publisher.files, "0" * 32)
    outcome = fetched(publisher, tmp_path)
    assert "somme de contrôle" in outcome.failure
    assert outcome.copy == good
    publisher.checksums = dict.fromkeys(publisher.files, "Not found")
    assert "attendu une somme de contrôle" in fetched(publisher, tmp_path).failure


def test_extracts_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="fetch --roads --departement 39") as refused:
        roads.downloaded("39", folder=tmp_path)
    assert "franche-comte-latest.osm.pbf" in str(refused.value)
    with pytest.raises(ParameterError, match="00"):
        roads.downloaded("00", folder=tmp_path)


GUIDE = Path(__file__).parents[1] / "docs" / "guide.md"


@pytest.mark.slow
def test_the_commands_of_the_guide_measure_on_what_was_downloaded(
    extra: None, publisher: Publisher, command: Command, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As printed: the table that `roads` writes of downloaded extracts is what `plan` takes."""
    name = "liechtenstein-latest-roads"
    told = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    files = tmp_path / "files"
    files.mkdir()
    options = villages.options(told, files, hosts=["Vaduz"])
    publisher.publish(extract(name).read_bytes(), departement="39")
    outcomes = roads.fetch_extracts(
        "39", folder=tmp_path / "cache", server=publisher.address, loopback_http=True
    )
    assert [each.news for each in outcomes] == [True] * 3
    monkeypatch.chdir(tmp_path)
    quoted = re.findall(r"`jura-coverage ([^`]*)`", GUIDE.read_text(encoding="utf-8"))
    for line in ("roads --out minutes.csv", "plan --minutes minutes.csv"):
        assert line in quoted
        kept = ["--cache", "cache"] if line.startswith("roads") else []
        done = command(*line.split(), *kept, *options)
        assert done.status == 0, done.said
    assert "OSRM 26.10" in Path("maps", "plan.html").read_text(encoding="utf-8")
