"""What every reader of the figures must know: thresholds, minutes, means, what is not counted."""

from jura_coverage import columns, french
from jura_coverage.measures.travel import CrowFlyEstimate, TravelEngine
from jura_coverage.study import Result
from jura_coverage.words.terms import PLURAL

NO_THRESHOLD = "Il n'existe pas de seuil officiel de temps pour les conseillers numériques."
REFERENCE = "Vingt minutes est la référence de l'État pour les espaces France services."
OFFICIAL = f"{NO_THRESHOLD} {REFERENCE}"
OF_SECRETS = (
    "Secret statistique : trop peu d'habitants pour que l'Insee le dise ; ce n'est ni zéro, ni une "
    "donnée qui manque."
)
OF_FRANCE_SERVICES = f"{REFERENCE} Aucun conseiller numérique n'y est compté."
SUBSCRIBED = "Un accès disponible n'est pas toujours souscrit."
HAMLETS = "La moyenne d'une commune cache ses hameaux."
AVAILABLE = f"{SUBSCRIBED} {HAMLETS}"
ESTIMATES = "Ce sont des estimations."
EMPTY = "Une case vide est une donnée qui manque, jamais un zéro."
NEIGHBOURS = (
    "Des conseillers de départements voisins ne sont pas connus : une commune éloignée près du "
    "bord peut en avoir un plus proche."
)
RENEW = "Mettez à jour la liste des conseillers avant toute décision."
EVERY_PREMISES = (
    "Chaque local (logement ou local professionnel) compte une fois, dans la meilleure technologie "
    "qu'il peut avoir."
)
COPPER = (
    "Le cuivre compte quand il est la meilleure technologie d'un local et qu'il a un bon débit : "
    "30 Mbit/s, ou 8 Mbit/s si la table ne les distingue pas, comme celle du Jura."
)
LEAST_DISTANCE = (
    "La distance n'est jamais inférieure à la moitié de la racine carrée de la surface, car tout "
    "le monde n'habite pas à la mairie."
)
GINI = f"L'indice de Gini des minutes {columns.GINI_MEANING}."


def estimated(engine: TravelEngine) -> str:
    """Say how far the minutes of an engine are from those of real trips.

    Examples
    --------
    >>> estimated(CrowFlyEstimate())[47:80]
    "elles s'écartent de 2 à 5 minutes"
    """
    if not any(engine.error_minutes):
        return "Les minutes sont des estimations."
    ends = [french.shortest(error, 1) for error in engine.error_minutes]
    noun = "minute" if max(engine.error_minutes) < PLURAL else "minutes"
    where = (
        " de celles de trajets de 5 à 20 km mesurés ailleurs, selon la région"
        if isinstance(engine, CrowFlyEstimate)
        else ""
    )
    return (
        "Les minutes sont des estimations : en moyenne, elles s'écartent de "
        f"{' à '.join(dict.fromkeys(ends))} {noun}{where}."
    )


def to_know(result: Result) -> tuple[str, ...]:
    """Give what stands beside exported figures, a sentence each."""
    return (SUBSCRIBED, HAMLETS, estimated(result.ways.engine), OFFICIAL, EMPTY)
