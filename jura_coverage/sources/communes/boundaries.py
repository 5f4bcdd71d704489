"""Official boundaries: geo.api.gouv.fr in all its shapes, and IGN's Admin Express."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from jura_coverage import geography
from jura_coverage.errors import DataError
from jura_coverage.sources import content, repair
from jura_coverage.sources.communes import fold, population
from jura_coverage.sources.communes.table import LON_LAT, commune_table, read_of_departement
from jura_coverage.sources.containers import kind_of
from jura_coverage.sources.grid import text
from jura_coverage.sources.layers import Layer, geojson, layers_of
from jura_coverage.sources.layers.geojson import drawn, mapping
from jura_coverage.sources.layers.layer import flat
from jura_coverage.sources.reading import CommuneReading, Publication

API = Publication(
    title="Découpage administratif de geo.api.gouv.fr",
    attribution="Etalab, IGN, Insee",
    licence="Licence Ouverte 2.0",
    url="https://geo.api.gouv.fr/decoupage-administratif/communes",
)
ADMIN_EXPRESS = Publication(
    title="Admin Express",
    attribution="© IGN, Admin Express",
    licence="Licence Ouverte 2.0",
    url="https://geoservices.ign.fr/adminexpress",
)
# What Admin Express calls things, the newest edition first; a shapefile keeps ten signs of each.
NAMES = {
    "insee": ("code_insee", "insee_com"),
    "name": ("nom_officiel", "nom", "nom_com"),
    "epci": ("codes_siren_des_epci", "siren_epci", "code_epci"),
    "residents": ("population",),
}
# The same of geo.api.gouv.fr, once QGIS has saved it as a layer.
API_NAMES = {
    "insee": ("code",), "name": ("nom",), "epci": ("codeepci", "epci"),
    "residents": ("population",), "type": ("type",),
}  # fmt: skip
# Columns by which communes are told, the names of all, and what the file then is.
LAYERS = (
    (("insee", "name", "residents"), NAMES, ADMIN_EXPRESS),
    (("insee", "name"), API_NAMES, API),
)
SHAPEFILE_SIGNS = 10
# Delegated and associated communes and arrondissements have the same columns, and one of these.
ATTACHED = {"code_insee_de_la_commune_de_rattach", "code_ins_1", "insee_ratt", "insee_com_r"}
COMMUNE_LAYERS = ("commune",)
# What names the commune of a town hall, and the same in the communes.
KEYS = {"ID_COM": "ID", "cleabs_de_la_commune": "cleabs", "INSEE_COM": "INSEE_COM"}
TOWN_HALL_LAYERS = ("chef_lieu_de_commune", "CHFLIEU_COMMUNE", "chflieu_commune")
EPCI_LAYERS = ("epci", "EPCI")
# What gives the names of EPCI, where they lack.
EPCI_NAMED = {
    API: "que donne geo.api.gouv.fr si l'on en demande le champ epci",
    ADMIN_EXPRESS: "que donne la couche des EPCI d'Admin Express, à laisser dans le même fichier "
    "ou, pour un shapefile, à côté (EPCI.shp)",
}


def read_api(
    path: Path, departement: str | None, *, belt_m: float, apart: bool
) -> CommuneReading | None:
    """Read what geo.api.gouv.fr answers, a FeatureCollection or a bare array.

    Returns
    -------
    CommuneReading or None
        None if the file is JSON of another kind.

    Raises
    ------
    DataError
        If the file is not JSON, or its geometries are not boundaries.
    """
    answer = geojson.parsed(path)
    rows: list[Mapping[str, Any]]
    if isinstance(answer, dict) and isinstance(answer.get("features"), list):
        rows = [
            {**mapping(feature.get("properties")), "contour": feature.get("geometry")}
            for feature in map(mapping, answer["features"])
        ]
    elif isinstance(answer, list):
        rows = [mapping(row) for row in answer]
    else:
        return None
    if not any({"code", "nom"} <= row.keys() for row in rows):
        return None
    cells = pd.DataFrame(
        [
            {
                "insee": _word(row.get("code")),
                "name": _word(row.get("nom")),
                "epci": _word(row.get("codeEpci") or mapping(row.get("epci")).get("code")),
                "epci_name": _word(mapping(row.get("epci")).get("nom")),
                "population": row.get("population"),
                "type": _word(row.get("type")),
                "postcodes": _postcodes(row.get("codesPostaux")),
            }
            for row in rows
        ]
    )
    shapes = _in_degrees(path, [drawn(row.get("contour")) for row in rows], answer)
    _require_surfaces(path, shapes)
    seats = [drawn(row.get("mairie") or row.get("centre")) for row in rows]
    halls = flat(seats, cells.index, CRS.from_user_input(LON_LAT))
    table = commune_table(
        insee=cells["insee"], name=cells["name"], epci=cells["epci"],
        epci_name=cells["epci_name"], town_hall=halls,
        residents=population.read(cells["population"], rows=range(1, len(cells) + 1)),
        geometry=shapes, part=fold.is_part(cells["type"]), postcodes=cells["postcodes"],
    )  # fmt: skip
    return read_of_departement(
        table, departement, path=path, rows=len(rows), publication=API, belt_m=belt_m,
        epci_named=EPCI_NAMED[API], apart=apart,
    )  # fmt: skip


def read_layers(
    path: Path, departement: str | None, *, belt_m: float, apart: bool
) -> CommuneReading | None:
    """Read Admin Express of any edition, or what geo.api.gouv.fr answers, in any container.

    Both are told by their columns. Town halls and names of EPCI are taken from the other layers of
    the file, or from the shapefiles that lie beside.

    Returns
    -------
    CommuneReading or None
        None if no layer looks like the communes of either.
    """
    layers = layers_of(path)
    fitting = (
        (layer, _spelt(layer, names), publication)
        for needed, names, publication in LAYERS
        for layer in [_commune_layer(layers, needed, names)]
        if layer is not None
    )
    layer, columns, publication = next(fitting, (None, {}, API))
    if layer is None or layer.crs is None:
        return None
    others = _others(path, layers)
    rows = layer.read(
        [each for each in layer.columns if each in {*columns.values(), *KEYS.values()}]
    )
    codes = rows[columns["insee"]].astype("str")
    near = rows[_near(layer, codes, departement, belt_m)]
    shapes = layer.draw(near.index).to_crs(LON_LAT)
    if publication is API:
        _require_surfaces(path, shapes)
    # A commune of two EPCI counts in the first.
    epci = _texts(near, columns.get("epci")).str.extract(r"(\d{9})", expand=False).fillna("")
    table = commune_table(
        insee=codes[near.index],
        name=near[columns["name"]],
        epci=epci,
        epci_name=epci.map(_epci_names(others)),
        residents=population.read(
            _texts(near, columns.get("residents")), rows=rows.index.get_indexer(near.index) + 1
        ),
        town_hall=_town_halls(others, near),
        geometry=shapes,
        part=fold.is_part(_texts(near, columns.get("type"))),
    )
    return read_of_departement(
        table, departement, path=path, rows=len(rows), publication=publication, belt_m=belt_m,
        dated=repair.dashed_day(str(path)), found=layer.remarks, epci_named=EPCI_NAMED[publication],
        apart=apart,
    )  # fmt: skip


def _postcodes(told: object) -> str:
    """Give the postcodes of a list of them, and none of anything else."""
    return " ".join(map(_word, told)) if isinstance(told, list) else ""


def _require_surfaces(path: Path, shapes: gpd.GeoSeries) -> None:
    """Refuse what geo.api.gouv.fr answers where it was asked for centres or town halls alone."""
    if len(shapes) and not shapes.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        raise _unusable(
            path, "des communes sans leurs limites",
            "le contour de chaque commune (demandez geometry=contour, ou fields=…,contour)",
        )  # fmt: skip


def _near(layer: Layer, codes: pd.Series, departement: str | None, belt_m: float) -> pd.Series:
    """Choose the communes of a département, and those whose frame is near enough to look at."""
    if departement is None:
        return pd.Series(data=True, index=codes.index)
    here = codes.map(geography.departement_of) == departement
    frames = layer.frames()
    own = frames[here.reindex(frames.index, fill_value=False)].dropna()
    if own.empty:
        return here
    metres = geography.working_epsg(departement)
    whole = shapely.box(own["minx"].min(), own["miny"].min(), own["maxx"].max(), own["maxy"].max())
    belt = gpd.GeoSeries([whole], crs=layer.crs).to_crs(metres).buffer(belt_m).to_crs(layer.crs)
    west, south, east, north = belt.total_bounds
    across = (frames["minx"] <= east) & (frames["maxx"] >= west)
    along = (frames["miny"] <= north) & (frames["maxy"] >= south)
    near: pd.Series = here | (across & along).reindex(codes.index, fill_value=False)
    return near


def _commune_layer(
    layers: list[Layer], needed: Iterable[str], names: Mapping[str, tuple[str, ...]]
) -> Layer | None:
    """Find the layer whose columns are those of communes, by its name where several have them."""
    fitting = [
        each for each in layers
        if {*needed} <= _spelt(each, names).keys()
        and not ATTACHED & {column.lower() for column in each.columns}
    ]  # fmt: skip
    named = (each for each in fitting if each.name.lower() in COMMUNE_LAYERS)
    return next(named, fitting[0] if fitting else None)


def _spelt(layer: Layer, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Tell how this edition spells the columns that it has."""
    present = {_folded(column): column for column in reversed(layer.columns)}
    found = {
        name: next((present[_folded(each)] for each in known if _folded(each) in present), "")
        for name, known in names.items()
    }
    return {name: column for name, column in found.items() if column}


def _folded(column: str) -> str:
    """Give what is left of the name of a column in any container."""
    return column.lower()[:SHAPEFILE_SIGNS]


def _others(path: Path, layers: list[Layer]) -> list[Layer]:
    """List the layers of a file, or the shapefiles beside that go with one of communes."""
    if kind_of(path) != "shapefile":
        return layers
    named = (path.with_name(f"{name}.shp") for name in (*TOWN_HALL_LAYERS, *EPCI_LAYERS))
    return [layer for each in named if content.is_beside(each) for layer in layers_of(each)]


def _named(layers: list[Layer], names: tuple[str, ...]) -> Layer | None:
    return next((each for each in layers if each.name in names), None)


def _epci_names(layers: list[Layer]) -> dict[str, str]:
    layer = _named(layers, EPCI_LAYERS)
    present = layer.columns if layer else ()
    code = next((name for name in ("CODE_SIREN", "code_siren") if name in present), None)
    name = next((name for name in ("NOM", "nom_officiel") if name in present), None)
    if layer is None or code is None or name is None:
        return {}
    table = layer.read([code, name])
    return dict(zip(table[code].astype("str"), table[name].astype("str"), strict=True))


def _town_halls(layers: list[Layer], communes: pd.DataFrame) -> gpd.GeoSeries:
    """Give the seat of each commune, missing where the layer is not there."""
    seats = _named(layers, TOWN_HALL_LAYERS)
    for key, own in KEYS.items() if seats and seats.crs else ():
        if seats and key in seats.columns and own in communes:
            keys = seats.read([key])[key]
            first = keys[~keys.duplicated() & keys.isin(communes[own])]
            points = seats.draw(first.index).to_crs(LON_LAT).set_axis(first.to_numpy())
            return gpd.GeoSeries(communes[own].map(points), crs=LON_LAT)
    return gpd.GeoSeries([None] * len(communes), index=communes.index, crs=LON_LAT)


def _in_degrees(path: Path, shapes: list[BaseGeometry | None], answer: object) -> gpd.GeoSeries:
    """Make boundaries of what the file draws, in the coordinates' system that it names."""
    made = flat(shapes, pd.RangeIndex(len(shapes)), geojson.crs_of(path, answer)).to_crs(LON_LAT)
    bounds = made.bounds.abs()
    beyond = (bounds[["minx", "maxx"]].max(axis=1) > 180) | (
        bounds[["miny", "maxy"]].max(axis=1) > 90
    )
    if 2 * beyond.sum() > made.notna().sum():
        raise _unusable(
            path, "des coordonnées qui ne sont pas des degrés",
            "des degrés (WGS 84), ou un système de coordonnées nommé (« crs »)",
        )  # fmt: skip
    return made.where(~beyond)


def _texts(table: pd.DataFrame, column: str | None) -> pd.Series:
    """Give a column as text, blank where there is none or the table lacks it."""
    if column is None:
        return pd.Series("", index=table.index, dtype="str")
    return table[column].map(text).astype("str")


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _unusable(path: Path, found: str, expected: str) -> DataError:
    return content.whole_file(path, found, expected, "Téléchargez le fichier de nouveau.")
