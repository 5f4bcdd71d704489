"""Hamlets: squares of one kilometre, and what of their premises is poor and far."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from jura_coverage.geography.codes import METROPOLITAN_EPSG

SIDE_M = 1000
# With fewer premises, a square would point at somebody's home.
FEWEST_PREMISES = 3
# The grid of INSEE and Eurostat in metropolitan France; overseas, that of the working projection.
EUROPEAN_EPSG = 3035


@dataclass(frozen=True, kw_only=True)
class Hamlets:
    """Squares with premises, and how much is left out.

    Parameters
    ----------
    cells
        On the name of each square, ``CRS3035RES1000mN2530000E3950000``: `premises`;
        `premises_poor_far` and `share_poor_far` (0 to 1), missing where a building is not settled;
        `minutes`, the mean of its premises to the next place; the square, in the projection of the
        buildings.
    cells_suppressed, premises_suppressed
        Of squares with fewer than :data:`FEWEST_PREMISES` premises.
    premises_unplaced
        Of buildings without position.
    """

    cells: gpd.GeoDataFrame
    cells_suppressed: int
    premises_suppressed: int
    premises_unplaced: int


def hamlets(buildings: pd.DataFrame, *, epsg: int) -> Hamlets:
    """Count buildings by squares of one kilometre.

    Parameters
    ----------
    buildings
        `x_m`, `y_m`, `premises`, `minutes` and `poor_far`.
    epsg
        Their projection.
    """
    placed = buildings[buildings["x_m"].notna()]
    grid = EUROPEAN_EPSG if epsg == METROPOLITAN_EPSG else epsg
    across = pyproj.Transformer.from_crs(epsg, grid, always_xy=True)
    east, north = (
        np.floor_divide(each, SIDE_M).astype(np.int64)
        for each in across.transform(placed["x_m"].to_numpy(), placed["y_m"].to_numpy())
    )
    count = placed["premises"].to_numpy(dtype=np.int64)
    told = placed["poor_far"].fillna(False).to_numpy(dtype=bool)
    sums = (
        pd.DataFrame(
            {
                "north": north,
                "east": east,
                "premises": count,
                "premises_poor_far": count * told,
                "unknown": placed["poor_far"].isna().to_numpy(),
                "minutes": count * placed["minutes"].to_numpy(),
                "reached": count * placed["minutes"].notna().to_numpy(),
            }
        )
        .groupby(["north", "east"])
        .sum()
        .reset_index()
    )
    shown = sums["premises"] >= FEWEST_PREMISES
    return Hamlets(
        cells=_cells(sums[shown], grid=grid, epsg=epsg),
        cells_suppressed=int((~shown).sum()),
        premises_suppressed=int(sums.loc[~shown, "premises"].sum()),
        premises_unplaced=int(buildings["premises"].sum() - count.sum()),
    )


def _cells(sums: pd.DataFrame, *, grid: int, epsg: int) -> gpd.GeoDataFrame:
    """Name and draw squares, and give their shares and means."""
    west, south = SIDE_M * sums["east"].to_numpy(), SIDE_M * sums["north"].to_numpy()
    squares = gpd.GeoSeries(
        shapely.box(west, south, west + SIDE_M, south + SIDE_M), crs=grid
    ).to_crs(epsg)
    names = [f"CRS{grid}RES{SIDE_M}mN{down}E{left}" for down, left in zip(south, west, strict=True)]
    settled = sums["unknown"].eq(0)
    reached = sums["reached"].where(sums["reached"] > 0)
    found = pd.DataFrame(
        {
            "premises": sums["premises"].astype("Int64"),
            "premises_poor_far": sums["premises_poor_far"].where(settled).astype("Int64"),
            "share_poor_far": (sums["premises_poor_far"] / sums["premises"]).where(settled),
            "minutes": sums["minutes"] / reached,
        }
    )
    found.index = pd.Index(names, name="cell", dtype="str")
    return gpd.GeoDataFrame(found, geometry=squares.to_numpy(), crs=epsg)
