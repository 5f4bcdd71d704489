"""Groups of communes: each EPCI, or any other."""

import pandas as pd

from jura_coverage.study.figures import Figures, add_up
from jura_coverage.study.run import Result


def figures(result: Result, codes: pd.Index) -> Figures:
    """Add up some communes of a study, and the posts in them.

    Parameters
    ----------
    result
        A study.
    codes
        INSEE codes of ``result.communes``.
    """
    places = result.territory.places
    return add_up(result.communes.loc[codes], places.loc[places["insee"].isin(codes), "posts"])


def epci_names(result: Result) -> pd.Series:
    """Give the names of the EPCI on the index of their codes, in the order of the names.

    Communes whose EPCI is not known, and those outside any, are left out: they are no group.
    """
    communes = result.communes[result.communes["epci"] != ""]
    names: pd.Series = communes.groupby("epci")["epci_name"].first()
    return names.sort_values(kind="stable").rename("epci_name")


def by_epci(result: Result) -> pd.DataFrame:
    """Add up each EPCI.

    Returns
    -------
    DataFrame
        Index ``epci``: `epci_name` and the fields of :class:`Figures`, in the order of the names.
    """
    names = epci_names(result)
    groups = result.communes.groupby("epci").groups
    rows = [vars(figures(result, groups[code])) for code in names.index]
    table = pd.DataFrame(rows, index=names.index, columns=list(Figures.__dataclass_fields__))
    whole = [name for name in table.columns if not name.startswith(("share", "minutes", "posts"))]
    table = table.astype(dict.fromkeys(whole, "Int64"))
    table.insert(0, "epci_name", names)
    return table
