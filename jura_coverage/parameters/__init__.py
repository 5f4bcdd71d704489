"""What a run hangs on besides the data: checked, from arguments or a TOML file."""

from jura_coverage.parameters.file import departement, divides, load
from jura_coverage.parameters.values import (
    PARTS,
    Capacity,
    Definition,
    Errors,
    Estimate,
    MissingPairs,
    Parameters,
    Policy,
    Ranges,
    Roads,
)

__all__ = [
    "PARTS",
    "Capacity",
    "Definition",
    "Errors",
    "Estimate",
    "MissingPairs",
    "Parameters",
    "Policy",
    "Ranges",
    "Roads",
    "departement",
    "divides",
    "load",
]
