"""Opening hours in words: what OpenStreetMap's syntax says, as a French reader would write it."""

import re

from jura_coverage import french

DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi",
    "Sa": "samedi", "Su": "dimanche",
}  # fmt: skip
_DAY, _TIME = f"(?:{'|'.join(DAYS)})", r"\d\d:\d\d"
_SPAN, _OPEN = f"{_DAY}(?:-{_DAY})?", f"{_TIME}-{_TIME}"
# Days, then times: what nearly all the hours of the national lists are made of.
_RULE = re.compile(rf"({_SPAN}(?:,{_SPAN})*) ({_OPEN}(?:,{_OPEN})*)")


def opening_hours(written: str) -> str:
    r"""Write opening hours in French; what is not of the usual form stays as it is written.

    Examples
    --------
    >>> opening_hours("Mo-Th 09:00-12:00,13:30-17:00; We,Sa 09:00-12:00").replace("\xa0", " ")
    'lundi au jeudi 9 h-12 h, 13 h 30-17 h ; mercredi, samedi 9 h-12 h'
    >>> opening_hours("PH off"), opening_hours("")
    ('PH off', '')
    """
    rules = [_RULE.fullmatch(part.strip()) for part in written.split(";") if part.strip()]
    told = [f"{_days(rule[1])} {_times(rule[2])}" for rule in rules if rule]
    return " ; ".join(told) if len(told) == len(rules) else written


def _days(written: str) -> str:
    spans = (" au ".join(DAYS[day] for day in span.split("-")) for span in written.split(","))
    return ", ".join(spans)


def _times(written: str) -> str:
    return re.sub(r"(\d\d):(\d\d)", _time, written).replace(",", ", ")


def _time(found: re.Match[str]) -> str:
    space, minutes = french.NO_BREAK_SPACE, int(found[2])
    return f"{int(found[1])}{space}h" + (f"{space}{minutes:02}" if minutes else "")
