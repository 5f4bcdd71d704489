"""Geographies one can draw: square communes in a row, and tables to go with them."""

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point, Polygon, box

from jura_coverage import geography, study
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import CrowFlyEstimate, Parts
from jura_coverage.parameters import Errors, Parameters
from jura_coverage.study import Result
from jura_coverage.territory import Listed, Territory, build
from tests.sharing import once_by_value

CRS = "EPSG:2154"
SIDE_M = 4000.0
NO_CROSSWALK = pd.DataFrame(
    columns=["name_former", "change", "insee", "name", "until"],
    index=pd.Index([], name="insee_former"),
)
WEST_M, SOUTH_M = 900_000.0, 6_600_000.0
# Minutes that one works out by head, whatever estimate is the default.
PROPORTIONAL = Parameters().but(fixed_minutes=2, minutes_per_km=1.35, distance_exponent=1)
ESTIMATE = CrowFlyEstimate.of(PROPORTIONAL)
# Everything is as it was measured: every world is the same.
NO_ERRORS = Errors(travel=0, by_road=0, position_m=0, premises=0, part_time_absent=0)


def no_spread(kilometres: FloatArray) -> Parts:
    """Give the errors of an engine that makes none."""
    none = np.zeros_like(kilometres)
    return none, none, none


def row_of_squares(count: int = 5) -> gpd.GeoDataFrame:
    """Squares of 4 km side by side; each town hall is in the middle, 4 km from the next."""
    lefts = [WEST_M + SIDE_M * position for position in range(count)]
    codes = [f"39{position + 1:03d}" for position in range(count)]
    return gpd.GeoDataFrame(
        {
            "name": [f"Carré {position + 1}" for position in range(count)],
            "epci": "200000001",
            "epci_name": "Communauté des carrés",
            "postcodes": "",
            "residents": pd.array([100] * count, dtype="Int64"),
            "residents_in_part": False,
            "origin": gpd.GeoSeries(
                [Point(left + SIDE_M / 2, SOUTH_M + SIDE_M / 2) for left in lefts], crs=CRS
            ).to_numpy(),
            "origin_source": geography.TOWN_HALL,
        },
        geometry=[box(left, SOUTH_M, left + SIDE_M, SOUTH_M + SIDE_M) for left in lefts],
        index=pd.Index(codes, name="insee"),
        crs=CRS,
    )


def broadband_table(codes: list[str], *, unwired: int = 0, premises: int = 100) -> pd.DataFrame:
    """Every commune with fibre, but for some premises that only have fixed 4G."""
    table = pd.DataFrame({"insee": codes, "premises": premises}, index=range(2, len(codes) + 2))
    for technology in TECHNOLOGIES:
        table[technology] = 0
    table["ftth"] = premises - unwired
    table["fixed_4g"] = unwired
    counts = ["premises", *TECHNOLOGIES]
    table[counts] = table[counts].astype("Int64")
    table["copper_status"] = "planned"
    table["copper_closure_date"] = "2029-01-31"
    table["copper_closure_year"] = pd.array([2029] * len(codes), dtype="Int64")
    return table


def advisor_table(codes: list[str]) -> pd.DataFrame:
    """One host in each of these communes, without a position of its own."""
    return pd.DataFrame(
        {
            "host": [f"Structure {code}" for code in codes],
            "insee": codes,
            "posts": pd.array([1] * len(codes), dtype="Int64"),
            "latitude": float("nan"),
            "longitude": float("nan"),
        },
        index=range(2, len(codes) + 2),
    )


@once_by_value
def land(
    communes: gpd.GeoDataFrame, broadband: pd.DataFrame, advisors: pd.DataFrame | None
) -> Territory:
    """Join without any merger."""
    return build(communes, [broadband], advised(advisors), NO_CROSSWALK, departement="39")


def advised(advisors: pd.DataFrame | None) -> dict[str, Listed]:
    """Give the tables of services of which only that of advisors may be known."""
    return {} if advisors is None else {"advisors": Listed(table=advisors)}


def squares(parameters: Parameters | None = None) -> Result:
    """Three squares of 4 km; the one in the middle has a hole, the second lacks broadband."""
    communes = row_of_squares(3)
    left, bottom, _, _ = communes.geometry.iloc[1].bounds
    hole = [
        (left + x, bottom + y) for x, y in ((1000, 1000), (3000, 1000), (3000, 3000), (1000, 3000))
    ]
    communes.loc["39002", "geometry"] = Polygon(communes.geometry.iloc[1].exterior, [hole])
    return study.study(
        land(communes, broadband_table(["39001", "39003"]), advisor_table(["39001"])),
        parameters=parameters,
    )
