"""The command about many départements at once: each as `run` gives it, and all together."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.france.shared import (
    CHOOSING,
    DEPARTEMENTS,
    REGION,
    SCHEDULER,
    SHARED,
    WORKERS,
    compute,
    departements_asked,
    lacking,
)
from jura_coverage.command.given import command
from jura_coverage.command.measuring import chosen_parameters
from jura_coverage.errors import UnfinishedError

if TYPE_CHECKING:
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.command.france.work import Task

SET = "france"


def _look(*, no_pages: bool, **values: Any) -> None:
    """Refuse files that are not ours before anything is computed."""
    pages = () if no_pages else outputs.OF_SITE
    outputs.looked("france.parquet", "summary.json", *pages, of=SET)(**values)


@command(
    own=[
        DEPARTEMENTS, REGION,
        usage.flag("--no-pages", "N'écrit que la table et les chiffres, bien plus vite."),
        outputs.folder("Dossier des résultats.", Path("france")),
        outputs.SKIN,
        outputs.FORCE,
        WORKERS, SCHEDULER, *SHARED,
    ],
    first=_look,
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
    """Écrit les cartes de plusieurs départements, ou de tous, leur page et leur table communes."""
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.command.france.work import Task, work

    look = None if no_pages else outputs.skin(skin)
    chosen_parameters(**{name: options[name] for name in CHOOSING})  # refused once, not by each
    tasks = [
        Task(departement=each, options=options, skin=look)
        for each in departements_asked(departements, region)
    ]
    kept = Kept(out)
    failed = compute(tasks, kept, work, scheduler=scheduler, workers=workers)
    done = [task for task in tasks if task.departement not in failed]
    if not done:
        raise UnfinishedError(lacking(failed))
    with (
        terminal.waiting("Réunion des départements…"),
        outputs.staged(out, of=SET, force=force) as folder,
    ):
        _gather(done, kept, folder, failed=failed)
        written = outputs.written(folder)
    for name in written:
        terminal.give(out / name)
    if failed:
        raise UnfinishedError(lacking(failed))
    kept.drop()


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
