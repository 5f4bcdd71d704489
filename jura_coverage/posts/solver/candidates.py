"""From columns of communes to what a siting request needs: candidates and room by EPCI."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.measures.pairs import IntArray
from jura_coverage.posts.solver.problem import BoolArray


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
    unknown = sorted(map(str, set(insee) - set(index)))
    if unknown:
        raise UnknownCommuneError(
            f"Liste de candidats : trouvé {french.count(len(unknown), 'code')} hors du territoire "
            f"({', '.join(unknown)}) ; attendu des codes Insee de ses communes. Corrigez ces codes "
            "dans la liste, ou retirez-les."
        )
    return np.asarray(index.isin(list(insee)), dtype=bool)


def largest_of_epci(residents: pd.Series, epci: pd.Series) -> BoolArray:
    """Mark the most populous commune of each EPCI, for want of its seat; of equals, the first.

    An EPCI of which no population is known has none.
    """
    largest = residents.dropna().groupby(epci).idxmax()
    return np.asarray(residents.index.isin(largest), dtype=bool)


def room_by_epci(epci: pd.Series, *, most: int) -> tuple[IntArray, IntArray]:
    """Translate "at most so many new posts an EPCI" into groups and the room in each.

    Parameters
    ----------
    epci
        Of each candidate commune; those without one form a group of their own.
    most
        New posts that an EPCI may get.

    Returns
    -------
    tuple of arrays
        The group of each commune, and how many posts each group may get.
    """
    group, names = pd.factorize(epci.fillna(""))
    return group, np.full(len(names), most, dtype=np.intp)
