"""Themes: each sorts every commune into one class with a label, a colour and a sign.

A new theme is a function from a result to a :class:`Theme`, and a line in :data:`THEMES`; or from a
result and a decision, and a line in :data:`DECISION_THEMES`. The page draws whatever it finds
there: map, legend, counts, print.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.geography import departements
from jura_coverage.geography.services import FRANCE_SERVICES
from jura_coverage.measures import flags, internet, needs, supply
from jura_coverage.measures.certainty import SURE
from jura_coverage.parameters import Parameters
from jura_coverage.publish import scales, signs
from jura_coverage.publish.scales import COVERED, MINUTES, SQUARE, Scale, percent, shortest
from jura_coverage.publish.signs import Pattern
from jura_coverage.study import Result
from jura_coverage.study.found import Found

if TYPE_CHECKING:  # siting loads scipy, which a map of today does not need
    from jura_coverage.posts import Certainty, Decision

BUILDINGS = "immeubles"  # the theme under which hamlets are drawn
# What becomes of a theme when the reader of the page tries other thresholds or other posts: sorted
# by the situation, sorted by its scales, sorted by what changes, the same as ever, or known for
# today's only.
Follows = Literal["situation", "scales", "difference", "same", "today"]


@dataclass(frozen=True, kw_only=True)
class ThemeClass:
    """One class of a theme: French label, colour, and a pattern where colour is not enough."""

    label: str
    colour: str
    pattern: Pattern = ""


FAR = ThemeClass(
    label="éloignée",
    colour=signs.SITUATIONS[flags.FAR_ONLY].colour,
    pattern=signs.SITUATIONS[flags.FAR_ONLY].pattern,
)
NO_DATA = ThemeClass(
    label="sans donnée", colour=signs.NO_DATA.colour, pattern=signs.NO_DATA.pattern
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What the map can show.

    Parameters
    ----------
    key
        Its name in permalinks.
    title, question, note
        French: the name in the list, the heading of the legend, and what to know about it.
    classes
        In the order of the legend; the last is "no data".
    class_of
        For each commune the position of its class in `classes`.
    quantity_label, quantity
        What the legend adds up beside the number of communes, and its value in each commune.
    finding
        French: what it shows, in a few words, where that is not a number of communes.
    column
        The name of the column whose values it sorts, if cards show that: they tell the value, with
        the sign of its class, and no class beside it.
    grid
        For a theme of two measures: the labels of the rows and of the columns of its square of
        classes, which stand in `classes` row by row.
    follows
        What becomes of it when other thresholds or posts are tried in the page.
    note_template
        For a theme that follows: the note, with ``{share}``, ``{covered}`` (a threshold of 5 %
        is 95 % covered) and ``{minutes}`` in place of the thresholds.
    tried
        For a theme that follows by the situation: its classes in the order of the situations,
        where something is tried and so nobody knows which flags are sure.
    scales, palette
        For a theme that follows by its scales: these, and the colours of their classes, of which
        the last serve if there are fewer classes.
    """

    key: str
    title: str
    question: str
    note: str
    classes: tuple[ThemeClass, ...]
    class_of: pd.Series
    quantity_label: str
    quantity: pd.Series
    finding: str = ""
    column: str = ""
    grid: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    follows: Follows = "today"
    note_template: str = ""
    tried: tuple[ThemeClass, ...] = ()
    scales: tuple[Scale, ...] = ()
    palette: tuple[str, ...] = ()

    @property
    def has_data(self) -> bool:
        """Whether any commune is in another class than the last."""
        return bool((self.class_of < len(self.classes) - 1).any())


def situation(result: Found, certainty: "Certainty | None" = None) -> Theme:
    """Show which communes are flagged, and which reasons hold elsewhere.

    Parameters
    ----------
    result
        A run.
    certainty
        Draws the flags that are not sure lighter, as a class of their own.
    """
    labels = {name: french.capital(text) for name, text in words.SITUATION_NAMES.items()}
    labels[flags.NO_DATA] = NO_DATA.label
    classes = tuple(
        ThemeClass(label=labels[name], colour=sign.colour, pattern=sign.pattern)
        for name, sign in signs.SITUATIONS.items()
    )
    template = words.flagged_when(result.parameters.policy.definition)
    note = _noted(template, result.parameters)
    class_of = result.communes["situation"].map(list(signs.SITUATIONS).index)
    tried = classes
    if certainty is not None:
        is_sure = certainty.communes["certainty"] >= SURE
        class_of = class_of.where((class_of == 0) & is_sure, class_of + 1)
        classes = (*_by_standing(), *classes[1:])
        note, template = f"{note} {words.MEANING}", f"{template} {words.UNSURE_IF_TRIED}"
    return Theme(
        key="signalees",
        title="Communes signalées",
        question="Où internet est-il insuffisant et le conseiller éloigné ?",
        note=note,
        classes=classes,
        class_of=class_of,
        quantity_label="habitants",
        quantity=result.communes["residents"],
        follows="situation",
        note_template=template,
        tried=tried,
    )


def _by_standing() -> list[ThemeClass]:
    """Give the classes of a flag that is sure and of one that is not."""
    drawn = (signs.SITUATIONS[flags.POOR_AND_FAR], signs.FRAGILE)
    return [
        ThemeClass(label=french.capital(name), colour=sign.colour, pattern=sign.pattern)
        for name, sign in zip(words.FLAGS_BY_STANDING, drawn, strict=True)
    ]


def wired(result: Found) -> Theme:
    """Show the share of premises with good internet, in classes that break at the threshold."""
    name = words.COVERED[result.parameters.policy.definition]
    return _scaled(
        result,
        key="filaire",
        title=words.DEFINITION_TITLES[result.parameters.policy.definition],
        question=f"Quelle part des locaux peut avoir {name} ?",
        note_template="Une commune est mal desservie à {covered} ou moins. " + words.SUBSCRIBED,
        scales=(COVERED,),
        palette=signs.BLUES,
    )


def minutes(result: Found) -> Theme:
    """Show the minutes to the nearest advisor, in classes that break at the threshold."""
    return _scaled(
        result,
        key="minutes",
        title="Temps vers un conseiller",
        question="À combien de minutes est le conseiller le plus proche ?",
        note_template="Un conseiller est éloigné à plus de {minutes}. " + words.minutes_by(result),
        scales=(MINUTES,),
        palette=signs.ORANGES,
    )


def both(result: Found) -> Theme:
    """Show both measures at once."""
    return _scaled(
        result,
        key="deux",
        title="Les deux à la fois",
        question="Internet et temps vers un conseiller",
        note_template="En lignes, la part des locaux bien desservis ; en colonnes, les minutes "
        "vers le conseiller le plus proche. Le rouge hachuré réunit les deux difficultés.",
        scales=SQUARE,
        palette=signs.BIVARIATE,
    )


def _scaled(
    result: Found,
    *,
    key: str,
    title: str,
    question: str,
    note_template: str,
    scales: tuple[Scale, ...],
    palette: tuple[str, ...],
) -> Theme:
    """Make a theme of one scale, or of two: the rows and the columns of its square."""
    names = [tuple(scale.names(result.parameters)) for scale in scales]
    position = pd.Series(0.0, index=result.communes.index)
    for scale, labels in zip(scales, names, strict=True):
        position = position * len(labels) + scale.positions(result)
    classes = _sequence([", ".join(cell) for cell in product(*names)], palette)
    if len(names) == 2:  # poor and far: the class that is flagged, with its sign
        classes[-1] = replace(classes[-1], pattern=signs.SITUATIONS[flags.POOR_AND_FAR].pattern)
    return Theme(
        key=key,
        title=title,
        question=question,
        note=_noted(note_template, result.parameters),
        classes=(*classes, NO_DATA),
        class_of=position.fillna(len(classes)).astype(int),
        quantity_label="habitants",
        quantity=result.communes["residents"],
        grid=(names[0], names[1]) if len(names) == 2 else None,
        follows="scales",
        note_template=note_template,
        scales=scales,
        palette=palette,
    )


def difference(result: Found) -> Theme:
    """Show what a simulation changes: nothing, until one is tried in the page."""
    unknown = result.communes["situation"] == flags.NO_DATA
    flag = signs.SITUATIONS[flags.POOR_AND_FAR]
    classes = (
        ThemeClass(label="Devient signalée", colour=flag.colour, pattern=flag.pattern),
        ThemeClass(label="N'est plus signalée", colour=signs.GREENS[-1]),
        replace(FAR, label="Conseiller plus loin"),
        ThemeClass(label="Conseiller plus proche", colour=signs.GREENS[1]),
        ThemeClass(label="Sans changement", colour=signs.CALM),
        NO_DATA,
    )
    return Theme(
        key="changement",
        title="Effet de la simulation",
        question="Que change la simulation ?",
        note="« Et si… ? » essaie d'autres postes et d'autres seuils : rien n'est encore essayé.",
        classes=classes,
        class_of=unknown.map({False: len(classes) - 2, True: len(classes) - 1}),
        quantity_label="habitants",
        quantity=result.communes["residents"],
        follows="difference",
        note_template="Par rapport à ce qui est publié ; un conseiller est plus loin ou plus "
        "proche à partir d'une minute d'écart.",
    )


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
        classes=_sequence(_between((0.15, 0.2, 0.25, 0.3), percent), signs.PLUMS),
        position=_above(result.communes["share_65_plus"], (0.15, 0.2, 0.25, 0.3)),
    )


def income(result: Found) -> Theme:
    """Show the median standard of living; what is secret is a class of its own."""
    breaks = (20_000, 22_000, 24_000, 27_000)
    communes = result.communes
    position = _above(communes["median_income"].astype("float64"), breaks)
    labels = _between(breaks, french.euros)
    held_back = words.INCOME_STATES[needs.SECRET]
    secret = ThemeClass(label=held_back, colour=signs.SECRET.colour, pattern=signs.SECRET.pattern)
    return _known(
        result,
        key="niveau-de-vie",
        column=columns.INCOME_SAID.name,
        title="Niveau de vie",
        question="Quel est le niveau de vie médian ?",
        note=f"{columns.MEDIAN_INCOME.meaning} {words.OF_SECRETS} {_cited(result, 'needs')}",
        classes=[*_sequence(labels, signs.OLIVES[::-1]), secret],
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
        classes=_sequence(
            [f"{first} min ou moins", *between, f"plus de {others[-1]} min"], signs.ORANGES
        ),
        position=scales.position(
            result.communes["minutes_france_services"], breaks, below=True, missing=-1
        ),
    )


def _poor_far_breaks(result: Found) -> list[float]:
    threshold = result.parameters.policy.poor_share
    return [float(np.finfo(float).tiny), *(threshold * each for each in (0.2, 1, 2, 4))]


def hamlet_classes(result: Found, shares: pd.Series) -> pd.Series:
    """Give the class of shares (0 to 1) of premises poor and far; the last where one is missing."""
    breaks = _poor_far_breaks(result)
    position = _above(shares, breaks)
    return position.where(position >= 0, len(breaks) + 1).astype(int)


def buildings(result: Found) -> Theme:
    """Show which share of the premises is poor and far, each where it stands."""
    breaks = _poor_far_breaks(result)
    edges = [percent(each) for each in breaks[1:]]
    labels = [
        "aucun local",
        f"moins de {edges[0]}",
        *(f"{low} à moins de {high}" for low, high in pairwise(edges)),
        f"{edges[-1]} et plus",
    ]
    first = ThemeClass(label=labels[0], colour=signs.CALM)
    return Theme(
        key=BUILDINGS,
        column="share_poor_far",
        title="Mal desservis et éloignés",
        question="Quelle part des locaux est elle-même mal desservie et loin d'un conseiller ?",
        note=f"{words.OF_BUILDINGS} {_cited(result, 'buildings')}",
        classes=(first, *_sequence(labels[1:], signs.ORANGES), NO_DATA),
        class_of=hamlet_classes(result, result.communes["share_poor_far"]),
        quantity_label="locaux",
        quantity=result.communes["premises_poor_far"],
    )


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


def _above(values: pd.Series, breaks: Sequence[float]) -> pd.Series:
    """Give the number of each value's class, a value on a break in the higher; negative if none."""
    return scales.position(values, breaks, below=False, missing=-1)


def _between(breaks: Sequence[float], written: Callable[[float], str]) -> list[str]:
    """Name the classes that breaks make, each value on a break in the higher one."""
    edges = [written(each) for each in breaks]
    middle = [f"{low} à moins de {high}" for low, high in pairwise(edges)]
    return [f"moins de {edges[0]}", *middle, f"{edges[-1]} et plus"]


def _cited(result: Found, role: str) -> str:
    """Name who published what a theme shows, and when."""
    cited = [
        f"{each.attribution or each.file}, édition {each.edition}"
        for each in result.sources
        if each.role == role
    ]
    return f"Source : {' ; '.join(cited)}." if cited else ""


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
        classes=(*_sequence(_between(breaks, percent), signs.REDS), NO_DATA),
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
    edges = [shortest(value) for value in breaks]
    labels = [
        f"moins de {edges[0]}",
        *(f"{low} à moins de {high}" for low, high in pairwise(edges)),
        f"{edges[-1]} et plus",
    ]
    return Theme(
        key="desserte",
        title="Postes à portée",
        question=f"Combien de {words.SHARED_POSTS} ?",
        note="Chaque poste est partagé entre tous les habitants à "
        f"{words.far_minutes(result.parameters)} au plus, les plus proches comptant davantage "
        f"(méthode E2SFCA). {_who_shares(result)}",
        classes=(
            replace(FAR, label="aucun poste à portée"),
            *_sequence(labels, signs.GREENS),
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


# After the flags, which are more or less sure.
THEMES: tuple[Callable[[Found], Theme], ...] = (wired, minutes, both, copper)
# What one may do without: shown where something of it is known.
MORE_THEMES: tuple[Callable[[Found], Theme], ...] = (elderly, income, france_services)
DECISION_THEMES: tuple[Callable[[Result, "Decision"], Theme], ...] = (
    certainty, catchment, proposals,
)  # fmt: skip


def themes(result: Found, decision: "Decision | None" = None) -> list[Theme]:
    """Sort every commune under every theme; those about posts need a decision."""
    decided = [make(decision.result, decision) for make in DECISION_THEMES] if decision else []
    more = (make(result) for make in MORE_THEMES)
    known = [theme for theme in more if theme.has_data]
    homes = [buildings(result)] if "share_poor_far" in result.communes else []
    flagged = situation(result, decision.certainty if decision else None)
    return [flagged, *(make(result) for make in THEMES), *homes, *known, *decided]


def _sequence(labels: Sequence[str], palette: Sequence[str]) -> list[ThemeClass]:
    # With fewer classes than colours the darkest stay: the worst class keeps its colour.
    colours = palette[len(palette) - len(labels) :]
    pairs = zip(labels, colours, strict=True)
    return [ThemeClass(label=label, colour=colour) for label, colour in pairs]


def _noted(template: str, parameters: Parameters) -> str:
    """Write the thresholds into the note of a theme; what else it says may hold braces."""
    return (
        template.replace("{share}", words.poor_share(parameters))
        .replace("{covered}", percent(1 - parameters.policy.poor_share))
        .replace("{minutes}", words.far_minutes(parameters))
    )


def _whole(share: float) -> str:
    return french.percent(share, 0)
