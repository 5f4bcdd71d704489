"""A network of roads as data: what it is made of, and which of its trips are to be looked at."""

from typing import Any

import pandas as pd

from jura_coverage.study.roads import Survey

MOST_LISTED = 1000  # pairs; a mountainous département has many


def roads_data(found: Survey) -> dict[str, Any]:
    """Give a survey, ready for JSON; of pairs the most striking, and how many there are."""
    network, names = found.engine.network, found.points["name"]

    def pairs(table: pd.DataFrame) -> dict[str, Any]:
        few = table.head(MOST_LISTED)
        told = few.assign(origin=few["origin"].map(names), place=few["place"].map(names))
        return {"count": len(table), "first": told.round(2).to_dict("records")}

    return {
        "engine": network.engine,
        "network": network.key,
        "network_date": network.dated.isoformat(),
        "extracts": list(network.extracts),
        "ways": network.ways,
        "trips": found.pairs,
        "trips_without_way": found.unknown,
        "points": found.points.round({"snap_m": 1}).to_dict("records"),
        "one_way": pairs(found.one_way),
        "detours": pairs(found.detours),
        "estimate": dict(found.engine.estimate.identity),
    }
