"""What the national geocoding service answers."""

from pathlib import Path

import pandas as pd

from jura_coverage.sources import checks, delimited

HEADINGS = {
    "latitude": "latitude",
    "longitude": "longitude",
    "score": "result_score",
    "citycode": "result_citycode",
    "status": "result_status",
}


def read_geocoded(path: Path | str) -> pd.DataFrame:
    """Read an answer.

    Returns
    -------
    DataFrame
        The columns of :data:`HEADINGS`; the index says the line of what was asked.

    Raises
    ------
    DataError
        If it is no such answer.
    """
    cells = delimited.read_cells(Path(path), required=["line", *HEADINGS.values()])
    table = pd.DataFrame({name: cells[heading] for name, heading in HEADINGS.items()})
    faults = []
    for name in ("latitude", "longitude", "score"):
        table[name], wrong = delimited.decimals(cells[HEADINGS[name]], file=str(path))
        faults += wrong
    lines, wrong = delimited.whole_numbers(cells["line"], file=str(path))
    checks.refuse([*faults, *wrong])
    return table[lines.notna()].set_index(pd.Index(lines.dropna().astype("int64"), name="line"))
