"""Lists of communes that may host a post."""

from pathlib import Path

import pandas as pd

from jura_coverage import geography
from jura_coverage.remarks import remarks
from jura_coverage.sources import checks, content, delimited, official
from jura_coverage.sources.advisors import read_advisors
from jura_coverage.sources.advisors.roster import HOST_TYPES
from jura_coverage.sources.cells import choices
from jura_coverage.sources.reading import Reading

HEADINGS = {"insee": "code_insee", "host_type": "legal_status"}


def read_candidates(path: Path, *, departement: str) -> Reading[pd.DataFrame]:
    """Read which communes may host a post.

    Parameters
    ----------
    path
        Any list of places that :func:`jura_coverage.sources.read_advisors` reads, such as the
        France services places; or comma-separated UTF-8 with a column ``code_insee``, and perhaps
        ``legal_status`` (public or private) of the host there.
    departement
        Every code of our own format must be of this département; a national list keeps those
        that are.

    Returns
    -------
    Reading
        `insee` and `host_type` (``public``, ``private`` or blank); the index says the line of the
        file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    heading = HEADINGS["insee"].encode()
    if content.read_bytes(path).removeprefix(b"\xef\xbb\xbf").startswith(heading):
        return _read_own(path, departement)
    reading = read_advisors(path, departement=departement)
    table = reading.table[["insee", "host_type"]]
    here = table["insee"].map(geography.departement_of) == departement
    uncoded = reading.table.loc[table["insee"] == "", "host"]
    if not here.any():
        raise official.nothing_usable(path, f"un lieu du département {departement} au moins")
    return Reading(
        table=table[here],
        rows=reading.rows,
        publication=reading.publication,
        remarks=(
            *reading.remarks,
            *remarks("set_aside", "Lieux sans code de commune, mis de côté", uncoded),
        ),
    )


def _read_own(path: Path, departement: str) -> Reading[pd.DataFrame]:
    file = str(path)
    cells = delimited.read_cells(path, required=[HEADINGS["insee"]])
    blank = pd.Series("", index=cells.index, dtype="str")
    types = cells.get(HEADINGS["host_type"], blank)
    host_type, wrong_types = choices(types, HOST_TYPES, HEADINGS["host_type"], file=file)
    table = pd.DataFrame({"insee": cells[HEADINGS["insee"]], "host_type": host_type})
    wrong = checks.faults(table, checks.candidates(departement), file=file, headings=HEADINGS)
    checks.refuse([*wrong, *wrong_types])
    return Reading(table=table, rows=len(table))
