"""Themes of what neither thresholds nor posts change: copper, needs, France services, premises."""

from itertools import pairwise

import numpy as np
import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.geography.services import FRANCE_SERVICES
from jura_coverage.measures import internet, needs
from jura_coverage.publish import scales, signs
from jura_coverage.publish.scales import percent, shortest
from jura_coverage.publish.themes.theme import NO_DATA, Theme, ThemeClass, above, between, sequence
from jura_coverage.study.found import Found

BUILDINGS = "immeubles"  # the theme under which hamlets are drawn


def copper(result: Found) -> Theme:
    """Show when copper closes, and the premises that have no fibre by then."""
    communes = result.communes
    ends = words.copper_ends(communes).cat
    classes = [
        ThemeClass(label=label, colour=signs.VIOLETS[min(position, len(signs.VIOLETS) - 1)])
        for position, label in enumerate(ends.categories)
    ]
    return Theme(
        key="cuivre",
        title="Fermeture du cuivre",
        question="Quand le réseau téléphonique en cuivre ferme-t-il ?",
        note="Locaux sans fibre : ceux qui n'ont pas encore la fibre, quelle que soit leur "
        "meilleure technologie actuelle. « Déjà fermé » : selon la liste officielle.",
        classes=(*classes, NO_DATA),
        class_of=ends.codes.astype(int).replace(-1, len(classes)),
        quantity_label="locaux sans fibre",
        quantity=internet.premises_without(communes["premises"], communes["ftth"]),
        follows="same",
    )


def elderly(result: Found) -> Theme:
    """Show the share of residents of 65 and more."""
    return _known(
        result,
        key="65-ans",
        column=columns.SHARE_65_PLUS.name,
        title=columns.SHARE_65_PLUS.heading,
        question="Quelle part des habitants a 65 ans et plus ?",
        note=f"{columns.SHARE_65_PLUS.meaning} {_cited(result, 'needs')}",
        classes=sequence(between((0.15, 0.2, 0.25, 0.3), percent), signs.PLUMS),
        position=above(result.communes["share_65_plus"], (0.15, 0.2, 0.25, 0.3)),
    )


def income(result: Found) -> Theme:
    """Show the median standard of living; what is secret is a class of its own."""
    breaks = (20_000, 22_000, 24_000, 27_000)
    communes = result.communes
    position = above(communes["median_income"].astype("float64"), breaks)
    labels = between(breaks, french.euros)
    held_back = words.INCOME_STATES[needs.SECRET]
    secret = ThemeClass(label=held_back, colour=signs.SECRET.colour, pattern=signs.SECRET.pattern)
    return _known(
        result,
        key="niveau-de-vie",
        column=columns.INCOME_SAID.name,
        title="Niveau de vie",
        question="Quel est le niveau de vie médian ?",
        note=f"{columns.MEDIAN_INCOME.meaning} {words.OF_SECRETS} {_cited(result, 'needs')}",
        classes=[*sequence(labels, signs.OLIVES[::-1]), secret],
        position=position.mask(communes["income_status"] == needs.SECRET, len(labels)),
    )


def france_services(result: Found) -> Theme:
    """Show the minutes to the nearest France services place, where no advisor is counted."""
    breaks = (5.0, 10.0, 20.0, 30.0)
    first, *others = [shortest(minutes) for minutes in breaks]
    between = [f"plus de {low} à {high} min" for low, high in pairwise((first, *others))]
    return _known(
        result,
        key="france-services",
        column=FRANCE_SERVICES.column("minutes"),
        title="Temps vers France services",
        question="À combien de minutes est le plus proche espace France services ?",
        note=f"{words.OF_FRANCE_SERVICES} {words.minutes_by(result)} "
        f"{_cited(result, FRANCE_SERVICES.role)}",
        classes=sequence(
            [f"{first} min ou moins", *between, f"plus de {others[-1]} min"], signs.ORANGES
        ),
        position=scales.position(
            result.communes["minutes_france_services"], breaks, below=True, missing=-1
        ),
    )


def buildings(result: Found) -> Theme:
    """Show which share of the premises is poor and far, each where it stands."""
    breaks = _poor_far_breaks(result)
    none = ThemeClass(label="aucun local", colour=signs.CALM)
    return Theme(
        key=BUILDINGS,
        column="share_poor_far",
        title="Mal desservis et éloignés",
        question="Quelle part des locaux est elle-même mal desservie et loin d'un conseiller ?",
        note=f"{words.OF_BUILDINGS} {_cited(result, 'buildings')}",
        classes=(none, *sequence(between(breaks[1:], percent), signs.ORANGES), NO_DATA),
        class_of=hamlet_classes(result, result.communes["share_poor_far"]),
        quantity_label="locaux",
        quantity=result.communes["premises_poor_far"],
    )


def hamlet_classes(result: Found, shares: pd.Series) -> pd.Series:
    """Give the class of shares (0 to 1) of premises poor and far; the last where one is missing."""
    breaks = _poor_far_breaks(result)
    position = above(shares, breaks)
    return position.where(position >= 0, len(breaks) + 1).astype(int)


def _poor_far_breaks(result: Found) -> list[float]:
    threshold = result.parameters.policy.poor_share
    return [float(np.finfo(float).tiny), *(threshold * each for each in (0.2, 1, 2, 4))]


def _known(
    result: Found,
    *,
    key: str,
    column: str,
    title: str,
    question: str,
    note: str,
    classes: list[ThemeClass],
    position: pd.Series,
) -> Theme:
    """Make a theme of what neither thresholds nor posts change; a negative position is no data."""
    return Theme(
        key=key,
        column=column,
        title=title,
        question=question,
        note=note,
        classes=(*classes, NO_DATA),
        class_of=position.where(position >= 0, len(classes)).astype(int),
        quantity_label="habitants",
        quantity=result.communes["residents"],
        follows="same",
    )


def _cited(result: Found, role: str) -> str:
    """Name who published what a theme shows, and when."""
    cited = [
        f"{each.attribution or each.file}, édition {each.edition}"
        for each in result.sources
        if each.role == role
    ]
    return f"Source : {' ; '.join(cited)}." if cited else ""
