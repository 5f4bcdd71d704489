"""The libraries that roads need, which not every machine can have."""

import platform
import sys
from importlib.metadata import version
from importlib.util import find_spec

from jura_coverage.errors import MissingExtraError, installing

OLDEST = (3, 12)
SYSTEMS = ("linux", "darwin")
# By the module that each brings.
PACKAGES = {"osmium": "osmium", "osrm": "osrm-bindings"}
NEEDED = "Le calcul sur les routes demande"
ELSEWHERE = (
    "donnez à --minutes une table de minutes, qu'un collègue calcule sur une autre machine avec "
    "« jura-coverage roads »"
)


def require() -> None:
    """Refuse to go on where the libraries cannot be used, and say what to do instead.

    Raises
    ------
    MissingExtraError
        If Python or the system is another, or a library is not installed.
    """
    if sys.version_info < OLDEST or sys.platform not in SYSTEMS:
        raise MissingExtraError(
            f"{NEEDED} Python 3.12 ou plus récent, sous Linux ou macOS "
            f"(ici : Python {platform.python_version()}, {platform.system()}). Sinon, {ELSEWHERE}."
        )
    lacking = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    if lacking:
        raise MissingExtraError(
            f"{NEEDED} {' et '.join(lacking)} : {installing('roads')} les installe. Sinon, "
            f"{ELSEWHERE}."
        )


def versions() -> dict[str, str]:
    """Give the version of each package."""
    return {package: version(package) for package in PACKAGES.values()}
