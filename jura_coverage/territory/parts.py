"""Rows that are of a part of a commune of today, or of more: never shown as the whole."""

from collections.abc import Iterable, Iterator

import geopandas as gpd
import pandas as pd

from jura_coverage import french
from jura_coverage.geography import among
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources.communes.crosswalk import RECODED, RENAMED, RESTORED

NOW = "9999"  # after every day


def without_parts(
    rows: pd.DataFrame,
    codes: pd.Series,
    communes: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
    *,
    name: str,
) -> tuple[pd.DataFrame, list[Remark]]:
    """Leave out the rows that do not make up a commune of today, and say which.

    The rows that fold into a commune are the whole if on some day they were all that it was made
    of. A row counts too much if another commune was part of it once and has no row of its own: the
    table may be of that time.

    Parameters
    ----------
    rows
        A table with codes of today in `insee`, as :func:`jura_coverage.territory.of_today` gives.
    codes
        The codes that the file has, on the same index.
    communes, crosswalk
        Communes of the département today, and former ones.
    name
        What to call the table.
    """
    given = set(codes.tolist())
    crosswalk = crosswalk[among(crosswalk["insee"], communes.index)]
    lacking = dict(_lacking(given, communes.index, crosswalk))
    held = dict(_holding(given, communes.index, crosswalk))
    kept = ~among(rows["insee"], lacking.keys() | held.keys())

    def told(found: dict[str, list[str]], link: str) -> list[str]:
        return [
            f"{communes.at[today, 'name']} ({today}), {link} "
            + french.enumeration([_label(code, communes, crosswalk) for code in others])
            for today, others in found.items()
        ]

    return rows[kept], [
        *remarks(
            "missing",
            f"Dans {name}, communes dont une partie seulement est là, laissées sans donnée",
            told(lacking, "sans"),
        ),
        *remarks(
            "missing",
            f"Dans {name}, communes dont la ligne compte peut-être encore une commune qui n'y a "
            "pas la sienne, laissées sans donnée",
            told(held, "avec"),
        ),
    ]


def _lacking(
    given: set[str], today: pd.Index, crosswalk: pd.DataFrame
) -> Iterator[tuple[str, list[str]]]:
    """Give each commune of which some parts are there but not all, with those that lack.

    The crosswalk is that of the communes of today alone.
    """
    former = crosswalk[~among(crosswalk.index, today) & (crosswalk["change"] != RENAMED)]
    touched = former["insee"][among(former.index, given)]
    for whole in touched.unique():
        parts = former[former["insee"] == whole]
        until = parts["until"].mask(parts["change"] == RESTORED, NOW)
        own = whole in given
        days = [
            (set(alive.index), not (parts.loc[alive.index, "change"] == RECODED).any())
            for alive in (until[until >= day] for day in sorted(until.unique()))
        ]
        there = given & set(parts.index)
        if (there, own) in days:
            continue
        # The day that explains most of what is there tells what is missing.
        members, itself = min(days, key=lambda day: len(day[0] ^ there) + (day[1] != own))
        missing = members - there | ({whole} if itself and not own else set())
        yield whole, sorted(missing or there)


def _holding(
    given: set[str], today: pd.Index, crosswalk: pd.DataFrame
) -> Iterable[tuple[str, list[str]]]:
    """Give each commune whose row may count others of today, with these."""
    others = crosswalk[among(crosswalk.index, today) & ~among(crosswalk.index, given)]
    hosts = others["insee"][(others["insee"] != others.index) & among(others["insee"], given)]
    return [(host, sorted(codes.index)) for host, codes in hosts.groupby(hosts)]


def _label(code: str, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame) -> str:
    known = communes["name"] if code in communes.index else crosswalk["name_former"]
    return f"{known[code]} ({code})"
