"""Weights of one's own: what a resident of each commune counts."""

from pathlib import Path

import pandas as pd

from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Reading

HEADINGS = {"insee": "code_insee", "weight": "weight"}


def read_weights(
    path: Path | str, *, departement: str | None, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read a code and a number a row.

    Parameters
    ----------
    path
        Comma-separated UTF-8 with :data:`HEADINGS`, or the same in any container of
        :mod:`jura_coverage.sources.grids`.
    departement
        Every code must be of it; None for any.
    apart
        Whether arrondissements are communes of their own, and not folded into their city.

    Returns
    -------
    Reading
        `insee`, `weight`, missing where blank, and `commune`, the name that a row gives; the index
        says the line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return official.read(path, FORMATS, departement, apart=apart)


def _read_own(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    cells, file = opened.cells, str(opened.path)
    weight, wrong = delimited.decimals(cells["weight"], file=file)
    table = pd.DataFrame(
        {
            "insee": cells["code_insee"], "weight": weight,
            "commune": opened.column(*official.SPELT),
        }
    )  # fmt: skip
    faults = checks.faults(table, checks.weights(departement), file=file, headings=HEADINGS)
    checks.refuse([*wrong, *faults])
    if not (weight > 0).any():
        raise official.nothing_usable(opened.path, "un poids au-dessus de 0 au moins")
    codes = repair.of_cities(table["insee"], apart=opened.apart)
    return Reading(
        table=table.assign(insee=codes),
        rows=len(table),
        remarks=(
            *opened.remarks, *repair.code_remarks(table["insee"], codes, file=opened.path.name),
        ),
    )  # fmt: skip


FORMATS = (
    Format(
        headings=tuple(HEADINGS.values()), read=_read_own, optional=official.SPELT, own=True
    ),
)  # fmt: skip
