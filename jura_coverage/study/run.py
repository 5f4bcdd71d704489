"""The whole story: files to territory, territory to measures, measures to flags."""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures import access, flags, internet
from jura_coverage.measures.travel import LinearEstimate, TravelEngine
from jura_coverage.parameters import Parameters
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import (
    catalogue,
)
from jura_coverage.territory import Locate, Territory
from jura_coverage.territory.load import Files, load


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

    territory: Territory
    communes: gpd.GeoDataFrame
    parameters: Parameters
    travel: TravelEngine
    sources: tuple[catalogue.Source, ...]

    @property
    def engine(self) -> str:
        """What measured the minutes, in French."""
        return self.travel.label


def run(
    departement: str,
    *,
    files: Files,
    parameters: Parameters | None = None,
    engine: TravelEngine | None = None,
    locate: Locate | None = None,
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
        What finds hosts without position, see :func:`jura_coverage.sources.geocoding.geocoder`.
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


def measure(land: Territory, *, parameters: Parameters, engine: TravelEngine) -> pd.DataFrame:
    """Compute every measure of every commune, on the index of the communes."""
    communes = land.communes
    thresholds = flags.Thresholds(
        poor_share=parameters.poor_share, far_minutes=parameters.far_minutes
    )
    covered = internet.premises_covered(communes, definition=parameters.definition)
    share_without = internet.share_without(communes["premises"], covered)
    origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    least_m = geography.least_distance_m(communes.geometry)
    trips = engine.minutes(origins, land.meeting_points, least_m=least_m)
    minutes = access.nearest_minutes(trips)
    poor = flags.is_poor(share_without, thresholds=thresholds)
    far = flags.is_far(minutes, thresholds=thresholds)
    return pd.DataFrame(
        {
            "premises_wired": internet.premises_covered(communes),
            "premises_covered": covered,
            "share_without": share_without,
            "minutes": minutes,
            "place": access.nearest_place(trips),
            "minutes_second": access.nearest_minutes(trips, rank=2),
            "place_second": access.nearest_place(trips, rank=2),
            "poor": poor,
            "far": far,
            "situation": flags.situation(poor, far),
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
    land: Territory,
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


def _border_remarks(land: Territory, measures: pd.DataFrame) -> list[Remark]:
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
