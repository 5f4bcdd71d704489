"""Plain files: JSON, and tables as French Excel opens them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import study
from jura_coverage.publish.tables.communes import commune_table
from jura_coverage.study import Result

if TYPE_CHECKING:  # scenarios load more than a run of today needs
    from jura_coverage.measures.certainty import Robustness

# A cell that begins like this would be run by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_summary(result: Result, path: Path) -> None:
    """Write the key figures as JSON."""
    write_json(study.summary(result), path)


def write_json(data: object, path: Path) -> None:
    """Write data as JSON; what is not finite is refused."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_communes_csv(
    result: Result, path: Path, *, certainty: "Robustness | None" = None
) -> None:
    """Write the table of communes, see :func:`commune_table`."""
    write_csv(commune_table(result, certainty=certainty), path)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as French Excel opens it: semicolons, decimal commas, UTF-8, no formula."""
    texts = table.select_dtypes(include=["object", "str", "category"]).columns
    inert = table.assign(**{name: table[name].map(_inert) for name in texts})
    inert.to_csv(
        path, sep=";", decimal=",", encoding="utf-8-sig", lineterminator="\r\n", index=False
    )


def _inert(cell: object) -> object:
    """Keep text from being run as a formula."""
    starts = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if starts else cell
