"""Where a command writes: its options, and a folder that keeps what is not ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from jura_coverage.command import usage
from jura_coverage.errors import OutputError

FORCE = usage.flag(
    "--force", "Remplace aussi des fichiers que jura-coverage n'a pas écrits, ou qui ont changé."
)
WRITTEN = {"out", "html"}  # every other option that is a path is read
MAPS = "cartes"  # what run and plan write
OF_MAPS = ("carte.html", "communes.csv", "summary.json", "index.html")


def folder(help_text: str, default: Path) -> click.Option:
    """Make the option that names the folder of the results."""
    return usage.file("--out", help_text, metavar="DOSSIER", default=default)


@contextmanager
def staged(out: Path, *, of: str, force: bool) -> Iterator[Path]:
    """Lend a folder whose files replace those of `out`; no file that the command was given."""
    from jura_coverage.publish.files import staging

    with staging.staged(out, of=of, force=force, inputs=_inputs()) as stage:
        yield stage


@contextmanager
def staged_file(path: Path, *, force: bool) -> Iterator[Path]:
    """Lend a path whose file replaces the one that `path` names."""
    from jura_coverage.publish.files import staging

    with staging.staged_file(path, force=force, inputs=_inputs()) as stage:
        yield stage


def looked(*names: str, of: str) -> Callable[..., None]:
    """Make what looks, before anything is computed, whether files may be written.

    Parameters
    ----------
    *names, of
        Files that the command surely writes, and their set, with braces around options.
    """

    def look(*, out: Path, force: bool, **values: Any) -> None:
        from jura_coverage.publish.files import staging

        files = [name.format(**values) for name in names]
        staging.look(out, files, of=of.format(**values), force=force, inputs=_inputs())

    return look


def look_at_file(path: Path, *, force: bool) -> None:
    """Refuse at once what :func:`staged_file` would refuse at the end."""
    from jura_coverage.publish.files import staging

    if path.name in {"", ".."} or path.is_dir():
        raise OutputError(
            f"{path} : trouvé un dossier ; attendu un nom de fichier. Ajoutez-le au chemin."
        )
    staging.look_at_file(path, force=force, inputs=_inputs())


def _inputs() -> list[Path]:
    """List the files that the command was given to read."""
    given = click.get_current_context().params
    read = [value for name, value in given.items() if name not in WRITTEN]
    paths = [each for value in read for each in (value if isinstance(value, tuple) else (value,))]
    return [each for each in paths if isinstance(each, Path)]


def written(stage: Path) -> list[str]:
    """Name the files that were made."""
    return sorted(path.name for path in stage.iterdir() if path.is_file())
