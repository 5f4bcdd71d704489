"""The certainty of the flags in words."""

from jura_coverage import french
from jura_coverage.posts import Decision
from jura_coverage.words import terms
from jura_coverage.words.caveats import varied


def certainty_text(found: Decision) -> list[str]:
    """Explain how sure the flags are."""
    share = found.certainty.communes["flagged_share"]
    if share.isna().all():
        return [
            "La certitude du signalement n'est pas calculée : il y faut la table de l'accès à "
            "internet."
        ]
    number = french.number(len(found.certainty.flagged))
    strongest = found.certainty.influence.abs().nlargest(2).index
    names = {
        "poor_share": "le seuil de mauvais internet", "far_minutes": "le seuil d'éloignement",
        "detour": "les détours de la route", "speed_kmh": "la vitesse",
        "definition": "la définition d'un bon internet",
    }  # fmt: skip
    always, often, ever = (int((share >= limit).sum()) for limit in (0.95, 0.5, 1e-9))
    return [
        f"Sur {number} scénarios où les seuils, la définition d'un bon internet, les trajets et "
        "les positions incertaines varient ensemble, "
        f"{french.count(always, 'commune est signalée', 'communes sont signalées')} presque "
        f"toujours ({french.percent(0.95, 0)} des scénarios ou plus), {french.number(often)} au "
        f"moins une fois sur deux et {french.number(ever)} au moins une fois.",
        *_by_definition(found),
        "Ce qui change le plus le résultat (corrélation des rangs de Spearman) : "
        + french.enumeration([names.get(name, f"la position de {name}") for name in strongest])
        + ".",
        "Des 20 communes les plus en difficulté d'un scénario, "
        f"{french.percent(found.certainty.top_stability, 0)} en moyenne sont parmi les 20 qui le "
        "sont le plus souvent.",
        varied(found.base.result.parameters.ranges),
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
        f"La définition d'un bon internet en décide beaucoup : {', '.join(said)}. Chacune vaut "
        f"dans {french.percent(1 / len(numbers), 0)} des scénarios : une commune signalée sous une "
        "seule ne peut pas l'être plus souvent."
    ]
