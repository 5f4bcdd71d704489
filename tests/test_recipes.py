"""The page for programs: what it shows is run as it stands, in the order in which one reads it."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scripts import documentation

pytestmark = pytest.mark.slow

PAGE = (documentation.FOLDER / "programmes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^## (.+?)\n.*?```python\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
MOST_LINES = 5


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that all blocks together leave, and under each heading what its last line gives."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    names: dict[str, Any] = {}
    with inside(tmp_path_factory.mktemp("day")):
        for heading, block in BLOCKS:
            *body, last = ast.parse(block).body
            exec(compile(ast.Module(body, []), heading, "exec"), names)  # noqa: S102 - our own page
            if isinstance(last, ast.Expr):
                shown = compile(ast.Expression(last.value), heading, "eval")
                names[heading] = eval(shown, names)  # noqa: S307
            else:
                exec(compile(ast.Module([last], []), heading, "exec"), names)  # noqa: S102
        names["written"] = {path.name for path in Path().iterdir()}
    return names


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


def test_every_heading_has_one_short_block() -> None:
    assert len(BLOCKS) == len(re.findall(r"^## ", PAGE, re.MULTILINE)) == PAGE.count("```python")
    for heading, block in BLOCKS:
        lines = [
            line
            for line in block.splitlines()
            if line and not line.startswith(("from ", "import "))
        ]
        assert len(lines) <= MOST_LINES, heading


def test_what_is_the_readers_own_counts(ran: dict[str, Any]) -> None:
    result, land = ran["result"], ran["land"]
    assert list(ran["Lire et mesurer"].index) == list(land.communes.index)
    # A lower threshold of far, and a higher one of poor.
    assert ran["mine"].communes["far"].sum() >= result.communes["far"].sum()
    assert ran["mine"].communes["poor"].sum() <= result.communes["poor"].sum()
    assert ran["Ses minutes"]["max"] > 0
    assert "matrice de minutes" in ran["winter"].engine
    assert set(ran["Ses communes candidates"]) <= set(ran["towns"])
    assert ran["own"].territory.own_bases["host"].tolist() == ["Mairie de Dole", "Médiathèque"]
    far = ran["Plusieurs à la fois"]
    assert far == sorted(far, reverse=True)
    assert far[-1] == result.figures.residents_far


def test_what_is_written_stands_there(ran: dict[str, Any]) -> None:
    assert ran["written"] == {
        "carte.html", "communes.csv", "communes.gpkg", "lieux.csv", "minutes.png"
    }  # fmt: skip
