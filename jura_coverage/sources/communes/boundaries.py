"""Official boundaries: geo.api.gouv.fr in both its shapes, and IGN's Admin Express."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import official, repair
from jura_coverage.sources.communes.table import LON_LAT, commune_table, read_of_departement
from jura_coverage.sources.reading import CommuneReading, Publication

API = Publication(
    title="Communes : découpage administratif de geo.api.gouv.fr",
    attribution="Etalab, IGN, Insee",
    licence="Licence Ouverte 2.0",
    url="https://geo.api.gouv.fr/decoupage-administratif/communes",
)
ADMIN_EXPRESS = Publication(
    title="Communes : Admin Express",
    attribution="© IGN, Admin Express",
    licence="Licence Ouverte 2.0",
    url="https://geoservices.ign.fr/adminexpress",
)
# What Admin Express calls things, before and since 2025.
NAMES = {
    "insee": ("INSEE_COM", "code_insee"),
    "name": ("NOM", "nom_officiel"),
    "epci": ("SIREN_EPCI", "codes_siren_des_epci"),
    "residents": ("POPULATION", "population"),
}
COMMUNE_LAYERS = ("commune", "COMMUNE")
TOWN_HALL_LAYERS = ("chef_lieu_de_commune", "CHFLIEU_COMMUNE", "chflieu_commune")
EPCI_LAYERS = ("epci", "EPCI")


def read_api(path: Path, departement: str | None, *, belt_m: float) -> CommuneReading | None:
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
    try:
        answer = json.loads(official.unpacked(path))
    except (ValueError, RecursionError) as error:
        raise _unusable(
            path, "un contenu illisible (ce n'est pas du JSON)", "un fichier entier"
        ) from error
    if isinstance(answer, dict) and isinstance(answer.get("features"), list):
        rows = [
            {**_mapping(feature.get("properties")), "contour": feature.get("geometry")}
            for feature in map(_mapping, answer["features"])
        ]
    elif isinstance(answer, list):
        rows = [_mapping(row) for row in answer]
    else:
        return None
    if not any({"code", "nom"} <= row.keys() for row in rows):
        return None
    cells = pd.DataFrame(
        [
            {
                "insee": _word(row.get("code")),
                "name": _word(row.get("nom")),
                "epci": _word(row.get("codeEpci") or _mapping(row.get("epci")).get("code")),
                "epci_name": _word(_mapping(row.get("epci")).get("nom")),
                "residents": _count(row.get("population")),
            }
            for row in rows
        ]
    )
    shapes = _series([_shape(row.get("contour")) for row in rows])
    if not shapes.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        raise _unusable(
            path, "des communes sans leurs limites",
            "le contour de chaque commune (demandez geometry=contour, ou fields=…,contour)",
        )  # fmt: skip
    halls = _series([_shape(row.get("mairie") or row.get("centre")) for row in rows])
    table = commune_table(
        insee=cells["insee"], name=cells["name"], epci=cells["epci"],
        epci_name=cells["epci_name"], residents=cells["residents"], town_hall=halls,
        geometry=shapes,
    )  # fmt: skip
    return read_of_departement(
        table, departement, path=path, rows=len(rows), publication=API, belt_m=belt_m
    )


def read_admin_express(
    path: Path, departement: str | None, *, belt_m: float
) -> CommuneReading | None:
    """Read Admin Express, all layers of a GeoPackage or shapefiles that lie side by side.

    Returns
    -------
    CommuneReading or None
        None if no layer looks like the communes of Admin Express.
    """
    communes = _layer(path, COMMUNE_LAYERS, whole=True)
    columns = _columns(communes, "insee", "name", "residents")
    if communes is None or columns is None or communes.crs is None:
        return None
    degrees = communes.to_crs(LON_LAT)
    siren = _column(communes, "epci")
    # A commune of two EPCI counts in the first.
    epci = siren.astype("str").str.extract(r"^(\d{9})", expand=False).fillna("")
    table = commune_table(
        insee=communes[columns["insee"]],
        name=communes[columns["name"]],
        epci=epci,
        epci_name=epci.map(_epci_names(path)),
        residents=pd.to_numeric(communes[columns["residents"]], errors="coerce"),
        town_hall=_town_halls(path, communes),
        geometry=degrees.geometry,
    )
    return read_of_departement(
        table, departement, path=path, rows=len(communes), publication=ADMIN_EXPRESS, belt_m=belt_m,
        dated=repair.dashed_day(str(path)),
    )  # fmt: skip


@contextmanager
def without_warnings() -> Iterator[None]:
    """Keep GDAL from telling, in English, what is odd about a file: what it holds is checked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _columns(table: pd.DataFrame | None, *names: str) -> dict[str, str] | None:
    """Find how this edition spells some columns; None if any is not there."""
    present = set() if table is None else set(table.columns)
    found = {name: next((each for each in NAMES[name] if each in present), "") for name in names}
    return found if all(found.values()) else None


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    found = _columns(table, name)
    return table[found[name]] if found else pd.Series("", index=table.index)


def _layer(path: Path, names: tuple[str, ...], *, whole: bool = False) -> gpd.GeoDataFrame | None:
    """Open a layer of a GeoPackage, or the shapefile of that name beside; None if there is none."""
    from pyogrio.errors import DataLayerError, DataSourceError
    from shapely.errors import GEOSException

    try:
        with without_warnings():
            if path.suffix.lower() == ".shp":
                beside = [path] if whole else [path.with_name(f"{name}.shp") for name in names]
                there = next((each for each in beside if each.exists()), None)
                return gpd.read_file(there) if there else None
            layer = next((each for each in gpd.list_layers(path)["name"] if each in names), None)
            return gpd.read_file(path, layer=layer) if layer else None
    except (DataSourceError, DataLayerError, GEOSException, ValueError):
        return None


def _epci_names(path: Path) -> dict[str, str]:
    table = _layer(path, EPCI_LAYERS)
    if table is None:
        return {}
    codes = next((table[name] for name in ("CODE_SIREN", "code_siren") if name in table), None)
    names = next((table[name] for name in ("NOM", "nom_officiel") if name in table), None)
    if codes is None or names is None:
        return {}
    return dict(zip(codes.astype("str"), names.astype("str"), strict=True))


def _town_halls(path: Path, communes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Give the seat of each commune, missing where the layer is not there."""
    nowhere = gpd.GeoSeries([None] * len(communes), index=communes.index, crs=LON_LAT)
    seats = _layer(path, TOWN_HALL_LAYERS)
    if seats is None or seats.crs is None:
        return nowhere
    for key, own in (("ID_COM", "ID"), ("cleabs_de_la_commune", "cleabs"), ("INSEE_COM",) * 2):
        if key in seats and own in communes:
            points = seats.to_crs(LON_LAT).drop_duplicates(key).set_index(key).geometry
            return gpd.GeoSeries(communes[own].map(points), crs=LON_LAT)
    return nowhere


def _series(shapes: list[BaseGeometry | None]) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapes, crs=LON_LAT)


def _shape(geometry: object) -> BaseGeometry | None:
    """Make a geometry of GeoJSON, or nothing of what is none."""
    if not isinstance(geometry, dict):
        return None
    try:
        made = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
    bounds = np.array(made.bounds)
    return made if len(bounds) and np.abs(bounds).max() <= 180 else None


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _count(value: object) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and abs(value) < 1e12 else float("nan")  # type: ignore[arg-type]


def _unusable(path: Path, found: str, expected: str) -> DataError:
    return DataError(
        [
            Fault(
                file=str(path), found=found, expected=expected,
                action="Téléchargez le fichier de nouveau.",
            )
        ]
    )  # fmt: skip
