"""What a sheet says beyond today: how sure the flags are, and what choices about posts change."""

import math
from collections import Counter

import numpy as np
import pandas as pd

from jura_coverage import french, words
from jura_coverage.measures import flags
from jura_coverage.posts import Decision
from jura_coverage.publish.sheets.changes import Change
from jura_coverage.publish.sheets.material import Material
from jura_coverage.publish.sheets.model import Table

ENDS_SHOWN = 2
TITLE = "Ce que changerait chaque choix"
FLAGGED = {flags.POOR_AND_FAR: "oui", flags.NO_DATA: french.MISSING}
USUALLY, NEARLY_ALWAYS = 0.5, 0.95


def share_and_rank(material: Material, code: str) -> tuple[str, ...]:
    """Give the share of scenarios in which a commune is flagged, and its rank."""
    if material.decision is None:
        return ()
    names = ["flagged_share", "rank_low", "rank_high"]
    communes = material.decision.certainty.communes.loc[[code], names]
    share, low, high = communes.to_numpy()[0].tolist()
    if math.isnan(share):
        return (french.MISSING, french.MISSING)
    return french.percent_reached(share), f"{french.number(low)} à {french.number(high)}"


def certainty_of_commune(material: Material, code: str) -> tuple[str, ...]:
    """Say how sure the flag of a commune is, or its absence."""
    if material.decision is None:
        return ()
    share, ranks = share_and_rank(material, code)
    if share == french.MISSING:
        return ()
    ranked = material.decision.certainty.communes["rank_low"].notna().sum()
    return (
        f"Certitude : signalée dans {share} {_scenarios(material)}"
        f"{_by_definition(material, code)} ; rang {ranks} sur {french.number(ranked)} dans "
        "90\N{NO-BREAK SPACE}% d'entre eux (1 : la plus en difficulté).",
    )


def _by_definition(material: Material, code: str) -> str:
    """Tell the share under each definition of good internet, which decides most of it."""
    if material.decision is None:
        return ""
    shares = material.decision.certainty.by_definition.loc[[code]]
    said = [
        f"{french.percent_reached(share)} {words.WHEN_COVERED[str(name)]}"
        for name, (share,) in shares.items()
    ]
    return f" ({', '.join(said)})" if len(said) > 1 else ""


def certainty_of_epci(material: Material, codes: pd.Index) -> tuple[str, ...]:
    """Say between which numbers the flagged residents lie, and how many flags are sure."""
    if material.decision is None:
        return ()
    certainty = material.decision.certainty
    share = certainty.communes.loc[codes, "flagged_share"]
    if share.isna().all():
        return ()
    here = material.result.communes.index.isin(codes)
    flagged = certainty.flagged[:, here] @ material.decision.base.residents[here].to_numpy()
    low, high = np.quantile(flagged, (0.05, 0.95))
    usually, nearly = (int((share >= least).sum()) for least in (USUALLY, NEARLY_ALWAYS))
    return (
        f"Certitude : de {french.number(low)} à {french.count(round(high), 'habitant')} de "
        "communes signalées "
        f"dans 90\N{NO-BREAK SPACE}% {_scenarios(material)} ; "
        f"{french.count(usually, 'commune signalée', 'communes signalées')} au moins une fois sur "
        f"deux, {french.number(nearly)} presque toujours "
        f"({french.percent(NEARLY_ALWAYS, 0)} et plus).",
    )


def changes_for_commune(material: Material, code: str) -> tuple[Table, ...]:
    """Set the way of a commune today beside that under each choice."""
    if material.decision is None:
        return ()
    places = material.result.territory.places
    nearest = material.result.communes.at[code, "place"]
    host = places.at[nearest, "host"] if pd.notna(nearest) else None
    shown = [each for each in material.changes if each.kind != "end" or each.name == host]
    return (
        Table(
            title=TITLE,
            heads=("Choix", "Trajet", "Signalée", "Lieu nouveau le plus proche"),
            rows=tuple(
                (
                    _named(each),
                    _minutes(each, float(each.minutes[code])),
                    FLAGGED.get(each.situation[code], "non"),
                    _nearest_site(material, each, code),
                )
                for each in shown
            ),
            note=f"Cette commune, ou une autre à {words.CLOSE} au plus, reçoit un des postes "
            f"nouveaux dans {words.near(material.decision.add, code)} des scénarios. "
            f"{_given_up(material.decision, pd.Index([code]))}".strip(),
        ),
    )


def changes_for_epci(material: Material, codes: pd.Index) -> tuple[Table, ...]:
    """Set who is far and flagged today beside each choice; of the ends, those that cost most."""
    if material.decision is None:
        return ()
    today, *others = material.changes
    ends = [each for each in others if each.kind == "end"]
    worse = {each.name: _far(material, each, codes) for each in ends}
    shown = sorted(ends, key=lambda each: -worse[each.name])[:ENDS_SHOWN]
    shown = [each for each in shown if worse[each.name] > _far(material, today, codes)]
    plans = [each for each in others if each.kind == "plan"]
    nobody = "" if shown else "La fin d'une seule structure n'éloignerait personne ici."
    return (
        Table(
            title=TITLE,
            heads=("Choix", "Habitants éloignés", "Trajet moyen", "Communes signalées",
                   "Lieux nouveaux d'ici"),
            rows=tuple(
                (
                    _named(each),
                    french.number(_far(material, each, codes)),
                    french.minutes(_mean(material, each, codes)),
                    french.number(_flagged(each, codes)),
                    french.enumeration(
                        [material.result.communes.at[code, "name"] for code in each.sites
                         if code in codes] or ["aucun"]
                    ) if each.kind == "plan" else "",
                )
                for each in (today, *shown, *plans)
            ),
            note=f"{nobody} {_given_up(material.decision, codes)}".strip(),
        ),
    )  # fmt: skip


def _given_up(found: Decision, codes: pd.Index) -> str:
    """Say which hosts of some communes give posts up; a host of several places is said at each."""
    hosts = found.base.own_bases
    leaving = Counter(host for host, _ in found.move.moves)
    posts = hosts["posts"].fillna(1).groupby(hosts["host"]).sum()
    said = [
        f"« {host} » cède {french.count(leaving[host], 'poste')} sur {french.number(posts[host])}"
        for host in hosts.loc[hosts["insee"].isin(codes), "host"].unique()
        if leaving[host]
    ]
    return f"Transferts : {french.enumeration(said)}." if said else ""


def _scenarios(material: Material) -> str:
    number = len(material.decision.certainty.flagged) if material.decision else 0
    return f"des {french.count(number, 'scénario')} où toutes les hypothèses varient"


def _named(change: Change) -> str:
    return f"Si « {change.name} » cesse" if change.kind == "end" else change.name


def _minutes(change: Change, minutes: float) -> str:
    return (
        "aucun conseiller" if change.kind == "end" and pd.isna(minutes) else french.minutes(minutes)
    )


def _nearest_site(material: Material, change: Change, code: str) -> str:
    if not change.sites or material.decision is None:
        return ""
    ways = material.decision.base.to_sites.loc[[code], list(change.sites)]
    name = material.result.communes.at[ways.idxmin(axis=1).iloc[0], "name"]
    return f"{name}, {french.minutes(ways.min(axis=1).iloc[0])}"


def _flagged(change: Change, codes: pd.Index) -> int | None:
    """Count the flagged communes; missing where that is known of none."""
    situation = change.situation[codes]
    known = (situation != flags.NO_DATA).any()
    return int((situation == flags.POOR_AND_FAR).sum()) if known else None


def _far(material: Material, change: Change, codes: pd.Index) -> int:
    """Count residents who are far, or have no way at all."""
    limit = material.result.parameters.far_minutes
    near = change.minutes[codes] <= limit
    residents = material.result.communes.loc[codes, "residents"].fillna(0)
    return int(residents[~near].sum())


def _mean(material: Material, change: Change, codes: pd.Index) -> float:
    minutes = change.minutes[codes].dropna()
    residents = material.result.communes.loc[minutes.index, "residents"].fillna(0).astype(float)
    return float((minutes * residents).sum() / residents.sum()) if residents.sum() else float("nan")
