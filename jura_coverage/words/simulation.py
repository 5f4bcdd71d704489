"""What is said of the minutes of a simulation where a page holds those of a table or of roads."""

from collections.abc import Sequence

from jura_coverage import french
from jura_coverage.errors import Wording
from jura_coverage.measures.tabled import EVERY_TRIP, NEAREST_M, SAME_M
from jura_coverage.parameters import MissingPairs

UNTOLD = Wording(
    expected=EVERY_TRIP,
    action="Donnez à ces lieux la position d'un lieu que la table connaît, ou complétez la table "
    "et refaites la page.",
)
# With ``{whose}`` (de Dole, du Deschaux) and ``{distance}``.
MATRIX = {
    "unreachable": "Lieux tenus pour hors d'atteinte, faute de trajet connu",
    "filled": "Lieux dont les minutes sont estimées, faute de trajet connu",
    "lender": "celles {whose}, à {distance}",
    "estimated": "trajet estimé",
    "no_site": "Aucun poste ne peut être essayé ici : aucun trajet connu n'y mène de partout.",
    "no_sites": "Les minutes connues ne mènent pas aux communes : seuls les postes d'aujourd'hui "
    "peuvent fermer, ou aller dans une commune qui a déjà un lieu connu.",
    "only_known": "À un lieu connu de la commune : les minutes connues ne mènent pas à son point "
    "de départ.",
}
OF_UNTOLD: dict[MissingPairs, str] = {
    "refuse": "aucun poste n'y est essayé, et une liste qui en a un est refusée",
    "estimate": "le trajet est estimé par la distance, et c'est dit",
    "missing": "le trajet est tenu pour impossible",
}


def simulated_minutes(
    steps: Sequence[tuple[float, float]], missing_pairs: MissingPairs
) -> tuple[str, ...]:
    """Say where the minutes of a simulation come from, how they are rounded, what they lack.

    Parameters
    ----------
    steps
        Up to how many minutes they are rounded up to which step; growing.
    missing_pairs
        What becomes of trips that are not known.

    Examples
    --------
    >>> said = simulated_minutes([(45, 0.125), (60, 1)], "missing")
    >>> said[0][-69:].replace(french.NO_BREAK_SPACE, " ")
    "'à 45 minutes par 0,125 minute, puis jusqu'à 60 minutes par 1 minute."
    """
    each = [f"jusqu'à {_minutes(up_to)} par {_minutes(step)}" for up_to, step in steps]
    return (
        "Les minutes d'une simulation sont celles du calcul, embarquées dans la page et arrondies "
        f"vers le haut : {', puis '.join(each)}.",
        "Aucun de ces arrondis ne fait passer une commune de l'autre côté d'un seuil que l'on peut "
        "essayer ; entre deux lieux presque aussi proches, le plus proche peut changer.",
        "Un poste ajouté ou déplacé est au point de départ de sa commune, ou, si rien n'y mène, à "
        "un lieu connu de celle-ci. Un lieu d'une liste à "
        f"plus de {french.number(SAME_M)} m de tout point connu prend les minutes de la commune "
        f"dont le point de départ est le plus proche, à {french.shortest(NEAREST_M / 1000, 1)} km "
        f"au plus ; au-delà, ou si rien n'y mène, {OF_UNTOLD[missing_pairs]}.",
    )


def _minutes(value: float) -> str:
    return f"{french.shortest(value, 3)} {'minute' if value < 2 else 'minutes'}"
