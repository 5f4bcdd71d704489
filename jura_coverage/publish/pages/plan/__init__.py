"""The report on posts: a page to decide with, and every figure in its annex."""

from jura_coverage.publish.pages.plan.page import write_plan

__all__ = ["write_plan"]
