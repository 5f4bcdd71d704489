"""A territory: one row a commune, none lost, and the places where the public meets an advisor."""

from jura_coverage.territory.join import Listed, Locate, build
from jura_coverage.territory.land import Territory
from jura_coverage.territory.load import BELT_M, Files, Readings, files, joined, of, read, source
from jura_coverage.territory.today import (
    former_commune,
    in_land,
    nothing_in_land,
    of_today,
    weight_of_each,
)

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
    "nothing_in_land",
    "of",
    "of_today",
    "read",
    "source",
    "weight_of_each",
]
