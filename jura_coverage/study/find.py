"""The commune that a user means."""

import difflib

import pandas as pd

from jura_coverage import french
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
        A code, or a name with or without accents, hyphens and article.
    besides
        French: what else the user may have meant, for the message.

    Raises
    ------
    UnknownCommuneError
        If none or several communes fit; the message proposes some.
    """
    names = result.communes["name"]
    if wanted.strip().upper() in names.index:
        return wanted.strip().upper()
    folded = names.map(french.fold)
    key = french.fold(wanted)
    for fitting in (
        folded == key,
        folded.str.startswith(key),
        folded.str.contains(key, regex=False),
    ):
        codes = names.index[fitting] if key else names.index[:0]
        if len(codes) == 1:
            return str(codes[0])
        if len(codes) > 1:
            raise UnknownCommuneError(
                f"« {wanted} » convient à {len(codes)} communes : {_proposals(names[codes])}. "
                f"{MORE_PRECISELY} Insee."
            )
    near = difflib.get_close_matches(key, folded.tolist(), n=5)
    hint = f" Vouliez-vous dire {_proposals(names[folded.isin(near)])} ?" if near else ""
    raise UnknownCommuneError(
        f"« {wanted} » n'est ni le code Insee ni le nom d'une commune{besides} du département "
        f"{result.territory.departement}.{hint}"
    )


def _proposals(names: pd.Series) -> str:
    shown = [f"{name} ({insee})" for insee, name in names.head(6).items()]
    return french.enumeration(shown) + (", entre autres" if len(names) > 6 else "")
