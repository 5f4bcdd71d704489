"""The report on posts as one page without any script."""

from pathlib import Path

from jura_coverage.geography import departements
from jura_coverage.posts import Decision, Interval
from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, PLAN, Site
from jura_coverage.publish.pages.plan.annex.sections import sections
from jura_coverage.words import (
    A_DAY,
    FREE,
    LIKELY_TEXT,
    NOT_CONSIDERED,
    OFFICIAL,
    PROGRAMME,
    RENEWALS,
    all_moves,
    assumed,
    costs,
    gained,
    lost_on_average,
    moved,
    on_average,
    posts_asked,
    rounds,
    served_and_access,
)


def write_plan(found: Decision, path: Path, *, site: Site = ALONE) -> None:
    """Write the report as one page without any script; the same answers give the same bytes."""
    result = found.result
    style = assets.font_face() + assets.site_style() + site.skin.style
    html = rendered(
        "plan.html.j2",
        title=f"Postes de conseillers numériques {_within(found)}",
        figures=_figures(found),
        sections=sections(found),
        limits=[
            LIKELY_TEXT, served_and_access(result), PROGRAMME, costs(found.add.rule), RENEWALS,
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


def _figures(found: Decision) -> list[tuple[str, str]]:
    """Give the answers in a line each."""
    first, best = found.keep.hosts.iloc[0], found.add.plans[-1]
    likely = Interval.of(first.to_dict(), "residents_lost")
    result, move, week = found.result, found.move.best, found.widest_week
    return [
        ("La structure dont la fin coûterait le plus",
         f"{first['host']} : {lost_on_average(first['residents_lost_mean'], likely)}"),
        (f"{moved(move)} à transférer dans le département",
         on_average(move)) if move.moves
        else ("Des transferts dans le département", all_moves(result, move).rstrip(".")),
        (posts_asked(best), on_average(best) if best.sites else gained(result, best)),
        ("Un poste itinérant",
         f"{on_average(week)}, {A_DAY}" if week.stops
         else rounds(result, week, week)[0].rstrip(".")),
    ]  # fmt: skip
