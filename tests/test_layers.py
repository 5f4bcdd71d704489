"""Imports point one way, and importing the package stays cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import jura_coverage

PACKAGE = Path(jura_coverage.__file__).parent
TESTS = Path(__file__).parent
# A module may import from its own layer or from those before it.
LAYERS = (
    {"errors", "french", "departements", "remarks"},
    {"download"},
    {"geo", "broadband", "access", "classify", "catalogue"},
    {"pairs", "equity", "programme", "offer"},
    {"supply", "siting"},
    {"posts"},
    {"travel", "schemas", "parameters", "robustness"},
    {"read"},
    {"placing", "fetch", "geocoding"},
    {"itinerant"},
    {"territory"},
    {"pipeline"},
    {"inspection", "decision"},
    {"report", "areas"},
    {"advice"},
    {"answers"},
    {"outputs", "maps", "comparison"},
    {"export", "sheets", "plots"},
    {"usage"},
    {"commands"},
    {"cli"},
)
LEVEL = {module: level for level, modules in enumerate(LAYERS) for module in modules}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_layers(path: Path) -> set[str]:
    """Name every part of the package that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jura_coverage"):
            parts = (node.module or "").split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {parts[1] for parts in names if parts[0] == "jura_coverage" and parts[1:]}
    return found


def test_every_module_has_a_layer() -> None:
    assert {layer_of(path) for path in MODULES} - {"__init__"} == set(LEVEL)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = layer_of(path)
    above = {name for name in imported_layers(path) if LEVEL[name] > LEVEL.get(own, -1)}
    assert not above


@pytest.mark.parametrize("path", sorted(TESTS.glob("*.py")), ids=lambda path: path.name)
def test_no_file_of_tests_imports_another(path: Path) -> None:
    """What several need stands in a module without tests, or is a fixture of conftest.py."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            imported |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            imported |= {part for alias in node.names for part in alias.name.split(".")}
    assert not imported & {"conftest", *(other.stem for other in TESTS.glob("test_*.py"))}


def test_only_readers_and_maps_know_formats_and_colours() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if layer_of(path) != "read":
            assert "read_file(" not in text, path
            assert "import csv" not in text, path
        if layer_of(path) not in ("maps",):
            assert "folium" not in text.replace("neither folium nor scipy", ""), path


def test_only_the_command_prints() -> None:
    for path in MODULES:
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "print" not in calls, path
        asserts = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Assert)
        ]
        assert not asserts, path


def loaded(statements: str) -> list[str]:
    """Name the heavy packages that a fresh Python has loaded after running these statements."""
    heavy = ("folium", "scipy", "scipy.stats", "topojson", "pandas", "geopandas")
    code = f"import sys; {statements}; print(*(name for name in {heavy} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import jura_coverage") == []


def test_measuring_loads_neither_folium_nor_scipy() -> None:
    statements = (
        "from jura_coverage import pipeline; pipeline.run('39', files=pipeline.files('39'))"
    )
    assert not set(loaded(statements)) & {"folium", "scipy", "topojson"}


def test_deciding_and_exporting_load_neither_folium_nor_statistics() -> None:
    """Each takes half a second to import, and neither is needed there."""
    found = loaded(
        "import jura_coverage.posts, jura_coverage.publish.files, jura_coverage.publish.sheets"
    )
    assert not set(found) & {"folium", "scipy.stats", "topojson"}


def test_the_public_interface_is_what_it_says() -> None:
    for name in jura_coverage.__all__:
        assert getattr(jura_coverage, name).__doc__
    with pytest.raises(AttributeError):
        jura_coverage.nothing_of_the_kind  # noqa: B018
