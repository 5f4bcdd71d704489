"""Files that people take away, written whole or not at all."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import columns, study, words
from jura_coverage.measures import flags
from jura_coverage.publish.tables.communes import _copper_states, commune_table
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
    table.map(_inert).to_csv(
        path, sep=";", decimal=",", encoding="utf-8-sig", lineterminator="\r\n", index=False
    )


def _provenance(result: Result) -> dict[str, str]:
    editions = words.editions(result.sources)
    return {
        "engine": result.engine,
        "editions": " ; ".join(f"{name} {edition}" for name, edition in editions),
        "fingerprint": result.parameters.fingerprint(),
    }


def _said(result: Result, certainty: "Robustness | None") -> pd.DataFrame:
    """Give the measures of each commune, and in words what code holds as codes and numbers."""
    communes, hosts = pd.DataFrame(result.communes), result.territory.places["host"]
    if certainty is not None:
        names = [column.name for column in columns.CERTAINTY]
        communes = communes.join(certainty.communes[names])
    flagged = (communes["situation"] == flags.POOR_AND_FAR).astype("boolean")
    return communes.assign(
        insee=communes.index,
        premises_without=communes["premises"] - communes["premises_covered"],
        host=communes["place"].map(hosts),
        host_second=communes["place_second"].map(hosts),
        flagged=flagged.mask(communes["situation"] == flags.NO_DATA),
        situation=communes["situation"].map(words.SITUATION_NAMES),
        copper_status=_copper_states(communes),
        origin_source=communes["origin_source"].map(words.ORIGIN_NAMES),
        **_provenance(result),
    )


def _inert(cell: object) -> object:
    """Keep text from being run as a formula."""
    starts = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if starts else cell
