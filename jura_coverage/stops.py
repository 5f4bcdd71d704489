"""The stops of itinerant posts: from what a table says of their week to communes and days."""

import re

import geopandas as gpd
import pandas as pd

from jura_coverage import french, placing
from jura_coverage.remarks import Remark, remarks

# Stops stand apart by | ; a line break or a comma, unless it is a decimal one or in parentheses.
_APART = re.compile(r"[|;\n]|,(?!\d)(?![^(]*\))")
_NUMBER = re.compile(r":\s*([0-9]+(?:[.,][0-9]+)?)")
_WEEKDAY = re.compile(r"\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b")


def stops_of(
    places: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
) -> tuple[pd.DataFrame, list[Remark]]:
    """List the stops of itinerant posts, as :func:`jura_coverage.supply.spread_over_stops` asks.

    A stop is a commune's code and its days (``39397:1 | 39016:2``), or its name and the days it
    is served on (``Orgelet (mardi) ; Arinthod (lundi, jeudi)``), one day where none is said. A
    former commune counts as that of today. A post without any stop that is known counts as fixed.

    Parameters
    ----------
    places
        `host`, `stops` (text) and `itinerant` of each place.
    communes, everywhere
        Communes of the département, and those with their neighbours. A name is looked for in the
        département first.
    crosswalk
        Former communes.

    Returns
    -------
    tuple of DataFrame and list of Remark
        A row a stop: `base`, a label of `places`; `stop`, a code; `days` a week. The remarks name
        the stops that are not counted, those across the border, and the posts counted as fixed.
    """
    names = _names(communes, everywhere=everywhere, crosswalk=crosswalk)
    rows, lost, across = [], [], []
    for place, host, text in zip(places.index, places["host"], places["stops"], strict=True):
        for part in filter(None, map(str.strip, _APART.split(text))):
            wanted = re.split(r"[:(]", part)[0].strip()
            code, days = _commune(wanted, names, everywhere, crosswalk), _days(part)
            if code is None or not days > 0:
                lost.append(f"{host} : « {part} »{placing.proposals(wanted, communes)}")
                continue
            rows.append((place, code, days))
            if code not in communes.index:
                across.append(f"{host} : {everywhere.at[code, 'name']} ({code})")
    table = pd.DataFrame(rows, columns=["base", "stop", "days"])
    moving = places["itinerant"].astype("boolean").fillna(False) | (places["stops"] != "")
    unknown = moving & ~places.index.isin(table["base"]) & ~places["neighbour"]
    return table, [
        *remarks(
            "unmatched",
            "Arrêts non comptés, qui ne sont d'aucune commune du département ni d'une commune "
            "voisine dont les limites sont données",
            lost,
        ),
        *remarks("border", "Arrêts dans des communes voisines, comptés", across),
        *remarks(
            "warning",
            "Postes itinérants dont aucun arrêt n'est connu, comptés comme fixes",
            places.loc[unknown, "host"],
        ),
    ]


def _names(
    communes: gpd.GeoDataFrame, *, everywhere: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> dict[str, str]:
    """Map folded names that mean one commune to its code; the département's own come first."""
    names: dict[str, str] = {}
    former = crosswalk[crosswalk["insee"].isin(everywhere.index)]
    for spelt, codes in (
        (communes["name"], communes.index),
        (everywhere["name"], everywhere.index),
        (former["name_former"], former["insee"]),
    ):
        folded = spelt.map(french.fold)
        single = ~folded.duplicated(keep=False).to_numpy()
        found = dict(zip(folded[single], codes[single], strict=True))
        ambiguous = set(folded) - set(found)
        names = found | dict.fromkeys(ambiguous, "") | names
    return {name: code for name, code in names.items() if code}


def _commune(
    wanted: str, names: dict[str, str], everywhere: gpd.GeoDataFrame, crosswalk: pd.DataFrame
) -> str | None:
    """Find the commune of today that a code or a name means; None if there is none."""
    code = wanted.upper()
    if code in everywhere.index:
        return code
    if code in crosswalk.index and crosswalk.at[code, "insee"] in everywhere.index:
        return str(crosswalk.at[code, "insee"])
    return names.get(french.fold(wanted))


def _days(part: str) -> float:
    """Count the days a week: a number after a colon, else the weekdays named, else one."""
    if number := _NUMBER.search(part):
        return float(number[1].replace(",", "."))
    return float(len(set(_WEEKDAY.findall(part.lower()))) or 1)
