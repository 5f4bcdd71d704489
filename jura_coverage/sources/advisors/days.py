"""How many days a week a text tells, such as "mardi, jeudi matin" or "2 jours"; none if unclear."""

import re

from jura_coverage import french

DAYS_ASSUMED = 1.0
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# Where a word begins and ends in what is not folded, as the page's scripts see it too.
WORD, END = "(?<![0-9a-zà-ÿ])", "(?![0-9a-zà-ÿ])"
# What is read before folding, which takes away a dash between days, that may part them or span
# them; and hours, of which a morning or an afternoon is half a day, and what is in both a day.
_DAY = r"(?:lun|mar|mer|jeu|ven|sam|dim)(?:(?:di|credi|dredi|edi|anche)s?)?"
DASHED = re.compile(rf"{WORD}({_DAY})\.? ?[-–] ?({_DAY}){END}", re.IGNORECASE)
_O_CLOCK = r"([0-9]{1,2}) ?[h:] ?(?:[0-5][0-9])?"
HOURS = re.compile(
    rf"(?:de )?{WORD}([0-9]{{1,2}}) ?(?:[h:] ?(?:[0-5][0-9])?)? ?(?:[-–/à]|et|a) ?{_O_CLOCK}",
    re.IGNORECASE,
)
HALVED = re.compile(r"½|(?<![0-9])1 ?/ ?2(?![0-9])")
EARLIEST, NOON, LUNCH, LATEST = 6, 12, 13, 22
# What matters in what is folded, see _folded. Days, in full or short, and from one to another.
DAY = re.compile(rf"\b{_DAY}\b")
SPAN = re.compile(rf"\b({_DAY}) (?:au|a) ({_DAY})\b")
_PART = r"(?:matin(?:ee)?|apres midi|soir(?:ee)?|demi (?:journee|j))"
HALF = re.compile(rf"\b{_PART}(s?)\b")
# Numbers of days; a decimal has a d where it had a comma.
NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept")
_NUMBER = rf"[0-9]+(?:d[0-9]+)?|une|{'|'.join(NUMBERS)}"
BARE = re.compile(rf"({_NUMBER})")
QUANTITY = re.compile(
    rf"\b({_NUMBER}) ?(?:(demi )?(?:jours?|journees?|j)\b( et demie?\b| 0d5\b)?|({_PART}s?)\b)"
)
WHOLE = re.compile(r"(?<![0-9] )\b(?:jour|journee)\b")
# Rhythms: what comes every second week, what every week, and what is neither. A week outside the
# holidays is what counts.
WEEK_OF_TWO = re.compile(
    r"\b(?:1|une) semaine sur (?:2|deux)\b|\b(?:(?:1|une) fois )?tous les (?:15|quinze) jours\b"
    r"|\b(?:toutes les (?:2|deux) semaines|par quinzaine|semaines? (?:im)?paires?)\b"
)
DAY_OF_TWO = re.compile(rf"\b(?:1|un) ({_DAY}) sur (?:2|deux)\b")
WEEKLY = re.compile(
    r"\btoutes les semaines\b"
    r"|(?<![0-9] )(?<!une )\b(?:(?:par|chaque|dans la) )?sem(?:aine)?\b(?! (?:sur|a|b)\b)"
)
HOLIDAYS = re.compile(
    r"\b(?:hors|sauf|excepte)(?: les| pendant les| en)? "
    r"(?:vacances(?: scolaires)?|(?:jours )?feries|juillet(?: et aout)?|aout)\b"
)
RARER = re.compile(
    r"\b(?:mois|sem|semaines?|quinzaines?|fois|trimestres?|ans?|annees?|(?:im)?pairs?|(?:im)?paires?"
    rf"|alternan\w*|sur (?:{_NUMBER}))\b"
)
# What says that the days which are named are not those of every week: others, or some of them.
UNSURE = re.compile(
    r"\b(?:sauf|hors|excepte|ou|am|pm|partir|jusqu|depuis|vacances|premiers?|deuxiemes?|troisiemes?"
    r"|quatriemes?|derniers?|dernieres?|ete|hiver|ferme|fermee|suspendue?|janvier|fevrier|mars|avril"
    r"|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)


def days(when: str) -> float | None:
    """Count the days a week that a text tells.

    Parameters
    ----------
    when
        Text; blank for one day.

    Returns
    -------
    float or None
        None if the text is not understood: a number, a month or a condition in it that nothing
        here counts. A morning, an afternoon or their hours are half a day, and so is a day of
        every second week.

    Examples
    --------
    >>> [days(when) for when in ("mardi matin et après-midi", "du lundi au jeudi)", "mardi 9h-12h")]
    [1.0, 4.0, 0.5]
    >>> [days(when) for when in ("1 jour et demi", "un mardi sur deux", "3 matinées", "")]
    [1.5, 0.5, 1.5, 1.0]
    >>> [days(when) for when in ("1 j. par mois", "2e mardi", "tous les jours sauf mardi")]
    [None, None, None]
    """
    folded = _folded(when)
    if not folded:
        return DAYS_ASSUMED
    told, weeks_of_two = WEEK_OF_TWO.subn("", folded)
    told, days_of_two = DAY_OF_TWO.subn(r"\1", told)
    told = HOLIDAYS.sub("", WEEKLY.sub("", told)).strip()
    named, counted = _named(SPAN.sub(_spanned, told)), _counted(told)
    if RARER.search(told) or UNSURE.search(told) or (days_of_two and named != 1):
        return None
    if not BARE.fullmatch(told) and re.search("[0-9]", QUANTITY.sub("", told)):
        return None
    if DAY.search(told) and counted and counted != named and not counted < named == 1:
        return None
    found = counted or named or (DAYS_ASSUMED if WHOLE.search(told) or not told else 0)
    every_other = 2 if weeks_of_two or days_of_two else 1
    return found / every_other if 0 < found <= len(WEEK) else None


def _folded(when: str) -> str:
    """Fold what is said of days, but keep the decimals, behind a d: 2,5 becomes 2d5."""
    whole = HOURS.sub(_halves, DASHED.sub(r"\1 ou \2", HALVED.sub("0,5", when)))
    return french.fold(re.sub(r"([0-9])[.,]([0-9])", r"\1d\2", whole))


def _halves(met: re.Match[str]) -> str:
    """Say in words which half of a day hours are; as they are if they are none."""
    first, last = (int(hour) for hour in met.groups())
    if not EARLIEST <= first < last <= LATEST:
        return met.group()
    if last <= LUNCH:
        return " matin "
    return " après-midi " if first >= NOON else " matin et après-midi "


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
        _number(each) / (2 if half or part else 1) + (0.5 if more else 0)
        for each, half, more, part in QUANTITY.findall(told)
    )


def _number(text: str) -> float:
    if text in NUMBERS:
        return NUMBERS.index(text) + 1.0
    return 1.0 if text == "une" else float(text.replace("d", "."))
