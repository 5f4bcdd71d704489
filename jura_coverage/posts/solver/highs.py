"""Linear and mixed-integer models, solved by HiGHS; its status is always checked.

OR-Tools must not be loaded in the same process: it carries a HiGHS of its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock

import highspy
import numpy as np
from scipy.sparse import csr_array

from jura_coverage.errors import InfeasibleError, SolverError
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver.problem import BoolArray

STANDARD_OUTPUT = 1
_ONE_AT_A_TIME = Lock()
FOUND = 2  # HiGHS: a feasible primal solution is at hand
# With a start that is nearly optimal, HiGHS spends most of its time on looking for better ones,
# on cuts and on probing branches; on covering models of the Jura this is ten times faster.
BRANCH_ONLY: dict[str, bool | int | float | str] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_zi_round": False,
    "mip_heuristic_run_shifting": False,
    "mip_allow_restart": False,
    "mip_pscost_minreliable": 0,
    "mip_pool_soft_limit": 1,
}


@dataclass(frozen=True, kw_only=True)
class Model:
    """Maximise profit · x, where lower ≤ rows · x ≤ upper and least ≤ x ≤ most.

    Parameters
    ----------
    profit, least, most
        Profit and limits of each variable.
    rows, lower, upper
        The constraints.
    integer
        Whether each variable must be whole.
    """

    profit: FloatArray
    least: FloatArray
    most: FloatArray
    rows: csr_array
    lower: FloatArray
    upper: FloatArray
    integer: BoolArray


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What HiGHS found.

    Parameters
    ----------
    variables
        Their values.
    bound
        No solution has more profit.
    proven
        Whether they are optimal.
    reduced
        What one unit more of each variable would add to the profit; of a relaxation only.
    """

    variables: FloatArray
    bound: float
    proven: bool
    reduced: FloatArray


def relax(model: Model) -> Solution:
    """Solve a model as if no variable had to be whole.

    Raises
    ------
    InfeasibleError
        If no solution exists.
    SolverError
        If HiGHS finds no optimum for any other reason.
    """
    highs = _highs(model, relaxed=True)
    highs.run()
    status, found = highs.getModelStatus(), highs.getSolution()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise _infeasible()
    if status != highspy.HighsModelStatus.kOptimal:
        raise _stopped(highs)
    return Solution(
        variables=np.asarray(found.col_value),
        bound=float(highs.getInfo().objective_function_value),
        proven=True,
        reduced=np.asarray(found.col_dual),
    )


def solve(
    model: Model,
    *,
    start: FloatArray | None = None,
    fallback: FloatArray | None = None,
    presolve: bool = False,
    time_limit_s: float = 60.0,
) -> Solution:
    """Solve a model.

    Parameters
    ----------
    model
        The model.
    start
        A feasible solution to start from, nearly optimal.
    fallback
        A feasible solution to give if time runs out before any is found; `start` if None.
    presolve
        Simplify the model first although there is a start; worth its time where many variables
        are fixed.
    time_limit_s
        Seconds after which the best solution so far is given.

    Raises
    ------
    InfeasibleError
        If no solution exists.
    SolverError
        If HiGHS stops without solution for any other reason.
    """
    highs = _highs(model, relaxed=False)
    highs.setOptionValue("time_limit", float(time_limit_s))
    highs.setOptionValue("mip_rel_gap", 0.0)
    fallback = start if fallback is None else fallback
    if start is not None:
        for option, value in BRANCH_ONLY.items():
            highs.setOptionValue(option, value)
        highs.setOptionValue("presolve", "on" if presolve else "off")
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    highs.run()
    status, information = highs.getModelStatus(), highs.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise _infeasible()
    proven = status == highspy.HighsModelStatus.kOptimal
    late = status == highspy.HighsModelStatus.kTimeLimit
    found = proven or (late and information.primal_solution_status == FOUND)
    variables = np.asarray(highs.getSolution().col_value) if found else fallback
    if variables is None or not (proven or late):
        raise _stopped(highs)
    most = float(np.maximum(model.profit * model.least, model.profit * model.most).sum())
    return Solution(
        variables=variables,
        bound=min(float(information.mip_dual_bound), most),
        proven=proven,
        reduced=np.zeros(0),
    )


def _infeasible() -> InfeasibleError:
    return InfeasibleError("Le solveur HiGHS a prouvé qu'aucune solution n'existe.")


def _stopped(highs: highspy.Highs) -> SolverError:
    status = highs.modelStatusToString(highs.getModelStatus())
    return SolverError(
        f"Le solveur HiGHS s'est arrêté sans solution ({status}). Demandez moins de postes ou "
        "accordez-lui plus de temps."
    )


def _highs(model: Model, *, relaxed: bool) -> highspy.Highs:
    with _ONE_AT_A_TIME:
        _introduced()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.passModel(_passed(model, relaxed=relaxed))
    return highs


@cache
def _introduced() -> None:
    """Let HiGHS name itself, as of 1.16 it does once a process, where nobody takes it for JSON."""
    with _unheard():
        highspy.Highs()  # type: ignore[no-untyped-call]


@contextmanager
def _unheard() -> Iterator[None]:
    """Drop what a library writes to standard output, whatever Python knows of it."""
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:  # a program without a console has none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_OUTPUT)
    try:
        yield
    finally:
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)
        os.close(nowhere)


def _passed(model: Model, *, relaxed: bool) -> highspy.HighsLp:
    passed = highspy.HighsLp()
    passed.sense_ = highspy.ObjSense.kMaximize
    passed.num_col_, passed.num_row_ = len(model.profit), model.rows.shape[0]
    passed.col_cost_ = model.profit
    passed.col_lower_, passed.col_upper_ = model.least, model.most
    passed.row_lower_, passed.row_upper_ = model.lower, model.upper
    passed.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    passed.a_matrix_.start_ = model.rows.indptr
    passed.a_matrix_.index_ = model.rows.indices
    passed.a_matrix_.value_ = model.rows.data
    if not relaxed:
        whole, any_value = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        passed.integrality_ = [whole if integer else any_value for integer in model.integer]
    return passed
