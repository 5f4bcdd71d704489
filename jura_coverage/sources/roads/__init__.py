"""Roads: OpenStreetMap's extracts, the network made of them, and the minutes on it."""

from jura_coverage.sources.roads.download import downloaded, fetch_extracts
from jura_coverage.sources.roads.engine import RoadEngine
from jura_coverage.sources.roads.libraries import require
from jura_coverage.sources.roads.network import Network, network_of

__all__ = ["Network", "RoadEngine", "downloaded", "fetch_extracts", "network_of", "require"]
