"""Files that people take away, written whole or not at all."""

import errno
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import broadband, classify, columns, report
from jura_coverage.errors import OutputError, reason
from jura_coverage.pipeline import Result

if TYPE_CHECKING:  # scenarios load more than a run of today needs
    from jura_coverage.robustness import Robustness

# A cell that begins like this would be run by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COPPER_STATES = {
    broadband.CLOSED: "déjà fermé, selon la liste officielle",
    broadband.PLANNED: "date fixée",
    broadband.UNPLANNED: "date non fixée",
}


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Lend a folder whose files replace those of `folder` together, if nothing goes wrong.

    Parameters
    ----------
    folder
        Where the files shall stand; created if need be.

    Yields
    ------
    Path
        An empty folder on the same disk.

    Raises
    ------
    OutputError
        If the folder or a file cannot be written; the earlier files are as they were.
    """
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".en-cours-", dir=folder))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield staging
        with _uninterrupted():
            _publish(staging, folder)
    except BaseException as error:
        if not isinstance(error, _NotRestoredError):
            shutil.rmtree(folder if created else staging, ignore_errors=True)
        if isinstance(error, OSError) and not isinstance(error, OutputError):
            raise _unwritable(Path(error.filename or folder), error) from error
        raise
    shutil.rmtree(staging, ignore_errors=True)


class _NotRestoredError(OutputError):
    """The swap failed, and so did its undoing: the earlier files must not be cleaned away."""


def _publish(staging: Path, folder: Path) -> None:
    """Swap the new files in; if one resists (open in a spreadsheet, say), swap all back."""
    new_files = sorted(path for path in staging.iterdir() if path.is_file())
    for taken in (folder / new.name for new in new_files):
        if taken.is_dir():  # a rename would take it away with all that it holds
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(taken))
    backup = staging / ".avant"
    backup.mkdir()
    done: list[Path] = []
    try:
        for new in new_files:
            target = folder / new.name
            if target.exists():
                target.replace(backup / new.name)
            done.append(target)
            new.replace(target)
    except OSError as error:
        try:
            for target in done:
                target.unlink(missing_ok=True)
            for old in backup.iterdir():
                old.replace(folder / old.name)
        except OSError:
            raise _NotRestoredError(
                f"{error.filename} : écriture impossible ({reason(error)}), et les résultats "
                f"précédents n'ont pas pu être remis en place. Reprenez-les dans {backup}."
            ) from error
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the files are swapped."""
    previous = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} : écriture impossible ({reason(error)}) ; attendu un endroit où écrire. "
        "Fermez le fichier s'il est ouvert dans un tableur, vérifiez vos droits et la place libre, "
        "ou choisissez un autre dossier avec --out. Les résultats précédents sont intacts."
    )


def write_summary(result: Result, path: Path) -> None:
    """Write the key figures as JSON."""
    write_json(report.summary(result), path)


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


def commune_table(result: Result, *, certainty: "Robustness | None" = None) -> pd.DataFrame:
    """Give a row a commune with French headings; an empty cell is a missing value.

    Parameters
    ----------
    result
        A run.
    certainty
        Adds in which share of the scenarios each commune is flagged, and its rank.
    """
    unknown = columns.CERTAINTY if certainty is None else ()
    shown = [column for column in columns.COMMUNES if column not in unknown]
    return columns.table(_said(result, certainty), shown)


def provenance_columns(result: Result) -> dict[str, str]:
    """Give what tables without a place for their provenance say in every row."""
    said = _provenance(result)
    return {column.field: said[column.name] for column in columns.PROVENANCE}


def _provenance(result: Result) -> dict[str, str]:
    editions = report.editions(result.sources)
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
    flagged = (communes["situation"] == classify.POOR_AND_FAR).astype("boolean")
    return communes.assign(
        insee=communes.index,
        premises_without=communes["premises"] - communes["premises_covered"],
        host=communes["place"].map(hosts),
        host_second=communes["place_second"].map(hosts),
        flagged=flagged.mask(communes["situation"] == classify.NO_DATA),
        situation=communes["situation"].map(report.SITUATION_NAMES),
        copper_status=_copper_states(communes),
        origin_source=communes["origin_source"].map(report.ORIGIN_NAMES),
        **_provenance(result),
    )


def _copper_states(communes: pd.DataFrame) -> pd.Series:
    """Say what the list says: it dates closed networks too, and gives a year without a date."""
    states = communes["copper_status"].map(COPPER_STATES).fillna("")
    year = communes["copper_closure_year"].astype("string")
    bounded = (communes["copper_status"] == broadband.UNPLANNED).fillna(False) & year.notna()
    return states.mask(bounded, states + " (" + year.fillna("") + " au plus tard)")


def _inert(cell: object) -> object:
    """Keep text from being run as a formula."""
    starts = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if starts else cell
