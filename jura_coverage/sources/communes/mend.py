"""Holes and overlaps in the boundaries of a file, put right and said."""

import geopandas as gpd
import pandas as pd

from jura_coverage import french
from jura_coverage.geography import coverage
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import catalogue
from jura_coverage.sources.communes.crosswalk import MERGED, read_crosswalk

SAID_M2 = 10_000.0  # smaller ones come from simplified boundaries


def without_holes(
    communes: gpd.GeoDataFrame, departement: str, *, file: str
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Fill the holes between the communes of a département, and part what overlaps.

    Parameters
    ----------
    communes
        With `insee` and `name`, in metres.
    departement
        Its code.
    file
        What to call the file.
    """
    shapes = communes.geometry.set_axis(communes["insee"])
    found = coverage.mended(shapes, departement=departement, merged=_last_mergers)
    names = communes.set_index("insee")["name"]

    def named(code: str) -> str:
        return f"{names[code]} ({code})"

    return communes.set_geometry(found.polygons.set_axis(communes.index)), [
        *remarks(
            "repaired",
            f"{file}, trous entre les limites, comblés (par la commune voisine dont la fusion est "
            "la plus récente, sinon par celle qui les borde le plus)",
            [f"{named(code)}, {_km2(area)}" for code, area in found.filled if area >= SAID_M2],
        ),
        *remarks(
            "repaired",
            f"{file}, limites qui se recouvraient, séparées",
            [
                f"{named(keeps)} et {named(loses)}, {_km2(area)}"
                for keeps, loses, area in found.parted
                if area >= SAID_M2
            ],
        ),
    ]  # fmt: skip


def _last_mergers() -> pd.Series:
    """Give the day on which each commune last took in another one; that of others is not there."""
    crosswalk = read_crosswalk(catalogue.default("crosswalk", departement=catalogue.FRANCE))
    return crosswalk[crosswalk["change"] == MERGED].groupby("insee")["until"].max()


def _km2(area: float) -> str:
    return f"{french.number(area / 1e6, 2)}{french.NO_BREAK_SPACE}km²"
