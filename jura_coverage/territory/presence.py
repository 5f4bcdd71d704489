"""Offer: how much of a post the public can really meet at each place."""

import pandas as pd

OCCUPIED = "occupied"
VACANT = "vacant"
RETURNED = "returned"


def open_fte(
    posts: pd.Series,
    *,
    fte: pd.Series | None = None,
    state: pd.Series | None = None,
    open_to_public: pd.Series | None = None,
) -> pd.Series:
    """Count the full-time equivalents that receive the public at each place.

    Parameters
    ----------
    posts
        Posts of each place.
    fte
        Their full-time equivalents; where missing, a post is taken to be full-time.
    state
        ``occupied``, ``vacant`` or ``returned``; where missing or empty, occupied.
    open_to_public
        Nullable booleans; where missing, open.

    Returns
    -------
    Series
        Full-time equivalents on the index of `posts`, 0 where vacant, returned or closed.

    Examples
    --------
    >>> open_fte(pd.Series([1, 2]), state=pd.Series(["vacant", ""])).tolist()
    [0.0, 2.0]
    """
    full = posts.astype("Float64").fillna(0.0)
    if fte is not None:
        full = fte.astype("Float64").fillna(full)
    offered = full.astype(float)
    if state is not None:
        offered = offered.where(state.isna() | state.isin(["", OCCUPIED]), 0.0)
    if open_to_public is not None:
        offered = offered.where(open_to_public.astype("boolean").fillna(True), 0.0)
    return offered.rename("fte_open")


def spread_over_stops(fte: pd.Series, *, base: pd.Series, days: pd.Series) -> pd.Series:
    """Divide itinerant posts over the places where they stop, by days a week.

    Parameters
    ----------
    fte
        Full-time equivalents of each place; what a stop says of its own does not count.
    base
        For each place the label of the one whose post works there: itself for a fixed post.
    days
        Days a week at each place, 0 where the post does not receive at its base; missing where a
        post does not move.

    Returns
    -------
    Series
        Full-time equivalents on the index of `base`; those of each base add up to what it had.

    Examples
    --------
    >>> spread_over_stops(
    ...     pd.Series({"a": 1.0, "b": 2.0, "c": 0.0}),
    ...     base=pd.Series({"a": "a", "b": "b", "c": "a"}),
    ...     days=pd.Series({"a": 1.0, "b": None, "c": 3.0}),
    ... ).to_dict()
    {'a': 0.25, 'b': 2.0, 'c': 0.75}
    """
    week = days.groupby(base).transform("sum")
    return (base.map(fte) * (days / week).where(days.notna(), 1.0)).rename("fte_open")
