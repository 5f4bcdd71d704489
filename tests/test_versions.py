"""What `pyproject.toml` allows is what is tried: each lowest version is that of its lock."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from scripts.locks import entries

ROOT = Path(__file__).parents[1]
ALLOWED = [
    Requirement(each)
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
]


def locked(name: str) -> dict[str, list[Version]]:
    """Give the versions that a lock has of each package."""
    found: dict[str, list[Version]] = {}
    for each, _ in entries((ROOT / name).read_text(encoding="utf-8")):
        found.setdefault(each.name, []).append(Version(str(each.specifier).removeprefix("==")))
    return found


@pytest.mark.parametrize("wanted", ALLOWED, ids=lambda each: each.name)
def test_the_lowest_version_that_is_allowed_is_tried(wanted: Requirement) -> None:
    (least,) = (Version(each.version) for each in wanted.specifier)
    (tried,) = locked("requirements-lowest.lock")[wanted.name]
    assert tried >= least
    assert tried.release[: len(least.release)] == least.release  # 2.4.1 where 2.4.0 was withdrawn


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
@pytest.mark.parametrize("wanted", ALLOWED, ids=lambda each: each.name)
def test_what_is_locked_is_allowed(wanted: Requirement, lock: str) -> None:
    assert all(each in wanted.specifier for each in locked(lock)[wanted.name])
