"""The broadband tables: premises by best technology or speed, and copper closure."""

from pathlib import Path

import pandas as pd

from jura_coverage import columns
from jura_coverage.errors import FAULTS_COUNTED, Fault
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.internet import arcep, fibre_and_copper
from jura_coverage.sources.reading import Reading

# Our own table merges slow copper into copper.
OWN_TECHNOLOGIES = tuple(name for name in TECHNOLOGIES if name != "copper_slow")
# Our name of each column, and its heading in the file.
HEADINGS = {
    "insee": "code_insee",
    "premises": "premises",
    **{technology: f"best_{technology}" for technology in OWN_TECHNOLOGIES},
    "copper_status": "copper_status",
    "copper_closure_date": "copper_closure_date",
    "copper_closure_year": "copper_closure_year_anct",
}
NUMBERS = ("premises", *OWN_TECHNOLOGIES, "copper_closure_year")


def read_broadband(
    path: Path | str, *, departement: str | None, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read and check a broadband table, ours or an official one.

    Parameters
    ----------
    path
        An official file of :mod:`jura_coverage.sources.internet.arcep` or
        :mod:`jura_coverage.sources.internet.fibre_and_copper`, recognised by its headings; or our
        own format with the headings of :data:`HEADINGS`, of which those of copper may be absent;
        other columns are ignored.
    departement
        An official file is reduced to it; every row of ours must be of it. None for all of France.
    apart
        Whether arrondissements are communes of their own, and not folded into their city.

    Returns
    -------
    Reading
        `insee`, and those of ``schemas.BROADBAND_COUNTS`` and of the copper columns that the file
        has; numbers as nullable integers, missing where the cell is blank; the index says the
        line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return official.read(path, FORMATS, departement, apart=apart)


def _read_own(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    file = str(opened.path)
    cells = {heading: opened.column(heading).rename(heading) for heading in HEADINGS.values()}
    table = pd.DataFrame({name: cells[heading] for name, heading in HEADINGS.items()})
    faults: list[Fault] = []
    for name in NUMBERS:
        table[name], wrong = delimited.whole_numbers(cells[HEADINGS[name]], file=file)
        faults += wrong
    table["copper_slow"] = pd.array([pd.NA] * len(table), dtype="Int64")  # not told from copper
    faults += checks.faults(table, checks.broadband(departement), file=file, headings=HEADINGS)
    checks.refuse(faults + _excess_faults(table, file=file))
    codes = repair.of_cities(table["insee"], apart=opened.apart)
    return Reading(
        table=table.assign(insee=codes, commune=opened.column(*official.SPELT)),
        rows=len(table),
        remarks=(
            *opened.remarks, *repair.code_remarks(table["insee"], codes, file=opened.path.name),
        ),
    )  # fmt: skip


def _excess_faults(table: pd.DataFrame, *, file: str) -> list[Fault]:
    """Find rows whose technologies, each premise counted once, exceed the premises."""
    counts = table[["premises", *TECHNOLOGIES]]
    # A count that is itself refused is told once, not once more as an excess.
    plausible = (counts.isna() | counts.ge(0) & counts.le(columns.GREATEST_COUNT)).all(axis=1)
    counted = table[list(TECHNOLOGIES)].sum(axis=1)
    excess = (counted > table["premises"]).fillna(False) & plausible
    return [
        Fault(
            file=file,
            place=f"ligne {line}, commune {table.at[line, 'insee']}",
            row=line,
            found=f"{counted[line]} locaux dans les colonnes « best_… » "
            f"pour {table.at[line, 'premises']} locaux en tout",
            expected="au plus autant de locaux par technologie que de locaux",
            action="Vérifiez que chaque local n'est compté qu'une fois, dans sa meilleure "
            "technologie.",
        )
        for line in table.index[excess][: FAULTS_COUNTED + 1]
    ]


OWN = Format(
    headings=tuple(HEADINGS.values()), read=_read_own, optional=official.SPELT, own=True,
    required=tuple(each for each in HEADINGS.values() if not each.startswith("copper")),
)  # fmt: skip
FORMATS = (OWN, *arcep.FORMATS, *fibre_and_copper.FORMATS)
