"""Who gains, in tables: access by EPCI, who is near and who is far, weighted and not."""

import pandas as pd

from jura_coverage import french, posts
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import Decision
from jura_coverage.publish.html.texttable import TextTable
from jura_coverage.publish.pages.plan.annex.cells import labelled, people, table
from jura_coverage.words import EFFECT_HEADS, EQUITY_HEADS, UNTOLD_EPCI, WEIGHTED_HEADS


def access(found: Decision) -> TextTable:
    """Set the access of each EPCI today beside that after each choice."""
    plans = (found.move, found.add, found.widest_week)
    after = {each.fairness.chosen: each.change.access_by_epci["after"] for each in plans}
    today = found.move.change.access_by_epci["before"]
    return table(
        title=f"{EFFECT_HEADS['access']}, par intercommunalité",
        heads=("Intercommunalité", posts.TODAY, *after),
        rows=[
            (
                str(epci) or UNTOLD_EPCI,
                *(french.number(each[epci], 2) for each in (today, *after.values())),
            )
            for epci in today.index
        ],
    )


def fairness(found: Decision) -> list[TextTable]:
    """Compare today with every plan, then by EPCI before and after each kind of choice."""
    plans = (found.add.fairness, found.move.fairness, found.widest_week.fairness)
    weights = plans[0].weights
    counted = [
        (False, "habitants", EQUITY_HEADS),
        *([(True, weights.noun, WEIGHTED_HEADS)] if weights else []),
    ]
    tables = [
        table(
            title=f"{french.capital(noun)} à portée et trajets, aujourd'hui et pour chaque choix",
            heads=("Choix", *heads.values()),
            rows=[
                (str(plan), *_equity_cells(row))
                for position, fairness in enumerate(plans)
                for plan, row in fairness.by_plan.xs(is_weighted, level="weighted").iterrows()
                if position == 0 or plan != posts.TODAY
            ],
        )
        for is_weighted, noun, heads in counted
    ]
    tables += [
        table(
            title=f"Là où cela change pour les {noun}, aujourd'hui → {fairness.chosen}",
            heads=("Intercommunalité", *heads.values()),
            rows=_before_and_after(fairness.by_epci, weighted=is_weighted),
        )
        for fairness in plans
        for is_weighted, noun, heads in counted
    ]
    return tables


def _before_and_after(table: pd.DataFrame, *, weighted: bool) -> list[tuple[str, ...]]:
    """Give a row an EPCI where something changes; a cell that changes shows both values."""
    today, _ = table.index.unique(level="plan")
    cells: dict[str, list[tuple[str, ...]]] = {}
    for (plan, counted, epci), row in labelled(table):
        if counted == weighted:
            cells.setdefault(epci, []).insert(0 if plan == today else 1, _equity_cells(row))
    return [
        (epci, *(f"{old} → {new}" if old != new else old for old, new in zip(*both, strict=True)))
        for epci, both in cells.items()
        if both[0] != both[1]
    ]


def _equity_cells(row: pd.Series) -> tuple[str, ...]:
    return (
        *people(row, *(f"residents_within_{limit}" for limit in LIMITS)),
        french.minutes(row["mean_minutes"]),
        french.minutes(row["worst_minutes"]),
        french.number(row["gini_minutes"], 2),
        french.number(row["communes_flagged"]),
    )
