"""The annex of the report: every figure of every answer, in tables."""
