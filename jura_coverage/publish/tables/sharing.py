"""Posts shared out between départements: as data for other programs, and as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.columns import UNCOUNTED, Column
from jura_coverage.geography import departements, regions
from jura_coverage.posts.shares import Gains, Losses, SharedPosts
from jura_coverage.publish.tables.decisions import lost_data, proposal_data
from jura_coverage.publish.tables.table import Table

Facts = Mapping[str, Mapping[str, Any]]


def new_posts_data(shared: SharedPosts[Gains], facts: Facts) -> dict[str, Any]:
    """Give how new posts are shared out as data.

    Parameters
    ----------
    shared
        What was found.
    facts
        By département, ready for JSON: what it was found from, to be told beside it.
    """
    return {
        "posts": shared.asked,
        "posts_shared": sum(shared.split.posts),
        "expected_gain": words.gained_in_all(shared),
        "expected_gain_flagged": words.exposed_in_all(shared),
        "gap": shared.split.gap,
        "departements": [
            {
                **_named(code),
                "posts": posts,
                "plan": proposal_data(found.plans[posts - 1]) if posts else None,
                "names": {
                    site: found.names[site] for site in found.plans[posts - 1].sites
                } if posts else {},
                "expected_gain_flagged": found.exposed[posts - 1] if posts else 0,
                "gap": found.curve.gap(posts),
                **facts[code],
            }
            for code, posts, found in shared.each
        ],
        "limits": [words.WHOLE, words.NEW_ACROSS, words.RANGES],
    }  # fmt: skip


def kept_posts_data(shared: SharedPosts[Losses], facts: Facts) -> dict[str, Any]:
    """Give which posts are kept as data; the arguments are those of :func:`new_posts_data`."""
    return {
        "posts": shared.asked,
        "posts_now": _added(found.posts for found in shared.found.values()),
        "posts_kept": _added(_kept(posts, found) for _, posts, found in shared.each),
        "residents_lost_mean": words.lost_in_all(shared),
        "gap": shared.split.gap,
        "departements": [
            {
                **_named(code),
                "posts_now": found.posts,
                "posts_kept": _kept(posts, found),
                "hosts_ended": list(found.ends[posts].hosts),
                **lost_data(vars(found.ends[posts]), found.ends[posts].mean,
                            found.ends[posts].likely),
                "gap": found.curve.gap(posts),
                **facts[code],
            }
            for code, posts, found in shared.each
        ],
        "limits": [words.WHOLE, words.KEPT_ACROSS, words.RANGES],
    }  # fmt: skip


def new_posts_table(shared: SharedPosts[Gains], facts: Facts) -> Table:
    """Give how new posts are shared out as a table; as in :func:`new_posts_data`."""
    rows = []
    for code, posts, found in shared.each:
        plan = found.plans[posts - 1] if posts else None
        rows.append(
            {
                **_row(code, facts),
                "posts": posts,
                "residents_expected": plan.expected_gain if plan else 0,
                "residents_low": plan.likely_gained.low if plan else 0,
                "residents_high": plan.likely_gained.high if plan else 0,
                "residents_partial": bool(plan and plan.likely_gained.partial),
                "residents_exposed": found.exposed[posts - 1] if plan else 0,
                "residents": plan.residents_gained if plan else 0,
                f"residents{UNCOUNTED}": plan.residents_gained_uncounted if plan else 0,
                "sites": words.sites_named(found, posts),
                "gap": found.curve.gap(posts),
                "cost_euros": plan.cost_euros if plan else 0,
            }
        )
    return _table("postes_nouveaux", "Postes nouveaux", rows, columns.NEW_POSTS)


def kept_posts_table(shared: SharedPosts[Losses], facts: Facts) -> Table:
    """Give which posts are kept as a table; as in :func:`new_posts_data`."""
    rows = []
    for code, posts, found in shared.each:
        ends = found.ends[posts]
        rows.append(
            {
                **_row(code, facts),
                "posts": found.posts,
                "posts_kept": _kept(posts, found),
                "posts_ended": found.ended[posts],
                "residents_lost_mean": ends.mean,
                "residents_lost_low": ends.likely.low,
                "residents_lost_high": ends.likely.high,
                "residents_lost_partial": ends.likely.partial,
                "residents_lost": ends.residents_lost,
                f"residents_lost{UNCOUNTED}": ends.residents_lost_uncounted,
                "communes_lost": ends.communes_lost,
                "communes_flagged": ends.communes_flagged,
                "hosts": " ; ".join(ends.hosts),
                "gap": found.curve.gap(posts),
            }
        )
    return _table("postes_gardes", "Postes gardés", rows, columns.KEPT_POSTS)


def _added(posts: Iterable[float]) -> float:
    """Add up posts, without what sums of fractions make of them."""
    return round(sum(posts), french.POST_DECIMALS)


def _kept(posts: int, found: Losses) -> float:
    return round(found.posts - found.ended[posts], french.POST_DECIMALS)


def _named(code: str) -> dict[str, str]:
    return {"code": code, "name": departements.name(code)}


def _row(code: str, facts: Facts) -> dict[str, Any]:
    region = regions.region_of(code)
    return {
        "departement": code,
        "departement_name": departements.name(code),
        "region_name": regions.name(region) if region else "",
        **{column.name: facts[code][column.name] for column in columns.PROVENANCE},
    }


def _table(name: str, title: str, rows: list[dict[str, Any]], known: tuple[Column, ...]) -> Table:
    values = pd.DataFrame(rows, columns=[column.name for column in known])
    return Table(
        name=name, title=title, meaning="Une ligne par département.", known=known, frozen=2,
        frame=columns.table(values, known),
    )  # fmt: skip
