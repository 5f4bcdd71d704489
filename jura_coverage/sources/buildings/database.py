"""A database that reads two files and nothing else, and what becomes of its errors."""

import glob
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jura_coverage.errors import MissingExtraError, installing
from jura_coverage.sources import content
from jura_coverage.sources.internet import arcep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Beyond the first DuckDB goes on in a folder of its own, and stops at the second.
MEMORY, DISK = "1200MB", "8GB"


@contextmanager
def connected(*paths: Path) -> "Iterator[DuckDBPyConnection]":
    """Open a database in memory that reads these files, and asks for nothing else."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtraError(
            f"Pour lire les fichiers d'immeubles, il faut DuckDB ; installez-le par "
            f"{installing('buildings')}."
        ) from error
    with tempfile.TemporaryDirectory(prefix="immeubles-") as folder:
        database = duckdb.connect(
            config={
                "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
                "memory_limit": MEMORY,
                "max_temp_directory_size": DISK, "temp_directory": folder,
                "preserve_insertion_order": "false",
            }
        )  # fmt: skip
        try:
            names = [str(path) for path in paths]
            database.execute("SET allowed_paths = ?", [[*names, *map(glob.escape, names)]])
            database.execute("SET enable_external_access = false")
            database.execute("SET lock_configuration = true")
            yield database
        finally:
            database.close()


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Say in French that DuckDB could not read a file to its end."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise content.whole_file(
            path, "plus d'immeubles que la mémoire et le disque n'en contiennent",
            "les immeubles d'un département", "Donnez les fichiers d'un seul département.",
        ) from error  # fmt: skip
    except duckdb.Error as error:
        raise content.whole_file(
            path, "un fichier abîmé ou interrompu", "un fichier entier", arcep.AGAIN
        ) from error
