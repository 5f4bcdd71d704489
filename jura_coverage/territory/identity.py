"""Which places belong to one organisation, and what to call each so that no two are confused."""

from collections import Counter

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.remarks import Remark, remarks

# A SIRET is that of one establishment; its first digits, the SIREN, are the organisation's.
SIRET, SIREN_DIGITS = r"[0-9]{14}", 9
NO_SIRET = "0" * 14
REPEATED_OFFICIAL = (
    "Lignes identiques, toutes comptées, car une structure peut avoir plusieurs postes à une "
    "adresse"
)
REPEATED = f"{REPEATED_OFFICIAL} (retirez du fichier celles qui sont des copies)"


def names(advisors: pd.DataFrame, *, here: pd.Series, where: pd.Series) -> dict[str, pd.Series]:
    """Name the organisation and the place of each row, apart from all others of the département.

    Parameters
    ----------
    advisors
        `host` and `insee`, and perhaps `siret` and `publisher_id`, text, empty where unknown.
    here
        Whether a row is of the département: names across the border need not differ from them.
    where
        The name of the commune of each row, empty if unknown.

    Returns
    -------
    dict of Series
        `organisation` and `name`, on the index of `advisors`: the name of the host, with its
        commune where another organisation, or another place, bears the same.
    """
    host, organisation = advisors["host"], organisations(advisors)
    own = organisation.isin(organisation[here])
    usual = host.groupby(organisation).agg(_most_often)
    called = _apart(usual[organisation[own].unique()], where.groupby(organisation).first())
    return {
        "organisation": organisation.map(called).astype("object").fillna(host).astype("str"),
        "name": _apart(host[here], where)
        .astype("object").reindex(advisors.index).fillna(host).astype("str"),
    }  # fmt: skip


def repeated(advisors: pd.DataFrame, *, official: bool) -> list[Remark]:
    """Say which rows are alike in everything that is read of them, and how many posts they count.

    Parameters
    ----------
    advisors
        `host`, `posts` and whatever else is known of each; the index says the line of the file.
    official
        Whether the user cannot correct it.

    Examples
    --------
    >>> table = pd.DataFrame({"host": ["A", "B", "A"], "posts": 1.0}, index=[2, 3, 4])
    >>> (remark,) = repeated(table, official=False)
    >>> [each.replace(french.NO_BREAK_SPACE, " ") for each in remark.concerns]
    ['A (lignes 2 et 4, 2 postes)']
    """
    again = advisors[advisors.duplicated(keep=False)]
    alike = again.groupby([*again], dropna=False, sort=False)
    return remarks(
        "duplicate",
        REPEATED_OFFICIAL if official else REPEATED,
        [
            f"{rows['host'].iloc[0]} (lignes {french.enumeration([*map(str, rows.index)])}, "
            f"{french.posts(rows['posts'].sum())})"
            for rows in (again.loc[lines] for lines in alike.groups.values())
        ],
    )


def organisations(advisors: pd.DataFrame) -> pd.Series:
    """Give the same number to the rows of one organisation.

    It is known by its SIREN and by its publisher's name for it, whichever rows share either; where
    there is neither, by its name within one commune.

    Parameters
    ----------
    advisors
        As in :func:`names`.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "host": ["LA POSTE", "La Poste", "CCAS", "CCAS", "ccas"],
    ...     "insee": ["39056", "39397", "39300", "39198", "39198"],
    ...     "siret": ["35600000010244", "35600000011496", "0" * 14, "", ""],
    ... })
    >>> organisations(table).tolist()
    [0, 0, 2, 3, 3]
    """
    blank = pd.Series("", index=advisors.index, dtype="str")
    siret = advisors.get("siret", blank).str.replace(" ", "")
    siren = siret.str[:SIREN_DIGITS].where(siret.str.fullmatch(SIRET) & (siret != NO_SIRET), "")
    own = advisors.get("publisher_id", blank)
    spelt = advisors["host"].map(french.fold) + "\0" + advisors["insee"]
    keys = (siren, own, spelt.where((siren == "") & (own == ""), ""))
    alike = [(pd.factorize(key)[0], (key != "").to_numpy()) for key in keys]
    number = np.arange(len(advisors))
    while True:  # what is one by one key and what is one by another are one together
        before = number
        for group, known in alike:
            least = np.full(len(number), len(number))
            np.minimum.at(least, group, number)
            number = np.where(known, least[group], number)
        if np.array_equal(number, before):
            return pd.Series(number, index=advisors.index)


def places(bases: gpd.GeoDataFrame) -> pd.Series:
    """Give to each row the label of the first one at its place.

    A place is an organisation under one name at one position; posts whose conventions end on other
    days are rows of their own.

    Parameters
    ----------
    bases
        With what :func:`names` gives, and points.
    """
    keys = [bases["organisation"], bases["name"], bases.geometry.to_wkb()]
    labels = pd.Series(bases.index, index=bases.index)
    return labels.groupby(keys, sort=False).transform("first")


def _most_often(names: pd.Series) -> str:
    """Give the name that stands there most often, of several the first."""
    return str(Counter(names).most_common(1)[0][0])


def _apart(names: pd.Series, where: pd.Series) -> pd.Series:
    """Add the commune to names that stand for several."""
    commune = where[names.index]
    shared = names.map(french.fold).duplicated(keep=False) & (commune != "")
    return names.mask(shared, names + " (" + commune + ")")
