"""All of France on one page: what it draws."""

from jura_coverage.publish.national.geometry import EUROPE, frames

__all__ = ["EUROPE", "frames"]
