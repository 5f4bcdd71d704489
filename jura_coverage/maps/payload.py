"""What the page's scripts need to know, as plain values in the order of the communes."""

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from jura_coverage import broadband, classify, french, report
from jura_coverage.maps import themes, topology
from jura_coverage.pipeline import Result

if TYPE_CHECKING:
    from jura_coverage.decision import Decision


def payload(
    result: Result, decision: "Decision | None" = None, *, first: themes.Theme | None = None
) -> dict[str, Any]:
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
    dict
        Ready for JSON. Lists under ``communes`` and ``of`` follow the order of the communes.
    """
    shown = themes.themes(result, decision)
    return {
        "departement": result.territory.departement,
        "bounds": topology.bounds(result.communes.geometry),
        "topology": topology.topology(result.communes.geometry),
        "communes": _communes(result),
        "former": _former(result),
        "technologies": _technologies(),
        "lacking": report.LACKING[result.parameters.definition],
        "situations": [report.SITUATION_NAMES[name] for name in classify.SITUATIONS],
        "places": _places(result),
        "themes": [_theme(theme) for theme in shown],
        "first": (first or next((theme for theme in shown if theme.has_data), shown[0])).key,
        "attribution": next(
            (each.attribution or each.file for each in result.sources if each.role == "communes"),
            "",
        ),
        "editions": " ; ".join(
            f"{name} {edition}" for name, edition in report.editions(result.sources)
        ),
        "engine": result.engine,
        "fingerprint": result.parameters.fingerprint(),
    }


def _communes(result: Result) -> dict[str, Any]:
    communes = result.communes
    copper_dates = sorted({"", *communes["copper_closure_date"].dropna()})
    epci_names = sorted(communes["epci_name"].unique())
    return {
        "insee": communes.index.tolist(),
        "name": communes["name"].tolist(),
        "epciNames": epci_names,
        "epci": communes["epci_name"].map(epci_names.index).tolist(),
        "at": _latitude_longitude(gpd.GeoSeries(communes["origin"], crs=communes.crs)),
        "residents": _values(communes["residents"]),
        "premises": _values(communes["premises"]),
        "best": [_values(communes[technology]) for technology in broadband.TECHNOLOGIES],
        "shareWithout": _values(communes["share_without"], 5),
        "minutes": _values(communes["minutes"], 2),
        "place": _values(communes["place"]),
        "minutesSecond": _values(communes["minutes_second"], 2),
        "placeSecond": _values(communes["place_second"]),
        "copperYear": _values(communes["copper_closure_year"]),
        "copperClosed": (communes["copper_status"] == "closed").astype(int).tolist(),
        "copperDates": copper_dates,
        "copperDate": communes["copper_closure_date"].fillna("").map(copper_dates.index).tolist(),
        "situation": communes["situation"].map(classify.SITUATIONS.index).tolist(),
    }


def _former(result: Result) -> list[list[Any]]:
    """Lead from the names of merged communes to the position of the commune of today."""
    crosswalk = result.territory.crosswalk
    inside = crosswalk[crosswalk["insee"].isin(result.communes.index)]
    positions = result.communes.index.get_indexer(inside["insee"])
    return [
        [name, int(position)]
        for name, position in zip(inside["name_former"], positions, strict=True)
    ]


def _technologies() -> list[dict[str, str]]:
    colours = themes.technology_colours()
    return [
        {"label": report.TECHNOLOGY_NAMES[technology], "colour": colours[technology]}
        for technology in broadband.TECHNOLOGIES
    ]


def _places(result: Result) -> list[dict[str, Any]]:
    places = result.territory.places.to_crs(topology.LON_LAT)
    names = result.communes["name"]
    return [
        {
            "host": place.host,
            "commune": names.get(place.insee, ""),
            "posts": int(place.posts),
            "presence": report.presence(place.posts, place.days),
            "receives": place.fte_open > 0,
            "approximate": place.position_source == "commune",
            "at": [round(place.geometry.y, 5), round(place.geometry.x, 5)],
        }
        for place in places.itertuples()
    ]


def _theme(theme: themes.Theme) -> dict[str, Any]:
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
        "quantityLabel": theme.quantity_label,
        "quantity": _values(theme.quantity),
        "grid": theme.grid and [list(labels) for labels in theme.grid],
    }


def _latitude_longitude(points: gpd.GeoSeries) -> list[list[float]]:
    degrees = points.to_crs(topology.LON_LAT)
    # Off Africa, and so in no view, where a commune has neither town hall nor boundary.
    pairs = zip(degrees.y.fillna(0).round(4), degrees.x.fillna(0).round(4), strict=True)
    return [[float(latitude), float(longitude)] for latitude, longitude in pairs]


def _values(column: pd.Series, decimals: int = 0) -> list[Any]:
    """Round, and turn missing values into None."""
    if decimals:
        return [None if pd.isna(value) else round(float(value), decimals) for value in column]
    return [None if pd.isna(value) else int(value) for value in column]
