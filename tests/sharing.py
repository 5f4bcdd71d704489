"""What several tests ask of the same files is computed once in a session."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

Answers = dict[tuple[Hashable, ...], tuple[object, object, Any]]


def once(compute: Callable[..., Any], answers: Answers) -> Callable[..., Any]:
    """Give a function that computes each question once, and then gives the same answer.

    Parameters
    ----------
    compute
        A pure function. Of its positional arguments a text or a path is the same if it is spelt
        alike, any other if it is the very same; named arguments are the same if they are spelt
        alike. So no file that they name may change between two questions.
    answers
        What was answered so far, with what was asked, so that nothing else takes its identity.
    """

    def answer(*asked: object, **named: object) -> Any:
        same = tuple(str(each) if isinstance(each, str | Path) else id(each) for each in asked)
        question = (compute.__qualname__, same, repr(sorted(named.items())))
        if question not in answers:
            answers[question] = asked, named, compute(*asked, **named)
        return answers[question][-1]

    return answer
