"""The crosswalk: which commune of today the code of a former one leads to, and since when."""

from pathlib import Path

import pandas as pd

from jura_coverage.sources import delimited

# What became of a code: its commune merged, or has another code today; the code is that of today,
# but the name was another; the commune was part of another one and is one again.
MERGED, RECODED, RENAMED, RESTORED = "merged", "recoded", "renamed", "restored"
COLUMNS = ("name_former", "change", "insee", "name", "until")


def read_crosswalk(path: Path | str) -> pd.DataFrame:
    """Read which commune of today each former commune of France belongs to.

    Returns
    -------
    DataFrame
        Index ``insee_former``; columns ``name_former``, ``change`` (what became of the code),
        ``insee`` and ``name`` of today, and ``until``, the day on which it ended as a commune
        (2016-01-01), empty where it did not.
    """
    table = delimited.read_cells(Path(path), required=["insee_former", *COLUMNS])
    return table.set_index("insee_former")[list(COLUMNS)]
