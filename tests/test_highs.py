"""HiGHS as it is called: silent, whatever its version."""

import os
from typing import Any

import highspy
import numpy as np
import pytest
from scipy.sparse import csr_array

from jura_coverage.posts.solver import highs

BANNER = b"Running HiGHS\n"
ONE_OF_TWO = highs.Model(
    profit=np.array([2.0, 3.0]), least=np.zeros(2), most=np.ones(2),
    rows=csr_array(np.ones((1, 2))), lower=np.array([-np.inf]), upper=np.array([1.0]),
    integer=np.ones(2, dtype=bool),
)  # fmt: skip


@pytest.fixture
def boasting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A HiGHS that names itself on standard output as soon as it is first made."""
    make, told = highspy.Highs, list[int]()

    def made(*arguments: Any) -> highspy.Highs:
        if not told:
            told.append(os.write(1, BANNER))
        return make(*arguments)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(highspy, "Highs", made)
    highs._introduced.cache_clear()


@pytest.mark.usefixtures("boasting")
def test_a_solver_never_writes_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    found = highs.solve(ONE_OF_TWO)
    os.write(1, b"ours")
    assert found.variables.tolist() == [0, 1]
    assert capfd.readouterr().out == "ours"


@pytest.mark.usefixtures("boasting")
def test_a_program_without_standard_output_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_descriptor: int) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    assert highs.solve(ONE_OF_TWO).proven
