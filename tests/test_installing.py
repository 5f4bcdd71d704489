"""How to add an extra, said as the reader installed the rest."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from jura_coverage import errors

NEEDED = [
    "pandas>=3",
    "weasyprint>=66; extra == 'pdf'",
    "pyarrow>=19; extra == 'parquet'",
    "osmium>=4.3; (python_version >= '3.12') and extra == 'roads'",
    "osrm-bindings>=26.10; extra == 'roads'",
]


@pytest.mark.parametrize(
    ("prefix", "extra", "said"),
    [
        ("/home/a/pipx/venvs/x", "pdf", 'pipx inject jura-coverage "weasyprint>=66"'),
        (
            "/home/a/uv/tools/x", "parquet",
            'uv pip install --python "/home/a/uv/tools/x/bin/python3" "pyarrow>=19"',
        ),
        (
            "/home/a/venv", "roads",
            '"/home/a/venv/bin/python3" -m pip install "osmium>=4.3" "osrm-bindings>=26.10"',
        ),
    ],
)  # fmt: skip
def test_what_an_extra_needs_is_added_as_the_rest_was(
    prefix: str, extra: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By its own name: nobody is sent to an index for a package that it may not have."""
    monkeypatch.setattr(errors, "__file__", str(tmp_path / "jura_coverage" / "errors.py"))
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "executable", f"{prefix}/bin/python3")
    monkeypatch.setattr(metadata, "requires", lambda _: NEEDED)
    assert errors.installing(extra) == f"« {said} »"


def test_the_package_names_what_its_extras_need() -> None:
    needed = " ".join(metadata.requires("jura-coverage") or [])
    assert all(f"extra == '{name}'" in needed for name in ("pdf", "parquet", "roads"))


def test_in_a_checkout_make_does_it() -> None:
    assert errors.installing("pdf") == "« make extras »"
