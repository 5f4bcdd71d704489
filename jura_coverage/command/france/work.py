"""The work on one département: what a worker is given, and what it gives back."""

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command.measuring import measured
from jura_coverage.errors import JuraCoverageError
from jura_coverage.sources import remembered

if TYPE_CHECKING:
    from jura_coverage.publish.html.site import Skin
    from jura_coverage.study import Result

# Beside what `run` writes: the rows of the national table.
TABLE, SUMMARY = "communes.parquet", "summary.json"
LON_LAT = 4326


@dataclass(frozen=True, kw_only=True)
class Task:
    """What is done for one département.

    Parameters
    ----------
    departement
        Its code.
    options
        Of :func:`jura_coverage.command.measuring.measured`.
    skin
        Of its pages; None where only its table is asked for.
    """

    departement: str
    options: Mapping[str, Any]
    skin: "Skin | None"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of it.

    Parameters
    ----------
    departement
        Its code.
    files
        The bytes of each file by its name.
    """

    departement: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Failed:
    """Why nothing came of it.

    Parameters
    ----------
    departement
        Its code.
    reason
        French, for who gave the files.
    """

    departement: str
    reason: str


def work(task: Task) -> Done | Failed:
    """Measure a département as `run` does, and make the files of its folder.

    Parameters
    ----------
    task
        It, the files and the parameters.
    """
    remembered.begin()  # the next département is of the same files
    try:
        result = measured(task.departement, **task.options)
        return Done(departement=task.departement, files=_files(result, task.skin))
    except JuraCoverageError as error:
        return Failed(departement=task.departement, reason=str(error))


def _files(result: "Result", skin: "Skin | None") -> dict[str, bytes]:
    from jura_coverage.command.publishing import write_maps
    from jura_coverage.publish.files import plain

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if skin is None:
            plain.write_summary(result, folder / SUMMARY)
        else:
            write_maps(result, folder, skin=skin)
        written = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {**written, TABLE: _table(result)}


def _table(result: "Result") -> bytes:
    """Keep the measures of communes as they are, with their boundaries in degrees."""
    from jura_coverage.publish.tables.communes import provenance

    written = io.BytesIO()
    communes = result.communes.drop(columns="origin").assign(**provenance(result))
    communes.to_crs(LON_LAT).to_parquet(written, compression="zstd")
    return written.getvalue()
