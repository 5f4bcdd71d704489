"""What a reader hands on: the table, and what is known of the file it came from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import geopandas as gpd
import pandas as pd

from jura_coverage.remarks import Remark
from jura_coverage.sources.catalogue import Subject
from jura_coverage.sources.editions import Edition

Table = TypeVar("Table", pd.DataFrame, gpd.GeoDataFrame)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What kind of file a table came from.

    Parameters
    ----------
    title, attribution, licence, url
        French text and the official address; empty for the user's own file.
    subject
        What the file is about, if it is only part of what its role needs.
    """

    title: str = ""
    attribution: str = ""
    licence: str = ""
    url: str = ""
    subject: Subject = ""


@dataclass(frozen=True, kw_only=True)
class Reading(Generic[Table]):
    """A table that satisfies its schema.

    Parameters
    ----------
    table
        What the reader took from the file.
    rows
        How many rows the file holds, those of other départements included.
    publication
        What kind of file it is.
    dated
        Edition that the file itself tells; None if it tells none.
    remarks
        What was repaired, set aside, or must be known.
    beside
        Other files that the table was made of too.
    """

    table: Table
    rows: int
    publication: Publication = Publication()
    dated: Edition | None = None
    remarks: tuple[Remark, ...] = ()
    beside: tuple[Path, ...] = ()

    @property
    def vintage(self) -> str:
        """Its edition in French; empty if it tells none."""
        return self.dated.text if self.dated else ""

    @property
    def official(self) -> bool:
        """Whether the State published the file, so that its rows are not the user's to correct."""
        return bool(self.publication.licence)


@dataclass(frozen=True, kw_only=True)
class CommuneReading(Reading[gpd.GeoDataFrame]):
    """A commune table, and what a national file tells besides.

    Parameters
    ----------
    neighbours
        Communes of other départements near the border, like `table`; empty if the file has none.
    """

    neighbours: gpd.GeoDataFrame
