"""The command about many départements at once: each as `run` gives it, and all together."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage import french
from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import command
from jura_coverage.command.measuring import (
    CACHE,
    CACHED,
    DEFINITION,
    DEPARTEMENT,
    EDITION,
    FAR_MINUTES,
    GEOCODE,
    MEASURED,
    MINUTES,
    MISSING_PAIRS,
    PARAMETERS,
    POOR_SHARE,
    chosen_parameters,
)
from jura_coverage.errors import ParameterError, UnfinishedError

if TYPE_CHECKING:
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.command.france.work import Task

SET = "france"
# Of one département alone, or asked of the network for each.
ALONE = (DEPARTEMENT, CACHED, EDITION, CACHE, GEOCODE)
SHARED = tuple(each for each in MEASURED if each not in ALONE)
CHOOSING = tuple(
    str(each.name)
    for each in (PARAMETERS, MINUTES, MISSING_PAIRS, FAR_MINUTES, POOR_SHARE, DEFINITION)
)
MOST_WORKERS = 1_000


@command(
    own=[
        usage.option(
            "--departements", "Codes séparés par des virgules, comme 39,71,2A ; sinon tous.",
            metavar="CODES",
        ),
        usage.option(
            "--region", "Code d'une région, comme 27 : tous ses départements.", metavar="CODE"
        ),
        usage.flag("--no-pages", "N'écrit que la table et les chiffres, bien plus vite."),
        outputs.folder("Dossier des résultats.", Path("france")),
        outputs.SKIN,
        outputs.FORCE,
        usage.whole_number(
            "--workers", "Processus de cette machine ; autant que de cœurs si rien n'est dit.",
            metavar="NOMBRE", least=1, most=MOST_WORKERS,
        ),
        usage.option(
            "--scheduler",
            "Adresse d'un ordonnanceur Dask, comme tcp://serveur:8786, dont les processus ont "
            "jura-coverage et lisent les mêmes fichiers aux mêmes chemins.",
            metavar="ADRESSE",
        ),
        *SHARED,
    ],
    first=outputs.looked("france.parquet", "summary.json", of=SET),
)  # fmt: skip
def france(
    *,
    departements: str | None,
    region: str | None,
    no_pages: bool,
    out: Path,
    skin: Path | None,
    force: bool,
    workers: int | None,
    scheduler: str | None,
    **options: Any,
) -> None:
    """Écrit les cartes de plusieurs départements, ou de tous, et leur table commune."""
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.command.france.work import Task

    look = None if no_pages else outputs.skin(skin)
    chosen_parameters(**{name: options[name] for name in CHOOSING})  # refused once, not by each
    tasks = [
        Task(departement=each, options=options, skin=look) for each in _asked(departements, region)
    ]
    kept = Kept(out)
    failed = _compute(tasks, kept, scheduler=scheduler, workers=workers)
    done = [task for task in tasks if task.departement not in failed]
    if not done:
        raise UnfinishedError(_lacking(failed))
    with (
        terminal.waiting("Réunion des départements…"),
        outputs.staged(out, of=SET, force=force) as folder,
    ):
        _gather(done, kept, folder, failed=failed)
        written = outputs.written(folder)
    for name in written:
        terminal.give(out / name)
    if failed:
        raise UnfinishedError(_lacking(failed))
    kept.drop()


def _lacking(failed: Mapping[str, str]) -> str:
    """Say which départements are lacking, where the reason of each was told."""
    lacking = french.count(len(failed), "département manque", "départements manquent")
    return (
        f"{lacking} : {french.enumeration(sorted(failed))}. Les raisons sont plus haut ; une fois "
        "les fichiers corrigés, relancez la commande. Ce qui n'a pas changé est gardé."
    )


def _asked(departements: str | None, region: str | None) -> tuple[str, ...]:
    """List the départements that are asked for; all if none are."""
    from jura_coverage.geography import regions
    from jura_coverage.geography.departements import CODES, EXAMPLE, spelt

    names = [spelt(each.strip()) for each in (departements or "").split(",") if each.strip()]
    if unknown := [each for each in names if each not in CODES]:
        raise ParameterError(
            f"--departements : trouvé {french.enumeration([f'« {each} »' for each in unknown])} ; "
            "attendu des codes de départements séparés par des virgules, comme 39,71,2A."
        )
    if region is not None and region not in regions.CODES:
        known = [f"{each} ({regions.name(each)})" for each in sorted(regions.CODES)]
        raise ParameterError(
            f"--region : trouvé « {region} » ; attendu un code parmi {french.enumeration(known)}."
        )
    chosen = {*names, *(regions.departements_of(region) if region else ())}
    return tuple(sorted(chosen or CODES - {EXAMPLE}))


def _compute(
    tasks: "Sequence[Task]", kept: "Kept", *, scheduler: str | None, workers: int | None
) -> dict[str, str]:
    """Do what is not done yet, tell how it goes, and say why what failed did."""
    import os

    from jura_coverage.command.france.cluster import computed
    from jura_coverage.command.france.work import Failed
    from jura_coverage.geography.departements import name

    left = [task for task in tasks if not kept.has(task)]
    if already := len(tasks) - len(left):
        terminal.tell(
            french.count(already, "département déjà calculé", "départements déjà calculés")
            + ", repris tels quels.",
            err=True,
        )
    of = {task.departement: task for task in left}
    failed = {}
    made = computed(left, scheduler=scheduler, workers=workers or os.cpu_count() or 1)
    for number, each in enumerate(made, start=already + 1):
        head = f"{number}/{len(tasks)} {name(each.departement)} ({each.departement})"
        if isinstance(each, Failed):
            failed[each.departement] = each.reason
            terminal.tell(f"{head} : laissé de côté. {each.reason}", err=True)
        else:
            kept.keep(of[each.departement], each)
            terminal.tell(head, err=True)
    return failed


def _gather(
    tasks: "Sequence[Task]", kept: "Kept", folder: Path, *, failed: Mapping[str, str]
) -> None:
    """Put the départements side by side, and their communes into one table."""
    import json
    import shutil

    import geopandas as gpd
    import pandas as pd

    from jura_coverage.command.france import page
    from jura_coverage.command.france.work import SUMMARY, TABLE
    from jura_coverage.publish.files import national as files
    from jura_coverage.study import national

    rows, told = [], {}
    for task in tasks:
        path, code = kept.path(task), task.departement
        if task.skin is not None:
            shutil.copytree(path, folder / code, ignore=shutil.ignore_patterns(TABLE))
        rows.append(gpd.read_parquet(path / TABLE).assign(departement=code))
        told[code] = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
    communes = gpd.GeoDataFrame(pd.concat(rows), crs=rows[0].crs)
    summary = national.summary(communes, told, failed=failed)
    files.write(communes, summary, folder)
    page.write(communes, summary, folder, tasks=tasks, choosing=CHOOSING)
