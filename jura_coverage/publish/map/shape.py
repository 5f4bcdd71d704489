"""The shape of what the page's scripts read: written once, checked in Python and in JavaScript.

The scripts are checked against ``static/payload.d.ts``, which ``scripts/payload_types.py`` writes
from here. Missing values are None. Columns bear the names of the columns of a result; lists of a
value for each commune follow the order of the communes, those of places the order of the places.
"""

from typing import Literal, TypedDict

from jura_coverage.publish.themes import Follows, Pattern

Measure = Literal["share", "minutes"]
Kind = Literal["text", "count", "share", "minutes", "year"]
LatitudeLongitude = tuple[float, float]


class Transform(TypedDict):
    """How whole numbers become degrees, longitude first."""

    scale: tuple[float, float]
    translate: tuple[float, float]


class Polygon(TypedDict):
    """A commune in one part: the arcs of each ring, ``~i`` for arc i backwards."""

    type: Literal["Polygon"]
    arcs: list[list[int]]


class MultiPolygon(TypedDict):
    """A commune in several parts: for each the arcs of each ring."""

    type: Literal["MultiPolygon"]
    arcs: list[list[list[int]]]


class Topology(TypedDict):
    """Boundaries, each stored once as steps between whole numbers."""

    transform: Transform
    arcs: list[list[tuple[int, int]]]
    communes: list[Polygon | MultiPolygon]


class Column(TypedDict):
    """A column of a commune: its name in the data, its heading on screen and in a file.

    `shown` tells whether the table has it on screen, `sorts` whether rows can be sorted by it.
    """

    name: str
    heading: str
    file: str
    kind: Kind
    shown: bool
    sorts: bool


class Shown(TypedDict):
    """What the table and the card show as it is; other columns may stand beside these."""

    name: list[str]
    residents: list[int | None]
    premises: list[int | None]
    minutes: list[float | None]
    copper_closure_year: list[int | None]


class Communes(Shown):
    """A value for each commune, except for the names and days that `epci` and `copper_date` number.

    `best` holds a list for each technology; `copper_dates` begins with "", for no day.
    """

    insee: list[str]
    epci_names: list[str]
    epci: list[int]
    at: list[LatitudeLongitude]
    best: list[list[int | None]]
    premises_without: list[int | None]
    place: list[int | None]
    minutes_second: list[float | None]
    place_second: list[int | None]
    copper_closed: list[int]
    copper_dates: list[str]
    copper_date: list[int]
    situation: list[int]


class Copper(TypedDict):
    """What is said of the end of copper: where it is over, and, with ``{year}``, without a date."""

    closed: str
    undated: str


class Technology(TypedDict):
    """A technology: its French name and its colour in the bar of a card."""

    label: str
    colour: str


class Place(TypedDict):
    """Where the public meets an advisor, or the base of one who receives elsewhere.

    `inside` is the position of its commune, None outside the département; `base` the position of
    the place where its post belongs, its own if it is no stop.
    """

    host: str
    commune: str
    inside: int | None
    ours: bool
    base: int
    posts: int
    presence: str
    receives: bool
    approximate: bool
    at: LatitudeLongitude


class Travel(TypedDict):
    """What the page needs to estimate minutes: a linear estimate, thresholds, metres."""

    fixed_minutes: float
    minutes_per_km: float
    poor_share: float
    far_minutes: float
    east: list[float | None]
    north: list[float | None]
    least: list[float | None]
    places_east: list[float | None]
    places_north: list[float | None]


class ThemeClass(TypedDict):
    """A class of a theme, as the legend shows it."""

    label: str
    colour: str
    pattern: Pattern


class Scale(TypedDict):
    """How a measure is cut into classes: factors of its threshold as numerator and denominator."""

    measure: Measure
    factors: list[tuple[int, int]]
    labels: tuple[str, str, str]


class Theme(TypedDict):
    """A theme of the map; `of` holds for each commune the position of its class.

    `quantity` is the position of the summed quantity in the payload's `quantities`; `grid` the
    labels of rows and columns where two measures make a square.
    """

    key: str
    title: str
    question: str
    note: str
    classes: list[ThemeClass]
    of: list[int]
    quantity: int
    quantity_label: str
    grid: tuple[list[str], list[str]] | None
    follows: Follows
    note_template: str
    scales: list[Scale]
    palette: list[str]


class Payload(TypedDict):
    """Everything that the page draws.

    `columns` are those of its table and of the file that is saved from it, `card` those of a card.
    `former` leads from the names of merged communes to the position of that of today; `travel` is
    None where roads measured the minutes, which the page cannot do.
    """

    departement: str
    bounds: tuple[LatitudeLongitude, LatitudeLongitude]
    topology: Topology
    communes: Communes
    columns: list[Column]
    card: list[Column]
    former: list[tuple[str, int]]
    technologies: list[Technology]
    copper: Copper
    lacking: str
    situations: list[str]
    places: list[Place]
    travel: Travel | None
    themes: list[Theme]
    quantities: list[list[int | None]]
    first: str
    attribution: str
    editions: str
    engine: str
    fingerprint: str
