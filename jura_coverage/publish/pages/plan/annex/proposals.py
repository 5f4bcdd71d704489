"""What is proposed, in tables: transfers, new posts, a round, and what each changes."""

from collections.abc import Mapping

import pandas as pd

from jura_coverage import french, posts
from jura_coverage.posts import Change, Decision, Effects
from jura_coverage.publish.html.texttable import TextTable
from jura_coverage.publish.pages.plan.annex.cells import people, table
from jura_coverage.publish.pages.plan.annex.keep import KEPT
from jura_coverage.publish.tables import plan as exported
from jura_coverage.words import (
    AS_GOOD,
    BEST_MOVES,
    EFFECT_HEADS,
    FOUR,
    NEAR,
    UNTOLD_EPCI,
    access_cell,
    between,
    certainty_of,
    if_ends,
    instead_of,
    losing_cell,
    measured,
    moved_from,
    named,
    near,
    posts_asked,
    sites_of,
    spare,
)


def of_moves(found: Decision) -> list[TextTable]:
    """Give the tables about transfers; none where none is proposed."""
    result, best = found.result, found.move.best
    if not any(each.moves for each in found.move.plans):
        return []
    return [
        table(
            title=BEST_MOVES,
            heads=("Structure qui cède un poste", "Commune qui le reçoit"),
            rows=[
                (moved_from(place, posts), named(result, (code,)))
                for (place, code), posts in zip(best.moves, best.posts, strict=True)
            ],
            words=(0, 1),
        ),
        table(
            title="Gains et pertes par intercommunalité",
            heads=("Intercommunalité", "Habitants de plus à portée", "De moins", "Accès"),
            rows=[
                (
                    str(epci) or UNTOLD_EPCI,
                    *people(row, "residents_gained", "residents_lost"),
                    access_cell(found.move.change, str(epci)),
                )
                for epci, row in found.move.by_epci.iterrows()
            ],
        ),
        _effect(found.move.change, then=found.move.fairness.chosen),
    ]


def of_new_posts(found: Decision) -> list[TextTable]:
    """Give the tables about new posts."""
    result, add = found.result, found.add
    names = result.communes
    tables = [
        table(
            title="Les lieux qui amènent en moyenne le plus d'habitants à portée",
            heads=("Postes", "Lieux", "Habitants de plus, en moyenne", "Selon les scénarios",
                   "Si tout est comme estimé", "Coût", "Preuve"),
            rows=[
                (french.number(plan.posts) + spare(plan),
                 sites_of(result, plan),
                 french.number(plan.expected_gain), between(plan.likely_gained),
                 *people(vars(plan), "residents_gained"), french.euros(plan.cost_euros),
                 certainty_of(plan.gap))
                for plan in add.plans
            ],
            words=(0, 1, -1),
        )
    ]  # fmt: skip
    if add.plans[-1].sites:
        tables.append(_effect(add.change, then=f"avec {posts_asked(add.plans[-1])}"))
        tables.append(
            table(
                title=f"Solidité des lieux : {NEAR}",
                heads=("Lieu", "Intercommunalité", AS_GOOD, "Part des scénarios"),
                rows=[
                    (f"{names.at[code, 'name']} ({code})", str(names.at[code, "epci_name"]),
                     instead_of(result, add.alternatives[code]) or "aucune", near(add, code))
                    for code in add.plans[-1].sites
                ],
                words=(0, 1, 2),
            )
        )  # fmt: skip
    return tables


def of_rounds(found: Decision) -> list[TextTable]:
    """Give the tables about the round of an itinerant post; none where nobody is far."""
    week = found.widest_week
    return [_effect(week.change, then=week.fairness.chosen)] if week.stops else []


def sites(found: Decision) -> TextTable:
    """Give a row a commune that is proposed for a post, a transfer, a base or a stop."""
    heading = {column.name: column.heading for column in exported.SITES}
    names = {column.field: column.name for column in exported.SITES}
    proposed = exported.sites(found).rename(columns=names).to_dict("records")
    return table(
        title="Tous les lieux proposés ; un même habitant peut être à portée de plusieurs",
        heads=(
            heading["name"], heading["nature"],
            *(heading[name] for name in ("host", "residents_nearer", "cost_euros")),
        ),
        rows=[
            (
                f"{row['name']} ({row['insee']})",
                row["nature"],
                row["host"] or "",
                *people(row, "residents_nearer"),
                "" if pd.isna(row["cost_euros"]) else french.euros(row["cost_euros"]),
            )
            for row in proposed
        ],
        words=(0, 1, 2),
    )  # fmt: skip


def of_ends(found: Decision) -> TextTable:
    """Set the four measures today beside those after the end of each host, the dearest first."""
    ends = {if_ends(host): found.keep.changes[host] for host in found.keep.hosts["host"]}
    return _effects(
        ends, today=found.keep.today, title=f"{FOUR}, aujourd'hui et à la fin de chaque structure"
    )


def _effect(change: Change, *, then: str) -> TextTable:
    """Set the four measures today beside those after a choice."""
    return _effects({then: change}, today=change.before, title=f"{FOUR}, aujourd'hui et {then}")


def _effects(changes: Mapping[str, Change], *, today: Effects, title: str) -> TextTable:
    """Set the four measures today beside those after each of some choices."""
    return table(
        title=title,
        heads=("Choix", *EFFECT_HEADS.values(), KEPT["access_lost_epci"]),
        rows=[
            (posts.TODAY, *measured(today).values(), ""),
            *(
                (then, *measured(change.after).values(), losing_cell(change))
                for then, change in changes.items()
            ),
        ],
        words=(0, -1),
    )
