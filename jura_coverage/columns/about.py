"""The columns of what explains the figures: sources, choices, remarks, and this dictionary."""

from jura_coverage.columns.column import ABOUT, COUNT, TEXT, of

TO_KNOW = "Ce qu'il faut savoir des données"
SOURCES = (
    *of(ABOUT, TEXT, ("table", "table", "Table", "Ce que la source apporte.")),
    *of(ABOUT, TEXT, ("title", "titre", "Titre", "Ce que la source contient."), width=34),
    *of(ABOUT, TEXT, ("edition", "edition", "Édition", "De quand elle date."), width=22),
    *of(ABOUT, TEXT,
        ("attribution", "attribution", "Attribution", "Qui l'a publiée, à citer."),
        width=32,
    ),
    *of(ABOUT, TEXT,
        ("licence", "licence", "Licence",
         "À quelles conditions elle peut être reprise ; vide si on l'ignore."),
        width=22,
    ),
    *of(ABOUT, TEXT, ("url", "adresse", "Adresse", "Où elle est publiée."), width=32),
    *of(ABOUT, TEXT,
        ("file", "fichier", "Fichier", "Nom du fichier lu ; vide pour un tarif, qui n'est pas lu."),
        width=28,
    ),
    *of(ABOUT, TEXT,
        ("sha256", "sha256", "Empreinte du fichier",
         "Somme SHA-256 : elle change avec tout octet du fichier."),
        width=24,
    ),
)  # fmt: skip
PARAMETERS = (
    *of(ABOUT, TEXT,
        ("typed", "parametre", "Paramètre",
         "Comme on le tape : une clé du fichier de paramètres, ou une option si deux tirets "
         "commencent ; les trois premières lignes et les scénarios ne se tapent pas."),
    ),
    *of(ABOUT, TEXT, ("label", "libelle", "Libellé", "Son nom et son unité."), width=36),
    *of(ABOUT, TEXT,
        ("value", "valeur", "Valeur", "Ce qui a été retenu pour ces résultats."),
        ("meaning", "signification", "Signification", "Ce qu'il change, et comment il s'écrit."),
    ),
)  # fmt: skip
REMARKS = (
    *of(ABOUT, TEXT,
        ("text", "remarque", "Remarque", f"{TO_KNOW} ; répétée si la liste "
         "de ce qu'elle concerne est longue."),
    ),
    *of(ABOUT, COUNT,
        ("number", "nombre", "Nombre", "Communes, structures ou fichiers nommés sur cette ligne ; "
         "vide si toutes les communes sont concernées."),
    ),
    *of(ABOUT, TEXT,
        ("concerns", "concerne", "Concerne",
         "Les communes, structures ou fichiers concernés."),
        width=100,
    ),
)  # fmt: skip
DICTIONARY = (
    *of(ABOUT, TEXT,
        ("table", "table", "Table", "Nom de la table dans le GeoPackage."),
        ("field", "colonne", "Colonne",
         "Nom de la colonne dans les fichiers destinés aux logiciels."),
    ),
    *of(ABOUT, TEXT,
        ("heading", "libelle", "Libellé", "En-tête de la colonne dans le tableur."),
        width=36,
    ),
    *of(ABOUT, TEXT,
        ("unit", "unite", "Unité", "Ce que comptent ses valeurs ; vide pour un texte."),
        width=20,
    ),
    *of(ABOUT, TEXT, ("meaning", "signification", "Signification", "Ce qu'elle dit.")),
    *of(ABOUT, TEXT,
        ("origin", "origine", "Origine",
         "La source dont elle vient, ou « calcul » ; vide pour ce qui explique les autres "
         "tables."),
        width=40,
    ),
)  # fmt: skip
