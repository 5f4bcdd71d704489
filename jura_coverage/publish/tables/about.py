"""What the exported figures stand on: sources, parameters, remarks, and the data dictionary."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from jura_coverage import french, words
from jura_coverage.posts import Decision
from jura_coverage.posts.tariffs import FIRST, RENEWAL
from jura_coverage.publish.files import answers
from jura_coverage.publish.tables import settings
from jura_coverage.publish.tables.columns import COPPER, PROGRAMME, UNITS, Table, of
from jura_coverage.remarks import ALL_COMMUNES, Remark
from jura_coverage.sources.catalogue import Source
from jura_coverage.study import Result
from jura_coverage.words.phrases import HOST_TYPES

LIMITS = (
    "Un accès disponible n'est pas toujours souscrit.",
    "La moyenne d'une commune cache ses hameaux.",
    "Les minutes sont des estimations, sauf si un moteur routier est indiqué.",
    "Il n'existe pas de seuil officiel de temps pour les conseillers numériques ; vingt minutes "
    "est la référence de l'État pour les espaces France services.",
    "Une case vide est une donnée qui manque, jamais un zéro.",
)
TARIFFS = "Tarifs du programme Conseillers numériques"
ABOUT = ""  # what explains the figures has no origin of its own
NAMED_LENGTH = 1800  # what fits a row of a spreadsheet: some twenty lines of its column
SOURCE_COLUMNS = of(ABOUT, "text",
    ("table", "Table", "Ce que la source apporte."),
    ("titre", "Titre", "Ce que la source contient."),
    ("edition", "Édition", "De quand elle date."),
    ("attribution", "Attribution", "Qui l'a publiée, à citer."),
    ("licence", "Licence", "À quelles conditions elle peut être reprise ; vide si on l'ignore."),
    ("adresse", "Adresse", "Où elle est publiée."),
    ("fichier", "Fichier", "Nom du fichier lu ; vide pour un tarif, qui n'est pas lu."),
    ("sha256", "Empreinte du fichier", "Somme SHA-256 : elle change avec tout octet du fichier."),
)  # fmt: skip
PARAMETER_COLUMNS = of(ABOUT, "text",
    ("parametre", "Paramètre",
     "Comme on le tape : une clé du fichier de paramètres, ou une option si deux tirets "
     "commencent ; les trois premières lignes et les scénarios ne se tapent pas."),
    ("libelle", "Libellé", "Son nom et son unité."),
    ("valeur", "Valeur", "Ce qui a été retenu pour ces résultats."),
    ("signification", "Signification", "Ce qu'il change, et comment il s'écrit."),
)  # fmt: skip
REMARK_COLUMNS = (
    *of(ABOUT, "text",
        ("remarque", "Remarque", "Ce qu'il faut savoir des données ; répétée si la liste de ce "
         "qu'elle concerne est longue."),
    ),
    *of(ABOUT, "count",
        ("nombre", "Nombre", "Communes, structures ou fichiers nommés sur cette ligne ; vide si "
         "toutes les communes sont concernées."),
    ),
    *of(ABOUT, "text",
        ("concerne", "Concerne", "Les communes, structures ou fichiers concernés."),
    ),
)  # fmt: skip
DICTIONARY_COLUMNS = of(ABOUT, "text",
    ("table", "Table", "Nom de la table dans le GeoPackage."),
    ("colonne", "Colonne", "Nom de la colonne dans les fichiers destinés aux logiciels."),
    ("libelle", "Libellé", "En-tête de la colonne dans le tableur."),
    ("unite", "Unité", "Ce que comptent ses valeurs ; vide pour un texte."),
    ("signification", "Signification", "Ce qu'elle dit."),
    ("origine", "Origine", "La source dont elle vient, ou « calcul » ; vide pour ce qui "
     "explique les autres tables."),
)  # fmt: skip


def tables(result: Result, decision: Decision | None, described: Sequence[Table]) -> list[Table]:
    """Give the tables about the data, after those that hold them.

    Parameters
    ----------
    result, decision
        A run, and what was decided.
    described
        The tables that hold the data.
    """
    known = [
        Table(name="sources", title="Sources", frame=sources(result, decision),
              known=SOURCE_COLUMNS, meaning="Une ligne par source : édition, auteur, licence."),
        Table(name="parametres", title="Paramètres", frame=parameters(result, decision),
              known=PARAMETER_COLUMNS, meaning="Une ligne par choix dont dépendent les résultats."),
        Table(name="remarques", title="Remarques", frame=remarks(result.territory.remarks),
              known=REMARK_COLUMNS,
              meaning="Ce qu'il faut savoir des données : ce qui manque, a été déduit ou écarté."),
    ]  # fmt: skip
    own = Table(
        name="dictionnaire", title="Dictionnaire", known=DICTIONARY_COLUMNS,
        frame=pd.DataFrame(columns=[column.name for column in DICTIONARY_COLUMNS]),
        meaning="Une ligne par colonne de chaque table : sens, unité, origine.",
    )  # fmt: skip
    lines = dictionary(result.sources, [*described, *known, own])
    return [*known, replace(own, frame=lines)]


def sources(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give a row a source: what it is, its edition, and the fingerprint of its file."""
    rows = [
        {
            "table": words.ROLE_NAMES[source.role],
            "titre": source.title,
            "edition": source.edition,
            "attribution": source.attribution,
            "licence": source.licence,
            "adresse": source.url,
            "fichier": source.file,
            "sha256": source.sha256,
        }
        for source in result.sources
    ]
    if decision:
        rows.append(_tariffs())
    return pd.DataFrame(rows, columns=[column.name for column in SOURCE_COLUMNS])


def _tariffs() -> dict[str, str]:
    """Say where the costs come from: they are written in the library, not read from a file."""
    said = {
        kind: french.enumeration(
            [
                f"{french.euros(each.euros)} sur {each.months} mois ({HOST_TYPES[host_type]})"
                for host_type, each in tariffs.items()
            ]
        )
        for kind, tariffs in (
            ("première convention", FIRST), ("renouvellement", RENEWAL)
        )
    }  # fmt: skip
    return {
        "table": "Coûts des postes",
        "titre": f"{TARIFFS} : {' ; '.join(f'{kind}, {text}' for kind, text in said.items())}",
        "edition": "2021 (première convention) et 2023 (renouvellement)",
        "attribution": "Programme Conseillers numériques, conventions de subvention de l'État",
        "licence": "",
        "adresse": "",
        "fichier": "",
        "sha256": "",
    }


def parameters(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give what the results depend on besides the data, in French."""
    rows = [
        ("departement", "Département", result.territory.departement, "Numéro du département."),
        ("moteur_minutes", "Moteur des minutes", result.engine, "Ce qui a mesuré les trajets."),
        ("empreinte_parametres", "Empreinte des paramètres", result.parameters.fingerprint(),
         "Douze caractères qui changent avec tout paramètre du fichier."),
        *_written(settings.of_parameters(result.parameters)),
    ]  # fmt: skip
    if decision:
        scenarios = french.number(len(decision.certainty.flagged))
        rows += [
            ("scenarios", "Scénarios (nombre)", scenarios,
             "Combien de scénarios disent si une commune est signalée."),
            *_written(settings.of_rule(decision.add.rule)),
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in PARAMETER_COLUMNS])


def _written(
    chosen: Iterable[tuple[settings.Setting, str]],
) -> Iterator[tuple[str, str, str, str]]:
    return ((each.typed, each.label, value, each.meaning) for each, value in chosen)


def remarks(said: Iterable[Remark]) -> pd.DataFrame:
    """Give a row a remark, or several if what it concerns is too long to be printed in one."""
    rows = [
        {
            "remarque": remark.text,
            "nombre": None if named == [ALL_COMMUNES] else len(named),
            "concerne": " ; ".join(named),
        }
        for remark in said
        for named in _printable(remark.concerns)
    ]
    table = pd.DataFrame(rows, columns=[column.name for column in REMARK_COLUMNS])
    return table.astype({"nombre": "Int64"})


def _printable(names: Sequence[str]) -> list[list[str]]:
    """Cut a list where its text would be longer than :data:`NAMED_LENGTH`."""
    pieces: list[list[str]] = [[]]
    for name in names:
        if pieces[-1] and len(" ; ".join([*pieces[-1], name])) > NAMED_LENGTH:
            pieces.append([])
        pieces[-1].append(name)
    return pieces


def dictionary(sources: Sequence[Source], tables: Sequence[Table]) -> pd.DataFrame:
    """Give the data dictionary as a table.

    Parameters
    ----------
    sources
        Where the tables of the run come from.
    tables
        What is exported.
    """
    origins = _origins(sources)
    return pd.DataFrame(
        [
            {
                "table": table.name,
                "colonne": column.name,
                "libelle": column.label,
                "unite": UNITS[column.kind],
                "signification": column.meaning,
                "origine": origins.get(column.origin, column.origin),
            }
            for table in tables
            for column in table.columns
        ]
    )


def _origins(sources: Sequence[Source]) -> dict[str, str]:
    """Name what columns come from, by the role of a table or a name for what is none."""
    editions = {
        role: [each.edition for each in sources if each.role == role] for role in words.ROLE_NAMES
    }
    read = {
        role: f"{name}, édition {', '.join(editions[role])}"
        if editions[role]
        else f"{name} : aucune table donnée"
        for role, name in words.ROLE_NAMES.items()
    }
    copper = _copper_origin(sources) or read["broadband"]
    return {**read, COPPER: copper, PROGRAMME: TARIFFS}


def _copper_origin(sources: Iterable[Source]) -> str:
    """Name who publishes the closure of copper: a part of an attribution, or a file of its own."""
    broadband = [source for source in sources if source.role == "broadband"]
    parts = [part for source in broadband for part in source.attribution.split(" ; ")]
    named = [part for part in parts if "cuivre" in part.lower()] or [
        f"{source.title} : {source.attribution}, édition {source.edition}"
        for source in broadband
        if "cuivre" in source.title.lower()
    ]
    return " ; ".join(dict.fromkeys(named))


def provenance(result: Result, decision: Decision | None = None) -> dict[str, Any]:
    """Give what files of a single table say, for programs, about where they come from."""
    return {
        "departement": result.territory.departement,
        "engine": result.engine,
        "parameters": asdict(result.parameters),
        "parameters_hash": result.parameters.fingerprint(),
        "plan": _asked(decision),
        "sources": [vars(source) for source in result.sources],
        "remarks": [vars(remark) for remark in result.territory.remarks],
        "limits": list(LIMITS),
    }


def _asked(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    rule = answers.rule_data(decision.add.rule)
    return {
        "scenarios": len(decision.certainty.flagged),
        **{f"plan.{name}": value for name, value in rule.items()},
    }
