"""Programs of this machine that open what we write, where they are: LibreOffice and QGIS."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"  # the one that Debian's QGIS is made for


def told(arguments: Sequence[object], **environment: str) -> str:
    """Run a program in no other environment than this; give what it prints."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        capture_output=True, text=True, env=environment, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def drawn_by_qgis(source: Path, folder: Path, layers: Sequence[str]) -> dict[str, Any]:
    """Draw layers of a GeoPackage, the first on top; give what ``qgis_draw.py`` tells of each."""
    if not _has_qgis():
        pytest.skip("no QGIS found (Debian's python3-qgis)")
    script = Path(__file__).with_name("qgis_draw.py")
    # A copy: QGIS opens a GeoPackage for writing.
    copy, picture = shutil.copy(source, folder / "qgis.gpkg"), folder / "qgis.png"
    said: dict[str, Any] = json.loads(
        told(
            [SYSTEM_PYTHON, script, copy, picture, *layers],
            QT_QPA_PLATFORM="offscreen", HOME=str(folder), PATH="/usr/bin:/bin",
        )
    )  # fmt: skip
    return said


def _has_qgis() -> bool:
    if not Path(SYSTEM_PYTHON).exists():
        return False
    asked = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
