"""The whole story: files to territory, territory to measures, measures to flags."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import (
    access,
    broadband,
    catalogue,
    classify,
    fetch,
    french,
    geo,
    read,
    territory,
)
from jura_coverage.errors import DataError, Fault
from jura_coverage.parameters import Parameters
from jura_coverage.read import Reading
from jura_coverage.remarks import Remark, remarks
from jura_coverage.travel import LinearEstimate, TravelEngine

BELT_M = 30_000.0  # places and communes of other départements count up to here
AnyReading = TypeVar("AnyReading", bound=Reading[Any])


@dataclass(frozen=True, kw_only=True)
class Files:
    """The files of a run.

    Parameters
    ----------
    communes
        Path as the user gave it, or the embedded one.
    broadband
        Any number of tables, which are put side by side; empty if none is known.
    advisors
        None if no table is known.
    crosswalk
        Former communes of France, for commune tables that do not tell them.
    """

    communes: Path
    broadband: tuple[Path, ...]
    advisors: Path | None
    crosswalk: Path


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
        `far`, `situation` and `border_matters` (a place across the border could change it).
    travel
        What measured the minutes.
    """

    territory: territory.Territory
    communes: gpd.GeoDataFrame
    parameters: Parameters
    travel: TravelEngine
    sources: tuple[catalogue.Source, ...]

    @property
    def engine(self) -> str:
        """What measured the minutes, in French."""
        return self.travel.label


def files(
    departement: str,
    *,
    communes: Path | None = None,
    broadband: Sequence[Path] = (),
    advisors: Path | None = None,
) -> Files:
    """Complete the user's files with the embedded ones; what is in neither is missing.

    Raises
    ------
    UnknownDepartementError
        If the département does not exist, or its communes are neither given nor embedded.
    """
    geo.working_epsg(departement)
    crosswalk = catalogue.default("crosswalk", departement=catalogue.FRANCE)
    if not any(entry.departement == departement for entry in catalogue.entries()):
        return Files(
            communes=communes or catalogue.default("communes", departement=departement),
            broadband=tuple(broadband), advisors=advisors, crosswalk=crosswalk,
        )  # fmt: skip
    embedded = {
        role: catalogue.default(role, departement=departement)
        for role in ("communes", "broadband", "advisors")
    }
    return Files(
        communes=communes or embedded["communes"],
        broadband=tuple(broadband) or (embedded["broadband"],),
        advisors=advisors or embedded["advisors"],
        crosswalk=crosswalk,
    )


def load(
    files: Files,
    *,
    departement: str,
    belt_m: float = BELT_M,
    locate: territory.Locate | None = None,
) -> tuple[territory.Territory, tuple[catalogue.Source, ...]]:
    """Read, check and join the files; the faults of all of them are raised together.

    Returns
    -------
    tuple of Territory and Sources
        The joined tables, and where each comes from.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    faults: list[Fault] = []

    def checked(reader: Callable[..., AnyReading], path: Path, **options: Any) -> AnyReading | None:
        try:
            return reader(path, departement=departement, **options)
        except DataError as error:
            faults.extend(error.faults)
            return None

    communes = checked(read.read_communes, files.communes, belt_m=belt_m)
    connections = [checked(read.read_broadband, path) for path in files.broadband]
    advisors = checked(read.read_advisors, files.advisors) if files.advisors else None
    if communes is None or faults:
        raise DataError(faults)
    crosswalk = communes.crosswalk
    if crosswalk is None:
        crosswalk = read.read_crosswalk(files.crosswalk)
    land = territory.build(
        communes.table, [each.table for each in connections if each],
        advisors.table if advisors else None,
        _concerning(crosswalk, departement), departement=departement,
        neighbours=communes.neighbours, advisors_file=str(files.advisors),
        advisors_official=advisors is not None and advisors.official, belt_m=belt_m, locate=locate,
    )  # fmt: skip
    readings: list[tuple[str, Path | None, Reading[Any] | None]] = [
        ("communes", files.communes, communes),
        *(
            ("broadband", path, each)
            for path, each in zip(files.broadband, connections, strict=True)
        ),
        ("advisors", files.advisors, advisors),
    ]
    given = [(role, path, each) for role, path, each in readings if path and each]
    noted = tuple(remark for _, _, each in given for remark in each.remarks)
    sources = tuple(source(role, path, each) for role, path, each in given)
    return replace(land, remarks=(*noted, *land.remarks)), sources


def source(role: str, path: Path, reading: Reading[Any]) -> catalogue.Source:
    """Say where a table comes from; where it tells no edition, when it was downloaded."""
    dated = reading.dated or fetch.retrieved(path)
    return catalogue.source(role, path, dated=dated, **vars(reading.origin))


def _concerning(crosswalk: pd.DataFrame, departement: str) -> pd.DataFrame:
    """Keep the former communes of a département, and those whose successor is in it."""
    here = [codes.map(geo.departement_of) == departement
            for codes in (crosswalk.index.to_series(), crosswalk["insee"])]  # fmt: skip
    return crosswalk[here[0] | here[1]]


def run(
    departement: str,
    *,
    files: Files,
    parameters: Parameters | None = None,
    engine: TravelEngine | None = None,
    locate: territory.Locate | None = None,
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
    locate
        What finds hosts without position, see :func:`jura_coverage.geocoding.geocoder`.
    """
    parameters = parameters or Parameters()
    engine = engine or LinearEstimate(
        fixed_minutes=parameters.fixed_minutes,
        detour=parameters.detour,
        speed_kmh=parameters.speed_kmh,
    )
    land, sources = load(files, departement=departement, locate=locate)
    measures = measure(land, parameters=parameters, engine=engine)
    land = replace(land, remarks=(*land.remarks, *_border_remarks(land, measures)))
    return Result(
        territory=land,
        communes=land.communes.join(measures),
        parameters=parameters,
        travel=engine,
        sources=sources,
    )


def measure(
    land: territory.Territory, *, parameters: Parameters, engine: TravelEngine
) -> pd.DataFrame:
    """Compute every measure of every commune, on the index of the communes."""
    communes = land.communes
    thresholds = classify.Thresholds(
        poor_share=parameters.poor_share, far_minutes=parameters.far_minutes
    )
    covered = broadband.premises_covered(communes, definition=parameters.definition)
    share_without = broadband.share_without(communes["premises"], covered)
    origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    least_m = geo.least_distance_m(communes.geometry)
    trips = engine.minutes(origins, land.meeting_points, least_m=least_m)
    minutes = access.nearest_minutes(trips)
    poor = classify.is_poor(share_without, thresholds=thresholds)
    far = classify.is_far(minutes, thresholds=thresholds)
    return pd.DataFrame(
        {
            "premises_wired": broadband.premises_covered(communes),
            "premises_covered": covered,
            "share_without": share_without,
            "minutes": minutes,
            "place": access.nearest_place(trips),
            "minutes_second": access.nearest_minutes(trips, rank=2),
            "place_second": access.nearest_place(trips, rank=2),
            "poor": poor,
            "far": far,
            "situation": classify.situation(poor, far),
            "border_matters": _border_matters(
                land,
                origins[far.fillna(False)],
                least_m=least_m,
                parameters=parameters,
                engine=engine,
            ),
        }
    )


def _border_matters(
    land: territory.Territory,
    far: gpd.GeoSeries,
    *,
    least_m: pd.Series,
    parameters: Parameters,
    engine: TravelEngine,
) -> pd.Series:
    """Mark far communes that a place just across the border could bring near.

    None is marked where the places across the border are known, or where nobody works across.
    """
    marked = pd.Series(data=False, index=land.communes.index, name="border_matters")
    if far.empty or not land.border_open:
        return marked
    border = land.communes.geometry.union_all().boundary
    crossings = gpd.GeoSeries(border.interpolate(border.project(far.to_numpy())),
                              index=far.index, crs=far.crs)  # fmt: skip
    minutes = engine.minutes(far, crossings, least_m=least_m[far.index])
    own = pd.Series(np.diag(minutes), index=far.index)
    marked[far.index] = own <= parameters.far_minutes
    return marked


def _border_remarks(land: territory.Territory, measures: pd.DataFrame) -> list[Remark]:
    marked = land.communes.loc[measures["border_matters"], "name"]
    return remarks(
        "border",
        "Les conseillers des départements voisins ne sont pas connus : "
        + french.count(
            len(marked),
            "commune éloignée à proximité du bord pourrait en avoir un plus proche",
            "communes éloignées à proximité du bord pourraient en avoir un plus proche",
        ),
        [f"{name} ({insee})" for insee, name in marked.items()],
    )
