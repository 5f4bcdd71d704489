"""The tables of need: ages and standard of living by commune."""

from pathlib import Path

import pandas as pd

from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import checks, content, delimited, official
from jura_coverage.sources.needs import insee
from jura_coverage.sources.reading import Reading

# Our name of each column, and its heading in the file.
HEADINGS = {
    "insee": "code_insee",
    "residents": "residents",
    "share_65_plus": "share_65_plus",
    "median_income": "median_income",
}
FORMATS = insee.FORMATS


def read_needs(path: Path, *, departement: str | None) -> Reading[pd.DataFrame]:
    """Read and check a table of need, ours or an official one.

    Parameters
    ----------
    path
        An official file of :mod:`jura_coverage.sources.needs.insee`, recognised by its headings;
        or our own format, comma-separated UTF-8 with the headings of :data:`HEADINGS`, an income
        that statistical secrecy holds back written ``s``.
    departement
        An official file is reduced to it; every row of ours must be of it. None for all of France.

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
    content.require_plain(path)
    heading = HEADINGS["insee"].encode() + b",residents,"
    if content.read_bytes(path).removeprefix(b"\xef\xbb\xbf").startswith(heading):
        return _read_own(path, departement)
    if recognised := official.recognise(path, FORMATS, own=HEADINGS.values()):
        chosen, opened = recognised
        return chosen.read(opened, departement)
    if official.likeness(path, [HEADINGS.values()]) > 0:
        return _read_own(path, departement)
    raise DataError([_unknown(path)])


def _read_own(path: Path, departement: str | None) -> Reading[pd.DataFrame]:
    file = str(path)
    cells = delimited.read_cells(path, required=list(HEADINGS.values()))
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
    return Reading(table=table, rows=len(table))


def _unknown(path: Path) -> Fault:
    return Fault(
        file=str(path),
        found="des colonnes qui ne sont d'aucune table de besoins connue",
        expected="« code_insee » et « part_65_plus_2020 » (âge), ou « CODGEO » et « MED21 » "
        "(niveau de vie), de cette année ou d'une autre",
        action="Donnez le fichier tel qu'il est publié, enregistré en CSV.",
    )
