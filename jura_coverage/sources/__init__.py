"""Readers, one a format: the only place that knows how files are written."""

from jura_coverage.sources.advisors import read_advisors, read_places
from jura_coverage.sources.advisors.candidates import read_candidates
from jura_coverage.sources.buildings import read_buildings
from jura_coverage.sources.communes import read_communes
from jura_coverage.sources.communes.crosswalk import read_crosswalk
from jura_coverage.sources.communes.outlines import read_outlines
from jura_coverage.sources.geocoded import read_geocoded
from jura_coverage.sources.internet import read_broadband
from jura_coverage.sources.minutes import MinutesReading, read_matrix, read_minutes
from jura_coverage.sources.needs import read_needs
from jura_coverage.sources.reading import CommuneReading, Publication, Reading
from jura_coverage.sources.recognise import role_of
from jura_coverage.sources.templates import template
from jura_coverage.sources.weights import read_weights

__all__ = [
    "CommuneReading",
    "MinutesReading",
    "Publication",
    "Reading",
    "read_advisors",
    "read_broadband",
    "read_buildings",
    "read_candidates",
    "read_communes",
    "read_crosswalk",
    "read_geocoded",
    "read_matrix",
    "read_minutes",
    "read_needs",
    "read_outlines",
    "read_places",
    "read_weights",
    "role_of",
    "template",
]
