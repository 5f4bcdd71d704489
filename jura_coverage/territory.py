"""The territory: one row a commune, its broadband and its places, none lost in the joins."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geo
from jura_coverage.broadband import TECHNOLOGIES
from jura_coverage.errors import DataError, Fault
from jura_coverage.remarks import Remark

COUNTS = ("premises", *TECHNOLOGIES)
FROM_POSITION = "position"
FROM_COMMUNE = "commune"


@dataclass(frozen=True, kw_only=True)
class Territory:
    """A département as the measures see it.

    Parameters
    ----------
    departement
        Its code.
    communes
        Index ``insee``: `name`, `epci`, `epci_name`, `residents`, `origin` (points),
        `origin_source`, premises by technology, copper closure, polygons; in metres. Broadband
        is missing where the table has no row.
    places
        Where advisors work: `host`, `insee`, `posts`, `position_source`, points; in metres.
    remarks
        What did not match, was mapped, replaced or is missing.
    crosswalk
        Former communes, as :func:`jura_coverage.read.read_crosswalk` gives them.
    """

    departement: str
    communes: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    remarks: tuple[Remark, ...]
    crosswalk: pd.DataFrame


def build(
    communes: gpd.GeoDataFrame,
    broadband: pd.DataFrame,
    advisors: pd.DataFrame,
    crosswalk: pd.DataFrame,
    *,
    departement: str,
    advisors_file: str = "conseillers",
) -> Territory:
    """Join the three tables on the communes of today.

    Parameters
    ----------
    communes, broadband, advisors, crosswalk
        What the readers of :mod:`jura_coverage.read` give.
    departement
        Code of the département.
    advisors_file
        The file to name if a host can be placed nowhere.

    Raises
    ------
    DataError
        If a host has no position and a code that fits no commune.
    """
    broadband_rows, broadband_remarks = _of_today(broadband, communes, crosswalk, name="débit")
    advisor_rows, advisor_remarks = _of_today(advisors, communes, crosswalk, name="conseillers")
    joined = communes.join(_one_row_a_commune(broadband_rows))
    places, position_remarks = _places(advisor_rows, communes, file=advisors_file)
    return Territory(
        departement=departement,
        communes=joined,
        places=places,
        remarks=(
            *broadband_remarks,
            *advisor_remarks,
            *position_remarks,
            *_origin_remarks(communes),
            *_missing_remarks(joined),
        ),
        crosswalk=crosswalk,
    )


def former_commune(land: Territory, wanted: str) -> pd.Series | None:
    """Find the former commune that a user means.

    Parameters
    ----------
    land
        A territory.
    wanted
        A code, or a whole name with or without accents, hyphens and article.

    Returns
    -------
    Series or None
        Its row of the crosswalk; None if there is not exactly one, or a commune of today bears
        the name.
    """
    key = french.fold(wanted)
    if (land.communes["name"].map(french.fold) == key).any():
        return None
    names = land.crosswalk["name_former"].map(french.fold)
    fitting = land.crosswalk[(names == key) | (names.index == wanted.strip().upper())]
    return fitting.iloc[0] if len(fitting) == 1 else None


def _of_today(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame, *, name: str
) -> tuple[pd.DataFrame, list[Remark]]:
    """Replace the codes of former communes, and report the codes that fit no commune."""
    code = table["insee"]
    unknown = ~code.isin(communes.index) & (code != "")
    successor = code.map(crosswalk["insee"])
    merged = unknown & successor.isin(communes.index)
    unmatched = unknown & ~merged
    remarks = []
    if merged.any():
        pairs = tuple(
            f"{crosswalk.at[former, 'name_former']} ({former}) → "
            f"{communes.at[today, 'name']} ({today})"
            for former, today in zip(code[merged], successor[merged], strict=True)
        )
        text = f"Table {name} : {_lines(len(pairs))} d'anciennes communes, rattachées à l'actuelle"
        remarks.append(Remark(kind="merger", text=text, concerns=pairs))
    if unmatched.any():
        codes = tuple(
            f"{former} (ligne {line}"
            + (f", rattachée à {crosswalk.at[former, 'name']}" if former in crosswalk.index else "")
            + ")"
            for line, former in code[unmatched].items()
        )
        text = f"Table {name} : {_lines(len(codes))} sans commune correspondante"
        remarks.append(Remark(kind="unmatched", text=text, concerns=codes))
    return table.assign(insee=code.mask(merged, successor)), remarks


def _one_row_a_commune(broadband: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of communes that have merged since; a missing count stays missing."""
    rows = broadband.groupby("insee")
    table = rows[list(COUNTS)].sum(min_count=1)
    table = table.mask(rows[list(COUNTS)].count().lt(rows.size(), axis=0))
    table["copper_status"] = rows["copper_status"].first()
    # Copper is gone from a commune when it is gone from its last part.
    table["copper_closure_date"] = rows["copper_closure_date"].max()
    table["copper_closure_year"] = rows["copper_closure_year"].max()
    return table


def _places(
    advisors: pd.DataFrame, communes: gpd.GeoDataFrame, *, file: str
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Put every host on the map: where it is, else at its commune's origin."""
    positioned = advisors["latitude"].notna()
    known = advisors["insee"].isin(communes.index)
    nowhere = ~positioned & ~known
    if nowhere.any():
        raise DataError(
            [
                Fault(
                    file=file,
                    place=f"ligne {line}, structure « {row.host} »",
                    found=f"le code « {row.insee} », qui n'est celui d'aucune commune, et aucune "
                    "position",
                    expected="le code Insee d'une commune actuelle ou ancienne, ou une position",
                    action="Corrigez le code ou ajoutez la latitude et la longitude.",
                )
                for line, row in advisors[nowhere].iterrows()
            ]
        )
    points = gpd.GeoSeries(
        gpd.points_from_xy(advisors["longitude"], advisors["latitude"]),
        index=advisors.index,
        crs="EPSG:4326",
    ).to_crs(communes.crs)
    origin = gpd.GeoSeries(advisors["insee"].map(communes["origin"]), crs=communes.crs)
    places = gpd.GeoDataFrame(
        {
            "host": advisors["host"],
            "insee": advisors["insee"],
            "posts": advisors["posts"],
            "position_source": positioned.map({True: FROM_POSITION, False: FROM_COMMUNE}),
        },
        geometry=points.where(positioned, origin),
        crs=communes.crs,
    ).reset_index(drop=True)
    remarks = []
    hosts = tuple(advisors.loc[~positioned, "host"])
    if hosts:
        text = (
            f"{french.count(len(hosts), 'structure')} sans position connue, à la mairie par défaut"
        )
        remarks.append(Remark(kind="position", text=text, concerns=hosts))
    return places, remarks


def _origin_remarks(communes: gpd.GeoDataFrame) -> list[Remark]:
    reasons = {
        geo.TOWN_HALL_MISSING: "mairie sans position connue, remplacée par un point central",
        geo.TOWN_HALL_OUTSIDE: "mairie située à plus d'un kilomètre hors de sa commune, remplacée "
        "par un point central",
    }
    remarks = []
    for source, reason in reasons.items():
        replaced = communes[communes["origin_source"] == source]
        if len(replaced):
            text = f"{french.count(len(replaced), 'commune')} : {reason}"
            remarks.append(Remark(kind="origin", text=text, concerns=_named(replaced)))
    return remarks


def _missing_remarks(communes: gpd.GeoDataFrame) -> list[Remark]:
    lacking = {
        "sans donnée de débit": communes[list(COUNTS)].isna().any(axis=1),
        "sans aucun local recensé": communes["premises"].eq(0).fillna(False),
        "sans population connue": communes["residents"].isna(),
    }
    return [
        Remark(
            kind="missing",
            text=f"{french.count(int(rows.sum()), 'commune')} {what} : « donnée non disponible »",
            concerns=_named(communes[rows]),
        )
        for what, rows in lacking.items()
        if rows.any()
    ]


def _named(communes: gpd.GeoDataFrame) -> tuple[str, ...]:
    return tuple(f"{name} ({insee})" for insee, name in communes["name"].items())


def _lines(quantity: int) -> str:
    return french.count(quantity, "ligne")
