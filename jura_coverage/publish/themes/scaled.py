"""Themes of the two measures that flag, each alone and both at once: they follow thresholds."""

from dataclasses import replace
from itertools import product

import pandas as pd

from jura_coverage import words
from jura_coverage.measures import flags
from jura_coverage.publish import signs
from jura_coverage.publish.scales import COVERED, MINUTES, SQUARE, Scale
from jura_coverage.publish.themes.theme import NO_DATA, Theme, noted, sequence
from jura_coverage.study.found import Found


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
    classes = sequence([", ".join(cell) for cell in product(*names)], palette)
    if len(names) == 2:  # poor and far: the class that is flagged, with its sign
        classes[-1] = replace(classes[-1], pattern=signs.SITUATIONS[flags.POOR_AND_FAR].pattern)
    return Theme(
        key=key,
        title=title,
        question=question,
        note=noted(note_template, result.parameters),
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
