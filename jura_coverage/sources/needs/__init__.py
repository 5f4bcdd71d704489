"""The tables of need: ages and standard of living by commune."""

from pathlib import Path

import pandas as pd

from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.needs import insee
from jura_coverage.sources.reading import Reading

# Our name of each column, and its heading in the file.
HEADINGS = {
    "insee": "code_insee",
    "residents": "residents",
    "share_65_plus": "share_65_plus",
    "median_income": "median_income",
}


def read_needs(
    path: Path | str, *, departement: str | None, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read and check a table of need, ours or an official one.

    Parameters
    ----------
    path
        An official file of :mod:`jura_coverage.sources.needs.insee`, recognised by its headings;
        or our own format, comma-separated UTF-8 with the headings of :data:`HEADINGS`, an income
        that statistical secrecy holds back written ``s``.
    departement
        An official file is reduced to it; every row of ours must be of it. None for all of France.
    apart
        Whether arrondissements are communes of their own, and not folded into their city.

    Returns
    -------
    Reading
        `insee`, `residents` (by whom rows are averaged where communes merge), and `share_65_plus`
        (0 to 1), or `median_income` (euros a year) with `income_status`, or all; missing where the
        file tells no number; the index says the line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return official.read(path, FORMATS, departement, apart=apart)


def _read_own(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    cells, file = opened.cells, str(opened.path)
    secret = cells["median_income"].isin(insee.SECRETS)
    residents, no_count = delimited.whole_numbers(cells["residents"], file=file)
    share, no_share = delimited.decimals(cells["share_65_plus"], file=file)
    income, no_income = delimited.whole_numbers(cells["median_income"].mask(secret, ""), file=file)
    table = pd.DataFrame(
        {
            "insee": cells["code_insee"],
            "residents": residents,
            "share_65_plus": share,
            "median_income": income,
            "income_status": insee.status(income, secret),
        }
    )
    wrong = checks.faults(table, checks.needs(departement), file=file, headings=HEADINGS)
    checks.refuse([*no_count, *no_share, *no_income, *wrong])
    codes = repair.of_cities(table["insee"], apart=opened.apart)
    return Reading(
        table=table.assign(insee=codes, commune=opened.column(*official.SPELT)),
        rows=len(table),
        remarks=(
            *opened.remarks, *repair.code_remarks(table["insee"], codes, file=opened.path.name),
        ),
    )  # fmt: skip


OWN = Format(headings=tuple(HEADINGS.values()), read=_read_own, optional=official.SPELT, own=True)
FORMATS = (OWN, *insee.FORMATS)
