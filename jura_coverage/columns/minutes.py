"""The columns of a table of minutes: trips that something else measured, a row each."""

from jura_coverage.columns.column import (
    COMPUTED,
    FLAG,
    KILOMETRES,
    METRES,
    MINUTES,
    TEXT,
    Bounds,
    of,
)

MOST_MINUTES, MOST_KILOMETRES, MOST_SNAP_M = 1_440, 2_000, 3_000
CORRECT = "Corrigez la cellule, ou retirez la ligne : le trajet manquera."

ORIGIN, PLACE = of(COMPUTED, TEXT,
    ("origin", "origin", "Départ", "Code Insee de la commune de départ ; toujours du texte."),
    ("place", "place", "Lieu",
     "Code Insee d'une commune, pour son point de départ, ou latitude et longitude d'un lieu "
     "(degrés, WGS 84), séparées par une espace."),
)  # fmt: skip
(TRIP_MINUTES,) = of(COMPUTED, MINUTES,
    ("minutes", "minutes", "Minutes", "Durée du trajet ; vide s'il n'y en a pas."),
    decimals=None,
    bounds=Bounds(least=0, most=MOST_MINUTES, expected="des minutes de 0 à 1440",
                  action=CORRECT),
)  # fmt: skip
(TRIP_KILOMETRES,) = of(COMPUTED, KILOMETRES,
    ("kilometres", "kilometres", "Kilomètres", "Longueur du trajet ; vide si inconnue."),
    bounds=Bounds(least=0, most=MOST_KILOMETRES, expected="des kilomètres de 0 à 2000",
                  action=CORRECT),
)  # fmt: skip
(SNAP,) = of(COMPUTED, METRES,
    ("snap_m", "snap_m", "Accrochage",
     "De combien les deux bouts du trajet sont loin de la route la plus proche, au plus."),
    bounds=Bounds(least=0, most=MOST_SNAP_M,
                  expected="3000 mètres au plus entre un bout du trajet et la route",
                  action="Vérifiez que le réseau routier couvre ce lieu, ou retirez la ligne."),
)  # fmt: skip
(ESTIMATED,) = of(COMPUTED, FLAG,
    ("estimated", "estimated", "Estimé",
     "1 si la durée est une estimation à vol d'oiseau, 0 ou vide si elle est mesurée."),
)  # fmt: skip

TABLE_OF_MINUTES = (ORIGIN, PLACE, TRIP_MINUTES, TRIP_KILOMETRES, SNAP, ESTIMATED)
