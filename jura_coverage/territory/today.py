"""The communes of today in the place of former ones, and tables put on them."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError
from jura_coverage.remarks import Merger, Remark
from jura_coverage.sources import official
from jura_coverage.territory.cities import over_arrondissements
from jura_coverage.territory.land import Territory
from jura_coverage.territory.named import by_name, coded, contradictions
from jura_coverage.territory.parts import without_parts


def former_commune(land: Territory, wanted: str) -> pd.Series | None:
    """Find the former commune that a user means.

    Parameters
    ----------
    land
        A territory.
    wanted
        A code, or a whole name with or without accents, hyphens and article.

    Returns
    -------
    Series or None
        Its row of the crosswalk; None if there is not exactly one, or a commune of today bears
        the name.
    """
    key = french.fold(wanted)
    if wanted.strip() in land.communes.index:
        return None
    if (land.communes["name"].map(french.fold) == key).any():
        return None
    names = land.crosswalk["name_former"].map(french.fold)
    fitting = land.crosswalk[(names == key) | (names.index == wanted.strip().upper())]
    return fitting.iloc[0] if len(fitting) == 1 else None


def of_today(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame, *, name: str
) -> tuple[pd.DataFrame, list[Remark]]:
    """Replace the codes of former communes; report those that fit no commune, or not its name.

    Parameters
    ----------
    table
        With a column `insee`, and perhaps `commune`, the name as the file spells it; the index says
        the line of the file.
    communes, crosswalk
        Communes of the département today, and former ones.
    name
        What to call the table.
    """
    code = table["insee"]
    departements = set(communes.index.map(geography.departement_of).unique())
    unknown = ~geography.among(code, communes.index) & (code != "")
    successor = code.map(crosswalk["insee"])
    merged = unknown & geography.among(successor, communes.index)
    # National lists keep the places of other départements: those are no mistake.
    unmatched = unknown & ~merged & code.map(geography.departement_of).isin(departements)
    remarks = []
    if merged.any():
        mergers = tuple(
            Merger(former=former, today=today)
            for former, today in zip(code[merged], successor[merged], strict=True)
        )
        pairs = tuple(
            f"{crosswalk.at[each.former, 'name_former']} ({each.former}) → "
            f"{communes.at[each.today, 'name']} ({each.today})"
            for each in mergers
        )
        plural = len(pairs) > 1
        whose = (
            "d'anciennes communes, rattachées" if plural else "d'une ancienne commune, rattachée"
        )
        text = f"Dans {name}, {_lines(len(pairs))} {whose} à l'actuelle"
        remarks.append(Remark(kind="merger", text=text, concerns=pairs, mergers=mergers))
    if unmatched.any():
        codes = tuple(
            f"{former} (ligne {line}"
            + (
                f", rattachée {french.linked('à', str(crosswalk.at[former, 'name']))}"
                if former in crosswalk.index
                else ""
            )
            + ")"
            for line, former in code[unmatched].items()
        )
        text = f"Dans {name}, {_lines(len(codes))} sans commune correspondante"
        remarks.append(Remark(kind="unmatched", text=text, concerns=codes))
    today = code.mask(merged, successor)
    if "commune" in table:
        remarks += contradictions(table, today, communes, crosswalk)
    return table.assign(insee=today), remarks


def of_whole_communes(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame, *, name: str
) -> tuple[pd.DataFrame, list[Remark]]:
    """Replace the codes of former communes, and leave out what makes up no whole commune."""
    rows, mergers = of_today(table, communes, crosswalk, name=name)
    whole, parts = without_parts(rows, table["insee"], communes, crosswalk, name=name)
    return whole, [*mergers, *parts]


def in_land(
    table: pd.DataFrame, land: Territory, *, name: str, official: bool = False
) -> tuple[pd.DataFrame, list[Remark]]:
    """Put a table of communes that is none of a territory's own on its communes of today.

    Parameters
    ----------
    table, name
        As in :func:`of_today`; the row of a divided city is that of each arrondissement without.
        A row without code is that of the commune that it names, or where its position lies; such a
        table has `latitude` and `longitude` too.
    land
        A territory.
    official
        Whether the table may hold all of France.

    Returns
    -------
    tuple of DataFrame and list of Remark
        The rows of communes of the territory, perhaps none (see :func:`nothing_in_land`), and what
        was noticed of them and the others.
    """
    said: list[Remark] = []
    if (table["insee"] == "").any():
        everywhere = pd.concat([land.communes, land.neighbours])
        table, said = coded(
            table, land.communes, everywhere=everywhere,
            meant=by_name(land.communes, everywhere, land.crosswalk),
            departement=land.departement, official=official,
        )  # fmt: skip
    rows, _, lent = over_arrondissements(
        table[table["insee"] != ""], land.communes, counts=(), name=name
    )
    today, found = of_today(rows, land.communes, land.crosswalk, name=name)
    here = geography.among(today["insee"], land.communes.index)
    return today[here], [*said, *lent, *found]


def weight_of_each(rows: pd.DataFrame) -> pd.Series:
    """Give the weight of each commune of today, by INSEE code.

    Where communes have merged and their weights differ, nobody knows that of the whole: it is
    missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"insee": ["39576", "39576", "39198"], "weight": [1.0, 2.0, 3.0]})
    >>> weight_of_each(rows).dropna().to_dict()
    {'39198': 3.0}
    """
    each = rows.groupby("insee")["weight"]
    return each.first().where(each.min() == each.max())


def nothing_in_land(rows: pd.DataFrame, land: Territory, path: Path) -> DataError | None:
    """Make the error for a list without a row of a commune of the territory, or a weight of one."""
    if rows.empty:
        return official.nothing_usable(
            path, f"le code ou le nom d'une commune du département {land.departement} au moins"
        )
    if "weight" in rows and not (weight_of_each(rows) > 0).any():
        return official.nothing_usable(
            path,
            f"un poids au-dessus de 0, le même dans les communes qui ont fusionné, pour une "
            f"commune du département {land.departement} au moins",
        )
    return None


def _lines(quantity: int) -> str:
    return french.count(quantity, "ligne")
