"""Many départements as one result: what pages of all of them show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage.measures import flags
from jura_coverage.parameters import Parameters
from jura_coverage.sources import editions
from jura_coverage.sources.catalogue import Source
from jura_coverage.study.figures import IN_PART, Figures, add_up

CITED = ("role", "file", "sha256", "title", "attribution", "licence", "url")
# Where départements were measured by different means, their pages tell which.
MANY_ENGINES = "mesurées ou estimées selon le département, comme le dit la page de chacun"
# What is known of a commune of a département of which nothing was found, and what is said besides.
KNOWN = ("name", "postcodes", "residents", IN_PART, "departement", "geometry")
UNSTUDIED = {"situation": flags.NO_DATA, "income_status": "", "border_matters": False}


@dataclass(frozen=True, kw_only=True)
class Nation:
    """What studies found of many départements.

    Parameters
    ----------
    studied
        Rows of :attr:`jura_coverage.study.Result.communes` of all départements, with a column
        `departement` and those of :data:`jura_coverage.columns.PROVENANCE`, boundaries in degrees.
    unstudied
        Communes of départements of which nothing was found, with the columns :data:`KNOWN`; those
        that can be read.
    summary
        From :func:`jura_coverage.study.national.summary`.
    parameters
        Thresholds and definitions.
    """

    studied: gpd.GeoDataFrame
    unstudied: gpd.GeoDataFrame | None
    summary: Mapping[str, Any]
    parameters: Parameters

    @property
    def failed(self) -> Mapping[str, str]:
        """Why each département of which nothing was found is lacking; French."""
        told: Mapping[str, str] = self.summary["failed"]
        return told

    @cached_property
    def communes(self) -> gpd.GeoDataFrame:
        """All communes, in the order of their codes; of those not studied most is missing."""
        if self.unstudied is None:
            return self.studied.sort_index()
        rows = self.unstudied[list(KNOWN)].assign(**UNSTUDIED)
        return gpd.GeoDataFrame(pd.concat([self.studied, rows]), crs=self.studied.crs).sort_index()

    @cached_property
    def figures(self) -> Figures:
        """What the communes that were studied add up to."""
        return add_up(self.studied, pd.Series([self.summary["france"]["posts"]], dtype=float))

    @property
    def engine(self) -> str:
        """What measured the minutes, in French."""
        engines = self.studied["engine"].unique()
        return str(engines[0]) if len(engines) == 1 else MANY_ENGINES

    @property
    def sources(self) -> Sequence[Source]:
        """Where the tables come from, each once."""
        return [
            Source(**{name: each[name] for name in CITED}, dated=editions.named(each["vintage"]))
            for each in self.summary["sources"]
        ]
