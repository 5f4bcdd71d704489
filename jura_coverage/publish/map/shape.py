"""The shape of what the page's scripts read: written once, checked in Python and in JavaScript.

The scripts are checked against ``scripts/payload.d.ts``, which ``scripts/payload_types.py`` writes
from here. Missing values are None. Columns bear the names of the columns of a result; lists of a
value for each commune follow the order of the communes, those of places the order of the places.
"""

from typing import Literal, NotRequired, TypedDict

from jura_coverage.parameters import MissingPairs
from jura_coverage.publish.signs import Pattern, Shape
from jura_coverage.publish.themes import Follows
from jura_coverage.sources.advisors.described import Kind as CellKind

Measure = Literal["share", "minutes"]
Method = Literal["lambert", "mercator"]
Kind = Literal[
    "text", "flag", "count", "weighted", "share", "minutes", "date", "year", "euros", "index",
    "degrees", "posts", "kilometres", "metres",
]  # fmt: skip
LatitudeLongitude = tuple[float, float]
Steps = tuple[float, float]


class Transform(TypedDict):
    """How whole numbers become degrees, longitude first."""

    scale: tuple[float, float]
    translate: tuple[float, float]


class Topology(TypedDict):
    """Boundaries, each stored once.

    An arc is steps between whole numbers, to the east and to the north by turns, as the text that
    :func:`jura_coverage.publish.map.topology.steps_text` makes of them; a commune its polygons, of
    each the rings, of each the arcs, ``~i`` for arc i backwards.
    """

    transform: Transform
    arcs: list[str]
    communes: list[list[list[list[int]]]]


class Communes(TypedDict):
    """A value for each commune, except for the names and days that `epci` and `copper_date` number.

    `best` holds a list for each technology; `copper_dates` begins with "", for no day;
    `income_secret` holds the positions of communes whose income is secret, `residents_in_part`
    those of communes whose residents are those of a part of it, `without_boundary` those of
    communes that no map draws, `of_city` those of arrondissements
    whose premises nobody counted, each with those of their city without good internet, and all.
    """

    insee: list[str]
    name: list[str]
    epci_names: list[str]
    epci: list[int]
    at: list[LatitudeLongitude]
    residents: list[int | None]
    residents_in_part: list[int]
    without_boundary: list[int]
    of_city: list[tuple[int, int, int]]
    premises: list[int | None]
    best: list[list[int | None]]
    premises_without: list[int | None]
    minutes: list[float | None]
    place: list[int | None]
    minutes_second: list[float | None]
    place_second: list[int | None]
    copper_closure_year: list[int | None]
    copper_closed: list[int]
    copper_dates: list[str]
    copper_date: list[int]
    situation: list[int]
    share_65_plus: list[float | None]
    median_income: list[int | None]
    income_secret: list[int]
    minutes_france_services: list[float | None]


class Copper(TypedDict):
    """What is said of the end of copper: where it is over, and, with ``{year}``, without a date."""

    closed: str
    undated: str


class Column(TypedDict):
    """A column of the page's table, of the file that is saved from it, or of both.

    `heading` is that on screen, None where only the file has it; `field` that of the file, whose
    numbers are multiplied by `factor` and rounded to `decimals`. `values` are a value for each
    commune, None where the scripts hold them by the name of the column.
    """

    name: str
    heading: str | None
    field: str
    kind: Kind
    factor: int
    decimals: int | None
    sorts: bool
    values: list[str | float | None] | None


class Columns(TypedDict):
    """The columns of the table and its file, and those that the card of a commune shows."""

    columns: list[Column]
    card: list[Column]


class Hatch(TypedDict):
    """Stripes over a colour: degrees from the horizontal, counterclockwise; pixels; 0 to 1."""

    angle: int
    spacing: float
    width: float
    opacity: float
    colour: str


class Dots(TypedDict):
    """Dots over a colour, in pixels."""

    spacing: float
    radius: float
    colour: str


class Patterns(TypedDict):
    """What a class may have over its colour."""

    hatched: Hatch
    fragile: Hatch
    lined: Hatch
    dotted: Dots
    missing: Dots


class Around(TypedDict):
    """What lies below and around the communes.

    Shapes are the holes of the département, and the ground of all; arcs of no shape the borders
    between neighbours, of which `names` and `at` tell the name and where it may stand, the best
    first.
    """

    topology: Topology
    names: list[str]
    at: list[list[LatitudeLongitude]]


class Hamlets(TypedDict):
    """Squares of one kilometre, and the class of each in the theme under which they are drawn."""

    theme: str
    topology: Topology
    of: list[int]


class Symbol(TypedDict):
    """What marks a place: `radius` pixels, `radius_post` more for each post up to `posts_most`."""

    shape: Shape
    fill: str
    ring: str
    ring_width: float
    radius: float
    radius_post: float
    posts_most: int


class Signs(TypedDict):
    """Colours, patterns and symbols that no class has of its own.

    `place` is what is there, `stop` where itinerant posts alone receive, `other` a place of another
    service; `came` and `went` are what a simulation does to places.
    """

    ink: str
    muted: str
    line: str
    border: str
    ground: str
    paper: str
    darkest: str
    trial: str
    patterns: Patterns
    place: Symbol
    stop: Symbol
    other: Symbol
    came: Symbol
    went: Symbol


class Technology(TypedDict):
    """A technology: its French name and its colour in the bar of a card."""

    label: str
    colour: str


class Places(TypedDict):
    """Where the public meets advisors, or the base of those who receive elsewhere, in columns.

    `address` is empty where it is not known; `inside` is the position of its commune, None outside
    the département; `base` the position of the place where its post belongs, its own if it is no
    stop; `at_stop` whether an itinerant post receives there; `hours` French, empty if unknown;
    `fte` the full-time equivalents that receive the public there, 0 where nobody does.
    """

    host: list[str]
    commune: list[str]
    inside: list[int | None]
    ours: list[bool]
    base: list[int]
    posts: list[float]
    presence: list[str]
    at_stop: list[bool]
    hours: list[str]
    address: list[str]
    fte: list[float]
    approximate: list[bool]
    at: list[LatitudeLongitude]


class OtherPlace(TypedDict):
    """A place of another service, where no advisor is counted."""

    host: str
    commune: str
    at: LatitudeLongitude


class Belt(TypedDict):
    """Communes around the département, whose residents share its posts: metres and residents."""

    east: list[float | None]
    north: list[float | None]
    least: list[float | None]
    residents: list[int | None]


class Wording(TypedDict):
    """What is said of one kind of fault, with ``{names}`` of what is met."""

    expected: str
    action: str
    found: str


class MatrixWords(TypedDict):
    """What is said of places and communes that no trip is told to, and of a trip that is estimated.

    `untold` is what is found where a place is refused, one and many; `lent` introduces the places
    that take the minutes of a commune, `unreachable` and `filled` those that no trip leads to where
    such are missing and where they are estimated; `lender` has ``{whose}`` and ``{distance}``.
    """

    refused: Wording
    untold: tuple[str, str]
    lent: str
    unreachable: str
    filled: str
    lender: str
    estimated: str
    no_site: str
    no_sites: str
    only_known: str


class Matrix(TypedDict):
    """Minutes that the engine of the run told: from communes, then those of the belt, to points.

    Points are the communes, then those whose metres are `east` and `north`. `steps` are up to how
    many minutes by which step minutes are rounded up, `also` what else they may be rounded to;
    `trips` the text that :func:`jura_coverage.publish.map.matrix.packed` makes of them, with the
    row and the point that each is guessed from, -1 for none. `missing_pairs` is what becomes of
    trips that are not told; `by_road` by which share of itself one that was measured may be wrong.
    A place within `same_m` of a point is that point, else the nearest commune within `nearest_m`
    lends it its minutes.
    """

    east: list[float]
    north: list[float]
    steps: list[Steps]
    also: list[float]
    rows_like: list[int]
    points_like: list[int]
    trips: str
    missing_pairs: MissingPairs
    by_road: float
    same_m: float
    nearest_m: float
    said: MatrixWords


class Travel(TypedDict):
    """What the page needs to find minutes: the estimate's numbers, thresholds, metres.

    Metres are counted from `west` and `south`, which are those of the projection. `errors` are
    classes of trips: up to how many minutes, and by how many they may be off. Without a `matrix`
    all minutes are estimated. Where no table of posts was `listed`, nobody knows who receives.
    """

    fixed_minutes: float
    minutes_per_km: float
    distance_exponent: float
    poor_share: float
    far_minutes: float
    errors: list[tuple[float, int]]
    east: list[float | None]
    north: list[float | None]
    least: list[float | None]
    places_east: list[float | None]
    places_north: list[float | None]
    west: float
    south: float
    belt: Belt
    listed: bool
    matrix: NotRequired[Matrix]


class Capacity(TypedDict):
    """How many people a post helps in a year, and how many need help.

    `need` holds them for each commune where it is weighted; else it is `need_share` of residents.
    """

    people_a_year: float
    need_share: float
    need: list[float | None] | None


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

    `finding` is empty where a count of communes says it; `column` names the column of cards whose
    values the classes sort, empty if they show none; `quantity` is the position of the summed
    quantity in the payload's `quantities`, of which the communes at `in_part` tell only a part;
    `grid` the labels of rows and columns where two measures make a square; `tried` its classes in
    the order of the situations, where something is tried.
    """

    key: str
    title: str
    question: str
    note: str
    finding: str
    column: str
    classes: list[ThemeClass]
    of: list[int]
    quantity: int
    quantity_label: str
    in_part: list[int]
    grid: tuple[list[str], list[str]] | None
    follows: Follows
    note_template: str
    tried: list[ThemeClass]
    scales: list[Scale]
    palette: list[str]


class Themes(TypedDict):
    """All themes, the quantities that their legends add up, and the key of the one shown first."""

    themes: list[Theme]
    quantities: list[list[int | None]]
    first: str


class Field(TypedDict):
    """A column of a list of posts, and how its cells are read.

    `choices` are the words that a cell may hold, each with what it means.
    """

    name: str
    heading: str
    kind: CellKind
    choices: list[tuple[str, str]]


class ListFormat(TypedDict):
    """A format of lists, known by its headings; without `fields`, only the command reads it."""

    headings: list[str]
    needed: list[str]
    fields: list[Field]


class Bounds(TypedDict):
    """What numbers may be, and what is said of others."""

    least: float
    most: float
    expected: str
    action: str


class CellWordings(TypedDict):
    """What is said of a cell that cannot be read, by its kind; ``{choices}`` are its words."""

    share: Wording
    decimal: Wording
    fte: Wording
    date: Wording
    euros: Wording
    siret: Wording
    hours: Wording
    stop_codes: Wording
    words: Wording
    choice: Wording


class Wordings(TypedDict):
    """What is said of files, cells and places that cannot be used."""

    repeated: Wording
    other_length: Wording
    malformed: Wording
    other_bytes: Wording
    nul_bytes: Wording
    empty: Wording
    web_page: Wording
    too_many: Wording
    unreadable_workbook: Wording
    large_workbook: Wording
    not_computed: Wording
    not_computable: Wording
    unfilled: Wording
    nothing_usable: Wording
    present: Wording
    short: Wording
    lost_zero: Wording
    no_code: Wording
    elsewhere: Wording
    swapped: Wording
    at_zero: Wording
    at_no_origin: Wording
    of_no_commune: Wording
    unrecognised: Wording
    too_many_places: Wording


class RowWordings(TypedDict):
    """What is said of a row as a whole: of our own format, and of the spreadsheet."""

    nowhere: tuple[Wording, Wording]
    incomplete: tuple[Wording, Wording]
    without_posts: tuple[Wording, Wording]


class Notes(TypedDict):
    """What is told of a list that is read all the same, and of its places; two are one and many."""

    vacant: str
    returned: str
    closed: str
    examples: str
    zeros: str
    read_in: str
    hidden_sheet: str
    hidden_rows: tuple[str, str]
    one_sheet: str
    named: str
    unplaced: str
    repeated: str
    astray: str
    too_far: str
    perhaps: str
    days_not_understood: str
    unknown_stops: str
    without_stops: str
    at_base: tuple[str, str]
    at_stop: tuple[str, str]


class Projection(TypedDict):
    """From degrees to metres: the numbers of the method in EPSG's order, and of the ellipsoid."""

    method: Method
    numbers: list[float]
    semi_major: float
    inverse_flattening: float


class Lists(TypedDict):
    """What the page needs to read a list that is dropped on it as the command reads it.

    `formats` begin with our own and end with the spreadsheet, to whose columns those of unknown
    names are mapped; `arrondissements` hold a commune, the first and the last of them, `days` the
    names of the week as opening hours are written, and in French.
    """

    formats: list[ListFormat]
    candidates: list[ListFormat]
    aliases: list[tuple[str, str]]
    examples: list[str]
    uncomputed: list[str]
    a_row: str
    posts: Bounds
    longitude: Bounds
    latitude: Bounds
    wordings: Wordings
    cells: CellWordings
    rows: RowWordings
    notes: Notes
    arrondissements: list[tuple[str, str, str]]
    most_places: int
    days: list[tuple[str, str]]
    astray_m: float
    belt_m: float
    projection: Projection


class Dropped(Lists):
    """The same, and which position of today the code of a former commune leads to."""

    former_codes: list[tuple[str, int]]


class Payload(Columns, Themes):
    """Everything that the page draws.

    `sheets` are addresses of the sheets of the EPCI, empty where there is none; `former` leads from
    the names of merged communes to the position of that of today, `postcodes` from each to the
    positions of the communes that have it.
    """

    departement: str
    bounds: tuple[LatitudeLongitude, LatitudeLongitude]
    topology: Topology
    around: Around
    hamlets: Hamlets | None
    communes: Communes
    sheets: list[str]
    signs: Signs
    former: list[tuple[str, int]]
    postcodes: list[tuple[str, list[int]]]
    technologies: list[Technology]
    secret: str
    copper: Copper
    lacking: str
    of_whole_city: str
    not_drawn: str
    situations: list[str]
    places: Places
    others: list[OtherPlace]
    travel: Travel
    dropped: Dropped
    capacity: Capacity
    attribution: str
    editions: str
    engine: str
    fingerprint: str
