"""Our own tables of posts, described for those who read them elsewhere: the page, in a browser.

The readers here and the page's scripts say the same of a file, in the same words:
``tests/vectors/dropped.json`` holds both to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jura_coverage.errors import Wording
from jura_coverage.sources import (
    advisors,
    cells,
    checks,
    containers,
    delimited,
    encodings,
    official,
    repair,
    spreadsheet,
    workbook,
)
from jura_coverage.sources import uncomputed as results
from jura_coverage.sources.advisors import candidates, positions, stops
from jura_coverage.sources.advisors.roster import (
    HOST_TYPES,
    INFERRED,
    SOME_HOURS,
    SOME_INFERRED,
    SOME_STOPS,
    STATES,
    YES_NO,
)
from jura_coverage.sources.formats import Format

Kind = Literal[
    "text", "code", "share", "decimal", "fte", "date", "euros", "siret", "hours", "stops",
    "stop_codes", "words", "choice",
]  # fmt: skip


KNOWN_BY = 6


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column of a table of posts.

    Parameters
    ----------
    name, heading
        Ours, and what it is called in a file.
    kind
        How its cells are read.
    choices
        The words that a cell may hold, each with what it means here.
    """

    name: str
    heading: str
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Described:
    """A format of tables.

    Parameters
    ----------
    headings, needed
        As in :class:`jura_coverage.sources.official.Format`; of what only the command reads the
        first headings, which are enough to know it by.
    fields
        The columns that are read; none if only the command reads it.
    """

    headings: tuple[str, ...]
    needed: tuple[str, ...]
    fields: tuple[Field, ...] = ()


def formats() -> tuple[Described, ...]:
    """Describe what a list of posts may be, in the order of recognition: our own first."""
    fields = {advisors.OWN: _own(), **dict.fromkeys(spreadsheet.FORMATS, _spreadsheet())}
    return _described(advisors.FORMATS, fields)


def candidate_formats() -> tuple[Described, ...]:
    """Describe what a list of candidates may be, but for lists of posts."""
    own = (
        Field(name="insee", heading=candidates.HEADINGS["insee"], kind="code"),
        *(Field(name="commune", heading=heading) for heading in official.SPELT),
    )
    return _described(candidates.FORMATS, {candidates.OWN: own})


def _described(
    formats: Sequence[Format[Any]], fields: Mapping[Format[Any], tuple[Field, ...]]
) -> tuple[Described, ...]:
    return tuple(
        dict.fromkeys(
            Described(headings=each.headings, needed=each.needed, fields=fields[each])
            if each in fields
            else Described(headings=each.headings[:KNOWN_BY], needed=each.headings[:KNOWN_BY])
            for each in formats
        )
    )


def _own() -> tuple[Field, ...]:
    headings = {**advisors.HEADINGS, "commune": "commune"}
    special = {
        "insee": Field(name="insee", heading=headings["insee"], kind="code"),
        "posts": Field(name="posts", heading=headings["posts"], kind="share"),
        **{
            name: Field(name=name, heading=headings[name], kind="decimal")
            for name in ("latitude", "longitude")
        },
    }
    return (
        *(special.get(name, Field(name=name, heading=text)) for name, text in headings.items()),
        _choice("host_type", "legal_status", HOST_TYPES),
        _choice("convention", "convention", cells.CONVENTIONS),
        _choice("state", "state", STATES),
        _choice("itinerant", "itinerant", YES_NO),
        _choice("open", "open_to_public", YES_NO),
        *_of_a_post({name: name for name in
                     ("convention_start", "convention_end", "convention_euros", "fte", "siret")}),
        Field(name="stops", heading="stops", kind="stop_codes"),
        Field(name="hours", heading="opening_hours", kind="hours"),
        Field(
            name="inferred", heading="inferred", kind="words",
            choices=tuple((word, word) for word in INFERRED),
        ),
    )  # fmt: skip


def _spreadsheet() -> tuple[Field, ...]:
    heading = spreadsheet.HEADINGS
    meant = ("", "occupied", "vacant", "returned")
    states = dict(zip(spreadsheet.STATES, meant, strict=True))
    return (
        Field(name="host", heading=heading["host"]),
        Field(name="insee", heading=heading["insee"], kind="code"),
        Field(name="commune", heading=heading["commune"]),
        Field(name="address", heading=heading["address"]),
        Field(name="postcode", heading=heading["postcode"]),
        Field(name="posts", heading=heading["posts"], kind="share"),
        Field(name="latitude", heading=heading["latitude"], kind="decimal"),
        Field(name="longitude", heading=heading["longitude"], kind="decimal"),
        _choice("convention", heading["convention"], cells.CONVENTIONS),
        _choice("state", heading["state"], states),
        _choice("itinerant", heading["mode"], spreadsheet.MODES),
        _choice("host_type", heading["host_type"], spreadsheet.HOST_TYPES),
        _choice("open", heading["open_to_public"], spreadsheet.YES_NO),
        *_of_a_post(heading),
        Field(name="stops", heading=heading["stops"], kind="stops"),
    )


def _of_a_post(heading: Mapping[str, str]) -> Iterable[Field]:
    """Describe what both tables say of a post in like cells."""
    read: dict[str, Kind] = {
        "fte": "fte", "convention_start": "date", "convention_end": "date",
        "convention_euros": "euros", "siret": "siret",
    }  # fmt: skip
    return [Field(name=name, heading=heading[name], kind=kind) for name, kind in read.items()]


def _choice(name: str, heading: str, known: Mapping[str, object]) -> Field:
    """Describe a column of known words."""
    return Field(
        name=name, heading=heading, kind="choice",
        choices=tuple((word, _meant(value) if word else "") for word, value in known.items()),
    )  # fmt: skip


def _meant(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


def _unreadable(expected: str, action: str = cells.UNREADABLE) -> Wording:
    return Wording(expected=expected, action=action)


# What is said of a cell that cannot be read, by its kind; a kind that is not here can always be.
CELLS: Mapping[Kind, Wording] = {
    "share": _unreadable(delimited.A_SHARE, delimited.MUST_BE_TOLD),
    "decimal": _unreadable(delimited.A_DECIMAL, delimited.UNREADABLE),
    "fte": _unreadable(cells.AN_FTE),
    "date": _unreadable(cells.A_DATE),
    "euros": _unreadable(cells.AN_AMOUNT),
    "siret": _unreadable(cells.A_SIRET),
    "hours": _unreadable(SOME_HOURS),
    "stop_codes": _unreadable(SOME_STOPS),
    "words": _unreadable(SOME_INFERRED),
    "choice": _unreadable("{choices}"),
}
# What is told of a file that is read all the same.
NOTES: Mapping[str, str] = {
    "vacant": checks.VACANT,
    "returned": checks.RETURNED,
    "closed": checks.CLOSED_PLACES,
    "examples": spreadsheet.EXAMPLES,
    "zeros": repair.ZEROS,
    "days_not_understood": stops.NOT_UNDERSTOOD,
    "read_in": encodings.READ_IN,
    "hidden_sheet": official.HIDDEN_SHEET,
    "one_sheet": official.ONE_SHEET,
}
# What is said of a row as a whole, by the format that it is of: our own, and the spreadsheet.
ROWS: Mapping[str, tuple[Wording, Wording]] = {
    "nowhere": (advisors.NOWHERE, spreadsheet.NOWHERE),
    "incomplete": (advisors.INCOMPLETE, spreadsheet.INCOMPLETE),
    "without_posts": (advisors.WITHOUT_POSTS, spreadsheet.WITHOUT_POSTS),
}
# What is said of files, of rows of any format and of cells.
WORDINGS: Mapping[str, Wording] = {
    "repeated": delimited.REPEATED,
    "other_length": delimited.OTHER_LENGTH,
    "malformed": delimited.MALFORMED,
    "other_bytes": delimited.OTHER_BYTES,
    "nul_bytes": delimited.NUL_BYTES,
    "empty": delimited.EMPTY,
    "web_page": containers.WEB_PAGE,
    "too_many": delimited.TOO_MANY,
    "unreadable_workbook": workbook.UNREADABLE,
    "large_workbook": workbook.TOO_MUCH,
    "not_computed": results.NOT_COMPUTED,
    "not_computable": results.NOT_COMPUTABLE,
    "unfilled": spreadsheet.UNFILLED,
    "nothing_usable": official.NOTHING_USABLE,
    "present": Wording(expected=checks.PRESENT.expected, action=checks.PRESENT.action),
    "short": Wording(expected=checks.SHORT.expected, action=checks.SHORT.action),
    "lost_zero": checks.LOST_ZERO,
    "no_code": checks.NO_CODE,
    "elsewhere": checks.ELSEWHERE,
    "swapped": positions.SWAPPED,
    "at_zero": positions.AT_ZERO,
}
