"""What every reader of communes gives: names, residents, believable origins and boundaries."""

from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import columns, french, geography
from jura_coverage.remarks import ALL_COMMUNES, Remark, remarks
from jura_coverage.sources import checks, content, official, repair
from jura_coverage.sources.communes import fold, population
from jura_coverage.sources.communes.faults import outside_faults
from jura_coverage.sources.communes.mend import without_holes
from jura_coverage.sources.communes.population import Residents
from jura_coverage.sources.editions import Edition
from jura_coverage.sources.reading import CommuneReading, Publication

COLUMNS = ("insee", "name", "epci", "epci_name", "residents")
# Codes separated by spaces, empty where none is told.
POSTCODES = "postcodes"
IN_PART = columns.RESIDENTS_IN_PART.name
LON_LAT = "EPSG:4326"


def commune_table(
    *,
    insee: pd.Series,
    name: pd.Series,
    epci: pd.Series,
    epci_name: pd.Series,
    residents: Residents,
    town_hall: gpd.GeoSeries,
    geometry: gpd.GeoSeries,
    part: pd.Series | None = None,
    postcodes: pd.Series | None = None,
) -> gpd.GeoDataFrame:
    """Put the columns of an official table together, in degrees.

    Parameters
    ----------
    insee, name, epci, epci_name
        Columns on one index; missing texts become empty.
    residents
        On the same index.
    town_hall, geometry
        In degrees; missing where unknown.
    part
        Which rows are delegated or associated communes; None for none.
    postcodes
        Of each row those of its addresses, separated by spaces; None where the table tells none.

    Returns
    -------
    GeoDataFrame
        :data:`COLUMNS`, :data:`POSTCODES`, `found` and `place` of the residents, `town_hall`,
        `part` and the boundaries, each a valid surface or missing.
    """
    surfaces = geometry.where(geometry.geom_type.isin(["Polygon", "MultiPolygon"]))
    crossed = surfaces.notna() & ~surfaces.is_valid
    surfaces[crossed] = surfaces[crossed].map(geography.without_slivers)
    return gpd.GeoDataFrame(
        {
            "insee": texts(insee),
            "name": texts(name),
            "epci": texts(epci),
            "epci_name": texts(epci_name),
            "residents": residents.counts,
            "found": residents.found,
            "place": residents.place,
            "town_hall": town_hall.where(town_hall.geom_type == "Point"),
            "part": False if part is None else part,
            POSTCODES: "" if postcodes is None else texts(postcodes),
        },
        geometry=surfaces.where(~surfaces.is_empty),
        crs=LON_LAT,
    )


def texts(column: pd.Series) -> pd.Series:
    """Give legible, stripped text, empty where there is none."""
    return column.astype(object).fillna("").astype("str").map(french.legible).str.strip()


def read_of_departement(
    table: gpd.GeoDataFrame,
    departement: str | None,
    *,
    path: Path,
    rows: int,
    publication: Publication,
    belt_m: float,
    epci_named: str,
    apart: bool,
    dated: Edition | None = None,
    found: Iterable[Remark] = (),
) -> CommuneReading:
    """Make a reading of an official table: one département, its neighbours, its remarks.

    Parameters
    ----------
    table
        What :func:`commune_table` made.
    departement
        Which to keep, projected in metres; None for all of France in degrees.
    path, rows, publication, dated
        What is known of the file.
    belt_m
        How near communes of other départements must be to be neighbours.
    epci_named
        French clause, said where names of EPCI lack: what gives them.
    apart
        Whether arrondissements are communes of their own.
    found
        Remarks of the reader.

    Raises
    ------
    DataError
        If no commune of the département is in the table.
    """
    codes = repair.without_unusable(_own_codes(table["insee"]))
    usable = (codes != "") & (table["name"] != "")
    listed = table.assign(insee=codes)[usable]
    here = (
        listed["insee"].map(geography.departement_of) == departement
        if departement
        else listed["insee"] != ""
    )
    counted = listed[here & ~listed["part"]]
    listed = listed.drop(columns=["found", "place"])
    own, folded = fold.one_row_a_commune(listed[here], file=path.name, apart=apart)
    if own.empty:
        raise official.nothing_usable(path, f"les communes du département {departement or ''}")
    if own.geometry.isna().all():  # one that lacks keeps its row; without any there is no map
        raise content.whole_file(
            path, f"aucune limite de commune du département {departement or ''}".rstrip(),
            "les limites des communes", "Prenez un fichier qui les a.",
        )  # fmt: skip
    checks.refuse(
        [
            *population.faults(counted, file=str(path)),
            *outside_faults(own, departement, file=str(path)),
        ]
    )
    mended: list[Remark] = []
    if departement:
        metres = own.to_crs(geography.working_epsg(departement))
        own, mended = without_holes(metres, departement, file=path.name)
    communes = _with_origins(own, departement)
    neighbours = communes[:0]
    outline = communes.geometry.dropna()
    if departement and len(outline):
        others, _ = fold.one_row_a_commune(listed[~here], file=path.name, apart=apart)
        beside = _with_origins(others, departement)
        neighbours = beside[beside.dwithin(outline.union_all(), belt_m)]
    checks.refuse(
        checks.faults(
            communes.reset_index(), checks.communes(departement), file=str(path), headings={},
            row_word=population.ROW,
        )
    )  # fmt: skip
    bare = communes.geometry.isna()
    unusable = table.loc[~usable, "insee"]
    belt = french.count(len(neighbours), "commune gardée", "communes gardées")
    beyond = rows - int(here.sum()) - len(unusable) if departement else 0
    return CommuneReading(
        table=communes,
        rows=rows,
        publication=publication,
        dated=dated,
        neighbours=neighbours,
        remarks=(
            *found,
            *remarks(
                "set_aside",
                f"{path.name}, lignes sans code Insee ou sans nom, mises de côté",
                [f"« {code} »" for code in unusable],
            ),
            *population.silent(counted, file=path.name),
            *folded,
            *mended,
            *remarks(
                "set_aside",
                french.count(
                    beyond,
                    "ligne d'un autre département ou d'une ancienne commune, mise de côté",
                    "lignes d'autres départements ou d'anciennes communes, mises de côté",
                )
                + (f" ; {belt} au pourtour" if len(neighbours) else ""),
                [path.name] if beyond else [],
            ),
            *remarks(
                "missing",
                f"{french.count(int(bare.sum()), 'commune')} sans limites connues, donc sans carte "
                "ni minutes",
                [f"{name} ({insee})" for insee, name in communes.loc[bare, "name"].items()],
            ),
            *_epci_remarks(communes, file=path.name, named=epci_named),
        ),
    )


def _epci_remarks(communes: gpd.GeoDataFrame, *, file: str, named: str) -> list[Remark]:
    """Say whose EPCI has no name, and what would give it."""
    unnamed = communes.loc[
        (communes["epci_name"] == "") & ~communes.index.isin(geography.WITHOUT_EPCI), "name"
    ]
    number = french.count(
        len(unnamed),
        "commune sans nom d'intercommunalité", "communes sans nom d'intercommunalité",
    )  # fmt: skip
    whole = len(unnamed) == len(communes) > 1
    return remarks(
        "missing",
        f"{file}, {number}, {named}",
        [ALL_COMMUNES] if whole else [f"{name} ({insee})" for insee, name in unnamed.items()],
    )


def _own_codes(codes: pd.Series) -> pd.Series:
    """Put codes right, but leave arrondissements apart: what is folded hangs on the other rows."""
    whole = repair.commune_codes(codes)
    return codes.where(codes.map(geography.whole_commune) == whole, whole)


def _with_origins(table: gpd.GeoDataFrame, departement: str | None) -> gpd.GeoDataFrame:
    """Choose the origins in metres; the result is in metres if it is of one département."""
    if departement:
        projected = table.to_crs(geography.working_epsg(departement))
        origin, source = _origins_in(projected.geometry, table["town_hall"])
        whole = projected.assign(origin=origin, origin_source=source)
    else:
        zone = table["insee"].map(
            lambda code: geography.working_epsg(geography.departement_of(code))
        )
        parts = [
            _origins_in(shapes.to_crs(epsg), table.loc[shapes.index, "town_hall"])
            for epsg, shapes in table.geometry.groupby(zone)
        ]
        origins = pd.concat([origin.to_crs(LON_LAT) for origin, _ in parts])
        whole = table.assign(origin=origins, origin_source=pd.concat([each for _, each in parts]))
    kept = [*COLUMNS, POSTCODES, IN_PART, "origin", "origin_source", "geometry"]
    return whole[kept].set_index("insee").sort_index()


def _origins_in(shapes: gpd.GeoSeries, town_halls: pd.Series) -> tuple[gpd.GeoSeries, pd.Series]:
    halls = gpd.GeoSeries(town_halls, crs=LON_LAT).to_crs(shapes.crs)
    origin, source = geography.origins(shapes, halls)
    return origin, source.astype("str")
