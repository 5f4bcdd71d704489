"""Readers, one a format: the only place that knows how files are written."""

from jura_coverage.read.advisors import read_advisors
from jura_coverage.read.broadband import read_broadband
from jura_coverage.read.candidates import read_candidates
from jura_coverage.read.communes import read_communes, read_crosswalk
from jura_coverage.read.geocoded import read_geocoded
from jura_coverage.read.reading import CommuneReading, Origin, Reading
from jura_coverage.read.role import role_of
from jura_coverage.read.spreadsheet import template

__all__ = [
    "CommuneReading",
    "Origin",
    "Reading",
    "read_advisors",
    "read_broadband",
    "read_candidates",
    "read_communes",
    "read_crosswalk",
    "read_geocoded",
    "role_of",
    "template",
]
