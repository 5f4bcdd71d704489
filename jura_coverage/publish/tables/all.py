"""The exported tables, with French headings that the data dictionary describes."""

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, words
from jura_coverage.measures.hamlets import Hamlets
from jura_coverage.posts import Decision
from jura_coverage.publish.tables import plan
from jura_coverage.publish.tables.communes import commune_table
from jura_coverage.publish.tables.table import Table
from jura_coverage.study import Result, groups
from jura_coverage.territory.places import FROM_COMMUNE, FROM_POSITION

HAMLETS = "hameaux"
POSITION_NAMES = {
    FROM_POSITION: "position connue",
    FROM_COMMUNE: "mairie de la commune, faute de position",
}


def all_tables(result: Result, decision: Decision | None = None) -> list[Table]:
    """Give every table that holds data, without geometry, in the order in which it is read."""
    return [
        Table(name="communes", title="Communes", frame=communes(result, decision),
              known=columns.COMMUNES, frozen=2,
              meaning="Une ligne par commune : internet, conseillers, cuivre, et si elle est "
              "signalée."),
        Table(name="intercommunalites", title="Intercommunalités", frame=epci(result),
              known=columns.EPCI, frozen=2,
              meaning="Une ligne par intercommunalité : les chiffres de ses communes, réunis."),
        Table(name="structures", title="Structures et postes", frame=hosts(result),
              known=columns.HOSTS, meaning="Une ligne par lieu où travaillent des conseillers."),
        *_hamlets(result),
        *(plan.tables(decision) if decision else []),
    ]  # fmt: skip


def communes(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give a row a commune, without the columns that are the same in every row.

    Parameters
    ----------
    result
        A run.
    decision
        Adds how sure each flag is.
    """
    table = commune_table(result, certainty=decision.certainty if decision else None)
    fields = [column.field for column in columns.PROVENANCE]
    return table.drop(columns=fields).reset_index(drop=True)


def commune_shapes(
    result: Result, decision: Decision | None = None, *, crs: int | None = None
) -> gpd.GeoDataFrame:
    """Give the table of communes with their boundaries.

    Parameters
    ----------
    result, decision
        As in :func:`communes`.
    crs
        EPSG code of the projection; the one that the département is measured in if None.
    """
    geometry = result.communes.geometry.reset_index(drop=True)
    shapes = gpd.GeoDataFrame(
        communes(result, decision), geometry=geometry, crs=result.communes.crs
    )
    return shapes if crs is None else shapes.to_crs(crs)


def epci(result: Result) -> pd.DataFrame:
    """Give a row an EPCI."""
    return columns.table(groups.by_epci(result).reset_index(), columns.EPCI)


def hosts(result: Result) -> pd.DataFrame:
    """Give a row a place where advisors work."""
    places, land = result.territory.places, result.communes
    nearest = land.groupby("place")["residents"]
    values = pd.DataFrame(places.drop(columns="geometry")).assign(
        name=places["commune"],
        epci_name=places["insee"].map(land["epci_name"]),
        presence=[
            words.presence(posts, days)
            for posts, days in zip(places["posts"], places["days"], strict=True)
        ],
        opening_hours=places["opening_hours"].map(words.opening_hours),
        position_source=places["position_source"].map(POSITION_NAMES),
        communes_nearest=nearest.size().reindex(places.index, fill_value=0),
        residents_nearest=nearest.sum(min_count=1).reindex(places.index, fill_value=0),
    )
    return columns.table(values, columns.HOSTS)


def _hamlets(result: Result) -> list[Table]:
    """Give the table of hamlets, if there are buildings."""
    if result.hamlets is None:
        return []
    return [
        Table(
            name=HAMLETS, title="Hameaux", known=columns.HAMLETS,
            frame=pd.DataFrame(hamlet_shapes(result.hamlets).drop(columns="geometry")),
            meaning=words.of_hamlets(result.hamlets),
        )
    ]  # fmt: skip


def hamlet_shapes(found: Hamlets) -> gpd.GeoDataFrame:
    """Give the table of hamlets with their squares."""
    cells = found.cells
    frame = columns.table(pd.DataFrame(cells.reset_index()), columns.HAMLETS)
    return gpd.GeoDataFrame(frame, geometry=cells.geometry.to_numpy(), crs=cells.crs)


def host_shapes(result: Result) -> gpd.GeoDataFrame:
    """Give the table of places with their positions."""
    places = result.territory.places
    return gpd.GeoDataFrame(hosts(result), geometry=places.geometry, crs=places.crs)
