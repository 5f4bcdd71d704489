"""The report on posts as one page without any script: to decide with first, every figure after."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.posts import Decision, Interval
from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, MAP, PLAN, Site
from jura_coverage.publish.map import address
from jura_coverage.publish.pages.plan import front
from jura_coverage.publish.pages.plan.annex.sections import sections
from jura_coverage.publish.pages.plan.bars import Bar, Range, bars, longest_bars, ranges
from jura_coverage.publish.pages.plan.choices import ShownChoice, choices
from jura_coverage.publish.pages.plan.maps import Ground, Still, ground, still
from jura_coverage.words import (
    FREE,
    LIKELY_TEXT,
    NOT_CONSIDERED,
    OFFICIAL,
    PROGRAMME,
    RENEWALS,
    assumed,
    costs,
    costs_nobody,
    free_ends,
    lost_on_average,
    served_and_access,
    trades,
)

# Hosts whose ends are drawn; the annex has all.
MOST_ENDS = 12


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A choice with what is drawn of it: bars, and a map where something is proposed."""

    choice: ShownChoice
    bars: list[Bar]
    still: Still | None


def write_plan(found: Decision, path: Path, *, site: Site = ALONE) -> None:
    """Write the report; the same answers give the same bytes.

    Parameters
    ----------
    found
        All answers.
    path
        Where to.
    site
        The pages that it stands with; proposals open on that of the map, if it is one of them.
    """
    result, land = found.result, ground(found.result)
    style = assets.font_face() + assets.plan_style() + front.rules(found.pareto) + site.skin.style
    html = rendered(
        "plan.html.j2",
        title=f"Postes de conseillers numériques {_within(found)}",
        page=MAP if MAP in site.pages else "",
        fragment=address.fragment,
        ground=land.drawn,
        shown=_shown(found, land),
        ends=_ends(found),
        more_ends=len(_dear(found)) > MOST_ENDS,
        free_ends=free_ends(found.keep),
        programme=PROGRAMME,
        likely=LIKELY_TEXT,
        trades=trades(found.pareto),
        drawings=front.drawings(found.pareto),
        points=front.points(found, land),
        front_title=front.front_table(found).title,
        sections=sections(found),
        limits=[
            served_and_access(result), costs(found.add.rule), RENEWALS,
            FREE, assumed(found.result), NOT_CONSIDERED, OFFICIAL,
        ],
        result=result,
        site=site,
        here=PLAN,
        style=style,
        policy=assets.policy(styles=[style]),
    )  # fmt: skip
    text.write_text(html, path)


def _within(found: Decision) -> str:
    return departements.within(found.result.territory.departement)


def _shown(found: Decision, land: Ground) -> list[Shown]:
    every = choices(found)
    longest = longest_bars(
        [each.change for each in every], residents=float(found.result.residents.sum())
    )
    return [
        Shown(
            choice=each,
            bars=bars(each.change, longest=longest),
            still=still(
                land, each.sketch, key=f"carte-{each.key}",
                title=f"Carte : {each.heading.lower()}",
                described=" ; ".join(each.posts) or each.answer,
            ) if each.sketch else None,
        )
        for each in every
    ]  # fmt: skip


def _dear(found: Decision) -> list[dict[Hashable, Any]]:
    """Give the ends that cost somebody, the dearest first."""
    return [row for row in found.keep.hosts.to_dict("records") if not costs_nobody(row)]


def _ends(found: Decision) -> list[tuple[str, str, Range]]:
    """Give what the end of each host would cost: its name, a text, and the same as a range."""
    rows = _dear(found)[:MOST_ENDS]
    lost = [(row["residents_lost_mean"], Interval.of(row, "residents_lost")) for row in rows]
    drawn = ranges((0.0 if pd.isna(mean) else mean, likely) for mean, likely in lost)
    return [
        (str(row["host"]), french.capital(lost_on_average(mean, likely)), bar)
        for row, (mean, likely), bar in zip(rows, lost, drawn, strict=True)
    ]
