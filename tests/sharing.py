"""What several tests ask of the same files is computed once: in a process, or in all of them."""

import hashlib
import io
import pickle
from collections.abc import Callable, Hashable, Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import shapely

from jura_coverage.posts import Decision, Rule
from jura_coverage.sources import catalogue, copies
from jura_coverage.study import Result

Answers = dict[tuple[Hashable, ...], tuple[object, object, Any]]
Decide = Callable[..., Decision]
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
# As long as another process may take for the same.
WAIT_S = 600


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


def once_by_value(compute: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Give a pure function that computes once what it is asked with equal values, such as tables.

    Each who asks gets a copy, for them to change.
    """
    answers: dict[bytes, Answer] = {}

    @wraps(compute)
    def answer(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        question = pickle.dumps((asked, named))
        if question not in answers:
            answers[question] = compute(*asked, **named)
        return deepcopy(answers[question])

    return answer


def embedded_once(read: Callable[..., Any], answers: Answers) -> Callable[..., Any]:
    """Give a reader that reads each embedded file once, since no test changes one.

    Parameters
    ----------
    read
        One of :mod:`jura_coverage.sources`: a path first, options by name.
    answers
        As of :func:`once`.
    """
    embedded = {each.path for each in catalogue.entries()}
    known = once(read, answers)

    @wraps(read)
    def reader(path: Path, **options: object) -> Any:
        return _own(known(path, **options)) if path in embedded else read(path, **options)

    return reader


def _own(found: Any) -> Any:
    """Give whoever asks tables of their own, for them to change."""
    if isinstance(found, pd.DataFrame | pd.Series):
        return found.copy(deep=False)
    tables = {
        each.name: table.copy(deep=False)
        for each in fields(found)
        if isinstance(table := getattr(found, each.name), pd.DataFrame | pd.Series)
    }
    return replace(found, **tables)


def decided_once(decide: Decide, folder: Path) -> Decide:
    """Give :func:`jura_coverage.posts.decide`, which answers a question once for all processes.

    Parameters
    ----------
    decide
        It. What it answers hangs on nothing but the values that it is given.
    folder
        Where the answers are, each under the hash of all that was asked.
    """

    @wraps(decide)
    def answer(result: Result, *, rule: Rule | None = None, **named: object) -> Decision:
        path = folder / _hashed(result, rule or Rule(), named)
        with copies.alone(path, wait_s=WAIT_S):
            if not path.exists():
                found = decide(result, rule=rule, **named)
                path.write_bytes(_written(found, result))
        return _read(path.read_bytes(), result)

    return answer


def _hashed(result: Result, *asked: object) -> str:
    """Tell a question by its values, whatever else was computed of them since."""
    land = result.territory
    told = (
        land.departement, land.services, land.neighbours, land.around, land.beyond, land.sources,
        land.remarks, result.parameters, result.communes, result.buildings,
        result.ways.engine.identity, asked,
    )  # fmt: skip
    return hashlib.sha256(repr(_plain(told)).encode()).hexdigest()


def _plain(value: object) -> object:
    """Write a value so that what is equal is written alike, in whichever process."""
    if isinstance(value, pd.DataFrame):
        return [_plain(value.index), *((name, _plain(value[name])) for name in value.columns)]
    if isinstance(value, pd.Series | pd.Index):
        return str(value.dtype), [_plain(each) for each in value]
    if isinstance(value, shapely.Geometry):
        return str(shapely.to_wkb(value, hex=True))
    if is_dataclass(value):
        return [(each.name, _plain(getattr(value, each.name))) for each in fields(value)]
    if isinstance(value, Mapping):
        return [(_plain(name), _plain(inside)) for name, inside in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return repr(value)


class _Pickler(pickle.Pickler):
    """Leaves out the result that was asked about: whoever reads the answer has it."""

    result: Result

    def persistent_id(self, obj: object) -> str | None:
        return "result" if obj is self.result else None


class _Unpickler(pickle.Unpickler):
    result: Result

    def persistent_load(self, _: str) -> Result:
        return self.result


def _written(found: Decision, result: Result) -> bytes:
    text = io.BytesIO()
    pickler = _Pickler(text)
    pickler.result = result
    pickler.dump(found)
    return text.getvalue()


def _read(text: bytes, result: Result) -> Decision:
    unpickler = _Unpickler(io.BytesIO(text))
    unpickler.result = result
    found: Decision = unpickler.load()
    return found
