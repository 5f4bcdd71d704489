"""What every reader of the figures must know: thresholds, minutes, means, what is not counted."""

import numpy as np

from jura_coverage import columns, french
from jura_coverage.measures.travel import TravelEngine
from jura_coverage.study import Result
from jura_coverage.words.terms import SHARED_POSTS

# Distances for which the error of the minutes is said.
TOLD_KM = (10.0, 20.0)
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


def estimated(engine: TravelEngine, *, minutes: str = "Les minutes") -> str:
    """Say how far the minutes that an engine estimates may be from those of real trips.

    Parameters
    ----------
    engine
        The engine.
    minutes
        French: which minutes it estimates.

    Examples
    --------
    >>> from jura_coverage.measures.travel import CrowFlyEstimate
    >>> estimated(CrowFlyEstimate())[35:89].replace(french.NO_BREAK_SPACE, " ")
    "deux fois sur trois, l'erreur est de 4 minutes au plus"
    """
    spread = np.linalg.norm(engine.spread_minutes(np.array(TOLD_KM)), axis=0)
    if not spread.any():
        return f"{minutes} sont des estimations."
    said = [
        f"de {french.count(round(float(each)), 'minute')} au plus pour {french.shortest(km, 0)} km"
        for each, km in zip(spread, TOLD_KM, strict=True)
    ]
    return (
        f"{minutes} sont des estimations : deux fois sur trois, l'erreur est "
        f"{french.enumeration(said)} à vol d'oiseau."
    )


def travel_errors(result: Result) -> tuple[str, ...]:
    """Say how far minutes may be wrong: those that roads measured, and those estimated."""
    which = "Les autres minutes" if result.is_measured else "Les minutes"
    by_road = (
        "Un vrai trajet peut s'écarter des minutes mesurées sur la route de "
        f"{french.percent(result.parameters.errors.by_road, 0)}, deux fois sur trois."
    )
    return (
        *([by_road] if result.is_measured else []),
        *([estimated(result.ways.engine, minutes=which)] if result.pairs_estimated else []),
    )


def to_know(result: Result) -> tuple[str, ...]:
    """Give what stands beside exported figures, a sentence each."""
    return (SUBSCRIBED, HAMLETS, *travel_errors(result), OFFICIAL, EMPTY)


def served_and_access(result: Result) -> str:
    """Say what "served" and "access" mean, and that they stand on conventions."""
    chosen = result.parameters.capacity
    return (
        f"Besoin servi : un poste à plein temps aide "
        f"{french.count(chosen.people_a_year, 'personne')} par an, et "
        f"{french.percent(chosen.need_share)} des habitants ont besoin d'aide, deux conventions "
        "nationales à remplacer par vos chiffres ([capacity] du fichier de paramètres) ; les "
        f"postes du département n'aident que ses habitants, à portée. Accès : {SHARED_POSTS}, les "
        "plus proches comptant davantage (E2SFCA)."
    )
