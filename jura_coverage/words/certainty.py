"""The certainty of the flags in words."""

from jura_coverage import french
from jura_coverage.posts import Decision
from jura_coverage.words import terms
from jura_coverage.words.grounds import varied
from jura_coverage.words.phrases import (
    NEARLY_ALWAYS,
    NEARLY_ALWAYS_TEXT,
    TOGETHER,
    USUALLY,
    USUALLY_TEXT,
)

STRONGEST = "Ce qui change le plus le résultat"


def certainty_text(found: Decision) -> list[str]:
    """Explain how sure the flags are."""
    share = found.certainty.communes["flagged_share"]
    if share.isna().all():
        return [
            "La certitude du signalement n'est pas calculée : il y faut "
            f"{terms.TABLES['broadband']}."
        ]
    number = french.number(len(found.certainty.flagged))
    strongest = found.certainty.influence.abs().nlargest(2).index
    always, often, ever = (int((share >= limit).sum()) for limit in (NEARLY_ALWAYS, USUALLY, 1e-9))
    return [
        f"Sur {number} scénarios {TOGETHER}, "
        f"{french.count(always, 'commune est signalée', 'communes sont signalées')} "
        f"{NEARLY_ALWAYS_TEXT}, {french.number(often)} {USUALLY_TEXT} et "
        f"{french.number(ever)} au moins une fois.",
        *_by_definition(found),
        f"{STRONGEST} (corrélation des rangs de Spearman) : "
        + french.enumeration([terms.assumption(str(name)) for name in strongest])
        + ".",
        "Des 20 communes les plus en difficulté d'un scénario, "
        f"{french.percent(found.certainty.top_stability, 0)} en moyenne sont parmi les 20 qui le "
        "sont le plus souvent.",
        varied(found.result.parameters.ranges),
    ]


def _by_definition(found: Decision) -> list[str]:
    """Say how much hangs on what counts as good internet."""
    numbers = found.certainty.by_definition.sum()
    if len(numbers) == 1:
        return []
    said = [
        f"{french.count(round(number), 'commune signalée', 'communes signalées')} en moyenne "
        f"{terms.WHEN_COVERED[str(name)]}"
        for name, number in numbers.items()
    ]
    return [
        f"La définition d'un bon internet en décide beaucoup : {', '.join(said)}. "
        + ceiling(len(numbers))
    ]


def ceiling(definitions: int) -> str:
    """Say how often a commune can be flagged that is so under one of so many definitions."""
    return (
        f"Chaque définition vaut dans {french.percent(1 / definitions, 0)} des scénarios : une "
        "commune signalée sous une seule ne peut pas l'être plus souvent."
    )
