"""Templates are compiled once, where what is compiled can be kept."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from jura_coverage.publish.html.rendering import Compiled


class Counted(Environment):
    """Counts what is compiled."""

    compiled = 0

    def compile(self, *given, **named):  # type: ignore[no-untyped-def]
        """Compile, and count."""
        self.compiled += 1
        return super().compile(*given, **named)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.j2").write_text("{{ 6 * 7 }}", encoding="utf-8")
    return tmp_path


def compiled(templates: Path, kept: Path) -> int:
    """Fill the template as a new process does, and tell whether it was compiled for that."""
    env = Counted(loader=FileSystemLoader(templates), bytecode_cache=Compiled(str(kept)))
    assert env.get_template("page.j2").render() == "42"
    return env.compiled


def test_the_second_process_compiles_nothing(templates: Path) -> None:
    kept = templates / "__pycache__"
    assert [compiled(templates, kept) for _ in range(2)] == [1, 0]


def test_a_template_that_changed_is_compiled_again(templates: Path) -> None:
    kept = templates / "__pycache__"
    compiled(templates, kept)
    (templates / "page.j2").write_text("{{ 40 + 2 }}", encoding="utf-8")
    assert compiled(templates, kept) == 1


def test_where_nothing_can_be_kept_pages_are_written_all_the_same(templates: Path) -> None:
    kept = templates / "__pycache__"
    kept.write_text("no folder", encoding="utf-8")
    assert [compiled(templates, kept) for _ in range(2)] == [1, 1]


def test_nothing_is_kept_where_python_keeps_nothing(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept = templates / "__pycache__"
    assert [compiled(templates, kept) for _ in range(2)] == [1, 1]
    assert not kept.exists()
