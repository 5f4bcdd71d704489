"""What the page needs to read a list of posts that is dropped on it, as the command reads it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import cast

from pyproj import CRS

from jura_coverage import columns, geography, words
from jura_coverage.columns import Bounds
from jura_coverage.geography.codes import ARRONDISSEMENTS
from jura_coverage.publish.map import shape
from jura_coverage.sources import checks, official, openings, spreadsheet, uncomputed
from jura_coverage.sources.advisors import described
from jura_coverage.study import Result
from jura_coverage.territory import identity, load, named, places, stops

_METHODS: dict[str, shape.Method] = {
    "Lambert Conic Conformal (2SP)": "lambert",
    "Transverse Mercator": "mercator",
}


def dropped(result: Result) -> shape.Dropped:
    """Describe the lists that a page may be given, and the former communes that they may name."""
    land = result.territory
    told = lists(land.departement, divided=land.divided)
    return {**told, "former_codes": _former_codes(result)}


def lists(departement: str, *, divided: bool = False) -> shape.Lists:
    """Describe the formats and the words of lists of a département, whatever its communes.

    No arrondissement folds into its city where cities are `divided`.
    """
    west, south, east, north = checks.position_bounds(departement)
    return {
        "formats": _formats(described.formats()),
        "candidates": _formats(described.candidate_formats()),
        "aliases": list(openings.ALIASES.items()),
        "examples": [host for host, *_ in spreadsheet.EXAMPLE],
        "uncomputed": list(uncomputed.ERRORS[1:]),
        "a_row": official.A_ROW,
        "posts": _bounds(columns.POSTS.bounds),
        "longitude": _bounds(checks.position(columns.LONGITUDE, west, east)),
        "latitude": _bounds(checks.position(columns.LATITUDE, south, north)),
        "wordings": cast(
            "shape.Wordings",
            {
                name: asdict(each)
                for name, each in {
                    **described.WORDINGS,
                    "at_no_origin": places.AT_NO_ORIGIN,
                    "of_no_commune": places.OF_NO_COMMUNE,
                    "unrecognised": places.UNRECOGNISED,
                    "too_many_places": places.TOO_MANY,
                }.items()
            },
        ),
        "cells": cast(
            "shape.CellWordings", {kind: asdict(each) for kind, each in described.CELLS.items()}
        ),
        "rows": cast(
            "shape.RowWordings",
            {name: [asdict(each) for each in both] for name, both in described.ROWS.items()},
        ),
        "notes": cast(
            "shape.Notes",
            {
                **described.NOTES,
                "hidden_rows": list(official.HIDDEN_ROWS),
                "named": named.NAMED,
                "unplaced": places.UNPLACED,
                "repeated": identity.REPEATED,
                "astray": places.ASTRAY,
                "too_far": places.TOO_FAR,
                "perhaps": named.PERHAPS,
                "unknown_stops": stops.UNKNOWN,
                "without_stops": stops.WITHOUT,
                "at_base": list(words.AT_BASE),
                "at_stop": list(words.AT_STOP),
            },
        ),
        "arrondissements": [] if divided else list(ARRONDISSEMENTS),
        "most_places": places.MOST_PLACES,
        "days": list(words.DAYS.items()),
        "astray_m": places.OUTSIDE_M,
        "belt_m": load.BELT_M,
        "projection": projection(geography.working_epsg(departement)),
    }


def _formats(told: Iterable[described.Described]) -> list[shape.ListFormat]:
    return [
        {
            "headings": list(each.headings),
            "needed": list(each.needed),
            "fields": [cast("shape.Field", asdict(field)) for field in each.fields],
        }
        for each in told
    ]


def _bounds(bounds: Bounds | None) -> shape.Bounds:
    if bounds is None:
        raise TypeError("a column without bounds")
    return cast("shape.Bounds", asdict(bounds))


def _former_codes(result: Result) -> list[tuple[str, int]]:
    crosswalk, communes = result.territory.crosswalk, result.communes.index
    inside = crosswalk.index[crosswalk["insee"].isin(communes)]
    today = communes.get_indexer(crosswalk.loc[inside, "insee"])
    return [(code, int(position)) for code, position in zip(inside, today, strict=True)]


def projection(epsg: int) -> shape.Projection:
    """Give the numbers of a projection of geography, as its authority does.

    Raises
    ------
    LookupError
        If it is of another method than those of France.
    """
    crs = CRS.from_epsg(epsg)
    operation, ellipsoid = crs.coordinate_operation, crs.ellipsoid
    if operation is None or ellipsoid is None or operation.method_name not in _METHODS:
        raise LookupError(f"EPSG:{epsg}: no projection that the page knows")
    return {
        "method": _METHODS[operation.method_name],
        "numbers": [float(each.value) for each in operation.params],
        "semi_major": ellipsoid.semi_major_metre,
        "inverse_flattening": ellipsoid.inverse_flattening,
    }
