"""The parts of a decision sheet: what it is about, its sentences and its tables."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from jura_coverage.publish.html.texttable import TextTable

Kind = Literal["commune", "epci"]


@dataclass(frozen=True, kw_only=True)
class Area:
    """What a sheet is about: a commune by its INSEE code, or an EPCI by its own."""

    kind: Kind
    code: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    area, communes
        What it is about, and the INSEE codes that belong to it.
    flagged
        Whether any of these communes is flagged.
    title, subtitle, verdict
        French: the name, what it is, and the answer in one or two sentences.
    reasons
        French sentences that lead to the answer.
    tables
        Figures against the département first.
    """

    area: Area
    communes: pd.Index
    flagged: bool
    title: str
    subtitle: str
    verdict: str
    reasons: tuple[str, ...]
    tables: tuple[TextTable, ...]
