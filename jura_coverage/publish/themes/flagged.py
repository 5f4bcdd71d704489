"""Themes of the flags: which communes are flagged, and what a simulation changes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from jura_coverage import french, words
from jura_coverage.measures import flags
from jura_coverage.measures.certainty import SURE
from jura_coverage.publish import signs
from jura_coverage.publish.themes.theme import FAR, NO_DATA, Theme, ThemeClass, noted
from jura_coverage.study.found import Found

if TYPE_CHECKING:  # siting loads scipy, which a map of today does not need
    from jura_coverage.posts import Certainty


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
    note = noted(template, result.parameters)
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
