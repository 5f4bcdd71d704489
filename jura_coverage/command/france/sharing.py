"""Posts shared out between départements: each tells of more of them until the split is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jura_coverage import french
from jura_coverage.command import terminal
from jura_coverage.command.france.shared import compute

if TYPE_CHECKING:
    from jura_coverage.command.france.answers import PostsTask, Question
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.posts.shares import Gains, Losses
    from jura_coverage.posts.solver.split import Split

# Plans for so few posts cost little beside reading and measuring a département once more.
LEAST_TOLD = 6


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How many posts are shared out, between whom, and where the work is done.

    Parameters
    ----------
    question
        Whether posts are added or kept.
    posts
        How many.
    quotas
        How many each département gets at least and at most.
    rule, options
        As in :class:`jura_coverage.command.france.answers.PostsTask`.
    scheduler, workers
        As in :func:`jura_coverage.command.france.cluster.computed`.
    """

    question: "Question"
    posts: int
    quotas: Mapping[str, tuple[int, int]]
    rule: Mapping[str, Any]
    options: Mapping[str, Any]
    scheduler: str | None
    workers: int | None


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """What came of it.

    Parameters
    ----------
    found, facts, reach
        By département, as :func:`jura_coverage.command.france.answers.read` gives them.
    split
        How many new posts each gets, or how many fewer.
    failed
        Why nothing came of others; French.
    """

    found: Mapping[str, "Gains | Losses"]
    facts: Mapping[str, Mapping[str, Any]]
    reach: Mapping[str, str]
    split: "Split"
    failed: Mapping[str, str]


def shared_out(budget: Budget, kept: "Kept") -> Sharing | None:
    """Look for plans of each département until the split takes no more posts than they tell of.

    Parameters
    ----------
    budget
        What is shared out.
    kept
        Where answers stay until all is done.

    Returns
    -------
    Sharing or None
        None where every département failed, with its reason told.
    """
    from jura_coverage.command.france.answers import ANSWER, answer, read
    from jura_coverage.posts.solver.split import longer

    wanted = _first(budget)
    told: dict[str, tuple[Gains | Losses, dict[str, Any], str]] = {}
    failed: dict[str, str] = {}
    while True:
        tasks = [_task(budget, code, upto) for code, upto in wanted.items()]
        failed |= compute(tasks, kept, answer, scheduler=budget.scheduler, workers=budget.workers)
        told |= {
            task.departement: read((kept.path(task) / ANSWER).read_bytes(), budget.question)
            for task in tasks
            if task.departement not in failed
        }
        known = [code for code in budget.quotas if code in told and code not in failed]
        if not known:
            return None
        found = {code: told[code][0] for code in known}
        shared = _split(budget, found)
        more = longer([each.curve for each in found.values()], shared)
        if not more:
            return Sharing(
                found=found,
                facts={code: told[code][1] for code in known},
                reach={code: told[code][2] for code in known},
                split=shared,
                failed=failed,
            )
        wanted = {known[at]: upto for at, upto in more.items()}
        terminal.tell(
            "Plus de postes y sont à comparer : "
            f"{french.count(len(wanted), 'département')} de nouveau.",
            err=True,
        )


def _first(budget: Budget) -> dict[str, int]:
    """Say for how many posts each département looks for plans first."""
    if budget.question == "keep":
        return dict.fromkeys(budget.quotas, LEAST_TOLD)
    fair = -(-budget.posts // len(budget.quotas))
    upto = min(max(LEAST_TOLD, fair + fair // 2), budget.posts)
    return dict.fromkeys(budget.quotas, upto)


def _task(budget: Budget, code: str, upto: int) -> "PostsTask":
    from jura_coverage.command.france.answers import PostsTask

    least, most = budget.quotas[code]
    return PostsTask(
        departement=code, options=budget.options, question=budget.question, rule=budget.rule,
        upto=upto, least=least, most=most,
    )  # fmt: skip


def _split(budget: Budget, found: Mapping[str, "Gains | Losses"]) -> "Split":
    """Share posts out; of those that are kept, so many fewer as there are too many."""
    from jura_coverage.posts.shares import Losses
    from jura_coverage.posts.solver.split import split

    curves = [each.curve for each in found.values()]
    if budget.question == "add":
        return split(curves, most=budget.posts)
    now = sum(each.most for each in found.values() if isinstance(each, Losses))
    return split(curves, least=max(now - budget.posts, 0), most=now)
