"""Minutes that a program has at hand, as a matrix: the same trips as a table of minutes."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pandas as pd

from jura_coverage.errors import Fault, given_type
from jura_coverage.sources import catalogue, checks
from jura_coverage.sources.minutes.about import About
from jura_coverage.sources.minutes.table import trips

NAME = "matrice de minutes"
MEANT = (
    "une table de pandas, une ligne par commune de départ et une colonne par lieu, ou une série "
    "par commune de départ et par lieu"
)
# What would be read as numbers, and is none: yes and no, and times in a unit of the computer.
NO_NUMBER = re.compile("bool|datetime|timedelta|duration|timestamp|complex")
ABOUT = About(engine=NAME, convention="donnée par un programme")


def trips_of(minutes: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Type the trips of a matrix, see :func:`jura_coverage.study.study`.

    Returns
    -------
    DataFrame
        As of :func:`jura_coverage.sources.read_minutes`; the index says which trip.

    Raises
    ------
    DataError
        With every fault of the matrix.
    GivenTypeError
        If it is no table of pandas, or a Series that is not by two labels.
    """
    if not isinstance(minutes, pd.DataFrame | pd.Series):
        raise given_type(NAME.capitalize(), minutes, MEANT)
    if isinstance(minutes, pd.Series):
        if minutes.index.nlevels != 2:
            raise given_type(NAME.capitalize(), minutes, MEANT)
        origins, places = (minutes.index.get_level_values(each) for each in (0, 1))
    else:
        rows, columns = minutes.shape
        origins = minutes.index.repeat(columns)
        places = minutes.columns[np.tile(np.arange(columns), rows)]
    checks.refuse([
        Fault(
            file=NAME, found=f"des cellules de type {kind}", expected="des minutes, en nombres",
            action="Convertissez-les, des durées par exemple par `/ pd.Timedelta(minutes=1)`.",
        )
        for kind in dict.fromkeys(map(str, pd.DataFrame(minutes).dtypes)) if NO_NUMBER.match(kind)
    ])  # fmt: skip
    cells = pd.DataFrame({
        "origin": origins.astype("str"), "place": places.astype("str"),
        "minutes": minutes.to_numpy().ravel(),
    })  # fmt: skip
    cells.index = pd.Index(cells["origin"] + " → " + cells["place"])
    checks.refuse([
        Fault(
            file=NAME, found=f"le trajet « {trip} » deux fois",
            expected="chaque trajet une seule fois", action="Gardez-en un seul.",
        )
        for trip in cells.index[cells.index.duplicated()].unique()
    ])  # fmt: skip
    table, faults = trips([cells], Path(NAME))
    checks.refuse(faults)
    return table


def source(table: pd.DataFrame) -> catalogue.Source:
    """Say where the minutes come from, with the fingerprint of their trips in any order."""
    known = table.loc[table["minutes"].notna(), ["origin", "place", "minutes"]].sort_index()
    told = known.to_csv(index=False, lineterminator="\n").encode()
    return catalogue.Source(
        role="minutes", file=NAME, sha256=hashlib.sha256(told).hexdigest(), title=ABOUT.convention
    )
