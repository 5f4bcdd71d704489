"""All answers at once, for the report and the map."""

import re
from dataclasses import dataclass

import pandas as pd

from jura_coverage import french, pairs, supply
from jura_coverage.decision.base import Ground, ground
from jura_coverage.decision.ends import Keep, keep
from jura_coverage.decision.moves import Move, Week, move, week
from jura_coverage.decision.scenarios import certainty
from jura_coverage.decision.sites import Add, Rule, add
from jura_coverage.pipeline import Result
from jura_coverage.robustness import Robustness


def catchment(base: Ground) -> pd.Series:
    """Give the posts for each resident by E2SFCA, decaying in three zones up to the threshold."""
    limit = base.within_minutes
    decay = supply.step_decay(limits=[limit / 2, 0.75 * limit, limit], weights=[1.0, 0.68, 0.22])
    places = base.result.territory.places
    fte, _ = supply.open_fte(
        places["posts"],
        fte=places["fte"],
        state=places["state"].where(places["state"] != ""),
        open_to_public=places["open_to_public"],
    )
    spread = supply.spread_over_stops(fte, stops=week_of(base))
    ways = base.to_places.join(base.to_sites[spread.index.difference(fte.index)])[spread.index]
    return supply.e2sfca(
        base.residents, spread, pairs=pairs.pairs_of(ways, limit=limit), decay=decay
    )


def week_of(base: Ground) -> pd.DataFrame:
    """List the stops of itinerant posts, as :func:`jura_coverage.supply.spread_over_stops` asks.

    A stop is a commune's code and its days (``39397:1 | 39016:2``), or its name and a day
    (``Orgelet (mardi) ; Arinthod (jeudi)``). One in no commune of the département is left out;
    a post without any that is known counts as fixed.
    """
    communes = base.result.communes
    by_name = pd.Series(communes.index, index=communes["name"].map(french.fold))
    by_name = by_name[~by_name.index.duplicated(keep=False)]
    rows = []
    for place, text in base.result.territory.places["stops"].items():
        for part in re.split(r"[|;]", text):
            name = re.split(r"[:(]", part)[0].strip()
            days = re.search(r":\s*([0-9]+(?:[.,][0-9]+)?)", part)
            code = by_name.get(french.fold(name), name)
            if code in communes.index:
                rows.append((place, code, float(days[1].replace(",", ".")) if days else 1.0))
    return pd.DataFrame(rows, columns=["base", "stop", "days"])


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    base: Ground
    keep: Keep
    move: Move
    add: Add
    week: Week
    certainty: Robustness
    catchment: pd.Series


def decide(result: Result, *, rule: Rule | None = None, transfers_most: int = 3) -> Decision:
    """Answer every question about posts.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    base = ground(result)
    return Decision(
        base=base,
        keep=keep(base),
        move=move(base, most=min(transfers_most, int(base.own_places["posts"].fillna(1).sum()))),
        add=add(base, rule or Rule()),
        week=week(base),
        certainty=certainty(base),
        catchment=catchment(base),
    )
