"""Weights: how much a resident of each commune counts, where not everyone needs help as much."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jura_coverage.errors import SitingError
from jura_coverage.study import Result


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much a resident of each commune counts, and what to say of it.

    Parameters
    ----------
    each
        By INSEE code, none negative; residents of a commune that is not there do not count.
    share
        French, feminine, what residents are multiplied by: "part de locaux mal desservis".
    said
        French, goes on from "chaque habitant compte": "en proportion des locaux mal desservis de
        sa commune".
    called
        French adjective for communes whose residents count: "mal desservies".
    having
        French clause for the same: "qui ont des locaux mal desservis".
    """

    each: Mapping[str, float]
    share: str
    said: str
    called: str
    having: str

    def of(self, result: Result) -> pd.Series:
        """Give the weight of a resident of each commune, on the index of the communes."""
        return pd.Series(self.each, dtype=float).reindex(result.communes.index).fillna(0.0)


def internet(result: Result) -> Weights:
    """Count residents by the share of premises with poor internet.

    Raises
    ------
    SitingError
        If nothing is known of internet.
    """
    if not result.internet_known:
        raise SitingError(
            "--weighted : trouvé aucune donnée sur l'accès à internet ; attendu celle d'une "
            "commune au moins. Ajoutez la table (--broadband), ou retirez --weighted."
        )
    return Weights(
        each=result.communes["share_without"].dropna().to_dict(),
        share="part de locaux mal desservis",
        said="en proportion des locaux mal desservis de sa commune",
        called="mal desservies",
        having="qui ont des locaux mal desservis",
    )
