"""Needs to communes: several tables, of former communes too, to a row a commune of today."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, french
from jura_coverage.columns import Column
from jura_coverage.geography import among
from jura_coverage.measures import needs
from jura_coverage.measures.needs import INCOME, MEASURES, SECRET, SHARE
from jura_coverage.remarks import ALL_COMMUNES, Remark, remarks
from jura_coverage.territory import today
from jura_coverage.territory.cities import over_arrondissements

TABLE = "la table des besoins"
STATUS = "income_status"
NOTHING_KNOWN: dict[str, tuple[Any, Any]] = {
    SHARE: (float("nan"), "float64"),
    INCOME: (pd.NA, "Int64"),
    STATUS: ("", "str"),
}
# What a commune is that has none, its heading, and how its numbers are written.
SAID: dict[str, tuple[str, Column, Callable[[float], str]]] = {
    SHARE: ("où l'âge des habitants est inconnu", columns.SHARE_65_PLUS, french.percent),
    INCOME: ("où le niveau de vie est inconnu", columns.MEDIAN_INCOME, french.euros),
}


def taken(tables: Sequence[pd.DataFrame]) -> list[tuple[str, ...]]:
    """Give the measures that each table is used for: what several tell is taken from the first.

    Parameters
    ----------
    tables
        From :func:`jura_coverage.sources.read_needs`.

    Examples
    --------
    >>> ages = pd.DataFrame({"share_65_plus": [0.2]})
    >>> taken([ages, ages])
    [('share_65_plus',), ()]
    """
    told: set[str] = set()
    used = []
    for table in tables:
        used.append(tuple(each for each in MEASURES if each not in told and _tells(table, each)))
        told.update(used[-1])
    return used


def _tells(table: pd.DataFrame, measure: str) -> bool:
    return measure in table and bool(_told(table, measure).any())


def _told(table: pd.DataFrame, measure: str) -> pd.Series:
    """Mark the rows that tell a measure, be it to say that it is secret."""
    known = table[measure].notna()
    return known | table[STATUS].eq(SECRET) if measure == INCOME else known


def needs_of(
    tables: Sequence[pd.DataFrame],
    communes: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
    *,
    files: Sequence[str],
) -> tuple[pd.DataFrame, list[Remark], list[Remark]]:
    """Give the needs of each commune of today.

    Parameters
    ----------
    tables
        From :func:`jura_coverage.sources.read_needs`. Which is used for what, see :func:`taken`.
    communes, crosswalk
        Communes of the département today, and former ones.
    files
        What each table is called.

    Returns
    -------
    tuple of DataFrame and two lists of Remark
        On the communes the columns of :data:`NOTHING_KNOWN`; which rows of the tables did not
        match; and which values are averages, or not known though a table tells others.
    """
    mapped: list[Remark] = []
    used_for = taken(tables)
    tables_of_today = []
    for table, measures in zip(tables, used_for, strict=True):
        of_today, said = _of_today(table, communes, crosswalk)
        tables_of_today.append(of_today)
        mapped += said if measures else []
    found = pd.DataFrame(index=communes.index)
    several: list[pd.DataFrame] = []
    for table, measures in zip(tables_of_today, used_for, strict=True):
        status = (STATUS,) if INCOME in measures else ()
        used = ["insee", "former", "residents", *measures, *status]
        rows = table.loc[among(table["insee"], communes.index), used]
        if rows["insee"].duplicated().any():
            rows = rows.assign(residents=_counted(rows, (table, *tables_of_today)))
            several.append(rows[rows["insee"].duplicated(keep=False)])
        found = found.join(needs.by_commune(rows, communes.index))
    whole = pd.DataFrame(
        {
            name: found.get(name, pd.Series(blank, index=communes.index)).astype(dtype)
            for name, (blank, dtype) in NOTHING_KNOWN.items()
        }
    ).fillna({STATUS: ""})
    unsure = [*_averaged(several, whole, communes), *_unknown(whole, tables, communes, files)]
    return whole, mapped, unsure


def _of_today(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> tuple[pd.DataFrame, list[Remark]]:
    """Put a table on codes of today, without what makes up no whole commune; `former` is its own.

    Communes of a city without a row of their own have that of the city.
    """
    spread, _, lent = over_arrondissements(table, communes, counts=("residents",), name=TABLE)
    rows, said = today.of_whole_communes(spread, communes, crosswalk, name=TABLE)
    return rows.assign(former=spread["insee"]), [*lent, *said]


def _counted(rows: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> pd.Series:
    """Give the residents by whom the parts of merged communes are averaged, all from one table."""
    counted = pd.Series(pd.NA, index=rows.index, dtype="Float64")
    for table in reversed(tables):  # the first that tells all parts of a commune is taken
        told = rows["former"].map(table.set_index("former")["residents"].dropna())
        all_told = told.notna().groupby(rows["insee"]).transform("all")
        counted = told.astype("Float64").where(all_told, counted)
    return counted


def _averaged(
    several: Sequence[pd.DataFrame], whole: pd.DataFrame, communes: gpd.GeoDataFrame
) -> Iterator[Remark]:
    """Say which values are averages, and between which those lie that nothing weighs."""
    means, between = set(), []
    for rows in several:
        for measure in (each for each in MEASURES if each in rows):
            _, column, written = SAID[measure]
            for code, parts in rows.groupby("insee"):
                named = f"{communes.at[code, 'name']} ({code})"
                if whole[measure].notna()[code]:
                    means.add(named)
                elif parts[measure].notna().all():
                    low, high = (written(each) for each in parts[measure].agg(["min", "max"]))
                    between.append(f"{named} entre {low} et {high} ({column.heading})")
    yield from remarks(
        "merger",
        "Besoins de communes fusionnées depuis, en moyenne des anciennes pondérée par leurs "
        "habitants",
        sorted(means),
    )
    yield from remarks(
        "missing",
        "Besoins inconnus de communes fusionnées depuis, dont aucune table ne dit les "
        "habitants de chaque ancienne, qu'il faut pour en faire la moyenne",
        between,
    )


def _unknown(
    whole: pd.DataFrame,
    tables: Sequence[pd.DataFrame],
    communes: gpd.GeoDataFrame,
    files: Sequence[str],
) -> Iterator[Remark]:
    """Count the communes without a value that others have, and say which table took whose place."""
    for measure in MEASURES:
        telling = [file for table, file in zip(tables, files, strict=True)
                   if _tells(table, measure)]  # fmt: skip
        lacking = ~_told(whole, measure)
        if not (telling and lacking.any()):
            continue
        what, _, _ = SAID[measure]
        given, *replaced = telling
        why = (
            f" ({given}, qui remplace {french.enumeration(replaced)}, ne le dit pas)"
            if replaced
            else ""
        )
        yield Remark(
            kind="missing",
            text=f"{french.count(int(lacking.sum()), 'commune')} {what}{why}",
            concerns=(ALL_COMMUNES,)
            if lacking.all()
            else tuple(f"{name} ({code})" for code, name in communes["name"][lacking].items()),
        )
