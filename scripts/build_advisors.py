"""Build an embedded edition of permanences: those of a département and its belt, nobody named.

Usage: ``python -m scripts.build_advisors FILE 39 2022-12`` reads the national list of permanences
and writes ``data/advisors/permanences-39-2022-12.csv``, the same to the byte whenever it is run.
The share of a post at each place takes the place of the pseudonyms.
"""

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import geography, sources, territory
from jura_coverage.sources import catalogue
from jura_coverage.sources.advisors import permanences

DECIMALS = 6
FOLDER = Path(__file__).parents[1] / "data" / "advisors"


def main(file: str, departement: str, edition: str) -> None:
    """Write the edition into data/advisors/."""
    reading = sources.read_advisors(Path(file), departement=departement)
    communes = sources.read_communes(
        catalogue.default("communes", departement=departement), departement=departement
    ).table
    rows = reading.table[near(reading.table, communes)]
    written = as_listed(rows)
    name = f"permanences-{departement}-{edition}.csv"
    written.to_csv(FOLDER / name, index=False, lineterminator="\n")
    print(f"{len(written)} lieux, {written[permanences.SHARES].sum():.2f} postes")


def near(advisors: pd.DataFrame, communes: gpd.GeoDataFrame) -> pd.Series:
    """Tell which places count for a département: those in it or within the belt around it.

    One without position counts where its postcode may be of the département.
    """
    departement = geography.departement_of(communes.index[0])
    posted = advisors["postcode"].map(geography.departements_of_postcode)
    placed = advisors[advisors["latitude"].notna()]
    points = gpd.GeoSeries(
        gpd.points_from_xy(placed["longitude"], placed["latitude"]),
        index=placed.index, crs="EPSG:4326",
    ).to_crs(communes.crs)  # fmt: skip
    around = points.distance(communes.union_all()) <= territory.BELT_M
    near: pd.Series = around.reindex(advisors.index).fillna(
        posted.map(lambda codes: departement in codes)
    )
    return near.astype(bool)


def as_listed(advisors: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of the list back, with shares in place of pseudonyms."""
    headings = {
        "host": "nom", "siret": "pivot", "commune": "commune", "postcode": "code_postal",
        "address": "adresse", "latitude": "latitude", "longitude": "longitude",
        "opening_hours": "horaires", "publisher_id": "structureId", "posts": permanences.SHARES,
        "updated": "date_maj",
    }  # fmt: skip
    return advisors[list(headings)].rename(columns=headings).round({permanences.SHARES: DECIMALS})


if __name__ == "__main__":
    main(*sys.argv[1:])
