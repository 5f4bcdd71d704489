"""The stops of an itinerant post, as a cell says them: communes, and days a week or their names."""

import re

import pandas as pd

from jura_coverage import french
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks

# Communes as the file spells them, each with its days a week.
Stops = tuple[tuple[str, float], ...]
DAYS_ASSUMED = 1.0
NOT_UNDERSTOOD = (
    "Étapes dont les jours ne sont pas compris, comptées un jour par semaine (sont compris : "
    "mardi, jeudi matin, 2 jours, une demi-journée, un mardi sur deux)"
)
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# Stops stand apart by | ; a new line, or a comma that is neither decimal, nor in parentheses, nor
# before a day. What is left of these marks comes before the days.
APART = re.compile(rf"[|;\n]|,(?!\d)(?![^(]*\))(?!\s*(?:{'|'.join(WEEK)})s?\b)", re.IGNORECASE)
BEFORE_DAYS = re.compile(r"[(:,]")
# What matters in what is folded, see _folded. Days, in full or short, and from one to another.
_DAY = r"(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?s?"
DAY = re.compile(rf"\b{_DAY}\b")
SPAN = re.compile(rf"\b({_DAY}) (?:au|a) ({_DAY})\b")
HALF = re.compile(r"\b(?:matin(?:ee)?|apres midi|soir(?:ee)?|demi (?:journee|j))(s?)\b")
# Numbers of days; a decimal has a d where it had a comma.
NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept")
_NUMBER = rf"[0-9]+(?:d[0-9]+)?|une|{'|'.join(NUMBERS)}"
BARE = re.compile(rf"({_NUMBER})")
QUANTITY = re.compile(rf"\b({_NUMBER}) ?(demi )?(?:jours?|journees?|j)\b( et demie?\b)?")
WHOLE = re.compile(r"(?<![0-9] )\b(?:jour|journee)\b")
# Rhythms: what comes every second week, what every week, and what is neither.
WEEK_OF_TWO = re.compile(
    r"\b(?:1|une) semaine sur (?:2|deux)\b|\b(?:(?:1|une) fois )?tous les (?:15|quinze) jours\b"
    r"|\b(?:toutes les (?:2|deux) semaines|par quinzaine|semaines? (?:im)?paires?)\b"
)
DAY_OF_TWO = re.compile(rf"\b(?:1|un) ({_DAY}) sur (?:2|deux)\b")
WEEKLY = re.compile(
    r"\btoutes les semaines\b"
    r"|(?<![0-9] )(?<!une )\b(?:(?:par|chaque|dans la) )?sem(?:aine)?\b(?! (?:sur|a|b)\b)"
)
RARER = re.compile(
    r"\b(?:mois|sem|semaines?|quinzaines?|fois|trimestres?|ans?|annees?|(?:im)?paires?|alternan\w*"
    rf"|sur (?:{_NUMBER}))\b"
)


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
        day, and so does one whose days are not understood, which :func:`doubtful` says; a morning
        or an afternoon is half a day, and so is a day of every second week.

    Examples
    --------
    >>> stops(pd.Series(["Orgelet (mardi, jeudi matin) ; Aromas : 2"])).iloc[0]
    (('Orgelet', 1.5), ('Aromas', 2.0))
    """
    return cells.map(
        lambda cell: tuple(
            (commune, DAYS_ASSUMED if days is None else days) for commune, days, _ in _told(cell)
        )
    )


def doubtful(cells: pd.Series, hosts: pd.Series) -> list[Remark]:
    """Say which stops count as one day because what their cell says of days is not understood.

    Parameters
    ----------
    cells, hosts
        Text on one index, which says the line of the file.

    Examples
    --------
    >>> cells = pd.Series(["Orgelet (8 jours) ; Aromas"], index=[2])
    >>> doubtful(cells, pd.Series(["A"], index=[2]))[0].concerns
    ('ligne 2, structure « A », « Orgelet (8 jours) »',)
    """
    return remarks(
        "warning",
        NOT_UNDERSTOOD,
        [
            f"{checks.IN_THE_ROW.format(line=line, host=host)}, {checks.quoted(text)}"
            for line, host, cell in zip(cells.index, hosts, cells, strict=True)
            for _, days, text in _told(cell)
            if days is None
        ],
    )


def _told(cell: str) -> list[tuple[str, float | None, str]]:
    """Give the commune of each stop, its days a week, and how both are written."""
    return [_stop(part.strip()) for part in APART.split(cell) if part.strip()]


def _stop(text: str) -> tuple[str, float | None, str]:
    commune, *when = BEFORE_DAYS.split(text, maxsplit=1)
    return commune.strip(), _days(_folded("".join(when))), text


def _folded(when: str) -> str:
    """Fold what is said of days, but keep the decimals, behind a d: 2,5 becomes 2d5."""
    whole = re.sub(r"½|\b1\s*/\s*2\b", "0,5", when)
    return french.fold(re.sub(r"([0-9])[.,]([0-9])", r"\1d\2", whole))


def _days(told: str) -> float | None:
    """Count the days a week; none if they are not understood.

    Examples
    --------
    >>> [_days(_folded(when)) for when in ("mardi matin et après-midi", "du lundi au jeudi)", "")]
    [1.0, 4.0, 1.0]
    >>> [_days(_folded(when)) for when in ("1 jour et demi", "un mardi sur deux", "1 j. par mois")]
    [1.5, 0.5, None]
    """
    if not told:
        return DAYS_ASSUMED
    told, weeks_of_two = WEEK_OF_TWO.subn("", told)
    told, days_of_two = DAY_OF_TWO.subn(r"\1", told)
    told = WEEKLY.sub("", told).strip()
    named, counted = _named(SPAN.sub(_spanned, told)), _counted(told)
    if RARER.search(told) or (days_of_two and named != 1):
        return None
    if DAY.search(told) and counted and counted != named and not counted < named == 1:
        return None
    days = counted or named or (DAYS_ASSUMED if WHOLE.search(told) or not told else 0)
    every_other = 2 if weeks_of_two or days_of_two else 1
    return days / every_other if 0 < days <= len(WEEK) else None


def _spanned(met: re.Match[str]) -> str:
    """Name all days from one to another."""
    first, last = ([name[:3] for name in WEEK].index(day[:3]) for day in met.groups())
    many = (last - first) % len(WEEK) + 1
    return " ".join(WEEK[(first + i) % len(WEEK)] for i in range(many))


def _named(told: str) -> float:
    """Count days by their names, and the halves of each; 0 if neither is named.

    What stands before the first day is about that one, what is plural about all.
    """
    parts = DAY.split(told)
    first, *halves = (len({half[0] for half in HALF.finditer(each)}) for each in parts)
    if not halves:
        return min(first, 2) / 2
    every = any(half[1] for half in HALF.finditer(told))
    halves[0] = halves[0] or first
    return sum(min(each or (1 if every else 2), 2) / 2 for each in halves)


def _counted(told: str) -> float:
    """Add the numbers of days, whole and half; 0 if there is none."""
    if BARE.fullmatch(told):
        return _number(told)
    return sum(
        _number(each) / (2 if half else 1) + (0.5 if more else 0)
        for each, half, more in QUANTITY.findall(told)
    )


def _number(text: str) -> float:
    if text in NUMBERS:
        return NUMBERS.index(text) + 1.0
    return 1.0 if text == "une" else float(text.replace("d", "."))
