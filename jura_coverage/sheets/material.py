"""What all sheets of a run share, measured once."""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from jura_coverage import areas
from jura_coverage.decision import Decision
from jura_coverage.pipeline import Result
from jura_coverage.sheets.changes import Change, changes
from jura_coverage.sheets.extract import simplified


@dataclass(frozen=True, kw_only=True)
class Material:
    """What all sheets of a run share.

    Parameters
    ----------
    result
        A run.
    decision
        Adds to each sheet how sure the flags are, and what keeping or adding posts would change.
    """

    result: Result
    decision: Decision | None = None

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """Boundaries to draw."""
        return simplified(self.result)

    @cached_property
    def whole(self) -> areas.Figures:
        """Figures of the département."""
        return areas.figures(self.result)

    @cached_property
    def changes(self) -> list[Change]:
        """What each choice about posts would change, today first; empty without a decision."""
        return changes(self.decision) if self.decision else []
