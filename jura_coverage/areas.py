"""Figures of groups of communes: each EPCI, and the département to compare it with."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage import classify
from jura_coverage.pipeline import Result


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a group of communes adds up to; sums leave missing values out.

    Parameters
    ----------
    communes, residents, premises
        How many there are.
    premises_lacking
        Premises without good internet, by the definition of the run.
    share_without
        `premises_lacking` over the premises of the communes where both are known; missing if none
        is.
    minutes
        Mean minutes to the nearest advisor, weighted by residents; missing if nowhere known.
    minutes_max
        The most minutes of any commune; missing if nowhere known.
    communes_far, residents_far
        Beyond the threshold of "far".
    communes_flagged, residents_flagged, premises_flagged
        In flagged communes; of the premises, those without good internet.
    communes_no_data
        Communes that lack something.
    posts
        Posts whose host is in one of the communes.
    """

    communes: int
    residents: int
    premises: int
    premises_lacking: int
    share_without: float
    minutes: float
    minutes_max: float
    communes_far: int
    residents_far: int
    communes_flagged: int
    residents_flagged: int
    premises_flagged: int
    communes_no_data: int
    posts: int


def figures(result: Result, codes: pd.Index | None = None) -> Figures:
    """Add up some communes of a run.

    Parameters
    ----------
    result
        A run.
    codes
        INSEE codes of ``result.communes``; all of them if None.
    """
    communes = result.communes if codes is None else result.communes.loc[codes]
    places = result.territory.places
    lacking = communes["premises"] - communes["premises_covered"]
    known = communes["premises"].where(lacking.notna())
    far = communes["far"].fillna(False).astype(bool)
    flagged = communes["situation"] == classify.POOR_AND_FAR
    residents = communes["residents"]
    weights = residents.fillna(0).astype(float).where(communes["minutes"].notna(), 0.0)
    weighted = float((communes["minutes"].fillna(0.0) * weights).sum())
    return Figures(
        communes=len(communes),
        residents=int(residents.sum()),
        premises=int(communes["premises"].sum()),
        premises_lacking=int(lacking.sum()),
        share_without=int(lacking.sum()) / int(known.sum()) if known.sum() else float("nan"),
        minutes=weighted / float(weights.sum()) if weights.sum() else float("nan"),
        minutes_max=float(communes["minutes"].max()),
        communes_far=int(far.sum()),
        residents_far=int(residents[far].sum()),
        communes_flagged=int(flagged.sum()),
        residents_flagged=int(residents[flagged].sum()),
        premises_flagged=int(lacking[flagged].sum()),
        communes_no_data=int((communes["situation"] == classify.NO_DATA).sum()),
        posts=int(places.loc[places["insee"].isin(communes.index), "posts"].sum()),
    )


def epci_names(result: Result) -> pd.Series:
    """Give the names of the EPCI on the index of their codes, in the order of the names.

    Communes outside any EPCI are left out: they are no group.
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
    table.insert(0, "epci_name", names)
    return table
