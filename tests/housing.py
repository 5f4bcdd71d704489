"""Buildings in the row of squares: where they stand, and a study of them."""

from dataclasses import replace

import pandas as pd

from jura_coverage import study
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.measures.travel import TravelEngine
from jura_coverage.parameters import Definition
from jura_coverage.sources.buildings import NOTHING
from jura_coverage.study import Result
from jura_coverage.territory.buildings import housed
from tests.geographies import (
    NO_CROSSWALK,
    PROPORTIONAL,
    SIDE_M,
    SOUTH_M,
    WEST_M,
    advisor_table,
    broadband_table,
    land,
    row_of_squares,
)

CODES = [f"39{number:03d}" for number in range(1, 6)]
MIDDLE_M = SOUTH_M + SIDE_M / 2
# The place is in the middle of the first square.
PLACE_M = WEST_M + SIDE_M / 2


def standing(*rows: tuple[str, float, int, str]) -> pd.DataFrame:
    """Buildings by commune, kilometres east of the place, premises, and technology if any."""
    codes, kilometres, premises, technology = zip(*rows, strict=True)
    known = [each or None for each in technology]
    return pd.DataFrame(
        {
            "insee": pd.Categorical(codes),
            "x_m": [PLACE_M + 1000 * each for each in kilometres],
            "y_m": MIDDLE_M,
            "premises": premises,
            "technology": pd.Categorical(known, categories=[*TECHNOLOGIES, NOTHING]),
        }
    )


def studied(
    homes: pd.DataFrame,
    *,
    unwired: int = 0,
    far_minutes: float = 20,
    definition: Definition = "wired",
    engine: TravelEngine | None = None,
) -> Result:
    """Five squares of which the first has the only advisor; by head, 2 + 1.35 min a kilometre."""
    communes = row_of_squares(5)
    found = housed(homes, communes, NO_CROSSWALK)
    there = land(communes, broadband_table(CODES, unwired=unwired), advisor_table(["39001"]))
    return study.study(
        replace(there, buildings=found.buildings),
        parameters=PROPORTIONAL.but(far_minutes=far_minutes, definition=definition),
        engine=engine,
    )
