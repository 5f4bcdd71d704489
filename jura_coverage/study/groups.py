"""Figures of groups of communes: each EPCI, and the département to compare it with."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage.measures import flags
from jura_coverage.study.run import Result


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a group of communes adds up to; sums leave missing values out.

    A sum over communes of which none is known is missing, never zero.

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
    residents: int | None
    premises: int | None
    premises_lacking: int | None
    share_without: float
    minutes: float
    minutes_max: float
    communes_far: int | None
    residents_far: int | None
    communes_flagged: int | None
    residents_flagged: int | None
    premises_flagged: int | None
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
    far = communes["far"]
    flagged = (communes["situation"] == flags.POOR_AND_FAR).astype("boolean")
    flagged = flagged.mask(communes["situation"] == flags.NO_DATA)
    one = pd.Series(1, index=communes.index)
    residents = communes["residents"]
    weights = residents.fillna(0).astype(float).where(communes["minutes"].notna(), 0.0)
    weighted = float((communes["minutes"].fillna(0.0) * weights).sum())
    return Figures(
        communes=len(communes),
        residents=total(residents),
        premises=total(communes["premises"]),
        premises_lacking=total(lacking),
        share_without=int(lacking.sum()) / int(known.sum()) if known.sum() else float("nan"),
        minutes=weighted / float(weights.sum()) if weights.sum() else float("nan"),
        minutes_max=float(communes["minutes"].max()),
        communes_far=_total_where(one, far),
        residents_far=_total_where(residents, far),
        communes_flagged=_total_where(one, flagged),
        residents_flagged=_total_where(residents, flagged),
        premises_flagged=_total_where(lacking, flagged),
        communes_no_data=int((communes["situation"] == flags.NO_DATA).sum()),
        posts=int(places.loc[places["insee"].isin(communes.index), "posts"].sum()),
    )


def total(counts: pd.Series) -> int | None:
    """Add up what is known; missing if nothing is."""
    return int(counts.sum()) if counts.notna().any() else None


def _total_where(counts: pd.Series, holds: pd.Series) -> int | None:
    """Add up where something holds; missing if that is known nowhere."""
    return int(counts[holds.fillna(False).astype(bool)].sum()) if holds.notna().any() else None


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
    whole = [name for name in table.columns if not name.startswith(("share", "minutes"))]
    table = table.astype(dict.fromkeys(whole, "Int64"))
    table.insert(0, "epci_name", names)
    return table
