"""Buildings on the communes of today, where they are believed to stand."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault
from jura_coverage.remarks import Remark, remarks

# As of town halls: one farther outside its commune is not where it is said to be.
TOLERANCE_M = 1000.0
# Where more than this share are not, positions are of another kind than they should be.
MOST_LOST = 0.5


@dataclass(frozen=True, kw_only=True)
class Housed:
    """Buildings of a territory, and what befell them.

    Parameters
    ----------
    buildings
        As :func:`jura_coverage.sources.read_buildings` gives them, with `insee` of today's communes
        as categories.
    remarks
        What was mapped, left out, or is not believed.
    """

    buildings: pd.DataFrame
    remarks: tuple[Remark, ...]


def housed(
    buildings: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
    *,
    file: str = "immeubles",
) -> Housed:
    """Put buildings into the communes of today.

    Parameters
    ----------
    buildings
        From :func:`jura_coverage.sources.read_buildings`.
    communes, crosswalk
        Communes of the département today, and former ones.
    file
        The file to name.

    Raises
    ------
    DataError
        If most of them are far outside their communes.
    """
    spelt = pd.Series(buildings["insee"].cat.categories).astype("str")
    whole = spelt.where(spelt.isin(communes.index), spelt.map(geography.whole_commune))
    known = whole.isin(communes.index)
    today = whole.where(known, whole.map(crosswalk["insee"]))
    position = communes.index.get_indexer(today)
    commune = position[buildings["insee"].cat.codes.to_numpy()]
    kept = commune >= 0
    table = buildings[kept].assign(
        insee=pd.Categorical.from_codes(commune[kept], categories=communes.index)
    )
    outside = _outside(table, commune[kept], communes)
    table = table.assign(
        x_m=table["x_m"].mask(outside), y_m=table["y_m"].mask(outside)
    ).reset_index(drop=True)
    lost = int((~kept).sum())
    away = int(outside.sum())
    if table["x_m"].isna().sum() > MOST_LOST * len(table):
        raise DataError([_of_another_kind(len(table), file)])
    return Housed(
        buildings=table,
        remarks=(
            *remarks(
                "merger", "Dans les immeubles, d'anciens codes de communes, rattachés à l'actuelle",
                [f"{former} → {communes.at[now, 'name']} ({now})"
                 for former, now, found, same in zip(spelt, today, position, known, strict=True)
                 if found >= 0 and not same],
            ),
            *remarks(
                "unmatched", f"{french.count(lost, 'immeuble')} sans commune correspondante",
                spelt[position < 0],
            ),
            *remarks(
                "position",
                f"{french.count(away, 'immeuble')} à plus d'un kilomètre hors de leur commune, "
                "et dont le trajet est donc celui de la commune entière",
                communes.loc[table.loc[outside.to_numpy(), "insee"].unique(), "name"],
            ),
        ),
    )  # fmt: skip


def _of_another_kind(buildings: int, file: str) -> Fault:
    return Fault(
        file=file,
        place="colonnes « imb_x » et « imb_y »",
        found=f"plus de la moitié des {french.number(buildings)} immeubles hors de leur commune",
        expected="des mètres dans la projection EPSG:3857, celle de l'Arcep",
        action="Reprenez le fichier tel que l'Arcep le publie, sans le reprojeter.",
    )


def _outside(buildings: pd.DataFrame, commune: np.ndarray, communes: gpd.GeoDataFrame) -> pd.Series:
    """Tell which buildings are beyond the rectangle around their commune, widened a little.

    Where the commune has no boundaries, no building is.
    """
    west, south, east, north = communes.bounds.to_numpy()[commune].T
    x, y = buildings["x_m"].to_numpy(), buildings["y_m"].to_numpy()
    beyond = (
        (x < west - TOLERANCE_M) | (x > east + TOLERANCE_M)
        | (y < south - TOLERANCE_M) | (y > north + TOLERANCE_M)
    )  # fmt: skip
    return pd.Series(beyond, index=buildings.index)
