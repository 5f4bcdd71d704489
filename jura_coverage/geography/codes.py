"""Codes: départements, arrondissements and projections from an INSEE code."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, overload

from jura_coverage.errors import UnknownDepartementError, given_type
from jura_coverage.geography import departements

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# Overseas départements have a projection of their own; everything else is Lambert-93.
OVERSEAS_EPSG = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}


METROPOLITAN_EPSG = 2154


# The only communes of France outside any EPCI, four islands: Bréhat, Sein, Ouessant, Yeu.
WITHOUT_EPCI = frozenset({"22016", "29083", "29155", "85113"})
# The communes that have municipal arrondissements.
CITIES = {"75056": "Paris", "69123": "Lyon", "13055": "Marseille"}
# Commune, and the first and last of them.
ARRONDISSEMENTS = (
    ("75056", "75101", "75120"),
    ("69123", "69381", "69389"),
    ("13055", "13201", "13216"),
)


def departement_of(insee: str) -> str:
    """Give the département of an INSEE code.

    Examples
    --------
    >>> departement_of("39228"), departement_of("2A004"), departement_of("97411")
    ('39', '2A', '974')
    """
    return insee[:3] if insee.startswith("97") else insee[:2]


def departements_of_postcode(postcode: str) -> tuple[str, ...]:
    """Give the départements that a postcode may be of; none for an empty one.

    A few communes have the postcode of the département next door.

    Examples
    --------
    >>> [departements_of_postcode(code) for code in ("39100", "1000", "20090", "97411", "")]
    [('39',), ('01',), ('2A', '2B'), ('974',), ()]
    """
    code = departement_of(postcode.zfill(5)) if postcode else ""
    return ("2A", "2B") if code == "20" else (code,) if code else ()


def whole_commune(insee: str) -> str:
    """Fold a municipal arrondissement of Paris, Lyon or Marseille into its commune.

    Examples
    --------
    >>> [whole_commune(code) for code in ("75107", "69389", "13216", "75056")]
    ['75056', '69123', '13055', '75056']
    """
    for commune, first, last in ARRONDISSEMENTS:
        if len(insee) == len(first) and first <= insee <= last:
            return commune
    return insee


def arrondissement_of(city: str, postcode: str) -> str:
    """Tell the arrondissement of a city by a postcode; what is no such city, or not told, stays.

    The west of the sixteenth of Paris has a postcode that is its INSEE code.

    Examples
    --------
    >>> told = [("75056", "75012"), ("75056", "75116"), ("69123", "69009"), ("13055", "13001")]
    >>> [arrondissement_of(*each) for each in told]
    ['75112', '75116', '69389', '13201']
    >>> untold = [("75056", "75000"), ("13055", ""), ("39300", "39000")]
    >>> [arrondissement_of(*each) for each in untold]
    ['75056', '13055', '39300']
    """
    for commune, first, last in ARRONDISSEMENTS:
        if city == commune:
            if first <= postcode <= last and len(postcode) == len(first):
                return postcode
            meant = str(int(first) - 1 + int(postcode[-2:])) if postcode.isdecimal() else ""
            there = len(postcode) == len(first) and postcode[:3] == f"{first[:2]}0"
            return meant if there and first <= meant <= last else city
    return city


@overload
def among(codes: "pd.Series[Any]", known: Collection[str]) -> "pd.Series[bool]": ...
@overload
def among(codes: "pd.Index[Any]", known: Collection[str]) -> "NDArray[Any]": ...
def among(codes: Any, known: Collection[str]) -> Any:
    """Tell which codes or names are known, as pandas' `isin` does; missing ones are not.

    Where pyarrow is installed pandas makes an Arrow value of each that is known, at ten times the
    cost of a look-up.

    Examples
    --------
    >>> import pandas as pd
    >>> among(pd.Series(["39300", "21231", None], dtype="str"), {"39300"}).tolist()
    [True, False, False]
    """
    return codes.astype(object).isin(known)


def are_apart(insee: Iterable[str]) -> bool:
    """Tell whether arrondissements are communes of their own among some codes.

    Examples
    --------
    >>> are_apart(["75112", "75056"]), are_apart(["75056", "39300"])
    (True, False)
    """
    return any(whole_commune(code) != code for code in insee)


def arrondissements_lacking(insee: Iterable[str]) -> dict[str, int]:
    """Count the arrondissements that lack, for each commune of which only some are there.

    Examples
    --------
    >>> arrondissements_lacking(["75101", "75102", "39300"])
    {'75056': 18}
    """
    present = set(insee)
    lacking = {}
    for commune, first, last in ARRONDISSEMENTS:
        every = {str(code) for code in range(int(first), int(last) + 1)}
        if every & present and every - present:
            lacking[commune] = len(every - present)
    return lacking


def arrondissements_named(counted: Mapping[str, int]) -> list[str]:
    """Say how many arrondissements of which commune, by whose code they are counted.

    Examples
    --------
    >>> arrondissements_named({"75056": 18})
    ['18 de Paris (75056)']
    """
    return [f"{count} de {CITIES[code]} ({code})" for code, count in counted.items()]


def working_epsg(departement: str) -> int:
    """Give the EPSG code of the projection in metres in which a département is measured.

    Raises
    ------
    UnknownDepartementError
        If no such département exists.
    GivenTypeError
        If it is no text.

    Examples
    --------
    >>> working_epsg("39"), working_epsg("974")
    (2154, 2975)
    """
    if not isinstance(departement, str):
        raise given_type("Département", departement, "un code en texte, comme '39' ou '2A'")
    if departement not in departements.CODES:
        raise UnknownDepartementError(
            f"Département « {departement} » inconnu : donnez un code de 01 à 95, 2A, 2B, "
            "971, 972, 973, 974 ou 976 (par exemple --departement 39)."
        )
    return OVERSEAS_EPSG.get(departement, METROPOLITAN_EPSG)
