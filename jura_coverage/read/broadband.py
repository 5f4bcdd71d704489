"""The broadband table of a département: premises by best technology and copper closure."""

from pathlib import Path

import pandas as pd

from jura_coverage import schemas
from jura_coverage.broadband import TECHNOLOGIES
from jura_coverage.errors import Fault
from jura_coverage.read import delimited

# Our name of each column, and its heading in the file.
HEADINGS = {
    "insee": "code_insee",
    "premises": "premises",
    **{technology: f"best_{technology}" for technology in TECHNOLOGIES},
    "copper_status": "copper_status",
    "copper_closure_date": "copper_closure_date",
    "copper_closure_year": "copper_closure_year_anct",
}
NUMBERS = ("premises", *TECHNOLOGIES, "copper_closure_year")


def read_broadband(path: Path, *, departement: str) -> pd.DataFrame:
    """Read and check a broadband table.

    Parameters
    ----------
    path
        Comma-separated UTF-8 with the headings of :data:`HEADINGS`; other columns are ignored.
    departement
        Every row must be of this département.

    Returns
    -------
    DataFrame
        The columns of :data:`HEADINGS`; numbers as nullable integers, missing where the cell is
        blank; the index says the line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    file = str(path)
    cells = delimited.read_cells(path, required=list(HEADINGS.values()))
    table = pd.DataFrame({name: cells[heading] for name, heading in HEADINGS.items()})
    faults: list[Fault] = []
    for name in NUMBERS:
        table[name], wrong = delimited.whole_numbers(cells[HEADINGS[name]], file=file)
        faults += wrong
    faults += schemas.faults(table, schemas.broadband(departement), file=file, headings=HEADINGS)
    schemas.refuse(faults + _excess_faults(table, file=file))
    return table


def _excess_faults(table: pd.DataFrame, *, file: str) -> list[Fault]:
    """Find rows whose technologies, each premise counted once, exceed the premises."""
    counts = table[["premises", *TECHNOLOGIES]]
    # A count that is itself refused is told once, not once more as an excess.
    plausible = (counts.isna() | counts.ge(0) & counts.le(schemas.GREATEST_COUNT)).all(axis=1)
    counted = table[list(TECHNOLOGIES)].sum(axis=1)
    excess = (counted > table["premises"]).fillna(False) & plausible
    return [
        Fault(
            file=file,
            place=f"ligne {line}, commune {table.at[line, 'insee']}",
            found=f"{counted[line]} locaux dans les colonnes « best_… » "
            f"pour {table.at[line, 'premises']} locaux en tout",
            expected="au plus autant de locaux par technologie que de locaux",
            action="Vérifiez que chaque local n'est compté qu'une fois, dans sa meilleure "
            "technologie.",
        )
        for line in table.index[excess]
    ]
