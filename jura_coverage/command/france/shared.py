"""What commands about many départements share: which ones, on what machines, and how it goes."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from jura_coverage import french
from jura_coverage.command import terminal, usage
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
)
from jura_coverage.errors import ParameterError

if TYPE_CHECKING:
    from jura_coverage.command.france.cluster import Asked
    from jura_coverage.command.france.kept import Kept
    from jura_coverage.command.france.work import Done, Failed

# Of one département alone, or asked of the network for each.
ALONE = (DEPARTEMENT, CACHED, EDITION, CACHE, GEOCODE)
SHARED = tuple(each for each in MEASURED if each not in ALONE)
CHOOSING = tuple(
    str(each.name)
    for each in (PARAMETERS, MINUTES, MISSING_PAIRS, FAR_MINUTES, POOR_SHARE, DEFINITION)
)
MOST_WORKERS = 1_000

DEPARTEMENTS = usage.option(
    "--departements", "Codes séparés par des virgules, comme 39,71,2A ; sinon tous.",
    metavar="CODES",
)  # fmt: skip
REGION = usage.option(
    "--region", "Code d'une région, comme 27 : tous ses départements.", metavar="CODE"
)  # fmt: skip
WORKERS = usage.whole_number(
    "--workers", "Processus de cette machine ; autant que de cœurs si rien n'est dit.",
    metavar="NOMBRE", least=1, most=MOST_WORKERS,
)  # fmt: skip
SCHEDULER = usage.option(
    "--scheduler",
    "Adresse d'un ordonnanceur Dask, comme tcp://serveur:8786, dont les processus ont "
    "jura-coverage et lisent les mêmes fichiers aux mêmes chemins.",
    metavar="ADRESSE",
)  # fmt: skip


def lacking(failed: Mapping[str, str]) -> str:
    """Say which départements are lacking, where the reason of each was told."""
    number = french.count(len(failed), "département manque", "départements manquent")
    return (
        f"{number} : {french.enumeration(sorted(failed))}. Les raisons sont plus haut ; une fois "
        "les fichiers corrigés, relancez la commande. Ce qui n'a pas changé est gardé."
    )


def departements_asked(departements: str | None, region: str | None) -> tuple[str, ...]:
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


def compute(
    tasks: "Sequence[Asked]",
    kept: "Kept",
    work: "Callable[[Asked], Done | Failed]",
    *,
    scheduler: str | None,
    workers: int | None,
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
    made = computed(left, work, scheduler=scheduler, workers=workers or os.cpu_count() or 1)
    for number, each in enumerate(made, start=already + 1):
        head = f"{number}/{len(tasks)} {name(each.departement)} ({each.departement})"
        if isinstance(each, Failed):
            failed[each.departement] = each.reason
            terminal.tell(f"{head} : laissé de côté. {each.reason}", err=True)
        else:
            kept.keep(of[each.departement], each)
            terminal.tell(head, err=True)
    return failed
