"""Tables of minutes to a travel engine: read, refused where they are of others, matched."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import french, sources
from jura_coverage.errors import DataError, Fault, collecting
from jura_coverage.measures.fitting import FITTED_KM
from jura_coverage.measures.learned import LEAST_COMMUNES, LEAST_TRIPS, LearnedEstimate
from jura_coverage.measures.tabled import SAME_M, TabledMinutes
from jura_coverage.parameters import Estimate, Parameters
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import MinutesReading, catalogue
from jura_coverage.sources.minutes.matrix import source as of_matrix
from jura_coverage.territory.land import Territory
from jura_coverage.territory.load import source
from jura_coverage.territory.roads.engine import engine_of
from jura_coverage.territory.roads.own import places, require_own

LENT = (
    f"Lieux à plus de {SAME_M:.0f} m de tout point de la table des minutes, qui prennent celles de "
    "la commune dont le point de départ est le plus proche"
)
TOO_FEW = (
    "Trop peu de trajets mesurés sur la route pour y ajuster l'estimation à vol d'oiseau, qui "
    f"reste la générale : il en faut {LEAST_TRIPS} de moins de {FITTED_KM:.0f} km, depuis "
    f"{LEAST_COMMUNES} communes"
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What tables of minutes make of a territory.

    Parameters
    ----------
    engine
        What measures its trips.
    remarks
        What readers must know about the tables.
    sources
        Where they come from.
    """

    engine: TabledMinutes
    remarks: tuple[Remark, ...]
    sources: tuple[catalogue.Source, ...]


def measured(
    land: Territory, parameters: Parameters, *, matrix: pd.DataFrame | pd.Series | None = None
) -> Measured:
    """Read the tables of minutes that some parameters name, for a territory.

    Parameters
    ----------
    land
        A territory.
    parameters
        With at least one table, unless there is a matrix.
    matrix
        Minutes at hand, beside the tables, see :func:`jura_coverage.sources.read_matrix`.

    Raises
    ------
    DataError
        With every fault of every table; if two tell the same trip; or if most communes or most
        places of the département are in none.
    """
    paths = [Path(each) for each in parameters.roads.minutes]
    readings = _read(paths)
    told = tuple(source("minutes", *each) for each in zip(paths, readings, strict=True))
    if matrix is not None:
        readings.append(sources.read_matrix(matrix))
        told = (*told, of_matrix(readings[-1].table))
        paths.append(Path(told[-1].file))
    engine = engine_of(land, parameters, paths, readings, told)
    require_own(land, engine)
    if parameters.roads.missing_pairs == "refuse":  # of all services at once
        origins = gpd.GeoSeries(land.communes["origin"], crs=land.communes.crs)
        engine.minutes(origins, places(land), least_m=origins.x)
    lent = engine.lent_m(places(land)).dropna()
    return Measured(
        engine=engine,
        remarks=(
            *(each for reading in readings for each in reading.remarks),
            *remarks(
                "position", LENT,
                [f"{name} ({french.number(metres / 1000, 1)} km)" for name, metres in lent.items()],
            ),
            *remarks("assumed", TOO_FEW, _unlearned(engine, parameters, paths)),
        ),
        sources=told,
    )  # fmt: skip


def _read(paths: Sequence[Path]) -> list[MinutesReading]:
    """Read all tables, or tell the faults of all."""
    faults: list[Fault] = []
    readings: list[MinutesReading] = []
    for path in paths:
        with collecting(faults):
            readings.append(sources.read_minutes(path, departement=None))
    if faults:
        raise DataError(faults)
    return readings


def _unlearned(engine: TabledMinutes, parameters: Parameters, paths: Sequence[Path]) -> list[str]:
    """Name the tables that trips are to be estimated beside, and that tell too little for that."""
    asked = parameters.roads.missing_pairs == "estimate" and parameters.estimate == Estimate()
    is_general = asked and not isinstance(engine.estimate, LearnedEstimate)
    return [path.name for path in paths] if is_general else []
