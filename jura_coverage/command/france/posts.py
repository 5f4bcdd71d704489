"""The commands that share posts out between départements: new ones, and those that are kept."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.france import quotas
from jura_coverage.command.france.shared import (
    CHOOSING,
    DEPARTEMENTS,
    REGION,
    SCHEDULER,
    SHARED,
    WORKERS,
    departements_asked,
    lacking,
)
from jura_coverage.command.france.sharing import Budget, shared_out
from jura_coverage.command.given import AS_JSON, command
from jura_coverage.command.measuring import chosen_parameters
from jura_coverage.command.new_posts import MOST_POSTS, OPTIONS, SEED, WEIGHTS
from jura_coverage.errors import ParameterError, UnfinishedError

if TYPE_CHECKING:
    from jura_coverage.command.france.answers import Question
    from jura_coverage.posts.shares import Gains, Losses, SharedPosts

ADDED, KEPT = "postes-a-ajouter", "postes-a-garder"
OUT = outputs.folder("Dossier des résultats.", Path("france"))
# A budget in euros, and posts that serve no more than they can, are not shared out.
RULES = tuple(
    each for each in OPTIONS if each.name not in {"posts", "budget", "capacitated", "weights"}
)
ASKED = (
    DEPARTEMENTS, REGION, quotas.AT_LEAST, quotas.AT_MOST, WEIGHTS, OUT, outputs.FORCE, AS_JSON,
    WORKERS, SCHEDULER, SEED, *SHARED,
)  # fmt: skip


def _posts(said: str) -> Any:
    return usage.whole_number("--posts", said, metavar="NOMBRE", least=1, most=MOST_POSTS)


@command(
    own=[_posts("Nombre de nouveaux postes à partager."), *RULES, *ASKED],
    first=outputs.looked(f"{ADDED}.csv", f"{ADDED}.xlsx", f"{ADDED}.json", of=ADDED),
    named="france add",
)
def add(**given: Any) -> None:
    """Partage de nouveaux postes entre départements : le plus d'habitants à portée en tout."""
    from jura_coverage import words
    from jura_coverage.posts import Rule
    from jura_coverage.publish.tables import sharing

    rule = {str(each.name): given[str(each.name)] for each in (*RULES, WEIGHTS)}

    def told(shared: "SharedPosts[Gains]", asked: str, reach: Sequence[str]) -> list[str]:
        costs = words.costs(Rule(host_type=rule["host_type"], months=rule["months"]))
        return [*words.new_posts_text(shared, asked=asked, reach=reach), costs]

    _answer(
        "add", ADDED, rule={**rule, "budget": None, "capacitated": False}, told=told,
        data=sharing.new_posts_data, table=sharing.new_posts_table, given=given,
    )  # fmt: skip


@command(
    own=[_posts("Nombre de postes à garder en tout."), *ASKED],
    first=outputs.looked(f"{KEPT}.csv", f"{KEPT}.xlsx", f"{KEPT}.json", of=KEPT),
    named="france keep",
)
def keep(**given: Any) -> None:
    """Partage entre départements les postes à garder : le moins d'habitants hors de portée."""
    from jura_coverage import words
    from jura_coverage.publish.tables import sharing

    def told(shared: "SharedPosts[Losses]", asked: str, reach: Sequence[str]) -> list[str]:
        return words.kept_posts_text(shared, asked=asked, reach=reach)

    _answer(
        "keep", KEPT, rule={"weights": given["weights"]}, told=told,
        data=sharing.kept_posts_data, table=sharing.kept_posts_table, given=given,
    )  # fmt: skip


def _answer(
    question: "Question",
    name: str,
    *,
    rule: Mapping[str, Any],
    told: Callable[..., list[str]],
    data: Callable[..., dict[str, Any]],
    table: Callable[..., Any],
    given: Mapping[str, Any],
) -> None:
    """Share posts out, write the files, and tell the result.

    Parameters
    ----------
    question, name
        What is asked, and what its files are called.
    rule
        As in :class:`Budget`.
    told, data, table
        What make text, data and a table of what was found.
    given
        The values of all options.
    """
    from jura_coverage import words
    from jura_coverage.command.france.kept import POSTS, Kept
    from jura_coverage.posts.shares import SharedPosts
    from jura_coverage.publish.files import national as files

    options = {str(each.name): given[str(each.name)] for each in (*SHARED, SEED)}
    chosen_parameters(**{name: options[name] for name in (*CHOOSING, "seed")})  # refused once
    if given["posts"] is None:
        raise ParameterError("--posts : trouvé rien ; attendu un nombre de postes à partager.")
    departements = departements_asked(given["departements"], given["region"])
    typed = given["at_least"], given["at_most"]
    budget = Budget(
        question=question, posts=given["posts"], rule=rule, options=options,
        quotas=quotas.quotas(*typed, departements=departements, posts=given["posts"]),
        scheduler=given["scheduler"], workers=given["workers"],
    )  # fmt: skip
    kept = Kept(given["out"], folder=POSTS)
    found = shared_out(budget, kept)
    if found is None:
        raise UnfinishedError(lacking(dict.fromkeys(departements, "")))
    shared = SharedPosts(asked=budget.posts, found=found.found, split=found.split)  # type: ignore[type-var]
    asked = words.shared_posts_asked(
        budget.posts, departements=len(departements), kept=question == "keep",
        quotas=quotas.told(*typed), rules=words.wishes_of(rule),
    )  # fmt: skip
    lines = told(shared, asked, list(dict.fromkeys(found.reach.values())))
    facts = {
        **data(shared, found.facts), "asked": asked, "failed": dict(sorted(found.failed.items())),
    }  # fmt: skip
    with outputs.staged(given["out"], of=name, force=given["force"]) as folder:
        files.write_shared(table(shared, found.facts), facts, folder, name=name)
        written = outputs.written(folder)
    if given["as_json"]:
        terminal.give_data(facts)
    else:
        terminal.tell("\n".join(lines))
        for each in written:
            terminal.give(given["out"] / each)
    if found.failed:
        raise UnfinishedError(lacking(found.failed))
    kept.drop()
