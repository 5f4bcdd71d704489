"""The commands that bring files: official ones, and the spreadsheet to fill in."""

from pathlib import Path

import click

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import command
from jura_coverage.command.measuring import CACHE, DEPARTEMENT, EDITION
from jura_coverage.errors import OutputError, ParameterError


@command(own=[usage.file("--out", "Fichier à écrire.", default=Path("postes.xlsx"))])
def template(*, out: Path) -> None:
    """Écrit le modèle de tableur (xlsx) où tenir la liste des postes."""
    from jura_coverage import sources

    if out.suffix.lower() != ".xlsx":
        raise ParameterError(
            f"--out : trouvé « {out} » ; attendu un nom de fichier qui finit par .xlsx."
        )
    if out.exists():  # most likely the list of posts itself, filled in
        raise OutputError(
            f"{out} existe déjà et reste tel quel : vos postes s'y trouvent peut-être. Donnez un "
            "autre nom au modèle avec --out, ou déplacez ce fichier."
        )
    with outputs.staged_file(out, force=False) as path:
        sources.template(path)
    terminal.give(out)


@command(
    own=[
        DEPARTEMENT, EDITION, CACHE,
        usage.flag(
            "--roads",
            "Télécharge plutôt les extraits d'OpenStreetMap dont « roads » a besoin, de plusieurs "
            "centaines de mégaoctets ; un téléchargement interrompu reprend où il en était.",
        ),
    ],
)  # fmt: skip
def fetch(*, departement: str, edition: str | None, cache: Path | None, roads: bool) -> None:
    """Télécharge les fichiers officiels d'un département (limites, débit, cuivre, lieux)."""
    from datetime import UTC, datetime

    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TaskID, TextColumn

    from jura_coverage import geography
    from jura_coverage.sources import fetch
    from jura_coverage.sources.fetch import (
        LATEST,
        cache_folder,
        sentence,
    )

    geography.working_epsg(departement)
    console = Console(stderr=True, highlight=False)
    tasks: dict[str, TaskID] = {}
    with Progress(
        TextColumn("{task.description}"), DownloadColumn(), console=console,
        disable=not console.is_terminal,
    ) as bars:  # fmt: skip

        def progress(name: str, size: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name)
            bars.update(tasks[name], completed=size, total=total)

        if roads:
            from jura_coverage.sources.roads import fetch_extracts

            outcomes = fetch_extracts(departement, folder=cache_folder(cache), progress=progress)
        else:
            outcomes = fetch.fetch(
                departement, folder=cache_folder(cache), edition=edition or LATEST,
                progress=progress,
            )  # fmt: skip
    today = datetime.now(UTC).date()
    for outcome in outcomes:
        terminal.tell(sentence(outcome, today), err=True)
        if outcome.copy:
            terminal.give(outcome.copy.path)
    if any(outcome.failure for outcome in outcomes):
        raise click.exceptions.Exit(1)
