"""Themes of a decision about posts: how sure flags are, posts within reach, new posts."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.geography import departements
from jura_coverage.measures import supply
from jura_coverage.measures.certainty import SURE
from jura_coverage.publish import scales, signs
from jura_coverage.publish.scales import percent, shortest
from jura_coverage.publish.themes.theme import FAR, NO_DATA, Theme, ThemeClass, between, sequence
from jura_coverage.study import Result

if TYPE_CHECKING:  # siting loads scipy, which a map of today does not need
    from jura_coverage.posts import Decision


def certainty(result: Result, decision: "Decision") -> Theme:
    """Show how probable it is that each commune is flagged in truth."""
    breaks = (0.05, 0.25, 0.5, 0.75, SURE)
    found = decision.certainty
    return Theme(
        key="robustesse",
        column=columns.CERTAINTY[0].name,
        title="Certitude du signalement",
        question="Quelle est la probabilité que la commune soit signalée ?",
        note=f"{words.headline(found)} Aux seuils choisis, compte tenu de ce qu'on ne sait pas des "
        "trajets, des positions, des locaux et des présences.",
        classes=(*sequence(between(breaks, percent), signs.REDS), NO_DATA),
        class_of=scales.position(
            found.communes["certainty"], breaks, below=False, missing=len(breaks) + 1
        ),
        quantity_label="habitants",
        quantity=result.communes["residents"],
        finding=words.headline(found).rstrip("."),
    )


def catchment(result: Result, decision: "Decision") -> Theme:
    """Show how much of a post each resident has, shared with all who reach it."""
    breaks = (0.25, 0.5, 1.0)
    labels = between(breaks, shortest)
    return Theme(
        key="desserte",
        title="Postes à portée",
        question=f"Combien de {words.SHARED_POSTS} ?",
        note="Chaque poste est partagé entre tous les habitants à "
        f"{words.far_minutes(result.parameters)} au plus, les plus proches comptant davantage "
        f"(méthode E2SFCA). {_who_shares(result)}",
        classes=(
            replace(FAR, label="aucun poste à portée"),
            *sequence(labels, signs.GREENS),
            NO_DATA,
        ),
        class_of=scales.position(
            supply.RESIDENTS * decision.access,
            (np.finfo(float).tiny, *breaks),
            below=False,
            missing=len(labels) + 1,
        ),
        quantity_label="habitants",
        quantity=result.communes["residents"],
    )


def _who_shares(result: Result) -> str:
    land = result.territory
    if len(land.neighbours):
        return "Les habitants des communes voisines, hors du département, en ont leur part."
    if land.departement in departements.ALONE:
        return ""
    return "Les habitants des départements voisins, inconnus ici, n'en ont aucune part."


def proposals(result: Result, decision: "Decision") -> Theme:
    """Show the sites of the largest plan, and whom they bring within reach."""
    plan = decision.add.plans[-1]
    after = (
        decision.result.ways.to_origins[list(plan.sites)]
        .le(decision.result.parameters.policy.far_minutes)
        .any(axis=1)
    )
    place = np.select(
        [
            result.communes.index.isin(plan.sites),
            result.minutes.isna(),
            decision.result.served,
            after,
        ],
        [0, 4, 2, 1],
        default=3,
    )
    shares = decision.add.chosen.loc[list(plan.sites), "near_share"]
    names = result.communes.loc[list(plan.sites), "name"].tolist()
    posts = f"{french.count(plan.posts, 'poste')} de plus"
    finding = french.capital(words.gained(result, plan))
    note = f"{finding}."
    if plan.sites:
        finding = f"{posts} : {words.mean_gain(plan)}"
        gain = words.on_average(plan, words.as_estimated(plan))
        note = (
            f"{french.enumeration(names)} : {gain} ; à portée, "
            f"{words.far_minutes(result.parameters)} au plus d'un conseiller. Part des scénarios "
            "où le lieu proposé, ou un lieu proche, serait le meilleur : entre "
            f"{_whole(shares.min())} et {_whole(shares.max())}."
        )
    return Theme(
        key="propositions",
        title="Postes proposés",
        question=f"Où {posts} serviraient-ils le plus d'habitants ?",
        note=note,
        classes=(
            ThemeClass(label="Lieu proposé", colour=signs.FLAGGED, pattern="hatched"),
            ThemeClass(label="Amenée à portée par un poste proposé", colour=signs.REACHED),
            ThemeClass(label="Déjà à portée d'un conseiller", colour=signs.CALM),
            replace(FAR, label="Encore éloignée"),
            NO_DATA,
        ),
        class_of=pd.Series(place, index=result.communes.index),
        quantity_label="habitants",
        quantity=result.communes["residents"],
        finding=finding,
    )


def _whole(share: float) -> str:
    return french.percent(share, 0)
