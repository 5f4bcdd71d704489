"""What a file is for, told by what it holds."""

import zipfile
from pathlib import Path

from jura_coverage.read import advisors, broadband, communes, official, registry


def role_of(path: Path) -> str:
    """Tell whether a file holds ``communes``, ``broadband`` or ``advisors``.

    Parameters
    ----------
    path
        Any file. What looks like nothing known counts as ``broadband`` if it is no map and no
        workbook: its reader says what it would need.
    """
    if registry.is_registry(path) or path.suffix.lower() in communes.FORMATS:
        return "communes"
    if path.is_file() and zipfile.is_zipfile(path):
        return "advisors"
    families = {
        "broadband": (broadband.HEADINGS.values(), broadband.FORMATS),
        "advisors": (advisors.HEADINGS.values(), advisors.FORMATS),
    }
    likeness = {
        role: official.likeness(path, [own, *(each.headings for each in formats)])
        for role, (own, formats) in families.items()
    }
    return max(likeness, key=lambda role: likeness[role])
