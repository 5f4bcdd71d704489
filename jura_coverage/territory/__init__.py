"""A territory: one row a commune, none lost, and the places where the public meets an advisor."""

from jura_coverage.territory.join import (
    Listed,
    Locate,
    Territory,
    build,
    former_commune,
    in_land,
    of_today,
)
from jura_coverage.territory.load import BELT_M, Files, Readings, files, joined, of, read, source

__all__ = [
    "BELT_M",
    "Files",
    "Listed",
    "Locate",
    "Readings",
    "Territory",
    "build",
    "files",
    "former_commune",
    "in_land",
    "joined",
    "of",
    "of_today",
    "read",
    "source",
]
