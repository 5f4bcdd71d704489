"""The exported tables, with French headings that the data dictionary describes."""

import json
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import pandas as pd

from jura_coverage import answers, areas, outputs, placing, report
from jura_coverage.decision import Decision
from jura_coverage.export import plan
from jura_coverage.export.columns import (
    COMMUNE_COLUMNS,
    EPCI_COLUMNS,
    HOST_COLUMNS,
    PROVENANCE,
    Table,
)
from jura_coverage.pipeline import Result

POSITION_NAMES = {
    placing.FROM_POSITION: "position connue",
    placing.FROM_COMMUNE: "mairie de la commune, faute de position",
}
LIMITS = (
    "Un accès disponible n'est pas toujours souscrit.",
    "La moyenne d'une commune cache ses hameaux.",
    "Les minutes sont des estimations, sauf si un moteur routier est indiqué.",
    "Il n'existe pas de seuil officiel de temps pour les conseillers numériques ; vingt minutes "
    "est la référence de l'État pour les espaces France services.",
    "Une case vide est une donnée qui manque, jamais un zéro.",
)


def all_tables(result: Result, decision: Decision | None = None) -> list[Table]:
    """Give every table without geometry, in the order in which it is read; see :func:`communes`."""
    return [
        Table(name="communes", title="Communes", frame=communes(result, decision),
              known=COMMUNE_COLUMNS, frozen=2, wide=True),
        Table(name="intercommunalites", title="Intercommunalités", frame=epci(result),
              known=EPCI_COLUMNS, frozen=2),
        Table(name="structures", title="Structures et postes", frame=hosts(result),
              known=HOST_COLUMNS),
        *(plan.tables(decision) if decision else []),
    ]  # fmt: skip


def communes(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give a row a commune, without the columns that are the same in every row.

    Parameters
    ----------
    result
        A run.
    decision
        Adds how sure each flag is.
    """
    table = outputs.commune_table(result, certainty=decision.certainty if decision else None)
    return table.drop(columns=list(PROVENANCE)).reset_index(drop=True)


def commune_shapes(
    result: Result, decision: Decision | None = None, *, crs: int | None = None
) -> gpd.GeoDataFrame:
    """Give the table of communes with their boundaries.

    Parameters
    ----------
    result, decision
        As in :func:`communes`.
    crs
        EPSG code of the projection; the one that the département is measured in if None.
    """
    geometry = result.communes.geometry.reset_index(drop=True)
    shapes = gpd.GeoDataFrame(
        communes(result, decision), geometry=geometry, crs=result.communes.crs
    )
    return shapes if crs is None else shapes.to_crs(crs)


def epci(result: Result) -> pd.DataFrame:
    """Give a row an EPCI."""
    table = areas.by_epci(result).reset_index()
    table["share_without"] = (100 * table["share_without"]).round(3)
    table[["minutes", "minutes_max"]] = table[["minutes", "minutes_max"]].round(2)
    return table.set_axis([column.name for column in EPCI_COLUMNS], axis="columns")


def hosts(result: Result) -> pd.DataFrame:
    """Give a row a place where advisors work."""
    places, land = result.territory.places, result.communes
    nearest = land.groupby("place")["residents"].agg(["size", "sum"])
    return pd.DataFrame(
        {
            "structure": places["host"],
            "code_insee": places["insee"],
            "commune": places["insee"].map(land["name"]),
            "intercommunalite": places["insee"].map(land["epci_name"]),
            "postes": places["posts"],
            "presence": [
                report.presence(posts, days)
                for posts, days in zip(places["posts"], places["days"], strict=True)
            ],
            "position": places["position_source"].map(POSITION_NAMES),
            "communes_desservies": nearest["size"].reindex(places.index, fill_value=0),
            "habitants_desservis": nearest["sum"].reindex(places.index, fill_value=0),
        }
    )


def host_shapes(result: Result) -> gpd.GeoDataFrame:
    """Give the table of places with their positions."""
    places = result.territory.places
    return gpd.GeoDataFrame(hosts(result), geometry=places.geometry, crs=places.crs)


def sources(result: Result) -> pd.DataFrame:
    """Give a row a table of the input: what it is, its edition, and the fingerprint of its file."""
    return pd.DataFrame(
        [
            {
                "table": report.ROLE_NAMES[source.role],
                "titre": source.title,
                "edition": source.edition,
                "attribution": source.attribution,
                "licence": source.licence,
                "adresse": source.url,
                "fichier": source.file,
                "sha256": source.sha256,
            }
            for source in result.sources
        ],
        columns=[
            "table", "titre", "edition", "attribution", "licence", "adresse", "fichier", "sha256",
        ],
    )  # fmt: skip


def parameters(result: Result, decision: Decision | None = None) -> pd.DataFrame:
    """Give what the results depend on besides the data, and the remarks about the data."""
    values = asdict(result.parameters)
    values |= {f"ranges.{name}": value for name, value in values.pop("ranges").items()}
    rows = [
        ("departement", result.territory.departement),
        ("moteur_minutes", result.engine),
        ("empreinte_parametres", result.parameters.fingerprint()),
        *((name, _text(value)) for name, value in (values | asked(decision)).items()),
        *(
            ("remarque", f"{remark.text} : {', '.join(remark.concerns)}")
            for remark in result.territory.remarks
        ),
    ]
    return pd.DataFrame(rows, columns=["parametre", "valeur"])


def asked(decision: Decision | None) -> dict[str, Any]:
    """Give what the plan depends on besides the parameters."""
    if decision is None:
        return {}
    rule = answers.rule_data(decision.add.rule)
    return {
        "scenarios": len(decision.certainty.flagged),
        **{f"plan.{name}": value for name, value in rule.items()},
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).strip('"')


def provenance(result: Result, decision: Decision | None = None) -> dict[str, Any]:
    """Give what files without sheets of their own say about where they come from."""
    return {
        "departement": result.territory.departement,
        "engine": result.engine,
        "parameters": asdict(result.parameters),
        "parameters_hash": result.parameters.fingerprint(),
        "plan": asked(decision),
        "sources": [vars(source) for source in result.sources],
        "limits": list(LIMITS),
    }
