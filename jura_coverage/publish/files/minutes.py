"""A table of the minutes of a study, from any engine, that another study reads."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import geography
from jura_coverage.errors import MissingExtraError, installing
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.tabled import TabledMinutes
from jura_coverage.publish import text
from jura_coverage.sources.minutes import OPENSTREETMAP, POSITION_DECIMALS, About, beside
from jura_coverage.sources.roads.engine import Answer, RoadEngine
from jura_coverage.study import Result

FORMATS = (".csv", ".parquet")
BY_CROW_FLY = "du point de départ de chaque commune au lieu, à vol d'oiseau"

side = beside


def write_minutes(result: Result, path: Path) -> None:
    """Write the minutes of a study, and beside them what measured them.

    Parameters
    ----------
    result
        A study.
    path
        Ends in one of :data:`FORMATS`.

    Raises
    ------
    MissingExtraError
        If it ends in ``.parquet``, and what writes that is not installed.
    """
    table = trips(result)
    if path.suffix.lower() == ".csv":
        text.write_text(table.to_csv(index=False, lineterminator="\n"), path)
    else:
        try:
            table.to_parquet(path, index=False)
        except ImportError as error:
            raise MissingExtraError(
                f"{path.name} : pour écrire un fichier Parquet, il faut pyarrow ; installez-le par "
                f"{installing('parquet')}, ou donnez un nom en .csv."
            ) from error
    text.write_text(_told(about(result)), side(path))


def trips(result: Result) -> pd.DataFrame:
    """Give every trip whose minutes are known.

    Returns
    -------
    DataFrame
        `origin`, a commune of the département or of the belt; `place`, a commune of the
        département, or the position of a place where any service receives; `minutes`, to the last
        digit; `estimated`, 1 or 0; where roads told them, `kilometres`, and `snap_m` of a network.
    """
    crs = result.communes.crs
    everyone = pd.concat([result.territory.communes, result.territory.neighbours])
    origins = gpd.GeoSeries(everyone["origin"], crs=crs)
    least_m = geography.least_distance_m(gpd.GeoSeries(everyone.geometry, crs=crs))
    engine = result.ways.engine
    places = gpd.GeoSeries(pd.concat([result.ways.origins, _positions(result)]), crs=crs)
    besides: dict[str, FloatArray] = {}
    if isinstance(engine, RoadEngine):
        answer = engine.answer(origins, places)
        minutes, besides = answer.minutes.to_numpy(), _of_roads(answer)
    else:
        minutes = engine.minutes(origins, places, least_m=least_m).to_numpy()
    if isinstance(engine, TabledMinutes) and not np.isnan(engine.kilometres).all():
        besides = {"kilometres": engine.kilometres_between(origins, places)}
    here, there = np.nonzero(np.isfinite(minutes))
    return pd.DataFrame(
        {
            "origin": origins.index[here],
            "place": places.index[there],
            "minutes": minutes[here, there],
            **{name: values[here, there] for name, values in besides.items()},
            "estimated": (~engine.measured(origins, places)[here, there]).astype(int),
        }
    )


def _of_roads(answer: Answer) -> dict[str, FloatArray]:
    """Give what roads tell of trips besides their minutes, to the metre."""
    ends_m = np.maximum(answer.from_road_m.to_numpy()[:, None], answer.to_road_m.to_numpy())
    return {"kilometres": answer.kilometres.to_numpy().round(3), "snap_m": ends_m.round()}


def about(result: Result) -> About:
    """Say what measured the minutes of a study."""
    engine = result.ways.engine
    if not isinstance(engine, TabledMinutes | RoadEngine):
        return About(engine=engine.label, convention=BY_CROW_FLY)
    attribution, licence = _whose(result)
    return About(
        engine=engine.name, network_date=engine.network_date, convention=engine.convention,
        attribution=attribution, licence=licence,
    )  # fmt: skip


def _whose(result: Result) -> tuple[str, str]:
    """Say to whom the roads belong, and under which licence; empty if no table told it."""
    if isinstance(result.ways.engine, RoadEngine):
        return OPENSTREETMAP
    tables = [each for each in result.sources if each.role == "minutes"]
    attribution, licence = (
        " ; ".join(dict.fromkeys(filter(None, told)))
        for told in ([each.attribution for each in tables], [each.licence for each in tables])
    )
    return attribution, licence


def _positions(result: Result) -> gpd.GeoSeries:
    """Give the points where services receive, each once, by latitude and longitude."""
    land = result.territory
    points = pd.concat([land.receiving(service) for service in SERVICES])
    known = gpd.GeoSeries(points[points.x.notna()], crs=land.communes.crs)
    degrees = known.to_crs("EPSG:4326")
    spelt = [
        f"{latitude:.{POSITION_DECIMALS}f} {longitude:.{POSITION_DECIMALS}f}"
        for latitude, longitude in zip(degrees.y, degrees.x, strict=True)
    ]
    named = gpd.GeoSeries(known.to_numpy(), index=spelt, crs=known.crs)
    return named[~named.index.duplicated()]


def _told(said: About) -> str:
    """Write what measured minutes as TOML, whose texts are quoted as those of JSON."""
    lines = [
        f"{name} = {value.isoformat() if isinstance(value, date) else text.json_text(value)}"
        for name, value in asdict(said).items()
        if value
    ]
    return "\n".join(lines) + "\n"
