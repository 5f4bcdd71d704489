"""The study of a territory: what its communes lack, in sum and by group."""

from jura_coverage.study.find import find_commune
from jura_coverage.study.run import Result, measure, run
from jura_coverage.study.summary import summary

__all__ = ["Result", "find_commune", "measure", "run", "summary"]
