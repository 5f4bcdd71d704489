"""What a commune lacks: an origin of its own, premises, residents."""

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.measures.internet import premises_covered
from jura_coverage.remarks import ALL_COMMUNES, Remark


def of_origins(communes: gpd.GeoDataFrame) -> list[Remark]:
    """Say which communes have another point of departure than their town hall, or none."""
    reasons = {
        geography.TOWN_HALL_MISSING: "dont la mairie, sans position connue, est remplacée par un "
        "point central",
        geography.NO_ORIGIN: "sans limites ni position de la mairie, donc sans point de départ",
        geography.TOWN_HALL_OUTSIDE: "dont la mairie, à plus d'un kilomètre hors de la commune, "
        "est remplacée par un point central",
    }
    remarks = []
    for source, reason in reasons.items():
        replaced = communes[communes["origin_source"] == source]
        if len(replaced):
            text = f"{french.count(len(replaced), 'commune')} {reason}"
            remarks.append(Remark(kind="origin", text=text, concerns=_named(replaced)))
    return remarks


def of_tables(communes: gpd.GeoDataFrame, counted: pd.DataFrame) -> list[Remark]:
    """Say of which communes the tables tell no broadband, no premises or no residents.

    Parameters
    ----------
    communes
        With what the tables tell of them.
    counted
        The counts of premises that shares are made of.
    """
    known = counted["premises"].notna() & premises_covered(counted).notna()
    lacking = {
        "sans donnée de débit": ~known,
        "sans aucun local recensé": communes["premises"].eq(0).fillna(False),
        "sans population connue": communes["residents"].isna(),
    }
    return [
        Remark(
            kind="missing",
            text=f"{french.count(int(rows.sum()), 'commune')} {what}",
            concerns=(ALL_COMMUNES,) if rows.all() else _named(communes[rows]),
        )
        for what, rows in lacking.items()
        if rows.any()
    ]


def _named(communes: gpd.GeoDataFrame) -> tuple[str, ...]:
    return tuple(f"{name} ({insee})" for insee, name in communes["name"].items())
