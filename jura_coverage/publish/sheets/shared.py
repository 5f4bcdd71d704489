"""What all sheets of a run share, measured once."""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from jura_coverage import words
from jura_coverage.measures import internet
from jura_coverage.posts import Decision
from jura_coverage.publish.html.site import ALONE, Site
from jura_coverage.publish.sheets.changes import ChangedWays, changes, given_up
from jura_coverage.publish.sheets.extract import simplified
from jura_coverage.study import Result, figures


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all sheets of a run share.

    Parameters
    ----------
    result
        A run.
    decision
        Adds to each sheet how sure the flags are, and what keeping or adding posts would change.
    site
        The pages that they stand with.
    """

    result: Result
    decision: Decision | None = None
    site: Site = ALONE

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """Boundaries to draw."""
        return simplified(self.result)

    @cached_property
    def departement(self) -> figures.Figures:
        """Figures of the département."""
        return self.result.figures

    @cached_property
    def copper(self) -> pd.DataFrame:
        """Of each commune when copper closes, in words, and its premises without fibre today."""
        communes = self.result.communes
        without = internet.premises_without(communes["premises"], communes["ftth"])
        return pd.DataFrame({"ends": words.copper_ends(communes), "without_fibre": without})

    @cached_property
    def changes(self) -> list[ChangedWays]:
        """What each choice about posts would change, today first; empty without a decision."""
        return changes(self.decision) if self.decision else []

    @cached_property
    def given_up(self) -> pd.Series:
        """Which posts hosts give up, said on their communes; empty without a decision."""
        return given_up(self.decision) if self.decision else pd.Series(dtype=object)
