"""Where a command writes: its options, and a folder that keeps what is not ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from jura_coverage.command import usage
from jura_coverage.errors import OutputError

FORCE = usage.flag(
    "--force", "Remplace aussi des fichiers que jura-coverage n'a pas écrits, ou qui ont changé."
)
WRITTEN = {"out", "html"}  # every other option that is a path is read
MAPS = "cartes"  # what run and plan write


def folder(help_text: str, default: Path) -> click.Option:
    """Make the option that names the folder of the results."""
    return usage.file("--out", help_text, metavar="DOSSIER", default=default)


@contextmanager
def staged(out: Path, *, of: str, force: bool) -> Iterator[Path]:
    """Lend a folder whose files replace those of `out`; no file that the command was given."""
    from jura_coverage.publish.files import staging

    given = click.get_current_context().params
    read = [value for name, value in given.items() if name not in WRITTEN]
    paths = [each for value in read for each in (value if isinstance(value, tuple) else (value,))]
    inputs = [each for each in paths if isinstance(each, Path)]
    with staging.staged(out, of=of, force=force, inputs=inputs) as stage:
        yield stage


@contextmanager
def staged_file(path: Path, *, force: bool) -> Iterator[Path]:
    """Lend a path whose file replaces the one that `path` names; it is a set of its own."""
    if path.name in {"", ".."} or path.is_dir():
        raise OutputError(
            f"{path} : trouvé un dossier ; attendu un nom de fichier. Ajoutez-le au chemin."
        )
    with staged(path.parent, of=path.name, force=force) as stage:
        yield stage / path.name


def written(stage: Path) -> list[str]:
    """Name the files that were made."""
    return sorted(path.name for path in stage.iterdir() if path.is_file())
