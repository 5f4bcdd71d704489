"""The advisor tables: hosts, the places where they work, and their posts."""

from pathlib import Path

import pandas as pd

from jura_coverage import columns, geography
from jura_coverage.errors import Wording
from jura_coverage.remarks import remarks
from jura_coverage.sources import checks, delimited, official, repair, spreadsheet
from jura_coverage.sources.advisors import dashboard, permanences, places, positions, structures
from jura_coverage.sources.advisors.roster import COLUMNS as ROSTER
from jura_coverage.sources.advisors.roster import inferred, roster
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Reading

# Our name of each column, and its heading in the file. Whatever else a file holds, names and
# telephone numbers of persons among it, is never taken up.
HEADINGS = {
    "host": "host",
    "insee": "code_insee",
    "posts": "posts",
    "latitude": "latitude",
    "longitude": "longitude",
}
INCOMPLETE = Wording(
    found="une position incomplète",
    expected="les deux degrés, ou aucun",
    action="Complétez la position, ou videz les deux cellules.",
)
NOWHERE = Wording(
    found="ni position ni code de commune",
    expected="l'un ou l'autre au moins",
    action="Donnez le code Insee de la commune, ou la latitude et la longitude.",
)
WITHOUT_POSTS = Wording(
    found="un nombre de postes vide",
    expected=columns.A_NUMBER_OF_POSTS,
    action="Remplissez la colonne « posts ».",
)


def read_advisors(
    path: Path | str, *, departement: str | None, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read and check an advisor table: ours, a DDT's spreadsheet, or a national list.

    Parameters
    ----------
    path
        In any container of :mod:`jura_coverage.sources.grids`, or delimited text: a national list
        of :mod:`jura_coverage.sources.advisors.places` or
        :mod:`jura_coverage.sources.advisors.structures`, or an export of
        :mod:`jura_coverage.sources.advisors.dashboard`, recognised by its headings; or a
        spreadsheet of :mod:`jura_coverage.sources.spreadsheet`; or our own format, with the
        headings of :data:`HEADINGS`, perhaps those of
        :func:`jura_coverage.sources.advisors.roster.roster`; positions in degrees (WGS 84), both
        blank where only the commune is known.
    departement
        Every code of our own format and of a spreadsheet must be of this département; a national
        list keeps its places all over France, for those across the border serve too.
    apart
        Whether arrondissements are communes of their own, and not folded into their city.

    Returns
    -------
    Reading
        The columns of :data:`jura_coverage.sources.advisors.table.COLUMNS`; `posts` perhaps in
        fractions, positions missing where blank; the index says the line of the file.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    return official.read(path, FORMATS, departement, apart=apart)


def read_places(
    path: Path | str, *, departement: str | None, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read places of another service than advisors, in any format of :func:`read_advisors`.

    Of a national list every place that receives the public is kept, with or without advisors, and
    nothing is said of posts.
    """
    return official.read(path, PLACES, departement, apart=apart)


def _read_own(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    path, file = opened.path, str(opened.path)
    cells = opened.cells.assign(**{name: opened.column(name) for name in ("latitude", "longitude")})
    posts, wrong_posts = delimited.shares(cells["posts"], file=file)
    latitude, wrong_latitude = delimited.decimals(cells["latitude"], file=file)
    longitude, wrong_longitude = delimited.decimals(cells["longitude"], file=file)
    details, wrong_details = roster(cells, file=file)
    assumed, wrong_assumed = inferred(cells, file=file)
    codes = cells["code_insee"]
    codes = codes if opened.apart else codes.map(geography.whole_commune)
    table = advisor_table(
        host=cells["host"], insee=codes, posts=posts, latitude=latitude, longitude=longitude,
        commune=opened.column("commune"), **details,
    )  # fmt: skip
    ordinary, wrong_positions = positions.impossible(table, departement, file=file)
    checks.refuse(
        [
            *wrong_posts, *wrong_latitude, *wrong_longitude, *wrong_details, *wrong_assumed,
            *checks.faults(
                ordinary, checks.advisors(departement), file=file, headings=HEADINGS
            ),
            *wrong_positions,
            *checks.row_faults(
                table, (cells["latitude"] == "") != (cells["longitude"] == ""), INCOMPLETE,
                file=file,
            ),
            *checks.row_faults(
                table,
                (cells[["code_insee", "latitude", "longitude"]] == "").all(axis=1)
                & (table["commune"] == ""),
                NOWHERE, file=file,
            ),
            *checks.row_faults(table, cells["posts"] == "", WITHOUT_POSTS, file=file),
        ]
    )  # fmt: skip
    gone = table["state"].isin(["vacant", "returned"])
    closed = ~gone & ~table["open_to_public"].fillna(True).astype(bool)
    return Reading(
        table=table[~gone & ~closed],
        rows=len(table),
        remarks=(
            *opened.remarks,
            *repair.code_remarks(
                cells["code_insee"][cells["code_insee"] != ""], codes, file=path.name
            ),
            *assumed,
            *remarks("set_aside", "Postes vacants ou rendus, non comptés", table["host"][gone]),
            *remarks("set_aside", checks.CLOSED_PLACES, table["host"][closed]),
        ),
    )


OWN = Format(
    headings=tuple(HEADINGS.values()), required=("host", "code_insee", "posts"), read=_read_own,
    optional=("commune", *ROSTER), own=True,
)  # fmt: skip
FORMATS = (
    OWN, permanences.FORMAT, *places.FORMATS, *structures.FORMATS, *dashboard.FORMATS,
    *spreadsheet.FORMATS,
)  # fmt: skip
PLACES = (OWN, *places.PLACES, *spreadsheet.FORMATS)
