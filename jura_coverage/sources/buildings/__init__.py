"""ARCEP's two files of buildings: where each one stands, and what can be had there.

A département has up to a million buildings and fifteen million offers, so that both files are
streamed, and one row a building is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj

from jura_coverage import french, geography
from jura_coverage.geography.departements import EXAMPLE
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import editions
from jura_coverage.sources.buildings.files import both, is_buildings
from jura_coverage.sources.buildings.streamed import Streamed, streamed
from jura_coverage.sources.buildings.technologies import NOTHING
from jura_coverage.sources.reading import Publication, Reading

__all__ = ["NOTHING", "is_buildings", "read_buildings"]

MERCATOR = 3857


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """Positions in metres, missing where there is none, or none that can be."""

    x_m: FloatArray
    y_m: FloatArray


def read_buildings(paths: Sequence[Path], *, departement: str) -> Reading[pd.DataFrame]:
    """Read the buildings of a département with the best technology that can be had in each.

    Parameters
    ----------
    paths
        ``base_imb_<DEP>.csv.gz`` and ``actuel_<DEP>.csv.gz`` in any order, as they are published
        or unpacked; told by their headings, whatever their names.
    departement
        Buildings of others are left out.

    Returns
    -------
    Reading
        A row a building, in the order of its number: `insee`, categories; `x_m` and `y_m`, in the
        working projection, missing where the file has no position that can be; `premises`, at least
        one; `technology`, categories of :data:`jura_coverage.measures.internet.TECHNOLOGIES` and
        :data:`NOTHING`, missing in communes of which the file of offers tells nothing at all.

    Raises
    ------
    DataError
        If a file is missing, damaged, or of another département, if the two do not go together,
        or have columns or codes that are not those of ARCEP.
    UnknownDepartementError
        If there is no such département.
    MissingExtraError
        If DuckDB is not installed.
    """
    geography.working_epsg(departement)
    buildings, offers = both(paths)
    found = streamed(buildings, offers, departement=departement)
    ground = _ground(found, departement=departement)
    technology, silent = _technology(found)
    table = pd.DataFrame(
        {
            "insee": pd.Categorical.from_codes(
                found.commune, categories=pd.Index(found.codes, dtype="str")
            ),
            "x_m": ground.x_m,
            "y_m": ground.y_m,
            "premises": found.premises,
            "technology": technology,
        }
    )
    return Reading(
        table=table, rows=found.rows, beside=(buildings, offers),
        publication=_published(departement),
        dated=editions.named("inventée", end=None) if departement == EXAMPLE else None,
        remarks=(
            *found.remarks, *_positions(ground, buildings), *_without_offer(found, offers, silent)
        ),
    )  # fmt: skip


def _published(departement: str) -> Publication:
    title = "Ma connexion internet, immeubles et offres"
    if departement == EXAMPLE:
        return Publication(title=f"INVENTÉ, dans le format de : {title}")
    return Publication(
        title=title, attribution="Arcep, Ma connexion internet", licence="Licence Ouverte 2.0",
        url="https://data.arcep.fr/fixe/maconnexioninternet/",
    )  # fmt: skip


def _ground(found: Streamed, *, departement: str) -> _Ground:
    """Project positions, but for those that lie where the projection is not meant for."""
    epsg = geography.working_epsg(departement)
    area = pyproj.CRS.from_epsg(epsg).area_of_use
    inside = np.isfinite(found.x) & np.isfinite(found.y)
    if area is not None:
        there = pyproj.Transformer.from_crs(4326, MERCATOR, always_xy=True)
        west, south, east, north = there.transform_bounds(*area.bounds)
        inside &= (found.x >= west) & (found.x <= east) & (found.y >= south) & (found.y <= north)
    to_metres = pyproj.Transformer.from_crs(MERCATOR, epsg, always_xy=True)
    x_m, y_m = np.full(len(found.x), np.nan), np.full(len(found.x), np.nan)
    x_m[inside], y_m[inside] = to_metres.transform(found.x[inside], found.y[inside])
    return _Ground(x_m=x_m, y_m=y_m)


def _positions(ground: _Ground, buildings: Path) -> list[Remark]:
    unknown = int(np.isnan(ground.x_m).sum())
    text = f"{french.count(unknown, 'immeuble')} sans position qui soit en France"
    return remarks("position", text, [buildings.name] if unknown else [])


def _technology(found: Streamed) -> tuple[pd.Categorical, BoolArray]:
    """Give the best technology of each building, and the communes of which nothing is told."""
    told = np.bincount(found.commune[~found.silent], minlength=len(found.codes))
    silent = told == 0
    best = np.where(found.silent, len(TECHNOLOGIES), found.best)
    best = np.where(silent[found.commune], -1, best)
    names = pd.Index([*TECHNOLOGIES, NOTHING], dtype="str")
    return pd.Categorical.from_codes(best, categories=names), silent


def _without_offer(found: Streamed, offers: Path, silent: BoolArray) -> list[Remark]:
    """Say which buildings stand in no row of the offers, and what that was taken for."""
    alone = found.silent & ~silent[found.commune]
    said = (
        f"{french.count(int(alone.sum()), 'immeuble')} "
        f"({french.count(int(found.premises[alone].sum()), 'local', 'locaux')}) sans aucune offre "
        "dans le fichier des offres, comptés comme sans aucun accès, ainsi que le fait la table de "
        "l'Arcep par commune"
    )
    return [
        *remarks("assumed", said, [offers.name] if alone.any() else []),
        *remarks(
            "missing",
            "Communes dont aucun immeuble n'est dans le fichier des offres, et dont l'accès à "
            "internet à l'immeuble est donc inconnu",
            [code for code, nothing in zip(found.codes, silent, strict=True) if nothing],
        ),
    ]
