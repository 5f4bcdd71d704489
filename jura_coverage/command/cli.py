"""The command: options in, files and French sentences out. The only module that prints."""

import gc
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from jura_coverage.command import posts, usage
from jura_coverage.errors import JuraCoverageError, OutputError, ParameterError
from jura_coverage.geography import departements

if TYPE_CHECKING:
    from jura_coverage.study import Result

INTERRUPTED = 130  # what Typer makes of Ctrl-C

app = typer.Typer(
    name="jura-coverage",
    cls=usage.Group,
    help="Où internet est-il insuffisant et le conseiller numérique éloigné ? Cartes et chiffres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    options_metavar="[OPTIONS]",
    subcommand_metavar="COMMANDE [ARGUMENTS]",
)

Departement = Annotated[
    str, typer.Option(help="Code du département.", metavar="CODE", parser=departements.spelt)
]
ParameterFile = Annotated[
    Path | None, typer.Option(help="Fichier TOML de paramètres.", metavar="FICHIER")
]
CommuneFile = Annotated[
    Path | None,
    typer.Option(help="Limites des communes (GeoPackage, GeoJSON, shapefile).", metavar="FICHIER"),
]
BroadbandFiles = Annotated[
    list[Path] | None,
    typer.Option(
        help="Table du débit, de la fibre ou du cuivre par commune ; à répéter pour plusieurs.",
        metavar="FICHIER",
    ),
]
AdvisorFile = Annotated[
    Path | None,
    typer.Option(help="Table des conseillers (CSV, xlsx, liste nationale).", metavar="FICHIER"),
]
Cached = Annotated[
    bool,
    typer.Option("--cached", help="Utilise les fichiers téléchargés par « fetch ».", metavar=""),
]
Edition = Annotated[
    str | None,
    typer.Option(help="Édition téléchargée, comme 2026_T2 ; sans elle la dernière.", metavar="NOM"),
]
CacheFolder = Annotated[
    Path | None, typer.Option(help="Dossier des téléchargements.", metavar="DOSSIER")
]
FarMinutes = Annotated[
    float | None,
    typer.Option(help="Un conseiller est éloigné au-delà de ces minutes.", metavar="MINUTES"),
]
Geocode = Annotated[
    bool,
    typer.Option(
        "--geocode",
        metavar="",
        help="Envoie les adresses des structures sans position au service national "
        "(data.geopf.fr) pour les situer.",
    ),
]
PoorShare = Annotated[
    float | None,
    typer.Option(
        help="Internet est insuffisant à partir de cette part (0 à 1) des locaux.", metavar="PART"
    ),
]
Definition = Annotated[
    str | None,
    typer.Option(
        help="Ce qui compte comme bon accès : wired (filaire), terrestrial (avec la 4G fixe et la "
        "radio) ou all (avec le satellite).",
        metavar="NOM",
    ),
]


def _measured(
    departement: Departement = "39",
    parameters: ParameterFile = None,
    communes: CommuneFile = None,
    broadband: BroadbandFiles = None,
    advisors: AdvisorFile = None,
    far_minutes: FarMinutes = None,
    poor_share: PoorShare = None,
    definition: Definition = None,
    cached: Cached = False,
    edition: Edition = None,
    cache: CacheFolder = None,
    geocode: Geocode = False,
) -> "Result":
    """Measure what the options that most commands share ask for."""
    from jura_coverage import study, territory
    from jura_coverage.parameters import load

    with Console(stderr=True, highlight=False).status("Lecture et calcul…"):
        chosen = load(
            parameters, far_minutes=far_minutes, poor_share=poor_share, definition=definition
        )
        if cached or edition is not None:
            from datetime import UTC, datetime

            from jura_coverage.sources import fetch
            from jura_coverage.sources.fetch import (
                age_sentence,
                cache_folder,
                inputs,
            )

            copies = fetch.cached(departement, folder=cache_folder(cache), edition=edition)
            kept = inputs(copies)
            today = datetime.now(UTC).date()
            for copy in (copy for each in copies.values() for copy in each):
                typer.echo(age_sentence(copy, today), err=True)
            communes = communes or kept["communes"]
            broadband = broadband or kept["broadband"]
            advisors = advisors or kept["advisors"]
        files = territory.files(
            departement, communes=communes, broadband=broadband or [], advisors=advisors
        )
        locate = None
        if geocode:
            from jura_coverage.sources import geocoding

            locate = geocoding.geocoder()
        return study.run(departement, files=files, parameters=chosen, locate=locate)


@posts.command(app, _measured)
def run(
    result: "Result",
    out: posts.Out = Path("maps"),
) -> None:
    """Écrit les cartes et les tables d'un département."""
    from jura_coverage import publish
    from jura_coverage.publish.files import plain, staging

    console = Console(stderr=True, highlight=False)
    with console.status("Écriture…"), staging.staged(out) as folder:
        publish.write_page(result, folder / "carte.html")
        plain.write_communes_csv(result, folder / "communes.csv")
        plain.write_summary(result, folder / "summary.json")
        publish.write_index(result, folder)
        written = sorted(path.name for path in folder.iterdir() if path.is_file())
    _print_report(result, console)
    for name in written:
        typer.echo(out / name)


@posts.command(app, _measured)
def explain(
    result: "Result",
    commune: Annotated[
        str, typer.Argument(help="Code Insee, ou nom avec ou sans accents.", metavar="COMMUNE")
    ],
) -> None:
    """Dit pourquoi une commune est signalée ou non, avec tous les chiffres."""
    from jura_coverage import words

    typer.echo("\n\n".join(words.explain_named(result, commune)))


posts.register(app, _measured)


@app.command(cls=usage.Command)
def template(
    out: Annotated[Path, typer.Option(help="Fichier à écrire.", metavar="FICHIER")] = Path(
        "postes.xlsx"
    ),
) -> None:
    """Écrit le modèle de tableur (xlsx) où tenir la liste des postes."""
    from jura_coverage import sources
    from jura_coverage.publish.files import staging

    if out.suffix.lower() != ".xlsx":
        raise ParameterError(
            f"--out : trouvé « {out} » ; attendu un nom de fichier qui finit par .xlsx."
        )
    if out.exists():  # most likely the list of posts itself, filled in
        raise OutputError(
            f"{out} existe déjà et reste tel quel : vos postes s'y trouvent peut-être. Donnez un "
            "autre nom au modèle avec --out, ou déplacez ce fichier."
        )
    with staging.staged(out.parent) as folder:
        sources.template(folder / out.name)
    typer.echo(out)


@app.command(cls=usage.Command)
def fetch(
    departement: Departement = "39",
    edition: Edition = None,
    cache: CacheFolder = None,
) -> None:
    """Télécharge les fichiers officiels d'un département (limites, débit, cuivre, lieux)."""
    from datetime import UTC, datetime

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

        outcomes = fetch.fetch(
            departement, folder=cache_folder(cache), edition=edition or LATEST,
            progress=progress,
        )  # fmt: skip
    today = datetime.now(UTC).date()
    for outcome in outcomes:
        console.print(escape(sentence(outcome, today)), soft_wrap=True)
        if outcome.copy:
            typer.echo(outcome.copy.path)
    if any(outcome.failure for outcome in outcomes):
        raise typer.Exit(1)


@app.command(cls=usage.Command)
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Fichiers à examiner, de toute sorte.", metavar="FICHIERS")
    ],
    departement: Departement = "39",
    html: Annotated[
        Path | None, typer.Option(help="Écrit aussi le rapport en page web.", metavar="FICHIER")
    ] = None,
) -> None:
    """Examine des fichiers : lignes lues, réparées, mises de côté ou refusées, et pourquoi."""
    from datetime import UTC, datetime

    from jura_coverage import geography, words
    from jura_coverage.study.check import inspect

    geography.working_epsg(departement)
    found = inspect(files, departement=departement, today=datetime.now(UTC).date())
    for each in found.files:
        typer.echo(f"{each.file}")
        for fault in each.refused:
            typer.echo(f"  refusé : {fault}")
        if not each.refused:
            typer.echo(f"  {words.inspected(each)}")
        for remark in each.remarks:
            typer.echo(f"  - {remark.sentence()}")
    if found.together:
        typer.echo("Les fichiers réunis")
    for remark in found.together:
        typer.echo(f"  - {remark.sentence()}")
    typer.echo(words.verdict(found))
    if html:
        from jura_coverage import publish
        from jura_coverage.publish.files import staging

        with staging.staged(html.parent) as folder:
            publish.write_check(found, folder / html.name)
        typer.echo(html)
    if not found.usable:
        raise typer.Exit(1)


@app.command(cls=usage.Command)
def compare(
    before: Annotated[
        str, typer.Argument(help="Édition la plus ancienne.", metavar="ÉDITION_OU_FICHIER")
    ],
    after: Annotated[
        str, typer.Argument(help="Édition la plus récente.", metavar="ÉDITION_OU_FICHIER")
    ],
    departement: Departement = "39",
    parameters: ParameterFile = None,
    communes: CommuneFile = None,
    advisors: AdvisorFile = None,
    cache: CacheFolder = None,
) -> None:
    """Compare deux éditions du débit : vrais changements, données révisées, entrées et sorties."""
    from jura_coverage import words
    from jura_coverage.sources.fetch import (
        advisors_for,
        cache_folder,
    )
    from jura_coverage.study import compare as comparison

    files = {edition: bool(Path(edition).suffix) for edition in (before, after)}
    if advisors is None:  # the same on both sides, or their changes would look like broadband's
        editions = [edition for edition, is_file in files.items() if not is_file]
        folder = cache_folder(cache)
        advisors = advisors_for(departement, editions, folder=folder)
    results = [
        _measured(
            departement, parameters, communes, [Path(edition)] if files[edition] else None,
            advisors, edition=None if files[edition] else edition, cache=cache,
        )
        for edition in (before, after)
    ]  # fmt: skip
    typer.echo("\n".join(words.sentences(comparison.compare(*results))))


@posts.command(app, _measured, about_posts=True)
def export(
    asked: posts.Asked,
    out: Annotated[Path, typer.Option(help="Dossier des fichiers.", metavar="DOSSIER")] = Path(
        "maps/exports"
    ),
    formats: Annotated[
        str | None,
        typer.Option(
            help="Formats séparés par des virgules : xlsx, gpkg, parquet, geojson, csv. Tous ceux "
            "qui sont installés, si rien n'est dit.",
            metavar="NOMS",
        ),
    ] = None,
) -> None:
    """Écrit les fichiers à emporter, plan compris : tableur, QGIS, GeoParquet, GeoJSON, CSV."""
    from jura_coverage.publish import files as exports
    from jura_coverage.publish.files import missing, staging, write

    console = Console(stderr=True, highlight=False)
    names = exports.chosen(formats)
    with console.status("Calcul et écriture…"), staging.staged(out) as folder:
        found = posts.decided(asked, concerned="Plan et certitude laissés de côté")
        write(asked.result, folder, formats=names, decision=found)
        written = sorted(path.name for path in folder.iterdir() if path.is_file())
    for name in () if formats else missing():
        console.print(f"Format {name} laissé de côté : « make extras » installe ce qu'il demande.")
    for name in written:
        typer.echo(out / name)


@posts.command(app, _measured, about_posts=True)
def sheets(
    asked: posts.Asked,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Communes ou intercommunalités, par code ou par nom ; toutes les "
            "intercommunalités, si rien n'est dit.",
            metavar="[NOM]...",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Dossier des fiches.", metavar="DOSSIER")] = Path(
        "maps/fiches"
    ),
    all_communes: Annotated[
        bool,
        typer.Option("--all-communes", help="Ajoute une fiche pour chaque commune.", metavar=""),
    ] = False,
    html_only: Annotated[
        bool, typer.Option("--html-only", help="N'écrit pas les PDF, bien plus longs.", metavar="")
    ] = False,
) -> None:
    """Écrit des fiches de décision d'une page : intercommunalités et communes, HTML et PDF."""
    console = Console(stderr=True, highlight=False)
    with console.status("Calcul et écriture…"):
        from jura_coverage.publish import sheets as pages
        from jura_coverage.publish.files import staging
        from jura_coverage.publish.sheets import every_commune, every_epci, find, needed

        result = asked.result
        wanted = [find(result, name) for name in names or ()] or every_epci(result)
        if all_communes:
            wanted += [area for area in every_commune(result) if area not in wanted]
        lacking = "" if html_only else needed()
        found = posts.decided(asked, concerned="Plan et certitude laissés de côté")
        with staging.staged(out) as folder:
            pages.write(result, wanted, folder, decision=found, pdf=not (html_only or lacking))
            written = sorted(path.name for path in folder.iterdir() if path.is_file())
    if lacking:
        console.print(f"Fiches écrites en HTML seulement : {escape(lacking)}.")
    for name in written:
        typer.echo(out / name)


def _print_report(result: "Result", console: Console) -> None:
    from rich.table import Table

    from jura_coverage import words

    figures = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for label, value in words.key_figures(result):
        figures.add_row(escape(label), f"[bold]{escape(value)}[/bold]")
    console.print(figures)
    console.print(f"\n{escape(words.thresholds(result.parameters))}")
    console.print("\n[bold]Qualité des données[/bold]")
    remarks = result.territory.remarks
    if not any(remark.kind == "unmatched" for remark in remarks):
        console.print("- Toutes les lignes correspondent à une commune.")
    if not any(remark.kind == "missing" for remark in remarks):
        console.print("- Aucune valeur manquante.")
    for remark in remarks:
        console.print(f"- {escape(remark.sentence())}")
    console.print(f"\nMinutes : {escape(result.engine)}.")
    for name, edition in words.editions(result.sources):
        console.print(f"{name} : {escape(edition)}.")
    console.print(f"Paramètres : {result.parameters.fingerprint()}.\n")


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """Run the command; 0 if all went well, 1 if data cannot be used, 2 for wrong usage."""
    # The libraries that a command loads stay: looking for rubbish among them takes 4 % of a run.
    gc.set_threshold(100_000, 50, 50)
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = app(standalone_mode=False)
    except JuraCoverageError as error:
        typer.echo(f"Erreur. {error}", err=True)
        sys.exit(1)
    except usage.UsageError as error:
        typer.echo(usage.sentence(error), err=True)
        sys.exit(2)
    if status == INTERRUPTED:
        typer.echo("Interrompu : les résultats précédents sont intacts.", err=True)
        sys.exit(1)
    sys.exit(status or 0)
