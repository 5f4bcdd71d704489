"""Need: what is known of ages and incomes in each commune of today, mergers included."""

from typing import Any

import pandas as pd

# What the source says of an income: told, or held back because too few live there.
KNOWN, SECRET = "known", "secret"
SHARE, INCOME = MEASURES = ("share_65_plus", "median_income")


def by_commune(rows: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """Give the needs of each commune; where several rows have become one, their average.

    Parameters
    ----------
    rows
        `insee` of today, `residents`, and some of :data:`MEASURES`, an income with its
        `income_status`.
    codes
        The communes of today.

    Returns
    -------
    DataFrame
        On `codes`, the columns that `rows` has. Shares and medians are averaged by residents,
        never added; the average of medians is near their common median, not it. Where the value
        or the residents of a part are not known, the whole is missing, unless all parts have the
        same value; an income is secret where that of a part is.

    Examples
    --------
    >>> shares = {"residents": [300, 100], "share_65_plus": [0.2, 0.4]}
    >>> rows = pd.DataFrame({"insee": ["a", "a"], **shares})
    >>> by_commune(rows, pd.Index(["a", "b"])).round(3).to_dict()
    {'share_65_plus': {'a': 0.25, 'b': nan}}
    """
    names = [name for name in (*MEASURES, "income_status") if name in rows]
    several = rows["insee"].duplicated(keep=False)
    alone = rows[~several].set_index("insee")[names]
    merged = [_merged(str(code), parts) for code, parts in rows[several].groupby("insee")]
    if not merged:
        return alone.reindex(codes)
    return pd.concat([alone, pd.DataFrame(merged).set_index("insee")]).reindex(codes)


def _merged(code: str, parts: pd.DataFrame) -> dict[str, Any]:
    """Make one row of those of the communes that have merged."""
    residents = parts["residents"].astype("float64")
    merged: dict[str, Any] = {"insee": code}
    for name in MEASURES:
        if name in parts:
            merged[name] = _mean(parts[name].astype("float64"), residents)
    if "income_status" in parts:
        secret, known = (parts["income_status"].eq(each) for each in (SECRET, KNOWN))
        told = known.all() and pd.notna(merged[INCOME])
        merged["income_status"] = SECRET if secret.any() else KNOWN if told else ""
    return merged


def _mean(values: pd.Series, residents: pd.Series) -> float:
    if (values == values.iloc[0]).all():
        return float(values.iloc[0])
    return float((values * residents / residents.sum(skipna=False)).sum(skipna=False))
