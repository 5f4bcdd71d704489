"""The commands that bring files: official ones, and the spreadsheet to fill in."""

from pathlib import Path

import click

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import command
from jura_coverage.command.measuring import CACHE, DEPARTEMENT, EDITION
from jura_coverage.errors import OutputError, ParameterError


@command(
    own=[
        usage.argument(
            "TABLE",
            "posts (liste des postes, par défaut), advisors, broadband, needs, weights, candidates "
            "ou minutes.",
            metavar="TABLE", required=False, default="posts",
        ),
        usage.file("--out", "Fichier à écrire [par défaut : postes.xlsx, ou TABLE.csv]."),
    ],
)  # fmt: skip
def template(*, table: str, out: Path | None) -> None:
    """Écrit un modèle à remplir : la liste des postes (xlsx), ou une autre table."""
    from jura_coverage.sources import spreadsheet, templates

    templates.require_known(table)
    usual = templates.usual_name(table)
    out, suffix = out or Path(usual), Path(usual).suffix
    if out.suffix.lower() != suffix:
        raise ParameterError(
            f"--out : trouvé « {out} » ; attendu un nom de fichier qui finit par {suffix}."
        )
    texts = templates.texts(out, table)
    for each in texts or [out]:
        if each.exists():  # most likely the list of posts itself, filled in
            raise OutputError(
                f"{each} existe déjà et reste tel quel : vos données s'y trouvent peut-être. "
                "Donnez un autre nom au modèle avec --out, ou déplacez ce fichier."
            )
    if not texts:
        with outputs.staged_file(out, force=False) as path:
            spreadsheet.template(path)
        terminal.give(out)
        return
    for each, text in texts.items():
        with outputs.staged_file(each, force=False) as path:
            path.write_text(text, encoding="utf-8", newline="\n")
        terminal.give(each)
    terminal.tell(
        "La ligne d'exemple est à remplacer : elle serait comptée comme les autres.", err=True
    )


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
