"""The columns of a commune: what is read about it, and what is found."""

from jura_coverage.columns.column import (
    COMPUTED,
    COPPER,
    COUNT,
    DATE,
    EUROS,
    FLAG,
    MINUTES,
    POST,
    SHARE,
    TEXT,
    WEIGHTED,
    YEAR,
    Bounds,
    of,
)

# More than any commune of France has; beyond it a number is a slip of the keyboard.
GREATEST_COUNT = 10_000_000
BEST = "Locaux dont la meilleure technologie est"
AT_30 = "Locaux à 30 Mbit/s et plus"
WITHOUT_MEANING = "Locaux sans bon accès à internet"
FLAGGED_MEANING = "Mal desservies et loin d'un conseiller."
COUNTED = Bounds(
    least=0, most=GREATEST_COUNT, expected=f"un nombre entier de 0 à {GREATEST_COUNT}",
    action="Corrigez la cellule, ou laissez-la vide si le nombre est inconnu.",
)  # fmt: skip

(INSEE,) = of("communes", TEXT,
    ("insee", "code_insee", "Code Insee", "Code officiel de la commune ; toujours du texte."),
    short="Code",
)  # fmt: skip
(DEPARTEMENT,) = of("communes", TEXT,
    ("departement", "code_departement", "Département",
     "Code du département de la commune ; toujours du texte."),
)  # fmt: skip
NAME, EPCI_CODE, EPCI_NAME = of("communes", TEXT,
    ("name", "commune", "Commune", "Nom de la commune."),
    ("epci", "code_epci", "Numéro Siren",
     "Numéro Siren de l'intercommunalité ; vide si elle n'est pas renseignée."),
    ("epci_name", "intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
)  # fmt: skip
(RESIDENTS,) = of("communes", COUNT,
    ("residents", "habitants", "Habitants", "Population municipale."),
    bounds=COUNTED,
)  # fmt: skip
(RESIDENTS_IN_PART,) = of("communes", FLAG,
    ("residents_in_part", "habitants_en_partie", "Habitants en partie",
     "Si ces habitants sont ceux d'une partie de la commune seulement, dont des arrondissements "
     "manquent : elle en a davantage."),
)  # fmt: skip

(SHARE_65_PLUS,) = of("needs", SHARE,
    ("share_65_plus", "part_65_ans_et_plus_pct", "65 ans et plus",
     "Habitants de 65 ans et plus pour cent habitants."),
    bounds=Bounds(least=0, most=1, expected="une part de 0 à 1",
                  action="Écrivez 0.25 pour 25 %, ou laissez la cellule vide."),
)  # fmt: skip
(MEDIAN_INCOME,) = of("needs", EUROS,
    ("median_income", "niveau_de_vie_median_euros", "Niveau de vie médian",
     "Revenu disponible par an et par unité de consommation, que la moitié des habitants dépasse."),
    bounds=Bounds(least=1_000, most=1_000_000,
                  expected="un nombre d'euros par an, de 1000 à 1000000",
                  action="Corrigez la cellule, écrivez s si la valeur est sous le secret "
                  "statistique, ou laissez-la vide."),
)  # fmt: skip
(WEIGHT,) = of("weights", WEIGHTED,
    ("weight", "poids", "Poids", "Ce que compte un habitant de la commune."),
    bounds=Bounds(least=0, most=GREATEST_COUNT, expected=f"un nombre de 0 à {GREATEST_COUNT}",
                  action="Corrigez la cellule, ou laissez-la vide si le poids est inconnu."),
)  # fmt: skip
INCOME_STATUS, INCOME_SAID = of("needs", TEXT,
    ("income_status", "etat_niveau_de_vie", "État du niveau de vie",
     "S'il est connu, ou tu parce que trop peu d'habitants vivent là ; vide s'il n'est pas donné."),
    ("income_said", "niveau_de_vie", "Niveau de vie", "Le niveau de vie médian, ou pourquoi il "
     "n'est pas dit."),
)  # fmt: skip

(PREMISES,) = of("broadband", COUNT,
    ("premises", "locaux", "Locaux", "Logements et locaux professionnels."),
    bounds=COUNTED,
)  # fmt: skip
# Each premise is counted in one technology only, the best that it can have.
TECHNOLOGIES = tuple(of("broadband", COUNT,
    ("ftth", "locaux_fibre", "Fibre", f"{BEST} la fibre."),
    ("coax", "locaux_cable", "Câble", f"{BEST} le câble."),
    ("copper", "locaux_cuivre", "Cuivre",
     f"{BEST} le cuivre (ADSL, VDSL)."),
    ("thd_radio", "locaux_radio_thd", "Radio à très haut débit",
     f"{BEST} la radio à 30 Mbit/s et plus."),
    ("copper_slow", "locaux_cuivre_lent", "Cuivre de 8 à 30 Mbit/s",
     f"{BEST} le cuivre sous 30 Mbit/s."),
    ("fixed_4g", "locaux_4g_fixe", "4G fixe",
     f"{BEST} la 4G fixe."),
    ("hd_radio", "locaux_radio_hd", "Radio à haut débit",
     f"{BEST} la radio sous 30 Mbit/s."),
    ("satellite", "locaux_satellite", "Satellite seulement",
     "Locaux qui n'ont que le satellite."),
    bounds=COUNTED,
))  # fmt: skip
# Counted instead of technologies by some tables, and only read.
SPEEDS = tuple(of("broadband", COUNT,
    ("wired_30mbps", "", "Filaire à 30 Mbit/s",
     f"{AT_30} par un réseau filaire."),
    ("terrestrial_30mbps", "", "Terrestre à 30 Mbit/s",
     f"{AT_30} par un réseau filaire, la 4G fixe ou la radio."),
    ("any_30mbps", "", "Tout réseau à 30 Mbit/s",
     f"{AT_30}, satellite compris."),
    bounds=COUNTED,
))  # fmt: skip
CARTEFIBRE = tuple(of("broadband", COUNT,
    ("cartefibre_ftth", "", "Fibre, selon Cartefibre", "Locaux raccordables à la fibre."),
    ("cartefibre_premises", "", "Locaux, selon Cartefibre",
     "Tous les locaux d'après ce décompte, qui n'est pas celui des technologies."),
    bounds=COUNTED,
))  # fmt: skip
(COPPER_STATUS,) = of(COPPER, TEXT,
    ("copper_status", "etat_cuivre", "État du cuivre",
     "Si le réseau de cuivre est déjà fermé, si sa fermeture a une date, ou non ; vide si la "
     "liste n'en dit rien."),
    codes=("closed", "planned", "unplanned"), width=36,
)  # fmt: skip
(COPPER_DATE,) = of(COPPER, DATE,
    ("copper_closure_date", "fermeture_cuivre", "Fermeture du cuivre",
     "Date de fermeture technique dans la liste ; vide si elle n'est pas fixée. Elle peut être "
     "à venir là où la liste dit le réseau déjà fermé : voir « État du cuivre »."),
)  # fmt: skip
(COPPER_YEAR,) = of(COPPER, YEAR,
    ("copper_closure_year", "annee_fermeture_cuivre", "Année de fermeture",
     "Année de cette date ; sans date fixée, celle où la liste annonce la fermeture au plus "
     "tard."),
    short="Fin du cuivre",
    bounds=Bounds(least=2015, most=2050, expected="une année de 2015 à 2050",
                  action="Corrigez l'année, ou laissez la cellule vide."),
)  # fmt: skip
# All that a table of the internet may tell of a commune.
BROADBAND = (
    PREMISES, *TECHNOLOGIES, *SPEEDS, *CARTEFIBRE, COPPER_DATE, COPPER_STATUS, COPPER_YEAR,
)  # fmt: skip

(SHARE_WITHOUT,) = of(COMPUTED, SHARE,
    ("share_without", "part_mal_desservie_pct", "Part mal desservie",
     "Locaux mal desservis pour cent locaux."),
    short="Mal desservis",
)  # fmt: skip
(MINUTES_NEAREST,) = of(COMPUTED, MINUTES,
    ("minutes", "minutes_conseiller", "Minutes vers un conseiller",
     "Temps de trajet vers le conseiller le plus proche (voir le moteur)."),
    short="Conseiller",
)  # fmt: skip
HOST_NEAREST, HOST_SECOND = of("advisors", TEXT,
    ("host", "conseiller_le_plus_proche", "Conseiller le plus proche",
     "Structure d'accueil du conseiller le plus proche."),
    ("host_second", "deuxieme_conseiller", "Deuxième conseiller",
     "Structure d'accueil du deuxième lieu le plus proche."),
)  # fmt: skip
(MINUTES_FRANCE_SERVICES,) = of(COMPUTED, MINUTES,
    ("minutes_france_services", "minutes_france_services", "Minutes vers France services",
     "Temps de trajet vers l'espace France services le plus proche (voir le moteur)."),
    short="France services",
)  # fmt: skip
(HOST_FRANCE_SERVICES,) = of("france_services", TEXT,
    ("host_france_services", "france_services_le_plus_proche", "France services le plus proche",
     "Le lieu où mènent ces minutes ; aucun conseiller n'y est compté pour cela."),
)  # fmt: skip
(SITUATION,) = of(COMPUTED, TEXT,
    ("situation", "situation", "Situation", "Les deux réponses en une phrase."),
    width=36, sorts=False,
)  # fmt: skip

# How sure a flag is: only where a plan is made.
CERTAINTY = (
    *of(COMPUTED, SHARE,
        ("certainty", "certitude_signalement_pct", "Certitude du signalement",
         "Chances pour cent que la commune soit signalée en réalité, aux seuils choisis, compte "
         "tenu de ce qu'on ne sait pas (trajets, positions, locaux, présences)."),
        short="Certitude", decimals=1,
    ),
    *of(COMPUTED, TEXT,
        ("standing", "solidite_signalement", "Solidité du signalement",
         "D'une commune signalée : sûre, ou fragile ; vide si elle ne l'est pas."),
    ),
    *of(COMPUTED, COUNT,
        ("policies_flagged", "choix_ou_signalee", "Choix de seuils où elle est signalée",
         "Nombre de choix des seuils et de la définition, sur tous ceux que les paramètres font "
         "comparer, sous lesquels la commune serait signalée."),
    ),
)  # fmt: skip
# What buildings tell where they are at hand, each at the place where it stands.
BUILDINGS = (
    *of("buildings", COUNT,
        ("premises_poor_far", "locaux_mal_desservis_et_eloignes",
         "Locaux mal desservis et éloignés",
         "Locaux des immeubles qui sont eux-mêmes mal desservis et loin d'un conseiller, chacun "
         "compté où il est."),
    ),
    *of("buildings", SHARE,
        ("share_poor_far", "part_mal_desservie_et_eloignee_pct", "Part mal desservie et éloignée",
         "Ces locaux pour cent locaux des immeubles."),
        short="Mal desservis et loin",
    ),
    *of("buildings", FLAG,
        ("mean_agrees", "moyenne_confirmee", "Moyenne confirmée",
         "« oui » si la commune est signalée par sa moyenne comme par ses immeubles, ou par aucun "
         "des deux : par ses immeubles, elle l'est si la part mal desservie et éloignée atteint le "
         "seuil de la part mal desservie ; vide si une donnée manque."),
    ),
)  # fmt: skip
# The same in every row: tables that carry their provenance otherwise leave them out.
PROVENANCE = tuple(of(COMPUTED, TEXT,
    ("engine", "moteur_minutes", "Moteur des minutes", "Ce qui a mesuré les minutes."),
    ("editions", "editions", "Éditions", "Éditions des données d'entrée."),
    ("fingerprint", "empreinte_parametres", "Empreinte des paramètres",
     "Douze caractères qui changent avec tout paramètre."),
))  # fmt: skip

# A row a commune, in every output that has one.
COMMUNES = (
    INSEE, NAME, EPCI_CODE, EPCI_NAME, RESIDENTS, PREMISES,
    *of("broadband", COUNT,
        ("premises_wired", "locaux_filaires", "Locaux filaires",
         f"{BEST} la fibre, le câble ou le cuivre."),
    ),
    *TECHNOLOGIES,
    *of(COMPUTED, COUNT,
        ("premises_without", "locaux_mal_desservis", "Locaux mal desservis",
         f"{WITHOUT_MEANING}, selon la définition choisie (voir les paramètres)."),
    ),
    SHARE_WITHOUT, MINUTES_NEAREST, HOST_NEAREST,
    *of(COMPUTED, MINUTES,
        ("minutes_second", "minutes_deuxieme_conseiller", "Minutes vers le deuxième",
         "Temps de trajet vers le deuxième lieu le plus proche."),
    ),
    HOST_SECOND, MINUTES_FRANCE_SERVICES, HOST_FRANCE_SERVICES,
    *of(COMPUTED, FLAG,
        ("poor", "mal_desservie", "Mal desservie",
         "« oui » si la part mal desservie atteint le seuil ; vide si une donnée manque."),
        ("far", "conseiller_eloigne", "Conseiller éloigné",
         "« oui » si les minutes dépassent le seuil ; vide si une donnée manque."),
        ("flagged", "signalee", "Signalée",
         "« oui » si la commune est mal desservie et le conseiller éloigné ; vide si une donnée "
         "manque."),
    ),
    SITUATION, *BUILDINGS, *CERTAINTY, COPPER_STATUS, COPPER_DATE, COPPER_YEAR,
    SHARE_65_PLUS, MEDIAN_INCOME, INCOME_STATUS,
    *of(COMPUTED, FLAG,
        ("border_matters", "depend_des_departements_voisins", "Dépend des départements voisins",
         "« oui » si un conseiller inconnu, de l'autre côté de la limite, pourrait être plus "
         "proche."),
    ),
    *of("communes", TEXT,
        ("origin_source", "point_de_depart", "Point de départ",
         "D'où partent les trajets de la commune."),
        width=30,
    ),
    RESIDENTS_IN_PART,
    *PROVENANCE,
)  # fmt: skip
# A row a square of one kilometre, where buildings are at hand.
HAMLETS = (
    *of(COMPUTED, TEXT,
        ("cell", "carreau", "Carreau",
         "Nom du carreau d'un kilomètre, dans la grille de l'Insee en métropole."),
    ),
    *of("buildings", COUNT,
        ("premises", "locaux", "Locaux", "Locaux des immeubles du carreau."),
    ),
    *BUILDINGS[:2],
    *of(COMPUTED, MINUTES,
        ("minutes", "minutes_conseiller", "Minutes vers un conseiller",
         "Temps de trajet moyen de ses locaux vers le conseiller le plus proche."),
    ),
)  # fmt: skip
# What the page's table of communes shows, and what the file that is saved from it adds.
PAGE = (
    NAME, INSEE, EPCI_NAME, RESIDENTS, PREMISES, SHARE_WITHOUT, MINUTES_NEAREST, COPPER_YEAR,
    SITUATION,
)  # fmt: skip
PAGE_FILE_ONLY = (
    RESIDENTS_IN_PART, HOST_NEAREST, SHARE_65_PLUS, MEDIAN_INCOME, MINUTES_FRANCE_SERVICES,
    *PROVENANCE,
)  # fmt: skip
# What the card of a commune shows, after its two values beside their thresholds.
CARD = (
    CERTAINTY[0], RESIDENTS, SHARE_65_PLUS, INCOME_SAID, PREMISES, *BUILDINGS,
    MINUTES_FRANCE_SERVICES,
)  # fmt: skip

EPCI = (
    *of("communes", TEXT,
        ("epci", "code_epci", "Code", "Numéro Siren."),
        ("epci_name", "intercommunalite", "Intercommunalité", "Nom."),
    ),
    *of(COMPUTED, COUNT,
        ("communes", "communes", "Communes", "Communes du département dans l'intercommunalité."),
        ("residents", "habitants", "Habitants", "Population municipale de ces communes."),
        ("premises", "locaux", "Locaux", "Logements et locaux professionnels."),
        ("premises_without", "locaux_mal_desservis", "Locaux mal desservis",
         f"{WITHOUT_MEANING}."),
    ),
    SHARE_WITHOUT,
    *of(COMPUTED, MINUTES,
        ("minutes", "minutes_moyennes", "Minutes en moyenne",
         "Temps moyen vers le conseiller le plus proche, pondéré par les habitants."),
        ("minutes_max", "minutes_maximales", "Minutes au plus",
         "Temps de la commune la plus éloignée."),
    ),
    *of(COMPUTED, COUNT,
        ("communes_far", "communes_eloignees", "Communes éloignées",
         "Communes au-delà du seuil de minutes."),
        ("residents_far", "habitants_eloignes", "Habitants éloignés", "Habitants de ces communes."),
        ("communes_flagged", "communes_signalees", "Communes signalées",
         FLAGGED_MEANING),
        ("residents_flagged", "habitants_signales", "Habitants signalés",
         "Habitants des communes signalées."),
        ("premises_flagged", "locaux_signales", "Locaux signalés",
         "Locaux mal desservis des communes signalées."),
        ("communes_no_data", "communes_sans_donnee", "Communes sans donnée",
         "Communes où une donnée manque."),
        ("uncounted_residents", "communes_sans_population", "Communes sans population connue",
         "Communes dont la population manque quand celle d'autres est connue : les habitants sont "
         "alors comptés sans elles."),
    ),
    *of("advisors", POST,
        ("posts", "postes", "Postes",
         "Postes dont la structure d'accueil est dans l'intercommunalité."),
    ),
)  # fmt: skip
