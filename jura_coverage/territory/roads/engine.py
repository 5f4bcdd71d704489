"""The engine that tables of minutes make: which of their trips are those of a territory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault
from jura_coverage.measures.learned import estimate_of
from jura_coverage.measures.pairs import BoolArray, FloatArray
from jura_coverage.measures.tabled import NEAREST_M, TabledMinutes
from jura_coverage.parameters import Parameters
from jura_coverage.sources import MinutesReading, catalogue
from jura_coverage.territory.land import Territory
from jura_coverage.territory.roads.own import places


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What tables tell: a row a commune of a territory or of its belt, a column a point.

    Parameters
    ----------
    minutes, kilometres
        Missing where no table tells any.
    estimated
        Which of the minutes are estimates.
    """

    minutes: FloatArray
    kilometres: FloatArray
    estimated: BoolArray


def engine_of(
    land: Territory,
    parameters: Parameters,
    paths: Sequence[Path],
    readings: Sequence[MinutesReading],
    told: Sequence[catalogue.Source],
) -> TabledMinutes:
    """Match the trips of tables with a territory.

    Parameters
    ----------
    land, parameters
        As in :func:`jura_coverage.territory.roads.measured`.
    paths, readings, told
        The tables, what was read of each, and where they come from.

    Raises
    ------
    DataError
        If two tables tell the same trip.
    """
    everyone = pd.concat([land.communes, land.neighbours])
    communes = gpd.GeoSeries(everyone["origin"], crs=land.communes.crs)
    points = _points(readings, communes, around=pd.concat([communes, places(land)]))
    cells = _cells(dict(zip(paths, readings, strict=True)), communes.index, points.index)
    estimate = estimate_of(
        parameters, np.where(cells.estimated, np.nan, cells.minutes), communes, points,
        least_m=geography.least_distance_m(gpd.GeoSeries(everyone.geometry, crs=communes.crs)),
    )  # fmt: skip
    missing_pairs = parameters.roads.missing_pairs
    return TabledMinutes(
        label=f"table de minutes, {' ; '.join(map(_said, readings))}",
        identity={
            "engine": "table",
            "sha256": [each.sha256 for each in told],
            "told": [each.publication.title for each in readings],
            "dates": [each.vintage for each in readings],
            "missing_pairs": missing_pairs,
            "estimate": dict(estimate.identity),
        },
        name=_together(each.about.engine for each in readings),
        convention=_together(each.about.convention for each in readings),
        network_date=min(
            (each.about.network_date for each in readings if each.about.network_date), default=None
        ),
        files=", ".join(map(str, paths)), names=everyone["name"], points=points,
        told=cells.minutes, kilometres=cells.kilometres, estimated=cells.estimated,
        missing_pairs=missing_pairs, estimate=estimate,
    )  # fmt: skip


def _cells(readings: Mapping[Path, MinutesReading], communes: pd.Index, points: pd.Index) -> Tables:
    """Put the trips of all tables between some communes and points where they belong."""
    minutes = np.full((len(communes), len(points)), np.nan)
    found = Tables(
        minutes=minutes, kilometres=minutes.copy(), estimated=np.zeros(minutes.shape, dtype=bool)
    )
    faults: list[Fault] = []
    for path, reading in readings.items():
        table = reading.table[reading.table["minutes"].notna()]
        rows, columns = (
            index.get_indexer(table[name].cat.categories)[table[name].cat.codes]
            for name, index in (("origin", communes), ("place", points))
        )
        here = (rows >= 0) & (columns >= 0)
        rows, columns, table = rows[here], columns[here], table[here]
        faults += _told_before(path, table[~np.isnan(minutes[rows, columns])])
        minutes[rows, columns] = table["minutes"]
        found.kilometres[rows, columns] = table["kilometres"]
        found.estimated[rows, columns] = table["estimated"]
    if faults:
        raise DataError(faults)
    return found


def _together(said: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(said))


def _said(reading: MinutesReading) -> str:
    """Name what measured a table, of which day its roads are, and what it measured."""
    about = reading.about
    if about.network_date:
        roads = f"réseau du {reading.vintage}"
    elif reading.table["estimated"].all():
        roads = "sans réseau routier"
    else:
        roads = "réseau de date inconnue"
    return f"{about.engine}, {roads}, {about.convention}"


def _points(
    readings: Sequence[MinutesReading], communes: gpd.GeoSeries, *, around: gpd.GeoSeries
) -> gpd.GeoSeries:
    """Give what the trips of the tables lead to, as far as it lies around some points."""
    spelt = pd.Index(
        dict.fromkeys(
            each for reading in readings for each in reading.table["place"].cat.categories
        )
    )
    codes = communes[communes.notna() & communes.index.isin(spelt)]
    positions = spelt[spelt.str.contains(" ")]
    latitude, longitude = (positions.str.split(" ").str[each].astype("float64") for each in (0, 1))
    metres = gpd.GeoSeries.from_xy(longitude, latitude, index=positions, crs="EPSG:4326").to_crs(
        communes.crs
    )
    west, south, east, north = around.total_bounds
    here = metres.x.between(west - NEAREST_M, east + NEAREST_M) & metres.y.between(
        south - NEAREST_M, north + NEAREST_M
    )
    return gpd.GeoSeries(pd.concat([codes, metres[here]]), crs=communes.crs)


def _told_before(path: Path, again: pd.DataFrame) -> Iterator[Fault]:
    for line, row in again.iloc[: FAULTS_COUNTED + 1].iterrows():
        yield Fault(
            file=str(path), place=f"ligne {line}", row=line,
            found=f"le trajet « {row.origin} » → « {row.place} », déjà dans une autre table",
            expected="chaque trajet dans une seule table", action="Retirez l'une des lignes.",
        )  # fmt: skip
