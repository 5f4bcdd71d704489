"""The stops of an itinerant post, as a cell says them: communes, and days a week or their names."""

import re

import pandas as pd

from jura_coverage import french

# Communes as the file spells them, each with its days a week.
Stops = tuple[tuple[str, float], ...]
# Stops stand apart by | ; a new line, or a comma that is neither decimal nor in parentheses.
APART = re.compile(r"[|;\n]|,(?!\d)(?![^(]*\))")
WEEKDAY = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b")
HALF_DAY = re.compile(r"\b(?:matin(?:ee)?s?|apres midis?)\b")
# Not an hour, nor a day of the month.
NUMBER = re.compile(r"\s*([1-7](?:[.,][0-9]+)?|0[.,][0-9]+)\s*(?:j\b|jours?\b|\)|$)")


def stops(cells: pd.Series) -> pd.Series:
    """Read cells such as ``39397:1 | 39016:2`` or ``Orgelet (mardi) ; Arinthod (2 jours)``.

    Parameters
    ----------
    cells
        Text.

    Returns
    -------
    Series
        Of :data:`Stops`, empty for a blank cell. A stop whose days are not told counts as one
        day; a morning or an afternoon is half a day.

    Examples
    --------
    >>> stops(pd.Series(["Orgelet (mardi, jeudi matin) ; Aromas : 2"])).iloc[0]
    (('Orgelet', 1.5), ('Aromas', 2.0))
    """
    return cells.map(
        lambda cell: tuple(_stop(part.strip()) for part in APART.split(cell) if part.strip())
    )


def _stop(text: str) -> tuple[str, float]:
    commune, _, when = re.sub(r"[(:]", "\0", text, count=1).partition("\0")
    return commune.strip(), _days(when)


def _days(when: str) -> float:
    told = french.fold(when)
    halves = len(HALF_DAY.findall(told))
    if named := len(WEEKDAY.findall(told)):
        return max(named - halves / 2, named / 2)
    if number := NUMBER.match(when):
        return float(number[1].replace(",", "."))
    return 0.5 if halves == 1 else 1.0
