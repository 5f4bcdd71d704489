"""Weights: which residents count, and how much, where not everyone needs help as much."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from jura_coverage import columns, french
from jura_coverage.errors import SitingError, given_type
from jura_coverage.study import Result

A_NUMBER_EACH = "un nombre par code Insee, dans une série"
AGED = columns.SHARE_65_PLUS.heading


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much a resident of each commune counts, and what to say of it.

    Parameters
    ----------
    each
        By INSEE code, none negative; residents of a commune that is not there do not count.
    noun
        French, what a sum of weighted residents counts: "habitants de 65 ans et plus".
    share
        French, feminine, what residents are multiplied by: "part de locaux mal desservis".
    said
        French, goes on from "chaque habitant compte": "en proportion des locaux mal desservis de
        sa commune", and how many do not, see :func:`said_of`.
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
    noun: str
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


def internet(result: Result) -> Weights:
    """Count residents by the share of premises with poor internet.

    Raises
    ------
    SitingError
        If nothing is known of internet.
    """
    if not result.internet_known:
        raise _nothing_known("internet", "l'accès à internet", "--broadband")
    known = result.communes["share_without"].dropna()
    return Weights(
        each=known.to_dict(),
        noun="habitants mal desservis",
        share="part de locaux mal desservis",
        said=said_of("en proportion des locaux mal desservis de sa commune", result, known),
        called="mal desservies",
        having="qui ont des locaux mal desservis",
    )


def elderly(result: Result) -> Weights:
    """Count residents by the share of 65 and more in their commune: those of 65 and more.

    Raises
    ------
    SitingError
        If nothing is known of ages.
    """
    known, noun = result.communes["share_65_plus"].dropna(), f"habitants de {AGED}"
    if known.empty:
        raise _nothing_known("65-plus", "l'âge des habitants", "--needs")
    return Weights(
        each=known.to_dict(),
        noun=noun,
        share="part de 65 ans et plus",
        said=said_of("en proportion des 65 ans et plus de sa commune", result, known),
        called="âgées",
        having=f"où vivent des {noun}",
    )


def listed(result: Result, each: Mapping[str, float] | pd.Series, *, file: str) -> Weights:
    """Count residents by the weights of a file.

    Parameters
    ----------
    result
        A study.
    each
        By INSEE code; missing where not known.
    file
        What they are called, such as its name.

    Raises
    ------
    SitingError
        If no commune has a weight above 0, or one has two.
    GivenTypeError
        If it is no mapping or series of numbers.
    """
    try:
        each = pd.Series(each, dtype="float64")
    except (TypeError, ValueError) as error:
        raise given_type("Poids", each, A_NUMBER_EACH) from error
    if each.index.nlevels > 1:
        raise given_type("Poids", each, A_NUMBER_EACH)
    if not each.index.is_unique:
        twice = each.index[each.index.duplicated()].unique().astype(str)
        raise SitingError(
            f"Poids : trouvé deux fois {french.enumeration(twice[:5].tolist())} ; attendu chaque "
            "commune une seule fois."
        )
    known = each[each.index.isin(result.communes.index)].dropna()
    if not (known > 0).any():
        raise SitingError(
            f"--weights {file} : trouvé aucun poids au-dessus de 0 pour les communes du "
            "département ; attendu celui d'une au moins. Vérifiez que c'est le bon fichier."
        )
    return Weights(
        each={str(code): float(weight) for code, weight in known.items()},
        noun=f"habitants pondérés par {file}",
        share="valeur du fichier de poids",
        said=said_of(f"selon le poids de sa commune dans {file}", result, known),
        called="pondérées",
        having="dont le poids n'est pas nul",
    )


# What the names are that `--weights` takes in place of a file.
NAMED: Mapping[str, Callable[[Result], Weights]] = {"65-plus": elderly, "internet": internet}


def _nothing_known(named: str, of: str, option: str) -> SitingError:
    return SitingError(
        f"--weights {named} : trouvé aucune donnée sur {of} ; attendu celle d'une commune au "
        f"moins. Ajoutez la table ({option}), ou retirez --weights."
    )


def said_of(said: str, result: Result, known: pd.Series) -> str:
    """Add how many communes have no known weight, whose residents then do not count."""
    unknown = len(result.communes.index.difference(known.index))
    if not unknown:
        return said
    lacking = french.count(
        unknown,
        "commune au poids inconnu ne compte pas",
        "communes au poids inconnu ne comptent pas",
    )
    return f"{said} ({lacking})"


def present(result: Result, weights: Weights | None = None) -> pd.Series:
    """Tell where somebody may live who counts: an unknown number of residents is not none."""
    some: pd.Series = result.communes["residents"].ne(0).fillna(True).astype(bool)
    return some & weights.of(result).gt(0) if weights else some


def counted(result: Result, weights: Weights | None = None) -> pd.Series:
    """Give the residents of each commune as choices count them, times their weight if any is given.

    Whoever is not known, or whose weight is not, is 0; what is said of choices says of how many.

    Raises
    ------
    SitingError
        If residents are known of no commune from which ways can be measured.
    """
    if not (result.communes["residents"].notna() & result.located).any():
        raise SitingError(
            "Choix de postes : trouvé aucune population dans le fichier des communes ; attendu le "
            "nombre d'habitants d'une commune au moins, faute de quoi personne n'est compté. "
            "Ajoutez-le à ce fichier (propriété « population »)."
        )
    return result.residents * weights.of(result).fillna(0.0) if weights else result.residents
