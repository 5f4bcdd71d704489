"""The commands that look: at a commune, at files, at two editions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import command
from jura_coverage.command.measuring import (
    ARRONDISSEMENTS,
    BROADBAND,
    CACHE,
    COMMUNES,
    DEPARTEMENT,
    MEASURE,
    MINUTES,
    MISSING_PAIRS,
    PARAMETERS,
    TABLES,
    measured,
    tell_remarks,
)  # fmt: skip
from jura_coverage.errors import ParameterError
from jura_coverage.geography.services import ADVISORS

if TYPE_CHECKING:
    from jura_coverage.study import Result

BEFORE = (
    "La plus ancienne : une édition téléchargée du débit (2026_T1), une édition embarquée des "
    "conseillers (2022), ou un fichier de l'un ou de l'autre."
)


@command(
    MEASURE,
    own=[usage.argument("commune", "Code Insee, ou nom avec ou sans accents.", metavar="COMMUNE")],
)
def explain(result: "Result", *, commune: str) -> None:
    """Dit pourquoi une commune est signalée ou non, avec tous les chiffres."""
    from jura_coverage import words

    terminal.tell("\n\n".join(words.explain_named(result, commune)))


@command(
    own=[
        usage.argument(
            "files",
            "Fichiers à examiner, de tout format lu : CSV, xlsx, ods, JSON, GeoJSON, GeoPackage, "
            "shapefile, seul dans un zip ou non ; chacun est reconnu à ce qu'il contient.",
            metavar="FICHIERS", type=usage.Place(), nargs=-1, required=True,
        ),
        DEPARTEMENT,
        ARRONDISSEMENTS,
        usage.file("--html", "Écrit aussi le rapport en page web."),
        outputs.SKIN,
        outputs.FORCE,
    ],
)  # fmt: skip
def check(
    *,
    files: Sequence[Path],
    departement: str,
    arrondissements: bool,
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
    found = inspect(
        files, departement=departement, today=datetime.now(UTC).date(),
        arrondissements=arrondissements,
    )  # fmt: skip
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


@command(
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
        with terminal.waiting("Lecture et calcul…"):
            results = [
                measured(
                    departement, parameters, communes, broadband=broadband, advisors=Path(each),
                    minutes=minutes, missing_pairs=missing_pairs,
                )
                for each in (before, after)
            ]  # fmt: skip
        tell_remarks(results)
        terminal.tell("\n".join(words.advisor_sentences(compare_advisors(*results))))
        return
    files = {edition: bool(Path(edition).suffix) for edition in (before, after)}
    if advisors is None:  # the same on both sides, or their changes would look like broadband's
        from jura_coverage.sources.fetch import advisors_for, cache_folder

        editions = [edition for edition, is_file in files.items() if not is_file]
        advisors = advisors_for(departement, editions, folder=cache_folder(cache))
    with terminal.waiting("Lecture et calcul…"):
        results = [
            measured(
                departement, parameters, communes,
                broadband=[Path(edition)] if files[edition] else (), advisors=advisors,
                minutes=minutes, missing_pairs=missing_pairs,
                edition=None if files[edition] else edition, cache=cache,
            )
            for edition in (before, after)
        ]  # fmt: skip
    tell_remarks(results)
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
