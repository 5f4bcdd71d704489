"""What is said of the accessibility of the pages: what was tried, and what it cannot tell."""

TRIED = (
    "La carte, dans ses états (fiche, tableau, recherche, simulation), celle de plusieurs "
    "départements, l'accueil, le rapport, les fiches de décision, les carnets et cette page "
    "passent l'outil axe-core (règles automatiques du WCAG 2.2, niveaux A et AA) dans Chromium, "
    "sur ordinateur et sur téléphone.",
    "Tout se fait au clavier : choisir un thème, chercher une commune, lire sa fiche, trier et "
    "télécharger le tableau, essayer d'autres postes. Échap ferme la fiche et rend le clavier.",
    "Rien ne déborde à 360 pixels de large ni à 200 % de zoom, et le zoom n'est jamais empêché.",
    "Les pages s'impriment, et aucune n'a besoin d'internet, sauf pour un fond de carte que l'on "
    "choisit, ni ne suit qui les lit.",
)
NOT_TRIED = (
    "Chaque situation a un motif, mais les degrés d'une mesure (débit, minutes) ne se distinguent "
    "qu'à leur clarté : la fiche et le tableau disent chaque valeur en toutes lettres.",
    "Une carte se lit mal à la synthèse vocale : le tableau sous la carte dit la même chose, "
    "commune par commune, et la recherche mène à chaque fiche.",
    "La carte interactive demande JavaScript ; sans lui restent l'accueil, ses images décrites, "
    "le rapport, les fiches et la table (CSV).",
    "Aucune personne handicapée n'a encore éprouvé ces pages.",
)
AUDITED = (
    "Un audit selon le référentiel général d'amélioration de l'accessibilité (RGAA) a trouvé ces "
    "pages {conformity}s."
)
NOT_AUDITED = (
    "Aucun audit selon le référentiel général d'amélioration de l'accessibilité (RGAA) n'a été "
    "fait : ces pages sont à tenir pour non conformes jusque-là."
)
