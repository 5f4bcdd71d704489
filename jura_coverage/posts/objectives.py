"""Objectives of new posts, as one names them, and the plans between two or three of them."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from jura_coverage import french
from jura_coverage.errors import ParameterError, SitingError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.add import Add
from jura_coverage.posts.proposals import requested
from jura_coverage.posts.solver import front
from jura_coverage.posts.solver.goals import BEYOND, SUM, WORST, Goal, Kind
from jura_coverage.posts.weights import Weights, counted, present
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
    unit, units
        French, of one and of several of what its values count.
    whom
        French, what follows the unit: whose minutes, which residents.
    better
        Whether more or less of it is better.
    kind
        What of it a plan leaves undone, see :class:`jura_coverage.posts.solver.goals.Goal`.
    counts
        What each commune counts, from a study and the weights of residents.
    """

    name: str
    unit: str
    units: str
    whom: str = ""
    better: Better
    kind: Kind
    counts: Callable[[Result, Weights | None], pd.Series]

    @property
    def noun(self) -> str:
        """French, with the unit of its values.

        Examples
        --------
        >>> OBJECTIVES["mean_minutes"].noun
        'minutes en moyenne'
        """
        return f"{self.units} {self.whom}".rstrip()

    @property
    def timed(self) -> bool:
        """Whether its values are minutes."""
        return self.kind != BEYOND

    def value(self, left: float, total: float) -> float:
        """Give the value that a reader sees, from what a plan leaves and all there is."""
        if self.kind == SUM:
            return left / total
        return total - left if self.better == MORE else left

    def told(self, value: float) -> float:
        """Give a value as it is told apart from others, minutes in whole seconds."""
        return float(round(60 * value)) if self.timed else value


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A plan of the front.

    Parameters
    ----------
    sites
        INSEE codes.
    figures
        The value of each objective, by its name.
    gap
        How far (share) the value that was solved for could be better; 0 where it is proven that no
        plan is better in one objective and as good in the others.
    """

    sites: tuple[str, ...]
    figures: dict[str, float]
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


def _anybody(result: Result, _: Weights | None) -> pd.Series:
    return present(result).astype(float)


def _poor(column: str | None) -> Callable[[Result, Weights | None], pd.Series]:
    """Count a column, or each commune once, where the commune is flagged once it is far."""

    def counts(result: Result, _: Weights | None) -> pd.Series:
        poor = result.communes["poor"].fillna(False).astype(bool)
        each = pd.Series(1.0, index=poor.index)
        if column is not None:
            each = result.communes[column].astype("Float64").fillna(0.0).astype(float)
        return each.where(poor, 0.0)

    return counts


FLAGGED = "dans les communes signalées"
# Another objective is one more entry.
OBJECTIVES = {
    each.name: each
    for each in (
        Objective(
            name="residents_near", unit="habitant", units="habitants", whom="à portée",
            better=MORE, kind=BEYOND, counts=_residents,
        ),
        Objective(
            name="residents_weighted", unit="habitant pondéré", units="habitants pondérés",
            whom="à portée", better=MORE, kind=BEYOND, counts=counted,
        ),
        Objective(
            name="communes_flagged", unit="commune signalée", units="communes signalées",
            better=LESS, kind=BEYOND, counts=_poor(None),
        ),
        Objective(
            name="residents_flagged", unit="habitant", units="habitants", whom=FLAGGED,
            better=LESS, kind=BEYOND, counts=_poor("residents"),
        ),
        Objective(
            name="premises_flagged", unit="local mal desservi", units="locaux mal desservis",
            whom=FLAGGED, better=LESS, kind=BEYOND, counts=_poor("premises_without"),
        ),
        Objective(
            name="mean_minutes", unit="minute", units="minutes", whom="en moyenne",
            better=LESS, kind=SUM, counts=_residents,
        ),
        Objective(
            name="worst_minutes", unit="minute", units="minutes", whom="pour le plus long trajet",
            better=LESS, kind=WORST, counts=_anybody,
        ),
    )
}  # fmt: skip
USUAL = ("residents_near", "mean_minutes")


def named(names: Sequence[str]) -> tuple[Objective, ...]:
    """Find two or three objectives by their names.

    Raises
    ------
    ParameterError
        If a name is unknown or stands twice, or there are fewer than two or more than three.
    """
    known = f"deux ou trois objectifs différents parmi {french.enumeration(list(OBJECTIVES))}"
    found = french.enumeration([f"« {name} »" for name in names] or ["aucun objectif"])
    wrong = f"Front de Pareto : trouvé {found} ; attendu {known}."
    unknown = [name for name in names if name not in OBJECTIVES]
    close = (difflib.get_close_matches(name, OBJECTIVES, n=1) for name in unknown)
    if meant := [f"« {near[0]} »" for near in close if near]:
        raise ParameterError(f"{wrong} Vouliez-vous dire {french.enumeration(meant)} ?")
    if unknown or not 2 <= len(set(names)) == len(names) <= 3:
        raise ParameterError(wrong)
    return tuple(OBJECTIVES[name] for name in names)


def pareto(
    result: Result,
    found: Add,
    objectives: Sequence[Objective],
    *,
    most_points: int | None = 12,
    time_limit_s: float = 10.0,
) -> Front:
    """Find the plans of new posts that no other plan beats in all objectives.

    Plans whose minutes differ by less than a second are alike in them, and only the best of these
    is given.

    Parameters
    ----------
    result, found
        A study, and where new posts serve most: where they may go, as many as its last plan has,
        and what residents count in the objective of weighted residents.
    objectives
        From :func:`named`.
    most_points, time_limit_s
        As in :func:`jura_coverage.posts.solver.front.solve`.

    Raises
    ------
    SitingError
        If nothing counts in an objective, nothing is known of internet while flags are asked for,
        or weighted residents are without weights.
    """
    rule = found.rule
    counts = _counts(result, objectives, rule.weights)
    solved = front.solve(
        result.ways.to_origins.to_numpy(dtype=float),
        [Goal(kind=each.kind, weights=count)
         for each, count in zip(objectives, counts, strict=True)],
        request=replace(requested(result, rule), posts=len(found.plans)),
        limit=result.parameters.policy.far_minutes,
        existing=result.minutes.fillna(np.inf).to_numpy(),
        most_points=most_points,
        time_limit_s=time_limit_s,
    )  # fmt: skip
    choices = [
        Choice(
            sites=tuple(str(result.communes.index[site]) for site in point.sites),
            figures={
                each.name: each.value(left, float(count.sum()))
                for each, left, count in zip(objectives, point.left, counts, strict=True)
            },
            gap=point.gap,
        )
        for point in solved.points
    ]
    return Front(
        objectives=tuple(objectives),
        choices=tuple(apart(choices, objectives)),
        complete=solved.complete,
    )


def apart(choices: Sequence[Choice], objectives: Sequence[Objective]) -> list[Choice]:
    """Leave out the choices that another one equals or beats in what is told."""
    told = np.array([
        [each.told(choice.figures[each.name]) * (-1 if each.better == MORE else 1)
         for each in objectives]
        for choice in choices
    ])  # fmt: skip
    as_good = (told[:, None] <= told[None]).all(axis=2)
    # Of equal ones the first stays.
    beaten = as_good & (~as_good.T | np.triu(np.ones_like(as_good), 1))
    return [choice for choice, away in zip(choices, beaten.any(axis=0), strict=True) if not away]


def _counts(
    result: Result, objectives: Sequence[Objective], weights: Weights | None
) -> list[FloatArray]:
    """Give what each commune counts in each objective, and tell all at once what cannot be."""
    counts, faults = [], []
    for each in objectives:
        if each.name.endswith("_flagged") and not result.internet_known:
            faults.append(
                f"« {each.name} » sans rien savoir d'internet ; attendu une table (--broadband), "
                "ou un autre objectif"
            )
        elif each.name == "residents_weighted" and weights is None:
            faults.append(f"« {each.name} » sans poids ; attendu --weights, ou un autre objectif")
        else:
            found = each.counts(result, weights).where(result.located, 0.0)
            counts.append(found.to_numpy(dtype=float))
            if not found.gt(0).any():
                faults.append(f"« {each.name} », que rien ne change ; attendu un autre objectif")
    if faults:
        raise SitingError("\n".join(f"Front de Pareto : trouvé {fault}." for fault in faults))
    return counts
