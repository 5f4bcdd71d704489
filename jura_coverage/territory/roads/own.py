"""Whether tables of minutes are those of a territory: of its communes and of its places."""

import itertools

import geopandas as gpd
import pandas as pd

from jura_coverage.errors import DataError, Fault
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures.tabled import NO_COLUMN, NO_ROW, TabledMinutes, lacking
from jura_coverage.territory.land import Territory

ANOTHER = "Vérifiez que c'est la table de ce département et de ces lieux."


def require_own(land: Territory, engine: TabledMinutes) -> None:
    """Refuse tables that are of other communes or of other places, whatever else is asked.

    Raises
    ------
    DataError
        If no trip leaves from most communes of the département, or leads to most of its places.
    """
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


def places(land: Territory) -> gpd.GeoSeries:
    """Give where any service receives the public, by names."""
    each = [
        gpd.GeoSeries(
            points.to_numpy(), index=land.services[service.role]["host"], crs=land.communes.crs
        )
        for service in SERVICES
        for points in [land.receiving(service)]
    ]
    return gpd.GeoSeries(pd.concat(each), crs=land.communes.crs)
