"""What our own advisor table may say of a post besides: all of it optional."""

import pandas as pd

from jura_coverage.errors import Fault
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources.advisors.stops import stops
from jura_coverage.sources.cells import (
    CONVENTIONS,
    are_hours,
    cell_faults,
    choices,
    dates,
    euros,
    full_time_equivalents,
    sirets,
)

HOST_TYPES = {"": "", "public": "public", "private": "private"}
STATES = {"": "", "occupied": "occupied", "vacant": "vacant", "returned": "returned"}
COLUMNS = (
    "legal_status", "fte", "state", "convention_start", "convention_end", "convention",
    "convention_euros", "itinerant", "open_to_public", "stops", "siret",
    "opening_hours", "inferred",
)  # fmt: skip
YES_NO = {"": pd.NA, "yes": True, "no": False, "oui": True, "non": False}
# Codes of communes and days a week: 39397:1 | 39016:2.
STOP = r"\s*[0-9][0-9AB][0-9]{3}\s*:\s*(?:[1-7]|[0-6][.,][0-9]*[1-9][0-9]*)\s*"
# What a row may say to be inferred, for want of a source: codes apart by |, and their French.
INFERRED = {
    "host": "La structure est déduite", "place": "Le lieu est déduit",
    "posts": "Le nombre de postes est déduit",
}  # fmt: skip
SOME_STOPS = "des codes et des jours par semaine comme 39397:1 | 39016:2"
SOME_HOURS = "des horaires comme Mo-Fr 09:00-12:00,13:30-17:00"
SOME_INFERRED = f"des mots parmi {', '.join(INFERRED)}, séparés par |"


def roster(cells: pd.DataFrame, *, file: str) -> tuple[dict[str, pd.Series], list[Fault]]:
    """Read the optional columns.

    Parameters
    ----------
    cells
        Text under the headings ``legal_status`` (public or private), ``fte``, ``state``
        (occupied, vacant or returned), ``convention_start``, ``convention_end``, ``convention``
        (initiale or renouvellement), ``convention_euros`` (agreed for all posts of the row),
        ``itinerant`` and ``open_to_public`` (yes or no), ``stops`` (``39397:1 | 39016:2``, days a
        week), ``siret`` (14 digits) and ``opening_hours`` (as OpenStreetMap writes them); any may
        be absent, and any cell blank.
    file
        The file as the user named it.

    Returns
    -------
    tuple of dict and list of Fault
        Columns for :func:`jura_coverage.sources.advisors.table.advisor_table`, blank or missing
        where the file says nothing, and every fault.
    """
    blank = pd.Series("", index=cells.index, dtype="str")
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name, heading, known in (
        ("host_type", "legal_status", HOST_TYPES),
        ("convention_kinds", "convention", CONVENTIONS),
        ("state", "state", STATES),
        ("itinerant", "itinerant", YES_NO),
        ("open_to_public", "open_to_public", YES_NO),
    ):
        columns[name], wrong = choices(cells.get(heading, blank), known, heading, file=file)
        faults += wrong
    for name in ("convention_start", "convention_end"):
        columns[name], wrong = dates(cells.get(name, blank), name, file=file)
        faults += wrong
    columns["convention_euros"], wrong = euros(
        cells.get("convention_euros", blank), "convention_euros", file=file
    )
    faults += wrong
    columns["fte"], wrong = full_time_equivalents(cells.get("fte", blank), "fte", file=file)
    faults += wrong
    told = cells.get("stops", blank)
    unread = (told != "") & ~told.str.fullmatch(rf"{STOP}(?:\|{STOP})*")
    faults += cell_faults(told[unread], "stops", SOME_STOPS, file=file)
    columns["stops"] = stops(told)
    columns["siret"], wrong = sirets(cells.get("siret", blank), "siret", file=file)
    faults += wrong
    columns["opening_hours"] = cells.get("opening_hours", blank)
    unread = ~are_hours(columns["opening_hours"])
    told = columns["opening_hours"][unread]
    faults += cell_faults(told, "opening_hours", SOME_HOURS, file=file)
    return columns, faults


def inferred(cells: pd.DataFrame, *, file: str) -> tuple[list[Remark], list[Fault]]:
    """Say of which hosts something was inferred, by the optional column ``inferred``.

    Free text, which may hold anybody's name, is never taken up: only the words of
    :data:`INFERRED`.
    """
    told = cells.get("inferred", pd.Series("", index=cells.index, dtype="str"))
    words = told.str.split("|").map(lambda parts: {part.strip() for part in parts} - {""})
    unread = words.map(lambda each: not each <= INFERRED.keys())
    found = [
        remark
        for word, what in INFERRED.items()
        for remark in remarks(
            "assumed",
            f"{what}, et non lu dans une source",
            cells.loc[words.map(lambda each, word=word: word in each), "host"],
        )
    ]
    return found, cell_faults(told[unread], "inferred", SOME_INFERRED, file=file)
