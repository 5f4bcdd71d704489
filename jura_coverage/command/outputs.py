"""Where a command writes: its options, and a folder that keeps what is not ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jura_coverage import french
from jura_coverage.command import terminal, usage
from jura_coverage.errors import OutputError

if TYPE_CHECKING:
    from jura_coverage.publish.html.site import Skin

FORCE = usage.flag(
    "--force", "Remplace aussi des fichiers que jura-coverage n'a pas écrits, ou qui ont changé."
)
SKIN = usage.file(
    "--skin",
    "Habillage des pages : etat (pour les seuls sites de l'État), ou le dossier d'une copie "
    "remplie, que « skin » écrit ; sobre sinon.",
    metavar="NOM_OU_DOSSIER",
)
WRITTEN = {"out", "html"}  # every other option that is a path is read
MAPS = "cartes"  # what run and plan write
OF_SITE = ("index.html", "accessibilite.html")  # what every set of pages has
OF_MAPS = ("carte.html", "communes.csv", "summary.json", *OF_SITE)


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


def skin(path: Path | None) -> "Skin":
    """Read a skin, and say which of its lines are still to be filled in."""
    from jura_coverage.publish.html.site import read_skin

    read = read_skin(path)
    if read.lacking:
        terminal.tell(
            f"Habillage : à remplir avant de publier, {french.enumeration(read.lacking)}. "
            "« jura-coverage skin » en écrit une copie.",
            err=True,
        )
    return read


def looked(*names: str, of: str) -> Callable[..., None]:
    """Make what looks, before anything is computed, whether files may be written as asked.

    Parameters
    ----------
    *names, of
        Files that the command surely writes, and their set, with braces around options.
    """

    def look(*, out: Path, force: bool, skin: Path | None = None, **values: Any) -> None:
        from jura_coverage.publish.files import staging
        from jura_coverage.publish.html.site import read_skin

        read_skin(skin)

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


def standing(out: Path, *, of: str) -> dict[str, Path]:
    """Find the files of a set that stand in a folder as a command wrote them, by name."""
    from jura_coverage.publish.files import manifest

    return {
        name: out / name
        for name, entry in manifest.read(out).items()
        if entry.set == of and manifest.is_as(out / name, entry.sha256)
    }
