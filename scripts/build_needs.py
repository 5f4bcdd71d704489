"""Cut the embedded tables of need, of towns and of France services out of the national files.

Usage: ``python -m scripts.build_needs 39 ages.csv.gz incomes.csv.gz density.csv.gz services.csv``
writes ``data/needs/needs-39-2021.csv``, ``data/candidates/density-39-2022.csv`` and
``data/france_services/france-services-39-2024-08-01.csv``, the same to the byte whenever it is run.
Ages and incomes are put side by side with the residents of the density grid, each commune of that
time in its own row: those of communes that have merged since are averaged by residents on reading.
Places of other départements are kept up to 30 km from the border; nobody's electronic address or
telephone is.
"""

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import geography, sources, territory
from jura_coverage.sources import catalogue

DATA = Path(__file__).parents[1] / "data"
AGE, PERCENT = "part_65_plus_2020", 100
DENSITY = ["CODGEO", "DENS"]
PLACES = [
    "insee_dep", "lib_fs", "adresse", "insee_com", "code_postal", "lib_com", "latitude",
    "longitude", "format_fs",
]  # fmt: skip


def main(departement: str, *files: str) -> None:
    """Write the tables of a département."""
    ages, incomes, density, services = (
        pd.read_csv(file, dtype=str, keep_default_na=False) for file in files
    )
    here = density[density["CODGEO"].map(geography.departement_of) == departement]
    write(needs(ages, incomes, here), f"needs/needs-{departement}-2021.csv")
    write(here[DENSITY], f"candidates/density-{departement}-2022.csv")
    name = f"france_services/france-services-{departement}-2024-08-01.csv"
    write(near(services, departement)[PLACES], name)


def needs(ages: pd.DataFrame, incomes: pd.DataFrame, density: pd.DataFrame) -> pd.DataFrame:
    """Put ages, incomes and residents side by side, a row a commune of the density grid."""
    code = density["CODGEO"]
    share = pd.to_numeric(code.map(ages.set_index("code_insee")[AGE])) / PERCENT
    return pd.DataFrame(
        {
            "code_insee": code,
            "residents": density["PMUN19"],
            "share_65_plus": share.round(3),
            "median_income": code.map(incomes.set_index("CODGEO")["MED21"]),
        }
    )


def read(departement: str) -> gpd.GeoDataFrame:
    """Read the embedded communes."""
    path = catalogue.default("communes", departement=departement)
    return sources.read_communes(path, departement=departement).table


def near(places: pd.DataFrame, departement: str) -> pd.DataFrame:
    """Keep the places of a département and those that are up to the belt's width away."""
    communes = read(departement)
    degrees = (pd.to_numeric(places[axis], errors="coerce") for axis in ("longitude", "latitude"))
    points = gpd.GeoSeries(gpd.points_from_xy(*degrees), index=places.index, crs="EPSG:4326")
    there = points.to_crs(communes.crs).dwithin(communes.union_all(), territory.BELT_M)
    kept: pd.DataFrame = places[(places["insee_dep"] == departement) | there]
    return kept


def write(table: pd.DataFrame, name: str) -> None:
    """Write a table into the embedded data."""
    (DATA / name).parent.mkdir(exist_ok=True)
    table.to_csv(DATA / name, index=False, lineterminator="\n")
    print(f"{name}: {len(table)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
