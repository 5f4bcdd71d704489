"""Codes, projections and distances: where communes lie, and in which département.

Codes are at hand at once; what measures loads geopandas on first use.
"""

from typing import TYPE_CHECKING

from jura_coverage import lazily
from jura_coverage.geography.codes import (
    CITIES,
    WITHOUT_EPCI,
    among,
    are_apart,
    arrondissement_of,
    arrondissements_lacking,
    arrondissements_named,
    departement_of,
    departements_of_postcode,
    whole_commune,
    working_epsg,
)

if TYPE_CHECKING:
    from jura_coverage.geography.geometry import (
        NO_ORIGIN,
        ORIGIN_SOURCES,
        TOWN_HALL,
        TOWN_HALL_MISSING,
        TOWN_HALL_OUTSIDE,
        crow_fly_m,
        least_distance_m,
        origins,
        simplified,
        united,
        without_slivers,
    )

__all__ = [
    "CITIES",
    "NO_ORIGIN",
    "ORIGIN_SOURCES",
    "TOWN_HALL",
    "TOWN_HALL_MISSING",
    "TOWN_HALL_OUTSIDE",
    "WITHOUT_EPCI",
    "among",
    "are_apart",
    "arrondissement_of",
    "arrondissements_lacking",
    "arrondissements_named",
    "crow_fly_m",
    "departement_of",
    "departements_of_postcode",
    "least_distance_m",
    "origins",
    "simplified",
    "united",
    "whole_commune",
    "without_slivers",
    "working_epsg",
]
__getattr__ = lazily(
    __name__,
    dict.fromkeys(
        (
            "NO_ORIGIN",
            "ORIGIN_SOURCES",
            "TOWN_HALL",
            "TOWN_HALL_MISSING",
            "TOWN_HALL_OUTSIDE",
            "crow_fly_m",
            "least_distance_m",
            "origins",
            "simplified",
            "united",
            "without_slivers",
        ),
        "geometry",
    ),
)


def __dir__() -> list[str]:
    return __all__
