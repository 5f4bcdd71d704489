"""Weights: which residents count, and how much, where not everyone needs help as much."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from jura_coverage import french
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

    Raises
    ------
    SitingError
        If a weight is negative, infinite or missing.
    """

    each: Mapping[str, float]
    share: str
    said: str
    called: str
    having: str

    def __post_init__(self) -> None:
        wrong = [f"{value} ({code})" for code, value in self.each.items()
                 if not 0 <= value < math.inf]  # fmt: skip
        if wrong:
            raise SitingError(
                f"Poids des habitants : trouvé {french.enumeration(wrong[:5])} ; attendu, pour "
                "chaque commune, un nombre, 0 ou plus."
            )

    def of(self, result: Result) -> pd.Series:
        """Give the weight of a resident of each commune; missing where it is not known."""
        return pd.Series(self.each, dtype=float).reindex(result.communes.index)


def counted(result: Result) -> pd.Series:
    """Give the residents of each commune as choices count them: 0 where that is not known.

    Raises
    ------
    SitingError
        If it is known of no commune from which ways can be measured: nobody adds up to zero.
    """
    if not (result.communes["residents"].notna() & result.located).any():
        raise SitingError(
            "Choix de postes : trouvé aucune population dans le fichier des communes ; attendu le "
            "nombre d'habitants d'une commune au moins, faute de quoi personne n'est compté. "
            "Ajoutez-le à ce fichier (propriété « population »)."
        )
    return result.residents


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
