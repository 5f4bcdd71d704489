"""The whole story: files to territory, territory to measures, measures to flags."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from jura_coverage import access, broadband, catalogue, classify, geo, read, territory
from jura_coverage.errors import DataError, Fault
from jura_coverage.parameters import Parameters
from jura_coverage.travel import LinearEstimate, TravelEngine

Table = TypeVar("Table")


@dataclass(frozen=True, kw_only=True)
class Files:
    """The files of a run.

    Parameters
    ----------
    communes, broadband, advisors
        Paths as the user gave them, or the embedded ones.
    crosswalk
        Former communes; None if nothing is known of mergers.
    """

    communes: Path
    broadband: Path
    advisors: Path
    crosswalk: Path | None

    @property
    def sources(self) -> tuple[catalogue.Source, ...]:
        """Where each of the three tables comes from."""
        return tuple(
            catalogue.source(role, getattr(self, role))
            for role in ("communes", "broadband", "advisors")
        )


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run found.

    Parameters
    ----------
    territory
        The joined input.
    communes
        The territory's communes with `premises_wired`, `premises_covered` (by the chosen
        definition), `share_without`, `minutes`, `place`, `minutes_second`, `place_second`, `poor`,
        `far` and `situation`.
    engine
        What measured the minutes, in French.
    """

    territory: territory.Territory
    communes: gpd.GeoDataFrame
    parameters: Parameters
    engine: str
    sources: tuple[catalogue.Source, ...]


def files(
    departement: str,
    *,
    communes: Path | None = None,
    broadband: Path | None = None,
    advisors: Path | None = None,
) -> Files:
    """Complete the user's files with the embedded ones.

    Raises
    ------
    UnknownDepartementError
        If the département does not exist, or a file is needed that is not embedded.
    """
    geo.working_epsg(departement)
    embedded = any(entry.departement == departement for entry in catalogue.entries())
    return Files(
        communes=communes or catalogue.default("communes", departement=departement),
        broadband=broadband or catalogue.default("broadband", departement=departement),
        advisors=advisors or catalogue.default("advisors", departement=departement),
        crosswalk=catalogue.default("crosswalk", departement=departement) if embedded else None,
    )


def load(files: Files, *, departement: str) -> territory.Territory:
    """Read, check and join the files; the faults of all of them are raised together.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    faults: list[Fault] = []

    def checked(reader: Callable[..., Table], path: Path) -> Table | None:
        try:
            return reader(path, departement=departement)
        except DataError as error:
            faults.extend(error.faults)
            return None

    communes = checked(read.read_communes, files.communes)
    connections = checked(read.read_broadband, files.broadband)
    advisors = checked(read.read_advisors, files.advisors)
    if communes is None or connections is None or advisors is None:
        raise DataError(faults)
    crosswalk = read.read_crosswalk(files.crosswalk) if files.crosswalk else read.NO_CROSSWALK
    return territory.build(
        communes, connections, advisors, crosswalk,
        departement=departement, advisors_file=str(files.advisors),
    )  # fmt: skip


def run(
    departement: str,
    *,
    files: Files,
    parameters: Parameters | None = None,
    engine: TravelEngine | None = None,
) -> Result:
    """Measure a département: who is poorly connected, who is far, who is flagged.

    Parameters
    ----------
    departement
        Its code, such as ``"39"``.
    files
        Where the tables are, see :func:`files`.
    parameters
        Thresholds and definitions; the defaults of :class:`Parameters` if None.
    engine
        What measures minutes; the linear estimate of the parameters if None.
    """
    parameters = parameters or Parameters()
    engine = engine or LinearEstimate(
        fixed_minutes=parameters.fixed_minutes,
        detour=parameters.detour,
        speed_kmh=parameters.speed_kmh,
    )
    land = load(files, departement=departement)
    measures = measure(land, parameters=parameters, engine=engine)
    return Result(
        territory=land,
        communes=land.communes.join(measures),
        parameters=parameters,
        engine=engine.label,
        sources=files.sources,
    )


def measure(
    land: territory.Territory, *, parameters: Parameters, engine: TravelEngine
) -> pd.DataFrame:
    """Compute every measure of every commune, on the index of the communes."""
    communes = land.communes
    thresholds = classify.Thresholds(
        poor_share=parameters.poor_share, far_minutes=parameters.far_minutes
    )
    technologies = communes[list(broadband.TECHNOLOGIES)]
    covered = broadband.premises_covered(technologies, definition=parameters.definition)
    share_without = broadband.share_without(communes["premises"], covered)
    trips = engine.minutes(
        gpd.GeoSeries(communes["origin"], crs=communes.crs),
        land.places.geometry,
        least_m=geo.least_distance_m(communes.geometry),
    )
    minutes = access.nearest_minutes(trips)
    poor = classify.is_poor(share_without, thresholds=thresholds)
    far = classify.is_far(minutes, thresholds=thresholds)
    return pd.DataFrame(
        {
            "premises_wired": broadband.premises_covered(technologies),
            "premises_covered": covered,
            "share_without": share_without,
            "minutes": minutes,
            "place": access.nearest_place(trips),
            "minutes_second": access.nearest_minutes(trips, rank=2),
            "place_second": access.nearest_place(trips, rank=2),
            "poor": poor,
            "far": far,
            "situation": classify.situation(poor, far),
        }
    )
