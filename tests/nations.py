"""Three drawn départements together: one studied, one overseas, and one of which nothing was found.

Squares of 4 km in a row. Of the Jura's five the first has the advisor, and all lack 10 % of good
internet: minutes to it are 2 and 1.35 a kilometre, so that only the fifth, 16 km away, is beyond 20
and flagged. Of Mayotte's two the second has no row of broadband. The Doubs lies east of the Jura.
Each département has one postcode, 39999, 97699 or 25999. All have 100 residents but those of the
Doubs, which have 50 and 5,000.
"""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage import geography, study, territory
from jura_coverage.publish.tables.communes import provenance
from jura_coverage.study import Result, national
from jura_coverage.study.nation import Nation
from tests.geographies import (
    NO_CROSSWALK,
    PROPORTIONAL,
    advised,
    advisor_table,
    broadband_table,
    row_of_squares,
)

FAILED = "25"
REASON = "lieux.csv, ligne 3 : trouvé « x » ; attendu un nombre."
LON_LAT = 4326


def squares(departement: str, count: int, *, name: str, east_m: float = 0) -> gpd.GeoDataFrame:
    """Draw communes in the projection of a département, at the same metres in each."""
    row = row_of_squares(count)
    epsg = geography.working_epsg(departement)
    drawn = row.set_geometry(
        row.geometry.translate(*_from_jura(departement, east_m)).set_crs(epsg, allow_override=True)
    )
    drawn["origin"] = drawn.geometry.centroid.to_numpy()
    number = 5 - len(departement)
    codes = [f"{departement}{position + 1:0{number}d}" for position in range(count)]
    names = [f"{name} {position + 1}" for position in range(count)]
    post = f"{departement}999"[:5]
    return drawn.assign(name=names, postcodes=post).set_axis(pd.Index(codes, name="insee"))


def _from_jura(departement: str, east_m: float) -> tuple[float, float]:
    """Say how far to move: Mayotte's projection has other metres than Lambert-93."""
    return (-380_000, 1_980_000) if departement == "976" else (east_m, 0)


def results() -> dict[str, Result]:
    """Study what is studied, each département by itself."""
    jura, mayotte = squares("39", 5, name="Carré"), squares("976", 2, name="Île")
    table = broadband_table([*jura.index, mayotte.index[0]], unwired=10)
    found = {}
    for code, land in (("39", jura), ("976", mayotte)):
        advisors = advised(advisor_table(land.index[:1].tolist()))
        own = table[table["insee"].isin(land.index)]
        joined = territory.build(land, [own], advisors, NO_CROSSWALK, departement=code)
        found[code] = study.study(joined, parameters=PROPORTIONAL)
    return found


def without_boundary(found: dict[str, Result], commune: str) -> Nation:
    """Put them together, one commune being known by its table alone."""
    whole = nation(found)
    shapes = whole.studied.geometry.mask(whole.studied.index == commune)
    return replace(whole, studied=whole.studied.set_geometry(shapes))


def nation(found: dict[str, Result], *, unstudied: bool = True) -> Nation:
    """Put them together as the command does, and the one that failed with them."""
    rows = [
        result.communes.drop(columns="origin")
        .assign(**provenance(result))
        .to_crs(LON_LAT)
        .assign(departement=code)
        for code, result in found.items()
    ]
    communes = gpd.GeoDataFrame(pd.concat(rows), crs=LON_LAT)
    told = {code: study.summary(result) for code, result in found.items()}
    lacking = squares(FAILED, 2, name="Carré", east_m=20_000).to_crs(LON_LAT)
    lacking["residents"] = pd.array([50, 5000], dtype="Int64")
    summary: dict[str, Any] = national.summary(communes, told, failed={FAILED: REASON})
    return Nation(
        studied=communes,
        unstudied=lacking.assign(departement=FAILED) if unstudied else None,
        summary=summary,
        parameters=PROPORTIONAL,
    )
