"""What the page's scripts need to know, as plain values in the order of the communes."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, french, geography, words
from jura_coverage.measures import flags, internet
from jura_coverage.measures.travel import LinearEstimate
from jura_coverage.publish import themes
from jura_coverage.publish.map import shape, topology
from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Decision

# The page finds these by itself: they are numbered, or counted again.
FOUND_THERE = ("epci_name", "share_without", "situation", "host")


def payload(
    result: Result, decision: "Decision | None" = None, *, first: themes.Theme | None = None
) -> shape.Payload:
    """Give everything that the page draws; missing values are None.

    Parameters
    ----------
    result, decision
        What is drawn.
    first
        The theme on which the page opens; where a table is missing, it is the first of those
        that have something to show.

    Returns
    -------
    Payload
        Ready for JSON.
    """
    shown = themes.themes(result, decision)
    quantities = [_values(theme.quantity) for theme in shown]
    distinct = [each for i, each in enumerate(quantities) if each not in quantities[:i]]
    return {
        "departement": result.territory.departement,
        "bounds": topology.bounds(result.communes.geometry),
        "topology": topology.topology(result.communes.geometry),
        "communes": _communes(result),
        "columns": _columns(columns.PAGE_FILE),
        "card": _columns(columns.CARD),
        "former": _former(result),
        "technologies": _technologies(),
        "copper": {"closed": words.CLOSED_AS_LISTED, "undated": words.UNDATED_BY},
        "lacking": words.LACKING[result.parameters.definition],
        "situations": [words.SITUATION_NAMES[name] for name in flags.SITUATIONS],
        "places": _places(result),
        "travel": _travel(result),
        "themes": [
            _theme(theme, distinct.index(quantity))
            for theme, quantity in zip(shown, quantities, strict=True)
        ],
        "quantities": distinct,
        "first": (first or next((theme for theme in shown if theme.has_data), shown[0])).key,
        "attribution": next(
            (each.attribution or each.file for each in result.sources if each.role == "communes"),
            "",
        ),
        "editions": words.editions_line(result.sources),
        "engine": result.engine,
        "fingerprint": result.fingerprint,
    }


def _communes(result: Result) -> shape.Communes:
    communes = result.communes
    copper_dates = sorted({"", *communes["copper_closure_date"].dropna()})
    epci_names = sorted(communes["epci_name"].unique())
    return {
        **cast("shape.Shown", _shown(result)),
        "insee": communes.index.tolist(),
        "epci_names": epci_names,
        "epci": communes["epci_name"].map(epci_names.index).tolist(),
        "at": _latitude_longitude(gpd.GeoSeries(communes["origin"], crs=communes.crs)),
        "best": [_values(communes[technology]) for technology in internet.TECHNOLOGIES],
        # The counts, not the share: its quotient must fall on a threshold as it does in Python.
        "premises_without": _values(communes["premises_without"]),
        "place": _values(communes["place"]),
        "minutes_second": _values(communes["minutes_second"], 5),
        "place_second": _values(communes["place_second"]),
        "copper_closed": (communes["copper_status"] == "closed").astype(int).tolist(),
        "copper_dates": copper_dates,
        "copper_date": communes["copper_closure_date"].fillna("").map(copper_dates.index).tolist(),
        "situation": communes["situation"].map(flags.SITUATIONS.index).tolist(),
    }


def _columns(described: Iterable[columns.Column]) -> list[shape.Column]:
    return [
        {
            "name": column.name,
            "heading": column.short or column.heading,
            "file": column.field,
            "kind": cast("shape.Kind", column.kind.name),
            "shown": column in columns.PAGE,
            "sorts": column.name != "situation",
        }
        for column in described
    ]


def _shown(result: Result) -> dict[str, list[Any]]:
    """Give the columns that the table and the card show as they are."""
    return {
        column.name: _plain(result.communes[column.name], column.kind)
        for column in (*columns.PAGE_FILE, *columns.CARD)
        if column.name in result.communes and column.name not in FOUND_THERE
    }


def _plain(values: pd.Series, kind: columns.Kind) -> list[Any]:
    if kind.is_text:
        return [None if pd.isna(value) else value for value in values]
    # Five decimals: with fewer, the page would not always round to the tenth of other outputs.
    return _values(values, 0 if kind.dtype == "Int64" else 5)


def _former(result: Result) -> list[tuple[str, int]]:
    """Lead from the names of merged communes to the position of the commune of today."""
    crosswalk = result.territory.crosswalk
    inside = crosswalk[crosswalk["insee"].isin(result.communes.index)]
    positions = result.communes.index.get_indexer(inside["insee"])
    return [
        (name, int(position))
        for name, position in zip(inside["name_former"], positions, strict=True)
    ]


def _technologies() -> list[shape.Technology]:
    colours = themes.technology_colours()
    return [
        {"label": words.TECHNOLOGY_NAMES[technology], "colour": colours[technology]}
        for technology in internet.TECHNOLOGIES
    ]


def _places(result: Result) -> list[shape.Place]:
    places = result.territory.places.to_crs(topology.LON_LAT)
    names = result.communes["name"]
    positions = {code: position for position, code in enumerate(result.communes.index)}
    return [
        {
            "host": place.host,
            "commune": names.get(place.insee, ""),
            "inside": positions.get(place.insee),
            "ours": not place.neighbour,
            "base": int(place.base),
            "posts": int(place.posts),
            "presence": words.presence(place.posts, place.days),
            "receives": place.fte_open > 0,
            "approximate": place.position_source == "commune",
            "at": (round(place.geometry.y, 5), round(place.geometry.x, 5)),
        }
        for place in places.itertuples()
    ]


def _theme(theme: themes.Theme, quantity: int) -> shape.Theme:
    return {
        "key": theme.key,
        "title": theme.title,
        "question": french.unbroken(theme.question),
        "note": french.unbroken(theme.note),
        "classes": [
            {"label": french.unbroken(each.label), "colour": each.colour, "pattern": each.pattern}
            for each in theme.classes
        ],
        "of": [int(position) for position in theme.class_of],
        "quantity": quantity,
        "quantity_label": theme.quantity_label,
        "grid": theme.grid and (list(theme.grid[0]), list(theme.grid[1])),
        "follows": theme.follows,
        "note_template": french.unbroken(theme.note_template),
        "scales": [
            {
                "measure": scale.measure,
                "factors": [(each.numerator, each.denominator) for each in scale.factors],
                "labels": _tied(scale.labels),
            }
            for scale in theme.scales
        ],
        "palette": list(theme.palette),
    }


def _tied(labels: tuple[str, str, str]) -> tuple[str, str, str]:
    first, between, last = map(french.unbroken, labels)
    return first, between, last


def _travel(result: Result) -> shape.Travel | None:
    """Give what the page needs to estimate minutes by itself; None where roads measured them.

    Metres are counted from the least coordinates of communes and places, to be short.
    """
    engine = result.ways.engine
    if not isinstance(engine, LinearEstimate):
        return None
    communes = result.communes
    origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    places = result.territory.meeting_points
    west, south = (
        min(filter(math.isfinite, [*of(origins), *of(places)]), default=0.0)
        for of in (_eastings, _northings)
    )
    return {
        "fixed_minutes": engine.fixed_minutes,
        "minutes_per_km": engine.minutes_per_km,
        "poor_share": result.parameters.poor_share,
        "far_minutes": result.parameters.far_minutes,
        "east": _values(_eastings(origins) - west, 1),
        "north": _values(_northings(origins) - south, 1),
        "least": _values(geography.least_distance_m(communes.geometry), 1),
        "places_east": _values(_eastings(places) - west, 1),
        "places_north": _values(_northings(places) - south, 1),
    }


def _eastings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.x)


def _northings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.y)


def _latitude_longitude(points: gpd.GeoSeries) -> list[shape.LatitudeLongitude]:
    degrees = points.to_crs(topology.LON_LAT)
    # Off Africa, and so in no view, where a commune has neither town hall nor boundary.
    pairs = zip(degrees.y.fillna(0).round(4), degrees.x.fillna(0).round(4), strict=True)
    return [(float(latitude), float(longitude)) for latitude, longitude in pairs]


def _values(column: pd.Series, decimals: int = 0) -> list[Any]:
    """Round, and turn missing values into None."""
    if decimals:
        return [None if pd.isna(value) else round(float(value), decimals) for value in column]
    return [None if pd.isna(value) else int(value) for value in column]
