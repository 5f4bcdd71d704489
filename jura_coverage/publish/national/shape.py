"""The shape of what the scripts of the national page read, beside that of a département's page.

``scripts/payload_types.py`` writes it for them as ``payload.d.ts``. Missing values are None; lists
of a value for each commune follow the order of the communes.
"""

from typing import TypedDict

from jura_coverage.publish.map.shape import Column, Signs, Themes, Topology


class Frame(TypedDict):
    """A part of the map, in metres of its own: its communes stand together, from `first` on.

    `name` is that of a département overseas, empty for all others together.
    """

    name: str
    first: int
    topology: Topology


class Departement(TypedDict):
    """A département: `page` is the address of its map, empty where nothing was found."""

    code: str
    name: str
    page: str


class Communes(TypedDict):
    """A value for each commune; `departement` is the position of its own among départements.

    `residents_in_part`, `without_boundary` and `income_secret` hold the positions of communes, as
    on the other page; `of_city` those of arrondissements whose premises nobody counted, with the
    share of their city without good internet as numerator and denominator.
    """

    insee: list[str]
    name: list[str]
    departement: list[int]
    residents: list[int | None]
    residents_in_part: list[int]
    without_boundary: list[int]
    of_city: list[tuple[int, float, int]]
    premises: list[int | None]
    premises_without: list[int | None]
    minutes: list[float | None]
    situation: list[int]
    share_65_plus: list[float | None]
    median_income: list[int | None]
    income_secret: list[int]
    minutes_france_services: list[float | None]


class Payload(Themes):
    """Everything that the page draws.

    `postcodes` lead to the positions of the communes that have them; `card` are the columns that
    the card of a commune shows.
    """

    frames: list[Frame]
    departements: list[Departement]
    communes: Communes
    postcodes: list[tuple[str, list[int]]]
    card: list[Column]
    signs: Signs
    secret: str
    situations: list[str]
    lacking: str
    of_whole_city: str
    not_drawn: str
