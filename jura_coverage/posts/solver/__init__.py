"""Siting: where posts serve most, proven optimal or with the gap that is left.

Three objectives, always to be shown together since the first favours towns:
:mod:`~jura_coverage.posts.solver.covering` (most residents within reach, MCLP),
:mod:`~jura_coverage.posts.solver.median` (least mean minutes) and
:mod:`~jura_coverage.posts.solver.centre` (shortest worst case).
:mod:`~jura_coverage.posts.solver.front` gives the plans between them that no other beats.
Within reach means at most the limit.
"""
