"""From columns of communes to what a siting request needs: candidates and room by EPCI."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.pairs import IntArray
from jura_coverage.siting.problem import BoolArray


def populous(residents: pd.Series, *, least: float) -> BoolArray:
    """Mark the communes with at least so many residents; a missing count has not."""
    return np.asarray(residents.ge(least).fillna(False), dtype=bool)


def listed(index: pd.Index, insee: Collection[str]) -> BoolArray:
    """Mark the communes of a list.

    Raises
    ------
    UnknownCommuneError
        If a code of the list is no commune of the index; all are named.
    """
    unknown = sorted(set(insee) - set(index))
    if unknown:
        raise UnknownCommuneError(
            f"Liste de candidats : trouvé {french.count(len(unknown), 'code')} hors du territoire "
            f"({', '.join(unknown)}) ; attendu des codes Insee de ses communes."
        )
    return np.asarray(index.isin(list(insee)), dtype=bool)


def room_by_epci(
    epci: pd.Series, *, most: int, posts_today: pd.Series | None = None
) -> tuple[IntArray, IntArray]:
    """Translate "at most so many posts an EPCI" into groups and the room left in each.

    Parameters
    ----------
    epci
        Of each candidate commune; those without one form a group of their own.
    most
        Posts that an EPCI may have, those of today included.
    posts_today
        Posts of today, on the same index; none if None.

    Returns
    -------
    tuple of arrays
        The group of each commune, and how many more posts each group may get.
    """
    group, names = pd.factorize(epci.fillna(""))
    counts = np.zeros(len(epci))
    if posts_today is not None:
        counts = np.nan_to_num(posts_today.reindex(epci.index).to_numpy(dtype=np.float64))
    today = np.bincount(group, weights=counts, minlength=len(names))
    return group, np.maximum(most - today, 0).astype(np.intp)
