"""What goes onto a stick: which lines of a lock a platform needs."""

import pytest

from scripts.offline import LOCK, PLATFORMS, needed

ANY = """\
click==8.5.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:dd
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:ee
"""
CLICK = "click==8.5.1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"
COLOURS = "colorama==0.4.6 \\\n    --hash=sha256:cc"
OLD, NEW = "numpy==2.4.6 \\\n    --hash=sha256:dd", "numpy==2.5.5 \\\n    --hash=sha256:ee"


@pytest.mark.parametrize(
    ("platform", "python", "lines"),
    [
        ("windows", "3.11", [CLICK, COLOURS, OLD]),
        ("windows", "3.13", [CLICK, COLOURS, NEW]),
        ("linux", "3.12", [CLICK, NEW]),
        ("macos", "3.11", [CLICK, OLD]),
    ],
)
def test_a_platform_gets_the_lines_that_are_for_it(
    platform: str, python: str, lines: list[str]
) -> None:
    """Whatever machine gathers them: pip would ask its own."""
    assert list(needed(ANY, PLATFORMS[platform], python)) == lines


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_gets_one_version_of_a_package(platform: str) -> None:
    lines = [*needed(LOCK.read_text(encoding="utf-8"), PLATFORMS[platform], "3.13")]
    names = [line.split("==")[0] for line in lines]
    assert len(names) == len(set(names))
    assert {"geopandas", "highspy", "folium"} <= set(names)
    assert all("--hash=" in line for line in lines)
