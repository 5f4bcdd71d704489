"""What the page's scripts need to know, as plain values in the order of the communes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from shapely import Point

from jura_coverage import columns, french, words
from jura_coverage.geography.services import FRANCE_SERVICES
from jura_coverage.measures import flags, internet, needs
from jura_coverage.publish import signs, themes
from jura_coverage.publish.map import shape, topology
from jura_coverage.publish.map.around import around
from jura_coverage.publish.map.dropped import dropped
from jura_coverage.publish.map.numbers import rounded, shortened, whole_values
from jura_coverage.publish.map.shown import (
    postcodes,
    shown_column,
    shown_signs,
    shown_themes,
    without_boundary,
)
from jura_coverage.publish.map.travel import travel
from jura_coverage.publish.tables import communes as table
from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Decision, Weights

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
        "travel": travel(result),
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
    return rounded(need(result, weights).where(known), NEED_DECIMALS)


def _at(point: Point) -> shape.LatitudeLongitude:
    return (round(point.y, 5), round(point.x, 5))


def _latitude_longitude(points: gpd.GeoSeries) -> list[shape.LatitudeLongitude]:
    degrees = points.to_crs(topology.LON_LAT)
    # Off Africa, and so in no view, where a commune has neither town hall nor boundary.
    pairs = zip(degrees.y.fillna(0).round(4), degrees.x.fillna(0).round(4), strict=True)
    return [(float(latitude), float(longitude)) for latitude, longitude in pairs]
