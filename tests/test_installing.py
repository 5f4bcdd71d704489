"""How to add an extra, said as the reader installed the rest."""

import sys
from pathlib import Path

import pytest

from jura_coverage import errors


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("/home/a/pipx/venvs/jura-coverage", 'pipx install --force "jura-coverage[pdf]"'),
        ("/home/a/uv/tools/jura-coverage", 'uv tool install "jura-coverage[pdf]"'),
        ("/home/a/venv", 'python3 -m pip install "jura-coverage[pdf]"'),
    ],
)
def test_an_extra_is_added_as_the_rest_was(
    prefix: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(errors, "__file__", str(tmp_path / "jura_coverage" / "errors.py"))
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "executable", f"{prefix}/bin/python3")
    assert errors.installing("pdf") == f"« {said} »"


def test_in_a_checkout_make_does_it() -> None:
    assert errors.installing("pdf") == "« make extras »"
