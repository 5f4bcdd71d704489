"""A territory: one row a commune, none lost, and the places where the public meets an advisor."""

from jura_coverage.territory.join import Locate, Territory, build, former_commune, of_today
from jura_coverage.territory.load import BELT_M, Files, files, load, source

__all__ = [
    "BELT_M",
    "Files",
    "Locate",
    "Territory",
    "build",
    "files",
    "former_commune",
    "load",
    "of_today",
    "source",
]
