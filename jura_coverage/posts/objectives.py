"""Objectives of new posts, as one names them, and the plans between two or three of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import ParameterError, SitingError
from jura_coverage.posts.solver import front as solver
from jura_coverage.posts.solver.goals import BEYOND, SUM, WORST, Goal, Kind
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.weights import Weights, counted
from jura_coverage.study import Result

Better = Literal["more", "less"]
MORE: Better = "more"
LESS: Better = "less"


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What new posts are to bring about.

    Parameters
    ----------
    name
        In code and on the command line.
    noun
        French, with the unit of its values.
    better
        Whether more or less of it is better.
    kind
        What of it a plan leaves undone, see :class:`jura_coverage.posts.solver.goals.Goal`.
    counts
        What each commune counts, from a study and the weights of residents.
    """

    name: str
    noun: str
    better: Better
    kind: Kind
    counts: Callable[[Result, Weights | None], pd.Series]

    def value(self, left: float, total: float) -> float:
        """Give the value that a reader sees, from what a plan leaves and all there is."""
        if self.kind == SUM:
            return left / total
        return total - left if self.better == MORE else left


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A plan of the front.

    Parameters
    ----------
    sites
        INSEE codes.
    values
        Of each objective, by its name.
    gap
        How far (share) the value that was solved for could be better; 0 where it is proven that no
        plan is better in one objective and as good in the others.
    """

    sites: tuple[str, ...]
    values: dict[str, float]
    gap: float


@dataclass(frozen=True, kw_only=True)
class Front:
    """Plans none of which beats another.

    Parameters
    ----------
    objectives
        What they are compared by.
    choices
        By the first objective, the best first.
    complete
        Whether there is no other; where not, they are a selection spread over the range.
    """

    objectives: tuple[Objective, ...]
    choices: tuple[Choice, ...]
    complete: bool


def _residents(result: Result, _: Weights | None) -> pd.Series:
    return result.residents


def _poor(column: str | None) -> Callable[[Result, Weights | None], pd.Series]:
    """Count a column, or each commune once, where the commune is flagged once it is far."""

    def counts(result: Result, _: Weights | None) -> pd.Series:
        poor = result.communes["poor"].fillna(False).astype(bool)
        each = pd.Series(1.0, index=poor.index)
        if column is not None:
            each = result.communes[column].astype("Float64").fillna(0.0).astype(float)
        return each.where(poor, 0.0)

    return counts


# Another objective is one more entry.
OBJECTIVES = {
    each.name: each
    for each in (
        Objective(
            name="residents_near", noun="habitants à portée", better=MORE, kind=BEYOND,
            counts=_residents,
        ),
        Objective(
            name="residents_weighted", noun="habitants à portée, pondérés", better=MORE,
            kind=BEYOND, counts=counted,
        ),
        Objective(
            name="communes_flagged", noun="communes signalées", better=LESS, kind=BEYOND,
            counts=_poor(None),
        ),
        Objective(
            name="residents_flagged", noun="habitants des communes signalées", better=LESS,
            kind=BEYOND, counts=_poor("residents"),
        ),
        Objective(
            name="premises_flagged", noun="locaux mal desservis des communes signalées",
            better=LESS, kind=BEYOND,
            counts=_poor("premises_without"),
        ),
        Objective(
            name="mean_minutes", noun="minutes en moyenne", better=LESS, kind=SUM,
            counts=_residents,
        ),
        Objective(
            name="worst_minutes", noun="minutes du plus long trajet", better=LESS, kind=WORST,
            counts=_residents,
        ),
    )
}  # fmt: skip


def named(names: Sequence[str]) -> tuple[Objective, ...]:
    """Find two or three objectives by their names.

    Raises
    ------
    ParameterError
        If a name is unknown or stands twice, or there are fewer than two or more than three.
    """
    known = french.enumeration(list(OBJECTIVES))
    unknown = [name for name in names if name not in OBJECTIVES]
    if unknown:
        raise ParameterError(
            f"Objectifs : trouvé {french.enumeration([f'« {name} »' for name in unknown])} ; "
            f"attendu deux ou trois de {known}."
        )
    if not 2 <= len(set(names)) == len(names) <= 3:
        raise ParameterError(
            f"Front de Pareto : trouvé {french.enumeration(list(names) or ['aucun objectif'])} ; "
            f"attendu deux ou trois objectifs différents parmi {known}."
        )
    return tuple(OBJECTIVES[name] for name in names)


def front(
    result: Result,
    objectives: Sequence[Objective],
    *,
    request: Request,
    weights: Weights | None = None,
    most_points: int | None = 12,
    time_limit_s: float = 10.0,
) -> Front:
    """Find the plans of new posts that no other plan beats in all objectives.

    Parameters
    ----------
    result
        A study.
    objectives
        From :func:`named`.
    request
        Where posts may go, and how many.
    weights
        What residents count in the objective of weighted residents.
    most_points, time_limit_s
        As in :func:`jura_coverage.posts.solver.front.solve`.

    Raises
    ------
    SitingError
        If nothing counts in an objective, nothing is known of internet while flags are asked for,
        weighted residents without weights, or the request cannot be met.
    """
    _check(result, objectives, weights)
    counts = [
        each.counts(result, weights).where(result.located, 0.0).to_numpy(dtype=float)
        for each in objectives
    ]
    found = solver.solve(
        result.ways.to_origins.to_numpy(dtype=float),
        [Goal(kind=each.kind, weights=count)
         for each, count in zip(objectives, counts, strict=True)],
        request=request,
        limit=result.parameters.policy.far_minutes,
        existing=result.minutes.to_numpy(),
        most_points=most_points,
        time_limit_s=time_limit_s,
    )  # fmt: skip
    choices = [
        Choice(
            sites=tuple(str(result.communes.index[site]) for site in point.sites),
            values={
                each.name: each.value(left, float(count.sum()))
                for each, left, count in zip(objectives, point.left, counts, strict=True)
            },
            gap=point.gap,
        )
        for point in found.points
    ]
    return Front(objectives=tuple(objectives), choices=tuple(choices), complete=found.complete)


def _check(result: Result, objectives: Sequence[Objective], weights: Weights | None) -> None:
    names = {each.name for each in objectives}
    flags = {name for name in names if name.endswith("_flagged")}
    if flags and not result.internet_known:
        raise SitingError(
            "Front de Pareto : trouvé aucune donnée sur l’accès à internet, donc aucune commune "
            "signalée ; attendu celle d’une commune au moins. Ajoutez la table (--broadband), ou "
            "choisissez d’autres objectifs."
        )
    if "residents_weighted" in names and weights is None:
        raise SitingError(
            "Front de Pareto : trouvé aucun poids des habitants ; attendu --weights avec "
            "l’objectif « residents_weighted »."
        )
