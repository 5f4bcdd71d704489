"""Itinerant posts: each stop becomes a place, and each place gets its share of the post."""

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.remarks import Remark, remarks
from jura_coverage.territory import presence
from jura_coverage.territory.named import proposals
from jura_coverage.territory.places import FROM_COMMUNE

UNKNOWN = (
    "Arrêts non comptés, dans une commune qui n'est pas reconnue ou voisine sans limites connues"
)
WITHOUT = "Postes itinérants sans arrêt connu, comptés comme fixes"


def at_stops(
    places: gpd.GeoDataFrame,
    communes: gpd.GeoDataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    meant: pd.Series,
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Add a place for each stop, and tell how much of a post the public meets at each place.

    Parameters
    ----------
    places
        From :func:`jura_coverage.territory.places.placed`.
    communes, everywhere
        Communes of the département, and those with their neighbours: a stop is at its commune's
        origin.
    meant
        Codes of communes by folded name, see :func:`jura_coverage.territory.named.by_name`.

    Returns
    -------
    tuple of GeoDataFrame and list of Remark
        The places without `stops`; behind them the stops, which repeat what is known of their
        host but have no `posts`. Three columns more: `base`, the number of the place whose post
        works here; `days` a week, missing where a post does not move; `fte_open`, the full-time
        equivalents that the public meets here, 0 at a base where an itinerant post does not
        receive. Stops in no commune at hand are said; a post without any other counts as fixed.
    """
    told = places["stops"].explode().dropna()
    stops = pd.DataFrame(
        {
            "base": told.index,
            "commune": told.str[0].to_numpy(dtype=object),
            "days": told.str[1].to_numpy(dtype=float),
        }
    )
    code = stops["commune"].map(french.fold).map(meant)
    for told in (stops["commune"].map(geography.whole_commune), stops["commune"]):
        code = told.where(told.isin(everywhere.index), code)
    unknown = stops[code.isna()]
    days = stops["days"].groupby([stops["base"], code.rename("insee")], sort=False).sum()
    week = days.reset_index()
    at_base = week["insee"].to_numpy() == places["insee"].reindex(week["base"]).to_numpy()
    days_at_base = week[at_base].set_index("base")["days"]
    moves = places.index.isin(week["base"])
    bases = places.drop(columns="stops").assign(
        base=places.index,
        days=days_at_base.reindex(places.index, fill_value=0.0).where(moves),
    )
    away = week[~at_base]
    added = bases.loc[away["base"]].assign(
        insee=away["insee"].to_numpy(),
        commune=everywhere["name"][away["insee"]].to_numpy(),
        posts=0,
        position_source=FROM_COMMUNE,
        days=away["days"].to_numpy(),
        geometry=everywhere["origin"][away["insee"]].to_numpy(),
    )
    table = pd.concat([bases, added], ignore_index=True) if len(added) else bases
    fte = presence.open_fte(
        table["posts"],
        fte=table["fte"],
        state=table["state"],
        open_to_public=table["open_to_public"],
    )
    spread = presence.spread_over_stops(fte, base=table["base"], days=table["days"])
    return table.assign(fte_open=spread), [
        *remarks(
            "unmatched",
            UNKNOWN,
            [
                f"{places.at[base, 'host']}, « {wanted} »{proposals(wanted, communes)}"
                for base, wanted in zip(unknown["base"], unknown["commune"], strict=True)
            ],
        ),
        *remarks(
            "border",
            "Arrêts dans des communes voisines, comptés",
            [
                f"{places.at[stop.base, 'host']}, {everywhere.at[stop.insee, 'name']}"
                for stop in week[~week["insee"].isin(communes.index)].itertuples()
            ],
        ),
        *remarks(
            "warning",
            WITHOUT,
            places.loc[
                places["itinerant"].fillna(False).astype(bool) & ~moves & ~places["neighbour"],
                "host",
            ],
        ),
    ]
