"""The sections of the annex: a question each, with what is said and every table of it."""

from dataclasses import dataclass

from jura_coverage import french
from jura_coverage.posts import Decision
from jura_coverage.publish.html.texttable import TextTable
from jura_coverage.publish.pages.plan.annex import certainty, equity, keep, proposals
from jura_coverage.publish.pages.plan.front import front_table
from jura_coverage.words import (
    GINI,
    all_moves,
    asked,
    certainty_text,
    choices,
    far_uncounted,
    named_free_ends,
    no_sites,
    rounds,
    trades,
    weighted,
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A question of the annex.

    Parameters
    ----------
    key
        Names it in addresses.
    heading, before, after
        French: the question, and sentences before and after the tables.
    tables
        What answers it.
    """

    key: str
    heading: str
    tables: list[TextTable]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def sections(found: Decision) -> list[Section]:
    """Give every question its tables."""
    result, weights = found.result, found.add.fairness.weights
    return [
        Section(
            key="garder",
            heading="Quels postes garder ?",
            tables=[*keep.tables(found), proposals.of_ends(found)],
            after=tuple(named_free_ends(found.keep)),
        ),
        Section(
            key="deplacer",
            heading="Quels postes déplacer ?",
            tables=proposals.of_moves(found),
            after=(all_moves(result, found.move.best),),
        ),
        Section(
            key="ajouter",
            heading="Où ajouter des postes ?",
            before=(asked(found.add.rule),),
            tables=proposals.of_new_posts(found),
            after=(
                *far_uncounted(result), *no_sites(result, found.add.rule),
                *choices(result, found.add),
            ),
        ),
        Section(
            key="objectifs",
            heading="Ajouter : que gagne-t-on, que perd-on ?",
            before=tuple(trades(found.pareto)),
            tables=[front_table(found)],
        ),
        Section(
            key="tournee",
            heading="Quelle tournée pour un poste itinérant ?",
            before=tuple(rounds(result, found.week, found.widest_week)),
            tables=proposals.of_rounds(found),
        ),
        Section(
            key="equite",
            heading="Qui y gagne ?",
            tables=[
                each
                for each in (proposals.sites(found), equity.access(found), *equity.fairness(found))
                if each.rows
            ],
            after=(
                *([f"{french.capital(weights.noun)} : {weighted(weights)}."] if weights else []),
                GINI,
            ),
        ),
        Section(
            key="certitude",
            heading="Le signalement est-il sûr ?",
            before=tuple(certainty_text(found)),
            tables=[certainty.surest(found), certainty.policies(found)],
        ),
    ]  # fmt: skip
