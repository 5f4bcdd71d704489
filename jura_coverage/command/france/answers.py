"""The work on the share of a département: what more and more posts, new or fewer, bring about."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter

from jura_coverage.command.france.work import Done, Failed, Task
from jura_coverage.command.measuring import measured
from jura_coverage.command.new_posts import asked, weights_of
from jura_coverage.errors import JuraCoverageError
from jura_coverage.sources import remembered

if TYPE_CHECKING:
    from jura_coverage.posts.shares import Gains, Losses

Question = Literal["add", "keep"]
ANSWER = "answer.json"


@dataclass(frozen=True, kw_only=True)
class PostsTask(Task):
    """What is asked about the posts of one département.

    Parameters
    ----------
    question
        Whether new posts are added, or some of today kept.
    rule
        Options of :func:`jura_coverage.command.new_posts.asked` but the number of posts; of those
        that are kept, `weights` alone.
    upto, least, most
        As in :func:`jura_coverage.posts.shares.gains` and `losses` there.
    """

    skin: None = None
    question: Question
    rule: Mapping[str, Any]
    upto: int
    least: int
    most: int


def answer(task: PostsTask) -> Done | Failed:
    """Measure a département as `add` and `keep` do, and look for plans.

    Parameters
    ----------
    task
        It, the files and the parameters.
    """
    remembered.begin()
    try:
        return Done(departement=task.departement, files={ANSWER: _answered(task)})
    except JuraCoverageError as error:
        return Failed(departement=task.departement, reason=str(error))


def _answered(task: PostsTask) -> bytes:
    from jura_coverage import words
    from jura_coverage.posts import shares
    from jura_coverage.publish.tables.communes import provenance

    result = measured(task.departement, **task.options)
    remarks: list[str] = []
    found: Gains | Losses
    if task.question == "add":
        rule = asked(result, posts=None, tell=remarks.append, **task.rule).rule
        found = shares.gains(result, rule, upto=task.upto, least=task.least, most=task.most)
    else:
        weights = weights_of(result, tell=remarks.append, given=task.rule["weights"])
        found = shares.losses(
            result, weights=weights, upto=task.upto, least=task.least, most=task.most
        )
    facts = {**provenance(result), "assumed": words.assumed(result), "remarks": remarks}
    told = {"found": asdict(found), "facts": facts, "reach": words.reach(result)}
    return json.dumps(told).encode()


def read(written: bytes, question: Question) -> tuple["Gains | Losses", dict[str, Any], str]:
    """Take what was found about a département out of what :func:`answer` gave.

    Returns
    -------
    tuple
        What was found, what it was found from, and what within reach means there (French).
    """
    from jura_coverage.posts.shares import Gains, Losses

    told = json.loads(written)
    kind: TypeAdapter[Gains | Losses] = TypeAdapter(Gains if question == "add" else Losses)
    return kind.validate_python(told["found"]), told["facts"], told["reach"]
