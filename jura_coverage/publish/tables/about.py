"""What the exported figures stand on: sources, parameters, remarks, and the data dictionary."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.columns import Column
from jura_coverage.posts import Decision
from jura_coverage.posts.tariffs import FIRST, RENEWAL
from jura_coverage.publish.tables import decisions, settings
from jura_coverage.publish.tables.table import Table
from jura_coverage.remarks import ALL_COMMUNES, Remark
from jura_coverage.sources.catalogue import Source
from jura_coverage.study import Result
from jura_coverage.words.phrases import HOST_TYPES

TARIFFS = "Tarifs du programme Conseillers numériques"
NAMED_LENGTH = 1800  # what fits a row of a spreadsheet: some twenty lines of its column


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
              known=columns.SOURCES, meaning="Une ligne par source : édition, auteur, licence."),
        Table(name="parametres", title="Paramètres", frame=parameters(result, decision),
              known=columns.PARAMETERS,
              meaning="Une ligne par choix dont dépendent les résultats."),
        Table(name="remarques", title="Remarques", frame=remarks(result.territory.remarks),
              known=columns.REMARKS,
              meaning=f"{columns.TO_KNOW} : ce qui manque, a été déduit ou écarté."),
    ]  # fmt: skip
    own = Table(
        name="dictionnaire", title="Dictionnaire", known=columns.DICTIONARY,
        frame=pd.DataFrame(columns=[column.field for column in columns.DICTIONARY]),
        meaning="Une ligne par colonne de chaque table : sens, unité, origine.",
    )  # fmt: skip
    lines = dictionary(result.sources, [*described, *known, own])
    return [*known, replace(own, frame=lines)]


def sources(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give a row a source: what it is, its edition, and the fingerprint of its file."""
    rows = [
        {**vars(source), "table": words.ROLE_NAMES[source.role], "edition": source.edition}
        for source in result.sources
    ]
    if decision:
        rows.append(_tariffs())
    return _rows(rows, columns.SOURCES)


def _rows(rows: Iterable[Any], known: tuple[Column, ...]) -> pd.DataFrame:
    """Make a table of rows, each with its values by name, or in the order of the columns."""
    return columns.table(pd.DataFrame(rows, columns=[column.name for column in known]), known)


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
        "title": f"{TARIFFS} : {' ; '.join(f'{kind}, {text}' for kind, text in said.items())}",
        "edition": "2021 (première convention) et 2023 (renouvellement)",
        "attribution": "Programme Conseillers numériques, conventions de subvention de l'État",
        "licence": "",
        "url": "",
        "file": "",
        "sha256": "",
    }


def parameters(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give what the results depend on besides the data, in French."""
    engine, _, fingerprint = columns.PROVENANCE
    rows = [
        ("departement", "Département", result.territory.departement, "Numéro du département."),
        (engine.field, engine.heading, result.engine, engine.meaning),
        (fingerprint.field, fingerprint.heading, result.fingerprint, fingerprint.meaning),
        *_written(settings.of_parameters(result.parameters)),
    ]  # fmt: skip
    if decision:
        scenarios = french.number(len(decision.certainty.flagged))
        rows += [
            ("scenarios", "Scénarios (nombre)", scenarios,
             "Combien de scénarios donnent les fourchettes ; les seuils y sont ceux choisis."),
            *_written(settings.of_rule(decision.add.rule)),
        ]  # fmt: skip
    return _rows(rows, columns.PARAMETERS)


def _written(
    chosen: Iterable[tuple[settings.Setting, str]],
) -> Iterator[tuple[str, str, str, str]]:
    return ((each.typed, each.label, value, each.meaning) for each, value in chosen)


def remarks(said: Iterable[Remark]) -> pd.DataFrame:
    """Give a row a remark, or several if what it concerns is too long to be printed in one."""
    rows = [
        {
            "text": remark.text,
            "number": None if named == [ALL_COMMUNES] else len(named),
            "concerns": " ; ".join(named),
        }
        for remark in said
        for named in _printable(remark.concerns)
    ]
    return _rows(rows, columns.REMARKS)


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
    rows = [
        (table.name, column.field, column.heading, column.kind.unit, column.meaning,
         origins.get(column.origin, column.origin))
        for table in tables
        for column in table.columns
    ]  # fmt: skip
    return _rows(rows, columns.DICTIONARY)


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
    return {**read, columns.COPPER: copper, columns.PROGRAMME: TARIFFS}


def _copper_origin(sources: Iterable[Source]) -> str:
    """Name who publishes the closure of copper: a part of a table, or a file of its own."""
    broadband = [source for source in sources if source.role == "broadband"]
    parts = [part for source in broadband for part in source.parts]
    named = [part.attribution for part in parts if part.subject == columns.COPPER] or [
        f"{source.title} : {source.attribution}, édition {source.edition}"
        for source in broadband
        if source.subject == columns.COPPER
    ]
    return " ; ".join(dict.fromkeys(named))


def provenance(result: Result, decision: Decision | None = None) -> dict[str, Any]:
    """Give what files of a single table say, for programs, about where they come from."""
    return {
        "departement": result.territory.departement,
        "engine": result.engine,
        "pairs_estimated": result.pairs_estimated,
        "pairs_missing": result.pairs_missing,
        "estimate": dict(result.ways.engine.estimate.identity),
        "parameters": asdict(result.parameters),
        "parameters_hash": result.fingerprint,
        "plan": _asked(decision),
        "sources": [source.data() for source in result.sources],
        "remarks": [remark.data() for remark in result.territory.remarks],
        "limits": list(words.to_know(result)),
    }


def _asked(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    rule = decisions.rule_data(decision.add.rule)
    return {
        "scenarios": len(decision.certainty.flagged),
        **{f"plan.{name}": value for name, value in rule.items()},
    }
