"""The house: few rooms, imports point one way, and importing the package stays cheap."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import jura_coverage
from jura_coverage import words
from tests.modules import MODULES, PACKAGE, parsed

ROOT = Path(__file__).parents[1]
TESTS = Path(__file__).parent
# From the ground up: a room may import from its own floor only itself, and from those below.
FLOORS = (
    {"errors", "french", "remarks"},
    {"columns", "geography", "parameters"},
    {"measures"},
    {"sources"},
    {"territory"},
    {"study"},
    {"posts"},
    {"words"},
    {"publish"},
    {"command"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# The package itself is below all; the command, started as a module, above.
ENTRANCES = {"__init__": -1, "__main__": len(FLOORS)}
# The same inside the largest room.
PUBLISH_FLOORS = (
    {"html", "scales", "signs", "text"},
    {"themes"},
    {"pictures", "tables"},
    {"map"},
    {"sheets", "pages", "files", "national", "notebook"},
)
PUBLISH_FLOOR = {part: floor for floor, parts in enumerate(PUBLISH_FLOORS) for part in parts}
MOST_ROOMS, MOST_FLOORS = 14, 10


def parts_of(path: Path) -> list[str]:
    """Name the room of a module, and what it is inside of it."""
    return [part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts]


def imported(path: Path) -> set[tuple[str, ...]]:
    """Name every module of the package that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jura_coverage"):
            module = tuple((node.module or "").split(".")[1:])
            found |= {(*module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
            found |= {parts[1:] for parts in names if parts[0] == "jura_coverage" and parts[1:]}
    return found


def test_the_rooms_are_few() -> None:
    rooms = {parts_of(path)[0] for path in MODULES} - set(ENTRANCES)
    assert rooms == set(FLOOR)
    assert len(rooms) <= MOST_ROOMS
    assert len(FLOORS) <= MOST_FLOORS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = parts_of(path)[0]
    floor = {**FLOOR, **ENTRANCES}[own]
    rooms = {module[0] for module in imported(path)} & set(FLOOR) - {own}
    assert not {room for room in rooms if FLOOR[room] >= floor}


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if parts_of(path)[0] == "publish" and len(parts_of(path)) > 1],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_imports_point_down_inside_publish(path: Path) -> None:
    own = parts_of(path)[1]
    if own == "__init__":
        return
    parts = {module[1] for module in imported(path) if module[0] == "publish"} - {own}
    assert not {part for part in parts if PUBLISH_FLOOR[part] >= PUBLISH_FLOOR[own]}


def test_contributing_draws_the_same_house() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (drawing,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    drawn = [set(re.findall(r"[a-z]+", line.partition("  ")[0])) for line in drawing.splitlines()]
    assert drawn == [set(rooms) for rooms in reversed(FLOORS)]


@pytest.mark.parametrize("path", sorted(TESTS.glob("*.py")), ids=lambda path: path.name)
def test_no_file_of_tests_imports_another(path: Path) -> None:
    """What several need stands in a module without tests, or is a fixture of conftest.py."""
    imported = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom):
            imported |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            imported |= {part for alias in node.names for part in alias.name.split(".")}
    assert not imported & {"conftest", *(other.stem for other in TESTS.glob("test_*.py"))}


def test_only_readers_and_maps_know_formats_and_colours() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        room = parts_of(path)[0]
        if room != "sources":
            assert "read_file(" not in text, path
            assert "import csv" not in text, path
        if room != "publish":
            assert "folium" not in text.replace("neither folium nor scipy", ""), path
            assert not re.search(r"\"#[0-9a-f]{6}\"", text), path


@pytest.mark.slow
def test_only_the_command_prints() -> None:
    for path in MODULES:
        calls = [
            node.func.id
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "print" not in calls, path
        asserts = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Assert)]
        assert not asserts, path


def loaded(statements: str) -> list[str]:
    """Name the heavy packages that a fresh Python has loaded after running these statements."""
    heavy = (
        "folium",
        "scipy",
        "scipy.stats",
        "pandas",
        "geopandas",
        "pydantic",
        "pydantic_core",
    )
    code = f"import sys; {statements}; print(*(name for name in {heavy} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import jura_coverage") == []


@pytest.mark.slow
def test_a_study_loads_neither_folium_nor_scipy_nor_pydantic() -> None:
    statements = (
        "from jura_coverage import study, territory; "
        "study.study(territory.of('39', files=territory.files('39')))"
    )
    assert not set(loaded(statements)) & {
        "folium",
        "scipy",
        "pydantic",
        "pydantic_core",
    }


@pytest.mark.slow
def test_the_whole_of_a_run_loads_no_solver(tmp_path: Path) -> None:
    """It decides nothing: a sentence looked for among those about posts would load it."""
    found = loaded(
        "from jura_coverage.command.cli import app; "
        f"app(['run', '--out', {str(tmp_path / 'maps')!r}], standalone_mode=False)"
    )
    assert "folium" in found
    assert "scipy" not in found


@pytest.mark.slow
def test_deciding_and_writing_load_neither_folium_nor_statistics() -> None:
    """Each takes half a second to import, and neither is needed there."""
    rooms = "jura_coverage.posts", "jura_coverage.publish.files", "jura_coverage.publish.sheets"
    found = loaded(f"import {', '.join(rooms)}")
    assert not set(found) & {"folium", "scipy.stats"}


def test_the_public_interface_is_what_it_says() -> None:
    for name in jura_coverage.__all__:
        assert getattr(jura_coverage, name).__doc__
    with pytest.raises(AttributeError):
        jura_coverage.nothing_of_the_kind  # noqa: B018


@pytest.mark.parametrize("room", ["geography", "publish"])
def test_what_loads_on_first_use_bears_no_module_s_name(room: str) -> None:
    """Python would give the module in its place, once that is loaded."""
    modules = {path.stem for path in (PACKAGE / room).iterdir()}
    assert not set(getattr(jura_coverage, room).__all__) & modules


def test_every_module_of_words_gives_its_names_to_the_room() -> None:
    """One name means one thing in all of them, be it defined there or taken from another room."""
    homes: dict[str, set[str]] = {}
    for path in (PACKAGE / "words").glob("[!_]*.py"):
        assert path.stem in words.MODULES
        own = f"{words.__name__}.{path.stem}"
        for statement in parsed(path).body:
            if isinstance(statement, ast.ImportFrom):
                names = {each.name: f"{statement.module}" for each in statement.names}
            elif isinstance(statement, ast.FunctionDef):
                names = {statement.name: own}
            else:
                stored = (each for each in ast.walk(statement) if isinstance(each, ast.Name))
                names = {each.id: own for each in stored if isinstance(each.ctx, ast.Store)}
            for name, home in names.items():
                homes.setdefault(name, set()).add(home)
    homes = {name: found for name, found in homes.items() if name in dir(words)}
    assert not {name: found for name, found in homes.items() if len(found) > 1}
    here = {name for name, (home,) in homes.items() if home.startswith(f"{words.__name__}.")}
    assert not here & set(words.MODULES)
    with pytest.raises(AttributeError):
        words.nothing_of_the_kind  # noqa: B018
