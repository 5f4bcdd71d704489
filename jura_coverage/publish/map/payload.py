"""What the page's scripts need to know, as plain values in the order of the communes."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

from jura_coverage import columns, french, geography, words
from jura_coverage.geography.services import ADVISORS, FRANCE_SERVICES
from jura_coverage.measures import flags, internet, needs
from jura_coverage.measures.travel import SPREADS, CrowFlyEstimate
from jura_coverage.publish import signs, themes
from jura_coverage.publish.map import shape, topology
from jura_coverage.publish.map.around import around
from jura_coverage.publish.map.dropped import dropped
from jura_coverage.publish.tables import communes as table
from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Decision, Weights

# What the scripts have under the name of the column, in `communes` or made from it: it changes when
# something is tried, or serves the card and the map too.
HELD = frozenset(
    {
        "insee", "name", "epci_name", "residents", "residents_in_part", "premises",
        "premises_without", "share_without", "minutes", "minutes_second", "copper_closure_year",
        "situation", "host", "share_65_plus", "median_income", "income_said",
        "minutes_france_services", "engine", "editions", "fingerprint",
    }
)  # fmt: skip
MOST_DECIMALS, HALF_WITHIN = 6, 1e-6
FTE_DECIMALS = 6
NEED_DECIMALS = 3


def payload(
    result: Result,
    decision: "Decision | None" = None,
    *,
    first: themes.Theme | None = None,
    sheets: Mapping[str, str] = MappingProxyType({}),
) -> shape.Payload:
    """Give everything that the page draws; missing values are None.

    Parameters
    ----------
    result, decision
        What is drawn.
    first
        The theme on which the page opens; where a table is missing, it is the first of those
        that have something to show.
    sheets
        By the code of an EPCI, the address of its decision sheet.

    Returns
    -------
    Payload
        Ready for JSON.
    """
    shown = [*themes.themes(result, decision), themes.difference(result)]
    in_part = np.flatnonzero(result.communes["residents_in_part"]).tolist()
    return {
        "departement": result.territory.departement,
        "bounds": topology.bounds(result.communes.geometry),
        "topology": topology.topology(result.communes.geometry),
        "around": around(result),
        "hamlets": _hamlets(result),
        "communes": _communes(result, in_part),
        **_columns(result, decision),
        "sheets": _sheets(result, sheets),
        "signs": shown_signs(),
        "former": _former(result),
        "postcodes": postcodes(result.communes["postcodes"]),
        "technologies": _technologies(),
        "secret": words.INCOME_STATES[needs.SECRET],
        "copper": {"closed": words.CLOSED_AS_LISTED, "undated": words.UNDATED_BY},
        "lacking": words.LACKING[result.parameters.policy.definition],
        "of_whole_city": words.OF_WHOLE_CITY,
        "not_drawn": french.typeset(words.NOT_DRAWN),
        "situations": [words.SITUATION_NAMES[name] for name in flags.SITUATIONS],
        "places": _places(result),
        "others": _others(result),
        "travel": _travel(result),
        "dropped": dropped(result),
        "capacity": capacity(result, decision.keep.weights if decision else None),
        **shown_themes(shown, first=first, in_part=in_part),
        "attribution": next(
            (each.attribution or each.file for each in result.sources if each.role == "communes"),
            "",
        ),
        "editions": words.editions_line(result.sources),
        "engine": result.engine,
        "fingerprint": result.fingerprint,
    }


def _communes(result: Result, in_part: list[int]) -> shape.Communes:
    communes, counted = result.communes, result.territory.counted
    covered = internet.premises_covered(counted, definition=result.parameters.policy.definition)
    without = internet.premises_without(counted["premises"], covered)
    of_city = np.flatnonzero(communes["premises"].isna() & without.notna()).tolist()
    copper_dates = sorted({"", *communes["copper_closure_date"].dropna()})
    epci_names = sorted(communes["epci_name"].unique())
    return {
        "insee": communes.index.tolist(),
        "name": communes["name"].tolist(),
        "epci_names": epci_names,
        "epci": communes["epci_name"].map(epci_names.index).tolist(),
        "at": _latitude_longitude(gpd.GeoSeries(communes["origin"], crs=communes.crs)),
        "residents": whole_values(communes["residents"]),
        "residents_in_part": in_part,
        "without_boundary": without_boundary(communes.geometry),
        "of_city": [
            (each, int(without.iloc[each]), int(counted["premises"].iloc[each])) for each in of_city
        ],
        "premises": whole_values(communes["premises"]),
        "best": [whole_values(communes[technology]) for technology in internet.TECHNOLOGIES],
        # The counts, not the share: its quotient must fall on a threshold as it does in Python.
        "premises_without": whole_values(communes["premises_without"]),
        "minutes": shortened(communes["minutes"], decimals=columns.MINUTES.decimals),
        "place": whole_values(communes["place"]),
        "minutes_second": shortened(communes["minutes_second"], decimals=columns.MINUTES.decimals),
        "place_second": whole_values(communes["place_second"]),
        "copper_closure_year": whole_values(communes["copper_closure_year"]),
        "copper_closed": (communes["copper_status"] == "closed").astype(int).tolist(),
        "copper_dates": copper_dates,
        "copper_date": communes["copper_closure_date"].fillna("").map(copper_dates.index).tolist(),
        "situation": communes["situation"].map(flags.SITUATIONS.index).tolist(),
        "share_65_plus": shortened(
            communes["share_65_plus"],
            factor=columns.SHARE.factor,
            decimals=columns.SHARE.decimals,
        ),
        "median_income": whole_values(communes["median_income"]),
        "income_secret": np.flatnonzero(communes["income_status"] == needs.SECRET).tolist(),
        "minutes_france_services": shortened(
            communes["minutes_france_services"], decimals=columns.MINUTES.decimals
        ),
    }


def without_boundary(polygons: gpd.GeoSeries) -> list[int]:
    """Give the positions of the communes whose boundaries are not known."""
    return np.flatnonzero(polygons.isna() | polygons.is_empty).tolist()


def _hamlets(result: Result) -> shape.Hamlets | None:
    """Give the squares that have enough premises; None if there are none."""
    if result.hamlets is None or result.hamlets.cells.empty:
        return None
    cells = result.hamlets.cells
    return {
        "theme": themes.BUILDINGS,
        "topology": topology.topology(cells.geometry),
        "of": themes.hamlet_classes(result, cells["share_poor_far"]).tolist(),
    }


def _sheets(result: Result, sheets: Mapping[str, str]) -> list[str]:
    """Give the address of the sheet of each EPCI, in the order of their names."""
    code_of = result.communes.groupby("epci_name")["epci"].first()
    return [sheets.get(code, "") for code in code_of.sort_index()]


def _columns(result: Result, decision: "Decision | None") -> shape.Columns:
    """Describe the columns of the page's table, of its file and of the card."""
    certainty = decision.certainty if decision else None
    said = table.said(result, certainty)
    on_screen = table.known(columns.PAGE, said)
    also = [each for each in columns.PAGE_FILE_ONLY if each not in on_screen]
    return {
        "columns": [
            *(shown_column(each, said, shown=True) for each in on_screen),
            *(shown_column(each, said, shown=False) for each in also),
        ],
        "card": [shown_column(each, said, shown=True) for each in table.known(columns.CARD, said)],
    }


def shown_column(column: columns.Column, said: pd.DataFrame, *, shown: bool) -> shape.Column:
    """Describe a column, with its values where the scripts do not have them."""
    return {
        "name": column.name,
        "heading": (column.short or column.heading) if shown else None,
        "field": column.field,
        "kind": cast("shape.Kind", column.kind.name),
        "factor": column.kind.factor,
        "decimals": column.decimals,
        "sorts": column.sorts,
        "values": None if column.name in HELD else _of_column(said[column.name], column),
    }


def _of_column(values: pd.Series, column: columns.Column) -> list[Any]:
    """Give what the page needs to write a column as other outputs do."""
    if column.kind.dtype == "Int64":
        return whole_values(values)
    if column.kind.dtype == "float64":
        return shortened(values, factor=column.kind.factor, decimals=column.decimals)
    texts = columns.written(values, column)
    # Of a question without an answer the empty text is a gap; elsewhere it says that there is none.
    known = texts.notna() & ~((column.kind is columns.FLAG) & (texts == ""))
    return list(texts.astype(object).where(known, None))


def shortened(values: pd.Series, *, factor: int = 1, decimals: int | None) -> list[float | None]:
    """Give numbers with few decimals, as long as what is written of them stays as it is.

    Parameters
    ----------
    values
        As code holds them.
    factor, decimals
        How they are written; None for all decimals.

    Returns
    -------
    list
        One decimal more than is written, if no text with at most so many changes by that; else
        more.
    """
    short = whole = values.to_numpy("float64", na_value=np.nan)
    if decimals is not None:
        for kept in range(MOST_DECIMALS, decimals + len(str(factor)) - 1, -1):
            rounded = whole.round(kept)
            short = np.where(_between_texts(factor * rounded, decimals), short, rounded)
    return [None if math.isnan(value) else value for value in short.tolist()]


def _between_texts(values: np.ndarray, decimals: int) -> np.ndarray:
    """Tell which numbers lie halfway between two texts with at most so many decimals."""
    halves = 2 * 10 ** np.arange(decimals + 1)[:, np.newaxis] * values
    near: np.ndarray = (np.abs(halves % 2 - 1) < HALF_WITHIN).any(axis=0)
    return near


def shown_signs() -> shape.Signs:
    """Give the colours, patterns and symbols of the page."""
    given = {
        "ink": signs.INK,
        "muted": signs.MUTED,
        "line": signs.GREY,
        "border": signs.BORDER,
        "ground": signs.GROUND,
        "paper": signs.PAPER,
        "darkest": signs.BLACK,
        "trial": signs.TRIAL,
        "patterns": {name: asdict(each) for name, each in signs.PATTERNS.items()},
        "place": asdict(signs.PAGE_PLACE),
        "stop": asdict(signs.PAGE_STOP),
        "other": asdict(signs.OTHER),
        "came": asdict(signs.CAME),
        "went": asdict(signs.WENT),
    }
    return cast("shape.Signs", given)  # test_payload compares it, field by field


def _former(result: Result) -> list[tuple[str, int]]:
    """Lead from the names of merged communes to the position of the commune of today."""
    crosswalk = result.territory.crosswalk
    communes = result.communes
    inside = crosswalk[
        crosswalk["insee"].isin(communes.index) & ~crosswalk["name_former"].isin(communes["name"])
    ]
    positions = communes.index.get_indexer(inside["insee"])
    return [
        (name, int(position))
        for name, position in zip(inside["name_former"], positions, strict=True)
    ]


def postcodes(told: pd.Series) -> list[tuple[str, list[int]]]:
    """Lead from each postcode to the positions of the communes that have it.

    Parameters
    ----------
    told
        Of each commune its postcodes, separated by spaces; empty where none is known.
    """
    each = told.reset_index(drop=True).str.split().explode().dropna()
    return [(str(code), rows.tolist()) for code, rows in each.groupby(each).groups.items()]


def _technologies() -> list[shape.Technology]:
    return [
        {"label": words.TECHNOLOGY_NAMES[technology], "colour": signs.TECHNOLOGIES[technology]}
        for technology in internet.TECHNOLOGIES
    ]


def _places(result: Result) -> shape.Places:
    places = result.territory.places.to_crs(topology.LON_LAT)
    positions = {code: position for position, code in enumerate(result.communes.index)}
    return {
        "host": places["host"].tolist(),
        "commune": places["commune"].tolist(),
        "inside": [positions.get(code) for code in places["insee"]],
        "ours": (~places["neighbour"]).tolist(),
        "base": [int(base) for base in places["base"]],
        "posts": [float(posts) for posts in places["posts"]],
        "presence": list(map(words.presence, places["posts"], places["days"])),
        "at_stop": result.territory.at_stops.tolist(),
        "hours": list(map(words.opening_hours, places["opening_hours"])),
        "address": places["address"].tolist(),
        "fte": [round(float(fte), FTE_DECIMALS) for fte in places["fte_open"]],
        "approximate": (places["position_source"] == "commune").tolist(),
        "at": [_at(point) for point in places.geometry],
    }


def _others(result: Result) -> list[shape.OtherPlace]:
    """Give the places of France services that receive the public, those of the belt included."""
    places = result.territory.services[FRANCE_SERVICES.role]
    near = places[places["fte_open"] > 0].to_crs(topology.LON_LAT)
    communes = near["insee"].map(result.communes["name"]).fillna("")
    return [
        {"host": host, "commune": commune, "at": _at(point)}
        for host, commune, point in zip(
            near["host"].tolist(), communes.tolist(), near.geometry, strict=True
        )
    ]


def shown_themes(
    shown: Sequence[themes.Theme], *, in_part: list[int], first: themes.Theme | None = None
) -> shape.Themes:
    """Give themes, each quantity once.

    Parameters
    ----------
    shown
        In the order in which one chooses them.
    in_part
        Positions of the communes whose residents are those of a part of them.
    first
        The one on which the page opens; if None the first that has something to show.
    """
    quantities = [whole_values(theme.quantity) for theme in shown]
    distinct = [each for i, each in enumerate(quantities) if each not in quantities[:i]]
    return {
        "themes": [
            _theme(theme, distinct.index(quantity), in_part=in_part)
            for theme, quantity in zip(shown, quantities, strict=True)
        ],
        "quantities": distinct,
        "first": (first or next((theme for theme in shown if theme.has_data), shown[0])).key,
    }


def _theme(theme: themes.Theme, quantity: int, *, in_part: list[int]) -> shape.Theme:
    return {
        "key": theme.key,
        "title": theme.title,
        "question": french.typeset(theme.question),
        "note": french.typeset(theme.note),
        "finding": french.typeset(theme.finding),
        "column": theme.column,
        "classes": _classes(theme.classes),
        "of": [int(position) for position in theme.class_of],
        "quantity": quantity,
        "quantity_label": theme.quantity_label,
        "in_part": in_part if theme.quantity.name == columns.RESIDENTS.name else [],
        "grid": theme.grid and (list(theme.grid[0]), list(theme.grid[1])),
        "follows": theme.follows,
        "note_template": french.typeset(theme.note_template),
        "tried": _classes(theme.tried),
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


def _classes(classes: Iterable[themes.ThemeClass]) -> list[shape.ThemeClass]:
    return [
        {"label": french.typeset(each.label), "colour": each.colour, "pattern": each.pattern}
        for each in classes
    ]


def _tied(labels: tuple[str, str, str]) -> tuple[str, str, str]:
    first, between, last = map(french.typeset, labels)
    return first, between, last


def _travel(result: Result) -> shape.Travel:
    """Give what the page needs to find minutes by itself: the estimate, and what else is told.

    Metres are counted from the least coordinates of communes and places, to be short.
    """
    engine = result.ways.engine
    estimate = engine.estimate
    communes, belt = result.communes, result.territory.neighbours
    origins, around = (gpd.GeoSeries(each["origin"], crs=communes.crs) for each in (communes, belt))
    places = result.territory.meeting_points
    west, south = (
        min(filter(math.isfinite, [*of(origins), *of(places), *of(around)]), default=0.0)
        for of in (_eastings, _northings)
    )
    travel: shape.Travel = {
        "fixed_minutes": estimate.fixed_minutes,
        "minutes_per_km": estimate.minutes_per_km,
        "distance_exponent": estimate.distance_exponent,
        "poor_share": result.parameters.policy.poor_share,
        "far_minutes": result.parameters.policy.far_minutes,
        "errors": _errors(estimate),
        "east": _rounded(_eastings(origins) - west, 1),
        "north": _rounded(_northings(origins) - south, 1),
        "least": _rounded(geography.least_distance_m(communes.geometry), 1),
        "places_east": _rounded(_eastings(places) - west, 1),
        "places_north": _rounded(_northings(places) - south, 1),
        "west": west,
        "south": south,
        "listed": ADVISORS.role in result.territory.listed,
        "belt": {
            "east": _rounded(_eastings(around) - west, 1),
            "north": _rounded(_northings(around) - south, 1),
            "least": _rounded(geography.least_distance_m(belt.geometry), 1),
            "residents": whole_values(belt["residents"]),
        },
    }
    if not isinstance(engine, CrowFlyEstimate):
        from jura_coverage.publish.map.matrix import matrix  # a page by the estimate needs none

        travel["matrix"] = matrix(result, west=west, south=south)
    return travel


def _errors(engine: CrowFlyEstimate) -> list[tuple[float, int]]:
    """Give by how many minutes trips may be off, two times out of three, by their length."""
    kilometres = np.array([each.up_to_km for each in SPREADS])
    errors = np.linalg.norm(engine.spread_minutes(kilometres), axis=0)
    most = engine.of_kilometres(kilometres)
    return [
        (round(float(minutes), 2), round(float(error)))
        for minutes, error in zip(most, errors, strict=True)
    ]


def capacity(result: Result, weights: "Weights | None") -> shape.Capacity:
    """Give the conventions on need, and the need of each commune where it is weighted."""
    chosen = result.parameters.capacity
    return {
        "people_a_year": chosen.people_a_year,
        "need_share": chosen.need_share,
        "need": _need(result, weights) if weights else None,
    }


def _need(result: Result, weights: "Weights") -> list[float | None]:
    from jura_coverage.posts.effects import need  # who has weights has loaded posts

    known = result.communes["residents"].notna() & weights.of(result).notna()
    return _rounded(need(result, weights).where(known), NEED_DECIMALS)


def _at(point: Point) -> shape.LatitudeLongitude:
    return (round(point.y, 5), round(point.x, 5))


def _eastings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.x)


def _northings(points: gpd.GeoSeries) -> pd.Series:
    return pd.Series(points.y)


def _latitude_longitude(points: gpd.GeoSeries) -> list[shape.LatitudeLongitude]:
    degrees = points.to_crs(topology.LON_LAT)
    # Off Africa, and so in no view, where a commune has neither town hall nor boundary.
    pairs = zip(degrees.y.fillna(0).round(4), degrees.x.fillna(0).round(4), strict=True)
    return [(float(latitude), float(longitude)) for latitude, longitude in pairs]


def _rounded(column: pd.Series, decimals: int) -> list[float | None]:
    numbers = column.to_numpy("float64", na_value=np.nan).tolist()
    return [None if math.isnan(value) else round(value, decimals) for value in numbers]


def whole_values(column: pd.Series) -> list[int | None]:
    """Give whole numbers, with None for what is missing."""
    known = column.notna().to_numpy()
    return [
        int(value) if told else None for value, told in zip(column.tolist(), known, strict=True)
    ]
