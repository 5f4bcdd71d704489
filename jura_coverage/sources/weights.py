"""Weights of one's own: what a resident of each commune counts."""

from pathlib import Path

import pandas as pd

from jura_coverage.sources import checks, delimited
from jura_coverage.sources.reading import Reading

HEADINGS = {"insee": "code_insee", "weight": "weight"}


def read_weights(path: Path, *, departement: str) -> Reading[pd.DataFrame]:
    """Read a code and a number a line: comma-separated UTF-8 with :data:`HEADINGS`.

    Parameters
    ----------
    path
        The user's file.
    departement
        Every code must be of it.

    Returns
    -------
    Reading
        `insee` and `weight`, missing where blank; the index says the line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    file = str(path)
    cells = delimited.read_cells(path, required=list(HEADINGS.values()))
    weight, wrong = delimited.decimals(cells["weight"], file=file)
    table = pd.DataFrame({"insee": cells["code_insee"], "weight": weight})
    faults = checks.faults(table, checks.weights(departement), file=file, headings=HEADINGS)
    checks.refuse([*wrong, *faults])
    return Reading(table=table, rows=len(table))
