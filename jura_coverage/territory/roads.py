"""Tables of minutes to a travel engine: which of their trips are those of a territory."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, sources
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures.tabled import (
    NEAREST_M,
    NO_COLUMN,
    NO_ROW,
    SAME_M,
    TabledMinutes,
    lacking,
)
from jura_coverage.measures.travel import CrowFlyEstimate
from jura_coverage.parameters import Parameters
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import MinutesReading, catalogue
from jura_coverage.territory.join import Territory
from jura_coverage.territory.load import source

ANOTHER = "Vérifiez que c'est la table de ce département et de ces lieux."
LENT = (
    f"Lieux à plus de {SAME_M:.0f} m de tout point de la table des minutes, qui prennent celles de "
    "la commune dont le point de départ est le plus proche"
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


def measured(land: Territory, parameters: Parameters) -> Measured:
    """Read the tables of minutes that some parameters name, for a territory.

    Parameters
    ----------
    land
        A territory.
    parameters
        With at least one table.

    Raises
    ------
    DataError
        With every fault of every table; if two tell the same trip; or if most communes or most
        places of the département are in none.
    """
    paths = [Path(each) for each in parameters.roads.minutes]
    faults: list[Fault] = []
    readings: list[MinutesReading] = []
    for path in paths:
        try:
            readings.append(sources.read_minutes(path, departement=None))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    told = tuple(source("minutes", *each) for each in zip(paths, readings, strict=True))
    engine = _engine(land, parameters, paths, readings, told)
    _require_own(land, engine)
    if parameters.roads.missing_pairs == "refuse":  # of all services at once
        origins = gpd.GeoSeries(land.communes["origin"], crs=land.communes.crs)
        engine.minutes(origins, _places(land), least_m=origins.x)
    return Measured(
        engine=engine,
        remarks=(*(each for reading in readings for each in reading.remarks), *_lent(land, engine)),
        sources=told,
    )


def _engine(
    land: Territory,
    parameters: Parameters,
    paths: Sequence[Path],
    readings: Sequence[MinutesReading],
    told: Sequence[catalogue.Source],
) -> TabledMinutes:
    everyone = pd.concat([land.communes, land.neighbours])
    communes = gpd.GeoSeries(everyone["origin"], crs=land.communes.crs)
    points = _points(readings, communes, around=pd.concat([communes, _places(land)]))
    minutes = np.full((len(communes), len(points)), np.nan)
    estimated = np.zeros(minutes.shape, dtype=bool)
    faults: list[Fault] = []
    for path, reading in zip(paths, readings, strict=True):
        table = reading.table[reading.table["minutes"].notna()]
        rows, columns = (
            index.get_indexer(table[name].cat.categories)[table[name].cat.codes]
            for name, index in (("origin", communes.index), ("place", points.index))
        )
        here = (rows >= 0) & (columns >= 0)
        rows, columns, table = rows[here], columns[here], table[here]
        faults += _told_before(path, table[~np.isnan(minutes[rows, columns])])
        minutes[rows, columns] = table["minutes"]
        estimated[rows, columns] = table["estimated"]
    if faults:
        raise DataError(faults)
    estimate, missing_pairs = CrowFlyEstimate.of(parameters), parameters.roads.missing_pairs
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
        files=", ".join(map(str, paths)), names=everyone["name"], points=points, told=minutes,
        estimated=estimated,
        missing_pairs=missing_pairs, estimate=estimate,
    )  # fmt: skip


def _together(said: Iterable[str]) -> str:
    return " ; ".join(dict.fromkeys(said))


def _said(reading: MinutesReading) -> str:
    """Name what measured a table, of which day its roads are, and what it measured."""
    about = reading.about
    roads = f"réseau du {reading.vintage}" if about.network_date else "sans réseau routier"
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
            file=str(path), place=f"ligne {line}",
            found=f"le trajet « {row.origin} » → « {row.place} », déjà dans une autre table",
            expected="chaque trajet dans une seule table", action="Retirez l'une des lignes.",
        )  # fmt: skip


def _require_own(land: Territory, engine: TabledMinutes) -> None:
    """Refuse tables that are of other communes or of other places, whatever else is asked."""
    own = land.own_places
    there = gpd.GeoSeries(own.geometry[own["fte_open"] > 0])
    known = engine.told_at_all(land.communes.index, there)
    names = (
        [f"{name} ({insee})" for insee, name in land.communes["name"].items()],
        own.loc[there.index, "name"].tolist(),
    )
    all_of = ("communes du département", "lieux du département où des conseillers reçoivent")
    faults = [
        Fault(
            file=engine.files,
            found=lacking(int((~told).sum()), words, [*itertools.compress(called, ~told)]),
            expected=f"des trajets pour la plupart des {len(told)} {of}", action=ANOTHER,
        )
        for told, words, called, of in zip(
            known, (NO_ROW, NO_COLUMN), names, all_of, strict=True
        )
        if 2 * int((~told).sum()) > len(told)
    ]  # fmt: skip
    if faults:
        raise DataError(faults)


def _places(land: Territory) -> gpd.GeoSeries:
    """Give where any service receives the public, by names."""
    each = [
        gpd.GeoSeries(
            points.to_numpy(), index=land.services[service.role]["host"], crs=land.communes.crs
        )
        for service in SERVICES
        for points in [land.receiving(service)]
    ]
    return gpd.GeoSeries(pd.concat(each), crs=land.communes.crs)


def _lent(land: Territory, engine: TabledMinutes) -> list[Remark]:
    """Say which places take the minutes of a commune that they are not at."""
    lent = engine.lent_m(_places(land)).dropna()
    return remarks(
        "position", LENT,
        [f"{name} ({french.number(metres / 1000, 1)} km)" for name, metres in lent.items()],
    )  # fmt: skip
