"""The data dictionary of the plan: what each column about posts means."""

from jura_coverage.measures.equity import LIMITS
from jura_coverage.publish.tables.columns import COMPUTED, PROGRAMME, of
from jura_coverage.words import CLOSE

LOW = ("Fourchette, de", "Bas de la fourchette : dans 5 % des scénarios, le nombre est plus petit.")
HIGH = (
    "Fourchette, à",
    "Haut de la fourchette : dans 5 % des scénarios, le nombre est plus grand ; dans 90 %, il est "
    "entre les deux.",
)

CHOICE_COLUMNS = (
    *of(COMPUTED, "text",
        ("question", "Question", "Garder, déplacer, ajouter ou faire tourner des postes."),
        ("objectif", "Objectif", "Ce que le choix rend le plus grand ou le plus petit."),
    ),
    *of(COMPUTED, "count", ("postes", "Postes", "Nombre de postes ou de structures en jeu.")),
    *of(COMPUTED, "text",
        ("choix", "Choix", "Structures ou communes, avec leur code Insee."),
        ("effet", "Effet", "Ce qui est compté dans la colonne des habitants."),
    ),
    *of(COMPUTED, "count",
        ("habitants", "Habitants", "Nombre pour les hypothèses retenues."),
        ("habitants_bas", *LOW),
        ("habitants_haut", *HIGH),
    ),
    *of(COMPUTED, "minutes",
        ("minutes", "Minutes", "Trajet moyen, ou le plus long, quand c'est l'objectif."),
    ),
    *of(COMPUTED, "percent",
        ("ecart_optimum_pct", "Écart à l'optimum, au plus",
         "0 : l'optimum est prouvé ; sinon, ce qu'un meilleur choix pourrait gagner en plus."),
    ),
    *of(PROGRAMME, "euros",
        ("cout_euros", "Coût",
         "Ordre de grandeur : tarif d'une première convention (2021) pour un poste ajouté, d'un "
         "renouvellement (2023) pour un poste gardé ; vide s'il est inconnu ou si rien n'est "
         "demandé."),
    ),
)  # fmt: skip

KEEP_COLUMNS = (
    *of("advisors", "text",
        ("structure", "Structure d'accueil", "Nom de la structure qui cesserait, seule."),
        ("code_insee", "Code Insee", "Commune de la structure."),
    ),
    *of("communes", "text",
        ("commune", "Commune", "Nom de la commune ; vide hors du département."),
    ),
    *of("advisors", "count", ("postes", "Postes", "Postes de la structure, tous lieux réunis.")),
    *of(COMPUTED, "count",
        ("habitants_perdus", "Habitants hors de portée",
         "Habitants qui n'auraient plus de conseiller à portée."),
        ("habitants_perdus_bas", *LOW),
        ("habitants_perdus_haut", *HIGH),
        ("habitants_perdus_un_poste", "Si un seul poste cesse",
         "Habitants hors de portée si un seul des postes de la structure cesse."),
        ("communes_perdues", "Communes hors de portée", "Communes de ces habitants."),
        ("communes_signalees_en_plus", "Communes signalées en plus",
         "Communes qui deviendraient signalées."),
    ),
    *of("advisors", "date",
        ("fin_convention", "Fin de convention", "La dernière de la structure ; vide si inconnue."),
    ),
    *of(PROGRAMME, "euros",
        ("renouvellement_euros", "Renouvellement",
         "Coût du renouvellement de tous ses postes au tarif de 2023 ; vide si le type d'employeur "
         "est inconnu."),
    ),
)  # fmt: skip

TIMELINE_COLUMNS = (
    *of("advisors", "date", ("fin", "Fin de convention", "Date à laquelle la convention finit.")),
    *of("advisors", "text", ("structures", "Structures", "Structures qui finissent ce jour.")),
    *of(COMPUTED, "count",
        ("habitants_perdus", "Habitants hors de portée en tout",
         "Habitants hors de portée si rien n'est renouvelé jusque-là."),
        ("communes_perdues", "Communes hors de portée en tout", "Communes de ces habitants."),
    ),
)  # fmt: skip

SITE_COLUMNS = (
    *of(COMPUTED, "text", ("nature", "Nature", "Ce qui est proposé à ce lieu.")),
    *of("communes", "text",
        ("code_insee", "Code Insee", "Commune proposée."),
        ("commune", "Commune", "Nom de la commune."),
        ("intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
    ),
    *of("advisors", "text",
        ("structure_qui_cede", "Structure qui cède", "D'où vient le poste d'un transfert."),
    ),
    *of(COMPUTED, "count",
        ("des_postes", "À partir de tant de postes",
         "Plus petit nombre de postes nouveaux pour lequel ce lieu est proposé."),
        ("habitants_rapproches", "Habitants éloignés à portée du lieu",
         "Habitants éloignés aujourd'hui et à portée de ce lieu ; un même habitant peut compter "
         "pour plusieurs lieux."),
    ),
    *of(COMPUTED, "percent",
        ("part_scenarios_pct", "Scénarios où le lieu est choisi",
         f"Pour cent scénarios où ce lieu, ou un autre à {CLOSE} au plus, est choisi."),
    ),
    *of(PROGRAMME, "euros",
        ("cout_euros", "Coût du poste",
         "Ordre de grandeur au tarif d'une première convention (2021) ; vide pour ce qui ne crée "
         "pas de poste."),
    ),
)  # fmt: skip

MOVE_COLUMNS = (
    *of("communes", "text", ("intercommunalite", "Intercommunalité", "Nom.")),
    *of(COMPUTED, "count",
        ("habitants_gagnes", "Habitants de plus à portée", "Après tous les transferts."),
        ("habitants_perdus", "Habitants de moins à portée", "Après tous les transferts."),
    ),
)  # fmt: skip

COMPARED_COLUMNS = (
    *of("communes", "text",
        ("intercommunalite", "Intercommunalité", "Nom ; vide pour les communes hors "
         "intercommunalité."),
    ),
    *of(COMPUTED, "text",
        ("repartition", "Répartition", "Aujourd'hui, ou après le choix nommé."),
    ),
)  # fmt: skip

EQUITY_COLUMNS = (
    *COMPARED_COLUMNS,
    *of(COMPUTED, "count",
        *(
            (f"habitants_{limit}_min", f"À {limit} min au plus",
             f"Habitants à {limit} minutes au plus d'un conseiller.")
            for limit in LIMITS
        ),
    ),
    *of(COMPUTED, "minutes",
        ("minutes_moyennes", "Trajet moyen", "Moyenne des habitants qui ont un trajet."),
        ("minutes_maximales", "Trajet le plus long", "Trajet de la commune la plus éloignée."),
    ),
    *of(COMPUTED, "index",
        ("gini_minutes", "Indice de Gini",
         "0 si tous ont le même trajet ; proche de 1 si les trajets sont très inégaux."),
    ),
    *of(COMPUTED, "count",
        ("communes_signalees", "Communes signalées", "Mal desservies et loin d'un conseiller."),
    ),
)  # fmt: skip

WEIGHTED_COLUMNS = (
    *COMPARED_COLUMNS,
    *of(COMPUTED, "weighted",
        *(
            (f"habitants_ponderes_{limit}_min", f"Pondérés à {limit} min au plus",
             f"Habitants des communes à {limit} minutes au plus d'un conseiller, multipliés par la "
             "part de locaux mal desservis de leur commune : un poids, non un nombre d'habitants.")
            for limit in LIMITS
        ),
    ),
    *of(COMPUTED, "minutes",
        ("minutes_moyennes_ponderees", "Trajet moyen pondéré",
         "Moyenne où les habitants d'une commune comptent par sa part de locaux mal desservis."),
        ("minutes_maximales_mal_desservies", "Trajet le plus long (mal desservies)",
         "Trajet de la plus éloignée des communes qui ont des locaux mal desservis."),
    ),
    *of(COMPUTED, "index",
        ("gini_minutes_pondere", "Indice de Gini pondéré",
         "Comme l'indice de Gini, les habitants d'une commune comptant par sa part de locaux mal "
         "desservis."),
    ),
)  # fmt: skip
