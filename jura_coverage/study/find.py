"""The commune that a user means."""

import difflib

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.study.run import Result

MORE_PRECISELY = "Précisez le nom ou donnez le code"


def find_commune(result: Result, wanted: str, *, besides: str = "") -> str:
    """Find the INSEE code that a user means.

    Parameters
    ----------
    result
        A run.
    wanted
        A code, of an arrondissement too where its city counts as one, a postcode that one commune
        alone has, or a name with or without accents, hyphens and article; its first whole words are
        enough where they fit one commune, but no other part of a name: Paris is not Damparis.
    besides
        French: what else the user may have meant, for the message.

    Raises
    ------
    UnknownCommuneError
        If none or several communes fit; the message proposes some.
    """
    names = result.communes["name"]
    code = wanted.strip().upper()
    for known in (code, geography.whole_commune(code)):
        if known in names.index:
            return known
    posted = with_postcode(result, code)
    if len(posted) == 1:
        return str(posted.index[0])
    if len(posted):
        raise UnknownCommuneError(
            f"« {wanted} » est un code postal, celui de {len(posted)} communes : "
            f"{_proposals(posted)}. {MORE_PRECISELY} Insee."
        )
    folded = names.map(french.fold)
    key = french.fold(wanted)
    for fitting in (folded == key, folded.str.startswith(f"{key} ")):
        codes = names.index[fitting] if key else names.index[:0]
        if len(codes) == 1:
            return str(codes[0])
        if len(codes) > 1:
            raise UnknownCommuneError(
                f"« {wanted} » convient à {len(codes)} communes : {_proposals(names[codes])}. "
                f"{MORE_PRECISELY} Insee."
            )
    near = names[folded.str.contains(key, regex=False)] if key else names[:0]
    if near.empty:
        near = names[folded.isin(difflib.get_close_matches(key, folded.tolist(), n=5))]
    hint = "" if near.empty else f" Vouliez-vous dire {_proposals(near)} ?"
    raise UnknownCommuneError(
        f"« {wanted} » n'est ni le code Insee ni le nom d'une commune{besides} du département "
        f"{result.territory.departement}.{hint}"
    )


def with_postcode(result: Result, wanted: str) -> pd.Series:
    """Give the names, by code, of the communes that have a postcode, the most populous first."""
    communes = result.communes
    has = [wanted.strip() in told.split() for told in communes["postcodes"]]
    names: pd.Series = communes[has].sort_values("residents", ascending=False, kind="stable")[
        "name"
    ]
    return names


def postcode_too(result: Result, wanted: str) -> str:
    """Warn that a text is the code of one commune and the postcode of others; empty if not."""
    posted = with_postcode(result, wanted).drop(wanted.strip(), errors="ignore")
    if posted.empty:
        return ""
    return (
        f"{wanted.strip()} est lu comme un code Insee ; c'est aussi un code postal, celui de "
        f"{_proposals(posted)}."
    )


def _proposals(names: pd.Series) -> str:
    shown = [f"{name} ({insee})" for insee, name in names.head(6).items()]
    return french.enumeration(shown) + (", entre autres" if len(names) > 6 else "")
