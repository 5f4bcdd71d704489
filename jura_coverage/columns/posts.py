"""The columns of places and posts: what is read about them, and what a plan would change."""

from collections.abc import Iterable
from dataclasses import replace

from jura_coverage import french
from jura_coverage.columns.column import (
    COMPUTED,
    COUNT,
    DATE,
    DEGREES,
    EUROS,
    FLAG,
    INDEX,
    MINUTES,
    POST,
    PROGRAMME,
    SHARE,
    TEXT,
    UNCOUNTED,
    WEIGHTED,
    Bounds,
    Column,
    Kind,
    of,
)
from jura_coverage.columns.communes import FLAGGED_MEANING

A_NUMBER_OF_POSTS = "un nombre de postes, ou une part comme 0,5"
LEAST_POST = 0.01  # an hour or so a month
# After the name of the index, or alone in the dictionary.
GINI_MEANING = (
    "vaut 0 si tous ont le même trajet, et approche 1 quand les trajets sont très inégaux"
)

(HOST,) = of("advisors", TEXT,
    ("host", "structure", "Structure d'accueil", "Nom de la structure."),
)  # fmt: skip
(HOST_INSEE,) = of("advisors", TEXT,
    ("insee", "code_insee", "Code Insee", "Commune de la structure."),
)  # fmt: skip
(POSTS,) = of("advisors", POST,
    ("posts", "postes", "Postes", "Postes de conseiller à ce lieu, ou part d'un poste."),
    bounds=Bounds(least=LEAST_POST, most=1000, expected=A_NUMBER_OF_POSTS,
                  action="Corrigez le nombre, ou retirez la ligne d'un lieu sans poste."),
)  # fmt: skip
# Only read; where they may be depends on the département.
LONGITUDE, LATITUDE = of("advisors", DEGREES,
    ("longitude", "", "Longitude", "Degrés à l'est de Greenwich (WGS 84)."),
    ("latitude", "", "Latitude", "Degrés au nord de l'équateur (WGS 84)."),
)  # fmt: skip

HOSTS = (
    HOST, HOST_INSEE,
    *of("communes", TEXT,
        ("name", "commune", "Commune", "Nom de la commune."),
        ("epci_name", "intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
    ),
    POSTS,
    *of("advisors", TEXT,
        ("presence", "presence", "Présence", "Postes, ou jours par semaine d'un poste itinérant."),
        ("opening_hours", "horaires", "Horaires", "Horaires d'ouverture ; vide si inconnus."),
        ("position_source", "position", "Position",
         "Position connue, ou mairie de la commune par défaut."),
    ),
    *of(COMPUTED, COUNT,
        ("communes_nearest", "communes_desservies", "Communes dont c'est le plus proche",
         "Communes dont ce lieu est le plus proche."),
        ("residents_nearest", "habitants_desservis", "Habitants dont c'est le plus proche",
         "Habitants de ces communes."),
    ),
)  # fmt: skip

LOW = ("Fourchette, de", "Bas de la fourchette : dans 5 % des scénarios, le nombre est plus petit.")
HIGH = (
    "Fourchette, à",
    "Haut de la fourchette : dans 5 % des scénarios, le nombre est plus grand ; dans 90 %, il est "
    "entre les deux.",
)
PARTIAL = (
    "Fourchette partielle",
    "Oui si la fourchette serait autre avec les communes sans population connue, qui n'y comptent "
    "pas.",
)
UNCOUNTED_HEAD = "Communes non comptées"


def left_out(name: str, field: str, *, of_what: str = "") -> tuple[str, str, str, str]:
    """Describe how many communes a sum of residents leaves out, see :data:`UNCOUNTED`.

    Parameters
    ----------
    name, field
        Of the sum.
    of_what
        French: which sum, in its heading, where a table has several.
    """
    return (
        f"{name}{UNCOUNTED}", f"{field}_communes_non_comptees",
        f"{UNCOUNTED_HEAD} ({of_what})" if of_what else UNCOUNTED_HEAD,
        "Communes concernées dont la population n'est pas connue, ou ne l'est qu'en partie, et que "
        "le nombre d'habitants ne compte donc pas en entier : s'il y en a, il est partiel ; vide, "
        "il est inconnu.",
    )  # fmt: skip


CHOICES = (
    *of(COMPUTED, TEXT,
        ("question", "question", "Question", "Garder, déplacer, ajouter ou faire tourner des "
         "postes."),
        ("aim", "objectif", "Objectif", "Ce que le choix rend le plus grand ou le plus petit."),
    ),
    *of(COMPUTED, replace(POST, unit="nombre"),
        ("posts", "postes", "Postes",
         "Nombre de postes ou de structures en jeu ; une part de poste compte pour sa part."),
    ),
    *of(COMPUTED, TEXT,
        ("choice", "choix", "Choix", "Structures ou communes, avec leur code Insee."),
        ("effect", "effet", "Effet", "Ce qui est compté dans la colonne des habitants."),
    ),
    *of(COMPUTED, COUNT,
        ("residents", "habitants", "Habitants", "Nombre pour les hypothèses retenues."),
        left_out("residents", "habitants"),
        ("residents_expected", "habitants_en_moyenne", "Habitants, en moyenne",
         "Moyenne dans des scénarios qui n'ont pas servi à choisir ; vide pour une fin."),
        ("residents_low", "habitants_bas", *LOW),
        ("residents_high", "habitants_haut", *HIGH),
        ("worst_regret", "regret_au_pire", "Regret au pire, au plus",
         "De combien le meilleur choix d'un scénario dépasse celui-ci, dans le pire scénario ; "
         "vide où il n'est pas cherché."),
    ),
    *of(COMPUTED, FLAG, ("residents_partial", "fourchette_partielle", *PARTIAL)),
    *of(COMPUTED, MINUTES,
        ("minutes", "minutes", "Minutes", "Trajet moyen, ou le plus long, quand c'est l'objectif."),
        decimals=None,
    ),
    *of(COMPUTED, SHARE,
        ("gap", "ecart_optimum_pct", "Écart à l'optimum, au plus",
         "0 : l'optimum est prouvé ; sinon, ce qu'un meilleur choix pourrait gagner en plus."),
        decimals=2,
    ),
    *of(PROGRAMME, EUROS,
        ("cost_euros", "cout_euros", "Coût",
         "Ordre de grandeur : tarif d'une première convention (2021) pour un poste ajouté, d'un "
         "renouvellement (2023) pour un poste gardé ; vide s'il est inconnu ou si rien n'est "
         "demandé."),
    ),
)  # fmt: skip

LOSES_MOST = "Perd le plus d'accès"

KEPT = (
    *of("advisors", TEXT,
        ("host", "structure", "Structure d'accueil", "Nom de la structure qui cesserait, seule."),
    ),
    HOST_INSEE,
    *of("communes", TEXT,
        ("name", "commune", "Commune", "Nom de la commune ; vide hors du département."),
    ),
    *of("advisors", POST,
        ("posts", "postes", "Postes", "Postes de la structure, tous lieux réunis."),
    ),
    *of(COMPUTED, COUNT,
        ("residents_lost_mean", "habitants_perdus_en_moyenne",
         "Habitants hors de portée en moyenne",
         "Habitants qui n'auraient plus de conseiller à portée, en moyenne des scénarios."),
        ("residents_lost", "habitants_perdus", "Si tout est comme estimé",
         "Les mêmes, si tout est comme estimé."),
        left_out("residents_lost", "habitants_perdus"),
        ("residents_lost_low", "habitants_perdus_bas", *LOW),
        ("residents_lost_high", "habitants_perdus_haut", *HIGH),
    ),
    *of(COMPUTED, FLAG, ("residents_lost_partial", "fourchette_partielle", *PARTIAL)),
    *of(COMPUTED, COUNT,
        ("residents_lost_post", "habitants_perdus_un_poste", "Si un seul poste cesse",
         "Habitants hors de portée si un seul des postes de la structure cesse."),
        left_out("residents_lost_post", "habitants_perdus_un_poste", of_what="un seul poste"),
        ("communes_lost", "communes_perdues", "Communes hors de portée",
         "Communes de ces habitants."),
        ("communes_flagged", "communes_signalees_en_plus", "Communes signalées en plus",
         "Communes qui deviendraient signalées."),
    ),
    *of(COMPUTED, TEXT,
        ("access_lost_epci", "intercommunalite_acces_perdu", LOSES_MOST,
         "Celle qui perdrait la plus grande part de son accès (postes par habitant) ; vide si "
         "aucune n'en perd."),
    ),
    *of(COMPUTED, SHARE,
        ("access_lost", "acces_perdu_pct", "Accès qu'elle perd",
         "Part de son accès que cette intercommunalité perdrait."),
        decimals=1,
    ),
    *of(COMPUTED, COUNT,
        ("need_served_lost", "besoin_servi_perdu", "Besoin servi en moins",
         "Personnes en difficulté que les postes n'aideraient plus, par an."),
    ),
    *of("advisors", DATE,
        ("convention_end", "fin_convention", "Fin de convention",
         "La dernière de la structure ; vide si inconnue."),
    ),
    *of("advisors", TEXT,
        ("convention_kinds", "conventions", "Conventions",
         "Nature des conventions, selon la source des postes : initiale, renouvellement ; "
         "vide si elle n'est pas connue pour tous les postes."),
    ),
    *of("advisors", EUROS,
        ("convention_euros", "conventionne_euros", "Montant conventionné",
         "Total conventionné de tous les postes de la structure, selon la source des postes ; vide "
         "s'il n'est pas connu pour tous."),
    ),
    *of(PROGRAMME, EUROS,
        ("renewal_euros", "renouvellement_euros", "Renouvellement",
         "Coût du renouvellement de tous ses postes au tarif de 2023 ; vide si le type d'employeur "
         "est inconnu."),
    ),
)  # fmt: skip

TIMELINE = (
    *of("advisors", DATE,
        ("end", "fin", "Fin de convention", "Date à laquelle la convention finit."),
    ),
    *of("advisors", TEXT,
        ("hosts", "structures", "Structures", "Structures qui finissent ce jour."),
    ),
    *of(COMPUTED, COUNT,
        ("residents_lost", "habitants_perdus", "Habitants hors de portée en tout",
         "Habitants hors de portée si rien n'est renouvelé jusque-là."),
        left_out("residents_lost", "habitants_perdus"),
        ("communes_lost", "communes_perdues", "Communes hors de portée en tout",
         "Communes de ces habitants."),
    ),
)  # fmt: skip

MOVED = (
    *of("communes", TEXT, ("epci_name", "intercommunalite", "Intercommunalité", "Nom.")),
    *of(COMPUTED, COUNT,
        ("residents_gained", "habitants_gagnes", "Habitants de plus à portée",
         "Après tous les transferts."),
        left_out("residents_gained", "habitants_gagnes", of_what="de plus"),
        ("residents_lost", "habitants_perdus", "Habitants de moins à portée",
         "Après tous les transferts."),
        left_out("residents_lost", "habitants_perdus", of_what="de moins"),
    ),
)  # fmt: skip

ACCESS = Kind(
    name="access", unit="postes pour 10 000 habitants", dtype="float64", number_format="0.00",
    least_width=10, decimals=3,
)  # fmt: skip
(AFTER,) = of(COMPUTED, TEXT,
    ("plan", "choix", "Choix", "Aujourd'hui, ou le choix nommé."),
)  # fmt: skip
(PER_RESIDENT,) = of(COMPUTED, ACCESS,
    ("access", "postes_10000_habitants", "Postes pour 10 000 habitants",
     "Accès moyen des habitants : chaque poste est partagé entre ceux qui l'atteignent (E2SFCA)."),
)  # fmt: skip

EFFECTS = (
    AFTER,
    *of(COMPUTED, COUNT,
        ("residents_near", "habitants_a_portee", "Habitants à portée",
         "Habitants qui ont un conseiller à portée."),
        left_out("residents_near", "habitants_a_portee"),
        ("communes_flagged", "communes_signalees", "Communes signalées", FLAGGED_MEANING),
    ),
    PER_RESIDENT,
    *of(COMPUTED, TEXT,
        ("loses_most", "perd_le_plus_d_acces", LOSES_MOST,
         "Intercommunalité qui perd la plus grande part de son accès ; vide si aucune n'en perd."),
    ),
    *of(COMPUTED, SHARE,
        ("most_lost", "acces_perdu_pct", "Accès qu'elle perd", "Part de son accès d'aujourd'hui."),
        decimals=1,
    ),
    *of(COMPUTED, COUNT,
        ("need", "besoin", "Besoin", "Habitants qui ont besoin d'aide : une convention."),
        ("need_near", "besoin_a_portee", "Besoin à portée", "Ceux qui ont un poste à portée."),
        ("need_served", "besoin_servi", "Besoin servi par an",
         "Ceux que les postes du département peuvent aider en un an."),
    ),
    *of(COMPUTED, SHARE,
        ("share_served", "besoin_servi_pct", "Part du besoin", "Besoin servi, rapporté au besoin."),
        decimals=1,
    ),
)  # fmt: skip
ACCESS_BY_EPCI = (
    *of("communes", TEXT,
        ("epci", "intercommunalite", "Intercommunalité",
         "Nom ; vide pour les communes qui n'en ont pas de connue."),
    ),
    AFTER,
    PER_RESIDENT,
)  # fmt: skip

COMPARED = (
    *of("communes", TEXT,
        ("epci", "intercommunalite", "Intercommunalité",
         "Nom ; vide pour les communes dont elle n'est pas renseignée."),
    ),
    *of(COMPUTED, TEXT,
        ("plan", "repartition", "Répartition", "Aujourd'hui, ou après le choix nommé."),
    ),
)  # fmt: skip


def sites(*, near: str) -> tuple[Column, ...]:
    """Describe the communes that are proposed for something.

    Parameters
    ----------
    near
        French: within what another site counts as the same.
    """
    return (
        *of(COMPUTED, TEXT, ("nature", "nature", "Nature", "Ce qui est proposé à ce lieu.")),
        *of("communes", TEXT,
            ("insee", "code_insee", "Code Insee", "Commune proposée."),
            ("name", "commune", "Commune", "Nom de la commune."),
            ("epci_name", "intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
        ),
        *of("advisors", TEXT,
            ("host", "structure_qui_cede", "Structure qui cède",
             "D'où vient le poste d'un transfert."),
        ),
        *of(COMPUTED, COUNT,
            ("posts", "des_postes", "À partir de tant de postes",
             "Plus petit nombre de postes nouveaux pour lequel ce lieu est proposé."),
            ("residents_nearer", "habitants_rapproches", "Habitants éloignés à portée du lieu",
             "Habitants éloignés aujourd'hui et à portée de ce lieu ; un même habitant peut "
             "compter pour plusieurs lieux."),
            left_out("residents_nearer", "habitants_rapproches"),
        ),
        *of(COMPUTED, SHARE,
            ("near_share", "part_scenarios_pct", "Scénarios où le lieu est choisi",
             f"Pour cent scénarios où ce lieu, ou un autre à {near} au plus, est choisi."),
            decimals=1,
        ),
        *of(COMPUTED, TEXT,
            ("alternatives", "autres_lieux", "Autres lieux",
             "Communes qui gagneraient autant à sa place, à un centième près."),
        ),
        *of(PROGRAMME, EUROS,
            ("cost_euros", "cout_euros", "Coût du poste",
             "Ordre de grandeur au tarif d'une première convention (2021) ; vide pour ce qui ne "
             "crée pas de poste."),
        ),
    )  # fmt: skip


def equity(limits: Iterable[int]) -> tuple[Column, ...]:
    """Describe who is near an advisor, before and after a choice.

    Parameters
    ----------
    limits
        Minutes within which residents are counted.
    """
    return (
        *COMPARED,
        *of(COMPUTED, COUNT,
            *(
                (f"residents_within_{limit}", f"habitants_{limit}_min", f"À {limit} min au plus",
                 f"Habitants à {limit} minutes au plus d'un conseiller.")
                for limit in limits
            ),
            *(
                left_out(f"residents_within_{limit}", f"habitants_{limit}_min",
                         of_what=f"{limit} min")
                for limit in limits
            ),
        ),
        *of(COMPUTED, MINUTES,
            ("mean_minutes", "minutes_moyennes", "Trajet moyen",
             "Moyenne des habitants qui ont un trajet."),
            ("worst_minutes", "minutes_maximales", "Trajet le plus long",
             "Celui de la commune la plus éloignée."),
        ),
        *of(COMPUTED, INDEX,
            ("gini_minutes", "gini_minutes", "Indice de Gini",
             f"{french.capital(GINI_MEANING)}."),
        ),
        *of(COMPUTED, COUNT,
            ("communes_flagged", "communes_signalees", "Communes signalées",
             FLAGGED_MEANING),
        ),
    )  # fmt: skip


def weighted_equity(
    limits: Iterable[int], *, share: str, called: str, having: str
) -> tuple[Column, ...]:
    """Describe the same where residents do not all count as much.

    What is weighted is no number of residents, and shares no field with :func:`equity`.

    Parameters
    ----------
    limits
        As in :func:`equity`.
    share, called, having
        French, as in :class:`jura_coverage.posts.Weights`.
    """
    kind = replace(WEIGHTED, unit=f"habitants × {share}")
    return (
        *COMPARED,
        *of(COMPUTED, kind,
            *(
                (f"residents_within_{limit}", f"habitants_ponderes_{limit}_min",
                 f"Pondérés à {limit} min au plus",
                 f"Habitants des communes à {limit} minutes au plus d'un conseiller, multipliés "
                 f"par la {share} de leur commune : un poids, non un nombre d'habitants.")
                for limit in limits
            ),
        ),
        *of(COMPUTED, COUNT,
            *(
                left_out(f"residents_within_{limit}", f"habitants_ponderes_{limit}_min",
                         of_what=f"{limit} min")
                for limit in limits
            ),
        ),
        *of(COMPUTED, MINUTES,
            ("mean_minutes", "minutes_moyennes_ponderees", "Trajet moyen pondéré",
             f"Moyenne où les habitants d'une commune comptent par sa {share}."),
            ("worst_minutes", f"minutes_maximales_{french.fold(called).replace(' ', '_')}",
             f"Trajet le plus long ({called})",
             f"Trajet de la plus éloignée des communes {having}."),
        ),
        *of(COMPUTED, INDEX,
            ("gini_minutes", "gini_minutes_pondere", "Indice de Gini pondéré",
             f"Comme l'indice de Gini, les habitants d'une commune comptant par sa {share}."),
        ),
    )  # fmt: skip
